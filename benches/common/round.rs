//! Seeded inputs of the benches and measurements of pairs and groups.

use std::f64::consts::TAU;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Allowed pairs `(person, person, weight)`.
pub type Pairs = Vec<(u32, u32, i64)>;

/// People of towns who answered seven questions with yes or no, most of them alike: pairs within a distance who differ in at least
/// one answer, weighed by the number of answers in which they differ. 5,500 people give about 640,000 pairs.
pub fn towns(people: u32, seed: u64) -> Pairs {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let towns: Vec<(f64, f64)> = (0..people / 20)
        .map(|_| (rng.random::<f64>(), rng.random::<f64>()))
        .collect();
    let crowd: Vec<(f64, f64, u8)> = (0..people)
        .map(|_| {
            let rank = rng.random::<f64>().powi(3) * towns.len() as f64;
            let (x, y) = towns[rank as usize];
            let (angle, far) = (TAU * rng.random::<f64>(), 0.02 * rng.random::<f64>());
            let answers = (0..7).fold(0, |bits, question| {
                let yes = rng.random_bool(0.25 + 0.07 * f64::from(question));
                bits << 1 | u8::from(yes)
            });
            (x + far * angle.cos(), y + far * angle.sin(), answers)
        })
        .collect();
    let reach = 0.083_f64;
    let mut pairs = Pairs::new();
    for (a, one) in crowd.iter().enumerate() {
        for (b, two) in crowd.iter().enumerate().skip(a + 1) {
            let differing = (one.2 ^ two.2).count_ones();
            if (one.0 - two.0).hypot(one.1 - two.1) < reach && differing > 0 {
                pairs.push((a as u32, b as u32, i64::from(differing)));
            }
        }
    }
    pairs
}

/// Everyone names `candidates` others; each pair has a random weight in fixed point, 2²⁰ being 1.
pub fn sparse(people: u32, candidates: u32, seed: u64) -> Pairs {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut pairs = Pairs::new();
    for a in 0..people {
        for _ in 0..candidates {
            let b = rng.random_range(0..people);
            if a != b {
                pairs.push((a, b, rng.random_range(1..=1 << 20)));
            }
        }
    }
    pairs
}
