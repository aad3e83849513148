//! One person of the links, or a guest, and what may be made of a pair.

use crate::benefit::links::row::{Guest, LinkRow};
use crate::benefit::links::table::{Links, PairBound, Shared};
use crate::benefit::profiles::Profiles;
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
            let topics = stances.iter().map(|stance| self.topic_key(stance));
            match self.listed {
                true => keys.extend(topics),
                false => guest.common.extend(topics),
            }
            let [unfound, any] = lift.most_of(stances.len(), self.listed);
            guest.factors[0] *= unfound;
            guest.factors[1] *= any;
            guest.lift = unfound;
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

#[cfg(test)]
mod tests {
    use crate::benefit::links::consent::Consent;
    use crate::benefit::links::expected::Expected;
    use crate::benefit::links::lift::Topics;
    use crate::benefit::links::table::Links;
    use crate::id::TopicId;
    use crate::rows::Rows;

    const PEOPLE: u32 = 300;

    /// Keys and stances of everyone.
    struct People {
        keys: Rows<(u32, f32)>,
        stances: Rows<(TopicId, f32)>,
    }

    /// Two alternatives and two other keys, one of either that many have, and topics that few speak on.
    fn people() -> People {
        let (mut keys, mut stances) = (Rows::default(), Rows::default());
        for person in 0..PEOPLE {
            let amount = 0.1 + 0.003 * person as f32;
            let held = [2, 50, 3, 60].into_iter().enumerate();
            let held = held.filter(|&(key, step)| (person + key as u32).is_multiple_of(step));
            keys.push(held.map(|(key, _)| (key as u32, amount)));
            let spoken = (0..20).filter(|topic| (person + topic).is_multiple_of(20));
            stances.push(spoken.map(|topic| (TopicId(topic), 1.0 - 2.0 * amount)));
        }
        People { keys, stances }
    }

    #[test]
    fn a_guest_who_is_as_someone_laid_out_has_their_row() {
        let People { keys, stances } = people();
        let own: Vec<f32> = (0..PEOPLE).map(|person| -0.01 * person as f32).collect();
        let counts = (vec![0.5, 0.25, 0.0, 2.0], 2);
        let plain = Links::new(keys.clone(), counts, own.clone(), Consent::new(1.5, 1e-12));
        let topics = Topics {
            stances: Some(&stances),
            weights: &[0.8; 20],
            evidence: 2.0,
            expected: &Expected::default(),
            sought: &[],
            ground: &[],
        };
        // A weak lift, for which topics are not looked for, and a strong one, for which they are.
        let weak = plain
            .clone()
            .lifted(topics, |contrast| 0.8 + 0.2 * contrast);
        let strong = plain
            .clone()
            .lifted(topics, |contrast| 0.1 + 0.9 * contrast);
        assert!(!weak.listed && strong.listed && plain.common_keys[0] && plain.common_keys[2]);
        for links in [plain, weak, strong] {
            for person in 0..PEOPLE {
                let known = (own[person as usize], keys.row(person).to_vec());
                let guest = links.guest(known, stances.row(person));
                let guest = guest.expect("nothing is foretold");
                let (one, other) = (guest.row(), links.row(person));
                assert_eq!((one.own, one.keys), (other.own, other.keys));
                assert_eq!(one.common, other.common);
                assert_eq!(one.hubs.amounts, other.hubs.amounts);
                assert_eq!(one.hubs.marks, other.hubs.marks);
                assert_eq!((one.factors, one.lift), (other.factors, other.lift));
                assert_eq!(one.ground, other.ground);
            }
        }
    }
}
