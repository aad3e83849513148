//! The k best routes: Yen's deviations with Lawler's partition, each deviation found by the hop-bounded search.
//!
//! The routes still open are split into parts that do not overlap: those that follow a known route up to a person and then take
//! none of the steps listed for them there. Each part is represented by its best route; the best of these is the next answer, and
//! its part is split along it. So no route is found twice, and none is missed.
//!
//! Sources: Yen (1971), *Finding the k shortest loopless paths in a network*; Lawler (1972), *A procedure for computing the k
//! best solutions to discrete optimization problems*.

use crate::path::cost::cost_of;
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::search::{Question, Scratch, search};

/// The best route of one part of the routes still open.
#[derive(Debug, Clone)]
struct Part {
    best: Route,
    /// Up to which place of the route all routes of the part agree.
    fixed: usize,
    /// Who must not come next after that place.
    barred: Vec<u32>,
}

impl PathSearch<'_> {
    /// The best routes from one person to another, at most `count`, best first; no route visits anyone twice.
    ///
    /// Empty when there is none. Of equally good routes the one with fewer hops comes first, then the first in id order.
    ///
    /// # Complexity
    ///
    /// At most k·H point-to-point searches for k routes of H hops, each cut at the cost of the k-th best route known.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch};
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 3, 0.5), (0, 2, 0.6), (2, 3, 0.6)])?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(4);
    /// let ranked = PathSearch::new(&out, &into, &introducers)?.ranked(0, 3, 5);
    /// assert_eq!(ranked.len(), 2);
    /// assert_eq!(ranked[0].introducers(), [1]);
    /// assert_eq!(ranked[1].introducers(), [2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ranked(&self, from: u32, to: u32, count: u32) -> Vec<Route> {
        self.ranked_with(&mut Scratch::new(), from, to, count)
    }

    /// Like [`ranked`](Self::ranked), with space that is reused.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch, Scratch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let mut scratch = Scratch::new();
    /// assert_eq!(paths.ranked_with(&mut scratch, 0, 2, 5).len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ranked_with(&self, scratch: &mut Scratch, from: u32, to: u32, count: u32) -> Vec<Route> {
        let count = count as usize;
        let mut found: Vec<Route> = Vec::new();
        let first = self.best_with(scratch, from, to).map(|best| Part {
            best,
            fixed: 0,
            barred: Vec::new(),
        });
        // Best last, and never more than are still wanted.
        let mut parts: Vec<Part> = first.into_iter().collect();
        while found.len() < count
            && let Some(part) = parts.pop()
        {
            found.push(part.best.clone());
            self.split(scratch, &part, count - found.len(), &mut parts);
        }
        found
    }

    /// Splits a part along its best route; keeps the `wanted` best of all parts.
    fn split(&self, scratch: &mut Scratch, part: &Part, wanted: usize, parts: &mut Vec<Part>) {
        let people = part.best.people();
        let target = people[people.len() - 1];
        for place in part.fixed..people.len() - 1 {
            // Parts ascend from the worst kept: the first is the one to beat.
            let full = parts.len() >= wanted;
            if full && parts.is_empty() {
                return;
            }
            // The part that leaves the known path here: its first step is barred, and those barred before where the
            // part began.
            let mut barred = vec![people[place + 1]];
            if place == part.fixed {
                barred.extend(&part.barred);
            }
            // A deviation dearer than the worst kept part can no longer be among the wanted.
            let worst = full.then(|| parts[0].best.cost());
            let limit = worst.unwrap_or(self.limit());
            let Some(limit) = limit.checked_sub(self.spent(&part.best, place)) else {
                return;
            };
            let question = Question {
                asker: people[0],
                target,
                start: people[place],
                hops: self.most_hops() - place as u32,
                limit,
                closed: &people[..place],
                not_first: &barred,
            };
            if let Some((_, rest)) = search(self, question, scratch) {
                // The part's best route: the known beginning and the best way on (Yen 1971, in Lawler's parts).
                let best = self.route([&people[..place], rest].concat());
                let at = parts.partition_point(|other| other.best > best);
                let fixed = place;
                parts.insert(
                    at,
                    Part {
                        best,
                        fixed,
                        barred,
                    },
                );
                parts.drain(..parts.len().saturating_sub(wanted));
            }
        }
    }

    /// The cost of a route up to and including the carrying at a place.
    fn spent(&self, route: &Route, place: usize) -> u64 {
        let factors = route.strengths()[..place]
            .iter()
            .chain(&route.factors()[..place]);
        factors.map(|&factor| cost_of(factor)).sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::network::Adjacency;
    use crate::path::introducers::Introducers;
    use crate::path::karate;
    use crate::path::path_search::PathSearch;
    use crate::unit::Unit;

    /// From, to, hops, how many are asked for, and the routes that come first.
    type Case = (u32, u32, u32, u32, &'static [(&'static [u32], f64)]);

    #[test]
    fn the_karate_club_has_the_ways_of_the_reference() {
        let out = Adjacency::new(34, &karate::strengths()).expect("sound ties");
        let introducers = Introducers::open(34);
        let paths = PathSearch::new(&out, &out, &introducers)
            .expect("one shape")
            .floor(Unit::ZERO);
        // From a reference of its own.
        #[rustfmt::skip]
        let cases: [Case; 7] = [
            (16, 26, 33, 6, &[
                (&[16, 5, 0, 2, 8, 33, 26], 0.06701166368609414),
                (&[16, 6, 0, 2, 8, 33, 26], 0.06701166368609414),
                (&[16, 5, 0, 2, 8, 32, 29, 26], 0.061591211917444426),
                (&[16, 6, 0, 2, 8, 32, 29, 26], 0.061591211917444426),
                (&[16, 5, 0, 2, 32, 29, 26], 0.060277971998736),
                (&[16, 6, 0, 2, 32, 29, 26], 0.060277971998736),
            ]),
            (16, 33, 2, 5, &[
            ]),
            (16, 33, 3, 5, &[
            ]),
            (16, 33, 4, 5, &[
                (&[16, 5, 0, 13, 33], 0.12401636185541619),
                (&[16, 6, 0, 13, 33], 0.12401636185541619),
                (&[16, 5, 0, 8, 33], 0.11103346106908633),
                (&[16, 5, 0, 31, 33], 0.11103346106908633),
                (&[16, 6, 0, 8, 33], 0.11103346106908633),
            ]),
            (4, 32, 2, 5, &[
            ]),
            (4, 32, 3, 5, &[
                (&[4, 0, 2, 32], 0.20800601733990493),
                (&[4, 0, 31, 32], 0.18710445613642082),
                (&[4, 0, 8, 32], 0.158890299653809),
            ]),
            (4, 32, 4, 5, &[
                (&[4, 0, 2, 8, 32], 0.2125377193239738),
                (&[4, 0, 2, 32], 0.20800601733990493),
                (&[4, 0, 31, 32], 0.18710445613642082),
                (&[4, 0, 13, 33, 32], 0.16235194703977782),
                (&[4, 0, 8, 32], 0.158890299653809),
            ]),
        ];
        for (from, to, hops, count, expected) in cases {
            let found = paths.hops(hops).ranked(from, to, count);
            let people: Vec<&[u32]> = found.iter().map(|route| route.people()).collect();
            assert_eq!(
                people,
                expected.iter().map(|route| route.0).collect::<Vec<_>>()
            );
            for (route, expected) in found.iter().zip(expected) {
                assert!((f64::from(route.chance()) - expected.1).abs() < 1e-6);
            }
        }
    }
}
