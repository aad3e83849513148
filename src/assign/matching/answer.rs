//! Which matching was found, and what proves that none is better?

use crate::assign::matching::certificate::Certificate;
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
