//! How long do fair shares take? Two sides, one pool, candidate lists, applications; each answer is asserted.
//!
//! `CONFRERE_BENCH_LARGE=1` adds markets of 1,000 by 1,000 and pools of 10,000 and 100,000 people with 200 candidates each.

#[path = "../examples/support/market.rs"]
mod market;

use std::hint::black_box;
use std::time::Duration;

use confrere::assign::exposure::{
    Examination, MarketSide, Objective, Preferences, Settings, allocate,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use market::mt19937::Taste;

fn is_large() -> bool {
    std::env::var_os("CONFRERE_BENCH_LARGE").is_some()
}

fn threads() -> usize {
    rayon::current_num_threads()
}

fn solve(wants: &Preferences, objective: Objective, examination: &Examination) -> f64 {
    let settings = Settings::new(objective).examination(examination.clone());
    allocate(wants, &settings)
        .expect("settings within their ranges")
        .matches()
}

/// Times an objective and asserts the matches that it gives, to a thousandth.
fn bench(
    criterion: &mut Criterion,
    what: &str,
    wants: &Preferences,
    examination: &Examination,
    rows: &[(&str, Objective, f64)],
) {
    for &(name, objective, least) in rows {
        let id = format!("market/{name}/{what}/{}", threads());
        criterion.bench_function(&id, |bencher| {
            bencher.iter(|| {
                let matches = solve(black_box(wants), objective, examination);
                assert!(matches >= least, "{id}: {matches}");
            });
        });
    }
}

fn two_sides(criterion: &mut Criterion) {
    let log = Examination::logarithmic();
    let drawn =
        |left, right, lambda| market::published(left, right, lambda, 0).expect("wants from 0 to 1");
    let small = [
        ("transferable", Objective::Transferable(1.0), 18.87),
        ("nash", Objective::Nash, 17.74),
        ("anneal", Objective::Anneal, 20.34),
    ];
    bench(criterion, "20x20", &drawn(20, 20, 0.8), &log, &small);
    let middle = [
        ("transferable", Objective::Transferable(1.0), 80.42),
        ("nash", Objective::Nash, 79.65),
        ("anneal", Objective::Anneal, 90.89),
    ];
    bench(criterion, "75x50", &drawn(75, 50, 0.8), &log, &middle);
    let inverse = Examination::inverse();
    let large = [
        ("nash", Objective::Nash, 190.0),
        ("anneal", Objective::Anneal, 205.0),
    ];
    bench(
        criterion,
        "300x200",
        &drawn(300, 200, 0.5),
        &inverse,
        &large,
    );
    let huge = [
        ("product", Objective::Product, 312.0),
        ("nash", Objective::Nash, 860.1),
        ("anneal", Objective::Anneal, 888.0),
    ];
    if is_large() {
        let wants = drawn(1000, 1000, 0.5);
        bench(criterion, "1000x1000", &wants, &inverse, &huge);
    }
}

fn pools(criterion: &mut Criterion) {
    let inverse = Examination::inverse();
    let small = market::pool(1000, 0.8, 0).expect("wants from 0 to 1");
    let rows = [
        ("transferable", Objective::Transferable(1.0), 200.0),
        ("nash", Objective::Nash, 250.0),
        ("anneal", Objective::Anneal, 315.0),
    ];
    bench(criterion, "pool-1000", &small, &inverse, &rows);
    let rows = [
        ("nash", Objective::Nash, 25_000.0),
        ("anneal", Objective::Anneal, 30_000.0),
    ];
    let tenth = rows.map(|(name, objective, least)| (name, objective, least / 10.0));
    let listed = |people| market::listed_pool(people, 200, 0.8, 0).expect("wants from 0 to 1");
    if is_large() {
        let wants = listed(10_000);
        bench(criterion, "pool-10000x200", &wants, &inverse, &tenth);
        bench(
            criterion,
            "pool-100000x200",
            &listed(100_000),
            &inverse,
            &rows,
        );
    }
}

fn answers(criterion: &mut Criterion) {
    let wants = market::published(300, 200, 0.5, 0).expect("wants from 0 to 1");
    let shares =
        allocate(&wants, &Settings::new(Objective::Nash)).expect("settings within their ranges");
    criterion.bench_function(&format!("market/envy/300x200/{}", threads()), |bencher| {
        bencher.iter(|| assert!(black_box(&shares).envy(MarketSide::Left) <= 3));
    });
    criterion.bench_function(&format!("market/sample/200/{}", threads()), |bencher| {
        let mut seed = 0;
        bencher.iter_batched(
            || {
                seed += 1;
                seed
            },
            |seed| assert_eq!(shares.sample(MarketSide::Left, 7, seed).len(), 200),
            BatchSize::SmallInput,
        );
    });
    let jobs = market::jobs(100, 0.5, Taste::Random).expect("numbers from 0 to 1");
    criterion.bench_function(
        &format!("market/one-sided/150x100/{}", threads()),
        |bencher| {
            bencher.iter(|| {
                let rankings = jobs
                    .rank(&Settings::one_sided(Objective::Alpha(1.0)))
                    .expect("settings within their ranges");
                assert!(rankings.matches() > 154.4);
            });
        },
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    targets = two_sides, pools, answers
}
criterion_main!(benches);
