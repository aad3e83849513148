//! Consensus, polarisation and controversy of a group, and topics to start a conversation.

use std::cmp::Reverse;

use crate::diversity::{Disagreement, Graph, disagreements, divisiveness};
use crate::error::Error;
use crate::numeric::ordered_by_key;
use crate::rows::{AsIndex, narrow};

/// Default exponent of the identification within a group in [`polarisation`]; Esteban and Ray (1994) allow up to 1.6.
pub const POLARISATION_EXPONENT: f64 = 1.0;

/// How many groups agree on something: Π (A + 1)/(S + 2) over groups, with A who agree among S who have voted, passes
/// included (group-informed consensus, as in Polis). From 0 to 1; high only where every group agrees.
///
/// # Examples
///
/// ```
/// use confrere::diversity::group_consensus;
/// let shared = group_consensus([(8, 10), (9, 10)]);
/// let one_sided = group_consensus([(10, 10), (0, 10)]);
/// assert!(shared > 0.5 && one_sided < 0.1);
/// ```
#[must_use]
pub fn group_consensus(groups: impl IntoIterator<Item = (u32, u32)>) -> f64 {
    let groups = groups.into_iter();
    let shares = groups.map(|(agree, seen)| {
        let agree = f64::from(agree.min(seen));
        (agree + 1.0) / (f64::from(seen) + 2.0)
    });
    shares.product()
}

/// What two people could talk about.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Starters<T> {
    /// Topics on which both stand on one side, the widest consensus first: where to begin.
    pub agreed: Vec<T>,
    /// The topic of sharpest disagreement: where it becomes interesting.
    pub disputed: Option<Disagreement<T>>,
}

/// Finds what two people could talk about from their stances, each sorted by topic.
///
/// `consensus` says how widely a topic is agreed on, such as [`group_consensus`]; `weight` how divisive it is.
///
/// # Complexity
///
/// O(stances · log stances).
///
/// # Examples
///
/// ```
/// use confrere::diversity::conversation_starters;
/// let ana = [("pair programming", 1.0), ("remote work", 1.0), ("rewrites", 0.5)];
/// let ben = [("pair programming", 0.5), ("remote work", -1.0), ("rewrites", 0.4)];
/// let consensus = |topic: &str| if topic == "rewrites" { 0.9 } else { 0.6 };
/// let starters = conversation_starters(&ana, &ben, consensus, |_| 1.0);
/// assert_eq!(starters.agreed, ["rewrites", "pair programming"]);
/// assert_eq!(starters.disputed.expect("remote work").topic, "remote work");
/// ```
#[must_use]
pub fn conversation_starters<T: Copy + Ord>(
    one: &[(T, f32)],
    other: &[(T, f32)],
    consensus: impl Fn(T) -> f64,
    weight: impl Fn(T) -> f32,
) -> Starters<T> {
    let topics = disagreements(one, other, weight);
    let same_side = topics.iter().filter(|item| item.one * item.other > 0.0);
    let mut agreed: Vec<T> = same_side.map(|item| item.topic).collect();
    agreed.sort_unstable_by(|&a, &b| consensus(b).total_cmp(&consensus(a)).then(a.cmp(&b)));
    let apart = |item: &&Disagreement<T>| item.contribution > 0.0 && item.one * item.other <= 0.0;
    Starters {
        agreed,
        disputed: topics.iter().find(apart).copied(),
    }
}

/// How a group stands on one topic.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OpinionReport {
    /// How many have spoken.
    pub voices: u32,
    /// The mean stance, from −1 to 1.
    pub mean: f64,
    /// [`divisiveness`]: 0 of one mind to 1 split in half.
    pub divisiveness: f32,
    /// [`polarisation`] relative to its greatest value, a group split in two opposite halves: 0 to 1.
    pub polarisation: f64,
}

/// Reports how a group stands on one topic from the stances of those who have spoken; `None` when nobody has.
///
/// This describes groups, not people: do not read a person's value from it.
///
/// # Errors
///
/// When a stance is not a number from −1 to 1.
///
/// # Complexity
///
/// O(v·log v + b²) for v voices and b distinct stances.
///
/// # Examples
///
/// ```
/// use confrere::diversity::opinion_report;
/// let split = opinion_report(&[1.0, 1.0, -1.0, -1.0])?.expect("four voices");
/// assert_eq!((split.mean, split.divisiveness, split.polarisation), (0.0, 1.0, 1.0));
/// assert!(opinion_report(&[])?.is_none());
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn opinion_report(stances: &[f32]) -> Result<Option<OpinionReport>, Error> {
    for (place, &stance) in stances.iter().enumerate() {
        crate::unit::within(stance, -1.0..=1.0, "a number from -1 to 1", || {
            format!("stance {place}")
        })?;
    }
    if stances.is_empty() {
        return Ok(None);
    }
    let mut sorted: Vec<f32> = stances.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let voices = sorted.len() as f64;
    // Equal stances are one group, as the index asks for.
    let groups = sorted.chunk_by(|a, b| a == b);
    let groups: Vec<(f64, f64)> = groups
        .map(|run| (run.len() as f64, f64::from(run[0])))
        .collect();
    // Esteban–Ray polarisation in units of its maximum, two equal halves at the ends of the scale.
    let halves = polarisation(&[(1.0, -1.0), (1.0, 1.0)], POLARISATION_EXPONENT);
    let sum: f64 = sorted.iter().copied().map(f64::from).sum();
    Ok(Some(OpinionReport {
        voices: narrow(sorted.len()),
        mean: sum / voices,
        divisiveness: divisiveness(sorted.iter().copied()),
        polarisation: polarisation(&groups, POLARISATION_EXPONENT) / halves,
    }))
}

/// The polarisation of groups `(size, position)`: ER = Σ π(i)^(1 + α)·π(j)·|y(i) − y(j)| over shares π (Esteban and Ray
/// 1994), α from 0 (then it is twice a Gini of positions) to 1.6. 0 without groups.
///
/// # Complexity
///
/// O(g²) for g groups.
///
/// # Examples
///
/// ```
/// use confrere::diversity::polarisation;
/// let two_camps = polarisation(&[(50.0, -1.0), (50.0, 1.0)], 1.0);
/// let spread = polarisation(&[(25.0, -1.0), (25.0, -0.3), (25.0, 0.3), (25.0, 1.0)], 1.0);
/// assert!(two_camps > spread);
/// ```
#[must_use]
pub fn polarisation(groups: &[(f64, f64)], exponent: f64) -> f64 {
    let all: f64 = groups.iter().map(|group| group.0).sum();
    let mut sum = 0.0;
    for &(size, position) in groups {
        for &(other, there) in groups {
            let distance = (position - there).abs();
            sum += (size / all).powf(1.0 + exponent) * (other / all) * distance;
        }
    }
    if sum.is_finite() { sum } else { 0.0 }
}

/// The greatest number of steps in which the chances of a random walk are worked out, and the change at which that ends.
const WALK_STEPS: u32 = 1000;
const WALK_CHANGE: f64 = 1e-9;

/// How seldom a walk along ties leaves its side: RWC = P(x|x)·P(y|y) − P(x|y)·P(y|x) (Garimella and others 2018).
///
/// Walks start anywhere on a side and end at one of the `hubs` most tied people of either side; P(a|b) is the chance that
/// a walk that ended on side b began on a. Near 0 for mixed sides, 1 where nobody ever crosses. `sides` holds 0 or 1 for
/// each person; anything else takes no side. `None` when a side is empty or no walk from it ever ends.
///
/// # Errors
///
/// When there are not as many sides as people.
///
/// # Complexity
///
/// O(ties) for each of at most 1,000 steps.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, walk_controversy};
/// let camps = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(walk_controversy(&camps, &[0, 0, 1, 1], 1)?, Some(1.0));
/// let mixed = Graph::new(4, &[(0, 2, 1.0), (2, 1, 1.0), (1, 3, 1.0), (3, 0, 1.0)])?;
/// assert!(walk_controversy(&mixed, &[0, 0, 1, 1], 1)?.expect("two sides") < 0.5);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn walk_controversy(graph: &Graph, sides: &[u32], hubs: u32) -> Result<Option<f64>, Error> {
    graph.check_each("sides", sides)?;
    // The walk is absorbed by the most tied people of either side.
    let mut ends = vec![None; graph.people().as_index()];
    for side in [0, 1] {
        let members = (0..graph.people()).filter(|&at| sides[at.as_index()] == side);
        let members = ordered_by_key(members, |at| Reverse(graph.degree(at)));
        for &hub in members.iter().take(hubs.as_index()) {
            ends[hub.as_index()] = Some(side);
        }
    }
    // Walks begin anywhere on a side: the mean chance over its members.
    let chances = walk(graph, &ends);
    let mut shares = [[0.0; 2]; 2];
    for from in [0, 1] {
        let members = || (0..graph.people() as usize).filter(|&at| sides[at] == narrow(from));
        let count = members().count() as f64;
        for to in [0, 1] {
            let sum = members().fold(0.0, |sum, at| sum + chances[at][to]);
            shares[from][to] = if count > 0.0 { sum / count } else { 0.0 };
        }
        // Walks that never end say nothing; those that end count as one.
        let ended: f64 = shares[from].iter().sum();
        if ended == 0.0 {
            return Ok(None);
        }
        shares[from].iter_mut().for_each(|share| *share /= ended);
    }
    // Bayes' rule with sides of equal weight: where walks that end here began.
    let began = |from: usize, to: usize| shares[from][to] / (shares[0][to] + shares[1][to]);
    let index = began(0, 0) * began(1, 1) - began(0, 1) * began(1, 0);
    Ok(index.is_finite().then_some(index))
}

/// The chances that a walk from each person ends at either side.
fn walk(graph: &Graph, ends: &[Option<u32>]) -> Vec<[f64; 2]> {
    let fixed = |end: &Option<u32>| match end {
        Some(0) => [1.0, 0.0],
        Some(_) => [0.0, 1.0],
        None => [0.0, 0.0],
    };
    let mut chances: Vec<[f64; 2]> = ends.iter().map(fixed).collect();
    // Gauss–Seidel sweeps of the absorbing random walk: the chance to end at each side is the weighted mean of the neighbours'.
    for _ in 0..WALK_STEPS {
        let mut change = 0.0_f64;
        for person in (0..graph.people()).filter(|&at| ends[at.as_index()].is_none()) {
            let ties = graph.neighbours(person).iter().zip(graph.weights(person));
            let (mut sums, mut all) = ([0.0; 2], 0.0);
            for (&next, &weight) in ties {
                sums[0] += weight * chances[next.as_index()][0];
                sums[1] += weight * chances[next.as_index()][1];
                all += weight;
            }
            if all > 0.0 {
                // The chance is harmonic: outside the ends it is the mean of the neighbours, weighted by their ties.
                let new = sums.map(|sum| sum / all);
                let old = std::mem::replace(&mut chances[person.as_index()], new);
                change = change
                    .max((new[0] - old[0]).abs())
                    .max((new[1] - old[1]).abs());
            }
        }
        if change < WALK_CHANGE {
            break;
        }
    }
    chances
}
