//! What two people have in common beside features, so that a pair is held to what its own factor asks for.
//!
//! A score may be scaled by a factor that is high only for people who share something: a contact, a circle, an interest. What is shared
//! adds up: a pair's sum is the own part of both, and for each key that both have what the key counts plus the product of both amounts.
//! Of the first keys only the greatest product counts: whoever shares several introducers is introduced by one.
//! The factor is at most a rising curve of the sum. Most pairs share nothing, and for them the curve is far below 1.
//!
//! The kernels keep two thresholds for everyone, one for pairs with a key in common and one for all others, and find by inverted lists of
//! the keys which pairs have one. Who is left of those is held to the curve at the pair's own sum before anything is scored.

use crate::benefit::profiles::Profiles;
use crate::rows::{AsIndex, Rows, narrow};

/// Steps of a curve. Among sums some 16 apart a step raises a factor by less than one in a hundred.
const STEPS: usize = 2_048;

/// Keys of everyone, and what sharing them may do to a score.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// For each person, keys ascending with amounts from 0.
    pub(crate) keys: Rows<(u32, f32)>,
    /// By key: what it counts beside the product of both amounts.
    pub(crate) counts: Vec<f32>,
    /// Of the products of keys below this one only the greatest counts.
    pub(crate) alternatives: u32,
    /// By person: a pair's sum begins with the parts of both.
    pub(crate) own: Vec<f32>,
    curve: Curve,
    /// By person: the greatest factor with anyone without a key in common, then with anyone.
    factors: Vec<[f32; 2]>,
}

impl Links {
    /// Links whose factor is at most `curve` of a pair's sum; the curve rises, is above 0 and at most 1.
    pub(crate) fn new(
        keys: Rows<(u32, f32)>,
        (counts, alternatives): (Vec<f32>, u32),
        own: Vec<f32>,
        curve: impl Fn(f32) -> f32,
    ) -> Self {
        let most = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::NEG_INFINITY, f32::max);
        let mut amounts = vec![0.0_f32; counts.len()];
        for &(key, amount) in keys.cells() {
            let most = &mut amounts[key.as_index()];
            *most = most.max(amount);
        }
        let greatest = most(&mut own.iter().copied());
        // Whoever else is met has at most the greatest part of anyone, and the greatest amount of each key.
        let sums: Vec<[f32; 2]> = own
            .iter()
            .zip(keys.iter())
            .map(|(own, keys)| {
                let mut shared = Shared::default();
                for &(key, amount) in keys {
                    let product = amount * amounts[key.as_index()];
                    shared.add(counts[key.as_index()], product, key < alternatives);
                }
                [own + greatest, own + greatest + shared.sum()]
            })
            .collect();
        let least = own.iter().copied().fold(f32::INFINITY, f32::min);
        let top = most(&mut sums.iter().map(|sums| sums[1]));
        let curve = Curve::new(2.0 * least, top, curve);
        Self {
            factors: sums
                .iter()
                .map(|sums| sums.map(|sum| curve.at(sum)))
                .collect(),
            keys,
            counts,
            alternatives,
            own,
            curve,
        }
    }

    /// The greatest factor of a pair of which so much is shared.
    #[inline]
    pub(crate) fn factor(&self, i: impl AsIndex, j: impl AsIndex, shared: f32) -> f32 {
        self.curve
            .at(self.own[i.as_index()] + self.own[j.as_index()] + shared)
    }
}

/// What two people share, while it is summed.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    all: f32,
    /// The greatest product of the keys of which only one counts.
    best: f32,
}

impl Shared {
    #[inline]
    fn add(&mut self, count: f32, product: f32, is_alternative: bool) {
        if is_alternative {
            self.all += count;
            self.best = self.best.max(product);
        } else {
            self.all += count + product;
        }
    }

    #[inline]
    fn sum(self) -> f32 {
        self.all + self.best
    }
}

/// A rising curve by steps, never below what it was made of.
#[derive(Debug, Clone)]
struct Curve {
    from: f32,
    steps_a_unit: f32,
    factors: Vec<f32>,
}

impl Curve {
    fn new(from: f32, to: f32, curve: impl Fn(f32) -> f32) -> Self {
        let (from, to) = if from < to {
            (from, to)
        } else {
            (from.min(to), from.min(to) + 1.0)
        };
        let step = (to - from) / narrow(STEPS - 2) as f32;
        // One step more than a sum needs covers its rounding, which depends on the order in which it was summed.
        let factor = |place: u32| curve(from + step * place as f32);
        Self {
            from,
            steps_a_unit: 1.0 / step,
            factors: (2..narrow(STEPS) + 2).map(factor).collect(),
        }
    }

    #[inline]
    fn at(&self, sum: f32) -> f32 {
        let step = ((sum - self.from) * self.steps_a_unit).max(0.0) as u32;
        self.factors[step.as_index().min(STEPS - 1)]
    }
}

impl Profiles<'_> {
    /// The greatest factors of a person's scores: without a key in common, and with one.
    pub(crate) fn factors(&self, person: impl AsIndex) -> [f32; 2] {
        let links = self.links.map(|links| links.factors[person.as_index()]);
        links.unwrap_or([1.0; 2])
    }

    /// The greatest factor of a pair of which so much is shared.
    #[inline]
    pub(crate) fn pair_factor(&self, i: impl AsIndex, j: impl AsIndex, shared: f32) -> f32 {
        self.links.map_or(1.0, |links| links.factor(i, j, shared))
    }

    /// The keys of a person.
    pub(crate) fn keys_of(&self, person: impl AsIndex) -> &[(u32, f32)] {
        self.links.map_or(&[], |links| links.keys.row(person))
    }
}

/// The keys of one person by number, so that what others share with them is look-ups.
#[derive(Debug, Default)]
pub(crate) struct ScatteredKeys {
    scattered: bool,
    /// By key: the person's amount; below 0 where they do not have it.
    amounts: Vec<f32>,
}

impl ScatteredKeys {
    /// Scatters the keys of a person, unless they are.
    pub(crate) fn scatter(&mut self, links: &Links, person: u32) {
        if self.scattered {
            return;
        }
        self.scattered = true;
        self.amounts.resize(links.counts.len(), -1.0);
        for &(key, amount) in links.keys.row(person) {
            self.amounts[key.as_index()] = amount;
        }
    }

    /// Forgets the keys of the person again.
    pub(crate) fn clear(&mut self, keys: &[(u32, f32)]) {
        if self.scattered {
            self.scattered = false;
            for &(key, _) in keys {
                self.amounts[key.as_index()] = -1.0;
            }
        }
    }

    /// What another shares with the person.
    pub(crate) fn shared(&self, links: &Links, other: u32) -> f32 {
        let mut shared = Shared::default();
        for &(key, amount) in links.keys.row(other) {
            let own = self.amounts[key.as_index()];
            if own >= 0.0 {
                let count = links.counts[key.as_index()];
                shared.add(count, own * amount, key < links.alternatives);
            }
        }
        shared.sum()
    }
}

/// The places of candidates by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyIndex {
    places: Rows<u32>,
}

impl KeyIndex {
    pub(crate) fn new(profiles: Profiles<'_>, order: &[u32]) -> Self {
        let Some(links) = profiles.links else {
            return Self::default();
        };
        let pairs = (0_u32..).zip(order).flat_map(|(place, &person)| {
            let keys = links.keys.row(person).iter();
            keys.map(move |&(key, _)| (key, place))
        });
        Self {
            places: Rows::from_pairs(links.counts.len(), pairs),
        }
    }

    /// Marks the places from `start` on that hold any of some keys: a bit each, counted from `start`.
    pub(crate) fn mark(&self, keys: &[(u32, f32)], start: u32, marks: &mut [u128]) {
        marks.fill(0);
        for &(key, _) in keys {
            let places = self.places.row_or_empty(key);
            let first = places.partition_point(|&place| place < start);
            for &place in &places[first..] {
                let local = (place - start).as_index();
                let Some(mark) = marks.get_mut(local / 128) else {
                    break;
                };
                *mark |= 1 << (local % 128);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::{Links, ScatteredKeys};
    use crate::rows::Rows;

    #[test]
    fn no_factor_is_below_the_curve_and_none_of_a_person_below_that_of_a_pair() {
        let mut keys = Rows::default();
        keys.push([(0, 0.5), (2, 1.0)]);
        keys.push([(0, 0.25), (1, 0.5)]);
        keys.push([(2, 0.5)]);
        let curve = |sum: f32| 1.0 / (1.0 + (-sum).exp());
        let own = vec![-3.0, -1.0, 0.5];
        let links = Links::new(keys, (vec![0.5, 0.0, 2.0], 0), own, curve);
        let mut row = ScatteredKeys::default();
        row.scatter(&links, 0);
        let shared = [1, 2].map(|other| row.shared(&links, other));
        assert_eq!(shared, [0.5 + 0.5 * 0.25, 2.0 + 0.5]);
        row.clear(links.keys.row(0_u32));
        row.scatter(&links, 1);
        assert_eq!(row.shared(&links, 2), 0.0);
        for (i, j, shared) in [(0_u32, 1_u32, shared[0]), (0, 2, shared[1]), (1, 2, 0.0)] {
            let factor = links.factor(i, j, shared);
            let sum = links.own[i as usize] + links.own[j as usize] + shared;
            assert!(factor >= curve(sum) && factor <= 1.01 * curve(sum) + 0.01);
            for person in [i, j] {
                assert!(links.factors[person as usize][usize::from(shared > 0.0)] >= factor);
            }
        }
    }
}
