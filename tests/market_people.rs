//! A market of people: everyone's list shares attention, with reasons, and whoever is out is nowhere.

use std::collections::BTreeMap;

use confrere::assign::exposure::{Objective, Settings};
use confrere::market::{Market, Shares};
use confrere::{Matcher, Network, Person, PersonId};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

const SKILLS: u32 = 12;

/// A community in which a few skills are offered by many and a few people offer much.
fn community(size: u32, seed: u64) -> Vec<Person> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let person = |number: u32| {
        let mut person = Person::new(format!("p{number:03}"));
        let first = number % SKILLS;
        for step in 0..3 {
            let level = 0.2 + 0.8 * random.random::<f32>();
            person = person.offers(format!("s{}", (first + step * step) % SKILLS), level);
            person = person.needs(
                format!("s{}", (first + 5 + step) % SKILLS),
                0.1 + 0.9 * random.random::<f32>(),
            );
        }
        person
    };
    (0..size).map(person).collect()
}

fn build(people: Vec<Person>) -> Network {
    Network::builder()
        .people(people)
        .build()
        .expect("sound people")
}

fn lists(shares: &Shares) -> Vec<Vec<PersonId>> {
    let people = shares.matcher().network().people();
    people.map(|person| shares.peers(person).to_vec()).collect()
}

#[test]
fn nobody_starves_and_matches_exceed_those_of_the_plain_lists() {
    let network = build(community(60, 1));
    let matcher = Matcher::new(&network);
    let short = Market::new().places(5);
    let plain = matcher
        .market(&short.clone().objective(Objective::Product))
        .expect("settings");
    let fair = matcher.market(&short).expect("settings");
    assert!(fair.matches() > plain.matches());
    assert!(fair.starved().len() <= plain.starved().len());
    assert!(fair.starved().is_empty());
    // How uneven the counts are, all told: the sum of their squares, for the sum is about the same.
    let uneven = |shares: &Shares| -> u32 {
        let counts = network.people().map(|person| shares.shown_to(person));
        counts.map(|count| count * count).sum()
    };
    let (even, starry) = (uneven(&fair), uneven(&plain));
    assert!(even <= starry, "fair {even}, plain {starry}");
}

#[test]
fn blocked_paused_and_full_people_are_nowhere() {
    let mut people = community(40, 2);
    people[3] = people[3].clone().paused();
    people[4] = people[4].clone().peers(1).engaged(1);
    people[5] = people[5].clone().blocks("p010").blocks("p022");
    let network = build(people);
    let matcher = Matcher::new(&network);
    for market in [
        Market::new(),
        Market::new().objective(Objective::Nash).places(3),
    ] {
        let shares = matcher.market(&market).expect("settings");
        let id = |name: &str| network.id(name).expect("a name of the community");
        for out in [id("p003"), id("p004")] {
            assert!(shares.list(out).is_empty() && shares.left_out(out).is_empty());
            assert_eq!(shares.shown_to(out), 0);
        }
        for (a, b) in [("p005", "p010"), ("p005", "p022")] {
            assert!(!shares.peers(id(a)).contains(&id(b)) && !shares.peers(id(b)).contains(&id(a)));
        }
        for person in network.people() {
            let mut words: String = shares
                .list(person)
                .iter()
                .map(|pick| format!("{pick}\n"))
                .collect();
            words.extend(
                shares
                    .left_out(person)
                    .iter()
                    .map(|moved| format!("{moved}\n")),
            );
            words.extend(
                (0..3)
                    .flat_map(|seed| shares.sample(person, seed))
                    .map(|peer| network.name(peer).to_string()),
            );
            assert!(
                !words.contains("p003") && !words.contains("p004"),
                "{words}"
            );
            let blocked = match network.name(person) {
                "p005" => words.contains("p010") || words.contains("p022"),
                "p010" | "p022" => words.contains("p005"),
                _ => false,
            };
            assert!(!blocked, "{words}");
        }
    }
}

#[test]
fn whoever_has_room_for_one_is_shown_accordingly() {
    let mut people = community(50, 3);
    people[7] = people[7].clone().peers(1);
    let network = build(people);
    let matcher = Matcher::new(&network);
    let id = network.id("p007").expect("a name of the community");
    for objective in [Objective::Product, Objective::Nash, Objective::Anneal] {
        let market = Market::new().objective(objective).attention_per_place(1.0);
        let shares = matcher.market(&market).expect("settings");
        let inverse = |place: usize| 1.0 / (place as f64 + 1.0);
        let places = lists(&shares);
        let seen = places
            .iter()
            .filter_map(|list| list.iter().position(|&peer| peer == id));
        let attention: f64 = seen.map(inverse).sum();
        assert!(attention <= 1.0 + 1e-9, "{objective:?}: {attention}");
    }
}

#[test]
fn every_move_is_told_with_its_reason() {
    let network = build(community(60, 4));
    let matcher = Matcher::new(&network);
    let shares = matcher.market(&Market::new().places(4)).expect("settings");
    let all = lists(&shares);
    let mut told = 0;
    for person in network.people() {
        let plain: Vec<PersonId> = matcher
            .recommend(confrere::Query::new(person).limit(100))
            .iter()
            .map(|pick| pick.peer())
            .collect();
        for pick in shares.list(person) {
            let peer = pick.recommendation().peer();
            let place = plain
                .iter()
                .position(|&other| other == peer)
                .map(|place| place as u32 + 1);
            assert_eq!(pick.recommendation().asker(), person);
            let Some(moved) = pick.moved() else {
                assert_eq!(
                    place,
                    Some(pick.place()),
                    "a pick without a reason stands where its score puts it"
                );
                continue;
            };
            told += 1;
            assert_eq!((moved.from(), moved.to()), (place, Some(pick.place())));
            let way = network.id(moved.gave_way()).expect("a name");
            let others = all.iter().enumerate().filter(|(other, list)| {
                network.person_at(*other as u32) != Some(person) && list.contains(&way)
            });
            assert_eq!(moved.others() as usize, others.count());
        }
        for moved in shares.left_out(person) {
            assert_eq!(moved.to(), None);
            assert!(moved.to_string().starts_with("left out from place "));
        }
    }
    assert!(told > 20, "{told} picks moved");
}

#[test]
fn the_words_of_a_move_name_the_crowd_and_the_gain_of_time() {
    // Everyone wants law, which ben offers best; caro offers it less well and has time.
    let mut people = vec![
        Person::new("ben").offers("law", 1.0).needs("rust", 1.0),
        Person::new("caro").offers("law", 0.8).needs("rust", 1.0),
    ];
    people.extend((0..8).map(|number| {
        Person::new(format!("z{number}"))
            .offers("rust", 0.5 + 0.05 * number as f32)
            .needs("law", 1.0)
    }));
    let network = build(people);
    let matcher = Matcher::new(&network);
    let shares = matcher.market(&Market::new().places(3)).expect("settings");
    let words: Vec<String> = network
        .people()
        .flat_map(|person| shares.list(person))
        .map(|pick| pick.to_string())
        .collect();
    let told = words.iter().any(|line| {
        line.contains("ben is shown to ") && line.ends_with("caro gains you more of their time")
    });
    assert!(told, "{words:#?}");
}

#[test]
fn mentors_and_mentees_see_only_each_other() {
    let network = build(community(30, 5));
    let matcher = Matcher::new(&network);
    let (left, right): (Vec<PersonId>, Vec<PersonId>) = network
        .people()
        .partition(|person| network.position(*person).expect("known").is_multiple_of(3));
    let market = Market::new().between(left[1..].iter().copied(), right.iter().copied());
    let shares = matcher.market(&market).expect("settings");
    assert!(shares.matches() > 0.0);
    for &person in &left[1..] {
        assert!(shares.peers(person).iter().all(|peer| right.contains(peer)));
    }
    for &person in &right {
        assert!(
            shares
                .peers(person)
                .iter()
                .all(|peer| left[1..].contains(peer))
        );
    }
    assert!(
        shares.peers(left[0]).is_empty()
            && shares.list(left[0]).is_empty()
            && shares.sample(left[0], 1).is_empty()
    );
    let nobody = matcher
        .market(&Market::new().between([], []))
        .expect("settings");
    assert_eq!(nobody.matches(), 0.0);
}

#[test]
fn a_hidden_need_changes_no_word_of_a_gain() {
    let told = |people: Vec<Person>| {
        let network = build(people);
        let matcher = Matcher::new(&network);
        let shares = matcher.market(&Market::new()).expect("settings");
        let mut lines = BTreeMap::new();
        for person in network.people() {
            for pick in shares.list(person) {
                let words = pick.recommendation().to_string()
                    + &pick.recommendation().explanation().to_string();
                lines.insert((person, pick.recommendation().peer()), words);
            }
        }
        (lines, network.id("p009").expect("a name of the community"))
    };
    let mut people = community(20, 6);
    let (before, hider) = told(people.clone());
    people[9] = people[9].clone().needs_privately("s7", 1.0);
    let (after, _) = told(people);
    assert_ne!(before, after, "the hidden need counts");
    let mut seen = 0;
    for ((asker, peer), words) in after.iter().filter(|((asker, _), _)| *asker != hider) {
        if let Some(old) = before.get(&(*asker, *peer)) {
            assert_eq!(old, words);
            seen += u32::from(*peer == hider);
        }
    }
    assert!(seen > 3, "{seen} lists show the hider both times");
}

#[test]
fn lists_are_the_same_on_any_number_of_threads_and_in_any_order_of_input() {
    let people = community(40, 7);
    let mut shuffled = people.clone();
    shuffled.reverse();
    let answer = |people: Vec<Person>, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a thread pool");
        pool.install(|| {
            let network = build(people);
            let matcher = Matcher::new(&network);
            let shares = matcher.market(&Market::new()).expect("settings");
            let lines = network
                .people()
                .flat_map(|person| shares.list(person))
                .map(|pick| pick.to_string());
            (
                lists(&shares),
                lines.collect::<Vec<_>>(),
                shares.matches().to_bits(),
            )
        })
    };
    let one = answer(people, 1);
    assert_eq!(one, answer(shuffled.clone(), 2));
    assert_eq!(one, answer(shuffled, 7));
}

#[test]
fn bad_settings_are_refused_and_cancelling_answers() {
    let network = build(community(10, 8));
    let matcher = Matcher::new(&network);
    for market in [
        Market::new().attention_per_place(f64::NAN),
        Market::new().attention_per_place(-1.0),
        Market::new().objective(Objective::Alpha(2.0)),
        Market::new().settings(Settings::new(Objective::Nash).step(0.0)),
    ] {
        assert!(matcher.market(&market).is_err(), "{market:?}");
    }
    assert!(
        matcher
            .market_trade_off(&Market::new(), [0.5, -1.0])
            .is_err()
    );
    // Ranking tells no value; the first iteration does, and ends the ascent.
    let broken = matcher
        .market_watched(&Market::new(), |at| match at.value {
            Some(_) => std::ops::ControlFlow::Break(()),
            None => std::ops::ControlFlow::Continue(()),
        })
        .expect("settings");
    assert_eq!(broken.allocation().iterations(), 1);
    let curve = matcher
        .market_trade_off(&Market::new(), [0.0, 1.0])
        .expect("alphas from 0 to 1");
    assert!(curve[0].summary.gini_left <= curve[1].summary.gini_left + 1e-9);
    for nothing in [Market::new().places(0), Market::new().candidates(0)] {
        let shares = matcher.market(&nothing).expect("settings");
        assert!(
            network
                .people()
                .all(|person| shares.list(person).is_empty())
        );
    }
    let all = Market::new().places(u32::MAX).candidates(u32::MAX);
    assert!(matcher.market(&all).expect("settings").matches() > 0.0);
    let empty = build(Vec::new());
    assert_eq!(
        Matcher::new(&empty)
            .market(&Market::new())
            .expect("settings")
            .matches(),
        0.0
    );
}
