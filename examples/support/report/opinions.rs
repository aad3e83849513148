//! Participants by how they voted.

use crate::reading::Votes;
use crate::report::DRAWN;
use crate::report::layout;
use crate::report::page::{Axes, COLOURS, GREY, legend_of, note, picture, table};
use crate::report::people::topic_name;

/// How people voted on a topic.
#[derive(Clone, Copy)]
struct Tally {
    seen: u32,
    agreed: u32,
    disagreed: u32,
}

impl Tally {
    fn of_all(votes: &Votes) -> Vec<Self> {
        let tally = |&(seen, agreed): &(u32, u32)| Self {
            seen,
            agreed,
            disagreed: 0,
        };
        let mut tallies: Vec<Self> = votes.seen.iter().map(tally).collect();
        for &(topic, vote) in votes.votes.iter().flatten() {
            tallies[topic as usize].disagreed += u32::from(vote < 0.0);
        }
        tallies
    }

    fn sides(self) -> u32 {
        self.agreed + self.disagreed
    }

    /// How far from half and half those are who took a side, in thousandths of them.
    fn lean(self) -> u64 {
        u64::from(self.agreed.abs_diff(self.disagreed)) * 1000 / u64::from(self.sides().max(1))
    }
}

/// Topics on which someone took a side, the most evenly split first. Those that few have seen split by chance: whatever fewer than a fifth
/// of the participants have seen comes last.
fn by_split(tallies: &[Tally], participants: usize) -> Vec<usize> {
    let mut topics: Vec<usize> = (0..tallies.len()).collect();
    topics.retain(|&topic| tallies[topic].sides() > 0);
    topics.sort_by_key(|&topic| {
        let tally = tallies[topic];
        let is_rare = (tally.seen as usize) * 5 < participants;
        (is_rare, tally.lean(), topic)
    });
    topics
}

/// Participants by the two main axes of their votes, coloured by their vote on the topic that splits people most evenly.
///
/// `label` is how a participant is named.
pub fn opinions<'a>(votes: &'a Votes, label: impl Fn(&'a str) -> &'a str) -> String {
    let tallies = Tally::of_all(votes);
    let topics = by_split(&tallies, votes.participants.len());
    let Some(&splitting) = topics.first() else {
        return "<p>Nobody agrees or disagrees with anything.</p>\n".into();
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
        svg += &axes.dot(place, colour, label(name));
    }
    let told = topics.iter().take(15).map(|&topic| {
        let tally = tallies[topic];
        let share = 100.0 * f64::from(tally.agreed) / f64::from(tally.sides());
        vec![
            topic_name(&votes.topics[topic]),
            tally.seen.to_string(),
            tally.agreed.to_string(),
            tally.disagreed.to_string(),
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
        + "<p>Topics that split those who took a side most evenly; topics that fewer than a fifth of the participants saw come last:</p>\n"
        + &table(
            &[
                "Topic",
                "People who saw it",
                "Agreed",
                "Disagreed",
                "Agreed, of those who took a side",
            ],
            told,
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_are_no_side_and_topics_without_sides_are_not_listed() {
        let tally = |seen, agreed, disagreed| Tally {
            seen,
            agreed,
            disagreed,
        };
        let tallies = [
            tally(0, 0, 0),
            // Agreed by half of those who saw it, yet most of those who took a side.
            tally(20, 10, 2),
            tally(20, 6, 5),
            tally(9, 0, 0),
            // An even split of too few.
            tally(2, 1, 1),
        ];
        assert_eq!(by_split(&tallies, 20), [2, 1, 4]);
        assert_eq!(by_split(&tallies[..1], 4), [0; 0]);
    }
}
