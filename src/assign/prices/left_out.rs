//! Which pairs that were left out of a game break the prices found without them? Everyone's are gone through once; later only
//! those that were near to breaking them.

use crate::assign::prices::range::Extremes;
use crate::assign::prices::{ONE, to_float};
use crate::error::Error;
use crate::par;
use crate::progress::Meter;
use crate::rows::{AsIndex, narrow};

/// Gains that are compared at a time before any is looked at by itself.
const LANES: usize = 16;

/// Pairs this far from breaking the prices are remembered: some dozens a receiver.
const NEAR: i64 = (ONE / 64.0) as i64;

/// More than the single-precision comparison by which pairs are found can be off.
const ROUNDING: i64 = (ONE / 65_536.0) as i64;

/// So many of the receivers, in 8, are gone through again one by one when prices have moved; when it is more, everyone is.
const FEW: usize = 1;

/// A receiver's pairs outside the game, with their gains.
pub(crate) type Pairs = Vec<(u32, f32)>;

/// The pairs near to breaking given prices.
pub(crate) struct Near {
    pairs: Vec<Pairs>,
    prices: Extremes,
}

/// Prices in single precision, side by side with the gains.
struct Thresholds {
    high: Vec<f32>,
    low: Vec<f32>,
}

impl Thresholds {
    fn new(prices: &Extremes) -> Self {
        let single = |prices: &[i64]| prices.iter().map(|&price| to_float(price)).collect();
        Self {
            high: single(&prices.givers_high),
            low: single(&prices.givers_low),
        }
    }

    /// The pairs of a receiver so far `within` of breaking the prices at either end of the ranges.
    fn near(&self, gains: &[f32], (receiver, within): (usize, i64), prices: &Extremes) -> Pairs {
        let [own_low, own_high] = [&prices.receivers_low, &prices.receivers_high]
            .map(|own| to_float(own[receiver] - within));
        let mut pairs = Pairs::new();
        let of_givers = self.high.chunks(LANES).zip(self.low.chunks(LANES));
        for (block, (gains, (high, low))) in gains.chunks(LANES).zip(of_givers).enumerate() {
            let sides = || gains.iter().zip(high.iter().zip(low));
            let is_near = |(&gain, (&high, &low)): (&f32, (&f32, &f32))| {
                (gain > 0.0) & (gain > (own_low + high).min(own_high + low))
            };
            // Most blocks hold no such pair, so the comparison has no branch within a block.
            if sides().fold(false, |any, pair| any | is_near(pair)) {
                let near = sides().enumerate().filter(|&(_, pair)| is_near(pair));
                pairs.extend(near.map(|(at, pair)| (narrow(block * LANES + at), *pair.0)));
            }
        }
        pairs
    }
}

/// Goes through all gains of everyone, and hands each receiver's pairs so far `within` of breaking the prices to `keep`; `row` adds
/// the gains of a receiver to zeros, by giver.
fn of_everyone<T: Send>(
    (prices, within): (&Extremes, i64),
    row: &(impl Fn(usize, &mut [f32]) + Sync),
    stage: (&mut Meter<'_>, &'static str),
    keep: impl Fn(usize, Pairs) -> T + Sync,
) -> Result<Vec<T>, Error> {
    let thresholds = Thresholds::new(prices);
    let receivers = prices.receivers_low.len();
    let scratch = || vec![0.0_f32; prices.givers_low.len()];
    par::map_watched(receivers, stage, scratch, |gains, receiver| {
        row(receiver, gains);
        let near = thresholds.near(gains, (receiver, within), prices);
        gains.fill(0.0);
        keep(receiver, near)
    })
}

/// Hands each receiver's pairs that break the prices to `keep`, with some that do not by less than [`ROUNDING`].
pub(crate) fn breaking<T: Send>(
    prices: &Extremes,
    row: &(impl Fn(usize, &mut [f32]) + Sync),
    stage: (&mut Meter<'_>, &'static str),
    keep: impl Fn(usize, Pairs) -> T + Sync,
) -> Result<Vec<T>, Error> {
    of_everyone((prices, ROUNDING), row, stage, keep)
}

impl Near {
    /// Goes through all gains of everyone; `row` adds those of a receiver to zeros, by giver.
    pub(crate) fn find(
        prices: &Extremes,
        row: &(impl Fn(usize, &mut [f32]) + Sync),
        stage: (&mut Meter<'_>, &'static str),
    ) -> Result<Self, Error> {
        Ok(Self {
            pairs: of_everyone((prices, NEAR), row, stage, |_, near| near)?,
            prices: prices.clone(),
        })
    }

    /// The receivers of whom other pairs may break the present prices than those noted; `None` where they are too many.
    ///
    /// A pair that was not noted was further than [`NEAR`] from breaking the prices then. It is as much nearer now as its giver's
    /// price and its receiver's share have fallen together: at most the greatest fall of any giver's and the receiver's own.
    pub(crate) fn doubtful(&self, prices: &Extremes) -> Option<Vec<bool>> {
        let then = &self.prices;
        let fall = |then: &[i64], now: &[i64]| {
            let falls = then.iter().zip(now).map(|(then, now)| then - now);
            falls.max().unwrap_or(0)
        };
        let at_high = fall(&then.givers_high, &prices.givers_high);
        let at_low = fall(&then.givers_low, &prices.givers_low);
        let doubtful = |receiver: usize| {
            let low = then.receivers_low[receiver] - prices.receivers_low[receiver];
            let high = then.receivers_high[receiver] - prices.receivers_high[receiver];
            (at_high + low).max(at_low + high) > NEAR - ROUNDING
        };
        let doubtful: Vec<bool> = (0..self.pairs.len()).map(doubtful).collect();
        let many = doubtful.iter().filter(|&&is_so| is_so).count();
        (8 * many <= FEW * self.pairs.len()).then_some(doubtful)
    }

    /// Goes through the gains of the doubtful receivers anew and keeps what was noted of the others.
    ///
    /// What is noted anew is measured by the present prices and stands beside the earlier, which stays valid at the earlier prices.
    pub(crate) fn pairs_now(
        &self,
        doubtful: &[bool],
        prices: &Extremes,
        row: &(impl Fn(usize, &mut [f32]) + Sync),
    ) -> Vec<Option<Pairs>> {
        let thresholds = Thresholds::new(prices);
        let scratch = || vec![0.0_f32; prices.givers_low.len()];
        par::map_with(doubtful.len(), scratch, |gains, receiver| {
            doubtful[receiver].then(|| {
                row(receiver, gains);
                let near = thresholds.near(gains, (receiver, NEAR), prices);
                gains.fill(0.0);
                near
            })
        })
    }

    /// What was noted of a receiver.
    pub(crate) fn pairs(&self, receiver: usize) -> &[(u32, f32)] {
        &self.pairs[receiver]
    }
}

/// How far a pair is from being covered at the end of the ranges where it is covered the least; above 0 it breaks the prices.
///
/// A pair must be covered at both extremes of the ranges, for either may move when it is added.
pub(crate) fn excess(prices: &Extremes, receiver: usize, (giver, gain): (u32, i64)) -> i64 {
    let giver = giver.as_index();
    let at_high = gain - prices.receivers_low[receiver] - prices.givers_high[giver];
    let at_low = gain - prices.receivers_high[receiver] - prices.givers_low[giver];
    at_high.max(at_low)
}

/// The greatest gains of a row, at least `kept` of them where so many are above 0; givers ascending.
pub(crate) fn greatest(gains: &[f32], kept: usize) -> Pairs {
    let all_above = |least: f32| {
        let mut pairs = Pairs::new();
        for (block, gains) in gains.chunks(LANES).enumerate() {
            let is_one = |&gain: &f32| (gain >= least) & (gain > 0.0);
            if gains.iter().fold(false, |any, gain| any | is_one(gain)) {
                let ones = gains.iter().enumerate().filter(|pair| is_one(pair.1));
                pairs.extend(ones.map(|(at, &gain)| (narrow(block * LANES + at), gain)));
            }
        }
        pairs
    };
    // A sample tells a gain that about four times as many reach as are kept.
    let step = gains.len() / SAMPLE;
    let rank = 4 * kept / step.max(1);
    if step < 2 || kept == 0 || rank >= SAMPLE {
        return all_above(0.0);
    }
    let mut sample: Vec<f32> = gains.iter().step_by(step).copied().collect();
    let (_, &mut least, _) = sample.select_nth_unstable_by(rank, |a, b| b.total_cmp(a));
    let pairs = all_above(least);
    match pairs.len() >= kept {
        true => pairs,
        false => all_above(0.0),
    }
}

/// Gains of a row that are looked at to tell how great the greatest are.
const SAMPLE: usize = 512;

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt as _, SeedableRng as _};

    use crate::assign::prices::left_out::{Near, excess, greatest};
    use crate::assign::prices::range::Extremes;
    use crate::assign::prices::{ONE, to_fixed};
    use crate::progress::Meter;

    #[test]
    fn the_greatest_gains_are_among_those_that_a_sample_tells() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for size in [0, 1, 100, 1_023, 1_024, 5_000] {
            for share in [0.001, 0.02, 1.0] {
                let mut gain = |_| match rng.random_bool(share) {
                    true => rng.random_range(0..=20) as f32 / 20.0,
                    false => 0.0,
                };
                let gains: Vec<f32> = (0..size).map(&mut gain).collect();
                let found = greatest(&gains, 48);
                assert!(found.is_sorted_by(|a, b| a.0 < b.0));
                let mut by_gain: Vec<f32> = found.iter().map(|pair| pair.1).collect();
                by_gain.sort_unstable_by(|a, b| b.total_cmp(a));
                let mut all = gains.clone();
                all.retain(|&gain| gain > 0.0);
                all.sort_unstable_by(|a, b| b.total_cmp(a));
                assert!(by_gain.len() >= all.len().min(48) && all.starts_with(&by_gain));
            }
        }
    }

    /// Whatever breaks later prices is found, by going through all pairs and by what is noted.
    #[test]
    fn no_pair_that_breaks_later_prices_is_overlooked() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        for _ in 0..40 {
            let size = 50;
            let mut prices = |scale: f32| -> Vec<i64> {
                let price = |_| to_fixed(rng.random_range(0.0..scale));
                (0..size).map(price).collect()
            };
            let mut extremes = Extremes {
                receivers_low: prices(0.6),
                receivers_high: prices(0.6),
                givers_low: prices(0.3),
                givers_high: prices(0.3),
            };
            let gains: Vec<f32> = (0..size * size)
                .map(|_| rng.random_range(0.0..1.0))
                .collect();
            let row = |receiver: usize, out: &mut [f32]| {
                out.copy_from_slice(&gains[receiver * size..(receiver + 1) * size]);
            };
            let stage = (&mut Meter::silent(), "near");
            let near = Near::find(&extremes, &row, stage).expect("unwatched");
            for price in extremes
                .receivers_low
                .iter_mut()
                .chain(&mut extremes.givers_low)
            {
                *price += rng.random_range(-(ONE as i64) / 100..=ONE as i64 / 100);
            }
            let Some(doubtful) = near.doubtful(&extremes) else {
                continue;
            };
            let anew = near.pairs_now(&doubtful, &extremes, &row);
            for (receiver, anew) in anew.iter().enumerate() {
                let known = anew.as_deref().unwrap_or(near.pairs(receiver));
                for (giver, &gain) in (0_u32..).zip(&gains[receiver * size..(receiver + 1) * size])
                {
                    let breaks = excess(&extremes, receiver, (giver, to_fixed(gain))) > 0;
                    assert!(!breaks || known.contains(&(giver, gain)));
                }
            }
        }
    }
}
