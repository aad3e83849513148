//! Floor 4 — whom should I meet, and why?
//!
//! A [`Matcher`] holds compiled vectors and a [`Policy`]; a [`Query`] is a question, a [`Recommendation`] an answer with
//! its [`Explanation`] and its introduction. It weighs the measurements of the floor below and does not know how one is made.

mod block;
mod community;
mod display;
mod explanation;
mod matcher;
pub mod oracle;
mod outside;
mod policy;
mod query;
mod ranking;
mod recommendation;
mod scorer;
mod variety;
mod why_not;

pub use crate::recommend::explanation::{Explanation, Item, Side};
pub use crate::recommend::matcher::Matcher;
pub use crate::recommend::outside::OutsideReport;
pub use crate::recommend::policy::{Acquaintances, CircleRule, Policy};
pub use crate::recommend::query::Query;
pub use crate::recommend::ranking::Ranked;
pub use crate::recommend::recommendation::Recommendation;
pub(crate) use crate::recommend::scorer::{Audience, PairScorer};
pub use crate::recommend::variety::{Displaced, Variety};
pub use crate::recommend::why_not::{For, WhyNot};
