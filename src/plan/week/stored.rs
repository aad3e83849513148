//! A plan of a week as it is read: what it says is checked as what is planned, against its own week.

use crate::error::Error;
use crate::id::{quoted, unknown_name};
use crate::plan::week::LearningWeek;
use crate::plan::week::covered::{Learner, UnmetNeed};
use crate::plan::week::session::Session;
use crate::rows::{AsIndex, narrow};
use crate::unit::{FROM_ZERO_TO_ONE, within};
use crate::written::Version;

const OF_THE_WEEK: &str = "a slot and a room of the week that the plan was made for";

/// A plan as it is read.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredPlan {
    pub(crate) version: Version<1>,
    pub(crate) week: LearningWeek,
    pub(crate) sessions: Vec<Session>,
    pub(crate) learners: Vec<Learner>,
    pub(crate) unmet: Vec<UnmetNeed>,
    pub(crate) needed: f32,
    pub(crate) covered: f32,
    pub(crate) bound: f32,
}

impl StoredPlan {
    /// The plan with its learners in name order and its slots numbered.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.week.check()?;
        for session in &mut self.sessions {
            session.slot_number = slot_number(&self.week, session)?;
            check_session(&self.week, session)?;
        }
        check_places(&self.sessions)?;
        // Learners are looked up by their names, so their order is not left to whoever wrote them.
        self.learners
            .sort_by(|one, other| one.name.cmp(&other.name));
        let mut neighbours = self.learners.windows(2);
        if let Some(two) = neighbours.find(|two| two[0].name == two[1].name) {
            let what = format!("learner {} of a plan", quoted(&two[0].name));
            return Err(Error::Duplicate { what });
        }
        for learner in &self.learners {
            check_learner(learner, self.sessions.len())?;
        }
        for need in &self.unmet {
            within(need.priority, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
                let (skill, person) = (quoted(&need.skill), quoted(&need.person));
                format!("priority of the need {skill} of {person}")
            })?;
        }
        let sums = [
            ("needed", self.needed),
            ("covered", self.covered),
            ("bound", self.bound),
        ];
        for (what, sum) in sums {
            check_sum(sum, || format!("sum `{what}` of a plan"))?;
        }
        Ok(self)
    }
}

/// The slot of a session, found by name again; a number that no longer holds would put people into the wrong one.
fn slot_number(week: &LearningWeek, session: &Session) -> Result<u32, Error> {
    let slot = week.slots.iter().position(|slot| slot.name == session.slot);
    slot.map(narrow).ok_or_else(|| {
        let what = format!("slot {} of a session", quoted(&session.slot));
        let known = week.slots.iter().map(|slot| slot.name.as_str());
        unknown_name(what, &session.slot, OF_THE_WEEK, known)
    })
}

/// The room is one of the week and holds the session, which holds its people.
fn check_session(week: &LearningWeek, session: &Session) -> Result<(), Error> {
    let Some(room) = week.rooms.get(session.room.as_index()) else {
        let what = format!("room {} of a session", session.room);
        return Err(Error::unknown(what, OF_THE_WEEK));
    };
    let whole = || {
        format!(
            "the session on {} in {}",
            quoted(&session.skill),
            quoted(&session.slot)
        )
    };
    let expected = "a whole number from 2 to what its room holds";
    within(session.size, 2..=room.holds(), expected, || {
        format!("size of {}", whole())
    })?;
    within(session.level, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
        format!("level of {}", whole())
    })?;
    let (people, labels) = (session.attendees.len(), session.attendee_labels.len());
    if people >= session.size.as_index() {
        return Err(Error::TooMany {
            what: format!("attendees of {}", whole()),
            count: people,
            limit: session.size.as_index() - 1,
        });
    }
    if labels != people {
        return Err(Error::Shape {
            what: whole(),
            found: format!("{labels} labels"),
            expected: format!("{people}, one for each of its attendees"),
        });
    }
    Ok(())
}

/// Nobody is in two places at once, and no room holds two sessions.
fn check_places(sessions: &[Session]) -> Result<(), Error> {
    let mut rooms: Vec<(u32, u32)> = sessions
        .iter()
        .map(|session| (session.slot_number, session.room))
        .collect();
    rooms.sort_unstable();
    let twice = rooms.windows(2).find(|two| two[0] == two[1]);
    if let Some(&[(slot, room), _]) = twice {
        let slot = sessions.iter().find(|session| session.slot_number == slot);
        let slot = slot.map_or("", |session| &session.slot);
        let what = format!("session of room {room} in slot {}", quoted(slot));
        return Err(Error::Duplicate { what });
    }
    let mut people: Vec<(&str, &str)> = Vec::new();
    for session in sessions {
        let own = session.attendees.iter().chain([&session.speaker]);
        people.extend(own.map(|person| (session.slot.as_str(), person.as_str())));
    }
    people.sort_unstable();
    match people.windows(2).find(|two| two[0] == two[1]) {
        Some(&[(slot, person), _]) => Err(Error::Duplicate {
            what: format!(
                "person {} in slot {} of a plan",
                quoted(person),
                quoted(slot)
            ),
        }),
        _ => Ok(()),
    }
}

fn check_learner(learner: &Learner, sessions: usize) -> Result<(), Error> {
    let name = || quoted(&learner.name);
    for (what, sum) in [("needed", learner.needed), ("covered", learner.covered)] {
        check_sum(sum, || format!("sum `{what}` of learner {}", name()))?;
    }
    let mut places = learner.teaches.iter().chain(&learner.attends);
    match places.find(|place| place.as_index() >= sessions) {
        Some(place) => Err(Error::unknown(
            format!("session {place} of learner {}", name()),
            "the place of a session of the plan",
        )),
        None => Ok(()),
    }
}

/// Sums of priorities are finite and not below 0.
fn check_sum(sum: f32, what: impl FnOnce() -> String) -> Result<(), Error> {
    within(sum, 0.0..=f32::MAX, "a finite number from 0", what)?;
    Ok(())
}
