//! The data of a changed network from those before.

use std::sync::OnceLock;

use crate::benefit::{StanceFeatures, StanceRule};
use crate::id::PersonIndex;
use crate::network::{Hops, Network};
use crate::par;
use crate::recommend::components::GraphComponents;
use crate::recommend::contrasts::max_contrasts;
use crate::recommend::data::{ScoringData, hidden_profile, stances_of};
use crate::recommend::profile::profile;
use crate::rows::{Piece, narrow, signature, spliced};

/// The data of a network before a change, whose measures of the community are kept, and everyone after it piece by piece: fresh are
/// those of these places now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<'a> {
    pub(crate) data: &'a ScoringData,
    pub(crate) pieces: &'a [Piece],
}

impl ScoringData {
    /// The same for a changed network: the measures of the community stay as they are, and those who are not fresh are copied. Nothing that
    /// the graph as a whole, the past or a model of opinions tells is known.
    ///
    /// O(facts) for copying them; what is compared but never laid out is shared.
    pub(crate) fn spliced(network: &Network, kept: Kept<'_>) -> Self {
        let Kept { data, pieces } = kept;
        let at = |place: usize| PersonIndex(narrow(place));
        let said = |hidden: bool| move |place: usize| stances_of(network, at(place), hidden);
        let stances = data.stances.spliced(pieces, said(true));
        let compared = !data.stances.cells().is_empty();
        let (vectors, evidence) = par::join(
            || data.vectors.spliced(network, pieces),
            || data.evidence.spliced(network, pieces),
        );
        let rule = data.stance_rule(&vectors.contrarian);
        let spoken = !data.shown.cells().is_empty();
        let seeks = spoken && rule.sought.iter().any(|&weight| weight > 0.0);
        let stance_features = seeks
            .then(|| StanceFeatures::new(vectors.features(), rule, |person| stances.row(person)));
        let max_contrasts = max_contrasts(&stances, None, rule.evidence);
        let most = rule.sought.iter().zip(&max_contrasts);
        let most = most.map(|(sought, most)| sought * most);
        let hides = |place: usize| hidden_profile(network, &vectors, at(place));
        Self {
            max_contrarian_gains: most.collect(),
            max_contrasts,
            stance_features,
            competitors: data.competitors,
            hidden: spliced(&data.hidden, pieces, hides),
            shown: data.shown.spliced(pieces, said(false)),
            topic_weights: data.topic_weights.clone(),
            profiles: data.profiles.patched(pieces, |place| match compared {
                true => profile(network, at(place)),
                false => Vec::new(),
            }),
            hops: data
                .hops
                .is_some()
                .then(|| Hops::new(network.acquaintances())),
            components: GraphComponents::new(network, &data.weights),
            links: OnceLock::new(),
            linked: data.linked,
            acceptance: data.acceptance.clone(),
            evidence,
            weighs_difference: data.weighs_difference,
            weights: data.weights,
            network: network.clone(),
            opinions: None,
            policy: data.policy.clone(),
            spoken: spliced(&data.spoken, pieces, |place| signature(stances.row(place))),
            stances,
            vectors,
        }
    }

    fn stance_rule<'a>(&'a self, sought: &'a [f32]) -> StanceRule<'a> {
        StanceRule {
            evidence: self.policy.contrarian_rule.evidence(),
            topic_weights: &self.topic_weights,
            sought,
        }
    }

    /// Whether the data of a changed network can be made from these, with these people touched.
    pub(crate) fn can_be_spliced(&self, network: &Network, touched: &[PersonIndex]) -> bool {
        let mut places = touched.iter();
        let spoken = !self.stances.cells().is_empty();
        !self.components.looks_one_way()
            && self.opinions.is_none()
            && self.meaning().is_none()
            && self.evidence.past().is_empty()
            && places.all(|&place| {
                let silent = network.stances_at(place).is_empty();
                self.vectors.lays_out(network, place) && (spoken || silent)
            })
    }
}
