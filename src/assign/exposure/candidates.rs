//! Sparse candidate lists of one side, with how much each candidate is wanted.

use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preference_lists::check_want;
use crate::error::Error;
use crate::numeric::lowest_place_first;
use crate::rows::{AsIndex, Rows, Spans, narrow};

/// Candidate lists of one side: for each person the others that may be shown, with how much each is wanted.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::Candidates;
/// let lists = Candidates::from_rows([vec![(2, 0.5), (1, 0.9)], vec![]])?;
/// assert_eq!(lists.people(), 2);
/// assert_eq!(lists.of(0).collect::<Vec<_>>(), [(1, 0.9), (2, 0.5)]);
/// assert!(Candidates::from_rows([[(1, 0.5), (1, 0.6)]]).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates(Rows<(u32, f64)>);

/// The union of both sides' lists: the layouts of the two sides, and both sides' wants in the first one's order.
pub(crate) type Union = (Layout, Layout, Vec<f64>, Vec<f64>);

impl Candidates {
    /// Lists from one row a person; the order within a row does not matter.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a want outside 0 to 1, [`Error::Duplicate`] for someone who is listed twice in a row,
    /// [`Error::TooMany`] for more than 2³² − 1 people or entries.
    ///
    /// # Complexity
    ///
    /// O(c log l) for c entries in rows of at most l.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Candidates;
    /// let lists = Candidates::from_rows([vec![(1, 0.9)], vec![(0, 0.4)]])?;
    /// assert_eq!(lists.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn from_rows<R>(rows: impl IntoIterator<Item = R>) -> Result<Self, Error>
    where
        R: IntoIterator<Item = (u32, f64)>,
    {
        let mut lists = Rows::default();
        for (person, entries) in rows.into_iter().enumerate() {
            let mut row: Vec<(u32, f64)> = entries.into_iter().collect();
            row.sort_unstable_by(lowest_place_first);
            // Sorted by candidate, so a duplicate stands beside its twin.
            if let Some(pair) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(Error::Duplicate {
                    what: format!("candidate {} of person {person}", pair[0].0),
                });
            }
            for &(column, want) in &row {
                let what = || format!("want of person {person} for candidate {column}");
                check_want(want, what)?;
            }
            // Counted as rows come in: too many are refused before they fill the memory.
            check_count("people", person + 1)?;
            check_count("candidate lists", lists.cells().len() + row.len())?;
            lists.push(row);
        }
        Ok(Self(lists))
    }

    /// How many people have a list, which may be empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Candidates;
    /// assert_eq!(Candidates::from_rows([[(1, 0.9)], [(0, 0.4)]])?.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        narrow(self.rows())
    }

    /// The candidates of a person with how much each is wanted, lowest number first; none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Candidates;
    /// assert!(Candidates::from_rows([[(1, 0.9)], [(0, 0.4)]])?.of(0).eq([(1, 0.9)]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn of(&self, person: u32) -> impl ExactSizeIterator<Item = (u32, f64)> {
        self.0.row_or_empty(person).iter().copied()
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn check_columns(&self, others: usize, side: &'static str) -> Result<(), Error> {
        let mut columns = self.0.cells().iter().map(|entry| entry.0);
        match columns.find(|column| column.as_index() >= others) {
            None => Ok(()),
            Some(stranger) => Err(Error::unknown(
                format!("candidate {stranger} in the lists of the {side} side"),
                "someone of the other side",
            )),
        }
    }

    pub(crate) fn check_no_self(&self) -> Result<(), Error> {
        let lists_self = |&person: &u32| self.of(person).any(|(column, _)| column == person);
        match (0..self.people()).find(lists_self) {
            None => Ok(()),
            Some(person) => Err(Error::SamePerson {
                what: format!("candidate list of person {person}"),
            }),
        }
    }

    /// The same entries by column.
    pub(crate) fn transposed(&self, columns: usize) -> Self {
        Self(
            self.0
                .transposed(columns, |row, (column, want)| (column, (row, want))),
        )
    }
}

fn check_count(what: &str, count: usize) -> Result<(), Error> {
    match u32::try_from(count) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::TooMany {
            what: what.to_string(),
            count,
            limit: u32::MAX.as_index(),
        }),
    }
}

/// Merges one side's lists with the other's, transposed to the same rows.
pub(crate) fn union_of(
    own: &Candidates,
    other: &Candidates,
    columns: usize,
) -> Result<Union, Error> {
    let mut pairs: Vec<(u32, f64, f64)> = Vec::new();
    let mut spans = Spans::with_capacity(own.rows());
    for row in 0..own.people() {
        let before = pairs.len();
        let (mut mine, mut theirs) = (own.of(row).peekable(), other.of(row).peekable());
        // Both rows ascend: the lower column is next, and a column of both is taken from both at once.
        while let Some(column) = [mine.peek(), theirs.peek()]
            .into_iter()
            .flatten()
            .map(|next| next.0)
            .min()
        {
            let want = mine
                .next_if(|next| next.0 == column)
                .map_or(0.0, |next| next.1);
            let wanted = theirs
                .next_if(|next| next.0 == column)
                .map_or(0.0, |next| next.1);
            pairs.push((column, want, wanted));
        }
        check_count("pairs of the market", pairs.len())?;
        spans.push(pairs.len() - before);
    }
    let (here, there) = layouts(spans, pairs.iter().map(|pair| pair.0).collect(), columns);
    let wants = pairs.iter().map(|pair| pair.1).collect();
    let wanted = pairs.iter().map(|pair| pair.2).collect();
    Ok((here, there, wants, wanted))
}

/// The layouts of both sides for the pairs of one side.
fn layouts(spans: Spans, columns: Vec<u32>, others: usize) -> (Layout, Layout) {
    // A counting sort by column: where each slot of this side stands on the other, and back.
    let (back, mirror) = Spans::sorted_by_row(others, columns.iter().copied());
    let mut there = vec![0; columns.len()];
    let mut rows = vec![0; columns.len()];
    for ((slot, row), &place) in (0_u32..).zip(spans.row_of_each()).zip(&mirror) {
        there[place.as_index()] = slot;
        rows[place.as_index()] = row;
    }
    let here = Layout::Listed {
        spans,
        columns,
        mirror,
    };
    let facing = Layout::Listed {
        spans: back,
        columns: rows,
        mirror: there,
    };
    (here, facing)
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::candidates::{Candidates, union_of};

    #[test]
    fn a_pair_that_either_lists_is_in_both_layouts_and_mirrors_itself() {
        let left = Candidates::from_rows([vec![(2, 0.1), (0, 0.2)], vec![], vec![(1, 0.3)]])
            .expect("lists");
        let right = Candidates::from_rows([vec![(1, 0.4)], vec![], vec![(0, 0.5), (2, 0.6)]])
            .expect("lists");
        let (here, there, wants, wanted) =
            union_of(&left, &right.transposed(3), 3).expect("few pairs");
        assert_eq!(wants, [0.2, 0.1, 0.0, 0.3, 0.0]);
        assert_eq!(wanted, [0.0, 0.5, 0.4, 0.0, 0.6]);
        for row in 0..3 {
            for (place, slot) in here.span(row).enumerate() {
                let other = here.mirror_slot(row, place);
                let column = here.column(row, place);
                assert!(there.span(column).contains(&other));
                assert_eq!(there.column(column, other - there.start(column)), row);
                assert_eq!(there.mirror_slot(column, other - there.start(column)), slot);
            }
        }
    }
}
