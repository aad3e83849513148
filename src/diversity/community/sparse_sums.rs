//! A sparse accumulator: sums by small number, of which few are touched at a time.

use crate::rows::{AsIndex, narrow};

/// Sums by small number, of which few are touched at a time.
#[derive(Debug, Clone)]
pub(super) struct SparseSums {
    /// 0 where untouched; weights are above 0.
    sums: Vec<f64>,
    /// The numbers touched, in the first `count` places; one place more than numbers, for a number is written before it is
    /// known whether it counts.
    touched: Vec<u32>,
    count: usize,
    /// A bit for each number, and one for each word of those; set only while [`sort`](Self::sort) runs.
    marks: Vec<u64>,
    words: Vec<u64>,
}

/// The number of numbers below which sorting takes less than marks; from 8 to 32 the bench `diversity/communities` takes the
/// same time within its noise, without marks 6 % more.
const FEW: usize = 12;

impl SparseSums {
    pub(super) fn new(numbers: u32) -> Self {
        Self {
            sums: vec![0.0; numbers.as_index()],
            touched: vec![0; numbers.as_index() + 1],
            count: 0,
            marks: vec![0; numbers.as_index().div_ceil(64)],
            words: vec![0; numbers.as_index().div_ceil(64 * 64)],
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

    /// Puts the numbers touched in ascending order.
    pub(super) fn sort(&mut self) {
        let touched = &mut self.touched[..self.count];
        if touched.len() < FEW.max(self.words.len()) {
            touched.sort_unstable();
            return;
        }
        // A bit for each number, gone through in ascending order; words without bits are passed over.
        for number in touched.iter().map(|number| number.as_index()) {
            self.marks[number / 64] |= 1 << (number % 64);
            self.words[number / (64 * 64)] |= 1 << (number / 64 % 64);
        }
        let mut sorted = touched.iter_mut();
        for (group, words) in self.words.iter_mut().enumerate() {
            for word in ones(std::mem::take(words)) {
                let word = 64 * group + word;
                let marks = std::mem::take(&mut self.marks[word]);
                for (number, place) in ones(marks).zip(&mut sorted) {
                    *place = narrow(64 * word + number);
                }
            }
        }
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

/// The places of the bits that are set, ascending.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (word != 0).then(|| word.trailing_zeros().as_index());
        word &= word.wrapping_sub(1);
        lowest
    })
}

#[cfg(test)]
mod tests {
    use crate::diversity::community::sparse_sums::{FEW, SparseSums};

    #[test]
    fn sums_come_in_order_however_many_numbers_are_touched() {
        let mut sums = SparseSums::new(9_000);
        for count in [0, 1, FEW - 1, FEW, 40, 3_000] {
            let number = |step: usize| (step * 7_919 % 8_999) as u32;
            let once = (0..count).map(|step| (number(step), 0.5));
            sums.add_all(once.clone().chain([(8_999, 0.0)]).chain(once));
            sums.sort();
            let mut expected: Vec<u32> = (0..count).map(number).collect();
            expected.sort_unstable();
            let found: Vec<(u32, f64)> = sums.drain().collect();
            assert!(found.iter().map(|sum| sum.0).eq(expected), "{count}");
            assert!(found.iter().all(|sum| sum.1 == 1.0), "{count}");
        }
        assert_eq!(sums.get(8_998), 0.0);
    }
}
