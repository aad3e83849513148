//! Where an asker's features are among the candidates: rows of codes, or places in inverted lists.

use std::ops::Range;

use crate::benefit::feature::Want;
use crate::benefit::feature_index::FeatureIndex;
use crate::benefit::kernel::{Table, Terms};
use crate::rows::{AsIndex, MaybeIndex, narrow};

/// Where an asker stands in one inverted list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor {
    /// The place of the next candidate in the list.
    pub(crate) next: u32,
    pub(crate) at: u32,
    pub(crate) end: u32,
    /// What the largest amount of the list is worth.
    pub(crate) full: f32,
    /// The place of the asker's want when worth is not proportional to the amount.
    pub(crate) step: MaybeIndex,
}

/// A feature of an asker, and what it is worth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) want: Want,
    /// What the largest amount among the candidates is worth.
    pub(crate) full: f32,
    /// The place of the want when worth is not proportional to the amount.
    pub(crate) step: MaybeIndex,
}

/// One side of some askers: their dense terms and their inverted lists, all in a row.
#[derive(Debug, Default)]
pub(crate) struct SideTerms {
    pub(crate) rows: Vec<u32>,
    pub(crate) wants: Vec<Want>,
    pub(crate) tables: Vec<Table>,
    pub(crate) cursors: Vec<Cursor>,
}

impl SideTerms {
    /// Enters a feature of an asker, as a term when it is dense, else as a list of places from `from` on. Rows of codes are counted from
    /// `base`.
    pub(crate) fn enter(&mut self, entry: Entry, base: u32, side: &FeatureIndex, from: u32) {
        // Frequent feature: its codes lie in a row of their own; the look-up table is filled once the scale is known.
        if let Some(row) = side.code_row(entry.want.feature) {
            self.rows.push(base + row);
            self.wants.push(entry.want);
            self.tables.push([0; 16]);
            return;
        }
        // Rare feature: the cursor starts at the first holder of the stretch and moves forward only.
        let list = side.list(entry.want.feature);
        let passed = side.places[list.clone()].partition_point(|&place| place < from);
        let at = list.start + passed;
        if at < list.end && entry.full > 0.0 {
            self.cursors.push(Cursor {
                next: side.places[at],
                at: narrow(at),
                end: narrow(list.end),
                full: entry.full,
                step: entry.step,
            });
        }
    }

    pub(crate) fn terms(&self, range: &Range<usize>) -> Terms<'_> {
        Terms {
            rows: &self.rows[range.clone()],
            tables: &self.tables[range.clone()],
        }
    }
}

impl Cursor {
    /// Calls `f(at, place)` for each candidate of the list before place `to`.
    #[inline(always)]
    pub(crate) fn advance(&mut self, to: u32, places: &[u32], mut f: impl FnMut(usize, u32)) {
        while self.next < to {
            f(self.at.as_index(), self.next);
            self.at += 1;
            self.next = if self.at < self.end {
                places[self.at.as_index()]
            } else {
                u32::MAX
            };
        }
    }

    /// Calls `f(place, units)` for each candidate of the list before place `to`, with what it is worth, rounded up.
    #[inline(always)]
    pub(crate) fn add(
        &mut self,
        to: u32,
        side: &FeatureIndex,
        scale: f32,
        mut f: impl FnMut(u32, u32),
    ) {
        if self.next >= to {
            return;
        }
        // In units of 2^-32; the factor is 2^32 / SHARES, rounded up by more than the rounding of the product.
        let unit = (scale * self.full * 65_540.0) as u64;
        self.advance(to, &side.places, |at, place| {
            let product = unit.saturating_mul(u64::from(side.shares[at]));
            f(place, ((product >> 32) as u32).saturating_add(1));
        });
    }
}
