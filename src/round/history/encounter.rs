//! One planned meeting of the past, and what came of it.

use crate::day::Day;
use crate::error::Error;
use crate::id::{check_name, quoted, unknown_name};
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

/// A meeting of the past.
///
/// # Examples
///
/// ```
/// use confrere::round::{Encounter, MeetingOutcome};
/// let lunch = Encounter::new(["ana", "ben"], 3).rated("ana", 0.9);
/// let missed = Encounter::new(["ana", "caro"], 4).no_show("caro");
/// assert_eq!(lunch.people(), ["ana", "ben"]);
/// assert_eq!(missed.what_came(), MeetingOutcome::Skipped);
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
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).what_came(), MeetingOutcome::Met);
    /// ```
    #[must_use]
    pub fn new<N: Into<String>>(people: impl IntoIterator<Item = N>, at: impl Into<Day>) -> Self {
        Self {
            people: people.into_iter().map(Into::into).collect(),
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
    /// assert_eq!(encounter.what_came(), MeetingOutcome::Declined);
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
    /// assert_eq!(encounter.ratings(), [("ana".to_string(), 0.8)]);
    /// ```
    #[must_use]
    pub fn rated(mut self, by: impl Into<String>, rating: f32) -> Self {
        self.ratings.push((by.into(), rating));
        self
    }

    /// Notes that one of them did not turn up. Of two people nobody then met; of more, the others did. Who was stood up has waited
    /// and goes first in later rounds; who did not turn up has not.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).no_show("ben").no_shows(), ["ben"]);
    /// ```
    #[must_use]
    pub fn no_show(mut self, name: impl Into<String>) -> Self {
        self.no_shows.push(name.into());
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
    /// assert_eq!(Encounter::new(["ana", "ben"], 3).what_came(), MeetingOutcome::Met);
    /// ```
    #[must_use]
    pub fn what_came(&self) -> MeetingOutcome {
        self.outcome
    }

    /// The ratings given, by whom.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert!(Encounter::new(["ana", "ben"], 3).ratings().is_empty());
    /// ```
    #[must_use]
    pub fn ratings(&self) -> &[(String, f32)] {
        &self.ratings
    }

    /// Who did not turn up.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Encounter;
    /// assert!(Encounter::new(["ana", "ben"], 3).no_shows().is_empty());
    /// ```
    #[must_use]
    pub fn no_shows(&self) -> &[String] {
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
            check_name("person", name)?;
        }
        let mut names: Vec<&String> = self.people.iter().collect();
        names.sort_unstable();
        if names.windows(2).any(|two| two[0] == two[1]) {
            return Err(Error::SamePerson {
                what: format!("meeting at {}", self.at),
            });
        }
        // Whoever rates or is missed must have been asked to come.
        let rated = self.ratings.iter().map(|rating| (&rating.0, "a rating"));
        let missing = self.no_shows.iter().map(|name| (name, "the absent"));
        for (name, role) in rated.chain(missing) {
            if !self.people.contains(name) {
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
                format!("rating by `{by}` of the meeting at {}", self.at)
            })?;
        }
        Ok(())
    }
}
