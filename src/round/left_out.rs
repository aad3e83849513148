//! Why people have no meeting, and what would help.

use std::collections::BTreeMap;

use crate::assign::{Aim, Matching, WeightedPairs};
use crate::par;
use crate::progress::Meter;
use crate::round::context::{ALL_PAIRS, RoundContext};
use crate::round::plan::{Relaxation, Unmatched, UnmatchedReason, Wish};
use crate::round::planner::RoundPlanner;
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::rows::AsIndex;

/// Everyone who is left, each with the reason.
pub(crate) fn unmatched(context: &RoundContext<'_>, left: &[u32]) -> Vec<Unmatched> {
    let strict = kept_out_strictly(context, left);
    par::map(left.len(), |place| {
        let person = left[place];
        let why = match (why(context, person), strict.get(&person)) {
            (UnmatchedReason::AllTaken { .. }, Some(wishes)) => {
                UnmatchedReason::Strict(wishes.clone())
            }
            (why, _) => why,
        };
        Unmatched {
            person: context.name(person).into(),
            label: context.label(person).into(),
            why,
        }
    })
}

/// Who would have a meeting, and fewer people none, if some of what is kept strictly were given up: the fewest wishes for each.
fn kept_out_strictly(context: &RoundContext<'_>, left: &[u32]) -> BTreeMap<u32, Vec<Wish>> {
    let quotas = &context.named.composition.quotas;
    let mut hard_quotas = quotas.iter().map(|quota| quota.enforcement);
    let hard_quotas = hard_quotas.any(|enforcement| enforcement == Enforcement::Hard);
    let mut found = BTreeMap::new();
    for wishes in [
        &[Wish::Size][..],
        &[Wish::Quota],
        &[Wish::Size, Wish::Quota],
    ] {
        let kept = |wish: &Wish| match wish {
            Wish::Size => context.planner.strict,
            _ => hard_quotas,
        };
        if left.is_empty() || !wishes.iter().all(kept) {
            continue;
        }
        // The same round, planned again without them.
        let planner = RoundPlanner {
            strict: context.planner.strict && !wishes.contains(&Wish::Size),
            ..context.planner.clone()
        };
        let relaxed = context.relaxed(&planner, wishes.contains(&Wish::Quota));
        let Ok(groups) = planner.place(&relaxed, &mut Meter::silent()) else {
            continue;
        };
        let still = relaxed.left_of(&groups);
        if still.len() < left.len() {
            for person in left
                .iter()
                .filter(|person| still.binary_search(person).is_err())
            {
                found.entry(*person).or_insert_with(|| wishes.to_vec());
            }
        }
    }
    found
}

/// Why someone has no meeting.
fn why(context: &RoundContext<'_>, person: u32) -> UnmatchedReason {
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
    // Somebody they may meet is left: then places were short, not rules too strict.
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
pub(crate) fn relaxations(context: &RoundContext<'_>, left: &[u32]) -> Vec<Relaxation> {
    let people: Vec<u32> = context.members_or_full().collect();
    if people.len() > ALL_PAIRS {
        return Vec::new();
    }
    let relaxed = RelaxedPairs::new(context, people);
    // What is reached without any exception is what every relaxation is measured against.
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
                exceptions: relaxed.against(&best, |person| context.name(person)),
                labels: relaxed.against(&best, |person| context.label(person)),
                more: more.min(left.len() as u32),
            })
        })
        .collect();
    // Fewest exceptions for each person first; a cross product avoids fractions.
    found.sort_unstable_by(|one, other| {
        let cost = |a: &Relaxation, b: &Relaxation| a.exceptions.len() as u64 * u64::from(b.more);
        cost(one, other)
            .cmp(&cost(other, one))
            .then(other.more.cmp(&one.more))
            .then(one.rule.cmp(&other.rule))
    });
    found
}

/// What each pair of people would break, those whose places are all taken included.
struct RelaxedPairs<'g, 'p> {
    context: &'g RoundContext<'p>,
    people: Vec<u32>,
    pairs: Vec<(u32, u32, RuleSet)>,
}

impl<'g, 'p> RelaxedPairs<'g, 'p> {
    fn new(context: &'g RoundContext<'p>, people: Vec<u32>) -> Self {
        let mut pairs = Vec::new();
        for (place, &a) in people.iter().enumerate() {
            for (other, &b) in people.iter().enumerate().skip(place + 1) {
                pairs.push((place as u32, other as u32, context.broken_by_two(a, b)));
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
    fn against<'n>(&self, best: &Matching, word: impl Fn(u32) -> &'n str) -> Vec<(String, String)> {
        let pairs = best.pairs();
        let pairs = pairs.map(|(a, b)| (self.people[a.as_index()], self.people[b.as_index()]));
        pairs
            .filter(|&(a, b)| !self.context.broken_by_two(a, b).is_empty())
            .map(|(a, b)| (word(a).into(), word(b).into()))
            .collect()
    }
}
