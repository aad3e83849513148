//! Which community a shard is a part of.

use crate::benefit::Layout;
use crate::recommend::data::ScoringData;
use crate::rows::narrow;

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
