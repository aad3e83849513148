//! The laws of the model, one by one, on random communities.

mod common;

use common::{Community, communities, name, policies, skill};
use confrere::diversity::{Component, DifferenceWeights};
use confrere::{Acquaintances, Intent, Matcher, Network, Person, PersonId, Policy, Query, Tie};
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

fn matchers(network: &Network) -> Vec<Matcher> {
    policies()
        .into_iter()
        .map(|policy| Matcher::with_policy(network, policy).expect("a sound policy"))
        .collect()
}

/// The same for whoever runs the community: everything counts.
fn operators(network: &Network) -> Vec<Matcher> {
    let matchers = matchers(network);
    matchers.iter().map(Matcher::for_operator).collect()
}

fn matcher(community: &Community, policy: Policy) -> Matcher {
    let matcher = Matcher::with_policy(&community.build(), policy);
    matcher.expect("a sound policy").for_operator()
}

fn pairs(network: &Network) -> impl Iterator<Item = (PersonId, PersonId)> {
    let people = network.people();
    people
        .clone()
        .flat_map(move |a| people.clone().map(move |b| (a, b)))
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn law_1_swapping_two_people_swaps_gain_and_give(community in communities(14)) {
        let network = community.build();
        for matcher in operators(&network) {
            for (a, b) in pairs(&network) {
                prop_assert_eq!(matcher.score(a, b).to_bits(), matcher.score(b, a).to_bits());
                let (one, other) = (matcher.pair(a, b), matcher.pair(b, a));
                prop_assert_eq!(one.is_some(), other.is_some());
                if let (Some(one), Some(other)) = (one, other) {
                    prop_assert_eq!(one.gain().to_bits(), other.give().to_bits());
                    prop_assert_eq!(one.give().to_bits(), other.gain().to_bits());
                }
            }
        }
    }

    #[test]
    fn laws_1_2_and_5_hold_where_people_have_embeddings(community in communities(12), seed in 0_u64..100) {
        let network = community.with_vectors(seed).build();
        for matcher in operators(&network) {
            for (a, b) in pairs(&network) {
                let (score, gain) = (matcher.score(a, b), matcher.gain(a, b));
                prop_assert_eq!(score.to_bits(), matcher.score(b, a).to_bits());
                prop_assert!((0.0..=1.0).contains(&score) && (0.0..=1.0).contains(&gain));
                if [gain, matcher.gain(b, a)] == [0.0, 0.0] {
                    prop_assert_eq!(score, 0.0);
                }
                if let Some(pick) = matcher.pair(a, b) {
                    let explanation = pick.explanation();
                    let amounts = explanation.gain.items.iter().map(|item| item.amount);
                    let sum = amounts.fold(0.0_f32, |sum, amount| sum + amount);
                    prop_assert_eq!(sum.min(1.0).to_bits(), explanation.gain.benefit.to_bits());
                    prop_assert_eq!(explanation.gain.benefit.to_bits(), gain.to_bits());
                    prop_assert_eq!(explanation.score.to_bits(), score.to_bits());
                }
            }
        }
    }

    #[test]
    fn law_2_no_known_gain_on_either_side_means_no_match(community in communities(14)) {
        let network = community.build();
        for matcher in operators(&network) {
            for (a, b) in pairs(&network) {
                let score = matcher.score(a, b);
                prop_assert!((0.0..=1.0).contains(&score));
                let gains = [matcher.gain(a, b), matcher.gain(b, a)];
                if gains == [0.0, 0.0] {
                    prop_assert_eq!(score, 0.0);
                }
            }
        }
    }

    #[test]
    fn law_2_strictly_both_must_be_known_to_gain(community in communities(14)) {
        let network = community.build();
        for policy in [Policy::strict(), Policy::benefit_only()] {
            let matcher = Matcher::with_policy(&network, policy).expect("sound").for_operator();
            for (a, b) in pairs(&network) {
                if matcher.gain(a, b) == 0.0 || matcher.gain(b, a) == 0.0 {
                    prop_assert_eq!(matcher.score(a, b), 0.0);
                }
            }
        }
    }

    /// The difference is meant here; what is missing for a chance of consent counts as the community's mean, as the laws of
    /// acceptance say.
    #[test]
    fn law_2_missing_circles_ties_and_stances_are_no_bonus(mut community in communities(14), who in 0_usize..14) {
        for someone in &mut community.people {
            // What is left out here must only make a difference, not be a gain that is sought.
            someone.seeks.retain(|seek| !matches!(seek.0, Intent::Contrarian | Intent::Exposure));
        }
        // The others keep the community's topic weights, circles and ties; the one falls silent.
        let mut silent = community.clone();
        silent.people[who].circles.clear();
        silent.people[who].stances.clear();
        let own = name(who);
        silent.ties.retain(|tie| tie.from != own && tie.to != own);
        let include = Policy::default().acceptance_weight(0.0).acquaintances(Acquaintances::Included).difference(
            DifferenceWeights::default().without(Component::Contrarian),
        );
        let (before, after) = (matcher(&community, include.clone()), matcher(&silent, include));
        let a = before.network().id(&own).expect("known");
        for b in before.network().people() {
            prop_assert!(after.score(a, b) <= before.score(a, b));
        }
    }

    #[test]
    fn law_2_a_missing_stance_is_no_bonus(mut community in communities(14), who in 0_usize..14) {
        community.people[who].seeks = vec![(Intent::Learn, 1.0)];
        let mut silent = community.clone();
        silent.people[who].stances.clear();
        // Without a shown stance the weights of topics change for all, so only the pairs of this one are compared, with
        // stances that were hidden before: these weigh nothing in the topics.
        for stance in &mut community.people[who].stances {
            stance.2 = true;
        }
        let (before, after) = (matcher(&community, Policy::contrarian()), matcher(&silent, Policy::contrarian()));
        prop_assume!(community.people.iter().enumerate().any(|(place, one)| place != who && !one.stances.is_empty()));
        let a = before.network().id(name(who)).expect("known");
        for b in before.network().people() {
            prop_assert!(after.score(a, b) <= before.score(a, b));
        }
    }

    #[test]
    fn law_3_a_higher_level_never_lowers_what_anyone_gains(community in communities(14), who in 0_usize..14, rise in 0.0_f32..1.0) {
        prop_assume!(!community.people[who].offers.is_empty());
        let mut better = community.clone();
        let offer = &mut better.people[who].offers[0];
        offer.1 = (offer.1 + rise).min(1.0);
        for policy in policies() {
            let (before, after) = (matcher(&community, policy.clone()), matcher(&better, policy));
            let a = before.network().id(name(who)).expect("known");
            for (place, one) in community.people.iter().enumerate() {
                // Disagreement is weighed by common ground, which is a likeness of profiles and no gain from an offer.
                if one.seeks.iter().any(|seek| seek.0 == Intent::Contrarian) {
                    continue;
                }
                let b = before.network().id(name(place)).expect("known");
                prop_assert!(after.gain(b, a) >= before.gain(b, a));
            }
        }
    }

    #[test]
    fn law_3_where_both_only_learn_a_higher_level_never_lowers_a_score(mut community in communities(14), who in 0_usize..14, rise in 0.0_f32..1.0) {
        for someone in &mut community.people {
            someone.seeks.clear();
            someone.stances.clear();
        }
        prop_assume!(!community.people[who].offers.is_empty());
        let mut better = community.clone();
        let offer = &mut better.people[who].offers[0];
        offer.1 = (offer.1 + rise).min(1.0);
        for policy in policies() {
            let (before, after) = (matcher(&community, policy.clone()), matcher(&better, policy));
            let a = before.network().id(name(who)).expect("known");
            for b in before.network().people() {
                prop_assert!(after.score(a, b) >= before.score(a, b));
            }
        }
    }

    #[test]
    fn law_5_the_parts_of_an_explanation_add_up(community in communities(12)) {
        let network = community.build();
        for matcher in matchers(&network).into_iter().chain(operators(&network)) {
            for (a, b) in pairs(&network) {
                let Some(explanation) = matcher.explain(a, b) else { continue };
                for side in [&explanation.gain, &explanation.give] {
                    let sum = side.items.iter().fold(0.0_f32, |sum, item| sum + item.amount);
                    prop_assert_eq!(sum.min(1.0).to_bits(), side.benefit.to_bits());
                    for item in &side.items {
                        prop_assert!(item.amount > 0.0);
                    }
                }
                let floor = explanation.gain.benefit.min(explanation.give.benefit);
                if explanation.score > 0.0 {
                    let unknown = if matcher.policy().get_floor() > 0.0 { 0.0 } else { matcher.policy().get_unknown_gain() };
                    let utility = |side: &confrere::Side| side.benefit.max(unknown) * side.factor;
                    let mean = matcher.policy().get_mean().of(utility(&explanation.gain), utility(&explanation.give));
                    prop_assert_eq!((mean * explanation.consent).to_bits(), explanation.score.to_bits());
                    prop_assert!(explanation.consent > 0.0 && explanation.consent <= 1.0);
                } else {
                    prop_assert!(floor <= 0.1);
                }
            }
        }
    }

    #[test]
    fn law_5_with_nothing_hidden_the_explanation_is_the_score(mut community in communities(12)) {
        for someone in &mut community.people {
            someone.needs.iter_mut().for_each(|need| need.2 = false);
            someone.stances.iter_mut().for_each(|stance| stance.2 = false);
        }
        let network = community.build();
        for matcher in matchers(&network) {
            for (a, b) in pairs(&network) {
                let Some(pick) = matcher.pair(a, b) else { continue };
                let explanation = pick.explanation();
                prop_assert_eq!(explanation.gain.benefit.to_bits(), pick.gain().to_bits());
                prop_assert_eq!(explanation.give.benefit.to_bits(), pick.give().to_bits());
                prop_assert_eq!(explanation.score.to_bits(), matcher.for_operator().score(a, b).to_bits());
            }
        }
    }

    #[test]
    fn law_7_blocked_paused_and_full_people_appear_nowhere(community in communities(20)) {
        let network = community.build();
        for matcher in matchers(&network) {
            let closed = |person: PersonId| !network.limits(person).expect("known").is_open();
            for (who, list) in network.people().zip(matcher.recommend_all(20)) {
                prop_assert!(!closed(who) || list.is_empty());
                for place in list {
                    prop_assert!(!closed(place.peer) && !network.blocked(who, place.peer));
                }
                for pick in matcher.recommend(Query::new(who).limit(20)) {
                    let way = pick.introduction();
                    for introducer in way.iter().flat_map(|way| way.introducers()) {
                        prop_assert!(!closed(introducer));
                        prop_assert!(!network.blocked(introducer, who) && !network.blocked(introducer, pick.peer()));
                        prop_assert!(!network.refuses(introducer, pick.peer()));
                    }
                }
            }
        }
    }

    #[test]
    fn law_8_what_others_hide_changes_no_word_of_my_explanation(mut community in communities(12), other in 0_usize..12, place in 0_usize..14) {
        let mut hide = |skill: usize, topic: usize, position: f32| {
            let someone = &mut community.people[other];
            someone.needs.retain(|need| !need.2 && need.0 != skill);
            someone.stances.retain(|stance| !stance.2 && stance.0 != topic);
            someone.needs.push((skill, 0.8, true));
            someone.stances.push((topic, position, true));
            community.build()
        };
        let (skill, topic) = (place, place % 6);
        let one = hide(skill, topic, 1.0);
        let two = hide(skill, topic, -1.0);
        for (one, two) in matchers(&one).into_iter().zip(matchers(&two)) {
            let hider = one.network().id(name(other)).expect("known");
            for (who, peer) in pairs(one.network()).filter(|pair| pair.0 != hider) {
                let (before, after) = (one.explain(who, peer), two.explain(who, peer));
                prop_assert_eq!(format!("{before:?}"), format!("{after:?}"));
                prop_assert_eq!(before.map(|told| told.to_string()), after.map(|told| told.to_string()));
            }
        }
    }

    #[test]
    fn law_8_a_hidden_need_changes_no_word_of_my_explanation(mut community in communities(12), other in 0_usize..12, place in 0_usize..14, priority in 0.0_f32..=1.0) {
        community.people[other].needs.retain(|need| need.0 != place);
        let without = community.build();
        community.people[other].needs.push((place, priority, true));
        community.people[other].needs.sort_by_key(|need| need.0);
        let with = community.build();
        for (one, two) in matchers(&without).into_iter().zip(matchers(&with)) {
            let hider = one.network().id(name(other)).expect("known");
            for (who, peer) in pairs(one.network()).filter(|pair| pair.0 != hider) {
                let (before, after) = (one.explain(who, peer), two.explain(who, peer));
                prop_assert_eq!(format!("{before:?}"), format!("{after:?}"));
            }
        }
    }

    #[test]
    fn law_9_another_tie_never_lowers_an_introduction(community in communities(12), from in 0_usize..12, to in 0_usize..12, strength in 0.0_f32..=1.0) {
        prop_assume!(from != to);
        let mut more = community.clone();
        more.ties.push(Tie::new(name(from), name(to), strength));
        let include = Policy::default().acquaintances(Acquaintances::Included);
        let (before, after) = (community.build(), more.build());
        let wide = Matcher::with_policy(&before, include.clone().hops(4)).expect("sound");
        let before = Matcher::with_policy(&before, include.clone()).expect("sound");
        let after = Matcher::with_policy(&after, include).expect("sound");
        for (a, b) in pairs(before.network()) {
            let chance = |matcher: &Matcher| matcher.pair(a, b).and_then(|pick| pick.introduction().cloned()).map_or(0.0, |way| way.chance());
            prop_assert!(chance(&after) >= chance(&before) || after.pair(a, b).is_none());
            prop_assert!(chance(&wide) >= chance(&before));
        }
    }
}

/// A community like the developers of a real survey: 72 skills whose popularity falls from .76 to a few percent, about 14
/// offers and 5 needs each.
fn surveyed(seed: u64, size: usize) -> Vec<Vec<(bool, f32, bool)>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let popularity = |skill: usize| 0.76 / (1.0 + skill as f64 / 6.0);
    let mut person = || {
        (0..72)
            .map(|skill| {
                let offers = rng.random_bool(popularity(skill));
                let needs = !offers && rng.random_bool(0.085);
                (offers, [0.4, 0.6, 0.8, 1.0][rng.random_range(0..4)], needs)
            })
            .collect()
    };
    (0..size).map(|_| person()).collect()
}

/// How much one is shown: the sum of the scores with everyone, and the places in lists of ten, each worth 1 / log2(rank + 1).
fn exposure(
    people: &[Vec<(bool, f32, bool)>],
    stuffed: Option<usize>,
    who: usize,
    policy: &Policy,
) -> [f32; 2] {
    let person = |(place, skills): (usize, &Vec<(bool, f32, bool)>)| {
        let mut person = Person::new(name(place));
        let levels: Vec<f32> = skills
            .iter()
            .filter(|skill| skill.0)
            .map(|skill| skill.1)
            .collect();
        let usual = levels.iter().sum::<f32>() / levels.len().max(1) as f32;
        for (at, &(offers, level, needs)) in skills.iter().enumerate() {
            if offers || stuffed == Some(place) {
                person = person.offers(skill(at), if offers { level } else { usual });
            }
            if needs {
                person = person.needs(skill(at), 1.0);
            }
        }
        person
    };
    let network = Network::from_people(people.iter().enumerate().map(person), []).expect("sound");
    let matcher = Matcher::with_policy(&network, policy.clone()).expect("sound");
    let who = network.id(name(who)).expect("known");
    let scores = network
        .people()
        .map(|other| matcher.score(who, other))
        .sum();
    let lists = matcher.recommend_all(10);
    let places = lists
        .iter()
        .filter_map(|list| list.iter().position(|place| place.peer == who));
    [
        scores,
        places.map(|place| 1.0 / (place as f32 + 2.0).log2()).sum(),
    ]
}

/// By how much claiming every skill multiplies what a community of people sees of one, summed over 12 of them.
fn stuffing_pays(people: &[Vec<(bool, f32, bool)>], policy: &Policy) -> [f32; 2] {
    let mut sums = [[0.0; 2]; 2];
    for who in 0..12 {
        for (sum, stuffed) in sums.iter_mut().zip([None, Some(who)]) {
            let [scores, places] = exposure(people, stuffed, who, policy);
            *sum = [sum[0] + scores, sum[1] + places];
        }
    }
    [sums[1][0] / sums[0][0], sums[1][1] / sums[0][1]]
}

#[test]
fn law_4_claiming_every_skill_does_not_pay() {
    let people = surveyed(4, 150);
    let [scores, places] = stuffing_pays(&people, &Policy::benefit_only());
    let [raw_scores, raw_places] = stuffing_pays(&people, &Policy::benefit_only().specificity(0.0));
    println!(
        "stuffed over honest: scores {scores:.2} (raw {raw_scores:.2}), lists {places:.2} (raw {raw_places:.2})"
    );
    assert!(scores < 2.0 && places < 2.0);
    assert!(
        raw_scores > 2.0 && raw_places > 2.0,
        "without specificity it would pay"
    );
}

#[test]
fn law_4_a_stuffed_profile_still_has_to_gain() {
    let all = (0..14).fold(Person::new("zeno"), |person, place| {
        person.offers(skill(place), 1.0)
    });
    let network = Network::builder()
        .person(all)
        .person(
            Person::new("ana")
                .offers(skill(0), 1.0)
                .needs(skill(1), 1.0),
        )
        .build()
        .expect("sound");
    let matcher = Matcher::with_policy(&network, Policy::strict()).expect("sound");
    assert!(
        network
            .people()
            .all(|who| matcher.recommend(who).is_empty())
    );
}

#[test]
fn law_5_parts_add_up_where_disagreement_counts_for_next_to_nothing() {
    for step in 0..400_u16 {
        let weight = f32::from(step) * 1e-8;
        let ana = Person::new("ana").needs("law", 1.0).offers("rust", 0.9);
        let ana = ana
            .seeks(Intent::Learn, 1.0)
            .seeks(Intent::Contrarian, weight);
        let ana = ana.stance("x", 1.0).stance("y", -0.5).stance("z", 0.3);
        let ben = Person::new("ben").offers("law", 0.7).needs("rust", 0.8);
        let ben = ben.stance("x", -1.0).stance("y", 0.9).stance("z", 0.2);
        let network = Network::from_people([ana, ben], []).expect("sound");
        let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
        let told = Matcher::new(&network)
            .explain(ana, ben)
            .expect("both are open");
        let amounts = told.gain.items.iter().map(|item| item.amount);
        assert_eq!(
            amounts.fold(0.0, |sum, amount| sum + amount),
            told.gain.benefit,
            "{weight}"
        );
    }
}
