//! The cost of a step: the negative logarithm of its chance, in exact fixed point.
//!
//! A chance `p` costs `round(-ln p · 2³²)`, so that the best product is the smallest sum, sums are exact, and equal routes are
//! equal to the last bit. The logarithm is our own: it uses only additions, multiplications and a table, so that the costs are
//! the same on every platform, and it is inlined into the loops over ties.

/// The cost of what never succeeds.
pub(crate) const NEVER: u64 = u64::MAX;

/// One nat in fixed point.
const SCALE: f64 = 4_294_967_296.0;

/// How many centres the table of logarithms has: |r| stays below 2⁻⁸, and six terms of the series reach 2⁻⁵⁸.
const CENTRES: usize = 128;

const LN_2: f64 = std::f64::consts::LN_2;

/// For each centre `c` of the mantissa: `1 / c` and `-ln c`.
static TABLE: [(f64, f64); CENTRES] = table();

const fn table() -> [(f64, f64); CENTRES] {
    let mut rows = [(0.0, 0.0); CENTRES];
    let mut row = 0;
    while row < CENTRES {
        let centre = 1.0 + (row as f64 + 0.5) / CENTRES as f64;
        rows[row] = (1.0 / centre, -logarithm(centre));
        row += 1;
    }
    rows
}

/// `ln x = 2 artanh((x - 1) / (x + 1))`, summed from the smallest term on.
const fn logarithm(x: f64) -> f64 {
    let z = (x - 1.0) / (x + 1.0);
    let mut sum = 0.0;
    let mut term = 24;
    while term > 0 {
        term -= 1;
        sum = sum * z * z + 1.0 / (2 * term + 1) as f64;
    }
    2.0 * z * sum
}

/// The cost of a chance above 0 and up to 1; the caller keeps 0 out.
#[inline]
pub(crate) fn cost_of(chance: f32) -> u64 {
    let bits = f64::from(chance).to_bits();
    let exponent = (bits >> 52) as i64 - 1023;
    let mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    let (inverse, centre) = TABLE[(bits >> 45) as usize & (CENTRES - 1)];
    let r = mantissa * inverse - 1.0;
    let series =
        r * (1.0 - r * (1.0 / 2.0 - r * (1.0 / 3.0 - r * (1.0 / 4.0 - r * (1.0 / 5.0 - r / 6.0)))));
    let nats = centre - series - exponent as f64 * LN_2;
    // The conversion saturates: the rounding error of a chance of 1 may lie below zero.
    (nats * SCALE + 0.5) as u64
}

/// The largest cost of a chance that still counts as at least `floor`, with the slack of one rounding of an `f32`.
pub(crate) fn limit_of(floor: f32) -> u64 {
    const SLACK: u64 = 512;
    if floor > 0.0 {
        cost_of(floor) + SLACK
    } else {
        NEVER / 4
    }
}

#[cfg(test)]
mod tests {
    use crate::path::cost::{SCALE, cost_of};

    #[test]
    fn the_cost_is_the_negative_logarithm() {
        assert_eq!(cost_of(1.0), 0);
        let mut chance = 1.0_f32;
        while chance > 1e-40 {
            let expected = -f64::from(chance).ln() * SCALE;
            let found = cost_of(chance) as f64;
            assert!(
                (found - expected).abs() <= 0.51,
                "{chance}: {found} {expected}"
            );
            chance = if chance > 0.9 {
                chance.next_down() - 1e-5
            } else {
                chance * 0.997
            };
        }
        assert!(cost_of(f32::from_bits(1)) > cost_of(f32::MIN_POSITIVE));
    }

    #[test]
    fn the_cost_is_rounded_to_the_nearest_step() {
        let mut chance = 1.0_f32;
        while chance > 1e-6 {
            let expected = -f64::from(chance).ln() * SCALE;
            let found = cost_of(chance) as f64;
            assert!((found - expected).abs() <= 0.500_02, "{chance}");
            chance = if chance > 0.9 {
                chance.next_down() - 1e-6
            } else {
                chance * 0.9999
            };
        }
    }

    #[test]
    fn neighbouring_chances_have_different_costs() {
        for chance in [1.0_f32, 0.999, 0.75, 0.5, 0.3, 0.1, 1e-3] {
            assert!(cost_of(chance.next_down()) > cost_of(chance), "{chance}");
        }
    }
}
