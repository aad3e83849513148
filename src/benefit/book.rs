//! How are the entries of a popular feature told apart in four bits?
//!
//! A book holds 16 representatives, of which number 0 stands for "no entry". Every entry is coded by a representative that is worth
//! at least as much as itself, so a sum over representatives is never below the sum over entries.

use crate::benefit::compile::Want;

/// Entries beyond this number are sampled evenly when a book is written.
const SAMPLE: usize = 4096;

/// Classes of floors for entries that are steps; each has `15 / FLOORS` classes of weights.
const FLOORS: usize = 5;

/// The representatives of one feature.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    /// The amount of each code: a value of a give, or the weight of a want.
    pub(crate) amount: [f32; 16],
    /// The floor of each code, for wants that are steps.
    pub(crate) floor: [f32; 16],
    steps: bool,
}

impl Book {
    /// A book for plain amounts: quantiles.
    pub(crate) fn of_amounts(mut amounts: Vec<f32>) -> Self {
        let mut book = Self {
            amount: [0.0; 16],
            floor: [0.0; 16],
            steps: false,
        };
        book.amount[1..].copy_from_slice(&quantiles::<15>(&mut amounts));
        book
    }

    /// A book for wants with floors: quantiles of floors, and of weights within each.
    pub(crate) fn of_steps(mut wants: Vec<Want>) -> Self {
        let mut book = Self {
            amount: [0.0; 16],
            floor: [0.0; 16],
            steps: true,
        };
        let most = wants.iter().map(|want| want.weight).fold(0.0, f32::max);
        wants.sort_unstable_by(|a, b| a.floor.total_cmp(&b.floor));
        for class in 0..FLOORS {
            let (start, end) = (
                class * wants.len() / FLOORS,
                (class + 1) * wants.len() / FLOORS,
            );
            let mut weights: Vec<f32> = wants[start..end].iter().map(|want| want.weight).collect();
            let mut bounds = quantiles::<3>(&mut weights);
            bounds[2] = most;
            let floor = if class == 0 {
                0.0
            } else {
                wants[start.min(wants.len() - 1)].floor
            };
            for (place, bound) in bounds.iter().enumerate() {
                book.amount[1 + 3 * class + place] = *bound;
                book.floor[1 + 3 * class + place] = floor;
            }
        }
        book
    }

    /// The code of an amount that went into the book.
    pub(crate) fn code(&self, amount: f32, floor: f32) -> u8 {
        if !self.steps {
            return 1 + self.amount[1..15].partition_point(|&bound| bound < amount) as u8;
        }
        let class = (1..FLOORS)
            .rev()
            .find(|class| self.floor[1 + 3 * class] <= floor)
            .unwrap_or(0);
        let bounds = &self.amount[1 + 3 * class..3 + 3 * class];
        (1 + 3 * class + bounds.partition_point(|&bound| bound < amount)) as u8
    }
}

/// Ascending bounds that part the amounts evenly; the last is their maximum.
fn quantiles<const N: usize>(amounts: &mut Vec<f32>) -> [f32; N] {
    let most = amounts.iter().copied().fold(0.0, f32::max);
    let step = amounts.len().div_ceil(SAMPLE).max(1);
    let mut sample: Vec<f32> = amounts.iter().copied().step_by(step).collect();
    sample.sort_unstable_by(f32::total_cmp);
    let mut distinct = sample.clone();
    distinct.dedup();
    let from = if distinct.len() <= N {
        &distinct
    } else {
        &sample
    };
    let mut bounds = [most; N];
    for (place, bound) in bounds.iter_mut().take(N - 1).enumerate() {
        *bound = if distinct.len() <= N {
            from.get(place).copied().unwrap_or(most)
        } else {
            from[(place + 1) * from.len() / N]
        };
    }
    bounds
}
