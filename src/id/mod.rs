//! Who and what, as numbers: the public id of a person, places in flat arrays, tables of names.

mod key;
mod names;
mod nearest;
mod person_id;
mod spelling;
mod word;

pub use crate::id::key::Key;
pub(crate) use crate::id::names::{Interner, Names, Texts};
pub(crate) use crate::id::nearest::nearest;
pub use crate::id::person_id::PersonId;
pub use crate::id::spelling::Spelling;
pub(crate) use crate::id::spelling::{check_key, check_length, clean, fold};
pub(crate) use crate::id::word::of_word;

use crate::error::{Error, Fault, Quoted};
use crate::rows::AsIndex;

/// Where a person stands in the key order of one network: an index into its flat arrays. It means nothing in another network,
/// so that rooms hand out [`PersonId`] instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonIndex(pub(crate) u32);

impl PersonIndex {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A skill that someone of a network offers or needs. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SkillId(pub(crate) u32);

impl SkillId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A topic of interest or of a stance. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TopicId(pub(crate) u32);

impl TopicId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The name of a circle: a team, company, country, club. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CircleId(pub(crate) u32);

impl CircleId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl AsIndex for PersonIndex {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for SkillId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for TopicId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for CircleId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

/// A name between back quotes, shortened, for messages.
pub(crate) fn quoted(name: &str) -> String {
    Quoted(name).to_string()
}

/// The error about a name that nothing here has, with the nearest of the names that are known.
pub(crate) fn unknown_name<'n>(
    what: String,
    name: &str,
    expected: &'static str,
    known: impl Iterator<Item = &'n str>,
) -> Error {
    Error::Unknown {
        what,
        expected,
        nearest: nearest(name, known).map(ToString::to_string),
    }
}

/// Checks a name at the door; `kind` says what it names.
pub(crate) fn check_name(kind: &str, name: &str) -> Result<(), Error> {
    check_length(name).map_err(|fault| match fault {
        Fault::TooLong { length, limit } => Error::LongName {
            what: format!("{kind} {}", quoted(name)),
            length,
            limit,
        },
        _ => Error::EmptyName {
            what: format!("name of a {kind}"),
        },
    })
}

/// Checks the key of a person in a record, as a network checks the keys of its people: what is kept under another spelling would
/// be found by nobody.
pub(crate) fn check_person(key: &str) -> Result<(), Error> {
    check_key(key).map_err(|fault| {
        let what = format!("key {} of a person", quoted(key));
        match fault {
            Fault::Unclean { expected } => Error::UncleanKey { what, expected },
            Fault::TooLong { length, limit } => Error::LongName {
                what,
                length,
                limit,
            },
            _ => Error::EmptyName {
                what: "key of a person".into(),
            },
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::id::quoted;

    #[test]
    fn a_long_name_is_shortened_in_messages_and_what_does_not_show_is_escaped() {
        assert!(quoted(&"é".repeat(1_000_000)).len() < 200);
        assert_eq!(quoted("O'Neill \u{200b}"), "`O'Neill \\u{200b}`");
    }
}
