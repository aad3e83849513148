//! Greedy maximum a posteriori inference for a determinantal point process.

use crate::diversity::list::Open;
use crate::error::Error;
use crate::rows::{AsIndex, narrow};
use crate::unit::within;

/// A list picked by [`dpp_list`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DppList {
    /// The candidates in the order of picking.
    pub picks: Vec<u32>,
    /// How many of them add to the determinant; those after it repeat what was picked and follow by quality.
    pub varied: u32,
}

/// A candidate with less than this part of its room left adds nothing new to the determinant (Chen, Zhang and Zhou 2018, there as an
/// absolute number for qualities about 1).
const LEAST_ROOM: f64 = 1e-10;

/// The greatest quality that is accepted; its square times a similarity still is an exact enough number.
const GREATEST_QUALITY: f64 = 1e100;

/// Picks greedily for the greatest determinant of L(i, j) = q(i)·q(j)·S(i, j) (Chen, Zhang and Zhou 2018).
///
/// S is a positive semidefinite similarity with 1 for oneself, such as (1 + cosine)/2. When no candidate adds room any more,
/// the rest of the list follows by quality. What is picked does not depend on the scale of the qualities.
///
/// # Errors
///
/// When a quality is not a number from 0 to 10¹⁰⁰.
///
/// # Complexity
///
/// O(k²·M) time and O(k·M) space for k of M candidates.
///
/// # Examples
///
/// ```
/// use confrere::diversity::dpp_list;
/// let alike = |i: u32, j: u32| if i == j { 1.0 } else if i / 2 == j / 2 { 0.99 } else { 0.5 };
/// let list = dpp_list(&[1.0, 0.95, 0.9, 0.5], 3, alike)?;
/// assert_eq!(list.picks, [0, 2, 1]); // 2 before 1, which is almost 0
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn dpp_list(
    quality: &[f64],
    k: u32,
    similarity: impl Fn(u32, u32) -> f64,
) -> Result<DppList, Error> {
    check_quality(quality)?;
    // By a power of two, which rounds nothing: qualities are about 1 from here on, whatever their scale was.
    let scale = scale_of(quality);
    let quality: Vec<f64> = quality.iter().map(|quality| quality * scale).collect();
    // Fast greedy MAP (Chen, Zhang & Zhou 2018): `room` is the squared Cholesky pivot of each candidate, by which the determinant
    // grows when it is picked; `factors` are the rows of the Cholesky factor so far.
    let mut open = Open::new(quality.len());
    let own = |i: u32| quality[i.as_index()] * quality[i.as_index()] * similarity(i, i);
    let mut room: Vec<f64> = open.0.iter().map(|&i| own(i)).collect();
    let mut factors: Vec<Vec<f64>> = Vec::new();
    let mut picks: Vec<u32> = Vec::new();
    while (narrow(picks.len())) < k {
        // Whoever has no room left stands behind all who have, however high their quality.
        let has_room = |i: u32| room[i.as_index()] > LEAST_ROOM * own(i);
        let Some(picked) = open.best(|i| if has_room(i) { room[i.as_index()] } else { 0.0 }) else {
            break;
        };
        let left = room[picked.as_index()];
        if left.is_nan() || left <= LEAST_ROOM * own(picked) {
            break;
        }
        open.take(picked);
        picks.push(picked);
        let mut column = vec![0.0; quality.len()];
        for &i in &open.0 {
            column[i.as_index()] =
                quality[picked.as_index()] * quality[i.as_index()] * similarity(picked, i);
        }
        reduce(&mut column, &factors, picked, left.sqrt());
        for (room, part) in room.iter_mut().zip(&column) {
            *room -= part * part;
        }
        factors.push(column);
    }
    let varied = narrow(picks.len());
    let by_quality = std::iter::from_fn(|| open.take_best(|i| quality[i.as_index()]));
    picks.extend(by_quality.take((k - varied).as_index()));
    Ok(DppList { picks, varied })
}

/// Turns a column of L into one of its Cholesky factor: e = (L − Σ c(picked)·c)/d.
fn reduce(column: &mut [f64], factors: &[Vec<f64>], picked: u32, root: f64) {
    for factor in factors {
        let share = factor[picked.as_index()];
        for (cell, part) in column.iter_mut().zip(factor) {
            *cell -= share * part;
        }
    }
    let inverse = 1.0 / root;
    for cell in column {
        *cell *= inverse;
    }
}

/// The quality of a candidate by its relevance: q = exp(α·r) with α = θ/(2(1 − θ)), r and θ from 0 to 1.
///
/// θ is the share of relevance: at 0 all have the same quality and only variety counts. It is used up to 0.99.
///
/// # Examples
///
/// ```
/// use confrere::diversity::dpp_quality;
/// assert_eq!(dpp_quality(0.7, 0.0), 1.0);
/// assert!(dpp_quality(0.9, 0.8) > dpp_quality(0.5, 0.8));
/// ```
#[must_use]
pub fn dpp_quality(relevance: f64, relevance_share: f64) -> f64 {
    let theta = relevance_share.clamp(0.0, 0.99);
    (theta / (2.0 * (1.0 - theta)) * relevance).exp()
}

/// The power of two that brings the highest quality to between 1 and 2; 1 where all are 0.
fn scale_of(quality: &[f64]) -> f64 {
    let highest = quality.iter().copied().fold(0.0, f64::max);
    if highest == 0.0 {
        return 1.0;
    }
    // Qualities below 2⁻¹⁰²² have no exponent of their own, and 2¹⁰²² is the most that they are scaled by.
    let exponent = (highest.to_bits() >> 52) as i32 - 1023;
    2.0_f64.powi((-exponent).min(1022))
}

fn check_quality(quality: &[f64]) -> Result<(), Error> {
    for (place, &value) in quality.iter().enumerate() {
        let what = || format!("quality of candidate {place}");
        within(
            value,
            0.0..=GREATEST_QUALITY,
            "a number from 0 to 1e100",
            what,
        )?;
    }
    Ok(())
}
