//! What counts, and how much: the settings of a matcher.

use crate::benefit::{Mean, SkillWeights};
use crate::diversity::{Component, ContrarianRule, DifferenceWeights};
use crate::error::Error;
use crate::path;
use crate::unit::{FROM_ZERO_TO_ONE, within};

/// σ: an offer among n > 8 counts (8/n)^σ of its level. At 1 a profile stuffed with every skill at its usual level is shown
/// at most 1.1 times as much in lists of ten as the honest one (600 developers each of two Stack Overflow surveys); at ½ it
/// is shown 5 to 8 times as much. Among 46,836 real mentor and mentee pairs overlap divided by the length of the mentor's
/// list ranked better (AUC .54) than raw overlap (.43).
const SPECIFICITY: f32 = 1.0;

/// How much a difference lifts a match where neither the person nor the policy says otherwise: a match without any
/// difference keeps two thirds of its benefit. A design choice.
const OPENNESS: f32 = 0.5;

/// The openness of the policies that look for difference: a match without any keeps a third of its benefit. A design choice.
const WIDE_OPENNESS: f32 = 2.0;

/// Whether people who are tied already are suggested to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Acquaintances {
    /// They know each other and need no suggestion.
    #[default]
    Excluded,
    /// They are suggested like anyone else.
    Included,
}

/// Whether people who share a circle are suggested to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum CircleRule {
    /// They are.
    #[default]
    Any,
    /// Not when they share one of the nearest so many circles of a hierarchy: 1 excludes the same team, 2 also the same
    /// company.
    Outside(u32),
}

/// The settings of a [`Matcher`](crate::Matcher). The defaults are almost certainly what you want.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Mean, Network, Policy};
/// let network = Network::builder().build()?;
/// let policy = Policy::default().mean(Mean::MINIMUM).floor(0.1);
/// let matcher = Matcher::with_policy(&network, policy)?;
/// assert!(Matcher::with_policy(&network, Policy::default().floor(2.0)).is_err());
/// # drop(matcher);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Policy {
    pub(crate) mean: Mean,
    pub(crate) specificity: f32,
    pub(crate) skill_weights: SkillWeights,
    pub(crate) openness: f32,
    pub(crate) difference: DifferenceWeights,
    pub(crate) contrarian: ContrarianRule,
    pub(crate) floor: f32,
    pub(crate) acquaintances: Acquaintances,
    pub(crate) circles: CircleRule,
    pub(crate) hops: u32,
}

impl Default for Policy {
    /// Harmonic mean, specificity 1, openness .5 over circle level, hop novelty and disagreement in equal parts, no floor
    /// but that both gain, acquaintances excluded, introductions of at most 3 ties.
    fn default() -> Self {
        Self {
            mean: Mean::HARMONIC,
            specificity: SPECIFICITY,
            skill_weights: SkillWeights::Priority,
            openness: OPENNESS,
            difference: DifferenceWeights::default(),
            contrarian: ContrarianRule::default(),
            floor: 0.0,
            acquaintances: Acquaintances::Excluded,
            circles: CircleRule::Any,
            hops: path::HOPS,
        }
    }
}

impl Policy {
    /// Benefit alone: no difference lifts or lowers a match.
    #[must_use]
    pub fn benefit_only() -> Self {
        Self {
            difference: DifferenceWeights::none(),
            ..Self::default()
        }
    }

    /// Benefit, lifted by disagreement on common ground.
    #[must_use]
    pub fn contrarian() -> Self {
        let difference = DifferenceWeights::default()
            .without(Component::CircleLevel)
            .without(Component::HopNovelty);
        Self {
            difference,
            openness: WIDE_OPENNESS,
            ..Self::default()
        }
    }

    /// Benefit, lifted by distance in circles and in ties.
    #[must_use]
    pub fn outside() -> Self {
        let difference = DifferenceWeights::default().without(Component::Contrarian);
        Self {
            difference,
            openness: WIDE_OPENNESS,
            ..Self::default()
        }
    }

    /// Benefit, lifted by how near someone is to the next ring: one circle beyond those in which a person knows people
    /// already, so that each step out is a small one.
    #[must_use]
    pub fn next_ring() -> Self {
        let weights = DifferenceWeights::none().with(Component::NextRing, 1.0);
        Self {
            difference: weights.expect("1 lies within the range of a weight"),
            openness: WIDE_OPENNESS,
            ..Self::default()
        }
    }

    /// Sets the mean that makes one score of two gains.
    #[must_use]
    pub fn mean(mut self, mean: Mean) -> Self {
        self.mean = mean;
        self
    }

    /// Sets how much each offer of a long list counts less, σ from 0 (not at all) to 4.
    #[must_use]
    pub fn specificity(mut self, specificity: f32) -> Self {
        self.specificity = specificity;
        self
    }

    /// Sets how skills weigh against each other in what one wants.
    #[must_use]
    pub fn skill_weights(mut self, weights: SkillWeights) -> Self {
        self.skill_weights = weights;
        self
    }

    /// Sets how much a difference lifts a match, ω from 0 to 100, for people who do not say themselves.
    #[must_use]
    pub fn openness(mut self, openness: f32) -> Self {
        self.openness = openness;
        self
    }

    /// Sets how the components of a difference weigh against each other.
    #[must_use]
    pub fn difference(mut self, weights: DifferenceWeights) -> Self {
        self.difference = weights;
        self
    }

    /// Sets how disagreement is measured.
    #[must_use]
    pub fn contrarian_rule(mut self, rule: ContrarianRule) -> Self {
        self.contrarian = rule;
        self
    }

    /// Sets the least benefit, from 0 to 1, that each side must have. Above 0 it is asked for on top of the rule that both gain.
    #[must_use]
    pub fn floor(mut self, floor: f32) -> Self {
        self.floor = floor;
        self
    }

    /// Sets whether people who are tied already are suggested to each other.
    #[must_use]
    pub fn acquaintances(mut self, rule: Acquaintances) -> Self {
        self.acquaintances = rule;
        self
    }

    /// Sets whether people who share a circle are suggested to each other.
    #[must_use]
    pub fn circles(mut self, rule: CircleRule) -> Self {
        self.circles = rule;
        self
    }

    /// Sets the most ties that an introduction may take, from 1.
    #[must_use]
    pub fn hops(mut self, hops: u32) -> Self {
        self.hops = hops;
        self
    }

    /// The mean that makes one score of two gains.
    #[must_use]
    pub fn power_mean(&self) -> Mean {
        self.mean
    }

    /// Checks every number once.
    pub(crate) fn check(&self) -> Result<(), Error> {
        within(self.specificity, 0.0..=4.0, "a number from 0 to 4", || {
            "specificity of a policy".into()
        })?;
        within(self.openness, 0.0..=100.0, "a number from 0 to 100", || {
            "openness of a policy".into()
        })?;
        within(self.floor, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
            "floor of a policy".into()
        })?;
        within(
            self.hops as f32,
            1.0..=64.0,
            "a number from 1 to 64",
            || "hops of a policy".into(),
        )?;
        Ok(())
    }
}
