//! Overstating does not pay: claims are weighed by how scarce they are, and a tie to a fake account lifts nothing.

use confrere::{Matcher, Network, Person, Policy};

const PEOPLE: u32 = 500;
const SKILLS: u32 = 120;
const PLACES: u32 = 10;

/// A skill by a skewed law: low numbers are common.
fn skill(draw: &mut u32) -> u32 {
    *draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    let uniform = f64::from(*draw >> 8) / f64::from(1_u32 << 24);
    (uniform * uniform * f64::from(SKILLS)) as u32
}

/// People who offer ten skills at levels from 0.4 to 1 and need four others, the same for the same seed.
fn community(seed: u32) -> Vec<Person> {
    let mut draw = seed;
    let person = |number: u32, draw: &mut u32| {
        let mut skills: Vec<u32> = Vec::new();
        while skills.len() < 14 {
            let next = skill(draw);
            if !skills.contains(&next) {
                skills.push(next);
            }
        }
        let (offers, needs) = skills.split_at(10);
        let person = Person::new(format!("p{number:03}"));
        let level = |skill: u32| [0.4, 0.6, 0.8, 1.0][((number + skill) % 4) as usize];
        let person = offers.iter().fold(person, |person, &skill| {
            person.offers(format!("s{skill}"), level(skill))
        });
        needs.iter().fold(person, |person, skill| {
            person.needs(format!("s{skill}"), 1.0)
        })
    };
    (0..PEOPLE)
        .map(|number| person(number, &mut draw))
        .collect()
}

/// On how many lists accounts whose key starts with `who` stand together.
fn shown(people: Vec<Person>, policy: &Policy, who: &str) -> u32 {
    let network = Network::builder()
        .people(people)
        .build()
        .expect("sound people");
    let matcher = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
    let lists = matcher.recommend_all(PLACES);
    let peers = lists
        .iter()
        .flatten()
        .map(|ranked| network.key(ranked.peer));
    peers.filter(|key| key.starts_with(who)).count() as u32
}

/// The eight skills most wanted at 1, and the commonest of all as the only need.
fn attacker(key: &str) -> Person {
    let person = Person::new(key).needs("s0", 1.0);
    (1..9).fold(person, |person, skill| {
        person.offers(format!("s{skill}"), 1.0)
    })
}

fn attacked(seed: u32, fakes: u32) -> Vec<Person> {
    let mut people = community(seed);
    people.extend((0..fakes).map(|fake| attacker(&format!("fake{fake}"))));
    people
}

#[test]
fn claims_made_for_the_lists_do_not_pay() {
    let policy = Policy::default();
    let usual = f64::from(PLACES);
    for seed in [1, 2, 3] {
        let one = f64::from(shown(attacked(seed, 1), &policy, "fake"));
        assert!(one <= 2.5 * usual, "one account stands on {one} lists");
        let five = f64::from(shown(attacked(seed, 5), &policy, "fake"));
        assert!(five <= 6.0 * usual, "five accounts stand on {five} lists");
        let unweighed = policy.clone().specificity(0.0);
        let paid = f64::from(shown(attacked(seed, 1), &unweighed, "fake"));
        assert!(
            paid > 2.5 * usual,
            "unweighed, only {paid} lists: the attack is none"
        );
    }
}

#[test]
fn a_tie_to_a_fake_account_lifts_no_score() {
    let people = || {
        [
            Person::new("ana").offers("rust", 0.9).needs("law", 0.8),
            Person::new("ben").offers("law", 0.7).needs("rust", 0.6),
            Person::new("caro").offers("design", 0.7),
            Person::new("fake"),
        ]
    };
    let score = |faked: bool| {
        let mut builder = Network::builder().people(people()).tie("ben", "caro", 0.5);
        if faked {
            builder = builder.tie("ana", "fake", 1.0);
        }
        let network = builder.build().expect("sound people and ties");
        let id = |key| network.id(key).expect("known");
        let policy = Policy::default().acceptance_weight(0.0);
        let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
        matcher.score(id("ana"), id("ben"))
    };
    assert!(score(false) > 0.0);
    assert_eq!(score(true), score(false));
}
