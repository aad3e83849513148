//! What came of it, and where it did not work, why and what would help?

use crate::assign::{Aim, Matching, WeightedPairs};
use crate::id::PersonIndex;
use crate::round::context::{ALL_PAIRS, RoundContext};
use crate::round::pairs;
use crate::round::plan::{Absence, Meeting, RoundPlan, Unmatched, UnmatchedReason};
use crate::round::planner::Shape;
use crate::round::rule::{Rule, RuleSet};
use crate::round::scores::SCALE;

/// A rule, the fewest exceptions from it, and how many people more would be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Relaxation {
    /// The rule.
    pub rule: Rule,
    /// The pairs that would meet against it. With [`Rule::Full`], someone of the pair gets one place more.
    pub exceptions: Vec<(String, String)>,
    /// How many people more would be matched.
    pub more: u32,
}

impl std::fmt::Display for Relaxation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs = self.exceptions.iter();
        let pairs: Vec<String> = pairs.map(|(a, b)| format!("{a} and {b}")).collect();
        let verb = if self.more == 1 { "is" } else { "are" };
        let (rule, more) = (self.rule, self.more);
        let pairs = pairs.join(", ");
        write!(
            f,
            "allow {pairs} in spite of `{rule}`, and {more} more {verb} matched"
        )
    }
}

/// Sums up groups of person numbers as a plan.
pub(crate) fn report(context: &RoundContext<'_, '_>, mut groups: Vec<Vec<u32>>) -> RoundPlan {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    let left = context.left_of(&groups);
    let unmatched = left.iter().map(|&person| Unmatched {
        person: context.name(person).into(),
        why: why(context, person),
    });
    let meets = |a: u32, b: u32| {
        groups
            .iter()
            .any(|group| group.contains(&a) && group.contains(&b))
    };
    let missed = context
        .named
        .together
        .iter()
        .filter(|&&(a, b)| !meets(a, b));
    let absent = context.absent();
    let net: i64 = groups.iter().map(|group| context.worth(group)).sum();
    RoundPlan {
        at: context.now,
        unmatched: unmatched.collect(),
        absent: absent
            .map(|(person, why)| (context.name(person).into(), why))
            .collect(),
        relaxations: if left.is_empty() {
            Vec::new()
        } else {
            relaxations(context, &left)
        },
        apart: missed
            .map(|&(a, b)| (context.name(a).into(), context.name(b).into()))
            .collect(),
        net,
        bound: bound(context, &groups).max(net),
        meetings: groups.iter().map(|group| meeting(context, group)).collect(),
    }
}

fn meeting(context: &RoundContext<'_, '_>, group: &[u32]) -> Meeting {
    let (mut score, mut price, mut repeats, mut soft_violations) = (0, 0, 0, RuleSet::default());
    for (place, &a) in group.iter().enumerate() {
        for &b in &group[place + 1..] {
            let check = context.check(a, b);
            score += check.score;
            price += check.price;
            repeats += u32::from(check.repeat);
            soft_violations = soft_violations.union(check.soft_violations);
        }
    }
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
    let share = (group.len() as f64 - 1.0) * SCALE as f64;
    let slot = context.slots(group).first();
    Meeting {
        people: group
            .iter()
            .map(|&person| context.name(person).into())
            .collect(),
        slot: slot.map(|slot| context.network().facts().slots.get(slot as usize).into()),
        score: score as f64 / share,
        price: price as f64 / share,
        gains: gains.unwrap_or_default(),
        repeats,
        soft_violations: soft_violations.rules(),
    }
}

/// What no plan under the same hard rules exceeds.
fn bound(context: &RoundContext<'_, '_>, groups: &[Vec<u32>]) -> i64 {
    let people = &context.present;
    let place = |person: u32| people.binary_search(&person).expect("someone present") as u32;
    let edges = pairs::edges(context).into_iter();
    let local: Vec<(u32, u32, i64)> = edges.map(|(a, b, net)| (place(a), place(b), net)).collect();
    let pairs =
        WeightedPairs::new(people.len() as u32, &local).expect("nets are far below the limit");
    let only_pairs = groups.iter().all(|group| group.len() == 2);
    match context.planner.shape {
        Shape::Pairs(1) if only_pairs => pairs.best(Aim::Weight).bound(),
        Shape::Pairs(1) | Shape::Groups(..) => pairs.fractional_bound(),
        Shape::Pairs(_) => pairs
            .best_with_capacities(&pairs::rooms(context), Aim::Weight)
            .map_or(i64::MAX, |best| best.bound()),
    }
}

/// Why someone has no meeting.
fn why(context: &RoundContext<'_, '_>, person: u32) -> UnmatchedReason {
    let others = context.present.iter().filter(|&&other| other != person);
    let hard_violations: Vec<RuleSet> = others
        .map(|&other| context.check(person, other).hard_violations)
        .collect();
    let allowed = hard_violations
        .iter()
        .filter(|rules| rules.is_empty())
        .count() as u32;
    if hard_violations.is_empty() {
        return UnmatchedReason::NobodyThere;
    }
    if allowed > 0 {
        return UnmatchedReason::AllTaken { allowed };
    }
    let mut kinds = hard_violations;
    kinds.sort_unstable();
    kinds.dedup();
    let any = kinds
        .iter()
        .fold(RuleSet::default(), |any, &rules| any.union(rules));
    let sets = any.subsets().into_iter();
    let fewest = sets
        .into_iter()
        .find(|&set| kinds.iter().all(|&rules| rules.meets(set)));
    UnmatchedReason::Rules(fewest.map_or_else(Vec::new, RuleSet::rules))
}

/// For each rule the fewest exceptions that match the most people more.
fn relaxations(context: &RoundContext<'_, '_>, left: &[u32]) -> Vec<Relaxation> {
    let full = context.absent().filter(|absent| absent.1 == Absence::Full);
    let mut people: Vec<u32> = full.map(|absent| absent.0).collect();
    people.extend(&context.present);
    people.sort_unstable();
    if people.len() > ALL_PAIRS {
        return Vec::new();
    }
    let relaxed = RelaxedPairs::new(context, people);
    let base = relaxed.reached(&relaxed.matched(RuleSet::default()));
    let relaxable = Rule::ALL.into_iter();
    let relaxable = relaxable.filter(|rule| !matches!(rule, Rule::Blocked | Rule::GroupSize));
    let mut found: Vec<Relaxation> = relaxable
        .filter_map(|rule| {
            let set = RuleSet::only(rule);
            let matters = relaxed.pairs.iter().any(|pair| pair.2 == set);
            let best = matters.then(|| relaxed.matched(set))?;
            let more = relaxed.reached(&best).saturating_sub(base);
            (more > 0).then(|| Relaxation {
                rule,
                exceptions: relaxed.against(&best),
                more: more.min(left.len() as u32),
            })
        })
        .collect();
    // Fewest exceptions for each person first; a cross product avoids fractions.
    found.sort_by(|one, other| {
        let cost = |a: &Relaxation, b: &Relaxation| a.exceptions.len() as u64 * u64::from(b.more);
        cost(one, other)
            .cmp(&cost(other, one))
            .then(other.more.cmp(&one.more))
            .then(one.rule.cmp(&other.rule))
    });
    found
}

/// What each pair of people would break, those whose places are all taken included.
struct RelaxedPairs<'g, 'p, 'm> {
    context: &'g RoundContext<'p, 'm>,
    people: Vec<u32>,
    pairs: Vec<(u32, u32, RuleSet)>,
}

impl<'g, 'p, 'm> RelaxedPairs<'g, 'p, 'm> {
    fn new(context: &'g RoundContext<'p, 'm>, people: Vec<u32>) -> Self {
        let mut pairs = Vec::new();
        for (place, &a) in people.iter().enumerate() {
            for (other, &b) in people.iter().enumerate().skip(place + 1) {
                pairs.push((
                    place as u32,
                    other as u32,
                    context.check(a, b).hard_violations,
                ));
            }
        }
        Self {
            context,
            people,
            pairs,
        }
    }

    /// The most pairs when these rules may be broken, as seldom as possible.
    fn matched(&self, relaxed: RuleSet) -> Matching {
        let edges =
            self.pairs
                .iter()
                .filter_map(|&(a, b, hard_violations)| match hard_violations {
                    _ if hard_violations.is_empty() => Some((a, b, 0)),
                    _ if hard_violations == relaxed => Some((a, b, -1)),
                    _ => None,
                });
        let edges: Vec<(u32, u32, i64)> = edges.collect();
        let pairs = WeightedPairs::new(self.people.len() as u32, &edges);
        pairs.expect("weights are small").best(Aim::PairsThenWeight)
    }

    /// How many of those who take part are matched.
    fn reached(&self, best: &Matching) -> u32 {
        let ends = best.pairs().flat_map(|(a, b)| [a, b]);
        let member = |place: u32| self.context.member(self.people[place as usize]);
        ends.filter(|&place| member(place).absence.is_none())
            .count() as u32
    }

    /// The pairs that break a rule, by name.
    fn against(&self, best: &Matching) -> Vec<(String, String)> {
        let pairs = best.pairs();
        let pairs = pairs.map(|(a, b)| (self.people[a as usize], self.people[b as usize]));
        pairs
            .filter(|&(a, b)| !self.context.check(a, b).allowed())
            .map(|(a, b)| (self.context.name(a).into(), self.context.name(b).into()))
            .collect()
    }
}
