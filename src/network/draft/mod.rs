//! People as they arrive at the door: checked at once, kept small, in order of arrival.

mod person;

use crate::error::{Error, Fault, Field, PersonError};
use crate::id::{Interner, Spelling, nearest};
use crate::network::embeddings::Embeddings;
use crate::network::groups::DraftGroups;
use crate::network::item_checker::ItemChecker;
use crate::person::{Intent, Limits, Visibility};
use crate::rows::{AsIndex, MaybeIndex, Rows};

/// Unknown keys for which the nearest known one is looked up: each takes a look at every key.
const SUGGESTED: usize = 20;

/// Everything said about people so far, with names as numbers of arrival. After an error some rows are missing: a draft with
/// errors is only asked for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) people: Interner,
    pub(crate) skills: Interner,
    pub(crate) topics: Interner,
    pub(crate) circles: Interner,
    pub(crate) slots: Interner,
    pub(crate) attribute_keys: Interner,
    pub(crate) attribute_values: Interner,
    pub(crate) groups: DraftGroups,
    /// The key number of each row; a row is a person in order of arrival.
    pub(crate) rows: Vec<u32>,
    pub(crate) labels: Vec<Option<Box<str>>>,
    pub(crate) offers: Rows<(u32, f32)>,
    pub(crate) needs: Rows<(u32, f32, Visibility)>,
    pub(crate) interests: Rows<(u32, f32)>,
    pub(crate) stances: Rows<(u32, f32, Visibility)>,
    pub(crate) hierarchies: Rows<MaybeIndex>,
    pub(crate) attributes: Rows<(u32, u32)>,
    pub(crate) seeks: Rows<(Intent, f32)>,
    pub(crate) wanted: Rows<(u32, f32)>,
    pub(crate) blocks: Rows<u32>,
    pub(crate) refuses: Rows<u32>,
    pub(crate) available: Rows<u32>,
    pub(crate) managers: Vec<MaybeIndex>,
    pub(crate) openness: Vec<Option<f32>>,
    pub(crate) limits: Vec<Limits>,
    pub(crate) embeddings: Embeddings,
    /// Whether the person of each key number has arrived.
    defined: Vec<bool>,
    pub(crate) errors: Vec<Error>,
}

impl Draft {
    /// Nothing said so far.
    pub(crate) fn new(spelling: Spelling) -> Self {
        Self {
            people: Interner::keys(),
            skills: Interner::new(spelling),
            topics: Interner::new(spelling),
            circles: Interner::new(spelling),
            slots: Interner::new(Spelling::Exact),
            attribute_keys: Interner::new(spelling),
            attribute_values: Interner::new(spelling),
            ..Self::default()
        }
    }

    /// Records what is wrong with what is said of a person.
    pub(crate) fn refuse(&mut self, person: &str, field: Field, item: Option<&str>, fault: Fault) {
        ItemChecker::new(person, &mut self.errors).refuse(field, item, fault);
    }

    /// The number of a person's key, from a mention or an arrival.
    pub(crate) fn mention(&mut self, key: &str) -> Result<u32, Fault> {
        let number = self.people.intern(key)?;
        if self.defined.len() < self.people.len() {
            self.defined.resize(self.people.len(), false);
        }
        Ok(number)
    }

    /// Whether someone of this key has arrived.
    pub(crate) fn has_arrived(&self, key: &str) -> bool {
        let number = self.people.find(key);
        number.is_some_and(|number| self.defined[number.as_index()])
    }

    /// Opens the row of a person who is mentioned and has not arrived; who has arrived keeps the row there is.
    pub(crate) fn arrive(&mut self, number: u32) -> Arrival {
        if std::mem::replace(&mut self.defined[number.as_index()], true) {
            return Arrival::Known;
        }
        self.rows.push(number);
        Arrival::New
    }

    /// Checks a tie; the numbers of its ends and its strength, unless it is refused.
    pub(crate) fn tie(&mut self, from: &str, to: &str, strength: f32) -> Option<(u32, u32, f32)> {
        // Either end may arrive later; whether it did is checked when all is said.
        let ends = self
            .mention(from)
            .and_then(|one| Ok((one, self.mention(to)?)));
        let (one, other) = match ends {
            Ok(ends) => ends,
            Err(fault) => {
                self.refuse(from, Field::Tie, Some(to), fault);
                return None;
            }
        };
        // Keys are exact, so that one number is one person.
        if one == other {
            self.refuse(from, Field::Tie, Some(to), Fault::SamePerson);
            return None;
        }
        let mut checker = ItemChecker::new(from, &mut self.errors);
        let strength = checker.weight(Field::Tie, to, strength)?;
        Some((one, other, strength))
    }

    /// Refuses keys that were mentioned in a block, a refusal, a tie or as a manager and never arrived.
    pub(crate) fn check_mentions(&mut self, tied: impl Iterator<Item = u32>) {
        let unknown = |number: &u32| !self.defined[number.as_index()];
        let mut missing: Vec<(Field, Option<u32>, u32)> = Vec::new();
        let lists = [
            (Field::Block, &self.blocks),
            (Field::Refusal, &self.refuses),
        ];
        // By field, then by who names them, then by whom they name: the order in which errors are told.
        for (field, lists) in lists {
            for (row, list) in self.rows.iter().zip(lists.iter()) {
                let unknown = list.iter().filter(|number| unknown(number));
                missing.extend(unknown.map(|&number| (field, Some(*row), number)));
            }
        }
        for (row, manager) in self.rows.iter().zip(&self.managers) {
            let unknown = manager.get().filter(unknown);
            missing.extend(unknown.map(|number| (Field::Manager, Some(*row), number)));
        }
        // A stranger with many ties is one error.
        let mut tied: Vec<u32> = tied.filter(unknown).collect();
        tied.sort_unstable();
        tied.dedup();
        missing.extend(tied.into_iter().map(|number| (Field::Tie, None, number)));
        if !missing.is_empty() {
            let errors = self.unknown(&missing);
            self.errors.extend(errors);
        }
    }

    /// The errors of unknown keys, by field, who names them, and number; the first ones tell the nearest known key.
    fn unknown(&self, missing: &[(Field, Option<u32>, u32)]) -> Vec<Error> {
        let keys = self.people.by_number();
        let known = || {
            let known = keys.iter().zip(&self.defined);
            known.filter(|known| *known.1).map(|known| *known.0)
        };
        // The nearest key takes a look at all keys, which only the first few errors are worth.
        let error = |(place, &(field, row, number)): (usize, &(Field, Option<u32>, u32))| {
            let key = keys[number.as_index()];
            let nearest = (place < SUGGESTED).then(|| nearest(key, known())).flatten();
            // A block, refusal or manager is the error of who names them; in a tie the unknown key itself is the culprit.
            let (person, item) = match row {
                Some(row) => (keys[row.as_index()], Some(key.to_string())),
                None => (key, None),
            };
            Error::Person(Box::new(PersonError {
                person: person.to_string(),
                field,
                item,
                fault: Fault::Unknown {
                    nearest: nearest.map(ToString::to_string),
                },
            }))
        };
        missing.iter().enumerate().map(error).collect()
    }
}

/// Whether a key that is said is the first of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    Known,
}
