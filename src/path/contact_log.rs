//! Tie strength from dated contacts, each decaying exponentially.
//!
//! Times are days on any calendar that the caller keeps to; there is no clock here.

use crate::error::Error;
use crate::path::tie_decay::TieDecay;
use crate::unit::{Unit, within};
use crate::written::Version;

/// The contacts of one tie, folded into one number and the day up to which it is faded.
///
/// Recording is incremental: each contact takes constant time and space, and in whatever order past contacts arrive the strength is
/// the same but for rounding.
///
/// Written and read like all records, so that an app keeps one of these a tie and not the contacts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenLog"))]
pub struct ContactLog {
    version: Version<1>,
    bond: f64,
    last: Option<f64>,
}

/// A log as it is read, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLog {
    #[serde(default)]
    version: Version<1>,
    bond: f64,
    last: Option<f64>,
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenLog> for ContactLog {
    type Error = Error;

    fn try_from(written: WrittenLog) -> Result<Self, Error> {
        let WrittenLog {
            version,
            bond,
            last,
        } = written;
        // Without a contact there is no bond, and what fades is never negative.
        let most = if last.is_some() { f64::MAX } else { 0.0 };
        if !(0.0..=most).contains(&bond) {
            return Err(Error::OutOfRange {
                what: "bond of a tie".into(),
                value: bond.into(),
                expected: "a finite number of at least 0, and 0 without a contact",
            });
        }
        last.map(check_day).transpose()?;
        Ok(Self {
            version,
            bond,
            last,
        })
    }
}

impl ContactLog {
    /// No contact yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::ContactLog;
    /// assert_eq!(ContactLog::new().last(), None);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records a contact on a day, of a size: 1 is a plain one, a long talk may be 2, a short message 0.2.
    ///
    /// # Errors
    ///
    /// When the day is not finite, or the size is not a finite number of at least 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{ContactLog, TieDecay};
    /// let (mut log, decay) = (ContactLog::new(), TieDecay::new());
    /// log.record(&decay, 3.0, 1.0)?;
    /// assert_eq!(log.last(), Some(3.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn record(&mut self, fading: &TieDecay, day: f64, size: f32) -> Result<(), Error> {
        let day = check_day(day)?;
        let size = within(
            size,
            0.0..=f32::MAX,
            "a finite number of at least 0",
            || format!("size of the contact on day {day}"),
        )?;
        let last = self.last.unwrap_or(day);
        // The bond is kept as of the last day: a later contact decays what is there, an earlier one comes in already decayed.
        // Both give the same sum, so the order of arrival does not matter.
        if day >= last {
            self.bond = fading.fade(self.bond, day - last) + f64::from(size);
        } else {
            self.bond += fading.fade(f64::from(size), last - day);
        }
        self.last = Some(last.max(day));
        Ok(())
    }

    /// The day of the last contact.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::ContactLog;
    /// assert_eq!(ContactLog::new().last(), None);
    /// ```
    #[must_use]
    pub fn last(&self) -> Option<f64> {
        self.last
    }

    /// The strength of the tie on a day: the chance that a request along it succeeds; 0 without any contact.
    ///
    /// # Errors
    ///
    /// When the day is not finite, or lies before the last contact: contacts of the future tell nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{ContactLog, TieDecay};
    /// let (mut log, decay) = (ContactLog::new(), TieDecay::new());
    /// log.record(&decay, 0.0, 1.0)?;
    /// assert!(log.strength(&decay, 400.0)? < log.strength(&decay, 1.0)?); // it fades
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn strength(&self, fading: &TieDecay, now: f64) -> Result<Unit, Error> {
        let now = check_day(now)?;
        let Some(last) = self.last else {
            return Ok(Unit::ZERO);
        };
        // Asking about a day before the last contact would need the contacts themselves, which are folded into one sum.
        if last > now {
            return Err(Error::OutOfRange {
                what: "day of the last contact".into(),
                value: last.into(),
                expected: "a day not after the one of the question",
            });
        }
        Ok(fading.chance(fading.fade(self.bond, now - last)))
    }
}

/// Turns dated contacts `(from, to, day, size)` into ties `(from, to, strength)` as of a day, ascending.
///
/// Contacts of one pair in one direction are taken together; whoever counts them both routes gives each twice.
///
/// # Errors
///
/// When a day is not finite or lies after `now`, or a size is not a finite number of at least 0.
///
/// # Complexity
///
/// O(c log c) for c contacts.
///
/// # Examples
///
/// ```
/// use confrere::path::{TieDecay, ties_from_contacts};
/// let contacts = [(0, 1, 10.0, 1.0), (0, 1, 90.0, 1.0), (1, 2, 100.0, 0.5)];
/// let ties = ties_from_contacts(&TieDecay::new(), &contacts, 100.0)?;
/// assert_eq!(ties.len(), 2);
/// assert!(ties[0].2 > ties[1].2);
/// assert!(ties_from_contacts(&TieDecay::new(), &contacts, 99.0).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn ties_from_contacts(
    fading: &TieDecay,
    contacts: &[(u32, u32, f64, f32)],
    now: f64,
) -> Result<Vec<(u32, u32, f32)>, Error> {
    let now = check_day(now)?;
    for &(from, to, day, _) in contacts {
        if check_day(day)? > now {
            return Err(Error::OutOfRange {
                what: format!("day of the contact from {from} to {to}"),
                value: day.into(),
                expected: "a day not after the one of the question",
            });
        }
    }
    let mut sorted = contacts.to_vec();
    sorted.sort_unstable_by(|a, b| {
        // A total order, days and sizes too: equal pairs then fold alike whatever the order of the input.
        let by_pair = (a.0, a.1).cmp(&(b.0, b.1));
        by_pair.then(a.2.total_cmp(&b.2)).then(a.3.total_cmp(&b.3))
    });
    // Oldest first within a pair, so that folding always decays forward and the sum does not depend on the order given.
    let pairs = sorted.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    pairs
        .map(|contacts| {
            let mut history = ContactLog::new();
            for &(_, _, day, size) in contacts {
                history.record(fading, day, size)?;
            }
            let strength = history.strength(fading, now)?;
            Ok((contacts[0].0, contacts[0].1, strength.get()))
        })
        .collect()
}

fn check_day(day: f64) -> Result<f64, Error> {
    if day.is_finite() {
        return Ok(day);
    }
    Err(Error::OutOfRange {
        what: "day".into(),
        value: day.into(),
        expected: "a finite number of days",
    })
}

#[cfg(test)]
mod tests {
    use crate::path::contact_log::{ContactLog, ties_from_contacts};
    use crate::path::tie_decay::TieDecay;
    use crate::unit::Unit;

    #[test]
    fn recording_one_by_one_equals_the_sum_over_all_contacts_in_any_order() {
        let fading = TieDecay::new().half_life(30.0).expect("above 0");
        let contacts = [(3.0, 1.0_f32), (40.0, 0.5), (41.5, 2.0), (100.0, 0.1)];
        let bond: f64 = contacts
            .iter()
            .map(|&(day, size)| f64::from(size) * ((day - 120.0) / 30.0_f64).exp2())
            .sum();
        let expected = 1.0 - (1.0 - 0.37_f64).powf(bond);
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            let mut history = ContactLog::new();
            for index in order {
                let (day, size) = contacts[index];
                history.record(&fading, day, size).expect("sound contact");
            }
            let found = history.strength(&fading, 120.0).expect("no future contact");
            assert!((f64::from(found.get()) - expected).abs() < 1e-6);
            assert_eq!(history.last(), Some(100.0));
            assert!(history.strength(&fading, 99.0).is_err());
        }
    }

    #[test]
    fn unsound_contacts_are_refused_and_none_is_no_tie() {
        let fading = TieDecay::new();
        let mut history = ContactLog::new();
        assert_eq!(history.strength(&fading, 5.0), Ok(Unit::ZERO));
        for (day, size) in [
            (f64::NAN, 1.0),
            (f64::INFINITY, 1.0),
            (1.0, -1.0),
            (1.0, f32::NAN),
        ] {
            assert!(history.record(&fading, day, size).is_err(), "{day} {size}");
        }
        assert_eq!(history, ContactLog::new());
        for days in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(fading.half_life(days).is_err(), "{days}");
        }
        assert!(fading.first_chance(Unit::ONE).is_err());
        assert!(ties_from_contacts(&fading, &[(0, 1, 2.0, f32::INFINITY)], 3.0).is_err());
    }

    #[test]
    fn very_much_contact_stays_a_chance() {
        let fading = TieDecay::new();
        let mut history = ContactLog::new();
        for _ in 0..4 {
            history.record(&fading, 0.0, f32::MAX).expect("finite");
        }
        assert_eq!(history.strength(&fading, 0.0), Ok(Unit::ONE));
        assert_eq!(history.strength(&fading, 1e300), Ok(Unit::ZERO));
    }
}
