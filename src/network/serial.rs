//! The serde door: a network is stored as its people, ties and related skills, and read through the builder's checks.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::Spelling;
use crate::network::builder::Tie;
use crate::network::{Network, NetworkBuilder, SkillNeighbours};
use crate::person::Person;
use crate::rows::AsIndex;

/// A network as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    spelling: Spelling,
    people: Vec<Person>,
    #[serde(default)]
    ties: Vec<Tie>,
    #[serde(default)]
    related: Vec<StoredRelation>,
    #[serde(default)]
    broader: Vec<StoredStep>,
    #[serde(default)]
    skill_vectors: Option<StoredSkillVectors>,
}

/// Vectors of skills as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSkillVectors {
    names: Vec<String>,
    vectors: Vec<Vec<f32>>,
    neighbours: SkillNeighbours,
}

/// A step of a taxonomy as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredStep {
    skill: String,
    broader: String,
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
                from: network.facts().keys.get(from.as_index()).to_string(),
                to: network.facts().keys.get(to.as_index()).to_string(),
                strength,
                directed: !mutual,
            })
        });
        let known = &network.facts().relatedness;
        // By hand and by taxonomy apart, as they were said: what follows from them is worked out again.
        let name = |skill| network.skill_name(skill).to_string();
        let related = known
            .by_hand
            .iter()
            .map(|&(a, b, relatedness)| StoredRelation {
                a: name(a),
                b: name(b),
                relatedness,
            });
        let broader = known.broader.iter().map(|&(skill, broader)| StoredStep {
            skill: name(skill),
            broader: name(broader),
        });
        Self {
            spelling: network.facts().skills.spelling(),
            people: network
                .indices()
                .map(|person| network.to_person_at(person))
                .collect(),
            ties: ties.collect(),
            related: related.collect(),
            broader: broader.collect(),
            skill_vectors: known.vectors.as_ref().map(|vectors| StoredSkillVectors {
                names: vectors.skills.iter().copied().map(name).collect(),
                vectors: (0..vectors.skills.len())
                    .map(|row| vectors.matrix.row(row).to_vec())
                    .collect(),
                neighbours: vectors.matrix.neighbours,
            }),
        }
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
        // Stored data take the same door as new data: nothing that a builder would refuse is ever read.
        let mut builder = NetworkBuilder::default()
            .spelling(stored.spelling)
            .people(stored.people)
            .ties(stored.ties);
        for pair in &stored.related {
            builder = builder.related(&pair.a, &pair.b, pair.relatedness);
        }
        for step in &stored.broader {
            builder = builder.broader(&step.skill, &step.broader);
        }
        if let Some(StoredSkillVectors {
            names,
            vectors,
            neighbours,
        }) = stored.skill_vectors
        {
            builder = builder.skill_vectors_with(names, vectors, neighbours);
        }
        builder.build().map_err(serde::de::Error::custom)
    }
}
