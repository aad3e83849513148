//! The matcher equals the naive loop, to the last rank and the last bit, under every policy.

mod common;

use common::{Community, policies};
use confrere::acceptance::{Acceptance, Predictor};
use confrere::{Matcher, Mean, Network, Person, Policy, Query, Ranked, Unspoken, oracle};

#[test]
fn everyone_s_list_equals_the_naive_loop_under_every_policy() {
    for seed in 0..6 {
        let network = Community::random(seed, 60).build();
        for (number, policy) in policies().into_iter().enumerate() {
            let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
            for k in [0, 1, 5, 1000] {
                let (fast, slow) = (matcher.recommend_all(k), oracle::rank_all(&matcher, k));
                assert_eq!(fast, slow, "seed {seed}, policy {number}, k {k}");
            }
        }
    }
}

#[test]
fn everyone_s_list_equals_the_naive_loop_where_people_have_embeddings() {
    for seed in 0..4 {
        // Beyond a block of 1,024 people, so that blocks meet each other too.
        let size = if seed == 3 { 1_300 } else { 90 };
        let network = Community::random(seed, size).with_vectors(seed).build();
        for (number, policy) in policies().into_iter().enumerate() {
            if size > 1_000 && number % 4 != 0 {
                continue;
            }
            let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
            let fast = matcher.recommend_all(5);
            let who = network.people().collect::<Vec<_>>();
            let block = matcher.score_block(&who, &who, 5);
            assert_eq!(block, fast, "seed {seed}, policy {number}");
            for (&who, list) in who.iter().zip(&fast).step_by(size / 60) {
                let slow = oracle::rank(&matcher, who, 5);
                assert_eq!(list, &slow, "seed {seed}, policy {number}");
                let picks = matcher.recommend(Query::new(who).limit(5));
                let one: Vec<_> = picks.iter().map(|pick| pick.peer()).collect();
                let expected: Vec<_> = slow.iter().map(|place| place.peer).collect();
                assert_eq!(one, expected, "seed {seed}, policy {number}");
            }
        }
    }
}

#[test]
fn lists_equal_the_naive_loop_where_unspoken_stances_are_foretold() {
    let bases = [Policy::contrarian(), Policy::default(), Policy::outside()];
    for (seed, size) in [(0, 90), (1, 90), (2, 90), (3, 1_500)] {
        // Embeddings too: beside them what is foretold adds to the sums of gives, and those who are paused ask among all others.
        let plain = Community::random(seed, size);
        let communities = [plain.clone(), plain.with_vectors(seed)];
        for (network, base) in communities
            .iter()
            .flat_map(|one| bases.iter().map(|base| (one.build(), base.clone())))
        {
            let policy = base.unspoken(Unspoken::Foretold);
            let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
            let who: Vec<_> = network.people().collect();
            let fast = matcher.recommend_all(5);
            assert_eq!(matcher.score_block(&who, &who, 5), fast, "seed {seed}");
            for (&who, list) in who.iter().zip(&fast).step_by(size / 45) {
                let slow = oracle::rank(&matcher, who, 5);
                assert_eq!(list, &slow, "seed {seed}");
                let picks = matcher.recommend(Query::new(who).limit(5));
                let one: Vec<_> = picks.iter().map(|pick| pick.peer()).collect();
                let expected: Vec<_> = slow.iter().map(|place| place.peer).collect();
                assert_eq!(one, expected, "seed {seed}");
            }
        }
    }
}

#[test]
fn lists_equal_the_naive_loop_under_any_model_of_consent() {
    let all = Predictor::ALL
        .into_iter()
        .try_fold(Acceptance::prior(), |model, predictor| {
            model.with(predictor, 0.7)
        });
    let against = Acceptance::prior().with(Predictor::Disagreement, -1.5);
    // As a community may teach it whose busiest people answer least.
    let busy = Acceptance::prior()
        .with(Predictor::Activity, -0.8)
        .and_then(|model| model.with(Predictor::OtherActivity, -0.3))
        .and_then(|model| model.with(Predictor::OtherSought, -0.5));
    let both = Acceptance::prior()
        .with(Predictor::BothActive, 0.3)
        .and_then(|model| model.with(Predictor::ThreeSteps, 4.0));
    for (number, model) in [Ok(Acceptance::none()), all, against, busy, both]
        .into_iter()
        .enumerate()
    {
        let policy = Policy::default().acceptance(model.expect("sound coefficients"));
        for seed in 0..4 {
            let network = Community::random(seed, 60).build();
            let matcher = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
            for k in [1, 5] {
                let (fast, slow) = (matcher.recommend_all(k), oracle::rank_all(&matcher, k));
                assert_eq!(fast, slow, "model {number}, seed {seed}, k {k}");
            }
        }
    }
}

#[test]
fn one_person_s_list_equals_the_naive_loop_under_every_policy() {
    let network = Community::random(77, 80).build();
    for policy in policies() {
        let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
        for who in network.people() {
            let picks = matcher.recommend(Query::new(who).limit(7));
            let fast: Vec<Ranked> = picks
                .iter()
                .filter_map(|pick| Ranked::new(&network, pick.peer(), pick.score()))
                .collect();
            assert_eq!(fast, oracle::rank(&matcher, who, 7));
        }
    }
}

#[test]
fn a_question_among_some_people_equals_the_naive_loop_among_them() {
    let network = Community::random(5, 50).build();
    let matcher = Matcher::new(&network);
    let some: Vec<_> = network.people().step_by(3).collect();
    let out: Vec<_> = network.people().step_by(6).collect();
    for who in network.people() {
        let query = Query::new(who)
            .limit(9)
            .among(some.iter().copied())
            .except(out.iter().copied());
        let fast: Vec<_> = matcher
            .recommend(query)
            .iter()
            .map(|pick| pick.peer())
            .collect();
        let all = oracle::rank(&matcher, who, u32::MAX);
        let kept = all
            .iter()
            .map(|place| place.peer)
            .filter(|peer| some.contains(peer) && !out.contains(peer));
        assert_eq!(fast, kept.take(9).collect::<Vec<_>>());
    }
}

#[test]
fn the_random_communities_are_worth_testing_on() {
    let network = Community::random(0, 60).build();
    let matcher = Matcher::new(&network);
    let matched: usize = matcher.recommend_all(5).iter().map(Vec::len).sum();
    assert!(matched > 100, "only {matched} places are filled");
}

#[test]
fn lists_equal_the_naive_loop_where_the_mean_is_all_but_the_minimum() {
    let people = (0..40_u8).map(|number| {
        let (rising, falling) = (f32::from(number) * 0.017, f32::from(number) * 0.02);
        Person::new(format!("p{number:02}"))
            .offers("s", 0.3 + rising)
            .needs("s", 1.0)
            .offers("t", 0.9 - falling)
    });
    let network = Network::from_people(people, []).expect("sound");
    for exponent in [-1e5, -1e6, -1e7, -1e14, -1e15, -1e30, f32::MIN] {
        let mean = Mean::new(exponent).expect("below 1");
        let policy = Policy::benefit_only().mean(mean);
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        let matcher = matcher.for_operator();
        let lists = matcher.recommend_all(3);
        for (who, list) in network.people().zip(&lists) {
            assert_eq!(*list, oracle::rank(&matcher, who, 3), "{exponent}");
        }
        let who = network.people().next().expect("somebody");
        let least: Vec<f32> = lists
            .iter()
            .map(|list| list.last().map_or(0.0, |last| last.score))
            .collect();
        let entered = matcher.entered_lists(who, &least);
        for (peer, list) in network.people().zip(&lists) {
            let holds = list.iter().any(|other| other.peer == who);
            let is_told = entered.iter().any(|entered| entered.peer == peer);
            assert!(is_told || !holds, "{exponent}");
        }
    }
}
