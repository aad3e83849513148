//! What a person looks for, how they meet, and who sees what they say.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::id::of_word;

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

    /// The word for it, as in files and explanations; [`str::parse`] reads it, in any case.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Intent;
    /// assert_eq!(Intent::Learn.word().parse(), Ok(Intent::Learn));
    /// assert!("nonsense".parse::<Intent>().is_err());
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
}

impl fmt::Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Intent {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "one of learn, mentor, partner, exposure, contrarian, affinity";
        of_word(text, (&Self::ALL, Self::word), ("intent", expected))
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
    /// Every way to meet.
    pub const ALL: [Self; 3] = [Self::Any, Self::Remote, Self::InPerson];

    /// The word for it; [`str::parse`] reads it, in any case, with spaces, hyphens or underscores.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mode;
    /// assert_eq!(Mode::InPerson.to_string(), "in person");
    /// assert_eq!("in_person".parse(), Ok(Mode::InPerson));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Remote => "remote",
            Self::InPerson => "in person",
        }
    }

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

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Mode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "one of any, remote, in person";
        of_word(text, (&Self::ALL, Self::word), ("mode", expected))
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

impl Visibility {
    /// The word for it; [`str::parse`] reads it, in any case.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Visibility;
    /// assert_eq!(Visibility::Hidden.word().parse(), Ok(Visibility::Hidden));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Hidden => "hidden",
        }
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Visibility {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let both = [Self::Shown, Self::Hidden];
        of_word(text, (&both, Self::word), ("visibility", "shown or hidden"))
    }
}

#[cfg(test)]
mod tests {
    use crate::person::{Intent, Mode};

    #[test]
    fn every_intent_is_found_by_its_word() {
        for intent in Intent::ALL {
            assert_eq!(intent.to_string().to_uppercase().parse(), Ok(intent));
        }
        let near = "mentr".parse::<Intent>().expect_err("a slip");
        assert!(near.to_string().contains("`mentor`"), "{near}");
        assert!("gossip".parse::<Intent>().is_err());
    }

    #[test]
    fn remote_people_do_not_meet_people_who_only_meet_in_person() {
        assert!(!Mode::Remote.meets(Mode::InPerson));
        assert!(Mode::Any.meets(Mode::InPerson) && Mode::Remote.meets(Mode::Remote));
    }
}
