//! The written form of settings and records: named fields, snake case, unknown fields refused. A change here breaks stored data.
#![cfg(feature = "serde")]

use confrere::acceptance::FitSettings;
use confrere::assign::exposure::Objective;
use confrere::market::Market;
use confrere::mentorship::{Goal, Mentorship};
use confrere::path::{ContactLog, TieDecay, Wish};
use confrere::plan::{Contacts, Day, LearningWeek, Ledger, Room, SlotScope, WeekPlan};
use confrere::round::{
    Criterion, Encounter, Enforcement, GroupRule, MeetingHistory, Odd, RoundPlan, RoundSettings,
    Rule, Shape,
};
use confrere::{Matcher, Mean, Mode, Network, Person, PersonId, Policy, Query, Tie, Unit, Variety};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

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
    for (written, key) in [(r#"{"key":"ana"}"#, "ana"), (r#"{"key":7}"#, "7")] {
        let id: PersonId = serde_json::from_str(written).expect("by hand");
        assert_eq!(id, PersonId::of(key));
    }
    for bad in [r#""ana""#, "7", r#"{"key":true}"#, r#"{"key":"a","id":1}"#] {
        let refused = serde_json::from_str::<PersonId>(bad).expect_err(bad);
        assert!(refused.to_string().contains("16 hexadecimal digits"));
    }
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
    assert_eq!(read.get_circles(), confrere::CircleRule::Outside(1));
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

/// Panics at a field name, or a lone word for a value, that is not in snake case. Names of people and skills here are.
fn snake(value: &Value) {
    let sound = |text: &str| {
        let mut letters = text.chars();
        letters.all(|letter| !letter.is_uppercase() && letter != '-' && letter != ' ')
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            assert!(sound(name), "field {name}");
            snake(value);
        }),
        Value::Array(values) => values.iter().for_each(snake),
        Value::String(text) => assert!(sound(text), "value {text}"),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A versioned form comes back as it was, and refuses fields and versions that it does not know.
fn versioned<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> Value {
    let written = serde_json::to_value(value).expect("plain data");
    snake(&written);
    let read: T = serde_json::from_value(written.clone()).expect("what was written");
    assert_eq!(&read, value);
    assert_eq!(written["version"], 1);
    for (field, odd) in [("unheard_of", json!(1)), ("version", json!(2))] {
        let mut other = written.clone();
        other[field] = odd;
        let refused = serde_json::from_value::<T>(other)
            .expect_err(field)
            .to_string();
        assert!(refused.contains(field), "{refused}");
    }
    written
}

/// Settings and records may be written by hand, where the version is left out.
fn by_hand<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let mut written = versioned(value);
    written.as_object_mut().expect("fields").remove("version");
    assert_eq!(
        &serde_json::from_value::<T>(written).expect("the version of now"),
        value
    );
}

#[test]
fn every_settings_type_is_versioned_and_refuses_what_it_does_not_know() {
    by_hand(&Market::new().objective(Objective::Nash).places(3));
    let people = [PersonId::of("ana"), PersonId::of("ben")];
    let mentorship = Mentorship::new(people, [PersonId::of("caro")]).goal(Goal::GreatestLeast);
    by_hand(&mentorship);
    let week = LearningWeek::new()
        .slot("monday")
        .slot_within("tuesday", SlotScope::Circle(2))
        .room(Room::new(4).mode(Mode::InPerson))
        .except(people);
    by_hand(&week);
    assert!(
        serde_json::from_value::<LearningWeek>(json!({"rooms": [{"holds": 4, "mod": 1}]})).is_err()
    );
    let mut settings = RoundSettings::default();
    settings
        .rules
        .insert(Rule::SameCircle, Enforcement::Price(0.5));
    settings.shape = Shape::Groups(3, 4);
    settings.odd = Odd::LeftOut;
    settings.group_rules = vec![GroupRule::different(Criterion::Circle(1))];
    by_hand(&settings);
    let empty: RoundSettings = serde_json::from_str("{}").expect("all defaults");
    assert_eq!(empty, RoundSettings::default());
    let mut policy = serde_json::to_value(Policy::default()).expect("plain data");
    snake(&policy);
    policy["version"] = json!(2);
    assert!(serde_json::from_value::<Policy>(policy).is_err());
}

#[test]
fn decay_and_questions_are_settings_like_all_others() {
    let first = Unit::new(0.25).expect("within 0 to 1");
    let decay = TieDecay::new().half_life(30.0).expect("above 0");
    let decay = decay.first_chance(first).expect("within 0 to 1");
    by_hand(&decay);
    assert_eq!(
        (decay.get_half_life(), decay.get_first_chance()),
        (30.0, 0.25)
    );
    let read = |text: &str| serde_json::from_str::<TieDecay>(text);
    assert_eq!(read("{}").expect("all defaults"), TieDecay::new());
    for refused in [r#"{"half_life": 0.0}"#, r#"{"first_chance": 1.0}"#] {
        assert!(read(refused).is_err(), "{refused}");
    }
    let [ana, ben, caro] = ["ana", "ben", "caro"].map(PersonId::of);
    let query = Query::new(ana).limit(3).among([caro, ben]).except([caro]);
    let query = query.variety(Variety::circles());
    by_hand(&query);
    let mut written = serde_json::to_value(&query).expect("plain data");
    written["among"].as_array_mut().expect("a list").reverse();
    let read: Query = serde_json::from_value(written).expect("in any order");
    assert_eq!(read, query);
    assert_eq!((read.who(), read.get_limit()), (ana, 3));
    assert_eq!(read.get_among().map(<[_]>::len), Some(2));
    assert_eq!(
        (read.get_except(), read.get_variety()),
        (&[caro][..], Some(Variety::circles()))
    );
    let plain: Query =
        serde_json::from_value(json!({ "who": ana })).expect("the rest is the default");
    assert_eq!(plain, Query::new(ana));
    assert!(serde_json::from_str::<Query>("{}").is_err());
}

#[test]
fn a_tie_that_was_kept_goes_on_fading() {
    let (mut log, decay) = (ContactLog::new(), TieDecay::new());
    by_hand(&log);
    log.record(&decay, 3.0, 1.0).expect("sound");
    by_hand(&log);
    let mut written = serde_json::to_value(log).expect("plain data");
    written["last"] = Value::Null;
    assert!(serde_json::from_value::<ContactLog>(written.clone()).is_err());
    written["bond"] = json!(-1.0);
    written["last"] = json!(3.0);
    assert!(serde_json::from_value::<ContactLog>(written).is_err());
}

#[test]
fn every_setting_is_read_back() {
    let (ana, ben) = (PersonId::of("ana"), PersonId::of("ben"));
    let market = Market::new()
        .places(3)
        .candidates(7)
        .attention_per_place(2.0);
    let market = market.acceptances_per_place(1.5).between([ana], [ben]);
    assert_eq!((market.get_places(), market.get_candidates()), (3, 7));
    assert_eq!(
        (
            market.get_attention_per_place(),
            market.get_acceptances_per_place()
        ),
        (2.0, Some(1.5))
    );
    assert_eq!(market.get_between(), Some((&[ana][..], &[ben][..])));
    assert_eq!(market.get_settings().get_objective(), Objective::Anneal);
    assert_eq!(market.get_examination(), Market::new().get_examination());
    let programme = Mentorship::new([ana], [ben])
        .mentees_each(2)
        .mentors_each(3);
    let programme = programme
        .candidates(9)
        .floor(0.25)
        .goal(Goal::GreatestLeast);
    assert_eq!(
        (programme.mentors(), programme.mentees()),
        (&[ana][..], &[ben][..])
    );
    let counts = (
        programme.get_mentees_each(),
        programme.get_mentors_each(),
        programme.get_candidates(),
    );
    assert_eq!(counts, (2, 3, 9));
    assert_eq!(
        (programme.get_floor(), programme.get_goal()),
        (0.25, Goal::GreatestLeast)
    );
    let room = Room::new(4).mode(Mode::Remote);
    let week = LearningWeek::new()
        .slot_within("monday", SlotScope::Circle(1))
        .room(room);
    let week = week
        .teaches_at_most(2)
        .quiet_size(3)
        .first_session(0.5)
        .among([ana])
        .except([ben]);
    assert_eq!(
        week.get_slots().collect::<Vec<_>>(),
        [("monday", SlotScope::Circle(1))]
    );
    assert_eq!(week.get_rooms(), [room]);
    assert_eq!((room.holds(), room.get_mode()), (4, Mode::Remote));
    assert_eq!(
        (
            week.get_teaches_at_most(),
            week.get_quiet_sizes(),
            week.get_first_session()
        ),
        (2, &[3][..], 0.5)
    );
    assert_eq!(
        (week.get_among(), week.get_except()),
        (Some(&[ana][..]), &[ben][..])
    );
}

#[test]
fn plans_and_records_are_versioned() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
        .person(
            Person::new("ben")
                .label("benny")
                .offers("law", 0.7)
                .needs("rust", 0.6),
        )
        .person(Person::new("caro").paused())
        .person(Person::new("dan"))
        .tie("ana", "dan", 0.5)
        .tie("dan", "ben", 0.5)
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let plan = matcher
        .round()
        .plan(&MeetingHistory::default())
        .expect("a plan");
    let written = versioned::<RoundPlan>(&plan);
    assert_eq!(written["meetings"][0]["people"], json!(["ana", "ben"]));
    assert_eq!(written["meetings"][0]["labels"], json!(["ana", "benny"]));
    let week = matcher
        .learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))
        .expect("a week");
    assert_eq!(
        versioned::<WeekPlan>(&week)["learners"][1]["label"],
        "benny"
    );
    versioned(&matcher.market(&Market::new()).expect("shares").stored());
    let (ana, ben) = (PersonId::of("ana"), PersonId::of("ben"));
    let wish = Wish {
        from: ana,
        to: ben,
        gain: 0.5,
    };
    versioned(
        &network
            .introductions()
            .plan(&[wish])
            .expect("a plan")
            .stored(),
    );
    versioned(
        &matcher
            .mentorship(&Mentorship::new([ana], [ben]))
            .expect("a plan"),
    );
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 4))
        .expect("sound");
    by_hand(&history);
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(4), 1.0).expect("sound");
    by_hand(&ledger);
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(4)).expect("sound");
    by_hand(&contacts);
}
