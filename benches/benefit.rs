//! How fast are exact lists for everyone, next to plainer ways to the same answer?
//!
//! Sizes are modest by default; `CONFRERE_BENCH_LARGE=1` adds 100,000 people (sparse) and 50,000 (dense). Each answer is asserted.

#[path = "../examples/support/benefit.rs"]
mod made_up;

use std::hint::black_box;
use std::time::Duration;

use confrere::Mean;
use confrere::benefit::{DenseVectors, Pool, Scored, SparseVectors, oracle};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::{ArrayView1, ArrayView2, Axis, Slice};
use rayon::prelude::*;

const LIMIT: u32 = 10;
const MEAN: Mean = Mean::HARMONIC;

fn full() -> bool {
    std::env::var_os("CONFRERE_BENCH_LARGE").is_some()
}

fn threads(count: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build();
    pool.expect("a pool of threads")
}

/// Keeps the best of scored candidates.
fn best(mut list: Vec<(f32, u32)>) -> Vec<(f32, u32)> {
    let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let limit = LIMIT as usize;
    if list.len() > limit {
        list.select_nth_unstable_by(limit - 1, order);
        list.truncate(limit);
    }
    list.sort_unstable_by(order);
    // Everyone's list is held at once: what the candidates took is given back.
    list.shrink_to_fit();
    list
}

fn same(list: &[Scored], other: &[(f32, u32)]) -> bool {
    list.iter()
        .map(|peer| (peer.score, peer.person))
        .eq(other.iter().copied())
}

/// Askers that the double loop is timed on: all of them would take minutes.
const FEW: u32 = 200;

/// The double loop over canonical gains, in parallel, for the first few askers.
fn naive(people: u32, gain: impl Fn(u32, u32) -> f32 + Sync) -> Vec<Vec<(f32, u32)>> {
    let list = |i: u32| {
        let others = (0..people).filter(|&j| j != i);
        let scored = others.map(|j| (MEAN.of(gain(i, j), gain(j, i)), j));
        best(scored.filter(|peer| peer.0 > 0.0).collect())
    };
    (0..FEW.min(people)).into_par_iter().map(list).collect()
}

/// Inverted lists of what is given and what is wanted, walked in full for each asker.
struct Inverted {
    givers: Vec<Vec<(u32, f32)>>,
    seekers: Vec<Vec<(u32, f32)>>,
    people: Vec<made_up::Profile>,
}

impl Inverted {
    fn new(people: Vec<made_up::Profile>) -> Self {
        let features = people
            .iter()
            .flat_map(|(wants, gives)| wants.iter().chain(gives));
        let count = features
            .map(|entry| entry.0 as usize + 1)
            .max()
            .unwrap_or(0);
        let (mut givers, mut seekers) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (person, (wants, gives)) in (0..).zip(&people) {
            wants
                .iter()
                .for_each(|&(feature, weight)| seekers[feature as usize].push((person, weight)));
            gives
                .iter()
                .for_each(|&(feature, value)| givers[feature as usize].push((person, value)));
        }
        Self {
            givers,
            seekers,
            people,
        }
    }

    fn recommend_all(&self) -> Vec<Vec<(f32, u32)>> {
        let count = self.people.len();
        let scratch = || (vec![0.0_f32; count], vec![0.0_f32; count]);
        let list = |(gains, gives): &mut (Vec<f32>, Vec<f32>), i: usize| {
            gains.fill(0.0);
            gives.fill(0.0);
            let (wants, offers) = &self.people[i];
            for &(feature, weight) in wants {
                self.givers[feature as usize]
                    .iter()
                    .for_each(|&(j, value)| gains[j as usize] += weight * value);
            }
            for &(feature, value) in offers {
                self.seekers[feature as usize]
                    .iter()
                    .for_each(|&(j, weight)| gives[j as usize] += weight * value);
            }
            let both = gains.iter().zip(gives.iter()).zip(0..);
            let scored = both.map(|((&gain, &give), j)| (MEAN.of(gain.min(1.0), give.min(1.0)), j));
            best(
                scored
                    .filter(|peer| peer.0 > 0.0 && peer.1 != i as u32)
                    .collect(),
            )
        };
        (0..count).into_par_iter().map_init(scratch, list).collect()
    }
}

fn sparse(c: &mut Criterion) {
    let mut group = c.benchmark_group("benefit/sparse");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5));
    let mut inputs = vec![
        ("zipf", made_up::zipf(10_000, 1).collect::<Vec<_>>()),
        ("survey", made_up::survey(10_000, 1).collect()),
    ];
    if full() {
        inputs.push(("zipf", made_up::zipf(100_000, 1).collect()));
        inputs.push(("survey", made_up::survey(100_000, 1).collect()));
    }
    for (kind, people) in inputs {
        let count = people.len();
        let pool = Pool::new(made_up::vectors(people.iter().cloned()));
        let lists = pool.recommend_all(LIMIT, MEAN);
        for person in (0..count as u32).step_by(count / 20) {
            assert_eq!(
                lists[person as usize],
                oracle::recommend(pool.vectors(), person, LIMIT, MEAN)
            );
        }
        group.throughput(Throughput::Elements((count * (count - 1)) as u64));
        let id = |what: &str, threads: usize| {
            BenchmarkId::new(format!("{what}/{kind}"), format!("{count}/{threads}"))
        };
        group.bench_function(id("layout", 1), |b| {
            let vectors: SparseVectors = pool.vectors().clone();
            threads(1).install(|| b.iter(|| Pool::new(black_box(vectors.clone()))));
        });
        group.bench_function(id("one", 1), |b| {
            b.iter(|| pool.recommend(black_box(17), LIMIT, MEAN))
        });
        for workers in [1, 2] {
            group.bench_function(id("everyone", workers), |b| {
                threads(workers).install(|| b.iter(|| pool.recommend_all(LIMIT, MEAN)));
            });
        }
        group.bench_function(id("one-by-one", 2), |b| {
            let answer =
                || pool.recommend_each(LIMIT, MEAN, |_, _| std::ops::ControlFlow::Continue(()));
            threads(2).install(|| b.iter(answer));
        });
        let inverted = Inverted::new(people);
        // Sums in another order differ in the last bits; the people at the top are the same but for near ties.
        let walked = inverted.recommend_all();
        let agree = walked.iter().zip(&lists).filter(|(one, other)| {
            let mut pairs = one.iter().zip(other.iter());
            pairs.all(|(a, b)| (a.0 - b.score).abs() <= 1e-5)
        });
        assert_eq!(agree.count(), count);
        group.bench_function(id("inverted-lists", 2), |b| {
            threads(2).install(|| b.iter(|| inverted.recommend_all()))
        });
        if count <= 10_000 {
            let vectors = pool.vectors();
            group.throughput(Throughput::Elements(u64::from(FEW) * (count as u64 - 1)));
            group.bench_function(id("naive-200-askers", 2), |b| {
                threads(2)
                    .install(|| b.iter(|| naive(vectors.people(), |i, j| vectors.gain(i, j))));
            });
        }
    }
    group.finish();
}

/// Products of blocks of rows by ndarray, both ways, then the best of each row.
fn by_products(needs: ArrayView2<'_, f32>, offers: ArrayView2<'_, f32>) -> Vec<Vec<(f32, u32)>> {
    const ROWS: usize = 128;
    let people = needs.nrows();
    let blocks: Vec<usize> = (0..people).step_by(ROWS).collect();
    let answer = |&start: &usize| {
        let rows = Slice::from(start..people.min(start + ROWS));
        let (own_needs, own_offers) = (
            needs.slice_axis(Axis(0), rows),
            offers.slice_axis(Axis(0), rows),
        );
        let gains = own_needs.dot(&offers.t());
        let gives = own_offers.dot(&needs.t());
        let both = gains.rows().into_iter().zip(gives.rows()).zip(start..);
        let list = |((gains, gives), i): ((ArrayView1<'_, f32>, ArrayView1<'_, f32>), usize)| {
            let scored = gains.iter().zip(gives.iter()).zip(0..);
            let scored =
                scored.map(|((&gain, &give), j)| (MEAN.of(gain.max(0.0), give.max(0.0)), j));
            best(
                scored
                    .filter(|peer| peer.0 > 0.0 && peer.1 != i as u32)
                    .collect(),
            )
        };
        both.map(list).collect::<Vec<_>>()
    };
    let lists: Vec<Vec<Vec<(f32, u32)>>> = blocks.par_iter().map(answer).collect();
    lists.into_iter().flatten().collect()
}

fn dense(c: &mut Criterion) {
    let mut group = c.benchmark_group("benefit/dense");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5));
    let mut sizes = vec![(10_000, 64), (5_000, 384)];
    if full() {
        sizes.extend([(50_000, 64), (10_000, 384), (50_000, 384)]);
    }
    for (people, width) in sizes {
        let (needs, offers) = (
            made_up::isotropic(people, width, 1),
            made_up::isotropic(people, width, 2),
        );
        let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
        let lists = vectors.recommend_all(LIMIT, MEAN);
        for person in (0..people as u32).step_by(people / 20) {
            assert_eq!(
                lists[person as usize],
                vectors.recommend(person, LIMIT, MEAN)
            );
        }
        group.throughput(Throughput::Elements((people * (people - 1)) as u64));
        let id = |what: &str, threads: usize| {
            BenchmarkId::new(what, format!("{people}x{width}/{threads}"))
        };
        for workers in [1, 2] {
            group.bench_function(id("everyone", workers), |b| {
                threads(workers).install(|| b.iter(|| vectors.recommend_all(LIMIT, MEAN)));
            });
        }
        let shape = (people, width);
        let view = |matrix| ArrayView2::from_shape(shape, matrix).expect("rows of one width");
        let (needs, offers) = (view(&needs), view(&offers));
        let products = by_products(needs, offers);
        let agree = products.iter().zip(&lists).filter(|(one, other)| {
            one.iter()
                .zip(other.iter())
                .all(|(a, b)| (a.0 - b.score).abs() <= 1e-4)
        });
        assert_eq!(agree.count(), people);
        group.bench_function(id("ndarray-products", 2), |b| {
            threads(2).install(|| b.iter(|| by_products(needs, offers)));
        });
        if people <= 10_000 {
            let plain = || naive(vectors.people(), |i, j| vectors.gain(i, j));
            assert!(same(&lists[3], &plain()[3]));
            group.throughput(Throughput::Elements(u64::from(FEW) * (people as u64 - 1)));
            group.bench_function(id("naive-200-askers", 2), |b| {
                threads(2).install(|| b.iter(plain))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, sparse, dense);
criterion_main!(benches);
