//! A policy as it is written and read.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::acceptance::Acceptance;
use crate::benefit::{Mean, SkillWeights};
use crate::diversity::{ContrarianRule, DifferenceWeights};
use crate::error::Error;
use crate::recommend::policy::{Acquaintances, CircleRule, Policy, Unspoken};
use crate::written::Version;

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenPolicy::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = WrittenPolicy::deserialize(deserializer)?;
        written.try_into().map_err(serde::de::Error::custom)
    }
}

/// A policy as it is written, before it is checked.
#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenPolicy {
    version: Version<1>,
    mean: Mean,
    specificity: f32,
    skill_weights: SkillWeights,
    openness: f32,
    difference: DifferenceWeights,
    #[serde(alias = "contrarian")]
    contrarian_rule: ContrarianRule,
    floor: f32,
    acquaintances: Acquaintances,
    circles: CircleRule,
    hops: u32,
    acceptance: Acceptance,
    acceptance_weight: f32,
    unknown_gain: f32,
    unspoken: Unspoken,
    peak: f32,
    competitors: Option<(String, f32)>,
    meaning_weight: f32,
    meaning_threshold: f32,
}

impl Default for WrittenPolicy {
    fn default() -> Self {
        Policy::default().into()
    }
}

impl From<Policy> for WrittenPolicy {
    fn from(policy: Policy) -> Self {
        // Field by field, so that a new setting cannot be forgotten: the compiler asks for it here and in reading.
        Self {
            version: Version,
            mean: policy.mean,
            specificity: policy.specificity,
            skill_weights: policy.skill_weights,
            openness: policy.openness,
            difference: policy.difference,
            contrarian_rule: policy.contrarian_rule,
            floor: policy.floor,
            acquaintances: policy.acquaintances,
            circles: policy.circles,
            hops: policy.hops,
            acceptance: policy.acceptance,
            acceptance_weight: policy.acceptance_weight,
            unknown_gain: policy.unknown_gain,
            unspoken: policy.unspoken,
            peak: policy.peak,
            competitors: policy.competitors,
            meaning_weight: policy.meaning_weight,
            meaning_threshold: policy.meaning_threshold,
        }
    }
}

impl TryFrom<WrittenPolicy> for Policy {
    type Error = Error;

    fn try_from(written: WrittenPolicy) -> Result<Self, Error> {
        // Nothing is read from a form of another version.
        let Version = written.version;
        let policy = Self {
            mean: written.mean,
            specificity: written.specificity,
            skill_weights: written.skill_weights,
            openness: written.openness,
            difference: written.difference,
            contrarian_rule: written.contrarian_rule,
            floor: written.floor,
            acquaintances: written.acquaintances,
            circles: written.circles,
            hops: written.hops,
            acceptance: written.acceptance,
            acceptance_weight: written.acceptance_weight,
            unknown_gain: written.unknown_gain,
            unspoken: written.unspoken,
            peak: written.peak,
            competitors: written.competitors,
            meaning_weight: written.meaning_weight,
            meaning_threshold: written.meaning_threshold,
        };
        policy.check()?;
        Ok(policy)
    }
}
