//! Assignment games whose gains do not fit in memory: rows made on demand, pairs added where their reduced cost demands it.

use crate::assign::prices::range::Extremes;
use crate::assign::prices::{Assignment, Rows, to_fixed};
use crate::error::Error;
use crate::par;
use crate::progress::Meter;

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

/// Solves a game whose row of gains `row(receiver, &mut out)` is made on demand, givers ascending, gains from 0 to 1.
///
/// Starts from the `kept` best pairs of each receiver, and adds the pairs that would break the prices found so far until there
/// is none. Then the total and both ends of every range are those of the whole game: its stable prices are among those
/// of the part, and the extreme prices of the part are stable in the whole.
pub(crate) fn solve_by_rows(
    receivers: u32,
    givers: u32,
    kept: usize,
    row: impl Fn(usize, &mut Vec<(u32, f32)>) + Sync,
    meter: &mut Meter<'_>,
) -> Result<(Assignment, Completeness), Error> {
    let turn = |receiver: usize, giver: u32| {
        (giver + givers - receiver as u32 % givers.max(1)) % givers.max(1)
    };
    let mut first = meter.part(0.5);
    let stage = (&mut first, "best pairs");
    let mut lists: Vec<Vec<(u32, i64)>> =
        par::map_watched(receivers as usize, stage, Vec::new, |gains, receiver| {
            gains.clear();
            row(receiver, gains);
            gains.retain(|gain| gain.1 > 0.0);
            // Equal gains are kept in a different order by each receiver, or all would keep the same few givers.
            let order = |a: &(u32, f32), b: &(u32, f32)| {
                b.1.total_cmp(&a.1)
                    .then(turn(receiver, a.0).cmp(&turn(receiver, b.0)))
            };
            if gains.len() > kept && kept > 0 {
                gains.select_nth_unstable_by(kept - 1, order);
                gains.truncate(kept);
            }
            let mut list: Vec<(u32, i64)> = gains
                .iter()
                .map(|&(giver, gain)| (giver, to_fixed(gain)))
                .collect();
            list.sort_unstable();
            list
        })?;
    // Solve on the kept pairs, then look for pairs outside that the prices do not cover (column generation).
    for round in 0.. {
        let mut rows = Rows::default();
        lists
            .iter()
            .for_each(|list| rows.push(list.iter().copied()));
        let (assignment, extremes) = Assignment::of(&rows, givers);
        // How many rounds there will be is not known: each takes half of what is left of the bar.
        let mut part = meter.part(1.0 - 0.25 * 0.5_f64.powi(round as i32));
        let stage = (&mut part, "pairs left out");
        let missing = par::map_watched(receivers as usize, stage, Vec::new, |gains, receiver| {
            gains.clear();
            row(receiver, gains);
            missing(receiver, gains, &lists[receiver], &extremes, &turn)
        })?;
        if missing.iter().all(Vec::is_empty) {
            return Ok((assignment, Completeness::Exact));
        }
        if round == ROUNDS {
            return Ok((assignment, Completeness::Partial));
        }
        for (list, mut new) in lists.iter_mut().zip(missing) {
            list.append(&mut new);
            list.sort_unstable();
        }
    }
    unreachable!("the loop returns in its last round")
}

/// The pairs of a receiver that break the extreme prices the most.
fn missing(
    receiver: usize,
    gains: &[(u32, f32)],
    list: &[(u32, i64)],
    extremes: &Extremes,
    turn: &impl Fn(usize, u32) -> u32,
) -> Vec<(u32, i64)> {
    let mut broken: Vec<(i64, u32, u32, i64)> = Vec::new();
    for &(giver, gain) in gains {
        let (gain, j) = (to_fixed(gain), giver as usize);
        // A pair must be covered at both extremes of the ranges, for either may move when it is added.
        let at_high = gain - extremes.receivers_low[receiver] - extremes.givers_high[j];
        let at_low = gain - extremes.receivers_high[receiver] - extremes.givers_low[j];
        let excess = at_high.max(at_low);
        if excess > 0 && list.binary_search_by_key(&giver, |pair| pair.0).is_err() {
            broken.push((-excess, turn(receiver, giver), giver, gain));
        }
    }
    broken.sort_unstable();
    broken.truncate(ADDED);
    broken
        .into_iter()
        .map(|(_, _, giver, gain)| (giver, gain))
        .collect()
}
