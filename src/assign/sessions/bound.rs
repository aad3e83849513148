//! How much need could any timetable cover? (an upper bound from topics, seats, and what one person can attend)

use std::collections::BinaryHeap;

use crate::assign::sessions::Problem;
use crate::assign::sessions::lagrangian;
use crate::assign::sessions::state::Index;
use crate::rows::AsIndex;

/// A total that no timetable exceeds: the smallest of four bounds.
///
/// *By person*: nobody attends more sessions than slots they can come to, each on a want of theirs at the best level taught.
/// *By session*: each session is on one topic, seats at most the largest place, and its speaker is no better than the best
/// who was not yet counted for the topic; the values of the sessions of a topic fall, so that taking the highest of all
/// topics, one for each slot and place, is the best that could happen.
/// *By seat*: no seat is worth more than one of the largest shares of any want at the best level.
/// *Both at once*: each visit of a person is given a price, which is paid for every seat and refunded as often as the person
/// can come. For any prices that is a bound (Lagrangian relaxation); good ones are found by subgradient steps that aim at
/// what is `covered` already, where the first two bounds leave a gap.
pub(crate) fn of(problem: &Problem, index: &Index, covered: f64) -> f64 {
    let simple = by_person(problem, index)
        .min(by_session(problem, index))
        .min(by_seat(problem, index));
    if simple <= covered * ENOUGH || problem.rooms.is_empty() {
        return simple;
    }
    simple.min(lagrangian::by_both(problem, index, covered))
}

/// A bound this near to what is covered is not worth more work.
const ENOUGH: f64 = 1.001;

/// How often a person can come.
pub(crate) fn visits(problem: &Problem, person: usize) -> usize {
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
            let speakers = &index.speakers[want.topic.as_index()];
            // Nobody learns from themselves; the best of the others bounds every session on the topic.
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
pub(crate) fn sessions_of(problem: &Problem, speakers: &[(u32, f32)]) -> Vec<f32> {
    let mut levels = Vec::new();
    for &(speaker, level) in speakers {
        let person = &problem.people[speaker.as_index()];
        let times = (person.most_taught as usize).min(visits(problem, speaker as usize));
        levels.extend(std::iter::repeat_n(level, times));
        if levels.len() >= problem.cells() {
            break;
        }
    }
    levels.truncate(problem.cells());
    levels
}

/// Shares of the wants of a topic that seats can cover, at a level of 1, with the person. Whoever comes again finds what the
/// worst speaker left.
pub(crate) fn shares(
    problem: &Problem,
    index: &Index,
    topic: usize,
    levels: &[f32],
) -> Vec<(f64, u32)> {
    let (Some(&best), Some(&least)) = (levels.first(), levels.last()) else {
        return Vec::new();
    };
    let mut shares = Vec::new();
    for &(person, place) in &index.learners[topic] {
        let who = &problem.people[person.as_index()];
        let want = who.wants[place.as_index()];
        if want.quality(best) > 0.0 && who.largest >= 2 {
            let mut left = f64::from(want.weight);
            for _ in 0..visits(problem, person as usize).min(levels.len()) {
                if left > 0.0 {
                    shares.push((left, person));
                }
                left *= 1.0 - f64::from(least);
            }
        }
    }
    shares
}

/// The values of the sessions of one topic, none below the next.
fn chunks(problem: &Problem, index: &Index, topic: usize, seats: usize) -> Vec<f64> {
    let levels = sessions_of(problem, &index.speakers[topic]);
    let mut shares: Vec<f64> = shares(problem, index, topic, &levels)
        .into_iter()
        .map(|share| share.0)
        .collect();
    shares.sort_unstable_by(|a, b| b.total_cmp(a));
    let chunk = |(shares, level): (&[f64], &f32)| shares.iter().sum::<f64>() * f64::from(*level);
    shares.chunks(seats).zip(&levels).map(chunk).collect()
}

/// How many people a session seats at most, the speaker left out.
pub(crate) fn most_seats(problem: &Problem) -> usize {
    let seats = problem
        .rooms
        .iter()
        .map(|room| room.holds.saturating_sub(1))
        .max();
    seats.unwrap_or(0) as usize
}

fn by_session(problem: &Problem, index: &Index) -> f64 {
    let seats = problem
        .rooms
        .iter()
        .map(|room| room.holds.saturating_sub(1))
        .max();
    let seats = seats.unwrap_or(0) as usize;
    if seats == 0 {
        return 0.0;
    }
    let topics: Vec<Vec<f64>> = (0..problem.topics as usize)
        .map(|topic| chunks(problem, index, topic, seats))
        .collect();
    // Values of a topic fall, so the highest of all heads is always the best that is left.
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

fn by_seat(problem: &Problem, index: &Index) -> f64 {
    let rooms = problem
        .rooms
        .iter()
        .map(|room| room.holds.saturating_sub(1) as usize);
    let seats = rooms.sum::<usize>() * problem.slots.len();
    let mut values: Vec<f64> = Vec::new();
    for topic in 0..problem.topics as usize {
        let levels = sessions_of(problem, &index.speakers[topic]);
        let best = levels.first().map_or(0.0, |&level| f64::from(level));
        let shares = shares(problem, index, topic, &levels);
        values.extend(shares.iter().map(|share| share.0 * best));
    }
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    values.iter().take(seats).sum()
}
