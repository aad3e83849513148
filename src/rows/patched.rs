//! Rows that share those of a longer-lived array, but for a few.

use std::sync::{Arc, OnceLock};

use crate::rows::index::{AsIndex, narrow};
use crate::rows::{Piece, Rows};

/// More than one row in so many that is fresh or gone, and all are copied into an array of their own: what is shared with rows before
/// keeps those that are gone. A design choice.
const APART: usize = 64;

/// Rows of which a small change replaces a few: the others are shared with the rows before.
///
/// 4 bytes a row once a change is made, and the fresh rows; nothing before.
#[derive(Debug, Clone)]
pub(crate) struct PatchedRows<T> {
    known: Arc<Rows<T>>,
    /// By row: where it lies among the known ones or, counted on from their end, among the fresh. `None` where no change was made.
    places: Option<Vec<u32>>,
    fresh: Rows<T>,
    /// All rows in one array, where a change was made and they were asked for.
    whole: OnceLock<Rows<T>>,
}

impl<T> From<Rows<T>> for PatchedRows<T> {
    fn from(mut rows: Rows<T>) -> Self {
        rows.shrink_to_fit();
        Self {
            known: Arc::new(rows),
            places: None,
            fresh: Rows::default(),
            whole: OnceLock::new(),
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

    /// The cells of all rows.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &T> {
        self.iter().flatten()
    }

    /// Whether a row is the same as one of others; at once where both share it.
    pub(crate) fn has_row_of(&self, row: usize, others: &Self, other: usize) -> bool
    where
        T: PartialEq,
    {
        let place = |rows: &Self, row: usize| {
            rows.places
                .as_ref()
                .map_or(row, |places| places[row].as_index())
        };
        let (one, two) = (place(self, row), place(others, other));
        let shared = Arc::ptr_eq(&self.known, &others.known) && one < self.known.len();
        shared && one == two || self.row(row) == others.row(other)
    }

    /// Other rows in the place of some of these; `fresh` tells the others.
    ///
    /// O(rows) time, and the cells of fresh rows; those of all rows where too many are fresh or gone.
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
        let patched = Self {
            known: Arc::clone(&self.known),
            places: Some(places),
            fresh: new,
            whole: OnceLock::new(),
        };
        let fresh = patched.fresh.len();
        let gone = known - (patched.len() - fresh);
        match (fresh + gone) * APART > patched.len() {
            true => patched.copied().into(),
            false => patched,
        }
    }

    /// All rows in one array: for kernels that read it in its order. Made on first use where a change was made.
    pub(crate) fn whole(&self) -> &Rows<T>
    where
        T: Copy,
    {
        match self.places {
            None => &self.known,
            Some(_) => self.whole.get_or_init(|| self.copied()),
        }
    }

    /// The same rows in an array of their own.
    fn copied(&self) -> Rows<T>
    where
        T: Copy,
    {
        let cells = self.iter().map(<[T]>::len).sum();
        let mut rows = Rows::with_capacity(self.len(), cells);
        self.iter().for_each(|row| rows.push(row.iter().copied()));
        rows
    }
}

impl<T: PartialEq> PartialEq for PatchedRows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use crate::rows::{PatchedRows, Piece, Rows};

    #[test]
    fn patched_rows_are_spliced_ones() {
        let mut known = Rows::default();
        for row in 0..2_000_u32 {
            known.push((0..row % 4).map(|cell| 10 * row + cell));
        }
        let patched = PatchedRows::from(known.clone());
        let fresh = |number: usize| vec![7; number];
        let first = [
            Piece::Fresh(0),
            Piece::Kept(1..140),
            Piece::Fresh(2),
            Piece::Kept(150..2_000),
        ];
        // One that was fresh before stays, another goes.
        let second = [
            Piece::Kept(1..141),
            Piece::Fresh(1),
            Piece::Kept(141..1_980),
        ];
        let (known, patched) = (known.spliced(&first, fresh), patched.patched(&first, fresh));
        assert!(patched.iter().eq(known.iter()) && patched.places.is_some());
        let before = patched.clone();
        let (known, patched) = (
            known.spliced(&second, fresh),
            patched.patched(&second, fresh),
        );
        assert!(patched.iter().eq(known.iter()) && patched.places.is_some());
        assert!(patched.cells().eq(known.cells()));
        assert_eq!(patched.whole(), &known);
        assert_eq!(patched.row_or_empty(1_979_usize), known.row(1_979_usize));
        assert!(patched.row_or_empty(1_980_usize).is_empty());
        for (row, other) in [(0, 1), (139, 140), (140, 140), (5, 6), (5, 7)] {
            let same = known.row(row) == before.row(other);
            assert_eq!(patched.has_row_of(row, &before, other), same);
        }
    }

    #[test]
    fn where_many_rows_are_fresh_or_gone_all_are_an_array_of_their_own() {
        let mut rows = Rows::default();
        (0..10_u32).for_each(|row| rows.push([row]));
        let patched = PatchedRows::from(rows);
        let few = patched.patched(&[Piece::Kept(0..9), Piece::Fresh(0)], |_| [7, 7]);
        assert!(few.places.is_none());
        assert!(few.cells().eq(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 7, 7]));
        let fewer = patched.patched(&[Piece::Kept(0..9)], |_| []);
        assert!(fewer.places.is_none() && fewer.known.cells().len() == 9);
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
        assert_eq!((nobody.len(), nobody == patched), (0, false));
    }
}
