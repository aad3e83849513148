//! Groups as facilitators ask for them, against brute force on few people: who makes up a group, strict sizes, slots.

use confrere::round::{
    Criterion, Enforcement, GroupRule, MeetingHistory, RoundPlan, RoundPlanner, Rule, Scores,
    UnmatchedReason, Wish,
};
use confrere::{Network, Person, Spelling};
use proptest::prelude::*;

/// What a person says: an answer, a team within a company, a stance, slots. All of it may be missing.
#[derive(Debug, Clone)]
struct Someone {
    answer: Option<usize>,
    team: Option<(usize, usize)>,
    stance: Option<i8>,
    slots: Vec<usize>,
}

/// One rule: what is asked, by which criterion, at which price, if any.
#[derive(Debug, Clone)]
struct Asked {
    kind: usize,
    number: u32,
    criterion: usize,
    label: usize,
    price: Option<u8>,
}

#[derive(Debug, Clone)]
struct Community {
    people: Vec<Someone>,
    blocks: Vec<(usize, usize)>,
    rules: Vec<Asked>,
}

const LABELS: [[&str; 2]; 3] = [["x", "y"], ["core", "sales"], ["for", "against"]];

fn someone() -> impl Strategy<Value = Someone> {
    let answer = prop::option::weighted(0.8, 0..2_usize);
    let team = prop::option::weighted(0.8, (0..2_usize, 0..2_usize));
    let stance = prop::option::weighted(0.7, -1..=1_i8);
    let slots = prop::collection::vec(0..3_usize, 0..3);
    (answer, team, stance, slots).prop_map(|(answer, team, stance, slots)| Someone {
        answer,
        team,
        stance,
        slots,
    })
}

fn asked(soft: bool) -> impl Strategy<Value = Asked> {
    let price = if soft {
        (1..5_u8).prop_map(Some).boxed()
    } else {
        Just(None).boxed()
    };
    (0..4_usize, 1..4_u32, 0..3_usize, 0..2_usize, price).prop_map(
        |(kind, number, criterion, label, price)| Asked {
            kind,
            number,
            criterion,
            label,
            price,
        },
    )
}

fn communities(most: usize, soft: bool) -> impl Strategy<Value = Community> {
    let people = prop::collection::vec(someone(), 1..=most);
    people.prop_flat_map(move |people| {
        let pair = (0..people.len(), 0..people.len());
        let blocks = prop::collection::vec(pair, 0..=people.len());
        let rules = prop::collection::vec(asked(soft), 0..3);
        (Just(people), blocks, rules).prop_map(|(people, blocks, rules)| Community {
            people,
            blocks: blocks.into_iter().filter(|(a, b)| a != b).collect(),
            rules,
        })
    })
}

fn name(number: usize) -> String {
    format!("p{number}")
}

impl Asked {
    fn rule(&self) -> GroupRule {
        let criterion = match self.criterion {
            0 => Criterion::Attribute("q".into()),
            1 => Criterion::Circle(1),
            _ => Criterion::Stance("pets".into()),
        };
        let label = LABELS[self.criterion][self.label];
        let rule = match self.kind {
            0 => GroupRule::alike(criterion),
            1 => GroupRule::different(criterion),
            2 => GroupRule::at_least(self.number, label, criterion),
            _ => GroupRule::at_most(self.number, label, criterion),
        };
        match self.price {
            Some(price) => rule.enforcement(Enforcement::Price(f32::from(price) / 8.0)),
            None => rule,
        }
    }

    /// How far a group breaks the rule: pairs, or people too few or too many.
    fn broken(&self, people: &[&Someone]) -> u32 {
        let said = |one: &Someone| match self.criterion {
            0 => one.answer.map(|answer| (answer, 0)),
            1 => one.team,
            _ => one
                .stance
                .map(|side| (usize::from(side < 0), usize::from(side == 0))),
        };
        let count = || {
            let label = |one: &&&Someone| match self.criterion {
                0 => one.answer == Some(self.label),
                1 => one.team.is_some_and(|team| team.0 == self.label),
                _ => one.stance.is_some_and(|side| side == [1, -1][self.label]),
            };
            people.iter().filter(label).count() as u32
        };
        let pairs = |same: bool| {
            let all = people.iter().enumerate();
            let broken = all.map(|(place, one)| {
                let later = people[place + 1..].iter();
                later
                    .filter(|other| match (said(one), said(other)) {
                        (Some(one), Some(other)) => (one == other) != same,
                        _ => false,
                    })
                    .count() as u32
            });
            broken.sum()
        };
        match self.kind {
            0 => pairs(true),
            1 => pairs(false),
            2 => self.number.saturating_sub(count()),
            _ => count().saturating_sub(self.number),
        }
    }
}

/// What a grouping lacks: people alone, people in groups below the smallest size, and what it costs.
type Lack = (usize, usize, f64);

impl Community {
    fn network(&self, order: impl Iterator<Item = usize>) -> Network {
        let crowd = order.map(|number| {
            let own = &self.people[number];
            let mut person = Person::new(name(number));
            if let Some(answer) = own.answer {
                person = person.attribute("q", LABELS[0][answer]);
            }
            if let Some((team, company)) = own.team {
                // Teams of one name in two companies are two teams, and one label of a quota.
                person = person.circle([LABELS[1][team], ["acme", "bolt"][company]]);
            }
            if let Some(side) = own.stance {
                person = person.stance("pets", f32::from(side) / 2.0);
            }
            for &slot in &own.slots {
                person = person.available(format!("s{slot}"));
            }
            for &(_, other) in self.blocks.iter().filter(|block| block.0 == number) {
                person = person.blocks(name(other));
            }
            person
        });
        Network::builder()
            .people(crowd)
            .build()
            .expect("a sound community")
    }

    fn planner(&self, network: &Network) -> RoundPlanner {
        let rules = self.rules.iter().map(Asked::rule);
        rules.fold(
            RoundPlanner::new(Scores::equal(network)),
            RoundPlanner::group_rule,
        )
    }

    fn may_group(&self, group: &[usize], slots: &dyn Fn(usize) -> Vec<usize>) -> bool {
        let people: Vec<&Someone> = group.iter().map(|&person| &self.people[person]).collect();
        let blocked = |a, b| self.blocks.contains(&(a, b)) || self.blocks.contains(&(b, a));
        let open = group.iter().all(|&a| group.iter().all(|&b| !blocked(a, b)));
        let hard = self.rules.iter().filter(|rule| rule.price.is_none());
        let common = (0..5).any(|slot| group.iter().all(|&person| slots(person).contains(&slot)));
        open && common
            && hard
                .map(|rule| rule.broken(&people))
                .all(|broken| broken == 0)
    }

    /// What a group costs: pairs in shares of its size less one, quotas in whole; a pair that meets is worth a score of 1.
    fn cost(&self, group: &[usize]) -> f64 {
        let people: Vec<&Someone> = group.iter().map(|&person| &self.people[person]).collect();
        let soft = self
            .rules
            .iter()
            .filter_map(|rule| Some((rule, f64::from(rule.price?) / 8.0)));
        let share = group.len() as f64 - 1.0;
        let prices = soft.map(|(rule, price)| {
            price * f64::from(rule.broken(&people)) / if rule.kind < 2 { share } else { 1.0 }
        });
        prices.sum::<f64>() - group.len() as f64 / 2.0
    }

    fn best(
        &self,
        left: &[usize],
        sizes: (usize, usize, usize),
        slots: &dyn Fn(usize) -> Vec<usize>,
    ) -> Lack {
        let Some((&first, others)) = left.split_first() else {
            return (0, 0, 0.0);
        };
        let (least, smallest, largest) = sizes;
        let (alone, small, cost) = self.best(others, sizes, slots);
        let mut best = (alone + 1, small, cost);
        for set in 1..1_usize << others.len() {
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                (0..others.len()).partition(|place| set >> place & 1 == 1);
            let mut group: Vec<usize> = inside.iter().map(|&place| others[place]).collect();
            group.push(first);
            if (least..=largest).contains(&group.len()) && self.may_group(&group, slots) {
                let rest: Vec<usize> = outside.iter().map(|&place| others[place]).collect();
                let (alone, small, cost) = self.best(&rest, sizes, slots);
                let wrong = if group.len() < smallest {
                    group.len()
                } else {
                    0
                };
                let lack = (alone, small + wrong, cost + self.cost(&group));
                if lack < best {
                    best = lack;
                }
            }
        }
        best
    }
}

fn lack(plan: &RoundPlan, smallest: usize) -> (usize, usize) {
    let sizes = plan.meetings().iter().map(|meeting| meeting.people.len());
    (
        plan.unmatched().len(),
        sizes.filter(|&size| size < smallest).sum(),
    )
}

fn strictly_out(plan: &RoundPlan, wish: Wish) -> bool {
    plan.unmatched()
        .iter()
        .any(|one| matches!(&one.why, UnmatchedReason::Strict(wishes) if wishes.contains(&wish)))
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 96,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn hard_rules_hold_and_leave_as_few_alone_as_they_must(
        community in communities(7, false),
        smallest in 2..5_usize,
        more in 0..3_usize,
        strict in any::<bool>(),
    ) {
        let (largest, any_slot) = (smallest + more, |_| vec![0]);
        let community = Community { people: community.people.into_iter().map(|one| Someone { slots: vec![], ..one }).collect(), ..community };
        let everyone: Vec<usize> = (0..community.people.len()).collect();
        let network = community.network(everyone.iter().copied());
        let flexible = community.planner(&network).groups(smallest as u32, largest as u32);
        let planner = if strict { flexible.clone().strict_sizes() } else { flexible.clone() };
        let plan = planner.plan(&MeetingHistory::default()).expect("sound settings");
        let least = if strict { smallest } else { 2 };
        let best = community.best(&everyone, (least, smallest, largest), &any_slot);
        prop_assert_eq!(lack(&plan, smallest), (best.0, best.1));
        for meeting in plan.meetings() {
            let group: Vec<usize> = meeting.people.iter().map(|name| name[1..].parse().expect("a number")).collect();
            prop_assert!(community.may_group(&group, &any_slot) && (least..=largest).contains(&group.len()));
        }
        prop_assert!(plan.value() <= plan.bound() + 1e-9);
        // Whoever is left out for strict sizes is told so, and only then.
        if strict {
            let fewer = flexible.plan(&MeetingHistory::default()).expect("sound settings").unmatched().len() < best.0;
            let told = plan.unmatched().iter().any(|one| one.why == UnmatchedReason::Strict(vec![Wish::Size]));
            prop_assert_eq!(told, fewer);
        } else {
            prop_assert!(!strictly_out(&plan, Wish::Size));
        }
    }

    #[test]
    fn soft_rules_cost_as_little_as_they_can_and_are_told(
        community in communities(7, true),
        smallest in 2..4_usize,
        more in 0..3_usize,
    ) {
        let largest = smallest + more;
        let community = Community { people: community.people.into_iter().map(|one| Someone { slots: vec![], ..one }).collect(), ..community };
        let everyone: Vec<usize> = (0..community.people.len()).collect();
        let network = community.network(everyone.iter().copied());
        let planner = community.planner(&network).groups(smallest as u32, largest as u32);
        let plan = planner.plan(&MeetingHistory::default()).expect("sound settings");
        let best = community.best(&everyone, (2, smallest, largest), &|_| vec![0]);
        prop_assert_eq!(lack(&plan, smallest), (best.0, best.1));
        // A step of a score is lost at most for each group.
        prop_assert!((plan.value() + best.2).abs() < 1e-4, "{} {}", plan.value(), -best.2);
        let broken = |kind: usize| plan.meetings().iter().any(|meeting| {
            let people: Vec<&Someone> = meeting.people.iter().map(|name| &community.people[name[1..].parse::<usize>().expect("a number")]).collect();
            community.rules.iter().any(|rule| rule.kind.min(2) == kind && rule.broken(&people) > 0)
        });
        for (kind, wish, rule) in [(0, Wish::Alike, Rule::Alike), (1, Wish::Different, Rule::Different), (2, Wish::Quota, Rule::Quota)] {
            prop_assert_eq!(plan.unkept().iter().any(|unkept| unkept.wish == wish), broken(kind));
            prop_assert_eq!(plan.meetings().iter().any(|meeting| meeting.soft_violations.contains(&rule)), broken(kind));
        }
    }

    #[test]
    fn pairs_and_groups_meet_in_the_slots_of_the_round(
        community in communities(7, false),
        slots in prop::collection::btree_set(0..4_usize, 0..3),
        pairs in any::<bool>(),
    ) {
        let everyone: Vec<usize> = (0..community.people.len()).collect();
        let network = community.network(everyone.iter().copied());
        let planner = slots.iter().fold(community.planner(&network), |planner, slot| planner.slot(format!("s{slot}")));
        let (sizes, planner) = if pairs { ((2, 2, 3), planner) } else { ((2, 3, 4), planner.groups(3, 4)) };
        // A slot beyond those of everyone stands for any; without slots of the round every one may be.
        let suits = |person: usize| {
            let own = &community.people[person].slots;
            let any = own.is_empty();
            (0..5).filter(|slot| (any || own.contains(slot)) && (slots.is_empty() || slots.contains(slot))).collect::<Vec<usize>>()
        };
        let plan = planner.plan(&MeetingHistory::default()).expect("sound settings");
        let best = community.best(&everyone, sizes, &suits);
        prop_assert_eq!(plan.unmatched().len(), best.0);
        for meeting in plan.meetings() {
            let group: Vec<usize> = meeting.people.iter().map(|name| name[1..].parse().expect("a number")).collect();
            match &meeting.slot {
                Some(slot) => prop_assert!(group.iter().all(|&person| suits(person).contains(&slot[1..].parse().expect("a number")))),
                None => prop_assert!(slots.is_empty() && group.iter().all(|&person| community.people[person].slots.is_empty())),
            }
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(community in communities(9, true), seed in any::<u64>()) {
        let everyone: Vec<usize> = (0..community.people.len()).collect();
        let mut shuffled = everyone.clone();
        shuffled.sort_by_key(|&person| (person as u64 + 1).wrapping_mul(seed | 1));
        let plans = [everyone, shuffled].map(|order| {
            let network = community.network(order.into_iter());
            let planner = community.planner(&network).groups(3, 4).sweeps(1);
            planner.series(&MeetingHistory::default(), 3).expect("sound settings")
        });
        prop_assert_eq!(&plans[0], &plans[1]);
    }
}

/// People beyond the exact search: one in four is a mentor, half are of each of two sites.
fn crowd(people: usize) -> Network {
    let person = |number: usize| {
        let role = if number.is_multiple_of(4) {
            "mentor"
        } else {
            "member"
        };
        Person::new(format!("p{number:02}"))
            .attribute("role", role)
            .circle([
                ["core", "sales", "ops"][number % 3],
                ["lisbon", "porto"][number / 2 % 2],
            ])
    };
    Network::builder()
        .people((0..people).map(person))
        .build()
        .expect("a sound community")
}

#[test]
fn forty_eight_people_in_fours_with_one_mentor_each_and_not_all_of_a_site() {
    let network = crowd(48);
    let role = || Criterion::Attribute("role".into());
    let planner = RoundPlanner::new(Scores::equal(&network))
        .groups(4, 4)
        .group_rule(GroupRule::at_least(1, "mentor", role()))
        .group_rule(GroupRule::at_most(1, "mentor", role()))
        .group_rule(GroupRule::at_most(2, "lisbon", Criterion::Circle(2)))
        .group_rule(GroupRule::at_most(2, "porto", Criterion::Circle(2)));
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert!(plan.unmatched().is_empty(), "{:?}", plan.unmatched());
    assert_eq!(plan.meetings().len(), 12);
    let number = |name: &String| name[1..].parse::<usize>().expect("a number");
    for meeting in plan.meetings() {
        let count =
            |of: fn(usize) -> bool| meeting.people.iter().map(number).filter(|&n| of(n)).count();
        assert_eq!(count(|n| n % 4 == 0), 1);
        assert_eq!(count(|n| n / 2 % 2 == 0), 2);
    }
    // Over several rounds at once, too, and people meet others.
    let series = planner
        .series(&MeetingHistory::default(), 3)
        .expect("sound settings");
    assert_eq!(series.missed(), 0);
    for meeting in series.plans().iter().flat_map(RoundPlan::meetings) {
        assert_eq!(
            meeting
                .people
                .iter()
                .map(number)
                .filter(|n| n % 4 == 0)
                .count(),
            1
        );
    }
    assert!(series.repeats() <= 4, "{}", series.repeats());
}

#[test]
fn mentors_who_are_too_few_lead_groups_that_are_larger() {
    // Six mentors for 30: groups of five, though four would be in the middle of three to five.
    let role = || Criterion::Attribute("role".into());
    let crowd = (0..30).map(|number: usize| {
        let role = if number.is_multiple_of(5) {
            "mentor"
        } else {
            "member"
        };
        Person::new(format!("p{number:02}")).attribute("role", role)
    });
    let network = Network::builder()
        .people(crowd)
        .build()
        .expect("a sound community");
    let planner = RoundPlanner::new(Scores::equal(&network))
        .groups(3, 5)
        .group_rule(GroupRule::at_least(1, "mentor", role()));
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert!(plan.unmatched().is_empty());
    assert_eq!(plan.meetings().len(), 6);
    // Four of five groups at most: with one mentor away, somebody is left, and it is said why.
    let plan = planner
        .away("p00")
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert_eq!(plan.unmatched().len(), 4);
    assert!(strictly_out(&plan, Wish::Quota));
    assert_eq!(
        plan.unmatched()[0].why.to_string(),
        "no group for them keeps quotas"
    );
}

#[test]
fn wrong_numbers_are_refused() {
    let network = crowd(4);
    let refused = |rule: GroupRule| {
        let planner = RoundPlanner::new(Scores::equal(&network)).group_rule(rule);
        planner
            .plan(&MeetingHistory::default())
            .expect_err("refused")
            .to_string()
    };
    let role = || Criterion::Attribute("role".into());
    assert_eq!(
        refused(GroupRule::at_least(0, "mentor", role())),
        "number of a quota on attribute `role` is 0, expected a whole number from 1 to 8"
    );
    assert_eq!(
        refused(GroupRule::alike(Criterion::Circle(0))),
        "height of a circle on circle at height 0 is 0, expected a whole number from 1"
    );
    assert!(
        refused(GroupRule::alike(role()).enforcement(Enforcement::Price(-1.0)))
            .starts_with("price of the rule on attribute `role` is -1")
    );
}

/// Six people of two crafts, teams and sides, of whom the last spells every name differently.
fn respelt(spelling: Spelling, [craft, code, team, topic]: [&str; 4]) -> Network {
    let five = [
        ("ana", "design", 1.0),
        ("ben", "code", -1.0),
        ("caro", "code", -1.0),
        ("dan", "design", 1.0),
        ("eva", "code", -1.0),
    ];
    let five = five.map(|(name, value, side)| {
        let person = Person::new(name).attribute("craft", value);
        person.circle([value, "acme"]).stance("tabs", side)
    });
    let last = Person::new("fay").attribute(craft, code);
    let last = last.circle([team, "acme"]).stance(topic, -1.0);
    let builder = Network::builder().spelling(spelling);
    builder.people(five).person(last).build().expect("sound")
}

#[test]
fn rules_on_who_makes_up_a_group_hold_in_any_spelling() {
    let as_others = ["craft", "code", "code", "tabs"];
    // Each spelling as a fourth person may write it: the first in byte order is the one that is shown.
    let otherwise = ["Craft", "CODE", "Code", "Tabs"];
    let [plain, respelt_one] = [as_others, otherwise].map(|words| respelt(Spelling::Folded, words));
    let criteria = [
        (Criterion::Attribute("craft".into()), "code"),
        (Criterion::Circle(1), "code"),
        (Criterion::Stance("tabs".into()), "against"),
    ];
    let planned = |network: &Network, rule: GroupRule, sizes: (u32, u32)| -> Vec<String> {
        let planner = RoundPlanner::new(Scores::equal(network));
        let planner = planner.groups(sizes.0, sizes.1).group_rule(rule);
        let plan = planner.plan(&MeetingHistory::default()).expect("sound");
        let meetings = plan.meetings().iter();
        meetings.map(|meeting| meeting.people.join(" ")).collect()
    };
    for (criterion, label) in criteria {
        for (rule, sizes) in [
            (GroupRule::alike(criterion.clone()), (2, 2)),
            (GroupRule::different(criterion.clone()), (2, 2)),
            (GroupRule::at_least(1, label, criterion.clone()), (3, 3)),
            (GroupRule::at_most(2, label, criterion.clone()), (3, 3)),
        ] {
            let expected = planned(&plain, rule.clone(), sizes);
            assert!(!expected.is_empty(), "{rule:?}");
            assert_eq!(
                planned(&respelt_one, rule.clone(), sizes),
                expected,
                "{rule:?}"
            );
        }
    }
}

#[test]
fn exact_spellings_are_names_of_their_own() {
    let network = respelt(Spelling::Exact, ["Craft", "code", "code", "tabs"]);
    let rule = GroupRule::at_least(1, "code", Criterion::Attribute("Craft".into()));
    let planner = RoundPlanner::new(Scores::equal(&network)).groups(2, 2);
    let planner = planner.group_rule(rule);
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    // Nobody but the last answers to that very key.
    assert_eq!(plan.meetings().len(), 1);
    assert_eq!(plan.of("fay").count(), 1);
}

#[test]
fn a_side_of_a_stance_is_named_in_any_spelling() {
    let network = respelt(Spelling::Folded, ["craft", "code", "code", "tabs"]);
    let planned = |side: &str| {
        let rule = GroupRule::at_least(3, side, Criterion::Stance("tabs".into()));
        let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
        let plan = planner.group_rule(rule).plan(&MeetingHistory::default());
        plan.expect("sound").meetings().to_vec()
    };
    // Four of six are against.
    assert_eq!(planned("Against ").len(), 1);
    assert_eq!(planned("Against "), planned("against"));
    assert!(planned("nobody").is_empty());
}
