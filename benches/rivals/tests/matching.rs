//! Exact matching equals three other solvers on thousands of graphs, and every answer proves itself.

use confrere::assign::{Aim, WeightedPairs};
use petgraph::graph::UnGraph;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

type Edges = Vec<(u32, u32, i64)>;

/// Solves, checks the proof, and returns `(pairs, weight)`.
fn proven(pairs: &WeightedPairs, aim: Aim) -> (u32, i64) {
    let best = pairs.best(aim);
    best.certificate()
        .check(pairs, &best)
        .expect("the answer proves itself");
    assert_eq!(best.bound(), best.weight());
    (best.count(), best.weight())
}

/// `mwmatching` takes a lone negative pair even without pairs first, so it is not shown any.
fn by_mwmatching(pairs: &WeightedPairs, aim: Aim) -> (u32, i64) {
    let shown = pairs
        .iter()
        .filter(|pair| aim == Aim::PairsThenWeight || pair.2 > 0);
    let edges = shown.map(|(a, b, w)| (a as usize, b as usize, w as i32));
    let mut solver = mwmatching::Matching::new(edges.collect());
    let mates = match aim {
        Aim::Weight => solver.solve(),
        Aim::PairsThenWeight => solver.max_cardinality().solve(),
    };
    let found = mates.iter().enumerate();
    let found = found.filter(|(a, b)| **b != mwmatching::SENTINEL && a < b);
    found.fold((0, 0), |(count, sum), (a, b)| {
        let weight = pairs.weight(a as u32, *b as u32);
        (count + 1, sum + weight.expect("an allowed pair"))
    })
}

/// `integer-blossom` takes a full matrix and knows no aim: with pairs first each weight is lifted.
fn by_integer_blossom(pairs: &WeightedPairs, aim: Aim) -> (u32, i64) {
    let people = pairs.people() as usize;
    let lift = if aim == Aim::Weight { 0 } else { 1_000_000 };
    let mut matrix = vec![0_i64; people * people];
    for (a, b, weight) in pairs.iter() {
        matrix[a as usize * people + b as usize] = weight + lift;
        matrix[b as usize * people + a as usize] = weight + lift;
    }
    let mates = integer_blossom::max_weight_matching(&matrix, people);
    let found = mates.iter().enumerate();
    let found = found.filter_map(|(a, b)| b.filter(|b| a < *b).map(|b| (a, b)));
    found.fold((0, 0), |(count, sum), (a, b)| {
        let weight = pairs.weight(a as u32, b as u32);
        (count + 1, sum + weight.expect("an allowed pair"))
    })
}

fn by_rustworkx(pairs: &WeightedPairs, aim: Aim) -> (u32, i64) {
    let mut graph = UnGraph::<(), i128>::new_undirected();
    let nodes: Vec<_> = (0..pairs.people()).map(|_| graph.add_node(())).collect();
    for (a, b, weight) in pairs.iter() {
        graph.add_edge(nodes[a as usize], nodes[b as usize], i128::from(weight));
    }
    let found = rustworkx_core::max_weight_matching::max_weight_matching(
        &graph,
        aim == Aim::PairsThenWeight,
        |edge| Ok::<i128, std::convert::Infallible>(*edge.weight()),
        false,
    );
    let found = found.expect("weights are given");
    found.iter().fold((0, 0), |(count, sum), &(a, b)| {
        let weight = pairs.weight(a as u32, b as u32);
        (count + 1, sum + weight.expect("an allowed pair"))
    })
}

fn agree(people: u32, edges: &Edges, story: &str) {
    let pairs = WeightedPairs::new(people, edges).expect("sound pairs");
    for aim in [Aim::Weight, Aim::PairsThenWeight] {
        let ours = proven(&pairs, aim);
        for (name, theirs) in [
            ("mwmatching", by_mwmatching(&pairs, aim)),
            ("integer-blossom", by_integer_blossom(&pairs, aim)),
            ("rustworkx", by_rustworkx(&pairs, aim)),
        ] {
            assert_eq!(ours.1, theirs.1, "{story} {aim:?} {name}: {edges:?}");
            if aim == Aim::PairsThenWeight {
                assert_eq!(ours.0, theirs.0, "{story} {name}: {edges:?}");
            }
        }
    }
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

/// An odd ring whose members are rings themselves, down to people; inner pairs weigh more.
fn rings_in_rings(rng: &mut ChaCha8Rng, depth: u32, next: &mut u32, edges: &mut Edges) -> Vec<u32> {
    if depth == 0 {
        *next += 1;
        return vec![*next - 1];
    }
    let size = [3, 5][rng.random_range(0..2)];
    let members: Vec<Vec<u32>> = (0..size)
        .map(|_| {
            let below = if rng.random_bool(0.6) { depth - 1 } else { 0 };
            rings_in_rings(rng, below, next, edges)
        })
        .collect();
    for place in 0..size {
        let (one, two) = (&members[place], &members[(place + 1) % size]);
        let a = one[rng.random_range(0..one.len())];
        let b = two[rng.random_range(0..two.len())];
        let weight = 20 * i64::from(8 - depth) + rng.random_range(0..6);
        edges.push((a, b, weight));
    }
    members.concat()
}

#[test]
fn equal_on_random_graphs_of_every_kind() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let kinds = [
        ("sparse", 0.08, (1, 1000)),
        ("dense", 0.7, (1, 1000)),
        ("unweighted", 0.12, (1, 1)),
        ("few weights", 0.3, (1, 4)),
        ("equal weights", 1.0, (7, 7)),
        ("negative", 0.3, (-50, 50)),
        ("close weights", 0.5, (1000, 1010)),
        ("disconnected", 0.04, (1, 20)),
    ];
    for case in 0..1600 {
        let (story, share, weights) = kinds[case % kinds.len()];
        let people = rng.random_range(2..=30);
        let edges = random_edges(&mut rng, people, share, weights);
        agree(people, &edges, story);
    }
}

#[test]
fn equal_on_odd_rings_nested_in_odd_rings() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..800 {
        let mut edges = Edges::new();
        let mut people = 0;
        let mut parts: Vec<Vec<u32>> = Vec::new();
        while people < 12 || (people < 45 && rng.random_bool(0.6)) {
            let depth = rng.random_range(1..=3);
            parts.push(rings_in_rings(&mut rng, depth, &mut people, &mut edges));
        }
        for _ in 0..rng.random_range(0..8) {
            let (a, b) = (rng.random_range(0..people), rng.random_range(0..people));
            if a != b {
                edges.push((a, b, rng.random_range(1..120)));
            }
        }
        agree(people, &edges, "rings in rings");
    }
}

#[test]
fn equal_on_a_few_larger_graphs() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    for (people, share, weights) in [
        (150, 0.03, (1, 5)),
        (150, 0.05, (1, 100_000)),
        (120, 0.3, (1, 6)),
        (201, 0.02, (1, 1)),
    ] {
        let edges = random_edges(&mut rng, people, share, weights);
        agree(people, &edges, "larger");
    }
}

#[test]
fn the_order_of_pairs_changes_nothing() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    for _ in 0..50 {
        let mut edges = random_edges(&mut rng, 30, 0.3, (1, 5));
        let first = WeightedPairs::new(30, &edges)
            .expect("sound pairs")
            .best(Aim::Weight);
        for place in (1..edges.len()).rev() {
            edges.swap(place, rng.random_range(0..=place));
        }
        for edge in &mut edges {
            *edge = (edge.1, edge.0, edge.2);
        }
        let second = WeightedPairs::new(30, &edges)
            .expect("sound pairs")
            .best(Aim::Weight);
        assert_eq!(first, second);
    }
}
