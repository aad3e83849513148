//! Someone who was found.

use crate::benefit::links::Shared;
use crate::benefit::scan::close::Closeness;

/// Someone whose sums and factor suffice for a threshold that may have risen since.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) place: u32,
    /// The most that the pair may score.
    pub(crate) bound: f32,
    /// What the asker gains and gives at most, and what of it is closeness in meaning.
    pub(crate) most: [f32; 2],
    pub(crate) close: Closeness,
    /// What is made of the pair at most, and of what they share what few have.
    pub(crate) factor: f32,
    pub(crate) shared: Shared,
}
