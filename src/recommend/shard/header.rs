//! Which community a shard is a part of.

use std::fmt::{self, Write as _};

use crate::benefit::Layout;
use crate::recommend::data::ScoringData;
use crate::recommend::shard::member::ShardPeople;
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
    let mut stamp = Stamp(0);
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
    stamp.0
}

/// A hash of everything that a shard holds of its people, in O(its size): a number that changed on the way is told, whatever its
/// range. It guards against accidents; whoever changes a shard on purpose can change the hash with it.
pub(crate) fn digest(header: &Header, people: &ShardPeople) -> u64 {
    let mut stamp = Stamp(header.stamp);
    // The debug form names every field, and writes each number so that it is read back to the last bit.
    let written = write!(stamp, "{header:?}{people:?}");
    written.expect("a hash takes any text");
    stamp.0
}

/// A hash that is the same on every machine and in every version.
struct Stamp(u64);

impl fmt::Write for Stamp {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(|byte| self.add(u64::from(byte)));
        Ok(())
    }
}

impl Stamp {
    fn add(&mut self, word: u64) {
        /// 2⁶⁴ divided by the golden ratio: an odd number whose bits are well mixed.
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        self.0 = (self.0 ^ word).wrapping_mul(FACTOR).rotate_left(29);
    }

    fn add_pair(&mut self, number: u32, value: f32) {
        self.add(u64::from(number) << 32 | u64::from(value.to_bits()));
    }
}
