//! Assignment games whose gains do not fit in memory: rows made on demand, pairs added where their reduced cost demands it.

use crate::assign::prices::augment::Duals;
use crate::assign::prices::left_out::{Near, breaking, excess, greatest};
use crate::assign::prices::range::Extremes;
use crate::assign::prices::{Assignment, Rows, to_fixed};
use crate::error::Error;
use crate::par;
use crate::progress::Meter;
use crate::rows::{AsIndex, narrow};

/// Whether the prices are those of the whole game.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Completeness {
    /// No pair that was left out could change any number.
    Exact,
    /// The ranges were found on part of the pairs; the allowed work ended before the rest was ruled out.
    Partial,
}

/// Pairs that are added per receiver and round: few enough to keep rounds cheap, enough that rounds are few.
const ADDED: usize = 32;
/// Rounds of adding pairs before the answer is called partial.
const ROUNDS: usize = 40;

/// Solves a game whose gains `row(receiver, &mut out)` adds to zeros, by giver, gains from 0 to 1; rows are made on demand.
///
/// Starts from the `kept` best pairs of each receiver, adds what would break prices that are about right on these, and then, round
/// by round, the pairs that would break the prices found so far until there is none. Then the total and both ends of every
/// range are those of the whole game: its stable prices are among those of the part, and the extreme prices of the part are
/// stable in the whole.
pub(crate) fn solve_by_rows(
    (receivers, givers): (u32, u32),
    kept: usize,
    row: impl Fn(usize, &mut [f32]) + Sync,
    meter: &mut Meter<'_>,
) -> Result<(Assignment, Completeness), Error> {
    let mut lists = best_pairs((receivers, givers), kept, &row, &mut meter.part(0.5))?;
    // The greatest gains are from the same contested givers. Prices near the right ones tell who matters instead, and most
    // pairs that matter are then there before anything is solved exactly. Whatever is missed here the rounds below find.
    if lists.iter().any(|list| list.len() >= kept) {
        let about = Extremes::about(Duals::approached(&as_rows(&lists), givers));
        let stage = (&mut meter.part(0.75), "pairs left out");
        let missing = breaking(&about, &row, stage, |receiver, pairs| {
            missing((receiver, givers), &pairs, &lists[receiver], &about)
        })?;
        add(&mut lists, missing);
    }
    let mut rows = as_rows(&lists);
    let mut duals = Duals::approached(&rows, givers);
    let mut near: Option<Near> = None;
    // Solve on the kept pairs, then look for pairs outside that the prices do not cover (column generation).
    for round in 0.. {
        // Later rounds begin with the prices of the round before.
        duals.resume(&rows);
        let extremes = Extremes::of(&rows, &duals);
        // How many rounds there will be is not known: each takes half of what is left of the bar.
        let mut part = meter.part(1.0 - 0.125 * 0.5_f64.powi(round as i32));
        let stage = (&mut part, "pairs left out");
        // Prices move little after the first rounds: what was near to breaking them then is all that can break them now.
        let doubtful = near.as_ref().and_then(|near| near.doubtful(&extremes));
        let (near, anew) = match (near.take(), doubtful) {
            (Some(found), Some(doubtful)) => {
                let anew = found.pairs_now(&doubtful, &extremes, &row);
                (near.insert(found), anew)
            }
            _ => (near.insert(Near::find(&extremes, &row, stage)?), Vec::new()),
        };
        let missing = par::map(receivers.as_index(), |receiver| {
            let anew = anew.get(receiver).and_then(|pairs| pairs.as_deref());
            let pairs = anew.unwrap_or(near.pairs(receiver));
            missing((receiver, givers), pairs, &lists[receiver], &extremes)
        });
        if missing.iter().all(Vec::is_empty) {
            return Ok((
                Assignment::of(&rows, &duals, &extremes),
                Completeness::Exact,
            ));
        }
        if round == ROUNDS {
            return Ok((
                Assignment::of(&rows, &duals, &extremes),
                Completeness::Partial,
            ));
        }
        add(&mut lists, missing);
        rows = as_rows(&lists);
    }
    unreachable!("the loop returns in its last round")
}

/// Everyone's pairs, one behind the other.
fn as_rows(lists: &[Vec<(u32, i64)>]) -> Rows {
    let cells = lists.iter().map(Vec::len).sum();
    let mut rows = Rows::with_capacity(lists.len(), cells);
    for list in lists {
        rows.push(list.iter().copied());
    }
    rows
}

/// Adds pairs to those that stand, givers ascending.
fn add(lists: &mut [Vec<(u32, i64)>], missing: Vec<Vec<(u32, i64)>>) {
    for (list, mut new) in lists.iter_mut().zip(missing) {
        if !new.is_empty() {
            list.append(&mut new);
            list.sort_unstable();
        }
    }
}

/// Equal gains are kept in a different order by each receiver, or all would keep the same few givers.
fn turn(receiver: usize, giver: u32, givers: u32) -> u32 {
    (giver + givers - narrow(receiver) % givers.max(1)) % givers.max(1)
}

/// Each receiver's pairs of the greatest gains, givers ascending.
fn best_pairs(
    (receivers, givers): (u32, u32),
    kept: usize,
    row: &(impl Fn(usize, &mut [f32]) + Sync),
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<(u32, i64)>>, Error> {
    let stage = (meter, "best pairs");
    let scratch = || vec![0.0_f32; givers.as_index()];
    par::map_watched(receivers.as_index(), stage, scratch, |gains, receiver| {
        row(receiver, gains);
        let mut best = greatest(gains, kept);
        gains.fill(0.0);
        let place = |giver: u32| turn(receiver, giver, givers);
        if best.len() > kept && kept > 0 {
            best.select_nth_unstable_by(kept - 1, |a, b| {
                b.1.total_cmp(&a.1).then(place(a.0).cmp(&place(b.0)))
            });
            best.truncate(kept);
        }
        let fixed = best.iter().map(|&(giver, gain)| (giver, to_fixed(gain)));
        let mut list: Vec<(u32, i64)> = fixed.collect();
        list.sort_unstable();
        list
    })
}

/// The pairs of a receiver that break the extreme prices the most.
fn missing(
    (receiver, givers): (usize, u32),
    pairs: &[(u32, f32)],
    list: &[(u32, i64)],
    extremes: &Extremes,
) -> Vec<(u32, i64)> {
    let mut broken: Vec<(i64, u32, u32, i64)> = Vec::new();
    for &(giver, gain) in pairs {
        let gain = to_fixed(gain);
        let excess = excess(extremes, receiver, (giver, gain));
        if excess > 0 && list.binary_search_by_key(&giver, |pair| pair.0).is_err() {
            broken.push((-excess, turn(receiver, giver, givers), giver, gain));
        }
    }
    broken.sort_unstable();
    broken.truncate(ADDED);
    broken
        .into_iter()
        .map(|(_, _, giver, gain)| (giver, gain))
        .collect()
}
