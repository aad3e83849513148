//! How much one side must gain for a pair to reach a score.

use crate::benefit::Mean;

/// The smallest gain of one side with which a pair can reach `score` when the other side gains `most`; infinite when it cannot.
///
/// Solves M_r(x, most) = score for x: x = score · (2 − (most / score)ʳ)^(1/r), with the limits of r.
pub(crate) fn required_gain(mean: Mean, score: f32, most: f32) -> f32 {
    if score <= 0.0 {
        return 0.0;
    }
    let (score, most, r) = (
        f64::from(score) * ROUNDING,
        f64::from(most),
        f64::from(mean.exponent()),
    );
    // The power mean solved for one side: x = s · (2 − (y/s)^r)^(1/r), in units of the score.
    let ratio = most / score;
    let needed = if mean == Mean::MINIMUM {
        if ratio < 1.0 { f64::INFINITY } else { score }
    } else if r == 0.0 {
        score / ratio
    } else if r.abs() < 1e-6 {
        // Too near the geometric mean for the general form; every mean up to r = 1 is at most the arithmetic one.
        2.0 * score - most
    } else {
        let harmonic = r == -1.0;
        // Nothing is left of the sum: with r below 0 no gain is enough, with r above 0 none is needed.
        let rest = 2.0 - if harmonic { 1.0 / ratio } else { ratio.powf(r) };
        match (rest > 0.0, r < 0.0) {
            (true, _) if harmonic => score / rest,
            (true, _) => score * rest.powf(1.0 / r),
            (false, true) => f64::INFINITY,
            (false, false) => 0.0,
        }
    };
    needed.max(0.0) as f32
}

/// The least that ¾ of the lesser gain and ¼ of the greater come to in a pair of score 1: where the gains are as 1 to 3^(1 / (1 − r)),
/// the slopes of the mean are as 3 to 1.
pub(crate) fn required_skewed_mean(mean: Mean) -> f32 {
    let r = f64::from(mean.exponent());
    let ratio = 3.0_f64.powf(1.0 / (1.0 - r));
    match mean.of_ratio(ratio) {
        Some(score) if ratio < 1e6 => ((0.75 + 0.25 * ratio) / score * ROUNDING) as f32,
        // The arithmetic mean is above every other.
        _ => 0.5,
    }
}

/// Covers the rounding of gains and means in f32.
const ROUNDING: f64 = 1.0 - 1e-5;

#[cfg(test)]
mod tests {
    use crate::benefit::Mean;
    use crate::benefit::mean::tests::means;
    use crate::benefit::required_gain::{required_gain, required_skewed_mean};

    #[test]
    fn no_smaller_gain_reaches_the_score() {
        for mean in means() {
            for score in [1e-6_f32, 0.01, 0.2, 0.5, 0.99, 1.0] {
                for most in [1e-5_f32, 0.1, 0.3, 0.5, 0.9, 1.0] {
                    let needed = required_gain(mean, score, most);
                    for step in 1..=200 {
                        let gain = step as f32 / 200.0;
                        if mean.of(gain, most) >= score {
                            assert!(
                                gain >= needed * 0.999_9,
                                "{mean:?}, score {score}, most {most}: {gain} is enough, {needed} asked"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn no_pair_of_a_score_is_below_its_skewed_mean() {
        for mean in means() {
            let needed = required_skewed_mean(mean);
            assert!((0.5..=1.0).contains(&needed), "{mean:?}: {needed}");
            for step in 1..=400 {
                let other = step as f32 / 100.0;
                let skewed = 0.75 * other.min(1.0) + 0.25 * other.max(1.0);
                let score = mean.of(other, 1.0);
                assert!(
                    skewed * 1.000_001 >= needed * score,
                    "{mean:?}, {other}: {skewed}"
                );
            }
        }
        assert!((required_skewed_mean(Mean::HARMONIC) - 0.9330).abs() < 1e-4);
    }
}
