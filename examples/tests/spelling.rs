//! Spellings of the embedded sample disturbed by case, spaces and composition give the undisturbed lists exactly.

use confrere::{Matcher, Network, Person, PersonId, Policy};
use serde_json::Value;
use support::random::Random;

/// Letters and what they are composed of.
const COMPOSED: [(char, &str); 8] = [
    ('é', "e\u{301}"),
    ('è', "e\u{300}"),
    ('ü', "u\u{308}"),
    ('ö', "o\u{308}"),
    ('ã', "a\u{303}"),
    ('á', "a\u{301}"),
    ('ç', "c\u{327}"),
    ('ñ', "n\u{303}"),
];

fn disturbed(rng: &mut Random, name: &str) -> String {
    let mut other = String::new();
    for letter in name.chars() {
        match COMPOSED.iter().find(|pair| pair.0 == letter) {
            Some(pair) if rng.chance(0.5) => other.push_str(pair.1),
            _ if letter == ' ' && rng.chance(0.5) => other.push_str("\u{a0} "),
            _ if rng.chance(0.5) => other.extend(letter.to_uppercase()),
            _ => other.push(letter),
        }
    }
    match rng.below(3) {
        0 => format!(" {other}"),
        1 => format!("{other}\u{200b}\n"),
        _ => other,
    }
}

/// Disturbs every skill, topic and circle of a person.
fn disturb(rng: &mut Random, value: &mut Value, is_name: bool) {
    match value {
        Value::String(name) if is_name => *name = disturbed(rng, name),
        Value::Array(all) => all
            .iter_mut()
            .for_each(|value| disturb(rng, value, is_name)),
        Value::Object(fields) => {
            for (field, value) in fields {
                let named = ["skill", "topic", "circle", "circles"].contains(&field.as_str());
                disturb(rng, value, named);
            }
        }
        _ => {}
    }
}

fn lists(people: Vec<Person>) -> Vec<Vec<(PersonId, u32)>> {
    let network = Network::builder()
        .people(people)
        .ties(Vec::new())
        .build()
        .expect("sound people");
    let mut all = Vec::new();
    for policy in [Policy::default(), Policy::benefit_only(), Policy::outside()] {
        let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
        let lists = matcher.recommend_all(10).into_iter();
        let told = lists.map(|list| {
            list.iter()
                .map(|place| (place.peer, place.score.to_bits()))
                .collect()
        });
        all.extend(told);
    }
    all
}

#[test]
fn disturbed_spellings_of_the_sample_give_the_undisturbed_lists() {
    let people = support::sample::people()
        .expect("a sound sample")
        .into_people();
    let mut changed = 0;
    for seed in 0..3 {
        let mut rng = Random::new(seed);
        let other: Vec<Person> = people
            .iter()
            .map(|person| {
                let mut value = serde_json::to_value(person).expect("plain data");
                disturb(&mut rng, &mut value, false);
                serde_json::from_value(value).expect("sound")
            })
            .collect();
        changed += people
            .iter()
            .zip(&other)
            .filter(|(one, other)| one != other)
            .count();
        let found = lists(people.clone());
        assert!(found.iter().filter(|list| !list.is_empty()).count() > 100);
        assert_eq!(lists(other), found, "seed {seed}");
    }
    assert!(changed > 2 * people.len(), "{changed}");
}
