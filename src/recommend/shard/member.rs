//! The people of a shard, their contacts, and what happened between them.

use crate::acceptance::{PairContacts, PersonEvidence, Predictor};
use crate::benefit::Want;
use crate::diversity::Component;
use crate::id::{PersonId, PersonIndex};
use crate::network::Adjacency;
use crate::recommend::data::{Audience, ScoringData};
use crate::rows::AsIndex;

/// Everything that a pair's score takes from one person. Numbers of people are places in the whole community.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Member {
    pub(crate) place: u32,
    pub(crate) id: PersonId,
    pub(crate) open: bool,
    pub(crate) openness: Option<f32>,
    pub(crate) wants: Vec<Want>,
    pub(crate) gives: Vec<(u32, f32)>,
    pub(crate) contrarian: f32,
    pub(crate) max_contrarian_gain: f32,
    /// What closeness in meaning may be worth, and what is looked for and offered as embeddings; empty where it counts for nobody.
    pub(crate) meaning: f32,
    pub(crate) need: Vec<f32>,
    pub(crate) offer: Vec<f32>,
    pub(crate) stances: Vec<(u32, f32)>,
    /// Where the person stands in the space of opinions, where stances are foretold.
    pub(crate) opinion: [f64; 2],
    pub(crate) profile: Vec<(u32, f32)>,
    pub(crate) circles: Vec<Vec<u32>>,
    pub(crate) attributes: Vec<(u32, u32)>,
    pub(crate) blocks: Vec<u32>,
    pub(crate) ties: Vec<(u32, f32)>,
    pub(crate) ties_in: Vec<(u32, f32)>,
    pub(crate) component: u32,
    pub(crate) community: u32,
    pub(crate) ring: Option<(u32, Vec<u32>)>,
    pub(crate) evidence: PersonEvidence,
}

/// What a pair's score takes from someone whom one of the two knows.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Contact {
    pub(crate) place: u32,
    /// Whom the contact knows, where ties apart or ways of three ties count.
    pub(crate) knows: Vec<u32>,
    /// The weight as a shared contact.
    pub(crate) weight: f32,
    /// What a step on to any of its contacts counts, where ways of three ties are looked at.
    pub(crate) step: f32,
    pub(crate) community: u32,
    /// What the contact is about, where one's acquaintances are compared with others.
    pub(crate) profile: Vec<(u32, f32)>,
}

/// Who is in a shard, and whom they know.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ShardPeople {
    /// Places ascending.
    pub(crate) members: Vec<Member>,
    /// Everyone whom a member knows and who is none, places ascending.
    pub(crate) contacts: Vec<Contact>,
    /// What happened between members and anyone, pairs ascending.
    pub(crate) past: Vec<PairContacts>,
}

fn row(ties: &Adjacency, person: u32) -> Vec<(u32, f32)> {
    let strengths = ties.strengths(person).iter().copied();
    ties.neighbours(person)
        .iter()
        .copied()
        .zip(strengths)
        .collect()
}

fn community(data: &ScoringData, person: u32) -> u32 {
    let communities = &data.components.communities;
    communities.get(person.as_index()).copied().unwrap_or(0)
}

impl Member {
    pub(crate) fn of(data: &ScoringData, open: bool, person: PersonIndex) -> Self {
        let (network, facts) = (&data.network, data.network.facts());
        let (hops, opinions) = (data.hops.as_ref(), data.opinions.as_ref());
        let (paths, meaning) = (network.circles_at(person), data.meaning());
        let ring = data.components.rings.get(person.index()).cloned().flatten();
        let stances = data.stances(person, Audience::Operator).iter();
        Self {
            place: person.0,
            id: network.id_at(person),
            open,
            openness: facts.openness[person.index()],
            wants: data.vectors.wants.row(person).to_vec(),
            gives: data.vectors.gives.row(person).to_vec(),
            contrarian: data.vectors.contrarian[person.index()],
            meaning: meaning.map_or(0.0, |meaning| meaning.weight(person)),
            need: meaning.map_or_else(Vec::new, |meaning| meaning.embeddings.need(person).to_vec()),
            offer: meaning.map_or_else(Vec::new, |meaning| {
                meaning.embeddings.offer(person).to_vec()
            }),
            max_contrarian_gain: data.max_contrarian_gains[person.index()],
            stances: stances.map(|stance| (stance.0.0, stance.1)).collect(),
            opinion: opinions.map_or([0.0; 2], |opinions| opinions.model().place(person.0)),
            profile: data.profiles.row(person).to_vec(),
            circles: paths
                .map(|path| path.iter().map(|circle| circle.0).collect())
                .collect(),
            attributes: network.attribute_numbers_at(person).to_vec(),
            blocks: facts
                .blocks
                .row(person)
                .iter()
                .map(|other| other.0)
                .collect(),
            ties: row(network.ties(), person.0),
            ties_in: row(network.ties_in(), person.0),
            component: hops.map_or(0, |hops| hops.component(person.0)),
            community: community(data, person.0),
            ring: ring.map(|(place, spread)| (place, spread.counts().to_vec())),
            evidence: data.evidence.of_person(person.0),
        }
    }
}

impl Contact {
    /// What scoring with someone who knows this person takes from them.
    pub(crate) fn of(data: &ScoringData, person: u32) -> Self {
        let known = data.network.acquaintances().neighbours(person);
        let compares = data.weights.get(Component::Unexpectedness) > 0.0;
        let profile = data.profiles.row(person);
        let evidence = data.evidence.of_person(person);
        Self {
            place: person,
            knows: if data.hops.is_some() || data.evidence.needs(Predictor::ThreeSteps) {
                known.to_vec()
            } else {
                Vec::new()
            },
            weight: evidence.weight,
            step: evidence.step,
            community: community(data, person),
            profile: if compares {
                profile.to_vec()
            } else {
                Vec::new()
            },
        }
    }
}
