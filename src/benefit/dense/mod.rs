//! Everyone's best peers when needs and offers are embedding vectors.

pub(crate) mod closeness;
mod dot;
mod everyone;
mod measure;
mod panel;
mod panel_pairs;
mod snapshot;
mod tile;

use crate::benefit::Mean;
use crate::benefit::dense::dot::dot;
pub(crate) use crate::benefit::dense::dot::{TOGETHER, dot_on, dots_on};
pub use crate::benefit::dense::everyone::score_dense_block;
pub use crate::benefit::dense::snapshot::DenseSnapshot;
use crate::benefit::top_k::{Scored, TopK};
use crate::error::Error;
use crate::numeric;
use crate::rows::AsIndex;

/// The largest magnitude of a number in a vector: sums of squares stay far from the end of f32.
pub const MOST_MAGNITUDE: f32 = numeric::MOST_MAGNITUDE;

/// Vectors of needs and offers, one row a person, as any embedding gives them.
///
/// Person i gains b(i←j) = max(0, ⟨needsᵢ, offersⱼ⟩) from person j: a negative sum is no gain. The score is the power mean of both gains.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::DenseVectors;
/// let needs = [1.0, 0.0, /* ben */ 0.0, 1.0, /* caro */ 0.0, 1.0];
/// let offers = [0.0, 0.8, /* ben */ 0.6, 0.1, /* caro */ 0.9, 0.0];
/// let people = DenseVectors::new(&needs, &offers, 2)?;
/// let lists = people.recommend_all(1, Mean::MINIMUM);
/// assert_eq!((lists[0][0].person, lists[0][0].score), (2, 0.8));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct DenseVectors<'v> {
    needs: &'v [f32],
    offers: &'v [f32],
    width: usize,
    keys: Option<&'v [u64]>,
}

impl<'v> DenseVectors<'v> {
    /// Takes two matrices in row-major order, `width` numbers a person.
    ///
    /// # Errors
    ///
    /// When `width` is 0, the matrices are not whole rows of as many people, or a number is not finite or beyond [`MOST_MAGNITUDE`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::DenseVectors;
    /// let people = DenseVectors::new(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.8, 0.5, 0.0], 2)?;
    /// assert_eq!(people.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(needs: &'v [f32], offers: &'v [f32], width: u32) -> Result<Self, Error> {
        let columns = width.as_index();
        for (what, matrix) in [("needs matrix", needs), ("offers matrix", offers)] {
            if columns == 0 || !matrix.len().is_multiple_of(columns) {
                return Err(Error::Shape {
                    what: what.into(),
                    found: format!("{} numbers in rows of {width}", matrix.len()),
                    expected: "whole rows of at least one number".into(),
                });
            }
            // The negated range also catches what is not a number.
            let bad = matrix
                .iter()
                .position(|value| !(-MOST_MAGNITUDE..=MOST_MAGNITUDE).contains(value));
            if let Some(place) = bad {
                return Err(Error::OutOfRange {
                    what: format!(
                        "{what}, row {}, column {}",
                        place / columns,
                        place % columns
                    ),
                    value: matrix[place].into(),
                    expected: "a finite number of magnitude at most 1e9",
                });
            }
        }
        // Both matrices are of the same people, numbered by u32.
        if needs.len() != offers.len() || needs.len() / columns > u32::MAX as usize {
            return Err(Error::Shape {
                what: "offers matrix".into(),
                found: format!("{} rows", offers.len() / columns),
                expected: format!("{} rows, as the needs matrix has", needs.len() / columns),
            });
        }
        Ok(Self {
            needs,
            offers,
            width: columns,
            keys: None,
        })
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::DenseVectors;
    /// let people = DenseVectors::new(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.8, 0.5, 0.0], 2)?;
    /// assert_eq!(people.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        (self.needs.len() / self.width) as u32
    }

    /// Gives everyone a key, which decides between equal scores, lowest first, and says who they are wherever their vectors lie. Keys
    /// should be distinct; without any, the row is the key.
    ///
    /// # Errors
    ///
    /// When there is not one key a row.
    pub fn with_keys(self, keys: &'v [u64]) -> Result<Self, Error> {
        if keys.len() != self.people().as_index() {
            return Err(Error::Shape {
                what: "list of keys".into(),
                found: format!("{} keys", keys.len()),
                expected: format!("{}, one for each row", self.people()),
            });
        }
        Ok(Self {
            keys: Some(keys),
            ..self
        })
    }

    /// The key of a person.
    ///
    /// # Panics
    ///
    /// When keys were given and there is no such person.
    #[must_use]
    pub fn key(&self, person: u32) -> u64 {
        match self.keys {
            Some(keys) => keys[person.as_index()],
            None => u64::from(person),
        }
    }

    /// What person `i` gains from person `j`: ⟨needsᵢ, offersⱼ⟩ or 0, whichever is more; 0 for a number that is nobody's.
    ///
    /// The sum has one rounding everywhere: products are added in 16 interleaved sums, each ascending, and these halved pairwise.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::DenseVectors;
    /// let people = DenseVectors::new(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.8, 0.5, 0.0], 2)?;
    /// assert_eq!((people.gain(0, 1), people.gain(1, 0)), (0.5, 0.8));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gain(&self, i: u32, j: u32) -> f32 {
        if i.max(j) >= self.people() {
            return 0.0;
        }
        dot(self.row(self.needs, i), self.row(self.offers, j)).max(0.0)
    }

    /// The best `limit` peers of a person by scoring everyone: what [`recommend_all`](Self::recommend_all) is measured against.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::DenseVectors;
    /// let people = DenseVectors::new(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.8, 0.5, 0.0], 2)?;
    /// assert_eq!(people.recommend(0, 5, Mean::MINIMUM)[0].person, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend(&self, person: u32, limit: u32, mean: Mean) -> Vec<Scored> {
        self.recommend_where(person, limit, mean, |_| true)
    }

    /// The best `limit` peers of a person among those who are admitted: a subset, or all but some.
    ///
    /// # Complexity
    ///
    /// O(admitted × width).
    #[must_use]
    pub fn recommend_where(
        &self,
        person: u32,
        limit: u32,
        mean: Mean,
        admits: impl Fn(u32) -> bool,
    ) -> Vec<Scored> {
        let order = Order::of(self);
        let mut top = TopK::new(limit);
        for other in (0..self.people()).filter(|&other| other != person && admits(other)) {
            let score = mean.of(self.gain(person, other), self.gain(other, person));
            if score > 0.0 {
                top.offer(order.rank[other.as_index()], score);
            }
        }
        order.list(self, top)
    }

    fn row(&self, matrix: &'v [f32], person: u32) -> &'v [f32] {
        &matrix[person.as_index() * self.width..][..self.width]
    }

    pub(crate) fn needs_of(&self, person: u32) -> &'v [f32] {
        self.row(self.needs, person)
    }

    pub(crate) fn offers_of(&self, person: u32) -> &'v [f32] {
        self.row(self.offers, person)
    }
}

/// Who comes before whom among equal scores: by key, then by row.
#[derive(Debug)]
pub(crate) struct Order {
    /// The rank of each person.
    pub(crate) rank: Vec<u32>,
    /// The person of each rank.
    pub(crate) at: Vec<u32>,
}

impl Order {
    pub(crate) fn of(vectors: &DenseVectors<'_>) -> Self {
        let at = numeric::ordered_by_key(0..vectors.people(), |person| vectors.key(person));
        let mut rank = vec![0; at.len()];
        for (place, &person) in (0..).zip(&at) {
            rank[person.as_index()] = place;
        }
        Self { rank, at }
    }

    /// A list of ranks as people.
    pub(crate) fn list(&self, vectors: &DenseVectors<'_>, top: TopK) -> Vec<Scored> {
        let scored = |(rank, score): (u32, f32)| {
            let person = self.at[rank.as_index()];
            Scored {
                person,
                score,
                key: vectors.key(person),
            }
        };
        top.into_list().map(scored).collect()
    }
}
