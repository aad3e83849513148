//! Keys that many have, laid out for everyone.

use crate::rows::{AsIndex, Rows};

/// Keys that many have and of which only the greatest product counts: contacts of a good part of everyone.
///
/// A key here is one that an eighth of everyone has, so the table takes at most eight times the space of these keys in rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hubs {
    /// The keys, ascending.
    keys: Vec<u32>,
    /// Keys a person, with those that fill the last register.
    width: usize,
    /// By person, by key: the amount, 0 where a person does not have it.
    amounts: Vec<f32>,
    /// By person, by key: the root of what the key counts, so that a product is what it counts for two who have it.
    marks: Vec<f32>,
}

impl Hubs {
    /// Numbers that are multiplied together.
    const LANES: usize = 8;

    pub(crate) fn new(keys: &Rows<(u32, f32)>, counts: &[f32]) -> Self {
        let mut hubs: Vec<u32> = keys.cells().iter().map(|key| key.0).collect();
        hubs.sort_unstable();
        hubs.dedup();
        // Rows are padded to whole vectors, so that the kernel has no remainder.
        let width = hubs.len().next_multiple_of(Self::LANES);
        let mut amounts = vec![0.0; width * keys.len()];
        let mut marks = amounts.clone();
        for (person, row) in keys.iter().enumerate() {
            for &(key, amount) in row {
                let place = person * width + hubs.partition_point(|&hub| hub < key);
                amounts[place] = amount;
                // The square root, so that the product of two marks is the weight of the key when both have it.
                marks[place] = counts[key.as_index()].sqrt();
            }
        }
        Self {
            keys: hubs,
            width,
            amounts,
            marks,
        }
    }

    /// The keys that a person has, with amounts.
    pub(crate) fn row(&self, person: usize) -> impl Iterator<Item = (u32, f32)> {
        let row = person * self.width..(person + 1) * self.width;
        let cells = self.amounts[row.clone()].iter().zip(&self.marks[row]);
        let keys = self.keys.iter().zip(cells);
        // A key that counts nothing and has no amount tells of nobody.
        keys.filter(|(_, (amount, mark))| **amount > 0.0 || **mark > 0.0)
            .map(|(&key, (&amount, _))| (key, amount))
    }

    /// What two people share: the greatest product of amounts, at least 0, and the sum of what the shared keys count.
    #[inline]
    pub(crate) fn shared(&self, i: usize, j: usize) -> (f32, f32) {
        let mut best = [0.0_f32; Self::LANES];
        let mut sums = [0.0_f32; Self::LANES];
        // A register of keys at a time: a key that either lacks adds 0 to both.
        self.products(&self.amounts, (i, j), |lane, product| {
            best[lane] = best[lane].max(product);
        });
        self.products(&self.marks, (i, j), |lane, product| sums[lane] += product);
        (best.into_iter().fold(0.0, f32::max), sums.iter().sum())
    }

    /// The products of two people's numbers, key by key.
    #[inline]
    fn products(&self, numbers: &[f32], (i, j): (usize, usize), mut each: impl FnMut(usize, f32)) {
        let row = |person: usize| &numbers[person * self.width..(person + 1) * self.width];
        let one = row(i).as_chunks::<{ Self::LANES }>().0;
        let other = row(j).as_chunks::<{ Self::LANES }>().0;
        for (one, other) in one.iter().zip(other) {
            for lane in 0..Self::LANES {
                each(lane, one[lane] * other[lane]);
            }
        }
    }
}
