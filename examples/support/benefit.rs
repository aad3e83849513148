//! Seeded inputs for the benches and examples of the scoring kernels.
#![allow(dead_code)]

use confrere::benefit::SparseVectors;

use crate::random::Random;

/// Skills of the made-up vocabulary.
pub const VOCABULARY: usize = 14_000;

/// One person: `(feature, weight)` of wants, `(feature, value)` of gives.
pub type Profile = (Vec<(u32, f32)>, Vec<(u32, f32)>);

/// People whose skills follow Zipf's law over [`VOCABULARY`]: 10 to 30 offers at levels from 0.1 to 1, each counting
/// √(8 / offers) as the crate's specificity has it, and 4 to 12 needs whose priorities add up to 1.
pub fn zipf(people: usize, seed: u64) -> impl Iterator<Item = Profile> {
    let mut rng = Random::new(seed);
    let mut sums = Vec::with_capacity(VOCABULARY);
    let mut sum = 0.0;
    for rank in 1..=VOCABULARY {
        sum += 1.0 / rank as f64;
        sums.push(sum);
    }
    (0..people).map(move |_| {
        let offers = 10 + rng.below(21);
        let factor = (8.0 / offers as f32).sqrt().min(1.0);
        let gives = draw(&mut rng, &sums, offers).into_iter();
        let gives: Vec<(u32, f32)> = gives
            .map(|(skill, level)| (skill, level * factor))
            .collect();
        let count = 4 + rng.below(9);
        let wants = draw(&mut rng, &sums, count);
        let total: f32 = wants.iter().map(|want| want.1).sum();
        let wants = wants
            .into_iter()
            .map(|(skill, priority)| (skill, priority / total))
            .collect();
        (wants, gives)
    })
}

/// People with the marginals of the 11,398 developers of the Stack Overflow survey of 2019: 72 skills, held by 76 % of people at the top
/// and 13 % in the median, every level 1 times √(8 / offers), and 4.6 needs on average among the skills one does not have.
pub fn survey(people: usize, seed: u64) -> impl Iterator<Item = Profile> {
    const SKILLS: u32 = 72;
    const NEEDED: f64 = 4.56 / (72.0 - 13.6);
    let mut rng = Random::new(seed);
    (0..people).map(move |_| {
        let (mut wants, mut gives) = (Vec::new(), Vec::new());
        for skill in 0..SKILLS {
            if rng.chance(0.76 * (-0.049 * f64::from(skill)).exp()) {
                gives.push((skill, 1.0));
            } else if rng.chance(NEEDED) {
                wants.push((skill, 1.0));
            }
        }
        let factor = (8.0 / gives.len() as f32).sqrt().min(1.0);
        gives
            .iter_mut()
            .for_each(|give: &mut (u32, f32)| give.1 *= factor);
        let share = 1.0 / wants.len().max(1) as f32;
        wants
            .iter_mut()
            .for_each(|want: &mut (u32, f32)| want.1 *= share);
        (wants, gives)
    })
}

/// Unit vectors in all directions, row-major.
pub fn isotropic(people: usize, width: usize, seed: u64) -> Vec<f32> {
    let mut rng = Random::new(seed);
    let mut matrix: Vec<f32> = (0..people * width)
        .map(|_| (0..4).map(|_| rng.unit() as f32 - 0.5).sum())
        .collect();
    for row in matrix.chunks_mut(width) {
        let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
        row.iter_mut().for_each(|value| *value /= length);
    }
    matrix
}

/// Distinct skills with an amount from 0.1 to 1 each, skills ascending.
fn draw(rng: &mut Random, sums: &[f64], count: usize) -> Vec<(u32, f32)> {
    let all = sums.last().copied().unwrap_or(0.0);
    let mut drawn: Vec<(u32, f32)> = Vec::with_capacity(count);
    while drawn.len() < count {
        let at = rng.unit() * all;
        let skill = sums.partition_point(|&sum| sum < at).min(sums.len() - 1) as u32;
        if drawn.iter().all(|entry| entry.0 != skill) {
            drawn.push((skill, 0.1 + 0.9 * rng.unit() as f32));
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
