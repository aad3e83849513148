//! Reciprocal peer matching: whom to meet, what each gains, and who can introduce.

#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod assign;
pub mod benefit;
pub mod diversity;
mod error;
mod id;
pub mod interop;
pub mod market;
mod network;
mod par;
pub mod path;
mod person;
pub mod plan;
mod recommend;
pub mod round;
mod unit;

pub use crate::benefit::{Mean, SkillWeights};
pub use crate::error::Error;
pub use crate::id::{CircleId, PersonId, SkillId, TopicId};
pub use crate::network::{Adjacency, Network, NetworkBuilder, Tie};
pub use crate::person::{
    Intent, Interest, Limits, Mode, Need, Offer, Person, Seek, Stance, Visibility, WantedCircle,
};
pub use crate::recommend::{
    Acquaintances, CircleRule, Displaced, Explanation, For, Item, Matcher, Policy, Query, Ranked,
    Recommendation, Side, Variety, WhyNot, oracle,
};
pub use crate::unit::Unit;
