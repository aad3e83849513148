//! Policies that the evaluation may choose: a lift that peaks, stances foretold, a price on competitors.

use confrere::diversity::{Component, DifferenceWeights, StanceModel};
use confrere::{Intent, Matcher, Network, Person, PersonId, Policy, Unspoken};

fn id(network: &Network, key: &str) -> PersonId {
    network.id(key).expect("known")
}

fn peer(key: &str) -> Person {
    Person::new(key).offers("law", 1.0).needs("law", 1.0)
}

#[test]
fn a_peak_lifts_most_there_and_falls_on_both_sides() {
    let network = Network::builder()
        .person(peer("ana").circle(["core", "acme"]))
        .person(peer("near").circle(["core", "acme"]))
        .person(peer("middle").circle(["sales", "acme"]))
        .person(peer("far").circle(["ops", "bolt"]))
        .build()
        .expect("sound");
    let circles = DifferenceWeights::none()
        .with(Component::CircleLevel, 1.0)
        .expect("in range");
    let scores = |peak: f32| {
        let policy = Policy::benefit_only()
            .difference(circles)
            .openness(3.0)
            .peak(peak);
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        ["near", "middle", "far"].map(|peer| matcher.score(id(&network, "ana"), id(&network, peer)))
    };
    let alone = Matcher::with_policy(&network, Policy::benefit_only()).expect("sound");
    let benefit = alone.score(id(&network, "ana"), id(&network, "far"));
    // (1 + 3·lift) / 4 with lift 0, 1, 0 at differences of 0, 1/2, 1; straight it is 0, 1/2, 1.
    assert_eq!(scores(0.5), [0.25, 1.0, 0.25].map(|left| left * benefit));
    assert_eq!(scores(1.0), [0.25, 0.625, 1.0].map(|left| left * benefit));
    // At a peak of 0.8 the lift of 1/2 is 1 − (0.3/0.8)², that of 1 is 1 − (0.2/0.8)².
    let uneven = scores(0.8);
    let lift = |off: f32| (1.0 + 3.0 * (1.0 - (off / 0.8).powi(2))) / 4.0;
    assert!((uneven[1] - lift(0.3) * benefit).abs() < 1e-6);
    assert!((uneven[2] - lift(0.2) * benefit).abs() < 1e-6);
    for wrong in [0.0, -0.5, 1.5, f32::NAN] {
        assert!(Matcher::with_policy(&network, Policy::default().peak(wrong)).is_err());
    }
}

#[test]
fn foretold_disagreement_orders_pairs_as_the_model_of_stances_does() {
    // Two camps over eight topics; everyone has spoken on three of them.
    let stances: Vec<Vec<(u32, f32)>> = (0..24_u32)
        .map(|person| {
            let camp = if person % 2 == 0 { 1.0 } else { -1.0 };
            let mut own: Vec<u32> = (0..3).map(|step| (person * 3 + step * step) % 8).collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter()
                .map(|topic| {
                    (
                        topic,
                        camp * if (person + topic) % 5 == 0 { -0.5 } else { 1.0 },
                    )
                })
                .collect()
        })
        .collect();
    let model = StanceModel::new(&stances, 8).expect("sound");
    let person = |(place, own): (usize, &Vec<(u32, f32)>)| {
        let person = Person::new(format!("p{place:02}")).seeks(Intent::Contrarian, 1.0);
        own.iter().fold(person, |person, &(topic, stance)| {
            person.stance(format!("t{topic}"), stance)
        })
    };
    let network = Network::from_people(stances.iter().enumerate().map(person), []).expect("sound");
    let matcher = |unspoken| {
        let policy = Policy::contrarian().unspoken(unspoken);
        Matcher::with_policy(&network, policy)
            .expect("sound")
            .for_operator()
    };
    let (foretold, ignored) = (matcher(Unspoken::Foretold), matcher(Unspoken::Ignored));
    let people: Vec<PersonId> = network.people().collect();
    let (mut compared, mut new) = (0, 0);
    for (i, &a) in people.iter().enumerate() {
        for (j, &b) in people.iter().enumerate().skip(i + 1) {
            let expected = model
                .disagreement((i as u32, &stances[i]), (j as u32, &stances[j]))
                .expect("both have spoken");
            // Eight topics of evidence of which two more would be half; nothing is known of common ground.
            let gain = expected as f32 * 8.0 / 10.0 * 0.5;
            assert!((foretold.gain(a, b) - gain).abs() < 1e-5, "{i} and {j}");
            compared += 1;
            new += u32::from(ignored.gain(a, b) == 0.0 && gain > 0.0);
        }
    }
    assert_eq!(compared, 24 * 23 / 2);
    assert!(new > 20, "{new} pairs share no topic and are told apart");
}

#[test]
fn competitors_pay_outside_their_circles_and_nobody_else_does() {
    let firm = |key: &str, market: &str, circle: &str| {
        peer(key).attribute("market", market).circle([circle])
    };
    let network = Network::builder()
        .person(firm("ana", "bread", "acme"))
        .person(firm("rival", "bread", "bolt"))
        .person(firm("colleague", "bread", "acme"))
        .person(firm("other", "tea", "bolt"))
        .person(peer("unplaced").attribute("market", "bread"))
        .person(peer("unsaid").circle(["bolt"]))
        .build()
        .expect("sound");
    let scores = |policy: Policy| {
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        ["rival", "colleague", "other", "unplaced", "unsaid"]
            .map(|peer| matcher.score(id(&network, "ana"), id(&network, peer)))
    };
    let free = scores(Policy::benefit_only());
    let priced = scores(Policy::benefit_only().competitors("market", 0.25));
    assert_eq!(priced[0], 0.75 * free[0]);
    assert_eq!(priced[1..], free[1..]);
    assert!(free.iter().all(|&score| score > 0.0));
    let never = Policy::benefit_only().competitors("market", 1.0);
    assert_eq!(scores(never.clone())[0], 0.0);
    let matcher = Matcher::with_policy(&network, never).expect("sound");
    let picks = matcher.recommend(id(&network, "ana"));
    assert!(picks.len() == 4 && picks.iter().all(|pick| pick.name() != "rival"));
    // An attribute that nobody has tells no competitors.
    assert_eq!(
        scores(Policy::benefit_only().competitors("guild", 1.0)),
        free
    );
    assert!(Matcher::with_policy(&network, Policy::default().competitors("market", 1.5)).is_err());
}
