//! Rows of varying length in flat arrays, and optional indices in four bytes.
//!
//! A graph's neighbours, a person's offers, the holders of a skill: each is a short row of which there are many. One `Vec` a row
//! costs 24 bytes and an allocation; here all cells lie in one array and a row is a range of it (compressed sparse rows).
//!
//! - [`Spans`]: only where each row starts and ends, 4 bytes a row; for cells that lie in several parallel arrays (targets and
//!   weights). [`Spans::sorted_by_row`] is the counting sort, [`Spans::for_each_mut`] works on rows in parallel.
//! - [`Rows<T>`]: spans and one array of cells. [`Rows::from_pairs`] sorts `(row, cell)` pairs by counting, [`Rows::push`] appends a
//!   row, [`Rows::row`] reads one, [`Rows::transposed`] swaps rows and columns.
//! - [`Column<T>`]: one cell a row, read by `u32`, `usize` or id.
//! - [`MaybeIndex`]: `Option<u32>` in four bytes, in place of a sentinel of `u32::MAX`.
//! - [`AsIndex`] and [`narrow`]: the one place where `u32` and `usize` become each other; rows are read by either, or by an id.

use std::ops::{Deref, DerefMut, Index, IndexMut, Range};

use crate::par;

/// What names a place in an array.
pub(crate) trait AsIndex: Copy {
    /// The place, counted from 0.
    fn as_index(self) -> usize;
}

impl AsIndex for usize {
    #[inline(always)]
    fn as_index(self) -> usize {
        self
    }
}

impl AsIndex for u8 {
    #[inline(always)]
    fn as_index(self) -> usize {
        usize::from(self)
    }
}

impl AsIndex for u16 {
    #[inline(always)]
    fn as_index(self) -> usize {
        usize::from(self)
    }
}

impl AsIndex for u32 {
    #[inline(always)]
    fn as_index(self) -> usize {
        self as usize
    }
}

/// A place as a small number.
///
/// # Panics
///
/// Panics when the place is 2³² or more: everything that is numbered here is checked for that at the door.
#[inline(always)]
pub(crate) fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than 2^32 of everything")
}

/// An optional index below 2³² − 1 in four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MaybeIndex(u32);

impl MaybeIndex {
    /// No index.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// An index. 2³² − 1 itself cannot be held and reads as none.
    #[inline(always)]
    pub(crate) const fn some(index: u32) -> Self {
        debug_assert!(index != u32::MAX);
        Self(index)
    }

    #[inline(always)]
    pub(crate) const fn get(self) -> Option<u32> {
        if self.0 == u32::MAX {
            None
        } else {
            Some(self.0)
        }
    }

    /// The index as a place in an array.
    #[inline(always)]
    pub(crate) fn place(self) -> Option<usize> {
        self.get().map(AsIndex::as_index)
    }

    #[inline(always)]
    pub(crate) const fn is_some(self) -> bool {
        self.0 != u32::MAX
    }

    #[inline(always)]
    pub(crate) const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// Whether it is this very index.
    #[inline(always)]
    pub(crate) const fn is(self, index: u32) -> bool {
        self.0 == index && index != u32::MAX
    }
}

impl Default for MaybeIndex {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<Option<u32>> for MaybeIndex {
    fn from(index: Option<u32>) -> Self {
        index.map_or(Self::NONE, Self::some)
    }
}

impl std::fmt::Debug for MaybeIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

/// Where each row of a flat array starts and ends: row `r` holds the places `starts[r]..starts[r + 1]`.
///
/// No rows at all is an empty array, without allocation. Fewer than 2³² cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spans {
    /// Empty, or one more than there are rows; the first is 0.
    starts: Vec<u32>,
}

impl Spans {
    /// No rows yet, with room for so many.
    pub(crate) fn with_capacity(rows: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Self { starts }
    }

    /// Rows of the given lengths.
    pub(crate) fn from_lengths(lengths: impl IntoIterator<Item = usize>) -> Self {
        let mut spans = Self::default();
        lengths.into_iter().for_each(|length| spans.push(length));
        spans
    }

    /// Counts how many cells fall into each of `rows` rows, given the row of each cell.
    pub(crate) fn counted<R: AsIndex>(rows: usize, row_of_cells: impl Iterator<Item = R>) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for row in row_of_cells {
            starts[row.as_index() + 1] += 1;
        }
        let mut sum = 0_u32;
        for start in &mut starts {
            sum = sum.checked_add(*start).expect("fewer than 2^32 cells");
            *start = sum;
        }
        Self { starts }
    }

    /// A stable counting sort: the rows, and for each cell given the place where it belongs. Cells of one row keep their order.
    pub(crate) fn sorted_by_row<R: AsIndex>(
        rows: usize,
        row_of_cells: impl Iterator<Item = R> + Clone,
    ) -> (Self, Vec<u32>) {
        let spans = Self::counted(rows, row_of_cells.clone());
        let mut filling = spans.filling();
        let places = row_of_cells.map(|row| filling.next(row)).collect();
        (spans, places)
    }

    /// Appends a row of so many cells.
    pub(crate) fn push(&mut self, length: usize) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.starts.push(narrow(self.cells() + length));
    }

    /// How many rows there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many cells all rows have together.
    #[inline(always)]
    pub(crate) fn cells(&self) -> usize {
        self.starts.last().copied().unwrap_or(0).as_index()
    }

    /// The places of a row in the flat array.
    #[inline(always)]
    pub(crate) fn row(&self, row: impl AsIndex) -> Range<usize> {
        let row = row.as_index();
        self.starts[row].as_index()..self.starts[row + 1].as_index()
    }

    /// Like [`row`](Self::row), empty where there is no such row.
    pub(crate) fn row_or_empty(&self, row: impl AsIndex) -> Range<usize> {
        if row.as_index() < self.len() {
            self.row(row)
        } else {
            0..0
        }
    }

    /// How many cells a row has.
    #[inline(always)]
    pub(crate) fn length(&self, row: impl AsIndex) -> usize {
        self.row(row).len()
    }

    /// The longest row's length.
    pub(crate) fn longest(&self) -> usize {
        (0..self.len())
            .map(|row| self.length(row))
            .max()
            .unwrap_or(0)
    }

    /// The row in which a place lies, by binary search.
    pub(crate) fn row_of(&self, place: impl AsIndex) -> usize {
        let place = place.as_index();
        self.starts
            .partition_point(|start| start.as_index() <= place)
            - 1
    }

    /// The row of each place, ascending.
    pub(crate) fn row_of_each(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        (0..narrow(self.len())).flat_map(|row| std::iter::repeat_n(row, self.length(row)))
    }

    /// The next free place of each row, for filling rows cell by cell.
    pub(crate) fn filling(&self) -> Filling {
        Filling {
            next: self.starts.clone(),
        }
    }

    /// Calls `f(scratch, row, cells)` for each row of an array with these spans, in parallel in shares of about equal numbers of
    /// cells; `scratch` is called once a share.
    pub(crate) fn for_each_mut<S, T: Send>(
        &self,
        cells: &mut [T],
        scratch: impl Fn() -> S + Sync,
        f: impl Fn(&mut S, usize, &mut [T]) + Sync,
    ) {
        let mut done = vec![(); self.len()];
        let start = |row: usize| self.starts[row].as_index();
        par::map_spans(cells, start, &mut done, scratch, f);
    }
}

/// Rows that are being filled cell by cell.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    next: Vec<u32>,
}

impl Filling {
    /// Takes the next free place of a row.
    #[inline(always)]
    pub(crate) fn next(&mut self, row: impl AsIndex) -> u32 {
        let next = &mut self.next[row.as_index()];
        *next += 1;
        *next - 1
    }
}

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

/// One entry each for things that are numbered, read by the number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Column<T>(Vec<T>);

impl<T: Clone> Column<T> {
    /// The same entry for each of so many.
    pub(crate) fn filled(count: impl AsIndex, entry: T) -> Self {
        Self(vec![entry; count.as_index()])
    }
}

impl<T> Column<T> {
    /// An entry; `None` where there is no such number.
    #[inline]
    pub(crate) fn at(&self, index: impl AsIndex) -> Option<&T> {
        self.0.get(index.as_index())
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(entries: Vec<T>) -> Self {
        Self(entries)
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> Deref for Column<T> {
    type Target = Vec<T>;

    #[inline(always)]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Column<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T, I: AsIndex> Index<I> for Column<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, index: I) -> &T {
        &self.0[index.as_index()]
    }
}

impl<T, I: AsIndex> IndexMut<I> for Column<T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.0[index.as_index()]
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
