//! What are one asker's exact gains with many candidates? The asker's rows spread over all features, so that a sum is look-ups.
//!
//! Terms are added in the order of the candidate's row, features ascending as in the canonical sum; features that only one of the two
//! has add an exact 0, so the sums agree to the last bit.

use crate::benefit::feature::Want;
use crate::benefit::rows::{Asker, Rows};

/// One asker's wants and gives by feature.
#[derive(Debug, Default)]
pub(crate) struct Spread {
    entered: bool,
    weights: Vec<f32>,
    /// Floors of the wants that are steps.
    floors: Vec<f32>,
    gives: Vec<f32>,
}

impl Spread {
    /// Spreads an asker's rows, unless they are.
    pub(crate) fn enter(&mut self, asker: &Asker<'_>) {
        if self.entered {
            return;
        }
        self.entered = true;
        let wants = asker
            .wants
            .last()
            .map_or(0, |want| want.feature as usize + 1);
        if wants > self.weights.len() {
            self.weights.resize(wants, 0.0);
            self.floors.resize(wants, 0.0);
        }
        let gives = asker.gives.last().map_or(0, |give| give.0 as usize + 1);
        if gives > self.gives.len() {
            self.gives.resize(gives, 0.0);
        }
        for want in asker.wants {
            self.weights[want.feature as usize] = want.weight;
            self.floors[want.feature as usize] = want.floor;
        }
        for &(feature, value) in asker.gives {
            self.gives[feature as usize] = value;
        }
    }

    /// Takes the asker's rows back.
    pub(crate) fn leave(&mut self, asker: &Asker<'_>) {
        if !self.entered {
            return;
        }
        self.entered = false;
        for want in asker.wants {
            self.weights[want.feature as usize] = 0.0;
        }
        for give in asker.gives {
            self.gives[give.0 as usize] = 0.0;
        }
    }

    /// What the asker gains from candidate `j`.
    pub(crate) fn gain(&self, rows: Rows<'_>, j: usize) -> f32 {
        let mut sum = 0.0_f32;
        for &(feature, value) in rows.gives.get(j) {
            let Some(&weight) = self.weights.get(feature as usize) else {
                break;
            };
            sum += if feature < rows.steps_from {
                weight * value
            } else {
                let floor = self.floors[feature as usize];
                let want = Want {
                    feature,
                    weight,
                    floor,
                };
                want.amount(value, rows.steps_from)
            };
        }
        sum.min(1.0)
    }

    /// What candidate `j` gains from the asker.
    pub(crate) fn give(&self, rows: Rows<'_>, j: usize) -> f32 {
        let mut sum = 0.0_f32;
        for want in rows.wants.get(j) {
            let Some(&value) = self.gives.get(want.feature as usize) else {
                break;
            };
            sum += want.amount(value, rows.steps_from);
        }
        sum.min(1.0)
    }
}
