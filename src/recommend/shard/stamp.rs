//! A hash of words, the same everywhere.

/// A hash that is the same on every machine and in every version. Each step is a bijection of what was hashed before, so that two
/// contents that differ in one word never have the same hash.
pub(crate) struct Stamp(u64);

impl Stamp {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn add(&mut self, word: u64) {
        /// 2⁶⁴ divided by the golden ratio: an odd number whose bits are well mixed.
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        self.0 = (self.0 ^ word).wrapping_mul(FACTOR).rotate_left(29);
    }

    pub(crate) fn add_text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.add(u64::from(byte)));
    }

    pub(crate) fn finish(self) -> u64 {
        self.0
    }
}
