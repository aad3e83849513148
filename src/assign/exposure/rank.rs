//! Ranks a list by sorting, which solves its assignment problem exactly.
//!
//! The best doubly stochastic matrix of one list maximises Σ c_j · v_k · x_jk. The costs have rank one, so by the rearrangement
//! inequality the best matrix is a permutation that puts c in descending order: a sort.

/// Scratch space of a sort, reused from row to row.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    keys: Vec<u64>,
    /// What is sorted; filled by the caller.
    pub(crate) scores: Vec<f64>,
}

impl Ranking {
    /// Makes room for a row.
    pub(crate) fn resize(&mut self, width: usize) {
        self.scores.resize(width, 0.0);
    }

    /// The places of the row in descending order of the scores, ties by lower place.
    ///
    /// Only the first `sorted` are in order; behind them the rest follows in any, but always the same, order.
    pub(crate) fn order(&mut self, sorted: usize) -> impl Iterator<Item = usize> {
        let width = self.scores.len();
        let bits = usize::BITS - width.leading_zeros();
        let mask = (1_u64 << bits) - 1;
        // The low bits of a score give way to its place: the keys differ, and plain integers sort fastest.
        self.keys.clear();
        let keyed = self.scores.iter().enumerate();
        self.keys
            .extend(keyed.map(|(place, &score)| (descending(score) & !mask) | place as u64));
        let sorted = sorted.min(width);
        if sorted == width {
            self.keys.sort_unstable();
        } else if sorted > 0 {
            self.keys.select_nth_unstable(sorted);
            self.keys[..sorted].sort_unstable();
        }
        self.settle_near_ties(sorted, bits, mask);
        self.keys.iter().map(move |key| (key & mask) as usize)
    }

    /// Puts scores in their exact order that differ only in the bits that were cut.
    fn settle_near_ties(&mut self, sorted: usize, bits: u32, mask: u64) {
        let (keys, scores) = (&mut self.keys, &self.scores);
        for last in 1..sorted {
            let mut place = last;
            while place > 0
                && keys[place - 1] >> bits == keys[place] >> bits
                && scores[(keys[place - 1] & mask) as usize] < scores[(keys[place] & mask) as usize]
            {
                keys.swap(place - 1, place);
                place -= 1;
            }
        }
    }
}

/// The bits of a number such that greater numbers come first.
fn descending(score: f64) -> u64 {
    // The sum turns -0.0 into 0.0.
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 0 {
        !(bits | 1 << 63)
    } else {
        bits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::assign::exposure::rank::Ranking;

    fn ranked(scores: &[f64], sorted: usize) -> Vec<usize> {
        let mut ranking = Ranking::default();
        ranking.resize(scores.len());
        ranking.scores.copy_from_slice(scores);
        ranking.order(sorted).collect()
    }

    #[test]
    fn numbers_that_differ_in_the_last_bit_stand_in_their_order() {
        let next = f64::from_bits(0.5_f64.to_bits() + 1);
        assert_eq!(
            ranked(&[0.5, next, 0.5, -1.0, 0.0, -0.0], 6),
            [1, 0, 2, 4, 5, 3]
        );
        assert!(ranked(&[], 0).is_empty());
    }

    /// The best sum of c_j · v_k over every assignment of places to candidates.
    fn best_assignment(costs: &[f64], places: &[f64], free: &mut Vec<usize>) -> f64 {
        let Some((&place, later)) = places.split_first() else {
            return 0.0;
        };
        let mut best = f64::NEG_INFINITY;
        for at in 0..free.len() {
            let candidate = free.remove(at);
            best = best.max(costs[candidate] * place + best_assignment(costs, later, free));
            free.insert(at, candidate);
        }
        best
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn the_sort_solves_the_assignment_problem_of_rank_one_costs(costs in prop::collection::vec(0.0..1.0_f64, 1..7), seed in 0.1..3.0_f64) {
            let places: Vec<f64> = (1..=costs.len()).map(|place| (place as f64).powf(-seed)).collect();
            let sorted: f64 = ranked(&costs, costs.len()).iter().zip(&places).map(|(&candidate, place)| costs[candidate] * place).sum();
            let best = best_assignment(&costs, &places, &mut (0..costs.len()).collect());
            prop_assert!((sorted - best).abs() < 1e-12);
        }

        #[test]
        fn the_order_is_that_of_a_stable_sort(scores in prop::collection::vec(prop_oneof![Just(0.0), -1.0..1.0_f64], 0..40), cut in 0..40_usize) {
            let mut naive: Vec<usize> = (0..scores.len()).collect();
            naive.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
            prop_assert_eq!(&ranked(&scores, scores.len()), &naive);
            let cut = cut.min(scores.len());
            prop_assert_eq!(&ranked(&scores, cut)[..cut], &naive[..cut]);
        }
    }
}
