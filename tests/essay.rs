//! What the essay behind the crate says of matches, each claim a test.

use confrere::diversity::Component;
use confrere::{Intent, Matcher, Mean, Network, NetworkBuilder, Person, Policy, Query};

fn matcher(builder: NetworkBuilder) -> Matcher {
    Matcher::new(&builder.build().expect("sound"))
}

/// Only those of whom both are known to gain.
fn strict(builder: NetworkBuilder) -> Matcher {
    let network = builder.build().expect("sound");
    Matcher::with_policy(&network, Policy::strict()).expect("sound")
}

fn names(matcher: &Matcher, who: &str) -> Vec<String> {
    let who = matcher.network().id(who).expect("known");
    matcher
        .recommend(who)
        .iter()
        .map(|pick| pick.name().to_string())
        .collect()
}

#[test]
fn mutual_benefit_is_the_hallmark() {
    let people = Network::builder()
        .person(Person::new("ana").offers("rust", 0.6).needs("law", 1.0))
        .person(Person::new("ben").offers("law", 0.6).needs("rust", 1.0))
        // The best lawyer of all needs nothing that ana has.
        .person(Person::new("star").offers("law", 1.0).needs("design", 1.0));
    let both_gain = strict(people.clone());
    assert_eq!(names(&both_gain, "ana"), ["ben"]);
    assert!(names(&both_gain, "star").is_empty());
    // What the star may gain from ana is not known. That is not nothing, but far less than what is known.
    let matcher = matcher(people);
    assert_eq!(names(&matcher, "ana"), ["ben", "star"]);
    let ana = matcher.network().id("ana").expect("known");
    let told: Vec<String> = matcher
        .recommend(ana)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told[1],
        "star: ana gains law (1.00), what star gains is not known"
    );
}

#[test]
fn both_sides_are_told_what_they_gain() {
    let matcher = matcher(
        Network::builder()
            .person(Person::new("ana").offers("rust", 0.9).needs("law", 1.0))
            .person(Person::new("ben").offers("law", 0.7).needs("rust", 1.0)),
    );
    let (ana, ben) = (
        matcher.network().id("ana").expect("known"),
        matcher.network().id("ben").expect("known"),
    );
    let told = matcher.recommend(ana)[0].to_string();
    assert_eq!(told, "ben: ana gains law (0.70), ben gains rust (0.90)");
    assert_eq!(
        matcher.recommend(ben)[0].to_string(),
        "ana: ben gains rust (0.90), ana gains law (0.70)"
    );
}

#[test]
fn a_balanced_match_beats_a_lopsided_one_of_the_same_sum() {
    assert!(Mean::HARMONIC.of(0.5, 0.5) > Mean::HARMONIC.of(0.9, 0.1));
}

#[test]
fn be_specific_a_claim_of_everything_is_worth_less_than_a_claim_of_something() {
    let everything = (0..40).fold(Person::new("everything"), |person, skill| {
        person.offers(format!("skill {skill}"), 0.9)
    });
    let matcher = matcher(
        Network::builder()
            .person(Person::new("ana").offers("rust", 0.9).needs("skill 7", 1.0))
            .person(everything.needs("rust", 1.0))
            .person(
                Person::new("something")
                    .offers("skill 7", 0.9)
                    .needs("rust", 1.0),
            ),
    );
    assert_eq!(names(&matcher, "ana"), ["something", "everything"]);
}

#[test]
fn move_outside_your_immediate_circles() {
    let peer = |name: &str| Person::new(name).offers("law", 0.8).needs("rust", 1.0);
    let builder = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.9)
                .needs("law", 1.0)
                .circle(["core", "acme", "pt"]),
        )
        .person(peer("abel, the team mate").circle(["core", "acme", "pt"]))
        .person(peer("bela, the colleague").circle(["sales", "acme", "pt"]))
        .person(peer("zoe, the stranger").circle(["seed", "fund", "de"]));
    let network = builder.build().expect("sound");
    // By default whoever is outside the immediate circle comes before whoever is within, and the chance that they say yes
    // decides who of them is first.
    let default = Matcher::new(&network);
    assert_eq!(names(&default, "ana")[2], "abel, the team mate");
    let outward = Matcher::with_policy(&network, Policy::outside()).expect("sound");
    assert_eq!(
        names(&outward, "ana"),
        [
            "zoe, the stranger",
            "bela, the colleague",
            "abel, the team mate"
        ]
    );
    let indifferent = Matcher::with_policy(&network, Policy::benefit_only()).expect("sound");
    assert_eq!(
        names(&indifferent, "ana")[0],
        "abel, the team mate",
        "only the name decides"
    );
}

#[test]
fn difference_lifts_a_match_and_never_makes_one() {
    let matcher = matcher(
        Network::builder()
            .person(
                Person::new("ana")
                    .offers("rust", 0.9)
                    .needs("law", 1.0)
                    .circle(["core", "pt"])
                    .openness(9.0),
            )
            .person(
                Person::new("zoe")
                    .offers("design", 1.0)
                    .needs("tax", 1.0)
                    .circle(["seed", "de"]),
            ),
    );
    assert!(names(&matcher, "ana").is_empty());
}

/// Ana seeks one thing; the one who has it stands before the one who has none of it.
fn seeks(ana: Person, right: Person, wrong: Person) {
    let matcher = strict(Network::builder().person(ana).person(right).person(wrong));
    assert_eq!(
        names(&matcher, "ana").first().map(String::as_str),
        Some("right")
    );
    assert!(!names(&matcher, "ana").contains(&"wrong".to_string()));
}

fn ana(intent: Intent) -> Person {
    Person::new("ana").offers("rust", 0.5).seeks(intent, 1.0)
}

fn other(name: &str) -> Person {
    Person::new(name).needs("rust", 1.0)
}

#[test]
fn know_what_you_are_looking_for_a_skill() {
    seeks(
        ana(Intent::Learn).needs("law", 1.0),
        other("right").offers("law", 0.5),
        other("wrong").offers("tax", 0.9),
    );
}

#[test]
fn know_what_you_are_looking_for_a_mentor_who_is_ahead() {
    let ana = ana(Intent::Mentor).offers("law", 0.6).needs("law", 1.0);
    seeks(
        ana,
        other("right").offers("law", 0.9),
        other("wrong").offers("law", 0.6),
    );
}

#[test]
fn know_what_you_are_looking_for_exposure() {
    seeks(
        ana(Intent::Exposure).wants_circle("de", 1.0),
        other("right").circle(["fund", "de"]),
        other("wrong").circle(["fund", "pt"]),
    );
}

#[test]
fn know_what_you_are_looking_for_a_contrarian_view() {
    let ana = ana(Intent::Contrarian)
        .stance("remote work", 1.0)
        .interest("chess", 1.0);
    seeks(
        ana,
        other("right")
            .stance("remote work", -1.0)
            .interest("chess", 1.0),
        other("wrong")
            .stance("remote work", 1.0)
            .interest("chess", 1.0),
    );
}

#[test]
fn know_what_you_are_looking_for_people_who_receive_your_work() {
    let ana = Person::new("ana")
        .offers("rust", 0.9)
        .seeks(Intent::Partner, 1.0);
    seeks(
        ana,
        other("right"),
        Person::new("wrong").needs("tax", 1.0).offers("law", 1.0),
    );
}

#[test]
fn know_what_you_are_looking_for_shared_interests() {
    seeks(
        ana(Intent::Affinity).interest("chess", 1.0),
        other("right").interest("chess", 0.2),
        other("wrong").interest("choir", 1.0),
    );
}

#[test]
fn a_contrarian_on_common_ground_beats_one_without_any() {
    let ana = ana(Intent::Contrarian)
        .stance("remote work", 1.0)
        .interest("chess", 1.0);
    let matcher = matcher(
        Network::builder()
            .person(ana)
            .person(other("a stranger").stance("remote work", -1.0))
            .person(
                other("one who plays chess")
                    .stance("remote work", -1.0)
                    .interest("chess", 1.0),
            ),
    );
    assert_eq!(
        names(&matcher, "ana"),
        ["one who plays chess", "a stranger"]
    );
}

#[test]
fn one_person_weighs_several_intents() {
    let ana = Person::new("ana")
        .offers("rust", 0.9)
        .needs("law", 1.0)
        .interest("chess", 1.0);
    let both = ana.seeks(Intent::Learn, 0.5).seeks(Intent::Affinity, 0.5);
    let matcher = matcher(
        Network::builder()
            .person(both)
            .person(other("learns").offers("law", 1.0))
            .person(other("plays").interest("chess", 1.0))
            .person(
                other("plays and learns")
                    .offers("law", 1.0)
                    .interest("chess", 1.0),
            ),
    );
    assert_eq!(names(&matcher, "ana")[0], "plays and learns");
    assert_eq!(names(&matcher, "ana").len(), 3);
}

#[test]
fn someone_you_know_can_introduce_you() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).needs("law", 1.0))
        .person(Person::new("ben").offers("law", 0.9).needs("rust", 1.0))
        .person(Person::new("caro"))
        .person(Person::new("dan"))
        .tie("ana", "caro", 0.8)
        .tie("caro", "ben", 0.5)
        .tie("ana", "dan", 0.3)
        .tie("dan", "ben", 0.9)
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let picks = matcher.recommend(Query::new(network.id("ana").expect("known")));
    assert_eq!(picks[0].via(), ["caro"]);
    let way = picks[0].introduction().expect("a way");
    assert!((way.chance() - 0.4).abs() < 1e-6);
    // Ties apart count as a difference for those who look outside.
    let outward = Matcher::with_policy(&network, Policy::outside()).expect("sound");
    let picks = outward.recommend(Query::new(network.id("ana").expect("known")));
    assert_eq!(picks[0].difference().get(Component::HopNovelty), Some(0.5));
}

#[test]
fn a_pause_and_a_full_calendar_are_respected() {
    let right = || other("right").offers("law", 0.9);
    let ana = || Person::new("ana").offers("rust", 0.5).needs("law", 1.0);
    let found = |right: Person| {
        names(
            &matcher(Network::builder().person(ana()).person(right)),
            "ana",
        )
        .len()
    };
    assert_eq!(found(right()), 1);
    assert_eq!(found(right().paused()), 0);
    assert_eq!(found(right().peers(0)), 0);
    assert_eq!(found(right().peers(2).engaged(2)), 0);
    assert_eq!(found(right().blocks("ana")), 0);
}
