//! A matching, and the proof that none is better.

use crate::assign::matching::certificate::{Certificate, Flaw};
use crate::assign::matching::pairs::{Aim, WeightedPairs};
use crate::rows::{AsIndex, Column, MaybeIndex};

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
    /// Sums up partners that were found, with the duals that bound them.
    pub(crate) fn new(
        pairs: &WeightedPairs,
        aim: Aim,
        partners: &Column<MaybeIndex>,
        certificate: Certificate,
    ) -> Self {
        let partners: Vec<Option<u32>> = partners.iter().map(|partner| partner.get()).collect();
        let (mut weight, mut count) = (0, 0);
        for (a, b) in pairs_of(&partners) {
            weight += pairs.weight(a, b).expect("partners are an allowed pair");
            count += 1;
        }
        // The duals bound the sum of lifted weights of any matching; one of at least as many pairs loses as many lifts.
        let lift = i128::from(pairs.lift(aim)) * i128::from(count);
        let bound = certificate.doubled_bound().div_euclid(2) - lift;
        Self {
            partners,
            pairs: count,
            weight,
            bound: i64::try_from(bound).unwrap_or(i64::MAX),
            certificate,
        }
    }

    /// The partner of a person; `None` for the unmatched and for a number that is no person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!((best.partner(1), best.partner(0)), (Some(2), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn partner(&self, person: u32) -> Option<u32> {
        *self.partners.get(person.as_index())?
    }

    /// The pairs `(lower, higher)`, by lower person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert!(best.pairs().eq([(1, 2)]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        pairs_of(&self.partners)
    }

    /// People without a partner, ascending.
    ///
    /// ```
    /// # use confrere::assign::{Aim, WeightedPairs};
    /// let best = WeightedPairs::new(4, &[(0, 2, 5), (1, 2, 8)])?.best(Aim::Weight);
    /// assert_eq!(best.unmatched().collect::<Vec<_>>(), [0, 3]);
    /// assert_eq!((best.partner(1), best.partner(9)), (Some(2), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn unmatched(&self) -> impl Iterator<Item = u32> {
        let people = (0..).zip(&self.partners);
        people
            .filter(|entry| entry.1.is_none())
            .map(|entry| entry.0)
    }

    /// How many pairs there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.count(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> u32 {
        self.pairs
    }

    /// The sum of the weights of the pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.weight(), 7);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// No matching is heavier than this; with [`Aim::PairsThenWeight`], none of at least as many pairs.
    ///
    /// Equal to [`weight`](Self::weight) when the matching is exact.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.bound(), best.weight());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> i64 {
        self.bound
    }

    /// The duals that prove the bound.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.certificate().check(&pairs, &best), Ok(()));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

fn pairs_of(partners: &[Option<u32>]) -> impl Iterator<Item = (u32, u32)> {
    let people = (0..).zip(partners);
    people.filter_map(|(a, &partner)| partner.filter(|&b| a < b).map(|b| (a, b)))
}

impl Certificate {
    /// Checks that a matching reaches the bound, so that it is best (complementary slackness): its pairs have no slack, the
    /// unmatched have no dual, and each odd set with a dual is full.
    ///
    /// # Errors
    ///
    /// The first flaw, when the duals do not prove that the matching is best.
    ///
    /// # Complexity
    ///
    /// As [`check_bound`](Self::check_bound).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, Flaw, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 8), (2, 0, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!(best.certificate().check(&pairs, &best), Ok(()));
    /// // The same duals prove nothing about heavier pairs.
    /// let heavier = WeightedPairs::new(3, &[(0, 1, 9), (1, 2, 8), (2, 0, 6)])?;
    /// assert_eq!(best.certificate().check_bound(&heavier), Err(Flaw::Uncovered(0, 1)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn check(&self, pairs: &WeightedPairs, matching: &Matching) -> Result<(), Flaw> {
        self.check_bound(pairs)?;
        for (a, b) in matching.pairs() {
            let weight = pairs.weight(a, b).ok_or(Flaw::Uncovered(a, b))?;
            // Complementary slackness, one condition after the other: matched pairs are tight, …
            if self.slack(a, b, weight) != 0 {
                return Err(Flaw::Slack(a, b));
            }
        }
        // … unmatched people have dual 0, …
        let mut unmatched = matching.unmatched();
        if let Some(person) = unmatched.find(|&person| self.dual(person) > 0) {
            return Err(Flaw::UnmatchedWithDual(person));
        }
        // … and odd sets with a positive dual hold as many pairs as they can. Then the dual value equals the weight.
        let within = matching.pairs().filter_map(|(a, b)| self.innermost(a, b));
        let within = self.counts(within);
        let is_full = |(size, pairs): (&u32, &u32)| *pairs == size / 2;
        if self.sizes().iter().zip(&*within).all(is_full) {
            Ok(())
        } else {
            Err(Flaw::LooseOddSet)
        }
    }
}
