//! What a person says, item by item, and the limits that they set.

use crate::person::{Intent, Mode, Visibility};

/// A skill that a person can give, with its level.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Offer {
    /// The skill.
    pub skill: String,
    /// How well, from 0 to 1.
    pub level: f32,
}

/// A skill that a person looks for, with its priority.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Need {
    /// The skill.
    pub skill: String,
    /// How much it matters, from 0 to 1.
    pub priority: f32,
    /// Who sees it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub visibility: Visibility,
}

/// A topic that a person likes to talk about, with its weight.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Interest {
    /// The topic.
    pub topic: String,
    /// How much, from 0 to 1.
    pub weight: f32,
}

/// What a person thinks of a topic. No stance is not a neutral stance: 0 is.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Stance {
    /// The topic.
    pub topic: String,
    /// From -1, against, to 1, in favour.
    pub position: f32,
    /// Who sees it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub visibility: Visibility,
}

/// An intent and its weight among a person's intents.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Seek {
    /// What is looked for.
    pub intent: Intent,
    /// How much it matters beside the other intents, from 0 to 1.
    pub weight: f32,
}

/// A circle that a person wants to reach.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct WantedCircle {
    /// The name of the circle, on any level of any hierarchy.
    pub circle: String,
    /// How much it matters, from 0 to 1.
    pub weight: f32,
}

/// How much contact a person wants. The default limits nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Limits {
    /// How many peers at a time; `None` is any number.
    pub peers: Option<u32>,
    /// How many of these places are taken. A person whose places are all taken is full.
    pub engaged: u32,
    /// The largest comfortable group, oneself included; `None` is any size, 2 is one to one.
    pub group_size: Option<u32>,
    /// In every how many rounds the person wants to meet someone; 1 is each.
    pub every: u32,
    /// Whether the person takes a break. A paused person appears nowhere.
    pub paused: bool,
    /// How the person meets.
    pub mode: Mode,
    /// How many introductions the person makes in a period; `None` is any number, 0 is none.
    pub introductions: Option<u32>,
    /// How many introductions the person was asked for in this period.
    pub asked: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            peers: None,
            engaged: 0,
            group_size: None,
            every: 1,
            paused: false,
            mode: Mode::Any,
            introductions: None,
            asked: 0,
        }
    }
}

impl Limits {
    /// Whether there is no place left for a further peer.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Limits;
    /// let limits = Limits { peers: Some(1), engaged: 1, ..Limits::default() };
    /// assert!(limits.is_full());
    /// ```
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.peers.is_some_and(|peers| self.engaged >= peers)
    }

    /// Whether the person can be suggested to anyone: neither paused nor full.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Limits;
    /// assert!(!Limits { paused: true, ..Limits::default() }.is_open());
    /// ```
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.paused && !self.is_full()
    }
}

#[cfg(test)]
mod tests {
    use crate::person::Limits;

    #[test]
    fn a_person_with_all_places_taken_is_full() {
        let limits = Limits {
            peers: Some(2),
            engaged: 2,
            ..Limits::default()
        };
        assert!(limits.is_full() && !limits.is_open());
        assert!(
            Limits {
                peers: Some(0),
                ..Limits::default()
            }
            .is_full()
        );
        assert!(Limits::default().is_open());
    }
}
