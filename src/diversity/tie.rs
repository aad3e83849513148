//! Embeddedness of ties, and local bridges.

use crate::diversity::tally::{Shared, Tallies};
use crate::diversity::{Graph, position};
use crate::par;
use crate::rows::{AsIndex, narrow};

/// The overlap of two people's acquaintances besides themselves: |A ∩ B|/|A ∪ B|, 0 when neither has any.
///
/// With A all who are tied to the one but not the other themselves, and B likewise (Onnela and others 2007). It is
/// defined for tied and for untied people.
///
/// # Complexity
///
/// O(ties of both).
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, embeddedness};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (1, 3, 1.0)])?;
/// assert_eq!(embeddedness(&graph, 0, 1), 0.5); // 2 of {2, 3}
/// assert_eq!(embeddedness(&graph, 0, 3), 0.5); // 1 of {1, 2}
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn embeddedness(graph: &Graph, one: u32, other: u32) -> f64 {
    let common = mutual_contacts(graph, one, other);
    let tied = u32::from(graph.neighbours(one).binary_search(&other).is_ok());
    jaccard(common, graph.degree(one) - tied, graph.degree(other) - tied)
}

/// How weak the bond between two people is by structure: 1 − [`embeddedness`].
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, weakness};
/// let line = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0)])?;
/// assert_eq!(weakness(&line, 0, 1), 1.0);
/// assert_eq!(weakness(&line, 0, 2), 0.0); // all they have they share
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn weakness(graph: &Graph, one: u32, other: u32) -> f64 {
    1.0 - embeddedness(graph, one, other)
}

/// How many people are tied to both.
///
/// # Complexity
///
/// O(ties of both).
///
/// # Examples
///
/// ```
/// use confrere::diversity::Graph;
/// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
/// use confrere::diversity::mutual_contacts;
/// assert_eq!(mutual_contacts(&graph, 0, 2), 1);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn mutual_contacts(graph: &Graph, one: u32, other: u32) -> u32 {
    narrow(shared(graph.neighbours(one), graph.neighbours(other)).count())
}

/// The places of equal elements in two ascending lists.
pub(crate) fn shared<'a>(
    one: &'a [u32],
    other: &'a [u32],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut place = 0;
    one.iter().enumerate().filter_map(move |(mine, person)| {
        while other.get(place).is_some_and(|behind| behind < person) {
            place += 1;
        }
        (other.get(place) == Some(person)).then_some((mine, place))
    })
}

/// |A ∩ B|/|A ∪ B| by counts, 0 when both are empty.
fn jaccard(common: u32, one: u32, other: u32) -> f64 {
    let either = one + other - common;
    if either == 0 {
        0.0
    } else {
        f64::from(common) / f64::from(either)
    }
}

/// One tie with what its two ends share.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TieOverlap {
    /// The end with the lower number.
    pub one: u32,
    /// The end with the higher number.
    pub other: u32,
    /// How many people are tied to both.
    pub common: u32,
    /// [`embeddedness`] of the tie.
    pub embeddedness: f64,
}

/// Every tie with what its two ends share, ascending.
///
/// # Complexity
///
/// For each tie the number of ties of the end that has fewer. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, tie_overlaps};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (1, 3, 1.0)])?;
/// let overlaps = tie_overlaps(&graph);
/// assert_eq!(overlaps.len(), 4);
/// assert_eq!((overlaps[3].one, overlaps[3].other, overlaps[3].common), (1, 3, 0));
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn tie_overlaps(graph: &Graph) -> Vec<TieOverlap> {
    let tallies = Tallies::<Shared>::new(graph, &position::strengths(graph));
    let mut overlaps = Vec::with_capacity(graph.ties().as_index());
    for one in 0..graph.people() {
        for place in graph.row(one).filter(|&place| graph.target(place) > one) {
            let other = graph.target(place);
            let common = tallies.at(one, place).common;
            overlaps.push(TieOverlap {
                one,
                other,
                common,
                // The tie itself is left out of both degrees (Onnela et al. 2007).
                embeddedness: jaccard(common, graph.degree(one) - 1, graph.degree(other) - 1),
            });
        }
    }
    overlaps
}

/// A tie whose ends share nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LocalBridge {
    /// The end with the lower number.
    pub one: u32,
    /// The end with the higher number.
    pub other: u32,
    /// How many ties would lie between them without this one, 3 or more; `None` when no path would be left.
    pub span: Option<u32>,
}

/// All local bridges with their spans, ascending (Granovetter 1973).
///
/// # Complexity
///
/// That of [`tie_overlaps`], and for each bridge a search from both ends; in parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, local_bridges};
/// let square = Graph::new(5, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (3, 4, 1.0)])?;
/// let bridges = local_bridges(&square);
/// assert_eq!((bridges[0].one, bridges[0].other, bridges[0].span), (0, 1, Some(3)));
/// assert_eq!((bridges[4].one, bridges[4].other, bridges[4].span), (3, 4, None));
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn local_bridges(graph: &Graph) -> Vec<LocalBridge> {
    let mut overlaps = tie_overlaps(graph);
    overlaps.retain(|tie| tie.common == 0);
    par::map_with(
        overlaps.len(),
        || DetourSearch::new(graph),
        |search, place| {
            let TieOverlap { one, other, .. } = overlaps[place];
            let span = search.between(one, other);
            LocalBridge { one, other, span }
        },
    )
}

/// Searches the shortest path between the ends of a tie that does not use it, from both ends at once.
#[derive(Debug, Clone)]
struct DetourSearch<'g> {
    graph: &'g Graph,
    /// By person: 0 for unmet, else 1 + which side met them.
    side: Vec<u8>,
    met: [Vec<u32>; 2],
}

impl<'g> DetourSearch<'g> {
    fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            side: vec![0; graph.people().as_index()],
            met: [Vec::new(), Vec::new()],
        }
    }

    /// Widens the side whose rim is smaller, so that a search ends soon when one side is a dead end.
    fn between(&mut self, one: u32, other: u32) -> Option<u32> {
        for (place, end) in [one, other].into_iter().enumerate() {
            self.side[end.as_index()] = place as u8 + 1;
            self.met[place].push(end);
        }
        // Bidirectional breadth-first search: each side's rim is a range of those it met, and the smaller one is widened.
        let mut rims = [0..1, 0..1];
        let mut hops = 0;
        let found = loop {
            let place = usize::from(rims[1].len() < rims[0].len());
            if rims[place].is_empty() {
                break None;
            }
            hops += 1;
            // The sides meet on the first layer that has anyone in common, so the count is the length of the shortest path.
            if self.widen(place, rims[place].clone(), (one, other)) {
                break Some(hops);
            }
            rims[place] = rims[place].end..self.met[place].len();
        };
        // Only who was met is cleared: the scratch costs what the search touched, not the community.
        for person in self.met.iter_mut().flat_map(|met| met.drain(..)) {
            self.side[person.as_index()] = 0;
        }
        found
    }

    /// Meets everyone one tie beyond a rim; whether someone of the other side was among them.
    fn widen(
        &mut self,
        place: usize,
        rim: std::ops::Range<usize>,
        (one, other): (u32, u32),
    ) -> bool {
        let mine = place as u8 + 1;
        for index in rim {
            let person = self.met[place][index];
            for &next in self.graph.neighbours(person) {
                let direct = (person, next) == (one, other) || (person, next) == (other, one);
                if direct || self.side[next.as_index()] == mine {
                    continue;
                }
                // Met by the other side: the two searches touch, and no shorter detour is left.
                if self.side[next.as_index()] != 0 {
                    return true;
                }
                self.side[next.as_index()] = mine;
                self.met[place].push(next);
            }
        }
        false
    }
}
