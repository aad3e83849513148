//! A sparse accumulator: sums by small number, of which few are touched at a time.

use crate::rows::AsIndex;

/// Sums by small number, of which few are touched at a time.
#[derive(Debug, Clone)]
pub(super) struct SparseSums {
    /// 0 where untouched; weights are above 0.
    sums: Vec<f64>,
    /// The numbers touched, in the first `count` places; one place more than numbers, for a number is written before it is
    /// known whether it counts.
    touched: Vec<u32>,
    count: usize,
}

impl SparseSums {
    pub(super) fn new(numbers: u32) -> Self {
        Self {
            sums: vec![0.0; numbers.as_index()],
            touched: vec![0; numbers.as_index() + 1],
            count: 0,
        }
    }

    /// Adds weights in their order; a weight of 0 leaves a number untouched.
    #[inline]
    pub(super) fn add_all(&mut self, weights: impl Iterator<Item = (u32, f64)>) {
        let (sums, touched) = (self.sums.as_mut_slice(), self.touched.as_mut_slice());
        let mut count = self.count;
        // Whether a number is new decides no branch: on real graphs that cannot be foreseen.
        for (number, weight) in weights {
            let sum = &mut sums[number.as_index()];
            let before = *sum;
            *sum = before + weight;
            touched[count] = number;
            count += usize::from((before == 0.0) & (weight != 0.0));
        }
        self.count = count;
    }

    pub(super) fn get(&self, number: u32) -> f64 {
        self.sums[number.as_index()]
    }

    pub(super) fn sort(&mut self) {
        self.touched[..self.count].sort_unstable();
    }

    /// Gives out all sums and forgets them.
    #[inline]
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let sums = self.sums.as_mut_slice();
        let touched = &self.touched[..std::mem::take(&mut self.count)];
        touched
            .iter()
            .map(move |&number| (number, std::mem::take(&mut sums[number.as_index()])))
    }
}
