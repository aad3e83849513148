//! A service stops and starts again: everything it keeps is read back, in text and in binary, and plans are repaired although people left.
#![cfg(feature = "serde")]

use confrere::plan::{Contacts, Day, LearningWeek, Ledger, Replan, WeekPlan};
use confrere::round::{
    Encounter, MeetingHistory, MeetingOutcome, RepairedPlan, RoundChange, RoundPlan, RoundPlanner,
    Scores, Series,
};
use confrere::{Matcher, Network, Person};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is kept while nothing runs: bytes.
struct Kept {
    text: String,
    binary: Vec<u8>,
}

fn keep<T: Serialize>(value: &T) -> Kept {
    Kept {
        text: serde_json::to_string(value).expect("plain data"),
        binary: postcard::to_stdvec(value).expect("plain data"),
    }
}

/// Reads both formats, which must say the same.
fn read<T: Serialize + DeserializeOwned>(kept: &Kept) -> T {
    let by_text: T = serde_json::from_str(&kept.text).expect("what was written");
    let by_binary: T = postcard::from_bytes(&kept.binary).expect("what was written");
    assert_eq!(
        serde_json::to_string(&by_text).expect("plain data"),
        kept.text
    );
    assert_eq!(
        serde_json::to_string(&by_binary).expect("plain data"),
        kept.text
    );
    by_text
}

fn people() -> Vec<Person> {
    let names = ["ana", "ben", "caro", "dan", "eva", "fay", "gil", "hal"];
    let people = names.iter().enumerate().map(|(number, name)| {
        Person::new(*name)
            .offers(format!("skill {}", number % 3), 0.9 - 0.05 * number as f32)
            .needs(format!("skill {}", (number + 1) % 3), 0.5)
    });
    people.collect()
}

/// Stops and starts: the network without whoever left, from its own bytes.
fn restart(without: &str) -> Network {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let kept = serde_json::to_string(&network).expect("plain data");
    let read: Network = serde_json::from_str(&kept).expect("what was written");
    read.change().leave(without).build().expect("one fewer")
}

#[test]
fn a_round_is_repaired_after_a_restart_although_somebody_left_the_network() {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 1).rated("ana", 0.5))
        .expect("sound");
    history
        .record(Encounter::new(["caro", "dan"], 1).no_show("dan"))
        .expect("sound");
    history.left_out("eva", 1).expect("sound");
    let plan = RoundPlanner::new(Scores::equal(&network))
        .plan(&history)
        .expect("sound settings");
    let met = plan
        .of("fay")
        .next()
        .expect("everyone meets")
        .people
        .clone();
    let (kept_plan, kept_history) = (keep(&plan), keep(&history));

    let network = restart("fay");
    let plan: RoundPlan = read(&kept_plan);
    let history: MeetingHistory = read(&kept_history);
    assert_eq!(plan.unknown_in(&network), ["fay"]);
    let planner = RoundPlanner::new(Scores::equal(&network));
    for changes in [
        vec![],
        vec![RoundChange::Leaves("fay".into())],
        vec![RoundChange::Declines("fay".into(), "ana".into())],
    ] {
        let repaired = planner
            .repair(&plan, &history, &changes, 2)
            .expect("known people");
        assert!(repaired.plan.unmatched().is_empty(), "{:?}", repaired.plan);
        assert_eq!(repaired.plan.of("fay").count(), 0);
        assert!(repaired.dissolved.contains(&met));
        assert_eq!(repaired.plan.at(), plan.at());
        let again: RepairedPlan = read(&keep(&repaired));
        assert_eq!(again, repaired);
    }
    let mut history = history;
    history
        .record_plan(&plan, |people| match people.contains(&"fay".to_string()) {
            true => MeetingOutcome::Skipped,
            false => MeetingOutcome::Met,
        })
        .expect("a new round");
    let others = met.iter().filter(|name| *name != "fay");
    // Who was to meet the one who left has waited, and goes first.
    for name in others {
        let alone = planner
            .clone()
            .odd(confrere::round::Odd::LeftOut)
            .plan(&history)
            .expect("sound settings");
        assert_eq!(alone.of(name).count(), 1);
    }
}

#[test]
fn a_week_is_planned_again_after_a_restart_although_a_speaker_and_a_skill_are_gone() {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let week = LearningWeek::new()
        .slot("monday")
        .slot("tuesday")
        .rooms(2, 4)
        .except([network.id("hal").expect("hal")]);
    let plan = Matcher::new(&network)
        .learning_week(&week)
        .expect("a sound week");
    let speaker = plan.sessions()[0].speaker.clone();
    let kept = keep(&plan);

    let network = restart(&speaker);
    let plan: WeekPlan = read(&kept);
    assert_eq!(plan.unknown_in(&network), [speaker.as_str()]);
    let replan = Matcher::new(&network).replan_without(&plan, []);
    assert!(!replan.plan.sessions().is_empty());
    assert!(
        replan
            .plan
            .sessions()
            .iter()
            .all(|session| session.speaker != speaker && !session.attendees.contains(&speaker))
    );
    assert!(
        replan
            .changes
            .iter()
            .any(|change| change.person == speaker && change.after.is_none())
    );
    assert!(
        replan.plan.learner("hal").is_none(),
        "left out before, left out now"
    );
    assert_eq!(read::<Replan>(&keep(&replan)), replan);
    // Nobody offers or needs anything any more: nothing is left to teach, and that is no panic.
    let empty = Network::builder()
        .people(
            people()
                .into_iter()
                .map(|person| Person::new(person.name())),
        )
        .build()
        .expect("names");
    assert!(
        Matcher::new(&empty)
            .replan_without(&plan, [])
            .plan
            .sessions()
            .is_empty()
    );
}

#[test]
fn a_plan_that_names_a_slot_or_a_room_its_week_does_not_have_is_refused() {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let week = LearningWeek::new().slot("monday").rooms(1, 4);
    let plan = Matcher::new(&network)
        .learning_week(&week)
        .expect("a sound week");
    let text = serde_json::to_string(&plan).expect("plain data");
    let other_slot = text.replacen(
        r#""sessions":[{"slot":"monday""#,
        r#""sessions":[{"slot":"friday""#,
        1,
    );
    assert_ne!(text, other_slot);
    assert!(
        serde_json::from_str::<WeekPlan>(&other_slot)
            .expect_err("refused")
            .to_string()
            .contains("slot `friday`")
    );
    let other_room = text.replacen(r#""room":0"#, r#""room":7"#, 1);
    assert!(
        serde_json::from_str::<WeekPlan>(&other_room)
            .expect_err("refused")
            .to_string()
            .contains("room 7")
    );
}

#[test]
fn records_and_series_come_back() {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let series = RoundPlanner::new(Scores::equal(&network))
        .series(&MeetingHistory::default(), 3)
        .expect("sound settings");
    assert_eq!(read::<Series>(&keep(&series)), series);
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(3), 2.0).expect("sound");
    ledger
        .refuse("ben", "ana", Day(1), confrere::plan::Capacity::Free)
        .expect("sound");
    assert_eq!(read::<Ledger>(&keep(&ledger)), ledger);
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(3)).expect("sound");
    contacts.reminded("ana", "ben", Day(2)).expect("sound");
    assert_eq!(read::<Contacts>(&keep(&contacts)), contacts);
}
