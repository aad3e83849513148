//! Where a session can be held.

use crate::person::Mode;

/// A room, held in every slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Room {
    holds: u32,
    mode: Mode,
}

impl Room {
    /// A room that holds so many people, the speaker included; open to people who come and to people who join remotely.
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
    /// let week = LearningWeek::new().slot("monday").room(Room::new(2));
    /// assert_eq!(matcher.learning_week(&week)?.sessions()[0].attendees, ["caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(holds: u32) -> Self {
        Self {
            holds,
            mode: Mode::Any,
        }
    }

    /// How many people it holds, the speaker included.
    #[must_use]
    pub const fn holds(&self) -> u32 {
        self.holds
    }

    /// How people take part in it.
    #[must_use]
    pub const fn get_mode(&self) -> Mode {
        self.mode
    }

    /// Sets how people take part: a call is [`Mode::Remote`], a room without a camera is [`Mode::InPerson`].
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }
}
