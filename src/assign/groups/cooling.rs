//! The temperature of simulated annealing, and which losses it accepts.

use crate::numeric::Random;

/// The temperature of a warm search at the start and of every search at the end, in prices of a fresh repeat: a repeat is accepted with
/// the chance 2^(−1/0.42) at first and 2^(−1/0.07) at last. Chosen on the instances 5-3-7 to 8-4-10 of the social golfer problem (test
/// `round_golf`).
const WARM: f64 = 0.42;
const COLD: f64 = 0.07;

/// How far a search may go from where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heat {
    /// Anywhere: the start is as good as any.
    Warm,
    /// Not far: the start has few repeats, which a warm search would not find again.
    Cold,
}

/// A temperature that falls.
pub(crate) struct Cooling {
    from: f64,
    to: f64,
    now: f64,
}

impl Cooling {
    /// Starts at what a heat means where a fresh repeat costs `unit`.
    pub(crate) fn new(heat: Heat, unit: f64) -> Self {
        let from = unit
            * match heat {
                Heat::Warm => WARM,
                Heat::Cold => COLD,
            };
        Self {
            from,
            to: unit * COLD * if heat == Heat::Cold { COLD } else { 1.0 },
            now: from,
        }
    }

    /// Sets the temperature after a part of the steps: it falls geometrically.
    pub(crate) fn cool(&mut self, part: f64) {
        self.now = self.from * (self.to / self.from).powf(part);
    }

    /// Metropolis' rule: a loss is accepted with the chance 2^(−loss / temperature). The logarithm of a random number is read off
    /// its bits, with a line between powers of two, so that every machine draws the same.
    pub(crate) fn accepts(&self, loss: i64, random: &mut Random) -> bool {
        let bits = random.bits() | 1;
        let zeros = bits.leading_zeros();
        let fraction = (bits << zeros << 1) as f64 / 18_446_744_073_709_551_616.0;
        (loss as f64) < self.now * (f64::from(zeros) + 1.0 - fraction)
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::groups::cooling::{Cooling, Heat};
    use crate::numeric::Random;

    #[test]
    fn a_loss_is_accepted_with_the_chance_of_its_share_of_the_temperature() {
        let mut random = Random::new(7);
        let cooling = Cooling {
            from: 1000.0,
            to: 1.0,
            now: 1000.0,
        };
        // 2^(−1) and 2^(−2) at whole temperatures, a line between them.
        for (loss, chance) in [
            (0, 1.0),
            (500, 0.75),
            (1000, 0.5),
            (1500, 0.375),
            (2000, 0.25),
        ] {
            let draws = 20_000;
            let accepted = (0..draws).filter(|_| cooling.accepts(loss, &mut random));
            let share = accepted.count() as f64 / f64::from(draws);
            // Four standard errors of a share.
            let most = 4.0 * (chance * (1.0 - chance) / f64::from(draws)).sqrt() + 1e-9;
            assert!(
                (share - chance).abs() <= most,
                "{loss}: {share} for {chance}"
            );
        }
    }

    #[test]
    fn a_temperature_falls_from_warm_to_cold_by_equal_ratios() {
        let mut cooling = Cooling::new(Heat::Warm, 100.0);
        assert!((cooling.now - 42.0).abs() < 1e-9);
        cooling.cool(0.5);
        assert!((cooling.now - (42.0_f64 * 7.0).sqrt()).abs() < 1e-9);
        cooling.cool(1.0);
        assert!((cooling.now - 7.0).abs() < 1e-9);
        assert!((Cooling::new(Heat::Cold, 100.0).now - 7.0).abs() < 1e-9);
    }
}
