//! Counts who would rather be exposed as another is.

use crate::assign::exposure::{Allocation, MarketSide};
use crate::numeric::Random;
use crate::par;
use crate::rows::{AsIndex, narrow};

/// A gain smaller than this is not envied.
const TOLERANCE: f64 = 1e-9;

/// The standard normal quantile of a two-sided 95 % interval.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// An estimate of envy from a sample of people.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct EnvyEstimate {
    /// Estimated number of ordered pairs of which the first envies the second.
    pub pairs: f64,
    /// Half the width of the 95 % interval around `pairs`; 0 when everyone was asked.
    pub margin: f64,
    /// How many people were asked about everyone else.
    pub asked: u32,
}

impl Allocation {
    /// How many ordered pairs of one side there are of which the first envies the second: with the own list, but seen as the
    /// second is seen, the first would expect more matches (by more than 1e-9).
    ///
    /// # Complexity
    ///
    /// O(Σ over list entries of the length of the candidate's list), shared among the workers: 10⁹ steps for 1000 × 1000.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.envy(MarketSide::Right), 0); // nobody else is there to be envied
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn envy(&self, side: MarketSide) -> u64 {
        let everyone: Vec<u32> = (0..self.utilities(side).len() as u32).collect();
        self.envied(side, &everyone)
            .into_iter()
            .map(u64::from)
            .sum()
    }

    /// Estimates [`envy`](Self::envy) from this many people, drawn without repetition by the seed and asked about everyone else.
    ///
    /// The estimate is unbiased; its margin rests on the spread among those asked (normal law, finite population). At least two
    /// people are asked where there are two.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// let estimate = allocation.estimate_envy(MarketSide::Left, 100, 7);
    /// assert_eq!(estimate.pairs as u64, allocation.envy(MarketSide::Left)); // everyone was asked
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn estimate_envy(&self, side: MarketSide, asked: u32, seed: u64) -> EnvyEstimate {
        let people = self.utilities(side).len();
        let count = (asked.max(2).as_index()).min(people);
        let sample = Random::new(seed).choose(people, count);
        let envied: Vec<f64> = self
            .envied(side, &sample)
            .into_iter()
            .map(f64::from)
            .collect();
        // Everyone was asked: the number is exact, and there is no margin.
        if count == people {
            return EnvyEstimate {
                pairs: envied.iter().fold(0.0, |sum, pairs| sum + pairs),
                margin: 0.0,
                asked: narrow(count),
            };
        }
        // Simple random sampling without replacement: the variance of the mean shrinks by the finite-population factor 1 − s/n.
        let (n, s) = (people as f64, count as f64);
        let mean = envied.iter().sum::<f64>() / s;
        let variance = envied.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (s - 1.0);
        let margin = NORMAL_95 * n * ((1.0 - s / n) * variance / s).sqrt();
        EnvyEstimate {
            pairs: n * mean,
            margin,
            asked: narrow(count),
        }
    }

    /// For each of these people, how many others they envy.
    fn envied(&self, side: MarketSide, people: &[u32]) -> Vec<u32> {
        let preferences = self.preferences();
        let other = preferences.facing(side);
        let (lists, theirs) = (preferences.lists(side), preferences.lists(other));
        let (exposure, others) = (self.exposures_of(side), self.exposures_of_others(side));
        let utilities = self.utilities(side);
        let scratch = || vec![0.0; utilities.len()];
        par::map_with(people.len(), scratch, |would_be: &mut Vec<f64>, index| {
            would_be.fill(0.0);
            // Person i in the place of k would match each j with the chance of i's list times how much j's list shows k.
            let person = people[index].as_index();
            for (place, slot) in lists.layout.span(person).enumerate() {
                let chance = lists.both[slot] * exposure[slot];
                if chance > 0.0 {
                    let row = lists.layout.column(person, place);
                    theirs.layout.add_scaled(
                        row,
                        chance,
                        &others[theirs.layout.span(row)],
                        would_be,
                    );
                }
            }
            would_be[person] = 0.0;
            // Above the own utility by more than rounding.
            let bar = utilities[person] + TOLERANCE;
            narrow(would_be.iter().filter(|&&expected| expected > bar).count())
        })
    }
}
