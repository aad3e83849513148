//! People who are edited and renamed: what they say of others follows them, and no key is given twice.

use std::collections::BTreeSet;

use crate::error::{Error, Fault, Field, PersonError};
use crate::network::change::{NetworkChange, both_ways};

impl NetworkChange {
    /// Takes over edited people: without those who leave, under the keys after the change.
    pub(super) fn add_edited(&mut self) {
        let network = self.network.clone();
        for (person, mut edited) in std::mem::take(&mut self.edited) {
            let now = |key: String| match network.find(&key) {
                Some(other) if self.leaving.contains(&other) => None,
                Some(other) => Some(self.renamed.get(&other).cloned().unwrap_or(key)),
                None => Some(key),
            };
            // What the edited person says of others follows them, as what the unedited say does.
            edited.blocks = edited.blocks.into_iter().filter_map(now).collect();
            edited.refuses = edited.refuses.into_iter().filter_map(now).collect();
            edited.manager = edited.manager.and_then(now);
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
