//! The components of a pair from either side: what evidence knows of both, and what was measured of the pair.

use crate::acceptance::contacts::{ContactRow, SharedContacts};
use crate::acceptance::evidence::Evidence;
use crate::acceptance::shared::{closeness, equal_attributes, nearness, three_steps};
use crate::acceptance::{Components, PairPast, Predictor};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::cosine;
use crate::rows::PatchedRows;

/// What a scorer has measured of a pair already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured {
    pub(crate) gain: f32,
    pub(crate) give: f32,
    pub(crate) disagreement: Option<f32>,
    /// What the contacts of both say; `None` where nobody has looked.
    pub(crate) contacts: Option<SharedContacts>,
    /// Ties between the two, `Some(None)` beyond the horizon, `None` where it was not measured.
    pub(crate) ties_apart: Option<Option<u32>>,
}

impl Evidence {
    /// The rows of a pair from either side, as far as the needed predictors go.
    pub(crate) fn rows(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        measured: Measured,
        past: PairPast,
    ) -> (Components, Components) {
        let mut row = Components::default();
        let shared = measured
            .contacts
            .or_else(|| self.contacts(network, (i, j), self.needs(Predictor::Introduction)));
        self.add_shared(network, (i, j), shared, &mut row);
        // What both gain for certain: the lesser of the two.
        let lesser = measured.gain.min(measured.give);
        let contacts = row.get(Predictor::CommonContacts);
        row = row
            .with(Predictor::Gain, Some(measured.gain))
            .with(Predictor::Give, Some(measured.give))
            .with(Predictor::LesserGain, Some(lesser))
            .with(
                Predictor::TiesApart,
                nearness(measured.ties_apart, contacts),
            )
            .with(Predictor::Disagreement, measured.disagreement)
            .with(
                Predictor::ThreeSteps,
                self.three_steps(network, (i, j), &row),
            );
        // Both sides see the same shared components; gains, introductions and help have a direction.
        let mut other = row.reversed();
        let [there, back] = self.introductions(&row, shared);
        row = row.with(Predictor::Introduction, there);
        other = other.with(Predictor::Introduction, back);
        if !self.past.is_empty() {
            let log = |count: u32| Some((count as f32).ln_1p());
            for (row, helped) in [(&mut row, past.helped), (&mut other, past.helped_other)] {
                *row = row
                    .with(Predictor::Met, log(past.met))
                    .with(Predictor::Helped, log(helped))
                    .with(Predictor::Recency, Some(past.recency));
            }
        }
        (row, other)
    }

    /// What the contacts of a pair say, with introductions where they are wanted; nothing in a community without ties.
    pub(in crate::acceptance) fn contacts(
        &self,
        network: &Network,
        pair: (PersonIndex, PersonIndex),
        introductions: bool,
    ) -> Option<SharedContacts> {
        let of = || SharedContacts::of(network, &self.weights, pair, introductions);
        (!self.activity.is_empty()).then(of)
    }

    /// The same for one whose contacts are laid out and another.
    pub(crate) fn contacts_with(
        &self,
        network: &Network,
        row: &ContactRow,
        other: PersonIndex,
    ) -> Option<SharedContacts> {
        let introductions = self.needs(Predictor::Introduction);
        let of = || row.shared_with(network, (&self.weights, self.mutual), other, introductions);
        (!self.activity.is_empty()).then(of)
    }

    /// The introductions there and back, where a model looks at them and both have contacts beside each other.
    pub(in crate::acceptance) fn introductions(
        &self,
        row: &Components,
        contacts: Option<SharedContacts>,
    ) -> [Option<f32>; 2] {
        let known = contacts.filter(|_| row.get(Predictor::CommonContacts).is_some());
        let wanted = known.filter(|_| self.needs(Predictor::Introduction));
        wanted.map_or([None; 2], |contacts| contacts.introductions.map(Some))
    }

    /// Ways of three ties, where a model looks at them and both have contacts beside each other.
    pub(in crate::acceptance) fn three_steps(
        &self,
        network: &Network,
        pair: (PersonIndex, PersonIndex),
        row: &Components,
    ) -> Option<f32> {
        row.get(Predictor::CommonContacts)
            .filter(|_| !self.steps.is_empty())
            .map(|_| three_steps(network, &self.steps, pair))
    }

    /// The components that follow from what everyone may see.
    pub(in crate::acceptance) fn add_shared(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        contacts: Option<SharedContacts>,
        row: &mut Components,
    ) {
        let wants = |predictor: Predictor| self.needs(predictor);
        if let Some(contacts) = contacts {
            self.add_ties(network, (i, j), contacts, row);
        }
        if wants(Predictor::SharedCircles) {
            *row = row.with(Predictor::SharedCircles, closeness(network, i, j));
        }
        if wants(Predictor::Attributes) {
            *row = row.with(Predictor::Attributes, equal_attributes(network, i, j));
        }
        if self.lengths.is_empty() {
            return;
        }
        let ([a, b], [c, d]) = (self.lengths[i.index()], self.lengths[j.index()]);
        let compare = |rows: &PatchedRows<(u32, f32)>| cosine(rows.row(i), rows.row(j)) as f32;
        // Where the signatures have no bit in common the cosine is exactly 0.
        let may_share = self.topics[i.index()] & self.topics[j.index()] != 0;
        let interests = (a > 0.0 && c > 0.0).then(|| match may_share {
            true => compare(&self.interests),
            false => 0.0,
        });
        // Long lists are compared only where that counts.
        let counts = wants(Predictor::Skills) || wants(Predictor::CommonGround);
        let skills = (counts && b > 0.0 && d > 0.0).then(|| compare(&self.skills));
        let whole = a.hypot(b) * c.hypot(d);
        // Each pair of shares is multiplied first: so swapping the two changes no bit.
        let ground = interests.unwrap_or(0.0) * (a * c) + skills.unwrap_or(0.0) * (b * d);
        *row = row
            .with(Predictor::Interests, interests)
            .with(Predictor::Skills, skills)
            .with(
                Predictor::CommonGround,
                (whole > 0.0).then(|| ground / whole),
            );
    }

    /// What ties say of a pair. A tie between the two is left out everywhere: it is what is to be foretold.
    fn add_ties(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        contacts: SharedContacts,
        row: &mut Components,
    ) {
        let (known, tied) = (network.acquaintances(), contacts.tied);
        let others = |person: PersonIndex| known.neighbours(person.0).len() - usize::from(tied);
        let activity = |person: PersonIndex| match tied {
            false => self.activity[person.index()],
            true => self.counted(others(person)),
        };
        *row = row
            .with(Predictor::Activity, Some(activity(i)))
            .with(Predictor::OtherActivity, Some(activity(j)))
            .with(Predictor::BothActive, Some(activity(i) * activity(j)));
        if others(i) > 0 && others(j) > 0 {
            let weight = contacts.weight.ln_1p();
            *row = row.with(Predictor::CommonContacts, Some(weight));
        }
        if !self.sought.is_empty() {
            // Who turned to whom counts without the tie that is to be foretold.
            let sought = |person: PersonIndex, other: PersonIndex| {
                let turned = network.ties_in().neighbours(person.0).len();
                match network.ties_in().between(person, other).is_some() {
                    false => self.sought[person.index()],
                    true => self.counted(turned - 1),
                }
            };
            *row = row
                .with(Predictor::Sought, Some(sought(i, j)))
                .with(Predictor::OtherSought, Some(sought(j, i)));
        }
    }
}
