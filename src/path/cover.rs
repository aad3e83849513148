//! Maximum coverage: whom to meet in order to reach most of a circle.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::par;
use crate::path::path_search::PathSearch;
use crate::path::search::{Scratch, sources};
use crate::rows::{AsIndex, Rows};

/// Someone worth meeting, and whom they bring into reach.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Broker {
    /// The one to meet.
    pub person: u32,
    /// The wanted people who come into reach through them and through none of the bridges before; ascending.
    pub opens: Vec<u32>,
}

impl PathSearch<'_> {
    /// Whom someone should meet, at most `count` people, so that most of the wanted people come into reach.
    ///
    /// A wanted person is in reach through a bridge who is wanted themselves, or who would introduce the asker within one hop less
    /// than the bound and above the floor, the bridge's own carrying included; the asker's new tie to the bridge is
    /// taken as sure. Wanted people who are in reach already are left out, and so are
    /// bridges to whom the asker is tied already.
    ///
    /// Each next bridge is the one that opens most people not opened yet, ties by lower id. Together they open at least
    /// 1 − 1/e, about 63 %, of what the best bridges of that number open (Nemhauser, Wolsey & Fisher 1978); no method does better in
    /// general in polynomial time (Feige 1998).
    ///
    /// # Complexity
    ///
    /// One search outwards from each wanted person, against the ties; then O(count · entries) for all the pairs of a bridge and
    /// a person it opens.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch};
    /// let out = Adjacency::new(6, &[(0, 1, 0.9), (2, 3, 0.9), (2, 4, 0.8), (5, 4, 0.9)])?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(6);
    /// let bridges = PathSearch::new(&out, &into, &introducers)?.brokers(0, &[1, 3, 4], 2);
    /// assert_eq!(bridges.len(), 1);
    /// assert_eq!((bridges[0].person, bridges[0].opens.as_slice()), (2, [3, 4].as_slice()));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn brokers(&self, from: u32, wanted: &[u32], count: u32) -> Vec<Broker> {
        self.brokers_among(from, wanted, count, |_| true)
    }

    /// Like [`brokers`](Self::brokers), among those whom the asker may meet.
    pub(crate) fn brokers_among(
        &self,
        from: u32,
        wanted: &[u32],
        count: u32,
        may_meet: impl Fn(u32) -> bool + Sync,
    ) -> Vec<Broker> {
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let opening = par::map_with(wanted.len(), Scratch::new, |scratch, place| {
            let person = wanted[place];
            if person == from || self.best_with(scratch, from, person).is_some() {
                return Vec::new();
            }
            // Who is in reach already needs no opening; for the others everyone is found whose acquaintance would bring them into reach.
            let mut openers = self.openers(scratch, from, person);
            openers.retain(|&opener| may_meet(opener));
            openers
        });
        let pairs = opening
            .iter()
            .zip(0_u32..)
            .flat_map(|(bridges, place)| bridges.iter().map(move |&bridge| (bridge, place)));
        // Whom each bridge opens, as places, ascending.
        let opens = Rows::from_pairs(self.out().people().as_index(), pairs);
        // Maximum coverage: greedy is within 1 − 1/e of the best (Nemhauser, Wolsey, Fisher 1978).
        greedy(&opens, &wanted, count)
    }

    /// Everyone through whom a person would come into reach.
    fn openers(&self, scratch: &mut Scratch, from: u32, wanted: u32) -> Vec<u32> {
        let Some(mut question) = self.question(from, wanted) else {
            return Vec::new();
        };
        // One hop of the bound is spent on the step to the broker.
        question.hops = self.most_hops().saturating_sub(1);
        let carries = |person: u32| self.introducers().cost(person, from, wanted);
        // The new tie to the broker costs nothing and takes one hop; from there the usual terms hold.
        let is_bridge = |&(person, cost): &(u32, u64)| {
            let carrying = if person == wanted {
                Some(0)
            } else {
                carries(person)
            };
            let is_new = person != from && self.out().strength(from, person).is_none();
            is_new && carrying.is_some_and(|carrying| cost + carrying <= self.limit())
        };
        let reached = sources(self, question, scratch);
        reached
            .filter(is_bridge)
            .map(|(person, _)| person)
            .collect()
    }
}

/// Picks bridges one by one, each with most people not opened yet.
fn greedy(pairs: &Rows<u32>, wanted: &[u32], count: u32) -> Vec<Broker> {
    // Bridges that open somebody, in the order of their ids.
    let rows = (0_u32..).zip(pairs.iter());
    let groups: Vec<(u32, &[u32])> = rows.filter(|(_, group)| !group.is_empty()).collect();
    let mut is_open = vec![false; wanted.len()];
    // What each bridge opened when last counted; it only falls (lazy greedy, Minoux 1978).
    let mut order: BinaryHeap<(usize, Reverse<usize>)> = groups
        .iter()
        .enumerate()
        .map(|(place, (_, group))| (group.len(), Reverse(place)))
        .collect();
    let mut bridges = Vec::new();
    while bridges.len() < count as usize
        && let Some((counted, Reverse(place))) = order.pop()
    {
        let (person, group) = groups[place];
        let opens: Vec<u32> = group
            .iter()
            .copied()
            .filter(|&place| !is_open[place as usize])
            .collect();
        if opens.is_empty() {
            continue;
        }
        // The count is stale. It only falls, so what is still on top after counting again is the best (lazy greedy).
        if opens.len() < counted {
            order.push((opens.len(), Reverse(place)));
            continue;
        }
        // What is open counts for no later broker.
        opens
            .iter()
            .for_each(|&place| is_open[place as usize] = true);
        bridges.push(Broker {
            person,
            opens: opens.iter().map(|&place| wanted[place as usize]).collect(),
        });
    }
    bridges
}
