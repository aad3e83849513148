//! Rows of varying length in flat arrays, and optional indices in four bytes.
//!
//! A graph's neighbours, a person's offers, the holders of a skill: each is a short row of which there are many. One `Vec` a row
//! costs 24 bytes and an allocation; here all cells lie in one array and a row is a range of it (compressed sparse rows).
//!
//! - [`Spans`]: only where each row starts and ends, 4 bytes a row; for cells that lie in several parallel arrays (targets and
//!   weights). [`Spans::sorted_by_row`] is the counting sort, [`Spans::for_each_mut`] works on rows in parallel.
//! - [`Rows<T>`]: spans and one array of cells. [`Rows::from_pairs`] sorts `(row, cell)` pairs by counting, [`Rows::push`] appends a
//!   row, [`Rows::row`] reads one, [`Rows::transposed`] swaps rows and columns.
//! - [`PatchedRows<T>`]: rows that share those before a small change.
//! - [`Column<T>`]: one cell a row, read by `u32`, `usize` or id.
//! - [`signature`]: a bit for each key of a row, by which most pairs of short rows are seen to share none.
//! - [`MaybeIndex`]: `Option<u32>` in four bytes, in place of a sentinel of `u32::MAX`.
//! - [`AsIndex`] and [`narrow`]: the one place where `u32` and `usize` become each other; rows are read by either, or by an id.

mod column;
mod index;
mod patched;
mod signature;
mod spans;
mod splice;

pub(crate) use crate::rows::column::Column;
pub(crate) use crate::rows::index::{AsIndex, MaybeIndex, narrow};
pub(crate) use crate::rows::patched::PatchedRows;
pub(crate) use crate::rows::signature::signature;
pub(crate) use crate::rows::spans::Spans;
pub(crate) use crate::rows::splice::{Piece, spliced};

/// Rows of varying length in one array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows<T> {
    spans: Spans,
    cells: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            spans: Spans::default(),
            cells: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// No rows yet, with room for so many.
    pub(crate) fn with_capacity(rows: usize, cells: usize) -> Self {
        Self {
            spans: Spans::with_capacity(rows),
            cells: Vec::with_capacity(cells),
        }
    }

    /// Appends a row.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        let before = self.cells.len();
        self.cells.extend(row);
        self.spans.push(self.cells.len() - before);
    }

    /// Gives back the space that growing row by row took beyond the cells, for rows that are kept.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.spans.shrink_to_fit();
        self.cells.shrink_to_fit();
    }

    /// How many rows there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The cells of a row.
    #[inline(always)]
    pub(crate) fn row(&self, row: impl AsIndex) -> &[T] {
        &self.cells[self.spans.row(row)]
    }

    /// Like [`row`](Self::row), empty where there is no such row.
    pub(crate) fn row_or_empty(&self, row: impl AsIndex) -> &[T] {
        &self.cells[self.spans.row_or_empty(row)]
    }

    /// The cells of a row, to be changed.
    #[inline(always)]
    pub(crate) fn row_mut(&mut self, row: impl AsIndex) -> &mut [T] {
        &mut self.cells[self.spans.row(row)]
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[T]> + Clone {
        (0..self.len()).map(|row| self.row(row))
    }

    /// The cells of all rows.
    pub(crate) fn cells(&self) -> &[T] {
        &self.cells
    }
}

impl<T: Copy> Rows<T> {
    /// Other rows in the place of some of these: stretches are copied whole, and `fresh` tells the others.
    pub(crate) fn spliced<I: IntoIterator<Item = T>>(
        &self,
        pieces: &[Piece],
        mut fresh: impl FnMut(usize) -> I,
    ) -> Self {
        // Fresh rows come first, so that room is made once for all: one cell too many would take the space of all again.
        let mut new = Self::default();
        let (mut rows, mut cells) = (0, 0);
        for piece in pieces {
            match piece {
                Piece::Kept(kept) => {
                    rows += kept.len();
                    cells += self.spans.stretch(kept.clone()).len();
                }
                Piece::Fresh(row) => new.push(fresh(*row)),
            }
        }
        let mut all = Self::with_capacity(rows + new.len(), cells + new.cells.len());
        let mut new = new.iter();
        for piece in pieces {
            match piece {
                Piece::Kept(rows) => {
                    all.cells
                        .extend_from_slice(&self.cells[self.spans.stretch(rows.clone())]);
                    all.spans.extend(&self.spans, rows.clone());
                }
                Piece::Fresh(_) => all.push(new.next().into_iter().flatten().copied()),
            }
        }
        all
    }

    /// Rows of the same lengths, each cell turned into another.
    pub(crate) fn mapped<U>(&self, turn: impl Fn(T) -> U) -> Rows<U> {
        Rows {
            spans: self.spans.clone(),
            cells: self.cells.iter().map(|&cell| turn(cell)).collect(),
        }
    }

    /// Sorts `(row, cell)` pairs into `rows` rows by counting; cells of one row stay in the order in which they come.
    ///
    /// O(rows + cells) time; the pairs are gone through twice.
    ///
    /// # Panics
    ///
    /// Panics when a row is `rows` or more.
    pub(crate) fn from_pairs<R: AsIndex>(
        rows: usize,
        pairs: impl Iterator<Item = (R, T)> + Clone,
    ) -> Self {
        let spans = Spans::counted(rows, pairs.clone().map(|(row, _)| row));
        let Some((_, first)) = pairs.clone().next() else {
            return Self {
                spans,
                cells: Vec::new(),
            };
        };
        // A counting sort in two passes: the first counts the rows, the second fills them in the order of the pairs.
        let mut cells = vec![first; spans.cells()];
        let mut filling = spans.filling();
        for (row, cell) in pairs {
            cells[filling.next(row).as_index()] = cell;
        }
        Self { spans, cells }
    }

    /// Swaps rows and columns: `turn(row, cell)` tells the column of a cell and what it becomes there. Rows ascend within a column.
    pub(crate) fn transposed<U: Copy>(
        &self,
        columns: usize,
        turn: impl Fn(u32, T) -> (u32, U) + Copy,
    ) -> Rows<U> {
        let pairs = self.spans.row_of_each().zip(&self.cells);
        Rows::from_pairs(columns, pairs.map(move |(row, &cell)| turn(row, cell)))
    }
}

#[cfg(test)]
mod tests {
    use crate::rows::{MaybeIndex, Rows, Spans};

    #[test]
    fn pairs_are_sorted_by_row_and_keep_their_order() {
        let pairs = [(2_u32, 'a'), (0, 'b'), (2, 'c'), (4, 'd'), (0, 'e')];
        let rows = Rows::from_pairs(6, pairs.iter().copied());
        let found: Vec<String> = rows.iter().map(|row| row.iter().collect()).collect();
        assert_eq!(found, ["be", "", "ac", "", "d", ""]);
        assert_eq!(rows.row_or_empty(9_u32), []);
        let (spans, places) = Spans::sorted_by_row(6, pairs.iter().map(|pair| pair.0));
        assert_eq!(spans, rows.spans);
        for (&(_, cell), &place) in pairs.iter().zip(&places) {
            assert_eq!(rows.cells()[place as usize], cell);
        }
        for (place, row) in spans.row_of_each().enumerate() {
            assert!(spans.row(row).contains(&place));
        }
        assert_eq!(spans.longest(), 2);
    }

    #[test]
    fn transposing_twice_gives_the_rows_back() {
        let mut rows = Rows::default();
        for row in [vec![1_u32, 3], vec![], vec![0, 1, 2], vec![3]] {
            rows.push(row);
        }
        let columns = rows.transposed(5, |row, column| (column, row));
        let found: Vec<&[u32]> = columns.iter().collect();
        assert_eq!(found, [&[2_u32][..], &[0, 2], &[2], &[0, 3], &[]]);
        assert_eq!(columns.transposed(4, |row, column| (column, row)), rows);
        assert_eq!(
            Rows::<u32>::default()
                .transposed(0, |row, cell| (row, cell))
                .len(),
            0
        );
    }

    #[test]
    fn rows_are_visited_once_each_whatever_their_length() {
        let lengths = [0, 5, 1, 0, 394, 1, 0];
        let spans = Spans::from_lengths(lengths);
        let mut cells = vec![0; 401];
        spans.for_each_mut(
            &mut cells,
            || (),
            |(), row, cells| {
                assert_eq!(cells.len(), lengths[row]);
                cells.iter_mut().for_each(|cell| *cell += row);
            },
        );
        assert!(spans.row_of_each().map(|row| row as usize).eq(cells));
    }

    #[test]
    fn an_optional_index_takes_four_bytes() {
        assert_eq!(size_of::<MaybeIndex>(), 4);
        assert_eq!(MaybeIndex::from(Some(7)).get(), Some(7));
        assert_eq!(MaybeIndex::default().get(), None);
        assert!(MaybeIndex::some(7).is(7) && !MaybeIndex::NONE.is(u32::MAX));
        assert_eq!(format!("{:?}", MaybeIndex::some(0)), "Some(0)");
    }
}
