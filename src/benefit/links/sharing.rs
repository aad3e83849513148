//! What one person shares with each of many, summed by inverted lists.

use crate::benefit::links::table::{Links, PairBound, Shared};
use crate::rows::AsIndex;

/// Places whose truths make a word.
pub(crate) const GROUP: usize = u128::BITS as usize;

/// What one person shares with each of some candidates at consecutive places.
#[derive(Debug, Default)]
pub(crate) struct Sharing {
    /// For each group of places, who shares anything.
    pub(crate) linked: Vec<u128>,
    /// By place, of those who share something: the factor of the pair at most.
    pub(crate) factors: Vec<f32>,
    /// By place; nothing where nothing is shared.
    shared: Vec<Shared>,
}

impl Sharing {
    /// Starts anew with so many groups of places.
    pub(crate) fn start(&mut self, groups: usize) {
        for (group, linked) in self.linked.iter_mut().enumerate() {
            while *linked != 0 {
                self.shared[group * GROUP + linked.trailing_zeros().as_index()] = Shared::default();
                *linked &= *linked - 1;
            }
        }
        self.linked.resize(groups, 0);
        if self.shared.len() < groups * GROUP {
            self.shared.resize(groups * GROUP, Shared::default());
            self.factors.resize(groups * GROUP, 0.0);
        }
    }

    /// Adds a key of the person, with its amount, for those who have it too: their places and amounts.
    #[inline(always)]
    pub(crate) fn add(
        &mut self,
        links: &Links,
        (key, own): (u32, f32),
        holders: impl Iterator<Item = (usize, f32)>,
    ) {
        for (place, amount) in holders {
            self.linked[place / GROUP] |= 1 << (place % GROUP);
            self.shared[place].add(links, key, (own, amount));
        }
    }

    /// Bounds the factor of each pair with someone who shares anything; `candidate` tells who is at a place.
    pub(crate) fn finish(&mut self, links: &Links, person: u32, candidate: impl Fn(usize) -> u32) {
        for (group, &linked) in self.linked.iter().enumerate() {
            let mut bits = linked;
            while bits != 0 {
                let place = group * GROUP + bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let shared = &self.shared[place];
                self.factors[place] = links.factor(person, candidate(place), shared);
            }
        }
    }

    /// What is shared with the candidate at a place by the keys that few have.
    pub(crate) fn shared(&self, place: usize) -> &Shared {
        &self.shared[place]
    }

    /// The factor of the pair with the candidate at a place at most, of whose keys those that few have are known.
    #[inline]
    pub(crate) fn factor(&self, links: &Links, (person, other): (u32, u32), place: usize) -> f32 {
        match self.is_linked(place) {
            true => self.factors[place],
            false => links.factor(person, other, &Shared::default()),
        }
    }

    /// What may be made of the pair with the candidate at a place.
    pub(crate) fn bound(
        &self,
        links: &Links,
        (person, other): (u32, u32),
        place: usize,
    ) -> PairBound {
        let shared = match self.is_linked(place) {
            true => self.shared[place],
            false => Shared::default(),
        };
        links.bound(person, other, shared)
    }

    /// Whether the candidate at a place shares anything.
    #[inline]
    fn is_linked(&self, place: usize) -> bool {
        self.linked[place / GROUP] >> (place % GROUP) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::consent::Consent;
    use crate::benefit::links::expected::Expected;
    use crate::benefit::links::lift::Topics;
    use crate::benefit::links::sharing::Sharing;
    use crate::benefit::links::table::Links;
    use crate::id::TopicId;
    use crate::rows::Rows;

    fn curve(sum: f32) -> f32 {
        1.0 / (1.0 + (-sum).exp())
    }

    /// Three people, of whom the first shares a key with each other one.
    fn three() -> Links {
        let mut keys = Rows::default();
        keys.push([(0, 0.5), (2, 1.0)]);
        keys.push([(0, 0.25), (1, 0.5)]);
        keys.push([(2, 0.5)]);
        let own = vec![-3.0, -1.0, 0.5];
        Links::new(
            keys,
            (vec![0.5, 0.0, 2.0], 0),
            own,
            Consent::new(1.0, 1e-12),
        )
    }

    /// What the first shares with each.
    fn sharing(links: &Links) -> Sharing {
        let mut sharing = Sharing::default();
        sharing.start(1);
        for &key in links.keys.row(0_u32) {
            for (place, keys) in links.keys.iter().enumerate().skip(1) {
                let same = keys.iter().filter(|other| other.0 == key.0);
                sharing.add(links, key, same.map(|other| (place, other.1)));
            }
        }
        sharing.finish(links, 0, |place| place as u32);
        sharing
    }

    #[test]
    fn no_factor_is_below_the_curve_and_none_of_a_person_below_that_of_a_pair() {
        let links = three();
        let sharing = sharing(&links);
        assert_eq!(sharing.linked, [0b110]);
        for (other, shared) in [(1, 0.5 + 0.5 * 0.25), (2, 2.0 + 0.5)] {
            let factor = sharing.factors[other];
            assert_eq!(
                sharing.bound(&links, (0, other as u32), other).factor,
                factor
            );
            let sum = links.own[0] + links.own[other] + shared;
            assert!(factor >= curve(sum) && factor <= 1.01 * curve(sum) + 0.01);
            for person in [0, other] {
                assert!(links.factors[person][1] >= 0.99 * factor);
            }
        }
    }

    #[test]
    fn whoever_disagrees_is_lifted_and_nobody_else() {
        let mut stances = Rows::default();
        stances.push([(TopicId(0), 1.0), (TopicId(1), -0.5)]);
        stances.push([(TopicId(0), -1.0)]);
        stances.push([]);
        let topics = Topics {
            stances: Some(&stances),
            weights: &[0.8, 0.4],
            evidence: 2.0,
            expected: &Expected::default(),
            sought: &[0.0; 3],
            ground: &[],
        };
        let lift = |contrast: f32| (1.0 + 9.0 * contrast) / 10.0;
        let plain = three();
        let links = plain.clone().lifted(topics, lift);
        let (before, after) = (sharing(&plain), sharing(&links));
        let lifts = [1, 2].map(|place| after.factors[place] / before.factors[place]);
        // One topic on which they are opposed counts a third.
        assert!((0.4..0.41).contains(&lifts[0]), "{lifts:?}");
        assert!((0.1..0.102).contains(&lifts[1]), "{lifts:?}");
        let (one, other) = (
            after.bound(&links, (0, 1), 1),
            before.bound(&plain, (0, 1), 1),
        );
        assert_eq!(one.consent, other.consent);
        assert_eq!(one.contrast.map(|contrast| contrast > 0.33), Some(true));
        assert!(links.factors[0][1] >= one.factor);
    }
}
