//! Introductions in a network: who carries, for whom, in what order people are asked, and what stays unsaid.

use confrere::path::{
    Consent, Introducers, Introduction, StoredPlan, TieDecay, Wish, ties_from_contacts,
};
use confrere::{Error, Network, Person, Unit};

/// Two routes from ana to ben: over caro (0.72), over dora (0.49).
fn town(change: impl Fn(Person) -> Person) -> Network {
    let people = ["ana", "ben", "caro", "dora", "eva"]
        .map(|name| change(Person::new(name).circle([name, "town"])));
    Network::builder()
        .people(people)
        .tie("ana", "caro", 0.9)
        .tie("caro", "ben", 0.8)
        .tie("ana", "dora", 0.7)
        .tie("dora", "ben", 0.7)
        .tie("dora", "eva", 0.6)
        .build()
        .expect("a sound town")
}

fn only(name: &'static str, change: impl Fn(Person) -> Person) -> impl Fn(Person) -> Person {
    move |person| {
        if person.name() == name {
            change(person)
        } else {
            person
        }
    }
}

fn route(network: &Network, from: &str, to: &str) -> Option<String> {
    let id = |name: &str| network.id(name).expect("someone of the town");
    network
        .introduction(id(from), id(to))
        .map(|route| route.to_string())
}

const OVER_CARO: &str = "ana → caro (0.90) → ben (0.80), chance 0.72";
const OVER_DORA: &str = "ana → dora (0.70) → ben (0.70), chance 0.49";

#[test]
fn the_best_way_names_its_introducers() {
    assert_eq!(
        route(&town(|person| person), "ana", "ben").as_deref(),
        Some(OVER_CARO)
    );
    assert_eq!(
        route(&town(|person| person), "ana", "caro").as_deref(),
        Some("ana → caro (0.90), chance 0.90")
    );
    assert_eq!(route(&town(|person| person), "ana", "ana"), None);
}

#[test]
fn who_is_paused_or_refuses_or_is_at_the_limit_carries_nothing() {
    let changes: [fn(Person) -> Person; 5] = [
        Person::paused,
        |person| person.introductions(0),
        |person| person.introductions(3).asked(3),
        |person| person.introductions(3).asked(9),
        |person| person.refuses("ben"),
    ];
    for change in changes {
        assert_eq!(
            route(&town(only("caro", change)), "ana", "ben").as_deref(),
            Some(OVER_DORA)
        );
    }
    let busy = town(only("caro", |person| person.introductions(4).asked(1)));
    assert_eq!(
        route(&busy, "ana", "ben").as_deref(),
        Some("ana → caro (0.90) → ben (0.80), chance 0.54")
    );
    let full = town(only("caro", |person| person.peers(1).engaged(1)));
    assert_eq!(route(&full, "ana", "ben").as_deref(), Some(OVER_DORA));
}

#[test]
fn blocks_hold_both_ways_for_asker_target_and_introducer() {
    for (one, other) in [
        ("ana", "caro"),
        ("caro", "ana"),
        ("ben", "caro"),
        ("caro", "ben"),
    ] {
        let network = town(only(one, |person| person.blocks(other)));
        assert_eq!(
            route(&network, "ana", "ben").as_deref(),
            Some(OVER_DORA),
            "{one} blocks {other}"
        );
        assert_eq!(route(&network, one, other), None, "{one} blocks {other}");
        assert_eq!(route(&network, other, one), None, "{one} blocks {other}");
    }
    let network = town(only("ben", |person| person.blocks("ana")));
    assert_eq!(route(&network, "ana", "ben"), None);
}

#[test]
fn nobody_is_led_to_someone_who_is_paused_or_full() {
    assert_eq!(
        route(&town(only("ben", Person::paused)), "ana", "ben"),
        None
    );
    assert_eq!(
        route(
            &town(only("ben", |person| person.peers(2).engaged(2))),
            "ana",
            "ben"
        ),
        None
    );
    let network = town(only("ben", Person::paused));
    let ana = network.id("ana").unwrap();
    let introductions = network.introductions();
    let reached: Vec<&str> = introductions
        .reach(ana)
        .people()
        .map(|person| network.name(person))
        .collect();
    assert_eq!(reached, ["caro", "dora", "eva"]);
}

#[test]
fn the_order_of_asking_changes_the_burden_and_not_the_chance() {
    let network = town(only("caro", |person| person.introductions(2).asked(0)));
    let (ana, ben) = (network.id("ana").unwrap(), network.id("ben").unwrap());
    let asks = |consent| {
        let route = network
            .introductions()
            .consent(consent)
            .between(ana, ben)
            .unwrap();
        let product: f32 = route.asks().iter().map(|ask| ask.agrees).product();
        assert!((product - route.chance()).abs() < 1e-6);
        route
            .asks()
            .iter()
            .map(|ask| (ask.name.to_string(), ask.arrives))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        asks(Consent::IntroducersFirst),
        [("caro".to_string(), 1.0), ("ben".to_string(), 0.9)]
    );
    assert_eq!(
        asks(Consent::TargetFirst),
        [("ben".to_string(), 1.0), ("caro".to_string(), 0.8)]
    );
}

#[test]
fn a_tie_that_is_not_on_the_way_changes_no_word() {
    let words = |network: &Network| {
        let (ana, ben) = (network.id("ana").unwrap(), network.id("ben").unwrap());
        let route = network.introductions().between(ana, ben).unwrap();
        #[cfg(feature = "serde")]
        return format!("{route} {}", serde_json::to_string(&route).unwrap());
        #[cfg(not(feature = "serde"))]
        format!("{route} {:?}", route.asks())
    };
    let plain = town(|person| person);
    let more = Network::builder()
        .people(plain.people().filter_map(|person| plain.to_person(person)))
        .ties(
            [
                "ana caro 0.9",
                "caro ben 0.8",
                "eva ben 0.4",
                "caro eva 0.1",
            ]
            .map(|line| {
                let words: Vec<&str> = line.split(' ').collect();
                confrere::Tie::new(words[0], words[1], words[2].parse().unwrap())
            }),
        )
        .build()
        .unwrap();
    assert_eq!(words(&plain), words(&more));
}

#[test]
fn several_ways_and_independent_ways_have_names() {
    let network = town(|person| person);
    let (ana, ben) = (network.id("ana").unwrap(), network.id("ben").unwrap());
    let introductions = network.introductions();
    let ranked: Vec<String> = introductions
        .ranked(ana, ben, 9)
        .iter()
        .map(Introduction::to_string)
        .collect();
    assert_eq!(ranked, [OVER_CARO, OVER_DORA]);
    let pair = introductions.disjoint(ana, ben, 2);
    assert_eq!(
        pair.introductions
            .iter()
            .map(Introduction::to_string)
            .collect::<Vec<_>>(),
        ranked
    );
    assert!((pair.joint - (1.0 - 0.28 * 0.51)).abs() < 1e-6);
    assert!(
        introductions
            .floor(Unit::new(0.5).unwrap())
            .ranked(ana, ben, 9)
            .len()
            == 1
    );
}

#[test]
fn a_plan_keeps_to_what_each_still_makes_and_skips_who_may_not_be_led() {
    let network = town(only("caro", |person| person.introductions(3).asked(2)));
    let id = |name: &str| network.id(name).unwrap();
    let wish = |from, to| Wish {
        from: id(from),
        to: id(to),
        gain: 0.5,
    };
    let introductions = network.introductions();
    let plan = introductions
        .plan(&[wish("ana", "ben"), wish("ben", "ana"), wish("eva", "ben")])
        .unwrap();
    let over = |name: &str| {
        plan.planned()
            .iter()
            .filter(|planned| {
                planned
                    .introduction
                    .iter()
                    .any(|route| route.introducers().any(|person| person == id(name)))
            })
            .count()
    };
    assert!(over("caro") <= 1);
    assert!(
        plan.planned()
            .iter()
            .all(|planned| planned.introduction.is_some())
    );
    assert_eq!(plan.value(), plan.bound());
    let blocked = town(only("ana", |person| person.blocks("ben")));
    let id = |name: &str| blocked.id(name).unwrap();
    let introductions = blocked.introductions();
    let wishes = [
        Wish {
            from: id("ana"),
            to: id("ben"),
            gain: 1.0,
        },
        Wish {
            from: id("ana"),
            to: id("eva"),
            gain: 1.0,
        },
    ];
    let plan = introductions.plan(&wishes).unwrap();
    assert!(plan.planned()[0].introduction.is_none() && plan.planned()[0].alone.is_none());
    assert!(plan.planned()[1].introduction.is_some());
    let twice = introductions.plan(&[Wish {
        from: id("ana"),
        to: id("ana"),
        gain: 1.0,
    }]);
    assert!(matches!(twice, Err(Error::SamePerson { .. })));
    let much = introductions.plan(&[Wish {
        from: id("ana"),
        to: id("ben"),
        gain: 1.5,
    }]);
    assert!(matches!(much, Err(Error::OutOfRange { .. })));
}

#[test]
fn openings_lead_into_a_circle() {
    let builder = Network::builder()
        .people(["ana", "ben"].map(Person::new))
        .people((0..6).map(|number| Person::new(format!("p{number}")).circle(["physics"])))
        .person(Person::new("quiet").paused());
    let ties = (0..6).map(|number| {
        confrere::Tie::new(
            if number < 4 { "ben" } else { "quiet" },
            format!("p{number}"),
            0.5,
        )
    });
    let network = builder.ties(ties).build().unwrap();
    let ana = network.id("ana").unwrap();
    let openings = network.introductions().openings(ana, "physics", 2).unwrap();
    assert_eq!(network.name(openings[0].person), "ben");
    assert_eq!(openings[0].opens.len(), 4);
    assert_eq!(
        openings[1].opens.len(),
        1,
        "nobody is led through who is paused"
    );
    assert!(
        network
            .introductions()
            .openings(ana, "chemistry", 2)
            .is_err()
    );
}

#[test]
fn carriers_of_a_network_are_those_of_its_people() {
    let network = town(only("dora", |person| {
        person.refuses("eva").introductions(2).asked(1)
    }));
    let introducers = Introducers::of(&network);
    let number = |name: &str| network.position(network.id(name).unwrap()).unwrap();
    assert_eq!(introducers.factor(number("dora")), 0.5);
    assert!(introducers.refuses(number("dora"), number("eva")));
    assert!(!introducers.refuses(number("eva"), number("dora")));
}

#[test]
fn contacts_of_one_pair_make_one_tie() {
    let contacts = [
        (0, 1, 10.0, 1.0),
        (0, 1, 90.0, 1.0),
        (1, 2, 100.0, 0.5),
        (1, 0, 90.0, 1.0),
    ];
    let ties = ties_from_contacts(&TieDecay::new(), &contacts, 100.0).expect("sound");
    let ends: Vec<(u32, u32)> = ties.iter().map(|tie| (tie.0, tie.1)).collect();
    assert_eq!(ends, [(0, 1), (1, 0), (1, 2)]);
    assert!(ties[0].2 > ties[1].2);
}

/// Ana, who is introduced to eva by hub, and the plan of it as it is kept.
fn planned_over_hub() -> (Network, StoredPlan) {
    let network = Network::builder()
        .people(["ana", "hub", "eva"].map(Person::new))
        .tie("ana", "hub", 0.9)
        .tie("hub", "eva", 0.9)
        .build()
        .expect("sound");
    let id = |key| network.id(key).expect("known");
    let wish = Wish {
        from: id("ana"),
        to: id("eva"),
        gain: 0.6,
    };
    let planned = network.introductions().plan(&[wish]).expect("sound");
    let stored = planned.stored();
    (network, stored)
}

#[test]
fn a_restored_plan_names_everyone_on_it_who_left() {
    let (network, stored) = planned_over_hub();
    let id = |key| network.id(key).expect("known");
    let smaller = network.change().leave("hub").build().expect("sound");
    let restored = smaller
        .introductions()
        .restore_plan(&stored)
        .expect("sound");
    assert_eq!(restored.gone, [id("hub")]);
}

#[test]
fn a_route_that_is_read_back_leads_by_nobody_who_introduces_no_more() {
    let (network, stored) = planned_over_hub();
    let (id, change) = (|key| network.id(key).expect("known"), || network.change());
    let changed = [
        change().edit("hub", Person::paused),
        change().edit("hub", |hub| hub.blocks("ana")),
        change().edit("hub", |hub| hub.refuses("eva")),
        change().edit("eva", Person::paused),
        change().edit("eva", |eva| eva.blocks("ana")),
    ];
    for change in changed {
        let network = change.build().expect("sound");
        let introductions = network.introductions();
        assert!(introductions.between(id("ana"), id("eva")).is_none());
        let restored = introductions.restore_plan(&stored).expect("sound");
        assert!(restored.plan.planned()[0].introduction.is_none());
    }
    let same = change().edit("ana", Person::paused).build().expect("sound");
    let restored = same.introductions().restore_plan(&stored).expect("sound");
    assert!(restored.plan.planned()[0].introduction.is_some());
}
