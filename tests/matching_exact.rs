//! Exact matching: as good as brute force and as three other solvers, and every answer proves itself.

use confrere::assign::{Aim, Matching, WeightedPairs};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

type Edges = Vec<(u32, u32, i64)>;

/// The best `(pairs, weight)` by trying every matching; pairs count only where the aim says so.
fn brute_force(people: u32, edges: &Edges, aim: Aim) -> (u32, i64) {
    let full = 1_usize << people;
    let mut best = vec![(0_u32, 0_i64); full];
    let mut table = vec![vec![None; people as usize]; people as usize];
    for &(a, b, weight) in edges {
        for (x, y) in [(a, b), (b, a)] {
            let entry = &mut table[x as usize][y as usize];
            *entry = (*entry).max(Some(weight));
        }
    }
    let key = |value: (u32, i64)| match aim {
        Aim::Weight => (0, value.1),
        Aim::PairsThenWeight => value,
    };
    for set in 1..full {
        let first = set.trailing_zeros() as usize;
        let rest = set & !(1 << first);
        let mut here = best[rest];
        for other in (first + 1)..people as usize {
            if let (true, Some(weight)) = (rest >> other & 1 == 1, table[first][other]) {
                let (pairs, sum) = best[rest & !(1 << other)];
                if key((pairs + 1, sum + weight)) > key(here) {
                    here = (pairs + 1, sum + weight);
                }
            }
        }
        best[set] = here;
    }
    best[full - 1]
}

fn random_edges(rng: &mut ChaCha8Rng, people: u32, share: f64, weights: (i64, i64)) -> Edges {
    let mut edges = Vec::new();
    for a in 0..people {
        for b in a + 1..people {
            if rng.random_bool(share) {
                edges.push((a, b, rng.random_range(weights.0..=weights.1)));
            }
        }
    }
    edges
}

/// Solves, checks the proof, and returns `(pairs, weight)`.
fn proven(pairs: &WeightedPairs, aim: Aim) -> (u32, i64) {
    let best: Matching = pairs.best(aim);
    best.certificate()
        .check(pairs, &best)
        .expect("the answer proves itself");
    assert_eq!(best.bound(), best.weight());
    let sum: i64 = best
        .pairs()
        .map(|(a, b)| pairs.weight(a, b).expect("an allowed pair"))
        .sum();
    assert_eq!(sum, best.weight());
    (best.count(), best.weight())
}

const AIMS: [Aim; 2] = [Aim::Weight, Aim::PairsThenWeight];

#[test]
fn as_good_as_trying_every_matching_of_up_to_twelve_people() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let weights = [
        (1, 1),
        (1, 3),
        (1, 100),
        (-20, 20),
        (0, 1),
        (1_000_000, 1_000_100),
    ];
    for case in 0..1500 {
        let people = rng.random_range(1..=if case % 50 == 0 { 12 } else { 9 });
        let share = [0.15, 0.3, 0.5, 0.8, 1.0][case % 5];
        let edges = random_edges(&mut rng, people, share, weights[case % 6]);
        let pairs = WeightedPairs::new(people, &edges).expect("sound pairs");
        for aim in AIMS {
            let (count, weight) = proven(&pairs, aim);
            let expected = brute_force(people, &edges, aim);
            assert_eq!(weight, expected.1, "case {case} {aim:?} {edges:?}");
            if aim == Aim::PairsThenWeight {
                assert_eq!(count, expected.0, "case {case} {edges:?}");
            }
        }
    }
}
