//! The best so far: bounded lists under one total order, and how two of them merge.

use crate::benefit::greatest_first::{place_of, ranked, score_of};
use crate::rows::AsIndex;

use std::cmp::{Ordering, Reverse};
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

/// The best `limit` candidates offered so far, each a place in an order that decides between equal scores.
///
/// A candidate is one number, [ranked] by score and place. Space: 8 bytes a candidate.
#[derive(Debug, Clone)]
pub(crate) struct TopK {
    limit: usize,
    /// The threshold is no less.
    least: f32,
    held: BinaryHeap<Reverse<u64>>,
}

/// Candidates that a list has room for from the start.
const ROOM: usize = 16;

impl TopK {
    /// An empty list of at most `limit`.
    pub(crate) fn new(limit: u32) -> Self {
        Self::above(limit, 0.0)
    }

    /// An empty list of at most `limit`, whose threshold is `least` from the start.
    pub(crate) fn above(limit: u32, least: f32) -> Self {
        let limit = limit.as_index();
        Self {
            limit,
            least,
            held: BinaryHeap::with_capacity(limit.min(ROOM)),
        }
    }

    /// The score below which nobody enters: that of the last when the list is full, else the least one.
    #[inline]
    pub(crate) fn threshold(&self) -> f32 {
        match self.held.peek() {
            Some(&Reverse(last)) if self.held.len() >= self.limit => score_of(last).max(self.least),
            _ => self.least,
        }
    }

    /// Offers a candidate, who must not have been offered before, with a score above 0.
    #[inline]
    pub(crate) fn offer(&mut self, place: u32, score: f32) {
        let candidate = ranked(score, place);
        if self.held.len() < self.limit {
            self.held.push(Reverse(candidate));
        } else if let Some(mut last) = self.held.peek_mut()
            && candidate > last.0
        {
            *last = Reverse(candidate);
        }
    }

    /// Places and scores, best first.
    pub(crate) fn into_list(self) -> impl ExactSizeIterator<Item = (u32, f32)> {
        let held = self.held.into_sorted_vec().into_iter();
        held.map(|Reverse(candidate)| (place_of(candidate), score_of(candidate)))
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
    let limit = limit.as_index();
    let mut kept: Vec<Scored> = Vec::with_capacity(limit.min(a.len() + b.len()));
    let (mut at, mut bt) = (0, 0);
    while kept.len() < limit {
        // Both heads are the best of their list, so the better of the two is the next of the whole.
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
        // The same candidate may stand in both lists, with one score.
        if !kept.iter().any(|other| other.key == next.key) {
            kept.push(next);
        }
    }
    kept
}
