//! Whether two gains may reach a score: the power mean, or what is above it, without roots and divisions.

use crate::benefit::Mean;
#[cfg(target_arch = "x86_64")]
use crate::benefit::simd::Simd;
use crate::numeric::{greater, lesser};

/// Ratios of the gains at which a tangent touches the mean. With these, the least tangent is at most 7 % above M₋₂ and M₀ for ratios up
/// to 6, as a test says.
const TOUCHED: [f64; 2] = [1.0, 3.0];

/// With an exponent from here down a mean is as good as the minimum.
const NEARLY_MINIMUM: f64 = -1e6;

/// What a bound in a register is at least, unless it is 0: so the product of two is not too small for f32.
pub(crate) const MIN_GAIN: f32 = 1e-18;

/// Covers the rounding of sums and means in f32 wherever a bound is compared with a score.
pub(crate) const ROUNDING: f32 = 1.0 - 1e-5;

/// Sums are scaled as if no score were less: the scale stays a number of f32 for gains as small as f32 can hold.
pub(crate) const MIN_SCALED: f32 = 1e-30;

/// A bound on a power mean.
#[derive(Debug, Clone, Copy)]
pub(crate) enum MeanBound {
    /// 2ab / (a + b), the harmonic mean itself.
    Harmonic,
    /// The least of some tangents: `(x, y)` for `x·a + y·b` and for `x·b + y·a`. A power mean up to r = 1 is concave and homogeneous, so it
    /// is below each of its tangents.
    Tangents([(f32, f32); TOUCHED.len()]),
}

impl MeanBound {
    pub(crate) fn new(mean: Mean) -> Self {
        if mean == Mean::HARMONIC {
            Self::Harmonic
        } else {
            Self::Tangents(TOUCHED.map(|ratio| tangent(mean, ratio)))
        }
    }

    /// Whether the mean may reach a score. In f64, in which no product of two numbers of f32 is too small or too large.
    #[inline]
    pub(crate) fn reaches(&self, a: f32, b: f32, score: f32) -> bool {
        // The room for rounding is taken in f64 too: a score near the least that f32 holds has no smaller neighbour there.
        let (a, b, score) = (
            f64::from(a),
            f64::from(b),
            f64::from(score) * f64::from(ROUNDING),
        );
        match self {
            Self::Harmonic => 2.0 * a * b > score * (a + b),
            Self::Tangents(tangents) => tangents
                .iter()
                .map(|&(x, y)| (f64::from(x), f64::from(y)))
                .all(|(x, y)| x * a + y * b > score && x * b + y * a > score),
        }
    }

    /// What the mean is at most, as a dividend and a divisor: of gains from 0 up that are not far above 1.
    #[inline(always)]
    pub(crate) fn most(&self, a: f32, b: f32) -> (f32, f32) {
        // However small a gain is, the product of two is a number: what is raised stays a bound.
        let raised = |gain: f32| {
            if gain > 0.0 {
                greater(gain, MIN_GAIN)
            } else {
                0.0
            }
        };
        let (a, b) = (raised(a), raised(b));
        match self {
            Self::Harmonic => (2.0 * a * b, greater(a + b, MIN_GAIN)),
            Self::Tangents(tangents) => {
                let most = tangents.iter().fold(f32::MAX, |most, &(x, y)| {
                    lesser(most, lesser(x * a + y * b, x * b + y * a))
                });
                (most, 1.0)
            }
        }
    }

    /// The same in registers, a bit for each lane: of gains that are 0 or at least [`MIN_GAIN`], and not far above 1.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(crate) fn reach<S: Simd>(
        &self,
        simd: S,
        a: S::Floats,
        b: S::Floats,
        score: S::Floats,
    ) -> u32 {
        let score = simd.mul_f32(score, simd.splat_f32(ROUNDING));
        match self {
            Self::Harmonic => {
                // 2ab / (a + b) > s without the division: 2ab > s·(a + b).
                let product = simd.mul_f32(simd.add_f32(a, a), b);
                simd.gt_f32(product, simd.mul_f32(score, simd.add_f32(a, b)))
            }
            Self::Tangents(tangents) => {
                // A power mean with exponent at most 1 is concave, so it lies below each of its tangents: failing one rules the
                // pair out.
                let mut reached = u32::MAX;
                for &(x, y) in tangents {
                    let (x, y) = (simd.splat_f32(x), simd.splat_f32(y));
                    let one = simd.mul_add_f32(a, x, simd.mul_f32(b, y));
                    let other = simd.mul_add_f32(b, x, simd.mul_f32(a, y));
                    reached &= simd.gt_f32(simd.min_f32(one, other), score);
                }
                reached
            }
        }
    }
}

/// The slopes of the mean where the second gain is `ratio` times the first, from 1 up.
fn tangent(mean: Mean, ratio: f64) -> (f32, f32) {
    let r = f64::from(mean.exponent());
    if mean == Mean::MINIMUM {
        return (1.0, 0.0);
    }
    // A mean is at most 2^(-1/r) times the lesser gain, here a millionth above it; the power below would lose its digits.
    if r <= NEARLY_MINIMUM {
        return (1.0 + 1e-6, 0.0);
    }
    let Some(at) = mean.of_ratio(ratio) else {
        return (0.5, 0.5);
    };
    let slope = |gain: f64| 0.5 * (at / gain).powf(1.0 - r);
    // Rounded up by more than the casts take away.
    (
        (slope(1.0) * (1.0 + 1e-6)) as f32,
        (slope(ratio) * (1.0 + 1e-6)) as f32,
    )
}

#[cfg(test)]
mod tests {
    use crate::benefit::Mean;
    use crate::benefit::bound::{MIN_GAIN, MeanBound, ROUNDING};
    use crate::benefit::mean::tests::means;

    #[test]
    fn no_mean_is_above_its_bound() {
        for mean in means() {
            let bound = MeanBound::new(mean);
            for a in [
                1e-38_f32, MIN_GAIN, 1e-17, 1e-6, 0.01, 0.3, 0.9, 1.0, 50.0, 1e25,
            ] {
                for b in [1e-30_f32, 1e-18, 1e-7, 0.011, 0.1, 0.31, 1.0, 40.0] {
                    let score = mean.of(a, b);
                    if a < 1e9 {
                        let (most, over) = bound.most(a, b);
                        assert!(
                            most >= score * over * ROUNDING,
                            "{mean:?}: {a}, {b}, {most}"
                        );
                    }
                    assert!(bound.reaches(a, b, score), "{mean:?}: {a}, {b}");
                    assert!(bound.reaches(b, a, score), "{mean:?}: {b}, {a}");
                }
            }
            // As many times the least number of f32 as one likes: a pair reaches its own score.
            for tiny in 1..9 {
                let gain = f32::from_bits(tiny);
                assert!(bound.reaches(gain, gain, gain), "{mean:?}: {tiny}");
            }
            assert!(!bound.reaches(0.0, 0.0, 0.0), "{mean:?}");
            assert!(!bound.reaches(0.1, 0.1, 0.2), "{mean:?}");
            assert!(!bound.reaches(0.5, 0.1, 0.6), "{mean:?}");
        }
    }

    #[test]
    fn tangents_are_near() {
        for r in [-2.0, 0.0] {
            let mean = Mean::new(r).expect("an exponent up to 1");
            for step in 10..=60 {
                let (a, b) = (0.1, 0.01 * step as f32);
                assert!(
                    !MeanBound::new(mean).reaches(a, b, 1.07 * mean.of(a, b)),
                    "r {r}: {b}"
                );
            }
        }
    }
}
