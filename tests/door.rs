//! Errors at the door only: every kind of bad input, by builder and by JSON, gets the same clear message and never a panic.

use confrere::acceptance::{Answer, Outcome, Outcomes};
use confrere::plan::{LearningWeek, SlotScope};
use confrere::round::{Encounter, MeetingHistory, Odd, RoundChange, RoundPlanner, Scores};
use confrere::{
    Error, Fault, Field, Intent, Limits, Matcher, Mean, Mode, Network, NetworkBuilder, Person,
    Policy, Tie, Unit,
};

fn message(builder: NetworkBuilder) -> String {
    let error = builder.build().expect_err("bad input");
    let message = error.to_string();
    assert!(message.len() < 400, "a message of {} bytes", message.len());
    assert!(
        !message.ends_with('.') && message.contains("expected"),
        "{message}"
    );
    message
}

fn alone(person: Person) -> String {
    message(Network::builder().person(person))
}

fn two() -> NetworkBuilder {
    Network::builder()
        .person(Person::new("ana"))
        .person(Person::new("ben"))
}

#[test]
fn numbers_out_of_range_are_named_with_culprit_value_and_range() {
    let ana = || Person::new("ana");
    let unit = "expected a number from 0 to 1";
    assert_eq!(
        alone(ana().offers("rust", 1.5)),
        format!("offer `rust` of `ana` is 1.5, {unit}")
    );
    assert_eq!(
        alone(ana().offers("rust", f32::NAN)),
        format!("offer `rust` of `ana` is NaN, {unit}")
    );
    assert_eq!(
        alone(ana().needs("law", -0.1)),
        format!("need `law` of `ana` is -0.1, {unit}")
    );
    assert_eq!(
        alone(ana().needs_privately("law", f32::INFINITY)),
        format!("need `law` of `ana` is inf, {unit}")
    );
    assert_eq!(
        alone(ana().interest("chess", 2.0)),
        format!("interest `chess` of `ana` is 2, {unit}")
    );
    assert_eq!(
        alone(ana().stance("remote work", -1.5)),
        "stance `remote work` of `ana` is -1.5, expected a number from -1 to 1"
    );
    assert_eq!(
        alone(ana().stance("x", f32::NEG_INFINITY)),
        "stance `x` of `ana` is -inf, expected a number from -1 to 1"
    );
    assert_eq!(
        alone(ana().seeks(Intent::Learn, 7.0)),
        format!("intent `learn` of `ana` is 7, {unit}")
    );
    assert_eq!(
        alone(ana().wants_circle("de", -1.0)),
        format!("wanted circle `de` of `ana` is -1, {unit}")
    );
    assert_eq!(
        alone(ana().openness(-0.5)),
        "openness of `ana` is -0.5, expected a number from 0 to 100"
    );
    assert_eq!(
        alone(ana().group_size(1)),
        "group size of `ana` is 1, expected 2 or more"
    );
    assert_eq!(
        alone(ana().every(0)),
        "rounds between meetings of `ana` is 0, expected 1 or more"
    );
    assert_eq!(
        message(two().tie("ana", "ben", 1.01)),
        format!("tie from `ana` to `ben` is 1.01, {unit}")
    );
    assert_eq!(
        message(two().related("a", "b", f32::NAN)),
        format!("relatedness of `a` and `b` is NaN, {unit}")
    );
    assert_eq!(
        message(two().related("a", "a", 0.5)),
        "relatedness of `a` and `a` is 0.5, expected 1 between a skill and itself"
    );
}

#[test]
fn names_are_there_once_known_and_of_a_sensible_length() {
    let ana = || Person::new("ana");
    assert_eq!(
        alone(Person::new("")),
        "key of a person is empty, expected a name"
    );
    assert_eq!(
        alone(Person::new(" \t\u{3000}")),
        "key of a person is empty, expected a name"
    );
    assert_eq!(
        alone(ana().offers("", 0.5)),
        "offer of `ana` is empty, expected a name"
    );
    assert_eq!(
        alone(ana().circle(["core", " "])),
        "circle of `ana` is empty, expected a name"
    );
    assert_eq!(
        message(Network::builder().person(ana()).person(ana())),
        "person `ana` is given twice, expected once"
    );
    assert_eq!(
        alone(ana().offers("rust", 0.5).offers("rust", 0.6)),
        "offer `rust` of `ana`, with 0.5 and with 0.6, is given twice, expected once"
    );
    assert_eq!(
        alone(ana().seeks(Intent::Learn, 0.5).seeks(Intent::Learn, 0.5)),
        "intent `learn` of `ana` is given twice, expected once"
    );
    assert_eq!(
        alone(ana().attribute("", "Lisbon")),
        "attribute of `ana` is empty, expected a name"
    );
    let long = alone(Person::new("x".repeat(10_000_000)));
    assert!(
        long.ends_with("has 10000000 bytes, expected at most 256"),
        "{long}"
    );
    assert!(alone(ana().needs("é".repeat(5_000_000), 0.5)).ends_with("expected at most 256"));
    let known = "expected the key of someone in the network";
    assert_eq!(
        message(two().tie("ana", "zoe", 0.5)),
        format!("person `zoe` in a tie is unknown, {known}")
    );
    assert_eq!(
        alone(ana().blocks("zoe")),
        format!("block `zoe` of `ana` is unknown, {known}")
    );
    assert_eq!(
        alone(ana().refuses("zoe")),
        format!("refusal `zoe` of `ana` is unknown, {known}")
    );
    assert_eq!(
        alone(ana().manager("zoe")),
        format!("manager `zoe` of `ana` is unknown, {known}")
    );
    assert_eq!(
        message(two().tie("ana", "ana", 0.5)),
        "tie from `ana` to `ana` names the same person twice, expected two people"
    );
    assert_eq!(
        alone(ana().blocks("ana")),
        "block of `ana` names the same person twice, expected two people"
    );
    assert_eq!(
        alone(ana().manager("ana")),
        "manager of `ana` names the same person twice, expected two people"
    );
    let deep = ana().circle((0..1000).map(|level| level.to_string()));
    assert_eq!(
        alone(deep),
        "circle of `ana` has 1000 entries, expected at most 64"
    );
    assert_eq!(
        alone(ana().seeks(Intent::Learn, 0.0)),
        "intent of `ana` is 0, expected one of a weight above 0"
    );
}

#[test]
fn the_same_item_twice_with_one_number_counts_once() {
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.5)
                .offers("rust", 0.5)
                .needs("law", 0.4)
                .needs_privately("law", 0.4),
        )
        .build()
        .expect("nothing contradicts");
    let ana = network.id("ana").expect("known");
    assert_eq!(network.offers(ana).count(), 1);
    let person = network.to_person(ana).expect("known");
    let needs: Vec<_> = person.get_needs().collect();
    assert_eq!(needs.len(), 1);
    assert_eq!(
        needs[0].visibility,
        confrere::Visibility::Hidden,
        "what is hidden once stays hidden"
    );
}

#[test]
fn an_offer_of_level_0_and_a_tie_of_strength_0_claim_nothing() {
    let network = two()
        .person(Person::new("caro").offers("rust", 0.0).needs("law", 0.0))
        .tie("ana", "ben", 0.0);
    let network = network.build().expect("zeros are sound");
    let caro = network.id("caro").expect("known");
    assert!(
        network.offers(caro).count() == 0
            && network.to_person(caro).expect("known").get_needs().len() == 0
    );
    assert_eq!(network.ties().ties(), 0);
}

#[test]
fn the_first_error_can_be_asked_for_early() {
    let builder = Network::builder()
        .person(Person::new("ana").offers("rust", 2.0))
        .person(Person::new(""));
    let first = builder.first_error().expect("a level above 1").to_string();
    assert!(first.starts_with("offer `rust`"), "{first}");
    assert_eq!(builder.build().expect_err("two errors").all().len(), 2);
}

/// Every error of every person, list, tie and mention is found in one build, as data and in at most twenty lines.
#[test]
fn a_build_collects_every_error() {
    let bad = |index: usize| {
        Person::new(format!("p{index}"))
            .offers("rust", 1.5)
            .offers("", 0.5)
            .needs("law", f32::NAN)
            .stance("x", -3.0)
            .group_size(1)
            .blocks("zoe")
            .blocks("p\u{200b}1")
    };
    let builder = Network::builder().people((0..10).map(bad));
    let builder = builder
        .tie("p0", "p0", 0.5)
        .tie("p1", "p22", 2.0)
        .related("a", "b", -1.0);
    let error = builder
        .build()
        .expect_err("seven errors a person and three more");
    assert_eq!(error.all().len(), 7 * 10 + 3);
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1 + 20 + 1);
    assert!(
        text.starts_with("73 errors\noffer `rust` of `p0` is 1.5"),
        "{text}"
    );
    assert!(text.ends_with("and 53 more"), "{text}");
    let block = error.all().iter().find_map(|error| match error {
        Error::Person(error) if matches!(error.fault, Fault::Unclean { .. }) => Some(error),
        _ => None,
    });
    let block = block.expect("a block with a character that does not show");
    assert_eq!((block.person.as_str(), block.field), ("p0", Field::Block));
    assert_eq!(
        block.to_string(),
        "block `p\\u{200b}1` of `p0` has characters that do not show, expected `p1`"
    );
}

#[test]
fn an_unknown_key_comes_with_the_nearest_known_one() {
    assert_eq!(
        message(two().tie("ana", "bem", 0.5)),
        "person `bem` in a tie is unknown, expected the key of someone in the network; the nearest is `ben`"
    );
    let network = two().build().expect("sound");
    assert_eq!(
        network.id("anna").expect_err("unknown").to_string(),
        "person `anna` is unknown, expected the key of someone in the network; the nearest is `ana`"
    );
}

/// Rounds and plans are told people by key: a slip of the pen is answered like one at the network's door.
#[test]
fn an_unknown_key_in_a_round_or_a_plan_comes_with_the_nearest_known_one() {
    let network = two().build().expect("sound");
    let planner = || RoundPlanner::new(Scores::equal(&network));
    let none = MeetingHistory::default();
    let plan = planner().plan(&none).expect("a sound round");
    // A plan of another community, in which anna has the need.
    let anna = Network::builder().person(Person::new("anna").needs("rust", 0.5));
    let elsewhere = Matcher::new(&anna.build().expect("sound"));
    let week = elsewhere.learning_week(&LearningWeek::new());
    let week = week.expect("a sound week");
    let need = &week.unmet()[0];
    let joins = [RoundChange::Joins("anna".into())];
    let errors = [
        planner().away("anna").plan(&none).err(),
        planner().apart("ben", "anna").plan(&none).err(),
        planner().together("anna", "ben").plan(&none).err(),
        planner().odd(Odd::SitsOut("anna".into())).plan(&none).err(),
        planner().repair(&plan, &none, &joins, 0).err(),
        planner().why_not(&none, "anna", "ben").err(),
        Scores::of_pairs(&network, [("anna", "ben", 0.5)]).err(),
        Matcher::new(&network).helpers_for(&week, need).err(),
    ];
    for error in errors {
        assert_eq!(
            error.expect("nobody is anna").to_string(),
            "person `anna` is unknown, expected the key of someone in the network; the nearest is `ana`"
        );
    }
}

/// Two people differ in something that can be seen, or the second is refused.
/// So do names of circles, skills and slots, and whoever rates a meeting; a name that only a hidden need has is no suggestion.
#[test]
fn an_unknown_circle_skill_or_participant_comes_with_the_nearest_known_one() {
    let people = [
        Person::new("ana")
            .circle(["investors", "lisbon"])
            .wants_circle("porto", 1.0),
        Person::new("ben")
            .offers("rust", 0.9)
            .needs_privately("rusts", 0.5),
    ];
    let network = Network::from_people(people, []).expect("sound");
    let ben = network.id("ben").expect("known");
    let introductions = network.introductions();
    assert!(introductions.openings(ben, "Investors", 1).is_ok());
    let error = introductions
        .openings(ben, "investor", 1)
        .expect_err("unknown");
    assert_eq!(
        error.to_string(),
        "circle `investor` is unknown, expected a circle to which someone belongs; the nearest is `investors`"
    );
    assert!(matches!(error, Error::Unknown { nearest: Some(name), .. } if name == "investors"));
    // Wanted, and nobody belongs to it.
    let error = introductions
        .openings(ben, "porto", 1)
        .expect_err("nobody's");
    assert!(matches!(error, Error::Unknown { nearest: None, .. }));
    let needy = Network::builder()
        .person(Person::new("ben").needs("rustt", 0.5))
        .build();
    let week = Matcher::new(&needy.expect("sound")).learning_week(&LearningWeek::new());
    let week = week.expect("a sound week");
    let error = Matcher::new(&network)
        .helpers_for(&week, &week.unmet()[0])
        .expect_err("unknown");
    assert_eq!(
        error.to_string(),
        "skill `rustt` is unknown, expected a skill that someone offers or needs; the nearest is `rust`"
    );
    let meeting = Encounter::new(["ana", "ben"], 3).rated("anna", 0.5);
    let error = MeetingHistory::default()
        .record(meeting)
        .expect_err("anna was not there");
    assert!(
        error.to_string().ends_with("; the nearest is `ana`"),
        "{error}"
    );
}

#[test]
fn keys_with_what_does_not_show_are_refused_with_the_clean_key() {
    for (bad, clean) in [
        ("Zoe\u{308}", "Zoë"),
        ("ana ", "ana"),
        ("ana\n", "ana"),
        ("a\u{200b}na", "ana"),
        ("\u{202e}ana", "ana"),
        ("ana  silva", "ana silva"),
    ] {
        let refused = alone(Person::new(bad));
        assert!(
            refused.ends_with(&format!(
                "has characters that do not show, expected `{clean}`"
            )),
            "{refused}"
        );
    }
    assert_eq!(
        alone(Person::new("\u{200b}")),
        "key of a person is empty, expected a name"
    );
}

#[test]
fn a_legal_value_is_never_the_culprit() {
    let refused = Mean::new(1.000_000_1).expect_err("above 1").to_string();
    assert!(refused.contains(" is 1.0000001, "), "{refused}");
    let network = two().build().expect("sound");
    let above = Matcher::with_policy(&network, Policy::default().floor(1.000_000_1));
    assert!(
        above
            .expect_err("above 1")
            .to_string()
            .contains(" is 1.0000001, ")
    );
}

/// Numbers of people, ties and circles are whole: none is told as the nearest number with 24 bits.
#[test]
fn a_whole_number_is_told_to_its_last_digit() {
    let network = two().build().expect("sound");
    let hops = |hops| Matcher::with_policy(&network, Policy::default().hops(hops)).err();
    let week = |week: LearningWeek| Matcher::new(&network).learning_week(&week).err();
    for (error, expected) in [
        (
            hops(u32::MAX),
            "hops of a policy is 4294967295, expected a whole number from 1 to 64",
        ),
        (
            week(LearningWeek::new().rooms(1, 1_000_000_001)),
            "size of a room is 1000000001, expected a whole number from 2 to 1000000000",
        ),
        (
            week(LearningWeek::new().slot_within("monday", SlotScope::Circle(u32::MAX))),
            "height of a circle is 4294967295, expected a whole number from 1 to 64",
        ),
    ] {
        assert_eq!(error.expect("out of range").to_string(), expected);
    }
    assert!(week(LearningWeek::new().rooms(1, 1_000_000_000)).is_none());
}

/// A name of a megabyte does not make a message of a megabyte, whichever door it came through.
#[test]
fn a_long_name_makes_no_long_message_at_any_door() {
    let long = "y".repeat(1_000_000);
    let network = two().build().expect("sound");
    let mut history = MeetingHistory::default();
    let planner = || RoundPlanner::new(Scores::equal(&network));
    let competitors = Policy::default().competitors(long.as_str(), 2.0);
    let errors = [
        confrere::Day::from_iso(&long).err(),
        network.id(&long).err(),
        history.left_out(long.as_str(), 1).err(),
        history.record(Encounter::new(["ana", &long], 1)).err(),
        Scores::of_pairs(&network, [("ana", long.as_str(), 0.5)]).err(),
        planner().away(long.as_str()).plan(&history).err(),
        planner().apart("ana", long.as_str()).plan(&history).err(),
        Matcher::with_policy(&network, competitors).err(),
        Outcomes::new([Outcome::of_pair("ana", long.as_str(), 1, Answer::Met)]).err(),
        long.parse::<confrere::PersonId>().err(),
    ];
    for error in errors {
        let error = error.expect("refused").to_string();
        assert!(error.len() < 400, "{} bytes", error.len());
    }
}

#[test]
fn policies_means_and_units_are_checked_too() {
    let network = two().build().expect("sound");
    let refused = |policy: Policy| {
        Matcher::with_policy(&network, policy)
            .expect_err("bad policy")
            .to_string()
    };
    assert_eq!(
        refused(Policy::default().floor(f32::NAN)),
        "floor of a policy is NaN, expected a number from 0 to 1"
    );
    assert_eq!(
        refused(Policy::default().openness(-1.0)),
        "openness of a policy is -1, expected a number from 0 to 100"
    );
    assert_eq!(
        refused(Policy::default().specificity(9.0)),
        "specificity of a policy is 9, expected a number from 0 to 4"
    );
    assert_eq!(
        refused(Policy::default().hops(0)),
        "hops of a policy is 0, expected a whole number from 1 to 64"
    );
    assert!(
        Mean::new(f32::NAN).is_err()
            && Mean::new(f32::INFINITY).is_err()
            && Mean::new(1.1).is_err()
    );
    assert!(Unit::new(-0.5).is_none());
    assert_eq!(
        network.id("zoe").expect_err("unknown").to_string(),
        "person `zoe` is unknown, expected the key of someone in the network"
    );
    assert_eq!(network.skills().len(), 0);
}

#[test]
fn an_empty_network_and_silent_people_answer_with_nothing() {
    let empty = Network::builder().build().expect("nobody is sound");
    assert!(Matcher::new(&empty).recommend_all(5).is_empty());
    let silent = two().build().expect("sound");
    let matcher = Matcher::new(&silent);
    assert!(silent.people().all(|who| matcher.recommend(who).is_empty()));
}

#[test]
fn tiny_and_huge_weights_neither_overflow_nor_vanish() {
    // The smallest weight that counts, 2⁻²⁰; smaller ones are 0.
    let tiny = 1.0 / 1_048_576.0;
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("a", 1.0)
                .needs("b", tiny)
                .interest("x", tiny),
        )
        .person(
            Person::new("ben")
                .offers("b", 1.0)
                .needs("a", tiny)
                .interest("x", 1.0)
                .seeks(Intent::Affinity, tiny),
        )
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let (ana, ben) = (
        network.id("ana").expect("known"),
        network.id("ben").expect("known"),
    );
    assert!((matcher.gain(ana, ben) - 1.0).abs() < 1e-6);
    assert!((matcher.gain(ben, ana) - 1.0).abs() < 1e-3);
    assert!(matcher.score(ana, ben) <= 1.0);
}

#[test]
fn what_is_too_small_to_count_is_0_at_the_door() {
    for tiny in [f32::from_bits(1), 1e-30, 9.5e-7] {
        let network = two()
            .person(
                Person::new("caro")
                    .offers("rust", tiny)
                    .needs("law", tiny)
                    .stance("x", -tiny),
            )
            .tie("ana", "ben", tiny)
            .related("a", "b", tiny)
            .build()
            .expect("tiny weights are sound");
        let caro = network.id("caro").expect("known");
        assert_eq!(network.offers(caro).count(), 0, "{tiny}");
        assert_eq!(network.ties().ties(), 0);
        let caro = network.to_person(caro).expect("known");
        assert_eq!(caro.get_needs().len(), 0);
        assert_eq!(
            caro.get_stances().next().map(|stance| stance.position),
            Some(0.0)
        );
    }
}

#[test]
fn unicode_names_are_names() {
    let network = Network::builder()
        .person(
            Person::new("Zoë 🦀")
                .offers("日本語", 0.9)
                .needs("العربية", 0.8),
        )
        .person(
            Person::new("Ёжик")
                .offers("العربية", 0.7)
                .needs("日本語", 0.6),
        )
        .build()
        .expect("sound");
    let picks = Matcher::new(&network)
        .recommend(network.id("Zoë 🦀").expect("known"))
        .len();
    assert_eq!(picks, 1);
}

#[test]
fn limits_and_ties_can_be_given_whole() {
    let limits = Limits {
        peers: Some(2),
        mode: Mode::Remote,
        ..Limits::default()
    };
    let people = ["ana", "ben"].map(|name| Person::new(name).limits(limits));
    let network = Network::from_people(people, [Tie::directed("ana", "ben", 0.5)]).expect("sound");
    assert_eq!(network.ties().ties(), 1);
    assert_eq!(
        network.limits(network.id("ben").expect("known")),
        Some(&limits)
    );
}

#[cfg(feature = "serde")]
mod json {
    use confrere::{Network, Person};

    use super::alone;

    /// The message by JSON must be that by builder, with serde's place behind it.
    fn same(person: Person) {
        let expected = alone(person.clone());
        let text = serde_json::json!({ "people": [person] }).to_string();
        let refused = serde_json::from_str::<Network>(&text)
            .expect_err("bad input")
            .to_string();
        assert!(refused.starts_with(&expected), "{refused} and {expected}");
    }

    #[test]
    fn json_gets_the_same_messages_as_the_builder() {
        let ana = || Person::new("ana");
        same(ana().offers("rust", 1.5));
        same(ana().needs("law", -0.1));
        same(ana().stance("x", 1.5));
        same(ana().offers("rust", 0.5).offers("rust", 0.6));
        same(ana().blocks("zoe"));
        same(ana().blocks("ana"));
        same(ana().openness(1000.0));
        same(ana().group_size(0));
        same(Person::new(""));
        same(Person::new("x".repeat(10_000_000)));
        same(ana().circle((0..1000).map(|level| level.to_string())));
    }

    #[test]
    fn unsound_json_is_refused_with_its_place() {
        let deep = format!("{{\"people\": {}", "[".repeat(100_000));
        for (text, part) in [
            ("", "EOF"),
            ("{}", "missing field `people`"),
            ("{\"people\": [{}]}", "missing field `key`"),
            (
                "{\"people\": [{\"name\": \"ana\", \"offer\": []}]}",
                "unknown field `offer`",
            ),
            (
                "{\"people\": [{\"name\": \"ana\", \"offers\": [{\"skill\": \"x\", \"level\": NaN}]}]}",
                "expected value",
            ),
            (
                "{\"people\": [{\"name\": \"ana\", \"offers\": [{\"skill\": \"x\", \"level\": 1e999}]}]}",
                "number out of range",
            ),
            (
                "{\"people\": [{\"name\": \"ana\", \"seeks\": [{\"intent\": \"gossip\", \"weight\": 1}]}]}",
                "unknown variant `gossip`",
            ),
            (&deep, "line 1"),
        ] {
            let refused = serde_json::from_str::<Network>(text)
                .expect_err("bad input")
                .to_string();
            assert!(refused.contains(part), "{refused}");
        }
    }

    #[test]
    fn a_network_survives_being_stored() {
        let network = Network::builder()
            .person(
                Person::new("ana")
                    .offers("rust", 0.9)
                    .needs_privately("law", 0.8)
                    .stance("x", 0.0)
                    .circle(["core", "acme"])
                    .paused(),
            )
            .person(
                Person::new("ben")
                    .blocks("ana")
                    .manager("caro")
                    .available("mon 9"),
            )
            .person(
                Person::new("caro")
                    .interest("chess", 0.3)
                    .openness(0.2)
                    .refuses("ben"),
            )
            .tie("ana", "caro", 0.8)
            .directed_tie("caro", "ben", 0.5)
            .related("rust", "c++", 0.6)
            .build()
            .expect("sound");
        let text = serde_json::to_string(&network).expect("stored");
        let again: Network = serde_json::from_str(&text).expect("read");
        assert_eq!(serde_json::to_string(&again).expect("stored"), text);
        let ben = again.id("ben").expect("known");
        assert_eq!(again.to_person(ben), network.to_person(ben));
        assert_eq!(again.ties(), network.ties());
    }
}

mod anything {
    use confrere::{Intent, Matcher, Network, Person, Policy, Tie};
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = f32> {
        prop_oneof![8 => 0.0_f32..=1.0, 1 => any::<f32>(), 1 => -1.0_f32..=0.0]
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![12 => "[a-d]", 1 => ".{0,3}", 1 => "\\PC{0,300}"]
    }

    prop_compose! {
        fn person()(
            name in word(),
            offers in proptest::collection::vec((word(), number()), 0..4),
            needs in proptest::collection::vec((word(), number()), 0..4),
            stances in proptest::collection::vec((word(), number()), 0..3),
            circles in proptest::collection::vec(proptest::collection::vec(word(), 0..4), 0..3),
            intent in 0_usize..6,
            weight in number(),
            blocks in proptest::collection::vec(word(), 0..2),
        ) -> Person {
            let mut person = Person::new(name).seeks(Intent::ALL[intent], weight);
            for (skill, level) in offers { person = person.offers(skill, level); }
            for (skill, priority) in needs { person = person.needs(skill, priority); }
            for (topic, position) in stances { person = person.stance(topic, position); }
            for hierarchy in circles { person = person.circle(hierarchy); }
            blocks.into_iter().fold(person, |person, name| person.blocks(name))
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 3000,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(3),
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_input_is_either_refused_or_answered(
            people in proptest::collection::vec(person(), 0..5),
            ties in proptest::collection::vec((word(), word(), number()), 0..4),
        ) {
            let ties = ties.into_iter().map(|(from, to, strength)| Tie::new(from, to, strength));
            match Network::from_people(people, ties) {
                Err(error) => prop_assert!(error.to_string().contains("expected")),
                Ok(network) => {
                    let matcher = Matcher::with_policy(&network, Policy::contrarian()).expect("sound");
                    for who in network.people() {
                        for pick in matcher.recommend(who) {
                            prop_assert!(pick.score() > 0.0 && pick.score() <= 1.0);
                            prop_assert!(!pick.explanation().to_string().is_empty());
                        }
                        for other in network.people() {
                            prop_assert!(!matcher.why_not(who, other).to_string().is_empty());
                        }
                    }
                }
            }
        }
    }
}
