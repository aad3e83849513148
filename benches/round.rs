//! How fast are exact pairs, small groups and rounds?
//!
//! `CONFRERE_BENCH_LARGE=1 cargo bench --bench round` also times 100,000 people with 20 candidates each, once.

#[path = "common/round.rs"]
mod inputs;
#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;
use std::time::Instant;

use confrere::assign::{Aim, GroupTask, WeightedPairs};
use confrere::round::{MeetingHistory, RoundPlanner, Scores};
use confrere::{Network, Person};
use criterion::{Criterion, criterion_group};
use inputs::Pairs;

fn sparse_and_proven(people: u32, edges: &Pairs, aim: Aim) -> i64 {
    let pairs = WeightedPairs::new(people, edges).expect("sound pairs");
    let best = pairs.best(aim);
    best.certificate()
        .check(&pairs, &best)
        .expect("the answer proves itself");
    best.weight()
}

fn pairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("round/pairs");
    for people in [800, 5_500] {
        let edges = inputs::towns(people, 7);
        let best = sparse_and_proven(people, &edges, Aim::PairsThenWeight);
        let allowed = WeightedPairs::new(people, &edges).expect("sound pairs");
        group.bench_function(format!("towns/{people}/1"), |bencher| {
            bencher.iter(|| {
                let found = black_box(&allowed).best(Aim::PairsThenWeight);
                assert_eq!(found.weight(), best);
            });
        });
    }
    let edges = inputs::sparse(10_000, 10, 7);
    let best = sparse_and_proven(10_000, &edges, Aim::Weight);
    let allowed = WeightedPairs::new(10_000, &edges).expect("sound pairs");
    group.bench_function("sparse/10000x10/1", |bencher| {
        bencher.iter(|| assert_eq!(black_box(&allowed).best(Aim::Weight).weight(), best));
    });
    group.bench_function("sparse_quick/10000x10/1", |bencher| {
        bencher.iter(|| {
            let quick = black_box(&allowed).quick();
            assert!(2 * quick.weight() >= best && best <= quick.bound());
        });
    });
    group.finish();
}

fn groups(c: &mut Criterion) {
    let mut group = c.benchmark_group("round/groups");
    let values = inputs::skills(1_000, 1);
    let task = GroupTask::new(1_000, 4, 4, |a, b| values[a as usize * 1_000 + b as usize]);
    let task = task.expect("a sound task").shakes(300);
    let first = task.best_found();
    assert!(first.alone.is_empty() && first.value <= first.bound);
    group.bench_function("fours/1000/1", |bencher| {
        bencher.iter(|| assert_eq!(black_box(&task).best_found().value, first.value));
    });
    group.finish();
}

fn rounds(c: &mut Criterion) {
    let mut group = c.benchmark_group("round/plan");
    let crowd = (0..400).map(|number| {
        Person::new(format!("p{number:03}")).circle([format!("team {}", number / 8)])
    });
    let network = Network::builder()
        .people(crowd)
        .build()
        .expect("sound people");
    let planner = RoundPlanner::new(Scores::equal(&network));
    group.bench_function("pairs/400/1", |bencher| {
        bencher.iter(|| {
            let plan = black_box(&planner)
                .plan(&MeetingHistory::default())
                .expect("sound settings");
            assert!(plan.unmatched().is_empty());
        });
    });
    group.finish();
}

/// Seconds of a call, and what it gave.
fn timed<T>(what: &str, call: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let given = call();
    println!("{what}: {:.3} s", start.elapsed().as_secs_f64());
    given
}

fn large() {
    let edges = inputs::sparse(100_000, 20, 7);
    println!("sparse: 100000 people, {} pairs", edges.len());
    let best = timed("round/pairs/sparse/100000x20/1", || {
        let pairs = WeightedPairs::new(100_000, &edges).expect("sound pairs");
        pairs.best(Aim::Weight)
    });
    assert_eq!(best.weight(), best.bound());
    timed("checked as well", || {
        sparse_and_proven(100_000, &edges, Aim::Weight)
    });
    let values = inputs::skills(1_000, 1);
    let start = Instant::now();
    let task = GroupTask::new(1_000, 4, 4, |a, b| values[a as usize * 1_000 + b as usize]);
    let ours = task.expect("a sound task").best_found().value;
    let budget = start.elapsed();
    let theirs = inputs::restarted_swaps(&values, 1_000, 4, budget);
    let margin = 100.0 * (ours as f64 / theirs as f64 - 1.0);
    println!(
        "groups of 4 among 1000: {margin:.2} % above restarted swaps in the same {budget:.2?}"
    );
    assert!(ours > theirs);
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = pairs, groups, rounds
}

fn main() {
    if std::env::var_os("CONFRERE_BENCH_LARGE").is_some() {
        large();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
