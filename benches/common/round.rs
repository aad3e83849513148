//! Seeded inputs of the benches and measurements of pairs and groups.

#![allow(dead_code, reason = "each bench uses its part")]

use std::f64::consts::TAU;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Allowed pairs `(person, person, weight)`.
pub type Pairs = Vec<(u32, u32, i64)>;

/// People of towns, and a few far from any, who answered seven questions with yes or no: pairs within a distance who differ
/// in at least one answer, weighed by the number of answers in which they differ. 5,500 people give about 640,000 pairs.
pub fn towns(people: u32, seed: u64) -> Pairs {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let towns: Vec<(f64, f64)> = (0..people / 20)
        .map(|_| (rng.random::<f64>(), rng.random::<f64>()))
        .collect();
    let crowd: Vec<(f64, f64, u8)> = (0..people)
        .map(|_| {
            let rank = rng.random::<f64>().powi(3) * towns.len() as f64;
            let (mut x, mut y) = towns[rank as usize];
            if rng.random_bool(0.02) {
                (x, y) = (6.0 * rng.random::<f64>(), 6.0 * rng.random::<f64>());
            }
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

/// What each two people of `people` are worth to each other, row by row: the harmonic mean of how far each covers the
/// other's three needs with five skills of forty, and a little noise; 2²⁰ is all.
pub fn skills(people: usize, seed: u64) -> Vec<i64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw =
        |count: u32| (0..count).fold(0_u64, |bits, _| bits | 1 << rng.random_range(0..40));
    let crowd: Vec<(u64, u64)> = (0..people).map(|_| (draw(5), draw(3))).collect();
    let mut values = vec![0; people * people];
    for a in 0..people {
        for b in a + 1..people {
            let covered = |offers: u64, needs: u64| f64::from((offers & needs).count_ones()) / 3.0;
            let gain = covered(crowd[b].0, crowd[a].1);
            let give = covered(crowd[a].0, crowd[b].1);
            let mean = if gain + give > 0.0 {
                2.0 * gain * give / (gain + give)
            } else {
                0.0
            };
            let value = ((mean + 0.001 * rng.random::<f64>()) * f64::from(1 << 20)) as i64;
            values[a * people + b] = value;
            values[b * people + a] = value;
        }
    }
    values
}

/// The baseline for groups: random groups, any swap that helps until none does, again from random groups until time is up.
/// Sums to groups are kept up to date, as in the search it is compared with.
pub fn restarted_swaps(
    values: &[i64],
    people: usize,
    size: usize,
    budget: std::time::Duration,
) -> i64 {
    let start = std::time::Instant::now();
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let value = |a: usize, b: usize| values[a * people + b];
    let mut best = 0;
    while start.elapsed() < budget {
        let mut seats: Vec<usize> = (0..people).collect();
        for place in (1..people).rev() {
            seats.swap(place, rng.random_range(0..=place));
        }
        let mut sums = vec![0; people / size * people];
        for (seat, &person) in seats.iter().enumerate() {
            for other in 0..people {
                sums[seat / size * people + other] += value(person, other);
            }
        }
        let mut improved = true;
        while improved && start.elapsed() < budget {
            improved = false;
            for x in 0..people {
                for y in x + 1..people {
                    let (one, two) = (x / size * people, y / size * people);
                    let (a, b) = (seats[x], seats[y]);
                    let gain = sums[one + b] + sums[two + a] - sums[one + a] - sums[two + b];
                    if one != two && gain > 2 * value(a, b) {
                        for other in 0..people {
                            let more = value(b, other) - value(a, other);
                            sums[one + other] += more;
                            sums[two + other] -= more;
                        }
                        seats.swap(x, y);
                        improved = true;
                    }
                }
            }
        }
        let twice: i64 = (0..people)
            .map(|seat| sums[seat / size * people + seats[seat]])
            .sum();
        best = best.max(twice / 2 / (size as i64 - 1));
    }
    best
}
