//! Floor 3 — what does one gain from another? (the scoring kernels, exact top-k)

pub(crate) mod ask;
mod book;
mod compile;
mod dense;
mod everyone;
mod feature;
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
mod vectors;

pub use crate::benefit::compile::{OFFERS_IN_FULL, SkillWeights};
pub use crate::benefit::dense::{DenseVectors, MOST_MAGNITUDE};
pub use crate::benefit::feature::MENTOR_LEAD;
pub(crate) use crate::benefit::feature::{Feature, Want, gain_with};
pub(crate) use crate::benefit::index::Index;
pub use crate::benefit::mean::Mean;
pub(crate) use crate::benefit::rows::{Asker, Rows};
pub(crate) use crate::benefit::scan::Ask;
pub use crate::benefit::snapshot::Snapshot;
pub use crate::benefit::sparse::{MOST_FEATURES, Pool, SparseVectors, score_block};
pub use crate::benefit::top::{Scored, merge};
pub(crate) use crate::benefit::vectors::{Profile, Vectors, View};
