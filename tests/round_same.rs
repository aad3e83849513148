//! The same round on any number of threads and for people in any order; a history is checked where it is read.

use confrere::assign::{Aim, WeightedPairs};
use confrere::round::{Encounter, MeetingHistory, RoundPlanner, Scores};
use confrere::{Matcher, Network, Person};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn crowd(seed: u64) -> Vec<Person> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..41)
        .map(|number| {
            let mut person = Person::new(format!("p{number:02}"));
            for skill in 0..8 {
                if rng.random_bool(0.4) {
                    person = person.offers(format!("s{skill}"), rng.random_range(0.1..1.0));
                } else if rng.random_bool(0.5) {
                    person = person.needs(format!("s{skill}"), rng.random_range(0.1..1.0));
                }
            }
            person.circle([format!("team {}", rng.random_range(0..6))])
        })
        .collect()
}

/// Everything that is planned for a community, as text.
fn told(people: Vec<Person>) -> String {
    let network = Network::builder()
        .people(people)
        .build()
        .expect("a sound community");
    let matcher = Matcher::new(&network);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["p00", "p01", "p02"], 0))
        .expect("sound");
    let planner = RoundPlanner::new(Scores::of(&matcher)).sweeps(2);
    let pairs = planner.series(&history, 3).expect("sound settings");
    let groups = planner.groups(3, 5).plan(&history).expect("sound settings");
    format!("{pairs:?}\n{groups:?}")
}

#[test]
fn one_two_and_seven_threads_plan_the_same() {
    let texts: Vec<String> = [1, 2, 7]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| told(crowd(1)))
        })
        .collect();
    assert!(texts[0].len() > 5_000);
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
}

#[test]
fn people_in_another_order_are_planned_the_same() {
    let expected = told(crowd(2));
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..3 {
        let mut people = crowd(2);
        for place in (1..people.len()).rev() {
            people.swap(place, rng.random_range(0..=place));
        }
        assert_eq!(told(people), expected);
    }
}

/// A digest that does not depend on the platform: FNV-1a.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn equal_pairs_are_chosen_the_same_with_and_without_features() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let mut edges = Vec::new();
    for a in 0..60 {
        for b in a + 1..60 {
            if rng.random_bool(0.3) {
                edges.push((a, b, rng.random_range(1..4)));
            }
        }
    }
    let best = WeightedPairs::new(60, &edges)
        .expect("sound pairs")
        .best(Aim::Weight);
    let text = format!("{:?}", best.pairs().collect::<Vec<_>>());
    assert_eq!(digest(&text), 12_204_308_459_478_329_901, "{text}");
}

#[cfg(feature = "serde")]
#[test]
fn a_history_survives_json_and_an_unsound_one_is_refused_as_by_hand() {
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 3).rated("ana", 0.5))
        .expect("sound");
    history.left_out("caro", 3).expect("a name");
    let json = serde_json::to_string(&history).expect("plain data");
    assert_eq!(
        serde_json::from_str::<MeetingHistory>(&json).expect("the same"),
        history
    );
    let unsound = json.replace("0.5", "1.5");
    let by_json = serde_json::from_str::<MeetingHistory>(&unsound)
        .expect_err("refused")
        .to_string();
    let by_hand = MeetingHistory::default()
        .record(Encounter::new(["ana", "ben"], 3).rated("ana", 1.5))
        .expect_err("refused")
        .to_string();
    assert!(by_json.starts_with(&by_hand), "{by_json} / {by_hand}");
    assert!(
        serde_json::from_str::<MeetingHistory>(&json.replace("\"left_out\"", "\"left\"")).is_err()
    );
}

#[cfg(feature = "serde")]
#[test]
fn a_plan_says_everything_as_json() {
    let network = Network::builder()
        .people(crowd(5))
        .build()
        .expect("a sound community");
    let plan = RoundPlanner::new(Scores::equal(&network))
        .plan(&MeetingHistory::default())
        .expect("sound");
    let json: serde_json::Value = serde_json::to_value(&plan).expect("plain data");
    assert_eq!(json["meetings"].as_array().map(Vec::len), Some(20));
    assert_eq!(json["value"].as_f64(), Some(plan.value()));
    assert_eq!(json["meetings"][0]["people"][0], "p00");
}
