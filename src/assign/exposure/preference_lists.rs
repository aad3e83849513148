//! Who wants whom how much, in rows of one side.

use crate::assign::exposure::layout::Layout;
use crate::error::Error;
use crate::rows::AsIndex;
use crate::unit::{FROM_ZERO_TO_ONE, within};

/// One side's lists as flat numbers.
#[derive(Debug)]
pub(crate) struct PreferenceLists {
    pub(crate) layout: Layout,
    /// How much the row wants the column.
    pub(crate) wants: Vec<f64>,
    /// The product with how much the column wants the row: the chance that both agree once both look.
    pub(crate) both: Vec<f64>,
    /// Most attention that each may give, infinite where there is no cap; empty when nobody has one.
    pub(crate) gives: Vec<f64>,
    /// Most attention that each may receive, infinite where there is no cap; empty when nobody has one.
    pub(crate) receives: Vec<f64>,
}

impl PreferenceLists {
    pub(crate) fn new(layout: Layout, wants: Vec<f64>, other: &[f64]) -> Self {
        let mut both = vec![0.0; wants.len()];
        layout.mirror_into(other, &mut both);
        both.iter_mut()
            .zip(&wants)
            .for_each(|(cell, want)| *cell *= want);
        Self::with_product(layout, wants, both)
    }

    pub(crate) fn with_product(layout: Layout, wants: Vec<f64>, both: Vec<f64>) -> Self {
        Self {
            layout,
            wants,
            both,
            gives: Vec::new(),
            receives: Vec::new(),
        }
    }

    pub(crate) fn copy(&self) -> Self {
        Self {
            layout: self.layout.clone(),
            wants: self.wants.clone(),
            both: self.both.clone(),
            gives: self.gives.clone(),
            receives: self.receives.clone(),
        }
    }
}

pub(crate) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x * y).collect()
}

/// Checks one want; `what` names the culprit and is asked only on failure.
pub(crate) fn check_want(want: f64, what: impl FnOnce() -> String) -> Result<(), Error> {
    within(want, 0.0..=1.0, FROM_ZERO_TO_ONE, what).map(drop)
}

pub(crate) fn check_matrix(
    what: &str,
    matrix: &[f64],
    rows: u32,
    columns: u32,
) -> Result<(), Error> {
    if matrix.len() as u64 != u64::from(rows) * u64::from(columns) {
        return Err(Error::Shape {
            what: what.to_string(),
            found: format!("{} numbers", matrix.len()),
            expected: format!("{rows} x {columns}"),
        });
    }
    let width = columns.as_index();
    for (cell, &want) in matrix.iter().enumerate() {
        // Matrices are row by row, so that the cell tells the culprit.
        check_want(want, || {
            format!("{what} in row {}, column {}", cell / width, cell % width)
        })?;
    }
    Ok(())
}
