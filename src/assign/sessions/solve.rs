//! Chooses a timetable: greedy, local search, then ruin and recreate; and measures it against its bound.

use crate::assign::sessions::ruin::ruin;
use crate::assign::sessions::search::{LEAST_RISE, greedy, renew, reseat};
use crate::assign::sessions::state::{Index, Moves, State};
use crate::assign::sessions::{Problem, Timetable, bound};
use crate::error::Error;
use crate::progress::Meter;

/// Rounds of local search; each change raises the objective, most of the rise comes in the first.
const ROUNDS: usize = 12;

/// Chooses sessions and seats. The answer depends on the problem alone.
pub(crate) fn solve(problem: &Problem, meter: &mut Meter<'_>) -> Result<Timetable, Error> {
    let mut index = Index::of(problem);
    index.work = meter.counters();
    let pairs = index.learners.iter().zip(&index.speakers);
    let pairs = pairs.map(|(learners, speakers)| learners.len() as u64 * speakers.len() as u64);
    index.work.expect(1, pairs.sum());
    let mut state = State::new(problem, &index, Moves::Anyone);
    greedy(&mut state, &mut meter.part(0.3))?;
    let steps = problem.slots.len() + problem.cells();
    for round in 0..ROUNDS {
        let mut part = meter.part(0.3 + 0.4 * (round + 1) as f64 / ROUNDS as f64);
        let mut step = |done: usize| part.tell("exchanges", (done as u64, steps as u64));
        let mut rise = 0.0;
        // First seats within the sessions there are, then whole sessions, until a round gains next to nothing.
        for slot in 0..problem.slots.len() {
            step(slot)?;
            rise += reseat(&mut state, slot);
        }
        for cell in 0..problem.cells() {
            step(problem.slots.len() + cell)?;
            rise += renew(&mut state, cell);
        }
        if rise <= LEAST_RISE {
            break;
        }
    }
    // Then what takes giving up several sessions at once.
    ruin(&mut state, &mut meter.part(1.0))?;
    index.work.hand_over(1);
    Ok(finish(state))
}

/// Ends the search: sessions without attendees are dropped, the rest is measured.
pub(crate) fn finish(mut state: State<'_>) -> Timetable {
    for cell in 0..state.sessions.len() {
        // An empty session covers nothing, and closing it frees its speaker.
        if state.sessions[cell]
            .as_ref()
            .is_some_and(|session| session.attendees.is_empty())
        {
            state.close(cell);
        }
    }
    let mut table = Timetable {
        sessions: state.sessions.into_iter().flatten().collect(),
        covered: 0.0,
        bound: 0.0,
    };
    table.covered = table.count(state.problem);
    table.bound = bound::of(state.problem, state.index, table.covered);
    table
}
