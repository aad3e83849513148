//! The components of a difference that depend on who looks: graph position, communities, rings.

use crate::diversity::{
    Component, Difference, DifferenceWeights, Graph, HopSearch, OutsideMeasures, RingSpread,
    acceptance, circle_distance, communities, mutual_contacts, ring, weakness,
};
use crate::id::{CircleId, PersonIndex};
use crate::network::Network;
use crate::numeric::cosine;
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::profile;

/// Components that need the cleaned graph.
const BY_GRAPH: [Component; 4] = [
    Component::Weakness,
    Component::NonRedundancy,
    Component::CommunityNovelty,
    Component::Unexpectedness,
];

/// What these components need, compiled once; nothing of it when none of them weighs.
#[derive(Debug, Clone)]
pub(crate) struct Outside {
    weights: DifferenceWeights,
    measures: Option<OutsideMeasures>,
    communities: Vec<u32>,
    /// By person: the place of the first hierarchy they have, and how their acquaintances spread over its rings.
    rings: Vec<Option<(u32, RingSpread)>>,
}

impl Outside {
    pub(crate) fn new(network: &Network, weights: &DifferenceWeights) -> Self {
        let weighs = |part: &Component| weights.get(*part) > 0.0;
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

    /// The policy's weights without what a community has no data for.
    pub(crate) fn known(network: &Network, mut weights: DifferenceWeights) -> DifferenceWeights {
        if network.ties().ties() == 0 {
            weights = BY_GRAPH
                .iter()
                .fold(weights, |kept, &part| kept.without(part));
        }
        if network.facts().groups.len() == 0 {
            weights = weights.without(Component::NextRing);
        }
        weights
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
                    Some(measures.community_novelty(i, j, &self.communities))
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

/// The innermost group of everyone's first hierarchy; where nobody has one, the communities found in the graph.
fn labels(network: &Network, graph: &Graph) -> Vec<u32> {
    let facts = network.facts();
    if facts.groups.len() == 0 {
        return communities(graph).labels().to_vec();
    }
    let first = |person: PersonIndex| facts.hierarchies.get(person.index()).first().copied();
    network
        .indices()
        .map(|person| first(person).unwrap_or(NO_COMMUNITY))
        .collect()
}

/// The path of a person in the hierarchy at a place, empty where there is none.
fn path(network: &Network, person: PersonIndex, place: u32) -> &[CircleId] {
    network
        .circles_at(person)
        .nth(place as usize)
        .unwrap_or_default()
}

fn spread(network: &Network, person: PersonIndex) -> Option<(u32, RingSpread)> {
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

/// How far someone lies outside another's circle, component by component, whatever the policy weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutsideReport {
    /// Every component that is known for the pair, but for disagreement.
    pub difference: Difference,
    /// The plain mean of the known components; `None` when none is known.
    pub mean: Option<f32>,
    /// How many acquaintances the two share.
    pub mutual: u32,
    /// How likely the other accepts, relative to the best number of shared acquaintances: [`acceptance`]. Novelty times
    /// this is what one may expect of a proposal.
    pub acceptance: f32,
}

impl Matcher {
    /// Reports how far some people lie outside a person's circle. Everything is measured here, whatever the policy weighs,
    /// and unlike in a score the unknown is left out of the mean.
    ///
    /// # Panics
    ///
    /// Panics on ids of another, larger network.
    ///
    /// # Complexity
    ///
    /// O(ties · log ties) once, then for each other the ties of both, and a profile for each acquaintance.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Component;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core", "acme"]))
    ///     .person(Person::new("ben").circle(["ops", "acme"]))
    ///     .person(Person::new("caro"))
    ///     .tie("ana", "caro", 0.8)
    ///     .tie("caro", "ben", 0.5)
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let report = matcher.outside_reports(network.id("ana")?, [network.id("ben")?])[0];
    /// assert_eq!(report.difference.get(Component::CircleLevel), Some(0.5));
    /// assert_eq!(report.difference.get(Component::HopNovelty), Some(0.5));
    /// assert_eq!(report.mutual, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outside_reports(
        &self,
        who: PersonIndex,
        others: impl IntoIterator<Item = PersonIndex>,
    ) -> Vec<OutsideReport> {
        let network = self.network();
        let all = Component::ALL
            .into_iter()
            .filter(|&part| part != Component::Contrarian);
        let weights = all.fold(DifferenceWeights::none(), |weights, part| {
            weights
                .with(part, 1.0)
                .expect("1 lies within the range of a weight")
        });
        let outside = Outside::new(network, &weights);
        let profiles: Vec<_> = network
            .indices()
            .map(|person| profile(network, person))
            .collect();
        let apart = |one: u32, other: u32| {
            let (a, b) = (&profiles[one as usize], &profiles[other as usize]);
            (!a.is_empty() && !b.is_empty()).then(|| 1.0 - cosine(a, b))
        };
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
                mean: weights.mean_of_known(&difference),
                difference,
                mutual,
                acceptance: acceptance(mutual),
            }
        };
        others.into_iter().map(report).collect()
    }

    /// How a person's acquaintances spread over the rings around them: team, company, country, world; by the first
    /// hierarchy the person has, `None` without any.
    ///
    /// # Panics
    ///
    /// Panics on an id of another, larger network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core", "acme", "pt"]))
    ///     .person(Person::new("ben").circle(["core", "acme", "pt"]))
    ///     .tie("ana", "ben", 0.9)
    ///     .build()?;
    /// let rings = Matcher::new(&network).rings(network.id("ana")?).expect("circles");
    /// assert_eq!(rings.counts(), [1, 0, 0, 0]);
    /// assert_eq!(rings.next(), 1); // someone of another team of acme
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn rings(&self, person: PersonIndex) -> Option<RingSpread> {
        spread(self.network(), person).map(|(_, spread)| spread)
    }
}
