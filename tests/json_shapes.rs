//! The written form of settings and records: named fields, snake case, unknown fields refused. A change here breaks stored data.
#![cfg(feature = "serde")]

use confrere::acceptance::FitSettings;
use confrere::plan::{Day, Ledger};
use confrere::round::{Encounter, MeetingHistory};
use confrere::{Mean, Person, PersonId, Policy, Tie};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value as expected, and reads it again.
fn shape<T: Serialize + DeserializeOwned>(value: &T, expected: &str) {
    let written = serde_json::to_string(value).expect("plain data");
    assert_eq!(written, expected);
    let again: T = serde_json::from_str(expected).expect("what was written");
    assert_eq!(serde_json::to_string(&again).expect("plain data"), expected);
}

#[test]
fn identity_and_numbers() {
    shape(&PersonId::from_u64(7), "\"0000000000000007\"");
    shape(&Day(3), "3");
    shape(&Mean::MINIMUM, "\"minimum\"");
    shape(&Mean::HARMONIC, "-1.0");
    let tie = Tie::new("ana", 7, 0.5);
    shape(
        &tie,
        r#"{"from":"ana","to":"7","strength":0.5,"directed":false}"#,
    );
}

#[test]
fn settings_have_named_fields_and_refuse_others() {
    shape(&FitSettings::default(), r#"{"penalty":20.0}"#);
    assert!(serde_json::from_str::<FitSettings>(r#"{"penalty":-1.0}"#).is_err());
    assert!(serde_json::from_str::<FitSettings>(r#"{"penality":1.0}"#).is_err());
    let written = serde_json::to_value(Policy::default()).expect("plain data");
    assert_eq!(written["acquaintances"], "excluded");
    assert!(written["version"].is_u64());
    let read: Policy =
        serde_json::from_str(r#"{"acquaintances":"excluded","circles":{"outside":1}}"#)
            .expect("the rest is the default");
    assert_eq!(read.circle_rule(), confrere::CircleRule::Outside(1));
    assert!(serde_json::from_str::<Policy>(r#"{"acquaintance":"excluded"}"#).is_err());
    assert!(serde_json::from_str::<Policy>(r#"{"floor":2.0}"#).is_err());
}

#[test]
fn records_name_people_by_key() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(4), 1.0).expect("sound");
    let written = serde_json::to_value(&ledger)
        .expect("plain data")
        .to_string();
    assert!(
        written.contains(r#"{"amount":1.0,"day":4,"from":"ana","to":"ben"}"#),
        "{written}"
    );
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 4))
        .expect("sound");
    let written = serde_json::to_value(&history)
        .expect("plain data")
        .to_string();
    assert!(written.contains(r#""people":["ana","ben"]"#), "{written}");
    let person = serde_json::to_value(Person::new(7).label("Ana")).expect("plain data");
    assert_eq!(
        (&person["key"], &person["label"]),
        (&"7".into(), &"Ana".into())
    );
}
