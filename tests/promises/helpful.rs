//! Give and take, keeping in touch and learning weeks: what is named, how much, and from where on.

use confrere::plan::{Advice, Contacts, Day, LearningWeek, Ledger, OfferKind};
use confrere::{Matcher, Network, Person};

#[test]
fn advice_names_three_things_at_most_and_each_once() {
    let ask = |gains: &[&str]| Advice::Ask {
        name: "ben".into(),
        amount: 2.0,
        gains: gains.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(
        ask(&["rust", "law", "rust", "art", "tax"]).to_string(),
        "you gave ben 2.0 more: you may ask for rust, law, art"
    );
    assert_eq!(ask(&[]).to_string(), "you gave ben 2.0 more: you may ask");
}

#[test]
fn a_ledger_knows_nothing_of_strangers_and_of_help_that_never_came() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 0.001).expect("the least");
    assert!(ledger.give("ana", "ben", Day(0), 0.000_9).is_err());
    ledger.give("ana", "ben", Day(0), 1.0).expect("sound");
    let balances = ledger.at(Day(0)).expect("no day before");
    let back = balances.between("ben", "ana");
    assert_eq!((back.given, back.last_given), (0.0, None));
    assert!((back.received - 1.001).abs() < 1e-6);
    for (asker, asked) in [("eva", "ana"), ("eva", "fay")] {
        assert_eq!(balances.price(asker, asked), 1.0);
    }
}

/// Six friends tied to ana, none of whom she has met.
fn six_friends(ana: Person) -> Network {
    let friends: Vec<String> = (0..6).map(|number| format!("friend {number}")).collect();
    let people = friends.iter().map(Person::new).chain([ana]);
    let builder = Network::builder().people(people);
    friends
        .iter()
        .fold(builder, |builder, friend| builder.tie("ana", friend, 0.5))
        .build()
        .expect("sound")
}

#[test]
fn a_calm_week_has_five_contacts_and_a_quiet_one_two() {
    let week = |ana: Person| {
        let network = six_friends(ana);
        let agenda = Matcher::new(&network).agenda(
            &Contacts::new(),
            network.id("ana").expect("known"),
            Day(0),
        );
        let agenda = agenda.expect("known");
        (agenda.contacts.len(), agenda.later)
    };
    let ana = || Person::new("ana");
    assert_eq!(week(ana()), (5, 1));
    assert_eq!(week(ana().peers(3)), (3, 3));
    assert_eq!(week(ana().group_size(4)), (2, 4));
    assert_eq!(week(ana().group_size(5)), (5, 1));
}

/// Ana and ben share caro and dora, and know nobody else but ana's rosa: two of their three acquaintances are common.
#[test]
fn a_tie_bridges_by_the_share_of_acquaintances_that_are_not_common() {
    let keys = ["ana", "ben", "caro", "dora", "rosa"];
    let ties = [
        ("ana", "ben"),
        ("ana", "caro"),
        ("ana", "dora"),
        ("ana", "rosa"),
        ("ben", "caro"),
        ("ben", "dora"),
    ];
    let builder = Network::builder().people(keys.map(Person::new));
    let network = ties
        .iter()
        .fold(builder, |builder, (a, b)| builder.tie(a, b, 0.5))
        .build()
        .expect("sound");
    let ana = network.id("ana").expect("known");
    let fading = Matcher::new(&network).losing_touch(&Contacts::new(), ana, Day(0));
    let fading = fading.expect("known");
    let worth = |key: &str| {
        fading
            .iter()
            .find(|tie| tie.key == key)
            .expect("tied")
            .worth
    };
    // Nobody gains anything from anybody: what a tie bridges is all that it is worth, and counts half.
    assert!((worth("ben") - 1.0 / 6.0).abs() < 1e-6, "{}", worth("ben"));
    assert_eq!(worth("rosa"), 0.5);
}

#[test]
fn who_has_been_asked_as_often_as_they_wish_introduces_nobody() {
    let kinds = |asked: u32| {
        let junior = Person::new("junior").offers("video", 0.4);
        let network = Network::builder()
            .person(junior.introductions(2).asked(asked))
            .person(Person::new("maria").needs("video", 0.2).needs("rust", 0.9))
            .person(Person::new("friend").offers("rust", 0.8))
            .tie("junior", "friend", 0.9)
            .build()
            .expect("sound");
        let id = |key| network.id(key).expect("known");
        let offers = Matcher::new(&network).offers_for(id("junior"), id("maria"));
        offers.iter().map(|offer| offer.kind).collect::<Vec<_>>()
    };
    assert!(kinds(1).contains(&OfferKind::Introduction));
    assert!(!kinds(2).contains(&OfferKind::Introduction));
}

#[test]
fn a_room_holds_a_speaker_and_a_listener_at_least() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 1.0))
        .person(Person::new("ben").needs("rust", 1.0))
        .build()
        .expect("sound");
    let plan = |places: u32| {
        let week = LearningWeek::new().slot("monday").rooms(1, places);
        Matcher::new(&network).learning_week(&week)
    };
    assert!(plan(1).is_err());
    let two = plan(2).expect("sound");
    assert_eq!(two.sessions().len(), 1);
    // Taught by somebody who can do all of it, all of the need is covered.
    let ben = two.learner("ben").expect("he needs something");
    assert_eq!(ben.share(), Some(1.0));
}

/// Who only teaches, and only to a few, gets a session of that size in a room of any.
#[test]
fn a_quiet_speaker_has_a_small_session_in_a_large_room() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).group_size(3))
        .people(["ben", "caro", "dan", "eva"].map(|key| Person::new(key).needs("rust", 0.8)))
        .build()
        .expect("sound");
    let week = LearningWeek::new().slot("monday").rooms(1, 10);
    let plan = Matcher::new(&network).learning_week(&week).expect("sound");
    let session = &plan.sessions()[0];
    assert_eq!(
        (session.speaker.as_str(), session.attendees.len()),
        ("ana", 2)
    );
}

/// Where there are too many people for everyone's worth, its bound counts whoever is open, and nobody's own needs.
#[test]
fn the_bound_on_a_worth_counts_open_people_alone() {
    let crowd = (0..2_000).map(|number| Person::new(format!("p{number:04}")));
    let network = Network::builder()
        .people(crowd)
        .person(Person::new("ana").offers("law", 0.9).needs("law", 1.0))
        .person(Person::new("ben").needs("law", 1.0).paused())
        .person(Person::new("caro").needs("law", 0.5).needs("art", 0.5))
        .build()
        .expect("sound");
    let value = Matcher::new(&network).value(network.id("ana").expect("known"));
    let high = value.expect("someone").worth.high;
    assert!((high - 0.45).abs() < 1e-6, "{high}");
}
