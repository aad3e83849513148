//! Law 8 over every public answer: what one person hides, whom they block and that they are paused changes no byte of what
//! another reads, order and membership of lists apart.

#![cfg(feature = "serde")]

#[path = "../common/mod.rs"]
mod common;
mod table;
mod told;

use common::{Community, name, skill};
use confrere::market::Market;
use confrere::round::{RoundPlanner, Scores};
use confrere::{Matcher, Network, Person, PersonId, Query};
use told::{Kind, about, all, lists, matcher, told};

/// Each seed takes a policy of its number: the default, contrarian, outside, by meaning, and one for which only what was said counts.
const SEEDS: [u64; 5] = [0, 2, 3, 9, 10];

/// What must stay the same when something is hidden or shown no more.
const HIDDEN: &[Kind] = &[Kind::Told, Kind::Plan];

/// Communities in which one person is changed; everyone else reads before and after.
fn changed(seed: u64, size: usize, change: impl Fn(&mut Community, usize)) {
    let policy = seed;
    let community = Community::random(seed, size);
    for hider in (0..size).step_by(4) {
        let mut other = community.clone();
        change(&mut other, hider);
        let (one, two) = (community.build(), other.build());
        let (before, after) = (matcher(&one, policy), matcher(&two, policy));
        for who in one
            .people()
            .filter(|&who| one.name(who) != name(hider))
            .step_by(3)
        {
            let case = format!(
                "seed {seed}, policy {policy}, {} on {}",
                one.name(who),
                name(hider)
            );
            all(&before, who).same(&all(&after, who), HIDDEN, &case);
        }
    }
}

#[test]
fn a_hidden_need_changes_no_byte_that_another_reads() {
    for seed in SEEDS {
        changed(seed, 13, |community, hider| {
            let needs = &mut community.people[hider].needs;
            needs.retain(|need| !need.2);
            // One skill that others know, and one that nobody else names: «skill 99».
            for (skill, priority) in [(13, 0.9), (99, 1.0)] {
                if needs.iter().all(|need| need.0 != skill) {
                    needs.push((skill, priority, true));
                }
            }
        });
    }
}

/// A spelling that only a hidden item has is not the one in which all read the name.
#[test]
fn the_spelling_of_a_hidden_need_or_stance_changes_no_byte_that_another_reads() {
    for seed in 0..3 {
        let community = Community::random(seed, 13);
        let spelt = |shout: bool| {
            let spell = |text: String| if shout { text.to_uppercase() } else { text };
            let people = community.people.iter().enumerate().map(|(at, someone)| {
                let person = someone.person();
                match at {
                    5 => person
                        .remove_need(&skill(3))
                        .remove_offer(&skill(3))
                        .needs_privately(spell(skill(3)), 0.7)
                        .remove_stance("topic 2")
                        .remove_interest("topic 2")
                        .stance_privately(spell("topic 2".into()), 1.0),
                    _ => person,
                }
            });
            people.collect::<Vec<_>>()
        };
        let networks = [false, true].map(|shout| {
            Network::from_people(spelt(shout), community.ties.clone()).expect("sound")
        });
        let matchers = [0, 1].map(|at| matcher(&networks[at], seed));
        for who in networks[0]
            .people()
            .filter(|&who| networks[0].name(who) != name(5))
        {
            let read = [0, 1].map(|at| all(&matchers[at], who));
            read[0].same(&read[1], HIDDEN, &format!("seed {seed}"));
        }
    }
}

#[test]
fn a_hidden_need_s_embedding_changes_no_byte_that_another_reads() {
    for seed in 0..4 {
        let policy = seed;
        let community = Community::random(seed, 13).with_vectors(seed);
        for hider in (0..13).step_by(4) {
            // None at all, then two that point elsewhere: near to what many offer, and away from everything.
            let networks = [None, Some([1.0, 0.2, 0.0, 0.0, 0.1]), Some([-1.0; 5])].map(|hidden| {
                let mut other = community.clone();
                other.people[hider].need_vector = hidden.map(|numbers| (numbers.to_vec(), true));
                other.build()
            });
            let matchers = [0, 1, 2].map(|at| matcher(&networks[at], policy));
            for who in networks[0].people().step_by(3) {
                if networks[0].name(who) == name(hider) {
                    continue;
                }
                let read = [0, 1, 2].map(|at| all(&matchers[at], who));
                let case = format!("seed {seed}, policy {policy}, {}", networks[0].name(who));
                read[0].same(&read[1], HIDDEN, &case);
                read[0].same(&read[2], HIDDEN, &case);
            }
        }
    }
}

#[test]
fn a_hidden_embedding_counts_in_who_is_listed_and_for_the_operator() {
    let mut told = 0;
    for seed in 0..4 {
        let community = Community::random(seed, 40).with_vectors(seed);
        let network = community.build();
        let matcher = Matcher::new(&network);
        for who in network.people() {
            for pick in matcher.recommend(Query::new(who).limit(40)) {
                let all = matcher.for_operator();
                let all = all.explain(who, pick.peer()).expect("a match");
                let hidden = all.give.benefit > pick.explanation().give.benefit;
                told += u32::from(hidden && all.to_string().contains("close in meaning"));
            }
        }
    }
    assert!(told > 20, "{told}");
}

#[test]
fn a_hidden_stance_changes_no_byte_that_another_reads() {
    for seed in SEEDS {
        changed(seed, 13, |community, hider| {
            let stances = &mut community.people[hider].stances;
            stances.retain(|stance| !stance.2);
            for (topic, position) in [(0, 1.0), (3, -1.0), (9, 0.5)] {
                if stances.iter().all(|stance| stance.0 != topic) {
                    stances.push((topic, position, true));
                }
            }
        });
    }
}

#[test]
fn a_hidden_stance_makes_nothing_known_in_a_community_that_shows_none() {
    for seed in 0..4 {
        let mut community = Community::random(seed, 13);
        community
            .people
            .iter_mut()
            .for_each(|one| one.stances.clear());
        let without = community.build();
        community.people[12].stances.push((2, 1.0, true));
        let with = community.build();
        for (one, two) in [(matcher(&without, 0), matcher(&with, 0))] {
            for who in without.people().take(12) {
                all(&one, who).same(&all(&two, who), HIDDEN, &format!("seed {seed}"));
            }
        }
    }
}

/// Blocked, paused and full read alike to everyone else: a block is told to nobody but the one who blocks.
#[test]
fn a_block_reads_like_a_pause_and_like_full_places() {
    for seed in 0..6 {
        let mut community = Community::random(seed, 13);
        let policy = seed;
        for one in &mut community.people {
            one.blocks.clear();
            one.limits = confrere::Limits::default();
        }
        let (reader, other) = (0, 5);
        let (mut blocks, mut paused, mut full) =
            (community.clone(), community.clone(), community.clone());
        blocks.people[other].blocks.push(reader);
        paused.people[other].limits.paused = true;
        full.people[other].limits.peers = Some(1);
        full.people[other].limits.engaged = 1;
        let read = [blocks, paused, full].map(|community| {
            let network = community.build();
            let matcher = matcher(&network, policy);
            let id = |index| network.id(name(index)).expect("known");
            let (who, other) = (id(reader), id(other));
            let mut read = about(&matcher, who, other);
            let pair = matcher.pair(who, other).map(|pair| told(&pair));
            read.add(Kind::Told, "pair", format!("{pair:?}"));
            read.add(Kind::Told, "why not", told(&matcher.why_not(who, other)));
            read.add(Kind::Told, "why nobody", told(&matcher.why_nobody(who)));
            let lists = lists(&matcher, who);
            let listed = lists.places().filter(|place| place.contains(&name(5)));
            read.add(Kind::Told, "listed", listed.collect::<String>());
            read
        });
        assert_eq!(read[0], read[1], "seed {seed}");
        assert_eq!(read[0], read[2], "seed {seed}");
    }
}

/// A third person reads the same about both, ways of introduction apart: nobody carries for someone they block.
#[test]
fn a_block_changes_no_byte_that_a_third_person_reads() {
    for seed in 0..4 {
        let mut community = Community::random(seed, 13);
        community.ties.clear();
        let (one, other) = (4, 7);
        community.people[one].blocks.clear();
        community.people[other].blocks.clear();
        let without = community.build();
        community.people[one].blocks.push(other);
        let with = community.build();
        let policy = seed;
        let (before, after) = (matcher(&without, policy), matcher(&with, policy));
        let third =
            |who: &PersonId| ![name(one), name(other)].contains(&without.name(*who).to_owned());
        for who in without.people().filter(third) {
            let case = format!("seed {seed}, {}", without.name(who));
            all(&before, who).same(&all(&after, who), &[Kind::Told], &case);
        }
    }
}

#[test]
fn numbers_for_the_operator_count_what_is_hidden() {
    let mut differ = 0;
    for seed in 0..4 {
        let network = Community::random(seed, 13).build();
        let matcher = Matcher::new(&network);
        for who in network.people() {
            for pick in matcher.recommend(who) {
                let all = matcher
                    .for_operator()
                    .pair(who, pick.peer())
                    .expect("a match");
                differ += u32::from(all.give() != pick.give());
                assert_eq!(all.score(), matcher.for_operator().score(who, pick.peer()));
            }
        }
    }
    assert!(differ > 0);
}

/// What is printed for debugging grows with the answer and not with the community, and holds no hidden amount.
#[test]
fn debug_output_is_short() {
    let network = Community::random(3, 120).build();
    let matcher = Matcher::new(&network);
    assert!(format!("{network:?}").len() < 200);
    assert!(format!("{matcher:?}").len() < 300);
    let picks = matcher.recommend(network.people().nth(4).expect("a fifth"));
    assert!(!picks.is_empty());
    assert!(picks.iter().all(|pick| format!("{pick:?}").len() < 200));
    let shares = matcher.market(&Market::new()).expect("a sound market");
    assert!(format!("{shares:?}").len() < 300);
    assert!(format!("{:?}", RoundPlanner::new(Scores::of(&matcher))).len() < 2_000);
    assert!(format!("{:?}", network.introductions()).len() < 500);
}

#[test]
fn hidden_edits_do_not_decide_how_old_a_measure_is() {
    let person = |number: usize| {
        let (offer, need) = (format!("s{}", number % 4), format!("s{}", (number + 1) % 4));
        let person = Person::new(format!("p{number:03}"))
            .offers(offer, 0.5)
            .needs(need, 0.5);
        match number % 5 {
            0 => person.offers("s9", 0.3).needs("s8", 0.4),
            _ => person,
        }
    };
    let network = Network::builder().people((0..128).map(person)).build();
    let network = network.expect("sound");
    let matcher = Matcher::new(&network);
    // Two in 128 may show something new before everyone is laid out again.
    let shown = || {
        let change = network
            .change()
            .edit("p001", |who| who.set_offer("s3", 0.9));
        change.edit("p002", |who| who.set_need("s0", 0.9))
    };
    let read = |network: &Network| {
        let updated = matcher.update(network);
        let who = network.id("p010").expect("known");
        let others = network.people().filter(|other| *other != who);
        let scores: Vec<f32> = others.map(|other| updated.score(who, other)).collect();
        (scores, updated.recommend(Query::new(who).limit(5)))
    };
    let plain = shown().build().expect("sound");
    let mut hidden = shown();
    for number in [3, 4, 6, 7] {
        hidden = hidden.edit(format!("p{number:03}"), |who| {
            who.needs_privately("s9", 0.1)
        });
    }
    let hidden = hidden.build().expect("sound");
    let (before, after) = (read(&plain), read(&hidden));
    assert_eq!(before.0, after.0);
    let told = |list: &[confrere::Recommendation]| {
        list.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&before.1), told(&after.1));
}
