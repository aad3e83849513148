//! How are the entries of a popular feature told apart in four bits?
//!
//! A codebook holds 16 representatives, of which number 0 stands for "no entry". Every entry is coded by a representative that is worth
//! at least as much as itself, so a sum over representatives is never below the sum over entries.

use crate::benefit::feature::Want;

/// Classes of floors for entries that are steps; each has `15 / FLOORS` classes of weights.
const FLOORS: usize = 5;

/// The representatives of one feature.
#[derive(Debug, Clone)]
pub(crate) struct Codebook {
    /// The amount of each code: a value of a give, or the weight of a want.
    pub(crate) amount: [f32; 16],
    /// The floor of each code, for wants that are steps.
    pub(crate) floor: [f32; 16],
    steps: bool,
}

impl Codebook {
    /// A codebook for plain amounts up to `most`, written from a sample of them: quantiles.
    pub(crate) fn of_amounts(mut amounts: Vec<f32>, most: f32) -> Self {
        let mut codebook = Self {
            amount: [0.0; 16],
            floor: [0.0; 16],
            steps: false,
        };
        codebook.amount[1..].copy_from_slice(&quantiles::<15>(&mut amounts, most));
        codebook
    }

    /// A codebook for wants with floors and weights up to `most`, from a sample: quantiles of floors, and of weights within each.
    pub(crate) fn of_steps(mut wants: Vec<Want>, most: f32) -> Self {
        let mut codebook = Self {
            amount: [0.0; 16],
            floor: [0.0; 16],
            steps: true,
        };
        wants.sort_unstable_by(|a, b| a.floor.total_cmp(&b.floor));
        for class in 0..FLOORS {
            let (start, end) = (
                class * wants.len() / FLOORS,
                (class + 1) * wants.len() / FLOORS,
            );
            let mut weights: Vec<f32> = wants[start..end].iter().map(|want| want.weight).collect();
            let bounds = quantiles::<3>(&mut weights, most);
            let floor = if class == 0 {
                0.0
            } else {
                wants[start.min(wants.len() - 1)].floor
            };
            for (place, bound) in bounds.iter().enumerate() {
                codebook.amount[1 + 3 * class + place] = *bound;
                codebook.floor[1 + 3 * class + place] = floor;
            }
        }
        codebook
    }

    /// The code of an amount up to the most of the codebook.
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

/// Ascending bounds that part the amounts evenly; the last is `most`.
fn quantiles<const N: usize>(amounts: &mut [f32], most: f32) -> [f32; N] {
    amounts.sort_unstable_by(f32::total_cmp);
    let mut distinct = amounts.to_vec();
    distinct.dedup();
    let mut bounds = [most; N];
    for (place, bound) in bounds.iter_mut().take(N - 1).enumerate() {
        let cut = if distinct.len() < N {
            distinct.get(place)
        } else {
            amounts.get((place + 1) * amounts.len() / N)
        };
        *bound = cut.copied().unwrap_or(most);
    }
    bounds
}

#[cfg(test)]
mod tests {
    use crate::benefit::codebook::Codebook;
    use crate::benefit::feature::Want;

    #[test]
    fn a_code_is_worth_no_less_than_what_it_stands_for() {
        let amounts: Vec<f32> = (1..=500)
            .map(|at| (at * 37 % 500 + 1) as f32 / 500.0)
            .collect();
        for sample in [
            amounts.clone(),
            amounts[..40].to_vec(),
            vec![0.3],
            vec![0.2; 9],
        ] {
            let codebook = Codebook::of_amounts(sample, 1.0);
            for &amount in &amounts {
                assert!(codebook.amount[usize::from(codebook.code(amount, 0.0))] >= amount);
            }
        }
        let want = |at: usize| Want {
            feature: 7,
            weight: amounts[at],
            floor: amounts[(at * 13) % 500],
        };
        for sample in [500, 23, 3, 1] {
            let codebook = Codebook::of_steps((0..sample).map(want).collect(), 1.0);
            for want in (0..500).map(want) {
                let code = usize::from(codebook.code(want.weight, want.floor));
                assert!(codebook.amount[code] >= want.weight && codebook.floor[code] <= want.floor);
            }
        }
    }
}
