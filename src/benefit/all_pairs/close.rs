//! What is kept of closeness in meaning while the rows of a block pass by the columns of another, and of the pairs that were found.

use crate::benefit::dense::closeness::{SLACK, Units};
use crate::benefit::links::PairBound;

/// Rows whose closeness in meaning is bounded together, which share the loads of the columns.
pub(crate) const ROWS: usize = 16;

/// A pair that the sums do not rule out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The column.
    pub(crate) other: usize,
    /// What the row gains at most, and what it gives.
    pub(crate) most: [f32; 2],
    /// Of that, what closeness in meaning counts at most, and exactly once it is known.
    pub(crate) close: [f32; 2],
    /// What the row gives once it is known.
    pub(crate) give: f32,
    pub(crate) bound: PairBound,
}

impl Found {
    /// A pair for whom nothing but the features counts so far.
    pub(crate) fn new(other: usize, most: [f32; 2], bound: PairBound) -> Self {
        Self {
            other,
            most,
            close: [0.0; 2],
            give: 0.0,
            bound,
        }
    }

    /// Replaces the bound of closeness on one side by what it is.
    pub(crate) fn know(&mut self, side: usize, exact: f32) {
        self.most[side] += exact - self.close[side] + SLACK;
        self.close[side] = exact;
    }
}

/// What a few rows gain from each column and give each at most by closeness, in units, and the pairs of a row that were found.
#[derive(Debug, Default)]
pub(crate) struct Close {
    pub(crate) gains: Vec<Units>,
    pub(crate) gives: Vec<Units>,
    pub(crate) found: Vec<Found>,
    pub(crate) pairs: Vec<(u32, u32)>,
    pub(crate) exact: Vec<f32>,
}

impl Close {
    /// A pair whose most is sums in units of some scales, with what of them is closeness; all that either may gain by it is `weights`.
    pub(crate) fn bounded(
        &self,
        found: Found,
        local: usize,
        weights: [f32; 2],
        (sums, scales): ([u8; 2], [f32; 2]),
    ) -> Found {
        let row = local % ROWS;
        let units = [self.gains[row][found.other], self.gives[row][found.other]];
        let close = |side: usize| match sums[side] {
            // A sum that saturated stands for all that may be gained.
            u8::MAX => weights[side],
            _ => f32::from(units[side]) / scales[side],
        };
        Found {
            close: [close(0), close(1)],
            ..found
        }
    }
}
