//! Floor 3 — which pairs, groups and shares are best, as pure numbers?

mod prices;
pub(crate) mod sessions;

pub use crate::assign::prices::{Assignment, AssignmentGame, Completeness, PriceRange};
