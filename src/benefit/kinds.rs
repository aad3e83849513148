//! What an amount of a feature is worth, exactly or at most, by the kind of the feature.

use crate::benefit::codebook::Codebook;
use crate::benefit::feature::Want;

/// How the worth of an amount depends on the feature, wherever bounds are made.
///
/// Features come in three runs: products of weight and value; steps, worth nothing up to a floor; and stances, which no sum of gains
/// holds and which bound the disagreement of a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FeatureKinds {
    /// The first feature that is a step.
    pub(crate) first_step: u32,
    /// The first feature that is a stance.
    pub(crate) first_stance: u32,
    /// What a shared topic is worth beside how far the stances on it are apart.
    pub(crate) stance_offset: f32,
}

impl FeatureKinds {
    /// Products alone.
    pub(crate) const PRODUCTS: Self = Self {
        first_step: u32::MAX,
        first_stance: u32::MAX,
        stance_offset: 0.0,
    };

    #[inline]
    pub(crate) fn is_product(self, feature: u32) -> bool {
        feature < self.first_step
    }

    #[inline]
    pub(crate) fn is_step(self, feature: u32) -> bool {
        (self.first_step..self.first_stance).contains(&feature)
    }

    #[inline]
    pub(crate) fn is_stance(self, feature: u32) -> bool {
        feature >= self.first_stance
    }

    /// The most that a want gains from amounts up to one.
    #[inline]
    pub(crate) fn most(self, want: &Want, max_amount: f32) -> f32 {
        if !self.is_stance(want.feature) {
            return want.amount(max_amount, self.first_step);
        }
        // The stance farthest from one's own is 1 on the other side.
        want.weight * (0.5 * (1.0 + want.floor.abs()) + self.stance_offset)
    }

    /// The most that a want gains from whatever a code of what others give stands for.
    pub(crate) fn most_of_code(self, want: &Want, codebook: &Codebook, code: usize) -> f32 {
        if !self.is_stance(want.feature) {
            return want.amount(codebook.amount[code], self.first_step);
        }
        let (low, high) = (codebook.floor[code], codebook.amount[code]);
        let apart = (high - want.floor).max(want.floor - low);
        want.weight * (0.5 * apart + self.stance_offset)
    }

    /// The most that a give is worth to wants of a weight and a floor, which for stances is left out.
    pub(crate) fn most_given(self, give: &Want, weight: f32, floor: f32) -> f32 {
        if !self.is_stance(give.feature) {
            let want = Want {
                feature: give.feature,
                weight,
                floor,
            };
            return want.amount(give.weight, self.first_step);
        }
        weight * (0.5 * (1.0 + give.floor.abs()) + self.stance_offset)
    }
}
