//! The components of a difference that depend on who looks at whom: position in the graph, communities, rings.

use crate::diversity::{
    Component, Difference, DifferenceWeights, Graph, OutsideMeasures, RingSpread, communities,
    ring, weakness,
};
use crate::id::{CircleId, PersonIndex};
use crate::network::Network;

/// Components that need the cleaned graph.
const BY_GRAPH: [Component; 4] = [
    Component::Weakness,
    Component::NonRedundancy,
    Component::CommunityNovelty,
    Component::Unexpectedness,
];

/// What these components need, compiled once; nothing of it when none of them weighs.
#[derive(Debug, Clone)]
pub(crate) struct GraphComponents {
    pub(crate) weights: DifferenceWeights,
    pub(crate) measures: Option<OutsideMeasures>,
    pub(crate) communities: Vec<u32>,
    /// By person: the place of the first hierarchy they have, and how their acquaintances spread over its rings.
    pub(crate) rings: Vec<Option<(u32, RingSpread)>>,
}

impl GraphComponents {
    pub(crate) fn new(network: &Network, weights: &DifferenceWeights) -> Self {
        let weighs = |part: &Component| weights.get(*part) > 0.0;
        // The graph, the partition and the rings cost memory of the whole community: none is made unless it weighs.
        let graph = BY_GRAPH
            .iter()
            .any(weighs)
            .then(|| Graph::from_ties(network.ties()));
        let communities = match &graph {
            Some(graph) if weighs(&Component::CommunityNovelty) => labels(network, graph),
            _ => Vec::new(),
        };
        let rings = if weighs(&Component::NextRing) {
            network
                .indices()
                .map(|person| spread(network, person))
                .collect()
        } else {
            Vec::new()
        };
        Self {
            weights: *weights,
            measures: graph.map(OutsideMeasures::new),
            communities,
            rings,
        }
    }

    /// Whether the difference of one for another may not be that of the other for the one.
    pub(crate) fn looks_one_way(&self) -> bool {
        self.measures.is_some() || !self.rings.is_empty()
    }

    /// Adds how different the second is for the first; `apart` compares two profiles where both are known.
    pub(crate) fn add(
        &self,
        difference: Difference,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        apart: impl Fn(u32, u32) -> Option<f64>,
    ) -> Difference {
        let with_rings = match self.rings.get(i.index()) {
            Some(spread) => {
                difference.with(Component::NextRing, next_ring(network, spread, (i, j)))
            }
            None => difference,
        };
        match &self.measures {
            Some(measures) => self.add_by_graph(with_rings, measures, (i.0, j.0), apart),
            None => with_rings,
        }
    }

    /// Someone without any ties is unknown to the graph, not far away in it.
    fn add_by_graph(
        &self,
        difference: Difference,
        measures: &OutsideMeasures,
        (i, j): (u32, u32),
        apart: impl Fn(u32, u32) -> Option<f64>,
    ) -> Difference {
        // Without a tie there is no place in the graph: that is unknown, and the unknown lifts nothing.
        let graph = measures.graph();
        if graph.degree(i) == 0 || graph.degree(j) == 0 {
            return difference;
        }
        let mut all = difference;
        for part in BY_GRAPH
            .into_iter()
            .filter(|&part| self.weights.get(part) > 0.0)
        {
            let value = match part {
                Component::Weakness => Some(weakness(graph, i, j)),
                Component::NonRedundancy => Some(measures.non_redundancy(i, j)),
                Component::CommunityNovelty if self.communities[j as usize] != NO_COMMUNITY => {
                    measures.community_novelty(i, j, &self.communities)
                }
                Component::Unexpectedness => measures.unexpectedness(i, j, &apart),
                _ => None,
            };
            all = all.with(part, value.map(|value| value as f32));
        }
        all
    }
}

/// Marks a person whose community is not known.
const NO_COMMUNITY: u32 = u32::MAX;

/// The innermost group of everyone's first hierarchy; people without any share one. `None` where nobody has a circle.
pub(crate) fn first_groups(network: &Network) -> Option<Vec<u32>> {
    let facts = network.facts();
    let group = |person: PersonIndex| {
        let first = facts.hierarchies.row(person).first();
        first.and_then(|group| group.get()).unwrap_or(NO_COMMUNITY)
    };
    (facts.groups.len() > 0).then(|| network.indices().map(group).collect())
}

/// The groups of everyone; where nobody has one, the communities found in the graph.
fn labels(network: &Network, graph: &Graph) -> Vec<u32> {
    first_groups(network).unwrap_or_else(|| communities(graph).labels().to_vec())
}

/// The path of a person in the hierarchy at a place, empty where there is none.
fn path(network: &Network, person: PersonIndex, place: u32) -> &[CircleId] {
    network
        .circles_at(person)
        .nth(place as usize)
        .unwrap_or_default()
}

/// The place of the first hierarchy of a person, and how their acquaintances spread over its rings.
pub(crate) fn spread(network: &Network, person: PersonIndex) -> Option<(u32, RingSpread)> {
    let place = network
        .circles_at(person)
        .position(|path| !path.is_empty())? as u32;
    let contacts = network.acquaintances().neighbours(person.0).iter();
    let paths = contacts.map(|&contact| path(network, PersonIndex(contact), place));
    Some((place, RingSpread::new(path(network, person, place), paths)?))
}

fn next_ring(
    network: &Network,
    spread: &Option<(u32, RingSpread)>,
    (i, j): (PersonIndex, PersonIndex),
) -> Option<f32> {
    let (place, spread) = spread.as_ref()?;
    ring(path(network, i, *place), path(network, j, *place)).map(|ring| spread.fit(ring))
}
