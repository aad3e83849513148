//! Everything known, by person id.

use std::sync::{Arc, OnceLock};

use petgraph::graph::DiGraph;

use crate::id::{CircleId, Names, PersonId, PersonIndex, SkillId, TopicId};
use crate::network::adjacency::Adjacency;
use crate::network::column::Column;
use crate::network::groups::Groups;
use crate::person::{Intent, Limits, Visibility};

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

/// The relationship graph as petgraph holds it: a node per person in id order, an edge per directed tie.
pub(crate) type TieGraph = DiGraph<PersonId, f32>;

/// Everything known, by person id, in flat arrays.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) names: Names,
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
    pub(crate) offers: Column<(SkillId, f32)>,
    pub(crate) needs: Column<NeedFact>,
    pub(crate) interests: Column<(TopicId, f32)>,
    pub(crate) stances: Column<StanceFact>,
    pub(crate) hierarchies: Column<u32>,
    /// Key and value of each attribute, keys ascending.
    pub(crate) attributes: Column<(u32, u32)>,
    pub(crate) seeks: Column<(Intent, f32)>,
    pub(crate) wanted: Column<(CircleId, f32)>,
    pub(crate) blocks: Column<PersonIndex>,
    pub(crate) refuses: Column<PersonIndex>,
    pub(crate) available: Column<u32>,
    pub(crate) managers: Vec<u32>,
    pub(crate) openness: Vec<Option<f32>>,
    pub(crate) limits: Vec<Limits>,
    pub(crate) related: Column<(SkillId, f32)>,
    pub(crate) ties: Arc<Adjacency>,
    pub(crate) ties_in: Arc<Adjacency>,
    pub(crate) acquaintances: Arc<Adjacency>,
    pub(crate) graph: OnceLock<TieGraph>,
}
