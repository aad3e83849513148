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

/// The best `(pairs, weight)` with room, by trying every set of pairs.
fn brute_force_with_room(edges: &Edges, room: &mut Vec<u32>, aim: Aim) -> (u32, i64) {
    let Some((&(a, b, weight), rest)) = edges.split_first() else {
        return (0, 0);
    };
    let rest = rest.to_vec();
    let without = brute_force_with_room(&rest, room, aim);
    if room[a as usize] == 0 || room[b as usize] == 0 {
        return without;
    }
    room[a as usize] -= 1;
    room[b as usize] -= 1;
    let (count, sum) = brute_force_with_room(&rest, room, aim);
    room[a as usize] += 1;
    room[b as usize] += 1;
    let with = (count + 1, sum + weight);
    match aim {
        Aim::Weight if with.1 > without.1 => with,
        Aim::PairsThenWeight if with > without => with,
        _ => without,
    }
}

#[test]
fn with_room_for_several_as_good_as_trying_every_set_of_pairs() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    for case in 0..400 {
        let people = rng.random_range(2..=7);
        let mut edges = random_edges(&mut rng, people, 0.6, [(1, 9), (-5, 9)][case % 2]);
        edges.truncate(11);
        let mut room: Vec<u32> = (0..people).map(|_| rng.random_range(0..=4)).collect();
        let pairs = WeightedPairs::new(people, &edges).expect("sound pairs");
        for aim in AIMS {
            let found = pairs.best_with_capacities(&room, aim).expect("sound room");
            let expected = brute_force_with_room(&edges, &mut room, aim);
            assert_eq!(found.weight(), expected.1, "{aim:?} {room:?} {edges:?}");
            assert_eq!(found.bound(), expected.1, "{aim:?} {room:?} {edges:?}");
            if aim == Aim::PairsThenWeight {
                assert_eq!(found.pairs().len(), expected.0 as usize);
            }
            let mut load = vec![0; people as usize];
            for &(a, b) in found.pairs() {
                load[a as usize] += 1;
                load[b as usize] += 1;
            }
            assert!(load.iter().zip(&room).all(|(load, room)| load <= room));
        }
    }
    let pairs = WeightedPairs::new(3, &[]).expect("no pairs");
    assert!(pairs.best_with_capacities(&[1], Aim::Weight).is_err());
}

#[test]
fn larger_answers_prove_themselves() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for (people, degree, top) in [
        (2000, 2, 3),
        (2000, 3, 1 << 20),
        (3001, 4, 40),
        (1000, 12, 5),
        (4000, 1, 1),
    ] {
        let mut edges = Edges::new();
        for a in 0..people {
            for _ in 0..degree {
                let b = rng.random_range(0..people);
                if a != b {
                    edges.push((a, b, rng.random_range(1..=top)));
                }
            }
        }
        let pairs = WeightedPairs::new(people, &edges).expect("sound pairs");
        for aim in AIMS {
            proven(&pairs, aim);
        }
    }
}

#[test]
fn the_quick_answer_is_half_as_good_at_least_and_its_bound_holds() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    for case in 0..300 {
        let people = rng.random_range(2..=40);
        let top = [1, 3, 1000][case % 3];
        let edges = random_edges(&mut rng, people, 0.2, (0, top));
        let pairs = WeightedPairs::new(people, &edges).expect("sound pairs");
        let (quick, best) = (pairs.quick(), pairs.best(Aim::Weight));
        assert!(2 * quick.weight() >= best.weight());
        assert!(quick.weight() <= best.weight() && best.weight() <= quick.bound());
        quick.certificate().check_bound(&pairs).expect("a bound");
    }
}

#[test]
fn deeply_nested_odd_groups_are_proven() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    for (width, top) in [(20, 1_000_000), (40, 1_000_000), (30, 3)] {
        // A square grid with one diagonal in each cell: triangles everywhere.
        let mut edges = Edges::new();
        for y in 0..width {
            for x in 0..width {
                for (right, down) in [(1, 0), (0, 1), (1, 1)] {
                    if x + right < width && y + down < width {
                        let (a, b) = (y * width + x, (y + down) * width + x + right);
                        edges.push((a, b, rng.random_range(1..=top)));
                    }
                }
            }
        }
        let pairs = WeightedPairs::new(width * width, &edges).expect("sound pairs");
        for aim in AIMS {
            proven(&pairs, aim);
        }
        assert!(
            !pairs
                .best(Aim::PairsThenWeight)
                .certificate()
                .odd_sets()
                .is_empty()
        );
    }
    // Triangles in a row: everyone has a partner only if each triangle reaches out.
    let mut edges = Edges::new();
    for triangle in 0..200 {
        let first = 3 * triangle;
        edges.extend([
            (first, first + 1, 12),
            (first + 1, first + 2, 11),
            (first, first + 2, 10),
        ]);
        if first + 3 < 600 {
            edges.push((
                first + rng.random_range(0..3),
                first + 3 + rng.random_range(0..3),
                1,
            ));
        }
    }
    let pairs = WeightedPairs::new(600, &edges).expect("sound pairs");
    for aim in AIMS {
        proven(&pairs, aim);
    }
}
