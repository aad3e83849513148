//! How far two people are expected to disagree at most, where what was not said is foretold.
//!
//! The bound is a product of a row of one with a column of the other, the same whichever of the two gives the row: its first terms are
//! added, the others multiplied.

use crate::numeric::greater;

/// Terms of a person.
pub(crate) const TERMS: usize = 6;

/// Covers the rounding of a bound: a sum of a few products of numbers of about 1, in f32.
const SLACK: f32 = 1e-5;

/// A row or a column.
pub(crate) type Terms = [f32; TERMS];

/// Terms by person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    rows: Vec<Terms>,
    columns: Vec<Terms>,
}

/// A row, and columns laid out side by side: so registers bound many pairs at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExpectedRow<'t, const N: usize> {
    pub(crate) row: Terms,
    pub(crate) columns: &'t [[f32; N]; TERMS],
}

impl Expected {
    /// By person, a row and a column.
    pub(crate) fn new(terms: impl IntoIterator<Item = [Terms; 2]>) -> Self {
        let mut expected = Self::default();
        for [row, column] in terms {
            expected.rows.push(row);
            expected.columns.push(column);
        }
        expected
    }

    /// Whether anything is foretold.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn row(&self, person: usize) -> Terms {
        self.rows[person]
    }

    /// What two people's disagreement scores at most.
    pub(crate) fn most(&self, i: usize, j: usize) -> f32 {
        let (row, column) = (&self.rows[i], &self.columns[j]);
        let products = row.iter().zip(column).skip(1);
        let sum = products.fold(row[0] + column[0], |sum, (one, other)| sum + one * other);
        greater(sum, 0.0) + SLACK
    }

    /// Puts a person's column at a place of a table.
    pub(crate) fn lay_out<const N: usize>(
        &self,
        person: usize,
        columns: &mut [[f32; N]; TERMS],
        place: usize,
    ) {
        for (column, term) in columns.iter_mut().zip(self.columns[person]) {
            column[place] = term;
        }
    }
}

impl<const N: usize> ExpectedRow<'_, N> {
    /// What the disagreement with the one at each place scores at most.
    #[inline(always)]
    pub(crate) fn most(&self) -> [f32; N] {
        let mut most = self.columns[0];
        // Term by term over all places, of which the compiler makes registers.
        for term in 1..TERMS {
            let (own, column) = (self.row[term], &self.columns[term]);
            for place in 0..N {
                most[place] += own * column[place];
            }
        }
        for most in &mut most {
            *most = greater(*most + self.row[0], 0.0) + SLACK;
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::expected::{Expected, ExpectedRow};

    #[test]
    fn a_row_bounds_each_as_the_pair_alone() {
        let term = |person: usize, at: usize| ((person * 7 + at * 3) % 11) as f32 / 11.0 - 0.3;
        let of = |person: usize, from: usize| std::array::from_fn(|at| term(person, at + from));
        let expected = Expected::new((0..4).map(|person| [of(person, 0), of(person, 5)]));
        let mut columns = [[0.0; 4]; 6];
        (0..4).for_each(|person| expected.lay_out(person, &mut columns, person));
        for i in 0..4 {
            let row = expected.row(i);
            let columns = &columns;
            let most = ExpectedRow { row, columns }.most();
            for (j, &most) in most.iter().enumerate() {
                assert!((most - expected.most(i, j)).abs() < 1e-6);
            }
        }
    }
}
