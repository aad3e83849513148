//! Ruin and recreate: a few sessions are given up and their cells filled anew, and what is no worse is kept.

use crate::assign::sessions::search::{Candidate, hold, propose, reseat};
use crate::assign::sessions::state::State;
use crate::error::Error;
use crate::numeric::Random;
use crate::par;
use crate::progress::Meter;
use crate::rows::AsIndex;

/// Tries at most, and for each cell: a week of few cells has nothing left to find sooner.
const TRIES: usize = 400;
const TRIES_A_CELL: usize = 50;
/// Wants looked at over all tries, at most: some tenths of a second.
const WORK: usize = 4_000_000;
/// Of so many topics one is passed over in each try, so that what was given up does not always come back.
const PASSED_OVER: usize = 4;
/// Sessions given up at once, at most.
const MOST_RUINED: usize = 4;
/// Where the numbers come from: the answer depends on the problem alone.
const SEED: u64 = 18;

/// Tries to better a timetable that local search cannot: each try gives up a few sessions, fills the cells without some topics, and
/// puts everything back unless the objective is at least as high.
pub(crate) fn ruin(state: &mut State<'_>, meter: &mut Meter<'_>) -> Result<(), Error> {
    let (cells, wants) = (
        state.problem.cells(),
        state.index.starts[state.problem.people.len()],
    );
    if wants == 0 || state.sessions.iter().all(Option::is_none) {
        return Ok(());
    }
    let tries = (WORK / (wants * MOST_RUINED))
        .min(TRIES)
        .min(cells * TRIES_A_CELL);
    // Topics that nobody teaches or wants draw nothing: a name that only hidden needs name changes no plan.
    let open = |&topic: &u32| {
        let topic = topic.as_index();
        !state.index.speakers[topic].is_empty() && !state.index.learners[topic].is_empty()
    };
    let topics: Vec<u32> = (0..state.problem.topics).filter(open).collect();
    let mut random = Random::new(SEED);
    let mut best = state.objective();
    for done in 0..tries {
        meter.tell("exchanges", (done as u64, tries as u64))?;
        // A try that is worse is undone whole: the state from before is put back.
        let kept = state.clone();
        let ruined = chosen(&mut random, state, cells);
        for &cell in &ruined {
            if state.sessions[cell].is_some() {
                state.close(cell);
            }
        }
        let passed: Vec<bool> = (topics.iter())
            .map(|_| random.below(PASSED_OVER) == 0)
            .collect();
        refill(state, &ruined, (&topics, &passed));
        let now = state.objective();
        if now < best {
            *state = kept;
        } else {
            best = now;
        }
    }
    Ok(())
}

/// Which cells are given up: some of one slot, or some anywhere.
fn chosen(random: &mut Random, state: &State<'_>, cells: usize) -> Vec<usize> {
    let (start, among) = if random.below(2) == 0 {
        let rooms = state.problem.rooms.len();
        (random.below(state.problem.slots.len()) * rooms, rooms)
    } else {
        (0, cells)
    };
    let count = (1 + random.below(MOST_RUINED)).min(among);
    let mut ruined = random.choose(among, count);
    // They are filled one after the other, so the order decides who is taken first.
    for place in 1..ruined.len() {
        ruined.swap(place, random.below(place + 1));
    }
    ruined
        .iter()
        .map(|&place| start + place.as_index())
        .collect()
}

/// Fills cells one after the other with the best session of the slot, then seats people anew in it.
fn refill(state: &mut State<'_>, cells: &[usize], (topics, passed): (&[u32], &[bool])) {
    for all_topics in [false, true] {
        for &cell in cells {
            if state.sessions[cell].is_some() {
                continue;
            }
            let slot = state.problem.slot_of(cell);
            let tried = |place: usize| {
                let open = all_topics || !passed[place];
                open.then(|| propose(state, topics[place], slot)).flatten()
            };
            if let Some(best) = best_of(topics.len(), state.index.starts.len(), tried) {
                hold(state, &best);
            }
        }
    }
    for &cell in cells {
        reseat(state, state.problem.slot_of(cell));
    }
}

/// The best candidate of all topics, the first of those alike.
fn best_of(
    topics: usize,
    people: usize,
    tried: impl Fn(usize) -> Option<Candidate> + Sync,
) -> Option<Candidate> {
    // A small week is done before another thread wakes.
    let candidates = if topics * people < par::SMALL {
        (0..topics).map(tried).collect()
    } else {
        par::map(topics, tried)
    };
    let better =
        |best: Candidate, next: Candidate| if next.value > best.value { next } else { best };
    candidates.into_iter().flatten().reduce(better)
}
