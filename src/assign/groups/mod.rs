//! Small groups: exact for a few people, local search over swaps for more, with a bound.
//!
//! [`GroupTask`] holds what each pair is worth, who must not meet and how large a group may be; [`GroupTask::best_found`]
//! answers. The value of a group of g people is the sum of its pairs divided by g − 1, so that a person counts as much in a
//! trio as in a pair. Fractional pairs bound every way of grouping, each person having as many peers as in the smallest group.

mod bound;
mod cooling;
mod design;
mod exact;
mod rename;
mod rounds;
mod search;
mod sizes;
mod starters;
mod task;
mod thirty_two;

pub(crate) use crate::assign::groups::bound::bound_by_peers;
pub(crate) use crate::assign::groups::cooling::Heat;
pub(crate) use crate::assign::groups::design::without_repeats;
pub(crate) use crate::assign::groups::exact::best_partition;
pub(crate) use crate::assign::groups::rename::rename;
pub(crate) use crate::assign::groups::rounds::{RoundsTask, SHARE, TIMES, anneal};
pub(crate) use crate::assign::groups::task::GroupQuota;
pub use crate::assign::groups::task::{GroupTask, Grouping, NEVER};
