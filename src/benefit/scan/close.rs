//! What a few askers of a scan gain and give at most by closeness in meaning.

use crate::benefit::dense::TOGETHER;
use crate::benefit::dense::closeness::{BLOCK, Units};

/// What a few askers gain from each of a tile and give each at most by closeness, in units: block by block, asker by asker.
#[derive(Debug, Default)]
pub(crate) struct Close {
    pub(crate) gains: Vec<Units>,
    pub(crate) gives: Vec<Units>,
    /// Which of the askers is at work.
    pub(crate) asker: usize,
}

impl Close {
    /// The units of the asker at work with a candidate, by place in the tile.
    pub(crate) fn units(&self, local: usize) -> [u8; 2] {
        let row = local / BLOCK * TOGETHER + self.asker;
        [&self.gains, &self.gives].map(|units| units[row][local % BLOCK])
    }
}

/// What closeness between an asker and a candidate counts, as a bound or exactly.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Closeness {
    /// What the asker gains.
    pub(crate) gain: f32,
    /// What the candidate does.
    pub(crate) give: f32,
}
