//! Diversity of a list, inequality of attention, and how far ties reach across circles.

use crate::diversity::Graph;
use crate::diversity::community::canonical;
use crate::error::Error;
use crate::numeric;
use crate::rows::{AsIndex, narrow};

/// The mean distance between the members of a list (intra-list diversity), over unordered pairs; 0 for fewer than two.
///
/// # Complexity
///
/// O(n²).
///
/// # Examples
///
/// ```
/// use confrere::diversity::intra_list_distance;
/// let teams = [1, 1, 2];
/// let apart = |i: u32, j: u32| f64::from(teams[i as usize] != teams[j as usize]);
/// assert_eq!(intra_list_distance(&[0, 1, 2], apart), 2.0 / 3.0);
/// ```
#[must_use]
pub fn intra_list_distance(list: &[u32], distance: impl Fn(u32, u32) -> f64) -> f64 {
    let mut sum = 0.0;
    for (place, &one) in list.iter().enumerate() {
        sum += list[place + 1..]
            .iter()
            .map(|&other| distance(one, other))
            .sum::<f64>();
    }
    let pairs = list.len() * list.len().saturating_sub(1) / 2;
    if pairs == 0 { 0.0 } else { sum / pairs as f64 }
}

/// Rao's quadratic entropy Q = Σ p(i)·p(j)·d(i, j): the expected distance of two members drawn with chances p.
///
/// With equal chances it is [`intra_list_distance`] times (n − 1)/n.
///
/// # Complexity
///
/// O(n²).
///
/// # Examples
///
/// ```
/// use confrere::diversity::rao_entropy;
/// assert_eq!(rao_entropy(&[0.5, 0.5], |i, j| f64::from(i != j)), 0.5);
/// ```
#[must_use]
pub fn rao_entropy(chances: &[f64], distance: impl Fn(u32, u32) -> f64) -> f64 {
    let row = |i: usize| {
        let parts = chances.iter().enumerate();
        parts
            .map(|(j, q)| q * distance(narrow(i), narrow(j)))
            .sum::<f64>()
    };
    let parts = chances.iter().enumerate().map(|(i, p)| p * row(i));
    parts.fold(0.0, |sum, part| sum + part)
}

/// The share of all aspects that a list covers (subtopic recall); `None` when there are none.
///
/// # Examples
///
/// ```
/// use confrere::diversity::aspect_recall;
/// assert_eq!(aspect_recall([[0, 1], [1, 2]], 4), Some(0.75));
/// ```
#[must_use]
pub fn aspect_recall<I: IntoIterator<Item = u32>>(
    list: impl IntoIterator<Item = I>,
    aspects: u32,
) -> Option<f64> {
    let mut covered: Vec<u32> = list
        .into_iter()
        .flatten()
        .filter(|&at| at < aspects)
        .collect();
    covered.sort_unstable();
    covered.dedup();
    (aspects > 0).then(|| covered.len() as f64 / f64::from(aspects))
}

/// How far the members of a list are, beyond acquaintances of acquaintances: n/Σ(1/d) − 2 over hops d, `None` for no path
/// (mean prediction distance, with the harmonic mean). 0 for an empty list, infinite when there is a path to nobody.
///
/// # Examples
///
/// ```
/// use confrere::diversity::mean_prediction_distance;
/// assert_eq!(mean_prediction_distance(&[Some(2), Some(2)]), 0.0);
/// assert_eq!(mean_prediction_distance(&[Some(4), None]), 6.0);
/// assert_eq!(mean_prediction_distance(&[]), 0.0);
/// ```
#[must_use]
pub fn mean_prediction_distance(hops: &[Option<u32>]) -> f64 {
    if hops.is_empty() {
        return 0.0;
    }
    let near = hops.iter().flatten().map(|&hops| 1.0 / f64::from(hops));
    // An empty sum of floats is -0.0, which would turn infinity round.
    hops.len() as f64 / near.fold(0.0, |sum, part| sum + part) - 2.0
}

/// How little sought the members of a list are: the mean of 1 − indegree/people (long-tail novelty); 0 for an empty list.
///
/// # Examples
///
/// ```
/// use confrere::diversity::long_tail_novelty;
/// assert_eq!(long_tail_novelty(&[0, 5], 10), 0.75);
/// ```
#[must_use]
pub fn long_tail_novelty(indegrees: &[u32], people: u32) -> f64 {
    if indegrees.is_empty() || people == 0 {
        return 0.0;
    }
    let sum: f64 = indegrees
        .iter()
        .map(|&d| 1.0 - f64::from(d) / f64::from(people))
        .sum();
    sum / indegrees.len() as f64
}

/// The Gini coefficient of attention: Σ(2i − n − 1)·x(i)/((n − 1)·Σx) over ascending x; 0 when all have the same, 1 when
/// one has all; 0 when there is none.
///
/// # Complexity
///
/// O(n log n).
///
/// # Examples
///
/// ```
/// use confrere::diversity::gini;
/// assert_eq!(gini(&[3, 3, 3]), 0.0);
/// assert_eq!(gini(&[0, 0, 8]), 1.0);
/// ```
#[must_use]
pub fn gini(counts: &[u32]) -> f64 {
    let mut sorted: Vec<u32> = counts.iter().copied().filter(|&count| count > 0).collect();
    sorted.sort_unstable();
    gini_of_sorted(&sorted, counts.len())
}

/// The Gini coefficient of `all` counts, of which those above 0 are given ascending; 1 when one has all.
fn gini_of_sorted(sorted: &[u32], all: usize) -> f64 {
    let counts = sorted.iter().copied().map(f64::from);
    numeric::gini(counts, all, all.saturating_sub(1).max(1) as f64)
}

/// How far ties leave their circles: (E − I)/(E + I) with E ties between circles and I within (Krackhardt and Stern 1988).
/// From −1, all within, to 1, all between; `None` without ties.
///
/// # Errors
///
/// When there are not as many labels as people.
///
/// # Complexity
///
/// O(ties).
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, external_internal};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 1.0)])?;
/// assert_eq!(external_internal(&graph, &[0, 0, 1, 1])?, Some(0.0));
/// assert_eq!(external_internal(&graph, &[0, 0, 0, 0])?, Some(-1.0));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn external_internal(graph: &Graph, labels: &[u32]) -> Result<Option<f64>, Error> {
    let share = cross_circle_share(graph, labels)?;
    Ok(share.map(|share| 2.0 * share - 1.0))
}

/// The share of ties that lie between circles, `None` without ties.
///
/// # Errors
///
/// When there are not as many labels as people.
pub fn cross_circle_share(graph: &Graph, labels: &[u32]) -> Result<Option<f64>, Error> {
    graph.check_each("labels", labels)?;
    let ties = graph.iter();
    let between = ties.filter(|tie| labels[tie.0.as_index()] != labels[tie.1.as_index()]);
    let (outer, all) = (between.count() as f64, f64::from(graph.ties()));
    Ok((all > 0.0).then(|| outer / all))
}

/// Blau's index of mixture, 1 − Σ p(c)² over the shares of labels: the chance that two drawn members differ. 0 for none.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{blau, blau_normalised};
/// assert_eq!(blau(&[7, 7, 9, 9]), 0.5);
/// assert_eq!(blau_normalised(&[7, 7, 9, 9]), 1.0);
/// assert_eq!(blau_normalised(&[7, 7]), 0.0);
/// ```
#[must_use]
pub fn blau(labels: &[u32]) -> f64 {
    if labels.is_empty() {
        return 0.0;
    }
    1.0 - shares(labels)
        .iter()
        .map(|share| share * share)
        .sum::<f64>()
}

/// [`blau`] times C/(C − 1) for C labels, so that an even mixture gives 1; 0 for fewer than two labels.
#[must_use]
pub fn blau_normalised(labels: &[u32]) -> f64 {
    let count = shares(labels).len() as f64;
    if count < 2.0 {
        return 0.0;
    }
    blau(labels) * count / (count - 1.0)
}

fn shares(labels: &[u32]) -> Vec<f64> {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.map(|run| run.len() as f64 / labels.len() as f64)
        .collect()
}

/// Newman's assortativity of labels: (Σ e(c, c) − Σ a(c)²)/(1 − Σ a(c)²) over shares of tie ends, each tie counted alike.
/// 1 when all ties lie within circles; `None` without ties or when all ends carry one label.
///
/// # Errors
///
/// When there are not as many labels as people.
///
/// # Complexity
///
/// O(ties + people · log people).
pub fn assortativity(graph: &Graph, labels: &[u32]) -> Result<Option<f64>, Error> {
    let Some(share) = cross_circle_share(graph, labels)? else {
        return Ok(None);
    };
    let (places, count) = canonical(labels);
    let mut ends = vec![0.0; count.as_index()];
    for person in 0..graph.people() {
        ends[places[person.as_index()].as_index()] += f64::from(graph.degree(person));
    }
    let twice = 2.0 * f64::from(graph.ties());
    let expected: f64 = ends.iter().map(|end| (end / twice) * (end / twice)).sum();
    // Newman's (e − a²)/(1 − a²); undefined when all ends lie in one group.
    let inside = 1.0 - share;
    Ok((expected < 1.0).then(|| (inside - expected) / (1.0 - expected)))
}

/// How mixed ties are: (1 − r)/2 with r the [`assortativity`] of labels. From 0, all within circles, up; `None` with r.
///
/// # Errors
///
/// When there are not as many labels as people.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, modularity_complement};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(modularity_complement(&graph, &[0, 0, 1, 1])?, Some(0.0));
/// assert_eq!(modularity_complement(&graph, &[0, 1, 0, 1])?, Some(1.0));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn modularity_complement(graph: &Graph, labels: &[u32]) -> Result<Option<f64>, Error> {
    Ok(assortativity(graph, labels)?.map(|r| (1.0 - r) / 2.0))
}

/// How evenly ties between circles spread over the pairs of circles: 1 − Gini of the numbers of ties of the C·(C − 1)/2
/// pairs. `None` for fewer than two pairs or no tie between circles.
///
/// # Errors
///
/// When there are not as many labels as people.
///
/// # Complexity
///
/// O(ties · log ties).
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, community_edge_gini_complement};
/// let circles = [0, 1, 2];
/// let even = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)])?;
/// assert_eq!(community_edge_gini_complement(&even, &circles)?, Some(1.0));
/// let one_sided = Graph::new(3, &[(0, 1, 1.0)])?;
/// assert_eq!(community_edge_gini_complement(&one_sided, &circles)?, Some(0.0));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn community_edge_gini_complement(graph: &Graph, labels: &[u32]) -> Result<Option<f64>, Error> {
    graph.check_each("labels", labels)?;
    let label = |person: u32| labels[person.as_index()];
    let pairs = graph.iter().map(|(a, b, _)| {
        let (a, b) = (label(a), label(b));
        (a.min(b), a.max(b))
    });
    let circles = shares(labels).len();
    let possible = circles * circles.saturating_sub(1) / 2;
    Ok(gini_complement(pairs.collect(), possible))
}

/// Like [`community_edge_gini_complement`] for directed pairs such as recommendations, over C·(C − 1) ordered pairs.
///
/// # Errors
///
/// When a person has no label.
///
/// # Examples
///
/// ```
/// use confrere::diversity::directed_edge_gini_complement;
/// assert_eq!(directed_edge_gini_complement(&[(0, 1), (1, 0)], &[0, 1])?, Some(1.0));
/// assert_eq!(directed_edge_gini_complement(&[(0, 1)], &[0, 1])?, Some(0.0));
/// assert!(directed_edge_gini_complement(&[(0, 2)], &[0, 1]).is_err()); // who is 2?
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn directed_edge_gini_complement(
    pairs: &[(u32, u32)],
    labels: &[u32],
) -> Result<Option<f64>, Error> {
    let label = |person: u32| {
        let label = labels.get(person.as_index()).copied();
        label.ok_or_else(|| Error::unknown(format!("label of person {person}"), "one for everyone"))
    };
    let circles = shares(labels).len();
    let labelled = pairs
        .iter()
        .map(|&(from, to)| Ok((label(from)?, label(to)?)));
    let labelled = labelled.collect::<Result<Vec<_>, Error>>()?;
    Ok(gini_complement(
        labelled,
        circles * circles.saturating_sub(1),
    ))
}

fn gini_complement(mut pairs: Vec<(u32, u32)>, possible: usize) -> Option<f64> {
    pairs.retain(|pair| pair.0 != pair.1);
    if possible < 2 || pairs.is_empty() {
        return None;
    }
    pairs.sort_unstable();
    let mut counts: Vec<u32> = pairs
        .chunk_by(|a, b| a == b)
        .map(|run| narrow(run.len()))
        .collect();
    counts.sort_unstable();
    Some(1.0 - gini_of_sorted(&counts, possible))
}
