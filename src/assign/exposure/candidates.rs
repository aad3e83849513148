//! Floor 3 — whom does each list, and how much are they wanted? (compressed rows)

use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preferences::check_want;
use crate::error::Error;

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
pub struct Candidates {
    starts: Vec<usize>,
    columns: Vec<u32>,
    wants: Vec<f64>,
}

/// The union of both sides' lists: the layouts of the two sides, and both sides' wants in the first one's order.
pub(crate) type United = (Layout, Layout, Vec<f64>, Vec<f64>);

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
    pub fn from_rows<R>(rows: impl IntoIterator<Item = R>) -> Result<Self, Error>
    where
        R: IntoIterator<Item = (u32, f64)>,
    {
        let mut lists = Self {
            starts: vec![0],
            ..Self::default()
        };
        let mut row: Vec<(u32, f64)> = Vec::new();
        for (person, entries) in rows.into_iter().enumerate() {
            row.clear();
            row.extend(entries);
            row.sort_unstable_by_key(|&(column, _)| column);
            if let Some(pair) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(Error::Duplicate {
                    what: format!("candidate {} of person {person}", pair[0].0),
                });
            }
            for &(column, want) in &row {
                check_want(want, || {
                    format!("want of person {person} for candidate {column}")
                })?;
                lists.columns.push(column);
                lists.wants.push(want);
            }
            lists.starts.push(lists.columns.len());
        }
        check_count("people", lists.rows())?;
        check_count("candidate lists", lists.columns.len())?;
        Ok(lists)
    }

    /// How many people have a list, which may be empty.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.rows() as u32
    }

    /// The candidates of a person with how much each is wanted, lowest number first.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    pub fn of(&self, person: u32) -> impl ExactSizeIterator<Item = (u32, f64)> {
        let span = self.starts[person as usize]..self.starts[person as usize + 1];
        self.columns[span.clone()]
            .iter()
            .copied()
            .zip(self.wants[span].iter().copied())
    }

    pub(crate) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn check_columns(&self, others: usize, side: &'static str) -> Result<(), Error> {
        match self
            .columns
            .iter()
            .position(|&column| column as usize >= others)
        {
            None => Ok(()),
            Some(slot) => Err(Error::Unknown {
                what: format!(
                    "candidate {} in the lists of the {side} side",
                    self.columns[slot]
                ),
                expected: "someone of the other side",
            }),
        }
    }

    pub(crate) fn check_strangers(&self) -> Result<(), Error> {
        for person in 0..self.people() {
            if self.of(person).any(|(column, _)| column == person) {
                return Err(Error::SamePerson {
                    what: format!("candidate list of person {person}"),
                });
            }
        }
        Ok(())
    }

    /// The same entries by column.
    pub(crate) fn turned(&self, columns: usize) -> Self {
        let mut starts = vec![0; columns + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut turned = Self {
            starts,
            columns: vec![0; self.columns.len()],
            wants: vec![0.0; self.columns.len()],
        };
        for row in 0..self.rows() {
            for slot in self.starts[row]..self.starts[row + 1] {
                let place = &mut next[self.columns[slot] as usize];
                turned.columns[*place] = row as u32;
                turned.wants[*place] = self.wants[slot];
                *place += 1;
            }
        }
        turned
    }
}

fn check_count(what: &str, count: usize) -> Result<(), Error> {
    match u32::try_from(count) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::TooMany {
            what: what.to_string(),
            count,
            limit: u32::MAX as usize,
        }),
    }
}

/// Merges one side's lists with the other's, turned to the same rows.
pub(crate) fn unite(own: &Candidates, other: &Candidates, columns: usize) -> Result<United, Error> {
    let mut starts = vec![0];
    let (mut listed, mut wants, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..own.rows() {
        let (mut a, mut b) = (own.starts[row], other.starts[row]);
        let (last_a, last_b) = (own.starts[row + 1], other.starts[row + 1]);
        while a < last_a || b < last_b {
            let one = if a < last_a {
                u64::from(own.columns[a])
            } else {
                u64::MAX
            };
            let two = if b < last_b {
                u64::from(other.columns[b])
            } else {
                u64::MAX
            };
            listed.push(one.min(two) as u32);
            wants.push(if one <= two { own.wants[a] } else { 0.0 });
            wanted.push(if two <= one { other.wants[b] } else { 0.0 });
            a += usize::from(one <= two);
            b += usize::from(two <= one);
        }
        starts.push(listed.len());
    }
    check_count("pairs of the market", listed.len())?;
    let (here, there) = facing(starts, listed, columns);
    Ok((here, there, wants, wanted))
}

/// The layouts of both sides for the pairs of one side.
fn facing(starts: Vec<usize>, columns: Vec<u32>, others: usize) -> (Layout, Layout) {
    let mut back = vec![0; others + 1];
    for &column in &columns {
        back[column as usize + 1] += 1;
    }
    for column in 0..others {
        back[column + 1] += back[column];
    }
    let mut next = back.clone();
    let (mut mirror, mut rows, mut there) = (
        vec![0; columns.len()],
        vec![0; columns.len()],
        vec![0; columns.len()],
    );
    for row in 0..starts.len() - 1 {
        for slot in starts[row]..starts[row + 1] {
            let place = &mut next[columns[slot] as usize];
            mirror[slot] = *place as u32;
            rows[*place] = row as u32;
            there[*place] = slot as u32;
            *place += 1;
        }
    }
    let here = Layout::Listed {
        starts,
        columns,
        mirror,
    };
    let facing = Layout::Listed {
        starts: back,
        columns: rows,
        mirror: there,
    };
    (here, facing)
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::candidates::{Candidates, unite};

    #[test]
    fn a_pair_that_either_lists_is_in_both_layouts_and_mirrors_itself() {
        let left = Candidates::from_rows([vec![(2, 0.1), (0, 0.2)], vec![], vec![(1, 0.3)]])
            .expect("lists");
        let right = Candidates::from_rows([vec![(1, 0.4)], vec![], vec![(0, 0.5), (2, 0.6)]])
            .expect("lists");
        let (here, there, wants, wanted) = unite(&left, &right.turned(3), 3).expect("few pairs");
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
