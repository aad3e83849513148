//! A timetable is repaired after people drop out, with as few changes as can be.

use crate::assign::sessions::search::{Candidate, TRIED, fill, gainers, hold, propose};
use crate::assign::sessions::solve::finish;
use crate::assign::sessions::state::{Index, Moves, State};
use crate::assign::sessions::{Problem, Session, Timetable};
use crate::rows::AsIndex;

/// The timetable for a problem that changed a little: people who cannot come any more, or no longer together.
///
/// Sessions keep slot, place, topic and speaker as long as the speaker can teach then and is at ease in their room and size, and their
/// attendees as long as these can come. A session that loses its speaker gets the best other speaker of the topic who is free then, and keeps everyone
/// for whom that is still worth coming; where there is none, the place goes to the session that adds the most for people who are
/// free then. Nobody is moved out of a session that stands, and seats left free in it stay free.
pub(crate) fn repair(problem: &Problem, sessions: &[Session]) -> Timetable {
    let index = Index::of(problem);
    let mut state = State::new(problem, &index, Moves::OnlyFree);
    let cell_of =
        |session: &Session| session.slot.as_index() * problem.rooms.len() + session.room as usize;
    // Sessions whose speaker still can come first, so that substitutes are sought among people who are really free.
    let mut without = Vec::new();
    for session in sessions {
        let speakers = index.speakers.get(session.topic as usize);
        let offered = speakers.is_some_and(|all| all.contains(&(session.speaker, session.level)));
        let stays = offered && is_at_ease(problem, session, session.speaker);
        if !stays || !state.can_teach(session.speaker as usize, session.slot as usize) {
            without.push(session);
            continue;
        }
        let cell = cell_of(session);
        state.open(
            cell,
            session.topic,
            session.speaker,
            session.level,
            session.size,
        );
        seat(&mut state, session, cell);
    }
    // Then the sessions that lost their speaker: a substitute from those who are still free, else another session in the slot.
    for session in without {
        let cell = cell_of(session);
        if let Some(candidate) =
            substitute(&state, session, cell).or_else(|| another(&state, session))
        {
            hold(&mut state, &candidate);
        }
    }
    finish(state)
}

/// Whether a person takes part in rooms of this kind and in as many people as a session is open to.
fn is_at_ease(problem: &Problem, session: &Session, person: u32) -> bool {
    let person = &problem.people[person.as_index()];
    let kind = problem.rooms[session.room.as_index()].kind;
    person.kinds & kind != 0 && person.largest >= session.size
}

/// Seats the attendees of a session who can still come.
fn seat(state: &mut State<'_>, session: &Session, cell: usize) {
    let problem = state.problem;
    let (kind, slot) = (problem.room_of(cell).kind, session.slot as usize);
    for &person in &session.attendees {
        let comes = state.can_attend(person as usize, session.speaker as usize, slot, kind)
            && is_at_ease(problem, session, person)
            && state.gets_along(person as usize, cell);
        if comes {
            state.sit(person as usize, cell);
        }
    }
}

/// The same session with another speaker, for those who had a seat, then for others.
fn substitute(state: &State<'_>, session: &Session, cell: usize) -> Option<Candidate> {
    let slot = session.slot as usize;
    let kind = state.problem.room_of(cell).kind;
    // A topic that is gone has no speakers.
    let speakers = state.index.speakers.get(session.topic as usize)?.iter();
    let able = speakers.filter(|&&(speaker, _)| {
        is_at_ease(state.problem, session, speaker) && state.can_teach(speaker as usize, slot)
    });
    let candidates = able.take(TRIED).filter_map(|&(speaker, level)| {
        let gainers = gainers(state, session.topic, slot, (speaker, level), kind).into_iter();
        // By gain among those who had a seat, then among the others.
        let had_seat = |&(_, person): &(f64, u32)| session.attendees.binary_search(&person).is_ok();
        let (mut gainers, others): (Vec<_>, Vec<_>) = gainers.partition(had_seat);
        gainers.extend(others);
        let (value, attendees) = fill(state, &gainers, session.size);
        (!attendees.is_empty()).then_some(Candidate {
            value,
            cell,
            topic: session.topic,
            speaker,
            level,
            size: session.size,
            attendees,
        })
    });
    best_of(candidates)
}

/// The best other session in the slot.
fn another(state: &State<'_>, session: &Session) -> Option<Candidate> {
    let topics = 0..state.problem.topics;
    best_of(topics.filter_map(|topic| propose(state, topic, session.slot as usize)))
}

fn best_of(candidates: impl Iterator<Item = Candidate>) -> Option<Candidate> {
    candidates.reduce(|best, next| if next.value > best.value { next } else { best })
}
