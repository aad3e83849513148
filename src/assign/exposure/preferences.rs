//! How much everyone wants everyone: two sides or one pool, complete or with candidate lists.

use std::sync::Arc;

use crate::assign::exposure::candidates::{Candidates, union_of};
use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preference_lists::{PreferenceLists, check_matrix, product};
use crate::error::Error;
use crate::rows::{AsIndex, narrow};
use crate::unit::within;

/// One side of a market. The people of a pool are all [`Left`](MarketSide::Left).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MarketSide {
    /// The first side, or the pool.
    Left,
    /// The second side.
    Right,
}

impl AsIndex for MarketSide {
    fn as_index(self) -> usize {
        usize::from(self == Self::Right)
    }
}

/// How much everyone wants everyone: the input of every solver of this room. Cheap to clone.
///
/// A want is a number from 0 to 1: the chance that one agrees to meet the other once seen. Two sides meet across
/// (mentors and mentees); in a pool everyone meets everyone else.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Candidates, Preferences};
/// // Two mentors and three mentees, row by row.
/// let mentors = [0.9, 0.1, 0.5, 0.2, 0.8, 0.5];
/// let mentees = [0.7, 0.3, 0.6, 0.6, 0.5, 0.5];
/// let dense = Preferences::two_sides(2, 3, &mentors, &mentees)?;
/// assert_eq!((dense.left(), dense.right()), (2, 3));
///
/// // The same as candidate lists; whoever is not listed by either is never shown.
/// let mentors = Candidates::from_rows([vec![(0, 0.9), (2, 0.5)], vec![(1, 0.8)]])?;
/// let mentees = Candidates::from_rows([vec![(0, 0.7)], vec![(1, 0.5)], vec![(0, 0.5)]])?;
/// assert_eq!(Preferences::two_sides_listed(&mentors, &mentees)?.pairs(), 3);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Preferences {
    pub(crate) left: Arc<PreferenceLists>,
    /// Absent in a pool.
    pub(crate) right: Option<Arc<PreferenceLists>>,
}

impl Preferences {
    /// Two sides with complete lists: `wants` is left × right, `wanted` is right × left, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when a matrix has another size, [`Error::OutOfRange`] for a number outside 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert_eq!((preferences.left(), preferences.right()), (2, 1));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn two_sides(left: u32, right: u32, wants: &[f64], wanted: &[f64]) -> Result<Self, Error> {
        let (rows, columns) = (left.as_index(), right.as_index());
        check_matrix("wants of the left side", wants, left, right)?;
        check_matrix("wants of the right side", wanted, right, left)?;
        let here = Layout::Complete { rows, columns };
        let there = Layout::Complete {
            rows: columns,
            columns: rows,
        };
        let ours = PreferenceLists::new(here, wants.to_vec(), wanted);
        let theirs = PreferenceLists::new(there, wanted.to_vec(), wants);
        Ok(Self {
            left: Arc::new(ours),
            right: Some(Arc::new(theirs)),
        })
    }

    /// One pool in which everyone lists everyone else: `wants` is people × people, row by row; its diagonal is not read.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when the matrix has another size, [`Error::OutOfRange`] for a number outside 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert!(Preferences::pool(2, &[0.0, 0.9, 0.4, 0.0])?.is_pool());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn pool(people: u32, wants: &[f64]) -> Result<Self, Error> {
        check_matrix("wants of the pool", wants, people, people)?;
        let size = people.as_index();
        // The diagonal, what people want of themselves, is dropped.
        let others = wants
            .iter()
            .enumerate()
            .filter(|(cell, _)| cell / size != cell % size);
        let wants: Vec<f64> = others.map(|(_, &want)| want).collect();
        let lists = PreferenceLists::new(Layout::Everyone { people: size }, wants.clone(), &wants);
        Ok(Self {
            left: Arc::new(lists),
            right: None,
        })
    }

    /// Two sides with candidate lists. A pair that either lists is a pair of the market; who does not list the other wants them 0.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] when a list names someone past the end of the other side, [`Error::TooMany`] for more than 2³² − 1 pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Candidates, Preferences};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let left = Candidates::from_rows([[(0, 0.9)], [(0, 0.8)]])?;
    /// let right = Candidates::from_rows([[(0, 0.5), (1, 0.5)]])?;
    /// assert_eq!(Preferences::two_sides_listed(&left, &right)?.pairs(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn two_sides_listed(left: &Candidates, right: &Candidates) -> Result<Self, Error> {
        left.check_columns(right.rows(), "left")?;
        right.check_columns(left.rows(), "right")?;
        // A pair listed by either side is kept on both: the side that did not list it wants nothing of it.
        let (here, there, wants, wanted) =
            union_of(left, &right.transposed(left.rows()), right.rows())?;
        let mut theirs = vec![0.0; wanted.len()];
        there.mirror_into(&wanted, &mut theirs);
        let mut back = vec![0.0; wants.len()];
        there.mirror_into(&wants, &mut back);
        let both = product(&wants, &wanted);
        let ours = PreferenceLists::with_product(here, wants, both);
        let both = product(&theirs, &back);
        let theirs = PreferenceLists::with_product(there, theirs, both);
        Ok(Self {
            left: Arc::new(ours),
            right: Some(Arc::new(theirs)),
        })
    }

    /// One pool with candidate lists. A pair that either lists is a pair of the market; who does not list the other wants them 0.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] when a list names someone past the end, [`Error::SamePerson`] when someone lists themself,
    /// [`Error::TooMany`] for more than 2³² − 1 pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Candidates, Preferences};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let people = Candidates::from_rows([[(1, 0.9)], [(0, 0.4)]])?;
    /// assert!(Preferences::pool_listed(&people)?.is_pool());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn pool_listed(people: &Candidates) -> Result<Self, Error> {
        people.check_columns(people.rows(), "pool")?;
        people.check_no_self()?;
        let (here, _, wants, wanted) =
            union_of(people, &people.transposed(people.rows()), people.rows())?;
        let both = product(&wants, &wanted);
        let lists = PreferenceLists::with_product(here, wants, both);
        Ok(Self {
            left: Arc::new(lists),
            right: None,
        })
    }

    /// Caps the attention that people of a side give: a list ends where its places add up to the cap.
    ///
    /// Whoever is not named has no cap. A cap given again replaces the one before.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] for someone past the end, [`Error::OutOfRange`] for a cap that is negative or not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Preferences};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert!(preferences.giving(MarketSide::Left, [(0, -1.0)]).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn giving(
        mut self,
        side: MarketSide,
        caps: impl IntoIterator<Item = (u32, f64)>,
    ) -> Result<Self, Error> {
        let lists = self.lists_mut(side)?;
        let rows = lists.layout.rows();
        set_caps(&mut lists.gives, rows, caps, "attention given")?;
        Ok(self)
    }

    /// Caps the attention that people of a side receive over all lists of the others.
    ///
    /// Whoever is not named has no cap. A cap given again replaces the one before.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] for someone past the end, [`Error::OutOfRange`] for a cap that is negative or not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Preferences};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert!(preferences.receiving(MarketSide::Right, [(0, 1.0)]).is_ok());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn receiving(
        mut self,
        side: MarketSide,
        caps: impl IntoIterator<Item = (u32, f64)>,
    ) -> Result<Self, Error> {
        let lists = self.lists_mut(side)?;
        let rows = lists.layout.rows();
        set_caps(&mut lists.receives, rows, caps, "attention received")?;
        Ok(self)
    }

    /// How many people the left side, or the pool, has.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert_eq!(preferences.left(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn left(&self) -> u32 {
        narrow(self.left.layout.rows())
    }

    /// How many people the right side has; 0 for a pool.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert_eq!(preferences.right(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn right(&self) -> u32 {
        self.right
            .as_ref()
            .map_or(0, |lists| narrow(lists.layout.rows()))
    }

    /// Whether there is one pool instead of two sides.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert!(!preferences.is_pool());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn is_pool(&self) -> bool {
        self.right.is_none()
    }

    /// How many entries the lists of the left side, or of the pool, have together.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Preferences;
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// assert_eq!(preferences.pairs(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.left.layout.slots() as u64
    }

    /// The sides that have lists of their own: both, or the one of a pool.
    pub(crate) fn sides(&self) -> impl Iterator<Item = MarketSide> + use<> {
        let right = (!self.is_pool()).then_some(MarketSide::Right);
        [MarketSide::Left].into_iter().chain(right)
    }

    /// The side whose people stand in the lists of a side; a pool faces itself.
    pub(crate) fn facing(&self, side: MarketSide) -> MarketSide {
        match side {
            MarketSide::Left if !self.is_pool() => MarketSide::Right,
            _ => MarketSide::Left,
        }
    }

    /// The lists of a side; a pool answers for both.
    pub(crate) fn lists(&self, side: MarketSide) -> &PreferenceLists {
        match (side, &self.right) {
            (MarketSide::Right, Some(right)) => right,
            _ => &self.left,
        }
    }

    fn lists_mut(&mut self, side: MarketSide) -> Result<&mut PreferenceLists, Error> {
        let shared = match (side, &mut self.right) {
            (MarketSide::Left, _) => &mut self.left,
            (MarketSide::Right, Some(right)) => right,
            (MarketSide::Right, None) => {
                return Err(Error::unknown(
                    "right side of a pool".to_string(),
                    "the left side, which is the pool",
                ));
            }
        };
        // Copy on write: an allocation may still hold the lists as they were.
        if Arc::get_mut(shared).is_none() {
            *shared = Arc::new(shared.copy());
        }
        Ok(Arc::get_mut(shared).expect("the copy above is held by nobody else"))
    }
}

fn set_caps(
    caps: &mut Vec<f64>,
    rows: usize,
    given: impl IntoIterator<Item = (u32, f64)>,
    kind: &str,
) -> Result<(), Error> {
    // Whoever is not named has no cap.
    caps.resize(rows, f64::INFINITY);
    for (person, cap) in given {
        let what = || format!("cap on {kind} of person {person}");
        within(cap, 0.0..=f64::MAX, "a finite number from 0", what)?;
        let place = caps.get_mut(person.as_index());
        *place.ok_or_else(|| Error::unknown(what(), "someone of that side"))? = cap;
    }
    Ok(())
}
