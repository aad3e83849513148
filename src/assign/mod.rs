//! Which pairs, groups and shares are best, as pure numbers?

pub mod exposure;
mod groups;
mod matching;
pub(crate) mod prices;
pub(crate) mod sessions;

pub(crate) use crate::assign::groups::best_partition;
pub use crate::assign::groups::{GroupTask, Grouping, NEVER};
pub use crate::assign::matching::{
    Aim, CapacitatedMatching, Certificate, Flaw, Matching, OddSet, WeightedPairs,
};
pub use crate::assign::prices::{Assignment, AssignmentGame, Completeness, PriceRange};
