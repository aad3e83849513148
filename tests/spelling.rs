//! Names are what they mean to a reader: spellings that differ in case, spaces, composition or in what does not show are one.

use confrere::{Matcher, Network, Person, PersonId, Policy, Spelling};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use unicode_normalization::UnicodeNormalization;

const SKILLS: [&str; 12] = [
    "Rust",
    "contract law",
    "Café management",
    "C++",
    "Straßenbau",
    "Público",
    "public speaking",
    "データ分析",
    "C",
    "résumé review",
    "SQL",
    "Øko design",
];

/// One of the spellings of a name: other case, spaces, composition, characters that do not show.
fn disturbed(rng: &mut ChaCha8Rng, name: &str) -> String {
    let mut name = match rng.random_range(0..4) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => name.nfd().collect(),
        _ => name.to_string(),
    };
    if rng.random_bool(0.3) {
        name = name.replace(' ', "\u{a0} ");
    }
    if rng.random_bool(0.3) {
        name.insert(0, '\u{feff}');
    }
    if rng.random_bool(0.3) {
        name.push_str("\u{200b} \n");
    }
    name
}

fn people(seed: u64, mut spell: impl FnMut(&str) -> String) -> Vec<Person> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let person = |index: usize| {
        let mut person = Person::new(format!("p{index:03}")).label(format!("Person {index}"));
        for skill in SKILLS {
            let level = rng.random_range(0.1..1.0_f32);
            match rng.random_range(0..4) {
                0 => person = person.offers(spell(skill), level),
                1 => person = person.needs(spell(skill), level),
                2 => {
                    person = person
                        .interest(spell(skill), level)
                        .stance(spell(skill), level)
                }
                _ => {}
            }
        }
        let team = ["Core", "Sales", "Équipe"][rng.random_range(0..3)];
        person
            .circle([spell(team), spell("Acme")])
            .attribute(spell("Office"), spell(team))
    };
    (0..60).map(person).collect()
}

/// Everyone's list to the last bit, under policies that use every kind of name.
fn lists(network: &Network) -> Vec<Vec<(PersonId, u32)>> {
    let policies = [Policy::default(), Policy::contrarian(), Policy::outside()];
    let lists = policies.into_iter().flat_map(|policy| {
        let matcher = Matcher::with_policy(network, policy).expect("a sound policy");
        matcher.recommend_all(5)
    });
    let bits = lists.map(|list| {
        list.iter()
            .map(|place| (place.peer, place.score.to_bits()))
            .collect()
    });
    bits.collect()
}

#[test]
fn disturbed_spellings_give_the_undisturbed_lists() {
    let plain = Network::from_people(people(7, ToString::to_string), []).expect("sound people");
    let expected = lists(&plain);
    assert!(expected.iter().filter(|list| !list.is_empty()).count() > 60);
    for seed in 0..3 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let spelt = people(7, |name| disturbed(&mut rng, name));
        let network = Network::from_people(spelt.clone(), []).expect("sound people");
        assert_eq!(lists(&network), expected);
        assert_eq!(network.skills().len(), SKILLS.len());
        assert!(network.spellings().count() > SKILLS.len());
        // The order of arrival does not choose what is shown.
        let reversed = Network::from_people(spelt.into_iter().rev(), []).expect("sound people");
        assert_eq!(
            reversed.skills().collect::<Vec<_>>(),
            network.skills().collect::<Vec<_>>()
        );
        assert!(reversed.spellings().eq(network.spellings()));
    }
}

#[test]
fn one_person_cannot_offer_two_spellings_at_two_levels() {
    let ana = |spelling| {
        let ana = Person::new("ana").offers("rust", 0.5).offers("Rust ", 0.6);
        Network::builder().spelling(spelling).person(ana).build()
    };
    let refused = ana(Spelling::Folded)
        .expect_err("one skill at two levels")
        .to_string();
    assert_eq!(
        refused,
        "offer `rust` of `ana`, with 0.5 and with 0.6, is given twice, expected once"
    );
    assert_eq!(ana(Spelling::Exact).expect("two skills").skills().len(), 2);
}

#[test]
fn spelling_is_set_first_and_survives_changes_and_storing() {
    let late = Network::builder()
        .person(Person::new("ana"))
        .spelling(Spelling::Exact)
        .build();
    assert!(
        late.expect_err("too late")
            .to_string()
            .starts_with("spelling, set after names were added")
    );
    let ana = Person::new("ana").offers("rust", 0.5).offers("RUST", 0.6);
    let exact = Network::builder()
        .spelling(Spelling::Exact)
        .person(ana)
        .build()
        .expect("two skills");
    let changed = exact
        .change()
        .person(Person::new("ben").offers("Rust", 0.7))
        .build()
        .expect("a third");
    assert_eq!(
        changed.skills().collect::<Vec<_>>(),
        ["RUST", "Rust", "rust"]
    );
    let folded = Network::builder()
        .person(Person::new("ana").offers("rust", 0.5))
        .build()
        .expect("one skill");
    let folded = folded
        .change()
        .person(Person::new("ben").offers("Rust", 0.7))
        .build()
        .expect("one skill");
    assert_eq!(folded.skills().collect::<Vec<_>>(), ["Rust"]);
    let again = folded
        .change()
        .person(Person::new("caro"))
        .build()
        .expect("sound");
    assert!(
        again.spellings().eq(folded.spellings()),
        "what was spelt otherwise stays known"
    );
    #[cfg(feature = "serde")]
    for network in [changed, folded] {
        let text = serde_json::to_string(&network).expect("it serialises");
        let read: Network = serde_json::from_str(&text).expect("it reads");
        assert_eq!(serde_json::to_string(&read).expect("it serialises"), text);
    }
}

#[test]
fn two_of_one_label_stay_apart_in_words_and_in_answers() {
    let silva = |key: u32, offers, needs| {
        Person::new(key)
            .label("Ana  Silva")
            .offers(offers, 0.9)
            .needs(needs, 0.8)
    };
    let network = Network::builder()
        .people([
            silva(9, "rust", "law"),
            silva(10, "law", "rust"),
            Person::new("ben").label("Ben"),
        ])
        .build()
        .expect("two of one label");
    let (nine, ten) = (
        network.id("9").expect("known"),
        network.id("10").expect("known"),
    );
    let matcher = Matcher::new(&network);
    let picks = matcher.recommend(nine);
    assert_eq!(picks[0].peer(), ten);
    let words = picks[0].to_string();
    assert!(
        words.starts_with("Ana Silva (10): Ana Silva (9) gains law"),
        "{words}"
    );
    assert_eq!(network.name(network.id("ben").expect("known")), "Ben");
    let person = network.to_person(ten).expect("known");
    assert_eq!((person.key(), person.name()), ("10", "Ana Silva"));
}
