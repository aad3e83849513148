//! The serde door: a network is stored as its people, ties and related skills, and read through the builder's checks.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::SkillId;
use crate::network::builder::Tie;
use crate::network::{Network, NetworkBuilder};
use crate::person::Person;

/// A network as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    people: Vec<Person>,
    #[serde(default)]
    ties: Vec<Tie>,
    #[serde(default)]
    related: Vec<StoredRelation>,
}

/// Two related skills as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRelation {
    a: String,
    b: String,
    relatedness: f32,
}

impl From<&Network> for Stored {
    fn from(network: &Network) -> Self {
        let ties = network.ties().iter().filter_map(|(from, to, strength)| {
            let back = network.ties().strength(to, from);
            let mutual = back == Some(strength);
            // A mutual tie is stored once, from the earlier to the later.
            (!mutual || from < to).then(|| Tie {
                from: network.facts().names.get(from as usize).to_string(),
                to: network.facts().names.get(to as usize).to_string(),
                strength,
                directed: !mutual,
            })
        });
        let related = network.skill_ids().flat_map(|skill| {
            let others = network.facts().related.get(skill.index()).iter();
            others
                .filter(move |other| skill < other.0)
                .map(move |&(other, relatedness)| relation(network, skill, other, relatedness))
        });
        Self {
            people: network
                .indices()
                .map(|person| network.to_person_at(person))
                .collect(),
            ties: ties.collect(),
            related: related.collect(),
        }
    }
}

fn relation(network: &Network, a: SkillId, b: SkillId, relatedness: f32) -> StoredRelation {
    StoredRelation {
        a: network.skill_name(a).into(),
        b: network.skill_name(b).into(),
        relatedness,
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let mut builder = NetworkBuilder::default()
            .people(stored.people)
            .ties(stored.ties);
        for pair in &stored.related {
            builder = builder.related(&pair.a, &pair.b, pair.relatedness);
        }
        builder.build().map_err(serde::de::Error::custom)
    }
}
