//! Communities are connected, repeatable, and of greater modularity than those of plain Louvain.

#[path = "support/karate.rs"]
mod karate;

use confrere::diversity::{Graph, communities, communities_at, modularity};
use karate::KARATE;
use proptest::prelude::*;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

fn graph(people: u32, ties: &[(u32, u32, f64)]) -> Graph {
    Graph::new(people, ties).expect("sound ties")
}

/// A number from `low` to `high` with density falling as x^−exponent.
fn power(random: &mut ChaCha8Rng, low: f64, high: f64, exponent: f64) -> f64 {
    let (a, b) = (low.powf(1.0 - exponent), high.powf(1.0 - exponent));
    (a + (b - a) * random.random_range(0.0..1.0)).powf(1.0 / (1.0 - exponent))
}

/// Like Lancichinetti, Fortunato and Radicchi (2008): groups and numbers of ties fall by a power, a share `mixing` of the
/// ties leaves the group.
fn planted(people: u32, mixing: f64, seed: u64) -> Vec<(u32, u32, f64)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut group = Vec::new();
    let mut next = 0;
    while (group.len() as u32) < people {
        let size = power(&mut random, 20.0, 100.0, 1.5) as usize;
        group.extend(std::iter::repeat_n(next, size));
        next += 1;
    }
    group.truncate(people as usize);
    let mut inner: Vec<Vec<u32>> = vec![Vec::new(); next];
    let mut outer = Vec::new();
    for person in 0..people {
        let degree = power(&mut random, 6.0, 50.0, 2.5) as u32;
        for _ in 0..degree {
            if random.random_range(0.0..1.0) < mixing {
                outer.push(person);
            } else {
                inner[group[person as usize]].push(person);
            }
        }
    }
    let mut ties = Vec::new();
    for ends in inner.iter_mut().chain([&mut outer]) {
        ends.shuffle(&mut random);
        let pairs = ends.chunks_exact(2).filter(|pair| pair[0] != pair[1]);
        ties.extend(pairs.map(|pair| (pair[0], pair[1], 1.0)));
    }
    ties
}

/// Plain Louvain (Blondel and others 2008) on a dense matrix: move single nodes, coarsen, repeat.
fn louvain(people: u32, ties: &[(u32, u32, f64)]) -> Vec<u32> {
    let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); people as usize];
    for &(a, b, w) in ties {
        rows[a as usize].push((b as usize, w));
        rows[b as usize].push((a as usize, w));
    }
    let twice: f64 = rows.iter().flatten().map(|tie| tie.1).sum();
    let mut whole: Vec<u32> = (0..people).collect();
    loop {
        let sums: Vec<f64> = rows
            .iter()
            .map(|row| row.iter().map(|tie| tie.1).sum())
            .collect();
        let mut label: Vec<usize> = (0..rows.len()).collect();
        let mut total = sums.clone();
        let mut moved = true;
        let mut ever = false;
        while moved {
            moved = false;
            for node in 0..rows.len() {
                let mut weights = std::collections::BTreeMap::from([(label[node], 0.0)]);
                for &(other, weight) in rows[node].iter().filter(|tie| tie.0 != node) {
                    *weights.entry(label[other]).or_insert(0.0) += weight;
                }
                total[label[node]] -= sums[node];
                let gain = |to: usize| weights[&to] - sums[node] * total[to] / twice;
                let (mut best, mut most) = (label[node], gain(label[node]) + 1e-9);
                for &to in weights.keys() {
                    if gain(to) > most {
                        (best, most) = (to, gain(to));
                    }
                }
                if best != label[node] {
                    (moved, ever) = (true, true);
                }
                label[node] = best;
                total[best] += sums[node];
            }
        }
        if !ever {
            return whole;
        }
        let mut used = label.clone();
        used.sort_unstable();
        used.dedup();
        let place = |label: usize| used.binary_search(&label).expect("a used label");
        let mut coarse = vec![std::collections::BTreeMap::new(); used.len()];
        for (node, row) in rows.iter().enumerate() {
            for &(other, weight) in row {
                *coarse[place(label[node])]
                    .entry(place(label[other]))
                    .or_insert(0.0) += weight;
            }
        }
        rows = coarse
            .into_iter()
            .map(|row| row.into_iter().collect())
            .collect();
        whole
            .iter_mut()
            .for_each(|node| *node = place(label[*node as usize]) as u32);
    }
}

/// Whether each community is in one piece.
fn connected(graph: &Graph, labels: &[u32]) -> bool {
    let mut seen = vec![false; labels.len()];
    let mut pieces = std::collections::BTreeSet::new();
    for start in 0..graph.people() {
        if seen[start as usize] {
            continue;
        }
        if !pieces.insert(labels[start as usize]) {
            return false;
        }
        let mut rim = vec![start];
        while let Some(person) = rim.pop() {
            seen[person as usize] = true;
            let near = graph.neighbours(person).iter().copied();
            rim.extend(near.filter(|&to| {
                !seen[to as usize] && labels[to as usize] == labels[person as usize]
            }));
        }
    }
    true
}

#[test]
fn modularity_is_above_that_of_plain_louvain() {
    let (mut ours, mut plain) = (0.0, 0.0);
    for (mixing, seed) in [(0.3, 1), (0.3, 2), (0.5, 3), (0.5, 4), (0.6, 5), (0.6, 6)] {
        let ties = planted(800, mixing, seed);
        let graph = graph(800, &ties);
        let found = communities(&graph);
        assert!(
            connected(&graph, found.labels()),
            "mixing {mixing}, seed {seed}"
        );
        assert_eq!(
            Ok(found.modularity()),
            modularity(&graph, found.labels(), 1.0)
        );
        ours += found.modularity().expect("ties");
        let louvain = modularity(&graph, &louvain(800, &ties), 1.0);
        plain += louvain.expect("a label each").expect("ties");
    }
    assert!(ours >= plain, "{ours} against {plain}");
}

#[test]
fn modularity_of_the_karate_club_equals_the_reference() {
    let ties = KARATE.map(|(a, b, w)| (a, b, f64::from(w)));
    let karate = graph(34, &ties);
    let mut clubs = vec![1; 34];
    for member in [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21] {
        clubs[member] = 0;
    }
    let weighted = modularity(&karate, &clubs, 1.0)
        .expect("labels")
        .expect("ties");
    let unweighted = modularity(&karate.unweighted(), &clubs, 1.0)
        .expect("labels")
        .expect("ties");
    assert!(
        (weighted - 0.391_437_566_762_242_06).abs() < 1e-9,
        "{weighted}"
    );
    assert!(
        (unweighted - 0.358_234_714_003_944_8).abs() < 1e-9,
        "{unweighted}"
    );
    let found = communities(&karate.unweighted())
        .modularity()
        .expect("ties");
    assert!(
        (found - 0.419_789_6).abs() < 1e-6,
        "{found}, the known optimum is 0.4198"
    );
}

#[test]
fn a_greater_resolution_gives_more_communities() {
    let ties = planted(400, 0.3, 9);
    let graph = graph(400, &ties);
    let count = |resolution| communities_at(&graph, resolution).expect("sound").count();
    assert!(count(0.2) < count(1.0) && count(1.0) < count(8.0));
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(communities_at(&graph, bad).is_err(), "{bad}");
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn communities_are_connected_and_do_not_depend_on_the_order_of_ties(
        ties in proptest::collection::vec((0_u32..15, 0_u32..15, 0.0_f64..3.0), 0..50),
        resolution in 0.0_f64..4.0,
    ) {
        let graph = graph(16, &ties);
        let found = communities_at(&graph, resolution).expect("sound");
        prop_assert!(connected(&graph, found.labels()));
        let turned: Vec<_> = ties.iter().rev().map(|&(a, b, w)| (b, a, w)).collect();
        let again = communities_at(&Graph::new(16, &turned).expect("sound ties"), resolution);
        prop_assert_eq!(again.expect("sound"), found.clone());
        prop_assert_eq!(found.labels()[0], 0);
        if let Some(most) = communities(&graph).modularity() {
            prop_assert!((-1e-12..1.0).contains(&most));
        }
    }
}
