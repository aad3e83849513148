//! People who join, change and leave, without everything being laid out anew.
//!
//! A snapshot is a few pools of very different sizes. A change adds a small pool and marks who is gone from the others; pools of like
//! size become one, as the digits of a counter carry.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::benefit::Mean;
use crate::benefit::pool::Pool;
use crate::benefit::sparse::SparseVectors;
use crate::benefit::top_k::{Scored, merge};
use crate::error::Error;
use crate::rows::AsIndex;

/// People who come, change and go, each known by a key. Immutable: a change makes a new snapshot, which shares what did not change.
///
/// Answers are those of a [`Pool`] that is made anew of the same people, whatever the order of changes. Equal scores are decided by
/// key, lowest first: keys that are given in name order, with gaps for names to come, keep name order.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::{Snapshot, SparseVectors};
/// let mut first = SparseVectors::new();
/// first.push_keyed(&[(0, 1.0)], &[(1, 0.5)], 100)?;
/// first.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 200)?;
/// let monday = Snapshot::new(first)?;
///
/// let mut late = SparseVectors::new();
/// late.push_keyed(&[(1, 1.0)], &[(0, 0.9)], 150)?;
/// let tuesday = monday.with(late)?.without([200]);
/// assert_eq!(monday.recommend(100, 5, Mean::HARMONIC).map(|list| list[0].key), Some(200));
/// assert_eq!(tuesday.recommend(100, 5, Mean::HARMONIC).map(|list| list[0].key), Some(150));
/// assert_eq!(tuesday.recommend(200, 5, Mean::HARMONIC), None);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Largest first; every living key is in one.
    segments: Vec<Segment>,
}

/// People laid out at one time, and who of them is gone by now.
#[derive(Debug, Clone)]
struct Segment {
    laid: Arc<Laid>,
    gone: Arc<BTreeSet<u32>>,
}

/// People laid out, with a way from key to number.
#[derive(Debug)]
struct Laid {
    pool: Pool,
    /// Keys ascending, each with its number.
    numbers: Vec<(u64, u32)>,
}

/// A segment is laid out anew without the gone when these are more than one in this many.
const GONE: usize = 8;

impl Snapshot {
    /// The first people.
    ///
    /// # Errors
    ///
    /// When two have one key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::{Snapshot, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 10)?;
    /// people.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 20)?;
    /// let snapshot = Snapshot::new(people)?;
    /// assert_eq!(snapshot.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(people: SparseVectors) -> Result<Self, Error> {
        let mut snapshot = Self::default();
        if people.people() > 0 {
            snapshot.segments.push(Segment::new(people)?);
        }
        Ok(snapshot)
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::{Snapshot, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 10)?;
    /// people.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 20)?;
    /// let snapshot = Snapshot::new(people)?;
    /// assert_eq!(snapshot.people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        self.segments.iter().map(Segment::living).sum::<usize>() as u32
    }

    /// With these people: new keys join, known keys change.
    ///
    /// # Errors
    ///
    /// When two of them have one key.
    ///
    /// # Complexity
    ///
    /// O(entries of the change × log people) on average over many changes, for each person is laid out anew some log₂ people times;
    /// a single change that makes two large segments one takes as long as laying them out.
    pub fn with(&self, people: SparseVectors) -> Result<Self, Error> {
        if people.people() == 0 {
            return Ok(self.clone());
        }
        let joined = Segment::new(people)?;
        let keys = joined.laid.numbers.iter().map(|&(key, _)| key);
        let mut snapshot = self.without(keys);
        snapshot.segments.push(joined);
        snapshot.carry();
        Ok(snapshot)
    }

    /// Without the people of these keys; unknown keys are ignored.
    ///
    /// # Complexity
    ///
    /// O(keys × log people), plus the gone of the segments they were in, at most one person in eight.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::{Snapshot, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 10)?;
    /// people.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 20)?;
    /// let snapshot = Snapshot::new(people)?;
    /// assert_eq!(snapshot.without([20]).people(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn without(&self, keys: impl IntoIterator<Item = u64>) -> Self {
        let mut snapshot = self.clone();
        for key in keys {
            if let Some((segment, number)) = snapshot.find(key) {
                Arc::make_mut(&mut snapshot.segments[segment].gone).insert(number);
            }
        }
        for segment in &mut snapshot.segments {
            // A segment is laid out anew once enough of it is gone: the cost per departure stays constant on average.
            if segment.gone.len() * GONE > segment.laid.numbers.len() {
                *segment = Segment::of(&[segment]);
            }
        }
        snapshot.segments.retain(|segment| segment.living() > 0);
        snapshot
    }

    /// The best `limit` of the person of a key, `None` when there is none.
    ///
    /// The `person` of an answer is a number within a segment; its key says who it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Snapshot, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 10)?;
    /// people.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 20)?;
    /// let snapshot = Snapshot::new(people)?;
    /// let list = snapshot.recommend(10, 5, Mean::MINIMUM).expect("known");
    /// assert_eq!((list[0].key, list[0].score), (20, 0.5));
    /// assert!(snapshot.recommend(7, 5, Mean::MINIMUM).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend(&self, key: u64, limit: u32, mean: Mean) -> Option<Vec<Scored>> {
        let (segment, number) = self.find(key)?;
        let mut asker = SparseVectors::new();
        asker.copy(self.segments[segment].laid.pool.vectors(), number);
        self.answer(&asker, limit, mean).pop()
    }

    /// Everyone's best `limit`, by key ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Snapshot, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 10)?;
    /// people.push_keyed(&[(1, 1.0)], &[(0, 0.5)], 20)?;
    /// let snapshot = Snapshot::new(people)?;
    /// assert_eq!(snapshot.recommend_all(5, Mean::MINIMUM)[0].0, 10);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<(u64, Vec<Scored>)> {
        let mut all = Vec::with_capacity(self.people().as_index());
        for segment in &self.segments {
            let vectors = segment.laid.pool.vectors();
            let lists = self.answer(vectors, limit, mean);
            let living = (0..)
                .zip(lists)
                .filter(|(number, _)| !segment.gone.contains(number));
            all.extend(living.map(|(number, list)| (vectors.key(number), list)));
        }
        all.sort_unstable_by_key(|answer| answer.0);
        all
    }

    /// Answers people out of all segments.
    fn answer(&self, askers: &SparseVectors, limit: u32, mean: Mean) -> Vec<Vec<Scored>> {
        let mut lists = vec![Vec::new(); askers.people().as_index()];
        for segment in &self.segments {
            let gone = &segment.gone;
            let admits = |number: u32| !gone.contains(&number);
            let found = segment.laid.pool.answer(askers, limit, mean, &admits);
            for (list, found) in lists.iter_mut().zip(found) {
                *list = merge(list, &found, limit);
            }
        }
        lists
    }

    /// The segment and number of a living key.
    fn find(&self, key: u64) -> Option<(usize, u32)> {
        self.segments
            .iter()
            .enumerate()
            .find_map(|(place, segment)| {
                let numbers = &segment.laid.numbers;
                let at = numbers.binary_search_by_key(&key, |entry| entry.0).ok()?;
                let number = numbers[at].1;
                (!segment.gone.contains(&number)).then_some((place, number))
            })
    }

    /// Makes one of the last two segments while the last is not clearly the smaller.
    fn carry(&mut self) {
        while let [.., before, last] = &self.segments[..]
            && before.living() <= 2 * last.living()
        {
            let both = Segment::of(&[before, last]);
            self.segments.truncate(self.segments.len() - 2);
            self.segments.push(both);
        }
    }
}

impl Segment {
    fn new(people: SparseVectors) -> Result<Self, Error> {
        let mut numbers: Vec<(u64, u32)> = (0..people.people())
            .map(|number| (people.key(number), number))
            .collect();
        numbers.sort_unstable();
        if let Some(pair) = numbers.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Error::Duplicate {
                what: format!("key {}", pair[0].0),
            });
        }
        Ok(Self::laid(people, numbers))
    }

    fn laid(people: SparseVectors, numbers: Vec<(u64, u32)>) -> Self {
        Self {
            laid: Arc::new(Laid {
                pool: Pool::new(people),
                numbers,
            }),
            gone: Arc::default(),
        }
    }

    /// The living of some segments, by key.
    fn of(segments: &[&Self]) -> Self {
        let mut living: Vec<(u64, &Self, u32)> = Vec::new();
        for segment in segments {
            let numbers = segment.laid.numbers.iter();
            let here = numbers.filter(|(_, number)| !segment.gone.contains(number));
            living.extend(here.map(|&(key, number)| (key, *segment, number)));
        }
        // Merging segments is merging by key; numbers are given anew in key order.
        living.sort_unstable_by_key(|person| person.0);
        let mut people = SparseVectors::new();
        let mut numbers = Vec::with_capacity(living.len());
        for (key, segment, number) in living {
            numbers.push((key, people.people()));
            people.copy(segment.laid.pool.vectors(), number);
        }
        Self::laid(people, numbers)
    }

    fn living(&self) -> usize {
        self.laid.numbers.len() - self.gone.len()
    }
}
