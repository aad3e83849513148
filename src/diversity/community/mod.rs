//! Community detection by modularity (Leiden).

mod level;
mod local_moving;
mod refinement;
mod sparse_sums;

use std::ops::ControlFlow;

use crate::diversity::Graph;
use crate::diversity::community::level::Level;
use crate::diversity::community::local_moving::{LocalMoving, Partition};
use crate::error::Error;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::rows::{AsIndex, MaybeIndex, narrow};
use crate::unit::within;

/// A grouping of everyone by who is tied to whom.
///
/// Communities are numbered by their first member; the grouping depends on the graph alone, not on chance or threads.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Communities {
    labels: Vec<u32>,
    count: u32,
    modularity: Option<f64>,
}

impl Communities {
    /// The community of each person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::communities;
    /// assert_eq!(communities(&graph).labels().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// How many communities there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::communities;
    /// assert!(communities(&graph).count() >= 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The [`modularity`] of the grouping, `None` without ties.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::{communities, modularity};
    /// let found = communities(&graph);
    /// assert_eq!(found.modularity(), modularity(&graph, found.labels(), 1.0)?);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn modularity(&self) -> Option<f64> {
        self.modularity
    }
}

/// Finds communities of great modularity: Louvain with the refinement of Leiden (Traag, Waltman and van Eck 2019).
///
/// Each community is connected; people without ties are alone. People are visited in order of their numbers and ties go
/// to the lowest community, without chance, so another numbering may give another grouping. Modularity is not maximised
/// exactly, which nobody can for large graphs, and communities smaller than about √(2m) ties can be merged (its
/// resolution limit); a greater resolution in [`communities_at`] splits them.
///
/// # Complexity
///
/// About O(m) time a round and few rounds; on one thread.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, communities};
/// let two_triangles = [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (3, 4, 1.0), (4, 5, 1.0), (5, 3, 1.0), (2, 3, 1.0)];
/// let graph = Graph::new(7, &two_triangles)?;
/// let found = communities(&graph);
/// assert_eq!(found.labels(), [0, 0, 0, 1, 1, 1, 2]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn communities(graph: &Graph) -> Communities {
    unwatched(|meter| find(graph, 1.0, meter))
}

/// As [`communities_at`], [watched](Progress): told after each round, with the modularity as the value.
///
/// # Errors
///
/// As [`communities_at`], and [`Error::Cancelled`].
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
/// use confrere::diversity::{Graph, communities, communities_watched};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)])?;
/// let mut modularity = None;
/// let found = communities_watched(&graph, 1.0, |progress| {
///     modularity = progress.value.or(modularity);
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!((found.labels(), found.modularity()), (communities(&graph).labels(), modularity));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn communities_watched(
    graph: &Graph,
    resolution: f64,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Communities, Error> {
    check_resolution(resolution)?;
    watched(progress, |meter| find(graph, resolution, meter))
}

fn check_resolution(resolution: f64) -> Result<(), Error> {
    within(resolution, 0.0..=1e6, "a number from 0 to 1000000", || {
        "resolution".into()
    })
    .map(drop)
}

/// Like [`communities`], at another resolution γ: above 1 for more and smaller communities, below 1 for fewer.
///
/// # Errors
///
/// When the resolution is not a number from 0 to 1,000,000.
///
/// # Examples
///
/// ```
/// use confrere::diversity::Graph;
/// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
/// use confrere::diversity::communities_at;
/// assert!(communities_at(&graph, -1.0).is_err());
/// assert_eq!(communities_at(&graph, 0.0)?.count(), 1); // nothing speaks against one
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn communities_at(graph: &Graph, resolution: f64) -> Result<Communities, Error> {
    check_resolution(resolution)?;
    find(graph, resolution, &mut Meter::silent())
}

/// The modularity of a grouping: Q = Σ (w/m − γ·(K/2m)²) over groups with inner weight w and strength K, m the weight of
/// all ties and γ the resolution (1 in Newman's form). `None` without ties.
///
/// # Errors
///
/// When there are not as many labels as people.
///
/// # Complexity
///
/// O(ties + people), and O(people · log people) beside it where a label is greater than twice as many as people.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, modularity};
/// let pairs = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(modularity(&pairs, &[0, 0, 1, 1], 1.0)?, Some(0.5));
/// assert_eq!(modularity(&pairs, &[0, 0, 0, 0], 1.0)?, Some(0.0));
/// assert!(modularity(&pairs, &[0, 0], 1.0).is_err()); // two people have no label
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn modularity(graph: &Graph, labels: &[u32], resolution: f64) -> Result<Option<f64>, Error> {
    graph.check_each("labels", labels)?;
    Ok(modularity_of(graph, labels, resolution))
}

/// The modularity of a label for each person.
fn modularity_of(graph: &Graph, labels: &[u32], resolution: f64) -> Option<f64> {
    let labels = &canonical(labels).0;
    let (mut inner, mut sums) = (0.0, vec![0.0; labels.len()]);
    let mut twice = 0.0;
    for one in 0..graph.people() {
        let label = labels[one.as_index()];
        let mut sum = sums[label.as_index()];
        for (&other, &weight) in graph.neighbours(one).iter().zip(graph.weights(one)) {
            sum += weight;
            twice += weight;
            if labels[other.as_index()] == label {
                inner += weight;
            }
        }
        sums[label.as_index()] = sum;
    }
    // Q = Σ_in / 2m − γ · Σ_c (K_c / 2m)², Newman & Girvan (2004) with a resolution γ.
    let expected: f64 = sums.iter().map(|sum| (sum / twice) * (sum / twice)).sum();
    (twice > 0.0).then(|| inner / twice - resolution * expected)
}

/// The greatest number of rounds; they end earlier when a round brings little, after 4 on 37,700 developers.
const ROUNDS: u32 = 50;

/// The least rise of modularity for which another round is worth its time. On 37,700 developers the rounds bring .4569,
/// .4611, .4614, and less than .0001 from there on.
const LEAST_RISE: f64 = 1e-4;

/// Moves, refines and coarsens until nothing moves any more, then starts again from what was found.
fn find(graph: &Graph, resolution: f64, meter: &mut Meter<'_>) -> Result<Communities, Error> {
    let bottom = Level::bottom(graph);
    let mut labels: Vec<u32> = (0..graph.people()).collect();
    let (mut before, mut modularity) = (f64::NEG_INFINITY, None);
    // Whole runs of Leiden are repeated, each from the last partition, until modularity no longer rises.
    for done in 1..=ROUNDS {
        labels = round(&bottom, &labels, resolution);
        modularity = modularity_of(graph, &labels, resolution);
        let steps = (done.into(), ROUNDS.into());
        if meter.report("rounds", steps, (modularity, None)).is_break() {
            return Err(Error::Cancelled);
        }
        if modularity.is_none_or(|now| now - before < LEAST_RISE) {
            break;
        }
        before = modularity.unwrap_or(before);
    }
    // Refinement keeps communities connected but for merges of the last level; a disconnected one is split here.
    let (connected, count) = canonical(&connected_parts(graph, &labels));
    if connected != labels {
        labels = connected;
        modularity = modularity_of(graph, &labels, resolution);
    }
    Ok(Communities {
        labels,
        count,
        modularity,
    })
}

/// One pass through all levels from a given grouping; labels of the result are canonical.
fn round(bottom: &Level<'_>, labels: &[u32], resolution: f64) -> Vec<u32> {
    let mut whole = canonical(labels).0;
    let mut place: Vec<u32> = (0..bottom.nodes()).collect();
    let mut partition = Partition::new(bottom, &whole);
    let mut above = None;
    loop {
        let level = above.as_ref().unwrap_or(bottom);
        // Move nodes until none gains (Leiden, line 4), and hand the labels down to the people.
        LocalMoving::new(level, resolution).run(&mut partition);
        for (label, &node) in whole.iter_mut().zip(&place) {
            *label = partition.label(node);
        }
        // Aggregation rests on the refined parts, while communities are carried over as the next level's start (Leiden, line 6).
        let (refined, parts) = refinement::refine(level, &partition, resolution);
        // Every node is a part of its own: no further level can differ.
        if parts == level.nodes() {
            return canonical(&whole).0;
        }
        // The parts become nodes, and each bottom node follows its part upwards.
        let (aggregate, labels) = level.aggregated(&refined, parts, partition.labels());
        for node in &mut place {
            *node = refined[node.as_index()];
        }
        partition = Partition::new(&aggregate, &labels);
        above = Some(aggregate);
    }
}

/// Renumbers labels in order of their first appearance; also says how many there are.
pub(crate) fn canonical(labels: &[u32]) -> (Vec<u32>, u32) {
    // Labels beyond twice the number of places are replaced by their ranks, so that a table has room for all.
    let greatest = labels.iter().max().map_or(0, |label| label.as_index());
    if greatest > 2 * labels.len() {
        let mut used = labels.to_vec();
        used.sort_unstable();
        used.dedup();
        let rank = |label: &u32| narrow(used.partition_point(|other| other < label));
        return canonical(&labels.iter().map(rank).collect::<Vec<_>>());
    }
    let mut new = vec![MaybeIndex::NONE; greatest + 1];
    let mut count = 0;
    let number = |label: &u32| {
        let known = &mut new[label.as_index()];
        known.get().unwrap_or_else(|| {
            *known = MaybeIndex::some(count);
            count += 1;
            count - 1
        })
    };
    let renumbered = labels.iter().map(number).collect();
    (renumbered, count)
}

/// Splits groups into their connected parts, each labelled by its first member.
fn connected_parts(graph: &Graph, labels: &[u32]) -> Vec<u32> {
    let mut parts = vec![MaybeIndex::NONE; labels.len()];
    let mut frontier = Vec::new();
    for start in 0..graph.people() {
        if parts[start.as_index()].is_some() {
            continue;
        }
        parts[start.as_index()] = MaybeIndex::some(start);
        frontier.push(start);
        // Depth-first within one community: everyone reached has the label of `start`, the lowest member.
        while let Some(person) = frontier.pop() {
            for &next in graph.neighbours(person) {
                let same = labels[next.as_index()] == labels[person.as_index()];
                if same && parts[next.as_index()].is_none() {
                    parts[next.as_index()] = MaybeIndex::some(start);
                    frontier.push(next);
                }
            }
        }
    }
    parts.into_iter().filter_map(MaybeIndex::get).collect()
}

#[cfg(test)]
mod tests {
    use crate::diversity::community::canonical;

    #[test]
    fn labels_are_numbered_by_first_appearance_however_great_they_are() {
        assert_eq!(canonical(&[]), (vec![], 0));
        assert_eq!(canonical(&[2, 0, 2, 1]), (vec![0, 1, 0, 2], 3));
        let great = [u32::MAX, 7, u32::MAX, u32::MAX - 1];
        assert_eq!(canonical(&great), (vec![0, 1, 0, 2], 3));
    }
}
