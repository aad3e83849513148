//! A rising curve, looked up by steps.

use crate::rows::{AsIndex, narrow};

/// Steps of a curve. Among sums some 16 apart a step raises a factor by less than one in a hundred.
const STEPS: usize = 2_048;

/// A rising curve by steps, never below what it was made of.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    from: f32,
    steps_a_unit: f32,
    values: Vec<f32>,
}

impl Curve {
    /// Samples a rising curve between two sums; below and above it is what it is there.
    pub(crate) fn new(from: f32, to: f32, curve: impl Fn(f32) -> f32) -> Self {
        let (from, to) = if from < to {
            (from, to)
        } else {
            (from.min(to), from.min(to) + 1.0)
        };
        let step = (to - from) / narrow(STEPS - 2) as f32;
        // One step more than a sum needs covers its rounding, which depends on the order in which it was summed.
        let value = |place: u32| curve(from + step * place as f32);
        Self {
            from,
            steps_a_unit: 1.0 / step,
            values: (2..narrow(STEPS) + 2).map(value).collect(),
        }
    }

    #[inline]
    pub(crate) fn at(&self, sum: f32) -> f32 {
        let step = ((sum - self.from) * self.steps_a_unit).max(0.0) as u32;
        self.values[step.as_index().min(STEPS - 1)]
    }
}
