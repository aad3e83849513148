//! Shortest paths in ties, by incremental breadth-first search.

use crate::diversity::Graph;
use crate::rows::{AsIndex, MaybeIndex, narrow};

/// Counts hops from one person to others over a [`Graph`], only as far out as the questions reach.
///
/// Ask for all candidates of one person before starting the next: what was explored is kept until
/// [`start`](Self::start). Reuse one search for many people; it allocates once.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, HopSearch};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (1, 2, 1.0)])?;
/// let mut hops = HopSearch::new(&graph);
/// hops.start(0);
/// assert_eq!(hops.to(2), Some(2));
/// assert_eq!(hops.to(0), Some(0));
/// assert_eq!(hops.to(3), None);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct HopSearch<'g> {
    graph: &'g Graph,
    hops: Vec<MaybeIndex>,
    /// Everyone met so far, in order of hops; those from `fresh` on have not been asked for their ties.
    met: Vec<u32>,
    fresh: usize,
}

impl<'g> HopSearch<'g> {
    /// Makes a search that starts nowhere yet: everyone is unreachable.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::HopSearch;
    /// let mut search = HopSearch::new(&graph);
    /// search.start(0);
    /// assert_eq!(search.to(2), Some(2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            hops: vec![MaybeIndex::NONE; graph.people().as_index()],
            met: Vec::new(),
            fresh: 0,
        }
    }

    /// Starts anew from a person; from a number that is nobody's no one is reached.
    ///
    /// # Complexity
    ///
    /// O(people met since the last start).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::HopSearch;
    /// let mut search = HopSearch::new(&graph);
    /// search.start(2);
    /// assert_eq!((search.to(1), search.to(2)), (Some(1), Some(0)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn start(&mut self, person: u32) {
        for met in self.met.drain(..) {
            self.hops[met.as_index()] = MaybeIndex::NONE;
        }
        self.fresh = 0;
        if let Some(hops) = self.hops.get_mut(person.as_index()) {
            *hops = MaybeIndex::some(0);
            self.met.push(person);
        }
    }

    /// The least number of ties from the start to a person, `None` when there is no path.
    ///
    /// # Complexity
    ///
    /// All questions after one start together take O(ties within the greatest number of hops asked for).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::HopSearch;
    /// let mut search = HopSearch::new(&graph);
    /// search.start(0);
    /// assert_eq!(search.to(1), Some(1));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn to(&mut self, person: u32) -> Option<u32> {
        while self.hops.get(person.as_index())?.is_none() && self.fresh < self.met.len() {
            self.widen();
        }
        self.hops[person.as_index()].get()
    }

    /// How many others can be reached within some ties.
    ///
    /// # Complexity
    ///
    /// O(ties within that many hops).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Graph, HopSearch};
    /// let line = Graph::new(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)])?;
    /// let mut hops = HopSearch::new(&line);
    /// hops.start(0);
    /// assert_eq!(hops.within(2), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn within(&mut self, limit: u32) -> u32 {
        while self.fresh < self.met.len() && self.distance(self.met[self.fresh]) < limit {
            self.widen();
        }
        // Those met stand in order of hops; the first is the start itself.
        let near = self
            .met
            .partition_point(|&person| self.distance(person) <= limit);
        narrow(near.saturating_sub(1))
    }

    /// The hops to someone who has been met.
    fn distance(&self, met: u32) -> u32 {
        self.hops[met.as_index()]
            .get()
            .expect("everyone met has a distance")
    }

    /// Scans the ties of the nearest person not scanned yet: breadth-first, so hops never fall along `met`.
    fn widen(&mut self) {
        let next = self.met[self.fresh];
        self.fresh += 1;
        let hops = self.distance(next) + 1;
        for &neighbour in self.graph.neighbours(next) {
            if self.hops[neighbour.as_index()].is_none() {
                self.hops[neighbour.as_index()] = MaybeIndex::some(hops);
                self.met.push(neighbour);
            }
        }
    }

    /// The [`hop_novelty`] of a person seen from another, the start; `None` when no ties lead from one to the other.
    #[must_use]
    pub fn novelty(&mut self, person: u32) -> Option<f32> {
        let start = *self.met.first()?;
        let known = self.graph.degree(start) > 0 && self.graph.degree(person) > 0;
        hop_novelty(self.to(person).filter(|_| known))
    }
}

/// How new someone is by hops: 1 − 1/d for d ≥ 1 hops, 0 for oneself, `None` when there is no path at all.
///
/// Someone whom no ties lead to is not new but unknown: else a single tie, to an account of one's own making, would make
/// everyone in the community count as far away.
///
/// # Examples
///
/// ```
/// use confrere::diversity::hop_novelty;
/// assert_eq!(hop_novelty(Some(1)), Some(0.0));
/// assert_eq!(hop_novelty(Some(4)), Some(0.75));
/// assert_eq!(hop_novelty(None), None);
/// ```
#[must_use]
pub fn hop_novelty(hops: Option<u32>) -> Option<f32> {
    hops.map(|hops| match hops {
        0 => 0.0,
        hops => 1.0 - 1.0 / hops as f32,
    })
}

#[cfg(test)]
mod tests {
    use crate::diversity::{Graph, HopSearch};

    #[test]
    fn questions_in_any_order_give_the_same_hops() {
        let ties: Vec<(u32, u32, f64)> = (0..9).map(|i| (i, i + 1, 1.0)).collect();
        let graph = Graph::new(12, &ties).expect("sound ties");
        let mut hops = HopSearch::new(&graph);
        assert_eq!(hops.to(3), None);
        hops.start(4);
        assert_eq!(hops.to(9), Some(5));
        assert_eq!(hops.to(3), Some(1));
        assert_eq!(hops.to(0), Some(4));
        assert_eq!(hops.novelty(11), None);
        hops.start(0);
        assert_eq!(hops.to(9), Some(9));
        assert_eq!(hops.to(4), Some(4));
    }

    #[test]
    fn no_way_between_two_people_is_no_bonus() {
        let graph = Graph::new(5, &[(0, 1, 1.0), (2, 3, 1.0)]).expect("sound ties");
        let mut hops = HopSearch::new(&graph);
        hops.start(0);
        assert_eq!(hops.novelty(2), None);
        assert_eq!(hops.novelty(4), None);
        hops.start(4);
        assert_eq!(hops.novelty(0), None);
    }
}
