//! Floor 3 — what does one gain from another? (the scoring kernels, exact top-k)

mod compile;
mod mean;

pub(crate) use crate::benefit::compile::{Feature, Profile, Vectors, View, gain_with};
pub use crate::benefit::compile::{MENTOR_LEAD, OFFERS_IN_FULL, SkillWeights};
pub use crate::benefit::mean::Mean;
