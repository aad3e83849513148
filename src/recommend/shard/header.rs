//! Which community a shard is a part of.

use crate::benefit::Layout;
use crate::recommend::data::ScoringData;
use crate::recommend::shard::stamp::Stamp;
use crate::rows::{Rows, narrow};

/// Which community, under which policy, and how its numbers are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Header {
    /// A hash of everything that pairs are scored by: shards of different days or policies are told apart.
    pub(crate) stamp: u64,
    pub(crate) people: u32,
    pub(crate) layout: Layout,
    /// Numbers of an embedding; 0 where nobody has one.
    pub(crate) width: u32,
}

impl Header {
    pub(crate) fn of(data: &ScoringData, stamp: u64) -> Self {
        Self {
            stamp,
            people: narrow(data.network.size()),
            layout: data.vectors.layout(),
            width: narrow(data.network.facts().embeddings.width),
        }
    }
}

/// A hash of everything that pairs are scored by, in O(items + ties).
pub(crate) fn stamp(data: &ScoringData) -> u64 {
    // Everything enters in a fixed order, so that equal communities give equal stamps on every machine.
    let mut stamp = Stamp::new(0);
    let policy = format!("{:?}", data.policy);
    policy.bytes().for_each(|byte| stamp.add(u64::from(byte)));
    let network = &data.network;
    for person in network.indices() {
        stamp.add(network.id_at(person).as_u64());
        for want in data.vectors.wants.row(person) {
            stamp.add_pair(want.feature, want.weight);
        }
        for &(feature, level) in data.vectors.gives.row(person) {
            stamp.add_pair(feature, level);
        }
    }
    for &(topic, position) in data.stances.cells() {
        stamp.add_pair(topic.0, position);
    }
    let embeddings = &network.facts().embeddings;
    for &number in [&embeddings.offers, &embeddings.needs]
        .into_iter()
        .flat_map(Rows::cells)
    {
        // Bits, not values: the stamp tells apart whatever a score could.
        stamp.add(u64::from(number.to_bits()));
    }
    for (from, to, strength) in network.ties().iter() {
        stamp.add(u64::from(from));
        stamp.add_pair(to, strength);
    }
    let means = data.evidence.means().iter();
    means.for_each(|mean| stamp.add(mean.to_bits()));
    stamp.finish()
}
