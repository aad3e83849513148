//! Questions of a caller who has features and weights, but no names.

use crate::benefit::feature::Want;
use crate::benefit::kinds::FeatureKinds;
use crate::benefit::profiles::Profiles;
use crate::error::Error;
use crate::numeric::lowest_place_first;
use crate::rows::Rows;
use crate::rows::{AsIndex, narrow};
use crate::unit;

/// Features are numbers below this: tables over all of them are kept.
pub const MOST_FEATURES: u32 = 1 << 24;

/// What each of many people wants and gives, as sparse rows over one list of features.
///
/// Person i gains from person j the sum, over the features that i wants and j gives, of weight times value; more than 1 counts as 1.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::{Pool, SparseVectors};
///
/// const RUST: u32 = 0;
/// const FUNDRAISING: u32 = 1;
/// let mut people = SparseVectors::new();
/// people.push(&[(FUNDRAISING, 1.0)], &[(RUST, 0.9)])?;
/// people.push(&[(RUST, 1.0)], &[(FUNDRAISING, 0.7)])?;
/// people.push(&[(RUST, 1.0)], &[])?; // gives nothing, so nobody gains
/// let pool = Pool::new(people);
/// let peers = pool.recommend(0, 10, Mean::HARMONIC);
/// assert_eq!(peers.len(), 1);
/// assert_eq!(peers[0].person, 1);
/// assert!((peers[0].score - 0.7875).abs() < 1e-6);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct SparseVectors {
    wants: Rows<Want>,
    gives: Rows<(u32, f32)>,
    keys: Vec<u64>,
}

impl SparseVectors {
    /// Nobody yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// assert_eq!(SparseVectors::new().people(), 0);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next person, who gets the next number: `(feature, weight)` of wants and `(feature, value)` of gives, in any order.
    ///
    /// # Errors
    ///
    /// When a weight or a value is not a number from 0 to 1, a feature comes twice in a row or is [`MOST_FEATURES`] or more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!(people.gain(0, 1), 0.5); // 0 wants feature 0, of which 1 gives 0.5
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn push(&mut self, wants: &[(u32, f32)], gives: &[(u32, f32)]) -> Result<(), Error> {
        self.push_keyed(wants, gives, self.keys.len() as u64)
    }

    /// Like [`push`](Self::push), with the key that decides between equal scores, lowest first. Keys should be distinct.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// people.push_keyed(&[], &[(0, 0.2)], 7)?;
    /// assert_eq!(people.key(2), 7);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn push_keyed(
        &mut self,
        wants: &[(u32, f32)],
        gives: &[(u32, f32)],
        key: u64,
    ) -> Result<(), Error> {
        let person = self.keys.len();
        // Both rows are checked before either is kept, so a refused person leaves no trace.
        let wants = row("want", person, wants)?;
        let gives = row("give", person, gives)?;
        self.wants
            .push(wants.into_iter().map(|(feature, weight)| Want {
                feature,
                weight,
                floor: 0.0,
            }));
        self.gives.push(gives);
        self.keys.push(key);
        Ok(())
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!(people.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        narrow(self.keys.len())
    }

    /// What person `i` gains from person `j`: the sum in f32, features ascending, at most 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!((people.gain(0, 1), people.gain(1, 0)), (0.5, 0.8));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gain(&self, i: u32, j: u32) -> f32 {
        self.profiles().gain(i, j)
    }

    /// The key of a person.
    ///
    /// # Panics
    ///
    /// When there is no such person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::SparseVectors;
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// people.push_keyed(&[], &[], 99)?;
    /// assert_eq!((people.key(0), people.key(2)), (0, 99));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn key(&self, person: u32) -> u64 {
        self.keys[person.as_index()]
    }

    /// Adds a person of other vectors.
    pub(crate) fn copy(&mut self, other: &Self, person: u32) {
        let row = person.as_index();
        self.wants.push(other.wants.row(row).iter().copied());
        self.gives.push(other.gives.row(row).iter().copied());
        self.keys.push(other.keys[row]);
    }

    /// Gives back the space that growing person by person took.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.wants.shrink_to_fit();
        self.gives.shrink_to_fit();
        self.keys.shrink_to_fit();
    }

    pub(crate) fn profiles(&self) -> Profiles<'_> {
        Profiles {
            wants: &self.wants,
            gives: &self.gives,
            kinds: FeatureKinds::PRODUCTS,
            stances: None,
            max_extra_gains: &[],
            meaning: None,
            links: None,
            keys: &self.keys,
        }
    }
}

/// Checks a row at the door and sorts it; entries of nothing are left out.
fn row(kind: &str, person: usize, entries: &[(u32, f32)]) -> Result<Vec<(u32, f32)>, Error> {
    let mut row = Vec::with_capacity(entries.len());
    for &(feature, value) in entries {
        let what = || format!("feature of a {kind} of person {person}");
        unit::within(
            feature,
            0..=MOST_FEATURES - 1,
            "a number below 16,777,216",
            what,
        )?;
        let value =
            unit::Unit::check(value, || format!("{kind} {feature} of person {person}"))?.get();
        row.push((feature, value));
    }
    // Ascending features are the order of the canonical sum; a feature given twice would have none.
    row.sort_unstable_by(lowest_place_first);
    if let Some(pair) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::Duplicate {
            what: format!("{kind} {} of person {person}", pair[0].0),
        });
    }
    row.retain(|entry| entry.1 > 0.0);
    Ok(row)
}
