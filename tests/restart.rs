//! A service stops and starts again: everything it keeps is read back, in text and in binary, and plans are repaired although people left.
#![cfg(feature = "serde")]

use confrere::assign::exposure::Summary;
use confrere::diversity::OpinionReport;
use confrere::market::{Market, StoredShares};
use confrere::path::{StoredPlan, Wish};
use confrere::plan::{
    Contacts, Day, LearningWeek, Ledger, NextSkill, Replan, SelectCircle, Value, WeekPlan,
};
use confrere::round::{
    Encounter, MeetingHistory, MeetingOutcome, RepairedPlan, RoundChange, RoundPlan, RoundPlanner,
    Scores, Series,
};
use confrere::{
    ChangeSummary, Matcher, Network, OutsideReport, Person, Ranked, StoredRanked, Unit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

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

#[test]
fn shares_are_read_back_as_they_were_and_without_whoever_left() {
    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    for market in [
        Market::new(),
        Market::new().places(2).between(
            ["ana", "ben", "caro", "dan"].map(|name| network.id(name).expect("known")),
            ["eva", "fay", "gil", "hal"].map(|name| network.id(name).expect("known")),
        ),
    ] {
        let shares = Matcher::new(&network).market(&market).expect("sound");
        let kept = keep(&shares.stored());

        // Nothing changed but the process: every list, place and figure is as it was.
        let same: Network =
            serde_json::from_str(&serde_json::to_string(&network).expect("plain data"))
                .expect("what was written");
        let stored: StoredShares = read(&kept);
        let restored = Matcher::new(&same).restore_market(&stored).expect("sound");
        assert_eq!(restored.gone, []);
        assert_eq!(
            restored.shares.matches().to_bits(),
            shares.matches().to_bits()
        );
        assert_eq!(restored.shares.summary(), shares.summary());
        assert_eq!(restored.shares.stored(), stored);
        for person in network.people() {
            assert_eq!(restored.shares.peers(person), shares.peers(person));
            assert_eq!(restored.shares.sample(person, 7), shares.sample(person, 7));
            assert_eq!(restored.shares.shown_to(person), shares.shown_to(person));
        }

        let fay = network.id("fay").expect("known");
        let restored = Matcher::new(&restart("fay"))
            .restore_market(&stored)
            .expect("sound");
        assert_eq!(restored.gone, [fay]);
        assert!(restored.shares.peers(fay).is_empty());
        for person in network.people().filter(|&person| person != fay) {
            let (before, after) = (shares.peers(person), restored.shares.peers(person));
            assert!(!after.contains(&fay));
            assert!(!after.is_empty() || before.iter().all(|&peer| peer == fay));
        }
    }
}

#[test]
fn introductions_and_ranked_lists_are_read_back_without_routes_by_whoever_left() {
    let names = ["ana", "ben", "hub", "way", "eva"];
    let ties = [
        ("ana", "hub", 0.9),
        ("ben", "hub", 0.5),
        ("hub", "eva", 0.9),
        ("ana", "way", 0.6),
        ("way", "eva", 0.6),
    ];
    let community = Network::builder().people(names.map(|name| match name {
        "hub" => Person::new(name).introductions(1),
        _ => Person::new(name),
    }));
    let network = ties
        .into_iter()
        .fold(community, |network, (one, other, strength)| {
            network.tie(one, other, strength)
        })
        .build()
        .expect("a sound community");
    let id = |name: &str| network.id(name).expect("known");
    let wish = |name: &str| Wish {
        from: id(name),
        to: id("eva"),
        gain: 0.5,
    };
    let plan = network
        .introductions()
        .plan(&[wish("ben"), wish("ana")])
        .expect("sound wishes");
    let kept = keep(&plan.stored());
    let stored: StoredPlan = read(&kept);
    let introductions = network.introductions();
    let restored = introductions.restore_plan(&stored).expect("sound");
    assert_eq!((restored.plan, restored.gone), (plan.clone(), vec![]));

    let smaller = network.change().leave("hub").build().expect("one fewer");
    let restored = smaller
        .introductions()
        .restore_plan(&stored)
        .expect("sound");
    assert_eq!(restored.gone, [id("hub")]);
    for (after, before) in restored.plan.planned().iter().zip(plan.planned()) {
        let by_hub = before
            .introduction
            .as_ref()
            .is_some_and(|route| route.people().any(|person| person == id("hub")));
        assert_eq!(
            after.introduction.is_none(),
            before.introduction.is_none() || by_hub
        );
    }
    assert!(restored.plan.overloaded().is_empty());
    let unsound = kept
        .text
        .replacen("\"strengths\":[", "\"strengths\":[1.5,", 1);
    let unsound: StoredPlan = serde_json::from_str(&unsound).expect("well formed");
    assert!(
        introductions
            .restore_plan(&unsound)
            .expect_err("refused")
            .to_string()
            .starts_with("stored route")
    );

    let network = Network::builder()
        .people(people())
        .build()
        .expect("a sound community");
    let list = Matcher::new(&network).recommend_all(5)[0].clone();
    let stored: Vec<StoredRanked> = list.iter().copied().map(StoredRanked::from).collect();
    assert_eq!(
        serde_json::to_string(&list).expect("plain data"),
        serde_json::to_string(&stored).expect("plain data")
    );
    let stored: Vec<StoredRanked> = read(&keep(&stored));
    assert_eq!(
        Ranked::restored(&network, &stored).expect("sound"),
        (list.clone(), vec![])
    );
    let first = list[0].peer;
    let (rest, gone) = Ranked::restored(&restart(network.name(first)), &stored).expect("sound");
    let peers = |list: &[Ranked]| list.iter().map(|ranked| ranked.peer).collect::<Vec<_>>();
    assert_eq!((peers(&rest), gone), (peers(&list[1..]), vec![first]));
}

/// JSON has no word for what is no number; a binary format carries it.
#[test]
fn a_round_whose_score_is_no_number_is_not_read() {
    let network = Network::builder().people(people()).build().expect("sound");
    let planner = RoundPlanner::new(Scores::equal(&network));
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    let bytes = postcard::to_stdvec(&plan).expect("plain data");
    assert_eq!(
        postcard::from_bytes::<RoundPlan>(&bytes).expect("sound"),
        plan
    );
    let score = plan.meetings()[0].score.to_le_bytes();
    let at = bytes
        .windows(score.len())
        .position(|window| window == score);
    let at = at.expect("the score is written");
    for wrong in [f64::NAN, f64::INFINITY] {
        let mut unsound = bytes.clone();
        unsound[at..at + score.len()].copy_from_slice(&wrong.to_le_bytes());
        assert!(
            postcard::from_bytes::<RoundPlan>(&unsound).is_err(),
            "{wrong}"
        );
    }
}

/// What peers hide counts for the order of a list and not for the scores that its asker reads: the list keeps its order.
#[test]
fn a_list_comes_back_in_its_order_where_peers_hide_needs() {
    let someone = |at: usize| {
        let skill = |times: usize| format!("skill {}", (at * times + 1) % 9);
        let person = Person::new(format!("p{at:02}")).offers(skill(1), 0.3 + 0.1 * (at % 7) as f32);
        let person = person
            .needs(skill(4) + " too", 0.5)
            .needs_privately(skill(2), 0.9);
        person.offers(skill(5) + " too", 0.8)
    };
    let network = Network::builder()
        .people((0..30).map(someone))
        .build()
        .expect("sound");
    let lists = Matcher::new(&network).recommend_all(6);
    let mut unsorted = 0;
    for list in &lists {
        let stored: Vec<StoredRanked> = list.iter().copied().map(StoredRanked::from).collect();
        let stored: Vec<StoredRanked> = read(&keep(&stored));
        let back = Ranked::restored(&network, &stored).expect("sound");
        assert_eq!(back, (list.clone(), vec![]));
        unsorted += usize::from(!list.is_sorted_by(|one, other| one.order(other).is_lt()));
    }
    assert!(
        unsorted > 0,
        "a hidden need counts for the order of some list"
    );
}

#[test]
fn reports_come_back() {
    let network = Network::builder()
        .people(people())
        .people([
            Person::new("ira").stance("pets", 0.5),
            Person::new("jo").stance("pets", -0.5),
        ])
        .tie("ana", "ben", 0.5)
        .build()
        .expect("a sound community");
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("known");
    let reports = matcher.outside_reports(ana, network.people().skip(1));
    assert_eq!(read::<Vec<OutsideReport>>(&keep(&reports)), reports);
    let value = matcher.value(ana).expect("known");
    assert_eq!(read::<Value>(&keep(&value)), value);
    let next = matcher.next_skill(ana, Unit::new(0.8).expect("from 0 to 1"), 3);
    assert_eq!(read::<Vec<NextSkill>>(&keep(&next)), next);
    let circle = matcher.select_circle(ana).expect("known");
    assert_eq!(read::<SelectCircle>(&keep(&circle)), circle);
    let summary = matcher.market(&Market::new()).expect("sound").summary();
    assert_eq!(read::<Summary>(&keep(&summary)), summary);
    let opinions = matcher.opinions();
    assert_eq!(
        read::<Vec<(String, OpinionReport)>>(&keep(&opinions)),
        opinions
    );
    let change = network
        .change()
        .leave("ben")
        .tie("ana", "caro", 0.3)
        .summary();
    assert_eq!(read::<ChangeSummary>(&keep(&change)), change);
}

/// What becomes of a written form after a change to it: why it is not read.
fn refused<T: Serialize + DeserializeOwned>(value: &T, change: impl Fn(&mut Json)) -> String {
    let mut written = serde_json::to_value(value).expect("plain data");
    change(&mut written);
    match serde_json::from_value::<T>(written) {
        Ok(_) => "read".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_round_that_no_planner_makes_is_not_read() {
    let network = Network::builder().people(people()).build().expect("sound");
    let planner = Matcher::new(&network).round();
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    assert_eq!(refused(&plan, |_| ()), "read");
    let first = |field: &'static str, value: Json| {
        refused(&plan, move |plan| {
            plan["meetings"][0][field] = value.clone();
        })
    };
    for (field, value, said) in [
        (
            "people",
            json!([]),
            "is 0, expected a whole number from 2 to 8",
        ),
        (
            "people",
            json!(["ana"]),
            "is 1, expected a whole number from 2",
        ),
        ("people", json!(["ana", "ana"]), "the same person twice"),
        ("labels", json!(["Ana"]), "has 1 labels, expected 2"),
        ("gains", json!([0.5, 0.5, 0.5]), "has 3 gains, expected 2"),
        ("repeats", json!(u32::MAX), "is 4294967295, expected"),
    ] {
        let refusal = first(field, value);
        assert!(refusal.contains(said), "{refusal}");
    }
    let twice = refused(&plan, |plan| {
        let again = plan["meetings"][0].clone();
        plan["meetings"].as_array_mut().expect("a list").push(again);
    });
    assert!(twice.contains("is given twice, expected once"), "{twice}");
    // A series holds rounds, and reads them no other way.
    let series = planner
        .series(&MeetingHistory::default(), 2)
        .expect("sound");
    let refusal = refused(&series, |series| {
        series["plans"][1]["meetings"][0]["people"] = json!([]);
    });
    assert!(refusal.contains("number of people"), "{refusal}");
}

#[test]
fn a_week_that_no_planner_makes_is_not_read() {
    let network = Network::builder().people(people()).build().expect("sound");
    let matcher = Matcher::new(&network);
    let week = LearningWeek::new()
        .slot("monday")
        .slot("friday")
        .rooms(1, 3);
    let plan = matcher.learning_week(&week).expect("sound");
    assert_eq!(refused(&plan, |_| ()), "read");
    let first = |field: &'static str, value: Json| {
        refused(&plan, move |plan| {
            plan["sessions"][0][field] = value.clone();
        })
    };
    let speaker = plan.sessions()[0].speaker.clone();
    for (field, value, said) in [
        (
            "size",
            json!(100),
            "is 100, expected a whole number from 2 to what its room holds",
        ),
        ("size", json!(0), "is 0, expected"),
        ("level", json!(-1), "is -1, expected a number from 0 to 1"),
        ("level", json!(1e38), "expected a number from 0 to 1"),
        (
            "attendees",
            json!(["x", "y", "z"]),
            "has 3 entries, expected at most 2",
        ),
        (
            "attendees",
            json!([speaker, "x"]),
            "is given twice, expected once",
        ),
        ("attendee_labels", json!([]), "has 0 labels, expected 2"),
    ] {
        let refusal = first(field, value);
        assert!(refusal.contains(said), "{field}: {refusal}");
    }
    let twice = refused(&plan, |plan| {
        let again = plan["sessions"][0].clone();
        plan["sessions"].as_array_mut().expect("a list").push(again);
    });
    assert!(twice.contains("session of room 0 in slot"), "{twice}");
    let nowhere = refused(&plan, |plan| plan["learners"][0]["attends"] = json!([77]));
    assert!(nowhere.contains("session 77 of learner"), "{nowhere}");
    let below = refused(&plan, |plan| plan["covered"] = json!(-5.0));
    assert!(below.contains("sum `covered` of a plan is -5"), "{below}");
    // JSON has no word for what is no number; a binary format carries it.
    let bytes = postcard::to_stdvec(&plan).expect("plain data");
    let level = plan.sessions()[0].level.to_le_bytes();
    let at = bytes.windows(4).position(|window| window == level);
    let at = at.expect("the level is written");
    let mut unsound = bytes.clone();
    unsound[at..at + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(postcard::from_bytes::<WeekPlan>(&unsound).is_err());
}

#[test]
fn learners_written_in_any_order_are_found() {
    let network = Network::builder().people(people()).build().expect("sound");
    let week = LearningWeek::new().slot("monday").rooms(1, 4);
    let plan = Matcher::new(&network).learning_week(&week).expect("sound");
    let mut written = serde_json::to_value(&plan).expect("plain data");
    written["learners"]
        .as_array_mut()
        .expect("a list")
        .reverse();
    let read: WeekPlan = serde_json::from_value(written).expect("in another order");
    assert_eq!(read, plan);
    assert!(read.learner(&plan.learners()[0].name).is_some());
}
