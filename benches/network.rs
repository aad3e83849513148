//! How fast does a network change, next to building it from scratch?
//!
//! 20,000 people by default, 100,000 with `CONFRERE_BENCH_LARGE=1`; about 28 items and five ties each. Each answer is asserted.

#[path = "../examples/support/benefit.rs"]
mod made_up;
#[path = "../examples/support/random.rs"]
mod random;

use std::hint::black_box;

use confrere::{Network, Person, Tie};
use criterion::{Criterion, criterion_group, criterion_main};

fn name(number: usize) -> String {
    format!("person {number:06}")
}

fn person(number: usize, (wants, gives): made_up::Profile) -> Person {
    let skill = |feature| format!("skill {feature}");
    let person = gives
        .into_iter()
        .fold(Person::new(name(number)), |person, (feature, level)| {
            person.offers(skill(feature), level)
        });
    wants
        .into_iter()
        .fold(person, |person, (feature, priority)| {
            person.needs(skill(feature), priority)
        })
}

fn network(c: &mut Criterion) {
    let large = std::env::var_os("CONFRERE_BENCH_LARGE").is_some();
    let people = if large { 100_000 } else { 20_000 };
    let mut crowd: Vec<Person> = (0..)
        .zip(made_up::zipf(people, 1))
        .map(|(number, profile)| person(number, profile))
        .collect();
    let ties: Vec<Tie> = (0..people * 5)
        .map(|tie| {
            let from = tie % (people - 1);
            let to = (from + 1 + tie * 7_919 % (people - 3)) % (people - 1);
            Tie::new(name(from), name(to), 0.5)
        })
        .collect();
    let whole = Network::from_people(crowd.iter().cloned(), ties.iter().cloned());
    let whole = whole.expect("sound people");
    let last = crowd.pop().expect("many people");
    let before = Network::from_people(crowd.iter().cloned(), ties.iter().cloned());
    let before = before.expect("sound people");
    let mut group = c.benchmark_group("network");
    group.sample_size(10);
    group.bench_function(format!("build/{people}/1"), |bencher| {
        bencher.iter(|| {
            let everyone = crowd.iter().chain([&last]).cloned();
            let network = Network::from_people(everyone, ties.iter().cloned());
            assert_eq!(network.expect("sound people").people().len(), people);
        });
    });
    group.bench_function(format!("join/{people}/1"), |bencher| {
        bencher.iter(|| {
            let network = black_box(&before).change().person(last.clone()).build();
            let network = network.expect("a sound person");
            assert_eq!(network.people().len(), people);
            let id = network.id(&name(people - 1)).expect("who joined");
            assert_eq!(network.to_person(id), whole.to_person(id));
        });
    });
    group.finish();
}

criterion_group!(benches, network);
criterion_main!(benches);
