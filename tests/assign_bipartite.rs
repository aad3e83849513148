//! Assignment with capacities on both sides equals brute force, and its bounds are those of the best.

use confrere::assign::{Aim, BipartiteTask, WeightedPairs};
use proptest::prelude::*;

/// A small task: capacities, demands, pairs without repeats.
#[derive(Debug, Clone)]
struct Small {
    capacities: Vec<u32>,
    demands: Vec<u32>,
    pairs: Vec<(u32, u32, i64)>,
}

impl Small {
    fn task(&self) -> BipartiteTask {
        BipartiteTask::new(&self.capacities, &self.demands, &self.pairs).expect("sound")
    }

    /// Every choice of pairs within the capacities: how many, the least sum of a receiver who is served, the sum.
    fn choices(&self) -> Vec<(usize, i64, i64)> {
        let mut found = Vec::new();
        for choice in 0_u32..1 << self.pairs.len() {
            let mut given = vec![0; self.capacities.len()];
            let mut taken = vec![0; self.demands.len()];
            let mut sums = vec![0; self.demands.len()];
            for (place, &(giver, receiver, weight)) in self.pairs.iter().enumerate() {
                if choice >> place & 1 == 1 {
                    given[giver as usize] += 1;
                    taken[receiver as usize] += 1;
                    sums[receiver as usize] += weight;
                }
            }
            let within =
                |used: &[u32], limits: &[u32]| used.iter().zip(limits).all(|(u, l)| u <= l);
            if within(&given, &self.capacities) && within(&taken, &self.demands) {
                let served = sums.iter().zip(&taken).filter(|entry| *entry.1 > 0);
                let least = served.map(|entry| *entry.0).min().unwrap_or(0);
                found.push((choice.count_ones() as usize, least, sums.iter().sum()));
            }
        }
        found
    }
}

fn small() -> impl Strategy<Value = Small> {
    (1_usize..5, 1_usize..5).prop_flat_map(|(givers, receivers)| {
        let capacities = proptest::collection::vec(0_u32..4, givers);
        let demands = proptest::collection::vec(0_u32..4, receivers);
        let pair = (0..givers as u32, 0..receivers as u32);
        let pairs = proptest::collection::btree_map(pair, -3_i64..12, 0..11);
        (capacities, demands, pairs).prop_map(|(capacities, demands, pairs)| Small {
            capacities,
            demands,
            pairs: pairs.into_iter().map(|((g, r), w)| (g, r, w)).collect(),
        })
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 600,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn the_greatest_sum_is_that_of_brute_force(small in small()) {
        let best = small.task().best(Aim::Weight);
        let expected = small.choices().into_iter().map(|choice| choice.2).max();
        prop_assert_eq!(Some(best.weight()), expected);
        prop_assert_eq!(best.bound(), best.weight());
    }

    #[test]
    fn the_most_pairs_come_before_the_sum(small in small()) {
        let best = small.task().best(Aim::PairsThenWeight);
        let expected = small.choices().into_iter().map(|choice| (choice.0, choice.2)).max();
        prop_assert_eq!(Some((best.pairs().len(), best.weight())), expected);
        prop_assert_eq!(best.bound(), best.weight());
    }

    #[test]
    fn the_fairest_plan_is_that_of_brute_force(small in small()) {
        let fair = small.task().fairest();
        let plan = fair.plan();
        let (count, least, sum) = small.choices().into_iter().max().expect("nobody is a choice");
        prop_assert_eq!(plan.pairs().len(), count);
        prop_assert_eq!(plan.least().unwrap_or(0), least);
        prop_assert_eq!(plan.weight(), sum);
        prop_assert_eq!(plan.bound(), sum);
        prop_assert!(fair.is_proven());
    }

    #[test]
    fn it_equals_the_matching_with_capacities(small in small()) {
        let givers = small.capacities.len() as u32;
        let pairs: Vec<_> = small.pairs.iter().map(|&(g, r, w)| (g, givers + r, w)).collect();
        let general = WeightedPairs::new(givers + small.demands.len() as u32, &pairs).expect("sound");
        let capacities = [small.capacities.clone(), small.demands.clone()].concat();
        for aim in [Aim::Weight, Aim::PairsThenWeight] {
            let matching = general.best_with_capacities(&capacities, aim).expect("sound");
            prop_assert_eq!(matching.weight(), small.task().best(aim).weight());
        }
    }

    #[test]
    fn the_order_of_the_pairs_does_not_matter(small in small(), shift in 0_usize..11) {
        let mut turned = small.clone();
        let places = turned.pairs.len().max(1);
        turned.pairs.rotate_left(shift % places);
        prop_assert_eq!(small.task().fairest(), turned.task().fairest());
    }
}

#[test]
fn a_receiver_with_more_wishes_is_raised_by_taking_from_another() {
    // Two givers of two, three receivers of two each from three givers.
    let weights = [[9, 8, 2], [7, 7, 3], [6, 1, 5]];
    let pairs: Vec<(u32, u32, i64)> = (0..3)
        .flat_map(|g| (0..3).map(move |r| (g, r, weights[g as usize][r as usize])))
        .collect();
    let task = BipartiteTask::new(&[2, 2, 2], &[2, 2, 2], &pairs).expect("sound");
    let (sum, fair) = (task.best(Aim::PairsThenWeight), task.fairest());
    assert_eq!((sum.weight(), sum.least()), (38, Some(8)));
    assert_eq!((fair.plan().weight(), fair.plan().least()), (38, Some(8)));
    assert!(fair.is_proven());
}

#[test]
fn unsound_tasks_are_refused() {
    for bad in [(1, 0, 1), (0, 1, 1), (0, 0, 1 << 40), (0, 0, i64::MIN)] {
        assert!(BipartiteTask::new(&[1], &[1], &[bad]).is_err(), "{bad:?}");
    }
    let empty = BipartiteTask::new(&[], &[], &[])
        .expect("nobody is no fault")
        .fairest();
    assert_eq!(
        (
            empty.plan().weight(),
            empty.plan().least(),
            empty.is_proven()
        ),
        (0, None, true)
    );
}
