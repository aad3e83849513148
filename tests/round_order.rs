//! A series against every series there is: four people who meet in pairs.

use confrere::round::{
    Enforcement, MeetingHistory, MeetingOutcome, RoundPlan, RoundPlanner, Rule, Scores,
};
use confrere::{Acquaintances, Matcher, Network, Person, Policy};

/// The ways in which four people meet in pairs.
const WAYS: [[[&str; 2]; 2]; 3] = [
    [["ana", "ben"], ["cy", "dan"]],
    [["ana", "cy"], ["ben", "dan"]],
    [["ana", "dan"], ["ben", "cy"]],
];

/// Two and two who help each other, planned as coffee rounds are.
fn coffee() -> RoundPlanner {
    let person = |name: &str, offers: &str, needs: &str| {
        Person::new(name).offers(offers, 0.9).needs(needs, 0.8)
    };
    let people = [
        person("ana", "rust", "law"),
        person("ben", "law", "rust"),
        person("cy", "go", "law"),
        person("dan", "law", "go"),
    ];
    let network = Network::builder().people(people).build().expect("sound");
    let policy = Policy::default().acquaintances(Acquaintances::Included);
    let matcher = Matcher::with_policy(&network, policy).expect("sound");
    RoundPlanner::new(Scores::of(&matcher))
        .same_circle(1, Enforcement::Hard)
        .rule(Rule::NoGain, Enforcement::Price(0.5))
}

/// What rounds are worth in all, each planned as it is asked for and then held.
fn worth(planner: &RoundPlanner, rounds: &[[[&str; 2]; 2]]) -> f64 {
    let mut history = MeetingHistory::default();
    let values = rounds.iter().map(|way| {
        let asked = way.iter().fold(planner.clone(), |planner, [one, other]| {
            planner.together(*one, *other)
        });
        let plan = asked.plan(&history).expect("sound");
        let met: Vec<&[String]> = plan.meetings().iter().map(|met| &met.people[..]).collect();
        assert_eq!(met, way);
        record(&mut history, &plan);
        plan.value()
    });
    values.sum()
}

fn record(history: &mut MeetingHistory, plan: &RoundPlan) {
    let recorded = history.record_plan(plan, |_| MeetingOutcome::Met);
    recorded.expect("a new round");
}

/// The way in which people meet in a round.
fn way_of(plan: &RoundPlan) -> [[&str; 2]; 2] {
    let met = |at: usize| {
        let people = &plan.meetings()[at].people;
        [people[0].as_str(), people[1].as_str()]
    };
    [met(0), met(1)]
}

/// Rounds planned one after another, each held before the next is planned.
fn one_by_one(planner: &RoundPlanner, rounds: u32) -> f64 {
    let mut history = MeetingHistory::default();
    let values = (0..rounds).map(|_| {
        let plan = planner.plan(&history).expect("sound");
        record(&mut history, &plan);
        plan.value()
    });
    values.sum()
}

/// Rounds by their number among all sequences of ways.
fn sequence(number: usize, rounds: u32) -> Vec<[[&'static str; 2]; 2]> {
    let digit = |round: u32| number / WAYS.len().pow(round) % WAYS.len();
    (0..rounds).map(|round| WAYS[digit(round)]).collect()
}

#[test]
fn a_series_of_four_people_is_the_best_there_is_and_no_worse_than_one_round_after_another() {
    let planner = coffee();
    for rounds in [3, 5] {
        let series = planner.series(&MeetingHistory::default(), rounds);
        let series = series.expect("sound");
        let found: f64 = series.plans().iter().map(RoundPlan::value).sum();
        let mut ways: Vec<[[&str; 2]; 2]> = series.plans().iter().map(way_of).collect();
        // A round of a series is worth what it would be had those before it taken place.
        assert!((worth(&planner, &ways) - found).abs() < 1e-6);
        assert!(found >= one_by_one(&planner, rounds) - 1e-6);
        for (one, other) in (0..ways.len()).flat_map(|one| (0..one).map(move |other| (one, other)))
        {
            ways.swap(one, other);
            assert!(worth(&planner, &ways) <= found + 1e-6, "{ways:?}");
            ways.swap(one, other);
        }
        let every = (0..WAYS.len().pow(rounds)).map(|number| sequence(number, rounds));
        let best = every.map(|ways| worth(&planner, &ways)).reduce(f64::max);
        assert!(
            best.is_some_and(|best| best <= found + 1e-6),
            "{best:?} {found}"
        );
    }
}
