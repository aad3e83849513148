//! Floor 3 — which list to show this time, so that over many times everyone gets exactly their exposure?

use crate::assign::exposure::{Allocation, Side};
use crate::numeric::Random;

/// Rounding of sums of exposures; smaller differences are none.
const ROUNDING: f64 = 1e-12;

/// One candidate at a place of a sampled list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Placed {
    /// The place, counted from 1. A place that is not named is left empty, which happens only under caps on attention received.
    pub place: u32,
    /// Who is shown there.
    pub candidate: u32,
}

/// Two positions that change places with a chance: a Robin Hood transfer of attention.
#[derive(Debug, Clone, Copy)]
struct Exchange {
    upper: usize,
    lower: usize,
    chance: f64,
}

impl Allocation {
    /// Draws a ranking for a person's list such that the expected attention of every candidate is exactly its exposure.
    ///
    /// Whoever does not envy on average goes on not envying: nothing is rounded. Exposures are majorised by the attention of the
    /// places, so they follow from it by fewer than `n` transfers between two places (Hardy, Littlewood & Pólya 1929); each transfer
    /// becomes an exchange of two candidates that happens with the chance of the transfer. The same seed draws the same ranking;
    /// rankings of different people and seeds are independent.
    ///
    /// # Panics
    ///
    /// Panics when the side has no such person.
    ///
    /// # Complexity
    ///
    /// O(n log n) for a list of n.
    #[must_use]
    pub fn sample(&self, side: Side, person: u32, seed: u64) -> Vec<Placed> {
        let row = person as usize;
        let layout = &self.preferences().book(side).layout;
        let exposure = &self.exposures_of(side)[layout.span(row)];
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
        let mut order: Vec<usize> = (0..shares.len()).collect();
        order.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]));
        let wanted: Vec<f64> = order.iter().map(|&candidate| shares[candidate]).collect();
        let stream = u64::from(person) * 2 + side as u64;
        let mut random = Random::stream(seed, stream);
        let mut place_of: Vec<usize> = (0..order.len()).collect();
        for exchange in exchanges(&wanted, attention) {
            if random.uniform() < exchange.chance {
                place_of.swap(exchange.upper, exchange.lower);
            }
        }
        let drawn = order
            .iter()
            .zip(&place_of)
            .filter(|&(&candidate, &place)| candidate < exposure.len() && place < exposure.len());
        let mut placed: Vec<Placed> = drawn
            .map(|(&candidate, &place)| Placed {
                place: place as u32 + 1,
                candidate: layout.column(row, candidate) as u32,
            })
            .collect();
        placed.sort_unstable_by_key(|placed| placed.place);
        placed
    }
}

/// The transfers that turn the attention of the places into the wanted shares, both descending.
fn exchanges(wanted: &[f64], mut attention: Vec<f64>) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    // Positions that still have more than they want; the last one is the nearest to the position in need.
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
            exchanges.push(Exchange {
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
    exchanges
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::sample::exchanges;

    #[test]
    fn the_exchanges_have_exactly_the_wanted_shares_as_expectation() {
        let attention = vec![1.0, 0.5, 1.0 / 3.0, 0.25];
        let wanted = [0.7, 0.6, 0.5, 0.283_333_333_333_333_3];
        // The expectation after a random exchange is the same mean of the two expectations.
        let mut expected = attention.clone();
        for exchange in exchanges(&wanted, attention) {
            assert!((0.0..=1.0).contains(&exchange.chance));
            let (a, b) = (expected[exchange.upper], expected[exchange.lower]);
            expected[exchange.upper] = a + exchange.chance * (b - a);
            expected[exchange.lower] = b + exchange.chance * (a - b);
        }
        for (got, want) in expected.iter().zip(wanted) {
            assert!((got - want).abs() < 1e-12);
        }
    }
}
