//! Vector registers of 64 bytes: AVX-512.

use std::arch::x86_64::{__m512, __m512i};

use pulp::cast;
use pulp::x86::V4;

use crate::benefit::simd::Simd;

const BYTES: usize = 64;
const LANES: usize = BYTES / 4;

impl Simd for V4 {
    type Bytes = __m512i;
    type Floats = __m512;
    type Mask = u64;

    #[inline(always)]
    fn load<const N: usize>(self, bytes: &[u8; N], part: usize) -> __m512i {
        cast(bytes.as_chunks::<BYTES>().0[part])
    }

    #[inline(always)]
    fn load_floats<const N: usize>(self, numbers: &[f32; N], part: usize) -> __m512 {
        cast(numbers.as_chunks::<LANES>().0[part])
    }

    #[inline(always)]
    fn store<const N: usize>(self, from: __m512i, bytes: &mut [u8; N], part: usize) {
        bytes.as_chunks_mut::<BYTES>().0[part] = cast(from);
    }

    #[inline(always)]
    fn store_floats<const N: usize>(self, from: __m512, numbers: &mut [f32; N], part: usize) {
        numbers.as_chunks_mut::<LANES>().0[part] = cast(from);
    }

    #[inline(always)]
    fn splat(self, bytes: [u8; 4]) -> __m512i {
        self.avx512f._mm512_set1_epi32(i32::from_le_bytes(bytes))
    }

    #[inline(always)]
    fn splat_f32(self, number: f32) -> __m512 {
        self.avx512f._mm512_set1_ps(number)
    }

    #[inline(always)]
    fn zero(self) -> __m512i {
        self.avx512f._mm512_setzero_si512()
    }

    #[inline(always)]
    fn shuffle(self, table: [u8; 16], codes: __m512i) -> __m512i {
        let table = self.avx512f._mm512_broadcast_i32x4(cast(table));
        self.avx512bw._mm512_shuffle_epi8(table, codes)
    }

    #[inline(always)]
    fn saturating_add_u8(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_adds_epu8(a, b)
    }

    #[inline(always)]
    fn average_u8(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_avg_epu8(a, b)
    }

    #[inline(always)]
    fn min_u8(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_min_epu8(a, b)
    }

    #[inline(always)]
    fn max_u8(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_max_epu8(a, b)
    }

    #[inline(always)]
    fn at_least_u8(self, a: __m512i, b: __m512i) -> u64 {
        self.avx512bw._mm512_cmpge_epu8_mask(a, b)
    }

    #[inline(always)]
    fn mask_and(self, a: u64, b: u64) -> u64 {
        a & b
    }

    #[inline(always)]
    fn mask_or(self, a: u64, b: u64) -> u64 {
        a | b
    }

    #[inline(always)]
    fn bits(self, mask: u64) -> u64 {
        mask
    }

    #[inline(always)]
    fn multiply_add_u8_i8(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_maddubs_epi16(a, b)
    }

    #[inline(always)]
    fn add_i16(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512bw._mm512_add_epi16(a, b)
    }

    #[inline(always)]
    fn widen_add_i16(self, a: __m512i) -> __m512i {
        self.avx512bw
            ._mm512_madd_epi16(a, self.avx512f._mm512_set1_epi16(1))
    }

    #[inline(always)]
    fn add_i32(self, a: __m512i, b: __m512i) -> __m512i {
        self.avx512f._mm512_add_epi32(a, b)
    }

    #[inline(always)]
    fn to_f32(self, a: __m512i) -> __m512 {
        self.avx512f._mm512_cvtepi32_ps(a)
    }

    #[inline(always)]
    fn add_f32(self, a: __m512, b: __m512) -> __m512 {
        self.avx512f._mm512_add_ps(a, b)
    }

    #[inline(always)]
    fn mul_f32(self, a: __m512, b: __m512) -> __m512 {
        self.avx512f._mm512_mul_ps(a, b)
    }

    #[inline(always)]
    fn mul_add_f32(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        self.avx512f._mm512_fmadd_ps(a, b, c)
    }

    #[inline(always)]
    fn min_f32(self, a: __m512, b: __m512) -> __m512 {
        self.avx512f._mm512_min_ps(a, b)
    }

    #[inline(always)]
    fn max_f32(self, a: __m512, b: __m512) -> __m512 {
        self.avx512f._mm512_max_ps(a, b)
    }

    #[inline(always)]
    fn gt_f32(self, a: __m512, b: __m512) -> u32 {
        let found = self
            .avx512f
            ._mm512_cmp_ps_mask::<{ std::arch::x86_64::_CMP_GT_OQ }>(a, b);
        u32::from(found)
    }
}
