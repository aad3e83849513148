//! The people of two shards put together: who counts, and each table of the community that they make.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::acceptance::{Evidence, PersonEvidence};
use crate::benefit::{MeaningWeights, StanceFeatures, StanceRule, Vectors};
use crate::diversity::{Component, Foretold, Graph, OutsideMeasures, RingSpread, StanceModel};
use crate::id::{CircleId, PersonId, PersonIndex, TopicId};
use crate::network::{Adjacency, Embeddings, Facts, Groups, Hops, Network};
use crate::recommend::components::GraphComponents;
use crate::recommend::contrasts::max_contrasts;
use crate::recommend::data::ScoringData;
use crate::recommend::links::tell_consent;
use crate::recommend::shard::community::CommunityNumbers;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::{Contact, Member, ShardPeople};
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow, signature};

/// Someone at a place of the part.
#[derive(Clone, Copy)]
pub(crate) enum Someone<'s> {
    Member(&'s Member),
    Contact(&'s Contact),
    /// Known to several contacts, and only that counts.
    Between,
}

/// Everyone who counts, by place.
pub(crate) fn people(shards: [&ShardPeople; 2]) -> BTreeMap<u32, Someone<'_>> {
    // Someone whom a single contact knows lies on no path of four ties between two members that is the shortest.
    let mut known: BTreeMap<u32, u32> = BTreeMap::new();
    // A contact known to both shards is one person, and a member is never only a contact.
    let contacts: BTreeMap<u32, &Contact> = shards
        .iter()
        .flat_map(|shard| &shard.contacts)
        .map(|contact| (contact.place, contact))
        .collect();
    for &other in contacts.values().flat_map(|contact| &contact.knows) {
        *known.entry(other).or_default() += 1;
    }
    let between = known.into_iter().filter(|&(_, count)| count > 1);
    let mut people: BTreeMap<u32, Someone<'_>> = between
        .map(|(place, _)| (place, Someone::Between))
        .collect();
    people.extend(
        contacts
            .into_iter()
            .map(|(place, contact)| (place, Someone::Contact(contact))),
    );
    for member in shards.iter().flat_map(|shard| &shard.members) {
        people.insert(member.place, Someone::Member(member));
    }
    people
}

/// The part while it is put together.
pub(crate) struct Assembly<'s> {
    pub(crate) community: &'s CommunityNumbers,
    pub(crate) header: &'s Header,
    pub(crate) places: Vec<u32>,
    pub(crate) people: Vec<Someone<'s>>,
}

impl<'s> Assembly<'s> {
    /// The number here of a place in the whole community.
    pub(crate) fn number(&self, place: u32) -> Option<u32> {
        self.places.binary_search(&place).ok().map(narrow)
    }

    fn member(&self, number: usize) -> Option<&'s Member> {
        match self.people[number] {
            Someone::Member(member) => Some(member),
            _ => None,
        }
    }

    /// One entry a person, what members say and the same for all others.
    pub(crate) fn list<T: Clone>(&self, others: T, of: impl Fn(&'s Member) -> T) -> Vec<T> {
        let numbers = 0..self.people.len();
        numbers
            .map(|number| self.member(number).map_or_else(|| others.clone(), &of))
            .collect()
    }

    /// One row a person, empty for all but members.
    fn rows<T>(&self, of: impl Fn(&'s Member) -> Vec<T>) -> Rows<T> {
        let mut rows = Rows::default();
        (0..self.people.len()).for_each(|number| {
            rows.push(self.member(number).map_or_else(Vec::new, &of));
        });
        rows
    }

    /// Of a contact only the weight and the step to its contacts count.
    pub(crate) fn contact_evidence(&self) -> Vec<PersonEvidence> {
        let counted = |someone: &Someone<'_>| match someone {
            Someone::Contact(contact) => (contact.weight, contact.step),
            _ => (0.0, 0.0),
        };
        let people = self.people.iter().map(counted);
        people
            .map(|(weight, step)| PersonEvidence {
                weight,
                step,
                ..PersonEvidence::default()
            })
            .collect()
    }

    /// The ties of members, both those they have and those others have to them.
    fn ties(&self) -> Adjacency {
        let mut ties = Vec::new();
        for (own, someone) in (0_u32..).zip(&self.people) {
            let Someone::Member(member) = *someone else {
                continue;
            };
            let numbered = |row: &'s [(u32, f32)]| {
                row.iter()
                    .filter_map(|&(other, strength)| Some((self.number(other)?, strength)))
            };
            // Out of a member and into one: a tie between two members is told twice and kept once.
            ties.extend(numbered(&member.ties).map(|(to, strength)| (own, to, strength)));
            ties.extend(numbered(&member.ties_in).map(|(from, strength)| (from, own, strength)));
        }
        Adjacency::from_checked(narrow(self.people.len()), &ties)
    }

    /// Who knows whom, as far as paths between members go.
    fn acquaintances(&self, ties: &Adjacency) -> Adjacency {
        let mut both: Vec<(u32, u32, f32)> = ties
            .iter()
            .flat_map(|(from, to, strength)| [(from, to, strength), (to, from, strength)])
            .collect();
        for (own, someone) in (0_u32..).zip(&self.people) {
            let Someone::Contact(contact) = *someone else {
                continue;
            };
            // How strong these ties are is asked nowhere.
            let known = contact.knows.iter().filter_map(|&other| self.number(other));
            both.extend(known.flat_map(|other| [(own, other, 1.0), (other, own, 1.0)]));
        }
        Adjacency::from_checked(narrow(self.people.len()), &both)
    }

    /// The facts that scoring reads; names are none of them.
    fn facts(&self) -> Facts {
        let (ties, blank) = (self.ties(), PersonId::from_u64(0));
        // Equal paths of circles are one group, numbered as they come.
        let mut groups: BTreeMap<&[u32], u32> = BTreeMap::new();
        let mut paths = Rows::default();
        let mut hierarchies = Rows::default();
        for number in 0..self.people.len() {
            let circles = self
                .member(number)
                .map_or(&[][..], |member| &member.circles);
            // A path of no circles is a person without a hierarchy at that place.
            let groups = circles.iter().map(|path| {
                if path.is_empty() {
                    return MaybeIndex::NONE;
                }
                let next = narrow(groups.len());
                let group = *groups.entry(path).or_insert(next);
                if group == next {
                    paths.push(path.iter().map(|&circle| CircleId(circle)));
                }
                MaybeIndex::some(group)
            });
            hierarchies.push(groups.collect::<Vec<_>>());
        }
        let known = |member: &Member| {
            let blocked = member.blocks.iter().filter_map(|&other| self.number(other));
            blocked.map(PersonIndex).collect()
        };
        let interests = |member: &Member| {
            let interests = member.evidence.interests.iter();
            interests
                .map(|&(topic, weight)| (TopicId(topic), weight))
                .collect()
        };
        Facts {
            ids: self.list(blank, |member| member.id),
            groups: Groups::of_paths(paths),
            hierarchies,
            interests: self.rows(interests).into(),
            attributes: self.rows(|member| member.attributes.clone()),
            blocks: self.rows(known),
            embeddings: Embeddings {
                offers: self.rows(|member| member.offer.clone()),
                needs: self.rows(|member| member.need.clone()),
                width: self.header.width.as_index(),
                ..Embeddings::default()
            },
            openness: self.list(None, |member| member.openness),
            ties_in: Arc::new(ties.reversed()),
            acquaintances: Arc::new(self.acquaintances(&ties)),
            ties: Arc::new(ties),
            ..Facts::default()
        }
    }

    /// Measures of the graph, where they weigh.
    fn components(&self, network: &Network) -> GraphComponents {
        let community = self.community;
        let label = |someone: &Someone<'_>| match someone {
            Someone::Member(member) => member.community,
            Someone::Contact(contact) => contact.community,
            Someone::Between => 0,
        };
        let ring = |member: &Member| {
            let (place, counts) = member.ring.clone()?;
            Some((place, RingSpread::of_counts(counts)?))
        };
        // Labels were measured over the whole community; only what a pair's own ties say is computed here.
        let graph = community.measured.then(|| Graph::from_ties(network.ties()));
        GraphComponents {
            weights: community.weights,
            measures: graph.map(OutsideMeasures::new),
            communities: match community.communities {
                true => self.people.iter().map(label).collect(),
                false => Vec::new(),
            },
            rings: match community.rings {
                true => self.list(None, ring),
                false => Vec::new(),
            },
        }
    }

    /// What people are about: contacts too, with whom others are compared.
    fn profiles(&self) -> Rows<(u32, f32)> {
        let mut rows = Rows::default();
        for someone in &self.people {
            rows.push(match someone {
                Someone::Member(member) => member.profile.clone(),
                Someone::Contact(contact) => contact.profile.clone(),
                Someone::Between => Vec::new(),
            });
        }
        rows
    }

    /// What closeness in meaning may be worth; for the operator alone, so that what is shown is all there is.
    fn meaning(&self) -> MeaningWeights {
        let own = match self.community.meaning {
            true => self.list(0.0, |member| member.meaning),
            false => Vec::new(),
        };
        MeaningWeights::new(self.community.policy.meaning(), own.clone(), own)
    }

    pub(crate) fn data(&self, evidence: Evidence) -> ScoringData {
        let (community, policy) = (self.community, &self.community.policy);
        let network = Network::of(self.facts());
        let vectors = Vectors::compiled(
            self.header.layout,
            (
                self.rows(|member| member.wants.clone()),
                self.rows(|member| member.gives.clone()),
            ),
            self.list(0.0, |member| member.contrarian),
            self.meaning(),
        );
        let stances = self.rows(|member| {
            let stances = member.stances.iter();
            stances
                .map(|&(topic, position)| (TopicId(topic), position))
                .collect()
        });
        let rule = StanceRule {
            evidence: policy.contrarian_rule.evidence(),
            topic_weights: &community.topic_weights,
            sought: &vectors.contrarian,
        };
        // These only bound a score, so that what this part has of them is enough.
        let seeks = community.opinions.is_none() && rule.sought.iter().any(|&weight| weight > 0.0);
        let stance_features = seeks
            .then(|| StanceFeatures::new(vectors.features(), rule, |person| stances.row(person)));
        let opinions = community.opinions.clone().map(|topics| {
            let places = self.list([0.0; 2], |member| member.opinion);
            Foretold::new(StanceModel::fitted(topics, places), &stances)
        });
        let max_contrasts = max_contrasts(&stances, opinions.as_ref(), rule.evidence);
        let profiles = self.profiles();
        let hops = community.hops.then(|| {
            let labels = self.list(0, |member| member.component);
            Hops::new(network.acquaintances()).with_components(labels)
        });
        let acceptance = policy.acceptance.among(evidence.means());
        let weight = evidence.consent_weight(policy.acceptance_weight);
        let linked = tell_consent((&acceptance, weight), &evidence);
        ScoringData {
            hidden: vec![None; self.people.len()],
            shown: stances.clone(),
            spoken: stances.iter().map(signature).collect(),
            stances,
            topic_weights: community.topic_weights.clone(),
            profiles: profiles.into(),
            links: OnceLock::new(),
            linked,
            acceptance,
            stance_features,
            max_contrarian_gains: self.list(0.0, |member| member.max_contrarian_gain),
            hops,
            components: self.components(&network),
            opinions,
            max_contrasts,
            competitors: community.competitors,
            evidence,
            weights: community.weights,
            weighs_difference: Component::ALL
                .iter()
                .any(|&part| community.weights.get(part) > 0.0),
            policy: policy.clone(),
            network,
            vectors,
        }
    }
}
