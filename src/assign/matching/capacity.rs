//! The best pairs when a person may be in several: simple b-matching, reduced to matching.

use std::ops::Range;

use crate::assign::matching::pairs::{Aim, WeightedPairs};
use crate::error::Error;
use crate::rows::{AsIndex, Spans, narrow};

/// The most places and helper places together that several pairs a person may need.
const MAX_PLACES: usize = (1 << 30) - 1;

/// Pairs of people in which everyone appears at most as often as their capacity allows, and no pair twice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CapacitatedMatching {
    pairs: Vec<(u32, u32)>,
    weight: i64,
    bound: i64,
}

impl CapacitatedMatching {
    /// The pairs `(lower, higher)`, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// assert_eq!(pairs.best_with_capacities(&[1, 2, 1], Aim::Weight)?.pairs(), [(0, 1), (1, 2)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// The sum of the weights of the pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// assert_eq!(pairs.best_with_capacities(&[2, 2, 2], Aim::Weight)?.weight(), 18);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// No choice of pairs within everyone's capacity is heavier; with [`Aim::PairsThenWeight`], none of at least as many pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// assert_eq!(pairs.best_with_capacities(&[2, 2, 2], Aim::Weight)?.bound(), 18);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> i64 {
        self.bound
    }
}

/// How an allowed pair stands among the places.
enum Link {
    /// One of the two has a single place: their places are linked directly.
    Direct,
    /// Both have several: two helpers stand between, the first of them with this number.
    Helped(u32),
}

/// The places of each person.
struct Places(Spans);

impl Places {
    fn of(&self, person: u32) -> Range<u32> {
        let places = self.0.row(person);
        narrow(places.start)..narrow(places.end)
    }
}

impl WeightedPairs {
    /// Finds pairs that no other choice beats when person i has the capacity for `capacities[i]` pairs, each pair at most once.
    ///
    /// Everyone is split into as many places; a pair of two people with several places each passes through two helpers, which are
    /// paired with each other when the pair is not used (Tutte's reduction, 1954). The answer is exact. Where nobody of one side
    /// is paired with their own side, [`BipartiteTask`](crate::assign::BipartiteTask) answers faster.
    ///
    /// # Errors
    ///
    /// When there is not one capacity a person, or when places and weights are more than [`WeightedPairs::new`] takes.
    ///
    /// # Complexity
    ///
    /// That of [`best`](Self::best) on up to sum(capacities) + 2m places and m (capacity + capacity + 1) pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// // One mentor with room for two, three who ask.
    /// let pairs = WeightedPairs::new(4, &[(0, 1, 5), (0, 2, 7), (0, 3, 6)])?;
    /// let meetings = pairs.best_with_capacities(&[2, 1, 1, 1], Aim::Weight)?;
    /// assert_eq!(meetings.pairs(), [(0, 2), (0, 3)]);
    /// assert_eq!((meetings.weight(), meetings.bound()), (13, 13));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn best_with_capacities(
        &self,
        capacities: &[u32],
        aim: Aim,
    ) -> Result<CapacitatedMatching, Error> {
        self.best_within(capacities, &[], aim)
    }

    /// The most pairs, where everyone's first place counts so much beside the weights: with numbers above all weights as few people as
    /// possible are left out.
    pub(crate) fn most_with_first_places(
        &self,
        capacities: &[u32],
        first: &[i64],
    ) -> Result<Vec<(u32, u32)>, Error> {
        let best = self.best_within(capacities, first, Aim::PairsThenWeight)?;
        Ok(best.pairs)
    }

    /// What first places count is in the bound and not in the weight; nothing where none are given.
    fn best_within(
        &self,
        capacities: &[u32],
        first: &[i64],
        aim: Aim,
    ) -> Result<CapacitatedMatching, Error> {
        if capacities.len() != self.people() as usize {
            return Err(Error::Shape {
                what: "capacities of people".into(),
                found: format!("{} entries", capacities.len()),
                expected: format!("{} entries", self.people()),
            });
        }
        // Nobody needs more places than they have allowed pairs.
        let needed = (0..)
            .zip(capacities)
            .map(|(person, &capacity)| self.partners(person).len().min(capacity as usize));
        let places = Places(Spans::from_lengths(needed));
        let used = self
            .iter()
            .filter(|pair| aim == Aim::PairsThenWeight || pair.2 > 0);
        let used: Vec<(u32, u32, i64)> = used.collect();
        let (links, count) = links(&used, &places)?;
        let best = WeightedPairs::new(count, &split(&used, &links, (&places, first)))?.best(aim);
        let at = |person: u32, place: Option<u32>| {
            place.is_some_and(|place| places.of(person).contains(&place))
        };
        // A pair is taken when its places are matched to each other, or each to its own helper.
        let taken = |&(&(a, b, _), link): &(&(u32, u32, i64), &Link)| match *link {
            Link::Direct => places.of(a).any(|place| at(b, best.partner(place))),
            Link::Helped(helper) => at(a, best.partner(helper)) && at(b, best.partner(helper + 1)),
        };
        let chosen = used.iter().zip(&links).filter(taken);
        let mut chosen: Vec<(u32, u32, i64)> = chosen.map(|(&pair, _)| pair).collect();
        chosen.sort_unstable();
        // A helped pair weighs once too much: two halves when taken, the helpers' own pair when not.
        let helped = used.iter().zip(&links);
        let helped = helped.filter(|(_, link)| matches!(link, Link::Helped(_)));
        let surplus: i64 = helped.map(|(pair, _)| pair.2).sum();
        Ok(CapacitatedMatching {
            weight: chosen.iter().map(|pair| pair.2).sum(),
            pairs: chosen.into_iter().map(|(a, b, _)| (a, b)).collect(),
            bound: best.bound() - surplus,
        })
    }
}

/// How each pair is linked, and how many places and helpers there are.
fn links(used: &[(u32, u32, i64)], places: &Places) -> Result<(Vec<Link>, u32), Error> {
    let is_single = |person: u32| places.of(person).len() <= 1;
    // A person of one place is matched once at the most, so no pair can be used twice; only between two people of
    // several places must a pair be kept from being taken more than once.
    let is_direct = |pair: &(u32, u32, i64)| is_single(pair.0) || is_single(pair.1);
    let helped = used.iter().filter(|pair| !is_direct(pair)).count();
    let count = places.0.cells() + 2 * helped;
    if count > MAX_PLACES {
        return Err(Error::TooMany {
            what: "places of people with capacity for several pairs".into(),
            count,
            limit: MAX_PLACES,
        });
    }
    // A helped pair leads from place to place through two helpers of its own, which can be matched outwards only once.
    // Helpers are numbered after all places.
    let mut helper = narrow(places.0.cells());
    let link = |pair| {
        if is_direct(pair) {
            return Link::Direct;
        }
        helper += 2;
        Link::Helped(helper - 2)
    };
    Ok((used.iter().map(link).collect(), narrow(count)))
}

/// The pairs between places and helpers.
fn split(
    used: &[(u32, u32, i64)],
    links: &[Link],
    (places, first): (&Places, &[i64]),
) -> Vec<(u32, u32, i64)> {
    // Each place of someone, and what it counts beside the weight of its pair.
    let counted = |person: u32| {
        let lift = first.get(person.as_index()).copied().unwrap_or(0);
        let places = places.of(person);
        let start = places.start;
        places.map(move |place| (place, if place == start { lift } else { 0 }))
    };
    // A helper that leads to a place while the other leads nowhere must not gain the place's own worth, so helpers that keep to each other
    // have more; every pair that is taken costs as much, which changes nothing between equally many pairs.
    let kept = first.iter().max().map_or(0, |most| most + 1);
    let mut split = Vec::new();
    for (&(a, b, weight), link) in used.iter().zip(links) {
        let (of_a, of_b) = (counted(a), counted(b));
        match *link {
            // One side has capacity 1: each copy may meet each copy, and no two copies can take the same pair.
            Link::Direct => {
                split.extend(of_a.flat_map(|(x, more)| {
                    of_b.clone()
                        .map(move |(y, most)| (x, y, weight + more + most - kept))
                }));
            }
            // Both have more: two helper vertices let the pair be used at most once, whichever copies it joins.
            Link::Helped(helper) => {
                split.extend(of_a.map(|(x, more)| (x, helper, weight + more)));
                split.push((helper, helper + 1, weight + kept));
                split.extend(of_b.map(|(y, more)| (helper + 1, y, weight + more)));
            }
        }
    }
    split
}
