//! How fast ties and debts are forgotten, and the order of days.

use crate::day::Day;
use crate::error::Error;

/// Days after which half of a tie or a debt is forgotten: a tie that nobody tends loses 90 % in a year (Burt 2002).
pub(crate) const HALF_LIFE_DAYS: f32 = 110.0;

/// Refuses a day before another; `what` names the culprit.
pub(crate) fn not_before(
    day: Day,
    earlier: Option<Day>,
    what: impl FnOnce() -> String,
) -> Result<Day, Error> {
    match earlier {
        Some(earlier) if day < earlier => Err(Error::OutOfRange {
            what: what(),
            value: day.0.into(),
            expected: "a day that is not before the last one recorded",
        }),
        _ => Ok(day),
    }
}
