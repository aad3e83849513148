//! Solves small symmetric systems: at most a row per coefficient.

/// A lower triangle L with A = L·Lᵀ (Cholesky).
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Factors a symmetric matrix, `None` where it is not positive definite.
    pub(crate) fn new(matrix: &[Vec<f64>]) -> Option<Self> {
        // A = L·Lᵀ; only the lower triangle is read and kept.
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row = vec![0.0; i + 1];
            for j in 0..=i {
                // Row by row (Cholesky–Banachiewicz): what is left of the entry after the columns before it.
                let done: f64 = (0..j)
                    .map(|k| row[k] * if j == i { row[k] } else { rows[j][k] })
                    .sum();
                let rest = given[j] - done;
                row[j] = if i == j {
                    if rest.is_nan() || rest <= 0.0 {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / rows[j][j]
                };
            }
            rows.push(row);
        }
        Some(Self { rows })
    }

    /// Solves A·x = b.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.rows.len();
        let mut x = b.to_vec();
        for i in 0..n {
            let done: f64 = (0..i).map(|k| self.rows[i][k] * x[k]).sum();
            x[i] = (x[i] - done) / self.rows[i][i];
        }
        for i in (0..n).rev() {
            let done: f64 = (i + 1..n).map(|k| self.rows[k][i] * x[k]).sum();
            x[i] = (x[i] - done) / self.rows[i][i];
        }
        x
    }

    /// The diagonal of the inverse: variances where A is an information matrix.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        let n = self.rows.len();
        let unit = |at: usize| {
            (0..n)
                .map(|i| if i == at { 1.0 } else { 0.0 })
                .collect::<Vec<f64>>()
        };
        (0..n).map(|at| self.solve(&unit(at))[at]).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::acceptance::linear::Cholesky;

    #[test]
    fn a_small_system_is_solved_and_an_indefinite_one_refused() {
        let matrix = [
            vec![4.0, 2.0, 0.0],
            vec![2.0, 5.0, 1.0],
            vec![0.0, 1.0, 3.0],
        ];
        let factor = Cholesky::new(&matrix).expect("positive definite");
        let x = factor.solve(&[8.0, 15.0, 11.0]);
        for (row, b) in matrix.iter().zip([8.0, 15.0, 11.0]) {
            let product: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
            assert!((product - b).abs() < 1e-12);
        }
        // The first entry of the inverse is the cofactor 5·3 − 1 over the determinant 44.
        assert!((factor.inverse_diagonal()[0] - 14.0 / 44.0).abs() < 1e-12);
        assert!(Cholesky::new(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
    }
}
