//! Local search for timetables: greedy by the best next session, then moves of seats and whole sessions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::assign::sessions::state::State;
use crate::error::Error;
use crate::par;
use crate::progress::Meter;
use crate::rows::AsIndex;

/// Speakers who are tried for a topic in a slot: the best who are free.
pub(crate) const TRIED: usize = 4;
/// The least rise for which a change is made, so that rounding never makes two changes undo each other.
pub(crate) const LEAST_RISE: f64 = 1e-9;

/// A session that could be held, and what it would add.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) value: f64,
    pub(crate) cell: usize,
    pub(crate) topic: u32,
    pub(crate) speaker: u32,
    pub(crate) level: f32,
    pub(crate) size: u32,
    pub(crate) attendees: Vec<u32>,
}

/// The bits of a value, then sessions held on the topic, sessions held in the slot, topic and slot; and when the value was found.
type Ranked = (u64, Reverse<(u32, u32, usize)>, usize);

/// Holds the session that adds the most, again and again. A value that was found earlier is an upper estimate, so only the
/// sessions that look best are looked at afresh.
pub(crate) fn greedy(state: &mut State<'_>, meter: &mut Meter<'_>) -> Result<(), Error> {
    let (topics, slots) = (state.problem.topics as usize, state.problem.slots.len());
    let first = par::map(topics * slots, |pair| {
        propose(state, (pair / slots) as u32, pair % slots).map_or(0.0, |candidate| candidate.value)
    });
    // Of sessions that add the same, one on the topic held the least comes first, then one in the slot with the fewest.
    let mut heap: BinaryHeap<Ranked> = first
        .iter()
        .enumerate()
        .filter(|&(_, &value)| value > LEAST_RISE)
        .map(|(pair, value)| (value.to_bits(), Reverse((0, 0, pair)), 0))
        .collect();
    let (mut held, mut on_topic, mut in_slot) = (0, vec![0_u32; topics], vec![0_u32; slots]);
    while let Some((_, Reverse((_, _, pair)), seen)) = heap.pop() {
        let Some(candidate) = propose(state, (pair / slots) as u32, pair % slots) else {
            continue;
        };
        if candidate.value <= LEAST_RISE {
            continue;
        }
        // Only a value found after the last session was held is compared as it is; others are found afresh and come back.
        let stamp = if seen == held {
            hold(state, &candidate);
            held += 1;
            meter.tell("sessions", (held as u64, state.problem.cells() as u64))?;
            on_topic[pair / slots] += 1;
            in_slot[pair % slots] += 1;
            seen
        } else {
            held
        };
        let rank = (on_topic[pair / slots], in_slot[pair % slots], pair);
        heap.push((candidate.value.to_bits(), Reverse(rank), stamp));
    }
    Ok(())
}

/// Makes a candidate a session.
pub(crate) fn hold(state: &mut State<'_>, candidate: &Candidate) {
    state.open(
        candidate.cell,
        candidate.topic,
        candidate.speaker,
        candidate.level,
        candidate.size,
    );
    for &person in &candidate.attendees {
        state.sit(person as usize, candidate.cell);
    }
}

/// The best session on a topic in a slot, in a room that is free now.
pub(crate) fn propose(state: &State<'_>, topic: u32, slot: usize) -> Option<Candidate> {
    let problem = state.problem;
    // One cell for each size and kind: rooms alike in both are interchangeable.
    let mut rooms: BTreeMap<(u32, u8), usize> = BTreeMap::new();
    for cell in slot * problem.rooms.len()..(slot + 1) * problem.rooms.len() {
        if state.sessions[cell].is_none() {
            let room = problem.room_of(cell);
            rooms.entry((room.holds, room.kind)).or_insert(cell);
        }
    }
    if rooms.is_empty() {
        return None;
    }
    let speakers = state.index.speakers[topic.as_index()].iter();
    let comes = |speaker: u32| {
        let kinds = problem.people[speaker.as_index()].kinds;
        rooms.keys().any(|&(_, kind)| kinds & kind != 0)
    };
    let able =
        speakers.filter(|speaker| comes(speaker.0) && state.can_teach(speaker.0 as usize, slot));
    let mut best: Option<Candidate> = None;
    for &(speaker, level) in able.take(TRIED) {
        let beaten = best.as_ref().map_or(0.0, |best| best.value);
        best = propose_with(state, (topic, slot), (speaker, level), &rooms, beaten).or(best);
        // Nobody after a speaker who can teach everyone anywhere and misses nothing by it can do better.
        let host = &problem.people[speaker.as_index()];
        let anywhere = problem
            .rooms
            .iter()
            .all(|room| host.kinds & room.kind != 0 && room.holds <= host.largest);
        // Unless the speaker is among those who would learn from somebody after.
        let want = state.want(speaker.as_index(), topic);
        let learns = want.is_some_and(|(_, want)| want.quality(level) > 0.0);
        if anywhere
            && !learns
            && problem.slots[slot].is_none()
            && host.apart.is_empty()
            && state.loss(speaker as usize, slot) == 0.0
        {
            break;
        }
    }
    best
}

/// The best place and size for a topic, slot and speaker, where it adds more than what it is to beat.
fn propose_with(
    state: &State<'_>,
    (topic, slot): (u32, usize),
    (speaker, level): (u32, f32),
    rooms: &BTreeMap<(u32, u8), usize>,
    mut beaten: f64,
) -> Option<Candidate> {
    let problem = state.problem;
    let mut best = None;
    let host = &problem.people[speaker.as_index()];
    let cost = state.loss(speaker as usize, slot);
    for (&(holds, kind), &cell) in rooms.iter().filter(|(key, _)| host.kinds & key.1 != 0) {
        let gainers = gainers(state, topic, slot, (speaker, level), kind);
        // Every size at which the speaker is at ease; a smaller one may bring people who shun the full room.
        let quiet = problem.quiet.iter().copied().filter(|&size| size < holds);
        for size in quiet.chain([holds]).filter(|&size| size <= host.largest) {
            let (value, attendees) = fill(state, &gainers, size);
            let value = value - cost;
            if value > beaten + LEAST_RISE {
                beaten = value;
                best = Some(Candidate {
                    value,
                    cell,
                    topic,
                    speaker,
                    level,
                    size,
                    attendees,
                });
            }
        }
    }
    best
}

/// Who would gain by a session, most first.
pub(crate) fn gainers(
    state: &State<'_>,
    topic: u32,
    slot: usize,
    (speaker, level): (u32, f32),
    kind: u8,
) -> Vec<(f64, u32)> {
    let host = &state.problem.people[speaker.as_index()];
    let mut gainers: Vec<(f64, u32)> = Vec::new();
    let learners = &state.index.learners[topic.as_index()];
    let mut scored = 0;
    for &(person, place) in learners {
        if state.can_attend(person as usize, speaker as usize, slot, kind)
            && host.apart.binary_search(&person).is_err()
        {
            scored += 1;
            let gain = state.gain(person as usize, place as usize, level, slot);
            if gain > LEAST_RISE {
                gainers.push((gain, person));
            }
        }
    }
    let work = &state.index.work;
    work.look_at(learners.len() as u64 - scored, scored);
    // Of those who gain the same, people with few wants come first: others find something else in the slot.
    let wants = |person: u32| (state.problem.people[person.as_index()].wants.len(), person);
    gainers.sort_unstable_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| wants(a.1).cmp(&wants(b.1)))
    });
    gainers
}

/// Fills a session of a size with those who gain the most.
pub(crate) fn fill(state: &State<'_>, gainers: &[(f64, u32)], size: u32) -> (f64, Vec<u32>) {
    let seats = size.saturating_sub(1) as usize;
    let (mut value, mut attendees) = (0.0, Vec::new());
    for &(gain, person) in gainers {
        if attendees.len() == seats {
            break;
        }
        let who = &state.problem.people[person.as_index()];
        // Consent comes before gain: nobody sits in a group larger than they like, or beside someone they are kept from.
        if who.largest >= size && !who.apart.iter().any(|other| attendees.contains(other)) {
            value += gain;
            attendees.push(person);
        }
    }
    (value, attendees)
}

/// Moves people to sessions of a slot where they gain, onto free seats or in place of those who lose less.
pub(crate) fn reseat(state: &mut State<'_>, slot: usize) -> f64 {
    let problem = state.problem;
    let cells = slot * problem.rooms.len()..(slot + 1) * problem.rooms.len();
    let mut rise = 0.0;
    for cell in cells {
        let Some(session) = state.sessions[cell].clone() else {
            continue;
        };
        let kind = problem.room_of(cell).kind;
        let speaker = (session.speaker, session.level);
        let gainers = gainers(state, session.topic, slot, speaker, kind);
        // Largest gain first, so that free seats go where they are worth most.
        for (gain, person) in gainers {
            let who = &problem.people[person.as_index()];
            let here = state.doing(person as usize, slot) == cell as u32;
            if here || who.largest < session.size || !state.gets_along(person as usize, cell) {
                continue;
            }
            // A free seat is taken; in a full session somebody must lose less by making room. Gains fall, so the first refusal ends it.
            let taken = state.sessions[cell]
                .as_ref()
                .map_or(0, |session| session.attendees.len());
            if taken + 1 < session.size as usize {
                state.sit(person as usize, cell);
                rise += gain;
            } else if let Some(way_out) = least_loss(state, cell)
                && gain > way_out.loss + LEAST_RISE
            {
                way_out.take(state, slot);
                state.sit(person as usize, cell);
                rise += gain - way_out.loss;
            } else {
                break;
            }
        }
    }
    rise
}

/// How somebody can make room: by leaving, or for a free seat elsewhere in the slot.
struct WayOut {
    loss: f64,
    person: u32,
    to: Option<usize>,
}

impl WayOut {
    fn take(&self, state: &mut State<'_>, slot: usize) {
        match self.to {
            Some(cell) => state.sit(self.person as usize, cell),
            None => state.leave(self.person as usize, slot),
        }
    }
}

/// The attendee of a session who would lose the least by making room, lowest id first.
fn least_loss(state: &State<'_>, cell: usize) -> Option<WayOut> {
    let problem = state.problem;
    let slot = problem.slot_of(cell);
    let cells = slot * problem.rooms.len()..(slot + 1) * problem.rooms.len();
    let open: Vec<usize> = cells
        .filter(|&other| {
            let session = state.sessions[other].as_ref();
            session.is_some_and(|session| session.attendees.len() + 1 < session.size as usize)
        })
        .collect();
    let mut best: Option<WayOut> = None;
    for &person in &state.sessions[cell].as_ref()?.attendees {
        // Leaving costs what the session still covers; a free seat elsewhere may make up for it.
        let leaving = (state.loss(person as usize, slot), None);
        let moving = open
            .iter()
            .filter_map(|&to| Some((-state.move_to(person as usize, to)?, Some(to))));
        let (loss, to) = moving.fold(
            leaving,
            |best, next| if next.0 < best.0 { next } else { best },
        );
        if best.as_ref().is_none_or(|best| loss < best.loss) {
            best = Some(WayOut { loss, person, to });
        }
    }
    best
}

/// Replaces the session of a cell by the best one of the slot, where that is better.
pub(crate) fn renew(state: &mut State<'_>, cell: usize) -> f64 {
    let slot = state.problem.slot_of(cell);
    // What the cell is worth now is what a new session has to beat.
    let old = state.sessions[cell].is_some().then(|| {
        let before: f64 = worth(state, cell);
        (state.close(cell), before)
    });
    let topics = state.problem.topics as usize;
    // The cell is empty by now, so that everyone in the old session is free for any other.
    let best = par::map(topics, |topic| propose(state, topic as u32, slot))
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.value > best.value { next } else { best });
    let before = old.as_ref().map_or(0.0, |(_, before)| *before);
    match (best, old) {
        (Some(best), _) if best.value > before + LEAST_RISE => {
            hold(state, &best);
            best.value - before
        }
        // Nothing better: the old session comes back as it was, with the same people in the same order.
        (_, Some((old, _))) => {
            state.open(cell, old.topic, old.speaker, old.level, old.size);
            for &person in &old.attendees {
                state.sit(person as usize, cell);
            }
            0.0
        }
        _ => 0.0,
    }
}

/// What a session adds as it stands: each attendee is in it once, so the losses add up.
pub(crate) fn worth(state: &State<'_>, cell: usize) -> f64 {
    let slot = state.problem.slot_of(cell);
    let attendees = state.sessions[cell]
        .iter()
        .flat_map(|session| &session.attendees);
    attendees
        .map(|&person| state.loss(person as usize, slot))
        .sum()
}
