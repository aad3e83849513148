//! Shards: any cut of a community, scored pair of shards by pair of shards and merged in any order, is the whole to the last bit.

mod common;

use std::collections::BTreeSet;

use common::{Community, name, policies};
use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes, Predictor};
use confrere::diversity::{Component, ContrarianRule, DifferenceWeights};
use confrere::{
    Limits, Matcher, Network, NetworkChange, Person, PersonId, Policy, Ranked, Shard, ShardScorer,
    Tie, Unspoken,
};
use proptest::prelude::*;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20),
        ..ProptestConfig::default()
    }
}

/// What a community may have besides.
#[derive(Debug, Clone, Copy)]
struct Besides {
    embeddings: bool,
    /// Someone whom many know, so that ties apart are measured through landmarks in the whole and perhaps not in a part.
    hub: bool,
}

/// A community in which hubs and embeddings say something too.
fn community(rng: &mut ChaCha8Rng, size: usize, besides: Besides) -> Community {
    let mut community = Community::random(rng.random(), size);
    if besides.embeddings {
        community = community.with_vectors(rng.random());
    }
    let hub = rng.random_range(0..size);
    let known = (0..size).filter(|&other| other != hub && other % 2 == 0);
    let ties = known.map(|other| Tie::new(name(hub), name(other), 0.4));
    if besides.hub {
        community.ties.extend(ties);
    }
    community
}

fn network(rng: &mut ChaCha8Rng, size: usize) -> Network {
    let besides = Besides {
        embeddings: rng.random_bool(0.4),
        hub: rng.random_bool(0.5),
    };
    network_with(rng, size, besides)
}

fn network_with(rng: &mut ChaCha8Rng, size: usize, besides: Besides) -> Network {
    let community = community(rng, size, besides);
    let people = community.people.iter().enumerate().map(|(index, someone)| {
        let market = ["north", "south"][index % 2];
        let person = someone.person().attribute("market", market);
        match index % 3 {
            0 => person.attribute("office", format!("office {}", index % 4)),
            _ => person,
        }
    });
    let mut builder = Network::builder()
        .people(people)
        .ties(community.ties.clone());
    for (a, b, value) in &community.related {
        builder = builder.related(a, b, *value);
    }
    builder.build().expect("a sound community")
}

/// Who met, at random.
fn outcomes(rng: &mut ChaCha8Rng, size: usize) -> Outcomes {
    let answers = [Answer::Met, Answer::Helped, Answer::Declined];
    let outcome = |_| {
        let (one, other) = (rng.random_range(0..size), rng.random_range(1..size));
        let (one, other) = (name(one), name((one + other) % size));
        Outcome::of_first(
            one,
            other,
            rng.random_range(1..200),
            answers[rng.random_range(0..3)],
        )
    };
    Outcomes::new((0..150).map(outcome)).expect("sound outcomes")
}

/// Each component of a difference alone and all together, beside the policies that all tests share.
fn all_policies() -> Vec<(String, Policy)> {
    let weighing = |parts: &[Component]| {
        let none = Ok(DifferenceWeights::none());
        let weights = parts
            .iter()
            .fold(none, |weights: Result<_, confrere::Error>, &part| {
                weights?.with(part, 0.7)
            });
        Policy::default()
            .difference(weights.expect("a sound weight"))
            .openness(1.5)
    };
    let mut all: Vec<(String, Policy)> = policies()
        .into_iter()
        .enumerate()
        .map(|(number, policy)| (format!("policy {number}"), policy))
        .collect();
    let parts = Component::ALL.iter();
    all.extend(parts.map(|&part| (format!("{part:?}"), weighing(&[part]))));
    all.extend([
        ("everything".into(), weighing(&Component::ALL)),
        ("strict".into(), Policy::strict()),
        ("next ring".into(), Policy::next_ring()),
        (
            "said".into(),
            Policy::contrarian().unspoken(Unspoken::Ignored),
        ),
        (
            "competitors".into(),
            Policy::default().competitors("market", 0.5),
        ),
        (
            "competitors foretold".into(),
            weighing(&[Component::Contrarian])
                .unspoken(Unspoken::Foretold)
                .competitors("office", 1.0),
        ),
        ("benefit".into(), Policy::default().acceptance_weight(0.0)),
        ("half".into(), Policy::outside().acceptance_weight(0.5)),
        ("known gains".into(), Policy::default().unknown_gain(0.0)),
        ("unknown gains".into(), Policy::default().unknown_gain(0.6)),
        ("peak".into(), weighing(&Component::ALL).peak(0.4)),
        ("hops".into(), Policy::outside().hops(1)),
        (
            "stances".into(),
            Policy::contrarian().contrarian_rule(ContrarianRule::new(0.5, 0.1).expect("sound")),
        ),
        (
            "meaning".into(),
            Policy::default().meaning_weight(1.0).meaning_threshold(0.2),
        ),
    ]);
    all
}

/// Shards and scorer as another machine reads them.
fn sent(shards: Vec<Shard>, scorer: &ShardScorer) -> (Vec<Shard>, ShardScorer) {
    let sent = |shard: &Shard| {
        let bytes = postcard::to_stdvec(shard).expect("a shard is written");
        postcard::from_bytes(&bytes).expect("a shard is read")
    };
    let text = serde_json::to_string(scorer).expect("a scorer is written");
    (
        shards.iter().map(sent).collect(),
        serde_json::from_str(&text).expect("a scorer is read"),
    )
}

/// Cuts people into shards, some of them empty, some sharing people.
fn cut(rng: &mut ChaCha8Rng, matcher: &Matcher) -> Vec<Shard> {
    let mut people: Vec<PersonId> = matcher.network().people().collect();
    people.shuffle(rng);
    let mut cuts: Vec<usize> = (0..rng.random_range(0..5))
        .map(|_| rng.random_range(0..=people.len()))
        .collect();
    cuts.extend([0, people.len()]);
    cuts.sort_unstable();
    cuts.windows(2)
        .map(|cut| matcher.shard(&people[cut[0].saturating_sub(3)..cut[1]]))
        .collect()
}

/// Everyone's list by position, from pairs of shards in any order, scored one way or both ways.
fn merged(
    rng: &mut ChaCha8Rng,
    shards: &[Shard],
    scorer: &ShardScorer,
    k: u32,
) -> Vec<Vec<Ranked>> {
    let people = shards.iter().flat_map(Shard::positions).max();
    let mut lists = vec![Vec::new(); people.map_or(0, |last| last as usize + 1)];
    let add = |lists: &mut Vec<Vec<Ranked>>, shard: &Shard, found: Vec<Vec<Ranked>>| {
        assert_eq!(found.len(), shard.people().len());
        for (position, found) in shard.positions().zip(found) {
            let list: &mut Vec<Ranked> = &mut lists[position as usize];
            *list = Ranked::merge(&found, list, k);
        }
    };
    // What full lists ask for already.
    let least = |lists: &Vec<Vec<Ranked>>, shard: &Shard| -> Vec<f32> {
        let list = |position| &lists[position as usize];
        let asked = |list: &Vec<Ranked>| list.get(k as usize - 1).map_or(0.0, |last| last.score);
        shard.positions().map(list).map(asked).collect()
    };
    let numbers = 0..shards.len();
    let mut pairs: Vec<(usize, usize)> = numbers
        .clone()
        .flat_map(|a| (a..shards.len()).map(move |b| (a, b)))
        .collect();
    pairs.shuffle(rng);
    for (a, b) in pairs {
        let (one, other) = (&shards[a], &shards[b]);
        let asked = [least(&lists, one), least(&lists, other)];
        let asked = [asked[0].as_slice(), asked[1].as_slice()];
        let found = match rng.random_range(0..4) {
            0 => scorer.score_both(one, other, k),
            1 => scorer.score_both_above(one, other, k, asked),
            2 => scorer
                .score_block(one, other, k)
                .and_then(|found| Ok([found, scorer.score_block(other, one, k)?])),
            _ => scorer
                .score_block_above(one, other, k, asked[0])
                .and_then(|found| Ok([found, scorer.score_block_above(other, one, k, asked[1])?])),
        };
        let [of_one, of_other] = found.expect("one community");
        add(&mut lists, one, of_one);
        add(&mut lists, other, of_other);
    }
    lists
}

fn bits(lists: &[Vec<Ranked>]) -> Vec<Vec<(PersonId, u32, u32)>> {
    let list = |list: &Vec<Ranked>| {
        let places = list.iter();
        places
            .map(|place| (place.peer, place.position(), place.score.to_bits()))
            .collect()
    };
    lists.iter().map(list).collect()
}

/// Whether shards of a matcher answer as the matcher does, which says something.
fn check(rng: &mut ChaCha8Rng, matcher: &Matcher, k: u32, policy: &str) -> Vec<Vec<Ranked>> {
    let shards = cut(rng, matcher);
    check_cut(rng, matcher, shards, (k, policy))
}

fn check_cut(
    rng: &mut ChaCha8Rng,
    matcher: &Matcher,
    shards: Vec<Shard>,
    (k, policy): (u32, &str),
) -> Vec<Vec<Ranked>> {
    let whole = matcher.recommend_all(k);
    assert!(!whole.iter().all(Vec::is_empty), "{policy}");
    let (shards, scorer) = sent(shards, &matcher.shard_scorer());
    let lists = merged(rng, &shards, &scorer, k);
    assert_eq!(bits(&lists), bits(&whole), "{policy}");
    whole
}

proptest! {
    #![proptest_config(settings(1))]

    #[test]
    fn shards_merge_into_the_whole_under_every_policy(seed in any::<u64>(), k in 1_u32..8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut as_usual = BTreeSet::from_iter(all_policies().into_iter().map(|(name, _)| name));
        for (embeddings, hub) in [(true, false), (false, true)] {
            // Large enough that some blocks are laid out and some are scored pair by pair.
            let network = network_with(&mut rng, 100, Besides { embeddings, hub });
            let usual = Matcher::new(&network).for_operator().recommend_all(k);
            for (name, policy) in all_policies() {
                let matcher = Matcher::with_policy(&network, policy).expect("a sound policy").for_operator();
                if check(&mut rng, &matcher, k, &name) != usual {
                    as_usual.remove(&name);
                }
            }
        }
        // Every other policy says something else somewhere: none was compared without effect.
        prop_assert_eq!(as_usual.into_iter().collect::<Vec<_>>(), ["policy 0"]);
    }
}

proptest! {
    #![proptest_config(settings(1))]

    #[test]
    fn people_each_in_a_shard_of_their_own_merge_into_the_whole(seed in any::<u64>(), k in 1_u32..8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = network_with(&mut rng, 16, Besides { embeddings: true, hub: true });
        for (name, policy) in all_policies() {
            let matcher = Matcher::with_policy(&network, policy).expect("a sound policy").for_operator();
            let shards = network.people().map(|person| matcher.shard(&[person])).collect();
            check_cut(&mut rng, &matcher, shards, (k, &name));
        }
    }

    #[test]
    fn shards_merge_into_the_whole_with_acceptance_fitted_and_a_past(seed in any::<u64>(), k in 1_u32..8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = network_with(&mut rng, 100, Besides { embeddings: true, hub: true });
        let outcomes = outcomes(&mut rng, 100);
        let (matcher, mut told) = (Matcher::new(&network), false);
        let (model, _) = Acceptance::fit(&matcher, &outcomes, FitSettings::default()).expect("enough outcomes");
        // Random answers teach nothing of the past: it is made to count.
        let model = model.with(Predictor::Met, 0.9).and_then(|model| model.with(Predictor::Helped, 0.7)).expect("in range");
        for (name, policy) in all_policies() {
            let matcher = Matcher::with_policy(&network, policy.acceptance(model.clone())).expect("a sound policy").for_operator();
            let without = check(&mut rng, &matcher, k, &name);
            let matcher = matcher.with_past(&outcomes, 150).for_operator();
            let with = check(&mut rng, &matcher, k, &name);
            told |= with != without;
        }
        prop_assert!(told, "the past says something");
    }
}

proptest! {
    #![proptest_config(settings(3))]

    #[test]
    fn a_shard_scores_as_the_matcher_does(seed in any::<u64>(), k in 1_u32..8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = network(&mut rng, 60);
        let matcher = Matcher::new(&network).for_operator();
        let mut people: Vec<PersonId> = network.people().collect();
        people.shuffle(&mut rng);
        let (askers, candidates) = (&people[..20], &people[10..50]);
        let (one, other) = (matcher.shard(askers), matcher.shard(candidates));
        let found = matcher.shard_scorer().score_block(&one, &other, k).expect("one community");
        let askers: Vec<PersonId> = one.people().collect();
        prop_assert_eq!(found, matcher.score_block(&askers, candidates, k));
    }
}

#[test]
fn whoever_scores_below_what_a_list_asks_for_is_left_out_and_nobody_else() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let matcher = Matcher::new(&network(&mut rng, 90)).for_operator();
    let people: Vec<PersonId> = matcher.network().people().collect();
    let scorer = matcher.shard_scorer();
    // Laid out, and pair by pair.
    for askers in [40, 2] {
        let (one, other) = (
            matcher.shard(&people[..askers]),
            matcher.shard(&people[40..]),
        );
        let all = scorer.score_block(&one, &other, 9).expect("one community");
        let least: Vec<f32> = (all.iter())
            .map(|list| list.get(4).map_or(2.0, |place| place.score))
            .collect();
        let found = scorer
            .score_block_above(&one, &other, 9, &least)
            .expect("one community");
        let expected: Vec<Vec<Ranked>> = all
            .iter()
            .zip(&least)
            .map(|(list, &least)| {
                list.iter()
                    .copied()
                    .filter(|place| place.score >= least)
                    .collect()
            })
            .collect();
        assert!(expected.iter().any(|list| list.len() == 5));
        assert_eq!(bits(&found), bits(&expected));
        for nothing in [-1.0, f32::NAN] {
            let least = vec![nothing; askers];
            let found = scorer
                .score_block_above(&one, &other, 9, &least)
                .expect("one community");
            assert_eq!(bits(&found), bits(&all), "{nothing}");
        }
        let error = scorer
            .score_block_above(&one, &other, 9, &[0.0])
            .expect_err("one number");
        assert!(error.to_string().contains("one for each of"), "{error}");
        let least = [least.as_slice(), &[0.0]];
        assert!(scorer.score_both_above(&one, &other, 9, least).is_err());
    }
}

#[test]
fn a_shard_of_nobody_and_of_strangers_is_answered_with_nothing() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let matcher = Matcher::new(&network(&mut rng, 30)).for_operator();
    let nobody = matcher.shard(&[PersonId::of("nobody has this key")]);
    let everyone: Vec<PersonId> = matcher.network().people().collect();
    let everyone = matcher.shard(&everyone);
    assert_eq!(nobody.people().len(), 0);
    let scorer = matcher.shard_scorer();
    let [none, empty] = scorer
        .score_both(&nobody, &everyone, 3)
        .expect("one community");
    assert!(none.is_empty() && empty.len() == 30 && empty.iter().all(Vec::is_empty));
}

#[test]
fn shards_of_another_day_or_policy_are_refused() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let network = network(&mut rng, 30);
    let matcher = Matcher::new(&network);
    let people: Vec<PersonId> = network.people().collect();
    let other_policy = Matcher::with_policy(&network, Policy::strict()).expect("a sound policy");
    let level = network
        .offers(people[0])
        .next()
        .map_or(0.5, |(_, level)| level / 2.0);
    let tomorrow = network
        .change()
        .person(Person::new(network.key(people[0])).offers("skill 00", level));
    let tomorrow = Matcher::new(&tomorrow.build().expect("a sound change"));
    let here = matcher.shard(&people[..10]);
    for other in [other_policy, tomorrow] {
        let there = other.shard(&people[10..]);
        let error = matcher
            .shard_scorer()
            .score_block(&here, &there, 3)
            .expect_err("another matcher");
        assert!(
            error.to_string().contains("of another community or policy"),
            "{error}"
        );
        assert!(other.shard_scorer().score_block(&here, &there, 3).is_err());
    }
    assert!(
        matcher
            .clone()
            .shard_scorer()
            .score_block(&here, &here, 3)
            .is_ok()
    );
}

#[test]
fn a_shard_that_changed_on_the_way_is_refused() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let matcher =
        Matcher::with_policy(&network(&mut rng, 40), Policy::outside()).expect("a sound policy");
    let people: Vec<PersonId> = matcher.network().people().collect();
    let shard = matcher.shard(&people);
    let bytes = postcard::to_stdvec(&shard).expect("a shard is written");
    for end in 0..bytes.len().min(300) {
        assert!(postcard::from_bytes::<Shard>(&bytes[..end]).is_err());
    }
    for _ in 0..2_000 {
        let mut bytes = bytes.clone();
        for _ in 0..rng.random_range(1..4) {
            let place = rng.random_range(0..bytes.len());
            bytes[place] = rng.random();
        }
        // Other bytes may still say the same: a number can be written with more bytes than it takes.
        if let Ok(read) = postcard::from_bytes::<Shard>(&bytes) {
            assert!(read == shard);
        }
    }
}

#[test]
fn a_number_changed_within_its_range_is_told_by_the_digest() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let matcher = Matcher::new(&network(&mut rng, 40)).for_operator();
    let people: Vec<PersonId> = matcher.network().people().collect();
    let text = serde_json::to_string(&matcher.shard(&people)).expect("a shard is written");
    assert!(serde_json::from_str::<Shard>(&text).is_ok());
    // The first level from 0 to 1 becomes another one.
    let (before, after) = text.split_once("\"gives\":[[").expect("someone gives");
    let (feature, after) = after.split_once(',').expect("a feature and a level");
    let (level, after) = after.split_once(']').expect("a level");
    let level: f32 = level.parse().expect("a number");
    let changed = format!("{before}\"gives\":[[{feature},{}]{after}", level / 2.0);
    let error = serde_json::from_str::<Shard>(&changed).expect_err("another level");
    assert!(error.to_string().contains("digest"), "{error}");
}

#[test]
fn a_policy_that_changed_on_the_way_is_refused() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let policy = Policy::default().floor(0.125);
    let matcher = Matcher::with_policy(&network(&mut rng, 40), policy).expect("a sound policy");
    let text = serde_json::to_string(&matcher.shard_scorer()).expect("a scorer is written");
    let read: ShardScorer = serde_json::from_str(&text).expect("a scorer is read");
    assert!(read == matcher.shard_scorer());
    assert_eq!(text.matches("\"floor\":0.125").count(), 1, "{text}");
    // As sound a policy, of the same community.
    let changed = text.replace("\"floor\":0.125", "\"floor\":0.25");
    let error = serde_json::from_str::<ShardScorer>(&changed).expect_err("another policy");
    assert!(error.to_string().contains("digest"), "{error}");
}

/// Who says one thing more, or is known by one tie more, is of another day: a shard that does not know it would score differently.
#[test]
fn shards_made_before_and_after_any_one_change_are_not_scored_together() {
    let ana = || {
        Person::new("ana")
            .offers("rust", 0.5)
            .needs("law", 0.5)
            .stance("tabs", 0.5)
            .offer_vector(vec![1.0, 0.0])
            .circle(["core"])
            .attribute("market", "bread")
    };
    let ben = || {
        Person::new("ben")
            .offers("law", 0.5)
            .needs("rust", 0.5)
            .interest("go", 0.5)
            .stance("tabs", -0.5)
            .circle(["edge"])
            .attribute("office", "lisbon")
    };
    let others = ["caro", "dan"].map(|key| {
        Person::new(key)
            .need_vector(vec![0.6, 0.8])
            .stance("spaces", 0.5)
    });
    let network = Network::from_people([ana(), ben()].into_iter().chain(others), [])
        .expect("a sound community");
    let of = |network: &Network| Matcher::new(network).for_operator();
    let (matcher, people) = (
        of(&network),
        ["ana", "ben", "caro", "dan"].map(PersonId::of),
    );
    let before = matcher.shard(&people[..1]);
    type Change = fn(NetworkChange, Person) -> NetworkChange;
    let changes: [(&str, Change); 14] = [
        ("an offer", |change, ana| {
            change.person(ana.offers("go", 0.1))
        }),
        ("a need", |change, ana| {
            change.person(ana.needs("wine", 0.1))
        }),
        ("a hidden need", |change, ana| {
            change.person(ana.needs_privately("wine", 0.1))
        }),
        ("an interest", |change, ana| {
            change.person(ana.interest("go", 0.1))
        }),
        ("a stance", |change, ana| {
            change.person(ana.stance("spaces", 0.75))
        }),
        ("a hidden stance", |change, ana| {
            change.person(ana.stance_privately("spaces", 0.75))
        }),
        ("a vector", |change, ana| {
            change.person(ana.need_vector(vec![0.8, 0.6]))
        }),
        ("a circle", |change, ana| {
            change.person(ana.circle(["edge"]))
        }),
        ("an attribute", |change, ana| {
            change.person(ana.attribute("office", "lisbon"))
        }),
        ("an openness", |change, ana| {
            change.person(ana.openness(1.5))
        }),
        ("a block", |change, ana| change.person(ana.blocks("ben"))),
        ("a pause", |change, ana| {
            change.person(ana.limits(Limits {
                paused: true,
                ..Limits::default()
            }))
        }),
        ("a tie", |change, _| change.tie("ana", "caro", 0.5)),
        ("someone gone", |change, _| change.leave("dan")),
    ];
    for (what, make) in changes {
        let after = make(network.change(), ana())
            .build()
            .expect("a sound change");
        let after = of(&after);
        let shard = after.shard(&people[1..]);
        assert!(after.shard_scorer().score_both(&shard, &shard, 3).is_ok());
        let mixed = [
            matcher.shard_scorer().score_both(&before, &shard, 3),
            after.shard_scorer().score_both(&before, &shard, 3),
        ];
        assert!(mixed.iter().all(Result::is_err), "{what}");
    }
    // A change that changes nothing is the same community.
    let same = network
        .change()
        .person(ana())
        .build()
        .expect("a sound change");
    let same = of(&same).shard(&people[1..]);
    assert!(matcher.shard_scorer().score_both(&before, &same, 3).is_ok());
}
