//! A history is kept like any record: entries are written from a plan, corrected, removed, and people renamed or forgotten.

use std::collections::HashSet;

use crate::day::Day;
use crate::error::Error;
use crate::id::{check_person, quoted};
use crate::round::history::{Encounter, MeetingHistory, MeetingOutcome};
use crate::round::plan::RoundPlan;

/// Someone who was present and had no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SatOut {
    /// Who.
    pub name: String,
    /// When.
    pub at: Day,
}

impl MeetingHistory {
    /// Writes a plan down once its round is over: its meetings, each with the outcome that `outcome` tells for its people, and who
    /// had none.
    ///
    /// # Errors
    ///
    /// As [`record`](Self::record), and when the round was recorded already; nothing is then written.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, MeetingOutcome, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let mut history = MeetingHistory::default();
    /// let plan = RoundPlanner::new(Scores::equal(&network)).plan(&history)?;
    /// history.record_plan(&plan, |_| MeetingOutcome::Met)?;
    /// assert_eq!(history.times("ana", "ben"), 1);
    /// assert!(history.record_plan(&plan, |_| MeetingOutcome::Met).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn record_plan(
        &mut self,
        plan: &RoundPlan,
        mut outcome: impl FnMut(&[String]) -> MeetingOutcome,
    ) -> Result<(), Error> {
        let encounters = plan.meetings().iter().map(|meeting| {
            Encounter::new(meeting.people.iter(), plan.at()).outcome(outcome(&meeting.people))
        });
        let encounters: Vec<Encounter> = encounters.collect();
        // Everything is checked before anything is written.
        for unmatched in plan.unmatched() {
            check_person(&unmatched.person)?;
        }
        let before = self.encounters.iter().filter(|old| old.at == plan.at());
        let before: HashSet<&[String]> = before.map(|old| old.people.as_slice()).collect();
        for encounter in &encounters {
            encounter.check()?;
            if before.contains(encounter.people.as_slice()) {
                return Err(Error::Duplicate {
                    what: format!(
                        "meeting of {} at {}",
                        encounter.people.join(", "),
                        encounter.at
                    ),
                });
            }
        }
        for unmatched in plan.unmatched() {
            self.left_out(&unmatched.person, plan.at())?;
        }
        self.encounters.extend(encounters);
        Ok(())
    }

    /// Puts another meeting in the place of one, by its place among [`encounters`](Self::encounters).
    ///
    /// # Errors
    ///
    /// As [`record`](Self::record), and when there is no such place; nothing is then changed.
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// history.correct(0, Encounter::new(["ana", "caro"], 1))?;
    /// assert_eq!((history.times("ana", "ben"), history.times("ana", "caro")), (0, 1));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn correct(&mut self, place: usize, encounter: Encounter) -> Result<Encounter, Error> {
        encounter.check()?;
        let entry = self
            .encounters
            .get_mut(place)
            .ok_or_else(|| Error::no_entry(format!("entry {place} of the history")))?;
        Ok(std::mem::replace(entry, encounter))
    }

    /// Removes a meeting, by its place among [`encounters`](Self::encounters).
    ///
    /// # Errors
    ///
    /// When there is no such place.
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!(history.remove(0)?.people(), ["ana", "ben"]);
    /// assert!(history.encounters().is_empty() && history.remove(0).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove(&mut self, place: usize) -> Result<Encounter, Error> {
        if place >= self.encounters.len() {
            return Err(Error::no_entry(format!("entry {place} of the history")));
        }
        Ok(self.encounters.remove(place))
    }

    /// Removes the notes that a person was left out at a time, and says how many there were.
    ///
    /// ```
    /// use confrere::Day;
    /// use confrere::round::MeetingHistory;
    /// let mut history = MeetingHistory::default();
    /// history.left_out("ana", 3)?;
    /// assert_eq!(history.remove_left_out("ana", Day(3)), 1);
    /// assert!(history.sat_out().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove_left_out(&mut self, name: &str, at: impl Into<Day>) -> usize {
        let at = at.into();
        let before = self.sat_out.len();
        self.sat_out
            .retain(|rest| rest.name != name || rest.at != at);
        before - self.sat_out.len()
    }

    /// Forgets a person everywhere: meetings of others stay without them, and meetings that are left with nobody or one person go.
    /// Says how many entries named them.
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// history.record(Encounter::new(["ana", "ben", "caro"], 2).rated("ben", 0.5))?;
    /// assert_eq!(history.forget("ben"), 2);
    /// assert_eq!(history.encounters().len(), 1);
    /// assert_eq!(history.times("ana", "caro"), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn forget(&mut self, name: &str) -> usize {
        let mut named = self.sat_out.len();
        self.sat_out.retain(|rest| rest.name != name);
        named -= self.sat_out.len();
        self.encounters.retain_mut(|encounter| {
            let before = encounter.people.len();
            encounter.people.retain(|person| person != name);
            encounter.ratings.retain(|rating| rating.0 != name);
            encounter.no_shows.retain(|person| person != name);
            let was_there = encounter.people.len() < before;
            named += usize::from(was_there);
            // One person alone is no meeting.
            !was_there || encounter.people.len() > 1
        });
        named
    }

    /// Gives a person another name everywhere, and says how many entries changed.
    ///
    /// # Errors
    ///
    /// When no network accepts the new key, or one meeting names both; nothing is then changed.
    ///
    /// ```
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// assert_eq!(history.rename("ben", "benedikt")?, 1);
    /// assert_eq!(history.times("ana", "benedikt"), 1);
    /// assert!(history.rename("ana", "benedikt").is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rename(&mut self, from: &str, to: &str) -> Result<usize, Error> {
        check_person(to)?;
        let has =
            |encounter: &Encounter, name: &str| encounter.people.iter().any(|own| own == name);
        let both = |encounter: &&Encounter| has(encounter, from) && has(encounter, to);
        if let Some(encounter) = self.encounters.iter().find(both).filter(|_| from != to) {
            return Err(Error::SamePerson {
                what: format!(
                    "meeting of {} and {} at {}",
                    quoted(from),
                    quoted(to),
                    encounter.at
                ),
            });
        }
        // No meeting names both, so that nobody meets themselves afterwards.
        let mut changed = 0;
        for rest in self.sat_out.iter_mut().filter(|rest| rest.name == from) {
            rest.name = to.into();
            changed += 1;
        }
        for encounter in &mut self.encounters {
            let ratings = encounter.ratings.iter_mut().map(|rating| &mut rating.0);
            let names = encounter
                .people
                .iter_mut()
                .chain(&mut encounter.no_shows)
                .chain(ratings);
            let own: Vec<&mut String> = names.filter(|name| *name == from).collect();
            changed += usize::from(!own.is_empty());
            own.into_iter().for_each(|name| *name = to.into());
        }
        Ok(changed)
    }
}
