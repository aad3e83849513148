//! Where each ordered pair of people stands in a flat array.

use crate::par;
use crate::rows::{AsIndex, Spans, narrow};

/// Rows that are transposed together, so that each cache line of the source is read once.
const BAND: usize = 16;

/// The places of the pairs of one side's lists: row after row, columns ascending within a row.
#[derive(Debug, Clone)]
pub(crate) enum Layout {
    /// Every row lists every column.
    Complete { rows: usize, columns: usize },
    /// Everyone lists everyone else.
    Everyone { people: usize },
    /// Candidate lists; `mirror` gives for a slot the slot of the same pair in the other side's layout.
    Listed {
        spans: Spans,
        columns: Vec<u32>,
        mirror: Vec<u32>,
    },
}

impl Layout {
    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        match self {
            Self::Complete { rows, .. } => *rows,
            Self::Everyone { people } => *people,
            Self::Listed { spans, .. } => spans.len(),
        }
    }

    /// How many slots there are.
    pub(crate) fn slots(&self) -> usize {
        self.start(self.rows())
    }

    /// The first slot of a row; that of one past the last row is the number of slots.
    pub(crate) fn start(&self, row: usize) -> usize {
        match self {
            Self::Complete { columns, .. } => row * columns,
            Self::Everyone { people } => row * people.saturating_sub(1),
            Self::Listed { spans, .. } if row == spans.len() => spans.cells(),
            Self::Listed { spans, .. } => spans.row(row).start,
        }
    }

    /// The slots of a row.
    pub(crate) fn span(&self, row: usize) -> std::ops::Range<usize> {
        self.start(row)..self.start(row + 1)
    }

    /// Like [`span`](Self::span), empty where there is no such row.
    pub(crate) fn span_or_empty(&self, row: usize) -> std::ops::Range<usize> {
        match row < self.rows() {
            true => self.span(row),
            false => 0..0,
        }
    }

    /// The longest row.
    pub(crate) fn widest(&self) -> usize {
        match self {
            Self::Complete { columns, .. } => *columns,
            Self::Everyone { people } => people.saturating_sub(1),
            Self::Listed { spans, .. } => spans.longest(),
        }
    }

    /// The column at a place of a row.
    pub(crate) fn column(&self, row: usize, place: usize) -> usize {
        match self {
            Self::Complete { .. } => place,
            Self::Everyone { .. } => place + usize::from(place >= row),
            Self::Listed { spans, columns, .. } => columns[spans.row(row).start + place].as_index(),
        }
    }

    /// The place of a column in a row, if the row lists it.
    pub(crate) fn place(&self, row: usize, column: usize) -> Option<usize> {
        match self {
            Self::Complete { columns, .. } => (column < *columns).then_some(column),
            Self::Everyone { people } => {
                (column < *people && column != row).then(|| column - usize::from(column > row))
            }
            Self::Listed { spans, columns, .. } => columns[spans.row(row)]
                .binary_search(&(narrow(column)))
                .ok(),
        }
    }

    /// Writes the numbers of a row's columns: `out[place] = numbers[column]`.
    pub(crate) fn gather(&self, row: usize, numbers: &[f64], out: &mut [f64]) {
        match self {
            Self::Complete { .. } => out.copy_from_slice(numbers),
            Self::Everyone { .. } => {
                // A pool's row leaves out the person themself, so places from there on are one less.
                out[..row].copy_from_slice(&numbers[..row]);
                out[row..].copy_from_slice(&numbers[row + 1..]);
            }
            Self::Listed { spans, columns, .. } => {
                let columns = &columns[spans.row(row)];
                for (cell, &column) in out.iter_mut().zip(columns) {
                    *cell = numbers[column.as_index()];
                }
            }
        }
    }

    /// Adds a multiple of a row's numbers to those of its columns.
    pub(crate) fn add_scaled(&self, row: usize, factor: f64, numbers: &[f64], out: &mut [f64]) {
        let add = |out: &mut [f64], numbers: &[f64]| {
            out.iter_mut()
                .zip(numbers)
                .for_each(|(sum, number)| *sum += factor * number);
        };
        match self {
            Self::Complete { .. } => add(out, numbers),
            Self::Everyone { .. } => {
                // A pool leaves out the diagonal: numbers behind it stand one column later.
                add(&mut out[..row], &numbers[..row]);
                add(&mut out[row + 1..], &numbers[row..]);
            }
            Self::Listed { spans, columns, .. } => {
                let columns = &columns[spans.row(row)];
                for (&column, number) in columns.iter().zip(numbers) {
                    out[column.as_index()] += factor * number;
                }
            }
        }
    }

    /// Calls `f(scratch, row, cells)` for each row of an array in this layout, in parallel.
    pub(crate) fn for_each_row<S, T: Send>(
        &self,
        cells: &mut [T],
        scratch: impl Fn() -> S + Sync,
        f: impl Fn(&mut S, usize, &mut [T]) + Sync,
    ) {
        let mut done = vec![(); self.rows()];
        par::map_spans(cells, |row| self.start(row), &mut done, scratch, f);
    }

    /// Whether both layouts list the same pairs in the same slots.
    pub(crate) fn same_entries(&self, other: &Self) -> bool {
        // Mirrors follow from spans and columns, so they are not compared.
        match (self, other) {
            (
                Self::Complete {
                    rows: a,
                    columns: b,
                },
                Self::Complete {
                    rows: c,
                    columns: d,
                },
            ) => (a, b) == (c, d),
            (Self::Everyone { people: a }, Self::Everyone { people: b }) => a == b,
            (
                Self::Listed {
                    spans: a,
                    columns: b,
                    ..
                },
                Self::Listed {
                    spans: c,
                    columns: d,
                    ..
                },
            ) => (a, b) == (c, d),
            _ => false,
        }
    }

    /// Writes the other side's numbers in the order of this layout.
    pub(crate) fn mirror_into(&self, other: &[f64], out: &mut [f64]) {
        if out.is_empty() {
            return;
        }
        match self {
            Self::Complete { rows, columns } => {
                transpose(other, out, *columns, |column, row| column * rows + row)
            }
            Self::Everyone { people } => transpose_pool(other, out, *people),
            Self::Listed { mirror, .. } => {
                const SHARE: usize = 1 << 14;
                // Listed entries know the slot of their mirror image; the copy is a gather, cut into shares for the workers.
                par::for_each_light_row(out, SHARE, |share, cells| {
                    let from = &mirror[share * SHARE..];
                    for (cell, &slot) in cells.iter_mut().zip(from) {
                        *cell = other[slot.as_index()];
                    }
                });
            }
        }
    }

    /// The slot of the same pair in the other side's layout.
    pub(crate) fn mirror_slot(&self, row: usize, place: usize) -> usize {
        match self {
            Self::Complete { rows, .. } => place * rows + row,
            Self::Everyone { people } => {
                let column = self.column(row, place);
                column * (people - 1) + row - usize::from(row > column)
            }
            Self::Listed { spans, mirror, .. } => mirror[spans.row(row).start + place].as_index(),
        }
    }
}

/// Transposes a complete matrix, a band of rows at a time.
fn transpose(
    other: &[f64],
    out: &mut [f64],
    width: usize,
    slot: impl Fn(usize, usize) -> usize + Sync,
) {
    par::for_each_light_row(out, width * BAND, |band, cells| {
        let height = cells.len() / width;
        for column in 0..width {
            let source = &other[slot(column, band * BAND)..][..height];
            for (row, &value) in source.iter().enumerate() {
                cells[row * width + column] = value;
            }
        }
    });
}

/// Transposes a square matrix without its diagonal.
fn transpose_pool(other: &[f64], out: &mut [f64], people: usize) {
    let width = people - 1;
    par::for_each_light_row(out, width * BAND, |band, cells| {
        let first = band * BAND;
        let height = cells.len() / width;
        // A band of rows at a time, so that the cells read and written stay in the cache.
        for column in 0..people {
            for row in (0..height).filter(|row| first + row != column) {
                let person = first + row;
                cells[row * width + column - usize::from(column > person)] =
                    other[column * width + person - usize::from(person > column)];
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::layout::Layout;

    #[test]
    fn mirroring_agrees_with_the_slot_by_slot_definition() {
        let layouts = [
            (
                Layout::Complete {
                    rows: 37,
                    columns: 21,
                },
                Layout::Complete {
                    rows: 21,
                    columns: 37,
                },
            ),
            (
                Layout::Everyone { people: 35 },
                Layout::Everyone { people: 35 },
            ),
            (
                Layout::Everyone { people: 2 },
                Layout::Everyone { people: 2 },
            ),
        ];
        for (here, there) in layouts {
            let numbers: Vec<f64> = (0..there.slots()).map(|slot| slot as f64).collect();
            let mut out = vec![-1.0; here.slots()];
            here.mirror_into(&numbers, &mut out);
            for row in 0..here.rows() {
                for (place, slot) in here.span(row).enumerate() {
                    let other = here.mirror_slot(row, place);
                    assert_eq!(out[slot], other as f64);
                    let column = here.column(row, place);
                    assert_eq!(here.place(row, column), Some(place));
                    assert_eq!(
                        there.place(column, row).map(|at| there.start(column) + at),
                        Some(other)
                    );
                }
            }
        }
    }
}
