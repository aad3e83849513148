//! What is written while tiles pass: sums of the lists, and what a stretch found.

use crate::benefit::dense::closeness::Units;
use crate::benefit::index::GROUP;
use crate::benefit::links::ScatteredKeys;
use crate::benefit::profiles::{Asker, Profiles};
use crate::benefit::scattered_row::ScatteredRow;
use crate::rows::AsIndex;

/// Groups between two looks at the risen threshold. Chosen among 2, 4, 8 and 16, one asker at a time among 10,000 and 100,000 people of
/// the generator of the bench `benefit`: 8 takes 0.9 times as long as 4, and 16 as long as 8.
pub(crate) const STRETCH: usize = 8;

/// Space that passes from tile to tile.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) gains: Vec<[u8; GROUP]>,
    pub(crate) gives: Vec<[u8; GROUP]>,
    pub(crate) row: ScatteredRow,
    pub(crate) keys: ScatteredKeys,
    /// Bound of the score, place and sum of the gain of those who share something.
    pub(crate) ranked: Vec<(f32, u32, u8)>,
    pub(crate) touched_gains: Vec<u32>,
    pub(crate) touched_gives: Vec<u32>,
    pub(crate) found: [u128; STRETCH],
    pub(crate) seen: [u128; STRETCH],
    pub(crate) sums: [[u8; GROUP]; STRETCH],
    /// What is gained and given at most by closeness in meaning, for one block.
    pub(crate) close_gains: Units,
    pub(crate) close_gives: Units,
}

impl Scratch {
    /// Scatters what an asker wants, gives and shares, unless it is.
    pub(crate) fn scatter(&mut self, profiles: Profiles<'_>, asker: &Asker<'_>) {
        self.row.scatter(asker);
        if let Some(links) = profiles.links {
            self.keys.scatter(links, asker.person);
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
