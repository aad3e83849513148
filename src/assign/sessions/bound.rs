//! How much need could any timetable cover? (an upper bound from topics, seats, and what one person can attend)

use std::collections::BinaryHeap;

use crate::assign::sessions::Problem;
use crate::assign::sessions::state::Index;

/// A total that no timetable exceeds: the smaller of two bounds.
///
/// *By person*: nobody attends more sessions than slots they can come to, each on a want of theirs at the best level taught.
/// *By session*: each session is on one topic, seats at most the largest place, and its speaker is no better than the best
/// who was not yet counted for the topic; the values of the sessions of a topic fall, so that taking the highest of all
/// topics, one for each slot and place, is the best that could happen.
pub(crate) fn of(problem: &Problem, index: &Index) -> f64 {
    by_person(problem, index).min(by_session(problem, index))
}

/// How often a person can come.
fn visits(problem: &Problem, person: usize) -> usize {
    problem.people[person]
        .available
        .iter()
        .filter(|&&free| free)
        .count()
}

/// The values of one want, session after session: each covers a share `level` of what the one before left.
fn terms(weight: f64, level: f64, times: usize) -> impl Iterator<Item = f64> {
    let mut left = weight;
    (0..times).map(move |_| {
        let term = left * level;
        left -= term;
        term
    })
}

fn by_person(problem: &Problem, index: &Index) -> f64 {
    let mut total = 0.0;
    for (id, person) in problem.people.iter().enumerate() {
        let visits = visits(problem, id);
        let mut values: Vec<f64> = Vec::new();
        for want in &person.wants {
            let speakers = &index.speakers[want.topic as usize];
            let mut others = speakers.iter().filter(|speaker| speaker.0 as usize != id);
            if let Some(&(_, level)) = others.next() {
                let quality = want.quality(level);
                values.extend(terms(
                    f64::from(want.weight),
                    quality,
                    visits.min(sessions_of(problem, speakers).len()),
                ));
            }
        }
        values.sort_unstable_by(|a, b| b.total_cmp(a));
        total += values.iter().take(visits).sum::<f64>();
    }
    total
}

/// The levels of the sessions that a topic can have, best first.
fn sessions_of(problem: &Problem, speakers: &[(u32, f32)]) -> Vec<f32> {
    let mut levels = Vec::new();
    for &(speaker, level) in speakers {
        let person = &problem.people[speaker as usize];
        let times = (person.most_taught as usize).min(visits(problem, speaker as usize));
        levels.extend(std::iter::repeat_n(level, times));
        if levels.len() >= problem.cells() {
            break;
        }
    }
    levels.truncate(problem.cells());
    levels
}

/// The values of the sessions of one topic, none below the next.
fn chunks(problem: &Problem, index: &Index, topic: usize, seats: usize) -> Vec<f64> {
    let levels = sessions_of(problem, &index.speakers[topic]);
    let (Some(&best), Some(&least)) = (levels.first(), levels.last()) else {
        return Vec::new();
    };
    // Shares of wants that seats can cover, at a level of 1. Whoever comes again finds what the worst speaker left.
    let mut shares: Vec<f64> = Vec::new();
    for &(person, place) in &index.learners[topic] {
        let want = problem.people[person as usize].wants[place as usize];
        if want.quality(best) > 0.0 && problem.people[person as usize].largest >= 2 {
            let times = visits(problem, person as usize).min(levels.len());
            let mut left = f64::from(want.weight);
            for _ in 0..times {
                shares.push(left);
                left *= 1.0 - f64::from(least);
            }
        }
    }
    shares.sort_unstable_by(|a, b| b.total_cmp(a));
    let chunk = |(shares, level): (&[f64], &f32)| shares.iter().sum::<f64>() * f64::from(*level);
    shares
        .chunks(seats.max(1))
        .zip(&levels)
        .map(chunk)
        .collect()
}

fn by_session(problem: &Problem, index: &Index) -> f64 {
    let seats = problem
        .places
        .iter()
        .map(|place| place.holds.saturating_sub(1))
        .max();
    let seats = seats.unwrap_or(0) as usize;
    if seats == 0 {
        return 0.0;
    }
    let topics: Vec<Vec<f64>> = (0..problem.topics as usize)
        .map(|topic| chunks(problem, index, topic, seats))
        .collect();
    let mut heap: BinaryHeap<(u64, usize, usize)> = topics
        .iter()
        .enumerate()
        .filter_map(|(topic, values)| Some((values.first()?.to_bits(), topic, 0)))
        .collect();
    let mut total = 0.0;
    for _ in 0..problem.cells() {
        let Some((_, topic, place)) = heap.pop() else {
            break;
        };
        total += topics[topic][place];
        if let Some(next) = topics[topic].get(place + 1) {
            heap.push((next.to_bits(), topic, place + 1));
        }
    }
    total
}
