//! Burt's structural holes: constraint, effective size, hierarchy.

use crate::diversity::tally::{Shared, Tallies, Through};
use crate::diversity::{Graph, outside, tally};
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Where one person stands in a graph: Burt's measures of structural holes (Burt 1992), over the whole network.
///
/// With a(i, j) the weight of a tie, S(i) the sum and M(i) the greatest of a person's weights, p(i, j) = a(i, j)/S(i) and
/// m(j, q) = a(j, q)/M(j). Everything stays the same when all weights are multiplied by one number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Position {
    /// N: how many people one is tied to.
    pub degree: u32,
    /// C = Σ (p(i, j) + Σ p(i, q)·p(q, j))² over j tied to i: how much one's ties lead to the same people. From 1/N to
    /// 2 but for rounding; above 1 where few people are closely tied to one another.
    pub constraint: f64,
    /// ES = Σ (1 − Σ p(i, q)·m(j, q)) over j tied to i: how many people one really reaches. From 1 to N.
    pub effective_size: f64,
    /// ES/N.
    pub efficiency: f64,
    /// H = Σ r·ln r/(N·ln N) with r = c(i, j)·N/C: how far the constraint comes from one person. From 0 to 1; 1 for N = 1.
    pub hierarchy: f64,
}

/// The position of everyone; `None` for people without ties, for whom nothing is defined.
///
/// # Complexity
///
/// For each tie the number of ties of the end that has fewer; 24 bytes a direction of a tie. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, positions};
/// // ana knows ben, caro and dana; of these only ben and caro know each other; eva knows nobody.
/// let graph = Graph::new(5, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (1, 2, 1.0)])?;
/// let positions = positions(&graph);
/// let (ana, ben) = (positions[0].expect("tied"), positions[1].expect("tied"));
/// assert!(ana.constraint < ben.constraint);
/// assert!((ana.effective_size - (3.0 - 2.0 / 3.0)).abs() < 1e-12);
/// assert!(positions[4].is_none());
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn positions(graph: &Graph) -> Vec<Option<Position>> {
    // What pairs share is tallied once for the whole graph; a person then only reads rows.
    let strengths = strengths(graph);
    let measures = Measures {
        graph,
        tallies: Tallies::new(graph, &strengths),
        strengths: &strengths,
        greatest: outside::greatest(graph),
    };
    par::map_with(graph.people().as_index(), Vec::new, |dyads, person| {
        measures.position(dyads, narrow(person))
    })
}

/// Burt's constraint of everyone; `None` for people without ties.
///
/// The same numbers as [`positions`] gives, for a third of the space.
///
/// # Complexity
///
/// For each tie the number of ties of the end that has fewer; 8 bytes a direction of a tie. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, constraints};
/// let triangle = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)])?;
/// assert_eq!(constraints(&triangle), [Some(1.125); 3]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn constraints(graph: &Graph) -> Vec<Option<f64>> {
    let strengths = strengths(graph);
    let tallies = Tallies::<Through>::new(graph, &strengths);
    par::map(graph.people().as_index(), |person| {
        let strength = strengths[person];
        let row = graph.row(narrow(person));
        let known = !row.is_empty();
        // Burt's c(i, j) = (p(i, j) + Σ p(i, q) p(q, j))², summed over acquaintances.
        let dyads = row.map(|place| {
            let through = tallies.at(narrow(person), place).0;
            dyad(graph.weight_at(place), through, strength)
        });
        known.then(|| dyads.sum())
    })
}

/// Burt's constraint of one person and what each tie adds to it: `(acquaintance, c(i, j))`, acquaintances ascending.
///
/// # Complexity
///
/// O(d·(d + D)) for a person with d ties whose acquaintances have at most D.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, dyadic_constraints};
/// let graph = Graph::new(3, &[(0, 1, 3.0), (0, 2, 1.0)])?;
/// assert_eq!(dyadic_constraints(&graph, 0), [(1, 0.5625), (2, 0.0625)]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn dyadic_constraints(graph: &Graph, person: u32) -> Vec<(u32, f64)> {
    let strength = graph.strength(person);
    // One row is spread out, so that each shared acquaintance is found by one look-up.
    let mut marks = tally::Marks::new(graph.people());
    marks.set(graph.neighbours(person), graph.weights(person));
    let ties = graph.neighbours(person).iter().zip(graph.weights(person));
    let dyads = ties.map(|(&other, &weight)| {
        let row = graph.neighbours(other).iter().zip(graph.weights(other));
        let through = row.filter_map(|(&shared, &theirs)| {
            Some(marks.get(shared)? * theirs / graph.strength(shared))
        });
        (other, dyad(weight, through.sum(), strength))
    });
    dyads.collect()
}

/// The sum of the weights of each person's ties.
pub(crate) fn strengths(graph: &Graph) -> Vec<f64> {
    par::map(graph.people().as_index(), |person| {
        graph.strength(narrow(person))
    })
}

/// c(i, j) = ((a(i, j) + Σ a(i, q)·a(q, j)/S(q))/S(i))².
fn dyad(weight: f64, through: f64, strength: f64) -> f64 {
    let share = (weight + through) / strength;
    share * share
}

/// What is measured once for the whole graph.
struct Measures<'g> {
    graph: &'g Graph,
    tallies: Tallies<'g, Shared>,
    /// The sum of each person's ties.
    strengths: &'g [f64],
    /// The greatest tie of each person.
    greatest: Vec<f64>,
}

impl Measures<'_> {
    /// The position of one person; `dyads` is space to be reused.
    fn position(&self, dyads: &mut Vec<f64>, person: u32) -> Option<Position> {
        let graph = self.graph;
        let row = graph.row(person);
        let count = row.len() as f64;
        let strength = self.strengths[person.as_index()];
        // Effective size is the degree less the redundancy of each contact: the overlap through others in units of their
        // greatest tie.
        dyads.clear();
        let mut redundancy = 0.0;
        for place in row {
            let shared = self.tallies.at(person, place);
            dyads.push(dyad(graph.weight_at(place), shared.through, strength));
            // A contact is redundant as far as others of one's contacts reach them too.
            redundancy +=
                shared.overlap / (strength * self.greatest[graph.target(place).as_index()]);
        }
        let constraint: f64 = dyads.iter().sum();
        let effective_size = (count - redundancy).max(1.0);
        (count > 0.0).then(|| Position {
            degree: graph.degree(person),
            constraint,
            effective_size,
            efficiency: effective_size / count,
            hierarchy: hierarchy(dyads, constraint),
        })
    }
}

/// H = Σ r·ln r/(N·ln N), r = c·N/C.
fn hierarchy(dyads: &[f64], constraint: f64) -> f64 {
    let count = dyads.len() as f64;
    if dyads.len() == 1 {
        return 1.0;
    }
    // Coleman–Theil disorder of the shares that each contact has in the constraint (Burt 1992).
    let parts = dyads.iter().map(|dyad| {
        let share = dyad * count / constraint;
        // A dyad too small for a number adds nothing: x·ln x goes to 0.
        if share > 0.0 { share * share.ln() } else { 0.0 }
    });
    (parts.sum::<f64>() / (count * count.ln())).clamp(0.0, 1.0)
}
