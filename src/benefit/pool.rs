//! People as numbered vectors, ready to be asked.

use crate::benefit::Mean;
use crate::benefit::ask::{self, Askers};
use crate::benefit::index::Index;
use crate::benefit::profiles::{Asker, NOT_A_CANDIDATE};
use crate::benefit::sparse::SparseVectors;
use crate::benefit::task::{Ask, Delivery, LinearPair, Task};
use crate::benefit::top_k::Scored;
use crate::error::Error;
use crate::numeric::ordered_by_key;
use crate::progress::{Meter, Progress, unwatched, watched};
use std::ops::ControlFlow;

/// People laid out for asking.
#[derive(Debug, Clone)]
pub struct Pool {
    vectors: SparseVectors,
    index: Index,
}

impl Pool {
    /// Lays people out.
    ///
    /// # Complexity
    ///
    /// O(entries) time, and per person one byte for each feature that at least one in 96 hold, 8 bytes for each other entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!(Pool::new(people).vectors().people(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(mut vectors: SparseVectors) -> Self {
        vectors.shrink_to_fit();
        let order = ordered_by_key(0..vectors.people(), |person| vectors.key(person));
        let index = Index::new(vectors.profiles(), order);
        Self { vectors, index }
    }

    /// The vectors.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!(Pool::new(people).vectors().gain(1, 0), 0.8);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn vectors(&self) -> &SparseVectors {
        &self.vectors
    }

    /// The best `limit` peers of a person, best first; none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// assert_eq!(Pool::new(people).recommend(0, 5, Mean::MINIMUM)[0].score, 0.5);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend(&self, person: u32, limit: u32, mean: Mean) -> Vec<Scored> {
        if person >= self.vectors.people() {
            return Vec::new();
        }
        let task = self.task(Ask::new(limit, mean));
        ask::one(task, task.profiles.asker(person), plain(mean))
    }

    /// The best `limit` peers of everyone, by person.
    ///
    /// # Complexity
    ///
    /// O(people²) in the worst case, each unordered pair looked at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// let lists = Pool::new(people).recommend_all(5, Mean::MINIMUM);
    /// assert_eq!((lists[0][0].person, lists[1][0].person), (1, 0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<Vec<Scored>> {
        unwatched(|meter| self.all(limit, mean, meter))
    }

    /// As [`recommend_all`](Self::recommend_all), [watched](crate::Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// use std::ops::ControlFlow;
    /// let pool = Pool::new(people);
    /// let lists = pool.recommend_all_watched(5, Mean::MINIMUM, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(lists, pool.recommend_all(5, Mean::MINIMUM));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_all_watched(
        &self,
        limit: u32,
        mean: Mean,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        watched(progress, |meter| self.all(limit, mean, meter))
    }

    fn all(
        &self,
        limit: u32,
        mean: Mean,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        ask::all(self.task(Ask::new(limit, mean)), &|| plain(mean), meter)
    }

    fn task(&self, ask: Ask) -> Task<'_> {
        Task {
            index: &self.index,
            profiles: self.vectors.profiles(),
            ask,
        }
    }

    /// Calls `deliver(person, peers)` for everyone, keys ascending, as batches, small ones first, are done, until it breaks.
    ///
    /// # Complexity
    ///
    /// As [`recommend_all`](Self::recommend_all) in time. In space, 40 bytes a person and 8 bytes a place of a list for the lists that
    /// still grow.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::{Pool, SparseVectors};
    /// let mut people = SparseVectors::new();
    /// people.push(&[(0, 1.0)], &[(1, 0.8)])?;
    /// people.push(&[(1, 1.0)], &[(0, 0.5)])?;
    /// use std::ops::ControlFlow;
    /// let mut first = None;
    /// let flow = Pool::new(people).recommend_each(5, Mean::MINIMUM, |person, _list| {
    ///     first = Some(person);
    ///     ControlFlow::Break(())
    /// });
    /// assert!(flow.is_break() && first == Some(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_each(
        &self,
        limit: u32,
        mean: Mean,
        deliver: impl FnMut(u32, Vec<Scored>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let ask = Ask {
            delivery: Delivery::OneByOne,
            ..Ask::new(limit, mean)
        };
        let mut meter = Meter::silent();
        ask::everyone(self.task(ask), &|| plain(mean), &mut meter, deliver)
    }
}

/// Everyone's best `limit` out of other people: each of `askers` against each of `candidates`, but for those of the same key.
///
/// A function of two blocks of people and nothing else: a large community is cut into blocks, every two blocks are scored wherever
/// there is room, and each asker's lists are brought together by [`merge`](crate::benefit::merge). Two-sided questions, mentors for
/// mentees, are asked the same way.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::{Pool, SparseVectors, score_block};
/// let (mut mentors, mut mentees) = (SparseVectors::new(), SparseVectors::new());
/// mentors.push_keyed(&[(1, 1.0)], &[(0, 0.9)], 10)?; // wants to hear of a field, and teaches a language
/// mentees.push_keyed(&[(0, 1.0)], &[(1, 0.6)], 20)?;
/// mentees.push_keyed(&[(0, 1.0)], &[(1, 0.8)], 21)?;
/// let lists = score_block(&mentors, &Pool::new(mentees), 1, Mean::MINIMUM);
/// assert_eq!((lists[0][0].key, lists[0][0].score), (21, 0.8));
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn score_block(
    askers: &SparseVectors,
    candidates: &Pool,
    limit: u32,
    mean: Mean,
) -> Vec<Vec<Scored>> {
    candidates.answer(askers, limit, mean, &|_| true)
}

impl Pool {
    /// Answers people of other vectors out of the candidates that are admitted.
    pub(crate) fn answer(
        &self,
        askers: &SparseVectors,
        limit: u32,
        mean: Mean,
        admits: &(impl Fn(u32) -> bool + Sync),
    ) -> Vec<Vec<Scored>> {
        let (task, from) = (self.task(Ask::new(limit, mean)), askers.profiles());
        let scorer = || {
            move |pair: &LinearPair| {
                // Askers may be candidates as well; the key tells that two rows are one person.
                let same = from.key(pair.i) == task.profiles.key(pair.j);
                (!same && admits(pair.j)).then(|| mean.of(pair.gain, pair.give))
            }
        };
        let who = Askers {
            count: from.len(),
            of: |person| Asker {
                own: NOT_A_CANDIDATE,
                ..from.asker(person)
            },
        };
        let mut lists = Vec::with_capacity(from.len());
        let _ = ask::each(task, &who, &scorer, &mut Meter::silent(), |_, list| {
            lists.push(list);
            ControlFlow::Continue(())
        });
        lists
    }
}

/// The scorer of pairs about whom nothing but their gains is known.
fn plain(mean: Mean) -> impl Fn(&LinearPair) -> Option<f32> + Send {
    move |pair| Some(mean.of(pair.gain, pair.give))
}
