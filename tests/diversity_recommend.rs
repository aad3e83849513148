//! Difference and variety in recommendations keep the laws of matching.

use confrere::diversity::{Component, DifferenceWeights};
use confrere::{Matcher, Network, Person, Policy, Query, Unit, Variety, WhyNot, oracle};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// A made-up community: skills, needs, circles, stances, ties, some of each missing.
fn community(people: u32, seed: u64) -> Network {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut builder = Network::builder();
    let name = |number: u32| format!("p{number:03}");
    for number in 0..people {
        let mut person = Person::new(name(number));
        // Steps of 5 through 12 skills meet none twice.
        let first = random.random_range(0..12);
        for step in 0..random.random_range(1..5) {
            let skill = format!("s{}", (first + 5 * step) % 12);
            person = person.offers(skill, random.random_range(0.2..1.0));
        }
        let first = random.random_range(0..12);
        for step in 0..random.random_range(1..4) {
            let skill = format!("s{}", (first + 5 * step) % 12);
            person = person.needs(skill, random.random_range(0.2..1.0));
        }
        for topic in 0..random.random_range(0..4) {
            person = person.stance(format!("t{topic}"), random.random_range(-1.0..=1.0));
        }
        if number % 7 != 0 {
            let (country, company) = (random.random_range(0..3), random.random_range(0..3));
            let team = random.random_range(0..2);
            person = person.circle([
                format!("team {country}{company}{team}"),
                format!("company {country}{company}"),
                format!("country {country}"),
            ]);
        }
        if number % 11 == 5 {
            person = person.paused();
        }
        builder = builder.person(person);
    }
    for _ in 0..people * 2 {
        let (a, b) = (
            random.random_range(0..people),
            random.random_range(0..people),
        );
        if a != b && a % 9 != 0 && b % 9 != 0 {
            builder = builder.tie(name(a), name(b), random.random_range(0.1..1.0));
        }
    }
    builder.build().expect("a sound community")
}

/// Every component weighs, each another amount.
fn all_weights() -> DifferenceWeights {
    Component::ALL
        .iter()
        .zip(1_u8..)
        .fold(DifferenceWeights::none(), |weights, (&part, weight)| {
            weights
                .with(part, f32::from(weight))
                .expect("a sound weight")
        })
}

fn matcher(network: &Network, policy: Policy) -> Matcher {
    Matcher::with_policy(network, policy).expect("a sound policy")
}

#[test]
fn with_every_component_scores_are_symmetric_and_no_difference_makes_a_match() {
    let network = community(70, 1);
    let policy = Policy::strict()
        .acceptance_weight(0.0)
        .difference(all_weights())
        .openness(3.0);
    let (different, plain) = (
        matcher(&network, policy),
        matcher(&network, Policy::benefit_only()),
    );
    let mut seen = [0; Component::ALL.len()];
    for a in network.people() {
        for b in network.people() {
            assert_eq!(
                different.score(a, b).to_bits(),
                different.score(b, a).to_bits()
            );
            assert!(different.score(a, b) <= plain.score(a, b) * (1.0 + 1e-6));
            assert_eq!(different.score(a, b) > 0.0, plain.score(a, b) > 0.0);
            if let Some(pick) = different.pair(a, b) {
                pick.difference()
                    .known()
                    .for_each(|(part, _)| seen[part as usize] += 1);
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 50), "{seen:?}");
}

#[test]
fn with_every_component_the_lists_equal_the_double_loop() {
    let network = community(60, 2);
    let matcher = matcher(&network, Policy::default().difference(all_weights()));
    assert_eq!(matcher.recommend_all(5), oracle::rank_all(&matcher, 5));
}

#[test]
fn people_without_ties_or_circles_get_no_bonus_from_either() {
    let network = community(70, 3);
    let matcher = matcher(&network, Policy::default().difference(all_weights()));
    let structural = [
        Component::HopNovelty,
        Component::Weakness,
        Component::NonRedundancy,
        Component::CommunityNovelty,
        Component::Unexpectedness,
    ];
    let mut alone = 0;
    for a in network.people() {
        for b in network.people() {
            let Some(pick) = matcher.pair(a, b) else {
                continue;
            };
            let untied = |person| {
                network
                    .acquaintances()
                    .neighbours(network.position(person).expect("known"))
                    .is_empty()
            };
            if untied(a) || untied(b) {
                alone += 1;
                assert!(
                    structural
                        .iter()
                        .all(|&part| pick.difference().get(part).is_none())
                );
            }
            if network.circles(a).count() == 0 || network.circles(b).count() == 0 {
                assert_eq!(pick.difference().get(Component::CircleLevel), None);
                assert_eq!(pick.difference().get(Component::NextRing), None);
            }
        }
    }
    assert!(alone > 10, "{alone}");
}

#[test]
fn the_next_ring_comes_before_the_far_side_of_the_world() {
    let offers = |name: &str| Person::new(name).offers("law", 0.8).needs("rust", 0.8);
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.8)
                .needs("law", 0.8)
                .circle(["core", "acme", "pt"]),
        )
        .person(Person::new("zoe").circle(["core", "acme", "pt"]))
        .person(offers("neighbour").circle(["sales", "acme", "pt"]))
        .person(offers("abroad").circle(["ops", "bolt", "de"]))
        .tie("ana", "zoe", 0.9)
        .build()
        .expect("sound");
    let ana = network.id("ana").expect("ana");
    let first = |policy| {
        matcher(&network, policy).recommend(ana)[0]
            .name()
            .to_string()
    };
    assert_eq!(first(Policy::next_ring()), "neighbour");
    assert_eq!(first(Policy::outside()), "abroad");
}

#[test]
fn varied_lists_hold_good_matches_once_and_share_nothing_is_the_plain_list() {
    let network = community(90, 4);
    let matcher = Matcher::new(&network);
    let methods = [
        Variety::marginal(),
        Variety::max_sum(),
        Variety::determinant(),
        Variety::circles(),
        Variety::skills(),
        Variety::coverage(),
    ];
    let mut displaced = [0; 6];
    for who in network.people() {
        let plain: Vec<_> = matcher
            .recommend(Query::new(who).limit(6))
            .iter()
            .map(|pick| pick.peer())
            .collect();
        for (place, method) in methods.into_iter().enumerate() {
            let picks = matcher.recommend(Query::new(who).limit(6).variety(method));
            assert_eq!(picks.len(), plain.len());
            let mut peers: Vec<_> = picks.iter().map(|pick| pick.peer()).collect();
            for pick in &picks {
                assert_eq!(
                    pick.score().to_bits(),
                    matcher.score(who, pick.peer()).to_bits()
                );
                if let Some(why) = pick.displaced() {
                    displaced[place] += 1;
                    let over = network.id(&why.over).expect("someone of the network");
                    assert!(matcher.score(who, over) >= pick.score());
                    assert!(pick.explanation().to_string().contains(&why.to_string()));
                }
            }
            peers.sort_unstable();
            peers.dedup();
            assert_eq!(peers.len(), picks.len());
            if [
                Variety::marginal(),
                Variety::max_sum(),
                Variety::circles(),
                Variety::skills(),
            ]
            .contains(&method)
            {
                let none = method.share(Unit::ZERO);
                let same: Vec<_> = matcher
                    .recommend(Query::new(who).limit(6).variety(none))
                    .iter()
                    .map(|pick| pick.peer())
                    .collect();
                assert_eq!(same, plain);
            }
        }
    }
    assert!(displaced.iter().all(|&count| count > 20), "{displaced:?}");
}

#[test]
fn difference_and_variety_are_the_same_on_any_number_of_threads() {
    let network = community(80, 5);
    let ask = || {
        let matcher = matcher(&network, Policy::default().difference(all_weights()));
        let who = network.people().next().expect("someone");
        let varied = matcher.recommend(Query::new(who).variety(Variety::determinant()));
        let text: Vec<String> = varied
            .iter()
            .map(|pick| pick.explanation().to_string())
            .collect();
        let pairs: Vec<_> = network
            .people()
            .skip(1)
            .take(9)
            .map(|peer| (who, peer, 0.5))
            .collect();
        (
            matcher.recommend_all(4),
            text,
            matcher.what_if(&pairs).expect("sound"),
            format!("{:?}", matcher.opinions()),
        )
    };
    let expected = ask();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        assert!(pool.install(ask) == expected, "{threads} threads");
    }
}

#[test]
fn accepted_recommendations_from_outside_loosen_the_community() {
    let network = community(80, 6);
    let matcher = matcher(&network, Policy::outside());
    let lists = matcher.recommend_all(1);
    let pairs: Vec<_> = network
        .people()
        .zip(&lists)
        .filter_map(|(who, list)| Some((who, list.first()?.peer, 0.5)))
        .collect();
    let effect = matcher.what_if(&pairs).expect("sound");
    assert!(effect.constraint.difference().expect("ties") < 0.0);
    assert!(effect.reach.difference().expect("people") > 0.0);
    assert!(effect.cross_circle.difference().expect("ties") > 0.0);
    assert!(effect.polarisation.before.is_some());
    let wrong = [(pairs[0].0, pairs[0].1, 1.5)];
    assert!(matcher.what_if(&wrong).is_err());
}

#[test]
fn why_not_answers_for_varied_lists() {
    let network = community(90, 7);
    let matcher = Matcher::new(&network);
    let mut left_out = 0;
    for who in network.people() {
        let circles = Variety::circles().share(Unit::ONE);
        let question = || Query::new(who).limit(5).variety(circles);
        let picks = matcher.recommend(question());
        for (place, pick) in (1..).zip(&picks) {
            let other = pick.name();
            let why = matcher.why_not(question(), pick.peer());
            assert_eq!(
                why,
                WhyNot::Suggested {
                    other: other.to_owned(),
                    place
                }
            );
        }
        for plain in matcher.recommend(Query::new(who).limit(5)) {
            let chosen = picks.iter().any(|pick| pick.peer() == plain.peer());
            let why = matcher.why_not(question(), plain.peer());
            assert_eq!(chosen, !matches!(why, WhyNot::LessVaried { .. }), "{why}");
            left_out += u32::from(!chosen);
        }
    }
    assert!(left_out > 5, "{left_out}");
}
