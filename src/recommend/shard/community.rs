//! What every pair of shards needs of the community as a whole.

use crate::acceptance::CommunityEvidence;
use crate::diversity::{DifferenceWeights, TopicModel};
use crate::recommend::data::ScoringData;
use crate::recommend::policy::Policy;

/// The policy and the numbers that are measured over everyone.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct CommunityNumbers {
    pub(crate) policy: Policy,
    pub(crate) topic_weights: Vec<f32>,
    pub(crate) weights: DifferenceWeights,
    pub(crate) competitors: Option<(u32, f32)>,
    pub(crate) opinions: Option<TopicModel>,
    pub(crate) evidence: CommunityEvidence,
    /// Which measures of the graph weigh: ties apart, Burt's, communities, rings.
    pub(crate) hops: bool,
    pub(crate) measured: bool,
    pub(crate) communities: bool,
    pub(crate) rings: bool,
    /// Whether anyone gains by closeness in meaning.
    pub(crate) meaning: bool,
}

impl CommunityNumbers {
    pub(crate) fn of(data: &ScoringData) -> Self {
        Self {
            policy: data.policy.clone(),
            topic_weights: data.topic_weights.clone(),
            weights: data.weights,
            competitors: data.competitors,
            opinions: data
                .opinions
                .as_ref()
                .map(|opinions| opinions.model().topics()),
            evidence: data.evidence.of_community(),
            hops: data.hops.is_some(),
            measured: data.components.measures.is_some(),
            communities: !data.components.communities.is_empty(),
            rings: !data.components.rings.is_empty(),
            meaning: data.meaning().is_some(),
        }
    }
}
