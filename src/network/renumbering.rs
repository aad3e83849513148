//! From numbers of arrival in a draft to places in order.

use crate::id::{CircleId, PersonIndex, SkillId, TopicId};
use crate::rows::AsIndex;

/// From numbers of arrival to places in order.
#[derive(Default)]
pub(crate) struct Renumbering {
    pub(crate) people: Vec<u32>,
    pub(crate) skills: Vec<u32>,
    pub(crate) topics: Vec<u32>,
    pub(crate) circles: Vec<u32>,
    pub(crate) slots: Vec<u32>,
    pub(crate) attribute_keys: Vec<u32>,
    pub(crate) attribute_values: Vec<u32>,
    pub(crate) groups: Vec<u32>,
}

impl Renumbering {
    pub(crate) fn person(&self, number: u32) -> PersonIndex {
        PersonIndex(self.people[number.as_index()])
    }

    pub(crate) fn skill(&self, number: u32) -> SkillId {
        SkillId(self.skills[number.as_index()])
    }

    pub(crate) fn topic(&self, number: u32) -> TopicId {
        TopicId(self.topics[number.as_index()])
    }

    pub(crate) fn circle(&self, number: u32) -> CircleId {
        CircleId(self.circles[number.as_index()])
    }
}
