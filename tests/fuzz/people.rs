//! Communities: whatever is accepted can be asked everything, and lists equal the double loop.

use std::collections::BTreeMap;

use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::plan::{Contacts, LearningWeek};
use confrere::round::{MeetingHistory, RoundPlanner, Scores};
use confrere::{
    Day, Matcher, Mean, Network, PersonId, Policy, Query, Ranked, Spelling, Unit, Unspoken, oracle,
};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use crate::fuzz;
use crate::input::{community, community_spelt, name, number, person, pick, unit};

fn policy(rng: &mut ChaCha8Rng) -> Policy {
    let policy = match rng.random_range(0..6) {
        0 => Policy::benefit_only(),
        1 => Policy::contrarian(),
        2 => Policy::outside(),
        3 => Policy::strict(),
        4 => Policy::default().unspoken(Unspoken::Foretold),
        _ => Policy::default(),
    };
    let exponents = [f32::NEG_INFINITY, -3.0, -1.0, -1e-7, 0.0, 0.5, 1.0];
    let mean = Mean::new(pick(rng, &exponents)).expect("an exponent up to 1");
    let policy = policy.mean(mean);
    match rng.random_bool(0.3) {
        true => policy.floor(unit(rng) * 0.5),
        false => policy,
    }
}

fn bits(lists: &[Vec<Ranked>]) -> Vec<Vec<(PersonId, u32)>> {
    let places = |list: &Vec<Ranked>| {
        list.iter()
            .map(|at| (at.peer, at.score.to_bits()))
            .collect()
    };
    lists.iter().map(places).collect()
}

/// Lists equal the double loop, and every number is one.
fn check_lists(matcher: &Matcher) {
    let operator = matcher.for_operator();
    let lists = operator.recommend_all(4);
    assert_eq!(bits(&lists), bits(&oracle::rank_all(&operator, 4)));
    for score in lists.iter().flatten().map(|at| at.score) {
        assert!(score > 0.0 && score <= 1.0, "{score}");
    }
    let everyone = || matcher.network().people();
    for (who, other) in everyone().flat_map(|who| everyone().map(move |other| (who, other))) {
        // The explanation is the computation: its score is the score, to the last bit.
        let score = operator.score(who, other);
        if score > 0.0 {
            let told = operator.explain(who, other).expect("two who may meet");
            assert_eq!(told.score.to_bits(), score.to_bits());
        }
        // So it is for the asker, by what the asker may see; whom the policy leaves out is explained, and no match.
        let score = matcher.score(who, other);
        if score > 0.0 {
            let told = matcher.explain(who, other).expect("two who may meet");
            assert_eq!(told.score.to_bits(), score.to_bits());
        }
    }
    for who in everyone() {
        for pick in matcher.recommend(Query::new(who).limit(3)) {
            let explanation = pick.explanation();
            assert_eq!(pick.score().to_bits(), explanation.score.to_bits());
            assert_eq!(
                pick.gain().to_bits(),
                matcher.gain(who, pick.peer()).to_bits()
            );
            assert!(!explanation.to_string().contains("NaN"), "{explanation}");
            assert!((0.0..=1.0).contains(&pick.score()) && pick.gain() <= 1.0);
        }
    }
}

#[test]
fn lists_of_any_community() {
    fuzz("lists of any community", 1.0, |rng| {
        let is_wild = rng.random_bool(0.3);
        let spelling = pick(rng, &[Spelling::Exact, Spelling::Folded]);
        let built = community_spelt(rng, is_wild, spelling).build();
        let Ok(network) = built else {
            // What is refused says so in words.
            assert!(!built.expect_err("refused").to_string().is_empty());
            return;
        };
        let matcher = Matcher::with_policy(&network, policy(rng)).expect("a sound policy");
        check_lists(&matcher);
    });
}

fn ask_of_two(matcher: &Matcher, (a, b): (PersonId, PersonId)) -> String {
    let network = matcher.network();
    let introductions = network.introductions();
    format!(
        "{:?} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        matcher.explain(a, b).map(|told| told.to_string()),
        matcher.why_not(a, b),
        matcher.starters(a, b),
        matcher.components(a, b),
        introductions.between(a, b).map(|way| way.to_string()),
        introductions.ranked(a, b, 3).len(),
        introductions.disjoint(a, b, 2).joint,
        matcher.what_if(&[(a, b, 0.5)]).is_ok(),
    )
}

fn ask_of_one(matcher: &Matcher, who: PersonId) -> String {
    let level = Unit::new(0.5).expect("from 0 to 1");
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        matcher.value(who).map(|value| value.to_string()),
        matcher.next_skill(who, level, 2),
        matcher.select_circle(who).map(|circle| circle.to_string()),
        matcher.rings(who),
        matcher.why_nobody(who).to_string(),
        matcher.losing_touch(&Contacts::new(), who, Day(3)).is_ok(),
    )
}

/// Everything that a community can be asked, as one text.
fn ask_all(matcher: &Matcher) -> String {
    let network = matcher.network();
    let everyone: Vec<PersonId> = network.people().collect();
    let mut told = format!("{:?}", matcher.recommend_all(3));
    for &who in everyone.iter().take(3) {
        told += &ask_of_one(matcher, who);
        for &other in everyone.iter().rev().take(3) {
            told += &ask_of_two(matcher, (who, other));
        }
    }
    told += &format!("{:?} {:?}", matcher.opinions(), matcher.worths());
    let week = LearningWeek::new().slot("monday").slot("x y").rooms(2, 3);
    told += &format!(
        "{:?}",
        matcher.learning_week(&week).map(|plan| plan.to_string())
    );
    let market = Market::new().places(2).candidates(4);
    let shares = matcher.market(&market);
    told += &format!("{:?}", shares.map(|shares| shares.summary()));
    let half = everyone.len() / 2;
    let question = Mentorship::new(everyone[..half].to_vec(), everyone[half..].to_vec());
    told += &format!("{:?}", matcher.mentorship(&question));
    for planner in [
        RoundPlanner::new(Scores::of(matcher)),
        RoundPlanner::new(Scores::equal(network)).groups(2, 3),
    ] {
        told += &format!(
            "{:?}",
            planner
                .plan(&MeetingHistory::default())
                .map(|plan| format!("{plan:?}"))
        );
    }
    told
}

#[test]
fn every_question_to_any_community() {
    fuzz("every question to any community", 0.4, |rng| {
        let Ok(network) = community(rng, false).build() else {
            return;
        };
        let matcher = Matcher::with_policy(&network, policy(rng)).expect("a sound policy");
        let told = ask_all(&matcher);
        for odd in ["NaN", "-0.0,", "-0.0)", "-0 "] {
            let at = told.find(odd).map(|at| at.saturating_sub(300)..at + 5);
            assert_eq!(at.and_then(|at| told.get(at)), None, "{odd}");
        }
    });
}

/// Two texts are one; else shows where they part.
fn differs_nowhere(one: &str, other: &str) {
    let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b);
    let at = at.unwrap_or(one.len().min(other.len())).saturating_sub(80);
    let part = |text: &str| text.chars().skip(at).take(400).collect::<String>();
    assert!(one == other, "{}\n\n{}", part(one), part(other));
}

/// One answer, whatever the number of threads and the order of input.
#[cfg(feature = "rayon")]
#[test]
fn threads_and_order_change_nothing() {
    let pools = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().expect("threads")
    });
    fuzz("threads and order", 0.15, |rng| {
        let Ok(network) = community(rng, false).build() else {
            return;
        };
        let policy = policy(rng);
        let mut people: Vec<_> = network
            .people()
            .filter_map(|id| network.to_person(id))
            .collect();
        let told = |network: &Network| {
            let matcher = Matcher::with_policy(network, policy.clone()).expect("a sound policy");
            ask_all(&matcher)
        };
        let answers: Vec<String> = pools
            .iter()
            .map(|pool| pool.install(|| told(&network)))
            .collect();
        assert!(answers.windows(2).all(|two| two[0] == two[1]));
        people.reverse();
        let key = |at| network.key(network.person_at(at).expect("someone"));
        let ties = network.ties().iter();
        let mut ties: Vec<_> = ties
            .map(|(from, to, x)| confrere::Tie::directed(key(from), key(to), x))
            .collect();
        ties.reverse();
        let other = Network::builder().people(people).ties(ties);
        differs_nowhere(
            &answers[0],
            &told(&other.build().expect("the same community")),
        );
    });
}

#[test]
fn changes_of_any_community() {
    fuzz("changes of any community", 0.6, |rng| {
        let Ok(mut network) = community(rng, false).build() else {
            return;
        };
        let mut seen = BTreeMap::new();
        for _ in 0..4 {
            let mut change = network.change();
            for _ in 0..rng.random_range(0..4) {
                let key = format!("p{}", rng.random_range(0..10));
                let is_wild = rng.random_bool(0.2);
                change = match rng.random_range(0..5) {
                    0 => change.leave(&key),
                    1 => change.person(person(rng, key, is_wild)),
                    2 => change.rename(&key, name(rng, is_wild)),
                    3 => change.untie(&key, "p1"),
                    _ => change.tie(&key, "p2", number(rng, is_wild)),
                };
            }
            seen.extend(network.people().map(|id| (id, network.key(id).to_owned())));
            if let Ok(changed) = change.build() {
                network = changed;
            }
            let matcher = Matcher::with_policy(&network, policy(rng)).expect("a sound policy");
            check_lists(&matcher);
            // An id taken before means who has the key, or nobody; who is nobody is told nothing.
            for (&id, key) in &seen {
                if network.get(key).is_some() {
                    assert_eq!(network.key(id), key);
                } else {
                    assert_eq!(network.key(id), "");
                    assert!(matcher.recommend(id).is_empty() && matcher.value(id).is_none());
                }
            }
        }
    });
}
