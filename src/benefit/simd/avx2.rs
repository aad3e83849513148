//! Vector registers of 32 bytes: AVX2.

use std::arch::x86_64::{__m256, __m256i};

use pulp::cast;
use pulp::x86::V3;

use crate::benefit::simd::Simd;

const BYTES: usize = 32;
const LANES: usize = BYTES / 4;

impl Simd for V3 {
    type Bytes = __m256i;
    type Floats = __m256;
    type Mask = __m256i;

    #[inline(always)]
    fn load<const N: usize>(self, bytes: &[u8; N], part: usize) -> __m256i {
        cast(bytes.as_chunks::<BYTES>().0[part])
    }

    #[inline(always)]
    fn load_floats<const N: usize>(self, numbers: &[f32; N], part: usize) -> __m256 {
        cast(numbers.as_chunks::<LANES>().0[part])
    }

    #[inline(always)]
    fn store<const N: usize>(self, from: __m256i, bytes: &mut [u8; N], part: usize) {
        bytes.as_chunks_mut::<BYTES>().0[part] = cast(from);
    }

    #[inline(always)]
    fn store_floats<const N: usize>(self, from: __m256, numbers: &mut [f32; N], part: usize) {
        numbers.as_chunks_mut::<LANES>().0[part] = cast(from);
    }

    #[inline(always)]
    fn splat(self, bytes: [u8; 4]) -> __m256i {
        self.avx._mm256_set1_epi32(i32::from_le_bytes(bytes))
    }

    #[inline(always)]
    fn splat_f32(self, number: f32) -> __m256 {
        self.avx._mm256_set1_ps(number)
    }

    #[inline(always)]
    fn zero(self) -> __m256i {
        self.avx._mm256_setzero_si256()
    }

    #[inline(always)]
    fn shuffle(self, table: [u8; 16], codes: __m256i) -> __m256i {
        let table = self.avx2._mm256_broadcastsi128_si256(cast(table));
        self.avx2._mm256_shuffle_epi8(table, codes)
    }

    #[inline(always)]
    fn saturating_add_u8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_adds_epu8(a, b)
    }

    #[inline(always)]
    fn average_u8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_avg_epu8(a, b)
    }

    #[inline(always)]
    fn min_u8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_min_epu8(a, b)
    }

    #[inline(always)]
    fn max_u8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_max_epu8(a, b)
    }

    #[inline(always)]
    fn at_least_u8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2
            ._mm256_cmpeq_epi8(self.avx2._mm256_max_epu8(a, b), a)
    }

    #[inline(always)]
    fn mask_and(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_and_si256(a, b)
    }

    #[inline(always)]
    fn mask_or(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_or_si256(a, b)
    }

    #[inline(always)]
    fn bits(self, mask: __m256i) -> u64 {
        u64::from(self.avx2._mm256_movemask_epi8(mask) as u32)
    }

    #[inline(always)]
    fn multiply_add_u8_i8(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_maddubs_epi16(a, b)
    }

    #[inline(always)]
    fn add_i16(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_add_epi16(a, b)
    }

    #[inline(always)]
    fn widen_add_i16(self, a: __m256i) -> __m256i {
        self.avx2
            ._mm256_madd_epi16(a, self.avx._mm256_set1_epi16(1))
    }

    #[inline(always)]
    fn add_i32(self, a: __m256i, b: __m256i) -> __m256i {
        self.avx2._mm256_add_epi32(a, b)
    }

    #[inline(always)]
    fn to_f32(self, a: __m256i) -> __m256 {
        self.avx._mm256_cvtepi32_ps(a)
    }

    #[inline(always)]
    fn add_f32(self, a: __m256, b: __m256) -> __m256 {
        self.avx._mm256_add_ps(a, b)
    }

    #[inline(always)]
    fn mul_f32(self, a: __m256, b: __m256) -> __m256 {
        self.avx._mm256_mul_ps(a, b)
    }

    #[inline(always)]
    fn mul_add_f32(self, a: __m256, b: __m256, c: __m256) -> __m256 {
        self.fma._mm256_fmadd_ps(a, b, c)
    }

    #[inline(always)]
    fn min_f32(self, a: __m256, b: __m256) -> __m256 {
        self.avx._mm256_min_ps(a, b)
    }

    #[inline(always)]
    fn max_f32(self, a: __m256, b: __m256) -> __m256 {
        self.avx._mm256_max_ps(a, b)
    }

    #[inline(always)]
    fn gt_f32(self, a: __m256, b: __m256) -> u32 {
        let found = self
            .avx
            ._mm256_cmp_ps::<{ std::arch::x86_64::_CMP_GT_OQ }>(a, b);
        self.avx._mm256_movemask_ps(found) as u32
    }
}
