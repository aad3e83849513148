//! Blocks at the level of the policy: any cut of the candidates merges into the whole, and merging is a semilattice.

mod common;

use common::{Community, communities, name, policies};
use confrere::{Limits, Matcher, Network, Person, PersonId, Policy, Query, Ranked, oracle};
use proptest::prelude::*;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(13),
        ..ProptestConfig::default()
    }
}

fn matcher(network: &Network, policy: Policy) -> Matcher {
    let matcher = Matcher::with_policy(network, policy);
    matcher.expect("a sound policy").for_operator()
}

fn position(network: &Network, person: PersonId) -> usize {
    network.position(person).expect("someone of the network") as usize
}

/// Places to the last bit.
fn bits(list: &[Ranked]) -> Vec<(PersonId, u32)> {
    let places = list.iter();
    places
        .map(|place| (place.peer, place.score.to_bits()))
        .collect()
}

fn all_bits(lists: &[Vec<Ranked>]) -> Vec<Vec<(PersonId, u32)>> {
    lists.iter().map(|list| bits(list)).collect()
}

/// Each of some people with a score out of few, so that many tie, in no order; some of them twice.
fn places() -> impl Strategy<Value = Vec<Ranked>> {
    let people: Vec<Person> = (0..20).map(|index| Person::new(name(index))).collect();
    let network = Network::from_people(people, []).expect("names alone are sound");
    let people: Vec<PersonId> = network.people().collect();
    proptest::collection::vec((0_usize..20, 1_u8..5), 0..12).prop_map(move |places| {
        let places = places.into_iter();
        let ranked = places.map(|(person, score)| {
            let place = Ranked::new(&network, people[person], f32::from(score) / 5.0);
            place.expect("someone of the network")
        });
        ranked.collect()
    })
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn merging_is_associative_commutative_and_idempotent(a in places(), b in places(), c in places(), k in 0_u32..12) {
        let of = |x: &[Ranked], y: &[Ranked]| Ranked::merge(x, y, k);
        prop_assert_eq!(of(&of(&a, &b), &c), of(&a, &of(&b, &c)));
        prop_assert_eq!(of(&a, &b), of(&b, &a));
        let cut = of(&a, &[]);
        prop_assert_eq!(of(&cut, &cut), cut.clone());
        prop_assert_eq!(of(&cut, &a), cut.clone());
        prop_assert!(cut.len() <= k as usize && cut.is_sorted_by(|x, y| x.order(y).is_lt()));
        let mut peers: Vec<PersonId> = cut.iter().map(|place| place.peer).collect();
        peers.sort_unstable();
        peers.dedup();
        prop_assert_eq!(peers.len(), cut.len());
        // The best place of a peer counts.
        for place in &cut {
            prop_assert!(a.iter().filter(|one| one.peer == place.peer).all(|one| one.score <= place.score));
        }
    }
}

proptest! {
    #![proptest_config(settings(12))]

    #[test]
    fn blocks_over_any_partition_merge_into_the_whole(community in communities(150), seed in any::<u64>(), k in 0_u32..12) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // Large enough that some blocks are laid out and some are scored pair by pair.
        let network = community.build();
        let mut people: Vec<PersonId> = network.people().collect();
        people.shuffle(&mut rng);
        let mut cuts: Vec<usize> = (0..rng.random_range(0..4)).map(|_| rng.random_range(0..=people.len())).collect();
        cuts.extend([0, people.len()]);
        cuts.sort_unstable();
        let mut askers = people.clone();
        askers.shuffle(&mut rng);
        let size = rng.random_range(1..70);
        for policy in policies() {
            let matcher = matcher(&network, policy);
            let whole = matcher.recommend_all(k);
            let mut lists = vec![Vec::new(); askers.len()];
            for (askers, lists) in askers.chunks(size).zip(lists.chunks_mut(size)) {
                for cut in cuts.windows(2) {
                    let block = matcher.score_block(askers, &people[cut[0]..cut[1]], k);
                    for (list, found) in lists.iter_mut().zip(&block) {
                        *list = Ranked::merge(list, found, k);
                    }
                }
            }
            for (asker, list) in askers.iter().zip(&lists) {
                prop_assert_eq!(bits(list), bits(&whole[position(&network, *asker)]));
            }
        }
    }

    #[test]
    fn a_block_equals_the_question_among_its_candidates(community in communities(120), seed in any::<u64>(), k in 1_u32..8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = community.build();
        let mut people: Vec<PersonId> = network.people().collect();
        people.shuffle(&mut rng);
        // Either side may be small or large, and the sides overlap; who is named twice counts once.
        let askers = people[..rng.random_range(1..people.len())].to_vec();
        people.shuffle(&mut rng);
        let mut candidates = people[..rng.random_range(0..people.len())].to_vec();
        candidates.extend_from_within(..candidates.len() / 2);
        for policy in policies() {
            let matcher = matcher(&network, policy);
            let lists = matcher.score_block(&askers, &candidates, k);
            prop_assert_eq!(lists.len(), askers.len());
            for (&asker, list) in askers.iter().zip(&lists) {
                let question = Query::new(asker).among(candidates.iter().copied()).limit(k);
                let picks = matcher.recommend(question);
                let picks: Vec<Ranked> = picks.iter().filter_map(|pick| Ranked::new(&network, pick.peer(), pick.score())).collect();
                prop_assert_eq!(bits(list), bits(&picks));
                let everyone = oracle::rank(&matcher, asker, u32::MAX);
                let mut expected: Vec<Ranked> = everyone.into_iter().filter(|place| candidates.contains(&place.peer)).collect();
                expected.truncate(k as usize);
                prop_assert_eq!(bits(list), bits(&expected));
            }
        }
    }

    #[test]
    fn the_paused_the_full_and_the_blocked_appear_nowhere(mut community in communities(100), seed in any::<u64>()) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for (index, someone) in community.people.iter_mut().enumerate() {
            someone.limits = match index % 10 {
                3 => Limits { paused: true, ..Limits::default() },
                6 => Limits { peers: Some(2), engaged: 2, ..Limits::default() },
                _ => Limits::default(),
            };
            let others = (0..5).map(|_| rng.random_range(0..100_usize));
            someone.blocks = others.filter(|&other| other != index).collect();
        }
        let network = community.build();
        let people: Vec<PersonId> = network.people().collect();
        let closed = |person: PersonId| matches!(position(&network, person) % 10, 3 | 6);
        for policy in policies() {
            let matcher = matcher(&network, policy);
            // Both ways of scoring: laid out, and pair by pair.
            for block in [&people[..], &people[..9]] {
                let lists = matcher.score_block(&people, block, 100);
                prop_assert!(lists.iter().any(|list| !list.is_empty()));
                for (&asker, list) in people.iter().zip(&lists) {
                    prop_assert!(!closed(asker) || list.is_empty());
                    for place in list {
                        prop_assert!(!closed(place.peer) && place.peer != asker);
                        prop_assert!(!network.blocked(asker, place.peer));
                        prop_assert!(place.score > 0.0);
                    }
                }
            }
        }
    }
}

#[test]
fn blocks_are_answered_in_the_order_of_the_askers_on_any_number_of_threads() {
    let network = Community::random(21, 90).build();
    let people: Vec<PersonId> = network.people().collect();
    let (askers, candidates) = ([&people[40..], &people[40..50]].concat(), &people[..60]);
    let told = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let matcher = Matcher::new(&network);
        pool.expect("a pool").install(|| {
            let few = matcher.score_block(&askers, &candidates[..9], 5);
            [
                all_bits(&matcher.score_block(&askers, candidates, 5)),
                all_bits(&few),
            ]
        })
    };
    let one = told(1);
    assert_eq!(one[0][..10], one[0][50..]);
    assert_eq!(one, told(2));
    assert_eq!(one, told(7));
}

#[test]
fn nobody_asked_and_nobody_to_find_are_no_failure() {
    let matcher = Matcher::new(&Community::random(5, 40).build());
    let people: Vec<PersonId> = matcher.network().people().collect();
    assert!(matcher.score_block(&[], &people, 5).is_empty());
    assert!(
        matcher
            .score_block(&people, &[], 5)
            .iter()
            .all(Vec::is_empty)
    );
    assert!(
        matcher
            .score_block(&people, &people, 0)
            .iter()
            .all(Vec::is_empty)
    );
}
