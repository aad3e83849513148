//! The plan of a round from its groups: what each meeting is worth, who has none and why, and what would help.

use crate::assign::{Aim, Matching, WeightedPairs};
use crate::id::PersonIndex;
use crate::par;
use crate::round::context::{ALL_PAIRS, RoundContext};
use crate::round::plan::{
    Meeting, Relaxation, RoundPlan, UnkeptWish, Unmatched, UnmatchedReason, Wish,
};
use crate::round::planner::Shape;
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::round::scores::SCALE;
use crate::round::{exact, pairs};
use crate::rows::{AsIndex, narrow};

/// Sums up groups of person numbers as a plan.
pub(crate) fn report(context: &RoundContext<'_, '_>, mut groups: Vec<Vec<u32>>) -> RoundPlan {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    // Sorted groups make the plan independent of how they were found.
    let left = context.left_of(&groups);
    let unmatched = par::map(left.len(), |place| Unmatched {
        person: context.name(left[place]).into(),
        why: why(context, left[place]),
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
        unmatched,
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
        unkept: unkept(context, &groups),
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
            score += i64::from(check.score);
            price += i64::from(check.price);
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
        // Added to 0, so that nothing to pay is never told as -0.
        price: price as f64 / share + context.gainless_price(group) as f64 / SCALE as f64 + 0.0,
        gains: gains.unwrap_or_default(),
        repeats,
        soft_violations: soft_violations.rules(),
    }
}

/// The wishes that the groups do not keep.
fn unkept(context: &RoundContext<'_, '_>, groups: &[Vec<u32>]) -> Vec<UnkeptWish> {
    let named = |wish, people: Vec<u32>| UnkeptWish {
        wish,
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
    let repeated = groups.iter().flat_map(|group| {
        let pairs = group.iter().enumerate();
        let pairs = pairs.flat_map(|(place, &a)| group[place + 1..].iter().map(move |&b| [a, b]));
        pairs
            .filter(|&[a, b]| context.check(a, b).repeat)
            .map(|pair| pair.to_vec())
    });
    // Sizes, gains, then repeats: the order of `Wish`.
    let all = small.map(|people| (Wish::Size, people));
    let all = all.chain(gainless.map(|people| (Wish::Gain, people)));
    let all = all.chain(repeated.map(|people| (Wish::NewFaces, people)));
    all.map(|(wish, people)| named(wish, people)).collect()
}

/// Of whom no gain from anyone in a meeting is known, where that matters.
fn gainless(context: &RoundContext<'_, '_>, group: &[u32]) -> Vec<u32> {
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
fn bound(context: &RoundContext<'_, '_>, groups: &[Vec<u32>]) -> i64 {
    let people = &context.present;
    if people.len() <= exact::MOST && !matches!(context.planner.shape, Shape::Pairs(2..)) {
        return exact::highest_worth(context);
    }
    let local = pairs::present_edges(people, context.edges());
    let pairs = WeightedPairs::new(narrow(people.len()), &local);
    let pairs = pairs.expect("nets are far below the limit");
    let only_pairs = groups.iter().all(|group| group.len() == 2);
    match context.planner.shape {
        Shape::Pairs(1) if only_pairs => pairs.best(Aim::Weight).bound(),
        Shape::Pairs(1) => pairs.fractional_bound(),
        Shape::Groups(..) => by_best_peers(context, groups),
        Shape::Pairs(_) => pairs
            .best_with_capacities(&pairs::rooms(context), Aim::Weight)
            .map_or(i64::MAX, |best| best.bound()),
    }
}

/// Half of what everyone would have with the peers who are worth most to them, in a group of the smallest size asked for, or in
/// a pair for as many people as are in smaller groups: a member's share falls with every further peer.
fn by_best_peers(context: &RoundContext<'_, '_>, groups: &[Vec<u32>]) -> i64 {
    let (smallest, ..) = context.sizes();
    let people = &context.present;
    let shares: Vec<[i64; 2]> = par::map(people.len(), |place| {
        let who = people[place];
        let others = people.iter().filter(|&&other| other != who);
        let checks = others.map(|&other| context.check(who, other));
        let mut nets: Vec<i64> = checks
            .filter(|check| check.allowed())
            .map(|check| check.net())
            .collect();
        nets.sort_unstable_by(|a, b| b.cmp(a));
        // Rounded up, so that the sum stays a bound. A person may also be alone, which is worth nothing.
        let share = |peers: usize| {
            let peers = peers.min(nets.len().max(1));
            let best: i64 = nets.iter().take(peers).sum();
            (best.max(0) + peers as i64 - 1).div_euclid(peers as i64)
        };
        [share(smallest as usize - 1), share(1)]
    });
    let small = groups
        .iter()
        .filter(|group| (group.len() as u32) < smallest)
        .map(Vec::len);
    let mut more: Vec<i64> = shares.iter().map(|share| share[1] - share[0]).collect();
    more.sort_unstable_by(|a, b| b.cmp(a));
    let most = shares.iter().map(|share| share[0]).sum::<i64>();
    (most + more.iter().take(small.sum()).sum::<i64>()).div_euclid(2) + 1
}

/// Why someone has no meeting.
fn why(context: &RoundContext<'_, '_>, person: u32) -> UnmatchedReason {
    let gain_required = context.planner.enforcement_of(Rule::NoGain) == Enforcement::Hard;
    let others = context.present.iter().filter(|&&other| other != person);
    let hard_violations: Vec<RuleSet> = others
        .map(|&other| {
            let broken = context.check(person, other).hard_violations;
            let gainless = gain_required && !context.gains(person, other);
            if gainless {
                broken.with(Rule::NoGain)
            } else {
                broken
            }
        })
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
    // The fewest rules that meet every set of broken ones: a smallest hitting set, found by size.
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
    let people: Vec<u32> = context.members_or_full().collect();
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
        let member = |place: u32| self.context.member(self.people[place.as_index()]);
        ends.filter(|&place| member(place).absence.is_none())
            .count() as u32
    }

    /// The pairs that break a rule, by name.
    fn against(&self, best: &Matching) -> Vec<(String, String)> {
        let pairs = best.pairs();
        let pairs = pairs.map(|(a, b)| (self.people[a.as_index()], self.people[b.as_index()]));
        pairs
            .filter(|&(a, b)| !self.context.check(a, b).allowed())
            .map(|(a, b)| (self.context.name(a).into(), self.context.name(b).into()))
            .collect()
    }
}
