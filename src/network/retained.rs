//! From key order back to order of arrival: what a network retains through a change, taken into a draft without checking it
//! again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{Interner, Names, PersonIndex};
use crate::network::draft::{Arrival, Draft};
use crate::network::relatedness::DraftRelatedness;
use crate::network::skill_vectors::DraftSkillVectors;
use crate::network::{Facts, Network};
use crate::rows::{AsIndex, MaybeIndex, Rows};

/// Those of a network who stay, on their way into a draft.
pub(crate) struct Retained<'n> {
    facts: &'n Facts,
    /// The number of arrival of each person; none for who leaves.
    people: Vec<MaybeIndex>,
    /// Who has nothing new to say.
    rows: Vec<u32>,
}

impl<'n> Retained<'n> {
    /// Lets everyone arrive who stays, under the key that `key` tells; who has arrived before said something new.
    pub(crate) fn arrive<'k>(
        network: &'n Network,
        key: impl Fn(PersonIndex) -> Option<&'k str>,
        draft: &mut Draft,
    ) -> Self {
        let mut people = vec![MaybeIndex::NONE; network.size()];
        let mut rows = Vec::with_capacity(network.size());
        // In key order, so that the rows of a change and of a build come out alike.
        for person in network.indices() {
            let Some(number) = key(person).and_then(|key| draft.mention(key).ok()) else {
                continue;
            };
            people[person.index()] = MaybeIndex::some(number);
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

    /// The error of embeddings of other widths than those of the people who stay.
    pub(crate) fn width_error(&self, draft: &Draft) -> Option<Error> {
        let (known, new) = (&self.facts.embeddings, draft.embeddings.width);
        let stays = self.rows.iter().any(|&row| known.has(row));
        (stays && new > 0 && new != known.width).then(|| Error::Shape {
            what: "embeddings of people who change".into(),
            found: format!("{new} numbers"),
            expected: format!("{}, as those of the people who stay", known.width),
        })
    }

    /// Takes over what the people of these rows said.
    pub(crate) fn carry_over(&self, draft: &mut Draft) {
        self.carry_skills(draft);
        self.carry_topics(draft);
        self.carry_circles(draft);
        self.carry_attributes(draft);
        self.carry_mentions(draft);
        // Rows are appended in the order of arrival, column by column.
        let (facts, rows) = (self.facts, &self.rows);
        let mut slots = Numbers::new(&facts.slots);
        append(
            &mut draft.available,
            |row| facts.available.row(row),
            rows,
            |slot| Some(slots.of(slot, &mut draft.slots)),
        );
        append(&mut draft.seeks, |row| facts.seeks.row(row), rows, Some);
        let rows = rows.iter().map(|row| row.as_index());
        let known = &facts.embeddings;
        rows.clone()
            .for_each(|row| draft.embeddings.copy(known, row));
        let label = |row: usize| facts.labels.get(row).cloned().flatten();
        draft.labels.extend(rows.clone().map(label));
        let openness = rows.clone().map(|row| facts.openness[row]);
        draft.openness.extend(openness);
        draft.limits.extend(rows.map(|row| facts.limits[row]));
    }

    fn carry_skills(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut skills = Numbers::new(&facts.skills);
        append(
            &mut draft.offers,
            |row| facts.offers.row(row),
            rows,
            |(skill, level)| Some((skills.of(skill.0, &mut draft.skills), level)),
        );
        append(
            &mut draft.needs,
            |row| facts.needs.row(row),
            rows,
            |need| {
                let skill = skills.of(need.skill.0, &mut draft.skills);
                Some((skill, need.priority, need.visibility))
            },
        );
    }

    fn carry_topics(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        // Numbers of arrival and of name order differ: each name is renumbered once, when its first item is met.
        let mut topics = Numbers::new(&facts.topics);
        append(
            &mut draft.interests,
            |row| facts.interests.row(row),
            rows,
            |(topic, weight)| Some((topics.of(topic.0, &mut draft.topics), weight)),
        );
        append(
            &mut draft.stances,
            |row| facts.stances.row(row),
            rows,
            |stance| {
                let topic = topics.of(stance.topic.0, &mut draft.topics);
                Some((topic, stance.position, stance.visibility))
            },
        );
    }

    fn carry_circles(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut circles = Numbers::new(&facts.circles);
        append(
            &mut draft.wanted,
            |row| facts.wanted.row(row),
            rows,
            |(circle, weight)| Some((circles.of(circle.0, &mut draft.circles), weight)),
        );
        // A group is entered once, on first use, from the outermost circle of its path inwards.
        let mut numbers = vec![MaybeIndex::NONE; facts.groups.len()];
        append(
            &mut draft.hierarchies,
            |row| facts.hierarchies.row(row),
            rows,
            |group: MaybeIndex| {
                let Some(number) = group.place().map(|group| &mut numbers[group]) else {
                    return Some(MaybeIndex::NONE);
                };
                if number.is_none() {
                    let path = facts.groups.path(group).iter();
                    *number = path.fold(MaybeIndex::NONE, |enclosing, circle| {
                        let circle = circles.of(circle.0, &mut draft.circles);
                        draft.groups.within(enclosing, circle)
                    });
                }
                Some(*number)
            },
        );
    }

    fn carry_attributes(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        let mut keys = Numbers::new(&facts.attribute_keys);
        let mut values = Numbers::new(&facts.attribute_values);
        append(
            &mut draft.attributes,
            |row| facts.attributes.row(row),
            rows,
            |(key, value)| {
                let key = keys.of(key, &mut draft.attribute_keys);
                Some((key, values.of(value, &mut draft.attribute_values)))
            },
        );
    }

    /// Who leaves is mentioned no longer.
    fn carry_mentions(&self, draft: &mut Draft) {
        let (facts, rows) = (self.facts, &self.rows);
        // Blocks and refusals of people who leave go with them.
        let staying = |person: PersonIndex| self.people[person.index()].get();
        append(
            &mut draft.blocks,
            |row| facts.blocks.row(row),
            rows,
            staying,
        );
        append(
            &mut draft.refuses,
            |row| facts.refuses.row(row),
            rows,
            staying,
        );
        let managers = rows.iter().map(|&row| facts.managers[row.as_index()]);
        let managers = managers.map(|manager| match manager.place() {
            Some(manager) => self.people[manager],
            None => MaybeIndex::NONE,
        });
        draft.managers.extend(managers);
    }

    /// All ties, by numbers of arrival: those between people who stay, but for `changed` ones, and these.
    pub(crate) fn ties(&self, changed: BTreeMap<(u32, u32), f32>) -> Vec<(u32, u32, f32)> {
        let known = &self.facts.ties;
        let mut ties = Vec::with_capacity(known.ties().as_index() + changed.len());
        let number = |person: u32| self.people[person.as_index()].get();
        for person in 0..known.people() {
            let Some(from) = number(person) else {
                continue;
            };
            let heads = known.neighbours(person).iter().zip(known.strengths(person));
            let staying = heads.filter_map(|(&to, &strength)| Some((number(to)?, strength)));
            // Most people's ties do not change, and then no single one is looked up.
            let any = changed.range((from, 0)..=(from, u32::MAX)).next().is_some();
            let unchanged = staying.filter(|&(to, _)| !(any && changed.contains_key(&(from, to))));
            ties.extend(unchanged.map(|(to, strength)| (from, to, strength)));
        }
        let changed = changed.into_iter();
        ties.extend(changed.map(|((from, to), strength)| (from, to, strength)));
        ties
    }

    /// What is said of skills, by numbers of arrival; what the change says of a pair counts.
    pub(crate) fn relatedness(
        &self,
        draft: &mut Draft,
        changed: &DraftRelatedness,
    ) -> DraftRelatedness {
        let known = &self.facts.relatedness;
        let mut skills = Numbers::new(&self.facts.skills);
        let mut all = changed.clone();
        for &(one, other, value) in &known.by_hand {
            let [one, other] = [one, other].map(|skill| skills.of(skill.0, &mut draft.skills));
            // What the change says of a pair was entered first and stays.
            all.by_hand.entry((one, other)).or_insert(value);
            all.by_hand.entry((other, one)).or_insert(value);
        }
        for &(narrower, broader) in &known.broader {
            let step = [narrower, broader].map(|skill| skills.of(skill.0, &mut draft.skills));
            all.broader.push((step[0], step[1]));
        }
        // Names keep their order among each other, so the matrix is shared with the neighbours that were found.
        all.vectors = known.vectors.as_ref().map(|vectors| DraftSkillVectors {
            numbers: vectors
                .skills
                .iter()
                .map(|skill| skills.of(skill.0, &mut draft.skills))
                .collect(),
            matrix: Arc::clone(&vectors.matrix),
        });
        all
    }
}

/// Appends some rows of others, each cell mapped or left out.
fn append<'f, T, U: Copy + 'f>(
    rows: &mut Rows<T>,
    others: impl Fn(u32) -> &'f [U],
    which: &[u32],
    mut map: impl FnMut(U) -> Option<T>,
) {
    for &row in which {
        rows.push(others(row).iter().filter_map(|&cell| map(cell)));
    }
}

/// Numbers of arrival for names of one kind, each given when the name is first used.
struct Numbers<'n> {
    names: &'n Names,
    given: Vec<MaybeIndex>,
}

impl<'n> Numbers<'n> {
    fn new(names: &'n Names) -> Self {
        Self {
            names,
            given: vec![MaybeIndex::NONE; names.len()],
        }
    }

    fn of(&mut self, id: u32, arrived: &mut Interner) -> u32 {
        let given = &mut self.given[id.as_index()];
        given.get().unwrap_or_else(|| {
            // Further spellings stay known, and those of hidden items hidden.
            let mut number = None;
            for spelling in self.names.spellings(id) {
                let shown = !self.names.is_hidden(spelling);
                number.get_or_insert(arrived.number_seen(spelling, shown));
            }
            let number = number.expect("the spelling that is shown");
            *given = MaybeIndex::some(number);
            number
        })
    }
}
