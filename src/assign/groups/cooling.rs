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
