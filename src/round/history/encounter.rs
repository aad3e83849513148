//! One planned meeting of the past, and what came of it.

use std::fmt;
use std::str::FromStr;

use crate::day::Day;
use crate::error::Error;
use crate::id::{Key, check_person, of_word, quoted, unknown_name};
use crate::unit::Unit;

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

impl MeetingOutcome {
    /// Everything that may come of a meeting.
    pub const ALL: [Self; 3] = [Self::Met, Self::Declined, Self::Skipped];

    /// The word for it, as in files; [`str::parse`] reads it, in any case.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::MeetingOutcome;
    /// assert_eq!(MeetingOutcome::Skipped.word().parse(), Ok(MeetingOutcome::Skipped));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Declined => "declined",
            Self::Skipped => "skipped",
        }
    }
}

impl fmt::Display for MeetingOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for MeetingOutcome {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "one of met, declined, skipped";
        of_word(text, (&Self::ALL, Self::word), ("outcome", expected))
    }
}

/// A meeting of the past.
///
/// # Examples
///
/// ```
/// use confrere::round::{Encounter, MeetingOutcome};
/// let lunch = Encounter::new(["ana", "ben"], 3).rated("ana", 0.9);
/// let missed = Encounter::new(["ana", "caro"], 4).no_show("caro");
/// assert_eq!(lunch.people(), ["ana", "ben"]);
/// assert_eq!(missed.get_outcome(), MeetingOutcome::Skipped);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Encounter {
    pub(crate) people: Vec<String>,
    pub(crate) at: Day,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) outcome: MeetingOutcome,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) ratings: Vec<(String, f32)>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) no_shows: Vec<String>,
}

impl Encounter {
    /// A meeting of these people at a time: the number of a round, or a day counted from any day, as long as all of a history
    /// count the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingOutcome};
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).get_outcome(), MeetingOutcome::Met);
    /// ```
    #[must_use]
    pub fn new<K: Into<Key>>(people: impl IntoIterator<Item = K>, at: impl Into<Day>) -> Self {
        Self {
            people: people.into_iter().map(Key::text).collect(),
            at: at.into(),
            outcome: MeetingOutcome::Met,
            ratings: Vec::new(),
            no_shows: Vec::new(),
        }
    }

    /// Sets what came of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingOutcome};
    /// let encounter = Encounter::new(["ana", "ben"], 3).outcome(MeetingOutcome::Declined);
    /// assert_eq!(encounter.get_outcome(), MeetingOutcome::Declined);
    /// ```
    #[must_use]
    pub fn outcome(mut self, outcome: MeetingOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Adds how good it was for one of them, from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// let encounter = Encounter::new(["ana", "ben"], 3).rated("ana", 0.8);
    /// assert_eq!(encounter.get_ratings(), [("ana".to_string(), 0.8)]);
    /// ```
    #[must_use]
    pub fn rated(mut self, by: impl Into<Key>, rating: f32) -> Self {
        self.ratings.push((Key::text(by), rating));
        self
    }

    /// Notes that one of them did not turn up. Of two people nobody then met; of more, the others did. Who was stood up has waited
    /// and goes first in later rounds; who did not turn up has not.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).no_show("ben").get_no_shows(), ["ben"]);
    /// ```
    #[must_use]
    pub fn no_show(mut self, key: impl Into<Key>) -> Self {
        self.no_shows.push(Key::text(key));
        if self.people.len() < self.no_shows.len() + 2 {
            self.outcome = MeetingOutcome::Skipped;
        }
        self
    }

    /// Who was to meet.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).people(), ["ana", "ben"]);
    /// ```
    #[must_use]
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).at(), confrere::Day(3));
    /// ```
    #[must_use]
    pub fn at(&self) -> Day {
        self.at
    }

    /// What came of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingOutcome};
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).get_outcome(), MeetingOutcome::Met);
    /// ```
    #[must_use]
    pub fn get_outcome(&self) -> MeetingOutcome {
        self.outcome
    }

    /// The ratings given, by whom.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert!(Encounter::new(["ana", "ben"], 3).get_ratings().is_empty());
    /// ```
    #[must_use]
    pub fn get_ratings(&self) -> &[(String, f32)] {
        &self.ratings
    }

    /// Who did not turn up.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert!(Encounter::new(["ana", "ben"], 3).get_no_shows().is_empty());
    /// ```
    #[must_use]
    pub fn get_no_shows(&self) -> &[String] {
        &self.no_shows
    }

    /// Everyone who really met: all but the absent, nobody when it did not take place.
    pub(crate) fn met(&self) -> impl Iterator<Item = &str> {
        let took_place = self.outcome == MeetingOutcome::Met;
        let people = self.people.iter().filter(move |_| took_place);
        people
            .filter(|name| !self.no_shows.contains(name))
            .map(String::as_str)
    }

    /// Everyone who kept the time free for a meeting that did not take place.
    pub(crate) fn waited(&self) -> impl Iterator<Item = &str> {
        let failed = self.outcome != MeetingOutcome::Met;
        let people = self.people.iter().filter(move |_| failed);
        people
            .filter(|name| !self.no_shows.contains(name))
            .map(String::as_str)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        for name in &self.people {
            check_person(name)?;
        }
        let mut names: Vec<&String> = self.people.iter().collect();
        names.sort_unstable();
        if names.windows(2).any(|two| two[0] == two[1]) {
            return Err(Error::SamePerson {
                what: format!("meeting at {}", self.at),
            });
        }
        // Whoever rates or is missed must have been asked to come.
        let was_there = |name: &String| names.binary_search(&name).is_ok();
        let rated = self.ratings.iter().map(|rating| (&rating.0, "a rating"));
        let missing = self.no_shows.iter().map(|name| (name, "the absent"));
        for (name, role) in rated.chain(missing) {
            if !was_there(name) {
                let what = format!(
                    "person {} in {role} of the meeting at {}",
                    quoted(name),
                    self.at
                );
                let known = self.people.iter().map(String::as_str);
                return Err(unknown_name(
                    what,
                    name,
                    "someone who was in the meeting",
                    known,
                ));
            }
        }
        for (by, rating) in &self.ratings {
            Unit::check(*rating, || {
                format!("rating by {} of the meeting at {}", quoted(by), self.at)
            })?;
        }
        Ok(())
    }
}
