//! Which vector registers has this machine, and what can be done with one of them?
//!
//! Kernels are written once, over [`Registers`]; which kind there is shows when the program runs.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

/// The registers of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Machine {
    /// Registers of 64 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
    /// Registers of 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    /// None that a kernel is written for.
    Plain,
}

impl Machine {
    /// Finds out what the machine has.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(simd) = pulp::x86::V4::try_new() {
                return Self::Avx512(simd);
            }
            if let Some(simd) = pulp::x86::V3::try_new() {
                return Self::Avx2(simd);
            }
        }
        Self::Plain
    }

    /// Everything that this machine can run, for tests.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::Plain];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(pulp::x86::V3::try_new().map(Self::Avx2));
            all.extend(pulp::x86::V4::try_new().map(Self::Avx512));
        }
        all
    }
}

/// Operations on registers of one size: as bytes, as pairs of bytes, as numbers of 32 bits. A lane is 32 bits.
#[cfg(target_arch = "x86_64")]
pub(crate) trait Registers: Copy {
    type Whole: Copy;
    type Float: Copy;
    /// A truth for each byte.
    type Mask: Copy;

    /// Part number `part` of some bytes.
    fn load<const N: usize>(self, bytes: &[u8; N], part: usize) -> Self::Whole;
    /// Part number `part` of some numbers.
    fn load_floats<const N: usize>(self, numbers: &[f32; N], part: usize) -> Self::Float;
    /// Writes part number `part` of some bytes.
    fn store<const N: usize>(self, from: Self::Whole, bytes: &mut [u8; N], part: usize);
    /// Writes part number `part` of some numbers.
    fn store_floats<const N: usize>(self, from: Self::Float, numbers: &mut [f32; N], part: usize);

    /// The same four bytes in each lane.
    fn every(self, bytes: [u8; 4]) -> Self::Whole;
    /// The same number in each lane.
    fn every_float(self, number: f32) -> Self::Float;
    /// Zeros.
    fn zero(self) -> Self::Whole;

    /// For each code, a byte below 16, its entry of a table.
    fn look_up(self, table: [u8; 16], codes: Self::Whole) -> Self::Whole;
    /// Sums of unsigned bytes, which saturate.
    fn add_bytes(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;
    /// Means of two unsigned bytes each, rounded up.
    fn average(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;
    /// The lesser of two unsigned bytes each.
    fn least_bytes(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;
    /// Whether unsigned bytes of `a` are at least those of `b`.
    fn at_least(self, a: Self::Whole, b: Self::Whole) -> Self::Mask;
    fn and(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    fn or(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// A bit for each byte, from the lowest.
    fn bits(self, mask: Self::Mask) -> u64;

    /// Unsigned bytes of `a` times signed bytes of `b`, neighbours added, as 16 bits that must not overflow.
    fn products(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;
    /// Sums of 16 bits, which wrap.
    fn add_16(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;
    /// Neighbours of 16 bits added, as 32 bits.
    fn widen(self, a: Self::Whole) -> Self::Whole;
    /// Sums of 32 bits.
    fn add_32(self, a: Self::Whole, b: Self::Whole) -> Self::Whole;

    /// Numbers of 32 bits as floats.
    fn float(self, a: Self::Whole) -> Self::Float;
    fn add(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn multiply(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// a · b + c, rounded once.
    fn multiply_add(self, a: Self::Float, b: Self::Float, c: Self::Float) -> Self::Float;
    fn least(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn most(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// A bit for each lane in which `a` is above `b`.
    fn above(self, a: Self::Float, b: Self::Float) -> u32;
}
