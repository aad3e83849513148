//! One person of the links, or a guest, and what may be made of a pair.

use crate::benefit::links::row::{Guest, LinkRow};
use crate::benefit::links::table::{Links, PairBound, Shared};
use crate::benefit::profiles::Profiles;
use crate::benefit::stances::most_disagreement;
use crate::id::TopicId;
use crate::rows::AsIndex;

impl Links {
    /// What of a person tells what they share with others.
    pub(crate) fn row(&self, person: u32) -> LinkRow<'_> {
        let (at, lift) = (person.as_index(), self.lift.as_ref());
        LinkRow {
            person,
            own: self.own[at],
            keys: self.keys.row(person),
            common: self.common.row(person),
            hubs: self.hubs.row(at),
            factors: self.factors[at],
            lift: lift.map_or(1.0, |lift| lift.most[at]),
            ground: lift.map_or(1.0, |lift| lift.ground(person)),
        }
    }

    /// Someone who is not laid out, by their part and keys, ascending, and their stances; `None` where disagreement is foretold.
    pub(crate) fn guest(
        &self,
        (own, keys): (f32, Vec<(u32, f32)>),
        stances: &[(TopicId, f32)],
    ) -> Option<Guest> {
        let is_common = |key: &(u32, f32)| self.common_keys[key.0.as_index()];
        let (common, mut keys): (Vec<_>, Vec<_>) = keys.into_iter().partition(is_common);
        let raised = self.raised(own, &common);
        let hubs = self.hubs.row_of(&common, &self.counts);
        let rest = common.into_iter().filter(|key| key.0 >= self.alternatives);
        let mut guest = Guest {
            own,
            factors: self.most_factors(raised, &keys),
            common: rest.collect(),
            keys: Vec::new(),
            hubs,
            lift: 1.0,
        };
        if let Some(lift) = &self.lift {
            if !lift.expected.is_empty() {
                return None;
            }
            let topic =
                |&(topic, position): &(TopicId, f32)| (self.first_topic + topic.0, position);
            let topics = stances.iter().map(topic);
            let any = lift.at(most_disagreement(stances.len(), lift.evidence));
            // As everyone is laid out: either topics are looked for, or whoever is met may disagree on all of them.
            guest.lift = if self.listed { lift.at(0.0) } else { any };
            match self.listed {
                true => keys.extend(topics),
                false => guest.common.extend(topics),
            }
            guest.factors[0] *= guest.lift;
            guest.factors[1] *= any;
        }
        guest.keys = keys;
        Some(guest)
    }

    /// The keys of someone that many have and that tell of consent, with their amounts.
    pub(crate) fn common_keys<'r>(
        &'r self,
        row: &LinkRow<'r>,
    ) -> impl Iterator<Item = (u32, f32)> + use<'r> {
        let common = row.common.iter().copied();
        let common = common.filter(|key| key.0 < self.first_topic);
        common.chain(self.hubs.keys_of(row.hubs))
    }

    /// What may be made of a pair, of whose keys those that few have are known: the others are looked at now.
    pub(crate) fn bound(&self, i: &LinkRow<'_>, j: u32, mut shared: Shared) -> PairBound {
        let (best, sum) = i.hubs.shared_with(self.hubs.row(j.as_index()));
        shared.best = shared.best.max(best);
        shared.sum += sum;
        // Both rows ascend: one pass finds the keys in common.
        let (one, other) = (i.common, self.common.row(j));
        let (mut x, mut y) = (0, 0);
        while x < one.len() && y < other.len() {
            let ((left, own), (right, amount)) = (one[x], other[y]);
            if left == right {
                shared.add(self, left, (own, amount));
            }
            x += usize::from(left <= right);
            y += usize::from(right <= left);
        }
        let consent = self.consent.map_or(1.0, |consent| {
            let own = i.own + self.own[j.as_index()];
            consent.at(own + shared.sum + shared.best)
        });
        let Some(lift) = &self.lift else {
            return PairBound {
                factor: consent,
                consent,
                contrast: None,
            };
        };
        // Consent and lift are bounded apart: the scorer replaces the second by the exact one first.
        let contrast = lift.held(i, j, shared.contrast(lift));
        PairBound {
            factor: consent * lift.at(contrast),
            consent,
            contrast: Some(contrast),
        }
    }
}

impl Profiles<'_> {
    /// The greatest factors of a person's scores: without a key in common, and with anyone.
    #[inline]
    pub(crate) fn factors(&self, person: impl AsIndex) -> [f32; 2] {
        let links = self.links.map(|links| links.factors[person.as_index()]);
        links.unwrap_or([1.0; 2])
    }

    /// The most that a person may gain beside the rows and closeness in meaning from someone with whom a disagreement scores at most so much.
    #[inline]
    pub(crate) fn extra_gain(&self, person: u32, contrast: Option<f32>) -> f32 {
        let most = self.max_extra_gain(person);
        let lift = self.links.and_then(|links| links.lift.as_ref());
        let Some((lift, contrast)) = lift.zip(contrast) else {
            return most;
        };
        let sought = lift.sought.get(person.as_index()).copied();
        sought.map_or(most, |sought| (sought * contrast).min(most))
    }
}
