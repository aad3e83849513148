//! Who meets whom in pairs, and who joins a pair?

use crate::assign::{Aim, WeightedPairs};
use crate::error::Error;
use crate::round::context::RoundContext;
use crate::round::planner::{Odd, Shape};
use crate::round::scores::SCALE;

/// What a round of waiting is worth, in steps for each person present, up to [`MOST_PRESENT`] people: more than a path of changed
/// pairs can lose.
const WAITING: i64 = 4 * SCALE;
const MOST_PRESENT: i64 = 256;

/// Up to so many people each is tried as the third of a trio; beyond, [`TRIED`] of them.
const TRY_ALL: usize = 24;
const TRIED: usize = 10;

/// Beyond so many people only one choice of a third is tried.
const TRY_SOME: usize = 300;

/// A way to place everyone, and how good it is: fewer left, then less waiting left, then more worth.
#[derive(Debug, Clone)]
struct Attempt {
    groups: Vec<Vec<u32>>,
    key: (usize, u32, i64),
}

/// Places everyone in pairs, and whoever is left over in trios where that is wanted.
pub(crate) fn place(context: &RoundContext<'_, '_>) -> Vec<Vec<u32>> {
    place_on(context, &edges(context))
}

/// The allowed pairs of those present with what they are worth.
pub(crate) fn edges(context: &RoundContext<'_, '_>) -> Vec<(u32, u32, i64)> {
    let pairs = context.pairs_among(&context.present).into_iter();
    pairs
        .filter_map(|(a, b)| {
            let check = context.check(a, b);
            check
                .allowed()
                .then(|| (a, b, check.net() + context.jitter(a, b)))
        })
        .collect()
}

/// Places everyone on given pairs.
fn place_on(context: &RoundContext<'_, '_>, edges: &[(u32, u32, i64)]) -> Vec<Vec<u32>> {
    let forced = context.forced();
    let bound = |person: u32| forced.iter().any(|&(a, b)| a == person || b == person);
    let people: Vec<u32> = context
        .present
        .iter()
        .copied()
        .filter(|&person| !bound(person))
        .collect();
    let mut best = attempt(context, edges, &people, &forced);
    let trio = context.planner.odd == Odd::Trio;
    if trio && people.len() % 2 == 1 && people.len() <= TRY_SOME {
        for third in thirds(context, &people) {
            let mut others = people.clone();
            others.remove(third);
            let other = attempt(context, edges, &others, &forced);
            if other.key < best.key {
                best = other;
            }
        }
    }
    best.groups
}

/// The places of those to be tried as the third of a trio.
fn thirds(context: &RoundContext<'_, '_>, people: &[u32]) -> Vec<usize> {
    if people.len() <= TRY_ALL {
        return (0..people.len()).collect();
    }
    let start = context
        .planner
        .seed
        .wrapping_add(u64::from(context.now))
        .wrapping_add(context.attempt);
    let step = |index: u64| start.wrapping_mul(31).wrapping_add(index * 7919) % people.len() as u64;
    let mut tried: Vec<usize> = (0..TRIED as u64)
        .map(|index| step(index) as usize)
        .collect();
    tried.sort_unstable();
    tried.dedup();
    tried
}

fn attempt(
    context: &RoundContext<'_, '_>,
    edges: &[(u32, u32, i64)],
    people: &[u32],
    forced: &[(u32, u32)],
) -> Attempt {
    let waiting = WAITING * (context.present.len() as i64).clamp(1, MOST_PRESENT);
    let place = |person: u32| people.binary_search(&person).ok().map(|place| place as u32);
    let local: Vec<(u32, u32, i64)> = edges
        .iter()
        .filter_map(|&(a, b, net)| {
            let rounds_waited =
                i64::from(context.member(a).rounds_waited + context.member(b).rounds_waited);
            Some((place(a)?, place(b)?, net + rounds_waited * waiting))
        })
        .collect();
    let pairs =
        WeightedPairs::new(people.len() as u32, &local).expect("nets are far below the limit");
    let best = pairs.best(Aim::PairsThenWeight);
    let mut groups: Vec<Vec<u32>> = forced.iter().map(|&(a, b)| vec![a, b]).collect();
    let found = best.pairs();
    groups.extend(found.map(|(a, b)| vec![people[a as usize], people[b as usize]]));
    let mut left = context.left_of(&groups);
    if context.planner.odd == Odd::Trio {
        join(context, &mut groups, &mut left);
    }
    let rounds_waited = left
        .iter()
        .map(|&person| context.member(person).rounds_waited)
        .sum();
    let worth: i64 = groups.iter().map(|group| context.worth(group)).sum();
    Attempt {
        key: (left.len(), rounds_waited, -worth),
        groups,
    }
}

/// Lets those left over join pairs, each pair at most once: as many as possible, then for the least loss.
fn join(context: &RoundContext<'_, '_>, groups: &mut [Vec<u32>], left: &mut Vec<u32>) {
    if left.is_empty() {
        return;
    }
    let mut options = Vec::new();
    for (guest, &person) in left.iter().enumerate() {
        for (number, group) in groups.iter().enumerate() {
            let trio = [group[0], group[1], person];
            if context.may_group(&trio) {
                let gain = context.worth(&trio) - context.worth(group);
                options.push((guest as u32, (left.len() + number) as u32, gain));
            }
        }
    }
    let pairs = WeightedPairs::new((left.len() + groups.len()) as u32, &options);
    let best = pairs
        .expect("nets are far below the limit")
        .best(Aim::PairsThenWeight);
    for (guest, host) in best.pairs() {
        groups[host as usize - left.len()].push(left[guest as usize]);
    }
    let mut guest = 0;
    left.retain(|_| {
        guest += 1;
        best.partner(guest - 1).is_none()
    });
}

/// Places everyone in up to several pairs each.
pub(crate) fn place_several(context: &RoundContext<'_, '_>) -> Result<Vec<Vec<u32>>, Error> {
    let people = &context.present;
    let place = |person: u32| people.binary_search(&person).expect("someone present") as u32;
    let edges = edges(context);
    let local: Vec<(u32, u32, i64)> = edges
        .iter()
        .map(|&(a, b, net)| (place(a), place(b), net))
        .collect();
    let pairs = WeightedPairs::new(people.len() as u32, &local)?;
    let best = pairs.best_with_capacities(&rooms(context), Aim::PairsThenWeight)?;
    let found = best.pairs().iter();
    Ok(found
        .map(|&(a, b)| vec![people[a as usize], people[b as usize]])
        .collect())
}

/// How many meetings each of those present can have.
pub(crate) fn rooms(context: &RoundContext<'_, '_>) -> Vec<u32> {
    let most = match context.planner.shape {
        Shape::Pairs(most) => most,
        Shape::Groups(..) => 1,
    };
    let people = context.present.iter();
    people
        .map(|&person| most.min(context.member(person).room))
        .collect()
}
