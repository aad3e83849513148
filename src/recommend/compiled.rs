//! What a matcher is made of.

use std::sync::{Arc, OnceLock};

use crate::acceptance::Evidence;
use crate::benefit::Index;
use crate::id::PersonIndex;
use crate::network::Hops;
use crate::path::Introducers;
use crate::recommend::data::ScoringData;
use crate::recommend::delta::Delta;
use crate::rows::AsIndex;

/// What a matcher is made of, shared by its clones and its answers.
pub(crate) struct Compiled {
    pub(crate) data: ScoringData,
    /// Made with the matcher, or on first use where another's is asked.
    pub(crate) index: OnceLock<Index>,
    /// What one person's list is found by where nothing is laid out anew.
    pub(crate) base: Option<Base>,
    /// By person: whether they are neither paused nor full.
    pub(crate) open: Vec<bool>,
    pub(crate) introducers: Introducers,
    /// What every predictor of consent needs, made on first use.
    pub(crate) full_evidence: OnceLock<(Evidence, Hops)>,
    /// A hash of all that pairs are scored by, made on first use.
    pub(crate) stamp: OnceLock<u64>,
}

impl Compiled {
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            // Nobody who is paused or full is laid out: no kernel ever sees them.
            let people = self.data.network.indices();
            let candidates = people.filter(|person| self.open[person.index()]);
            let candidates = candidates.map(|person| person.0).collect();
            Index::new(self.data.profiles(), candidates)
        })
    }
}

/// A matcher made anew, and where its people are now.
pub(crate) struct Base {
    pub(crate) made: Arc<Compiled>,
    pub(crate) delta: Delta,
}

impl Base {
    /// The index that is asked.
    pub(crate) fn index(&self) -> &Index {
        self.made.index()
    }

    /// The place now of a person of the index; none for who left or is touched.
    pub(crate) fn now(&self, person: u32) -> Option<PersonIndex> {
        self.delta.places[person.as_index()].get().map(PersonIndex)
    }

    /// Places now of those for whom no bound holds, ascending.
    pub(crate) fn touched(&self) -> &[PersonIndex] {
        &self.delta.touched
    }
}
