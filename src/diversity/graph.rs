//! Who is tied to whom and how much, cleaned for structural measures.

use crate::error::Error;
use crate::network::Adjacency;
use crate::rows::{AsIndex, Rows, Spans, narrow};
use crate::unit::within;

/// A cleaned weighted graph between people `0..people`, symmetric, without loops.
///
/// Structural measures disagree between tools mostly because of uncleaned input. Here ties of a person to themselves and
/// ties of weight 0 (or below 10⁻¹⁰⁰) are dropped, parallel ties add up, and directions add up:
/// a(u, v) = w(u, v) + w(v, u).
///
/// # Complexity
///
/// Space: 8 bytes a person and 16 bytes a direction of each tie.
///
/// # Examples
///
/// ```
/// use confrere::diversity::Graph;
/// let graph = Graph::new(3, &[(0, 1, 1.0), (1, 0, 2.0), (1, 2, 1.0), (2, 2, 5.0)])?;
/// assert_eq!(graph.neighbours(1), [0, 2]);
/// assert_eq!(graph.weights(1), [3.0, 1.0]);
/// assert_eq!(graph.degree(2), 1);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    spans: Spans,
    targets: Vec<u32>,
    weights: Vec<f64>,
    /// For each direction of a tie, the place of the opposite direction.
    mirrors: Vec<u32>,
}

/// The least weight that is kept; products and quotients of such weights still are finite numbers.
const LEAST_WEIGHT: f64 = 1e-100;

/// The greatest weight that is accepted; sums of 2³² of such weights still are exact enough.
const GREATEST_WEIGHT: f64 = 1e15;

impl Graph {
    /// Cleans ties `(one, other, weight)` between people `0..people`, directed or not.
    ///
    /// # Errors
    ///
    /// When a tie names a person out of range, a weight is not a number from 0 to 10¹⁵, or there are 2³¹ ties or more.
    ///
    /// # Complexity
    ///
    /// O(n + m log d) time for n people, m ties and d ties of the most tied person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!((graph.people(), graph.ties()), (3, 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(people: u32, ties: &[(u32, u32, f64)]) -> Result<Self, Error> {
        check_ties(people, ties)?;
        check_count(ties.len())?;
        Ok(Self::clean(people, ties.iter().copied()))
    }

    /// The same graph with more ties; a new tie between people who are tied strengthens the old one.
    ///
    /// # Errors
    ///
    /// When a new tie is refused as by [`Graph::new`].
    pub(crate) fn with(&self, new: &[(u32, u32, f64)]) -> Result<Self, Error> {
        check_ties(self.people(), new)?;
        // Ties that were given apart may add up beyond what a single one may be.
        let ties: Vec<(u32, u32, f64)> = self.iter().chain(new.iter().copied()).collect();
        check_count(ties.len())?;
        Ok(Self::clean(self.people(), ties.iter().copied()))
    }

    /// Cleans the directed ties of a network; the strengths of both directions add up.
    ///
    /// # Complexity
    ///
    /// O(n + m log d).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// use confrere::diversity::Graph;
    /// assert_eq!(Graph::from_ties(&ties).neighbours(1), [0]); // either way
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn from_ties(ties: &Adjacency) -> Self {
        let directed = (0..ties.people()).flat_map(|from| {
            let row = ties.neighbours(from).iter().zip(ties.strengths(from));
            row.map(move |(&to, &strength)| (from, to, f64::from(strength)))
        });
        Self::clean(ties.people(), directed)
    }

    /// The same ties, each of weight 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.unweighted().weight(0, 1), 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unweighted(&self) -> Self {
        Self {
            weights: vec![1.0; self.weights.len()],
            ..self.clone()
        }
    }

    /// Goes through the ties twice: once to count, once to place.
    fn clean<I: Iterator<Item = (u32, u32, f64)> + Clone>(people: u32, ties: I) -> Self {
        // A tie to oneself and a tie without weight say nothing about anybody else.
        let sound = ties.filter(|&(one, other, weight)| one != other && weight >= LEAST_WEIGHT);
        let directions =
            sound.flat_map(|(one, other, weight)| [(one, (other, weight)), (other, (one, weight))]);
        let mut rows = Rows::from_pairs(people.as_index(), directions);
        let mut graph = Self {
            spans: Spans::with_capacity(rows.len()),
            targets: Vec::with_capacity(rows.cells().len()),
            weights: Vec::with_capacity(rows.cells().len()),
            mirrors: Vec::new(),
        };
        for person in 0..people {
            graph.push_merged(rows.row_mut(person));
        }
        // Rows are sorted, so that a row is met by its mirrors in its own order: one pass finds them all.
        let mut next = graph.spans.filling();
        let mirrors = graph.targets.iter().map(|&target| next.next(target));
        graph.mirrors = mirrors.collect();
        graph
    }

    /// Appends a row, parallel ties added up, smallest first, so that both directions add up to the same bits.
    fn push_merged(&mut self, row: &mut [(u32, f64)]) {
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let before = self.targets.len();
        for parallel in row.chunk_by(|a, b| a.0 == b.0) {
            let weights = parallel.iter().map(|tie| tie.1);
            self.targets.push(parallel[0].0);
            self.weights
                .push(weights.reduce(|sum, weight| sum + weight).unwrap_or(0.0));
        }
        self.spans.push(self.targets.len() - before);
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.people(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        narrow(self.spans.len())
    }

    /// How many ties there are, each counted once.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.ties(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties(&self) -> u32 {
        narrow(self.targets.len() / 2)
    }

    /// The places of a person's ties in the flat arrays; none for a number that is nobody's.
    pub(crate) fn row(&self, person: u32) -> std::ops::Range<usize> {
        self.spans.row_or_empty(person)
    }

    /// The people tied to a person, ascending; none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.neighbours(1), [0, 2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn neighbours(&self, person: u32) -> &[u32] {
        &self.targets[self.row(person)]
    }

    /// The weights of a person's ties, in the order of [`neighbours`](Self::neighbours).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.weights(1), [0.5, 0.25]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weights(&self, person: u32) -> &[f64] {
        &self.weights[self.row(person)]
    }

    /// How many people are tied to a person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.degree(1), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn degree(&self, person: u32) -> u32 {
        narrow(self.row(person).len())
    }

    /// The weight of the tie between two people, 0 when they are not tied, by binary search.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!((graph.weight(1, 0), graph.weight(0, 2)), (0.5, 0.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weight(&self, one: u32, other: u32) -> f64 {
        match self.neighbours(one).binary_search(&other) {
            Ok(place) => self.weights(one)[place],
            Err(_) => 0.0,
        }
    }

    /// The sum of the weights of a person's ties.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert_eq!(graph.strength(1), 0.75);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strength(&self, person: u32) -> f64 {
        // An empty sum of floats is -0.0.
        self.weights(person).iter().sum::<f64>() + 0.0
    }

    /// All ties `(one, other, weight)` with `one < other`, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Graph;
    /// let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)])?;
    /// assert!(graph.iter().eq([(0, 1, 0.5), (1, 2, 0.25)]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, f64)> {
        (0..self.people()).flat_map(|one| {
            let tied = self.neighbours(one).iter().zip(self.weights(one));
            // Each tie stands in the rows of both ends; the earlier end tells it.
            let later = tied.filter(move |&(&other, _)| one < other);
            later.map(move |(&other, &weight)| (one, other, weight))
        })
    }

    /// The place of the opposite direction of the tie at a place.
    pub(crate) fn mirror(&self, place: usize) -> usize {
        self.mirrors[place].as_index()
    }

    /// The person at the far end of the direction at a place.
    pub(crate) fn target(&self, place: usize) -> u32 {
        self.targets[place]
    }

    /// The weight of the direction at a place.
    pub(crate) fn weight_at(&self, place: usize) -> f64 {
        self.weights[place]
    }

    /// The targets and the weights of all rows.
    pub(crate) fn cells(&self) -> (&[u32], &[f64]) {
        (&self.targets, &self.weights)
    }

    /// The rows of the flat arrays.
    pub(crate) fn spans(&self) -> &Spans {
        &self.spans
    }

    /// Refuses a list that has not one entry for each person.
    pub(crate) fn check_each<T>(&self, what: &str, list: &[T]) -> Result<(), Error> {
        if list.len() == self.people().as_index() {
            return Ok(());
        }
        Err(Error::Shape {
            what: what.to_string(),
            found: format!("{} people", list.len()),
            expected: format!("{} people", self.people()),
        })
    }

    /// How many directions of ties there are.
    pub(crate) fn places(&self) -> usize {
        self.targets.len()
    }
}

/// Checks each of some ties between so many people.
fn check_ties(people: u32, ties: &[(u32, u32, f64)]) -> Result<(), Error> {
    ties.iter().try_for_each(|&tie| check_tie(people, tie))
}

/// Each tie is stored from both ends, and places are 32 bits.
fn check_count(count: usize) -> Result<(), Error> {
    const LIMIT: usize = 1 << 31;
    if count < LIMIT {
        return Ok(());
    }
    Err(Error::TooMany {
        what: "ties".into(),
        count,
        limit: LIMIT,
    })
}

/// Checks one tie between numbered people.
fn check_tie(people: u32, (one, other, weight): (u32, u32, f64)) -> Result<(), Error> {
    if let Some(stranger) = [one, other].into_iter().find(|&person| person >= people) {
        return Err(Error::unknown(
            format!("person {stranger} in a tie"),
            "a number below the number of people",
        ));
    }
    let what = || format!("tie between {one} and {other}");
    within(
        weight,
        0.0..=GREATEST_WEIGHT,
        "a number from 0 to 1e15",
        what,
    )
    .map(drop)
}

#[cfg(test)]
mod tests {
    use crate::diversity::Graph;

    #[test]
    fn cleaning_adds_up_and_drops_loops_and_zeros() {
        let ties = [
            (2, 0, 0.5),
            (0, 1, 1.0),
            (0, 2, 0.25),
            (1, 1, 9.0),
            (1, 2, 0.0),
        ];
        let graph = Graph::new(4, &ties).expect("sound ties");
        assert_eq!(
            graph.iter().collect::<Vec<_>>(),
            [(0, 1, 1.0), (0, 2, 0.75)]
        );
        assert_eq!(graph.ties(), 2);
        assert_eq!((graph.degree(0), graph.degree(3)), (2, 0));
        assert_eq!((graph.weight(2, 0), graph.weight(1, 2)), (0.75, 0.0));
        for place in 0..graph.places() {
            assert_eq!(graph.mirror(graph.mirror(place)), place);
        }
        assert_eq!(graph.mirror(0), graph.row(1).start);
    }

    #[test]
    fn unsound_ties_are_refused() {
        for bad in [
            (0, 3, 1.0),
            (3, 0, 1.0),
            (0, 1, -1.0),
            (0, 1, f64::NAN),
            (0, 1, f64::INFINITY),
        ] {
            assert!(Graph::new(3, &[bad]).is_err(), "{bad:?}");
        }
    }
}
