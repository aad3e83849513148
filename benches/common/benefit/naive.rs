//! The double loop.

use rayon::prelude::*;

use super::{Best, MEAN};

/// The double loop over canonical gains, in parallel, for the first few askers.
pub fn naive(
    askers: u32,
    people: u32,
    gain: impl Fn(u32, u32) -> f32 + Sync,
) -> Vec<Vec<(f32, u32)>> {
    let list = |i: u32| {
        let mut best = Best::default();
        for j in (0..people).filter(|&j| j != i) {
            let score = MEAN.of(gain(i, j), gain(j, i));
            if score > best.floor() {
                best.offer(j, score);
            }
        }
        best.into_list()
    };
    (0..askers.min(people)).into_par_iter().map(list).collect()
}
