//! Floor 3 — what does one gain from another? (the scoring kernels, exact top-k)

pub(crate) mod ask;
mod book;
mod compile;
mod dense;
mod everyone;
mod index;
mod lanes;
mod mean;
mod need;
pub mod oracle;
mod pairing;
mod rows;
mod scan;
mod side;
mod snapshot;
mod sparse;
mod spread;
mod top;

pub(crate) use crate::benefit::compile::{Feature, Profile, Vectors, View, Want, gain_with};
pub use crate::benefit::compile::{MENTOR_LEAD, OFFERS_IN_FULL, SkillWeights};
pub use crate::benefit::dense::{DenseVectors, MOST_MAGNITUDE};
pub(crate) use crate::benefit::index::Index;
pub use crate::benefit::mean::Mean;
pub(crate) use crate::benefit::rows::{Asker, Rows};
pub(crate) use crate::benefit::scan::Ask;
pub use crate::benefit::snapshot::Snapshot;
pub use crate::benefit::sparse::{MOST_FEATURES, Pool, SparseVectors, score_block};
pub use crate::benefit::top::{Scored, merge};
