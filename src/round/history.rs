//! Who met, when, and what came of it?

use crate::error::Error;
use crate::id::check_name;
use crate::network::Tie;
use crate::numeric::{check_half_life, decay};
use crate::unit::Unit;

/// κ of 1 − exp(−κB): one fresh meeting makes a tie of 0.37, the participation rate of Dodds, Muhamad and Watts (2003).
const FRESH_TIE: f64 = 0.37;

/// What came of a meeting that was planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MeetingOutcome {
    /// They met.
    #[default]
    Met,
    /// Someone said no beforehand.
    Declined,
    /// It was planned and did not take place.
    Skipped,
}

/// A meeting of the past.
///
/// # Examples
///
/// ```
/// use confrere::round::{Encounter, MeetingOutcome};
/// let lunch = Encounter::new(["ana", "ben"], 3).rated("ana", 0.9);
/// let missed = Encounter::new(["ana", "caro"], 4).outcome(MeetingOutcome::Skipped);
/// assert_ne!(lunch, missed);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Encounter {
    pub(crate) people: Vec<String>,
    pub(crate) at: u32,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) outcome: MeetingOutcome,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) ratings: Vec<(String, f32)>,
}

impl Encounter {
    /// A meeting of these people at a time: the number of a round, or a day counted from any day, as long as all of a history
    /// count the same.
    #[must_use]
    pub fn new<N: Into<String>>(people: impl IntoIterator<Item = N>, at: u32) -> Self {
        Self {
            people: people.into_iter().map(Into::into).collect(),
            at,
            outcome: MeetingOutcome::Met,
            ratings: Vec::new(),
        }
    }

    /// Sets what came of it.
    #[must_use]
    pub fn outcome(mut self, outcome: MeetingOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Adds how good it was for one of them, from 0 to 1.
    #[must_use]
    pub fn rated(mut self, by: impl Into<String>, rating: f32) -> Self {
        self.ratings.push((by.into(), rating));
        self
    }

    fn check(&self) -> Result<(), Error> {
        for name in &self.people {
            check_name("person", name)?;
        }
        let mut names: Vec<&String> = self.people.iter().collect();
        names.sort_unstable();
        if names.windows(2).any(|two| two[0] == two[1]) {
            return Err(Error::SamePerson {
                what: format!("meeting at {}", self.at),
            });
        }
        for (by, rating) in &self.ratings {
            if !self.people.contains(by) {
                return Err(Error::Unknown {
                    what: format!("person `{by}` in a rating of the meeting at {}", self.at),
                    expected: "someone who was in the meeting",
                });
            }
            Unit::check(*rating, || {
                format!("rating by `{by}` of the meeting at {}", self.at)
            })?;
        }
        Ok(())
    }
}

/// The meetings of the past, and who was left without one.
///
/// People are named, so that a history outlives changes of the community; names that a community does not have count for nothing.
///
/// # Examples
///
/// ```
/// use confrere::round::{Encounter, MeetingHistory};
/// let mut history = MeetingHistory::default();
/// history.record(Encounter::new(["ana", "ben"], 1))?;
/// history.left_out("caro", 1);
/// assert_eq!(history.times("ben", "ana"), 1);
/// assert_eq!(history.latest(), Some(1));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Records", into = "Records"))]
pub struct MeetingHistory {
    encounters: Vec<Encounter>,
    rested: Vec<(String, u32)>,
}

/// A history as it is written.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Records {
    encounters: Vec<Encounter>,
    #[cfg_attr(feature = "serde", serde(default))]
    left_out: Vec<(String, u32)>,
}

impl From<MeetingHistory> for Records {
    fn from(history: MeetingHistory) -> Self {
        Self {
            encounters: history.encounters,
            left_out: history.rested,
        }
    }
}

impl TryFrom<Records> for MeetingHistory {
    type Error = Error;

    fn try_from(records: Records) -> Result<Self, Error> {
        let mut history = Self::default();
        for encounter in records.encounters {
            history.record(encounter)?;
        }
        for (name, at) in records.left_out {
            check_name("person", &name)?;
            history.left_out(name, at);
        }
        Ok(history)
    }
}

impl MeetingHistory {
    /// Adds a meeting.
    ///
    /// # Errors
    ///
    /// When a name is empty, someone is named twice, or a rating is no number from 0 to 1 by someone who was there.
    pub fn record(&mut self, encounter: Encounter) -> Result<(), Error> {
        encounter.check()?;
        self.encounters.push(encounter);
        Ok(())
    }

    /// Notes that a person was present and had no meeting; they go first in later rounds until they meet someone.
    pub fn left_out(&mut self, name: impl Into<String>, at: u32) {
        self.rested.push((name.into(), at));
    }

    /// The meetings, in the order in which they were recorded.
    #[must_use]
    pub fn encounters(&self) -> &[Encounter] {
        &self.encounters
    }

    pub(crate) fn rested(&self) -> &[(String, u32)] {
        &self.rested
    }

    /// The latest time of anything recorded.
    #[must_use]
    pub fn latest(&self) -> Option<u32> {
        let met = self.encounters.iter().map(|encounter| encounter.at);
        met.chain(self.rested.iter().map(|rest| rest.1)).max()
    }

    /// How often two people met, also within groups.
    #[must_use]
    pub fn times(&self, a: &str, b: &str) -> u32 {
        let both = self.encounters.iter().filter(|encounter| {
            let has = |name: &str| encounter.people.iter().any(|person| person == name);
            encounter.outcome == MeetingOutcome::Met && a != b && has(a) && has(b)
        });
        both.count() as u32
    }

    /// The ties that meetings made, as of a time: p = 1 − exp(−κB) with B = Σ rating · 2^(−age / half-life) over the meetings of
    /// two people (Ahmad, Porter and Beguerisse 2018), a rating being the mean of those given, 1 without. Names ascend.
    ///
    /// # Errors
    ///
    /// When the half-life is not a number from 0.01 to 1,000,000, or a meeting lies after `now`.
    pub fn ties(&self, now: u32, half_life: f32) -> Result<Vec<Tie>, Error> {
        check_half_life(half_life, || "half-life of the memory".into())?;
        self.check_now(now)?;
        let mut sums = std::collections::BTreeMap::<(&str, &str), f64>::new();
        for encounter in &self.encounters {
            if encounter.outcome != MeetingOutcome::Met {
                continue;
            }
            let size = match encounter.ratings.len() {
                0 => 1.0,
                count => {
                    let sum: f64 = encounter
                        .ratings
                        .iter()
                        .map(|rating| f64::from(rating.1))
                        .sum();
                    sum / count as f64
                }
            };
            let strength = size * decay(f64::from(now - encounter.at), half_life);
            for (place, a) in encounter.people.iter().enumerate() {
                for b in &encounter.people[place + 1..] {
                    let pair = (a.min(b).as_str(), a.max(b).as_str());
                    *sums.entry(pair).or_default() += strength;
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
    pub(crate) fn check_now(&self, now: u32) -> Result<(), Error> {
        match self.latest() {
            Some(latest) if latest > now => Err(Error::OutOfRange {
                what: "time of a recorded meeting".into(),
                value: latest as f32,
                expected: "a time that is not after now",
            }),
            _ => Ok(()),
        }
    }
}
