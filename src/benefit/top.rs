//! Who are the best so far? Bounded lists under one total order, and how two of them merge.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// One candidate of a list and the score that put it there.
///
/// Lists are ordered by score, highest first (`total_cmp`), then by key, lowest first. The key says who the candidate is wherever its
/// vectors are; it is the candidate's number unless the vectors were given [other keys](crate::benefit::SparseVectors::push_keyed).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Scored {
    /// The number of the candidate among the vectors that were asked.
    pub person: u32,
    /// The score, above 0.
    pub score: f32,
    /// What decides between equal scores: the lower comes first.
    pub key: u64,
}

impl Scored {
    /// The order of lists: `Less` comes first.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.key.cmp(&other.key))
            .then(self.person.cmp(&other.person))
    }
}

/// A candidate in a heap whose greatest element is the last of the list.
#[derive(Debug, Clone, Copy)]
struct Held(Scored);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Held {}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// The best `limit` candidates offered so far.
#[derive(Debug, Clone)]
pub(crate) struct Top {
    limit: usize,
    held: BinaryHeap<Held>,
}

impl Top {
    /// An empty list of at most `limit`.
    pub(crate) fn new(limit: u32) -> Self {
        Self {
            limit: limit as usize,
            held: BinaryHeap::new(),
        }
    }

    /// The score below which nobody enters: that of the last when the list is full, else 0.
    pub(crate) fn floor(&self) -> f32 {
        match self.held.peek() {
            Some(last) if self.held.len() >= self.limit => last.0.score,
            _ => 0.0,
        }
    }

    /// Offers a candidate, who must not have been offered before.
    pub(crate) fn offer(&mut self, candidate: Scored) {
        if self.held.len() < self.limit {
            self.held.push(Held(candidate));
        } else if let Some(mut last) = self.held.peek_mut()
            && candidate.order(&last.0) == Ordering::Less
        {
            *last = Held(candidate);
        }
    }

    /// The list, best first.
    pub(crate) fn into_list(self) -> Vec<Scored> {
        let mut list: Vec<Scored> = self.held.into_iter().map(|held| held.0).collect();
        list.sort_unstable_by(Scored::order);
        list
    }
}

/// Merges two lists of one asker into the best `limit` of both, each candidate once.
///
/// Both lists are in [order](Scored::order), as every call here returns them. A key that is in both counts with the better place.
/// The merge is associative, commutative and idempotent, and lists over parts of the candidates merge into the list over all of them
/// when each was cut at `limit` or later: this is the way to spread a community over machines.
///
/// # Complexity
///
/// O(a + b) time for lists of a and b, plus O(limit²) for the check that nobody appears twice among those kept.
///
/// # Examples
///
/// ```
/// use confrere::benefit::{Scored, merge};
/// let scored = |person, score| Scored { person, score, key: u64::from(person) };
/// let near = [scored(3, 0.9), scored(1, 0.4)];
/// let far = [scored(7, 0.6), scored(8, 0.4)];
/// let both = merge(&near, &far, 3);
/// assert_eq!(both.iter().map(|peer| peer.person).collect::<Vec<_>>(), [3, 7, 1]);
/// assert_eq!(merge(&both, &near, 3), both);
/// ```
#[must_use]
pub fn merge(a: &[Scored], b: &[Scored], limit: u32) -> Vec<Scored> {
    let limit = limit as usize;
    let mut kept: Vec<Scored> = Vec::with_capacity(limit.min(a.len() + b.len()));
    let (mut at, mut bt) = (0, 0);
    while kept.len() < limit {
        let next = match (a.get(at), b.get(bt)) {
            (Some(x), Some(y)) if x.order(y) == Ordering::Greater => {
                bt += 1;
                *y
            }
            (Some(x), _) => {
                at += 1;
                *x
            }
            (None, Some(y)) => {
                bt += 1;
                *y
            }
            (None, None) => break,
        };
        if !kept.iter().any(|other| other.key == next.key) {
            kept.push(next);
        }
    }
    kept
}
