//! Rounds without repeats, as far as arithmetic allows, and never against a rule.

use std::collections::BTreeMap;

use confrere::round::{Enforcement, MeetingHistory, Odd, RoundPlanner, Scores, Series};
use confrere::{Network, Person};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// People in teams of a size, of whom some share of pairs outside the teams block each other.
fn community(people: u32, team: u32, blocks: f64, seed: u64) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let name = |number: u32| format!("p{number:03}");
    let members = (0..people).map(|number| {
        let mut person = Person::new(name(number));
        if team > 1 {
            person = person.circle([format!("team {}", number / team)]);
        }
        for other in number + 1..people {
            if (team < 2 || other / team != number / team) && rng.random_bool(blocks) {
                person = person.blocks(name(other));
            }
        }
        person
    });
    Network::builder()
        .people(members)
        .build()
        .expect("a sound community")
}

/// Counts over a whole series, without the planner's own figures.
#[derive(Debug, Default, PartialEq)]
struct Count {
    repeats: u32,
    forbidden: u32,
    missed: u32,
}

fn count(network: &Network, series: &Series, team: u32) -> Count {
    let mut met: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut found = Count::default();
    let number = |name: &str| name[1..].parse::<u32>().expect("a number");
    for plan in series.plans() {
        let mut placed = 0;
        for meeting in plan.meetings() {
            placed += meeting.people.len() as u32;
            for (place, a) in meeting.people.iter().enumerate() {
                for b in &meeting.people[place + 1..] {
                    let times = met.entry((a.clone(), b.clone())).or_default();
                    *times += 1;
                    found.repeats += u32::from(*times > 1);
                    let (one, other) =
                        (network.id(a).expect("known"), network.id(b).expect("known"));
                    let same = team > 1 && number(a) / team == number(b) / team;
                    found.forbidden += u32::from(same || network.blocked(one, other));
                }
            }
        }
        found.missed += network.people().len() as u32 - placed;
    }
    assert_eq!(found.repeats, series.repeats());
    assert_eq!(found.missed, series.missed());
    found
}

fn series(network: &Network, rounds: u32) -> Series {
    RoundPlanner::new(Scores::equal(network))
        .same_circle(1, Enforcement::Hard)
        .series(&MeetingHistory::default(), rounds)
        .expect("sound settings")
}

#[test]
fn eleven_people_in_ten_rounds_with_trios_repeat_fifteen_times_the_proven_minimum() {
    let network = community(11, 1, 0.0, 0);
    let expected = Count {
        repeats: 15,
        ..Count::default()
    };
    assert_eq!(count(&network, &series(&network, 10), 1), expected);
}

#[test]
fn thirty_one_people_in_twenty_rounds_with_teams_of_five_and_blocks_repeat_at_most_six_times() {
    let mut repeats = 0;
    for seed in 0..5 {
        let network = community(31, 5, 0.05, seed);
        let found = count(&network, &series(&network, 20), 5);
        assert_eq!((found.forbidden, found.missed), (0, 0));
        repeats += found.repeats;
    }
    assert!(repeats <= 30, "{repeats} repeats over five seeds");
}

#[test]
fn sixty_people_in_twenty_six_rounds_with_teams_of_eight_and_blocks_never_repeat() {
    let network = community(60, 8, 0.02, 1);
    assert_eq!(count(&network, &series(&network, 26), 8), Count::default());
}

#[test]
fn eighteen_people_in_twelve_rounds_never_repeat() {
    let network = community(18, 1, 0.0, 0);
    assert_eq!(count(&network, &series(&network, 12), 1), Count::default());
}

#[test]
fn with_one_left_out_each_of_seven_rounds_leaves_out_another() {
    let network = community(7, 1, 0.0, 0);
    let planner = RoundPlanner::new(Scores::equal(&network)).odd(Odd::LeftOut);
    let series = planner
        .series(&MeetingHistory::default(), 7)
        .expect("sound settings");
    let mut out: Vec<&str> = series
        .plans()
        .iter()
        .flat_map(|plan| plan.unmatched())
        .map(|unmatched| unmatched.person.as_str())
        .collect();
    assert_eq!(out.len(), 7);
    assert_eq!(series.repeats(), 0);
    for two in out.windows(2) {
        assert_ne!(two[0], two[1], "nobody is left out twice in a row");
    }
    out.sort_unstable();
    out.dedup();
    assert!(out.len() >= 5, "{out:?}");
}
