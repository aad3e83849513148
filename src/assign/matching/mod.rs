//! Exact maximum-weight matching in general graphs, with its proof.
//!
//! [`WeightedPairs`] holds the allowed pairs; [`WeightedPairs::best`] answers exactly, [`WeightedPairs::quick`] within a
//! bound that it states, and [`WeightedPairs::best_with_capacities`] when a person may have several meetings. The exact
//! answer carries a [`Certificate`]: duals of people and of odd sets that no other matching can beat. The method is
//! Edmonds' primal-dual one (1965) in the form of Galil, Micali and Gabow (1986), started as in Blossom V
//! (Kolmogorov 2009) from greedy duals and then from the optimum over half-integral matchings.
//!
//! The files, each importing only those above it: `pairs` (weights), `certificate` (duals), `answer`; `fractional` (the
//! half-integral start), `blossoms` (nested odd cycles), `search` (one alternating tree), `shrink` (its blossoms), `augment`
//! (its end); `exact`, `quick` and `capacity` answer.

mod answer;
mod augment;
mod blossoms;
mod capacity;
mod certificate;
mod exact;
mod fractional;
mod pairs;
mod quick;
mod search;
mod shrink;

pub use crate::assign::matching::answer::Matching;
pub use crate::assign::matching::capacity::CapacitatedMatching;
pub use crate::assign::matching::certificate::{Certificate, Flaw, OddSet};
pub use crate::assign::matching::pairs::{Aim, WeightedPairs};
