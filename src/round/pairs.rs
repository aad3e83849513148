//! Pairs by weighted matching, and who joins a pair.

use crate::assign::{Aim, WeightedPairs};
use crate::error::Error;
use crate::progress::Meter;
use crate::round::context::RoundContext;
use crate::round::improve;
use crate::round::planner::{Odd, Shape};
use crate::round::quality::Quality;
use crate::round::scores::SCALE;
use crate::rows::{AsIndex, narrow};

/// What a round of waiting is worth, in steps for each person present, up to [`MOST_PRESENT`] people: more than a path of changed
/// pairs can lose.
const WAITING: i64 = 4 * SCALE;
const MOST_PRESENT: i64 = 256;

/// The most that a first meeting of several is worth, in steps: times the places of any community that fits into memory it stays below the
/// limit of a matching.
const MOST_WAITING: i64 = 1 << 32;

/// Up to so many people each is tried as the third of a trio; beyond, [`TRIED`] of them.
const TRY_ALL: usize = 24;
const TRIED: usize = 10;
/// While somebody is left over, up to so many people are each tried, so that nobody is left who could be placed.
const TRY_LEFT: usize = 60;

/// Beyond so many people only one choice of a third is tried.
const TRY_SOME: usize = 300;

/// A way to place everyone, and how good it is.
#[derive(Debug, Clone)]
struct Candidate {
    groups: Vec<Vec<u32>>,
    quality: Quality,
}

/// The best pairs on edges between some people, ascending; edges that leave them are passed over.
pub(crate) fn matched(
    people: &[u32],
    edges: &[(u32, u32, i64)],
    aim: Aim,
    meter: &mut Meter<'_>,
) -> Result<Vec<(u32, u32)>, Error> {
    let place = |person: u32| people.binary_search(&person).ok().map(narrow);
    let local: Vec<(u32, u32, i64)> = edges
        .iter()
        .filter_map(|&(a, b, worth)| Some((place(a)?, place(b)?, worth)))
        .collect();
    let pairs = WeightedPairs::new(narrow(people.len()), &local);
    let pairs = pairs.expect("worths are far below the limit");
    let best = pairs.matched(aim, meter)?;
    let found = best.pairs();
    Ok(found
        .map(|(a, b)| (people[a.as_index()], people[b.as_index()]))
        .collect())
}

/// Places everyone in pairs, and whoever is left over in trios where that is wanted.
pub(crate) fn place(
    context: &RoundContext<'_>,
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<u32>>, Error> {
    let forced = context.forced();
    let mut best = best_candidate(context, &forced, &mut meter.part(0.8))?;
    // Nobody alone comes before meetings that are asked for.
    if best.quality.alone > 0 && !forced.is_empty() && !context.planner.insist {
        let free = best_candidate(context, &[], &mut meter.part(1.0))?;
        if free.quality < best.quality {
            best = free;
        }
    }
    if best.quality.alone > 0 && context.planner.odd == Odd::Trio {
        // Whoever no pair takes in may still be placed when others change theirs.
        improve::improve(context, &mut best.groups);
    }
    Ok(best.groups)
}

/// The best placing found with some pairs given.
fn best_candidate(
    context: &RoundContext<'_>,
    forced: &[(u32, u32)],
    meter: &mut Meter<'_>,
) -> Result<Candidate, Error> {
    let bound = |person: u32| forced.iter().any(|&(a, b)| a == person || b == person);
    let mut people = context.present.clone();
    people.retain(|&person| !bound(person));
    let mut best = candidate(context, &people, forced, &mut meter.part(0.5))?;
    if context.planner.odd != Odd::Trio || people.len() > TRY_SOME {
        return Ok(best);
    }
    // An even number with nobody left needs no trio: matching was already optimal.
    let odd = people.len() % 2 == 1;
    if !odd && best.quality.alone == 0 {
        return Ok(best);
    }
    // The matching leaves one of many possible people over; another may fit better as the third of a trio, or fit at all.
    let thirds = thirds(context, &people, best.quality.alone > 0);
    for (tried, &third) in thirds.iter().enumerate() {
        let until = 0.5 + 0.5 * (tried + 1) as f64 / thirds.len() as f64;
        let mut others = people.clone();
        others.remove(third);
        let other = candidate(context, &others, forced, &mut meter.part(until))?;
        if other.quality < best.quality {
            best = other;
        }
    }
    Ok(best)
}

/// The places of those to be tried as the third of a trio.
fn thirds(context: &RoundContext<'_>, people: &[u32], somebody_left: bool) -> Vec<usize> {
    if people.len() <= TRY_ALL || somebody_left && people.len() <= TRY_LEFT {
        return (0..people.len()).collect();
    }
    // A fixed choice that differs from round to round: a step through all places, begun by the seed, the day and the attempt.
    let seed = context.planner.seed;
    let start = seed
        .wrapping_add(context.now.0.unsigned_abs().into())
        .wrapping_add(context.attempt);
    let step = |index: u64| start.wrapping_mul(31).wrapping_add(index * 7919) % people.len() as u64;
    let mut tried: Vec<usize> = (0..TRIED as u64)
        .map(|index| step(index) as usize)
        .collect();
    tried.sort_unstable();
    tried.dedup();
    tried
}

fn candidate(
    context: &RoundContext<'_>,
    people: &[u32],
    forced: &[(u32, u32)],
    meter: &mut Meter<'_>,
) -> Result<Candidate, Error> {
    let waiting = WAITING * (context.present.len() as i64).clamp(1, MOST_PRESENT);
    let weighed = context.edges().iter().map(|&(a, b, net)| {
        let cost = context.member(a).waiting_cost + context.member(b).waiting_cost;
        (a, b, net + cost * waiting)
    });
    let edges: Vec<(u32, u32, i64)> = weighed.collect();
    let mut groups: Vec<Vec<u32>> = forced.iter().map(|&(a, b)| vec![a, b]).collect();
    let found = matched(people, &edges, Aim::PairsThenWeight, meter)?;
    groups.extend(found.into_iter().map(|(a, b)| vec![a, b]));
    if context.planner.odd == Odd::Trio {
        join(context, &mut groups);
    }
    Ok(Candidate {
        quality: context.quality(&groups),
        groups,
    })
}

/// Lets those left over join pairs, each pair at most once: as many as possible, then for the least loss.
fn join(context: &RoundContext<'_>, groups: &mut [Vec<u32>]) {
    let left = context.left_of(groups);
    if left.is_empty() {
        return;
    }
    // An assignment of guests to hosts: matching with one side of those left, the other of pairs.
    let mut options = Vec::new();
    for (guest, &person) in left.iter().enumerate() {
        for (number, group) in groups.iter().enumerate() {
            let trio = [group[0], group[1], person];
            if context.may_group(&trio) {
                let gain = context.worth(&trio) - context.worth(group);
                options.push((narrow(guest), narrow(left.len() + number), gain));
            }
        }
    }
    let pairs = WeightedPairs::new(narrow(left.len() + groups.len()), &options);
    let best = pairs
        .expect("nets are far below the limit")
        .best(Aim::PairsThenWeight);
    for (guest, host) in best.pairs() {
        groups[host as usize - left.len()].push(left[guest.as_index()]);
    }
}

/// Places everyone in up to several pairs each: the most pairs, of those as few people alone as possible, then the best.
///
/// Both at once can be had: a path that adds a pair takes nobody's only meeting.
pub(crate) fn place_several(context: &RoundContext<'_>) -> Result<Vec<Vec<u32>>, Error> {
    let (people, rooms) = (&context.present, rooms(context));
    let (certain, contested) = uncontested(&rooms, present_edges(people, context.edges()));
    let mut met = vec![false; people.len()];
    for &(a, b, _) in &certain {
        (met[a.as_index()], met[b.as_index()]) = (true, true);
    }
    // Somebody's first meeting is worth more than what all meetings together could lose by it.
    let places = rooms.iter().map(|&room| i64::from(room)).sum::<i64>();
    let meetings = (places / 2).min(contested.len() as i64);
    let worths = contested.iter().map(|edge| edge.2);
    let spread = worths.clone().max().unwrap_or(0) - worths.min().unwrap_or(0);
    let waiting = meetings.saturating_mul(spread).min(MOST_WAITING - 1) + 1;
    let first: Vec<i64> = met
        .iter()
        .map(|&met| if met { 0 } else { waiting })
        .collect();
    let pairs = WeightedPairs::new(narrow(people.len()), &contested)?;
    let certain = certain.iter().map(|&(a, b, _)| (a, b));
    let contested = pairs.most_with_first_places(&rooms, &first)?;
    let found = contested.into_iter().chain(certain);
    Ok(found
        .map(|(a, b)| vec![people[a.as_index()], people[b.as_index()]])
        .collect())
}

/// Edges between places.
pub(crate) type Edges = Vec<(u32, u32, i64)>;

/// The pairs of two who both have room for everyone they may meet, so that they take nobody's place; and all others.
pub(crate) fn uncontested(rooms: &[u32], edges: Edges) -> (Edges, Edges) {
    let mut partners = vec![0_u32; rooms.len()];
    for &(a, b, _) in &edges {
        partners[a.as_index()] += 1;
        partners[b.as_index()] += 1;
    }
    let has_room = |place: u32| partners[place.as_index()] <= rooms[place.as_index()];
    let all = edges.into_iter();
    all.partition(|&(a, b, _)| has_room(a) && has_room(b))
}

/// Edges between places among the people present.
pub(crate) fn present_edges(people: &[u32], edges: &[(u32, u32, i64)]) -> Edges {
    let place = |person: u32| people.binary_search(&person).map(narrow);
    let local = edges
        .iter()
        .filter_map(|&(a, b, net)| Some((place(a).ok()?, place(b).ok()?, net)));
    local.collect()
}

/// How many meetings each of those present can have.
pub(crate) fn rooms(context: &RoundContext<'_>) -> Vec<u32> {
    let most = match context.planner.shape {
        Shape::Pairs(most) => most,
        Shape::Groups(..) => 1,
    };
    let people = context.present.iter();
    people
        .map(|&person| most.min(context.member(person).room))
        .collect()
}
