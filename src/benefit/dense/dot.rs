//! What is the scalar product of two vectors, with one rounding everywhere?

#[cfg(target_arch = "x86_64")]
use pulp::NullaryFnOnce;

use crate::benefit::registers::Machine;

/// Sums that are kept apart.
const SUMS: usize = 16;

/// The scalar product in 16 interleaved sums, each ascending, which are halved pairwise.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; SUMS];
    let (a_chunks, a_rest) = a.as_chunks::<SUMS>();
    let (b_chunks, b_rest) = b.as_chunks::<SUMS>();
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..SUMS {
            sums[lane] += x[lane] * y[lane];
        }
    }
    for ((sum, x), y) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum += x * y;
    }
    let mut half = SUMS / 2;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}

/// The same sum, with the registers of a machine.
pub(crate) fn dot_on(machine: Machine, a: &[f32], b: &[f32]) -> f32 {
    match machine {
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512(simd) => simd.vectorize(Dot { a, b }),
        #[cfg(target_arch = "x86_64")]
        Machine::Avx2(simd) => simd.vectorize(Dot { a, b }),
        Machine::Plain => dot(a, b),
    }
}

#[cfg(target_arch = "x86_64")]
struct Dot<'v> {
    a: &'v [f32],
    b: &'v [f32],
}

#[cfg(target_arch = "x86_64")]
impl NullaryFnOnce for Dot<'_> {
    type Output = f32;

    #[inline(always)]
    fn call(self) -> f32 {
        dot(self.a, self.b)
    }
}
