//! Structural measures equal reference numbers and a naive version, and keep their bounds.

#[path = "../support/karate.rs"]
mod karate;
mod naive;
mod numbers;

use confrere::diversity::{
    Graph, OutsideMeasures, broker_counts, brokerage, constraints, dyadic_constraints,
    embeddedness, local_bridges, positions, structural_diversity, structural_diversity_gain,
    tie_overlaps,
};
use karate::KARATE;
use numbers::Row;
use proptest::prelude::*;

const BORGATTI: [(u32, u32, f64); 10] = [
    (0, 1, 2.0),
    (0, 5, 3.0),
    (0, 6, 5.0),
    (0, 4, 2.0),
    (4, 6, 8.0),
    (5, 6, 3.0),
    (1, 6, 4.0),
    (1, 3, 1.0),
    (3, 6, 3.0),
    (6, 2, 10.0),
];

fn graph(people: u32, ties: &[(u32, u32, f64)]) -> Graph {
    Graph::new(people, ties).expect("sound ties")
}

fn karate_ties() -> Vec<(u32, u32, f64)> {
    let ties = KARATE.iter();
    ties.map(|&(one, other, weight)| (one, other, f64::from(weight)))
        .collect()
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9
}

fn assert_positions(graph: &Graph, expected: &[Row]) {
    let found = positions(graph);
    assert_eq!(found.len(), expected.len());
    for (person, (found, expected)) in found.iter().zip(expected).enumerate() {
        let found = found.map(|at| {
            (
                at.degree,
                at.constraint,
                at.effective_size,
                at.efficiency,
                at.hierarchy,
            )
        });
        let same = match (found, expected) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                a.0 == b.0 && near(a.1, b.1) && near(a.2, b.2) && near(a.3, b.3) && near(a.4, b.4)
            }
            _ => false,
        };
        assert!(same, "person {person}: {found:?}, expected {expected:?}");
    }
}

#[test]
fn positions_equal_the_reference_numbers() {
    let borgatti = graph(7, &BORGATTI);
    assert_positions(&borgatti, numbers::BORGATTI_WEIGHTED);
    assert_positions(&borgatti.unweighted(), numbers::BORGATTI_UNWEIGHTED);
    let directed = [(0, 1, 1.0), (0, 2, 1.0), (1, 0, 1.0), (2, 1, 1.0)];
    assert_positions(&graph(3, &directed), numbers::DIRECTED);
    let weighted = [(0, 1, 2.0), (0, 2, 2.0), (1, 0, 1.0), (2, 1, 1.0)];
    assert_positions(&graph(3, &weighted), numbers::DIRECTED_WEIGHTED);
    let unclean = [
        (0, 1, 1.0),
        (1, 0, 2.0),
        (1, 2, 1.0),
        (3, 3, 1.0),
        (2, 4, 0.0),
    ];
    assert_positions(&graph(5, &unclean), numbers::UNCLEAN);
    let karate = graph(34, &karate_ties());
    assert_positions(&karate, numbers::KARATE_WEIGHTED);
    assert_positions(&karate.unweighted(), numbers::KARATE_UNWEIGHTED);
}

#[test]
fn ties_of_the_karate_club_equal_the_reference_numbers() {
    let karate = graph(34, &karate_ties());
    let overlaps = tie_overlaps(&karate);
    assert_eq!(overlaps.len(), KARATE.len());
    for (tie, &(one, other, _)) in overlaps.iter().zip(&KARATE) {
        assert_eq!((tie.one, tie.other), (one, other));
    }
    for (tie, &expected) in overlaps.iter().zip(numbers::KARATE_OVERLAPS) {
        assert!(near(tie.embeddedness, expected), "{tie:?}");
        assert_eq!(tie.embeddedness, embeddedness(&karate, tie.one, tie.other));
    }
    let bridges = local_bridges(&karate);
    let bridges: Vec<_> = bridges
        .iter()
        .map(|at| (at.one, at.other, at.span))
        .collect();
    assert_eq!(bridges, numbers::KARATE_BRIDGES);
    assert_eq!(structural_diversity(&karate), numbers::KARATE_PARTS);
}

fn random_graph() -> impl Strategy<Value = (u32, Vec<(u32, u32, f64)>)> {
    (2_u32..14).prop_flat_map(|people| {
        let tie = (0..people, 0..people, 0.05_f64..9.0);
        (Just(people), proptest::collection::vec(tie, 0..40))
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn the_fast_measures_equal_the_naive_ones((people, ties) in random_graph()) {
        let graph = graph(people, &ties);
        let dense = naive::Dense::new(people, &ties);
        let found = positions(&graph);
        let alone = constraints(&graph);
        for person in 0..people {
            let expected = dense.position(person);
            prop_assert_eq!(found[person as usize].is_some(), expected.is_some());
            let (Some(found), Some(expected)) = (found[person as usize], expected) else { continue };
            prop_assert!(near(found.constraint, expected.0));
            prop_assert!(near(found.effective_size, expected.1));
            prop_assert!(near(found.hierarchy, expected.2));
            prop_assert_eq!(alone[person as usize], Some(found.constraint));
            let dyads: f64 = dyadic_constraints(&graph, person).iter().map(|dyad| dyad.1).sum();
            prop_assert!(near(dyads, found.constraint));
            let count = f64::from(found.degree);
            prop_assert!(found.constraint >= 1.0 / count - 1e-12 && found.constraint < 2.0);
            prop_assert!(found.effective_size >= 1.0 - 1e-12 && found.effective_size <= count + 1e-12);
            prop_assert!((0.0..=1.0).contains(&found.hierarchy));
        }
    }

    #[test]
    fn multiplying_all_weights_changes_no_position((people, ties) in random_graph(), factor in 0.01_f64..100.0) {
        let scaled: Vec<_> = ties.iter().map(|&(a, b, w)| (a, b, w * factor)).collect();
        let (before, after) = (positions(&graph(people, &ties)), positions(&graph(people, &scaled)));
        for (before, after) in before.iter().flatten().zip(after.iter().flatten()) {
            prop_assert!(near(before.constraint, after.constraint));
            prop_assert!(near(before.effective_size, after.effective_size));
            prop_assert!(near(before.hierarchy, after.hierarchy));
        }
    }

    #[test]
    fn renaming_people_renames_their_measures((people, ties) in random_graph(), turn in 1_u32..13) {
        let rename = |person: u32| (person + turn) % people;
        let renamed: Vec<_> = ties.iter().rev().map(|&(a, b, w)| (rename(b), rename(a), w)).collect();
        let (here, there) = (graph(people, &ties), graph(people, &renamed));
        let (before, after) = (positions(&here), positions(&there));
        let (parts, renamed_parts) = (structural_diversity(&here), structural_diversity(&there));
        for person in 0..people as usize {
            let new = rename(person as u32) as usize;
            prop_assert_eq!(before[person].is_some(), after[new].is_some());
            prop_assert_eq!(parts[person], renamed_parts[new]);
            if let (Some(before), Some(after)) = (before[person], after[new]) {
                prop_assert!(near(before.constraint, after.constraint));
                prop_assert!(near(before.effective_size, after.effective_size));
            }
        }
    }

    #[test]
    fn ties_and_neighbourhoods_equal_the_naive_ones((people, ties) in random_graph()) {
        let graph = graph(people, &ties);
        let dense = naive::Dense::new(people, &ties);
        let spans: Vec<_> = local_bridges(&graph).iter().map(|at| (at.one, at.other, at.span)).collect();
        prop_assert_eq!(spans, dense.local_bridges());
        let circles: Vec<u32> = (0..people).map(|person| person % 3).collect();
        let brokers = broker_counts(&graph, &circles).expect("a circle each");
        let parts = structural_diversity(&graph);
        let outside = OutsideMeasures::new(graph.clone());
        for one in 0..people {
            prop_assert_eq!(parts[one as usize], dense.parts(&dense.neighbours(one)));
            let joined = brokerage(&graph, &circles, one).expect("a circle each");
            prop_assert_eq!(&joined.iter().map(|at| (at.one, at.other, at.pairs)).collect::<Vec<_>>(), &dense.brokerage(one, &circles));
            prop_assert_eq!(brokers[one as usize], joined.iter().map(|at| at.pairs).sum::<u64>());
            for other in (0..people).filter(|&other| other != one) {
                prop_assert!(near(embeddedness(&graph, one, other), dense.embeddedness(one, other)));
                prop_assert!(near(outside.non_redundancy(one, other), dense.non_redundancy(one, other)));
                prop_assert!(near(outside.community_novelty(one, other, &circles).expect("all have one"), dense.community_novelty(one, other, &circles)));
                if dense.weight(one, other) == 0.0 {
                    prop_assert_eq!(structural_diversity_gain(&graph, one, other), dense.parts_gain(one, other));
                }
            }
        }
    }
}

#[test]
fn structure_is_the_same_on_any_number_of_threads() {
    use rand::{RngExt, SeedableRng};
    let mut random = rand::rngs::ChaCha8Rng::seed_from_u64(5);
    let mut ties = Vec::new();
    for new in 1..2_000_u32 {
        for _ in 0..4 {
            let old = random.random_range(0..new).min(random.random_range(0..new));
            ties.push((new, old, random.random_range(0.1..1.0)));
        }
    }
    let ask = |ties: &[(u32, u32, f64)]| {
        let graph = graph(2_000, ties);
        let numbers = positions(&graph);
        let bits: Vec<_> = numbers
            .iter()
            .flatten()
            .map(|at| {
                (
                    at.constraint.to_bits(),
                    at.effective_size.to_bits(),
                    at.hierarchy.to_bits(),
                )
            })
            .collect();
        (bits, structural_diversity(&graph), local_bridges(&graph))
    };
    let expected = ask(&ties);
    ties.reverse();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        assert!(pool.install(|| ask(&ties)) == expected, "{threads} threads");
    }
}
