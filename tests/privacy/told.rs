//! Everything that one person can read, by what was asked and about whom.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};
use std::ops::ControlFlow;

use crate::common::{name, policies};
use confrere::acceptance::{Outcome, Outcomes};
use confrere::diversity::Component;
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::{Contacts, Day, LearningWeek, Ledger};
use confrere::round::{MeetingHistory, PairAnswer, PersonalRound, RoundPlanner, Rule, Scores};
use confrere::{Matcher, Network, PersonId, Policy, Query, Unit, Unspoken, Variety, WhyNot};
use serde::Serialize;

/// What an answer may follow beside what its reader sees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Numbers and words: nothing that others hide, and no consent between others.
    Told,
    /// A plan for several people, which keeps those apart who block each other and leaves out who is paused: nothing that is
    /// hidden otherwise.
    Plan,
    /// Who is listed and in which order, which may follow what is hidden: see the README.
    Order,
}

/// What is read, by what was asked: an answer about a person stands under that person's name, so that it is compared wherever
/// it appears in a list. Each place begins with the name of the answer's type.
#[derive(Default, PartialEq, Debug)]
pub struct Read(BTreeMap<String, (String, u8)>);

impl Read {
    pub fn add(&mut self, kind: Kind, place: impl Into<String>, text: impl Into<String>) {
        self.0.insert(place.into(), (text.into(), kind as u8));
    }

    fn told(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.add(Kind::Told, place, text);
    }

    /// Wherever both were told something of these kinds, it is the same.
    pub fn same(&self, after: &Self, kinds: &[Kind], case: &str) {
        let mut compared = 0;
        for (place, (text, kind)) in &self.0 {
            let counts = kinds.iter().any(|&counted| counted as u8 == *kind);
            if let Some((other, _)) = after.0.get(place).filter(|_| counts) {
                assert_eq!(text, other, "{case}: {place}");
                compared += 1;
            }
        }
        assert!(compared > 0, "{case}: nothing to compare");
    }

    /// The types of all answers that were read and say something.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let said = self
            .0
            .iter()
            .filter(|(_, (text, _))| !matches!(&**text, "[]" | "null" | "None"));
        said.map(|(place, _)| place.split(' ').next().expect("a type"))
    }

    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// One answer in every form in which it can be read.
pub fn told<T: Debug + Display + Serialize>(answer: &T) -> String {
    format!("{answer} {answer:?} {}", json(answer))
}

pub fn json<T: Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).expect("plain data")
}

/// The policies of all tests, and one for which only what was said counts; every second one with a past.
pub fn matcher(network: &Network, policy: u64) -> Matcher {
    let mut all: Vec<Policy> = policies();
    all.push(Policy::contrarian().unspoken(Unspoken::Ignored));
    let chosen = all.swap_remove(policy as usize % all.len());
    let matcher = Matcher::with_policy(network, chosen).expect("a sound policy");
    match policy.is_multiple_of(2) {
        true => matcher.with_past(&past(), Day(40)),
        false => matcher,
    }
}

/// Meetings, help, refusals and silence among the first people.
fn past() -> Outcomes {
    use confrere::acceptance::Answer;
    let answers = [
        Answer::Met,
        Answer::Declined,
        Answer::Helped,
        Answer::Ignored,
        Answer::Accepted,
    ];
    let outcome = |(at, &answer): (usize, &Answer)| {
        let (one, other) = (name(at % 13), name((at * 5 + 3) % 13));
        let outcome = match at % 2 {
            0 => Outcome::of_pair(one, other, at as i32, answer),
            _ => Outcome::of_first(one, other, at as i32, answer),
        };
        (outcome.who != outcome.whom).then_some(outcome)
    };
    let outcomes = answers.iter().cycle().take(39).enumerate();
    Outcomes::new(outcomes.filter_map(outcome)).expect("sound outcomes")
}

/// Everything that one person can read about another.
pub fn about(matcher: &Matcher, who: PersonId, other: PersonId) -> Read {
    let mut read = Read::default();
    let of = matcher.network().name(other).to_owned();
    let numbers = [
        matcher.score(who, other),
        matcher.gain(who, other),
        matcher.acceptance(who, other),
    ];
    read.told(
        format!("f32 {of}"),
        format!("{:?}", numbers.map(f32::to_bits)),
    );
    read.told(
        format!("Components {of}"),
        json(&matcher.components(who, other)),
    );
    if let Some(explanation) = matcher.explain(who, other) {
        read.told(format!("Explanation {of}"), told(&explanation));
    }
    read.told(
        format!("Starters {of}"),
        format!("{:?}", matcher.starters(who, other)),
    );
    let outside = matcher.outside_reports(who, [other]);
    read.told(format!("OutsideReport {of}"), format!("{outside:?}"));
    read.told(
        format!("Offering {of}"),
        json(&matcher.offers_for(who, other)),
    );
    for (case, ledger) in ledgers().iter().enumerate() {
        let balances = ledger.at(Day(200)).expect("a later day");
        let advice = matcher.before_asking(&balances, who, other);
        let words = advice.iter().map(ToString::to_string).collect::<String>();
        read.told(
            format!("Advice {case} {of}"),
            format!("{words} {}", json(&advice)),
        );
    }
    ways(&mut read, matcher, who, other);
    why_not(&mut read, matcher, who, other);
    read
}

/// Nothing given yet; and the first person gave to the others, or all of them to the first.
fn ledgers() -> [Ledger; 3] {
    let first = name(0);
    let mut all = [Ledger::new(), Ledger::new(), Ledger::new()];
    for other in (1..13).map(name) {
        all[1].give(&first, &other, Day(3), 2.0).expect("sound");
        all[2].give(&other, &first, Day(3), 2.0).expect("sound");
    }
    all
}

/// Ways to another, alone and disjoint.
fn ways(read: &mut Read, matcher: &Matcher, who: PersonId, other: PersonId) {
    let network = matcher.network();
    let of = network.name(other);
    let introductions = network.introductions();
    let between = introductions.between(who, other);
    let words = |way: &confrere::path::Introduction| {
        format!("{} {:?} {}", told(way), way.asks(), json(way.route()))
    };
    read.add(
        Kind::Plan,
        format!("Introduction {of}"),
        format!("{:?}", between.as_ref().map(words)),
    );
    let ranked: Vec<String> = introductions
        .ranked(who, other, 3)
        .iter()
        .map(words)
        .collect();
    read.add(
        Kind::Plan,
        format!("Introduction ranked {of}"),
        format!("{ranked:?}"),
    );
    let disjoint = introductions.disjoint(who, other, 3);
    read.add(
        Kind::Plan,
        format!("DisjointIntroductions {of}"),
        format!("{disjoint:?} {}", json(&disjoint)),
    );
    let reached = introductions.reach(who);
    let reached = reached.introduction(other).as_ref().map(words);
    read.add(
        Kind::Plan,
        format!("PeopleInReach {of}"),
        format!("{reached:?}"),
    );
}

/// Why not, in words and data: of places in a list, only that there is one.
fn why_not(read: &mut Read, matcher: &Matcher, who: PersonId, other: PersonId) {
    let of = matcher.network().name(other);
    let answer = matcher.why_not(Query::new(who).limit(3), other);
    let kind = match &answer {
        WhyNot::BelowFloor { .. }
        | WhyNot::NoGain { .. }
        | WhyNot::Outranked { .. }
        | WhyNot::Suggested { .. } => Kind::Order,
        _ => Kind::Told,
    };
    // Reasons of one kind are compared with one another: that someone is listed at all may follow what they hide.
    let data = json(&answer);
    let reason = data
        .split(['{', '"', ':', ' '])
        .find(|word| !word.is_empty());
    read.add(kind, format!("WhyNot {reason:?} {of}"), told(&answer));
    // A round is planned twice for each answer: some of all pairs will do.
    if !places(matcher, [who, other]).is_multiple_of(5) {
        return;
    }
    let planner = RoundPlanner::new(Scores::of(matcher)).sweeps(1);
    let keys = [who, other].map(|person| matcher.network().key(person));
    let answer = planner
        .why_not(&MeetingHistory::default(), keys[0], keys[1])
        .expect("both are known");
    let kind = match &answer {
        PairAnswer::Meets | PairAnswer::Costs { .. } | PairAnswer::Displaced => Kind::Order,
        PairAnswer::Rules(rules) if rules.contains(&Rule::NoGain) => Kind::Order,
        _ => Kind::Told,
    };
    read.add(kind, format!("PairAnswer {of}"), told(&answer));
}

fn places(matcher: &Matcher, pair: [PersonId; 2]) -> u32 {
    let places = pair.map(|person| matcher.network().position(person));
    places.into_iter().flatten().sum()
}

/// Everything that one person can read in lists, by the peer it is about.
pub fn lists(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = Read::default();
    let network = matcher.network();
    for pick in matcher.recommend(Query::new(who).limit(100)) {
        read.told(format!("Recommendation {}", pick.name()), told(&pick));
        read.told(
            format!("Explanation list {}", pick.name()),
            told(pick.explanation()),
        );
        let distance = (pick.distance().to_bits(), pick.via().len());
        read.told(
            format!("Difference {}", pick.name()),
            format!("{} {distance:?}", json(pick.difference())),
        );
    }
    for variety in [Variety::marginal(), Variety::skills(), Variety::circles()] {
        for pick in matcher.recommend(Query::new(who).limit(3).variety(variety)) {
            let numbers = [pick.score(), pick.gain(), pick.give()].map(f32::to_bits);
            read.told(
                format!("Recommendation varied {}", pick.name()),
                format!("{numbers:?}"),
            );
            let displaced = pick.displaced().map(told);
            read.add(
                Kind::Order,
                format!("Displaced {} {}", json(&variety), pick.name()),
                format!("{displaced:?}"),
            );
        }
    }
    let all = network.people().zip(matcher.recommend_all(100));
    let own = all
        .filter(|(person, _)| *person == who)
        .flat_map(|(_, list)| list);
    let everyone: Vec<PersonId> = network.people().collect();
    let block = matcher.score_block(&[who], &everyone, 100).concat();
    let mut each = Vec::new();
    let _ = matcher.recommend_each(100, |person, list| {
        if person == who {
            each.extend(list);
        }
        ControlFlow::Continue(())
    });
    for (from, places) in [("all", own.collect()), ("block", block), ("each", each)] {
        for place in places {
            let peer = network.name(place.peer);
            read.told(
                format!("Ranked {from} {peer}"),
                place.score.to_bits().to_string(),
            );
        }
    }
    joint(&mut read, matcher, who);
    read
}

/// A person's part of what is planned for all at once.
fn joint(read: &mut Read, matcher: &Matcher, who: PersonId) {
    let network = matcher.network();
    let shares = matcher
        .market(&Market::new().places(4))
        .expect("a sound market");
    for pick in shares.list(who) {
        let place = pick.recommendation().name().to_owned();
        read.told(format!("Pick {place}"), told(pick.recommendation()));
        read.add(Kind::Order, format!("Moved {place}"), told(&pick));
    }
    let planner = RoundPlanner::new(Scores::of(matcher)).sweeps(2);
    let none = MeetingHistory::default();
    let round = planner.plan(&none).expect("a sound round");
    let series = planner.series(&none, 2).expect("sound rounds");
    for plan in std::iter::once(&round).chain(series.plans()) {
        let seen = plan.seen_by(network.key(who));
        read.add(
            Kind::Order,
            format!("PersonalRound {}", plan.at()),
            json(&seen),
        );
        if let PersonalRound::Meets(meetings) = seen {
            for meeting in meetings {
                read.told(
                    format!("PersonalMeeting {}", meeting.with.join(" ")),
                    json(&meeting),
                );
            }
        }
    }
}

/// What one person can read about themselves and everyone.
fn of_all(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = Read::default();
    let network = matcher.network();
    let level = Unit::new(0.6).expect("a level");
    read.told("NextSkill", json(&matcher.next_skill(who, level, 100)));
    let value = matcher.value(who).expect("someone of this network");
    read.told("Value", told(&value));
    let circle = matcher.select_circle(who);
    for peer in circle.iter().flat_map(|circle| &circle.peers) {
        read.told(
            format!("StandingPeer score {}", peer.name),
            peer.score.to_string(),
        );
    }
    read.add(Kind::Order, "SelectCircle", json(&circle));
    read.add(Kind::Order, "WhyNobody", told(&matcher.why_nobody(who)));
    read.told("OpinionReport", format!("{:?}", matcher.opinions()));
    read.told("RingSpread", format!("{:?}", matcher.rings(who)));
    let pairs: Vec<(PersonId, PersonId, f32)> = network
        .people()
        .take(4)
        .zip(network.people().skip(4))
        .map(|(a, b)| (a, b, 0.5))
        .collect();
    read.told(
        "Effect",
        json(&matcher.what_if(&pairs).expect("sound strengths")),
    );
    let now = Contacts::new();
    let fading = matcher.losing_touch(&now, who, Day(90)).expect("now");
    for tie in &fading {
        read.told(format!("FadingTie {}", tie.name), told(tie));
    }
    let agenda = matcher.agenda(&now, who, Day(90)).expect("now");
    read.told("Agenda", told(&agenda));
    for ledger in ledgers() {
        let balances = ledger.at(Day(200)).expect("a later day");
        for advice in matcher.give_and_take(&balances, who) {
            read.told(format!("Advice {}", json(&advice).len()), told(&advice));
        }
    }
    let worths = matcher.worths();
    for person in network.people() {
        let range = worths.of(person);
        read.told(
            format!("Worths {}", network.name(person)),
            format!("{range:?}"),
        );
    }
    read.told(
        "Value with",
        told(&matcher.value_with(who, &worths).expect("someone")),
    );
    plans(&mut read, matcher, who);
    read
}

/// Plans that everyone who is in them may read.
fn plans(read: &mut Read, matcher: &Matcher, who: PersonId) {
    let network = matcher.network();
    let week = LearningWeek::new()
        .slot("monday")
        .slot("friday")
        .rooms(2, 4);
    let week = matcher.learning_week(&week).expect("a sound week");
    read.add(Kind::Plan, "WeekPlan", told(&week));
    let gone: BTreeSet<PersonId> = network.people().step_by(5).collect();
    let replan = matcher.replan_without(&week, gone);
    let changes: Vec<String> = replan.changes.iter().map(ToString::to_string).collect();
    read.add(
        Kind::Plan,
        "Replan",
        format!("{changes:?} {replan:?} {}", json(&replan)),
    );
    for need in week.unmet().iter().take(4) {
        let helpers = matcher.helpers_for(&week, need).expect("the same network");
        let words: Vec<String> = helpers.iter().map(ToString::to_string).collect();
        read.add(
            Kind::Plan,
            format!("Helper {need}"),
            format!("{words:?} {}", json(&helpers)),
        );
    }
    let (mentors, mentees) = (
        network.people().step_by(2),
        network.people().skip(1).step_by(2),
    );
    let mentorship = matcher.mentorship(&Mentorship::new(mentors, mentees));
    let mentorship = mentorship.expect("a sound question");
    read.add(
        Kind::Plan,
        "MentorshipPlan",
        format!("{mentorship:?} {}", json(&mentorship)),
    );
    let introductions = network.introductions();
    let strangers = network.people().filter(|&other| other != who);
    let wishes: Vec<Wish> = strangers
        .map(|to| Wish {
            from: who,
            to,
            gain: 0.5,
        })
        .collect();
    let plan = introductions.plan(&wishes).expect("sound wishes");
    let planned: Vec<String> = plan.planned().iter().map(json).collect();
    let overloaded = plan.overloaded();
    read.add(
        Kind::Plan,
        "IntroductionPlan",
        format!(
            "{planned:?} {overloaded:?} {} {}",
            plan.value(),
            plan.bound()
        ),
    );
    for circle in ["country 0", "club 1"] {
        let openings = introductions.openings(who, circle, 2);
        read.add(
            Kind::Plan,
            format!("Opening {circle}"),
            format!("{openings:?}"),
        );
    }
    for component in Component::ALL {
        read.told(format!("Component {component}"), component.to_string());
    }
}

/// Everything that may stand in an answer of one person, about everyone.
pub fn all(matcher: &Matcher, who: PersonId) -> Read {
    let mut read = lists(matcher, who);
    read.0.extend(of_all(matcher, who).0);
    for other in matcher.network().people() {
        read.0.extend(about(matcher, who, other).0);
    }
    read
}
