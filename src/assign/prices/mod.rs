//! Core prices of an assignment game: the least and the greatest that each side can be worth.

mod augment;
mod bid;
mod by_rows;
mod left_out;
mod range;

use crate::assign::prices::augment::Duals;
use crate::error::Error;
use crate::rows::{self, AsIndex};
use crate::unit::Unit;

pub use crate::assign::prices::by_rows::Completeness;
pub(crate) use crate::assign::prices::by_rows::solve_by_rows;

/// One unit of gain in the fixed-point numbers of the solver: 2⁻⁴⁰ steps, so that sums over a million pairs are exact.
const ONE: f64 = (1_u64 << 40) as f64;

/// Marks a row or column without a partner.
const NOBODY: u32 = u32::MAX;

/// The least and the most that one participant can be paid so that nobody has a reason to break away.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PriceRange {
    /// The least: what this participant gets where the own side is paid as little as possible.
    pub low: f32,
    /// The most: what all lose together when this participant leaves, V(N) − V(N∖i).
    pub high: f32,
}

/// A game in which each receiver meets at most one giver and each giver at most one receiver.
///
/// The *assignment game* of Shapley and Shubik (1971). Its stable divisions of the gains are the optimal dual prices of the
/// assignment problem; they have a least and a greatest element on each side, and the greatest payoff of a participant is
/// what everyone loses together without them (Demange 1982, Leonard 1983).
///
/// # Examples
///
/// Ben and caro both want to learn from ana alone, who can meet one of them:
///
/// ```
/// use confrere::assign::AssignmentGame;
/// let game = AssignmentGame::new(2, 1, &[(0, 0, 0.75), (1, 0, 0.5)])?;
/// let best = game.solve();
/// assert_eq!(best.giver_of(0), Some(0));
/// // Caro bids up to 0.5, and 0.75 is lost without ana.
/// assert_eq!((best.giver(0).low, best.giver(0).high), (0.5, 0.75));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct AssignmentGame {
    rows: Rows,
    givers: u32,
}

/// The gains `(giver, gain)` of each receiver in fixed point, givers ascending within a row.
type Rows = rows::Rows<(u32, i64)>;

/// The gain of a pair; 0 where it is not listed.
fn gain_of(rows: &Rows, receiver: usize, giver: u32) -> i64 {
    let row = rows.row(receiver);
    match row.binary_search_by_key(&giver, |gain| gain.0) {
        Ok(place) => row[place].1,
        Err(_) => 0,
    }
}

/// The gains `(receiver, gain)` from each giver, receivers ascending within a row.
fn by_giver(rows: &Rows, givers: usize) -> Rows {
    rows.transposed(givers, |receiver, (giver, gain)| (giver, (receiver, gain)))
}

/// A gain in fixed point. Lossless for gains of 2⁻¹⁶ and more, otherwise to the nearest 2⁻⁴⁰.
fn to_fixed(gain: f32) -> i64 {
    (f64::from(gain) * ONE).round() as i64
}

fn to_float(fixed: i64) -> f32 {
    (fixed as f64 / ONE) as f32
}

impl AssignmentGame {
    /// Builds a game from gains `(receiver, giver, gain)`; pairs that are not listed gain nothing.
    ///
    /// # Errors
    ///
    /// When a receiver or giver is out of range, a pair is listed twice, or a gain is not a number from 0 to 1.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m gains.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// assert!((game.solve().total() - 0.9).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(receivers: u32, givers: u32, gains: &[(u32, u32, f32)]) -> Result<Self, Error> {
        let mut sorted = Vec::with_capacity(gains.len());
        for &(receiver, giver, gain) in gains {
            let culprit = || format!("gain of receiver {receiver} from giver {giver}");
            if receiver >= receivers || giver >= givers {
                return Err(Error::unknown(
                    culprit(),
                    "numbers below the numbers of receivers and givers",
                ));
            }
            let gain = Unit::check(gain, culprit)?.get();
            sorted.push((receiver, giver, to_fixed(gain)));
        }
        sorted.sort_unstable();
        // Sorted, a pair listed twice stands side by side.
        if let Some(twice) = sorted
            .windows(2)
            .find(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1))
        {
            return Err(Error::Duplicate {
                what: format!("gain of receiver {} from giver {}", twice[0].0, twice[0].1),
            });
        }
        // A gain of 0 is what being alone is worth.
        sorted.retain(|gain| gain.2 > 0);
        let gains = sorted
            .iter()
            .map(|&(receiver, giver, gain)| (receiver, (giver, gain)));
        Ok(Self {
            rows: Rows::from_pairs(receivers.as_index(), gains),
            givers,
        })
    }

    /// Finds an assignment of the greatest total gain, and for everyone the range of stable prices.
    ///
    /// The total and the ranges are unique. Of several best assignments one is chosen by the numbers of receivers and
    /// givers alone, the same on every run.
    ///
    /// # Complexity
    ///
    /// Worst case O(r · m log m) time for r receivers and m gains (successive shortest paths with potentials); the ranges take
    /// O(m log m) more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// assert_eq!(game.solve().giver_of(0), Some(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn solve(&self) -> Assignment {
        let duals = Duals::solve(&self.rows, self.givers);
        let extremes = range::Extremes::of(&self.rows, &duals);
        Assignment::of(&self.rows, &duals, &extremes)
    }
}

/// A best assignment with the stable prices of everyone.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Assignment {
    total: f64,
    giver_of: Vec<Option<u32>>,
    receivers: Vec<PriceRange>,
    givers: Vec<PriceRange>,
}

impl Assignment {
    /// The greatest total gain, V(N).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// assert!((game.solve().total() - 0.9).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// The giver whom a receiver meets.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// assert_eq!(game.solve().giver_of(0), Some(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn giver_of(&self, receiver: u32) -> Option<u32> {
        *self.giver_of.get(receiver as usize)?
    }

    /// The stable prices of a receiver; 0 for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// let kept = game.solve().receiver(0);
    /// assert!((kept.low - 0.6).abs() < 1e-6 && (kept.high - 0.9).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn receiver(&self, receiver: u32) -> PriceRange {
        let range = self.receivers.get(receiver as usize);
        range.copied().unwrap_or_default()
    }

    /// The stable prices of a giver; 0 for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::AssignmentGame;
    /// let game = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])?;
    /// let paid = game.solve().giver(0);
    /// assert!(paid.low == 0.0 && (paid.high - 0.3).abs() < 1e-6); // what the other would lack
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn giver(&self, giver: u32) -> PriceRange {
        let range = self.givers.get(giver as usize);
        range.copied().unwrap_or_default()
    }

    /// What optimal prices say, given the least and the greatest.
    fn of(rows: &Rows, duals: &Duals, extremes: &range::Extremes) -> Self {
        // Sums in fixed point are exact, so the total does not depend on the order.
        let total: i64 = (0..rows.len())
            .map(|row| gain_of(rows, row, duals.giver_of[row]))
            .sum();
        let ranges = |low: &[i64], high: &[i64]| {
            let both = low.iter().zip(high);
            both.map(|(&low, &high)| PriceRange {
                low: to_float(low),
                high: to_float(high),
            })
            .collect()
        };
        Self {
            total: total as f64 / ONE,
            giver_of: duals
                .giver_of
                .iter()
                .map(|&giver| (giver != NOBODY).then_some(giver))
                .collect(),
            receivers: ranges(&extremes.receivers_low, &extremes.receivers_high),
            givers: ranges(&extremes.givers_low, &extremes.givers_high),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt as _, SeedableRng as _};

    use crate::assign::prices::{AssignmentGame, Completeness, solve_by_rows};
    use crate::progress::unwatched;

    type Gains = Vec<Vec<f32>>;

    /// Gains in steps of 1/8, some of them 0: ties abound.
    fn random(rng: &mut ChaCha8Rng, limit: u32) -> Gains {
        let (rows, columns) = (rng.random_range(0..=limit), rng.random_range(1..=limit));
        let step = if rng.random_bool(0.5) { 8 } else { 1 << 20 };
        let density = rng.random_range(0.2..1.0);
        let mut gain = || match rng.random_bool(density) {
            true => rng.random_range(0..=step) as f32 / step as f32,
            false => 0.0,
        };
        (0..rows)
            .map(|_| (0..columns).map(|_| gain()).collect())
            .collect()
    }

    fn game(gains: &Gains, columns: u32) -> AssignmentGame {
        let listed: Vec<(u32, u32, f32)> = (0_u32..)
            .zip(gains)
            .flat_map(|(i, row)| (0_u32..).zip(row).map(move |(j, &gain)| (i, j, gain)))
            .collect();
        AssignmentGame::new(gains.len() as u32, columns, &listed).expect("sound gains")
    }

    /// The best total by trying everything: each receiver takes a giver that is left, or none.
    fn enumerated(gains: &Gains, row: usize, without_row: Option<usize>, taken: u32) -> f64 {
        if row == gains.len() {
            return 0.0;
        }
        let mut best = enumerated(gains, row + 1, without_row, taken);
        if without_row != Some(row) {
            for (j, &gain) in gains[row].iter().enumerate() {
                if taken & (1 << j) == 0 && gain > 0.0 {
                    let rest = enumerated(gains, row + 1, without_row, taken | 1 << j);
                    best = best.max(f64::from(gain) + rest);
                }
            }
        }
        best
    }

    #[test]
    fn the_upper_price_is_what_all_lose_without_the_participant() {
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        for _ in 0..400 {
            let gains = random(&mut rng, 6);
            let columns = gains.first().map_or(1, Vec::len);
            let best = game(&gains, columns as u32).solve();
            let total = enumerated(&gains, 0, None, 0);
            assert!((best.total() - total).abs() < 1e-9, "{gains:?}");
            for j in 0..columns {
                let marginal = total - enumerated(&gains, 0, None, 1 << j);
                let range = best.giver(j as u32);
                assert!(
                    (f64::from(range.high) - marginal).abs() < 1e-6,
                    "{gains:?} {j}"
                );
                assert!(0.0 <= range.low && range.low <= range.high, "{gains:?} {j}");
            }
            for i in 0..gains.len() {
                let marginal = total - enumerated(&gains, 0, Some(i), 0);
                let range = best.receiver(i as u32);
                assert!(
                    (f64::from(range.high) - marginal).abs() < 1e-6,
                    "{gains:?} {i}"
                );
                assert!(0.0 <= range.low && range.low <= range.high, "{gains:?} {i}");
            }
        }
    }

    /// Both ends are stable, and a step beyond the lower end is not: the least price of a giver is the gain of their partner
    /// less the most that partner can be paid.
    #[test]
    fn the_ends_of_the_ranges_are_stable_divisions() {
        let mut rng = ChaCha8Rng::seed_from_u64(9);
        for _ in 0..300 {
            let gains = random(&mut rng, 9);
            let columns = gains.first().map_or(1, Vec::len);
            let best = game(&gains, columns as u32).solve();
            let mut of_ends = [0.0, 0.0];
            for (i, row) in gains.iter().enumerate() {
                let receiver = best.receiver(i as u32);
                of_ends[0] += f64::from(receiver.low);
                of_ends[1] += f64::from(receiver.high);
                for (j, &gain) in row.iter().enumerate() {
                    let giver = best.giver(j as u32);
                    assert!(receiver.low + giver.high >= gain - 1e-6);
                    assert!(receiver.high + giver.low >= gain - 1e-6);
                }
            }
            for j in 0..columns {
                of_ends[0] += f64::from(best.giver(j as u32).high);
                of_ends[1] += f64::from(best.giver(j as u32).low);
            }
            assert!((of_ends[0] - best.total()).abs() < 1e-5, "{gains:?}");
            assert!((of_ends[1] - best.total()).abs() < 1e-5, "{gains:?}");
        }
    }

    #[test]
    fn rows_on_demand_give_the_prices_of_the_whole_game() {
        let mut rng = ChaCha8Rng::seed_from_u64(10);
        for _ in 0..60 {
            let gains = random(&mut rng, 40);
            let columns = gains.first().map_or(1, Vec::len) as u32;
            let whole = game(&gains, columns).solve();
            let row = |i: usize, out: &mut [f32]| out.copy_from_slice(&gains[i]);
            let size = (gains.len() as u32, columns);
            let (part, complete) = unwatched(|meter| solve_by_rows(size, 2, row, meter));
            assert_eq!(complete, Completeness::Exact);
            assert_eq!(part.total(), whole.total());
            for i in 0..gains.len() as u32 {
                assert_eq!(part.receiver(i), whole.receiver(i));
            }
            for j in 0..columns {
                assert_eq!(part.giver(j), whole.giver(j));
            }
        }
    }

    /// People who want the same few skills: prices move far from round to round, and what was near to breaking them changes.
    #[test]
    fn rows_on_demand_give_the_prices_of_contested_markets() {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        for (people, skills) in [(90_usize, 3_usize), (120, 12), (150, 40)] {
            let mut draw = |chance: f64| -> Vec<Vec<f32>> {
                let value = |rng: &mut ChaCha8Rng| match rng.random_bool(chance) {
                    true => rng.random_range(1..=10) as f32 / 10.0,
                    false => 0.0,
                };
                (0..people)
                    .map(|_| (0..skills).map(|_| value(&mut rng)).collect())
                    .collect()
            };
            let (wants, gives) = (draw(0.2), draw(0.4));
            let gain = |i: usize, j: usize| -> f32 {
                let sum: f32 = wants[i].iter().sum();
                let both = wants[i].iter().zip(&gives[j]);
                both.map(|(want, give)| want * give).sum::<f32>() / sum.max(1e-9)
            };
            let row =
                |i: usize| (0..people).map(move |j| if i == j { 0.0 } else { gain(i, j).min(1.0) });
            let gains: Gains = (0..people).map(|i| row(i).collect()).collect();
            let size = people as u32;
            let whole = game(&gains, size).solve();
            let fill = |i: usize, out: &mut [f32]| out.copy_from_slice(&gains[i]);
            let (part, complete) = unwatched(|meter| solve_by_rows((size, size), 4, fill, meter));
            assert_eq!(
                (part.total(), complete),
                (whole.total(), Completeness::Exact)
            );
            for i in 0..size {
                assert_eq!(part.receiver(i), whole.receiver(i));
                assert_eq!(part.giver(i), whole.giver(i));
            }
        }
    }

    #[test]
    fn unsound_gains_are_refused() {
        assert!(AssignmentGame::new(1, 1, &[(0, 0, f32::NAN)]).is_err());
        assert!(AssignmentGame::new(1, 1, &[(1, 0, 0.5)]).is_err());
        assert!(AssignmentGame::new(1, 1, &[(0, 0, 0.5), (0, 0, 0.25)]).is_err());
    }

    #[test]
    fn an_empty_game_is_worth_nothing() {
        assert_eq!(
            AssignmentGame::new(0, 0, &[])
                .expect("sound")
                .solve()
                .total(),
            0.0
        );
    }
}
