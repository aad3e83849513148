//! Ten thousand random communities and rule sets: never a panic, never a broken hard rule, nobody dropped silently.

use std::collections::BTreeSet;

use confrere::round::{
    Encounter, Enforcement, MeetingHistory, MeetingOutcome, Odd, RoundChange, RoundPlan,
    RoundPlanner, Rule, Scores,
};
use confrere::{Mode, Network, Person};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn name(number: u32) -> String {
    format!("p{number}")
}

fn person(rng: &mut ChaCha8Rng, number: u32, people: u32) -> Person {
    let mut person = Person::new(name(number));
    if rng.random_bool(0.4) {
        person = person.circle([format!("team {}", rng.random_range(0..3))]);
    }
    if rng.random_bool(0.08) {
        person = person.paused();
    }
    if rng.random_bool(0.2) {
        person = person
            .peers(rng.random_range(0..4))
            .engaged(rng.random_range(0..3));
    }
    if rng.random_bool(0.2) {
        person = person.group_size(rng.random_range(2..5));
    }
    if rng.random_bool(0.2) {
        person = person.every(rng.random_range(1..4));
    }
    for slot in ["mon", "tue", "wed"] {
        if rng.random_bool(0.2) {
            person = person.available(slot);
        }
    }
    if rng.random_bool(0.2) {
        person = person.meets([Mode::Any, Mode::Remote, Mode::InPerson][rng.random_range(0..3)]);
    }
    let other = rng.random_range(0..people);
    if other != number && rng.random_bool(0.2) {
        person = person.blocks(name(other));
    }
    let boss = rng.random_range(0..people);
    if boss < number && rng.random_bool(0.2) {
        person = person.manager(name(boss));
    }
    person
}

fn enforcement(rng: &mut ChaCha8Rng) -> Enforcement {
    match rng.random_range(0..3) {
        0 => Enforcement::Ignored,
        1 => Enforcement::Price(rng.random_range(0.0..2.0)),
        _ => Enforcement::Hard,
    }
}

fn history(rng: &mut ChaCha8Rng, people: u32) -> MeetingHistory {
    let mut history = MeetingHistory::default();
    for _ in 0..rng.random_range(0..8) {
        let (a, b) = (rng.random_range(0..people), rng.random_range(0..people));
        if a != b {
            let outcome = [
                MeetingOutcome::Met,
                MeetingOutcome::Declined,
                MeetingOutcome::Skipped,
            ][rng.random_range(0..3)];
            let met = Encounter::new([name(a), name(b)], rng.random_range(0..5)).outcome(outcome);
            history.record(met).expect("a sound meeting");
        }
    }
    if rng.random_bool(0.3) {
        history
            .left_out(name(rng.random_range(0..people + 2)), 4)
            .expect("a name");
    }
    history
}

/// A planner, and those of the rules that `check` knows which are hard.
fn planner(rng: &mut ChaCha8Rng, network: &Network, people: u32) -> (RoundPlanner, Vec<Rule>) {
    let mut hard = vec![Rule::Manager, Rule::Slot, Rule::Mode];
    let scores = if rng.random_bool(0.5) {
        Scores::equal(network)
    } else {
        let mut pairs = Vec::new();
        for a in 0..people {
            for b in a + 1..people {
                if rng.random_bool(0.6) {
                    pairs.push((name(a), name(b), rng.random_range(0.0..=1.0)));
                }
            }
        }
        let pairs = pairs
            .iter()
            .map(|(a, b, score)| (a.as_str(), b.as_str(), *score));
        Scores::of_pairs(network, pairs).expect("sound scores")
    };
    let mut planner = RoundPlanner::new(scores)
        .same_circle(1, enforcement(rng))
        .recent(rng.random_range(0..4), enforcement(rng))
        .repeat_price(rng.random_range(0.0..3.0))
        .sweeps(2);
    for rule in [
        Rule::NoGain,
        Rule::Manager,
        Rule::Slot,
        Rule::Mode,
        Rule::Apart,
    ] {
        if rng.random_bool(0.3) {
            let enforcement = enforcement(rng);
            hard.retain(|&kept| kept != rule || enforcement == Enforcement::Hard);
            planner = planner.rule(rule, enforcement);
        }
    }
    for _ in 0..rng.random_range(0..3) {
        let (a, b) = (rng.random_range(0..people), rng.random_range(0..people));
        if a != b {
            planner = match rng.random_range(0..3) {
                0 => planner.apart(name(a), name(b)),
                1 => planner.together(name(a), name(b)),
                _ => planner.select(name(a), name(b)),
            };
        }
    }
    if rng.random_bool(0.2) {
        planner = planner.away(name(rng.random_range(0..people)));
    }
    planner = match rng.random_range(0..4) {
        0 => planner.odd(Odd::LeftOut),
        1 => planner.odd(Odd::SitsOut(name(rng.random_range(0..people)))),
        _ => planner,
    };
    planner = match rng.random_range(0..5) {
        0 => planner.groups(3, 5),
        1 => planner.groups(2, 3),
        2 => planner.meetings_each(rng.random_range(1..4)),
        _ => planner,
    };
    (planner, hard)
}

/// Everyone is met, unmatched or absent, exactly one of the three, and blocks, pauses, full places, limits and slots hold.
fn check(network: &Network, plan: &RoundPlan, hard: &[Rule]) {
    let met: BTreeSet<&str> = plan.loads().iter().map(|load| load.0).collect();
    let unmatched: BTreeSet<&str> = plan
        .unmatched()
        .iter()
        .map(|one| one.person.as_str())
        .collect();
    let absent: BTreeSet<&str> = plan.absent().iter().map(|one| one.0.as_str()).collect();
    for person in network.people() {
        let name = network.name(person);
        let places = [&met, &unmatched, &absent];
        let count = places.iter().filter(|place| place.contains(name)).count();
        assert_eq!(count, 1, "{name} is in {count} parts of {plan:?}");
        if !network.limits(person).expect("known").is_open() {
            assert!(absent.contains(name), "{name} is not open");
        }
    }
    for meeting in plan.meetings() {
        assert!(meeting.people.len() >= 2);
        let bound = meeting.people.iter().map(|name| {
            let slots: BTreeSet<&str> = network
                .available(network.id(name).expect("known"))
                .collect();
            slots
        });
        let bound = bound.filter(|slots| !slots.is_empty());
        let common = bound.reduce(|one, other| &one & &other);
        let free = common.is_none_or(|slots| !slots.is_empty());
        assert!(free || !hard.contains(&Rule::Slot), "{plan:?}");
        for a in &meeting.people {
            let one = network.id(a).expect("known");
            let limits = network.limits(one).expect("known");
            let size = meeting.people.len() as u32;
            assert!(
                limits.group_size.is_none_or(|largest| size <= largest),
                "{plan:?}"
            );
            for b in &meeting.people {
                let other = network.id(b).expect("known");
                assert!(!network.blocked(one, other), "{plan:?}");
                let boss = network.manager(one) == Some(other);
                assert!(!boss || !hard.contains(&Rule::Manager), "{plan:?}");
                let meets = limits
                    .mode
                    .meets(network.limits(other).expect("known").mode);
                assert!(meets || !hard.contains(&Rule::Mode), "{plan:?}");
            }
        }
    }
    for (name, load) in plan.loads() {
        let limits = network
            .limits(network.id(name).expect("known"))
            .expect("known");
        let left = limits.peers.map(|peers| peers - limits.engaged);
        assert!(left.is_none_or(|left| load <= left), "{name} in {plan:?}");
    }
    assert!(plan.value() <= plan.bound() + 1e-9);
    assert!(!plan.unmatched().is_empty() || plan.relaxations().is_empty());
}

#[test]
fn ten_thousand_random_rule_sets_never_panic_and_drop_nobody() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    for case in 0..10_000 {
        let people = rng.random_range(1..12);
        let crowd: Vec<Person> = (0..people).map(|n| person(&mut rng, n, people)).collect();
        let network = Network::builder()
            .people(crowd)
            .build()
            .expect("a sound community");
        let history = history(&mut rng, people);
        let (planner, hard) = planner(&mut rng, &network, people);
        let plan = planner.plan(&history).expect("sound settings");
        check(&network, &plan, &hard);
        let (a, b) = (
            name(rng.random_range(0..people)),
            name(rng.random_range(0..people)),
        );
        match case % 10 {
            0 => {
                let changes = [
                    RoundChange::Leaves(a.clone()),
                    RoundChange::Joins(b.clone()),
                    RoundChange::Declines(name(0), name(people - 1)),
                ];
                let changes = &changes[..if people > 1 { 3 } else { 2 }];
                let most = rng.random_range(0..4);
                let repaired = planner
                    .repair(&plan, &history, changes, most)
                    .expect("known names");
                check(&network, &repaired.plan, &hard);
                assert!(repaired.moved.len() as u32 <= most);
                assert!(a == b || repaired.plan.of(&a).count() == 0);
            }
            1 => {
                planner
                    .why_not(&history, &a, &b)
                    .expect("known names")
                    .to_string();
            }
            2 => {
                let series = planner.series(&history, 3).expect("sound settings");
                for plan in series.plans() {
                    check(&network, plan, &hard);
                }
            }
            _ => {}
        }
    }
}
