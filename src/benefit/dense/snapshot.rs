//! People with vectors who join, change and leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::benefit::Mean;
use crate::benefit::dense::DenseVectors;
use crate::benefit::dense::everyone::score_dense_block;
use crate::benefit::top_k::Scored;
use crate::error::Error;
use crate::rows::AsIndex;

/// People with vectors who come, change and go, each known by a key. Immutable: a change makes a new snapshot, which shares the vectors
/// of those who stay.
///
/// Answers are those of [`DenseVectors`] of the same people; equal scores are decided by key, lowest first. The `person` of an answer is
/// the place of its key among all, ascending.
///
/// # Complexity
///
/// A change takes 16 bytes a person who stays, and the numbers of those who come.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::{DenseSnapshot, DenseVectors};
/// let monday = DenseVectors::new(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.5, 0.5, 0.0], 2)?.with_keys(&[100, 200])?;
/// let monday = DenseSnapshot::new(&monday)?;
/// let late = DenseVectors::new(&[0.0, 1.0], &[0.9, 0.0], 2)?.with_keys(&[150])?;
/// let tuesday = monday.with(&late)?.without([200]);
/// assert_eq!(monday.recommend(100, 5, Mean::HARMONIC).map(|list| list[0].key), Some(200));
/// assert_eq!(tuesday.recommend(100, 5, Mean::HARMONIC).map(|list| list[0].key), Some(150));
/// assert_eq!(tuesday.recommend(200, 5, Mean::HARMONIC), None);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct DenseSnapshot {
    width: u32,
    /// Needs, then offers, by key.
    people: BTreeMap<u64, Arc<[f32]>>,
}

impl DenseSnapshot {
    /// The first people.
    ///
    /// # Errors
    ///
    /// When two have one key.
    pub fn new(people: &DenseVectors<'_>) -> Result<Self, Error> {
        Self::default().with(people)
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.people.len() as u32
    }

    /// With these people: new keys join, known keys change.
    ///
    /// # Errors
    ///
    /// When two of them have one key, or their vectors are not as wide as those of the people who stay.
    pub fn with(&self, people: &DenseVectors<'_>) -> Result<Self, Error> {
        let mut keys: Vec<u64> = (0..people.people())
            .map(|person| people.key(person))
            .collect();
        keys.sort_unstable();
        if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::Duplicate {
                what: format!("key {}", pair[0]),
            });
        }
        // Who is in both is replaced; widths are compared with those who stay.
        let mut snapshot = self.without(keys);
        let width = people.width as u32;
        if people.people() > 0 && !snapshot.people.is_empty() && width != snapshot.width {
            return Err(Error::Shape {
                what: "vectors of people who join".into(),
                found: format!("{width} numbers"),
                expected: format!("{}, as those of the people who stay", snapshot.width),
            });
        }
        if people.people() > 0 {
            snapshot.width = width;
        }
        // Needs and offers side by side, as they are read for one pair.
        for person in 0..people.people() {
            let numbers = [people.needs_of(person), people.offers_of(person)].concat();
            snapshot.people.insert(people.key(person), numbers.into());
        }
        Ok(snapshot)
    }

    /// Without the people of these keys; unknown keys are ignored.
    #[must_use]
    pub fn without(&self, keys: impl IntoIterator<Item = u64>) -> Self {
        let mut snapshot = self.clone();
        for key in keys {
            snapshot.people.remove(&key);
        }
        snapshot
    }

    /// The best `limit` of the person of a key, `None` when there is none.
    #[must_use]
    pub fn recommend(&self, key: u64, limit: u32, mean: Mean) -> Option<Vec<Scored>> {
        let own = self.people.get(&key)?;
        let (needs, offers) = own.split_at(own.len() / 2);
        let keys = [key];
        let asker = self.vectors(needs, offers, &keys);
        self.laid(|everyone| score_dense_block(&asker, everyone, limit, mean).pop())
    }

    /// Everyone's best `limit`, by key ascending.
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<(u64, Vec<Scored>)> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let lists = self.laid(|everyone| everyone.recommend_all(limit, mean));
        self.people.keys().copied().zip(lists).collect()
    }

    /// Everyone's vectors as matrices, keys ascending.
    fn laid<T>(&self, ask: impl FnOnce(&DenseVectors<'_>) -> T) -> T {
        let width = self.width.as_index();
        let keys: Vec<u64> = self.people.keys().copied().collect();
        let half = |at: usize| {
            let rows = self.people.values();
            let rows = rows.flat_map(move |row| &row[at * width..(at + 1) * width]);
            rows.copied().collect::<Vec<f32>>()
        };
        let (needs, offers) = (half(0), half(1));
        ask(&self.vectors(&needs, &offers, &keys))
    }

    fn vectors<'v>(
        &self,
        needs: &'v [f32],
        offers: &'v [f32],
        keys: &'v [u64],
    ) -> DenseVectors<'v> {
        let vectors = DenseVectors::new(needs, offers, self.width);
        let vectors = vectors.and_then(|vectors| vectors.with_keys(keys));
        vectors.expect("rows were checked when they came")
    }
}
