//! The double loop that every fast kernel is measured against.

use crate::benefit::Mean;
use crate::benefit::sparse::SparseVectors;
use crate::benefit::top_k::Scored;
use crate::rows::AsIndex;

/// The best `limit` peers of `person` by the definition: every other person is scored, all are sorted, the first are kept.
///
/// # Complexity
///
/// O(people × entries of a row + people × log people).
#[must_use]
pub fn recommend(vectors: &SparseVectors, person: u32, limit: u32, mean: Mean) -> Vec<Scored> {
    let profiles = vectors.profiles();
    // No bound, no index: every other person is scored, and all are sorted.
    let mut list: Vec<Scored> = (0..vectors.people())
        .filter(|&other| other != person)
        .map(|other| Scored {
            person: other,
            score: mean.of(vectors.gain(person, other), vectors.gain(other, person)),
            key: profiles.key(other),
        })
        .filter(|peer| peer.score > 0.0)
        .collect();
    list.sort_unstable_by(Scored::order);
    list.truncate(limit.as_index());
    list
}
