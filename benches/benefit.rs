//! How fast are exact lists for everyone, next to plainer ways to the same answer?
//!
//! First races: all contenders in turn, several times over, with the ratios of their times printed. Then each kernel for itself.
//! Sizes are modest by default; `CONFRERE_BENCH_LARGE=1` adds 100,000 people. Each answer is asserted.

#[path = "common/benefit/mod.rs"]
mod baseline;
#[path = "../examples/support/benefit.rs"]
mod made_up;
#[path = "common/race.rs"]
mod race;
#[path = "../examples/support/random.rs"]
mod random;
#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use baseline::{
    Inverted, LIMIT, MEAN, assert_alike, by_products, community, configurations, naive,
};
use confrere::benefit::{DenseVectors, Pool, oracle};
use confrere::{Matcher, Network, Query, Ranked, oracle as oracle_of_people};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group};
use ndarray::ArrayView2;
use race::{Contender, race, threads};

fn large() -> bool {
    std::env::var_os("CONFRERE_BENCH_LARGE").is_some()
}

/// People of the table «× bare kernel»: `CONFRERE_BENCH_PEOPLE`, else 30,000 in the large runs and 5,000 in others.
fn sized() -> usize {
    let asked = std::env::var("CONFRERE_BENCH_PEOPLE").ok();
    let asked = asked.map(|people| people.parse().expect("a number of people"));
    asked.unwrap_or(if large() { 30_000 } else { 5_000 })
}

/// Askers that the double loop is timed on: all of them would take minutes.
const FEW: u32 = 200;

fn sparse_races() {
    race_sparse(
        "benefit/race/sparse/zipf/10000",
        made_up::zipf(10_000, 1).collect(),
        3,
    );
    race_sparse(
        "benefit/race/sparse/survey/10000",
        made_up::survey(10_000, 1).collect(),
        3,
    );
    if large() {
        race_sparse(
            "benefit/race/sparse/zipf/100000",
            made_up::zipf(100_000, 1).collect(),
            3,
        );
        race_sparse(
            "benefit/race/sparse/survey/100000",
            made_up::survey(100_000, 1).collect(),
            3,
        );
    }
}

fn race_sparse(what: &str, people: Vec<made_up::Profile>, rounds: usize) {
    let count = people.len();
    let pool = Pool::new(made_up::vectors(people.iter().cloned()));
    let lists = pool.recommend_all(LIMIT, MEAN);
    for person in (0..count as u32).step_by(count / 20) {
        let expected = oracle::recommend(pool.vectors(), person, LIMIT, MEAN);
        assert_eq!(lists[person as usize], expected);
    }
    let inverted = Inverted::new(people);
    let ours = || assert_eq!(pool.recommend_all(LIMIT, MEAN)[7], lists[7]);
    // Sums in another order differ in the last bits.
    let by_lists = || assert_alike(&lists, &inverted.recommend(), 1e-5);
    let vectors = pool.vectors();
    let by_pairs = || {
        let answer = naive(FEW, vectors.people(), |i, j| vectors.gain(i, j));
        assert_alike(&lists[..FEW as usize], &answer, 0.0);
    };
    let others = race(
        what,
        rounds,
        &[
            Contender::new("everyone", 2, ours),
            Contender::new("everyone", 1, ours),
            Contender::new("inverted-lists", 2, by_lists),
            Contender::new("naive", 2, by_pairs).on(FEW, count),
        ],
    );
    ratios::keep_all(what, &others);
}

fn dense_races() {
    race_dense(10_000, 64, 3);
    race_dense(5_000, 384, 3);
    if large() {
        race_dense(50_000, 64, 3);
        race_dense(100_000, 64, 3);
        race_dense(10_000, 384, 3);
        race_dense(50_000, 384, 1);
    }
}

fn race_dense(people: usize, width: usize, rounds: usize) {
    let needs = made_up::isotropic(people, width, 1);
    let offers = made_up::isotropic(people, width, 2);
    let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
    let lists = vectors.recommend_all(LIMIT, MEAN);
    for person in (0..people as u32).step_by(people / 20) {
        let expected = vectors.recommend(person, LIMIT, MEAN);
        assert_eq!(lists[person as usize], expected);
    }
    let ours = || assert_eq!(vectors.recommend_all(LIMIT, MEAN)[7], lists[7]);
    let shape = (people, width);
    let view = |matrix| ArrayView2::from_shape(shape, matrix).expect("rows of one width");
    let (need_rows, offer_rows) = (view(&needs), view(&offers));
    let products = || assert_alike(&lists, &by_products(need_rows, offer_rows), 1e-4);
    let by_pairs = || {
        let answer = naive(FEW, people as u32, |i, j| vectors.gain(i, j));
        assert_alike(&lists[..FEW as usize], &answer, 0.0);
    };
    let what = format!("benefit/race/dense/{people}x{width}");
    let others = race(
        &what,
        rounds,
        &[
            Contender::new("everyone", 2, ours),
            Contender::new("everyone", 1, ours),
            Contender::new("ndarray-products", 2, products),
            Contender::new("naive", 2, by_pairs).on(FEW, people),
        ],
    );
    ratios::keep_all(&what, &others);
}

/// The whole score next to benefit alone on the same people, a bench of criterion for each configuration. Each sample times both in turn, so
/// that whatever else the machine does weighs on either; the ratios of all samples are kept for the table.
fn whole(c: &mut Criterion, wants: &dyn Fn(&str) -> bool) {
    let people = sized();
    let time = |matcher: &Matcher, expected: &[Ranked]| {
        let start = Instant::now();
        let lists = threads(2).install(|| matcher.recommend_all(LIMIT));
        let time = start.elapsed();
        assert_eq!(lists[ASSERTED], expected);
        time
    };
    let matcher = |network: &Network, policy| {
        let matcher = Matcher::with_policy(network, policy).expect("a sound policy");
        let matcher = matcher.for_operator();
        let who = network.people().nth(ASSERTED).expect("many people");
        let expected = oracle_of_people::rank(&matcher, who, LIMIT);
        (matcher, expected)
    };
    let mut group = c.benchmark_group(format!("benefit/whole/{people}"));
    group
        .warm_up_time(Duration::from_millis(1))
        .sampling_mode(SamplingMode::Flat);
    let (mut bare, mut known) = (None, None);
    for (name, shape, policy) in configurations(people) {
        let id = format!("benefit/whole/{people}/{name}");
        if name != "bare" && !wants(&id) {
            continue;
        }
        let key = format!("{shape:?}");
        let network = match known.take() {
            Some((same, network)) if same == key => network,
            _ => community(shape),
        };
        let own = matcher(&network, policy);
        known = Some((key, network));
        let Some(bare) = &bare else {
            bare = Some(own);
            continue;
        };
        let mut rounds = Vec::new();
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|count| {
                let mut whole = Duration::ZERO;
                for _ in 0..count {
                    let alone = time(&bare.0, &bare.1);
                    let own = time(&own.0, &own.1);
                    rounds.push(own.as_secs_f64() / alone.as_secs_f64());
                    whole += own;
                }
                whole
            });
        });
        // Where criterion only lists or tests its benches, nothing is measured.
        if rounds.len() > 1 {
            ratios::keep(&id, "benefit alone", &rounds);
        }
    }
    group.finish();
}

/// The person whose list is compared with that of the double loop.
const ASSERTED: usize = 7;

/// Askers of a row of the table of latencies.
const ASKERS: usize = 200;

/// Configurations whose single questions are timed.
const ASKED: [&str; 5] = [
    "default",
    "20 ties, hubs",
    "contrarian()",
    "floor .2",
    "all six",
];

/// How long one question takes on one thread: the best ten of one asker, and why someone is not among them. Median and 99th percentile.
fn one(wants: &dyn Fn(&str) -> bool) {
    let people = sized();
    for (name, shape, policy) in configurations(people) {
        let id = format!("benefit/one/{name}");
        if !ASKED.contains(&name) || !wants(&id) {
            continue;
        }
        let network = community(shape);
        let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
        let everyone: Vec<_> = network.people().collect();
        let number = |at: usize| at * (people / ASKERS).max(1) % people;
        let times = |ask: &dyn Fn(usize)| {
            let time = |at| {
                let start = Instant::now();
                ask(at);
                start.elapsed().as_secs_f64() * 1e3
            };
            let mut times: Vec<f64> = (0..ASKERS).map(time).collect();
            times.sort_by(f64::total_cmp);
            (times[ASKERS / 2], times[ASKERS * 99 / 100])
        };
        let list = times(&|at| {
            let list = matcher.recommend(Query::new(everyone[number(at)]).limit(LIMIT));
            assert!(list.len() <= LIMIT as usize);
        });
        let why = times(&|at| {
            let (who, other) = (
                everyone[number(at)],
                everyone[(number(at) * 7 + 1) % people],
            );
            black_box(matcher.why_not(Query::new(who).limit(LIMIT), other));
        });
        println!(
            "{id:<42} {people} people, ms in the median and at the 99th percentile: list {:.3} {:.3}, why not {:.3} {:.3}",
            list.0, list.1, why.0, why.1
        );
    }
}

fn sparse(c: &mut Criterion) {
    let mut group = c.benchmark_group("benefit/sparse");
    let mut inputs = vec![
        ("zipf", made_up::vectors(made_up::zipf(10_000, 1))),
        ("survey", made_up::vectors(made_up::survey(10_000, 1))),
    ];
    if large() {
        inputs.push(("zipf", made_up::vectors(made_up::zipf(100_000, 1))));
    }
    for (kind, vectors) in inputs {
        let count = u64::from(vectors.people());
        let pool = Pool::new(vectors);
        let lists = pool.recommend_all(LIMIT, MEAN);
        assert_eq!(
            lists[17],
            oracle::recommend(pool.vectors(), 17, LIMIT, MEAN)
        );
        let id = |what: &str, threads: usize| {
            BenchmarkId::new(format!("{what}/{kind}"), format!("{count}/{threads}"))
        };
        group.throughput(Throughput::Elements(count));
        group.bench_function(id("layout", 1), |b| {
            let vectors = pool.vectors().clone();
            threads(1).install(|| b.iter(|| Pool::new(black_box(vectors.clone()))));
        });
        group.throughput(Throughput::Elements(count - 1));
        group.bench_function(id("one", 1), |b| {
            b.iter(|| assert_eq!(pool.recommend(black_box(17), LIMIT, MEAN), lists[17]))
        });
        group.throughput(Throughput::Elements(count * (count - 1)));
        for workers in [1, 2] {
            group.bench_function(id("everyone", workers), |b| {
                threads(workers).install(|| b.iter(|| pool.recommend_all(LIMIT, MEAN)));
            });
        }
        group.bench_function(id("each", 2), |b| {
            let answer = || pool.recommend_each(LIMIT, MEAN, |_, _| ControlFlow::Continue(()));
            threads(2).install(|| b.iter(answer));
        });
    }
    group.finish();
}

fn dense(c: &mut Criterion) {
    let mut group = c.benchmark_group("benefit/dense");
    for (people, width) in [(10_000, 64), (5_000, 384)] {
        let needs = made_up::isotropic(people, width, 1);
        let offers = made_up::isotropic(people, width, 2);
        let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
        let lists = vectors.recommend_all(LIMIT, MEAN);
        assert_eq!(lists[17], vectors.recommend(17, LIMIT, MEAN));
        group.throughput(Throughput::Elements((people * (people - 1)) as u64));
        for workers in [1, 2] {
            let id = BenchmarkId::new("everyone", format!("{people}x{width}/{workers}"));
            group.bench_function(id, |b| {
                threads(workers).install(|| b.iter(|| vectors.recommend_all(LIMIT, MEAN)));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = sparse, dense
}

fn main() {
    // With a filter only what it names is wanted.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    let wants = |what: &str| filter.is_none_or(|filter| what.contains(filter.as_str()));
    if wants("benefit/race/sparse") {
        sparse_races();
    }
    if wants("benefit/race/dense") {
        dense_races();
    }
    if filter.is_none_or(|filter| filter.starts_with("benefit/whole")) {
        whole(&mut ratios::brief().configure_from_args(), &wants);
    }
    if filter.is_none_or(|filter| filter.starts_with("benefit/one")) {
        one(&wants);
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
