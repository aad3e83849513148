//! One asker's exact gains with many candidates: the asker's rows are scattered over all features, so that a sum is look-ups.
//!
//! Terms are added in the order of the candidate's row, features ascending as in the canonical sum; features that only one of the two
//! has add an exact 0, so the sums agree to the last bit.

use crate::benefit::feature::Want;
use crate::benefit::profiles::{Asker, Profiles};
use crate::rows::AsIndex;

/// One asker's wants and gives by feature.
#[derive(Debug, Default)]
pub(crate) struct ScatteredRow {
    scattered: bool,
    weights: Vec<f32>,
    /// Floors of the wants that are steps.
    floors: Vec<f32>,
    gives: Vec<f32>,
}

impl ScatteredRow {
    /// Scatters an asker's rows, unless they are.
    pub(crate) fn scatter(&mut self, asker: &Asker<'_>) {
        if self.scattered {
            return;
        }
        self.scattered = true;
        // Rows ascend, so the last entry tells how large the table must be.
        let wants = asker
            .wants
            .last()
            .map_or(0, |want| want.feature.as_index() + 1);
        if wants > self.weights.len() {
            self.weights.resize(wants, 0.0);
            self.floors.resize(wants, 0.0);
        }
        let gives = asker.gives.last().map_or(0, |give| give.0.as_index() + 1);
        if gives > self.gives.len() {
            self.gives.resize(gives, 0.0);
        }
        // Tables grow to the largest feature met and stay all 0 between askers: an absent feature adds an exact 0.
        for want in asker.wants {
            self.weights[want.feature.as_index()] = want.weight;
            self.floors[want.feature.as_index()] = want.floor;
        }
        for &(feature, value) in asker.gives {
            self.gives[feature.as_index()] = value;
        }
    }

    /// Sets the cells of the asker's rows back to 0.
    pub(crate) fn clear(&mut self, asker: &Asker<'_>) {
        if !self.scattered {
            return;
        }
        self.scattered = false;
        for want in asker.wants {
            self.weights[want.feature.as_index()] = 0.0;
        }
        for give in asker.gives {
            self.gives[give.0.as_index()] = 0.0;
        }
    }

    /// What the asker gains from candidate `j`.
    #[inline]
    pub(crate) fn gain(&self, profiles: Profiles<'_>, j: u32) -> f32 {
        let mut sum = 0.0_f32;
        for &(feature, value) in profiles.gives.row(j) {
            // Features ascend and the scratch row ends at the asker's last want: nothing beyond can add to the sum.
            let Some(&weight) = self.weights.get(feature.as_index()) else {
                break;
            };
            // Added in feature order, as the canonical sum is, so that the result is the same to the last bit.
            sum += if feature < profiles.kinds.first_step {
                weight * value
            } else {
                let floor = self.floors[feature.as_index()];
                let want = Want {
                    feature,
                    weight,
                    floor,
                };
                want.amount(value, profiles.kinds.first_step)
            };
        }
        sum.min(1.0)
    }

    /// What candidate `j` gains from the asker.
    #[inline]
    pub(crate) fn give(&self, profiles: Profiles<'_>, j: u32) -> f32 {
        let mut sum = 0.0_f32;
        for want in profiles.wants.row(j) {
            let Some(&value) = self.gives.get(want.feature.as_index()) else {
                break;
            };
            sum += want.amount(value, profiles.kinds.first_step);
        }
        sum.min(1.0)
    }
}
