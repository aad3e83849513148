//! The best plan for a few people, by trying every way to group them.

use crate::assign::best_partition;
use crate::round::context::RoundContext;

/// Up to so many people present every grouping is considered: 3¹¹ steps, a few milliseconds.
pub(crate) const MOST: usize = 12;

/// Groups everyone present as well as the rules allow.
pub(crate) fn place(context: &RoundContext<'_>) -> Vec<Vec<u32>> {
    let people = &context.present;
    let group = |members: &[usize]| {
        let group: Vec<u32> = members.iter().map(|&place| people[place]).collect();
        context.group_quality(&group)
    };
    let found = best_partition(people.len(), group, |place| {
        context.alone_quality(people[place])
    });
    let named = |group: Vec<usize>| group.into_iter().map(|place| people[place]).collect();
    found.into_iter().map(named).collect()
}

/// The highest worth of any grouping that the rules allow, whoever is left alone.
pub(crate) fn highest_worth(context: &RoundContext<'_>) -> i64 {
    let people = &context.present;
    let allowed = |members: &[usize]| {
        let group: Vec<u32> = members.iter().map(|&place| people[place]).collect();
        context.group_quality(&group).map(|_| context.worth(&group))
    };
    let found = best_partition(people.len(), |members| Some(-allowed(members)?), |_| 0);
    found.iter().filter_map(|members| allowed(members)).sum()
}
