//! The allowed pairs and the weight of each.

use crate::error::Error;
use crate::rows::{AsIndex, Spans};

/// The size of a weight times the number of people stays below this, so that sums and duals fit in 64 bits.
const WEIGHT_ROOM: i128 = 1 << 58;

/// The most people: twice as many numbers, people and blossoms, stay below 2³¹.
const MAX_PEOPLE: u32 = (1 << 30) - 1;

/// The most pairs, each of which is kept once from either side.
const MAX_PAIRS: usize = (1 << 31) - 1;

/// What a matching is to maximise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Aim {
    /// The sum of weights. Pairs of weight 0 or less are never taken.
    #[default]
    Weight,
    /// As many pairs as possible, and among those the sum of weights, which may then be negative.
    PairsThenWeight,
}

/// Allowed pairs of people `0..people`, each with an integer weight: the edges of a general graph.
///
/// Of several weights for one pair the highest counts. The order in which pairs are given does not matter.
///
/// # Complexity
///
/// Space: 24 bytes a pair and 4 bytes a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightedPairs {
    people: u32,
    spans: Spans,
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
    /// When a pair names a person out of range or one person twice, when there are 2³⁰ people or 2³¹ pairs or more, or when a
    /// weight's size times the number of people reaches 2⁵⁸.
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
        let counts = [
            (
                "people of a matching",
                people.as_index(),
                MAX_PEOPLE.as_index(),
            ),
            ("pairs of a matching", pairs.len(), MAX_PAIRS),
        ];
        if let Some((what, count, limit)) =
            counts.into_iter().find(|&(_, count, limit)| count > limit)
        {
            let what = what.into();
            return Err(Error::TooMany { what, count, limit });
        }
        for &(a, b, weight) in pairs {
            check_pair(people, a, b, weight)?;
        }
        let ordered = pairs
            .iter()
            .map(|&(a, b, weight)| (a.min(b), a.max(b), weight));
        let mut unique: Vec<(u32, u32, i64)> = ordered.collect();
        // Of pairs listed twice the heavier comes first and is the one kept.
        unique.sort_unstable_by(|x, y| (x.0, x.1, y.2).cmp(&(y.0, y.1, x.2)));
        unique.dedup_by_key(|pair| (pair.0, pair.1));
        // Each pair is an arc from either end; a person's arcs come heaviest first, so that scans can end early.
        let both = unique
            .iter()
            .flat_map(|&(a, b, weight)| [(a, b, weight), (b, a, weight)]);
        let mut arcs: Vec<(u32, u32, i64)> = both.collect();
        arcs.sort_unstable_by(|x, y| (x.0, y.2, x.1).cmp(&(y.0, x.2, y.1)));
        let weights = || unique.iter().map(|pair| pair.2);
        Ok(Self {
            people,
            spans: Spans::counted(people.as_index(), arcs.iter().map(|arc| arc.0)),
            partners: arcs.iter().map(|arc| arc.1).collect(),
            weights: arcs.iter().map(|arc| arc.2).collect(),
            lightest: weights().min().unwrap_or(0),
            heaviest: weights().max().unwrap_or(0),
        })
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::WeightedPairs;
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// assert_eq!(pairs.people(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        self.people
    }

    /// How many pairs are allowed.
    ///
    /// ```
    /// # use confrere::assign::WeightedPairs;
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 0, 7), (1, 2, 8)])?;
    /// assert_eq!(pairs.count(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> u64 {
        self.partners.len() as u64 / 2
    }

    /// The allowed partners of a person with the weight of each pair: heaviest first, ties by lower number. None for a number that
    /// is no person.
    ///
    /// ```
    /// # use confrere::assign::WeightedPairs;
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 8)])?;
    /// assert_eq!(pairs.partners(1).collect::<Vec<_>>(), [(2, 8), (0, 5)]);
    /// assert_eq!(pairs.partners(7).len(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn partners(&self, person: u32) -> impl ExactSizeIterator<Item = (u32, i64)> + '_ {
        let row = self.spans.row_or_empty(person);
        let partners = self.partners[row.clone()].iter().copied();
        partners.zip(self.weights[row].iter().copied())
    }

    /// The weight of a pair, where it is allowed.
    ///
    /// # Complexity
    ///
    /// O(d) for d allowed partners of `a`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::WeightedPairs;
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// assert_eq!((pairs.weight(1, 0), pairs.weight(0, 0)), (Some(5), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weight(&self, a: u32, b: u32) -> Option<i64> {
        self.partners(a).find(|arc| arc.0 == b).map(|arc| arc.1)
    }

    /// All allowed pairs `(lower, higher, weight)`, by lower person, then by descending weight.
    ///
    /// ```
    /// # use confrere::assign::WeightedPairs;
    /// let pairs = WeightedPairs::new(3, &[(1, 0, 5), (2, 1, 8)])?;
    /// assert_eq!(pairs.iter().collect::<Vec<_>>(), [(0, 1, 5), (1, 2, 8)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, i64)> {
        (0..self.people).flat_map(move |a| {
            let arcs = self.partners(a).filter(move |arc| a < arc.0);
            arcs.map(move |(b, weight)| (a, b, weight))
        })
    }

    /// What is added to each weight for an aim. With pairs first it is more than any matching can lose by taking one pair more: at
    /// most half the people times the spread of the weights.
    pub(crate) fn lift(&self, aim: Aim) -> i64 {
        match aim {
            Aim::Weight => 0,
            Aim::PairsThenWeight => {
                let spread = self.heaviest - self.lightest;
                i64::from(self.people / 2) * spread + 1 - self.lightest
            }
        }
    }
}

/// Checks one pair at the door.
fn check_pair(people: u32, a: u32, b: u32, weight: i64) -> Result<(), Error> {
    if let Some(stranger) = [a, b].into_iter().find(|&person| person >= people) {
        return Err(Error::unknown(
            format!("person {stranger} in a pair"),
            "a number below the number of people",
        ));
    }
    if a == b {
        return Err(Error::SamePerson {
            what: format!("pair of {a} and {b}"),
        });
    }
    // Duals and slacks are sums of at most n weights; they must stay far from overflow.
    if i128::from(weight.unsigned_abs()) * i128::from(people) >= WEIGHT_ROOM {
        return Err(Error::OutOfRange {
            what: format!("weight of the pair of {a} and {b}"),
            value: weight.into(),
            expected: "a whole number whose size times the number of people is below 2^58",
        });
    }
    Ok(())
}

/// The weights as the solvers read them: doubled, so that duals stay whole, and lifted for the aim.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScaledWeights<'a> {
    pairs: &'a WeightedPairs,
    lift: i64,
}

impl<'a> ScaledWeights<'a> {
    pub(crate) fn new(pairs: &'a WeightedPairs, aim: Aim) -> Self {
        let lift = pairs.lift(aim);
        Self { pairs, lift }
    }

    pub(crate) fn people(&self) -> u32 {
        self.pairs.people
    }

    /// What is added to each weight before it is doubled.
    pub(crate) fn lift(&self) -> i64 {
        self.lift
    }

    /// The worthwhile partners of a person with the scaled weights, heaviest first.
    #[inline]
    pub(crate) fn arcs(&self, person: u32) -> impl Iterator<Item = (u32, i64)> + use<'a> {
        let (pairs, lift) = (self.pairs, self.lift);
        let row = pairs.spans.row(person);
        let arcs = pairs.partners[row.clone()].iter().zip(&pairs.weights[row]);
        arcs.map(move |(&to, &weight)| (to, 2 * (weight + lift)))
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
        assert_eq!(pairs.partners(9).len(), 0);
        assert_eq!((pairs.weight(0, 2), pairs.weight(9, 2)), (Some(4), None));
    }

    #[test]
    fn unsound_pairs_are_refused() {
        for bad in [(0, 3, 1), (1, 1, 1), (0, 1, i64::MIN), (0, 1, 1 << 57)] {
            assert!(WeightedPairs::new(3, &[bad]).is_err(), "{bad:?}");
        }
        assert!(WeightedPairs::new(1 << 30, &[]).is_err());
        assert!(WeightedPairs::new((1 << 30) - 1, &[]).is_ok());
    }
}
