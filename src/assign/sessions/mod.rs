//! Timetabling: which sessions cover the most need, in which slot and room, and who sits where.
//!
//! The problem: choose sessions (a topic taught by a speaker in a slot and a room) and seats so that the covered need
//!
//! > F = Σ over people p and needs w of p: weight(w) · (1 − Π over attended sessions on w of (1 − level)) + β · (people who learn)
//!
//! is high, where a session covers nothing of a need of somebody whose own level is not below the speaker's. Nobody is in two
//! places in a slot. Without seat limits, F is monotone and submodular in the set of sessions, rooms and slots are one partition
//! matroid and the limits of speakers another; greedy reaches 1/2 of the best under the first alone and 1/3 under
//! both (Fisher, Nemhauser, Wolsey 1978). Full rooms, and speakers who miss a session while they teach, void the proof, so
//! each answer is measured against an upper bound of its own instance.
//!
//! Greedy and exchanges of single sessions and seats come first, then ruin and recreate: a few sessions are given up at once and
//! their cells filled anew (Schrimpf et al. 2000).

mod bound;
mod feasible;
mod lagrangian;
mod offers;
mod repair;
mod ruin;
mod search;
mod slot_prices;
mod solve;
mod state;

pub(crate) use crate::assign::sessions::repair::repair;
pub(crate) use crate::assign::sessions::solve::solve;

/// Marks a person who is in no session of a slot.
const UNSEATED: u32 = u32::MAX;

/// Stands in a session for a speaker or a topic that the problem does not have.
pub(crate) const GONE: u32 = u32::MAX;

/// What one person wants to learn of one topic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Want {
    pub(crate) topic: u32,
    pub(crate) weight: f32,
    /// The level that the person has already; only a speaker above it covers anything.
    pub(crate) own: f32,
}

impl Want {
    /// The share of what is left of the need that a session of a level covers.
    fn quality(&self, level: f32) -> f64 {
        if level > self.own {
            f64::from(level)
        } else {
            0.0
        }
    }
}

/// One person among those who teach and learn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Participant {
    /// By topic, ascending.
    pub(crate) wants: Vec<Want>,
    /// Topics that the person would teach, with the level.
    pub(crate) teaches: Vec<(u32, f32)>,
    /// How many sessions the person teaches at most.
    pub(crate) most_taught: u32,
    /// Slots in which the person can come, as a row of flags.
    pub(crate) available: Vec<bool>,
    /// Kinds of rooms the person can come to, as bits.
    pub(crate) kinds: u8,
    /// The largest comfortable group, oneself included.
    pub(crate) largest: u32,
    /// People with whom the person must not be in a room, ascending; given on both sides.
    pub(crate) apart: Vec<u32>,
    /// For each scope, the groups that the person belongs to, ascending.
    pub(crate) groups: Vec<Vec<u32>>,
}

/// A place for sessions, in every slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Room {
    /// How many people it holds, the speaker included.
    pub(crate) holds: u32,
    /// Its kinds, as bits: a room with a camera is of both.
    pub(crate) kind: u8,
}

/// Everything the solver knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problem {
    pub(crate) people: Vec<Participant>,
    pub(crate) topics: u32,
    /// For each slot, the scope within which its sessions stay, if any: speaker and learner share a group of it.
    pub(crate) slots: Vec<Option<u32>>,
    pub(crate) rooms: Vec<Room>,
    /// Sizes smaller than the places at which sessions may be held, so that quiet people can come.
    pub(crate) quiet: Vec<u32>,
    /// What it is worth, beside the need covered, that somebody learns anything at all.
    pub(crate) first: f32,
}

impl Problem {
    /// How many slots and places together.
    fn cells(&self) -> usize {
        self.slots.len() * self.rooms.len()
    }

    fn slot_of(&self, cell: usize) -> usize {
        cell / self.rooms.len()
    }

    fn room_of(&self, cell: usize) -> Room {
        self.rooms[cell % self.rooms.len()]
    }

    /// Whether two people may be in a session of a slot as speaker and learner.
    fn reaches(&self, slot: usize, speaker: usize, learner: usize) -> bool {
        let Some(scope) = self.slots[slot] else {
            return true;
        };
        let groups = |person: usize| &self.people[person].groups[scope as usize];
        groups(speaker)
            .iter()
            .any(|group| groups(learner).binary_search(group).is_ok())
    }
}

/// One session: a topic, taught in a slot and a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    pub(crate) slot: u32,
    pub(crate) room: u32,
    pub(crate) topic: u32,
    pub(crate) speaker: u32,
    pub(crate) level: f32,
    /// How many people it holds at most, the speaker included.
    pub(crate) size: u32,
    /// Ascending.
    pub(crate) attendees: Vec<u32>,
}

/// A clash-free choice of sessions and seats.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Timetable {
    /// By slot and place.
    pub(crate) sessions: Vec<Session>,
    /// The need covered.
    pub(crate) covered: f64,
    /// No choice covers more than this.
    pub(crate) bound: f64,
}

impl Timetable {
    /// What is left of each want of each person, from 0 (covered) to 1.
    pub(crate) fn left(&self, problem: &Problem) -> Vec<Vec<f64>> {
        let mut left: Vec<Vec<f64>> = problem
            .people
            .iter()
            .map(|person| vec![1.0; person.wants.len()])
            .collect();
        for session in &self.sessions {
            for &person in &session.attendees {
                let wants = &problem.people[person as usize].wants;
                if let Ok(place) = wants.binary_search_by_key(&session.topic, |want| want.topic) {
                    // Sessions of one topic cover multiplicatively: each covers its quality's share of what is left.
                    left[person as usize][place] *= 1.0 - wants[place].quality(session.level);
                }
            }
        }
        left
    }

    /// The need covered, counted afresh.
    pub(crate) fn count(&self, problem: &Problem) -> f64 {
        let left = self.left(problem);
        let people = problem.people.iter().zip(&left);
        people
            .flat_map(|(person, left)| person.wants.iter().zip(left))
            .map(|(want, left)| f64::from(want.weight) * (1.0 - left))
            .fold(0.0, |sum, covered| sum + covered)
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt as _, SeedableRng as _};

    use crate::assign::sessions::{
        Participant, Problem, Room, Session, Timetable, Want, repair, solve,
    };
    use crate::progress::unwatched;

    fn random(rng: &mut ChaCha8Rng, people: u32, topics: u32, slots: u32, rooms: u32) -> Problem {
        let scopes = u32::from(rng.random_bool(0.3));
        let mut problem = Problem {
            topics,
            slots: (0..slots)
                .map(|_| (scopes > 0 && rng.random_bool(0.5)).then_some(0))
                .collect(),
            rooms: (0..rooms)
                .map(|_| Room {
                    holds: rng.random_range(2..=5),
                    kind: rng.random_range(1..=3),
                })
                .collect(),
            quiet: if rng.random_bool(0.5) {
                vec![2]
            } else {
                Vec::new()
            },
            first: if rng.random_bool(0.5) { 0.1 } else { 0.0 },
            people: Vec::new(),
        };
        for _ in 0..people {
            let mut person = Participant {
                most_taught: rng.random_range(0..=2),
                available: (0..slots).map(|_| rng.random_bool(0.8)).collect(),
                kinds: rng.random_range(1..=3),
                largest: if rng.random_bool(0.3) {
                    rng.random_range(1..=4)
                } else {
                    u32::MAX
                },
                groups: vec![vec![rng.random_range(0..2)]; scopes as usize],
                ..Participant::default()
            };
            for topic in 0..topics {
                if rng.random_bool(0.5) {
                    person.wants.push(Want {
                        topic,
                        weight: rng.random_range(1..=4) as f32 / 4.0,
                        own: if rng.random_bool(0.2) { 0.5 } else { 0.0 },
                    });
                }
                if rng.random_bool(0.4) {
                    let level = rng.random_range(1..=4) as f32 / 4.0;
                    person.teaches.push((topic, level));
                    // Nobody learns what they teach from somebody who is not ahead of them.
                    let wants = person.wants.iter_mut();
                    wants
                        .filter(|want| want.topic == topic)
                        .for_each(|want| want.own = level);
                }
            }
            problem.people.push(person);
        }
        for a in 0..people {
            for b in 0..a {
                if rng.random_bool(0.05) {
                    problem.people[a as usize].apart.push(b);
                    problem.people[b as usize].apart.push(a);
                }
            }
        }
        problem
            .people
            .iter_mut()
            .for_each(|person| person.apart.sort_unstable());
        problem
    }

    /// Every rule, checked by looking at the answer alone.
    fn clash(problem: &Problem, sessions: &[Session]) -> Option<String> {
        for (number, session) in sessions.iter().enumerate() {
            let room = problem.rooms[session.room as usize];
            let present: Vec<u32> = [session.speaker]
                .into_iter()
                .chain(session.attendees.iter().copied())
                .collect();
            let host = &problem.people[session.speaker as usize];
            if !host.teaches.contains(&(session.topic, session.level)) {
                return Some(format!("{session:?}: not taught by the speaker"));
            }
            if present.len() > session.size as usize || session.size > room.holds {
                return Some(format!("{session:?}: too many"));
            }
            for &id in &present {
                let person = &problem.people[id as usize];
                if !person.available[session.slot as usize]
                    || person.kinds & room.kind == 0
                    || person.largest < session.size
                    || person.apart.iter().any(|other| present.contains(other))
                    || !(id == session.speaker
                        || problem.reaches(
                            session.slot as usize,
                            session.speaker as usize,
                            id as usize,
                        ))
                {
                    return Some(format!("{session:?}: {id} must not be there"));
                }
            }
            for other in &sessions[number + 1..] {
                let together = session.slot == other.slot;
                if together && session.room == other.room {
                    return Some(format!("{session:?} {other:?}: one place"));
                }
                let elsewhere = |id: &u32| other.speaker == *id || other.attendees.contains(id);
                if together
                    && (present.iter().any(elsewhere)
                        || present
                            .iter()
                            .collect::<std::collections::BTreeSet<_>>()
                            .len()
                            < present.len())
                {
                    return Some(format!("{session:?} {other:?}: somebody is in two places"));
                }
            }
        }
        (0_u32..).zip(&problem.people).find_map(|(id, person)| {
            let taught = sessions
                .iter()
                .filter(|session| session.speaker == id)
                .count();
            (taught > person.most_taught as usize).then(|| format!("{id} teaches {taught} times"))
        })
    }

    fn objective(problem: &Problem, sessions: &[Session]) -> f64 {
        let table = Timetable {
            sessions: sessions.to_vec(),
            covered: 0.0,
            bound: 0.0,
        };
        let learn = |id: u32| {
            sessions.iter().any(|session| {
                let want = problem.people[id as usize]
                    .wants
                    .iter()
                    .find(|want| want.topic == session.topic);
                session.attendees.contains(&id)
                    && want.is_some_and(|want| want.quality(session.level) > 0.0)
            })
        };
        let learners = (0..problem.people.len() as u32)
            .filter(|&id| learn(id))
            .count();
        table.count(problem) + f64::from(problem.first) * learners as f64
    }

    /// The best objective by trying every session in every cell and every seat of every person.
    fn best(problem: &Problem, cell: usize, sessions: &mut Vec<Session>) -> f64 {
        if cell == problem.cells() {
            return best_seats(problem, 0, sessions);
        }
        let mut found = best(problem, cell + 1, sessions);
        let room = problem.room_of(cell);
        for (speaker, host) in (0_u32..).zip(&problem.people) {
            for &(topic, level) in &host.teaches {
                for size in problem
                    .quiet
                    .iter()
                    .copied()
                    .filter(|&size| size < room.holds)
                    .chain([room.holds])
                {
                    sessions.push(Session {
                        slot: problem.slot_of(cell) as u32,
                        room: (cell % problem.rooms.len()) as u32,
                        topic,
                        speaker,
                        level,
                        size,
                        attendees: Vec::new(),
                    });
                    if clash(problem, sessions).is_none() {
                        found = found.max(best(problem, cell + 1, sessions));
                    }
                    sessions.pop();
                }
            }
        }
        found
    }

    fn best_seats(problem: &Problem, choice: usize, sessions: &mut Vec<Session>) -> f64 {
        if choice == problem.people.len() * problem.slots.len() {
            return objective(problem, sessions);
        }
        let (person, slot) = (
            (choice / problem.slots.len()) as u32,
            (choice % problem.slots.len()) as u32,
        );
        let mut found = best_seats(problem, choice + 1, sessions);
        for place in 0..sessions.len() {
            let session = &sessions[place];
            let wants = problem.people[person as usize].wants.iter();
            let useful = wants
                .clone()
                .any(|want| want.topic == session.topic && want.quality(session.level) > 0.0);
            if session.slot == slot && session.speaker != person && useful {
                sessions[place].attendees.push(person);
                if clash(problem, sessions).is_none() {
                    found = found.max(best_seats(problem, choice + 1, sessions));
                }
                sessions[place].attendees.pop();
            }
        }
        found
    }

    #[test]
    fn no_week_ever_clashes_and_none_beats_its_bound() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..3_000 {
            let (people, topics) = (rng.random_range(0..12), rng.random_range(0..5));
            let (slots, places) = (rng.random_range(0..4), rng.random_range(0..4));
            let problem = random(&mut rng, people, topics, slots, places);
            let table = unwatched(|meter| solve(&problem, meter));
            assert_eq!(clash(&problem, &table.sessions), None, "{problem:?}");
            assert!(table.covered <= table.bound + 1e-9, "{problem:?} {table:?}");
        }
    }

    #[test]
    fn small_weeks_reach_half_of_the_best_and_the_bound_holds_for_the_best() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let (mut sum, mut of) = (0.0, 0.0);
        let (mut bounds, mut highest, mut covered) = (0.0, 0.0, 0.0);
        for round in 0..150 {
            let (slots, places) = [(1, 1), (2, 1), (1, 2)][round % 3];
            let mut problem = random(&mut rng, 4, 2, slots, places);
            problem
                .people
                .iter_mut()
                .for_each(|person| person.teaches.truncate(1));
            let table = unwatched(|meter| solve(&problem, meter));
            let best = best(&problem, 0, &mut Vec::new());
            let found = objective(&problem, &table.sessions);
            assert!(
                found <= best + 1e-9 && found >= best / 2.0 - 1e-9,
                "{found} of {best}: {problem:?}"
            );
            problem.first = 0.0;
            let most = self::best(&problem, 0, &mut Vec::new());
            assert!(
                most <= table.bound + 1e-9,
                "{most} above {}: {problem:?}",
                table.bound
            );
            sum += found;
            of += best;
            bounds += table.bound;
            highest += most;
            covered += table.covered;
        }
        // Where everything can be tried, both the search and the bound are within a few hundredths of the best.
        assert!(covered >= 0.99 * highest, "{covered} of {highest}");
        assert!(highest >= 0.95 * bounds, "{highest} of {bounds}");
        assert!(sum >= 0.99 * of, "{sum} of {of}");
    }

    #[test]
    fn speakers_who_cannot_come_to_a_room_hide_nobody_who_can() {
        // Five who teach better come in person alone; the room is a call.
        let (in_person, remote) = (1, 2);
        let speaker = |kinds: u8, level: f32| Participant {
            teaches: vec![(0, level)],
            most_taught: 1,
            available: vec![true],
            kinds,
            largest: u32::MAX,
            ..Participant::default()
        };
        let mut people: Vec<Participant> = [0.9, 0.8, 0.75, 0.7, 0.6]
            .map(|level| speaker(in_person, level))
            .into();
        people.push(speaker(remote, 0.5));
        people.push(Participant {
            wants: vec![Want {
                topic: 0,
                weight: 1.0,
                own: 0.0,
            }],
            teaches: Vec::new(),
            ..speaker(remote, 0.0)
        });
        let problem = Problem {
            people,
            topics: 1,
            slots: vec![None],
            rooms: vec![Room {
                holds: 3,
                kind: remote,
            }],
            ..Problem::default()
        };
        let table = unwatched(|meter| solve(&problem, meter));
        assert_eq!(table.sessions.len(), 1);
        assert_eq!((table.sessions[0].speaker, table.covered), (5, 0.5));
    }

    #[test]
    fn a_drop_out_changes_nothing_for_people_of_other_sessions() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for _ in 0..1_000 {
            let (people, topics) = (rng.random_range(2..12), rng.random_range(1..5));
            let mut problem = random(&mut rng, people, topics, 3, 2);
            let table = unwatched(|meter| solve(&problem, meter));
            let gone = rng.random_range(0..people);
            problem.people[gone as usize].available.fill(false);
            let mended = repair(&problem, &table.sessions);
            assert_eq!(clash(&problem, &mended.sessions), None, "{problem:?}");
            for old in table
                .sessions
                .iter()
                .filter(|session| session.speaker != gone)
            {
                let mut kept = old.clone();
                kept.attendees.retain(|&person| person != gone);
                assert!(
                    kept.attendees.is_empty() || mended.sessions.contains(&kept),
                    "{old:?} {mended:?}"
                );
            }
            assert!(mended.covered <= mended.bound + 1e-9);
        }
    }
}
