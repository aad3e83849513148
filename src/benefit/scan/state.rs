//! What is asked, and how far the answer of one asker is.

use std::ops::Range;

use crate::benefit::Mean;
use crate::benefit::kernel::{Table, rounded_up};
use crate::benefit::profiles::Asker;
use crate::benefit::top_k::TopK;

/// What is asked, the same for all askers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) limit: u32,
    pub(crate) mean: Mean,
}

/// One asker of a block.
#[derive(Debug)]
pub(crate) struct State<'r> {
    pub(crate) asker: Asker<'r>,
    pub(crate) top: TopK,
    /// Units of the tables per gain; 0 before the first.
    pub(crate) scale: f32,
    pub(crate) max_gain: f32,
    pub(crate) max_give: f32,
    pub(crate) gain_terms: Range<usize>,
    pub(crate) give_terms: Range<usize>,
    pub(crate) gain_cursors: Range<usize>,
    pub(crate) give_cursors: Range<usize>,
}

/// What each code is worth, rounded up; code 0 is nothing.
pub(crate) fn table(scale: f32, amount: impl Fn(usize) -> f32) -> Table {
    let mut table = [0; 16];
    for (code, units) in table.iter_mut().enumerate().skip(1) {
        *units = rounded_up(scale * amount(code));
    }
    table
}
