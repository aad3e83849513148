//! What proves that no matching is better: a feasible solution of the dual linear program.

use crate::assign::matching::pairs::WeightedPairs;
use crate::rows::{AsIndex, Column, narrow};

/// Duals that bound every matching: one for each person and one for each of some odd sets.
///
/// Each allowed pair weighs at most half the sum of the duals of its two people and of all odd sets that hold both. A matching has
/// at most (s − 1)/2 pairs within a set of s people, so its weight is at most half of: the sum of all people's duals
/// plus, for each odd set, its dual times (s − 1)/2. When the weights of a matching reach that bound, it is best. With
/// [`Aim::PairsThenWeight`](crate::assign::Aim::PairsThenWeight) each weight counts with the same large number added,
/// [`lift`](Self::lift). Weak duality of linear programming; the odd sets are Edmonds' (1965). Two of them are disjoint, or
/// one lies within the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Certificate {
    pub(crate) lift: i64,
    pub(crate) duals: Vec<i64>,
    /// The innermost odd set around each person.
    pub(crate) inside: Vec<Option<u32>>,
    /// Inner sets stand before the sets around them.
    pub(crate) odd_sets: Vec<OddSet>,
}

/// An odd set of people with a dual: a blossom that the solver had to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct OddSet {
    /// The dual, in half weights.
    pub dual: i64,
    /// The number of the next larger set around it, where there is one.
    pub around: Option<u32>,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// It is about another number of people, or names an odd set that is not there.
    Shape,
    /// A dual is negative.
    NegativeDual,
    /// A set has an even number of people.
    EvenSet,
    /// The duals do not cover the weight of this pair.
    Uncovered(u32, u32),
    /// This pair is matched though its duals exceed its weight, so the bound is not reached.
    Slack(u32, u32),
    /// This person is unmatched and has a dual, so the bound is not reached.
    UnmatchedWithDual(u32),
    /// An odd set with a dual has fewer pairs within it than it could, so the bound is not reached.
    LooseOddSet,
}

impl Certificate {
    /// What was added to each weight so that pairs count first; 0 with [`Aim::Weight`](crate::assign::Aim::Weight).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.certificate().lift(), 0); // the number of pairs does not come first
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn lift(&self) -> i64 {
        self.lift
    }

    /// The dual of each person, in half weights.
    ///
    /// ```
    /// # use confrere::assign::{Aim, WeightedPairs};
    /// let best = WeightedPairs::new(2, &[(0, 1, 5)])?.best(Aim::Weight);
    /// assert_eq!(best.certificate().duals().iter().sum::<i64>(), 2 * best.weight());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn duals(&self) -> &[i64] {
        &self.duals
    }

    /// The odd sets with a dual; inner sets stand before those around them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert!(best.certificate().odd_sets().len() <= 1); // three people have one odd set at most
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn odd_sets(&self) -> &[OddSet] {
        &self.odd_sets
    }

    /// The number of the innermost odd set around a person, where there is one.
    ///
    /// ```
    /// # use confrere::assign::{Aim, WeightedPairs};
    /// // In a triangle one person stays unmatched, and only an odd set can say why.
    /// let best = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 5), (2, 0, 5)])?.best(Aim::Weight);
    /// assert_eq!(best.certificate().odd_sets().len(), 1);
    /// assert_eq!(best.certificate().odd_set_of(2), Some(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn odd_set_of(&self, person: u32) -> Option<u32> {
        *self.inside.get(person.as_index())?
    }

    /// Twice the bound on the sum of lifted weights.
    pub(crate) fn doubled_bound(&self) -> i128 {
        let people: i128 = self.duals.iter().map(|&dual| i128::from(dual)).sum();
        let sizes = self.sizes();
        let sets = sizes.iter().zip(&self.odd_sets);
        let full = |(size, set): (&u32, &OddSet)| i128::from(size / 2) * i128::from(set.dual);
        people + sets.map(full).sum::<i128>()
    }

    /// How often each odd set is named by its own number or by those of sets within it.
    pub(crate) fn counts(&self, named: impl Iterator<Item = u32>) -> Column<u32> {
        let mut counts = Column::filled(self.odd_sets.len(), 0);
        named.for_each(|set| counts[set] += 1);
        for (inner, set) in self.odd_sets.iter().enumerate() {
            if let Some(around) = set.around {
                counts[around] += counts[inner];
            }
        }
        counts
    }

    /// How many people each odd set holds.
    pub(crate) fn sizes(&self) -> Column<u32> {
        self.counts(self.inside.iter().flatten().copied())
    }

    /// Checks that no matching can beat the bound: no dual is negative, sets are odd and every allowed pair is covered.
    ///
    /// # Errors
    ///
    /// The first flaw, when the duals do not prove the bound.
    ///
    /// # Complexity
    ///
    /// O(n + m d) for n people, m allowed pairs and odd sets nested d deep.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.certificate().check_bound(&pairs), Ok(()));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn check_bound(&self, pairs: &WeightedPairs) -> Result<(), Flaw> {
        self.check_shape(pairs.people())?;
        // Dual feasibility, sign first: a negative dual would lower the bound below what it proves.
        let of_sets = self.odd_sets.iter().map(|set| set.dual);
        if self
            .duals
            .iter()
            .copied()
            .chain(of_sets)
            .any(|dual| dual < 0)
        {
            return Err(Flaw::NegativeDual);
        }
        // Pairs that even lifted weigh nothing are never taken, so nothing has to cover them.
        let uncovered = |&(a, b, weight): &(u32, u32, i64)| {
            weight + self.lift > 0 && self.slack(a, b, weight) < 0
        };
        match pairs.iter().find(uncovered) {
            Some((a, b, _)) => Err(Flaw::Uncovered(a, b)),
            None => Ok(()),
        }
    }

    /// Checks that the sets are nested and odd.
    fn check_shape(&self, people: u32) -> Result<(), Flaw> {
        let count = narrow(self.odd_sets.len());
        // Sets are listed inner first, so containment cannot run in a circle.
        let nested = |(inner, set): (u32, &OddSet)| {
            set.around
                .is_none_or(|around| around > inner && around < count)
        };
        let known = self.inside.iter().flatten().all(|&set| set < count);
        let people = people.as_index();
        let shaped = self.duals.len() == people && self.inside.len() == people;
        if !shaped || !known || !(0..).zip(&self.odd_sets).all(nested) {
            return Err(Flaw::Shape);
        }
        let odd = self.sizes().iter().all(|size| size % 2 == 1);
        if odd { Ok(()) } else { Err(Flaw::EvenSet) }
    }

    /// The smallest odd set that holds both.
    pub(crate) fn innermost(&self, a: u32, b: u32) -> Option<u32> {
        let (mut one, mut two) = (self.odd_set_of(a)?, self.odd_set_of(b)?);
        // Inner sets have lower numbers, so the lower of the two climbs until they meet.
        while one != two {
            let lower = if one < two { &mut one } else { &mut two };
            *lower = self.odd_sets[lower.as_index()].around?;
        }
        Some(one)
    }

    pub(crate) fn dual(&self, person: u32) -> i64 {
        self.duals[person.as_index()]
    }

    /// By how much the duals of a pair and of the odd sets that hold both exceed its doubled lifted weight.
    pub(crate) fn slack(&self, a: u32, b: u32, weight: i64) -> i64 {
        let mut cover = self.dual(a) + self.dual(b);
        let mut set = self.innermost(a, b);
        while let Some(inner) = set {
            let inner = self.odd_sets[inner.as_index()];
            cover += inner.dual;
            set = inner.around;
        }
        cover - 2 * (weight + self.lift)
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::matching::{Aim, Flaw, WeightedPairs};

    #[test]
    fn a_changed_certificate_no_longer_proves() {
        let ring: Vec<(u32, u32, i64)> = (0..5).map(|a| (a, (a + 1) % 5, 10)).collect();
        let pairs = WeightedPairs::new(5, &ring).expect("sound pairs");
        let best = pairs.best(Aim::Weight);
        assert_eq!(best.weight(), 20);
        assert_eq!(best.certificate().odd_sets().len(), 1);
        let change = |change: fn(&mut crate::assign::matching::Certificate)| {
            let mut certificate = best.certificate().clone();
            change(&mut certificate);
            certificate.check(&pairs, &best)
        };
        assert_eq!(change(|_| ()), Ok(()));
        assert_eq!(change(|c| c.duals[0] = -1), Err(Flaw::NegativeDual));
        assert_eq!(
            change(|c| c.odd_sets[0].dual -= 2),
            Err(Flaw::Uncovered(0, 1))
        );
        assert!(matches!(
            change(|c| c.odd_sets[0].dual += 2),
            Err(Flaw::Slack(..))
        ));
        assert_eq!(change(|c| c.inside[0] = None), Err(Flaw::EvenSet));
        assert_eq!(change(|c| c.inside[0] = Some(7)), Err(Flaw::Shape));
        assert_eq!(change(|c| c.duals.truncate(2)), Err(Flaw::Shape));
    }
}
