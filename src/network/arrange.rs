//! From order of arrival to name order: the facts of a checked draft.

use std::mem::take;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{CircleId, Names, PersonId, PersonIndex, SkillId, TopicId, quoted};
use crate::network::adjacency::Adjacency;
use crate::network::column::Column;
use crate::network::draft::{Draft, NOBODY};
use crate::network::groups::Groups;
use crate::network::{Facts, NeedFact, StanceFact};

/// Sorts everything by name: people, and within each their skills, topics and circles.
pub(crate) fn arrange(
    mut draft: Draft,
    ties: Vec<(u32, u32, f32)>,
    related: &[(u32, u32, f32)],
) -> Result<Facts, Error> {
    let mut facts = Facts::default();
    let mut places = Places::default();
    (facts.names, places.people) = take(&mut draft.people).into_sorted();
    facts.ids = facts.names.iter().map(PersonId::of).collect();
    facts.by_id = places_by_id(&facts.ids, &facts.names)?;
    (facts.skills, places.skills) = take(&mut draft.skills).into_sorted();
    (facts.topics, places.topics) = take(&mut draft.topics).into_sorted();
    (facts.circles, places.circles) = take(&mut draft.circles).into_sorted();
    (facts.slots, places.slots) = take(&mut draft.slots).into_sorted();
    (facts.attribute_keys, places.attribute_keys) = take(&mut draft.attribute_keys).into_sorted();
    (facts.attribute_values, places.attribute_values) =
        take(&mut draft.attribute_values).into_sorted();
    (facts.groups, places.groups) = Groups::from_draft(&draft.groups, &places.circles);
    let order = order(&draft.rows, &places.people);
    items(&mut facts, &draft, &places, &order);
    people(&mut facts, &draft, &places, &order);
    let ties = Ties::new(facts.names.len() as u32, ties, &places.people);
    (facts.ties, facts.ties_in, facts.acquaintances) = (ties.out, ties.into, ties.both);
    facts.related = related_skills(related, &places.skills);
    Ok(facts)
}

/// Everyone's place by ascending id. Two keys of one id are refused: no question could tell the two apart.
fn places_by_id(ids: &[PersonId], keys: &Names) -> Result<Vec<PersonIndex>, Error> {
    let mut by_id: Vec<PersonIndex> = (0..ids.len() as u32).map(PersonIndex).collect();
    by_id.sort_unstable_by_key(|place| (ids[place.index()], *place));
    let same = by_id
        .windows(2)
        .find(|pair| ids[pair[0].index()] == ids[pair[1].index()]);
    match same {
        None => Ok(by_id),
        Some(pair) => Err(Error::Duplicate {
            what: format!(
                "id of {}, which is that of {} too,",
                quoted(keys.get(pair[0].index())),
                quoted(keys.get(pair[1].index()))
            ),
        }),
    }
}

/// From numbers of arrival to places in name order.
#[derive(Default)]
struct Places {
    people: Vec<u32>,
    skills: Vec<u32>,
    topics: Vec<u32>,
    circles: Vec<u32>,
    slots: Vec<u32>,
    attribute_keys: Vec<u32>,
    attribute_values: Vec<u32>,
    groups: Vec<u32>,
}

impl Places {
    fn person(&self, number: u32) -> PersonIndex {
        PersonIndex(self.people[number as usize])
    }

    fn skill(&self, number: u32) -> SkillId {
        SkillId(self.skills[number as usize])
    }

    fn topic(&self, number: u32) -> TopicId {
        TopicId(self.topics[number as usize])
    }

    fn circle(&self, number: u32) -> CircleId {
        CircleId(self.circles[number as usize])
    }
}

/// What people say, item by item.
fn items(facts: &mut Facts, draft: &Draft, places: &Places, order: &[u32]) {
    let offer = |(number, level)| (places.skill(number), level);
    let need = |(number, priority, visibility)| {
        let skill = places.skill(number);
        NeedFact {
            skill,
            priority,
            visibility,
        }
    };
    let interest = |(number, weight)| (places.topic(number), weight);
    let stance = |(number, position, visibility)| {
        let topic = places.topic(number);
        StanceFact {
            topic,
            position,
            visibility,
        }
    };
    let wish = |(number, weight)| (places.circle(number), weight);
    facts.offers = draft.offers.arranged(order, offer, |item| item.0);
    facts.needs = draft.needs.arranged(order, need, |item| item.skill);
    facts.interests = draft.interests.arranged(order, interest, |item| item.0);
    facts.stances = draft.stances.arranged(order, stance, |item| item.topic);
    facts.seeks = draft.seeks.arranged(order, |seek| seek, |seek| seek.0);
    facts.wanted = draft.wanted.arranged(order, wish, |item| item.0);
}

/// Where people belong, whom they name, and what they limit.
fn people(facts: &mut Facts, draft: &Draft, places: &Places, order: &[u32]) {
    let person = |number| places.person(number);
    let slot = |number: u32| places.slots[number as usize];
    let manager = |number| {
        if number == NOBODY {
            NOBODY
        } else {
            places.person(number).0
        }
    };
    let rows = order.iter().map(|&row| row as usize);
    facts.hierarchies = hierarchies(&draft.hierarchies, order, &places.groups);
    let attribute = |(key, value): (u32, u32)| {
        let key = places.attribute_keys[key as usize];
        (key, places.attribute_values[value as usize])
    };
    facts.attributes = draft.attributes.arranged(order, attribute, |pair| pair.0);
    facts.blocks = draft.blocks.arranged(order, person, |&id| id);
    facts.refuses = draft.refuses.arranged(order, person, |&id| id);
    facts.available = draft.available.arranged(order, slot, |&slot| slot);
    facts.managers = rows
        .clone()
        .map(|row| manager(draft.managers[row]))
        .collect();
    facts.openness = rows.clone().map(|row| draft.openness[row]).collect();
    facts.limits = rows.map(|row| draft.limits[row]).collect();
}

/// The row of each person in name order.
fn order(rows: &[u32], person_at: &[u32]) -> Vec<u32> {
    let mut order = vec![0; rows.len()];
    for (row, &number) in rows.iter().enumerate() {
        order[person_at[number as usize] as usize] = row as u32;
    }
    order
}

/// Everyone's groups by place, renumbered; an empty place stays empty.
fn hierarchies(drafted: &Column<u32>, order: &[u32], group_at: &[u32]) -> Column<u32> {
    let mut hierarchies = Column::default();
    for &row in order {
        let groups = drafted.get(row as usize).iter();
        let renumbered = |&group: &u32| {
            if group == NOBODY {
                NOBODY
            } else {
                group_at[group as usize]
            }
        };
        hierarchies.push(groups.map(renumbered));
    }
    hierarchies
}

/// The three views of the ties; where all ties are mutual they are one and the same.
struct Ties {
    out: Arc<Adjacency>,
    into: Arc<Adjacency>,
    both: Arc<Adjacency>,
}

impl Ties {
    fn new(people: u32, mut ties: Vec<(u32, u32, f32)>, person_at: &[u32]) -> Self {
        for tie in &mut ties {
            (tie.0, tie.1) = (person_at[tie.0 as usize], person_at[tie.1 as usize]);
        }
        let out = Arc::new(Adjacency::from_checked(people, &ties));
        let into = out.reversed();
        if into == *out {
            return Self {
                into: out.clone(),
                both: out.clone(),
                out,
            };
        }
        ties.extend_from_within(..);
        let half = ties.len() / 2;
        for tie in &mut ties[half..] {
            (tie.0, tie.1) = (tie.1, tie.0);
        }
        Self {
            out,
            into: Arc::new(into),
            both: Arc::new(Adjacency::from_checked(people, &ties)),
        }
    }
}

/// For each skill the skills related to it, with the largest relatedness given.
fn related_skills(pairs: &[(u32, u32, f32)], skill_at: &[u32]) -> Column<(SkillId, f32)> {
    let mut sorted: Vec<(u32, u32, f32)> = pairs
        .iter()
        .map(|&(a, b, value)| (skill_at[a as usize], skill_at[b as usize], value))
        .collect();
    sorted.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    sorted.dedup_by_key(|pair| (pair.0, pair.1));
    let mut related = Column::default();
    let mut rest = sorted.as_slice();
    for skill in 0..skill_at.len() as u32 {
        let (here, after) = rest.split_at(rest.partition_point(|pair| pair.0 == skill));
        related.push(
            here.iter()
                .map(|&(_, other, value)| (SkillId(other), value)),
        );
        rest = after;
    }
    related
}

#[cfg(test)]
mod tests {
    use crate::id::{Interner, PersonId, PersonIndex};
    use crate::network::arrange::places_by_id;

    #[test]
    fn two_keys_of_one_id_are_refused() {
        let mut keys = Interner::default();
        for key in ["ana", "ben", "caro"] {
            keys.intern(key);
        }
        let (keys, _) = keys.into_sorted();
        let ids = |numbers: [u64; 3]| numbers.map(PersonId::from_u64);
        let sorted = places_by_id(&ids([7, 9, 2]), &keys).expect("three ids");
        assert_eq!(sorted, [2, 0, 1].map(PersonIndex));
        let refused = places_by_id(&ids([7, 9, 7]), &keys).expect_err("one id twice");
        assert_eq!(
            refused.to_string(),
            "id of `ana`, which is that of `caro` too, is given twice, expected once"
        );
    }
}
