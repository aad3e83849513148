//! How fast does a network change, and a matcher follow it, next to building both from scratch?
//!
//! 20,000 people by default, 100,000 with `CONFRERE_BENCH_LARGE=1`; about 28 items and five ties each. Each answer is asserted.

#[path = "../examples/support/benefit.rs"]
mod made_up;
#[path = "../examples/support/random.rs"]
mod random;
#[path = "common/ratios.rs"]
mod ratios;

use std::hint::black_box;

use confrere::{Matcher, Network, Person, PersonId, Policy, Query, Tie};
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
            let id = network.id(name(people - 1)).expect("who joined");
            assert_eq!(network.to_person(id), whole.to_person(id));
        });
    });
    group.finish();
}

/// The list of someone, with bits of scores.
fn list(matcher: &Matcher, who: PersonId) -> Vec<(PersonId, u32)> {
    let list = matcher.recommend(Query::new(who).limit(10)).into_iter();
    list.map(|pick| (pick.peer(), pick.score().to_bits()))
        .collect()
}

/// One joins who says what someone says who is there, and asks: a matcher made anew, and one that is updated. Under the second policy no
/// measure of the community counts, and both lists are the same to the last bit.
fn update(c: &mut Criterion) {
    let large = std::env::var_os("CONFRERE_BENCH_LARGE").is_some();
    let people = if large { 100_000 } else { 20_000 };
    let mut group = c.benchmark_group("recommend");
    let (before, after) = joined(people);
    let who = after.id("person 000500 too").expect("who joined");
    let plain = Policy::benefit_only().specificity(0.0);
    for (what, policy) in [("default", Policy::default()), ("plain", plain)] {
        let matcher = |network| Matcher::with_policy(network, policy.clone()).expect("sound");
        let old = matcher(&before);
        let expected = list(&matcher(&after), who);
        assert_eq!(expected.len(), 10);
        group.bench_function(format!("anew/{people}/{what}"), |bencher| {
            bencher.iter(|| assert_eq!(list(&matcher(&after), who), expected));
        });
        let updated = list(&old.update(&after), who);
        assert!(what == "default" || updated == expected);
        group.bench_function(format!("update/{people}/{what}"), |bencher| {
            bencher.iter(|| assert_eq!(list(&old.update(&after), who), updated));
        });
        let new = old.update(&after);
        group.bench_function(
            format!("asked after an update/{people}/{what}"),
            |bencher| {
                bencher.iter(|| assert_eq!(list(&new, who), updated));
            },
        );
    }
    group.finish();
}

/// A community before and after one joins with two ties.
fn joined(people: usize) -> (Network, Network) {
    let crowd: Vec<Person> = (0..)
        .zip(made_up::zipf(people, 1))
        .map(|(number, profile)| person(number, profile))
        .collect();
    let ties: Vec<Tie> = (0..people * 5)
        .map(|tie| {
            let from = tie % people;
            let to = (from + 1 + tie * 7_919 % (people - 2)) % people;
            Tie::new(name(from), name(to), 0.5)
        })
        .collect();
    let twin = crowd[500].clone().with_key("person 000500 too");
    let before = Network::from_people(crowd, ties).expect("sound people");
    let change = before.change().person(twin);
    let change = change.tie("person 000500 too", name(7), 0.5);
    let change = change.tie("person 000500 too", name(people / 2), 0.5);
    let after = change.build().expect("a sound change");
    (before, after)
}

criterion_group! {
    name = benches;
    config = ratios::brief();
    targets = network, update
}
criterion_main!(benches);
