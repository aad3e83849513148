//! Which pairs are best when a person may be in several?

use crate::assign::matching::pairs::{Aim, WeightedPairs};
use crate::error::Error;

/// The most places and helper places together that several pairs a person may need.
const PLACE_LIMIT: u64 = (1 << 30) - 1;

/// Pairs of people in which everyone appears at most as often as they have room, and no pair twice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CapacitatedMatching {
    pairs: Vec<(u32, u32)>,
    weight: i64,
    bound: i64,
}

impl CapacitatedMatching {
    /// The pairs `(lower, higher)`, ascending.
    #[must_use]
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// The sum of the weights of the pairs.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// No choice of pairs within everyone's room is heavier; with [`Aim::PairsThenWeight`], none of at least as many pairs.
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

impl WeightedPairs {
    /// Finds pairs that no other choice beats when person i has room for `room[i]` pairs, each pair at most once.
    ///
    /// Everyone is split into as many places; a pair of two people with several places each passes through two helpers, which are
    /// paired with each other when the pair is not used (Tutte's reduction, 1954). The answer is exact.
    ///
    /// # Errors
    ///
    /// When `room` has not one entry a person, or when places and weights are more than [`WeightedPairs::new`] takes.
    ///
    /// # Complexity
    ///
    /// That of [`best`](Self::best) on up to sum(room) + 2m places and m (room + room + 1) pairs.
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
        room: &[u32],
        aim: Aim,
    ) -> Result<CapacitatedMatching, Error> {
        if room.len() != self.people() as usize {
            return Err(Error::Shape {
                what: "room of people".into(),
                found: format!("{} entries", room.len()),
                expected: format!("{} entries", self.people()),
            });
        }
        let places = self.places(room);
        let used: Vec<(u32, u32, i64)> = self.iter_for(aim).collect();
        let (links, count) = self.links(&used, &places)?;
        let expanded = expand(&used, &links, &places);
        let best = WeightedPairs::new(count, &expanded)?.best(aim);
        let met = |person: u32, helper: u32| {
            let place = best.partner(helper);
            place.is_some_and(|place| range(&places, person).contains(&place))
        };
        let taken = |&(&(a, b, _), link): &(&(u32, u32, i64), &Link)| match *link {
            Link::Direct => range(&places, a).any(|place| met(b, place)),
            Link::Helped(helper) => met(a, helper) && met(b, helper + 1),
        };
        let mut chosen: Vec<(u32, u32, i64)> = used
            .iter()
            .zip(&links)
            .filter(taken)
            .map(|(&pair, _)| pair)
            .collect();
        chosen.sort_unstable();
        let helped = used.iter().zip(&links);
        let helped = helped.filter(|(_, link)| matches!(link, Link::Helped(_)));
        let unused: i64 = helped.map(|(pair, _)| pair.2).sum();
        Ok(CapacitatedMatching {
            weight: chosen.iter().map(|pair| pair.2).sum(),
            pairs: chosen.into_iter().map(|(a, b, _)| (a, b)).collect(),
            bound: best.bound() - unused,
        })
    }

    /// Where each person's places begin; no more of them than the person has allowed pairs.
    fn places(&self, room: &[u32]) -> Vec<u32> {
        let mut places = vec![0; room.len() + 1];
        for person in 0..room.len() {
            let partners = self.partners(person as u32).len() as u32;
            places[person + 1] = places[person] + room[person].min(partners);
        }
        places
    }

    /// The pairs that may be taken at all.
    fn iter_for(&self, aim: Aim) -> impl Iterator<Item = (u32, u32, i64)> {
        self.iter()
            .filter(move |pair| aim == Aim::PairsThenWeight || pair.2 > 0)
    }

    /// How each pair is linked, and how many places and helpers there are.
    fn links(&self, used: &[(u32, u32, i64)], places: &[u32]) -> Result<(Vec<Link>, u32), Error> {
        let size = |person: u32| range(places, person).len();
        let of_people = places.last().copied().unwrap_or(0);
        let mut next = u64::from(of_people);
        let link = |&(a, b, _): &(u32, u32, i64)| {
            if size(a) <= 1 || size(b) <= 1 {
                return Link::Direct;
            }
            next += 2;
            Link::Helped((next - 2) as u32)
        };
        let links = used.iter().map(link).collect();
        if next > PLACE_LIMIT {
            return Err(Error::TooMany {
                what: "places of people with room for several pairs".into(),
                count: next as usize,
                limit: PLACE_LIMIT as usize,
            });
        }
        Ok((links, next as u32))
    }
}

/// The pairs between places and helpers.
fn expand(used: &[(u32, u32, i64)], links: &[Link], places: &[u32]) -> Vec<(u32, u32, i64)> {
    let mut expanded = Vec::new();
    for (&(a, b, weight), link) in used.iter().zip(links) {
        let (of_a, of_b) = (range(places, a), range(places, b));
        match *link {
            Link::Direct => {
                expanded.extend(of_a.flat_map(|x| of_b.clone().map(move |y| (x, y, weight))));
            }
            Link::Helped(helper) => {
                expanded.extend(of_a.map(|x| (x, helper, weight)));
                expanded.push((helper, helper + 1, weight));
                expanded.extend(of_b.map(|y| (helper + 1, y, weight)));
            }
        }
    }
    expanded
}

fn range(places: &[u32], person: u32) -> std::ops::Range<u32> {
    places[person as usize]..places[person as usize + 1]
}
