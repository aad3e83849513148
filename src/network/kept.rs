//! From name order back to order of arrival: what is kept of a network, taken into a draft without checking it again.

use std::collections::BTreeMap;

use crate::id::{Interner, Names, PersonIndex};
use crate::network::draft::{Arrival, Draft, NOBODY};
use crate::network::{Facts, Network};

/// Not used so far, so without a number.
const UNUSED: u32 = u32::MAX;

/// Those of a network who stay, on their way into a draft.
pub(crate) struct Kept<'n> {
    facts: &'n Facts,
    /// The number of arrival of each person; `NOBODY` for who leaves.
    people: Vec<u32>,
    /// Who has nothing new to say.
    rows: Vec<u32>,
}

impl<'n> Kept<'n> {
    /// Lets everyone arrive who stays; who has arrived before said something new.
    pub(crate) fn arrive(
        network: &'n Network,
        stays: impl Fn(PersonIndex) -> bool,
        draft: &mut Draft,
    ) -> Self {
        let mut people = vec![NOBODY; network.size()];
        let mut rows = Vec::with_capacity(network.size());
        for person in network.indices().filter(|&person| stays(person)) {
            let number = draft.mention(network.name_at(person));
            people[person.index()] = number;
            if draft.arrive(number) == Arrival::New {
                rows.push(person.0);
            }
        }
        Self {
            facts: network.facts(),
            people,
            rows,
        }
    }

    /// Takes over what the people of these rows said.
    pub(crate) fn retell(&self, draft: &mut Draft) {
        self.retell_skills(draft);
        self.retell_topics(draft);
        self.retell_circles(draft);
        self.retell_people(draft);
        let (facts, rows) = (self.facts, &self.rows);
        let mut slots = Numbers::new(&facts.slots);
        draft.available.append(&facts.available, rows, |slot| {
            Some(slots.of(slot, &mut draft.slots))
        });
        let mut keys = Numbers::new(&facts.attribute_keys);
        let mut values = Numbers::new(&facts.attribute_values);
        draft
            .attributes
            .append(&facts.attributes, rows, |(key, value)| {
                let key = keys.of(key, &mut draft.attribute_keys);
                Some((key, values.of(value, &mut draft.attribute_values)))
            });
        draft.seeks.append(&facts.seeks, rows, Some);
        let rows = rows.iter().map(|&row| row as usize);
        draft
            .openness
            .extend(rows.clone().map(|row| facts.openness[row]));
        draft.limits.extend(rows.map(|row| facts.limits[row]));
    }

    fn retell_skills(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut skills = Numbers::new(&facts.skills);
        draft.offers.append(&facts.offers, rows, |(skill, level)| {
            Some((skills.of(skill.0, &mut draft.skills), level))
        });
        draft.needs.append(&facts.needs, rows, |need| {
            let skill = skills.of(need.skill.0, &mut draft.skills);
            Some((skill, need.priority, need.visibility))
        });
    }

    fn retell_topics(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut topics = Numbers::new(&facts.topics);
        let interests = &mut draft.interests;
        interests.append(&facts.interests, rows, |(topic, weight)| {
            Some((topics.of(topic.0, &mut draft.topics), weight))
        });
        draft.stances.append(&facts.stances, rows, |stance| {
            let topic = topics.of(stance.topic.0, &mut draft.topics);
            Some((topic, stance.position, stance.visibility))
        });
    }

    fn retell_circles(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut circles = Numbers::new(&facts.circles);
        draft
            .wanted
            .append(&facts.wanted, rows, |(circle, weight)| {
                Some((circles.of(circle.0, &mut draft.circles), weight))
            });
        let mut numbers = vec![UNUSED; facts.groups.len()];
        let hierarchies = &mut draft.hierarchies;
        hierarchies.append(&facts.hierarchies, rows, |group| {
            let Some(number) = numbers.get_mut(group as usize) else {
                return Some(NOBODY);
            };
            if *number == UNUSED {
                let path = facts.groups.path(group).iter();
                *number = path.fold(NOBODY, |enclosing, circle| {
                    let circle = circles.of(circle.0, &mut draft.circles);
                    draft.groups.within(enclosing, circle)
                });
            }
            Some(*number)
        });
    }

    /// Who leaves is mentioned no longer.
    fn retell_people(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let staying = |person: PersonIndex| self.number(person.0);
        draft.blocks.append(&facts.blocks, rows, staying);
        draft.refuses.append(&facts.refuses, rows, staying);
        let managers = rows.iter().map(|&row| facts.managers[row as usize]);
        let staying = managers.map(|manager| self.number(manager).unwrap_or(NOBODY));
        draft.managers.extend(staying);
    }

    /// The number of arrival of someone who stays; nobody has none.
    fn number(&self, person: u32) -> Option<u32> {
        let number = self.people.get(person as usize).copied();
        number.filter(|&number| number != NOBODY)
    }

    /// All ties, by numbers of arrival: those between people who stay, but for `changed` ones, and these.
    pub(crate) fn ties(&self, changed: BTreeMap<(u32, u32), f32>) -> Vec<(u32, u32, f32)> {
        let known = &self.facts.ties;
        let mut ties = Vec::with_capacity(known.ties() as usize + changed.len());
        for person in 0..known.people() {
            let Some(from) = self.number(person) else {
                continue;
            };
            let heads = known.neighbours(person).iter().zip(known.strengths(person));
            let staying = heads.filter_map(|(&to, &strength)| Some((self.number(to)?, strength)));
            if changed.range((from, 0)..=(from, u32::MAX)).next().is_none() {
                ties.extend(staying.map(|(to, strength)| (from, to, strength)));
                continue;
            }
            let unchanged = staying.filter(|&(to, _)| !changed.contains_key(&(from, to)));
            ties.extend(unchanged.map(|(to, strength)| (from, to, strength)));
        }
        let changed = changed.into_iter();
        ties.extend(changed.map(|((from, to), strength)| (from, to, strength)));
        ties
    }

    /// All related skills, by numbers of arrival.
    pub(crate) fn related(&self, draft: &mut Draft) -> Vec<(u32, u32, f32)> {
        let related = &self.facts.related;
        let mut pairs = Vec::with_capacity(related.items().len());
        for skill in 0..related.len() {
            for &(other, relatedness) in related.get(skill) {
                let names = [skill as u32, other.0].map(|id| self.facts.skills.get(id as usize));
                let [one, other] = names.map(|name| draft.skills.intern(name));
                pairs.push((one, other, relatedness));
            }
        }
        pairs
    }
}

/// Numbers of arrival for names of one kind, each given when the name is first used.
struct Numbers<'n> {
    names: &'n Names,
    given: Vec<u32>,
}

impl<'n> Numbers<'n> {
    fn new(names: &'n Names) -> Self {
        Self {
            names,
            given: vec![UNUSED; names.len()],
        }
    }

    fn of(&mut self, id: u32, arrived: &mut Interner) -> u32 {
        let given = &mut self.given[id as usize];
        if *given == UNUSED {
            *given = arrived.intern(self.names.get(id as usize));
        }
        *given
    }
}
