//! Greedy lists that trade relevance against similarity or distance (MMR, max-sum).

use crate::diversity::list::{Open, check_relevance, check_share};
use crate::error::Error;
use crate::rows::{AsIndex, narrow};

/// Picks by maximal marginal relevance (Carbonell and Goldstein 1998): again and again the candidate of greatest
/// λ·r(i) − (1 − λ)·max sim(i, j) over the j picked, where the second term is 0 while nothing is picked.
///
/// This is the form with the *greatest* similarity; other tools take the mean. λ is `relevance_share`: 1 orders by
/// relevance alone.
///
/// # Errors
///
/// When a relevance or the share is not a number from 0 to 1.
///
/// # Complexity
///
/// O(k·M) for k of M candidates, a similarity asked for each picked with each left.
///
/// # Examples
///
/// ```
/// use confrere::diversity::marginal_list;
/// let same_team = |i, j| if i / 2 == j / 2 { 1.0 } else { 0.0 }; // 0 with 1, 2 with 3
/// let list = marginal_list(&[0.9, 0.8, 0.7, 0.6], 0.5, 2, same_team)?;
/// assert_eq!(list, [0, 2]);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn marginal_list(
    relevance: &[f64],
    relevance_share: f64,
    k: u32,
    similarity: impl Fn(u32, u32) -> f64,
) -> Result<Vec<u32>, Error> {
    check_relevance(relevance)?;
    check_share("share of relevance", relevance_share)?;
    let mut open = Open::new(relevance.len());
    // Maximal marginal relevance (Carbonell & Goldstein 1998): `nearest` is the similarity to the nearest of those picked.
    let mut nearest = vec![f64::NEG_INFINITY; relevance.len()];
    let mut list: Vec<u32> = Vec::new();
    while (narrow(list.len())) < k {
        let first = list.is_empty();
        let picked = open.take_best(|i| {
            let near = if first { 0.0 } else { nearest[i.as_index()] };
            relevance_share * relevance[i.as_index()] - (1.0 - relevance_share) * near
        });
        let Some(picked) = picked else { break };
        list.push(picked);
        // Only the newest pick can have come nearer: O(n) a pick instead of O(n·k).
        for &i in &open.0 {
            nearest[i.as_index()] = nearest[i.as_index()].max(similarity(i, picked));
        }
    }
    Ok(list)
}

/// Picks for a great sum of relevance and of distances: again and again the candidate of greatest
/// ½(1 − λ)·r(i) + λ·Σ d(i, j) over the j picked (Borodin, Lee and Ye 2012).
///
/// With a distance that obeys the triangle inequality (Jaccard, angular, chord, Gower without missing answers; not
/// 1 − cosine) the list reaches at least half of the greatest (1 − λ)·Σ r + λ·Σ d over pairs that any k candidates reach.
/// λ is `distance_share`: 0 orders by relevance alone.
///
/// # Errors
///
/// When a relevance or the share is not a number from 0 to 1.
///
/// # Complexity
///
/// O(k·M) for k of M candidates, a distance asked for each picked with each left.
///
/// # Examples
///
/// ```
/// use confrere::diversity::max_sum_list;
/// let apart = |i: u32, j: u32| if i / 2 == j / 2 { 0.0 } else { 1.0 };
/// assert_eq!(max_sum_list(&[0.9, 0.8, 0.7, 0.6], 0.5, 2, apart)?, [0, 2]);
/// assert_eq!(max_sum_list(&[0.9, 0.8, 0.7, 0.6], 0.0, 2, apart)?, [0, 1]);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn max_sum_list(
    relevance: &[f64],
    distance_share: f64,
    k: u32,
    distance: impl Fn(u32, u32) -> f64,
) -> Result<Vec<u32>, Error> {
    check_relevance(relevance)?;
    check_share("share of distance", distance_share)?;
    let mut open = Open::new(relevance.len());
    // Greedy max-sum dispersion (Borodin, Lee & Ye 2012): half the relevance against all distance keeps half of the optimum.
    let mut apart = vec![0.0; relevance.len()];
    let mut list: Vec<u32> = Vec::new();
    while (narrow(list.len())) < k {
        let picked = open.take_best(|i| {
            0.5 * (1.0 - distance_share) * relevance[i.as_index()]
                + distance_share * apart[i.as_index()]
        });
        let Some(picked) = picked else { break };
        list.push(picked);
        for &i in &open.0 {
            apart[i.as_index()] += distance(i, picked);
        }
    }
    Ok(list)
}
