//! What is wrong with one person, as data.

use std::fmt;

use crate::error::{Nearest, Number, Quoted};

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
                let nearest = Nearest(nearest);
                write!(
                    f,
                    " is unknown, expected the key of someone in the network{nearest}"
                )
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
