//! What one entry of a vector stands for, and what it is worth.

use crate::id::{CircleId, SkillId, TopicId};
use crate::network::Facts;
use crate::rows::{AsIndex, narrow};

/// How far ahead, in level, a mentor counts in full: a quarter of the scale of levels. A design choice; no validated
/// optimum of the gap between a mentor and a learner is known.
pub const MENTOR_LEAD: f32 = 0.25;

/// What one feature of a vector stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    /// A need of mine that an offer of theirs covers.
    Learn(SkillId),
    /// An offer of mine that covers a need of theirs.
    Partner(SkillId),
    /// A circle that I want and they belong to.
    Exposure(CircleId),
    /// An interest that both have.
    Affinity(TopicId),
    /// A plain attribute of the same value: the number of its key.
    Company(u32),
    /// A need of mine in which they are ahead of me.
    Mentor(SkillId),
}

impl Feature {
    pub(crate) fn learnt(self) -> Option<SkillId> {
        match self {
            Self::Learn(skill) => Some(skill),
            _ => None,
        }
    }

    pub(crate) fn mentored(self) -> Option<SkillId> {
        match self {
            Self::Mentor(skill) => Some(skill),
            _ => None,
        }
    }

    pub(crate) fn partnered(self) -> Option<SkillId> {
        match self {
            Self::Partner(skill) => Some(skill),
            _ => None,
        }
    }
}

/// One entry of what a person wants.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Want {
    /// Which feature.
    pub(crate) feature: u32,
    /// What a full value of the feature is worth.
    pub(crate) weight: f32,
    /// The value that is worth nothing: one's own level for a mentor feature; one's own stance for a stance; 0 elsewhere.
    pub(crate) floor: f32,
}

impl Want {
    /// What a value of the feature is worth. Features from `first_step_feature` on are steps above the floor.
    #[inline]
    pub(crate) fn amount(&self, value: f32, first_step_feature: u32) -> f32 {
        if self.feature < first_step_feature {
            return self.weight * value;
        }
        self.weight * ((value - self.floor) / MENTOR_LEAD).clamp(0.0, 1.0)
    }
}

/// Where each kind of feature begins in the joint list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Layout {
    pub(crate) partner: u32,
    pub(crate) exposure: u32,
    pub(crate) affinity: u32,
    pub(crate) company: u32,
    pub(crate) mentor: u32,
    /// One past the last.
    pub(crate) end: u32,
}

impl Layout {
    /// The layout of a community with so many different attributes, key and value together.
    pub(crate) fn new(facts: &Facts, attributes: usize) -> Self {
        let (skills, circles, topics) = (
            narrow(facts.skills.len()),
            narrow(facts.circles.len()),
            narrow(facts.topics.len()),
        );
        // Features of one kind are consecutive: learn, partner, exposure, affinity, company, mentor; the kind follows from the number.
        let exposure = 2 * skills;
        let affinity = exposure + circles;
        let company = affinity + topics;
        let mentor = company + narrow(attributes);
        Self {
            partner: skills,
            exposure,
            affinity,
            company,
            mentor,
            end: mentor + skills,
        }
    }

    /// What a feature stands for; attributes are the keys and values that exist, ascending.
    pub(crate) fn feature(&self, number: u32, attributes: &[(u32, u32)]) -> Feature {
        match number {
            n if n >= self.mentor => Feature::Mentor(SkillId(n - self.mentor)),
            n if n >= self.company => Feature::Company(attributes[(n - self.company).as_index()].0),
            n if n >= self.affinity => Feature::Affinity(TopicId(n - self.affinity)),
            n if n >= self.exposure => Feature::Exposure(CircleId(n - self.exposure)),
            n if n >= self.partner => Feature::Partner(SkillId(n - self.partner)),
            n => Feature::Learn(SkillId(n)),
        }
    }
}

/// Calls `part(feature, amount)` for each thing gained, features ascending, and returns their sum in this order, at most 1.
pub(crate) fn gain_with(
    wants: &[Want],
    gives: &[(u32, f32)],
    first_step_feature: u32,
    mut part: impl FnMut(u32, f32),
) -> f32 {
    let (mut w, mut g, mut sum) = (0, 0, 0.0_f32);
    while w < wants.len() && g < gives.len() {
        let (want, (feature, value)) = (wants[w], gives[g]);
        if want.feature == feature {
            let amount = want.amount(value, first_step_feature);
            if amount > 0.0 {
                part(feature, amount);
                sum += amount;
            }
        }
        w += usize::from(want.feature <= feature);
        g += usize::from(feature <= want.feature);
    }
    // Shares add up to 1 but for rounding.
    sum.min(1.0)
}
