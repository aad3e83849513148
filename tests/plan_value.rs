//! Value: worth equals what all lose, counterfactuals equal rebuilding, and nothing tells what others hide.

use confrere::assign::Completeness;
use confrere::plan::OfferKind;
use confrere::{Intent, Matcher, Network, Person, PersonId, Policy, Unit};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};

/// Enough that some people offer more than the eight that count in full.
const SKILLS: [&str; 14] = [
    "art", "chess", "cooking", "design", "email", "law", "math", "music", "python", "rust",
    "sales", "tax", "video", "writing",
];

fn people(rng: &mut ChaCha8Rng, count: usize, intents: &[Intent]) -> Vec<Person> {
    people_who(rng, count, intents, 0.15)
}

/// The same, each blocking somebody with a chance.
fn people_who(rng: &mut ChaCha8Rng, count: usize, intents: &[Intent], blocks: f64) -> Vec<Person> {
    let person = |number: usize, rng: &mut ChaCha8Rng| {
        let mut person = Person::new(format!("p{number}"));
        for skill in SKILLS {
            match rng.random_range(0..5) {
                0..=2 => person = person.offers(skill, rng.random_range(1..=10) as f32 / 10.0),
                3 => person = person.needs(skill, rng.random_range(1..=10) as f32 / 10.0),
                _ => {}
            }
        }
        if rng.random_bool(0.1) {
            person = person.paused();
        }
        if rng.random_bool(blocks) && number > 0 {
            person = person.blocks(format!("p{}", rng.random_range(0..number)));
        }
        intents.iter().fold(person, |person, &intent| {
            person.seeks(intent, rng.random_range(1..=4) as f32 / 4.0)
        })
    };
    (0..count).map(|number| person(number, rng)).collect()
}

fn network(people: &[Person]) -> Network {
    Network::builder()
        .people(people.to_vec())
        .build()
        .expect("sound people")
}

/// V by trying everything: each receiver takes a giver who is left, or nobody; `absent` gives nothing.
fn best_total(gains: &[Vec<f32>], receiver: usize, taken: u32) -> f64 {
    let Some(row) = gains.get(receiver) else {
        return 0.0;
    };
    let mut best = best_total(gains, receiver + 1, taken);
    for (giver, &gain) in row.iter().enumerate().filter(|&(_, &gain)| gain > 0.0) {
        if taken & (1 << giver) == 0 {
            best = best.max(f64::from(gain) + best_total(gains, receiver + 1, taken | 1 << giver));
        }
    }
    best
}

#[test]
fn the_worth_of_a_person_is_what_all_lose_without_them() {
    let mut rng = ChaCha8Rng::seed_from_u64(80);
    for round in 0..60 {
        let intents: &[Intent] = if round % 2 == 0 {
            &[]
        } else {
            &[Intent::Learn, Intent::Mentor, Intent::Partner]
        };
        // Worths count no blocks: whom one blocks is not to be read from another's worth.
        let network = network(&people_who(&mut rng, 7, intents, 0.0));
        let matcher = Matcher::new(&network);
        let gains: Vec<Vec<f32>> = network
            .people()
            .map(|i| {
                network
                    .people()
                    .map(|j| if i == j { 0.0 } else { matcher.gain(i, j) })
                    .collect()
            })
            .collect();
        let total = best_total(&gains, 0, 0);
        let worths = matcher.worths();
        assert_eq!(worths.completeness(), Completeness::Exact);
        assert!((f64::from(worths.total().expect("solved")) - total).abs() < 1e-5);
        for (place, person) in network.people().enumerate() {
            let lost = total - best_total(&gains, 0, 1 << place);
            let worth = worths.of(person);
            assert!(
                (f64::from(worth.high) - lost).abs() < 1e-5,
                "{worth:?} {lost}"
            );
            assert!(worth.low <= worth.high && worth.low >= 0.0);
        }
    }
}

fn matches(network: &Network, who: PersonId, policy: &Policy) -> Vec<bool> {
    let matcher = Matcher::with_policy(network, policy.clone()).expect("a sound policy");
    network
        .people()
        .map(|other| matcher.score(who, other) > 0.0)
        .collect()
}

#[test]
fn the_next_skill_equals_building_the_network_anew_with_it() {
    compare_next_skills(&[0.0, 0.15]);
}

/// Above these floors one offer more ends matches, as each then counts less.
#[test]
fn the_next_skill_tells_which_matches_a_longer_list_ends() {
    compare_next_skills(&[0.2, 0.25, 0.3, 0.35, 0.4, 0.5]);
}

fn compare_next_skills(floors: &[f32]) {
    let mut rng = ChaCha8Rng::seed_from_u64(81);
    for round in 0..60 {
        let intents: &[Intent] = [
            &[][..],
            &[Intent::Learn, Intent::Mentor],
            &[Intent::Partner, Intent::Mentor],
        ][round % 3];
        // Mutual matches only: no unknown gain stands in.
        let policy = Policy::default()
            .unknown_gain(0.0)
            .floor(floors[round % floors.len()]);
        let people = people(&mut rng, 12, intents);
        let level = rng.random_range(1..=10) as f32 / 10.0;
        let network = network(&people);
        let who = network.people().nth(3).expect("twelve people");
        let before = matches(&network, who, &policy);
        let matcher = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
        let answers = matcher.next_skill(who, Unit::new(level).expect("a level"), 99);
        for name in network.skills() {
            let own = network
                .offers(who)
                .find(|offer| offer.0 == name)
                .map_or(0.0, |offer| offer.1);
            let answer = answers.iter().find(|next| next.skill == name);
            if own > 0.0 {
                assert!(own < level || answer.is_none());
                continue;
            }
            let learned = people.iter().map(|person| {
                let learns = person.name() == network.name(who);
                if learns {
                    person.clone().offers(name, level)
                } else {
                    person.clone()
                }
            });
            let rebuilt = Network::builder()
                .people(learned)
                .build()
                .expect("sound people");
            let after = matches(
                &rebuilt,
                rebuilt.id(network.name(who)).expect("known"),
                &policy,
            );
            let opens = before
                .iter()
                .zip(&after)
                .filter(|(before, after)| !**before && **after)
                .count() as u32;
            let closes = before
                .iter()
                .zip(&after)
                .filter(|(before, after)| **before && !**after)
                .count() as u32;
            let told = answer.map_or((0, 0), |next| (next.opens, next.closes));
            let expected = if opens > closes {
                (opens, closes)
            } else {
                (0, 0)
            };
            assert_eq!(told, expected, "{name} at {level}, round {round}");
        }
    }
}

#[test]
fn what_others_hide_changes_no_word_about_ones_value() {
    let build = |hidden: Option<&str>| {
        let ben = Person::new("ben").needs("rust", 0.5).offers("law", 0.5);
        let ben = hidden.map_or(ben.clone(), |skill| ben.needs_privately(skill, 0.9));
        Network::builder()
            .person(
                Person::new("ana")
                    .offers("rust", 0.9)
                    .offers("design", 0.4)
                    .needs("law", 0.3),
            )
            .person(ben)
            .person(
                Person::new("caro")
                    .needs("design", 0.5)
                    .offers("law", 0.2)
                    .offers("sales", 0.5),
            )
            .build()
            .expect("sound")
    };
    let told = |network: &Network| {
        let matcher = Matcher::new(network);
        let id = |name| network.id(name).expect("known");
        let (ana, ben) = (id("ana"), id("ben"));
        let next = matcher.next_skill(ana, Unit::new(0.7).expect("a level"), 9);
        format!(
            "{:?} {:?} {:?}",
            matcher.value(ana),
            matcher.offers_for(ana, ben),
            next
        )
    };
    assert_eq!(told(&build(None)), told(&build(Some("design"))));
    assert_eq!(told(&build(None)), told(&build(Some("sales"))));
}

#[test]
fn one_can_offer_upward_an_introduction_but_not_against_consent() {
    let build = |friend: Person| {
        Network::builder()
            .person(Person::new("junior").offers("video", 0.4))
            .person(Person::new("maria").needs("video", 0.2).needs("rust", 0.9))
            .person(friend)
            .tie("junior", "friend", 0.9)
            .build()
            .expect("sound")
    };
    let kinds = |network: &Network| {
        let matcher = Matcher::new(network);
        let id = |name| network.id(name).expect("known");
        matcher
            .offers_for(id("junior"), id("maria"))
            .iter()
            .map(|offer| offer.kind)
            .collect::<Vec<_>>()
    };
    let friend = || Person::new("friend").offers("rust", 0.8);
    let own = OfferKind::Own(Intent::Learn);
    assert_eq!(kinds(&build(friend())), [OfferKind::Introduction, own]);
    assert_eq!(kinds(&build(friend().blocks("maria"))), [own]);
    assert_eq!(kinds(&build(friend().paused())), [own]);
}

#[test]
fn blocked_paused_and_full_people_are_named_nowhere() {
    let mut rng = ChaCha8Rng::seed_from_u64(82);
    for _ in 0..40 {
        let network = network(&people(&mut rng, 12, &[]));
        let matcher = Matcher::new(&network);
        let worths = matcher.worths();
        for who in network.people() {
            let hidden = |name: &str| {
                let other = network.id(name).expect("known");
                network.blocked(who, other) || !network.limits(other).expect("known").is_open()
            };
            let value = matcher.value_with(who, &worths).expect("known");
            assert!(value.wanted_by.iter().all(|other| !hidden(&other.name)));
            let next = matcher.next_skill(who, Unit::new(0.5).expect("a level"), 9);
            assert!(
                next.iter()
                    .flat_map(|next| &next.with)
                    .all(|name| !hidden(name))
            );
            let circle = matcher.select_circle(who).expect("known");
            assert!(
                circle.peers.iter().all(|peer| !hidden(&peer.name))
                    && circle.explore.iter().all(|name| !hidden(name))
            );
            if network.limits(who).expect("known").paused {
                assert_eq!(
                    (value.worth.high, value.wanted_by.len(), circle.peers.len()),
                    (0.0, 0, 0)
                );
            }
        }
    }
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_gives_the_same_answers() {
    let network = network(&people(&mut ChaCha8Rng::seed_from_u64(83), 80, &[]));
    let answers = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| {
            let matcher = Matcher::new(&network);
            let who = network.people().next().expect("somebody");
            format!(
                "{:?} {:?}",
                matcher.worths(),
                matcher.next_skill(who, Unit::ONE, 20)
            )
        })
    });
    assert!(answers[0] == answers[1] && answers[1] == answers[2]);
}

#[test]
fn a_block_changes_nobody_s_worth() {
    let build = |blocks: bool| {
        let ana = Person::new("ana").offers("rust", 0.9);
        let ana = if blocks { ana.blocks("caro") } else { ana };
        let caro = Person::new("caro").needs("rust", 1.0);
        network(&[ana, Person::new("ben").offers("rust", 0.6), caro])
    };
    let (without, with) = (Matcher::new(&build(false)), Matcher::new(&build(true)));
    assert_eq!(without.worths(), with.worths());
}

/// Nine people who each offer something else that ana needs.
fn star() -> Network {
    let peer = |at| {
        Person::new(format!("p{at}"))
            .offers(format!("skill {at}"), 0.9)
            .needs("law", 0.9)
    };
    let ana = (0..9).fold(Person::new("ana").offers("law", 0.9), |ana, at| {
        ana.needs(format!("skill {at}"), 0.9)
    });
    Network::from_people((0..9).map(peer).chain([ana]), []).expect("sound")
}

#[test]
fn new_faces_do_not_move_the_turn_of_standing_peers() {
    let network = star();
    let ana = network.id("ana").expect("known");
    let circle = Matcher::new(&network).select_circle(ana).expect("known");
    // Nobody offers what another does, so that each is as far from the others as can be.
    assert!(circle.peers.iter().all(|peer| peer.variety == 1.0));
    assert_eq!(circle.peers.len(), 4);
    let [a, b, c, d] = [0, 1, 2, 3].map(|at| circle.peers[at].name.as_str());
    let [x, y] = [0, 1].map(|at| circle.explore[at].as_str());
    let rounds: Vec<&str> = (1..=9).filter_map(|round| circle.in_round(round)).collect();
    assert_eq!(rounds, [a, b, c, x, d, a, b, y, c]);
}

#[test]
fn in_a_small_community_a_value_is_that_of_all_worths() {
    let network = star();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("known");
    assert_eq!(
        matcher.value(ana),
        matcher.value_with(ana, &matcher.worths())
    );
}
