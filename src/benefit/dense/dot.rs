//! The scalar product of two vectors, with one rounding everywhere.

#[cfg(target_arch = "x86_64")]
use pulp::NullaryFnOnce;

#[cfg(target_arch = "x86_64")]
use crate::benefit::simd::Simd;
use crate::benefit::simd::SimdLevel;

/// Sums that are kept apart.
const SUMS: usize = 16;

/// Products that are summed side by side: one alone would wait for each addition.
pub(crate) const TOGETHER: usize = 4;

/// Two vectors of one length.
type Pair<'v> = (&'v [f32], &'v [f32]);

/// The scalar product in 16 interleaved sums, each ascending, which are halved pairwise.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let [product] = dots([(a, b)]);
    product
}

/// Scalar products of vectors that are all of one length, each as [`dot`] sums it.
#[inline(always)]
fn dots<const N: usize>(pairs: [Pair<'_>; N]) -> [f32; N] {
    let mut sums = [[0.0_f32; SUMS]; N];
    let length = pairs[0].0.len();
    let pairs = pairs.map(|(a, b)| (&a[..length], &b[..length]));
    let chunks = pairs.map(|(a, b)| (a.as_chunks::<SUMS>().0, b.as_chunks::<SUMS>().0));
    // One multiplication and one addition a lane, never fused: a fused one would round otherwise than the definition.
    for chunk in 0..length / SUMS {
        for (sums, (a, b)) in sums.iter_mut().zip(&chunks) {
            let (a, b) = (&a[chunk], &b[chunk]);
            for lane in 0..SUMS {
                sums[lane] += a[lane] * b[lane];
            }
        }
    }
    let mut products = [0.0; N];
    for ((product, sums), pair) in products.iter_mut().zip(sums).zip(pairs) {
        *product = whole(sums, pair);
    }
    products
}

/// Adds the products behind the last whole chunk, and all sums.
#[inline(always)]
fn whole(mut sums: [f32; SUMS], (a, b): Pair<'_>) -> f32 {
    let rest = a.as_chunks::<SUMS>().1.iter().zip(b.as_chunks::<SUMS>().1);
    for (sum, (x, y)) in sums.iter_mut().zip(rest) {
        *sum += x * y;
    }
    // Halving pairwise is the order of additions that every machine can do in registers.
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
pub(crate) fn dot_on(machine: SimdLevel, a: &[f32], b: &[f32]) -> f32 {
    let [product] = dots_on(machine, [(a, b)]);
    product
}

/// The same sums, with the registers of a machine.
pub(crate) fn dots_on<const N: usize>(machine: SimdLevel, pairs: [Pair<'_>; N]) -> [f32; N] {
    match machine {
        #[cfg(target_arch = "x86_64")]
        SimdLevel::Avx512(simd) => simd.vectorize(Dots::<_, 1, N> { simd, pairs }),
        #[cfg(target_arch = "x86_64")]
        SimdLevel::Avx2(simd) => simd.vectorize(Dots::<_, 2, N> { simd, pairs }),
        SimdLevel::Plain => dots(pairs),
    }
}

/// `PARTS` registers hold the sums of a product. Written out, for the compiler makes half registers of the plain loop.
#[cfg(target_arch = "x86_64")]
struct Dots<'v, S, const PARTS: usize, const N: usize> {
    simd: S,
    pairs: [Pair<'v>; N],
}

#[cfg(target_arch = "x86_64")]
impl<S: Simd, const PARTS: usize, const N: usize> NullaryFnOnce for Dots<'_, S, PARTS, N> {
    type Output = [f32; N];

    #[inline(always)]
    fn call(self) -> [f32; N] {
        let Self { simd, pairs } = self;
        let length = pairs[0].0.len();
        let pairs = pairs.map(|(a, b)| (&a[..length], &b[..length]));
        let chunks = pairs.map(|(a, b)| (a.as_chunks::<SUMS>().0, b.as_chunks::<SUMS>().0));
        let mut sums = [[simd.splat_f32(0.0); PARTS]; N];
        for chunk in 0..length / SUMS {
            for (sums, (a, b)) in sums.iter_mut().zip(&chunks) {
                for (part, sum) in sums.iter_mut().enumerate() {
                    let a = simd.load_floats(&a[chunk], part);
                    let b = simd.load_floats(&b[chunk], part);
                    // Never fused: a fused addition would round otherwise than the definition.
                    *sum = simd.add_f32(*sum, simd.mul_f32(a, b));
                }
            }
        }
        let mut products = [0.0; N];
        for ((product, parts), pair) in products.iter_mut().zip(sums).zip(pairs) {
            let mut sums = [0.0; SUMS];
            for (part, sum) in parts.into_iter().enumerate() {
                simd.store_floats(sum, &mut sums, part);
            }
            *product = whole(sums, pair);
        }
        products
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::dense::dot::{dot, dots_on};
    use crate::benefit::simd::SimdLevel;

    #[test]
    fn every_machine_rounds_alike() {
        let number = |at: usize| ((at * 7919) % 2003) as f32 / 1001.5 - 1.0;
        for width in [0, 1, 15, 16, 17, 64, 300] {
            let vector = |from: usize| (from..from + width).map(number).collect::<Vec<f32>>();
            let all = [vector(0), vector(7), vector(100), vector(999)];
            let [a, b, c, d] = &all;
            let within = [dot(a, b), dot(c, d), dot(b, d)].map(f32::to_bits);
            for machine in SimdLevel::all() {
                let together = dots_on::<3>(machine, [(a, b), (c, d), (b, d)]);
                assert_eq!(
                    together.map(f32::to_bits),
                    within,
                    "{machine:?}, width {width}"
                );
            }
        }
    }
}
