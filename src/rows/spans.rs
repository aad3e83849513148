//! Where each row of a flat array starts and ends.

use std::ops::Range;

use crate::par;
use crate::rows::index::{AsIndex, narrow};

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

    /// Gives back the space that growing row by row took beyond the rows.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.starts.shrink_to_fit();
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

    /// Where the cells of a stretch of rows lie.
    pub(crate) fn stretch(&self, rows: Range<usize>) -> Range<usize> {
        match rows.is_empty() {
            true => 0..0,
            false => self.starts[rows.start].as_index()..self.starts[rows.end].as_index(),
        }
    }

    /// Appends rows as long as a stretch of others.
    pub(crate) fn extend(&mut self, others: &Self, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let (before, from) = (narrow(self.cells()), others.starts[rows.start]);
        narrow(before.as_index() + (others.starts[rows.end] - from).as_index());
        let ends = &others.starts[rows.start + 1..=rows.end];
        self.starts
            .extend(ends.iter().map(|end| before + (end - from)));
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
