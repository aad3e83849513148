//! Groups in several rounds without repeats: the table of the social golfer problem, and the search where no construction helps.

use std::collections::BTreeMap;

use confrere::round::{MeetingHistory, RoundPlanner, Scores, Series};
use confrere::{Network, Person};

fn community(people: u32, blocks: u32) -> Network {
    let name = |number: u32| format!("p{number:03}");
    let crowd = (0..people).map(|number| match number {
        number if number < blocks => Person::new(name(number)).blocks(name(number + 1)),
        number => Person::new(name(number)),
    });
    Network::builder()
        .people(crowd)
        .build()
        .expect("a sound community")
}

/// Repeats counted from the names alone; everyone meets in every round.
fn repeats(series: &Series, people: u32, size: usize) -> u32 {
    let mut met: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for plan in series.plans() {
        assert_eq!(
            plan.meetings()
                .iter()
                .map(|meeting| meeting.people.len())
                .sum::<usize>(),
            people as usize
        );
        for meeting in plan.meetings() {
            assert_eq!(meeting.people.len(), size);
            for (place, a) in meeting.people.iter().enumerate() {
                for b in &meeting.people[place + 1..] {
                    *met.entry((a, b)).or_default() += 1;
                }
            }
        }
    }
    met.values().map(|times| times - 1).sum()
}

fn played(groups: u32, size: u32, rounds: u32, blocks: u32, sweeps: u32) -> u32 {
    let network = community(groups * size, blocks);
    let planner = RoundPlanner::new(Scores::equal(&network))
        .groups(size, size)
        .sweeps(sweeps);
    let series = planner
        .series(&MeetingHistory::default(), rounds)
        .expect("sound settings");
    let found = repeats(&series, groups * size, size as usize);
    assert_eq!(found, series.repeats());
    found
}

#[test]
fn golfers_of_the_table_never_meet_twice_but_in_the_hardest() {
    for (groups, size, rounds) in [
        (5, 3, 7),
        (6, 3, 8),
        (6, 4, 7),
        (7, 3, 10),
        (7, 4, 9),
        (8, 4, 8),
        (8, 4, 9),
    ] {
        assert_eq!(
            played(groups, size, rounds, 0, 40),
            0,
            "{groups}-{size}-{rounds}"
        );
    }
    assert!(played(8, 4, 10, 0, 1) <= 10, "8-4-10");
}

#[test]
fn a_block_costs_few_repeats_where_the_construction_no_longer_holds() {
    // One block takes the design away; the search over all rounds finds its way without.
    let found = played(5, 3, 6, 1, 40);
    assert!(found <= 2, "{found}");
}
