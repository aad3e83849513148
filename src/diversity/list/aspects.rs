//! Greedy lists that cover weighted aspects: circles, skills, communities (xQuAD).

use crate::diversity::list::{Open, check_relevance, check_share};
use crate::error::Error;
use crate::rows::{AsIndex, narrow};

/// Picks again and again the candidate of greatest (1 − λ)·r(i) + λ·Σ p(c)·p(i|c)·Π (1 − p(j|c)) over aspects c and the j
/// picked (xQuAD; Santos, Macdonald and Ounis 2010): an aspect that is covered counts less and less.
///
/// `wanted` holds p(c), how much each aspect matters, from 0 to 1; `covers` for each candidate the aspects it covers and
/// how well, p(i|c), from 0 to 1. Aspects not named in `wanted` do not count. λ is `aspect_share`.
///
/// # Errors
///
/// When a relevance, the share, a weight or a coverage is not a number from 0 to 1, or when `covers` is not as long as
/// `relevance`.
///
/// # Complexity
///
/// O(k·a) for lists of k and a aspects of all candidates together.
///
/// # Examples
///
/// ```
/// use confrere::diversity::aspect_list;
/// // Aspect 0 is Portugal, 1 is Germany; both are wanted alike.
/// let covers = [vec![(0, 1.0)], vec![(0, 1.0)], vec![(1, 1.0)]];
/// let list = aspect_list(&[0.9, 0.8, 0.6], &[0.5, 0.5], &covers, 0.5, 2)?;
/// assert_eq!(list, [0, 2]);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn aspect_list(
    relevance: &[f64],
    wanted: &[f64],
    covers: &[Vec<(u32, f64)>],
    aspect_share: f64,
    k: u32,
) -> Result<Vec<u32>, Error> {
    check_relevance(relevance)?;
    check_share("share of aspects", aspect_share)?;
    // The door: every number from 0 to 1, and one row of covers a candidate.
    for (aspect, &weight) in wanted.iter().enumerate() {
        check_share(&format!("weight of aspect {aspect}"), weight)?;
    }
    for (candidate, covers) in covers.iter().enumerate() {
        for &(aspect, cover) in covers {
            check_share(
                &format!("cover of aspect {aspect} by candidate {candidate}"),
                cover,
            )?;
        }
    }
    // Checked last, so that a wrong number is told by name first.
    if covers.len() != relevance.len() {
        return Err(Error::Shape {
            what: "covers".into(),
            found: format!("{} candidates", covers.len()),
            expected: format!("{} candidates", relevance.len()),
        });
    }
    Ok(pick(relevance, wanted, covers, aspect_share, k))
}

fn pick(
    relevance: &[f64],
    wanted: &[f64],
    covers: &[Vec<(u32, f64)>],
    aspect_share: f64,
    k: u32,
) -> Vec<u32> {
    // xQuAD: `missing` holds for each aspect its weight times the chance that nobody picked so far covers it.
    let mut missing = wanted.to_vec();
    let mut open = Open::new(relevance.len());
    let mut list = Vec::new();
    while (narrow(list.len())) < k {
        let picked = open.take_best(|i| {
            let parts = covers[i.as_index()].iter();
            let new = parts.map(|&(aspect, cover)| {
                missing
                    .get(aspect.as_index())
                    .map_or(0.0, |left| left * cover)
            });
            (1.0 - aspect_share) * relevance[i.as_index()] + aspect_share * new.sum::<f64>()
        });
        let Some(picked) = picked else { break };
        list.push(picked);
        for &(aspect, cover) in &covers[picked.as_index()] {
            // What is covered now is worth less to whoever covers it next.
            if let Some(left) = missing.get_mut(aspect.as_index()) {
                *left *= 1.0 - cover;
            }
        }
    }
    list
}
