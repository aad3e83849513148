//! Stored data with bytes changed: read through the same checks as new data, or refused.

use confrere::acceptance::{Acceptance, Outcomes};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::{ContactLog, TieDecay};
use confrere::plan::{Contacts, LearningWeek, Ledger, WeekPlan};
use confrere::round::{MeetingHistory, RoundPlan, RoundPlanner, RoundSettings, Scores};
use confrere::{
    Day, Matcher, Network, Person, PersonId, Policy, Query, Shard, ShardScorer, Variety,
};
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

/// What is checked where it is used, and may hold anything until then: a number too large for its type is infinite, which JSON
/// cannot write.
trait Stored: Serialize + DeserializeOwned {
    fn is_sound(&self) -> bool {
        true
    }
}

impl Stored for Person {
    fn is_sound(&self) -> bool {
        Network::from_people([self.clone()], []).is_ok()
    }
}

impl Stored for LearningWeek {
    fn is_sound(&self) -> bool {
        let nobody = Network::from_people([], []).expect("nobody");
        Matcher::new(&nobody).learning_week(self).is_ok()
    }
}

impl Stored for RoundSettings {
    fn is_sound(&self) -> bool {
        let nobody = Network::from_people([], []).expect("nobody");
        let planner = RoundPlanner::new(Scores::equal(&nobody)).settings(self.clone());
        planner.plan(&MeetingHistory::default()).is_ok()
    }
}

impl Stored for Mentorship {
    fn is_sound(&self) -> bool {
        let nobody = Network::from_people([], []).expect("nobody");
        let question = self.clone();
        Matcher::new(&nobody).mentorship(&question).is_ok()
    }
}

impl Stored for Market {
    fn is_sound(&self) -> bool {
        let nobody = Network::from_people([], []).expect("nobody");
        Matcher::new(&nobody).market(self).is_ok()
    }
}

macro_rules! checked_when_read {
    ($($kind:ty)*) => { $(impl Stored for $kind {})* };
}

checked_when_read!(Network Policy Acceptance Outcomes MeetingHistory Ledger Contacts RoundPlan WeekPlan ContactLog TieDecay Query Shard ShardScorer);

/// Written and read again, a sound value is itself.
fn rewrite<T: Stored>(value: &T) {
    if value.is_sound() {
        let written = serde_json::to_vec(value).expect("plain data");
        let again: T = serde_json::from_slice(&written).expect("what was written");
        assert_eq!(serde_json::to_vec(&again).expect("plain data"), written);
    }
}

/// Whatever is read can be written and read again, as the same value.
fn try_both<T: Stored>(rng: &mut ChaCha8Rng, value: &T) -> Option<T> {
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
        rewrite(&value);
        kept = Some(value);
    }
    kept
}

/// One stored value with bytes changed is refused, or is a value that can be written and read again.
fn read_mutated<T: Stored>(rng: &mut ChaCha8Rng, text: &[u8], binary: &[u8]) {
    let read: Option<T> = match rng.random_bool(0.5) {
        true => serde_json::from_slice(&mutated(rng, text)).ok(),
        false => postcard::from_bytes(&mutated(rng, binary)).ok(),
    };
    if let Some(value) = read {
        rewrite(&value);
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
    let mut log = ContactLog::new();
    log.record(&TieDecay::new(), 3.0, 1.0).expect("sound");
    let [ana, ben] = ["ana", "ben"].map(PersonId::of);
    let query = Query::new(ana).except([ben]).variety(Variety::skills());
    let nobody = Network::from_people([], []).expect("nobody");
    let planner = RoundPlanner::new(Scores::equal(&nobody));
    let settings = planner.groups(3, 4).away("ben").get_settings();
    let mentorship = Mentorship::new([ana], [ben]).floor(0.1);
    let stored = [
        written(&person),
        written(&history),
        written(&ledger),
        written(&contacts),
        written(&week),
        written(&Policy::default()),
        written(&Market::new()),
        written(&ledger.outcomes()),
        written(&log),
        written(&TieDecay::new()),
        written(&query),
        written(&settings),
        written(&mentorship),
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
            7 => read_mutated::<Outcomes>(rng, text, binary),
            8 => read_mutated::<ContactLog>(rng, text, binary),
            9 => read_mutated::<TieDecay>(rng, text, binary),
            10 => read_mutated::<Query>(rng, text, binary),
            11 => read_mutated::<RoundSettings>(rng, text, binary),
            _ => read_mutated::<Mentorship>(rng, text, binary),
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

/// Shards and scorers that were changed on the way are refused, or score without panic what they say.
#[test]
fn shards_and_scorers() {
    fuzz("stored shards and scorers", 0.5, |rng| {
        let Ok(network) = community(rng, false).build() else {
            return;
        };
        let policies = [Policy::default(), Policy::contrarian(), Policy::outside()];
        let policy = policies[rng.random_range(0..3)].clone();
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        let people: Vec<PersonId> = network.people().collect();
        let (some, rest) = people.split_at(people.len() / 2);
        let (one, other) = (matcher.shard(some), matcher.shard(rest));
        let scorer = matcher.shard_scorer();
        let lists = scorer
            .score_block(&one, &other, 3)
            .expect("of one community");
        assert_eq!(lists, matcher.for_operator().score_block(some, rest, 3));
        let changed = try_both::<Shard>(rng, &one).unwrap_or(one);
        let scorer = try_both::<ShardScorer>(rng, &scorer).unwrap_or(scorer);
        if let Ok([lists, back]) = scorer.score_both(&changed, &other, 3) {
            assert_eq!(lists.len(), changed.people().len());
            assert_eq!(back.len(), other.people().len());
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
