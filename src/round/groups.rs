//! Who meets in which small group?

use crate::assign::{Aim, GroupTask, NEVER, WeightedPairs};
use crate::error::Error;
use crate::round::context::RoundContext;
use crate::round::scores::SCALE;

/// What it is worth that someone who is at ease only in pairs has one: more than any score or price.
const AT_EASE: i64 = 1 << 34;

/// Places everyone in groups of `smallest..=largest`. People for whom that is too large meet in pairs, and so do those who would
/// otherwise be left over.
pub(crate) fn place(
    context: &RoundContext<'_, '_>,
    smallest: u32,
    largest: u32,
) -> Result<Vec<Vec<u32>>, Error> {
    let mut groups = quiet_pairs(context, smallest)?;
    let quiet = |person: u32| context.member(person).limit < smallest;
    let mut pool = context.left_of(&groups);
    pool.retain(|&person| !quiet(person));
    let (found, mut left) = group(context, &pool, smallest, largest)?;
    groups.extend(found);
    join(context, &mut groups, &mut left, largest);
    groups.extend(pair_up(context, &left)?);
    Ok(groups)
}

/// Pairs for people who are not at ease in the smallest group, with each other or with anyone.
fn quiet_pairs(context: &RoundContext<'_, '_>, smallest: u32) -> Result<Vec<Vec<u32>>, Error> {
    let quiet = |person: u32| context.member(person).limit < smallest;
    let people = &context.present;
    if !people.iter().any(|&person| quiet(person)) {
        return Ok(Vec::new());
    }
    let mut edges = Vec::new();
    for (a, b) in context.pairs_among(people) {
        let count = i64::from(quiet(a)) + i64::from(quiet(b));
        let check = context.check(a, b);
        if count > 0 && check.allowed() {
            // Someone from the groups costs a little, so that two who are quiet rather meet each other.
            let lent = (2 - count) * 4 * SCALE;
            edges.push((a, b, count * AT_EASE + check.net() - lent));
        }
    }
    matched(people, &edges, Aim::Weight)
}

/// The best pairs on given edges between people.
fn matched(people: &[u32], edges: &[(u32, u32, i64)], aim: Aim) -> Result<Vec<Vec<u32>>, Error> {
    let place = |person: u32| people.binary_search(&person).expect("one of the people") as u32;
    let local: Vec<(u32, u32, i64)> = edges
        .iter()
        .map(|&(a, b, worth)| (place(a), place(b), worth))
        .collect();
    let best = WeightedPairs::new(people.len() as u32, &local)?.best(aim);
    let pairs = best.pairs();
    Ok(pairs
        .map(|(a, b)| vec![people[a as usize], people[b as usize]])
        .collect())
}

/// Groups from a pool, and who is left over.
fn group(
    context: &RoundContext<'_, '_>,
    pool: &[u32],
    smallest: u32,
    largest: u32,
) -> Result<(Vec<Vec<u32>>, Vec<u32>), Error> {
    let person = |place: u32| pool[place as usize];
    let value = |a: u32, b: u32| {
        let check = context.check(person(a), person(b));
        if check.allowed() { check.net() } else { NEVER }
    };
    let mut task = GroupTask::new(pool.len() as u32, smallest, largest, value)?.seed(
        context
            .planner
            .seed
            .wrapping_add(u64::from(context.now) + (context.attempt << 32)),
    );
    for place in 0..pool.len() as u32 {
        task = task.limit(place, context.member(person(place)).limit);
    }
    let place = |person: u32| pool.binary_search(&person).ok().map(|place| place as u32);
    for &(a, b) in &context.named.together {
        if let (Some(a), Some(b)) = (place(a), place(b)) {
            task = task.together(a, b);
        }
    }
    let found = task.best_found();
    let mut left: Vec<u32> = found.alone.into_iter().map(person).collect();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for group in found.groups {
        let group = group.into_iter().map(person).collect();
        groups.extend(with_a_slot(context, group, &mut left));
    }
    left.sort_unstable();
    Ok((groups, left))
}

/// What remains of a group when members leave until all have a slot in common; `None` for fewer than two.
fn with_a_slot(
    context: &RoundContext<'_, '_>,
    mut group: Vec<u32>,
    left: &mut Vec<u32>,
) -> Option<Vec<u32>> {
    while group.len() > 1 && !context.share_a_slot(&group) {
        let fits = |&out: &usize| {
            let mut rest = group.clone();
            rest.remove(out);
            context.share_a_slot(&rest)
        };
        let out = (0..group.len()).find(fits).unwrap_or(group.len() - 1);
        left.push(group.remove(out));
    }
    if group.len() > 1 {
        return Some(group);
    }
    left.extend(group);
    None
}

/// Lets those left over join groups that still have room.
fn join(
    context: &RoundContext<'_, '_>,
    groups: &mut [Vec<u32>],
    left: &mut Vec<u32>,
    largest: u32,
) {
    left.retain(|&person| {
        let options = groups.iter().enumerate().filter_map(|(number, group)| {
            let mut larger = group.clone();
            larger.push(person);
            let fits = larger.len() as u32 <= largest && context.may_group(&larger);
            fits.then(|| {
                (
                    context.worth(&larger) - context.worth(group),
                    usize::MAX - number,
                )
            })
        });
        let Some((_, number)) = options.max() else {
            return true;
        };
        groups[usize::MAX - number].push(person);
        false
    });
}

/// Pairs of those still left over.
fn pair_up(context: &RoundContext<'_, '_>, left: &[u32]) -> Result<Vec<Vec<u32>>, Error> {
    let mut edges = Vec::new();
    for (place, &a) in left.iter().enumerate() {
        for &b in &left[place + 1..] {
            let check = context.check(a, b);
            if check.allowed() {
                edges.push((a, b, check.net()));
            }
        }
    }
    matched(left, &edges, Aim::PairsThenWeight)
}
