//! Everything that the score of a pair is computed from, compiled once for a matcher.

use std::sync::OnceLock;

use crate::acceptance::{Acceptance, Evidence, Past, Predictor};
use crate::benefit::{
    Guest, Meaning, Profile, Profiles, StanceFeatures, StanceRule, Topics, Vectors, View, Want,
};
use crate::diversity::{Component, DifferenceWeights, Foretold, divisiveness};
use crate::id::{PersonIndex, TopicId};
use crate::network::{Hops, Network};
use crate::numeric::cosine;
use crate::person::Visibility;
use crate::recommend::components::GraphComponents;
use crate::recommend::contrasts::{
    expected_terms, max_contrasts, model_of, most_of_contrasts, most_of_ground,
};
use crate::recommend::links::{Linked, links, tell_consent};
use crate::recommend::policy::{Policy, Unspoken};
use crate::recommend::profile::profile;
use crate::recommend::weighed::Weighed;
use crate::rows::{PatchedRows, Rows, signature};

/// For whose eyes an answer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Someone who asks about another: nothing that the other hides counts.
    #[default]
    Asker,
    /// Whoever runs the community: everything counts.
    Operator,
}

impl Audience {
    /// How much of another's vectors the audience may know.
    pub(crate) fn view(self) -> View {
        match self {
            Self::Asker => View::Others,
            Self::Operator => View::Own,
        }
    }
}

/// The facts, the policy, and what both compile to.
#[derive(Debug)]
pub(crate) struct ScoringData {
    pub(crate) network: Network,
    pub(crate) policy: Policy,
    pub(crate) vectors: Vectors,
    /// By person: the vectors that others may know, for those who hide a need.
    pub(crate) hidden: Vec<Option<Box<Profile>>>,
    /// Stances, the hidden ones too.
    pub(crate) stances: Rows<(TopicId, f32)>,
    /// By person: the signature of the topics of those.
    pub(crate) spoken: Vec<u64>,
    /// Stances that are shown.
    pub(crate) shown: Rows<(TopicId, f32)>,
    /// By topic: how much the shown stances divide the community.
    pub(crate) topic_weights: Vec<f32>,
    /// Unit-length vectors over topics of interest and skills, for common ground; empty rows where nothing asks for them.
    pub(crate) profiles: PatchedRows<(u32, f32)>,
    /// What pairs share, where consent weighs; made on first use.
    pub(crate) links: OnceLock<Option<Linked>>,
    /// Whether that bounds consent.
    pub(crate) linked: bool,
    /// Stances as features, when anyone seeks disagreement; then what each may gain from it at most.
    pub(crate) stance_features: Option<StanceFeatures>,
    pub(crate) max_contrarian_gains: Vec<f32>,
    /// Distances in ties, when they weigh.
    pub(crate) hops: Option<Hops>,
    pub(crate) components: GraphComponents,
    /// What people would probably say, by what all show; where the policy asks for it.
    pub(crate) opinions: Option<Foretold>,
    /// By person: the most that a disagreement with anyone may score, all ground taken to be common.
    pub(crate) max_contrasts: Vec<f32>,
    /// The number of the attribute key by which the policy tells competitors, and what is left of their score.
    pub(crate) competitors: Option<(u32, f32)>,
    /// What tells whether two people would say yes.
    pub(crate) evidence: Evidence,
    /// The policy's model, told by the means of this community.
    pub(crate) acceptance: Acceptance,
    /// The policy's weights without the components of which the community shows no data at all.
    pub(crate) weights: DifferenceWeights,
    /// Whether any component of a difference weighs.
    pub(crate) weighs_difference: bool,
}

impl ScoringData {
    pub(crate) fn new(network: &Network, policy: Policy, past: Past) -> Self {
        let (stances, shown) = (stances(network, true), stances(network, false));
        // How far opinions on a topic are spread tells how much a disagreement on it weighs.
        let mut by_topic: Vec<Vec<f32>> = vec![Vec::new(); network.facts().topics.len()];
        for &(topic, position) in shown.cells() {
            by_topic[topic.index()].push(position);
        }
        // What a hidden stance alone makes known must not change what others read.
        let spoken = !shown.cells().is_empty();
        let compared =
            !stances.cells().is_empty() || policy.difference.get(Component::Unexpectedness) > 0.0;
        let mut profiles = Rows::default();
        for person in network.indices() {
            profiles.push(if compared {
                profile(network, person)
            } else {
                Vec::new()
            });
        }
        let weights = known_weights(network, policy.difference, spoken);
        let weighs = |&part: &Component| weights.get(part) > 0.0;
        let vectors = Vectors::new(
            network,
            policy.specificity,
            policy.skill_weights,
            policy.meaning(),
        );
        // What the model does not weigh is never computed.
        let model = &policy.acceptance;
        let weighed = policy.acceptance_weight > 0.0;
        let needed = model.needed().map(|needed| needed && weighed);
        let apart = weighs(&Component::HopNovelty) || needed[Predictor::TiesApart as usize];
        let topic_weights: Vec<f32> = by_topic.into_iter().map(divisiveness).collect();
        let sought = &vectors.contrarian;
        let rule = StanceRule {
            evidence: policy.contrarian_rule.evidence(),
            topic_weights: &topic_weights,
            sought,
        };
        let opinions = (policy.unspoken == Unspoken::Foretold && spoken)
            .then(|| Foretold::new(model_of(&shown, topic_weights.len()), &stances));
        let max_contrasts = max_contrasts(&stances, opinions.as_ref(), rule.evidence);
        let competitors = policy.competitors.as_ref().and_then(|(attribute, price)| {
            let key = network.facts().attribute_keys.find(attribute)?;
            Some((key, 1.0 - price))
        });
        // Codes of stances bound what was said on shared topics, not what is foretold.
        let seeks = opinions.is_none() && spoken && sought.iter().any(|&weight| weight > 0.0);
        let stance_features = seeks
            .then(|| StanceFeatures::new(vectors.features(), rule, |person| stances.row(person)));
        let evidence = Evidence::new(network, past, needed, model.means());
        let acceptance = model.among(evidence.means());
        // Where little is known of the people, consent weighs little.
        let weight = evidence.consent_weight(policy.acceptance_weight);
        let most = sought.iter().zip(&max_contrasts);
        let max_contrarian_gains = most.map(|(sought, most)| sought * most).collect();
        let linked = tell_consent((&acceptance, weight), &evidence);
        Self {
            max_contrarian_gains,
            max_contrasts,
            stance_features,
            competitors,
            hidden: hidden_profiles(network, &vectors),
            vectors,
            spoken: stances.iter().map(signature).collect(),
            stances,
            shown,
            topic_weights,
            profiles: profiles.into(),
            hops: apart.then(|| Hops::new(network.acquaintances())),
            components: GraphComponents::new(network, &weights),
            links: OnceLock::new(),
            linked,
            acceptance,
            evidence,
            weighs_difference: Component::ALL.iter().any(weighs),
            weights,
            network: network.clone(),
            opinions,
            policy,
        }
    }

    /// What pairs share, where consent or disagreement hangs on it.
    fn linked(&self) -> Option<&Linked> {
        let linked = self.links.get_or_init(|| {
            let weighs = self.weights.get(Component::Contrarian) > 0.0;
            let sought = self.vectors.contrarian.iter().any(|&weight| weight > 0.0);
            let counts =
                weighs || self.stance_features.is_some() || self.opinions.is_some() && sought;
            let ground = most_of_ground(&self.profiles, &self.policy);
            let evidence = self.policy.contrarian_rule.evidence();
            let topics = Topics {
                ground: &most_of_contrasts(ground, self.opinions.is_some(), &self.max_contrasts),
                expected: &expected_terms(&self.stances, self.opinions.as_ref(), evidence),
                stances: self.opinions.is_none().then_some(&self.stances),
                weights: &self.topic_weights,
                evidence,
                sought: &self.vectors.contrarian,
            };
            let weight = self.evidence.consent_weight(self.policy.acceptance_weight);
            let rule = (&self.policy, &self.weights, counts.then_some(topics));
            links(self.weighed(), weight, rule)
        });
        linked.as_ref()
    }

    fn weighed(&self) -> Weighed<'_> {
        Weighed {
            network: &self.network,
            model: &self.acceptance,
            evidence: &self.evidence,
        }
    }

    /// Someone of a changed network, as the kernels may ask for them what is laid out here; `None` where that bounds nothing.
    pub(crate) fn guest(&self, now: &Self, person: PersonIndex) -> Option<Guest> {
        let before = |contact: PersonIndex| {
            let place = self.network.index(now.network.id_at(contact))?;
            Some(place.0)
        };
        let stances = now.stances.row(person);
        self.linked()?
            .guest(now.weighed(), (person, stances), before)
    }

    /// What a person wants, as far as an audience other than the person may know it.
    pub(crate) fn wants(&self, person: PersonIndex, audience: Audience) -> &[Want] {
        match self.shown_only(person, audience) {
            Some(profile) => &profile.wants,
            None => self.vectors.wants.row(person),
        }
    }

    /// What a person gives, as far as an audience other than the person may know it.
    pub(crate) fn gives(&self, person: PersonIndex, audience: Audience) -> &[(u32, f32)] {
        match self.shown_only(person, audience) {
            Some(profile) => &profile.gives,
            None => self.vectors.gives.row(person),
        }
    }

    /// Whether a person hides anything that counts.
    pub(crate) fn hides(&self, person: PersonIndex) -> bool {
        let stances =
            [Audience::Operator, Audience::Asker].map(|of| self.stances(person, of).len());
        self.hidden[person.index()].is_some() || stances[0] != stances[1]
    }

    fn shown_only(&self, person: PersonIndex, audience: Audience) -> Option<&Profile> {
        let hidden = self.hidden[person.index()].as_deref();
        hidden.filter(|_| audience == Audience::Asker)
    }

    /// What is gained by closeness in meaning; `None` where nothing is.
    pub(crate) fn meaning(&self) -> Option<Meaning<'_>> {
        self.vectors.meaning(&self.network)
    }

    /// What i gains from j by closeness in meaning, as an audience may know it of i.
    pub(crate) fn meaning_gain(&self, i: PersonIndex, j: PersonIndex, audience: Audience) -> f32 {
        let meaning = self.meaning();
        meaning.map_or(0.0, |meaning| {
            meaning.gain(i.index(), j.index(), audience.view())
        })
    }

    /// What the kernels read, with bounds of what is gained beside it.
    pub(crate) fn profiles(&self) -> Profiles<'_> {
        let (vectors, stances) = (&self.vectors, self.stance_features.as_ref());
        let kinds = vectors.kinds();
        Profiles {
            wants: vectors.wants.whole(),
            gives: vectors.gives.whole(),
            kinds: stances.map_or(kinds, |stances| stances.kinds(kinds)),
            stances,
            max_extra_gains: &self.max_contrarian_gains,
            meaning: self.meaning(),
            links: self.linked().map(|linked| &linked.links),
            keys: &[],
        }
    }

    /// Whether the kernels bound consent by what two people share.
    pub(crate) fn is_linked(&self) -> bool {
        self.linked
    }

    /// A person's stances: one's own for oneself, what is shown for anyone else.
    pub(crate) fn stances(&self, person: PersonIndex, audience: Audience) -> &[(TopicId, f32)] {
        match audience {
            Audience::Operator => self.stances.row(person),
            Audience::Asker => self.shown.row(person),
        }
    }

    /// How divisive a topic is.
    pub(crate) fn topic_weight(&self, topic: TopicId) -> f32 {
        self.topic_weights[topic.index()]
    }

    /// How unlike two profiles are, 1 − cosine; `None` where one of them is empty.
    pub(crate) fn profiles_apart(&self, i: u32, j: u32) -> Option<f64> {
        let known = |person: u32| !self.profiles.row(person).is_empty();
        (known(i) && known(j))
            .then(|| 1.0 - f64::from(self.common_ground(PersonIndex(i), PersonIndex(j))))
    }

    /// Cosine of two profiles: how much common ground there is, from 0 to 1.
    pub(crate) fn common_ground(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        let (a, b) = (self.profiles.row(i), self.profiles.row(j));
        cosine(a, b) as f32
    }
}

/// The vectors that others may know of those who hide a need.
fn hidden_profiles(network: &Network, vectors: &Vectors) -> Vec<Option<Box<Profile>>> {
    let people = network.indices();
    people
        .map(|person| hidden_profile(network, vectors, person))
        .collect()
}

/// The vectors that others may know of someone who hides a need.
pub(crate) fn hidden_profile(
    network: &Network,
    vectors: &Vectors,
    person: PersonIndex,
) -> Option<Box<Profile>> {
    let mut needs = network.needs_at(person).iter();
    let embeddings = &network.facts().embeddings;
    let hides = embeddings.visibility(person) == Visibility::Hidden
        || needs.any(|need| need.visibility == Visibility::Hidden);
    hides.then(|| Box::new(vectors.profile(network, person, View::Others)))
}

/// Everyone's stances, with or without those they hide.
fn stances(network: &Network, hidden: bool) -> Rows<(TopicId, f32)> {
    let mut column = Rows::default();
    for person in network.indices() {
        column.push(stances_of(network, person, hidden));
    }
    column.shrink_to_fit();
    column
}

/// Someone's stances, with or without those they hide.
pub(crate) fn stances_of(
    network: &Network,
    person: PersonIndex,
    hidden: bool,
) -> impl Iterator<Item = (TopicId, f32)> {
    let stances = network.stances_at(person).iter();
    let counted = stances.filter(move |stance| hidden || stance.visibility == Visibility::Shown);
    counted.map(|stance| (stance.topic, stance.position))
}

/// The policy's weights without the components that the community has no data for: they would lower every score alike.
fn known_weights(network: &Network, weights: DifferenceWeights, spoken: bool) -> DifferenceWeights {
    let unknown = |&part: &Component| match part {
        Component::CircleLevel | Component::NextRing => network.facts().groups.len() == 0,
        Component::Contrarian => !spoken,
        _ => network.ties().ties() == 0,
    };
    let unknown = Component::ALL.into_iter().filter(unknown);
    unknown.fold(weights, DifferenceWeights::without)
}
