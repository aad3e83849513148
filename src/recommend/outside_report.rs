//! How far some people lie outside one person's circle.

use crate::diversity::{
    Component, Difference, DifferenceWeights, HopSearch, circle_distance, mutual_contacts,
};
use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::numeric::cosine;
use crate::recommend::components::GraphComponents;
use crate::recommend::profile::profile;

/// How far someone lies outside another's circle, component by component, whatever the policy weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OutsideReport {
    /// Whom it is about.
    pub peer: PersonId,
    /// Every component that is known for the pair, but for disagreement.
    pub difference: Difference,
    /// The plain mean of the known components; `None` when none is known.
    pub mean: Option<f32>,
    /// How many acquaintances the two share.
    pub mutual: u32,
    /// The chance that both say yes, [`Matcher::acceptance`](crate::Matcher::acceptance). Novelty times this is what one may expect of a
    /// proposal.
    pub acceptance: f32,
}

/// The reports of some others for one person.
pub(crate) fn reports(
    network: &Network,
    who: PersonIndex,
    others: impl IntoIterator<Item = PersonIndex>,
    mut acceptance: impl FnMut(PersonIndex) -> f32,
) -> Vec<OutsideReport> {
    // Everything of the graph weighs here, whatever the policy weighs: a report shows all that is known.
    let all = Component::ALL
        .into_iter()
        .filter(|&part| part != Component::Contrarian);
    let weights = all.fold(DifferenceWeights::none(), |weights, part| {
        weights
            .with(part, 1.0)
            .expect("1 lies within the range of a weight")
    });
    let outside = GraphComponents::new(network, &weights);
    // What others may see of everyone: the report is read by the asker.
    let profiles: Vec<_> = network
        .indices()
        .map(|person| profile(network, person))
        .collect();
    let apart = |one: u32, other: u32| {
        let (a, b) = (&profiles[one as usize], &profiles[other as usize]);
        (!a.is_empty() && !b.is_empty()).then(|| 1.0 - cosine(a, b))
    };
    // One breadth-first search from the asker serves every report.
    let measures = outside.measures.as_ref();
    let measures = measures.expect("the graph is built when its components weigh");
    let mut hops = HopSearch::new(measures.graph());
    hops.start(who.0);
    let report = |other: PersonIndex| {
        let level = circle_distance(network.circles_at(who), network.circles_at(other));
        let novelty = hops.novelty(other.0);
        let shared = Difference::default()
            .with(Component::CircleLevel, level)
            .with(Component::HopNovelty, novelty);
        let difference = outside.add(shared, network, (who, other), apart);
        let mutual = mutual_contacts(measures.graph(), who.0, other.0);
        OutsideReport {
            peer: network.id_at(other),
            mean: weights.mean_of_known(&difference),
            difference,
            mutual,
            acceptance: acceptance(other),
        }
    };
    others.into_iter().map(report).collect()
}
