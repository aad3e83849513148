//! Whom to meet, and why.
//!
//! A [`Matcher`] holds compiled vectors and a [`Policy`]; a [`Query`] is a question, a [`Recommendation`] an answer with
//! its [`Explanation`] and its introduction. It weighs the measurements of the floor below and does not know how one is made.

mod community_questions;
mod compared;
mod compiled;
mod components;
mod consent;
mod contrasts;
mod data;
mod delta;
mod display;
mod entered;
mod explainer;
mod explanation;
mod keys;
mod links;
mod lists;
mod matcher;
mod opinions;
pub mod oracle;
mod outside_report;
mod person_questions;
mod policy;
mod profile;
mod pruned_score;
mod query;
mod ranked;
mod recommendation;
mod scorer;
mod shard;
mod side;
mod spliced;
mod update;
mod varied;
mod variety;
mod weighed;
mod why_nobody;
mod why_not;

pub(crate) use crate::recommend::data::Audience;
pub use crate::recommend::explanation::Explanation;
pub use crate::recommend::matcher::Matcher;
pub use crate::recommend::outside_report::OutsideReport;
pub use crate::recommend::policy::{Acquaintances, CircleRule, Policy, Unspoken};
pub use crate::recommend::query::Query;
pub(crate) use crate::recommend::query::ResolvedQuery;
pub use crate::recommend::ranked::{Ranked, StoredRanked};
pub use crate::recommend::recommendation::Recommendation;
pub use crate::recommend::shard::{Shard, ShardScorer};
pub use crate::recommend::side::{Item, Side, Through};
pub use crate::recommend::variety::{Displaced, Variety};
pub use crate::recommend::why_nobody::WhyNobody;
pub use crate::recommend::why_not::{For, WhyNot};
