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

/// One person's numbers, by key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HubRow<'h> {
    /// 0 where the person does not have the key.
    pub(crate) amounts: &'h [f32],
    pub(crate) marks: &'h [f32],
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
        let mut all = Self {
            keys: hubs,
            width,
            amounts: Vec::with_capacity(width * keys.len()),
            marks: Vec::with_capacity(width * keys.len()),
        };
        if width > 0 {
            for keys in keys.iter() {
                let [amounts, marks] = all.row_of(keys, counts);
                all.amounts.extend(amounts);
                all.marks.extend(marks);
            }
        }
        all
    }

    /// A person's numbers.
    #[inline]
    pub(crate) fn row(&self, person: usize) -> HubRow<'_> {
        let row = person * self.width..(person + 1) * self.width;
        HubRow {
            amounts: &self.amounts[row.clone()],
            marks: &self.marks[row],
        }
    }

    /// The numbers of someone who has these of the keys, ascending, amounts first.
    pub(crate) fn row_of(&self, keys: &[(u32, f32)], counts: &[f32]) -> [Vec<f32>; 2] {
        let mut row = [vec![0.0; self.width], vec![0.0; self.width]];
        for &(key, amount) in keys {
            if let Ok(place) = self.keys.binary_search(&key) {
                row[0][place] = amount;
                // The square root, so that the product of two marks is the weight of the key when both have it.
                row[1][place] = counts[key.as_index()].sqrt();
            }
        }
        row
    }

    /// The keys that someone has, with amounts.
    pub(crate) fn keys_of(&self, row: HubRow<'_>) -> impl Iterator<Item = (u32, f32)> {
        let cells = row.amounts.iter().zip(row.marks);
        let keys = self.keys.iter().zip(cells);
        // A key that counts nothing and has no amount tells of nobody.
        keys.filter(|(_, (amount, mark))| **amount > 0.0 || **mark > 0.0)
            .map(|(&key, (&amount, _))| (key, amount))
    }
}

impl HubRow<'_> {
    /// What two people share: the greatest product of amounts, at least 0, and the sum of what the shared keys count.
    #[inline]
    pub(crate) fn shared_with(self, other: HubRow<'_>) -> (f32, f32) {
        let mut best = [0.0_f32; Hubs::LANES];
        let mut sums = [0.0_f32; Hubs::LANES];
        // A register of keys at a time: a key that either lacks adds 0 to both.
        products((self.amounts, other.amounts), |lane, product| {
            best[lane] = best[lane].max(product);
        });
        products((self.marks, other.marks), |lane, product| {
            sums[lane] += product
        });
        (best.into_iter().fold(0.0, f32::max), sums.iter().sum())
    }
}

/// The products of two people's numbers, key by key.
#[inline]
fn products((one, other): (&[f32], &[f32]), mut each: impl FnMut(usize, f32)) {
    let one = one.as_chunks::<{ Hubs::LANES }>().0;
    let other = other.as_chunks::<{ Hubs::LANES }>().0;
    for (one, other) in one.iter().zip(other) {
        for lane in 0..Hubs::LANES {
            each(lane, one[lane] * other[lane]);
        }
    }
}
