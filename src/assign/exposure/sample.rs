//! Draws rankings at random whose expected exposures are the allocated ones.

use crate::assign::exposure::{Allocation, MarketSide};
use crate::numeric::{Random, greatest_first};
use crate::rows::{AsIndex, narrow};

/// Rounding of sums of exposures; smaller differences are none.
const ROUNDING: f64 = 1e-12;

/// One candidate at a place of a sampled list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Placed {
    /// The place, counted from 1. A place that is not named is left empty, which happens only under caps on attention received.
    pub place: u32,
    /// Who is shown there.
    pub candidate: u32,
}

/// A T-transform (Robin Hood transfer): with some chance two positions swap their attention.
#[derive(Debug, Clone, Copy)]
struct TTransform {
    upper: usize,
    lower: usize,
    chance: f64,
}

impl Allocation {
    /// Draws a ranking for a person's list such that the expected attention of every candidate is exactly its exposure.
    ///
    /// Whoever does not envy on average goes on not envying: nothing is rounded. Exposures are majorised by the attention of the
    /// places, so they follow from it by fewer than `n` transfers between two places (Hardy, Littlewood & Pólya 1929); each transfer
    /// becomes a swap of two candidates that happens with the chance of the transfer. The same seed draws the same ranking;
    /// rankings of different people and seeds are independent.
    ///
    /// # Complexity
    ///
    /// O(n log n) for a list of n.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// let list = allocation.sample(MarketSide::Right, 0, 7);
    /// assert_eq!(list, allocation.sample(MarketSide::Right, 0, 7));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn sample(&self, side: MarketSide, person: u32, seed: u64) -> Vec<Placed> {
        let row = person.as_index();
        let layout = &self.preferences().lists(side).layout;
        let exposure = &self.exposures_of(side)[layout.span_or_empty(row)];
        // Birkhoff, one row of it: a random ranking whose expected attention is the exposure of each candidate.
        let mut attention: Vec<f64> = (0..exposure.len())
            .map(|place| self.attention_of(side).at(row, place))
            .collect();
        let mut shares = exposure.to_vec();
        let unused = attention.iter().sum::<f64>() - shares.iter().sum::<f64>();
        if unused > 1e-9 {
            // As many empty candidates share what is not shown: then the shares are majorised again.
            let width = shares.len();
            shares.resize(2 * width, unused / width as f64);
            attention.resize(2 * width, 0.0);
        }
        let mut order: Vec<(f64, usize)> = shares.into_iter().zip(0..).collect();
        order.sort_unstable_by(greatest_first);
        let wanted: Vec<f64> = order.iter().map(|share| share.0).collect();
        // Each person draws from a stream of their own, so that lists drawn alone and together are the same.
        let stream = u64::from(person) * 2 + side as u64;
        let mut random = Random::stream(seed, stream);
        let mut place_of: Vec<usize> = (0..order.len()).collect();
        // Each transform swaps two places with some chance; together they take attention to the shares.
        for transform in t_transforms(&wanted, attention) {
            if random.uniform() < transform.chance {
                place_of.swap(transform.upper, transform.lower);
            }
        }
        // Empty candidates and empty places were added above; they are nobody's.
        let drawn = order
            .iter()
            .zip(&place_of)
            .filter(|&(&(_, candidate), &place)| {
                candidate < exposure.len() && place < exposure.len()
            });
        let mut placed: Vec<Placed> = drawn
            .map(|(&(_, candidate), &place)| Placed {
                place: narrow(place) + 1,
                candidate: narrow(layout.column(row, candidate)),
            })
            .collect();
        placed.sort_unstable_by_key(|placed| placed.place);
        placed
    }
}

/// The T-transforms that take the attention of the places to the wanted shares, both descending.
fn t_transforms(wanted: &[f64], mut attention: Vec<f64>) -> Vec<TTransform> {
    let mut t_transforms = Vec::new();
    // Hardy, Littlewood & Pólya's construction: positions with a surplus wait on a stack, and each position in deficit draws on the
    // nearest one above it. Every transfer settles the donor or the receiver, so there are fewer than n.
    let mut rich: Vec<usize> = Vec::new();
    for lower in 0..wanted.len() {
        if attention[lower] > wanted[lower] + ROUNDING {
            rich.push(lower);
            continue;
        }
        while wanted[lower] - attention[lower] > ROUNDING {
            let Some(&upper) = rich.last() else { break };
            let (spare, need) = (
                attention[upper] - wanted[upper],
                wanted[lower] - attention[lower],
            );
            let moved = spare.min(need);
            t_transforms.push(TTransform {
                upper,
                lower,
                chance: moved / (attention[upper] - attention[lower]),
            });
            attention[upper] -= moved;
            attention[lower] += moved;
            if spare - moved <= ROUNDING {
                rich.pop();
            }
        }
    }
    t_transforms
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::sample::t_transforms;

    #[test]
    fn the_exchanges_have_exactly_the_wanted_shares_as_expectation() {
        let attention = vec![1.0, 0.5, 1.0 / 3.0, 0.25];
        let wanted = [0.7, 0.6, 0.5, 0.283_333_333_333_333_3];
        // The expectation after a random swap is the same mean of the two expectations.
        let mut expected = attention.clone();
        for transform in t_transforms(&wanted, attention) {
            assert!((0.0..=1.0).contains(&transform.chance));
            let (a, b) = (expected[transform.upper], expected[transform.lower]);
            expected[transform.upper] = a + transform.chance * (b - a);
            expected[transform.lower] = b + transform.chance * (a - b);
        }
        for (got, want) in expected.iter().zip(wanted) {
            assert!((got - want).abs() < 1e-12);
        }
    }
}
