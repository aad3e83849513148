//! What is written while tiles pass: sums of the lists, and what a stretch found.

use crate::benefit::index::GROUP;
use crate::benefit::links::SharedColumns;
use crate::benefit::scan::close::Close;
use crate::benefit::scattered_row::ScatteredRow;
use crate::rows::AsIndex;

/// Groups between two looks at the risen threshold. Chosen among 2, 4, 8 and 16, one asker at a time among 10,000 and 100,000 people of
/// the generator of the bench `benefit`: 8 takes 0.9 times as long as 4, and 16 as long as 8.
pub(crate) const STRETCH: usize = 8;

/// Candidates of a stretch.
pub(crate) const PLACES: usize = STRETCH * GROUP;

/// Space that passes from tile to tile.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) gains: Vec<[u8; GROUP]>,
    pub(crate) gives: Vec<[u8; GROUP]>,
    pub(crate) row: ScatteredRow,
    /// What the asker shares with each of a stretch, and where someone was found what is made of the pair at most.
    pub(crate) shared: Box<SharedColumns<PLACES>>,
    pub(crate) factors: Box<[f32; PLACES]>,
    /// Of those who wait to be scored the bounds, with their places among them.
    pub(crate) ranked: Vec<u64>,
    pub(crate) touched_gains: Vec<u32>,
    pub(crate) touched_gives: Vec<u32>,
    pub(crate) found: [u128; STRETCH],
    /// Who of the stretch was found before, for a higher score.
    pub(crate) seen: [u128; STRETCH],
    /// What the asker gains and gives at most; the latter where someone is found.
    pub(crate) sums: [[u8; GROUP]; STRETCH],
    pub(crate) give_sums: [[u8; GROUP]; STRETCH],
    /// What a few askers gain and give at most by closeness in meaning.
    pub(crate) close: Close,
}

impl Scratch {
    /// Nothing summed, of tiles of so many groups.
    pub(crate) fn new(tile: usize) -> Self {
        Self {
            gains: vec![[0; GROUP]; tile],
            gives: vec![[0; GROUP]; tile],
            row: ScatteredRow::default(),
            shared: SharedColumns::new(),
            factors: Box::new([1.0; PLACES]),
            ranked: Vec::new(),
            touched_gains: Vec::new(),
            touched_gives: Vec::new(),
            found: [0; STRETCH],
            seen: [0; STRETCH],
            sums: [[0; GROUP]; STRETCH],
            give_sums: [[0; GROUP]; STRETCH],
            close: Close::default(),
        }
    }

    /// Sets to 0 what the lists of a tile touched.
    pub(crate) fn clear(&mut self) {
        for (sums, touched) in [
            (&mut self.gains, &mut self.touched_gains),
            (&mut self.gives, &mut self.touched_gives),
        ] {
            let sums = sums.as_flattened_mut();
            for local in touched.drain(..) {
                sums[local.as_index()] = 0;
            }
        }
    }
}

/// Adds units to the sum of a candidate.
#[inline(always)]
pub(crate) fn add(sums: &mut [u8], touched: &mut Vec<u32>, local: u32, units: u32) {
    let sum = &mut sums[local.as_index()];
    *sum = sum.saturating_add(units.min(255) as u8);
    touched.push(local);
}
