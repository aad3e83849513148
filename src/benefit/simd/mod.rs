//! Vector registers: what this machine has, and what can be done with one.
//!
//! Kernels are written once, over [`Simd`]; which kind there is shows when the program runs.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use pulp::NullaryFnOnce;

/// The registers of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SimdLevel {
    /// Simd of 64 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
    /// Simd of 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    /// None that a kernel is written for.
    Plain,
}

impl SimdLevel {
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

    /// Runs a job whose loops the compiler may turn into these registers.
    pub(crate) fn run<J: NullaryFnOnce>(self, job: J) -> J::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(simd) => simd.vectorize(job),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(simd) => simd.vectorize(job),
            Self::Plain => job.call(),
        }
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
pub(crate) trait Simd: Copy {
    type Bytes: Copy;
    type Floats: Copy;
    /// A truth for each byte.
    type Mask: Copy;

    /// Part number `part` of some bytes.
    fn load<const N: usize>(self, bytes: &[u8; N], part: usize) -> Self::Bytes;
    /// Part number `part` of some numbers.
    fn load_floats<const N: usize>(self, numbers: &[f32; N], part: usize) -> Self::Floats;
    /// Writes part number `part` of some bytes.
    fn store<const N: usize>(self, from: Self::Bytes, bytes: &mut [u8; N], part: usize);
    /// Writes part number `part` of some numbers.
    fn store_floats<const N: usize>(self, from: Self::Floats, numbers: &mut [f32; N], part: usize);

    /// The same four bytes in each lane.
    fn splat(self, bytes: [u8; 4]) -> Self::Bytes;
    /// The same number in each lane.
    fn splat_f32(self, number: f32) -> Self::Floats;
    /// Zeros.
    fn zero(self) -> Self::Bytes;

    /// For each code, a byte below 16, its entry of a table.
    fn shuffle(self, table: [u8; 16], codes: Self::Bytes) -> Self::Bytes;
    /// Sums of unsigned bytes, which saturate.
    fn saturating_add_u8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Means of two unsigned bytes each, rounded up.
    fn average_u8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// The lesser of two unsigned bytes each.
    fn min_u8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// The greater of two unsigned bytes each.
    fn max_u8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Whether unsigned bytes of `a` are at least those of `b`.
    fn at_least_u8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Mask;
    fn mask_and(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    fn mask_or(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// A bit for each byte, from the lowest.
    fn bits(self, mask: Self::Mask) -> u64;

    /// Unsigned bytes of `a` times signed bytes of `b`, neighbours added, as 16 bits that must not overflow.
    fn multiply_add_u8_i8(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Sums of 16 bits, which wrap.
    fn add_i16(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Neighbours of 16 bits added, as 32 bits.
    fn widen_add_i16(self, a: Self::Bytes) -> Self::Bytes;
    /// Sums of 32 bits.
    fn add_i32(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;

    /// Numbers of 32 bits as floats.
    fn to_f32(self, a: Self::Bytes) -> Self::Floats;
    fn add_f32(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn mul_f32(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// a · b + c, rounded once.
    fn mul_add_f32(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    fn min_f32(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn max_f32(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// A bit for each lane in which `a` is above `b`.
    fn gt_f32(self, a: Self::Floats, b: Self::Floats) -> u32;
}
