//! Floor 3 — which pairs, groups and shares are best, as pure numbers?

pub mod exposure;
mod matching;

pub use crate::assign::matching::{
    Aim, Certificate, Flaw, Matching, Meetings, OddGroup, WeightedPairs,
};
