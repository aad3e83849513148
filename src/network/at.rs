//! What is known of the person at a place: what the rooms above ask once ids are resolved.

use std::collections::BTreeSet;

use crate::error::{Error, Fault, Field, PersonError};
use crate::id::{CircleId, PersonId, PersonIndex, SkillId, TopicId, nearest, quoted, unknown_name};
use crate::network::{Facts, NeedFact, Network, StanceFact};
use crate::person::{Limits, Visibility};
use crate::rows::{AsIndex, narrow};

impl Network {
    /// Everything known.
    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// How many people there are.
    pub(crate) fn size(&self) -> usize {
        self.facts.ids.len()
    }

    /// Everyone's place, in name order.
    pub(crate) fn indices(&self) -> impl ExactSizeIterator<Item = PersonIndex> + Clone + use<> {
        (0..narrow(self.size())).map(PersonIndex)
    }

    /// The place of a person; none for an id that is nobody's here.
    pub(crate) fn index(&self, person: PersonId) -> Option<PersonIndex> {
        let ids = &self.facts.ids;
        let by_id = &self.facts.by_id;
        let found = by_id.binary_search_by_key(&person, |place| ids[place.index()]);
        found.ok().map(|rank| by_id[rank])
    }

    /// The place of a person, for questions that can fail.
    pub(crate) fn known(&self, person: PersonId) -> Result<PersonIndex, Error> {
        self.index(person).ok_or_else(|| {
            Error::unknown(
                format!("person id {person}"),
                "the id of someone in the network",
            )
        })
    }

    /// The id of the person at a place.
    pub(crate) fn id_at(&self, person: PersonIndex) -> PersonId {
        self.facts.ids[person.index()]
    }

    /// The place of a person by key; none where nobody has it.
    pub(crate) fn find(&self, key: &str) -> Option<PersonIndex> {
        self.facts.keys.find(key).map(PersonIndex)
    }

    /// The place of a person by a key that somebody wrote: the error tells the nearest key, which takes a look at all.
    pub(crate) fn named(&self, key: &str) -> Result<PersonIndex, Error> {
        self.find(key).ok_or_else(|| {
            let nearest = nearest(key, self.facts.keys.iter());
            Error::Person(Box::new(PersonError {
                person: key.to_string(),
                field: Field::Key,
                item: None,
                fault: Fault::Unknown {
                    nearest: nearest.map(ToString::to_string),
                },
            }))
        })
    }

    pub(crate) fn key_at(&self, person: PersonIndex) -> &str {
        self.facts.keys.get(person.index())
    }

    /// What a person is called in words.
    pub(crate) fn name_at(&self, person: PersonIndex) -> &str {
        match &self.facts.names {
            Some(names) => names.get(person.index()),
            None => self.key_at(person),
        }
    }

    /// Every skill, in name order.
    pub(crate) fn skill_ids(&self) -> impl ExactSizeIterator<Item = SkillId> + use<> {
        (0..narrow(self.facts.skills.len())).map(SkillId)
    }

    /// The skill of a name; none where nobody offers or needs it.
    pub(crate) fn find_skill(&self, name: &str) -> Option<SkillId> {
        self.facts.skills.find(name).map(SkillId)
    }

    /// The skill of a name that somebody wrote: the error tells the nearest of those that someone shows.
    pub(crate) fn named_skill(&self, name: &str) -> Result<SkillId, Error> {
        self.find_skill(name).ok_or_else(|| {
            let offered = self.facts.offers.cells().map(|offer| offer.0);
            let needs = self.facts.needs.cells();
            let needed = needs.filter(|need| need.visibility == Visibility::Shown);
            let shown: BTreeSet<SkillId> = offered.chain(needed.map(|need| need.skill)).collect();
            let known = shown.iter().map(|&skill| self.skill_name(skill));
            let what = format!("skill {}", quoted(name));
            unknown_name(what, name, "a skill that someone offers or needs", known)
        })
    }

    /// Whoever belongs to a circle of this name, in key order; the error of a name that somebody wrote tells the nearest circle
    /// to which someone belongs.
    pub(crate) fn members_of(&self, name: &str) -> Result<Vec<PersonIndex>, Error> {
        let circle = self.facts.circles.find(name).map(CircleId);
        let belongs = |&person: &PersonIndex| {
            let mut circles = self.circles_at(person).flatten();
            circles.any(|&id| Some(id) == circle)
        };
        // Belonging to an inner circle is belonging to all that enclose it.
        let members: Vec<PersonIndex> = self.indices().filter(belongs).collect();
        if members.is_empty() {
            // The error offers only circles that someone is in: others would be refused all the same.
            let of_someone = self.indices().flat_map(|person| self.circles_at(person));
            let of_someone: BTreeSet<CircleId> = of_someone.flatten().copied().collect();
            let known = of_someone.iter().map(|&circle| self.circle_name(circle));
            let what = format!("circle {}", quoted(name));
            return Err(unknown_name(
                what,
                name,
                "a circle to which someone belongs",
                known,
            ));
        }
        Ok(members)
    }

    pub(crate) fn skill_name(&self, skill: SkillId) -> &str {
        self.facts.skills.get(skill.index())
    }

    pub(crate) fn topic_name(&self, topic: TopicId) -> &str {
        self.facts.topics.get(topic.index())
    }

    pub(crate) fn circle_name(&self, circle: CircleId) -> &str {
        self.facts.circles.get(circle.index())
    }

    pub(crate) fn offers_at(&self, person: PersonIndex) -> &[(SkillId, f32)] {
        self.facts.offers.row(person)
    }

    /// What a person needs, hidden needs included: skills in name order with priorities above 0.
    pub(crate) fn needs_at(&self, person: PersonIndex) -> &[NeedFact] {
        self.facts.needs.row(person)
    }

    pub(crate) fn interests_at(&self, person: PersonIndex) -> &[(TopicId, f32)] {
        self.facts.interests.row(person)
    }

    /// A person's stances, hidden ones included, in name order of the topics.
    pub(crate) fn stances_at(&self, person: PersonIndex) -> &[StanceFact] {
        self.facts.stances.row(person)
    }

    pub(crate) fn limits_at(&self, person: PersonIndex) -> &Limits {
        &self.facts.limits[person.index()]
    }

    pub(crate) fn circles_at(
        &self,
        person: PersonIndex,
    ) -> impl ExactSizeIterator<Item = &[CircleId]> {
        let groups = self.facts.hierarchies.row(person).iter();
        groups.map(|&group| self.facts.groups.path(group))
    }

    pub(crate) fn available_at(&self, person: PersonIndex) -> impl ExactSizeIterator<Item = &str> {
        let slots = self.facts.available.row(person).iter();
        slots.map(|&slot| self.facts.slots.get(slot.as_index()))
    }

    pub(crate) fn attributes_at(
        &self,
        person: PersonIndex,
    ) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.attribute_numbers_at(person)
            .iter()
            .map(|&(key, value)| {
                let key = self.facts.attribute_keys.get(key.as_index());
                (key, self.facts.attribute_values.get(value.as_index()))
            })
    }

    /// A person's attributes as numbers of key and value, keys ascending: two people share one where both numbers are equal.
    pub(crate) fn attribute_numbers_at(&self, person: PersonIndex) -> &[(u32, u32)] {
        self.facts.attributes.row(person)
    }

    pub(crate) fn manager_at(&self, person: PersonIndex) -> Option<PersonIndex> {
        self.facts.managers[person.index()].get().map(PersonIndex)
    }

    pub(crate) fn blocked_at(&self, a: PersonIndex, b: PersonIndex) -> bool {
        self.blocks_at(a, b) || self.blocks_at(b, a)
    }

    /// Whether the first blocks the second.
    pub(crate) fn blocks_at(&self, a: PersonIndex, b: PersonIndex) -> bool {
        self.facts.blocks.row(a).binary_search(&b).is_ok()
    }

    pub(crate) fn refuses_at(&self, introducer: PersonIndex, to: PersonIndex) -> bool {
        let refused = self.facts.refuses.row(introducer);
        refused.binary_search(&to).is_ok()
    }
}
