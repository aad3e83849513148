//! What others show, so that no answer depends on what they hide.

use crate::benefit::{Want, gain_with};
use crate::id::PersonIndex;
use crate::person::Visibility;
use crate::recommend::{Audience, Matcher};
use crate::rows::{AsIndex, Rows};

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

    /// What somebody gains from a person who gives so much, but for disagreement.
    pub(crate) fn gain_from(
        &self,
        person: PersonIndex,
        (giver, gives): (PersonIndex, &[(u32, f32)]),
    ) -> f32 {
        let gain = self.gain(self.wants(person), gives);
        (gain + self.meaning(person, giver)).min(1.0)
    }

    /// What of it is from closeness in meaning.
    pub(crate) fn meaning(&self, person: PersonIndex, giver: PersonIndex) -> f32 {
        let data = self.matcher.data();
        data.meaning_gain(person, giver, Audience::Asker)
    }

    /// What somebody gains from a person by vectors over features.
    pub(crate) fn gain(&self, wants: &[Want], gives: &[(u32, f32)]) -> f32 {
        gain_with(
            wants,
            gives,
            self.matcher.vectors().first_step_feature(),
            |_, _| (),
        )
    }

    /// By skill: whether anyone offers it, shows a need of it, or the person needs it. A skill that is named in another's hidden
    /// need alone is not told by name.
    pub(crate) fn named_skills(&self, who: PersonIndex) -> Vec<bool> {
        let network = self.matcher.network();
        let mut named = vec![false; network.skill_ids().len()];
        for person in network.indices() {
            for (skill, _) in network.offers_at(person) {
                named[skill.index()] = true;
            }
            // One's own hidden needs may be named to oneself.
            let needs = network.needs_at(person).iter();
            for need in needs.filter(|need| person == who || need.visibility == Visibility::Shown) {
                named[need.skill.index()] = true;
            }
        }
        named
    }
}

/// Who holds each feature, with what: lists by feature, people ascending.
#[derive(Debug)]
pub(crate) struct Holders<T>(Rows<(u32, T)>);

impl<T: Copy> Holders<T> {
    /// Turns rows `(feature, value)` of each person into lists by feature.
    pub(crate) fn of<I: Iterator<Item = (u32, T)> + Clone>(
        people: impl Iterator<Item = PersonIndex> + Clone,
        row: impl Fn(PersonIndex) -> I + Copy,
    ) -> Self {
        let cells = people.flat_map(move |person| {
            row(person).map(move |(feature, value)| (feature, (person.0, value)))
        });
        let features = cells.clone().map(|cell| cell.0.as_index() + 1).max();
        Self(Rows::from_pairs(features.unwrap_or(0), cells))
    }

    pub(crate) fn get(&self, feature: u32) -> &[(u32, T)] {
        self.0.row_or_empty(feature)
    }
}
