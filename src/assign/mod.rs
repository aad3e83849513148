//! Optimisation on plain numbers: matchings, groups, sessions, prices, shares of exposure.

mod bipartite;
pub mod exposure;
mod groups;
mod matching;
pub(crate) mod prices;
pub(crate) mod sessions;

pub use crate::assign::bipartite::{BipartitePlan, BipartiteTask, FairPlan};
pub(crate) use crate::assign::groups::{
    GroupQuota, Heat, RoundsTask, SHARE, TIMES, anneal, best_partition, bound_by_peers, rename,
    without_repeats,
};
pub use crate::assign::groups::{GroupTask, Grouping, NEVER};
pub use crate::assign::matching::{
    Aim, CapacitatedMatching, Certificate, Flaw, Matching, OddSet, WeightedPairs,
};
pub use crate::assign::prices::{Assignment, AssignmentGame, Completeness, PriceRange};
