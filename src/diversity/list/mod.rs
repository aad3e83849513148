//! Varied lists: a few of many candidates.
//!
//! Candidates are numbered by their place in the relevance given; every list names them in the order in which they were
//! picked. Of candidates equally good the lowest place is picked.

mod aspects;
mod coverage;
mod dpp;
mod greedy;

pub use crate::diversity::list::aspects::aspect_list;
pub use crate::diversity::list::coverage::coverage_list;
pub use crate::diversity::list::dpp::{DppList, dpp_list, dpp_quality};
pub use crate::diversity::list::greedy::{marginal_list, max_sum_list};

use crate::error::Error;
use crate::unit::{FROM_ZERO_TO_ONE, within};

/// Checks that each relevance is a number from 0 to 1.
fn check_relevance(relevance: &[f64]) -> Result<(), Error> {
    for (place, &value) in relevance.iter().enumerate() {
        let what = || format!("relevance of candidate {place}");
        within(value, 0.0..=1.0, FROM_ZERO_TO_ONE, what)?;
    }
    Ok(())
}

/// Checks a share between relevance and variety.
fn check_share(what: &str, share: f64) -> Result<(), Error> {
    within(share, 0.0..=1.0, FROM_ZERO_TO_ONE, || what.into()).map(drop)
}

/// The candidates not yet picked, kept in ascending order.
#[derive(Debug, Clone)]
struct Open(Vec<u32>);

impl Open {
    fn new(candidates: usize) -> Self {
        Self((0..candidates as u32).collect())
    }

    /// The candidate of greatest value, the lowest of equals; one whose value is not a number comes last.
    fn best(&self, value: impl Fn(u32) -> f64) -> Option<u32> {
        let mut best: Option<(u32, f64)> = None;
        for &candidate in &self.0 {
            let value = value(candidate);
            // A value of another's function may be no number; it never wins, and ties go to the first candidate.
            let value = if value.is_nan() {
                f64::NEG_INFINITY
            } else {
                value
            };
            if best.is_none_or(|(_, most)| value > most) {
                best = Some((candidate, value));
            }
        }
        best.map(|(candidate, _)| candidate)
    }

    fn take(&mut self, candidate: u32) {
        self.0.retain(|&open| open != candidate);
    }

    fn take_best(&mut self, value: impl Fn(u32) -> f64) -> Option<u32> {
        let best = self.best(value)?;
        self.take(best);
        Some(best)
    }
}
