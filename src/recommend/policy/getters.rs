//! The settings of a policy read back, what follows from them, and their check.

use crate::acceptance::Acceptance;
use crate::benefit::{Mean, MeaningRule, SkillWeights};
use crate::diversity::{ContrarianRule, DifferenceWeights};
use crate::error::Error;
use crate::id::quoted;
use crate::recommend::policy::{Acquaintances, CircleRule, Policy, Unspoken};
use crate::unit::{FROM_ZERO_TO_ONE, within};

impl Policy {
    /// λ: how much embeddings count beside words.
    #[must_use]
    pub const fn get_meaning_weight(&self) -> f32 {
        self.meaning_weight
    }

    /// θ: the cosine up to which closeness in meaning is no evidence.
    #[must_use]
    pub const fn get_meaning_threshold(&self) -> f32 {
        self.meaning_threshold
    }

    /// How embeddings count.
    pub(crate) const fn meaning(&self) -> MeaningRule {
        MeaningRule {
            weight: self.meaning_weight,
            threshold: self.meaning_threshold,
        }
    }

    /// σ: how much each offer of a long list counts less.
    #[must_use]
    pub const fn get_specificity(&self) -> f32 {
        self.specificity
    }

    /// How skills weigh against each other in what one wants.
    #[must_use]
    pub const fn get_skill_weights(&self) -> SkillWeights {
        self.skill_weights
    }

    /// ω: how much a difference lifts a match for people who do not say themselves.
    #[must_use]
    pub const fn get_openness(&self) -> f32 {
        self.openness
    }

    /// How the components of a difference weigh against each other.
    #[must_use]
    pub const fn get_difference(&self) -> &DifferenceWeights {
        &self.difference
    }

    /// How disagreement is measured.
    #[must_use]
    pub const fn get_contrarian_rule(&self) -> &ContrarianRule {
        &self.contrarian_rule
    }

    /// Whether people who are tied already are suggested to each other.
    #[must_use]
    pub const fn get_acquaintances(&self) -> Acquaintances {
        self.acquaintances
    }

    /// Whether people who share a circle are suggested to each other.
    #[must_use]
    pub const fn get_circles(&self) -> CircleRule {
        self.circles
    }

    /// The most ties that an introduction may take.
    #[must_use]
    pub const fn get_hops(&self) -> u32 {
        self.hops
    }

    /// κ: how much the chance that both say yes weighs in the score.
    #[must_use]
    pub const fn get_acceptance_weight(&self) -> f32 {
        self.acceptance_weight
    }

    /// The mean that makes one score of two gains.
    #[must_use]
    pub fn get_mean(&self) -> Mean {
        self.mean
    }

    /// What stands in for an unknown gain; with a floor nothing does, for both are known to reach it.
    pub(crate) fn unknown_gain_used(&self) -> f32 {
        if self.floor > 0.0 {
            0.0
        } else {
            self.unknown_gain
        }
    }

    /// How much a difference lifts, from 0 to 1.
    pub(crate) fn lift(&self, distance: f32) -> f32 {
        if self.peak >= 1.0 {
            return distance;
        }
        let off = (distance - self.peak) / self.peak.max(1.0 - self.peak);
        1.0 - off * off
    }

    /// M_r of two utilities before consent is weighed, each side given as its benefit and what openness leaves of it.
    ///
    /// 0 where a side is below the floor, and where neither is known to gain anything.
    pub(crate) fn mutual_benefit(&self, (gain, kept): (f32, f32), (give, left): (f32, f32)) -> f32 {
        if gain < self.floor || give < self.floor || (gain <= 0.0 && give <= 0.0) {
            return 0.0;
        }
        let unknown = self.unknown_gain_used();
        self.mean
            .of(gain.max(unknown) * kept, give.max(unknown) * left)
    }

    /// The least benefit that each side must have.
    #[must_use]
    pub const fn get_floor(&self) -> f32 {
        self.floor
    }

    /// ε: what stands in for a gain that is not known while the other side's is.
    #[must_use]
    pub const fn get_unknown_gain(&self) -> f32 {
        self.unknown_gain
    }

    /// What counts as disagreement on topics on which one of two has not spoken.
    #[must_use]
    pub const fn get_unspoken(&self) -> Unspoken {
        self.unspoken
    }

    /// The difference that lifts most.
    #[must_use]
    pub const fn get_peak(&self) -> f32 {
        self.peak
    }

    /// The attribute by which two people compete, and what that costs; `None` where nobody does.
    #[must_use]
    pub fn get_competitors(&self) -> Option<(&str, f32)> {
        let competitors = self.competitors.as_ref();
        competitors.map(|(attribute, price)| (attribute.as_str(), *price))
    }

    /// How the chance is estimated that both say yes.
    #[must_use]
    pub const fn get_acceptance(&self) -> &Acceptance {
        &self.acceptance
    }

    /// Checks every number once.
    pub(crate) fn check(&self) -> Result<(), Error> {
        // Each number has one range here; what is built and what is read are checked alike.
        within(self.specificity, 0.0..=4.0, "a number from 0 to 4", || {
            "specificity of a policy".into()
        })?;
        within(self.openness, 0.0..=100.0, "a number from 0 to 100", || {
            "openness of a policy".into()
        })?;
        within(self.floor, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
            "floor of a policy".into()
        })?;
        within(self.unknown_gain, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
            "unknown gain of a policy".into()
        })?;
        within(self.meaning_weight, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
            "meaning weight of a policy".into()
        })?;
        let expected = "a number from 0 to 0.99";
        within(self.meaning_threshold, 0.0..=0.99, expected, || {
            "meaning threshold of a policy".into()
        })?;
        if let Some((attribute, price)) = &self.competitors {
            within(*price, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
                format!("price of competitors by {}", quoted(attribute))
            })?;
        }
        within(
            self.peak,
            f32::MIN_POSITIVE..=1.0,
            "a number above 0 and up to 1",
            || "peak of a policy".into(),
        )?;
        within(
            self.acceptance_weight,
            0.0..=8.0,
            "a number from 0 to 8",
            || "acceptance weight of a policy".into(),
        )?;
        within(self.hops, 1..=64, "a whole number from 1 to 64", || {
            "hops of a policy".into()
        })?;
        Ok(())
    }
}
