//! Floor 3 — how far outside my circles, how contrary, how redundant? How varied is a list?
//!
//! Everything here works on plain numbers: people, circles and topics are small numbers or names of the caller's, ties a
//! [`Graph`]. What is unknown is `None`, never 0 and never a bonus.

mod circle;
mod contrarian;
mod difference;
mod graph;
mod hops;

pub use crate::diversity::circle::{circle_distance, hierarchy_distance, shared_circles};
pub use crate::diversity::contrarian::{
    ContrarianRule, Contrast, DEFAULT_EVIDENCE, DEFAULT_GROUND_SHARE, Disagreement, disagreements,
    divisiveness,
};
pub use crate::diversity::difference::{
    ACCEPTANCE_PEAK, Component, Difference, DifferenceWeights, acceptance,
};
pub use crate::diversity::graph::Graph;
pub use crate::diversity::hops::{HopSearch, hop_novelty};
