//! From order of arrival to key order: the facts of a checked draft.

use std::mem::take;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{Names, PersonId, PersonIndex, Texts, quoted};
use crate::network::adjacency::Adjacency;
use crate::network::draft::Draft;
use crate::network::groups::Groups;
use crate::network::relatedness::DraftRelatedness;
use crate::network::renumbering::Renumbering;
use crate::network::{Facts, NeedFact, StanceFact};
use crate::numeric::ordered_by_key;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// Sorts people by key, and within each their skills, topics and circles by name.
///
/// Every number of arrival is mapped to a place in order, so that the result does not depend on the order of arrival.
pub(crate) fn freeze(
    mut draft: Draft,
    ties: Vec<(u32, u32, f32)>,
    relatedness: &DraftRelatedness,
) -> Result<Facts, Error> {
    let mut facts = Facts::default();
    let mut places = Renumbering::default();
    // Names first, since everything else is numbered by them.
    (facts.keys, places.people) = take(&mut draft.people).into_sorted();
    facts.ids = facts.keys.iter().map(PersonId::of).collect();
    facts.by_id = places_by_id(&facts.ids, &facts.keys)?;
    (facts.skills, places.skills) = take(&mut draft.skills).into_sorted();
    (facts.topics, places.topics) = take(&mut draft.topics).into_sorted();
    (facts.circles, places.circles) = take(&mut draft.circles).into_sorted();
    (facts.slots, places.slots) = take(&mut draft.slots).into_sorted();
    (facts.attribute_keys, places.attribute_keys) = take(&mut draft.attribute_keys).into_sorted();
    (facts.attribute_values, places.attribute_values) =
        take(&mut draft.attribute_values).into_sorted();
    (facts.groups, places.groups) = Groups::from_draft(&draft.groups, &places.circles);
    let order = order(&draft.rows, &places.people);
    label(&mut facts, &draft, &order);
    items(&mut facts, &draft, &places, &order);
    people(&mut facts, &draft, &places, &order);
    facts.embeddings = draft.embeddings.reordered(&order);
    // People and items are in place; ties and relatedness are by number.
    let ties = Ties::new(narrow(facts.keys.len()), ties, &places.people);
    (facts.ties, facts.ties_in, facts.acquaintances) = (ties.out, ties.into, ties.both);
    facts.relatedness = relatedness.freeze(&facts.skills, &places.skills)?;
    Ok(facts)
}

/// Everyone's place by ascending id. Two keys of one id are refused: no question could tell the two apart.
fn places_by_id(ids: &[PersonId], keys: &Names) -> Result<Vec<PersonIndex>, Error> {
    let places = (0..narrow(ids.len())).map(PersonIndex);
    let by_id = ordered_by_key(places, |place| ids[place.index()]);
    // Equal ids lie side by side.
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

/// What people are called. Where two would be called alike, the key stands behind the label.
fn label(facts: &mut Facts, draft: &Draft, order: &[u32]) {
    if draft.labels.iter().all(Option::is_none) {
        return;
    }
    let labels = order
        .iter()
        .map(|&row| draft.labels[row.as_index()].clone());
    facts.labels = labels.collect();
    // The label where there is one, else the key.
    let called = |place: usize| {
        facts.labels[place]
            .as_deref()
            .unwrap_or(facts.keys.get(place))
    };
    // Equal names lie side by side once sorted.
    let mut sorted: Vec<&str> = (0..order.len()).map(called).collect();
    sorted.sort_unstable();
    let alike = |name: &str| {
        let first = sorted.partition_point(|&other| other < name);
        sorted.get(first + 1) == Some(&name)
    };
    let names = (0..order.len()).map(|place| match (&facts.labels[place], called(place)) {
        (Some(_), name) if alike(name) => format!("{name} ({})", facts.keys.get(place)),
        (_, name) => name.to_string(),
    });
    let names: Vec<String> = names.collect();
    facts.names = Some(names.iter().map(String::as_str).collect::<Texts>());
}

/// What people say, item by item.
fn items(facts: &mut Facts, draft: &Draft, places: &Renumbering, order: &[u32]) {
    // Names were numbered in the order of arrival; here they become places in name order, which no input order changes.
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
    // Lists are sorted by item, so that two of them can be merged and searched.
    facts.offers = reordered(&draft.offers, order, offer, |item| item.0).into();
    facts.needs = reordered(&draft.needs, order, need, |item| item.skill).into();
    facts.interests = reordered(&draft.interests, order, interest, |item| item.0).into();
    facts.stances = reordered(&draft.stances, order, stance, |item| item.topic).into();
    facts.seeks = reordered(&draft.seeks, order, |seek| seek, |seek| seek.0);
    facts.wanted = reordered(&draft.wanted, order, wish, |item| item.0);
}

/// Where people belong, whom they name, and what they limit.
fn people(facts: &mut Facts, draft: &Draft, places: &Renumbering, order: &[u32]) {
    let person = |number| places.person(number);
    let slot = |number: u32| places.slots[number.as_index()];
    let attribute = |(key, value): (u32, u32)| {
        let key = places.attribute_keys[key.as_index()];
        (key, places.attribute_values[value.as_index()])
    };
    // All columns are read in key order, whatever the order in which people came.
    let rows = order.iter().map(|&row| row.as_index());
    facts.attributes = reordered(&draft.attributes, order, attribute, |pair| pair.0);
    facts.blocks = reordered(&draft.blocks, order, person, |&id| id);
    facts.refuses = reordered(&draft.refuses, order, person, |&id| id);
    facts.available = reordered(&draft.available, order, slot, |&slot| slot);
    // A hierarchy keeps its place even where it is empty.
    for &row in order {
        let groups = draft.hierarchies.row(row).iter();
        let group = |group: &MaybeIndex| group.place().map(|group| places.groups[group]).into();
        facts.hierarchies.push(groups.map(group));
    }
    let manager = |row: usize| {
        draft.managers[row]
            .get()
            .map(|number| person(number).0)
            .into()
    };
    facts.managers = rows.clone().map(manager).collect();
    facts.openness = rows.clone().map(|row| draft.openness[row]).collect();
    facts.limits = rows.map(|row| draft.limits[row]).collect();
}

/// The row of each person in key order.
fn order(rows: &[u32], person_at: &[u32]) -> Vec<u32> {
    let mut order = vec![0; rows.len()];
    for (row, &number) in rows.iter().enumerate() {
        order[person_at[number.as_index()].as_index()] = narrow(row);
    }
    order
}

/// The lists in another order, each item mapped and each list sorted by `key`, equal keys once.
fn reordered<T: Copy, U: Copy, K: Ord>(
    lists: &Rows<T>,
    order: &[u32],
    map: impl Fn(T) -> U,
    key: fn(&U) -> K,
) -> Rows<U> {
    let mut sorted = Rows::with_capacity(order.len(), lists.cells().len());
    let mut list: Vec<U> = Vec::new();
    for &row in order {
        list.clear();
        list.extend(lists.row(row).iter().copied().map(&map));
        sort_once(&mut list, key);
        sorted.push(list.iter().copied());
    }
    sorted
}

/// Sorts a list by ascending key; spellings that folded into one name leave one entry, the first.
///
/// The key is a plain function, so that a sort is compiled once for all lists of one type.
pub(crate) fn sort_once<T, K: Ord>(list: &mut Vec<T>, key: fn(&T) -> K) {
    list.sort_by_key(key);
    list.dedup_by_key(|item| key(item));
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
            let place = |number: u32| person_at[number.as_index()];
            (tie.0, tie.1) = (place(tie.0), place(tie.1));
        }
        // Ties of both directions with equal strengths are one view three times.
        let out = Arc::new(Adjacency::from_checked(people, &ties));
        let into = out.reversed();
        if into == *out {
            return Self {
                into: out.clone(),
                both: out.clone(),
                out,
            };
        }
        // Each tie once more, reversed: of the two strengths of a pair the adjacency keeps the stronger.
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

#[cfg(test)]
mod tests {
    use crate::id::{Interner, PersonId, PersonIndex};
    use crate::network::freeze::places_by_id;

    #[test]
    fn two_keys_of_one_id_are_refused() {
        let mut keys = Interner::keys();
        for key in ["ana", "ben", "caro"] {
            keys.number(key);
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
