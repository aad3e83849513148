//! Everything known, by place in key order.

use std::sync::Arc;

use crate::id::{CircleId, Names, PersonId, PersonIndex, SkillId, Texts, TopicId};
use crate::network::adjacency::Adjacency;
use crate::network::embeddings::Embeddings;
use crate::network::groups::Groups;
use crate::network::relatedness::Relatedness;
use crate::person::{Intent, Limits, Visibility};
use crate::rows::{MaybeIndex, PatchedRows, Rows};

/// A need as it is kept: which skill, how much it matters, who sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NeedFact {
    pub(crate) skill: SkillId,
    pub(crate) priority: f32,
    pub(crate) visibility: Visibility,
}

/// A stance as it is kept: which topic, where between against and in favour, who sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct StanceFact {
    pub(crate) topic: TopicId,
    pub(crate) position: f32,
    pub(crate) visibility: Visibility,
}

/// Everything known, by place in key order, in flat arrays.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) keys: Names,
    /// The label of each person; empty where nobody has one.
    pub(crate) labels: Vec<Option<Box<str>>>,
    /// What each person is called, where it is not the key for all.
    pub(crate) names: Option<Texts>,
    /// The id of each person.
    pub(crate) ids: Vec<PersonId>,
    /// Everyone's place, by ascending id.
    pub(crate) by_id: Vec<PersonIndex>,
    pub(crate) skills: Names,
    pub(crate) topics: Names,
    pub(crate) circles: Names,
    pub(crate) slots: Names,
    pub(crate) attribute_keys: Names,
    pub(crate) attribute_values: Names,
    pub(crate) groups: Groups,
    pub(crate) offers: PatchedRows<(SkillId, f32)>,
    pub(crate) needs: PatchedRows<NeedFact>,
    pub(crate) interests: PatchedRows<(TopicId, f32)>,
    pub(crate) stances: PatchedRows<StanceFact>,
    pub(crate) hierarchies: Rows<MaybeIndex>,
    /// Key and value of each attribute, keys ascending.
    pub(crate) attributes: Rows<(u32, u32)>,
    pub(crate) seeks: Rows<(Intent, f32)>,
    pub(crate) wanted: Rows<(CircleId, f32)>,
    pub(crate) blocks: Rows<PersonIndex>,
    pub(crate) refuses: Rows<PersonIndex>,
    pub(crate) available: Rows<u32>,
    pub(crate) managers: Vec<MaybeIndex>,
    pub(crate) openness: Vec<Option<f32>>,
    pub(crate) limits: Vec<Limits>,
    pub(crate) relatedness: Relatedness,
    pub(crate) embeddings: Embeddings,
    pub(crate) ties: Arc<Adjacency>,
    pub(crate) ties_in: Arc<Adjacency>,
    pub(crate) acquaintances: Arc<Adjacency>,
}
