//! What a person says, and what a network keeps of it.

use confrere::{Adjacency, Error, Intent, Limits, Matcher, Network, Person, Visibility};

#[test]
fn setting_an_item_leaves_one_of_its_name_and_all_others_as_they_stood() {
    let ana = Person::new("ana")
        .offers("law", 0.2)
        .offers("rust", 0.1)
        .offers("Rust", 0.3)
        .offers("RUST", 0.4)
        .offers("sql", 0.5)
        .set_offer("rust", 0.9);
    let offers: Vec<(&str, f32)> = ana
        .get_offers()
        .map(|at| (at.skill.as_str(), at.level))
        .collect();
    assert_eq!(offers, [("law", 0.2), ("rust", 0.9), ("sql", 0.5)]);
}

#[test]
fn a_stance_that_moves_stays_hidden_and_a_new_one_beside_it_is_shown() {
    let ana = Person::new("ana")
        .stance_privately("tabs", 0.5)
        .set_stance("Tabs", -0.5)
        .set_stance("spaces", 0.3);
    let stances: Vec<(f32, Visibility)> = ana
        .get_stances()
        .map(|at| (at.position, at.visibility))
        .collect();
    assert_eq!(
        stances,
        [(-0.5, Visibility::Hidden), (0.3, Visibility::Shown)]
    );
}

/// A half hour counts if all of it lies within the hours: the last one up to the end does, one that ends a minute later does not.
#[test]
fn the_half_hours_of_a_day_lie_within_its_hours() {
    let slots = |minutes_east, from, to| {
        let person = Person::new("ana").available_hours(minutes_east, from, to);
        person.get_available().map(String::from).collect::<Vec<_>>()
    };
    let day = slots(0, 9, 17);
    assert_eq!(
        (day.len(), day[0].as_str(), day[15].as_str()),
        (16, "09:00Z", "16:30Z")
    );
    // By local mean time, a minute ahead: 05:30Z ends at 06:01 there.
    let night = slots(1, 22, 6);
    assert_eq!(night.len(), 15);
    assert!(!night.contains(&"05:30Z".into()) && night.contains(&"05:00Z".into()));
    assert_eq!(slots(0, 8, 8).len(), 48);
}

#[test]
fn nobody_has_been_asked_yet() {
    let limits = Limits::default();
    assert_eq!((limits.engaged, limits.every, limits.asked), (0, 1, 0));
}

/// Whoever is tied one way is known both ways, however many ties there are.
#[test]
fn every_directed_tie_makes_two_acquaintances() {
    let ties = [
        ("a", "b", 0.5),
        ("c", "d", 0.4),
        ("e", "f", 0.3),
        ("g", "h", 0.2),
    ];
    let people = ["a", "b", "c", "d", "e", "f", "g", "h"].map(Person::new);
    let mut builder = Network::builder().people(people);
    for (from, to, strength) in ties {
        builder = builder.directed_tie(from, to, strength);
    }
    let network = builder.build().expect("sound");
    let at = |key: &str| {
        network
            .position(network.id(key).expect("known"))
            .expect("someone")
    };
    let known = network.acquaintances();
    for (from, to, strength) in ties {
        let (from, to) = (at(from), at(to));
        assert_eq!(network.ties().strength(from, to), Some(strength));
        assert_eq!(network.ties().strength(to, from), None);
        assert_eq!(known.strength(from, to), Some(strength));
        assert_eq!(known.strength(to, from), Some(strength));
    }
    assert_eq!(known.ties(), 8);
}

#[test]
fn of_parallel_ties_the_strongest_counts_and_people_end_before_their_number() {
    let ties = [
        (0, 1, 0.5),
        (0, 1, 0.9),
        (0, 1, 0.7),
        (1, 0, 0.2),
        (1, 2, 0.0),
    ];
    let ties = Adjacency::new(3, &ties).expect("sound");
    assert_eq!(
        (ties.ties(), ties.strength(0, 1), ties.strength(1, 2)),
        (2, Some(0.9), None)
    );
    assert!(matches!(
        Adjacency::new(2, &[(0, 2, 0.5)]),
        Err(Error::Unknown { .. })
    ));
    assert!(matches!(
        Adjacency::new(2, &[(2, 0, 0.5)]),
        Err(Error::Unknown { .. })
    ));
}

/// One changed tie of a person leaves their other ties alone.
#[test]
fn a_change_of_one_tie_is_a_change_of_one_tie() {
    let network = Network::builder()
        .people(["ana", "ben", "caro"].map(Person::new))
        .tie("ana", "ben", 0.5)
        .tie("ana", "caro", 0.4)
        .build()
        .expect("sound");
    let changed = network
        .change()
        .tie("ana", "ben", 0.9)
        .build()
        .expect("sound");
    let [ana, ben, caro] = ["ana", "ben", "caro"].map(|key| {
        changed
            .position(changed.id(key).expect("known"))
            .expect("someone")
    });
    assert_eq!(changed.ties().strength(ana, ben), Some(0.9));
    assert_eq!(changed.ties().strength(ana, caro), Some(0.4));
}

/// An intent counts by its weight even where nobody gives it much.
#[test]
fn an_intent_that_weighs_little_for_everyone_still_counts() {
    let person = |key: &str| {
        Person::new(key)
            .interest("go", 1.0)
            .needs("rust", 1.0)
            .seeks(Intent::Learn, 0.9)
            .seeks(Intent::Affinity, 0.1)
    };
    let network = Network::from_people(["ana", "ben"].map(person), []).expect("sound");
    let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
    let gain = Matcher::new(&network).gain(ana, ben);
    assert!((gain - 0.1).abs() < 1e-6, "{gain}");
}

/// The first of all attributes is told as an attribute, too: a fifth of what who seeks nothing gains is company.
#[test]
fn company_is_explained_by_the_attribute_that_is_shared() {
    let person = |key: &str| Person::new(key).attribute("office", "Paris");
    let network = Network::from_people(["ana", "ben"].map(person), []).expect("sound");
    let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
    let told = Matcher::new(&network)
        .explain(ana, ben)
        .expect("two people");
    let items: Vec<(&str, Intent)> = told
        .gain
        .items
        .iter()
        .map(|item| (item.name.as_str(), item.intent))
        .collect();
    assert_eq!(items, [("the same office", Intent::Affinity)]);
    assert!((told.gain.benefit - 0.2).abs() < 1e-6);
}
