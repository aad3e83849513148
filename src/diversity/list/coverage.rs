//! Facility-location lists: every target has someone in the list who serves it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::error::Error;
use crate::rows::narrow;
use crate::unit::{FROM_ZERO_TO_ONE, within};

/// A candidate with what it would have added when it was last looked at: an upper bound of what it adds now.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bound {
    gain: f64,
    candidate: u32,
    /// How long the list was at that time.
    seen: u32,
}

impl Eq for Bound {}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        let gain = self.gain.total_cmp(&other.gain);
        gain.then(other.candidate.cmp(&self.candidate))
    }
}

/// Picks again and again the candidate that adds most to F(S) = Σ w(t)·max s(i, t) over targets t and the i picked.
///
/// Targets are what should be covered: needs, people of a circle, topics; `weights` says how much each matters and
/// `serves(i, t)` how well candidate i does it, from 0 to 1. F of the list is at least 1 − 1/e of the greatest possible
/// (Nemhauser, Wolsey and Fisher 1978). Candidates are looked at again only while an older, greater gain promises more
/// (Minoux 1978); the list is that of the plain greedy choice.
///
/// # Errors
///
/// When a weight is not a number from 0 to 1.
///
/// # Complexity
///
/// O(M·T) for M candidates and T targets to begin with, and O(T) each time a candidate is looked at again.
///
/// # Examples
///
/// ```
/// use confrere::diversity::coverage_list;
/// // Three needs; ana serves two of them, ben the same two a little better, caro the third.
/// let serves = [[0.8, 0.8, 0.0], [0.9, 0.9, 0.0], [0.0, 0.0, 0.7]];
/// let list = coverage_list(3, &[1.0, 1.0, 1.0], 2, |i, t| serves[i as usize][t as usize])?;
/// assert_eq!(list, [1, 2]);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn coverage_list(
    candidates: u32,
    weights: &[f64],
    k: u32,
    serves: impl Fn(u32, u32) -> f64,
) -> Result<Vec<u32>, Error> {
    for (place, &weight) in weights.iter().enumerate() {
        let what = || format!("weight of target {place}");
        within(weight, 0.0..=1.0, FROM_ZERO_TO_ONE, what)?;
    }
    let serves = |i, t: usize| {
        let value = serves(i, narrow(t));
        // A service that is not a number is none.
        if value > 0.0 { value.min(1.0) } else { 0.0 }
    };
    let mut best = vec![0.0_f64; weights.len()];
    let gain = |candidate: u32, best: &[f64]| -> f64 {
        let targets = weights.iter().zip(best).enumerate();
        let parts =
            targets.map(|(t, (weight, best))| weight * (serves(candidate, t) - best).max(0.0));
        parts.sum()
    };
    let bound = |candidate, best: &[f64], seen| Bound {
        gain: gain(candidate, best),
        candidate,
        seen,
    };
    // Lazy greedy (Minoux 1978): gains only fall as the list grows, so an old gain bounds the present one from above.
    let mut heap: BinaryHeap<Bound> = (0..candidates).map(|i| bound(i, &best, 0)).collect();
    let mut list = Vec::new();
    while let Some(top) = heap.pop() {
        let length = narrow(list.len());
        if length == k {
            break;
        }
        if top.seen < length {
            // The bound is older than the list: it is worked out again and takes its place among the others.
            heap.push(bound(top.candidate, &best, length));
            continue;
        }
        // Up to date and still on top: nobody else can gain more.
        list.push(top.candidate);
        for (t, best) in best.iter_mut().enumerate() {
            *best = best.max(serves(top.candidate, t));
        }
    }
    Ok(list)
}
