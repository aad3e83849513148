//! Days as whole numbers, with ISO dates in and out. The crate has no clock: *now* is always an argument.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Quoted};

/// Days from 1 January of year 0 to 1 January 1970, in the proleptic Gregorian calendar with years that begin in March.
const EPOCH: i64 = 719_468;
/// Days of 400 years, after which the Gregorian calendar repeats.
const ERA: i64 = 146_097;

/// A day, or the number of a round: a whole number counted from any day that the caller chooses, as long as all records of a
/// community count from the same one. ISO dates count from 1 January 1970.
///
/// # Examples
///
/// ```
/// use confrere::Day;
/// assert_eq!(Day(20).since(Day(6)), Some(14));
/// assert_eq!(Day(6).since(Day(20)), None);
/// let day = Day::from_iso("2026-02-28")?;
/// assert_eq!(day.plus(1).to_iso(), "2026-03-01");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Day(pub i32);

impl Day {
    /// How many days passed since an earlier day; `None` when that day lies ahead.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Day;
    /// assert_eq!(Day(9).since(Day(2)), Some(7));
    /// assert_eq!(Day(2).since(Day(9)), None);
    /// ```
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<u32> {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).ok()
    }

    /// The day so many days later; the last day there is when that lies beyond it.
    ///
    /// ```
    /// use confrere::Day;
    /// assert_eq!(Day(-3).plus(10), Day(7));
    /// assert_eq!(Day(i32::MAX).plus(1), Day(i32::MAX));
    /// ```
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// The day of an ISO 8601 date such as `2026-11-26`, counted from 1 January 1970.
    ///
    /// # Errors
    ///
    /// When the text is not `YYYY-MM-DD` or names a day that its month does not have.
    ///
    /// ```
    /// use confrere::Day;
    /// assert_eq!(Day::from_iso("1970-01-02")?, Day(1));
    /// assert!(Day::from_iso("2025-02-29").is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn from_iso(date: &str) -> Result<Self, Error> {
        let unknown = || {
            Error::unknown(
                format!("date {}", Quoted(date)),
                "a day of the calendar as YYYY-MM-DD",
            )
        };
        let widths = date.split('-').map(str::len);
        if !widths.eq([4, 2, 2])
            || !date
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_digit())
        {
            return Err(unknown());
        }
        let mut parts = date.split('-').map(|part| part.parse::<i64>().unwrap_or(0));
        let mut part = || parts.next().unwrap_or(0);
        let day = Self::from_civil(part(), part(), part());
        // A day that the month does not have comes back as another date.
        if day.to_iso() == date {
            Ok(day)
        } else {
            Err(unknown())
        }
    }

    /// The ISO 8601 date of a day that is counted from 1 January 1970.
    ///
    /// ```
    /// use confrere::Day;
    /// assert_eq!(Day(0).to_iso(), "1970-01-01");
    /// ```
    #[must_use]
    pub fn to_iso(self) -> String {
        // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days: years begin on 1 March, so that the leap
        // day is the last of its year.
        let shifted = i64::from(self.0) + EPOCH;
        let (era, day_of_era) = (shifted.div_euclid(ERA), shifted.rem_euclid(ERA));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The inverse of [`to_iso`](Self::to_iso) (days_from_civil of the same source).
    fn from_civil(year: i64, month: i64, day: i64) -> Self {
        let year = year - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self((era * ERA + day_of_era - EPOCH) as i32)
    }
}

impl FromStr for Day {
    type Err = Error;

    /// Reads an ISO 8601 date, as [`Day::from_iso`] does.
    fn from_str(date: &str) -> Result<Self, Error> {
        Self::from_iso(date)
    }
}

impl From<i32> for Day {
    fn from(number: i32) -> Self {
        Self(number)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::day::Day;

    #[test]
    fn the_longest_time_there_is_does_not_overflow() {
        assert_eq!(Day(i32::MAX).since(Day(i32::MIN)), Some(u32::MAX));
        assert_eq!(Day(i32::MIN).plus(u32::MAX), Day(i32::MAX));
    }

    #[test]
    fn every_day_of_eight_centuries_comes_back_from_its_date() {
        for number in -146_097..146_097 {
            let date = Day(number).to_iso();
            assert_eq!(Day::from_iso(&date), Ok(Day(number)), "{date}");
        }
        assert_eq!(Day::from_iso("2000-02-29"), Ok(Day(11_016)));
        assert_eq!(Day(20_783).to_iso(), "2026-11-26");
        for wrong in [
            "",
            "2026-11",
            "2026-13-01",
            "2026-00-01",
            "1900-02-29",
            "2026-1-01",
            "26-11-26",
            "+026-11-26",
            "2026-11-26-",
        ] {
            assert!(Day::from_iso(wrong).is_err(), "{wrong}");
        }
    }
}
