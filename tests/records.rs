//! Records of the past as a programme keeps them: iterate, look up, correct, remove one entry, forget somebody everywhere, rename, late
//! entries in any order, what came of a plan, ISO dates.

use confrere::acceptance::{Answer, Outcome, Outcomes};
use confrere::plan::{Capacity, Contacts, Gap, Help, Ledger, Tier};
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome, RoundPlanner, Scores};
use confrere::{Day, Error, Network, Person};

fn day(date: &str) -> Day {
    Day::from_iso(date).expect("a date")
}

/// The same meetings, written down in another order.
fn history(late: bool) -> MeetingHistory {
    let mut entries = vec![
        Encounter::new(["ana", "ben"], day("2026-09-01")).rated("ana", 0.5),
        Encounter::new(["ben", "caro", "dan"], day("2026-10-01")).no_show("dan"),
        Encounter::new(["ana", "ben"], day("2026-11-01")),
    ];
    if late {
        entries.reverse();
    }
    let mut history = MeetingHistory::default();
    for entry in entries {
        history.record(entry).expect("sound");
    }
    history.left_out("eva", day("2026-09-01")).expect("sound");
    history
}

#[test]
fn meetings_are_iterated_looked_up_corrected_and_removed() {
    let mut history = history(false);
    let dates: Vec<String> = history
        .encounters()
        .iter()
        .map(|entry| entry.at().to_iso())
        .collect();
    assert_eq!(dates, ["2026-09-01", "2026-10-01", "2026-11-01"]);
    assert_eq!(
        (history.times("ben", "ana"), history.times("ana", "caro")),
        (2, 0)
    );
    assert_eq!((history.no_shows("dan"), history.no_shows("ben")), (1, 0));
    let right = Encounter::new(["ana", "caro"], day("2026-09-01"));
    let wrong = history.correct(0, right).expect("a place");
    assert_eq!(wrong.people(), ["ana", "ben"]);
    assert_eq!(
        (history.times("ben", "ana"), history.times("ana", "caro")),
        (1, 1)
    );
    let gone = history.remove(1).expect("a place");
    assert_eq!(gone.get_no_shows(), ["dan"]);
    assert_eq!(
        (history.encounters().len(), history.no_shows("dan")),
        (2, 0)
    );
    assert_eq!(history.remove_left_out("eva", day("2026-09-01")), 1);
    // What is not there is an error or a zero, and changes nothing.
    let before = history.clone();
    assert!(history.correct(2, gone).is_err() && history.remove(2).is_err());
    assert_eq!(history.remove_left_out("eva", day("2026-09-01")), 0);
    assert_eq!(history, before);
}

#[test]
fn a_person_is_forgotten_in_every_record_and_no_byte_of_the_name_stays() {
    let mut history = history(false);
    assert_eq!(history.forget("ben"), 3);
    assert_eq!(history.forget("dan") + history.forget("eva"), 2);
    let mut ledger = Ledger::new();
    ledger
        .give("ana", "ben", day("2026-09-01"), 2.0)
        .expect("sound");
    ledger
        .refuse("caro", "ben", day("2026-09-02"), Capacity::Full)
        .expect("sound");
    ledger
        .give("ana", "caro", day("2026-09-03"), 1.0)
        .expect("sound");
    assert_eq!(ledger.forget("ben"), 2);
    let mut contacts = Contacts::new();
    contacts
        .met("ana", "ben", day("2026-09-01"))
        .expect("sound");
    contacts
        .reminded("ben", "ana", day("2026-09-08"))
        .expect("sound");
    contacts
        .keep("ana", "ben", Tier::of_strength(0.9))
        .expect("sound");
    contacts
        .met("ana", "caro", day("2026-09-01"))
        .expect("sound");
    assert_eq!(contacts.forget("ben"), 3);
    for text in [
        format!("{history:?}"),
        format!("{ledger:?}"),
        format!("{contacts:?}"),
    ] {
        assert!(!text.contains("ben") && !text.contains("eva"), "{text}");
        assert!(!text.contains("dan"), "{text}");
    }
    assert_eq!(ledger.help().len(), 1);
    assert_eq!(contacts.contacts().count(), 1);
}

#[test]
fn a_person_is_renamed_in_every_record() {
    let mut history = history(false);
    assert_eq!(history.rename("ben", "benedikt"), Ok(3));
    assert_eq!(
        (
            history.times("benedikt", "ana"),
            history.times("ben", "ana")
        ),
        (2, 0)
    );
    assert!(
        history.rename("ana", "benedikt").is_err(),
        "they met each other"
    );
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(1), 2.0).expect("sound");
    assert_eq!(ledger.rename("ben", "benedikt"), Ok(1));
    assert_eq!(ledger.at(Day(1)).expect("a day").received("benedikt"), 2.0);
    assert!(ledger.rename("ana", "benedikt").is_err());
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(1)).expect("sound");
    contacts.rename("ben", "benedikt").expect("another name");
    assert_eq!(contacts.gap("ana", "benedikt", Day(3)), Ok(Gap::Days(2)));
    assert_eq!(contacts.gap("ana", "ben", Day(3)), Ok(Gap::Never));
}

#[test]
fn late_entries_count_as_if_they_had_come_in_time() {
    let network = Network::builder()
        .people(["ana", "ben", "caro", "dan", "eva"].map(Person::new))
        .build()
        .expect("sound people");
    let planner = RoundPlanner::new(Scores::equal(&network)).now(day("2026-11-02"));
    let in_time = planner.plan(&history(false)).expect("sound settings");
    assert_eq!(
        planner.plan(&history(true)).expect("sound settings"),
        in_time
    );
    // A question about a day before what is recorded is refused.
    assert!(planner.now(day("2026-10-15")).plan(&history(true)).is_err());
    let (mut one, mut other) = (Ledger::new(), Ledger::new());
    for ledger in [&mut one, &mut other] {
        ledger.give("ana", "ben", Day(9), 1.0).expect("sound");
    }
    one.give("ben", "caro", Day(2), 3.0).expect("a late entry");
    let help = Help {
        from: "ben".into(),
        to: "caro".into(),
        day: Day(2),
        amount: 3.0,
    };
    let late = other.give(&help.from, &help.to, help.day, help.amount);
    late.expect("a late entry");
    assert_eq!(
        one.at(Day(10)).expect("a day").balance("ben"),
        other.at(Day(10)).expect("a day").balance("ben")
    );
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(9)).expect("sound");
    contacts.met("ana", "ben", Day(2)).expect("a late entry");
    assert_eq!(contacts.gap("ana", "ben", Day(10)), Ok(Gap::Days(1)));
    assert!(contacts.remove_contact("ana", "ben", Day(9)));
    assert_eq!(contacts.gap("ana", "ben", Day(10)), Ok(Gap::Days(8)));
}

#[test]
fn a_plan_is_recorded_with_what_came_of_it_once() {
    let network = Network::builder()
        .people(["ana", "ben", "caro", "dan", "eva"].map(Person::new))
        .build()
        .expect("sound people");
    let planner = RoundPlanner::new(Scores::equal(&network)).odd(confrere::round::Odd::LeftOut);
    let mut history = MeetingHistory::default();
    let plan = planner
        .clone()
        .now(day("2026-11-02"))
        .plan(&history)
        .expect("sound settings");
    let skipped = plan.meetings()[0].people.clone();
    let came = |people: &[String]| match people == skipped {
        true => MeetingOutcome::Skipped,
        false => MeetingOutcome::Met,
    };
    history.record_plan(&plan, came).expect("a new round");
    assert_eq!(history.times(&skipped[0], &skipped[1]), 0);
    assert_eq!(history.sat_out()[0].name, plan.unmatched()[0].person);
    assert_eq!(
        history.latest().map(Day::to_iso).as_deref(),
        Some("2026-11-02")
    );
    let before = history.clone();
    assert!(history.record_plan(&plan, came).is_err());
    assert_eq!(history, before);
    // Whoever had no meeting goes first in the next round.
    let next = planner.plan(&history).expect("sound settings");
    assert_eq!(next.of(&plan.unmatched()[0].person).count(), 1);
}

/// A network refuses these keys, so that an entry under one of them would be nobody's for ever.
#[test]
fn records_refuse_the_keys_that_no_network_accepts() {
    for (bad, clean) in [
        ("Zoe\u{308}", "Zoë"),
        ("ana ", "ana"),
        ("an\u{200b}a", "ana"),
        ("\u{202e}ana", "ana"),
        ("ana\n", "ana"),
    ] {
        let (mut contacts, mut ledger) = (Contacts::new(), Ledger::new());
        let mut history = MeetingHistory::default();
        contacts.met("ana", "ben", Day(1)).expect("sound");
        ledger.give("ana", "ben", Day(1), 1.0).expect("sound");
        history
            .record(Encounter::new(["ana", "ben"], 1))
            .expect("sound");
        let mut outcomes = ledger.outcomes();
        let before = (
            contacts.clone(),
            ledger.clone(),
            history.clone(),
            outcomes.clone(),
        );
        let met = |key: &str| Outcome::of_pair("caro", key, 1, Answer::Met);
        let refused = [
            contacts.met("caro", bad, Day(1)).err(),
            contacts.reminded(bad, "caro", Day(1)).err(),
            contacts.keep("caro", bad, Tier::Close).err(),
            contacts.rename("ana", bad).err(),
            ledger.give(bad, "caro", Day(1), 1.0).err(),
            ledger.refuse("caro", bad, Day(1), Capacity::Free).err(),
            ledger.rename("ana", bad).err(),
            history.record(Encounter::new(["caro", bad], 1)).err(),
            history.left_out(bad, 1).err(),
            history.rename("ana", bad).err(),
            outcomes.rename("ana", bad).err(),
            Outcomes::new([met(bad)]).err(),
        ];
        for error in refused {
            let error = error.expect("a key that is nobody's");
            let expected = format!("has characters that do not show, expected `{clean}`");
            assert!(error.to_string().ends_with(&expected), "{error}");
            assert!(matches!(error, Error::UncleanKey { expected, .. } if expected == clean));
        }
        assert_eq!((contacts, ledger, history, outcomes), before);
    }
    assert!(Outcomes::new([Outcome::of_pair("", "ben", 1, Answer::Met)]).is_err());
}

#[test]
fn a_table_of_the_past_tells_all_its_errors_at_once() {
    let met = |who: &str, whom: &str| Outcome::of_pair(who, whom, 1, Answer::Met);
    let outcomes = [
        met("ana", "ana"),
        met("ana", "ben"),
        met("", "ben"),
        met("ana", "ben").shown_with(0.0),
    ];
    let error = Outcomes::new(outcomes).expect_err("three of four are unsound");
    assert_eq!(error.all().len(), 3);
    let help = |amount| Help {
        from: "ana".into(),
        to: "ben".into(),
        day: Day(1),
        amount,
    };
    let error = Ledger::from_history([-1.0, 1.0, f32::NAN].map(help)).expect_err("two of three");
    assert_eq!(error.all().len(), 2);
}
