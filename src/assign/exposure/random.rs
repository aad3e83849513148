//! Floor 3 — which numbers follow from a seed? (no hidden randomness: the caller gives every seed)

/// SplitMix64 (Steele, Lea & Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of its own for one of many streams of a seed.
    pub(crate) fn stream(seed: u64, stream: u64) -> Self {
        let mut mixed = Self(seed ^ Self(stream).bits());
        Self(mixed.bits())
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 (included) to 1 (excluded).
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A number from 0 to below `count`; the bias is below count / 2⁶⁴.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.bits()) * count as u128) >> 64) as usize
    }

    /// So many different numbers below `people`, ascending.
    pub(crate) fn choose(&mut self, people: usize, count: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..people as u32).collect();
        for place in 0..count {
            let other = place + self.below(people - place);
            numbers.swap(place, other);
        }
        numbers.truncate(count);
        numbers.sort_unstable();
        numbers
    }
}
