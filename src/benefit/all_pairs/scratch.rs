//! What one worker reuses from one pair of blocks to the next.

use crate::benefit::all_pairs::close::Close;
use crate::benefit::all_pairs::linked::{KeyPlace, RowShared};
use crate::benefit::all_pairs::size::{BLOCK_GROUPS, PEOPLE};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::GroupThresholds;
use crate::benefit::scattered_row::ScatteredRow;
use crate::rows::AsIndex;

/// Scratch space for one pair of blocks at a time.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// For each feature, the span of its holders in the block whose inverted lists are open; empty for all other features.
    pub(crate) lists: Vec<(u32, u32)>,
    pub(crate) gains: [[u8; GROUP]; BLOCK_GROUPS],
    pub(crate) thresholds: [GroupThresholds; BLOCK_GROUPS],
    /// For each key, where those stand who have it in the block whose lists are open.
    pub(crate) key_places: Vec<KeyPlace>,
    /// What each column shares with the row.
    pub(crate) shared: Box<RowShared>,
    /// The most that each pair of the row may score, and for later lists 1 where one may take it.
    pub(crate) bounds: [f32; PEOPLE],
    pub(crate) found: [u8; PEOPLE],
    pub(crate) sums: [[u8; GROUP]; BLOCK_GROUPS],
    /// For each of a group of columns, what it gains from the rows, by group of rows.
    pub(crate) columns: Vec<[[u8; GROUP]; BLOCK_GROUPS]>,
    /// For each row, what it gives, by group of columns.
    pub(crate) gives: Vec<[[u8; GROUP]; BLOCK_GROUPS]>,
    /// What a few rows gain and give at most by closeness in meaning.
    pub(crate) close: Close,
    pub(crate) row: ScatteredRow,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self {
            lists: Vec::new(),
            gains: [[0; GROUP]; BLOCK_GROUPS],
            thresholds: [[[0; GROUP]; 4]; BLOCK_GROUPS],
            key_places: Vec::new(),
            shared: RowShared::new(),
            bounds: [0.0; PEOPLE],
            found: [0; PEOPLE],
            sums: [[0; GROUP]; BLOCK_GROUPS],
            columns: vec![[[0; GROUP]; BLOCK_GROUPS]; GROUP],
            gives: vec![[[0; GROUP]; BLOCK_GROUPS]; PEOPLE],
            close: Close::default(),
            row: ScatteredRow::default(),
        }
    }

    /// Sets the sums of inverted lists back to 0: all of them are a few stores of registers, fewer than the list touched.
    pub(crate) fn clear(&mut self) {
        self.gains = [[0; GROUP]; BLOCK_GROUPS];
    }
}

/// Makes inverted lists, each by its end, findable by feature.
pub(crate) fn open(lists: &mut Vec<(u32, u32)>, features: &[(u32, u32)]) {
    let needed = features.last().map_or(0, |last| last.0.as_index() + 1);
    if needed > lists.len() {
        lists.resize(needed, (0, 0));
    }
    let mut start = 0;
    for &(feature, end) in features {
        lists[feature.as_index()] = (start, end);
        start = end;
    }
}

/// Leaves the lists empty for the next block.
pub(crate) fn close(lists: &mut [(u32, u32)], features: &[(u32, u32)]) {
    for &(feature, _) in features {
        lists[feature.as_index()] = (0, 0);
    }
}
