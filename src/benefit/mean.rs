//! The power mean, which makes one score of two gains.

use crate::error::Error;
use crate::numeric::power_mean;
use crate::unit::within;

/// The power mean M_r of two gains, with r from minus infinity to 1; 0 when either gain is 0.
///
/// M_r(a, b) = ((aʳ + bʳ) / 2)^(1/r), with the limits min at r = −∞ and √(a·b) at r = 0. The lower r, the more the smaller
/// gain decides. The default is harmonic: on 4,184 real two-sided decisions (the Columbia speed-dating data) harmonic,
/// minimum and M₋₂ predict mutual choice best (AUC .757–.758), before the geometric (.750) and the arithmetic (.711) mean.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// assert_eq!(Mean::HARMONIC.of(0.5, 0.5), 0.5);
/// assert_eq!(Mean::MINIMUM.of(0.9, 0.2), 0.2);
/// assert_eq!(Mean::ARITHMETIC.of(0.9, 0.0), 0.0); // both must gain
/// assert!(Mean::new(2.0).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean(f32);

/// A mean as text has it: its exponent, or the word `minimum`, for many formats know no infinity. Binary formats, which cannot
/// tell the two apart, hold the exponent alone.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum WrittenMean {
    Exponent(f32),
    Named(Named),
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Minimum,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Mean {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return WrittenMean::from(*self).serialize(serializer);
        }
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Mean {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mean = if deserializer.is_human_readable() {
            WrittenMean::deserialize(deserializer)?.try_into()
        } else {
            Self::new(f32::deserialize(deserializer)?)
        };
        mean.map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "serde")]
impl From<Mean> for WrittenMean {
    fn from(mean: Mean) -> Self {
        if mean == Mean::MINIMUM {
            return Self::Named(Named::Minimum);
        }
        Self::Exponent(mean.0)
    }
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenMean> for Mean {
    type Error = Error;

    fn try_from(written: WrittenMean) -> Result<Self, Error> {
        match written {
            WrittenMean::Exponent(r) => Self::new(r),
            WrittenMean::Named(Named::Minimum) => Ok(Self::MINIMUM),
        }
    }
}

impl Mean {
    /// The smaller gain, r = −∞.
    pub const MINIMUM: Self = Self(f32::NEG_INFINITY);
    /// The harmonic mean, r = −1.
    pub const HARMONIC: Self = Self(-1.0);
    /// The geometric mean, r = 0.
    pub const GEOMETRIC: Self = Self(0.0);
    /// The arithmetic mean, r = 1; still 0 when either gain is 0.
    pub const ARITHMETIC: Self = Self(1.0);

    /// The power mean with exponent `r`, from minus infinity to 1.
    ///
    /// # Errors
    ///
    /// When `r` is not a number or above 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// assert!(Mean::new(f32::NAN).is_err());
    /// ```
    pub fn new(r: f32) -> Result<Self, Error> {
        let expected = "a number from minus infinity to 1";
        let what = || "exponent of the power mean".into();
        within(r, f32::NEG_INFINITY..=1.0, expected, what).map(Self)
    }

    /// The exponent.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// assert_eq!(Mean::HARMONIC.exponent(), -1.0);
    /// ```
    #[must_use]
    pub const fn exponent(self) -> f32 {
        self.0
    }

    /// The mean of two gains from 0 to 1. Symmetric to the last bit; never above the larger nor below the smaller gain, but for rounding.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// assert_eq!(Mean::MINIMUM.of(0.2, 0.9), 0.2);
    /// assert!((Mean::HARMONIC.of(0.5, 1.0) - 2.0 / 3.0).abs() < 1e-6);
    /// ```
    #[must_use]
    #[inline]
    pub fn of(self, a: f32, b: f32) -> f32 {
        // Ordered first, so that of(a, b) and of(b, a) are the same operations.
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        if low <= 0.0 {
            return 0.0;
        }
        if self == Self::HARMONIC {
            let twice = 2.0 * (low * high);
            if twice.is_normal() {
                return twice / (low + high);
            }
            // The product of tiny or huge gains is no number of f32, though their mean is.
            return 2.0 * low * (high / (low + high));
        }
        if self == Self::MINIMUM {
            return low;
        }
        if self == Self::ARITHMETIC {
            return 0.5 * (low + high);
        }
        if self == Self::GEOMETRIC {
            let product = low * high;
            if product.is_normal() {
                return product.sqrt();
            }
            return low.sqrt() * high.sqrt();
        }
        power_mean(f64::from(self.0), f64::from(low), f64::from(high)) as f32
    }
}

impl Mean {
    /// The mean of 1 and a ratio from 1 up, in f64; `None` where r is too near 0 for the general form. No mean is above the arithmetic one.
    pub(crate) fn of_ratio(self, ratio: f64) -> Option<f64> {
        let r = f64::from(self.0);
        (r == 0.0 || r.abs() >= 1e-6).then(|| power_mean(r, 1.0, ratio))
    }
}

impl Default for Mean {
    fn default() -> Self {
        Self::HARMONIC
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::benefit::Mean;

    /// Means from the least to the greatest, with those at which a formula changes its form.
    pub(crate) fn means() -> impl Iterator<Item = Mean> {
        let exponents = [
            f32::NEG_INFINITY,
            f32::MIN,
            -1e15,
            -1e6,
            -40.0,
            -2.0,
            -1.0,
            -0.3,
            -1e-5,
            -1e-7,
            -1e-20,
            0.0,
            1e-45,
            1e-20,
            1e-13,
            1e-7,
            1e-5,
            0.5,
            0.99,
            1.0,
        ];
        exponents
            .into_iter()
            .map(|r| Mean::new(r).expect("an exponent up to 1"))
    }

    #[test]
    fn named_means_are_the_limits_of_the_formula() {
        let near = |r: f32, expected: Mean| {
            let mean = Mean::new(r).expect("an exponent up to 1");
            for (a, b) in [(0.1_f32, 0.9), (0.5, 0.5), (1.0, 0.001), (0.3, 0.31)] {
                let (got, want) = (mean.of(a, b), expected.of(a, b));
                assert!(
                    (got - want).abs() < 2e-3 * want.max(0.05),
                    "r = {r}: {got} and {want}"
                );
            }
        };
        near(-1.000_01, Mean::HARMONIC);
        near(-1000.0, Mean::MINIMUM);
        near(0.000_1, Mean::GEOMETRIC);
        for tiny in [1e-45, 1e-20, 1e-13, 1e-10, 1e-6] {
            near(tiny, Mean::GEOMETRIC);
            near(-tiny, Mean::GEOMETRIC);
        }
        near(0.999_99, Mean::ARITHMETIC);
    }

    #[test]
    fn tiny_and_huge_gains_have_a_mean() {
        for size in [1e-38_f32, 1e-30, 1e-21, 1e20, 1e30] {
            for mean in [Mean::HARMONIC, Mean::GEOMETRIC] {
                let share = mean.of(size, 2.0 * size) / size;
                let expected = mean.of(1.0, 2.0);
                assert!(
                    (share - expected).abs() < 1e-5,
                    "{mean:?} of {size}: {share}"
                );
            }
        }
    }

    #[test]
    fn a_mean_lies_between_its_gains_and_is_nothing_without_both() {
        for r in [
            f32::NEG_INFINITY,
            -1e9,
            -50.0,
            -2.0,
            -1.0,
            -0.3,
            0.0,
            0.4,
            1.0,
        ] {
            let mean = Mean::new(r).expect("an exponent up to 1");
            assert_eq!(mean.of(0.0, 1.0), 0.0);
            assert_eq!(mean.of(0.7, 0.0), 0.0);
            for (a, b) in [(0.2_f32, 0.8), (1e-20, 1.0), (1.0, 1.0)] {
                assert_eq!(mean.of(a, b).to_bits(), mean.of(b, a).to_bits());
                assert!(
                    mean.of(a, b) >= a * 0.999 && mean.of(a, b) <= b * 1.001,
                    "r = {r}"
                );
            }
        }
    }
}
