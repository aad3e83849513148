//! Sums over the shared acquaintances of every tie.
//!
//! For a tie between i and j, every shared acquaintance q adds a product a(i, q)·a(j, q). Burt's measures need these sums,
//! once plain and once divided by the strength of q; both are the same seen from either end, so each tie is summed once, by
//! the end with more ties, which marks its row and then scans the other, shorter one.

use crate::diversity::Graph;
use crate::rows::{AsIndex, narrow};

/// Sums over the shared acquaintances of the two ends of one tie.
pub(crate) trait Tally: Copy + Default + Send + Sync {
    /// Adds one shared acquaintance by the product of the two weights and one over the strength of the acquaintance.
    fn add(&mut self, product: f64, inverse_strength: f64);
}

/// Σ a(i, q)·a(j, q)/S(q): the investment through others, without the factor 1/S(i).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Through(pub(crate) f64);

impl Tally for Through {
    fn add(&mut self, product: f64, inverse_strength: f64) {
        self.0 += product * inverse_strength;
    }
}

/// Everything that structural measures need to know of one tie.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Shared {
    /// Σ a(i, q)·a(j, q)/S(q).
    pub(crate) through: f64,
    /// Σ a(i, q)·a(j, q).
    pub(crate) overlap: f64,
    /// How many q there are.
    pub(crate) common: u32,
}

impl Tally for Shared {
    fn add(&mut self, product: f64, inverse_strength: f64) {
        self.through += product * inverse_strength;
        self.overlap += product;
        self.common += 1;
    }
}

/// The tallies of all ties, at the place of the direction that starts at the end with more ties.
#[derive(Debug, Clone)]
pub(crate) struct Tallies<'g, T> {
    graph: &'g Graph,
    sums: Vec<T>,
}

impl<'g, T: Tally> Tallies<'g, T> {
    /// Sums over all ties.
    ///
    /// Time: for each tie the number of ties of the end that has fewer.
    pub(crate) fn new(graph: &'g Graph, strengths: &[f64]) -> Self {
        let inverse: Vec<f64> = strengths.iter().map(|strength| 1.0 / strength).collect();
        let mut sums = vec![T::default(); graph.places()];
        graph.spans().for_each_mut(
            &mut sums,
            || Marks::new(graph.people()),
            |marks, person, cells| tally_row(graph, &inverse, marks, narrow(person), cells),
        );
        Self { graph, sums }
    }

    /// The sums of the tie at a place of a person's row.
    pub(crate) fn at(&self, person: u32, place: usize) -> T {
        let other = self.graph.target(place);
        if has_more_ties(self.graph, person, other) {
            self.sums[place]
        } else {
            self.sums[self.graph.mirror(place)]
        }
    }
}

/// Whether the first of two people has more ties, or as many and the higher number.
pub(crate) fn has_more_ties(graph: &Graph, one: u32, other: u32) -> bool {
    (graph.degree(one), one) > (graph.degree(other), other)
}

/// Sums the ties of a person to those with fewer ties.
fn tally_row<T: Tally>(
    graph: &Graph,
    inverse: &[f64],
    marks: &mut Marks,
    person: u32,
    cells: &mut [T],
) {
    let neighbours = graph.neighbours(person);
    // The end with more ties marks its row once; every shorter row is then scanned against the marks.
    marks.set(neighbours, graph.weights(person));
    for (&other, cell) in neighbours.iter().zip(cells) {
        if has_more_ties(graph, person, other) {
            let row = graph.neighbours(other).iter().zip(graph.weights(other));
            for (&shared, &weight) in row {
                if let Some(mine) = marks.get(shared) {
                    cell.add(mine * weight, inverse[shared.as_index()]);
                }
            }
        }
    }
    marks.clear(neighbours);
}

/// A set of people with weights: one bit each to ask, which stays in the nearest cache, and the weight beside it.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    bits: Vec<u64>,
    weights: Vec<f64>,
}

impl Marks {
    pub(crate) fn new(people: u32) -> Self {
        Self {
            bits: vec![0; (people.as_index()).div_ceil(64)],
            weights: vec![0.0; people.as_index()],
        }
    }

    pub(crate) fn set(&mut self, people: &[u32], weights: &[f64]) {
        for (&person, &weight) in people.iter().zip(weights) {
            self.bits[person.as_index() / 64] |= 1 << (person % 64);
            self.weights[person.as_index()] = weight;
        }
    }

    pub(crate) fn has(&self, person: u32) -> bool {
        self.bits[person.as_index() / 64] >> (person % 64) & 1 == 1
    }

    pub(crate) fn get(&self, person: u32) -> Option<f64> {
        self.has(person).then(|| self.weights[person.as_index()])
    }

    pub(crate) fn clear(&mut self, people: &[u32]) {
        for &person in people {
            self.bits[person.as_index() / 64] = 0;
        }
    }
}
