//! What is known of two people, and what is said of them.

use confrere::acceptance::{Acceptance, Answer, Outcome, Outcomes, Predictor};
use confrere::{Matcher, Network, Person, PersonId, Policy};

fn ids<const N: usize>(keys: [&str; N]) -> [PersonId; N] {
    keys.map(PersonId::of)
}

/// In a community without ties nobody is known to share a contact, nor to have no introducer; who shows no skill is not known to have
/// other skills. What is unknown is missing, not 0.
#[test]
fn what_nobody_tells_is_unknown_and_not_nothing() {
    let person = |key: &str| Person::new(key).attribute("office", key);
    let network = Network::builder()
        .person(person("ana").offers("rust", 0.9).needs("law", 0.5))
        .person(person("ben").interest("go", 1.0))
        .person(person("caro").offers("rust", 0.9))
        .build()
        .expect("sound");
    let [ana, ben, caro] = ids(["ana", "ben", "caro"]);
    let row = Matcher::new(&network).components(ana, ben);
    for unknown in [
        Predictor::CommonContacts,
        Predictor::Introduction,
        Predictor::TiesApart,
        Predictor::Activity,
        Predictor::Skills,
        Predictor::Interests,
    ] {
        assert_eq!(row.get(unknown), None, "{unknown:?}");
    }
    let alike = Matcher::new(&network)
        .components(ana, caro)
        .get(Predictor::Skills);
    assert!(alike.is_some_and(|alike| alike > 0.5), "{alike:?}");
}

/// Help has a direction: it counts for whom was helped, for both where each helped the other, whoever comes first by key.
#[test]
fn help_counts_for_who_was_helped() {
    let network = Network::from_people(["ana", "ben"].map(Person::new), []).expect("sound");
    let [ana, ben] = ids(["ana", "ben"]);
    let helped = |outcome: Outcome| {
        let past = Outcomes::new([outcome]).expect("sound");
        let matcher = Matcher::new(&network).with_past(&past, 10);
        [(ana, ben), (ben, ana)]
            .map(|(who, peer)| matcher.components(who, peer).get(Predictor::Helped))
    };
    let once = Some(2.0_f32.ln());
    assert_eq!(
        helped(Outcome::of_first("ana", "ben", 3, Answer::Helped)),
        [once, Some(0.0)]
    );
    assert_eq!(
        helped(Outcome::of_first("ben", "ana", 3, Answer::Helped)),
        [Some(0.0), once]
    );
    assert_eq!(
        helped(Outcome::of_pair("ana", "ben", 3, Answer::Helped)),
        [once, once]
    );
    assert_eq!(
        helped(Outcome::of_pair("ben", "ana", 3, Answer::Helped)),
        [once, once]
    );
}

/// However little the chance of a yes weighs, it weighs.
#[test]
fn a_small_weight_of_acceptance_counts() {
    let person = |key: &str, office: &str| {
        Person::new(key)
            .offers("rust", 0.9)
            .needs("rust", 0.8)
            .attribute("office", office)
    };
    let people = [
        person("ana", "lisbon"),
        person("ben", "lisbon"),
        person("caro", "oslo"),
    ];
    let network = Network::from_people(people, []).expect("sound");
    let [ana, ben] = ids(["ana", "ben"]);
    let score = |weight: f32| {
        let policy = Policy::default().acceptance_weight(weight);
        Matcher::with_policy(&network, policy)
            .expect("sound")
            .score(ana, ben)
    };
    assert!(score(0.1) < score(0.0), "{} {}", score(0.1), score(0.0));
    assert!(score(0.2) < score(0.1));
}

/// No circle, office or skill in common is no reason to say yes, and none is told.
#[test]
fn only_what_is_shared_is_told_as_shared() {
    let person = |key: &str, skill: &str, other: &str| {
        Person::new(key)
            .offers(skill, 0.9)
            .needs(other, 0.8)
            .circle([format!("team {key}"), format!("org {key}")])
            .attribute("office", format!("at {key}"))
            .interest(format!("hobby {key}"), 1.0)
    };
    let network = Network::builder()
        .person(person("ana", "rust", "law"))
        .person(person("ben", "law", "rust"))
        .person(person("caro", "sql", "go"))
        .tie("caro", "ana", 0.5)
        .build()
        .expect("sound");
    let [ana, ben] = ids(["ana", "ben"]);
    let told = Matcher::new(&network)
        .explain(ana, ben)
        .expect("both are open")
        .to_string();
    for unsaid in ["you share", "same office", "alike"] {
        assert!(!told.contains(unsaid), "{told}");
    }
}

/// Of topics that divide equally the first by name decides who stands on which side.
#[test]
fn of_equally_divisive_topics_the_first_by_name_decides() {
    let person = |key: &str, tabs: f32, remote: f32| {
        Person::new(key)
            .stance("tabs", tabs)
            .stance("remote", remote)
    };
    let network = Network::from_people(
        [
            person("ana", 1.0, 1.0),
            person("ben", 1.0, -1.0),
            person("caro", -1.0, 1.0),
            person("dan", -1.0, -1.0),
        ],
        [],
    )
    .expect("sound");
    let reports = Matcher::new(&network).opinions();
    let told: Vec<(&str, f32)> = reports
        .iter()
        .map(|(topic, report)| (topic.as_str(), report.divisiveness))
        .collect();
    assert_eq!(
        (told[0].0, told[1].0, told[0].1),
        ("remote", "tabs", told[1].1)
    );
}

/// An unknown gain counts where one side is known to gain: of two who are known to gain nothing there is no score.
#[test]
fn nobody_is_matched_by_unknown_gains_alone() {
    let network = Network::builder()
        .person(Person::new("ana").needs("law", 0.9))
        .person(Person::new("ben").offers("law", 0.9))
        .person(Person::new("caro"))
        .build()
        .expect("sound");
    let policy = Policy::default().unknown_gain(0.5).acceptance_weight(0.0);
    let matcher = Matcher::with_policy(&network, policy).expect("sound");
    let [ana, ben, caro] = ids(["ana", "ben", "caro"]);
    assert!(matcher.score(ana, ben) > 0.0);
    assert_eq!(
        (matcher.score(ana, caro), matcher.score(ben, caro)),
        (0.0, 0.0)
    );
}

/// What a model does not weigh speaks for nothing: it is no reason.
#[test]
fn only_what_the_model_weighs_is_told_as_a_reason() {
    let person = |key: &str| Person::new(key).attribute("office", "lisbon");
    let network = Network::builder()
        .person(person("ana").needs("law", 0.9).offers("rust", 0.9))
        .person(person("ben").offers("law", 0.9).needs("rust", 0.9))
        .person(person("caro"))
        .person(Person::new("dana"))
        .tie("ana", "caro", 0.9)
        .tie("caro", "ben", 0.9)
        .build()
        .expect("sound");
    let [ana, ben] = ids(["ana", "ben"]);
    let model = Acceptance::none().with(Predictor::Attributes, 0.5);
    let policy = Policy::default().acceptance(model.expect("a coefficient in range"));
    let matcher = Matcher::with_policy(&network, policy).expect("sound");
    let told = matcher.explain(ana, ben).expect("a match").to_string();
    assert!(told.contains("same office"), "{told}");
    assert!(!told.contains("contact"), "{told}");
}
