//! When was it?

use std::fmt;

use crate::error::Error;

/// A day, counted from any day that the caller chooses. The crate has no clock: *now* is always an argument.
///
/// # Examples
///
/// ```
/// use confrere::plan::Day;
/// assert_eq!(Day(20).since(Day(6)), Some(14));
/// assert_eq!(Day(6).since(Day(20)), None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Day(pub i32);

impl Day {
    /// How many days passed since an earlier day; `None` when that day lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<u32> {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).ok()
    }

    /// Refuses a day before another; `what` names the culprit.
    pub(crate) fn not_before(
        self,
        earlier: Self,
        what: impl FnOnce() -> String,
    ) -> Result<Self, Error> {
        if self < earlier {
            return Err(Error::OutOfRange {
                what: what(),
                value: self.0 as f32,
                expected: "a day that is not before the last one recorded",
            });
        }
        Ok(self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day {}", self.0)
    }
}

/// Days after which half of a tie or a debt is forgotten: a tie that nobody tends loses 90 % in a year (Burt 2002).
pub(crate) const HALF_LIFE_DAYS: f32 = 110.0;

#[cfg(test)]
mod tests {
    use crate::plan::Day;

    #[test]
    fn the_longest_time_there_is_does_not_overflow() {
        assert_eq!(Day(i32::MAX).since(Day(i32::MIN)), Some(u32::MAX));
    }
}
