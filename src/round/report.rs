//! The plan of a round from its groups: what each meeting is worth, who has none and why, and what would help.

use std::collections::BTreeMap;

use crate::assign::{Aim, NEVER, WeightedPairs, bound_by_peers};
use crate::id::PersonIndex;
use crate::round::check::PairCheck;
use crate::round::context::RoundContext;
use crate::round::plan::{Meeting, RoundPlan, UnkeptWish, Wish};
use crate::round::planner::Shape;
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::round::scores::SCALE;
use crate::round::{exact, left_out, pairs};
use crate::rows::{AsIndex, Rows, narrow};
use crate::written::Version;

/// Sums up groups of person numbers as a plan.
pub(crate) fn report(context: &RoundContext<'_>, mut groups: Vec<Vec<u32>>) -> RoundPlan {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    // Sorted groups make the plan independent of how they were found.
    let left = context.left_of(&groups);
    let within = groups_of_everyone(context, &groups);
    let meets = |a: u32, b: u32| {
        let (one, other) = (within.row(a), within.row(b));
        one.iter().any(|group| other.contains(group))
    };
    let missed = context
        .named
        .together
        .iter()
        .filter(|&&(a, b)| !meets(a, b));
    let absent = context.absent();
    let net: i64 = groups.iter().map(|group| context.worth(group)).sum();
    RoundPlan {
        version: Version,
        labels: labels(context),
        at: context.now,
        unmatched: left_out::unmatched(context, &left),
        absent: absent
            .map(|(person, why)| (context.name(person).into(), why))
            .collect(),
        relaxations: if left.is_empty() {
            Vec::new()
        } else {
            left_out::relaxations(context, &left)
        },
        apart: missed
            .map(|&(a, b)| (context.name(a).into(), context.name(b).into()))
            .collect(),
        unkept: unkept(context, &groups),
        net,
        bound: bound(context, &groups).max(net),
        meetings: groups.iter().map(|group| meeting(context, group)).collect(),
    }
}

/// The labels that differ from their keys, of everyone: whoever is not in a meeting is absent or without one.
fn labels(context: &RoundContext<'_>) -> BTreeMap<String, String> {
    let everyone = 0..narrow(context.network().size());
    let named = everyone.map(|person| (context.name(person), context.label(person)));
    let other = named.filter(|(key, label)| key != label);
    other
        .map(|(key, label)| (key.into(), label.into()))
        .collect()
}

/// Labels of people, in the same order.
fn labels_of(context: &RoundContext<'_>, people: &[u32]) -> Vec<String> {
    let labels = people.iter().map(|&person| context.label(person).into());
    labels.collect()
}

/// In which groups each person is, so that a wish looks at the groups of two people alone.
fn groups_of_everyone(context: &RoundContext<'_>, groups: &[Vec<u32>]) -> Rows<u32> {
    let members = (0_u32..).zip(groups).flat_map(|(number, group)| {
        let members = group.iter();
        members.map(move |&person| (person.as_index(), number))
    });
    Rows::from_pairs(context.network().size(), members)
}

fn meeting(context: &RoundContext<'_>, group: &[u32]) -> Meeting {
    // Sums over all pairs, in fixed point: the order does not show.
    let (mut score, mut price, mut repeats, mut soft_violations) = (0, 0, 0, RuleSet::default());
    for (place, &a) in group.iter().enumerate() {
        for &b in &group[place + 1..] {
            let check = context.check(a, b);
            score += i64::from(check.score);
            price += i64::from(check.price);
            repeats += u32::from(check.repeat);
            soft_violations = soft_violations.union(check.soft_violations);
        }
    }
    // A member's mean gain from the others, where the scores tell gains at all.
    let gain = |&person: &u32| {
        let others = group.iter().filter(|&&other| other != person);
        let gains = others.map(|&other| {
            context
                .planner
                .scores
                .gain(PersonIndex(person), PersonIndex(other))
        });
        let sum: Option<f32> = gains.sum();
        sum.map(|sum| sum / (group.len() as f32 - 1.0))
    };
    let gains: Option<Vec<f32>> = group.iter().map(gain).collect();
    let whole = context.price_as_a_whole(group);
    if context.quota_price(group) > 0 {
        soft_violations = soft_violations.with(Rule::Quota);
    }
    let share = (group.len() as f64 - 1.0) * SCALE as f64;
    Meeting {
        people: group
            .iter()
            .map(|&person| context.name(person).into())
            .collect(),
        labels: labels_of(context, group),
        slot: context.first_slot(group).map(Into::into),
        score: score as f64 / share,
        // Added to 0, so that nothing to pay is never told as -0.
        price: price as f64 / share + whole as f64 / SCALE as f64 + 0.0,
        gains: gains.unwrap_or_default(),
        repeats,
        soft_violations: soft_violations.rules(),
    }
}

/// The wishes that the groups do not keep.
fn unkept(context: &RoundContext<'_>, groups: &[Vec<u32>]) -> Vec<UnkeptWish> {
    let named = |wish, people: Vec<u32>| UnkeptWish {
        wish,
        labels: labels_of(context, &people),
        people: people
            .into_iter()
            .map(|person| context.name(person).into())
            .collect(),
    };
    let (smallest, ..) = context.sizes();
    let small = groups
        .iter()
        .filter(|group| (group.len() as u32) < smallest)
        .cloned();
    let gainless = groups.iter().map(|group| gainless(context, group));
    let gainless = gainless.filter(|people| !people.is_empty());
    let pairs_that = |broken: fn(&PairCheck) -> bool| {
        let pairs = groups.iter().flat_map(|group| {
            let pairs = group.iter().enumerate();
            pairs.flat_map(|(place, &a)| group[place + 1..].iter().map(move |&b| [a, b]))
        });
        pairs
            .filter(move |&[a, b]| broken(&context.check(a, b)))
            .map(|pair| pair.to_vec())
    };
    let repeated = pairs_that(|check| check.repeat);
    let unlike = pairs_that(|check| check.soft_violations.has(Rule::Alike));
    let same = pairs_that(|check| check.soft_violations.has(Rule::Different));
    let quotas = &context.named.composition.quotas;
    let missed = |group: &&Vec<u32>| quotas.iter().any(|quota| quota.missed(group) > 0);
    let made_up = groups.iter().filter(missed).cloned();
    // In the order of `Wish`.
    let all = small.map(|people| (Wish::Size, people));
    let all = all.chain(gainless.map(|people| (Wish::Gain, people)));
    let all = all.chain(repeated.map(|people| (Wish::NewFaces, people)));
    let all = all.chain(unlike.map(|people| (Wish::Alike, people)));
    let all = all.chain(same.map(|people| (Wish::Different, people)));
    let all = all.chain(made_up.map(|people| (Wish::Quota, people)));
    all.map(|(wish, people)| named(wish, people)).collect()
}

/// Of whom no gain from anyone in a meeting is known, where that matters.
fn gainless(context: &RoundContext<'_>, group: &[u32]) -> Vec<u32> {
    if context.planner.enforcement_of(Rule::NoGain) == Enforcement::Ignored {
        return Vec::new();
    }
    let gains = |who: u32| {
        let mut others = group.iter().filter(|&&from| from != who);
        others.any(|&from| {
            let scores = &context.planner.scores;
            scores.knows_gain(PersonIndex(who), PersonIndex(from))
        })
    };
    group.iter().copied().filter(|&who| !gains(who)).collect()
}

/// What no plan under the same hard rules exceeds; of groups, none with no more people in smaller groups.
fn bound(context: &RoundContext<'_>, groups: &[Vec<u32>]) -> i64 {
    let people = &context.present;
    // Few people: every partition is tried, and the bound is what can be reached.
    if people.len() <= exact::MOST && !matches!(context.planner.shape, Shape::Pairs(2..)) {
        return exact::highest_worth(context);
    }
    let local = pairs::present_edges(people, &context.edges_in_any_meeting());
    if let Shape::Pairs(0 | 2..) = context.planner.shape {
        return bound_of_several(context, local);
    }
    let pairs = WeightedPairs::new(narrow(people.len()), &local);
    let pairs = pairs.expect("nets are far below the limit");
    let only_pairs = groups.iter().all(|group| group.len() == 2);
    match context.planner.shape {
        // Trios may take part of a pair's worth, so the bound with them is that of the fractional matching.
        Shape::Pairs(1) if only_pairs => pairs.best(Aim::Weight).bound(),
        Shape::Pairs(_) => pairs.fractional_bound(),
        Shape::Groups(..) => by_best_peers(context, groups),
    }
}

/// The most that pairs are worth in which everyone has several meetings.
fn bound_of_several(context: &RoundContext<'_>, local: pairs::Edges) -> i64 {
    let rooms = pairs::rooms(context);
    let (certain, contested) = pairs::uncontested(&rooms, local);
    let certain: i64 = certain.iter().map(|edge| edge.2.max(0)).sum();
    let contested = WeightedPairs::new(narrow(rooms.len()), &contested);
    let best = contested.and_then(|pairs| pairs.best_with_capacities(&rooms, Aim::Weight));
    best.map_or(i64::MAX, |best| best.bound().saturating_add(certain))
}

/// Fractional pairs with as many peers each as in a group of the smallest size asked for, and in a pair for as many people as are in
/// smaller groups.
fn by_best_peers(context: &RoundContext<'_>, groups: &[Vec<u32>]) -> i64 {
    let (smallest, ..) = context.sizes();
    let people = &context.present;
    // A plan with people in smaller groups may reach more, but no more than these many people can gain by it.
    let small = groups
        .iter()
        .filter(|group| (group.len() as u32) < smallest);
    let small: usize = small.map(Vec::len).sum();
    bound_by_peers(narrow(people.len()), (smallest, small), |a, b| {
        let check = context.check(people[a.as_index()], people[b.as_index()]);
        if check.allowed() { check.net() } else { NEVER }
    })
}
