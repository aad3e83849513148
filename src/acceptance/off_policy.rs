//! Off-policy evaluation: what another way of suggesting would have been worth, by inverse propensities.

use crate::acceptance::{Outcome, Outcomes};

/// The largest weight that one outcome may have: a pair that was hardly ever shown tells little, and would drown the rest.
/// Ten times is the usual clip (Swaminathan and Joachims 2015, *The Self-Normalized Estimator for Counterfactual Learning*).
pub(crate) const WEIGHT_CLIP: f64 = 10.0;

/// What a changed policy would have been worth, estimated from outcomes of the one that was in use.
///
/// Self-normalised inverse propensity scoring: V = Σ w·v / Σ w, with v the [value](Outcome::value) of an outcome and
/// w = min(10, new chance / chance of having been shown).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OffPolicy {
    /// The mean value of what the changed policy would show, from 0 to 1.
    pub value: f64,
    /// Its standard error by the delta method, √(Σ w²(v − V)²) / Σ w.
    pub standard_error: f64,
    /// How many outcomes of equal weight would say as much: (Σ w)² / Σ w². Where it is small the estimate is a guess.
    pub effective: f64,
}

impl Outcomes {
    /// Estimates what a changed policy would have been worth; `chance` is how likely it would have shown an outcome's pair,
    /// from 0 to 1; what is no number counts as 0.
    ///
    /// Outcomes that do not say with what chance they were shown are left out; `None` where none is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// let outcomes = Outcomes::new([
    ///     Outcome::of_pair("ana", "ben", 1, Answer::Met).shown_with(0.5),
    ///     Outcome::of_pair("ana", "caro", 1, Answer::Declined).shown_with(0.5),
    /// ])?;
    /// // A policy that shows ben three times as often as caro.
    /// let changed = |outcome: &Outcome| if outcome.whom == "ben" { 0.75 } else { 0.25 };
    /// let estimate = outcomes.off_policy(changed).expect("outcomes with chances");
    /// assert_eq!(estimate.value, 0.75);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn off_policy(&self, mut chance: impl FnMut(&Outcome) -> f32) -> Option<OffPolicy> {
        let mut weighed: Vec<(f64, f64)> = Vec::new();
        for outcome in self.iter() {
            let Some(shown) = outcome.shown_with else {
                continue;
            };
            // Each answer weighs by how much more often the changed policy would have shown the pair, clipped.
            let new = match f64::from(chance(outcome)) {
                new if new > 0.0 => new.min(1.0),
                _ => 0.0,
            };
            let weight = (new / f64::from(shown)).min(WEIGHT_CLIP);
            weighed.push((weight, outcome.value()));
        }
        let total: f64 = weighed.iter().map(|entry| entry.0).sum();
        if total.is_nan() || total <= 0.0 {
            return None;
        }
        // Self-normalised: the weights sum to one, at the price of a small bias (Swaminathan and Joachims 2015).
        let value = weighed.iter().map(|(w, v)| w * v).sum::<f64>() / total;
        let spread: f64 = weighed.iter().map(|(w, v)| (w * (v - value)).powi(2)).sum();
        let squares: f64 = weighed.iter().map(|(w, _)| w * w).sum();
        Some(OffPolicy {
            value,
            standard_error: spread.sqrt() / total,
            effective: total * total / squares,
        })
    }
}
