//! An upper bound on the need that any timetable covers: from topics, seats, and what one person can attend.

use std::collections::BinaryHeap;

use crate::assign::sessions::feasible::{Feasible, suit_in};
use crate::assign::sessions::lagrangian;
use crate::assign::sessions::slot_prices;
use crate::assign::sessions::state::Index;
use crate::assign::sessions::{Problem, Room};
use crate::numeric::descending_fractions;
use crate::par;
use crate::rows::AsIndex;

/// A total that no timetable exceeds: the smallest of six bounds.
///
/// *By cell*: what is covered is submodular, so no timetable covers more than its sessions would alone, and in each slot and room no more
/// than the best session there.
/// *By person*: nobody attends more sessions than slots they can come to, each on a want of theirs at the best level taught.
/// *By session*: each session is on one topic, seats at most the largest place, and its speaker is no better than the best
/// who was not yet counted for the topic; the values of the sessions of a topic fall, so that taking the highest of all
/// topics, one for each slot and place, is the best that could happen.
/// *By seat*: no seat is worth more than one of the largest shares of any want at the best level.
/// *Both at once*: each visit of a person is given a price, which is paid for every seat and refunded as often as the person
/// can come. For any prices that is a bound (Lagrangian relaxation); good ones are found by subgradient steps that aim at
/// what is `covered` already, where the first two bounds leave a gap.
/// *By slot prices*: the same with prices for each person's time, each speaker and each want, so that speakers who miss what they could
/// learn, limits of teaching, and who can sit with whom all count; left out where it would take longer than the search.
pub(crate) fn of(problem: &Problem, index: &Index, covered: f64) -> f64 {
    let feasible = Feasible::of(problem, index);
    let simple = by_person(problem, index, &feasible)
        .min(by_session(problem, &feasible))
        .min(by_seat(problem, &feasible))
        .min(by_cell(problem, &feasible));
    if simple <= covered * ENOUGH || problem.rooms.is_empty() {
        return simple;
    }
    let both = simple.min(lagrangian::by_both(problem, &feasible, covered));
    if both <= covered * ENOUGH {
        return both;
    }
    both.min(slot_prices::of(problem, index, &feasible, covered))
}

/// Up to so many pairs of speakers and learners, times slots and rooms, every session is looked at: some tenths of a second.
const MOST_STEPS: usize = 20_000_000;

/// A bound this near to what is covered is not worth more work.
const ENOUGH: f64 = 1.001;

/// The values of one want, session after session: each covers a share `level` of what the one before left.
fn terms(weight: f64, level: f64, times: usize) -> impl Iterator<Item = f64> {
    let mut left = weight;
    (0..times).map(move |_| {
        let term = left * level;
        left -= term;
        term
    })
}

fn by_person(problem: &Problem, index: &Index, feasible: &Feasible) -> f64 {
    let mut total = 0.0;
    for (id, person) in problem.people.iter().enumerate() {
        let mut values: Vec<f64> = Vec::new();
        for (place, want) in person.wants.iter().enumerate() {
            // The best who could ever teach this person bounds every session, and only slots in which somebody could count.
            let (level, slots) = feasible.wants[index.starts[id] + place];
            values.extend(terms(f64::from(want.weight), want.quality(level), slots));
        }
        values.sort_unstable_by(descending_fractions);
        total += values.iter().take(feasible.visits[id]).sum::<f64>();
    }
    total
}

/// The levels of the sessions that a topic can have, best first.
pub(crate) fn sessions_of(problem: &Problem, feasible: &Feasible, topic: usize) -> Vec<f32> {
    let speakers = feasible.speakers[topic].iter().zip(&feasible.times[topic]);
    let levels = speakers.flat_map(|(speaker, &times)| std::iter::repeat_n(speaker.1, times));
    levels.take(problem.cells()).collect()
}

/// Shares of the wants of a topic that seats can cover, at a level of 1, with the person. Whoever comes again finds what the
/// worst speaker left.
pub(crate) fn shares(
    problem: &Problem,
    feasible: &Feasible,
    topic: usize,
    levels: &[f32],
) -> Vec<(f64, u32)> {
    let (Some(&best), Some(&least)) = (levels.first(), levels.last()) else {
        return Vec::new();
    };
    let mut shares = Vec::new();
    for &(person, place) in &feasible.learners[topic] {
        let who = &problem.people[person.as_index()];
        let want = who.wants[place.as_index()];
        if want.quality(best) > 0.0 && who.largest >= 2 {
            let mut left = f64::from(want.weight);
            for _ in 0..feasible.visits[person.as_index()].min(levels.len()) {
                if left > 0.0 {
                    shares.push((left, person));
                }
                // A second session of one topic can cover only what the first left; the first covers at least its weakest
                // level.
                left *= 1.0 - f64::from(least);
            }
        }
    }
    shares
}

/// The values of the sessions of one topic, none below the next.
fn chunks(problem: &Problem, feasible: &Feasible, topic: usize, seats: usize) -> Vec<f64> {
    let levels = sessions_of(problem, feasible, topic);
    let mut shares: Vec<f64> = shares(problem, feasible, topic, &levels)
        .into_iter()
        .map(|share| share.0)
        .collect();
    shares.sort_unstable_by(descending_fractions);
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

/// The best session of each slot and room, each for itself; infinite where that is too much to look at.
fn by_cell(problem: &Problem, feasible: &Feasible) -> f64 {
    let topics = 0..problem.topics.as_index();
    let pairs = topics
        .clone()
        .map(|topic| feasible.speakers[topic].len() * feasible.learners[topic].len());
    let mut rooms: Vec<Room> = problem.rooms.clone();
    rooms.sort_unstable();
    rooms.dedup();
    // The finest bound is skipped where it would cost more than the search.
    if pairs.sum::<usize>() * problem.slots.len() * rooms.len() > MOST_STEPS {
        return f64::INFINITY;
    }
    // Each cell of the timetable holds one session: at best the one that covers most when it is held alone.
    let best_in = |slot: usize, room: Room| {
        let sessions = topics.clone().flat_map(|topic| {
            let speakers = feasible.speakers[topic].iter();
            speakers.map(move |&speaker| alone(problem, feasible, (slot, room, topic), speaker))
        });
        sessions.fold(0.0, f64::max)
    };
    let bests = par::map(problem.slots.len(), |slot| {
        rooms
            .iter()
            .map(|&room| best_in(slot, room))
            .collect::<Vec<f64>>()
    });
    let count = |room: &Room| problem.rooms.iter().filter(|other| *other == room).count() as f64;
    let slots = bests.iter().map(|bests| {
        rooms
            .iter()
            .zip(bests)
            .map(|(room, best)| count(room) * best)
            .sum::<f64>()
    });
    slots.sum()
}

/// What a session covers of needs that no other touches: the largest gains of those who could come, as many as there are seats.
fn alone(
    problem: &Problem,
    feasible: &Feasible,
    (slot, room, topic): (usize, Room, usize),
    (speaker, level): (u32, f32),
) -> f64 {
    let learners = feasible.learners[topic].iter().filter(|learner| {
        suit_in(
            problem,
            room,
            slot,
            speaker.as_index(),
            learner.0.as_index(),
        )
    });
    let mut gains: Vec<f64> = learners
        .map(|&(person, place)| {
            let want = problem.people[person.as_index()].wants[place.as_index()];
            f64::from(want.weight) * want.quality(level)
        })
        .collect();
    // The seats beside the speaker's go to those who gain most.
    gains.sort_unstable_by(descending_fractions);
    gains
        .iter()
        .take(room.holds.saturating_sub(1).as_index())
        .sum()
}

fn by_session(problem: &Problem, feasible: &Feasible) -> f64 {
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
        .map(|topic| chunks(problem, feasible, topic, seats))
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

fn by_seat(problem: &Problem, feasible: &Feasible) -> f64 {
    let rooms = problem
        .rooms
        .iter()
        .map(|room| room.holds.saturating_sub(1) as usize);
    let seats = rooms.sum::<usize>() * problem.slots.len();
    let mut values: Vec<f64> = Vec::new();
    for topic in 0..problem.topics as usize {
        let levels = sessions_of(problem, feasible, topic);
        let best = levels.first().map_or(0.0, |&level| f64::from(level));
        let shares = shares(problem, feasible, topic, &levels);
        // Every seat of the week is given to the largest shares, whatever the topic, slot and speaker.
        values.extend(shares.iter().map(|share| share.0 * best));
    }
    values.sort_unstable_by(descending_fractions);
    values.iter().take(seats).sum()
}
