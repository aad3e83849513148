//! What value, weeks and counterfactuals cost. `CONFRERE_BENCH_LARGE=1` runs the sizes that the documentation speaks of.

#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;

use confrere::assign::Completeness;
use confrere::plan::LearningWeek;
use confrere::{Matcher, Network, Person, Unit};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// People with about 13.6 offers and 4.6 needs each, as in a survey of 11,398 developers; skills by Zipf's law with exponent 0.8.
fn community(people: u32, skills: u32, seed: u64) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sums = Vec::new();
    let mut sum = 0.0;
    for rank in 1..=skills {
        sum += f64::from(rank).powf(-0.8);
        sums.push(sum);
    }
    let person = |number: u32, rng: &mut ChaCha8Rng| {
        let mut draw = |count: u32| -> std::collections::BTreeSet<usize> {
            (0..count)
                .map(|_| {
                    sums.partition_point(|&upto| upto < rng.random::<f64>() * sum)
                        .min(sums.len() - 1)
                })
                .collect()
        };
        let (offers, needs) = (draw(14), draw(5));
        let mut person = Person::new(format!("p{number}"));
        for &skill in &offers {
            person = person.offers(format!("s{skill}"), rng.random_range(1..=10) as f32 / 10.0);
        }
        for &skill in needs.difference(&offers) {
            person = person.needs(format!("s{skill}"), rng.random_range(1..=10) as f32 / 10.0);
        }
        person
    };
    let everyone: Vec<Person> = (0..people).map(|number| person(number, &mut rng)).collect();
    Network::builder()
        .people(everyone)
        .build()
        .expect("sound people")
}

fn full() -> bool {
    std::env::var_os("CONFRERE_BENCH_LARGE").is_some()
}

fn threads() -> usize {
    if cfg!(feature = "rayon") {
        rayon::current_num_threads()
    } else {
        1
    }
}

fn id(what: &str, size: impl std::fmt::Display) -> BenchmarkId {
    BenchmarkId::from_parameter(format!("{what}/{size}/{}", threads()))
}

fn value(c: &mut Criterion) {
    let people = if full() { 10_000 } else { 1_500 };
    let matcher = Matcher::new(&community(people, 500, 1));
    let mut group = c.benchmark_group("plan");
    group.bench_function(id("worth_of_everyone", people), |b| {
        b.iter(|| {
            let worths = black_box(&matcher).worths();
            assert_eq!(worths.completeness(), Completeness::Exact);
            let paid: f32 = matcher
                .network()
                .people()
                .map(|person| worths.of(person).high)
                .sum();
            assert!(paid > 0.0 && paid <= worths.total().expect("solved") * 1.001);
            worths
        });
    });
    group.finish();
}

fn week(c: &mut Criterion) {
    let people = if full() { 5_000 } else { 500 };
    let matcher = Matcher::new(&community(people, 500, 2));
    let plan = (0..40).fold(
        LearningWeek::new().rooms(10, 30).teaches_at_most(3),
        |week, slot| week.slot(format!("slot {slot}")),
    );
    let mut group = c.benchmark_group("plan");
    group.bench_function(id("week_of_40_slots_and_10_rooms", people), |b| {
        b.iter(|| {
            let plan = black_box(&matcher)
                .learning_week(&plan)
                .expect("a sound week");
            assert!(plan.covered() <= plan.bound() * 1.0001 && plan.share_of_bound() > 0.8);
            plan
        });
    });
    group.finish();
}

fn next_skill(c: &mut Criterion) {
    let (people, skills) = if full() {
        (100_000, 14_000)
    } else {
        (10_000, 1_400)
    };
    let matcher = Matcher::new(&community(people, skills, 3));
    let who = matcher.network().people().next().expect("somebody");
    let level = Unit::new(0.6).expect("a level");
    let mut group = c.benchmark_group("plan");
    group.bench_function(id("next_skill_of_one", people), |b| {
        b.iter(|| {
            let answer = matcher.next_skill(black_box(who), level, 10);
            assert!(answer.len() == 10 && answer[0].opens >= answer[9].opens);
            answer
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = value, week, next_skill
}
criterion_main!(benches);
