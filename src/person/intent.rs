//! What a person looks for, how they meet, and who sees what they say.

use std::fmt;

/// What a person looks for in a peer. A person may weigh several; the default is [`Intent::Learn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Intent {
    /// Peers who offer what one needs: priority-weighted coverage of one's needs by their offers.
    Learn,
    /// Peers who are ahead in what one needs: coverage, each skill counted as far as they are ahead.
    Mentor,
    /// Peers who receive one's work: coverage of one's offers by their needs.
    Partner,
    /// Peers who belong to circles that one wants to reach.
    Exposure,
    /// Peers who disagree on topics both have spoken on, given common ground.
    Contrarian,
    /// Peers with shared interests: the cosine of the interests. Who names no intent and has plain attributes seeks, for a fifth
    /// of all, company by equal attributes, which explanations count here.
    Affinity,
}

impl Intent {
    /// Every intent, in the order in which explanations list them.
    pub const ALL: [Self; 6] = [
        Self::Learn,
        Self::Mentor,
        Self::Partner,
        Self::Exposure,
        Self::Contrarian,
        Self::Affinity,
    ];

    /// The word for it, as in files and explanations.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Intent;
    /// assert_eq!(Intent::from_word(Intent::Learn.word()), Some(Intent::Learn));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Learn => "learn",
            Self::Mentor => "mentor",
            Self::Partner => "partner",
            Self::Exposure => "exposure",
            Self::Contrarian => "contrarian",
            Self::Affinity => "affinity",
        }
    }

    /// The intent of a word, if it is one.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Intent;
    /// assert_eq!(Intent::from_word("nonsense"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|intent| intent.word() == word)
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How a person meets others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Mode {
    /// Remote or in person.
    #[default]
    Any,
    /// Only remote.
    Remote,
    /// Only in person.
    InPerson,
}

impl Mode {
    /// Whether two people with these modes can meet.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mode;
    /// assert!(Mode::Any.meets(Mode::Remote));
    /// assert!(!Mode::InPerson.meets(Mode::Remote));
    /// ```
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self == Self::Any || other == Self::Any || self == other
    }
}

/// Who sees a need or a stance. Hidden ones count in the score and are shown to nobody else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Visibility {
    /// Named in explanations to the other side.
    #[default]
    Shown,
    /// Counted, never named to anyone else.
    Hidden,
}

#[cfg(test)]
mod tests {
    use crate::person::{Intent, Mode};

    #[test]
    fn every_intent_is_found_by_its_word() {
        for intent in Intent::ALL {
            assert_eq!(Intent::from_word(intent.word()), Some(intent));
        }
        assert_eq!(Intent::from_word("gossip"), None);
    }

    #[test]
    fn remote_people_do_not_meet_people_who_only_meet_in_person() {
        assert!(!Mode::Remote.meets(Mode::InPerson));
        assert!(Mode::Any.meets(Mode::InPerson) && Mode::Remote.meets(Mode::Remote));
    }
}
