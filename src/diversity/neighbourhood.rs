//! Structural diversity of a neighbourhood, and brokerage between circles.

use crate::diversity::{Graph, tally};
use crate::error::Error;
use crate::par;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// In how many separate parts a person's acquaintances stand when the person is taken away, for everyone (Ugander and
/// others 2012). 0 for people without ties.
///
/// # Complexity
///
/// For each person v: its ties times its ties to people with more ties. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, structural_diversity};
/// // ana knows ben and caro, who know each other, and dana.
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (1, 2, 1.0)])?;
/// assert_eq!(structural_diversity(&graph), [2, 1, 1, 1]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn structural_diversity(graph: &Graph) -> Vec<u32> {
    let up = upward(graph);
    par::map_with(
        graph.people().as_index(),
        || Parts::new(graph.people()),
        |parts, person| parts.count(graph, &up, narrow(person)),
    )
}

/// By how many the parts of a person's neighbourhood change with a new tie: 1 − the number of parts the new one touches.
///
/// 1 when the other knows none of the person's acquaintances, 0 when they belong to one part, below 0 when parts merge.
///
/// # Complexity
///
/// O(ties of the person's acquaintances).
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, structural_diversity_gain};
/// let graph = Graph::new(5, &[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(structural_diversity_gain(&graph, 0, 4), 1);
/// assert_eq!(structural_diversity_gain(&graph, 0, 3), -1); // knows both of the unconnected two
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn structural_diversity_gain(graph: &Graph, person: u32, other: u32) -> i32 {
    let mut parts = Parts::new(graph.people());
    parts.enter(graph.neighbours(person));
    // Components of the neighbourhood without the person: neighbours tied to each other are united.
    for &neighbour in graph.neighbours(person) {
        for &next in graph.neighbours(neighbour) {
            parts.unite(neighbour, next);
        }
    }
    let mut touched: Vec<u32> = Vec::new();
    for &neighbour in graph.neighbours(other) {
        touched.extend(parts.root_of(neighbour));
    }
    // The newcomer joins all components that contain a neighbour of theirs into one: a gain of 1 less the number touched.
    touched.sort_unstable();
    touched.dedup();
    1 - touched.len() as i32
}

/// Two circles that a person joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Brokerage {
    /// The circle with the lower number.
    pub one: u32,
    /// The circle with the higher number.
    pub other: u32,
    /// How many pairs of acquaintances, one from each circle, are not tied to each other.
    pub pairs: u64,
}

/// Which circles a person joins: pairs of circles with acquaintances who do not know each other, most pairs first, then by
/// number.
///
/// # Errors
///
/// When there are not as many circles as people, or no such person.
///
/// # Complexity
///
/// O(ties of the person's acquaintances + c²) for acquaintances from c circles.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, brokerage};
/// // ana knows two of circle 7 and one of circle 8, whom one of the two knows as well.
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (2, 3, 1.0)])?;
/// let joined = brokerage(&graph, &[7, 7, 7, 8], 0)?;
/// assert_eq!((joined[0].one, joined[0].other, joined[0].pairs), (7, 8, 1));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn brokerage(graph: &Graph, circles: &[u32], person: u32) -> Result<Vec<Brokerage>, Error> {
    graph.check_each("circles", circles)?;
    if person >= graph.people() {
        let expected = "a number below the number of people";
        return Err(Error::unknown(format!("person {person}"), expected));
    }
    let contacts = graph.neighbours(person);
    let counts = counted(
        contacts
            .iter()
            .map(|&contact| circles[contact.as_index()])
            .collect(),
    );
    let mut marks = tally::Marks::new(graph.people());
    marks.set(contacts, graph.weights(person));
    // Pairs of contacts in different circles, less those who are tied already, are what the person joins.
    let mut tied = Vec::new();
    for &contact in contacts {
        let here = circles[contact.as_index()];
        let known = graph
            .neighbours(contact)
            .iter()
            .filter(|&&next| marks.has(next));
        let beyond = known
            .map(|&next| circles[next.as_index()])
            .filter(|&there| here < there);
        tied.extend(beyond.map(|there| (here, there)));
    }
    // Each tie between two contacts is seen from both; only the direction to the higher circle is counted.
    let tied = counted(tied);
    let mut joined = Vec::new();
    for (place, &(one, first)) in counts.iter().enumerate() {
        for &(other, second) in &counts[place + 1..] {
            let known = tied.binary_search_by_key(&(one, other), |entry| entry.0);
            // All pairs of the two circles less those who know each other already.
            let pairs = first * second - known.map_or(0, |found| tied[found].1);
            joined.push(Brokerage { one, other, pairs });
        }
    }
    joined.retain(|entry| entry.pairs > 0);
    joined.sort_unstable_by_key(|entry| (std::cmp::Reverse(entry.pairs), entry.one, entry.other));
    Ok(joined)
}

/// For everyone, how many pairs of acquaintances from different circles do not know each other: whom a person can bring
/// together across circles.
///
/// # Errors
///
/// When there are not as many circles as people.
///
/// # Complexity
///
/// That of [`structural_diversity`]. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, broker_counts};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(broker_counts(&graph, &[7, 7, 7, 8])?, [1, 0, 0, 0]);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn broker_counts(graph: &Graph, circles: &[u32]) -> Result<Vec<u64>, Error> {
    graph.check_each("circles", circles)?;
    let up = upward(graph);
    Ok(par::map_with(
        graph.people().as_index(),
        || tally::Marks::new(graph.people()),
        |marks, person| {
            // Pairs in different circles = (d² − Σ size²)/2 by circle; tied pairs among them are counted once, upwards.
            let contacts = graph.neighbours(narrow(person));
            marks.set(contacts, graph.weights(narrow(person)));
            let mut tied = 0;
            for &contact in contacts {
                let apart = |next: &&u32| circles[next.as_index()] != circles[contact.as_index()];
                let known = up.row(contact).iter().filter(|&&next| marks.has(next));
                tied += known.filter(apart).count() as u64;
            }
            marks.clear(contacts);
            // Pairs within one circle bring nobody together across circles.
            let labels = contacts.iter().map(|&contact| circles[contact.as_index()]);
            let same: u64 = counted(labels.collect())
                .iter()
                .map(|entry| entry.1 * entry.1)
                .sum();
            let all = contacts.len() as u64;
            (all * all - same) / 2 - tied
        },
    ))
}

/// How often each element occurs, elements ascending.
fn counted<T: Ord + Copy>(mut list: Vec<T>) -> Vec<(T, u64)> {
    list.sort_unstable();
    let runs = list.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len() as u64)).collect()
}

/// For each person the acquaintances who have more ties; few, even for the most tied (the orientation of Chiba & Nishizeki 1985).
fn upward(graph: &Graph) -> Rows<u32> {
    let mut up = Rows::with_capacity(graph.people().as_index(), graph.ties().as_index());
    for person in 0..graph.people() {
        let neighbours = graph.neighbours(person).iter().copied();
        up.push(neighbours.filter(|&other| tally::has_more_ties(graph, other, person)));
    }
    up
}

/// Union-find over one person's acquaintances.
#[derive(Debug, Clone)]
struct Parts {
    /// The parent of each acquaintance, itself for a root; none for everyone else.
    parents: Vec<MaybeIndex>,
    parts: u32,
}

impl Parts {
    fn new(people: u32) -> Self {
        Self {
            parents: vec![MaybeIndex::NONE; people.as_index()],
            parts: 0,
        }
    }

    fn enter(&mut self, people: &[u32]) {
        self.parts = narrow(people.len());
        for &person in people {
            self.parents[person.as_index()] = MaybeIndex::some(person);
        }
    }

    /// The root of a person's part, `None` for someone who is no acquaintance; halves the path on the way.
    fn root_of(&mut self, mut person: u32) -> Option<u32> {
        loop {
            let parent = self.parents[person.as_index()].get()?;
            if parent == person {
                return Some(person);
            }
            self.parents[person.as_index()] = self.parents[parent.as_index()];
            person = parent;
        }
    }

    fn unite(&mut self, one: u32, other: u32) {
        if let (Some(a), Some(b)) = (self.root_of(one), self.root_of(other))
            && a != b
        {
            self.parents[a.max(b).as_index()] = MaybeIndex::some(a.min(b));
            self.parts -= 1;
        }
    }

    fn count(&mut self, graph: &Graph, up: &Rows<u32>, person: u32) -> u32 {
        let neighbours = graph.neighbours(person);
        self.enter(neighbours);
        // Each tie between two acquaintances is met once, from its end with fewer ties.
        for &neighbour in neighbours {
            for &next in up.row(neighbour) {
                if self.parents[next.as_index()].is_some() {
                    self.unite(neighbour, next);
                }
            }
        }
        for &neighbour in neighbours {
            self.parents[neighbour.as_index()] = MaybeIndex::NONE;
        }
        self.parts
    }
}
