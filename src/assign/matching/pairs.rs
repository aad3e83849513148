//! Which pairs are allowed, and what is each worth?

use crate::assign::matching::answer::Matching;
use crate::assign::matching::{finish, fractional};
use crate::error::Error;

/// The size of a weight times the number of people stays below this, so that sums and prices fit in 64 bits.
const WEIGHT_ROOM: i128 = 1 << 58;

/// What a matching is to be best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Aim {
    /// The sum of weights. Pairs of weight 0 or less are never taken.
    #[default]
    Weight,
    /// As many pairs as possible, and among those the sum of weights, which may then be negative.
    PairsThenWeight,
}

/// Allowed pairs of people `0..people`, each with an integer weight.
///
/// Of several weights for one pair the highest counts. The order in which pairs are given does not matter.
///
/// # Complexity
///
/// Space: 24 bytes a pair and 8 bytes a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightedPairs {
    starts: Vec<usize>,
    /// Each person's partners, by descending weight, then ascending.
    partners: Vec<u32>,
    weights: Vec<i64>,
    lightest: i64,
    heaviest: i64,
}

impl WeightedPairs {
    /// Takes pairs `(person, person, weight)`.
    ///
    /// # Errors
    ///
    /// When a pair names a person out of range or one person twice, when there are 2³⁰ people or more, or when a weight's
    /// size times the number of people reaches 2⁵⁸.
    ///
    /// # Complexity
    ///
    /// O(m log m) time for m pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// // In a row of four people the two outer pairs together beat the best single pair.
    /// let pairs = WeightedPairs::new(4, &[(0, 1, 5), (1, 2, 8), (2, 3, 5)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.pairs().collect::<Vec<_>>(), [(0, 1), (2, 3)]);
    /// assert_eq!((best.weight(), best.bound()), (10, 10));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(people: u32, pairs: &[(u32, u32, i64)]) -> Result<Self, Error> {
        if people >= 1 << 30 {
            return Err(Error::TooMany {
                what: "people of a matching".into(),
                count: people as usize,
                limit: (1 << 30) - 1,
            });
        }
        for &(a, b, weight) in pairs {
            check_pair(people, a, b, weight)?;
        }
        Ok(Self::from_checked(people, pairs))
    }

    fn from_checked(people: u32, pairs: &[(u32, u32, i64)]) -> Self {
        let ordered = pairs.iter().map(|&(a, b, w)| (a.min(b), a.max(b), w));
        let mut unique: Vec<(u32, u32, i64)> = ordered.collect();
        unique.sort_unstable_by(|x, y| (x.0, x.1, y.2).cmp(&(y.0, y.1, x.2)));
        unique.dedup_by_key(|pair| (pair.0, pair.1));
        let mut starts = vec![0_usize; people as usize + 1];
        for &(a, b, _) in &unique {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        for person in 0..people as usize {
            starts[person + 1] += starts[person];
        }
        let mut place = starts.clone();
        let mut arcs = vec![(0_i64, 0_u32); unique.len() * 2];
        for &(a, b, weight) in &unique {
            for (from, to) in [(a, b), (b, a)] {
                arcs[place[from as usize]] = (weight, to);
                place[from as usize] += 1;
            }
        }
        for person in 0..people as usize {
            arcs[starts[person]..starts[person + 1]]
                .sort_unstable_by(|x, y| (y.0, x.1).cmp(&(x.0, y.1)));
        }
        Self {
            starts,
            partners: arcs.iter().map(|arc| arc.1).collect(),
            weights: arcs.iter().map(|arc| arc.0).collect(),
            lightest: unique.iter().map(|pair| pair.2).min().unwrap_or(0),
            heaviest: unique.iter().map(|pair| pair.2).max().unwrap_or(0),
        }
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u32 {
        (self.starts.len() - 1) as u32
    }

    /// How many pairs are allowed.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.partners.len() as u64 / 2
    }

    /// The allowed partners of a person with the weight of each pair: heaviest first, ties by lower number.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    pub fn partners(&self, person: u32) -> impl ExactSizeIterator<Item = (u32, i64)> {
        let range = self.starts[person as usize]..self.starts[person as usize + 1];
        let partners = self.partners[range.clone()].iter().copied();
        partners.zip(self.weights[range].iter().copied())
    }

    /// The weight of a pair, where it is allowed.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person as `a`.
    ///
    /// # Complexity
    ///
    /// O(d) for d allowed partners of `a`.
    #[must_use]
    pub fn weight(&self, a: u32, b: u32) -> Option<i64> {
        self.partners(a).find(|arc| arc.0 == b).map(|arc| arc.1)
    }

    /// All allowed pairs `(lower, higher, weight)`, by lower person, then by descending weight.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, i64)> {
        (0..self.people()).flat_map(move |a| {
            let arcs = self.partners(a).filter(move |arc| a < arc.0);
            arcs.map(move |(b, weight)| (a, b, weight))
        })
    }

    /// Finds a matching that no other beats, and the proof of it.
    ///
    /// Among equally good matchings it is the same one on every machine.
    ///
    /// # Complexity
    ///
    /// One shortest-path search with blossoms for each person that the half-integral optimum leaves open. 100,000 people with
    /// 20 candidates each leave two and take less than a second. Where many odd groups nest, as among people on a
    /// triangulated map, hundreds are left and each search may reach far: at most O(m log m) events each.
    #[must_use]
    pub fn best(&self, aim: Aim) -> Matching {
        let reading = Reading::new(self, aim);
        let (prices, partners) = fractional::solve(&reading);
        finish::solve(self, aim, &reading, prices, partners)
    }
}

/// Checks one pair at the door.
fn check_pair(people: u32, a: u32, b: u32, weight: i64) -> Result<(), Error> {
    if let Some(stranger) = [a, b].into_iter().find(|&person| person >= people) {
        return Err(Error::Unknown {
            what: format!("person {stranger} in a pair"),
            expected: "a number below the number of people",
        });
    }
    if a == b {
        return Err(Error::SamePerson {
            what: format!("pair of {a} and {b}"),
        });
    }
    if i128::from(weight.unsigned_abs()) * i128::from(people) >= WEIGHT_ROOM {
        return Err(Error::OutOfRange {
            what: format!("weight of the pair of {a} and {b}"),
            value: weight as f32,
            expected: "a whole number whose size times the number of people is below 2^58",
        });
    }
    Ok(())
}

/// The pairs as the solver reads them: weights doubled, so that prices stay whole, and shifted for the aim.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    pairs: &'a WeightedPairs,
    shift: i64,
}

impl<'a> Reading<'a> {
    /// With pairs first, every weight is lifted by more than any matching can lose by taking one pair more: at most half the
    /// people times the spread of the weights.
    pub(crate) fn new(pairs: &'a WeightedPairs, aim: Aim) -> Self {
        let spread = pairs.heaviest - pairs.lightest;
        let shift = match aim {
            Aim::Weight => 0,
            Aim::PairsThenWeight => i64::from(pairs.people() / 2) * spread + 1 - pairs.lightest,
        };
        Self { pairs, shift }
    }

    pub(crate) fn people(&self) -> u32 {
        self.pairs.people()
    }

    /// What is added to each weight.
    pub(crate) fn shift(&self) -> i64 {
        self.shift
    }

    /// The worthwhile partners of a person with doubled shifted weights, heaviest first.
    #[inline]
    pub(crate) fn arcs(&self, person: u32) -> impl Iterator<Item = (u32, i64)> + 'a {
        let shift = self.shift;
        let range = self.pairs.starts[person as usize]..self.pairs.starts[person as usize + 1];
        let weights = self.pairs.weights[range.clone()].iter();
        let partners = self.pairs.partners[range].iter();
        partners
            .zip(weights)
            .map(move |(&to, &weight)| (to, 2 * (weight + shift)))
            .take_while(|arc| arc.1 > 0)
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::matching::WeightedPairs;

    #[test]
    fn the_highest_of_repeated_pairs_counts_and_partners_come_heaviest_first() {
        let pairs = WeightedPairs::new(3, &[(1, 0, 2), (0, 1, 4), (0, 2, 4), (2, 1, -1)])
            .expect("sound pairs");
        assert_eq!(pairs.count(), 3);
        assert_eq!(pairs.partners(0).collect::<Vec<_>>(), [(1, 4), (2, 4)]);
        assert_eq!(
            pairs.iter().collect::<Vec<_>>(),
            [(0, 1, 4), (0, 2, 4), (1, 2, -1)]
        );
    }

    #[test]
    fn unsound_pairs_are_refused() {
        for bad in [(0, 3, 1), (1, 1, 1), (0, 1, i64::MIN), (0, 1, 1 << 57)] {
            assert!(WeightedPairs::new(3, &[bad]).is_err(), "{bad:?}");
        }
        assert!(WeightedPairs::new(u32::MAX, &[]).is_err());
    }
}
