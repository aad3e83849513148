//! Floor 3 — which pairs, groups and shares are best, as pure numbers?

mod groups;
mod matching;

pub use crate::assign::groups::{GroupTask, Grouping, NEVER};
pub use crate::assign::matching::{
    Aim, Certificate, Flaw, Matching, Meetings, OddGroup, WeightedPairs,
};
