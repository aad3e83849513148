//! The claims of the essay about value, giving, creativity, introverts and learning together: each is one test.

use confrere::plan::{
    Advice, Capacity, Contacts, Day, Gap, LearningWeek, Ledger, OfferKind, SlotScope,
};
use confrere::{Intent, Matcher, Network, Person, PersonId, Policy, Unit};

fn id(network: &Network, name: &str) -> PersonId {
    network.id(name).expect("a known name")
}

/// Ana has one rare and one common skill; everyone offers the common one.
fn office() -> Network {
    Network::builder()
        .person(
            Person::new("ana")
                .offers("contract law", 0.8)
                .offers("email", 0.9)
                .needs("rust", 0.6),
        )
        .person(
            Person::new("ben")
                .offers("email", 0.9)
                .offers("rust", 0.7)
                .needs("contract law", 0.8),
        )
        .person(
            Person::new("caro")
                .offers("email", 0.8)
                .needs("contract law", 0.5)
                .needs("email", 0.1),
        )
        .person(
            Person::new("maria")
                .offers("email", 0.9)
                .offers("strategy", 0.9)
                .needs("video editing", 0.3),
        )
        .person(
            Person::new("junior")
                .offers("video editing", 0.5)
                .offers("email", 0.5)
                .needs("strategy", 0.9),
        )
        .tie("ana", "ben", 0.7)
        .tie("ben", "caro", 0.6)
        .build()
        .expect("a sound network")
}

#[test]
fn know_your_value_it_lies_in_what_others_need_and_few_have() {
    let network = office();
    let matcher = Matcher::new(&network);
    let value = matcher.value(id(&network, "ana")).expect("known");
    assert_eq!(
        value.skills[0].skill, "contract law",
        "not the higher level, the rarer skill"
    );
    assert!(value.skills[0].scarcity > 1.0 && value.skills[1].scarcity < 1.0);
    assert!(value.worth.high > 0.0, "all would lose without ana");
}

#[test]
fn know_your_value_and_the_way_to_those_who_want_it() {
    let network = office();
    let matcher = Matcher::new(&network);
    let value = matcher.value(id(&network, "ana")).expect("known");
    let caro = value
        .wanted_by
        .iter()
        .find(|other| other.name == "caro")
        .expect("caro needs a lawyer");
    assert_eq!(caro.via, ["ben"]);
}

#[test]
fn everyone_has_something_to_offer_even_upward() {
    let network = office();
    let offers = Matcher::new(&network)
        .offers_for(id(&network, "junior"), id(&network, "maria"))
        .len();
    assert_eq!(offers, 1);
}

#[test]
fn knowing_the_right_person_is_something_to_offer() {
    let network = office();
    let matcher = Matcher::new(&network);
    let offers = matcher.offers_for(id(&network, "ben"), id(&network, "ana"));
    assert!(
        offers
            .iter()
            .any(|offer| offer.kind == OfferKind::Own(Intent::Learn) && offer.name == "rust")
    );
    let offers = matcher.offers_for(id(&network, "ben"), id(&network, "caro"));
    assert!(
        offers
            .iter()
            .any(|offer| offer.kind == OfferKind::Introduction && offer.name == "ana")
    );
}

#[test]
fn one_skill_learned_can_open_doors() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
        .person(Person::new("ben").offers("law", 0.7).needs("design", 0.6))
        .build()
        .expect("a sound network");
    let matcher = Matcher::with_policy(&network, Policy::strict()).expect("a sound policy");
    assert!(matcher.recommend(id(&network, "ana")).is_empty());
    let next = matcher.next_skill(id(&network, "ana"), Unit::new(0.5).expect("a level"), 1);
    assert_eq!(
        (next[0].skill.as_str(), next[0].with.concat()),
        ("design", "ben".to_owned())
    );
}

#[test]
fn give_before_you_ask() {
    let network = office();
    let matcher = Matcher::new(&network);
    let (junior, maria) = (id(&network, "junior"), id(&network, "maria"));
    let mut ledger = Ledger::new();
    let advice = matcher
        .before_asking(&ledger.at(Day(0)).expect("today"), junior, maria)
        .expect("both known");
    let Advice::OfferFirst { offers, .. } = advice else {
        panic!("expected an offer first, found {advice:?}");
    };
    assert_eq!(offers[0].name, "video editing");
    ledger.give("junior", "maria", Day(3), 2.0).expect("sound");
    let after = matcher
        .before_asking(&ledger.at(Day(4)).expect("today"), junior, maria)
        .expect("both known");
    assert!(matches!(after, Advice::Ask { .. }), "{after:?}");
}

#[test]
fn those_who_give_ask_at_a_lower_price_and_newcomers_are_never_shut_out() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 5.0).expect("sound");
    let today = ledger.at(Day(1)).expect("today");
    assert!(today.price("ana", "caro") < 1.0);
    assert!(today.price("ben", "caro") > 1.0 && today.price("ben", "caro") <= 2.0);
    assert_eq!(today.price("newcomer", "ana"), 1.0);
}

#[test]
fn remember_whom_you_owe_and_whom_you_have_carried_long() {
    let network = office();
    let matcher = Matcher::new(&network);
    let mut ledger = Ledger::new();
    ledger.give("ana", "caro", Day(0), 4.0).expect("sound");
    ledger.give("ben", "ana", Day(150), 3.0).expect("sound");
    let advice = matcher.give_and_take(&ledger.at(Day(160)).expect("today"), id(&network, "ana"));
    assert!(
        matches!(&advice[0], Advice::GiveBack { name, .. } if name == "ben"),
        "{advice:?}"
    );
    assert!(
        matches!(
            &advice[1],
            Advice::LetRest { name, days: 160, .. } if name == "caro"
        ),
        "{advice:?}"
    );
}

#[test]
fn nobody_is_blamed_for_a_no_when_there_is_no_room() {
    let mut ledger = Ledger::new();
    ledger
        .refuse("ana", "ben", Day(0), Capacity::Full)
        .expect("sound");
    let today = ledger.at(Day(0)).expect("today");
    assert_eq!((today.image("ana"), today.price("ana", "ben")), (0.0, 1.0));
}

#[test]
fn what_goes_round_comes_round_by_way_of_others() {
    let mut ledger = Ledger::new();
    for (from, to) in [("ana", "ben"), ("ben", "caro"), ("caro", "ana")] {
        ledger.give(from, to, Day(0), 1.0).expect("sound");
    }
    let today = ledger.at(Day(0)).expect("today");
    assert_eq!(
        (today.reciprocity(), today.circulation()),
        (Some(0.0), Some(1.0))
    );
}

#[test]
fn old_favours_fade() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 4.0).expect("sound");
    assert!(ledger.at(Day(365)).expect("later").given("ana") < 0.5);
}

#[test]
fn keep_in_touch_above_all_with_those_who_open_other_worlds() {
    let mut builder = Network::builder();
    for name in ["ana", "ben", "caro", "rosa"] {
        builder = builder.person(Person::new(name));
    }
    let network = builder
        .tie("ana", "ben", 0.6)
        .tie("ana", "caro", 0.6)
        .tie("ben", "caro", 0.6)
        .tie("ana", "rosa", 0.6)
        .build()
        .expect("a sound network");
    let mut contacts = Contacts::new();
    for other in ["ben", "caro", "rosa"] {
        contacts.met("ana", other, Day(0)).expect("sound");
    }
    let matcher = Matcher::new(&network);
    let fading = matcher
        .losing_touch(&contacts, id(&network, "ana"), Day(90))
        .expect("later");
    assert_eq!(
        (fading[0].name.as_str(), fading[0].gap),
        ("rosa", Gap::Days(90))
    );
}

/// Fifteen people whom ana knows; `ana` is made by the caller.
fn hub(ana: Person) -> Network {
    let mut builder = Network::builder().person(ana);
    for number in 0..15 {
        let name = format!("friend{number:02}");
        builder = builder.person(Person::new(&name)).tie("ana", &name, 0.8);
    }
    builder.build().expect("a sound network")
}

#[test]
fn an_introverts_week_is_short() {
    let week = |ana: Person| {
        let network = hub(ana);
        let matcher = Matcher::new(&network);
        matcher
            .agenda(&Contacts::new(), id(&network, "ana"), Day(0))
            .expect("any day")
            .contacts
            .len()
    };
    assert_eq!(week(Person::new("ana")), 5);
    assert_eq!(week(Person::new("ana").group_size(3)), 2);
    assert_eq!(week(Person::new("ana").peers(1)), 1);
}

/// Ana and six who match her, in two kinds.
fn many_matches(ana: Person) -> Network {
    let mut builder = Network::builder().person(
        ana.offers("rust", 0.9)
            .needs("law", 0.8)
            .needs("design", 0.8),
    );
    for number in 0..3 {
        builder = builder
            .person(
                Person::new(format!("lawyer{number}"))
                    .offers("law", 0.9)
                    .needs("rust", 0.8),
            )
            .person(
                Person::new(format!("designer{number}"))
                    .offers("design", 0.8)
                    .needs("rust", 0.8),
            );
    }
    builder.build().expect("a sound network")
}

#[test]
fn introverts_do_well_with_a_select_circle_met_again_and_again() {
    let network = many_matches(Person::new("ana").peers(2));
    let matcher = Matcher::new(&network);
    let circle = matcher.select_circle(id(&network, "ana")).expect("known");
    assert_eq!(circle.peers.len(), 2);
    let met: Vec<&str> = (1..=12)
        .filter_map(|round| circle.in_round(round))
        .collect();
    let standing = met
        .iter()
        .filter(|name| circle.peers.iter().any(|peer| peer.name == **name))
        .count();
    assert_eq!(
        (met.len(), standing),
        (12, 9),
        "three in four meetings go to the circle"
    );
}

#[test]
fn creativity_comes_from_unlike_peers_so_a_circle_is_varied() {
    let network = many_matches(Person::new("ana").peers(2));
    let matcher = Matcher::new(&network);
    let ana = id(&network, "ana");
    let names = |share: f32| {
        let circle = matcher
            .select_circle_with(ana, Unit::new(share).expect("a share"))
            .expect("known");
        circle
            .peers
            .iter()
            .map(|peer| peer.name.trim_end_matches(char::is_numeric).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(0.0), ["lawyer", "lawyer"]);
    assert_eq!(names(0.3), ["lawyer", "designer"]);
}

fn week(network: &Network, week: &LearningWeek) -> Vec<(String, String, Vec<String>)> {
    let plan = Matcher::new(network)
        .learning_week(week)
        .expect("a sound week");
    let sessions = plan.sessions().iter();
    sessions
        .map(|session| {
            (
                session.skill.clone(),
                session.speaker.clone(),
                session.attendees.clone(),
            )
        })
        .collect()
}

#[test]
fn in_a_learning_week_everyone_teaches_and_everyone_learns() {
    let names = ["ana", "ben", "caro", "dora"];
    let skills = ["art", "baking", "chess", "dance"];
    let people = (0..4).map(|i| {
        Person::new(names[i])
            .offers(skills[i], 0.8)
            .needs(skills[(i + 1) % 4], 0.9)
    });
    let network = Network::builder()
        .people(people)
        .build()
        .expect("a sound network");
    let sessions = week(
        &network,
        &LearningWeek::new()
            .slot("monday")
            .slot("tuesday")
            .slot("wednesday")
            .slot("thursday")
            .rooms(1, 4),
    );
    for name in names {
        assert!(
            sessions.iter().any(|session| session.1 == name),
            "{name} teaches"
        );
        assert!(
            sessions
                .iter()
                .any(|session| session.2.iter().any(|other| other == name)),
            "{name} learns"
        );
    }
}

#[test]
fn a_learning_week_has_small_sessions_where_quiet_people_are_at_ease() {
    let mut builder = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9))
        .person(Person::new("quiet").needs("rust", 1.0).group_size(3));
    for number in 0..3 {
        builder = builder.person(Person::new(format!("loud{number}")).needs("rust", 0.2));
    }
    let network = builder.build().expect("a sound network");
    let sessions = week(&network, &LearningWeek::new().slot("monday").rooms(1, 12));
    assert!(
        sessions[0].2.contains(&"quiet".to_string()) && sessions[0].2.len() == 2,
        "{sessions:?}"
    );
}

#[test]
fn a_learning_week_begins_in_the_team_and_ends_across_countries() {
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.9)
                .circle(["core", "acme", "pt"]),
        )
        .person(
            Person::new("ben")
                .needs("rust", 0.5)
                .circle(["core", "acme", "pt"]),
        )
        .person(
            Person::new("caro")
                .needs("rust", 1.0)
                .circle(["seed", "fund", "de"]),
        )
        .build()
        .expect("a sound network");
    let within = |reach| {
        week(
            &network,
            &LearningWeek::new().slot_within("monday", reach).rooms(1, 2),
        )
    };
    assert_eq!(within(SlotScope::Circle(1))[0].2, ["ben"]);
    assert_eq!(within(SlotScope::Everyone)[0].2, ["caro"]);
}
