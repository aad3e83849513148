//! How far outside one person's network another lies.

use crate::diversity::{Graph, position, tie};
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Measures of how far someone lies outside another's network, pair by pair.
///
/// Sums and greatest weights of all people are computed once.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, OutsideMeasures};
/// // ana is tied to ben and caro, caro to dana.
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (2, 3, 1.0)])?;
/// let measures = OutsideMeasures::new(graph);
/// assert_eq!(measures.non_redundancy(0, 3), 0.5); // half of ana's network leads to dana
/// assert_eq!(measures.community_novelty(0, 3, &[0, 0, 1, 1]), Some(0.5));
/// assert_eq!(measures.community_novelty(0, 3, &[0, 0, 0, 1]), Some(1.0));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct OutsideMeasures {
    graph: Graph,
    strengths: Vec<f64>,
    greatest: Vec<f64>,
}

impl OutsideMeasures {
    /// Prepares the measures.
    ///
    /// # Complexity
    ///
    /// O(people + ties).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::OutsideMeasures;
    /// assert_eq!(OutsideMeasures::new(graph).graph().people(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(graph: Graph) -> Self {
        Self {
            strengths: position::strengths(&graph),
            greatest: greatest(&graph),
            graph,
        }
    }

    /// The graph that is measured.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// use confrere::diversity::OutsideMeasures;
    /// assert_eq!(OutsideMeasures::new(graph).graph().ties(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How little of a person's network leads to another already: 1 − Σ p(u, q)·m(v, q) over q tied to both.
    ///
    /// p is the share of u's strength that goes to q, m the weight of v and q over v's greatest (Burt's dyadic
    /// redundancy). Without weights it is 1 − |common|/|N(u)|. 1 for someone without ties: to whom everyone is new.
    ///
    /// # Complexity
    ///
    /// O(ties of both).
    #[must_use]
    pub fn non_redundancy(&self, one: u32, other: u32) -> f64 {
        let (mine, theirs) = (self.graph.weights(one), self.graph.weights(other));
        let places = tie::shared(self.graph.neighbours(one), self.graph.neighbours(other));
        let overlap: f64 = places.map(|(i, j)| mine[i] * theirs[j]).sum();
        if overlap == 0.0 {
            return 1.0;
        }
        let most = self.strengths[one.as_index()] * self.greatest[other.as_index()];
        (1.0 - overlap / most).clamp(0.0, 1.0)
    }

    /// How little of a person's network lies in another's community: 1 − the share of strength that goes there.
    ///
    /// 1 for someone without ties. `communities` names the community of each person; `None` where that of either is not named.
    ///
    /// # Complexity
    ///
    /// O(ties of `one`).
    #[must_use]
    pub fn community_novelty(&self, one: u32, other: u32, communities: &[u32]) -> Option<f64> {
        let known = one < self.graph.people() && communities.len() > one.as_index();
        let there = communities.get(other.as_index()).filter(|_| known)?;
        let ties = self
            .graph
            .neighbours(one)
            .iter()
            .zip(self.graph.weights(one));
        let inside = ties.filter(|(q, _)| communities.get(q.as_index()) == Some(there));
        let inside: f64 = inside.map(|(_, weight)| weight).sum();
        // No tie into the other's community at all: wholly new, also for people without ties.
        if inside == 0.0 {
            return Some(1.0);
        }
        let share = inside / self.strengths[one.as_index()];
        Some((1.0 - share).clamp(0.0, 1.0))
    }

    /// How unlike a person's acquaintances another is: the mean distance of their profiles (Adamopoulos and Tuzhilin 2014).
    ///
    /// `distance(w, v)` compares two profiles and gives a number from 0 to 1, or `None` where one of them is empty: such
    /// acquaintances do not count. `None` when nobody counts.
    ///
    /// # Complexity
    ///
    /// One distance for each tie of `one`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Graph, OutsideMeasures};
    /// let measures = OutsideMeasures::new(Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0)])?);
    /// let trade = ["rust", "rust", "law", "law"];
    /// let apart = |a: u32, b: u32| Some(f64::from(trade[a as usize] != trade[b as usize]));
    /// assert_eq!(measures.unexpectedness(0, 3, apart), Some(0.5));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unexpectedness(
        &self,
        one: u32,
        other: u32,
        distance: impl Fn(u32, u32) -> Option<f64>,
    ) -> Option<f64> {
        let contacts = self.graph.neighbours(one).iter();
        let known = contacts.filter_map(|&contact| distance(contact, other));
        let (count, sum) = known.fold((0.0, 0.0), |(count, sum), apart| (count + 1.0, sum + apart));
        (count > 0.0).then(|| sum / count)
    }
}

/// The greatest weight of each person's ties, 0 for people without.
pub(crate) fn greatest(graph: &Graph) -> Vec<f64> {
    par::map(graph.people().as_index(), |person| {
        let weights = graph.weights(narrow(person)).iter().copied();
        weights.fold(0.0, f64::max)
    })
}
