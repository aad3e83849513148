//! Law 8 over every public answer: what one person hides, whom they block and that they are paused changes no byte of what
//! another reads, order and membership of lists apart.

#![cfg(feature = "serde")]

mod common;

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

use common::{Community, name, policies};
use confrere::market::Market;
use confrere::plan::{Contacts, Day, Ledger};
use confrere::round::{MeetingHistory, PersonalRound, RoundPlanner, Scores};
use confrere::{Matcher, Network, PersonId, Query, Unit, Variety};
use serde::Serialize;

/// What is read, by what was asked: an answer about a person stands under that person's name, so that it is compared wherever
/// it appears in a list.
type Read = BTreeMap<String, String>;

/// One answer in every form in which it can be read.
fn told<T: Debug + Display + Serialize>(answer: &T) -> String {
    format!("{answer} {answer:?} {}", json(answer))
}

fn json<T: Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).expect("plain data")
}

/// Everything that one person can read about another.
fn about(matcher: &Matcher, who: PersonId, other: PersonId) -> Read {
    let mut read = Read::new();
    let mut add = |what: &str, text: String| drop(read.insert(what.to_owned(), text));
    add("score", matcher.score(who, other).to_bits().to_string());
    add("gain", matcher.gain(who, other).to_bits().to_string());
    if let Some(explanation) = matcher.explain(who, other) {
        add("explain", told(&explanation));
    }
    add("starters", format!("{:?}", matcher.starters(who, other)));
    add(
        "outside",
        format!("{:?}", matcher.outside_reports(who, [other])),
    );
    add("offers", json(&matcher.offers_for(who, other)));
    let ledger = Ledger::new().at(Day(0)).expect("nothing yet");
    add("ask", json(&matcher.before_asking(&ledger, who, other)));
    read
}

/// Everything that one person can read in lists, by the peer it is about.
fn lists(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = Read::new();
    let network = matcher.network();
    for pick in matcher.recommend(Query::new(who).limit(100)) {
        read.insert(format!("list {}", pick.name()), told(&pick));
        read.insert(format!("why {}", pick.name()), told(pick.explanation()));
    }
    for pick in matcher.recommend(Query::new(who).limit(3).varied(Variety::marginal())) {
        let (score, gain, give) = (pick.score(), pick.gain(), pick.give());
        read.insert(
            format!("varied {}", pick.name()),
            format!("{score} {gain} {give}"),
        );
    }
    let all = network.people().zip(matcher.recommend_all(100));
    for place in all
        .filter(|(person, _)| *person == who)
        .flat_map(|(_, list)| list)
    {
        let peer = network.name(place.peer);
        read.insert(format!("all {peer}"), place.score.to_bits().to_string());
    }
    for place in matcher
        .score_block(&[who], &network.people().collect::<Vec<_>>(), 100)
        .concat()
    {
        let peer = network.name(place.peer);
        read.insert(format!("block {peer}"), place.score.to_bits().to_string());
    }
    let shares = matcher.market(&Market::new()).expect("a sound market");
    for pick in shares.list(who) {
        let pick = pick.recommendation();
        read.insert(format!("market {}", pick.name()), told(pick));
    }
    let planner = RoundPlanner::new(Scores::of(matcher));
    let round = planner
        .plan(&MeetingHistory::default())
        .expect("a sound round");
    if let PersonalRound::Meets(meetings) = round.seen_by(network.name(who)) {
        for meeting in meetings {
            read.insert(format!("round {}", meeting.with.join(" ")), json(&meeting));
        }
    }
    read
}

/// What one person can read about themselves and everyone.
fn of_all(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = Read::new();
    let mut add = |what: &str, text: String| drop(read.insert(what.to_owned(), text));
    let level = Unit::new(0.6).expect("a level");
    add("next", json(&matcher.next_skill(who, level, 100)));
    add("value", json(&matcher.value(who)));
    add("opinions", format!("{:?}", matcher.opinions()));
    add("rings", format!("{:?}", matcher.rings(who)));
    let now = Contacts::new();
    add(
        "touch",
        json(&matcher.losing_touch(&now, who, Day(90)).expect("now")),
    );
    add(
        "agenda",
        json(&matcher.agenda(&now, who, Day(90)).expect("now")),
    );
    read
}

/// Everything that may stand in an answer of one person, about everyone.
fn all(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = lists(matcher, who);
    read.extend(of_all(matcher, who));
    for other in matcher.network().people() {
        let name = matcher.network().name(other).to_owned();
        let answers = about(matcher, who, other).into_iter();
        read.extend(answers.map(|(what, text)| (format!("{what} {name}"), text)));
    }
    read
}

/// Wherever both were told something, it is the same.
fn same(before: &Read, after: &Read, case: &str) {
    let mut compared = 0;
    for (what, text) in before {
        if let Some(other) = after.get(what) {
            assert_eq!(text, other, "{case}: {what}");
            compared += 1;
        }
    }
    assert!(compared > 0, "{case}: nothing to compare");
}

fn matcher(network: &Network, policy: usize) -> Matcher {
    Matcher::with_policy(network, policies().swap_remove(policy)).expect("a sound policy")
}

/// Communities in which one person is changed; everyone else reads before and after.
fn changed(seed: u64, size: usize, change: impl Fn(&mut Community, usize)) {
    let policy = seed as usize % policies().len();
    let community = Community::random(seed, size);
    for hider in (0..size).step_by(3) {
        let mut other = community.clone();
        change(&mut other, hider);
        let (one, two) = (community.build(), other.build());
        let (before, after) = (matcher(&one, policy), matcher(&two, policy));
        for who in one
            .people()
            .filter(|&who| one.name(who) != name(hider))
            .step_by(2)
        {
            let case = format!(
                "seed {seed}, policy {policy}, {} on {}",
                one.name(who),
                name(hider)
            );
            same(&all(&before, who), &all(&after, who), &case);
        }
    }
}

#[test]
fn a_hidden_need_changes_no_byte_that_another_reads() {
    for seed in 0..6 {
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

#[test]
fn a_hidden_need_s_embedding_changes_no_byte_that_another_reads() {
    for seed in 0..6 {
        let policy = seed as usize % policies().len();
        let community = Community::random(seed, 13).with_vectors(seed);
        for hider in (0..13).step_by(2) {
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
                same(&read[0], &read[1], &case);
                same(&read[0], &read[2], &case);
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
    for seed in 0..6 {
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
                same(&all(&one, who), &all(&two, who), &format!("seed {seed}"));
            }
        }
    }
}

/// Blocked, paused and full read alike to everyone else: a block is told to nobody but the one who blocks.
#[test]
fn a_block_reads_like_a_pause_and_like_full_places() {
    for seed in 0..6 {
        let mut community = Community::random(seed, 13);
        let policy = seed as usize % policies().len();
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
            let id = |index| network.id(&name(index)).expect("known");
            let (who, other) = (id(reader), id(other));
            let mut read = about(&matcher, who, other);
            let pair = matcher.pair(who, other).map(|pair| told(&pair));
            read.insert("pair".into(), format!("{pair:?}"));
            read.insert("why not".into(), told(&matcher.why_not(who, other)));
            let way = network.introduction(who, other);
            read.insert("way".into(), format!("{way:?}"));
            let listed = lists(&matcher, who)
                .into_keys()
                .filter(|what| what.contains(&name(5)));
            read.insert("listed".into(), listed.collect());
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
        let policy = seed as usize % policies().len();
        let (before, after) = (matcher(&without, policy), matcher(&with, policy));
        let third =
            |who: &PersonId| ![name(one), name(other)].contains(&without.name(*who).to_owned());
        for who in without.people().filter(third) {
            same(
                &all(&before, who),
                &all(&after, who),
                &format!("seed {seed}, {}", without.name(who)),
            );
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
