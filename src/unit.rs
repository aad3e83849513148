//! Numbers with a range: finite, from 0 to 1, ordered; and the smallest weight that counts.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, RangeInclusive};

use crate::error::{Error, Number};

/// The range named in messages about a [`Unit`].
pub(crate) const FROM_ZERO_TO_ONE: &str = "a number from 0 to 1";

/// A finite number from 0 to 1, totally ordered.
///
/// Levels, priorities, strengths, chances and gains are of this kind.
///
/// # Examples
///
/// ```
/// use confrere::Unit;
/// let half = Unit::new(0.5).expect("0.5 lies within 0 and 1");
/// assert_eq!(half.get(), 0.5);
/// assert!(Unit::new(f32::NAN).is_none());
/// assert!(half < Unit::ONE);
/// ```
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Unit(f32);

impl Unit {
    /// The smallest value.
    pub const ZERO: Self = Self(0.0);
    /// The largest value.
    pub const ONE: Self = Self(1.0);

    /// Returns the number as a `Unit`, or `None` when it is not finite or lies outside 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Unit;
    /// assert!(Unit::new(0.5).is_some());
    /// assert!(Unit::new(f32::NAN).is_none());
    /// ```
    #[must_use]
    pub fn new(value: f32) -> Option<Self> {
        // The sum turns -0.0 into 0.0, so that equal values have equal bits.
        (0.0..=1.0).contains(&value).then_some(Self(value + 0.0))
    }

    /// Returns the number.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Unit;
    /// assert_eq!(Unit::new(0.5).map(Unit::get), Some(0.5));
    /// ```
    #[must_use]
    pub const fn get(self) -> f32 {
        self.0
    }

    /// Checks a number at the door; `what` names the culprit and is asked only on failure.
    pub(crate) fn check(value: f32, what: impl FnOnce() -> String) -> Result<Self, Error> {
        Self::new(value).ok_or_else(|| Error::OutOfRange {
            what: what(),
            value: value.into(),
            expected: FROM_ZERO_TO_ONE,
        })
    }
}

/// The smallest weight that counts, 2⁻²⁰ ≈ 10⁻⁶; a smaller level, priority, weight, strength or relatedness is taken as 0. Sums
/// of `f32` have 24 bits: beside a weight of 1 a smaller one changes nothing but their last four. Products of a few such
/// numbers stay far above the smallest normal `f32`, 2⁻¹²⁶, so that no kernel meets numbers that lose precision.
const SMALLEST_WEIGHT: f32 = 1.0 / 1_048_576.0;

/// A sound weight as it counts: the smallest count as 0.
pub(crate) fn counted(weight: f32) -> f32 {
    if weight.abs() < SMALLEST_WEIGHT {
        0.0
    } else {
        weight
    }
}

impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl TryFrom<f32> for Unit {
    type Error = Error;

    fn try_from(value: f32) -> Result<Self, Error> {
        Self::check(value, || "value".into())
    }
}

impl From<Unit> for f32 {
    fn from(unit: Unit) -> Self {
        unit.0
    }
}

/// Checks that a number is within a range, in which NaN never is; `expected` words the range. −0 comes back as 0.
pub(crate) fn within<N>(
    value: N,
    range: RangeInclusive<N>,
    expected: &'static str,
    what: impl FnOnce() -> String,
) -> Result<N, Error>
where
    N: Copy + Default + PartialOrd + Add<Output = N> + Into<Number>,
{
    if range.contains(&value) {
        return Ok(value + N::default());
    }
    Err(Error::OutOfRange {
        what: what(),
        value: value.into(),
        expected,
    })
}

#[cfg(test)]
mod tests {
    use crate::unit::Unit;

    #[test]
    fn only_finite_numbers_from_zero_to_one_are_units() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.1, 1.000_001] {
            assert!(Unit::new(bad).is_none(), "{bad}");
        }
        for good in [0.0, f32::MIN_POSITIVE, 0.5, 1.0] {
            assert_eq!(Unit::new(good).map(Unit::get), Some(good));
        }
        assert_eq!(Unit::new(-0.0).map(|unit| unit.get().to_bits()), Some(0));
    }
}
