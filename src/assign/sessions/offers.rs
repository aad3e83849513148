//! Every session that could be held, each for itself: in which kinds of slots and rooms, and who could sit in it.

use std::collections::BTreeMap;

use crate::assign::sessions::feasible::suit_at;
use crate::assign::sessions::state::Index;
use crate::assign::sessions::{Problem, Room};
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Pairs of speakers and learners, times kinds of slots and sorts of rooms, above which sessions are not even listed.
const MOST_PAIRS: usize = 4_000_000;

/// Slots with the same people and the same reach.
pub(crate) struct Kind {
    /// One of them.
    pub(crate) slot: usize,
    pub(crate) count: usize,
}

/// Sessions that differ in the speaker alone: who could sit in them, and in which rooms they could be.
pub(crate) struct Offer {
    pub(crate) topic: u32,
    pub(crate) level: f64,
    pub(crate) seats: usize,
    pub(crate) speakers: Vec<u32>,
    /// `(person, want among all wants)`.
    pub(crate) learners: Vec<(u32, u32)>,
}

/// What sessions of a topic have in common that are one offer.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    /// The bits of the level.
    level: u32,
    size: u32,
    learners: Vec<(u32, u32)>,
}

/// What can be held in the rooms of one sort in the slots of one kind.
pub(crate) struct Cells {
    pub(crate) kind: usize,
    /// How many there are.
    pub(crate) count: usize,
    pub(crate) offers: Vec<Offer>,
}

/// Kinds of slots and all that could be held in them; `None` where that is too much to list.
pub(crate) fn of(problem: &Problem, index: &Index) -> Option<(Vec<Kind>, Vec<Cells>)> {
    let kinds = kinds(problem);
    let mut rooms: BTreeMap<(u32, u8), usize> = BTreeMap::new();
    for room in &problem.rooms {
        *rooms.entry((room.holds, room.kind)).or_default() += 1;
    }
    // A quiet size is one more sort of session in each room.
    let sizes = 1 + problem.quiet.len();
    let topics = 0..problem.topics.as_index();
    let pairs = topics.map(|topic| index.speakers[topic].len() * index.learners[topic].len());
    if pairs.sum::<usize>() * kinds.len() * rooms.len() * sizes > MOST_PAIRS {
        return None;
    }
    let sorts: Vec<(usize, Room, usize)> = (0..kinds.len())
        .flat_map(|kind| {
            rooms
                .iter()
                .map(move |(&(holds, sort), &count)| (kind, Room { holds, kind: sort }, count))
        })
        .collect();
    // Rooms of one sort in slots of one kind are one cell that is there several times.
    let cells = par::map(sorts.len(), |place| {
        let (kind, room, count) = sorts[place];
        Cells {
            kind,
            count: count * kinds[kind].count,
            offers: offers(problem, index, kinds[kind].slot, room),
        }
    });
    Some((kinds, cells))
}

/// Slots in which the same people come, within the same reach.
fn kinds(problem: &Problem) -> Vec<Kind> {
    let mut known: BTreeMap<(Option<u32>, Vec<bool>), usize> = BTreeMap::new();
    let mut kinds: Vec<Kind> = Vec::new();
    for (slot, &scope) in problem.slots.iter().enumerate() {
        let comes = problem.people.iter().map(|person| person.available[slot]);
        let kind = *known.entry((scope, comes.collect())).or_insert_with(|| {
            kinds.push(Kind { slot, count: 0 });
            kinds.len() - 1
        });
        kinds[kind].count += 1;
    }
    kinds
}

/// Every session that a room could hold in a slot, those with the same listeners together.
fn offers(problem: &Problem, index: &Index, slot: usize, room: Room) -> Vec<Offer> {
    let quiet = problem
        .quiet
        .iter()
        .copied()
        .filter(|&size| size < room.holds);
    let sizes: Vec<u32> = quiet.chain([room.holds]).filter(|&size| size > 1).collect();
    let topics = par::map(problem.topics.as_index(), |topic| {
        // Speakers of one level with the same listeners differ in nothing but their own price.
        let mut known: BTreeMap<Alike, Vec<u32>> = BTreeMap::new();
        for &size in &sizes {
            for &(speaker, level) in &index.speakers[topic] {
                let learners = listeners(
                    problem,
                    index,
                    (topic, slot),
                    (speaker, level),
                    (room, size),
                );
                if !learners.is_empty() {
                    let alike = Alike {
                        level: level.to_bits(),
                        size,
                        learners,
                    };
                    known.entry(alike).or_default().push(speaker);
                }
            }
        }
        known
    });
    let sessions = (0..)
        .zip(topics)
        .flat_map(|(topic, known)| known.into_iter().map(move |offer| (topic, offer)));
    sessions
        .map(|(topic, (alike, speakers))| Offer {
            topic,
            level: f64::from(f32::from_bits(alike.level)),
            seats: alike.size.as_index() - 1,
            speakers,
            learners: alike.learners,
        })
        .collect()
}

/// Who could sit in a session, each for themselves: `(person, want among all wants)`.
fn listeners(
    problem: &Problem,
    index: &Index,
    (topic, slot): (usize, usize),
    (speaker, level): (u32, f32),
    (room, size): (Room, u32),
) -> Vec<(u32, u32)> {
    let comes = |person: u32| problem.people[person.as_index()].kinds & room.kind != 0;
    if !comes(speaker) {
        return Vec::new();
    }
    let learners = index.learners[topic].iter().filter(|&&(person, place)| {
        let want = problem.people[person.as_index()].wants[place.as_index()];
        comes(person)
            && want.quality(level) > 0.0
            && suit_at(problem, size, slot, speaker.as_index(), person.as_index())
    });
    let numbered = learners.map(|&(person, place)| {
        let want = index.starts[person.as_index()] + place.as_index();
        (person, narrow(want))
    });
    numbered.collect()
}
