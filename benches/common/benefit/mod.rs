//! What the kernels are measured against: the double loop, inverted lists walked in full, products of blocks.

#![allow(dead_code, unused_imports, reason = "each bench uses its part")]

mod communities;
mod inverted;
mod naive;
mod products;

pub use communities::{community, configurations};
pub use inverted::Inverted;
pub use naive::naive;
pub use products::by_products;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use confrere::Mean;
use confrere::benefit::Scored;

/// Peers per person.
pub const LIMIT: u32 = 10;
/// How gains become a score.
pub const MEAN: Mean = Mean::HARMONIC;

/// The best few so far: a score above the floor enters.
#[derive(Clone, Default)]
pub struct Best {
    /// Scores are positive, so their bits have their order; of equal scores the lower person is better.
    held: BinaryHeap<Reverse<(u32, Reverse<u32>)>>,
}

impl Best {
    /// The score to beat.
    pub fn floor(&self) -> f32 {
        match self.held.peek() {
            Some(&Reverse((bits, _))) if self.held.len() >= LIMIT as usize => f32::from_bits(bits),
            _ => 0.0,
        }
    }

    /// Offers a score above 0.
    pub fn offer(&mut self, person: u32, score: f32) {
        let entry = Reverse((score.to_bits(), Reverse(person)));
        if self.held.len() < LIMIT as usize {
            self.held.push(entry);
        } else if let Some(mut last) = self.held.peek_mut()
            && entry < *last
        {
            *last = entry;
        }
    }

    /// Score and person, best first.
    pub fn into_list(self) -> Vec<(f32, u32)> {
        let held = self.held.into_sorted_vec().into_iter();
        held.map(|Reverse((bits, Reverse(person)))| (f32::from_bits(bits), person))
            .collect()
    }
}

/// Asserts that lists have the same scores, but for the rounding of sums in another order.
pub fn assert_alike(lists: &[Vec<Scored>], others: &[Vec<(f32, u32)>], rounding: f32) {
    assert_eq!(lists.len(), others.len());
    for (list, other) in lists.iter().zip(others) {
        assert_eq!(list.len(), other.len());
        for (one, two) in list.iter().zip(other) {
            assert!((one.score - two.0).abs() <= rounding, "{one:?} {two:?}");
        }
    }
}
