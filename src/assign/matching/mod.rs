//! Which pairs are best together? Exact maximum-weight matching in general graphs, with its proof.
//!
//! [`WeightedPairs`] holds the allowed pairs; [`WeightedPairs::best`] answers exactly, [`WeightedPairs::quick`] within a
//! bound that it states, and [`WeightedPairs::best_with_capacities`] when a person may have several meetings. The exact
//! answer carries a [`Certificate`]: prices of people and of odd groups that no other matching can beat. The method is
//! Edmonds' primal-dual one (1965) in the form of Galil, Micali and Gabow (1986), started as in Blossom V
//! (Kolmogorov 2009) from greedy prices and then from the optimum over half-integral matchings.

mod answer;
mod blossom;
mod capacity;
mod certificate;
mod finish;
mod fractional;
mod pairs;
mod quick;
mod search;

pub use crate::assign::matching::answer::Matching;
pub use crate::assign::matching::capacity::CapacitatedMatching;
pub use crate::assign::matching::certificate::{Certificate, Flaw, OddSet};
pub use crate::assign::matching::pairs::{Aim, WeightedPairs};
