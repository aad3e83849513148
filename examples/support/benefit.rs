//! Seeded inputs for the benches and examples of the scoring kernels.
#![allow(dead_code)]

use confrere::benefit::SparseVectors;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Skills of the made-up vocabulary.
pub const VOCABULARY: usize = 14_000;

/// One person: `(feature, weight)` of wants, `(feature, value)` of gives.
pub type Profile = (Vec<(u32, f32)>, Vec<(u32, f32)>);

/// People whose skills follow Zipf's law over [`VOCABULARY`]: 10 to 30 offers at levels from 0.1 to 1, each counting
/// √(8 / offers) as the crate's specificity has it, and 4 to 12 needs whose priorities add up to 1.
pub fn zipf(people: usize, seed: u64) -> impl Iterator<Item = Profile> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sums = Vec::with_capacity(VOCABULARY);
    let mut sum = 0.0;
    for rank in 1..=VOCABULARY {
        sum += 1.0 / rank as f64;
        sums.push(sum);
    }
    (0..people).map(move |_| {
        let offers = rng.random_range(10..=30);
        let factor = (8.0 / offers as f32).sqrt().min(1.0);
        let gives = draw(&mut rng, &sums, offers).into_iter();
        let gives: Vec<(u32, f32)> = gives
            .map(|(skill, level)| (skill, level * factor))
            .collect();
        let count = rng.random_range(4..=12);
        let wants = draw(&mut rng, &sums, count);
        let total: f32 = wants.iter().map(|want| want.1).sum();
        let wants = wants
            .into_iter()
            .map(|(skill, priority)| (skill, priority / total))
            .collect();
        (wants, gives)
    })
}

/// Distinct skills with an amount from 0.1 to 1 each, skills ascending.
fn draw(rng: &mut ChaCha8Rng, sums: &[f64], count: usize) -> Vec<(u32, f32)> {
    let all = sums.last().copied().unwrap_or(0.0);
    let mut drawn: Vec<(u32, f32)> = Vec::with_capacity(count);
    while drawn.len() < count {
        let at = rng.random::<f64>() * all;
        let skill = sums.partition_point(|&sum| sum < at).min(sums.len() - 1) as u32;
        if drawn.iter().all(|entry| entry.0 != skill) {
            drawn.push((skill, 0.1 + 0.9 * rng.random::<f32>()));
        }
    }
    drawn.sort_unstable_by_key(|entry| entry.0);
    drawn
}

/// Lays the rows of people out as vectors.
pub fn vectors(people: impl Iterator<Item = Profile>) -> SparseVectors {
    let mut vectors = SparseVectors::new();
    for (wants, gives) in people {
        vectors
            .push(&wants, &gives)
            .expect("made-up rows are sound");
    }
    vectors
}
