//! How far consent may go by what two people share: a power of the logistic function, from above, in operations that registers have.

use crate::numeric::{greater, lesser};

/// Covers the rounding of sums, which depends on their order.
const LOWERED: f32 = 1.0 - 1e-6;

/// Where the tangents of a power below 1 touch it, each at 1 / 2.2 of the one before: halfway between two the lesser is 2 % above it.
const TOUCHED: [f64; 8] = [1.0, 0.4545, 0.2066, 0.0939, 0.0427, 0.0194, 0.0088, 0.004];

/// Beyond this number of factors a power is bounded by that of this exponent: no chance is above 1.
const MOST_FACTORS: f32 = 4.0;

/// σ(sum)^power, at least some number: σ is the logistic function.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Consent {
    power: f32,
    /// 1 over what is left at least.
    most: f32,
    /// The whole part of the power.
    factors: f32,
    /// Tangents of the rest of the power, `(at 0, slope)`.
    tangents: [(f32, f32); TOUCHED.len()],
}

impl Consent {
    /// Of a power from 0 up, and what is left at least.
    pub(crate) fn new(power: f64, least: f32) -> Self {
        let factors = power.floor();
        let rest = power - factors;
        // q·t^(q−1) is the slope of t^q at t. Where nothing is left, the tangents of 1 are 1.
        let tangent = |at: f64| {
            let slope = rest * at.powf(rest - 1.0);
            ((at.powf(rest) - slope * at) as f32, slope as f32)
        };
        Self {
            power: power as f32,
            most: 1.0 / least,
            factors: (factors as f32).min(MOST_FACTORS),
            tangents: TOUCHED.map(tangent),
        }
    }

    /// The most that consent leaves of a score whose sum is this.
    #[inline]
    pub(crate) fn at(&self, sum: f32) -> f32 {
        1.0 / self.inverse(sum)
    }

    /// 1 over the most that consent leaves of a score whose sum is this.
    #[inline(always)]
    pub(crate) fn inverse(&self, sum: f32) -> f32 {
        let against = one_over_logistic(sum);
        let one = |factors: f32| {
            if self.factors >= factors {
                against
            } else {
                1.0
            }
        };
        let whole = one(1.0) * one(2.0) * one(3.0) * one(MOST_FACTORS);
        let mut inverse = whole * LOWERED;
        if self.power != self.factors {
            let (chance, mut rest) = (1.0 / against, 1.0_f32);
            for (at_zero, slope) in self.tangents {
                rest = lesser(rest, at_zero + slope * chance);
            }
            inverse /= rest;
        }
        lesser(inverse, self.most)
    }
}

/// 1 + exp(−sum), at most 0.7 % below it and never above.
///
/// exp(−sum) is 2 to the power of a whole number, which becomes the exponent of a number of f32, times 2 to the power of a rest from 0
/// to 1, a parabola that is at most 0.32 % off; it is lowered by more than that.
#[inline(always)]
fn one_over_logistic(sum: f32) -> f32 {
    /// 1.5 · 2²³ and the bias of an exponent: the last bits of a number that near are a whole number.
    const WHOLE: f32 = 12_582_912.0 + 127.0;
    const BELOW: f32 = 0.996;
    let power = lesser(greater(-sum * std::f32::consts::LOG2_E, -100.0), 100.0);
    let below = power.floor();
    let rest = power - below;
    let parabola = (1.0 + rest * (0.656_5 + 0.343_5 * rest)) * BELOW;
    let scale = f32::from_bits((below + WHOLE).to_bits() << 23);
    1.0 + parabola * scale
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::consent::Consent;

    #[test]
    fn no_bound_is_below_the_power_and_none_far_above() {
        for power in [0.0, 0.3, 0.5, 1.0, 1.4, 2.0, 2.7, 4.0] {
            let consent = Consent::new(power, 1e-12);
            for step in -200..=400 {
                let sum = step as f32 * 0.03;
                let exact = (1.0 + (-f64::from(sum)).exp()).powf(-power);
                let bound = f64::from(consent.at(sum));
                assert!(bound >= exact, "{power}, {sum}: {bound} of {exact}");
                let near = exact * 1.04 + 1e-3;
                assert!(bound <= near, "{power}, {sum}: {bound} of {exact}");
            }
        }
    }

    #[test]
    fn a_power_of_many_factors_is_bounded_by_a_lower_one() {
        let (many, four) = (Consent::new(9.5, 1e-12), Consent::new(4.0, 1e-12));
        for sum in [-30.0, -2.0, 0.0, 3.0, 50.0] {
            assert!(many.at(sum) <= four.at(sum));
            let exact = (1.0 + (-f64::from(sum)).exp()).powf(-9.5);
            assert!(f64::from(many.at(sum)) >= exact);
        }
    }
}
