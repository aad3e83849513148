//! What holds of the chance that two people say yes, whatever the community.

mod common;

use common::{Community, communities, name};
use confrere::acceptance::{Acceptance, Answer, Components, Outcome, Outcomes, Predictor};
use confrere::{Acquaintances, Matcher, Network, Person, PersonId, Policy, Tie};
use proptest::prelude::*;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn settings() -> ProptestConfig {
    // A fixed seed: a failure found by chance becomes a named test of its own.
    ProptestConfig {
        cases: 40,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        ..ProptestConfig::default()
    }
}

/// A seeded community whose people also say in which office they are.
fn network(community: &Community) -> Network {
    let office = |place: usize| ["lisbon", "porto", "faro"][place * 7 % 3];
    let people = community.people.iter().enumerate();
    let person = |(place, someone): (usize, &common::Someone)| {
        // Every fourth does not say.
        let person = someone.person();
        if place % 4 == 3 {
            person
        } else {
            person.attribute("office", office(place))
        }
    };
    Network::from_people(people.map(person), community.ties.iter().cloned()).expect("sound")
}

fn matcher(network: &Network) -> Matcher {
    let policy = Policy::default().acquaintances(Acquaintances::Included);
    Matcher::with_policy(network, policy)
        .expect("sound")
        .for_operator()
}

fn pairs(network: &Network) -> Vec<(PersonId, PersonId)> {
    let people: Vec<PersonId> = network.people().collect();
    let all = people
        .iter()
        .flat_map(|&a| people.iter().map(move |&b| (a, b)));
    all.filter(|(a, b)| a != b).collect()
}

/// Rows with any predictors known, none above 3.
fn rows() -> impl Strategy<Value = Components> {
    let values =
        proptest::collection::vec(proptest::option::of(0.0_f32..3.0), Predictor::ALL.len());
    values.prop_map(|values| {
        let known = Predictor::ALL.into_iter().zip(values);
        known.fold(Components::default(), |row, (predictor, value)| {
            row.with(predictor, value)
        })
    })
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn both_sides_have_one_chance(community in communities(14)) {
        let network = network(&community);
        let matcher = matcher(&network);
        for (a, b) in pairs(&network) {
            let chance = matcher.acceptance(a, b);
            prop_assert!((0.0..=1.0).contains(&chance));
            prop_assert_eq!(chance.to_bits(), matcher.acceptance(b, a).to_bits());
        }
    }

    #[test]
    fn what_is_missing_counts_as_the_mean_and_never_helps_beyond_it(row in rows(), back in rows(), place in 0..Predictor::ALL.len()) {
        let (model, predictor) = (Acceptance::prior(), Predictor::ALL[place]);
        let missing = model.chance(&row.with(predictor, None), &back);
        let mean = model.mean(predictor) as f32;
        let average = model.chance(&row.with(predictor, Some(mean)), &back);
        prop_assert!((missing - average).abs() < 1e-6);
        if predictor.speaks_for() {
            for better in [mean, mean + 0.1, mean + 2.0] {
                let known = model.chance(&row.with(predictor, Some(better)), &back);
                prop_assert!(known >= missing * (1.0 - 1e-6));
            }
        }
    }

    #[test]
    fn more_of_what_speaks_for_a_yes_never_lowers_the_chance(row in rows(), back in rows(), place in 0..Predictor::ALL.len(), more in 0.0_f32..2.0) {
        let (model, predictor) = (Acceptance::prior(), Predictor::ALL[place]);
        prop_assume!(predictor.speaks_for());
        let value = row.get(predictor).unwrap_or_default();
        let before = model.chance(&row.with(predictor, Some(value)), &back);
        let after = model.chance(&row.with(predictor, Some(value + more)), &back);
        prop_assert!(after >= before);
    }

    #[test]
    fn another_common_contact_never_lowers_the_chance(community in communities(14), one in 0_usize..14, other in 0_usize..14, through in 0_usize..14) {
        prop_assume!(one != other && one != through && other != through);
        let touches = |tie: &Tie, a: usize, b: usize| {
            (tie.from == name(a) && tie.to == name(b)) || (tie.from == name(b) && tie.to == name(a))
        };
        let tied = |a: usize, b: usize| community.ties.iter().any(|tie| tie.strength > 0.0 && touches(tie, a, b));
        // Whoever has no tie yet is unknown to the graph, and counts as its mean.
        let known = |a: usize| (0..14).any(|b| b != a && tied(a, b));
        prop_assume!(known(one) && known(other) && !tied(one, through) && !tied(other, through));
        let mut more = community.clone();
        more.ties.push(Tie::new(name(one), name(through), 0.5));
        more.ties.push(Tie::new(name(through), name(other), 0.5));
        let (before, after) = (network(&community), network(&more));
        let id = |network: &Network, place: usize| network.id(name(place)).expect("known");
        let chance = |network: &Network| matcher(network).acceptance(id(network, one), id(network, other));
        prop_assert!(chance(&after) >= chance(&before));
    }

    #[test]
    fn without_ties_circles_attributes_or_a_past_those_who_both_gain_keep_their_order(mut community in communities(14)) {
        community.ties.clear();
        for someone in &mut community.people {
            someone.circles.clear();
        }
        let network = community.build();
        let before = Matcher::with_policy(&network, Policy::strict().acceptance_weight(0.0)).expect("sound").for_operator();
        let after = Matcher::new(&network).for_operator();
        let unknown = after.policy().get_unknown_gain();
        for (a, b) in pairs(&network) {
            prop_assert_eq!(after.acceptance(a, b), f32::from(u8::from(before.explain(a, b).is_some())));
            // A gain below the one that stands in for an unknown gain counts as much as that one.
            if before.gain(a, b) >= unknown && before.gain(b, a) >= unknown {
                prop_assert_eq!(before.score(a, b).to_bits(), after.score(a, b).to_bits());
            }
        }
    }

    #[test]
    fn reasons_for_a_yes_name_nobody(community in communities(14)) {
        let network = network(&community);
        let matcher = Matcher::new(&network);
        for (a, b) in pairs(&network) {
            let Some(explanation) = matcher.explain(a, b) else { continue };
            for reason in &explanation.for_a_yes {
                prop_assert!(network.people().all(|person| !reason.contains(network.name(person))), "{}", reason);
            }
        }
    }
}

#[test]
fn a_tie_between_two_foretells_nothing_of_them() {
    let build = |tied: bool| {
        let people = ["ana", "ben", "caro", "dan"].map(Person::new);
        let mut ties = vec![
            Tie::new("ana", "caro", 0.5),
            Tie::new("caro", "ben", 0.5),
            Tie::new("ben", "dan", 0.5),
        ];
        ties.extend(tied.then(|| Tie::new("ana", "ben", 0.9)));
        Network::from_people(people, ties).expect("sound")
    };
    let rows = [false, true].map(|tied| {
        let network = build(tied);
        let (ana, ben) = (
            network.id("ana").expect("known"),
            network.id("ben").expect("known"),
        );
        matcher(&network).components(ana, ben)
    });
    assert_eq!(rows[0], rows[1]);
    assert_eq!(rows[0].get(Predictor::TiesApart), Some(1.0));
    assert_eq!(rows[0].get(Predictor::Activity), Some(2.0_f32.ln()));
}

#[test]
fn what_is_not_known_of_a_side_is_said_so() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).needs("law", 1.0))
        .person(Person::new("ben").offers("law", 0.8).needs("tax", 1.0))
        .build()
        .expect("sound");
    let (ana, ben) = (
        network.id("ana").expect("known"),
        network.id("ben").expect("known"),
    );
    let told = Matcher::new(&network).recommend(ana)[0].to_string();
    assert_eq!(
        told,
        "ben: ana gains law (0.80), what ben gains is not known"
    );
    let strict = Matcher::with_policy(&network, Policy::strict()).expect("sound");
    assert!(strict.recommend(ana).is_empty());
    assert_eq!(
        strict.why_not(ana, ben).to_string(),
        "ben would gain nothing from ana"
    );
}

#[test]
fn who_needs_nothing_seeks_company_in_their_interests() {
    let network = Network::builder()
        .person(Person::new("ana").interest("chess", 1.0))
        .person(Person::new("ben").interest("chess", 1.0))
        .person(Person::new("caro").interest("choir", 1.0))
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let picks = matcher.recommend(network.id("ana").expect("known"));
    assert_eq!(picks.len(), 1);
    assert_eq!((picks[0].name(), picks[0].gain()), ("ben", 1.0));
}

#[test]
fn the_first_tie_of_a_community_changes_no_score_of_others_much() {
    let skill = |number: usize| format!("skill {}", number % 7);
    let person = |place: usize| {
        Person::new(format!("p{place:03}"))
            .offers(skill(place), 0.3 + 0.1 * (place % 5) as f32)
            .needs(skill(place * 3 + 1), 0.8)
    };
    let build = |ties: &[Tie]| {
        Network::from_people((0..200).map(person), ties.iter().cloned()).expect("sound")
    };
    let (before, after) = (build(&[]), build(&[Tie::new("p000", "p001", 0.9)]));
    let (one, other) = (matcher(&before), matcher(&after));
    let mut compared = 0;
    for (a, b) in pairs(&before) {
        let names = [before.name(a), before.name(b)];
        if names.contains(&"p000") || names.contains(&"p001") {
            continue;
        }
        let [c, d] = names.map(|name| after.id(name).expect("known"));
        let (was, is) = (one.score(a, b), other.score(c, d));
        assert!(
            (is - was).abs() <= 0.05 * was,
            "{names:?}: {was} before, {is} after"
        );
        compared += u32::from(was > 0.0);
    }
    assert!(compared > 1_000, "{compared}");
}

/// Two people at the ends of a chain of three ties: nobody is known to both, and one walk in two leads there.
#[test]
fn a_chain_of_three_ties_is_no_shared_contact() {
    let network = Network::builder()
        .people(["ana", "ben", "xia", "yan"].map(Person::new))
        .tie("ana", "xia", 0.5)
        .tie("xia", "yan", 0.5)
        .tie("yan", "ben", 0.5)
        .build()
        .expect("sound");
    let model = Acceptance::prior()
        .with(Predictor::ThreeSteps, 1.0)
        .expect("finite");
    let policy = Policy::default()
        .acquaintances(Acquaintances::Included)
        .acceptance(model);
    let matcher = Matcher::with_policy(&network, policy)
        .expect("sound")
        .for_operator();
    let id = |key| network.id(key).expect("known");
    let row = matcher.components(id("ana"), id("ben"));
    assert_eq!(row.get(Predictor::CommonContacts), Some(0.0));
    assert_eq!(row.get(Predictor::ThreeSteps), Some(0.5_f32.sqrt()));
}

#[test]
fn scores_are_symmetric_whatever_alone_foretells_a_yes() {
    let person = |key: &str, offers: &[(&str, f32)], interests: &[(&str, f32)]| {
        let mut person = Person::new(key).needs("s0", 0.5);
        for &(skill, level) in offers {
            person = person.offers(skill, level);
        }
        for &(topic, weight) in interests {
            person = person.interest(topic, weight);
        }
        person
    };
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut level = || random.random_range(1..=10) as f32 / 10.0;
    for _ in 0..40 {
        let people = ["p0", "p1", "p2", "p3"].map(|key| {
            let offers = [("s0", level()), ("s1", level()), ("s2", level())];
            person(key, &offers, &[("t0", level()), ("t1", level())])
        });
        let tie = Tie::new("p0", "p1", 0.5);
        let network = Network::from_people(people, [tie]).expect("sound");
        for predictor in Predictor::ALL {
            let model = Acceptance::none().with(predictor, 1.0).expect("a number");
            let policy = Policy::default().acceptance_weight(1.0).acceptance(model);
            let matcher = Matcher::with_policy(&network, policy).expect("sound");
            let matcher = matcher.for_operator();
            for (a, b) in pairs(&network) {
                let [one, other] = [matcher.score(a, b), matcher.score(b, a)].map(f32::to_bits);
                assert_eq!(one, other, "{predictor:?}");
            }
        }
    }
}

/// Four people who could all help each other.
fn four() -> Network {
    let person = |key| Person::new(key).offers("x", 0.5).needs("x", 0.5);
    let people = ["ben", "caro", "dan", "eve"].map(person);
    Network::builder().people(people).build().expect("sound")
}

#[test]
fn a_past_follows_its_people_into_a_changed_network() {
    let network = four();
    let past = Outcomes::new([
        Outcome::of_first("ben", "caro", 3, Answer::Helped),
        Outcome::of_first("dan", "eve", 4, Answer::Helped),
        Outcome::of_first("ana", "eve", 5, Answer::Met),
    ]);
    let past = past.expect("sound");
    let matcher = Matcher::new(&network).with_past(&past, 10);
    let ana = || Person::new("ana").offers("x", 0.5).needs("x", 0.5);
    let changes = [
        network.change().person(ana()),
        network.change().leave("ben"),
        network.change().person(ana()).leave("caro"),
        network.change().rename("ben", "zoe"),
    ];
    for change in changes {
        let now = change.build().expect("sound");
        let (updated, anew) = (
            matcher.update(&now),
            Matcher::new(&now).with_past(&past, 10),
        );
        for (one, other) in pairs(&now) {
            let both = [&updated, &anew].map(|matcher| matcher.components(one, other));
            assert_eq!(both[0], both[1], "{one} and {other}");
            assert_eq!(updated.score(one, other), anew.score(one, other));
        }
    }
}

#[test]
fn a_matcher_of_the_operator_stays_one_with_a_past() {
    let network = Network::builder()
        .person(Person::new("ana").offers("law", 0.5).needs("rust", 0.5))
        .person(
            Person::new("ben")
                .offers("rust", 0.5)
                .needs_privately("law", 0.5),
        )
        .build()
        .expect("sound");
    let id = |key| network.id(key).expect("known");
    let items = |matcher: Matcher| {
        matcher
            .explain(id("ana"), id("ben"))
            .map(|all| all.give.items.len())
    };
    let operator = Matcher::new(&network).for_operator();
    let past = Outcomes::default();
    assert_eq!(items(operator.with_past(&past, 1)), items(operator));
    assert!(items(Matcher::new(&network)) < items(Matcher::new(&network).for_operator()));
}
