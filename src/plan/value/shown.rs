//! What do others show, so that no answer depends on what they hide?

use crate::benefit::{Want, gain_with};
use crate::id::PersonIndex;
use crate::recommend::{Audience, Matcher};

/// Everyone's vectors without what they hide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'m> {
    matcher: &'m Matcher,
}

impl<'m> Shown<'m> {
    pub(crate) fn new(matcher: &'m Matcher) -> Self {
        Self { matcher }
    }

    pub(crate) fn wants(&self, person: PersonIndex) -> &'m [Want] {
        self.matcher.data().wants(person, Audience::Asker)
    }

    pub(crate) fn gives(&self, person: PersonIndex) -> &'m [(u32, f32)] {
        self.matcher.data().gives(person, Audience::Asker)
    }

    /// What somebody gains from a person, but for disagreement.
    pub(crate) fn gain(&self, wants: &[Want], gives: &[(u32, f32)]) -> f32 {
        gain_with(
            wants,
            gives,
            self.matcher.vectors().first_step_feature(),
            |_, _| (),
        )
    }
}

/// Who holds each feature, with what: lists by feature, people ascending.
#[derive(Debug)]
pub(crate) struct Holders<T> {
    starts: Vec<u32>,
    entries: Vec<(u32, T)>,
}

impl<T: Copy + Default> Holders<T> {
    /// Turns rows `(feature, value)` of each person into lists by feature.
    pub(crate) fn of<'a, I: Iterator<Item = (u32, T)>>(
        people: impl Iterator<Item = PersonIndex> + Clone + 'a,
        row: impl Fn(PersonIndex) -> I,
    ) -> Self {
        let mut starts = vec![0_u32];
        for person in people.clone() {
            for (feature, _) in row(person) {
                if starts.len() < feature as usize + 2 {
                    starts.resize(feature as usize + 2, 0);
                }
                starts[feature as usize + 1] += 1;
            }
        }
        for feature in 1..starts.len() {
            starts[feature] += starts[feature - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, T::default()); starts.last().copied().unwrap_or(0) as usize];
        for person in people {
            for (feature, value) in row(person) {
                let place = &mut next[feature as usize];
                entries[*place as usize] = (person.0, value);
                *place += 1;
            }
        }
        Self { starts, entries }
    }

    pub(crate) fn get(&self, feature: u32) -> &[(u32, T)] {
        match self.starts.get(feature as usize + 1) {
            Some(&end) => &self.entries[self.starts[feature as usize] as usize..end as usize],
            None => &[],
        }
    }
}
