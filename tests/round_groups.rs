//! Small groups: as good as trying all on few people, within rules, limits and the bound, and without needless repeats.

use confrere::assign::{GroupTask, Grouping, NEVER};
use confrere::round::{Encounter, MeetingHistory, RoundPlanner, Scores};
use confrere::{Matcher, Network, Person, Policy};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn table(rng: &mut ChaCha8Rng, people: u32, never: f64) -> Vec<Vec<i64>> {
    let mut table: Vec<Vec<i64>> = Vec::new();
    for a in 0..people as usize {
        // The first part of a row is known from the rows before.
        let mut row: Vec<i64> = table.iter().map(|earlier| earlier[a]).collect();
        row.push(0);
        row.extend((a + 1..people as usize).map(|_| {
            if rng.random_bool(never) {
                NEVER
            } else {
                rng.random_range(-20..100)
            }
        }));
        table.push(row);
    }
    table
}

fn task(table: &[Vec<i64>], smallest: u32, largest: u32) -> GroupTask {
    let value = |a: u32, b: u32| table[a as usize][b as usize];
    GroupTask::new(table.len() as u32, smallest, largest, value).expect("a sound task")
}

/// The best value of groups of exactly `size`, by trying every way; `None` where none is allowed.
fn brute_force(table: &[Vec<i64>], left: &[u32], size: usize) -> Option<i64> {
    let Some((&first, rest)) = left.split_first() else {
        return Some(0);
    };
    let mut best = None;
    for set in 0_u32..1 << rest.len() {
        if set.count_ones() as usize != size - 1 {
            continue;
        }
        let chosen = |place: &usize| set >> place & 1 == 1;
        let mut group = vec![first];
        group.extend((0..rest.len()).filter(chosen).map(|place| rest[place]));
        let others: Vec<u32> = (0..rest.len())
            .filter(|place| !chosen(place))
            .map(|place| rest[place])
            .collect();
        let mut sum = Some(0);
        for (place, &a) in group.iter().enumerate() {
            for &b in &group[place + 1..] {
                let value = table[a as usize][b as usize];
                sum = sum.filter(|_| value != NEVER).map(|sum| sum + value);
            }
        }
        if let (Some(sum), Some(more)) = (sum, brute_force(table, &others, size)) {
            best = best.max(Some(sum + more));
        }
    }
    best
}

fn sums(table: &[Vec<i64>], found: &Grouping) -> i64 {
    let of_group = |group: &Vec<u32>| {
        let pairs = group
            .iter()
            .flat_map(|&a| group.iter().map(move |&b| (a, b)));
        let pairs = pairs.filter(|(a, b)| a < b);
        pairs
            .map(|(a, b)| table[a as usize][b as usize])
            .sum::<i64>()
    };
    found.groups.iter().map(of_group).sum()
}

#[test]
fn as_good_as_trying_every_way_on_few_people() {
    let mut rng = ChaCha8Rng::seed_from_u64(10);
    for case in 0..40 {
        let (people, size) = [(8, 4), (9, 3), (10, 5), (8, 2)][case % 4];
        let table = table(&mut rng, people, [0.0, 0.1][case / 20]);
        let all: Vec<u32> = (0..people).collect();
        let found = task(&table, size, size).best_found();
        match brute_force(&table, &all, size as usize) {
            Some(best) => {
                assert!(found.alone.is_empty(), "case {case}");
                assert_eq!(sums(&table, &found), best, "case {case}");
                assert!(found.value <= found.bound);
            }
            None => assert!(!found.alone.is_empty(), "case {case}"),
        }
    }
}

#[test]
fn no_group_holds_a_forbidden_pair_or_exceeds_a_limit() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for case in 0..60 {
        let people = rng.random_range(5..40);
        let table = table(&mut rng, people, 0.15);
        let limits: Vec<u32> = (0..people).map(|_| rng.random_range(2..=8)).collect();
        let mut task = task(&table, 3, 5).shakes(50).seed(case);
        for (person, &limit) in limits.iter().enumerate() {
            task = task.limit(person as u32, limit);
        }
        let found = task.best_found();
        let mut seen = vec![0; people as usize];
        for group in &found.groups {
            assert!((3..=5).contains(&group.len()), "{group:?}");
            for &a in group {
                seen[a as usize] += 1;
                assert!(group.len() as u32 <= limits[a as usize]);
                assert!(
                    group
                        .iter()
                        .all(|&b| table[a as usize][b as usize] != NEVER)
                );
            }
        }
        for &person in &found.alone {
            seen[person as usize] += 1;
        }
        assert!(seen.iter().all(|&times| times == 1));
        assert_eq!(found, task.best_found(), "the same task, the same groups");
    }
}

#[test]
fn where_no_group_is_small_enough_for_anyone_all_are_alone() {
    let mut task = GroupTask::new(20, 3, 4, |_, _| 1).expect("sound");
    for person in 0..20 {
        task = task.limit(person, 2);
    }
    let found = task.best_found();
    assert!(found.groups.is_empty(), "{found:?}");
    assert!(found.alone.iter().copied().eq(0..20), "{found:?}");
}

#[test]
fn people_who_must_be_together_are() {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let table = table(&mut rng, 24, 0.05);
    let task = task(&table, 4, 4).together(0, 13).together(13, 20);
    if table[0][13] != NEVER && table[13][20] != NEVER && table[0][20] != NEVER {
        let found = task.best_found();
        let group = found
            .groups
            .iter()
            .find(|group| group.contains(&0))
            .expect("placed");
        assert!(group.contains(&13) && group.contains(&20), "{group:?}");
    } else {
        panic!("the seed was chosen for an allowed trio");
    }
}

#[test]
fn unsound_tasks_are_refused() {
    assert!(GroupTask::new(4, 1, 3, |_, _| 0).is_err());
    assert!(GroupTask::new(4, 3, 9, |_, _| 0).is_err());
    assert!(GroupTask::new(4, 4, 3, |_, _| 0).is_err());
    assert!(GroupTask::new(7_000, 3, 3, |_, _| 0).is_err());
    assert!(GroupTask::new(4, 2, 2, |_, _| 1 << 40).is_err());
    let none = GroupTask::new(0, 3, 3, |_, _| 0)
        .expect("nobody")
        .best_found();
    assert_eq!((none.groups.len(), none.value, none.bound), (0, 0, 0));
}

fn community(people: u32) -> Network {
    let crowd = (0..people).map(|number| Person::new(format!("p{number:02}")));
    Network::builder()
        .people(crowd)
        .build()
        .expect("a sound community")
}

#[test]
fn groups_in_several_rounds_seldom_repeat() {
    let network = community(15);
    let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
    let series = planner
        .series(&MeetingHistory::default(), 5)
        .expect("sound settings");
    assert_eq!((series.missed(), series.repeats()), (0, 0));
    let network = community(32);
    let planner = RoundPlanner::new(Scores::equal(&network))
        .groups(4, 4)
        .sweeps(20);
    let series = planner
        .series(&MeetingHistory::default(), 6)
        .expect("sound settings");
    assert_eq!(series.missed(), 0);
    // Random groups of four repeat about 40 of 288 pairs.
    assert!(series.repeats() <= 8, "{}", series.repeats());
}

#[test]
fn people_at_ease_only_in_pairs_meet_in_pairs_among_groups() {
    let crowd = (0..14).map(|number| {
        let person = Person::new(format!("p{number:02}"));
        if number < 3 {
            person.group_size(2)
        } else {
            person
        }
    });
    let network = Network::builder()
        .people(crowd)
        .build()
        .expect("a sound community");
    let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 5);
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert!(plan.unmatched().is_empty(), "{plan:?}");
    for quiet in ["p00", "p01", "p02"] {
        let meeting = plan.of(quiet).next().expect("placed");
        assert_eq!(meeting.people.len(), 2);
    }
    let sizes = plan.meetings().iter().map(|meeting| meeting.people.len());
    assert!(sizes.clone().all(|size| size <= 5));
    assert_eq!(sizes.sum::<usize>(), 14);
}

#[test]
fn a_repeat_within_a_group_is_priced() {
    let network = community(6);
    let mut history = MeetingHistory::default();
    for trio in [["p00", "p01", "p02"], ["p03", "p04", "p05"]] {
        history.record(Encounter::new(trio, 1)).expect("sound");
    }
    let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
    let plan = planner.plan(&history).expect("sound settings");
    // Of two groups of three from two old groups, each holds at least one old pair.
    assert_eq!(plan.repeats(), 2);
    assert!(plan.meetings().iter().all(|meeting| meeting.price > 0.0));
}

/// People with three of forty skills each on offer and three needed, of whom few pairs gain both ways.
fn skilled(people: u32) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let crowd = (0..people).map(|number| {
        let mut person = Person::new(format!("p{number:03}"));
        for _ in 0..3 {
            person = person.offers(format!("s{}", rng.random_range(0..20)), 0.8);
            person = person.needs(format!("s{}", 20 + rng.random_range(0..20)), 0.8);
        }
        if number % 2 == 1 {
            // Half of them offer what the others need.
            person = person
                .offers(format!("s{}", 20 + number % 20), 0.7)
                .needs(format!("s{}", number % 20), 0.7);
        }
        person
    });
    Network::builder()
        .people(crowd)
        .build()
        .expect("a sound community")
}

#[test]
fn groups_stay_groups_though_not_each_pair_in_them_gains() {
    let network = skilled(120);
    let matcher = Matcher::new(&network);
    let planner = RoundPlanner::new(Scores::of(&matcher)).groups(4, 5);
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    // Alone is only who gains from nobody in the community.
    assert!(plan.unmatched().len() < 4);
    for unmatched in plan.unmatched() {
        let who = network.id(&unmatched.person).expect("known");
        let gains = network
            .people()
            .any(|other| other != who && matcher.gain(who, other) > 0.0);
        assert!(!gains, "{unmatched:?}");
    }
    assert!(
        plan.meetings()
            .iter()
            .all(|meeting| (4..=5).contains(&meeting.people.len())),
        "{:?}",
        plan.unkept()
    );
    for meeting in plan.meetings() {
        // The policy lets a gain pass that is not known; the plan says of whom.
        for (name, &gain) in meeting.people.iter().zip(&meeting.gains) {
            let told = plan.unkept().iter().any(|unkept| {
                unkept.wish == confrere::round::Wish::Gain && unkept.people.contains(name)
            });
            assert_eq!(gain <= 0.0, told, "{name} in {meeting:?}");
        }
    }
}

#[test]
fn no_swap_of_two_people_improves_the_best_found() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..5 {
        let table = table(&mut random, 24, 0.0);
        let found = task(&table, 4, 4).best_found();
        let value = |group: &[u32]| -> i64 {
            let pairs = group
                .iter()
                .flat_map(|&a| group.iter().map(move |&b| (a, b)));
            pairs.map(|(a, b)| table[a as usize][b as usize]).sum()
        };
        for (at, one) in found.groups.iter().enumerate() {
            for other in &found.groups[at + 1..] {
                for (i, j) in (0..4).flat_map(|i| (0..4).map(move |j| (i, j))) {
                    let (mut left, mut right) = (one.clone(), other.clone());
                    std::mem::swap(&mut left[i], &mut right[j]);
                    assert!(value(&left) + value(&right) <= value(one) + value(other));
                }
            }
        }
    }
}

/// Few people: every grouping is tried, so the bound is one that a plan reaches.
#[test]
fn the_bound_of_a_round_of_five_is_reached() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let names = ["p0", "p1", "p2", "p3", "p4"];
    let network = Network::builder()
        .people(names.map(Person::new))
        .build()
        .expect("sound");
    let mut pairs = Vec::new();
    for b in 0..5 {
        for a in 0..b {
            let score = random.random_range(0..=100) as f32 / 100.0;
            pairs.push((names[a], names[b], score));
        }
    }
    let scores = Scores::of_pairs(&network, pairs).expect("sound");
    let planner = RoundPlanner::new(scores).groups(3, 4);
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    assert_eq!(plan.value(), plan.bound());
}

#[test]
fn rounds_planned_at_once_hold_only_groups_in_which_everyone_gains() {
    // Help goes round in threes: a0 helps b0, b0 helps c0, c0 helps a0, and nobody helps anyone else.
    let crowd = (0..4).flat_map(|ring| {
        ["a", "b", "c"]
            .into_iter()
            .enumerate()
            .map(move |(place, name)| {
                Person::new(format!("{name}{ring}"))
                    .offers(format!("skill {ring} {place}"), 0.8)
                    .needs(format!("skill {ring} {}", (place + 1) % 3), 0.8)
            })
    });
    let network = Network::builder().people(crowd).build().expect("sound");
    // With benefit alone no two have a score; each gains from the ring as a whole.
    let matcher = Matcher::with_policy(&network, Policy::benefit_only()).expect("sound");
    let planner = RoundPlanner::new(Scores::of(&matcher)).groups(3, 3);
    let series = planner.series(&MeetingHistory::default(), 2);
    for plan in series.expect("sound settings").plans() {
        let met: Vec<String> = plan
            .meetings()
            .iter()
            .map(|met| met.people.join(" "))
            .collect();
        assert_eq!(met, ["a0 b0 c0", "a1 b1 c1", "a2 b2 c2", "a3 b3 c3"]);
    }
}
