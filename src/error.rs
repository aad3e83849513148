//! What can be refused, as data: who, which field, the value as given, what was expected.
//!
//! Every input is checked once, where it enters.

use std::fmt;

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
    /// Something that must be unique is given twice.
    #[error("{what} is given twice, expected once")]
    Duplicate {
        /// The culprit, as in ``person `ana` ``.
        what: String,
    },
    /// A name is used that nobody and nothing here has.
    #[error("{what} is unknown, expected {expected}")]
    Unknown {
        /// The culprit, as in ``person `zoe` ``.
        what: String,
        /// What would have been known.
        expected: &'static str,
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
    #[error("cancelled by the one who watched")]
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

/// A number as it was given, in its own precision.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Number {
    /// A number of 32 bits.
    Single(f32),
    /// A number of 64 bits.
    Double(f64),
    /// A whole number.
    Whole(i128),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
            Self::Whole(value) => value.fmt(f),
        }
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Self::Single(value)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::Whole(value.into())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Whole(value.into())
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::Whole(value.into())
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::Whole(value as i128)
    }
}

/// What is wrong with something that is said of a person.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PersonError {
    /// The key of the person; of a tie, the person from whom it leads.
    pub person: String,
    /// Where it is said.
    pub field: Field,
    /// The item of that list: a skill, a topic, the key of another person.
    pub item: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// A list or setting of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The key.
    Key,
    /// The label.
    Label,
    /// The offers.
    Offer,
    /// The needs.
    Need,
    /// The interests.
    Interest,
    /// The stances.
    Stance,
    /// The circles.
    Circle,
    /// The plain attributes.
    Attribute,
    /// The intents.
    Intent,
    /// The circles to be reached.
    WantedCircle,
    /// The openness.
    Openness,
    /// The largest comfortable group.
    GroupSize,
    /// In every how many rounds the person meets someone.
    Every,
    /// The slots.
    Slot,
    /// The blocks.
    Block,
    /// The refusals to introduce.
    Refusal,
    /// The manager.
    Manager,
    /// The ties.
    Tie,
    /// What is offered as an embedding.
    OfferVector,
    /// What is looked for as an embedding.
    NeedVector,
}

impl Field {
    /// The word for one item of it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Label => "label",
            Self::Offer => "offer",
            Self::Need => "need",
            Self::Interest => "interest",
            Self::Stance => "stance",
            Self::Circle => "circle",
            Self::Attribute => "attribute",
            Self::Intent => "intent",
            Self::WantedCircle => "wanted circle",
            Self::Openness => "openness",
            Self::GroupSize => "group size",
            Self::Every => "rounds between meetings",
            Self::Slot => "slot",
            Self::Block => "block",
            Self::Refusal => "refusal",
            Self::Manager => "manager",
            Self::Tie => "tie",
            Self::OfferVector => "offer vector",
            Self::NeedVector => "need vector",
        }
    }
}

/// What can be wrong with an item.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The number is not finite or lies outside its range.
    OutOfRange {
        /// The value as it was given.
        value: Number,
        /// The range that holds for it.
        expected: &'static str,
    },
    /// The name has nothing that shows.
    Empty,
    /// The name is longer than the limit.
    TooLong {
        /// How many bytes the name has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// The key holds something that does not show: spaces at an end or side by side, control characters, zero-width or
    /// direction marks, or letters that are not composed (NFC).
    Unclean {
        /// The key without it.
        expected: String,
    },
    /// The item is given twice, with the two numbers where they differ.
    Twice(Option<[Number; 2]>),
    /// The person names themselves.
    SamePerson,
    /// Nobody has this key.
    Unknown {
        /// The nearest key that somebody has, if any is near.
        nearest: Option<String>,
    },
    /// The vector is not as wide as the others.
    Width {
        /// How many numbers it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// The list is too long.
    TooMany {
        /// How many entries it has.
        count: usize,
        /// How many it may have.
        limit: usize,
    },
}

impl fmt::Display for PersonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (person, word) = (Quoted(&self.person), self.field.word());
        match (self.field, &self.item) {
            (Field::Key, _) if self.fault == Fault::Empty => write!(f, "key of a person")?,
            (Field::Key, _) => write!(f, "person {person}")?,
            (Field::Tie, Some(to)) => write!(f, "tie from {person} to {}", Quoted(to))?,
            (Field::Tie, None) => write!(f, "person {person} in a tie")?,
            (_, Some(item)) if !item.is_empty() => {
                write!(f, "{word} {} of {person}", Quoted(item))?
            }
            _ => write!(f, "{word} of {person}")?,
        }
        // The culprit comes first, then the value and what was expected.
        match &self.fault {
            Fault::OutOfRange { value, expected } => write!(f, " is {value}, expected {expected}"),
            Fault::Empty => write!(f, " is empty, expected a name"),
            Fault::TooLong { length, limit } => {
                write!(f, " has {length} bytes, expected at most {limit}")
            }
            Fault::Unclean { expected } => {
                write!(
                    f,
                    " has characters that do not show, expected {}",
                    Quoted(expected)
                )
            }
            Fault::Twice(Some([one, other])) => {
                write!(
                    f,
                    ", with {one} and with {other}, is given twice, expected once"
                )
            }
            Fault::Twice(None) => write!(f, " is given twice, expected once"),
            Fault::SamePerson => write!(f, " names the same person twice, expected two people"),
            Fault::Unknown { nearest } => {
                write!(f, " is unknown, expected the key of someone in the network")?;
                match nearest {
                    Some(nearest) => write!(f, "; the nearest is {}", Quoted(nearest)),
                    None => Ok(()),
                }
            }
            Fault::Width { found, expected } => {
                write!(f, " has {found} numbers, expected {expected}")
            }
            Fault::TooMany { count, limit } => {
                write!(f, " has {count} entries, expected at most {limit}")
            }
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
