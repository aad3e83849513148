//! Keeping in touch: only real contact counts, bridges come first, and a week stays calm.

use confrere::plan::{Contacts, Day, Gap, Tier};
use confrere::{Matcher, Network, Person};

/// Ana knows three people of one team, who know each other, and rosa of another world.
fn network() -> Network {
    let mut builder = Network::builder();
    for name in ["ana", "ben", "caro", "dora", "rosa"] {
        builder = builder.person(
            Person::new(name)
                .offers(format!("skill of {name}"), 0.8)
                .needs("skill of rosa", 0.5),
        );
    }
    for (a, b) in [
        ("ana", "ben"),
        ("ana", "caro"),
        ("ana", "dora"),
        ("ben", "caro"),
        ("caro", "dora"),
        ("ben", "dora"),
        ("ana", "rosa"),
    ] {
        builder = builder.tie(a, b, 0.6);
    }
    builder.build().expect("a sound network")
}

fn all_met(day: i32) -> Contacts {
    let mut contacts = Contacts::new();
    for other in ["ben", "caro", "dora", "rosa"] {
        contacts.met("ana", other, Day(day)).expect("sound");
    }
    contacts
}

#[test]
fn the_bridge_comes_first() {
    let network = network();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("ana");
    let fading = matcher
        .losing_touch(&all_met(0), ana, Day(60))
        .expect("later");
    assert_eq!(fading.len(), 4);
    assert_eq!(fading[0].name, "rosa");
    assert!(fading[0].worth > fading[1].worth);
    assert!(
        fading
            .windows(2)
            .all(|two| two[0].at_risk >= two[1].at_risk)
    );
}

#[test]
fn a_contact_resets_the_gap_and_a_reminder_does_not() {
    let network = network();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("ana");
    let mut contacts = all_met(0);
    contacts.reminded("ana", "rosa", Day(50)).expect("sound");
    let names = |contacts: &Contacts| {
        let fading = matcher.losing_touch(contacts, ana, Day(60)).expect("later");
        fading
            .iter()
            .map(|tie| tie.name.clone())
            .collect::<Vec<_>>()
    };
    assert!(names(&contacts).contains(&"rosa".to_owned()));
    contacts.met("rosa", "ana", Day(55)).expect("sound");
    assert!(!names(&contacts).contains(&"rosa".to_owned()));
    assert_eq!(contacts.gap("ana", "rosa", Day(60)), Ok(Gap::Days(5)));
}

#[test]
fn gaps_follow_the_tier() {
    let network = network();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("ana");
    let mut contacts = all_met(0);
    contacts.keep("ana", "ben", Tier::Inner).expect("sound");
    contacts.keep("ana", "rosa", Tier::Known).expect("sound");
    let fading = matcher.losing_touch(&contacts, ana, Day(8)).expect("later");
    assert_eq!(
        fading
            .iter()
            .map(|tie| tie.name.clone())
            .collect::<Vec<_>>(),
        ["ben"]
    );
    assert!(!fading[0].is_lost());
    assert!(
        matcher
            .losing_touch(&contacts, ana, Day(15))
            .expect("later")[0]
            .is_lost()
    );
    assert_eq!(Tier::of_strength(0.6), Tier::Close);
}

#[test]
fn without_any_contact_all_of_a_tie_is_at_risk() {
    let network = network();
    let matcher = Matcher::new(&network);
    let rosa = network.id("rosa").expect("rosa");
    let fading = matcher
        .losing_touch(&Contacts::new(), rosa, Day(0))
        .expect("any day");
    assert_eq!((fading[0].gap, fading[0].lost), (Gap::Never, 0.6));
}

#[test]
fn a_week_is_calm_and_nobody_is_reminded_twice_in_it() {
    let network = network();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("ana");
    let mut contacts = all_met(0);
    let agenda = matcher.agenda(&contacts, ana, Day(60)).expect("later");
    assert_eq!((agenda.contacts.len(), agenda.later), (4, 0));
    contacts.reminded("ana", "rosa", Day(60)).expect("sound");
    let again = matcher.agenda(&contacts, ana, Day(63)).expect("later");
    assert!(again.contacts.iter().all(|tie| tie.name != "rosa"));
    let next = matcher.agenda(&contacts, ana, Day(67)).expect("later");
    assert_eq!(next.contacts[0].name, "rosa");
}

#[test]
fn paused_and_blocked_people_are_not_named() {
    let network = Network::builder()
        .person(Person::new("ana"))
        .person(Person::new("ben").blocks("ana"))
        .person(Person::new("caro").paused())
        .tie("ana", "ben", 0.9)
        .tie("ana", "caro", 0.9)
        .build()
        .expect("a sound network");
    let matcher = Matcher::new(&network);
    let id = |name| network.id(name).expect("known");
    assert!(
        matcher
            .losing_touch(&Contacts::new(), id("ana"), Day(9))
            .expect("any day")
            .is_empty()
    );
    assert!(
        matcher
            .agenda(&Contacts::new(), id("caro"), Day(9))
            .expect("any day")
            .contacts
            .is_empty()
    );
}

#[test]
fn late_entries_count_and_a_question_about_the_past_is_refused() {
    let mut contacts = all_met(10);
    contacts
        .met("ana", "ben", Day(9))
        .expect("written down late");
    assert_eq!(contacts.gap("ana", "ben", Day(12)), Ok(Gap::Days(2)));
    assert!(contacts.remove_contact("ana", "ben", Day(10)));
    assert_eq!(contacts.gap("ana", "ben", Day(12)), Ok(Gap::Days(3)));
    assert!(contacts.gap("ana", "ben", Day(9)).is_err());
    assert!(contacts.met("ana", "ana", Day(11)).is_err());
    let network = network();
    let ana = network.id("ana").expect("ana");
    assert!(
        Matcher::new(&network)
            .agenda(&contacts, ana, Day(9))
            .is_err()
    );
}

#[cfg(feature = "serde")]
#[test]
fn stored_contacts_come_back() {
    let mut contacts = all_met(3);
    contacts.reminded("ana", "rosa", Day(7)).expect("sound");
    contacts.keep("ana", "rosa", Tier::Inner).expect("sound");
    let text = serde_json::to_string(&contacts).expect("contacts serialise");
    assert_eq!(
        serde_json::from_str::<Contacts>(&text).expect("and come back"),
        contacts
    );
    assert!(serde_json::from_str::<Contacts>(r#"{"met":[["ana","ana",1]]}"#).is_err());
}

#[test]
fn a_record_whose_only_days_are_removed_is_as_new() {
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(3)).expect("sound");
    contacts.reminded("ana", "ben", Day(4)).expect("sound");
    assert!(contacts.remove_contact("ben", "ana", Day(3)));
    assert!(contacts.remove_reminder("ana", "ben", Day(4)));
    assert_eq!(contacts, Contacts::new());
}

#[test]
fn renaming_counts_meetings_reminders_and_tiers() {
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(3)).expect("sound");
    contacts.met("ana", "ben", Day(5)).expect("sound");
    contacts.reminded("ana", "ben", Day(6)).expect("sound");
    contacts.keep("ana", "caro", Tier::Close).expect("sound");
    contacts.keep("ben", "caro", Tier::Close).expect("sound");
    assert_eq!(contacts.rename("ana", "anna").expect("a new name"), 4);
}

#[test]
fn an_agenda_is_told_tie_by_tie() {
    let network = network();
    let ana = network.id("ana").expect("ana");
    let agenda = Matcher::new(&network)
        .agenda(&all_met(0), ana, Day(90))
        .expect("later");
    let told = agenda.to_string();
    assert!(told.starts_with("ana: this week\n"), "{told}");
    assert!(!agenda.contacts.is_empty());
    for tie in &agenda.contacts {
        assert!(told.contains(&format!("\n  {tie}")), "{told}");
    }
}

#[test]
fn who_is_full_is_named_and_who_is_paused_or_blocks_is_not() {
    let names = |rosa: Person| {
        let network = Network::builder()
            .people([Person::new("ana"), rosa])
            .tie("ana", "rosa", 0.6)
            .build()
            .expect("sound");
        let ana = network.id("ana").expect("ana");
        let matcher = Matcher::new(&network);
        let fading = matcher.losing_touch(&Contacts::new(), ana, Day(9));
        fading.expect("any day").len()
    };
    let rosa = || Person::new("rosa");
    assert_eq!(names(rosa().peers(0)), 1);
    assert_eq!(
        [names(rosa().paused()), names(rosa().blocks("ana"))],
        [0, 0]
    );
}
