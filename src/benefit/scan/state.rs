//! How far the answer of one asker is.

use std::ops::Range;

use crate::benefit::dense::closeness::EmbeddedAsker;
use crate::benefit::kernel::{Table, rounded_up};
use crate::benefit::links::{KeyCursor, LinkRow, LinkedAsker};
use crate::benefit::profiles::Asker;
use crate::benefit::scan::candidate::Candidate;
use crate::benefit::top_k::TopK;

/// One asker of a scan.
#[derive(Debug)]
pub(crate) struct State<'r> {
    pub(crate) asker: Asker<'r>,
    pub(crate) top: TopK,
    /// Who was found and is not scored yet.
    pub(crate) waiting: Vec<Candidate>,
    /// What the asker looks for and offers as embeddings.
    pub(crate) embedded: Option<EmbeddedAsker>,
    /// What sums leave out of the asker's gains.
    pub(crate) extra: f32,
    /// The greatest factor of a score without a key in common, and with anyone.
    pub(crate) factors: [f32; 2],
    /// What tells what the asker shares with others, and what bounds the factor of each pair by it, where pairs are held to factors of
    /// their own.
    pub(crate) link_row: Option<LinkRow<'r>>,
    pub(crate) linked: Option<LinkedAsker>,
    /// For each key of the asker that few have, how many of its holders have passed.
    pub(crate) key_cursors: Vec<KeyCursor>,
    /// Units of the tables per gain; 0 before the first.
    pub(crate) scale: f32,
    pub(crate) max_gain: f32,
    pub(crate) max_give: f32,
    pub(crate) gain_terms: Range<usize>,
    pub(crate) give_terms: Range<usize>,
    pub(crate) gain_cursors: Range<usize>,
    pub(crate) give_cursors: Range<usize>,
}

impl State<'_> {
    /// The greatest factor of a score.
    pub(crate) fn most_factor(&self) -> f32 {
        self.factors[0].max(self.factors[1])
    }

    /// The most that a sum of gains stands for.
    pub(crate) fn most_of(&self, sum: u8) -> f32 {
        if sum == u8::MAX {
            self.max_gain
        } else {
            f32::from(sum) / self.scale + self.extra
        }
    }

    /// The most that a sum of gives stands for.
    pub(crate) fn most_given(&self, sum: u8) -> f32 {
        if sum == u8::MAX {
            self.max_give
        } else {
            f32::from(sum) / self.scale
        }
    }
}

/// What each code is worth, rounded up; code 0 is nothing.
pub(crate) fn table(scale: f32, amount: impl Fn(usize) -> f32) -> Table {
    let mut table = [0; 16];
    for (code, units) in table.iter_mut().enumerate().skip(1) {
        *units = rounded_up(scale * amount(code));
    }
    table
}
