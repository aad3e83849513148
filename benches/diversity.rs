//! How long do structure, communities and varied lists take, beside their plain versions?
//!
//! `CONFRERE_BENCH_LARGE=1` adds graphs of 1,000,000 people and 10,000,000 ties.

use std::hint::black_box;

use confrere::diversity::{Graph, constraints, positions, structural_diversity};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

const SEED: u64 = 20_26;

/// A graph that grows: each newcomer is tied to `ties` earlier people, drawn by their number of ties, with seeded weights.
fn grown(people: u32, ties: u32) -> Graph {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut ends: Vec<u32> = vec![0];
    let mut list = Vec::with_capacity((people * ties) as usize);
    for newcomer in 1..people {
        let known = ends.len();
        for _ in 0..ties.min(newcomer) {
            let other = ends[random.random_range(0..known)];
            list.push((newcomer, other, random.random_range(0.1..1.0)));
            ends.extend([newcomer, other]);
        }
    }
    Graph::new(people, &list).expect("sound ties")
}

/// Constraint word by word over a dense row of scratch, on one thread.
fn plain_constraints(graph: &Graph) -> Vec<Option<f64>> {
    let sums: Vec<f64> = (0..graph.people())
        .map(|person| graph.strength(person))
        .collect();
    let mut through = vec![0.0; graph.people() as usize];
    let mut all = Vec::with_capacity(graph.people() as usize);
    for i in 0..graph.people() {
        for (&q, &first) in graph.neighbours(i).iter().zip(graph.weights(i)) {
            let share = first / sums[i as usize] / sums[q as usize];
            for (&j, &second) in graph.neighbours(q).iter().zip(graph.weights(q)) {
                through[j as usize] += share * second;
            }
        }
        let row = graph.neighbours(i).iter().zip(graph.weights(i));
        let dyads =
            row.map(|(&j, &weight)| (weight / sums[i as usize] + through[j as usize]).powi(2));
        all.push((graph.degree(i) > 0).then(|| dyads.sum()));
        for &q in graph.neighbours(i) {
            for &j in graph.neighbours(q) {
                through[j as usize] = 0.0;
            }
        }
    }
    all
}

fn assert_near(found: &[Option<f64>], expected: &[Option<f64>]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        match (found, expected) {
            (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9),
            _ => assert_eq!(found, expected),
        }
    }
}

fn sizes() -> Vec<(u32, u32)> {
    let mut sizes = vec![(10_000, 10), (100_000, 10)];
    if std::env::var_os("CONFRERE_BENCH_LARGE").is_some() {
        sizes.push((1_000_000, 10));
    }
    sizes
}

fn structure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diversity");
    group.sample_size(10);
    for (people, ties) in sizes() {
        let graph = grown(people, ties);
        let size = format!("{people}x{}", graph.ties());
        group.throughput(Throughput::Elements(u64::from(people)));
        assert_near(&constraints(&graph), &plain_constraints(&graph));
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            let id = BenchmarkId::new(format!("constraint/{size}"), threads);
            group.bench_function(id, |bench| {
                bench.iter(|| pool.install(|| constraints(black_box(&graph))));
            });
        }
        group.bench_function(BenchmarkId::new(format!("positions/{size}"), 2), |bench| {
            bench.iter(|| positions(black_box(&graph)));
        });
        group.bench_function(
            BenchmarkId::new(format!("structural_diversity/{size}"), 2),
            |bench| {
                bench.iter(|| structural_diversity(black_box(&graph)));
            },
        );
        group.bench_function(
            BenchmarkId::new(format!("constraint_plain/{size}"), 1),
            |bench| {
                bench.iter(|| plain_constraints(black_box(&graph)));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, structure);
criterion_main!(benches);
