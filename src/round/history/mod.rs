//! Who met, when, and what came of it.

mod encounter;
mod outcomes;
mod records;

pub use crate::round::history::encounter::{Encounter, MeetingOutcome};
pub use crate::round::history::records::SatOut;

use std::collections::BTreeMap;

use crate::day::Day;
use crate::error::Error;
use crate::id::Key;
use crate::id::check_person;
use crate::network::Tie;
use crate::numeric::{check_half_life, decay};
use crate::written::Version;

/// κ of 1 − exp(−κB): one fresh meeting makes a tie of 0.37, the participation rate of Dodds, Muhamad and Watts (2003).
const FRESH_TIE: f64 = 0.37;

/// The meetings of the past, and who was left without one.
///
/// People are named, so that a history outlives changes of the community; names that a community does not have count for nothing.
/// Entries may be added in any order of time, corrected and removed; see [`forget`](Self::forget) and [`rename`](Self::rename).
///
/// # Examples
///
/// ```
/// use confrere::Day;
/// use confrere::round::{Encounter, MeetingHistory};
/// let mut history = MeetingHistory::default();
/// history.record(Encounter::new(["ana", "ben"], 1))?;
/// history.left_out("caro", 1)?;
/// assert_eq!(history.times("ben", "ana"), 1);
/// assert_eq!(history.latest(), Some(Day(1)));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Records", into = "Records"))]
pub struct MeetingHistory {
    encounters: Vec<Encounter>,
    sat_out: Vec<SatOut>,
}

/// A history as it is written.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Records {
    #[cfg_attr(feature = "serde", serde(default))]
    version: Version<1>,
    encounters: Vec<Encounter>,
    #[cfg_attr(feature = "serde", serde(default))]
    left_out: Vec<(String, Day)>,
}

impl From<MeetingHistory> for Records {
    fn from(history: MeetingHistory) -> Self {
        let left_out = history.sat_out.into_iter().map(|rest| (rest.name, rest.at));
        Self {
            version: Version,
            encounters: history.encounters,
            left_out: left_out.collect(),
        }
    }
}

impl TryFrom<Records> for MeetingHistory {
    type Error = Error;

    fn try_from(records: Records) -> Result<Self, Error> {
        // Nothing is read from a form of another version.
        let Version = records.version;
        let mut history = Self::default();
        for encounter in records.encounters {
            history.record(encounter)?;
        }
        for (name, at) in records.left_out {
            history.left_out(name, at)?;
        }
        Ok(history)
    }
}

impl MeetingHistory {
    /// Adds a meeting.
    ///
    /// # Errors
    ///
    /// When a key is one that no network accepts, someone is named twice, or a rating is no number from 0 to 1 by someone who was there.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!(history.times("ana", "ben"), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn record(&mut self, encounter: Encounter) -> Result<(), Error> {
        encounter.check()?;
        self.encounters.push(encounter);
        Ok(())
    }

    /// Notes that a person was present and had no meeting; they go first in later rounds until they meet someone, and nobody is left
    /// out a second time before everyone was once, where rules allow.
    ///
    /// # Errors
    ///
    /// When the key is one that no network accepts.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// history.left_out("caro", 1)?;
    /// assert_eq!(history.sat_out()[0].name, "caro");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn left_out(&mut self, key: impl Into<Key>, at: impl Into<Day>) -> Result<(), Error> {
        let name = Key::text(key);
        check_person(&name)?;
        self.sat_out.push(SatOut {
            name,
            at: at.into(),
        });
        Ok(())
    }

    /// The meetings, in the order in which they were recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!(history.encounters()[0].people(), ["ana", "ben"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn encounters(&self) -> &[Encounter] {
        &self.encounters
    }

    /// Who was present without a meeting, in the order in which it was noted.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert!(history.sat_out().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn sat_out(&self) -> &[SatOut] {
        &self.sat_out
    }

    /// The latest time of anything recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!(history.latest(), Some(confrere::Day(1)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn latest(&self) -> Option<Day> {
        let met = self.encounters.iter().map(|encounter| encounter.at);
        met.chain(self.sat_out.iter().map(|rest| rest.at)).max()
    }

    /// How often two people met, also within groups.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!((history.times("ben", "ana"), history.times("ana", "caro")), (1, 0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn times(&self, a: &str, b: &str) -> u32 {
        let both = self.encounters.iter().filter(|encounter| {
            let has = |name: &str| encounter.met().any(|person| person == name);
            a != b && has(a) && has(b)
        });
        both.count() as u32
    }

    /// How often somebody did not turn up.
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1).no_show("ben"))?;
    /// assert_eq!((history.no_shows("ben"), history.no_shows("ana")), (1, 0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn no_shows(&self, name: &str) -> u32 {
        let missed = self
            .encounters
            .iter()
            .filter(|encounter| encounter.no_shows.iter().any(|absent| absent == name));
        missed.count() as u32
    }

    /// The ties that meetings made, as of a time: p = 1 − exp(−κB) with B = Σ rating · 2^(−age / half-life) over the meetings of
    /// two people (Ahmad, Porter and Beguerisse 2018), a rating being the mean of those given, 1 without. Names ascend.
    ///
    /// # Errors
    ///
    /// When the half-life is out of its range, or a meeting lies after `now`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// let ties = history.ties(1, 12.0)?;
    /// assert_eq!((ties.len(), ties[0].directed), (1, false));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn ties(&self, now: impl Into<Day>, half_life: f32) -> Result<Vec<Tie>, Error> {
        check_half_life(half_life, || "half-life of the memory".into())?;
        let now = now.into();
        self.check_now(now)?;
        let mut sums = BTreeMap::<(&str, &str), f64>::new();
        for encounter in &self.encounters {
            let ratings = encounter.ratings.iter().map(|rating| f64::from(rating.1));
            // Unrated, a meeting counts as a good one.
            let rating = match encounter.ratings.len() {
                0 => 1.0,
                count => ratings.sum::<f64>() / count as f64,
            };
            let strength = rating * decayed(now, encounter.at, half_life);
            // Every two people of a meeting share all of it, however many they were.
            let people: Vec<&str> = encounter.met().collect();
            for (place, &a) in people.iter().enumerate() {
                for &b in &people[place + 1..] {
                    *sums.entry((a.min(b), a.max(b))).or_default() += strength;
                }
            }
        }
        let kappa = -(1.0 - FRESH_TIE).ln();
        let tie = |((a, b), sum): ((&str, &str), f64)| {
            Tie::new(a, b, (1.0 - (-kappa * sum).exp()) as f32)
        };
        Ok(sums.into_iter().map(tie).collect())
    }

    /// Refuses a history that reaches beyond `now`.
    pub(crate) fn check_now(&self, now: Day) -> Result<(), Error> {
        match self.latest() {
            Some(latest) if latest > now => Err(Error::OutOfRange {
                what: "time of a recorded meeting".into(),
                value: latest.0.into(),
                expected: "a time that is not after now",
            }),
            _ => Ok(()),
        }
    }
}

/// What is left of a meeting at a time: 2^(−age / half-life).
pub(crate) fn decayed(now: Day, at: Day, half_life: f32) -> f64 {
    decay(now.since(at).unwrap_or(0).into(), half_life)
}
