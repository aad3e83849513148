//! Wants and exposures of a market as ndarray matrices.

use ndarray::{Array2, ArrayView2};

use crate::assign::exposure::{Allocation, MarketSide, Preferences};
use crate::error::Error;
use crate::rows::AsIndex;

/// Two sides from matrices: `wants` is left × right, `wanted` right × left, each from 0 to 1.
///
/// # Errors
///
/// [`Error::Shape`] when the matrices do not face each other, [`Error::TooMany`] for a side of more than 2³² − 1 people,
/// [`Error::OutOfRange`] for a number outside 0 to 1.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Objective, Settings, MarketSide, allocate};
/// use confrere::interop::{exposures_matrix, ndarray::array, two_sides_from_matrices};
/// let mentors = array![[0.9, 0.1], [0.6, 0.4], [0.8, 0.3]];
/// let mentees = array![[0.5, 0.9, 0.4], [0.7, 0.2, 0.6]];
/// let wants = two_sides_from_matrices(mentors.view(), mentees.view())?;
/// let shares = allocate(&wants, &Settings::new(Objective::Nash))?;
/// let exposures = exposures_matrix(&shares, MarketSide::Left);
/// assert_eq!(exposures.dim(), (3, 2));
/// assert!((exposures.row(0).sum() - 1.5).abs() < 1e-12); // 1 for the first place, 1/2 for the second
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn two_sides_from_matrices(
    wants: ArrayView2<'_, f64>,
    wanted: ArrayView2<'_, f64>,
) -> Result<Preferences, Error> {
    let (left, right) = wants.dim();
    if wanted.dim() != (right, left) {
        let (rows, columns) = wanted.dim();
        return Err(Error::Shape {
            what: "wants of the right side".to_string(),
            found: format!("{rows} x {columns}"),
            expected: format!("{right} x {left}"),
        });
    }
    let (rows, columns) = (people(left)?, people(right)?);
    Preferences::two_sides(rows, columns, &flat(wants), &flat(wanted))
}

/// One pool from a square matrix of wants from 0 to 1; the diagonal is not read.
///
/// # Errors
///
/// [`Error::Shape`] for a matrix that is not square, otherwise as [`two_sides_from_matrices`].
pub fn pool_from_matrix(wants: ArrayView2<'_, f64>) -> Result<Preferences, Error> {
    let (rows, columns) = wants.dim();
    if rows != columns {
        return Err(Error::Shape {
            what: "wants of the pool".to_string(),
            found: format!("{rows} x {columns}"),
            expected: format!("{rows} x {rows}"),
        });
    }
    Preferences::pool(people(rows)?, &flat(wants))
}

/// The exposures of a side's lists as a matrix of people by candidates; 0 where a list does not name someone.
#[must_use]
pub fn exposures_matrix(allocation: &Allocation, side: MarketSide) -> Array2<f64> {
    let preferences = allocation.preferences();
    let (left, right) = (preferences.left(), preferences.right());
    let shape = match side {
        // In a pool everyone is on both sides.
        _ if preferences.is_pool() => (left, left),
        MarketSide::Left => (left, right),
        MarketSide::Right => (right, left),
    };
    let mut matrix = Array2::zeros((shape.0.as_index(), shape.1.as_index()));
    for person in 0..shape.0 {
        for (candidate, exposure) in allocation.exposures(side, person) {
            matrix[[person.as_index(), candidate.as_index()]] = exposure;
        }
    }
    matrix
}

fn flat(matrix: ArrayView2<'_, f64>) -> Vec<f64> {
    matrix.iter().copied().collect()
}

fn people(count: usize) -> Result<u32, Error> {
    u32::try_from(count).map_err(|_| Error::TooMany {
        what: "people of a side".to_string(),
        count,
        limit: u32::MAX as usize,
    })
}
