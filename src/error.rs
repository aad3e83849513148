//! Floor 0 — what can go wrong at the door?
//!
//! Every input is checked once, where it enters. A message names the culprit, the value and what was expected.

/// What was refused at the door.
///
/// Building a [`Network`](crate::Network), setting up a question and looking someone up by name can fail; asking cannot.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number is not finite or lies outside its range.
    #[error("{what} is {value}, expected {expected}")]
    OutOfRange {
        /// The culprit, as in ``offer `rust` of `ana` ``.
        what: String,
        /// The value that was given.
        value: f32,
        /// The range that holds for it.
        expected: &'static str,
    },
    /// A name is empty or only white space.
    #[error("{what} is empty, expected a name")]
    EmptyName {
        /// The culprit, as in `name of a person`.
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
        /// The culprit, as in ``person `zoe` in a tie``.
        what: String,
        /// What would have been known.
        expected: &'static str,
    },
    /// A relation that needs two people names one twice.
    #[error("{what} names the same person twice, expected two people")]
    SamePerson {
        /// The culprit, as in ``tie from `ana` to `ana` ``.
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
}
