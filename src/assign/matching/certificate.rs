//! What proves that no matching is better?

use crate::assign::matching::answer::Matching;
use crate::assign::matching::pairs::WeightedPairs;

/// Prices that bound every matching: one for each person and one for each of some odd groups.
///
/// Each allowed pair weighs at most half the sum of the prices of its two people and of all groups that hold both. A matching has
/// at most (s − 1)/2 pairs within a group of s people, so its weight is at most half of: the sum of all people's prices
/// plus, for each group, its price times (s − 1)/2. When the weights of a matching reach that bound, it is best. With
/// [`Aim::PairsThenWeight`](crate::assign::Aim::PairsThenWeight) each weight counts with the same large number added,
/// [`lift`](Self::lift). Weak duality of linear programming; the odd groups are Edmonds' (1965). Two groups are apart, or
/// one lies within the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Certificate {
    pub(crate) lift: i64,
    pub(crate) people: Vec<i64>,
    /// The innermost group around each person.
    pub(crate) inside: Vec<Option<u32>>,
    /// Inner groups stand before the groups around them.
    pub(crate) groups: Vec<OddSet>,
}

/// An odd group with a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OddSet {
    /// The price in half weights.
    pub price: i64,
    /// The number of the next larger group around it, where there is one.
    pub around: Option<u32>,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// It is about another number of people, or names a group that is not there.
    Shape,
    /// A price is negative.
    NegativePrice,
    /// A group has an even number of people.
    EvenGroup,
    /// The prices do not cover the weight of this pair.
    Uncovered(u32, u32),
    /// This pair is matched though its prices exceed its weight, so the bound is not reached.
    Slack(u32, u32),
    /// This person is alone and has a price, so the bound is not reached.
    PricedAlone(u32),
    /// A group with a price has fewer pairs within it than it could, so the bound is not reached.
    LooseGroup,
}

impl Certificate {
    /// What was added to each weight so that pairs count first; 0 with [`Aim::Weight`](crate::assign::Aim::Weight).
    #[must_use]
    pub fn lift(&self) -> i64 {
        self.lift
    }

    /// The price of each person, in half weights.
    #[must_use]
    pub fn people(&self) -> &[i64] {
        &self.people
    }

    /// The odd groups with a price; inner groups stand before those around them.
    #[must_use]
    pub fn groups(&self) -> &[OddSet] {
        &self.groups
    }

    /// The number of the innermost group around a person, where there is one.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn group_of(&self, person: u32) -> Option<u32> {
        self.inside[person as usize]
    }

    /// Twice the bound on the sum of lifted weights.
    pub(crate) fn doubled_bound(&self) -> i128 {
        let people: i128 = self.people.iter().map(|&price| i128::from(price)).sum();
        let sizes = self.sizes();
        let full = sizes.iter().map(|size| i128::from(size / 2));
        let prices = self.groups.iter().map(|group| i128::from(group.price));
        people
            + full
                .zip(prices)
                .map(|(pairs, price)| pairs * price)
                .sum::<i128>()
    }

    /// Counts that are given to innermost groups, summed over all groups within each group.
    fn sums(&self, give: impl FnOnce(&Self, &mut [u32])) -> Vec<u32> {
        let mut sums = vec![0; self.groups.len()];
        give(self, &mut sums);
        for group in 0..self.groups.len() {
            if let Some(around) = self.groups[group].around {
                sums[around as usize] += sums[group];
            }
        }
        sums
    }

    /// Checks that no matching can beat the bound: no price is negative, groups are odd and every allowed pair is covered.
    ///
    /// # Errors
    ///
    /// The first flaw, when the prices do not prove the bound.
    ///
    /// # Complexity
    ///
    /// O(n + m d) for n people, m allowed pairs and groups nested d deep.
    pub fn check_bound(&self, pairs: &WeightedPairs) -> Result<(), Flaw> {
        self.check_shape(pairs.people())?;
        let priced = self.groups.iter().map(|group| group.price);
        if self
            .people
            .iter()
            .copied()
            .chain(priced)
            .any(|price| price < 0)
        {
            return Err(Flaw::NegativePrice);
        }
        let above = self.prices_above();
        for (a, b, weight) in pairs.iter() {
            let doubled = 2 * (weight + self.lift);
            if doubled > 0 && self.excess(&above, a, b, doubled) < 0 {
                return Err(Flaw::Uncovered(a, b));
            }
        }
        Ok(())
    }

    /// Checks that a matching reaches the bound, so that it is best: each of its pairs has exactly its price, everyone alone
    /// has none, and each group with a price is full (complementary slackness).
    ///
    /// # Errors
    ///
    /// The first flaw, when the prices do not prove that the matching is best.
    ///
    /// # Complexity
    ///
    /// As [`check_bound`](Self::check_bound).
    pub fn check(&self, pairs: &WeightedPairs, matching: &Matching) -> Result<(), Flaw> {
        self.check_bound(pairs)?;
        let above = self.prices_above();
        for (a, b) in matching.pairs() {
            let weight = pairs.weight(a, b).ok_or(Flaw::Uncovered(a, b))?;
            if self.excess(&above, a, b, 2 * (weight + self.lift)) != 0 {
                return Err(Flaw::Slack(a, b));
            }
        }
        let mut alone = matching.alone();
        if let Some(person) = alone.find(|&person| self.people[person as usize] > 0) {
            return Err(Flaw::PricedAlone(person));
        }
        let sizes = self.sizes();
        let within = self.sums(|certificate, sums| {
            for (a, b) in matching.pairs() {
                if let Some(group) = certificate.innermost(a, b) {
                    sums[group as usize] += 1;
                }
            }
        });
        let full = sizes
            .iter()
            .zip(&within)
            .all(|(size, pairs)| *pairs == size / 2);
        if full { Ok(()) } else { Err(Flaw::LooseGroup) }
    }

    fn sizes(&self) -> Vec<u32> {
        self.sums(|certificate, sums| {
            for group in certificate.inside.iter().flatten() {
                sums[*group as usize] += 1;
            }
        })
    }

    /// Checks that the groups are nested and odd.
    fn check_shape(&self, people: u32) -> Result<(), Flaw> {
        let count = self.groups.len() as u32;
        let nested = |(inner, group): (usize, &OddSet)| match group.around {
            Some(around) => around > inner as u32 && around < count,
            None => true,
        };
        let known = self.inside.iter().flatten().all(|&group| group < count);
        let shaped = self.people.len() == people as usize && self.inside.len() == people as usize;
        if !shaped || !known || !self.groups.iter().enumerate().all(nested) {
            return Err(Flaw::Shape);
        }
        let odd = self.sizes().iter().all(|size| size % 2 == 1);
        if odd { Ok(()) } else { Err(Flaw::EvenGroup) }
    }

    /// For each group its price and those of all groups around it.
    fn prices_above(&self) -> Vec<i64> {
        let mut above = vec![0; self.groups.len()];
        for group in (0..self.groups.len()).rev() {
            let around = self.groups[group]
                .around
                .map_or(0, |around| above[around as usize]);
            above[group] = self.groups[group].price + around;
        }
        above
    }

    /// The smallest group that holds both. Inner groups have lower numbers, so the lower of two climbs.
    fn innermost(&self, a: u32, b: u32) -> Option<u32> {
        let (mut one, mut two) = (self.inside[a as usize]?, self.inside[b as usize]?);
        while one != two {
            let lower = if one < two { &mut one } else { &mut two };
            *lower = self.groups[*lower as usize].around?;
        }
        Some(one)
    }

    /// By how much the prices of a pair exceed its doubled weight.
    fn excess(&self, above: &[i64], a: u32, b: u32, doubled: i64) -> i64 {
        let groups = self
            .innermost(a, b)
            .map_or(0, |group| above[group as usize]);
        self.people[a as usize] + self.people[b as usize] + groups - doubled
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
        assert_eq!(best.certificate().groups().len(), 1);
        let change = |change: fn(&mut crate::assign::matching::Certificate)| {
            let mut certificate = best.certificate().clone();
            change(&mut certificate);
            certificate.check(&pairs, &best)
        };
        assert_eq!(change(|_| ()), Ok(()));
        assert_eq!(change(|c| c.people[0] = -1), Err(Flaw::NegativePrice));
        assert_eq!(
            change(|c| c.groups[0].price -= 2),
            Err(Flaw::Uncovered(0, 1))
        );
        assert!(matches!(
            change(|c| c.groups[0].price += 2),
            Err(Flaw::Slack(..))
        ));
        assert_eq!(change(|c| c.inside[0] = None), Err(Flaw::EvenGroup));
        assert_eq!(change(|c| c.inside[0] = Some(7)), Err(Flaw::Shape));
        assert_eq!(change(|c| c.people.truncate(2)), Err(Flaw::Shape));
    }
}
