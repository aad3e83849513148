//! Participants by how they voted.

use crate::reading::Votes;
use crate::report::DRAWN;
use crate::report::layout;
use crate::report::page::{Axes, COLOURS, GREY, legend_of, note, picture, table};
use crate::report::people::topic_name;

/// How evenly a topic splits people: agreement and the rest of those who saw it, in thousandths of them; 0 is half and half.
fn lean((seen, agreed): (u32, u32)) -> u64 {
    u64::from(seen).abs_diff(2 * u64::from(agreed)) * 1000 / u64::from(seen.max(1))
}

/// Participants by the two main axes of their votes, coloured by their vote on the topic that splits people most evenly.
pub fn opinions(votes: &Votes) -> String {
    let mut topics: Vec<usize> = (0..votes.topics.len()).collect();
    // Topics that few have seen split by chance: a fifth of the participants must have.
    let floor = votes.participants.len() as u32 / 5;
    topics.sort_by_key(|&topic| (votes.seen[topic].0 < floor, lean(votes.seen[topic]), topic));
    let Some(&splitting) = topics.first() else {
        return "<p>There are no topics.</p>\n".into();
    };
    let step = votes.participants.len().div_ceil(DRAWN).max(1);
    let row = |own: &Vec<(u32, f32)>| {
        let mut row = vec![0.0; votes.topics.len()];
        for &(topic, vote) in own {
            row[topic as usize] = f64::from(vote);
        }
        row
    };
    let rows: Vec<Vec<f64>> = votes.votes.iter().step_by(step).map(row).collect();
    let mut svg = String::new();
    let axes = Axes::plain((
        "main way in which votes differ",
        "second way in which votes differ",
    ));
    svg += &axes.svg();
    let names = votes.participants.iter().step_by(step);
    for ((place, name), row) in layout::main_axes(&rows).into_iter().zip(names).zip(&rows) {
        let colour = match row[splitting] {
            vote if vote > 0.0 => COLOURS[0],
            vote if vote < 0.0 => COLOURS[1],
            _ => GREY,
        };
        svg += &axes.dot(place, colour, name);
    }
    let told = topics.iter().take(15).map(|&topic| {
        let (seen, agreed) = votes.seen[topic];
        let share = 100.0 * f64::from(agreed) / f64::from(seen.max(1));
        vec![
            topic_name(&votes.topics[topic]),
            seen.to_string(),
            agreed.to_string(),
            format!("{share:.0} %"),
        ]
    });
    let name = topic_name(&votes.topics[splitting]);
    let keys = [
        (COLOURS[0], format!("agrees with {name}")),
        (COLOURS[1], format!("disagrees with {name}")),
        (GREY, "neither, or not seen".to_string()),
    ];
    picture("Participants by how they voted: near means alike", &svg)
        + &legend_of(&keys)
        + &note(
            "Each dot is a participant. The nearer two dots, the more alike they voted; the axes have no unit.",
        )
        + "<p>Topics that split people most evenly:</p>\n"
        + &table(
            &["Topic", "People who saw it", "People who agreed", "Share"],
            told,
        )
}
