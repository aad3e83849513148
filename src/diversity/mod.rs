//! Structural measures of a network and diversity measures of lists, on plain numbers.
//!
//! Everything here works on plain numbers: people, circles and topics are small numbers or names of the caller's, ties a
//! [`Graph`]. What is unknown is `None`, never 0 and never a bonus. A matcher weighs these measures for people.
//!
//! | question | answer |
//! |---|---|
//! | How shut in is everyone? | [`positions`], [`constraints`], [`structural_diversity`] |
//! | Who joins which circles? | [`brokerage`], [`broker_counts`], [`local_bridges`] |
//! | Who stands together? | [`communities`], [`modularity`] |
//! | How far outside is the one for the other? | [`circle_distance`], [`HopSearch`], [`OutsideMeasures`], [`RingSpread`] |
//! | Who sees it differently? | [`ContrarianRule`], [`disagreements`], [`StanceModel`] |
//! | What could they talk about? | [`conversation_starters`] |
//! | How far is a group split? | [`opinion_report`], [`polarisation`], [`walk_controversy`] |
//! | Which few of many make a varied list? | [`marginal_list`], [`max_sum_list`], [`dpp_list`], [`aspect_list`], [`coverage_list`] |
//! | How varied is it? | [`intra_list_distance`], [`rao_entropy`], [`aspect_recall`], [`gini`], [`blau`] and others |
//! | What would new ties change? | [`what_if`] |

mod circle;
mod community;
mod contrarian;
mod difference;
mod effect;
mod foretold;
mod graph;
mod hops;
mod list;
mod metrics;
mod neighbourhood;
mod opinion;
mod outside;
mod position;
mod ring;
mod stance_model;
mod tally;
mod tie;

pub use crate::diversity::circle::{circle_distance, hierarchy_distance, shared_circles};
pub use crate::diversity::community::{
    Communities, communities, communities_at, communities_watched, modularity,
};
pub use crate::diversity::contrarian::{
    ContrarianRule, Contrast, DEFAULT_EVIDENCE, DEFAULT_GROUND_SHARE, Disagreement, disagreements,
    divisiveness,
};
pub use crate::diversity::difference::{Component, Difference, DifferenceWeights};
pub use crate::diversity::effect::{BeforeAfter, Effect, REACH_HOPS, what_if};
pub(crate) use crate::diversity::foretold::Foretold;
pub use crate::diversity::graph::Graph;
pub use crate::diversity::hops::{HopSearch, hop_novelty};
pub use crate::diversity::list::{
    DppList, aspect_list, coverage_list, dpp_list, dpp_quality, marginal_list, max_sum_list,
};
pub use crate::diversity::metrics::{
    aspect_recall, assortativity, blau, blau_normalised, community_edge_gini_complement,
    cross_circle_share, directed_edge_gini_complement, external_internal, gini,
    intra_list_distance, long_tail_novelty, mean_prediction_distance, modularity_complement,
    rao_entropy,
};
pub use crate::diversity::neighbourhood::{
    Brokerage, broker_counts, brokerage, structural_diversity, structural_diversity_gain,
};
pub use crate::diversity::opinion::{
    OpinionReport, POLARISATION_EXPONENT, Starters, conversation_starters, group_consensus,
    opinion_report, polarisation, walk_controversy,
};
pub use crate::diversity::outside::OutsideMeasures;
pub use crate::diversity::position::{Position, constraints, dyadic_constraints, positions};
pub use crate::diversity::ring::{RING_SHARE, RingSpread, ring};
pub use crate::diversity::stance_model::StanceModel;
pub(crate) use crate::diversity::stance_model::TopicModel;
pub use crate::diversity::tie::{
    LocalBridge, TieOverlap, embeddedness, local_bridges, mutual_contacts, tie_overlaps, weakness,
};
