//! What one person gains from another: the scoring kernels and the exact top-k.
//!
//! [`Matcher`](crate::Matcher) asks this room, and people who have vectors rather than names ask it directly:
//!
//! | vectors | everyone's lists | one person's list | by the definition |
//! |---|---|---|---|
//! | features and weights, [`SparseVectors`] | [`Pool::recommend_all`], streamed [`Pool::recommend_each`] | [`Pool::recommend`] | [`oracle::recommend`] |
//! | embeddings, [`DenseVectors`] | [`DenseVectors::recommend_all`], streamed [`DenseVectors::recommend_each`], of some pairs [`DenseVectors::recommend_all_where`] | [`DenseVectors::recommend`], among some [`DenseVectors::recommend_where`] | [`DenseVectors::recommend`] |
//!
//! People who come and go are a [`Snapshot`] or a [`DenseSnapshot`]; blocks of a community too large for one machine are scored by
//! [`score_block`] or [`score_dense_block`] and brought together by [`merge`].
//!
//! # Exactness
//!
//! Every list is that of the double loop: the same people in the same order, scores equal to the last bit, on any number of threads and
//! any instruction set. The kernels first sum bounds in small integers, rounded so that no bound is below the gain it stands for; who may
//! enter a list by these bounds is scored by the definition, in f32 with one fixed order of additions and no fused operations. So the
//! bounds decide only how much work there is. On x86-64 they are summed in registers of 64 bytes (AVX-512) or 32 (AVX2), found out when
//! the program runs; elsewhere one by one, with the same answer and more slowly.
//!
//! # How the sparse kernel works
//!
//! Features that at least one candidate in 96 holds are coded in four bits, one byte each, side by side for 128 candidates; one shuffle
//! looks up what 32 or 64 candidates' codes are worth to an asker. The codewords of a feature are those that overstate its amounts least.
//! All other features are lists of their holders. When one person asks, what is gained is summed first and what is given only for groups in
//! which someone is left. When everyone asks, each unordered pair is looked at once: what i gains takes i's few wants, and what i gives
//! takes j's, so both sides are summed by wants and one of them is turned over the diagonal. A pair is scored when both sums, their mean
//! and the two means that weigh one of them thrice may reach the threshold of either list: three tangents of the power mean rule out most
//! of what the sums alone would let pass.
//!
//! # What bounds know beside the features
//!
//! A score is more than benefit, and what lowers it prunes too. A [least gain](crate::Policy::floor) is asked of both sums. A gain that is
//! not known counts a little where the other side gains: sums are raised to it before they are compared. And where a score hangs on what
//! two people share, a contact, a circle, an interest, a topic on which they disagree, each pair is held to a factor of its own.
//!
//! When everyone asks, what a person shares with each of a block of 1,024 is added up in columns: key by key over those of the block who
//! have it, or over all of it in registers where they are many. One pass over the columns then bounds the chance that both say yes (a
//! power of the logistic function, by a parabola below the exponential), what disagreement adds and lifts, and the mean of both gains, and
//! compares their product with both lists. Whoever is left is scored once for both lists, part by part in the order of their cost, until a
//! part says no. A block's first lists come from the same bounds: its pairs are scored from the greatest bound on, until none reaches a list.
//!
//! When one person asks, inverted lists of the keys say who shares anything; all others are held to the most that is possible without. There
//! stances are features that only bounds read, for disagreement is no sum over topics, but it is below one.
//!
//! # How the dense kernel works
//!
//! Vectors are rounded to whole numbers: as rows up to 63, as columns up to 127, and by chunks of 64 numbers to lengths whose product is
//! below 2¹⁵. So 32 or 64 products are one instruction, are summed in 16 bits within a chunk and in 32 bits beyond, for vectors of any
//! width. By Cauchy and Schwarz the rounding errs by at most |a|·|δb| + |δa|·|b̂|; with that on top, both gains are bounded from above,
//! and a pair is scored in f32 when the mean of the bounds, or tangents above it, may reach the threshold of either list.
//!
//! # How words and embeddings are bounded together
//!
//! Embeddings of [people](crate::Person::need_vector) are rounded in the same way, by blocks of 1,024 places. Before the features of a row
//! are added up, its sums start from what closeness in meaning is worth at most: the bound of the cosine less the threshold, times the
//! person's weight, in the units of the sums and rounded up. So one threshold rules out pairs by both at once, and the two exact scalar
//! products are computed for pairs that are left alone.
//!
//! # Space
//!
//! While everyone is answered, people come in batches, small ones first, up to 32,768: a batch meets itself and all later ones, then its lists are handed over.
//! What is needed at work beside the lists, some 250 bytes a person, is made when a batch comes and dropped when it goes. Measured at
//! 1,000,000 people with 20 offers and 8 needs each over 14,000 features, ten peers each: at the peak 957 bytes a person with lists
//! handed over, 1,004 with all lists held (`cargo run --release --example million -- --stream`, and without `--stream`), of which the
//! vectors are 270 and their layout is 350.

mod all_pairs;
pub(crate) mod ask;
mod bound;
mod codebook;
mod compile;
mod dense;
mod feature;
mod feature_index;
mod greatest_first;
mod index;
mod kernel;
mod kinds;
mod links;
mod mean;
mod meaning;
pub mod oracle;
mod pool;
mod profiles;
mod related;
mod required_gain;
mod scan;
mod scarcity;
mod scattered_row;
mod simd;
mod snapshot;
mod sparse;
mod stances;
mod task;
mod top_k;
mod tournament;
mod vectors;
mod view;

pub use crate::benefit::compile::{OFFERS_IN_FULL, SkillWeights};
pub use crate::benefit::dense::{DenseSnapshot, DenseVectors, MOST_MAGNITUDE, score_dense_block};
pub use crate::benefit::feature::MENTOR_LEAD;
pub(crate) use crate::benefit::feature::{Feature, Layout, Want, gain_with};
pub(crate) use crate::benefit::index::Index;
pub(crate) use crate::benefit::links::{Consent, Expected, Guest, Links, PairBound, Topics};
pub use crate::benefit::mean::Mean;
pub(crate) use crate::benefit::meaning::{Meaning, MeaningRule, MeaningWeights};
pub use crate::benefit::pool::{Pool, score_block};
pub(crate) use crate::benefit::profiles::{Asker, Profiles};
pub use crate::benefit::snapshot::Snapshot;
pub use crate::benefit::sparse::{MOST_FEATURES, SparseVectors};
pub(crate) use crate::benefit::stances::{StanceFeatures, StanceRule, most_disagreement};
pub(crate) use crate::benefit::task::{Ask, Delivery, LinearPair, Task};
pub use crate::benefit::top_k::{Scored, merge};
pub(crate) use crate::benefit::vectors::{Profile, Vectors};
pub(crate) use crate::benefit::view::View;
