//! What can be refused, as data: who, which field, the value as given, what was expected.
//!
//! Every input is checked once, where it enters.

mod number;
mod person_error;

use std::fmt;

pub use crate::error::number::Number;
pub use crate::error::person_error::{Fault, Field, PersonError};

/// What was refused.
///
/// Building a [`Network`](crate::Network), setting up a question and looking someone up by key can fail; asking cannot.
/// [`all`](Self::all) lists every error of a build that found several.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number is not finite or lies outside its range.
    #[error("{what} is {value}, expected {expected}")]
    OutOfRange {
        /// The culprit, as in ``relatedness of `a` and `b` ``.
        what: String,
        /// The value as it was given.
        value: Number,
        /// The range that holds for it.
        expected: &'static str,
    },
    /// A name is empty or has nothing that shows.
    #[error("{what} is empty, expected a name")]
    EmptyName {
        /// The culprit, as in `name of a skill`.
        what: String,
    },
    /// A name is longer than the limit.
    #[error("{what} has {length} bytes, expected at most {limit}")]
    LongName {
        /// The culprit, with the beginning of the name.
        what: String,
        /// How many bytes the name has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A key of a person holds something that does not show, so that no network can have it: see [`Fault::Unclean`].
    #[error("{what} has characters that do not show, expected {}", Quoted(.expected))]
    UncleanKey {
        /// The culprit, as in ``key `ana\\n` ``.
        what: String,
        /// The key without it.
        expected: String,
    },
    /// Something that must be unique is given twice.
    #[error("{what} is given twice, expected once")]
    Duplicate {
        /// The culprit, as in ``person `ana` ``.
        what: String,
    },
    /// A name is used that nobody and nothing here has.
    #[error("{what} is unknown, expected {expected}{}", Nearest(.nearest))]
    #[non_exhaustive]
    Unknown {
        /// The culprit, as in ``circle `investor` ``.
        what: String,
        /// What would have been known.
        expected: &'static str,
        /// The nearest name that is known, if any is near; never for numbers and ids.
        nearest: Option<String>,
    },
    /// A relation that needs two people names one twice.
    #[error("{what} names the same person twice, expected two people")]
    SamePerson {
        /// The culprit, as in ``wish of `ana` ``.
        what: String,
    },
    /// There is more of something than the crate can count or hold.
    #[error("{what} has {count} entries, expected at most {limit}")]
    TooMany {
        /// The culprit.
        what: String,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Two inputs that belong together differ in size.
    #[error("{what} has {found}, expected {expected}")]
    Shape {
        /// The culprit, as in `needs matrix`.
        what: String,
        /// The shape that was given.
        found: String,
        /// The shape that fits.
        expected: String,
    },
    /// The closure that watched a long call ended it: see [`Progress`](crate::Progress).
    #[error("cancelled by the caller")]
    Cancelled,
    /// Something that is said of a person or of a tie is unsound.
    #[error("{0}")]
    Person(Box<PersonError>),
    /// A build found more than one error.
    #[error("{}", Listed(.0))]
    Several(Vec<Self>),
}

impl Error {
    /// Every single error: those of a build that found several, else this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Error, Fault, Field, Network, Number, Person};
    /// let people = [Person::new("ana").offers("rust", 1.5), Person::new("ben").blocks("anna")];
    /// let error = Network::builder().people(people).build().expect_err("a level above 1, and nobody is anna");
    /// assert_eq!(error.all().len(), 2);
    /// let Error::Person(first) = &error.all()[0] else { panic!("{error}") };
    /// assert_eq!((first.person.as_str(), first.field, first.item.as_deref()), ("ana", Field::Offer, Some("rust")));
    /// assert!(matches!(first.fault, Fault::OutOfRange { value, .. } if value == Number::from(1.5_f32)));
    /// assert_eq!(
    ///     error.all()[1].to_string(),
    ///     "block `anna` of `ben` is unknown, expected the key of someone in the network; the nearest is `ana`"
    /// );
    /// ```
    #[must_use]
    pub fn all(&self) -> &[Self] {
        match self {
            Self::Several(errors) => errors,
            one => std::slice::from_ref(one),
        }
    }

    /// A number, an id or a date that is unknown: nothing is near.
    pub(crate) fn unknown(what: impl Into<String>, expected: &'static str) -> Self {
        Self::Unknown {
            what: what.into(),
            expected,
            nearest: None,
        }
    }

    /// An entry of a record that is not at its place.
    pub(crate) fn no_entry(what: String) -> Self {
        Self::unknown(what, "the place of an entry")
    }

    /// One error, or several as one.
    pub(crate) fn of_all(mut errors: Vec<Self>) -> Option<Self> {
        match errors.len() {
            0 | 1 => errors.pop(),
            _ => Some(Self::Several(errors)),
        }
    }
}

/// The errors of a build, at most so many of them in words; the data holds all.
const LISTED: usize = 20;

struct Listed<'e>(&'e [Error]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} errors", self.0.len())?;
        for error in self.0.iter().take(LISTED) {
            write!(f, "\n{error}")?;
        }
        match self.0.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

/// The known name that is nearest, in words.
pub(crate) struct Nearest<'n>(pub(crate) &'n Option<String>);

impl fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "; the nearest is {}", Quoted(name)),
            None => Ok(()),
        }
    }
}

/// The beginning of a name between back quotes: a 10 MB name does not make a 10 MB message. What does not show is escaped.
pub(crate) struct Quoted<'n>(pub(crate) &'n str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 60;
        let shown = self.0.char_indices().nth(SHOWN);
        let end = shown.map_or(self.0.len(), |(end, _)| end);
        write!(f, "`")?;
        for character in self.0[..end].chars() {
            // `escape_debug` knows which characters print; quotes and combining marks stay as they are.
            match character {
                '\'' | '"' | '\\' => write!(f, "{character}")?,
                _ if character.is_alphanumeric() => write!(f, "{character}")?,
                _ => write!(f, "{}", character.escape_debug())?,
            }
        }
        write!(f, "{}`", if shown.is_some() { "…" } else { "" })
    }
}
