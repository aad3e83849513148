//! Which matching was found, and what proves that none is better?

use crate::assign::matching::pairs::{Aim, Reading, WeightedPairs};

/// Nobody, where a person's number is expected.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Pairs of people in which nobody appears twice, with a bound on what any such pairs can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Matching {
    partners: Vec<Option<u32>>,
    pairs: u32,
    weight: i64,
    bound: i64,
    certificate: Certificate,
}

impl Matching {
    /// Sums up partners that were found, with the prices that bound them.
    pub(crate) fn new(
        pairs: &WeightedPairs,
        aim: Aim,
        found: &[u32],
        certificate: Certificate,
    ) -> Self {
        let partners: Vec<Option<u32>> = found
            .iter()
            .map(|&partner| (partner != NOBODY).then_some(partner))
            .collect();
        let mut weight = 0;
        let mut count = 0;
        for (a, b) in pairs_of(&partners) {
            weight += pairs.weight(a, b).expect("partners are an allowed pair");
            count += 1;
        }
        let shift = i128::from(Reading::new(pairs, aim).shift());
        let bound = certificate.doubled_bound().div_euclid(2) - shift * i128::from(count);
        Self {
            partners,
            pairs: count,
            weight,
            bound: i64::try_from(bound).unwrap_or(i64::MAX),
            certificate,
        }
    }

    /// The partner of a person, where there is one.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn partner(&self, person: u32) -> Option<u32> {
        self.partners[person as usize]
    }

    /// The pairs `(lower, higher)`, by lower person.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        pairs_of(&self.partners)
    }

    /// People without a partner, ascending.
    pub fn alone(&self) -> impl Iterator<Item = u32> {
        let open = self.partners.iter().enumerate();
        open.filter(|entry| entry.1.is_none())
            .map(|entry| entry.0 as u32)
    }

    /// How many pairs there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.pairs
    }

    /// The sum of the weights of the pairs.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// No matching is heavier than this; with [`Aim::PairsThenWeight`], none of at least as many pairs.
    ///
    /// Equal to [`weight`](Self::weight) when the matching is exact.
    #[must_use]
    pub fn bound(&self) -> i64 {
        self.bound
    }

    /// The prices that prove the bound.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

fn pairs_of(partners: &[Option<u32>]) -> impl Iterator<Item = (u32, u32)> {
    let people = partners.iter().enumerate();
    people.filter_map(|(a, &partner)| partner.filter(|&b| (a as u32) < b).map(|b| (a as u32, b)))
}

/// Prices that bound every matching: one for each person and one for each of some odd groups.
///
/// Each allowed pair weighs at most half the sum of the prices of its two people and of all groups that hold both. A matching has
/// at most (s − 1)/2 pairs within a group of s people, so its weight is at most half of: the sum of all people's prices
/// plus, for each group, its price times (s − 1)/2. When the weights of a matching reach that bound, it is best. With
/// [`Aim::PairsThenWeight`] each weight counts with the same large number added, [`lift`](Self::lift). Weak duality of
/// linear programming; the odd groups are Edmonds' (1965).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Certificate {
    pub(crate) lift: i64,
    pub(crate) people: Vec<i64>,
    pub(crate) groups: Vec<(Vec<u32>, i64)>,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// It is about another number of people.
    Shape,
    /// A price is negative.
    NegativePrice,
    /// A group has an even number of people or names someone twice.
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
    /// What was added to each weight so that pairs count first; 0 with [`Aim::Weight`].
    #[must_use]
    pub fn lift(&self) -> i64 {
        self.lift
    }

    /// The price of each person, in half weights.
    #[must_use]
    pub fn people(&self) -> &[i64] {
        &self.people
    }

    /// The odd groups with a price, in half weights.
    #[must_use]
    pub fn groups(&self) -> &[(Vec<u32>, i64)] {
        &self.groups
    }

    /// Twice the bound on the sum of lifted weights.
    fn doubled_bound(&self) -> i128 {
        let people: i128 = self.people.iter().map(|&price| i128::from(price)).sum();
        let of_group = |group: &(Vec<u32>, i64)| i128::from(group.1) * (group.0.len() as i128 / 2);
        people + self.groups.iter().map(of_group).sum::<i128>()
    }

    /// Checks that no matching can beat the bound: no price is negative and every allowed pair is covered.
    ///
    /// # Errors
    ///
    /// The first flaw, when the prices do not prove the bound.
    ///
    /// # Complexity
    ///
    /// O(m + g) plus the pairs within groups, for m allowed pairs and g members of groups in all.
    pub fn check_bound(&self, pairs: &WeightedPairs) -> Result<(), Flaw> {
        if self.people.len() != pairs.people() as usize {
            return Err(Flaw::Shape);
        }
        let priced = self.groups.iter().map(|group| group.1);
        if self
            .people
            .iter()
            .copied()
            .chain(priced)
            .any(|price| price < 0)
        {
            return Err(Flaw::NegativePrice);
        }
        let inside = self.groups_of_people()?;
        for (a, b, weight) in pairs.iter() {
            let doubled = 2 * (weight + self.lift);
            if doubled > 0 && self.excess(&inside, a, b, doubled) < 0 {
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
    pub fn check(&self, pairs: &WeightedPairs, matching: &Matching) -> Result<(), Flaw> {
        self.check_bound(pairs)?;
        let inside = self.groups_of_people()?;
        for (a, b) in matching.pairs() {
            let weight = pairs.weight(a, b).ok_or(Flaw::Uncovered(a, b))?;
            if self.excess(&inside, a, b, 2 * (weight + self.lift)) != 0 {
                return Err(Flaw::Slack(a, b));
            }
        }
        let mut alone = matching.alone();
        if let Some(person) = alone.find(|&person| self.people[person as usize] > 0) {
            return Err(Flaw::PricedAlone(person));
        }
        for (index, (members, _)) in self.groups.iter().enumerate() {
            let within = |&&person: &&u32| {
                let partner = matching.partner(person);
                partner.is_some_and(|p| inside[p as usize].contains(&(index as u32)))
            };
            if members.iter().filter(within).count() + 1 != members.len() {
                return Err(Flaw::LooseGroup);
            }
        }
        Ok(())
    }

    /// For each person the groups that hold them, ascending.
    fn groups_of_people(&self) -> Result<Vec<Vec<u32>>, Flaw> {
        let mut inside: Vec<Vec<u32>> = vec![Vec::new(); self.people.len()];
        for (index, (members, _)) in self.groups.iter().enumerate() {
            for &person in members {
                let groups = inside.get_mut(person as usize).ok_or(Flaw::Shape)?;
                if members.len() % 2 == 0 || groups.last() == Some(&(index as u32)) {
                    return Err(Flaw::EvenGroup);
                }
                groups.push(index as u32);
            }
        }
        Ok(inside)
    }

    /// By how much the prices of a pair exceed its doubled weight.
    fn excess(&self, inside: &[Vec<u32>], a: u32, b: u32, doubled: i64) -> i64 {
        let (of_a, of_b) = (&inside[a as usize], &inside[b as usize]);
        let shared = of_a.iter().filter(|group| of_b.contains(group));
        let groups: i64 = shared.map(|&group| self.groups[group as usize].1).sum();
        self.people[a as usize] + self.people[b as usize] + groups - doubled
    }
}
