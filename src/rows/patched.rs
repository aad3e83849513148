//! Rows that share those of a longer-lived array, but for a few.

use std::sync::Arc;

use crate::rows::index::{AsIndex, narrow};
use crate::rows::{Piece, Rows};

/// Rows of which a small change replaces a few: the others are shared with the rows before.
///
/// 4 bytes a row once a change is made, and the fresh rows; nothing before.
#[derive(Debug, Clone)]
pub(crate) struct PatchedRows<T> {
    known: Arc<Rows<T>>,
    /// By row: where it lies among the known ones or, counted on from their end, among the fresh. `None` where no change was made.
    places: Option<Vec<u32>>,
    fresh: Rows<T>,
}

impl<T> From<Rows<T>> for PatchedRows<T> {
    fn from(mut rows: Rows<T>) -> Self {
        rows.shrink_to_fit();
        Self {
            known: Arc::new(rows),
            places: None,
            fresh: Rows::default(),
        }
    }
}

impl<T> Default for PatchedRows<T> {
    fn default() -> Self {
        Rows::default().into()
    }
}

impl<T> PatchedRows<T> {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.places.as_ref().map_or(self.known.len(), Vec::len)
    }

    /// The cells of a row.
    #[inline]
    pub(crate) fn row(&self, row: impl AsIndex) -> &[T] {
        let Some(places) = &self.places else {
            return self.known.row(row);
        };
        let place = places[row.as_index()].as_index();
        match place.checked_sub(self.known.len()) {
            None => self.known.row(place),
            Some(fresh) => self.fresh.row(fresh),
        }
    }

    /// Like [`row`](Self::row), empty where there is no such row.
    pub(crate) fn row_or_empty(&self, row: impl AsIndex) -> &[T] {
        match row.as_index() < self.len() {
            true => self.row(row),
            false => &[],
        }
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[T]> {
        (0..self.len()).map(|row| self.row(row))
    }

    /// Other rows in the place of some of these; `fresh` tells the others.
    ///
    /// O(rows) time, and the cells of fresh rows.
    pub(crate) fn patched<I: IntoIterator<Item = T>>(
        &self,
        pieces: &[Piece],
        mut fresh: impl FnMut(usize) -> I,
    ) -> Self
    where
        T: Copy,
    {
        let known = self.known.len();
        let (mut places, mut new) = (
            Vec::with_capacity(self.len() + pieces.len()),
            Rows::default(),
        );
        for piece in pieces {
            match piece {
                // Rows that an earlier change brought are copied once more: changes do not pile up.
                Piece::Kept(rows) => places.extend(rows.clone().map(|row| {
                    let place = self.places.as_ref().map_or(row, |at| at[row].as_index());
                    place.checked_sub(known).map_or(narrow(place), |earlier| {
                        new.push(self.fresh.row(earlier).iter().copied());
                        narrow(known + new.len() - 1)
                    })
                })),
                Piece::Fresh(row) => {
                    new.push(fresh(*row));
                    places.push(narrow(known + new.len() - 1));
                }
            }
        }
        Self {
            known: Arc::clone(&self.known),
            places: Some(places),
            fresh: new,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rows::{PatchedRows, Piece, Rows};

    #[test]
    fn patched_rows_are_spliced_ones() {
        let mut known = Rows::default();
        for row in ["a", "bb", "", "dd", "e"] {
            known.push(row.chars());
        }
        let patched = PatchedRows::from(known.clone());
        let first = [Piece::Fresh(0), Piece::Kept(1..4), Piece::Fresh(1)];
        let second = [Piece::Kept(0..2), Piece::Fresh(1), Piece::Kept(4..5)];
        let fresh = |number: usize| ["xxx", "y"][number].chars();
        let (known, patched) = (known.spliced(&first, fresh), patched.patched(&first, fresh));
        assert!(patched.iter().eq(known.iter()));
        let (known, patched) = (
            known.spliced(&second, fresh),
            patched.patched(&second, fresh),
        );
        assert!(patched.iter().eq(known.iter()));
        assert_eq!(
            (patched.row(3_usize), patched.row_or_empty(4_usize)),
            (&['y'][..], &[][..])
        );
    }

    #[test]
    fn without_a_change_rows_are_those_given() {
        let mut rows = Rows::default();
        rows.push([1, 2]);
        rows.push([]);
        let patched = PatchedRows::from(rows.clone());
        assert!(patched.iter().eq(rows.iter()));
        assert!(patched.row_or_empty(2_usize).is_empty());
        // Everyone may leave.
        let nobody = patched.patched(&[], |_| []);
        assert_eq!(nobody.len(), 0);
    }
}
