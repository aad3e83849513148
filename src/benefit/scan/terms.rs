//! Where are an asker's features among the candidates: rows of codes, or places in lists?

use std::ops::Range;

use crate::benefit::feature::Want;
use crate::benefit::feature_index::{FeatureIndex, NOT_DENSE};
use crate::benefit::kernel::{Table, Terms};
use crate::rows::AsIndex;

/// Where an asker stands in one list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor {
    /// The place of the next candidate in the list.
    pub(crate) next: u32,
    pub(crate) at: u32,
    pub(crate) end: u32,
    /// What the largest amount of the list is worth.
    pub(crate) full: f32,
    /// The place of the asker's want when worth is not proportional to the amount, else [`PROPORTIONAL`].
    pub(crate) want: u32,
}

/// Of a list whose entries are worth what their share of the largest amount says.
pub(crate) const PROPORTIONAL: u32 = u32::MAX;

/// One side of a block of askers: their dense terms and their lists, all in a row.
#[derive(Debug, Default)]
pub(crate) struct SideTerms {
    pub(crate) rows: Vec<u32>,
    pub(crate) wants: Vec<Want>,
    pub(crate) tables: Vec<Table>,
    pub(crate) cursors: Vec<Cursor>,
}

impl SideTerms {
    /// Enters a feature of an asker, as a term when it is dense, else as a list.
    pub(crate) fn enter(
        &mut self,
        want: Want,
        base: u32,
        side: &FeatureIndex,
        from: u32,
        (full, kind): (f32, u32),
    ) {
        let slot = side.slot(want.feature);
        let (start, end) = side.list(want.feature);
        let list = &side.places[start.as_index()..end.as_index()];
        let at = start + list.partition_point(|&place| place < from) as u32;
        if slot != NOT_DENSE {
            self.rows.push(base + slot);
            self.wants.push(want);
            self.tables.push([0; 16]);
        } else if at < end && full > 0.0 {
            self.cursors.push(Cursor {
                next: side.places[at.as_index()],
                at,
                end,
                full,
                want: kind,
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
}

impl Cursor {
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
            f(
                place,
                (unit.saturating_mul(u64::from(side.shares[at])) >> 32) as u32 + 1,
            );
        });
    }
}
