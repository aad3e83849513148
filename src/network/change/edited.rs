//! People who are edited and renamed: what they say of others follows them, and no key is given twice.

use std::collections::BTreeSet;

use crate::error::{Error, Fault, Field, PersonError};
use crate::id::PersonIndex;
use crate::network::change::{NetworkChange, both_ways};

impl NetworkChange {
    /// The key of a person as far as the change has come.
    pub(super) fn key_of(&self, person: PersonIndex) -> &str {
        let renamed = self.renamed.get(&person);
        renamed.map_or_else(|| self.network.key_at(person), String::as_str)
    }

    /// A person of the network; an error is recorded where nobody has the key.
    pub(super) fn known(&mut self, key: &str) -> Option<PersonIndex> {
        let found = self.network.named(key);
        found.map_err(|error| self.refuse(error)).ok()
    }

    /// A person of the network who does not leave; an error is recorded where nobody is meant.
    pub(super) fn staying(&mut self, key: &str) -> Option<PersonIndex> {
        let person = self.known(key)?;
        if !self.leaving.contains(&person) {
            return Some(person);
        }
        self.refuse(both_ways(key));
        None
    }

    /// Takes over edited people: without those who leave, under the keys after the change.
    pub(super) fn add_edited(&mut self) {
        let network = self.network.clone();
        for (person, mut edited) in std::mem::take(&mut self.edited) {
            let before = network.to_person_at(person);
            let now = |key: String, before: &[String]| match network.find(&key) {
                // Whom they name who leaves goes with what was said before; newly named, it is an error.
                Some(other) if self.leaving.contains(&other) => {
                    (!before.contains(&key)).then_some(key)
                }
                Some(other) => Some(self.renamed.get(&other).cloned().unwrap_or(key)),
                None => Some(key),
            };
            // What the edited person says of others follows them, as what the unedited say does.
            let keys = |names: Vec<String>, before: &[String]| {
                let keys = names.into_iter();
                keys.filter_map(|key| now(key, before)).collect()
            };
            edited.blocks = keys(edited.blocks, &before.blocks);
            edited.refuses = keys(edited.refuses, &before.refuses);
            let manager = edited.manager;
            edited.manager = manager.and_then(|key| now(key, before.manager.as_slice()));
            edited.key = self.key_of(person).to_string();
            self.draft.add(&edited);
        }
    }

    /// Refuses a new key that somebody who stays has, with which somebody joins, or that two are given.
    pub(super) fn check_renamed(&mut self) {
        let mut taken = BTreeSet::new();
        // Collected apart: `self.draft` is lent while the people are read.
        let mut twice = Vec::new();
        for (person, new) in &self.renamed {
            // A key is free that nobody has, or that who has it gives up by leaving or by another key.
            let other = self.network.find(new);
            let other = other.filter(|other| other != person && !self.leaving.contains(other));
            let other = other.filter(|other| !self.renamed.contains_key(other));
            if self.leaving.contains(person) {
                twice.push(both_ways(self.network.key_at(*person)));
            } else if other.is_some() || self.draft.has_arrived(new) || !taken.insert(new) {
                twice.push(Error::Person(Box::new(PersonError {
                    person: new.clone(),
                    field: Field::Key,
                    item: None,
                    fault: Fault::Twice(None),
                })));
            }
        }
        self.draft.errors.extend(twice);
    }
}
