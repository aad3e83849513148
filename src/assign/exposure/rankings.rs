//! The lists of a one-sided market, and the matches they lead to.

use crate::assign::exposure::Ended;
use crate::assign::exposure::allocation::{gini, starved};
use crate::rows::AsIndex;

/// The lists of all applicants, with the matches that they lead to.
#[derive(Debug, Clone)]
pub struct Rankings {
    pub(crate) openings: usize,
    pub(crate) exposure: Vec<f64>,
    pub(crate) utilities: Vec<f64>,
    pub(crate) iterations: u32,
    pub(crate) ended: Ended,
}

impl Rankings {
    /// Expected matches over all applicants, exactly.
    #[must_use]
    pub fn matches(&self) -> f64 {
        self.utilities.iter().fold(0.0, |sum, own| sum + own)
    }

    /// Expected matches of each applicant.
    #[must_use]
    pub fn utilities(&self) -> &[f64] {
        &self.utilities
    }

    /// The exposures, applicants × openings, row by row.
    #[must_use]
    pub fn exposures(&self) -> &[f64] {
        &self.exposure
    }

    /// An applicant's openings with the exposure of each, the most exposed first, ties by lower number.
    ///
    /// # Panics
    ///
    /// Panics when there is no such applicant.
    #[must_use]
    pub fn list(&self, applicant: u32) -> Vec<(u32, f64)> {
        let row = &self.exposure[applicant.as_index() * self.openings..][..self.openings];
        let mut list: Vec<(u32, f64)> = (0..).zip(row.iter().copied()).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1));
        list
    }

    /// How uneven the applicants' expected matches are, from 0 (equal) to below 1.
    #[must_use]
    pub fn gini(&self) -> f64 {
        gini(&self.utilities)
    }

    /// How many applicants expect fewer than `STARVED` matches.
    #[must_use]
    pub fn starved(&self) -> u32 {
        starved(&self.utilities)
    }

    /// Iterations that were done.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Why the run ended.
    #[must_use]
    pub fn ended(&self) -> Ended {
        self.ended
    }
}
