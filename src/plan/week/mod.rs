//! A learning week: who teaches what to whom, in which slot and room.

mod answer;
mod build;
mod covered;
mod display;
mod getters;
mod open_needs;
mod replan;
mod room;
mod session;
#[cfg(feature = "serde")]
mod stored;

pub use crate::plan::week::answer::WeekPlan;
pub use crate::plan::week::covered::{Learner, UnmetNeed, WhyUnmet};
pub use crate::plan::week::open_needs::{Helper, Whereabouts};
pub use crate::plan::week::replan::{Replan, WeekChange};
pub use crate::plan::week::room::Room;
pub use crate::plan::week::session::Session;

use crate::error::Error;
use crate::id::{PersonId, check_name, quoted};
use crate::unit::within;
use crate::written::Version;

/// How far the sessions of a slot reach: a week can begin within teams and end across countries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SlotScope {
    /// Everyone with everyone.
    #[default]
    Everyone,
    /// Within circles of a height: 1 is the nearest (team), 2 the next (company), 3 the one above (country).
    Circle(u32),
}

/// A slot: a name as in [`Person::available`](crate::Person::available), and whom its sessions are for.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Slot {
    name: String,
    #[cfg_attr(feature = "serde", serde(alias = "reach"))]
    scope: SlotScope,
}

/// What it is worth, in priorities, that somebody learns anything at all: enough to decide between equals, too little to give up
/// much of the need covered. A design choice.
const FIRST: f32 = 0.1;

/// Rooms, slots and rules of a learning week.
///
/// Slots are moments, the same for everyone: people in other time zones say which of them suit. A person without any named
/// slot comes in every one.
///
/// # Examples
///
/// ```
/// use confrere::plan::LearningWeek;
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .person(Person::new("caro").needs("rust", 1.0).needs("law", 0.5))
///     .build()?;
/// let week = LearningWeek::new().slot("monday").slot("tuesday").rooms(1, 4);
/// let plan = Matcher::new(&network).learning_week(&week)?;
/// assert_eq!(plan.sessions().len(), 2);
/// assert!((plan.covered() - (0.6 + 1.0) * 0.9 - (0.8 + 0.5) * 0.7).abs() < 1e-5);
/// assert!(plan.covered() <= plan.bound());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct LearningWeek {
    version: Version<1>,
    slots: Vec<Slot>,
    rooms: Vec<Room>,
    #[cfg_attr(feature = "serde", serde(alias = "most_taught"))]
    teaches_at_most: u32,
    #[cfg_attr(feature = "serde", serde(alias = "quiet"))]
    quiet_sizes: Vec<u32>,
    #[cfg_attr(feature = "serde", serde(alias = "first"))]
    first_session: f32,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "some_ascending"))]
    among: Option<Vec<PersonId>>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "ascending"))]
    except: Vec<PersonId>,
}

/// Reads people in any order as they are kept: ascending.
#[cfg(feature = "serde")]
fn ascending<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<PersonId>, D::Error> {
    let mut people: Vec<PersonId> = serde::Deserialize::deserialize(from)?;
    people.sort_unstable();
    Ok(people)
}

#[cfg(feature = "serde")]
fn some_ascending<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<Vec<PersonId>>, D::Error> {
    let mut people: Option<Vec<PersonId>> = serde::Deserialize::deserialize(from)?;
    people.iter_mut().for_each(|people| people.sort_unstable());
    Ok(people)
}

impl Default for LearningWeek {
    fn default() -> Self {
        Self::new()
    }
}

impl LearningWeek {
    /// Starts a week without slots and rooms, in which everyone teaches at most one session.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// assert!(matcher.learning_week(&LearningWeek::new())?.sessions().is_empty()); // no slots yet
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: Version,
            slots: Vec::new(),
            rooms: Vec::new(),
            teaches_at_most: 1,
            quiet_sizes: Vec::new(),
            first_session: FIRST,
            among: None,
            except: Vec::new(),
        }
    }

    /// Adds a slot in which everyone can meet everyone.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let week = LearningWeek::new().slot("monday").rooms(1, 4);
    /// assert_eq!(matcher.learning_week(&week)?.sessions()[0].slot, "monday");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn slot(self, name: impl Into<String>) -> Self {
        self.slot_within(name, SlotScope::Everyone)
    }

    /// Adds a slot whose sessions stay within a scope.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::plan::SlotScope;
    /// let week = LearningWeek::new().slot_within("monday", SlotScope::Everyone).rooms(1, 4);
    /// assert_eq!(matcher.learning_week(&week)?.sessions().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn slot_within(mut self, name: impl Into<String>, scope: SlotScope) -> Self {
        self.slots.push(Slot {
            name: name.into(),
            scope,
        });
        self
    }

    /// Adds rooms of one size, the speaker included.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// assert!(matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 1)).is_err()); // two people at least
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn rooms(mut self, count: u32, holds: u32) -> Self {
        // More rooms than people can sit in would only be counted to be refused.
        let count = count.min(MOST_ROOMS + 1) as usize;
        self.rooms
            .extend(std::iter::repeat_n(Room::new(holds), count));
        self
    }

    /// Adds a room.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::plan::Room;
    /// let week = LearningWeek::new().slot("monday").room(Room::new(4));
    /// assert_eq!(matcher.learning_week(&week)?.sessions().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn room(mut self, room: Room) -> Self {
        self.rooms.push(room);
        self
    }

    /// Sets how many sessions a person teaches at most.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let week = LearningWeek::new().slot("monday").slot("friday").rooms(1, 4).teaches_at_most(1);
    /// assert_eq!(matcher.learning_week(&week)?.sessions().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn teaches_at_most(mut self, sessions: u32) -> Self {
        self.teaches_at_most = sessions;
        self
    }

    /// Allows sessions of at most so many people in any room, where quiet people gain by it. The sizes of groups with which
    /// participants are at ease are allowed without asking.
    #[must_use]
    pub fn quiet_size(mut self, people: u32) -> Self {
        self.quiet_sizes.push(people);
        self
    }

    /// Sets what it is worth, in priorities, that somebody learns anything at all; 0 only counts the need covered.
    #[must_use]
    pub fn first_session(mut self, worth: f32) -> Self {
        self.first_session = worth;
        self
    }

    /// Plans for these people only; others can be named as help from outside.
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").needs("rust", 0.6))
    ///     .build()?;
    /// let week = LearningWeek::new().slot("monday").rooms(1, 4).among([network.id("ben")?]);
    /// let plan = Matcher::new(&network).learning_week(&week)?;
    /// assert!(plan.sessions().is_empty() && plan.learners().len() == 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn among(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        let mut people: Vec<PersonId> = people.into_iter().collect();
        people.sort_unstable();
        people.dedup();
        self.among = Some(people);
        self
    }

    /// Plans without these people, beside any left out before.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let week = LearningWeek::new().slot("monday").rooms(1, 4).except([network.id("ana")?]);
    /// assert!(matcher.learning_week(&week)?.sessions().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn except(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        self.except.extend(people);
        self.except.sort_unstable();
        self.except.dedup();
        self
    }

    /// Whether somebody takes part, as far as the week decides.
    fn invites(&self, person: PersonId) -> bool {
        let among = self
            .among
            .as_ref()
            .is_none_or(|people| people.binary_search(&person).is_ok());
        among && self.except.binary_search(&person).is_err()
    }

    fn check(&self) -> Result<(), Error> {
        let mut names: Vec<&str> = self.slots.iter().map(|slot| slot.name.as_str()).collect();
        names.sort_unstable();
        for (place, name) in names.iter().enumerate() {
            check_name("slot", name)?;
            if names.get(place + 1) == Some(name) {
                return Err(Error::Duplicate {
                    what: format!("slot {}", quoted(name)),
                });
            }
        }
        for (what, count, limit) in [
            ("slots of a week", self.slots.len(), MOST_SLOTS),
            ("rooms of a week", self.rooms.len(), MOST_ROOMS),
        ] {
            if count > limit as usize {
                return Err(Error::TooMany {
                    what: what.into(),
                    count,
                    limit: limit as usize,
                });
            }
        }
        // A room or a quiet session holds a speaker and somebody who listens.
        let sizes = self
            .rooms
            .iter()
            .map(|room| room.holds())
            .chain(self.quiet_sizes.iter().copied());
        for size in sizes {
            let expected = "a whole number from 2 to 1000000000";
            within(size, 2..=1_000_000_000, expected, || {
                "size of a room".into()
            })?;
        }
        for scope in self.slots.iter().map(|slot| slot.scope) {
            if let SlotScope::Circle(height) = scope {
                within(height, 1..=64, "a whole number from 1 to 64", || {
                    "height of a circle".into()
                })?;
            }
        }
        within(
            self.first_session,
            0.0..=1.0,
            "a number from 0 to 1",
            || "worth of a first session".into(),
        )?;
        Ok(())
    }
}

/// Slots that a week can have: every quarter of an hour of seven days.
const MOST_SLOTS: u32 = 672;
/// Rooms that a week can have.
const MOST_ROOMS: u32 = 10_000;
