//! Stored data with bytes changed: read through the same checks as new data, or refused.

use confrere::acceptance::{Acceptance, Outcomes};
use confrere::market::Market;
use confrere::plan::{Contacts, LearningWeek, Ledger, WeekPlan};
use confrere::round::{MeetingHistory, RoundPlan, RoundPlanner, Scores};
use confrere::{Day, Matcher, Network, Person, Policy};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fuzz;
use crate::input::{community, pick};

/// Changes a few bytes: one replaced, taken out or doubled, a number made huge, a stretch repeated.
fn mutated(rng: &mut ChaCha8Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.random_range(1..4) {
        if bytes.is_empty() {
            break;
        }
        let at = rng.random_range(0..bytes.len());
        match rng.random_range(0..5) {
            0 => bytes[at] = rng.random(),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, pick(rng, b"0912-.e[]{}\",:\xff\x80")),
            3 => {
                let stretch = bytes[at..(at + 20).min(bytes.len())].to_vec();
                bytes.splice(at..at, stretch);
            }
            _ => {
                let digits = pick(
                    rng,
                    &[
                        &b"1e39"[..],
                        b"-1",
                        b"99999999999999999999",
                        b"null",
                        b"0.0",
                        b"true",
                    ],
                );
                let end = (at + 2).min(bytes.len());
                bytes.splice(at..end, digits.iter().copied());
            }
        }
    }
    bytes
}

/// Whatever is read can be written and read again, as the same value.
fn try_both<T: Serialize + DeserializeOwned>(rng: &mut ChaCha8Rng, value: &T) -> Option<T> {
    let text = serde_json::to_vec(value).expect("plain data");
    let again: T = serde_json::from_slice(&text).expect("what was written");
    assert_eq!(serde_json::to_vec(&again).expect("plain data"), text);
    let binary = postcard::to_stdvec(value).expect("plain data");
    let other: T = postcard::from_bytes(&binary).expect("what was written");
    assert_eq!(postcard::to_stdvec(&other).expect("plain data"), binary);
    let (text, binary) = (mutated(rng, &text), mutated(rng, &binary));
    let read: [Option<T>; 2] = [
        serde_json::from_slice(&text).ok(),
        postcard::from_bytes(&binary).ok(),
    ];
    let mut kept = None;
    for value in read.into_iter().flatten() {
        let written = serde_json::to_vec(&value).expect("plain data");
        let again: T = serde_json::from_slice(&written).expect("what was written");
        assert_eq!(serde_json::to_vec(&again).expect("plain data"), written);
        kept = Some(value);
    }
    kept
}

/// One stored value with bytes changed is refused, or is a value that can be written and read again.
fn read_mutated<T: Serialize + DeserializeOwned>(rng: &mut ChaCha8Rng, text: &[u8], binary: &[u8]) {
    let read: Option<T> = match rng.random_bool(0.5) {
        true => serde_json::from_slice(&mutated(rng, text)).ok(),
        false => postcard::from_bytes(&mutated(rng, binary)).ok(),
    };
    if let Some(value) = read {
        let written = serde_json::to_vec(&value).expect("plain data");
        let again: T = serde_json::from_slice(&written).expect("what was written");
        assert_eq!(serde_json::to_vec(&again).expect("plain data"), written);
    }
}

#[test]
fn changed_bytes() {
    fn written<T: Serialize>(value: &T) -> [Vec<u8>; 2] {
        [
            serde_json::to_vec(value).expect("plain data"),
            postcard::to_stdvec(value).expect("plain data"),
        ]
    }
    let person = Person::new("ana")
        .offers("rust", 0.5)
        .needs_privately("law", 0.9)
        .circle(["Acme", "Core"])
        .stance("tabs", -0.5);
    let mut history = MeetingHistory::default();
    let encounter = confrere::round::Encounter::new(["p0", "p1"], 1);
    history.record(encounter).expect("sound");
    history.left_out("p2", 1).expect("sound");
    let (mut ledger, mut contacts) = (Ledger::new(), Contacts::new());
    ledger.give("p0", "p1", Day(3), 0.5).expect("sound");
    contacts.met("p0", "p1", Day(3)).expect("sound");
    let week = LearningWeek::new().slot("x y").rooms(1, 4);
    let stored = [
        written(&person),
        written(&history),
        written(&ledger),
        written(&contacts),
        written(&week),
        written(&Policy::default()),
        written(&Market::new()),
        written(&ledger.outcomes()),
    ];
    fuzz("changed bytes", 8.0, |rng| {
        let kind = rng.random_range(0..stored.len());
        let [text, binary] = &stored[kind];
        match kind {
            0 => read_mutated::<Person>(rng, text, binary),
            1 => read_mutated::<MeetingHistory>(rng, text, binary),
            2 => read_mutated::<Ledger>(rng, text, binary),
            3 => read_mutated::<Contacts>(rng, text, binary),
            4 => read_mutated::<LearningWeek>(rng, text, binary),
            5 => read_mutated::<Policy>(rng, text, binary),
            6 => read_mutated::<Market>(rng, text, binary),
            _ => read_mutated::<Outcomes>(rng, text, binary),
        }
    });
}

#[test]
fn networks_people_and_policies() {
    fuzz("stored networks, people and policies", 1.0, |rng| {
        let Ok(network) = community(rng, false).build() else {
            return;
        };
        if let Some(other) = try_both::<Network>(rng, &network) {
            let lists = Matcher::new(&other).recommend_all(2);
            assert_eq!(lists.len(), other.people().len());
        }
        let person = network.people().next().and_then(|id| network.to_person(id));
        try_both::<Person>(rng, &person.unwrap_or_else(|| Person::new("ana")));
        let policy = pick(rng, &[0, 1, 2]);
        let policy = [Policy::default(), Policy::contrarian(), Policy::outside()][policy].clone();
        if let Some(other) = try_both::<Policy>(rng, &policy) {
            let matcher = Matcher::with_policy(&network, other).expect("what is read is checked");
            let _ = matcher.recommend_all(2);
        }
        if let Some(other) = try_both::<Acceptance>(rng, &Acceptance::prior()) {
            let policy = Policy::default().acceptance(other);
            let _ = Matcher::with_policy(&network, policy).map(|matcher| matcher.recommend_all(2));
        }
    });
}

#[test]
fn plans_and_records() {
    let people = ["p0", "p1", "p2", "p3", "p4"].map(|key| {
        Person::new(key)
            .offers("a", 0.5)
            .needs("a", 0.9)
            .available("x y")
    });
    let network = Network::from_people(people, []).expect("sound");
    let matcher = Matcher::new(&network);
    let week = LearningWeek::new().slot("x y").rooms(1, 4);
    let plan = RoundPlanner::new(Scores::equal(&network))
        .plan(&MeetingHistory::default())
        .expect("sound");
    let mut history = MeetingHistory::default();
    history
        .record(confrere::round::Encounter::new(["p0", "p1"], 1))
        .expect("sound");
    let (mut ledger, mut contacts) = (Ledger::new(), Contacts::new());
    ledger.give("p0", "p1", Day(3), 0.5).expect("sound");
    contacts.met("p0", "p1", Day(3)).expect("sound");
    let planned = matcher.learning_week(&week).expect("sound");
    fuzz("stored plans and records", 1.0, |rng| {
        if let Some(plan) = try_both::<RoundPlan>(rng, &plan) {
            let _ = plan.unknown_in(&network);
            let _ = RoundPlanner::new(Scores::equal(&network)).repair(&plan, &history, &[], 2);
        }
        if let Some(plan) = try_both::<WeekPlan>(rng, &planned) {
            let _ = (plan.to_string(), plan.unknown_in(&network));
        }
        if let Some(history) = try_both::<MeetingHistory>(rng, &history) {
            let _ = RoundPlanner::new(Scores::equal(&network)).plan(&history);
        }
        if let Some(ledger) = try_both::<Ledger>(rng, &ledger) {
            let _ = (ledger.at(Day(9)), ledger.outcomes());
        }
        try_both::<Contacts>(rng, &contacts);
        try_both::<Outcomes>(rng, &ledger.outcomes());
        if let Some(week) = try_both::<LearningWeek>(rng, &week) {
            let _ = matcher.learning_week(&week).map(|plan| plan.to_string());
        }
        if let Some(market) = try_both::<Market>(rng, &Market::new()) {
            let _ = matcher.market(&market).map(|shares| shares.summary());
        }
    });
}
