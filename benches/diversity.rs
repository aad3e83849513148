//! How long do structure, communities and varied lists take, beside their plain versions?
//!
//! `CONFRERE_BENCH_LARGE=1` adds graphs of 100,000 and 1,000,000 people with ten ties each; `CONFRERE_BENCH_TIES=edges.csv` (a header, then
//! two whole numbers a line) adds the communities of a graph of your own.

#[path = "common/diversity.rs"]
mod inputs;
#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;

use confrere::diversity::{
    Graph, communities, constraints, dpp_list, marginal_list, positions, structural_diversity,
};
use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
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
    let mut sizes = vec![(10_000, 10)];
    if std::env::var_os("CONFRERE_BENCH_LARGE").is_some() {
        sizes.extend([(100_000, 10), (1_000_000, 10)]);
    }
    sizes
}

fn structure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diversity");
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

fn grouping(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diversity");
    for graph in std::iter::once(inputs::grouped(37_700, 8)).chain(inputs::own_graph()) {
        group_one(&mut group, &graph);
    }
    group.finish();
}

fn group_one(group: &mut BenchmarkGroup<'_, WallTime>, graph: &Graph) {
    let size = format!("{}x{}", graph.people(), graph.ties());
    let found = communities(graph);
    println!(
        "modularity {:.4} in {} communities",
        found.modularity().expect("ties"),
        found.count()
    );
    group.bench_function(
        BenchmarkId::new(format!("communities/{size}"), 1),
        |bench| {
            bench.iter(|| communities(black_box(graph)));
        },
    );
}

/// Candidates with profiles of unit length and relevance.
fn candidates(count: usize, dimensions: usize) -> (Vec<Vec<f32>>, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut profile = || -> Vec<f32> {
        let raw: Vec<f32> = (0..dimensions)
            .map(|_| random.random_range(-1.0..1.0))
            .collect();
        let norm = raw.iter().map(|x| x * x).sum::<f32>().sqrt();
        raw.iter().map(|x| x / norm).collect()
    };
    let profiles = (0..count).map(|_| profile()).collect();
    let relevance = (0..count).map(|_| random.random_range(0.0..1.0)).collect();
    (profiles, relevance)
}

/// A dot product in eight lanes.
fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    f64::from(lanes.iter().sum::<f32>())
}

fn lists(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diversity");
    let (profiles, relevance) = candidates(1000, 64);
    let alike = |i: u32, j: u32| dot(&profiles[i as usize], &profiles[j as usize]);
    let room = |i: u32, j: u32| f64::midpoint(alike(i, j), 1.0);
    let marginal = marginal_list(&relevance, 0.5, 20, alike).expect("sound");
    let spread = dpp_list(&relevance, 20, room).expect("sound");
    assert_eq!(
        (marginal.len(), spread.picks.len(), spread.varied),
        (20, 20, 20)
    );
    group.bench_function(BenchmarkId::new("marginal_list/20of1000x64", 1), |bench| {
        bench.iter(|| marginal_list(black_box(&relevance), 0.5, 20, alike).expect("sound"));
    });
    group.bench_function(BenchmarkId::new("dpp_list/20of1000x64", 1), |bench| {
        bench.iter(|| dpp_list(black_box(&relevance), 20, room).expect("sound"));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = structure, grouping, lists
}
criterion_main!(benches);
