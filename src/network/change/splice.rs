//! A small change, taken into the arrays of the network before it: whoever says nothing new is copied in whole stretches.
//!
//! Names keep their numbers here. A change with which a name, a spelling or a group comes or goes, and one that renames people,
//! labels them or relates skills, is none of this kind: it goes by way of a draft of everyone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::id::{PersonId, PersonIndex};
use crate::network::adjacency::Adjacency;
use crate::network::change::pieces::{groups_of, pieces, places_of};
use crate::network::change::still_used::uses_all_names;
use crate::network::draft::Draft;
use crate::network::freeze::sort_once;
use crate::network::renumbering::Renumbering;
use crate::network::{Embeddings, Facts, NeedFact, StanceFact};
use crate::numeric::ordered_by_key;
use crate::par;
use crate::rows::{AsIndex, MaybeIndex, Piece, Rows, narrow, spliced};

/// A change of a network whose names all stay.
pub(crate) struct Splice<'c> {
    facts: &'c Facts,
    draft: &'c Draft,
    /// Everyone after the change, in key order: stretches of who was there before, and rows of the draft.
    pieces: Vec<Piece>,
    /// The place of each person from before; none for who leaves.
    places: Vec<MaybeIndex>,
    /// Who was there and leaves or says something new.
    gone: Vec<usize>,
    /// The key of each row of the draft.
    keys: Vec<&'c str>,
    numbers: Renumbering,
}

impl<'c> Splice<'c> {
    /// Prepares a change of people who are drafted, and some who leave; `None` where it is not of this kind or not sound.
    pub(crate) fn new(
        facts: &'c Facts,
        draft: &'c Draft,
        leaving: &BTreeSet<PersonIndex>,
    ) -> Option<Self> {
        let labelled = !facts.labels.is_empty() || draft.labels.iter().any(Option::is_some);
        if labelled || !draft.errors.is_empty() {
            return None;
        }
        // Numbers of the draft are numbers of arrival; rows are in the order in which people were added.
        let numbered = draft.people.by_number();
        let keys: Vec<&str> = draft
            .rows
            .iter()
            .map(|number| numbered[number.as_index()])
            .collect();
        let (pieces, places, gone) = pieces(facts, &keys, leaving);
        let circles = places_of(&draft.circles, &facts.circles)?;
        let numbers = Renumbering {
            people: Vec::with_capacity(numbered.len()),
            skills: places_of(&draft.skills, &facts.skills)?,
            topics: places_of(&draft.topics, &facts.topics)?,
            slots: places_of(&draft.slots, &facts.slots)?,
            attribute_keys: places_of(&draft.attribute_keys, &facts.attribute_keys)?,
            attribute_values: places_of(&draft.attribute_values, &facts.attribute_values)?,
            groups: groups_of(facts, draft, &circles)?,
            circles,
        };
        let mut splice = Self {
            numbers,
            facts,
            draft,
            pieces,
            places,
            gone,
            keys,
        };
        // Last the people, who may be mentioned before they are added: drafted ones by their row, others by where they stay.
        let fresh = splice.fresh_places();
        for key in numbered {
            let place = match fresh.get(key) {
                Some(&place) => place,
                // A stranger is an error, which is told elsewhere.
                None => splice.places[facts.keys.rank(key).ok()?].get()?,
            };
            splice.numbers.people.push(place);
        }
        Some(splice)
    }

    /// The place of each drafted person, by key.
    fn fresh_places(&self) -> BTreeMap<&'c str, u32> {
        let (mut fresh, mut next) = (BTreeMap::new(), 0);
        for piece in &self.pieces {
            match piece {
                Piece::Kept(stretch) => next += stretch.len(),
                Piece::Fresh(row) => {
                    fresh.insert(self.keys[*row], narrow(next));
                    next += 1;
                }
            }
        }
        fresh
    }

    /// The facts after the change, with the last said of each directed tie; `None` where the change is not of this kind after all.
    ///
    /// O(facts) for copying them, plus the change.
    pub(crate) fn facts(&self, ties: &BTreeMap<(u32, u32), f32>) -> Option<Facts> {
        let known = self.facts;
        // Two of one id are an error, which the draft of everyone tells.
        let (ids, by_id) = self.ids()?;
        let (said, tied) = par::join(|| self.said(), || self.ties(ties));
        let mut facts = Facts {
            keys: known.keys.spliced(&self.pieces, |row| self.keys[row]),
            ids,
            by_id,
            embeddings: self.embeddings()?,
            ..said
        };
        (facts.ties, facts.ties_in, facts.acquaintances) = tied;
        self.add_mentions(&mut facts);
        uses_all_names(known, &facts, &self.gone).then_some(facts)
    }

    /// What people say, and the names for it.
    fn said(&self) -> Facts {
        let (known, draft, pieces) = (self.facts, self.draft, &self.pieces[..]);
        let numbers = &self.numbers;
        let offer = |&(skill, level): &(u32, f32)| (numbers.skill(skill), level);
        let need = |&(skill, priority, visibility): &(u32, f32, _)| NeedFact {
            skill: numbers.skill(skill),
            priority,
            visibility,
        };
        let interest = |&(topic, weight): &(u32, f32)| (numbers.topic(topic), weight);
        let stance = |&(topic, position, visibility): &(u32, f32, _)| StanceFact {
            topic: numbers.topic(topic),
            position,
            visibility,
        };
        let wish = |&(circle, weight): &(u32, f32)| (numbers.circle(circle), weight);
        let group = |group: &MaybeIndex| group.place().map(|group| numbers.groups[group]).into();
        let attribute = |&(key, value): &(u32, u32)| {
            let key = numbers.attribute_keys[key.as_index()];
            (key, numbers.attribute_values[value.as_index()])
        };
        let slot = |&slot: &u32| numbers.slots[slot.as_index()];
        // Lists are sorted by item, as those of everyone are.
        Facts {
            offers: known.offers.patched(pieces, |row| {
                sorted(draft.offers.row(row).iter().map(offer), |item| item.0)
            }),
            needs: known.needs.patched(pieces, |row| {
                sorted(draft.needs.row(row).iter().map(need), |item| item.skill)
            }),
            interests: known.interests.patched(pieces, |row| {
                sorted(draft.interests.row(row).iter().map(interest), |item| item.0)
            }),
            stances: known.stances.patched(pieces, |row| {
                sorted(draft.stances.row(row).iter().map(stance), |item| item.topic)
            }),
            seeks: known.seeks.spliced(pieces, |row| {
                sorted(draft.seeks.row(row).iter().copied(), |seek| seek.0)
            }),
            wanted: known.wanted.spliced(pieces, |row| {
                sorted(draft.wanted.row(row).iter().map(wish), |item| item.0)
            }),
            attributes: known.attributes.spliced(pieces, |row| {
                sorted(draft.attributes.row(row).iter().map(attribute), |pair| {
                    pair.0
                })
            }),
            available: known.available.spliced(pieces, |row| {
                sorted(draft.available.row(row).iter().map(slot), |&slot| slot)
            }),
            hierarchies: known
                .hierarchies
                .spliced(pieces, |row| draft.hierarchies.row(row).iter().map(group)),
            openness: spliced(&known.openness, pieces, |row| draft.openness[row]),
            limits: spliced(&known.limits, pieces, |row| draft.limits[row]),
            skills: known.skills.clone(),
            topics: known.topics.clone(),
            circles: known.circles.clone(),
            slots: known.slots.clone(),
            attribute_keys: known.attribute_keys.clone(),
            attribute_values: known.attribute_values.clone(),
            groups: known.groups.clone(),
            relatedness: known.relatedness.clone(),
            ..Facts::default()
        }
    }

    /// Everyone's id, and everyone's place by ascending id; `None` where two have one id.
    fn ids(&self) -> Option<(Vec<PersonId>, Vec<PersonIndex>)> {
        let fresh = |row: usize| PersonId::of_text(self.keys[row]);
        let ids = spliced(&self.facts.ids, &self.pieces, fresh);
        // Those who join are merged into the order by id of those who stay.
        let joined = self.fresh_places().into_values().map(PersonIndex);
        let joined = ordered_by_key(joined, |place| ids[place.index()]);
        let mut joined = joined.into_iter().peekable();
        let mut by_id: Vec<PersonIndex> = Vec::with_capacity(ids.len());
        let mut stays = vec![true; self.places.len()];
        self.gone.iter().for_each(|&place| stays[place] = false);
        for known in &self.facts.by_id {
            let place = self.places[known.index()]
                .get()
                .filter(|_| stays[known.index()]);
            let Some(place) = place.map(PersonIndex) else {
                continue;
            };
            while let Some(new) = joined.next_if(|new| ids[new.index()] <= ids[place.index()]) {
                by_id.push(new);
            }
            by_id.push(place);
        }
        by_id.extend(joined);
        let alike = |pair: &[PersonIndex]| ids[pair[0].index()] == ids[pair[1].index()];
        let twice = by_id.windows(2).any(alike);
        (!twice).then_some((ids, by_id))
    }

    /// Everyone's embeddings; `None` where they are of another width, or where there are none any more.
    fn embeddings(&self) -> Option<Embeddings> {
        let (known, new) = (&self.facts.embeddings, &self.draft.embeddings);
        if known.width == 0 || (new.width > 0 && new.width != known.width) {
            return (known.width == new.width).then(Embeddings::default);
        }
        let pieces = &self.pieces;
        let embeddings = Embeddings {
            width: known.width,
            offers: known
                .offers
                .spliced(pieces, |row| new.offer(row).iter().copied()),
            needs: known
                .needs
                .spliced(pieces, |row| new.need(row).iter().copied()),
            visibility: spliced(&known.visibility, pieces, |row| new.visibility(row)),
        };
        // Without a vector there is no width: such a network is made by way of a draft.
        let any = !embeddings.offers.cells().is_empty() || !embeddings.needs.cells().is_empty();
        any.then_some(embeddings)
    }

    /// Whom people name: who leaves is mentioned no longer.
    fn add_mentions(&self, facts: &mut Facts) {
        let (known, draft) = (self.facts, self.draft);
        let now = |&person: &PersonIndex| Some(PersonIndex(self.places[person.index()].get()?));
        let new = |&number: &u32| self.numbers.person(number);
        let all_stay = self.places.iter().all(|place| !place.is_none());
        let named = |known: &Rows<PersonIndex>, drafted: &Rows<u32>| {
            let fresh = |row: usize| sorted(drafted.row(row).iter().map(new), |&person| person);
            if all_stay {
                let moved = known.mapped(|person| now(&person).expect("nobody leaves"));
                return moved.spliced(&self.pieces, fresh);
            }
            let mut rows = Rows::with_capacity(facts.ids.len(), known.cells().len());
            for piece in &self.pieces {
                match piece {
                    Piece::Kept(stretch) => {
                        for person in stretch.clone() {
                            rows.push(known.row(person).iter().filter_map(now));
                        }
                    }
                    Piece::Fresh(row) => rows.push(fresh(*row)),
                }
            }
            rows
        };
        let blocks = named(&known.blocks, &draft.blocks);
        let refuses = named(&known.refuses, &draft.refuses);
        // The manager of a fresh row is set apart: it is told by a number of the draft.
        let mut managers = spliced(&known.managers, &self.pieces, |_| MaybeIndex::NONE);
        for manager in &mut managers {
            *manager = manager
                .place()
                .map_or(MaybeIndex::NONE, |place| self.places[place]);
        }
        for (row, key) in self.keys.iter().enumerate() {
            let place = facts.keys.rank(key).expect("who is drafted is there");
            let manager = draft.managers[row].place();
            managers[place] = manager.map(|number| self.numbers.people[number]).into();
        }
        (facts.blocks, facts.refuses, facts.managers) = (blocks, refuses, managers);
    }

    /// The three views of the ties; where all ties are mutual they are one and the same.
    fn ties(
        &self,
        changed: &BTreeMap<(u32, u32), f32>,
    ) -> (Arc<Adjacency>, Arc<Adjacency>, Arc<Adjacency>) {
        let known = self.facts;
        let place = |number: u32| self.numbers.person(number).0;
        let changed = changed.iter();
        let changed: BTreeMap<(u32, u32), f32> = changed
            .map(|(&(from, to), &strength)| ((place(from), place(to)), strength))
            .collect();
        let people = self.pieces.iter().map(|piece| match piece {
            Piece::Kept(stretch) => stretch.len(),
            Piece::Fresh(_) => 1,
        });
        let people = narrow(people.sum());
        let splice = |known: &Adjacency, changed: &BTreeMap<(u32, u32), f32>| {
            Arc::new(known.spliced(people, &self.places, changed))
        };
        // A view that is the same as another stays the same array: three views of mutual ties are one.
        let out = splice(&known.ties, &changed);
        let mutual = |(&(from, to), strength): (&(u32, u32), &f32)| {
            changed.get(&(to, from)) == Some(strength)
        };
        if Arc::ptr_eq(&known.ties, &known.ties_in) && changed.iter().all(mutual) {
            return (out.clone(), out.clone(), out);
        }
        let turned = changed.iter();
        let turned = turned
            .map(|(&(from, to), &strength)| ((to, from), strength))
            .collect();
        let into = splice(&known.ties_in, &turned);
        if into == out {
            return (out.clone(), out.clone(), out);
        }
        // Of the two strengths of a pair the stronger counts.
        let pairs = changed
            .keys()
            .flat_map(|&(from, to)| [(from, to), (to, from)]);
        let both = pairs.map(|(from, to)| {
            let strength = |from, to| out.strength(from, to).unwrap_or(0.0);
            ((from, to), strength(from, to).max(strength(to, from)))
        });
        let both = splice(&known.acquaintances, &both.collect());
        (out, into, both)
    }
}

/// A list by ascending key, equal keys once.
fn sorted<T, K: Ord>(list: impl Iterator<Item = T>, key: fn(&T) -> K) -> Vec<T> {
    let mut list: Vec<T> = list.collect();
    sort_once(&mut list, key);
    list
}
