//! Small groups: a search over swaps, then a place for everyone who was left over.

use crate::assign::{GroupQuota, GroupTask, NEVER};
use crate::error::Error;
use crate::progress::Meter;
use crate::round::context::RoundContext;
use crate::round::planner::RoundPlanner;
use crate::round::rule::{Enforcement, Rule};
use crate::round::{improve, pairs};
use crate::rows::{AsIndex, narrow};

/// Places everyone in groups of the smallest to the largest size; fewer than that only where somebody would otherwise be alone, or is not at
/// ease in more.
pub(crate) fn place(
    context: &RoundContext<'_>,
    sizes: (u32, u32),
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<u32>>, Error> {
    let mut groups = searched(context, sizes, &mut meter.part(0.8))?;
    let mut quality = improve::improve(context, &mut groups);
    if quality.alone > 0 {
        // From pairs and trios that leave the fewest alone, groups grow by joining.
        let mut grown = pairs::place(context, &mut meter.part(1.0))?;
        let other = improve::improve(context, &mut grown);
        if other < quality {
            (groups, quality) = (grown, other);
        }
    }
    debug_assert_eq!(quality, context.quality(&groups));
    Ok(groups)
}

/// Groups found by swaps, without those who have no slot in common with theirs.
fn searched(
    context: &RoundContext<'_>,
    (smallest, largest): (u32, u32),
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<u32>>, Error> {
    let people = &context.present;
    let person = |place: u32| people[place.as_index()];
    let value = |a: u32, b: u32| {
        let check = context.check(person(a), person(b));
        if check.allowed() { check.net() } else { NEVER }
    };
    let seed = context
        .planner
        .seed
        .wrapping_add(u64::from(context.now.0.unsigned_abs()));
    let mut task = GroupTask::new(narrow(people.len()), smallest, largest, value)?
        .wanted(wanted_size(context, smallest, largest))
        .seed(seed.wrapping_add(context.attempt << 32));
    if !context.planner.strict {
        task = task.smaller_rather_than_alone();
    }
    for quota in &context.named.composition.quotas {
        task = task.quota(GroupQuota {
            least: quota.least,
            most: quota.most,
            price: match quota.enforcement {
                Enforcement::Ignored => 0,
                Enforcement::Price(price) => RoundPlanner::steps(price),
                Enforcement::Hard => NEVER,
            },
            counted: people
                .iter()
                .map(|person| quota.counted[person.as_index()])
                .collect(),
        });
    }
    // Gain is each member's from the group as a whole, so it is no value of pairs.
    let gainless = match context.planner.enforcement_of(Rule::NoGain) {
        Enforcement::Ignored => None,
        Enforcement::Price(price) => Some(RoundPlanner::steps(price) / 2),
        Enforcement::Hard => Some(NEVER),
    };
    if let Some(price) = gainless {
        task = task.gains(price, |a, b| context.gains(person(a), person(b)));
    }
    for place in 0..narrow(people.len()) {
        // Each keeps to the largest group at which they are at ease.
        task = task.limit(place, context.member(person(place)).limit);
    }
    for &(a, b) in &context.asked {
        if let (Ok(a), Ok(b)) = (people.binary_search(&a), people.binary_search(&b)) {
            task = task.together(narrow(a), narrow(b));
        }
    }
    // The search prices a missing slot, but only a check of the whole group finds one: what remains of each is allowed.
    let found = task.found(meter)?.groups.into_iter();
    let named = found.map(|group| group.into_iter().map(person).collect());
    Ok(named
        .flat_map(|group| allowed_part(context, group))
        .collect())
}

/// The size that groups should be near: in the middle of those asked for, or as quotas want it. So many people of a kind as there are
/// fill so many groups at most with as many as each needs, and at least so many with no more than each may have.
fn wanted_size(context: &RoundContext<'_>, smallest: u32, largest: u32) -> u32 {
    let people: u32 = narrow(context.present.len());
    let mut sizes = (smallest, largest);
    for quota in &context.named.composition.quotas {
        let counted = context
            .present
            .iter()
            .filter(|person| quota.counted[person.as_index()]);
        let count: u32 = narrow(counted.count());
        if let Some(groups) = count.checked_div(quota.least) {
            sizes.0 = sizes.0.max(people.div_ceil(groups.max(1)));
        }
        if quota.most < u32::MAX {
            sizes.1 = sizes.1.min(people / count.div_ceil(quota.most).max(1));
        }
    }
    u32::midpoint(sizes.0.min(largest), sizes.1.max(smallest)).clamp(smallest, largest)
}

/// What remains of a group when members leave until the rest may meet; `None` for fewer than two.
fn allowed_part(context: &RoundContext<'_>, mut group: Vec<u32>) -> Option<Vec<u32>> {
    while group.len() > 1 && context.group_quality(&group).is_none() {
        let without = |&out: &usize| {
            let mut rest = group.clone();
            rest.remove(out);
            context.group_quality(&rest).is_some()
        };
        let out = (0..group.len()).find(without).unwrap_or(group.len() - 1);
        group.remove(out);
    }
    (group.len() > 1).then_some(group)
}
