//! How fast is an exact assignment with capacities on both sides?

#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;

use confrere::assign::{Aim, BipartiteTask};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// As many givers as receivers; each receiver has some random candidates, each giver room for two.
fn task(people: u32, candidates: u32, demand: u32) -> BipartiteTask {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut pairs = Vec::new();
    for receiver in 0..people {
        for _ in 0..candidates {
            pairs.push((
                random.random_range(0..people),
                receiver,
                random.random_range(1..1 << 30),
            ));
        }
    }
    let side = |places: u32| vec![places; people as usize];
    BipartiteTask::new(&side(2), &side(demand), &pairs).expect("sound pairs")
}

fn bipartite(c: &mut Criterion) {
    let mut group = c.benchmark_group("assign/bipartite");
    for (people, demand) in [(1_250, 1), (2_500, 1), (5_000, 1), (5_000, 2)] {
        let task = task(people, 50, demand);
        group.bench_function(format!("sum/{people}x{people}x50/{demand}"), |bencher| {
            bencher.iter(|| {
                let best = black_box(&task).best(Aim::PairsThenWeight);
                assert_eq!(best.weight(), best.bound());
                best
            });
        });
        // With several pairs each, the least sum of a receiver is a harder question: its answer has a bound, and may lie below it.
        if demand > 1 {
            continue;
        }
        group.bench_function(format!("least/{people}x{people}x50/{demand}"), |bencher| {
            bencher.iter(|| {
                let fair = black_box(&task).fairest();
                assert!(fair.is_proven());
                fair
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = bipartite
}
criterion_main!(benches);
