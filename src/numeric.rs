//! Formulas that more than one room needs: decay, power mean, Gini, cosine of sparse vectors, seeded random numbers.

use std::cmp::Ordering;

use crate::error::Error;
use crate::unit::within;

/// Half-lives that are accepted everywhere, in the caller's unit of time: from about a quarter of an hour to 2,700 years
/// when the unit is a day.
const HALF_LIVES: std::ops::RangeInclusive<f32> = 0.01..=1_000_000.0;

/// Checks a half-life at the door; `what` names the culprit and is asked only on failure.
pub(crate) fn check_half_life(half_life: f32, what: impl FnOnce() -> String) -> Result<f32, Error> {
    within(half_life, HALF_LIVES, "a number from 0.01 to 1000000", what)
}

/// The share left of 1 after an age: 2^(−age / half-life), exponential decay (Ahmad, Porter & Beguerisse-Díaz 2018).
pub(crate) fn decay(age: f64, half_life: f32) -> f64 {
    (-age / f64::from(half_life)).exp2()
}

/// The lesser of two numbers: one instruction, where `f32::min` asks first whether one of them is none.
#[inline(always)]
pub(crate) fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The greater of two numbers, in the same way.
#[inline(always)]
pub(crate) fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The order of sorting numbers from the greatest down.
///
/// A sort is compiled for each closure anew, and once for all who hand over one function.
pub(crate) fn descending<T: Ord>(a: &T, b: &T) -> Ordering {
    b.cmp(a)
}

/// As [`descending`], of numbers with fractions.
pub(crate) fn descending_fractions(a: &f64, b: &f64) -> Ordering {
    b.total_cmp(a)
}

/// The order of numbers with places: the greatest number first, of equal ones the lower place.
pub(crate) fn greatest_first<N: Copy + Into<f64>, P: Ord>(a: &(N, P), b: &(N, P)) -> Ordering {
    descending_fractions(&a.0.into(), &b.0.into()).then_with(|| a.1.cmp(&b.1))
}

/// The order of places with numbers: the lowest place first, of one place the greatest number, which stands for it.
pub(crate) fn lowest_place_first<P: Ord, N: Copy + Into<f64>>(a: &(P, N), b: &(P, N)) -> Ordering {
    let of_one_place = || descending_fractions(&a.1.into(), &b.1.into());
    a.0.cmp(&b.0).then_with(of_one_place)
}

/// Numbers by ascending key, of equal keys the lower first; keys are made once each.
pub(crate) fn ordered_by_key<N: Copy + Ord, K: Ord>(
    numbers: impl IntoIterator<Item = N>,
    key: impl Fn(N) -> K,
) -> Vec<N> {
    let keyed = numbers.into_iter().map(|number| (key(number), number));
    let mut keyed: Vec<(K, N)> = keyed.collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|pair| pair.1).collect()
}

/// Below this |r|·ln(b/a) the power mean is taken from the first two terms of its series: the next is below its cube times ln(b/a)/192.
const NEAR_GEOMETRIC: f64 = 1e-4;

/// The power mean M_r(a, b) = ((aʳ + bʳ)/2)^(1/r), with its limits; 0 where either is 0 and r ≤ 0.
pub(crate) fn power_mean(r: f64, a: f64, b: f64) -> f64 {
    let (low, high) = (a.min(b), a.max(b));
    if low == high || r == f64::NEG_INFINITY || (low == 0.0 && r <= 0.0) {
        return low;
    }
    if r == f64::INFINITY {
        return high;
    }
    if r == 0.0 {
        return (a * b).sqrt();
    }
    // Near 0 all powers are nearly 1 and lose their digits: there ln M_r = (ln a + ln b)/2 + r·(ln a − ln b)²/8 + O(r³).
    if r.abs() * (high / low).ln() < NEAR_GEOMETRIC {
        let apart = (high / low).ln();
        return ((a * b).sqrt() * (r * apart * apart / 8.0).exp()).clamp(low, high);
    }
    // In units of the term that dominates, the powers stay within 0 and 1, however large |r| is.
    let pivot = if r > 0.0 { high } else { low };
    let mean = f64::midpoint((low / pivot).powf(r), (high / pivot).powf(r));
    pivot * mean.powf(1.0 / r)
}

/// The Gini coefficient of `all` numbers, of which `ascending` are given in order and the rest are 0:
/// Σ(2i − n − 1)·x(i) / (d·Σx). The divisor `d` is n for a whole population, n − 1 for an unbiased one that reaches 1; 0 when all are 0.
pub(crate) fn gini(ascending: impl Iterator<Item = f64> + Clone, all: usize, divisor: f64) -> f64 {
    let sum: f64 = ascending.clone().sum();
    if sum <= 0.0 {
        return 0.0;
    }
    let n = all as f64;
    // G = Σ (2i − n − 1)·xᵢ / (n·Σ xᵢ) over ascending x, i from 1; zeros left out of the iterator keep their ranks.
    let zeros = all - ascending.clone().count();
    let parts = (zeros + 1..).zip(ascending);
    let spread: f64 = parts
        .map(|(rank, x)| (2.0 * rank as f64 - n - 1.0) * x)
        .sum();
    spread / (divisor * sum)
}

/// Cosine of two sparse vectors of unit length without negative entries, dimensions ascending; from 0 to 1.
pub(crate) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f64 {
    let (mut x, mut y, mut sum) = (0, 0, 0.0);
    // Merges two ascending rows; only features that both have contribute.
    while x < a.len() && y < b.len() {
        let (left, right) = (a[x], b[y]);
        if left.0 == right.0 {
            sum += f64::from(left.1) * f64::from(right.1);
        }
        x += usize::from(left.0 <= right.0);
        y += usize::from(right.0 <= left.0);
    }
    sum.min(1.0)
}

/// One sparse vector laid out by number: its product with each of many others is a pass over the other.
///
/// Space: 4 bytes up to the greatest number met.
#[derive(Debug, Default)]
pub(crate) struct ScatteredVector {
    owner: Option<u32>,
    numbers: Vec<u32>,
    values: Vec<f32>,
}

impl ScatteredVector {
    /// Whether the vector laid out is an owner's.
    pub(crate) fn is_of(&self, owner: u32) -> bool {
        self.owner == Some(owner)
    }

    /// Lays out an owner's vector, unless it is.
    pub(crate) fn lay_out(&mut self, owner: u32, vector: &[(u32, f32)]) {
        if self.is_of(owner) {
            return;
        }
        self.owner = Some(owner);
        for number in self.numbers.drain(..) {
            self.values[number as usize] = 0.0;
        }
        let end = vector.last().map_or(0, |last| last.0 as usize + 1);
        if end > self.values.len() {
            self.values.resize(end, 0.0);
        }
        for &(number, value) in vector {
            self.values[number as usize] = value;
            self.numbers.push(number);
        }
    }

    /// The same as [`cosine`] of the vector and another, to the last bit: what only the other has adds an exact 0.
    pub(crate) fn cosine(&self, other: &[(u32, f32)]) -> f64 {
        let mut sum = 0.0;
        for &(number, value) in other {
            // Numbers ascend: behind the end of the table there is nothing more in common.
            let Some(&own) = self.values.get(number as usize) else {
                break;
            };
            sum += f64::from(own) * f64::from(value);
        }
        sum.min(1.0)
    }
}

/// The largest magnitude of a number in a vector: sums of squares stay far from the end of f32.
pub(crate) const MOST_MAGNITUDE: f32 = 1e9;

/// A vector whose length is that near to 1 is kept as it is, so that what was made one of unit length once stays the same to the last
/// bit when it is read again: rounding to f32 moves a length by at most 2⁻²⁴.
const NEARLY_ONE: f64 = 1e-6;

/// Where a vector points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Direction {
    /// The vector of unit length.
    Unit(Vec<f32>),
    /// The place of a number that is not finite or too large.
    Unsound(usize),
    /// All numbers are 0.
    Nowhere,
}

/// The direction of a vector, summed in f64.
pub(crate) fn direction(vector: &[f32]) -> Direction {
    // The negated range also catches what is not a number.
    let sound = |value: &f32| (-MOST_MAGNITUDE..=MOST_MAGNITUDE).contains(value);
    if let Some(place) = vector.iter().position(|value| !sound(value)) {
        return Direction::Unsound(place);
    }
    let squares = vector
        .iter()
        .map(|&value| f64::from(value) * f64::from(value));
    let length = squares.sum::<f64>().sqrt();
    if length == 0.0 {
        return Direction::Nowhere;
    }
    if (length - 1.0).abs() <= NEARLY_ONE {
        return Direction::Unit(vector.to_vec());
    }
    let unit = vector
        .iter()
        .map(|&value| (f64::from(value) / length) as f32);
    Direction::Unit(unit.collect())
}

/// SplitMix64 (Steele, Lea & Flood 2014): the numbers that follow from a seed. The caller gives every seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The increment of the sequence, 2⁶⁴ divided by the golden ratio.
    pub(crate) const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// An independent generator for one of many streams of a seed.
    pub(crate) fn stream(seed: u64, stream: u64) -> Self {
        let mut mixed = Self(seed ^ Self(stream).bits());
        Self(mixed.bits())
    }

    /// The next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(Self::GAMMA);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 (included) to 1 (excluded).
    pub(crate) fn uniform(&mut self) -> f64 {
        // The upper 53 bits are an integer that f64 holds exactly.
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A number from 0 to below `count`; the bias is below count / 2⁶⁴.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.bits()) * count as u128) >> 64) as usize
    }

    /// `count` different numbers below `all`, ascending: the first steps of a Fisher–Yates shuffle.
    pub(crate) fn choose(&mut self, all: usize, count: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..all as u32).collect();
        for place in 0..count {
            let other = place + self.below(all - place);
            numbers.swap(place, other);
        }
        numbers.truncate(count);
        numbers.sort_unstable();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use crate::numeric::{Random, check_half_life, cosine, decay, gini, power_mean};

    #[test]
    fn a_half_life_halves() {
        assert_eq!(decay(0.0, 110.0), 1.0);
        assert_eq!(decay(110.0, 110.0), 0.5);
        assert_eq!(decay(1.0, 0.25), 0.0625);
    }

    #[test]
    fn one_range_of_half_lives_is_accepted() {
        let what = || String::from("half-life");
        for good in [0.01, 0.25, 110.0, 1_000_000.0] {
            assert_eq!(check_half_life(good, what), Ok(good));
        }
        for bad in [0.0, 0.009, 1_000_001.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(check_half_life(bad, what).is_err(), "{bad}");
        }
    }

    #[test]
    fn power_means_agree_with_their_names() {
        let mean = |r| power_mean(r, 0.2, 0.8);
        assert_eq!(mean(f64::NEG_INFINITY), 0.2);
        assert_eq!(mean(f64::INFINITY), 0.8);
        assert!((mean(-1.0) - 0.32).abs() < 1e-15);
        assert!((mean(0.0) - 0.4).abs() < 1e-15);
        assert!((mean(1.0) - 0.5).abs() < 1e-15);
        assert!((mean(-300.0) - 0.2).abs() < 1e-3);
        // Near 0 both forms agree where they meet, and the mean rises with the exponent.
        let exponents = [
            -1e-3, -7.3e-5, -7.2e-5, -1e-9, -1e-20, 0.0, 1e-20, 1e-9, 7.2e-5, 7.3e-5, 1e-3,
        ];
        for two in exponents.windows(2) {
            assert!(mean(two[0]) <= mean(two[1]) + 1e-12, "{two:?}");
            assert!(mean(two[1]) - mean(two[0]) < 2e-4, "{two:?}");
        }
        assert_eq!(power_mean(-1.0, 0.0, 0.9), 0.0);
        assert_eq!(power_mean(2.0, 0.0, 0.0), 0.0);
        assert_eq!(power_mean(1.0, 0.0, 0.9), 0.45);
    }

    #[test]
    fn gini_equals_the_sum_over_all_pairs() {
        let numbers = [0.0, 0.3, 0.3, 1.0, 2.5];
        let mut spread = 0.0;
        for a in numbers {
            for b in numbers {
                spread += f64::abs(a - b);
            }
        }
        let naive = spread / (2.0 * 5.0 * numbers.iter().sum::<f64>());
        let all = gini(numbers.into_iter(), 5, 5.0);
        assert!((all - naive).abs() < 1e-15);
        let without_zero = gini(numbers.into_iter().skip(1), 5, 5.0);
        assert!((without_zero - naive).abs() < 1e-15);
        assert_eq!(gini([].into_iter(), 3, 3.0), 0.0);
    }

    #[test]
    fn only_shared_dimensions_count_for_the_cosine() {
        let a = [(1, 0.6), (4, 0.8)];
        assert!((cosine(&a, &a) - 1.0).abs() < 1e-7);
        assert!((cosine(&a, &[(0, 0.8), (4, 0.6)]) - 0.48).abs() < 1e-7);
        assert_eq!(cosine(&a, &[(2, 1.0)]), 0.0);
        assert_eq!(cosine(&a, &[]), 0.0);
    }

    #[test]
    fn random_numbers_are_those_of_the_published_generator() {
        // The first outputs for seed 1234567, from the reference implementation of Vigna.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
        let chosen = random.choose(10, 4);
        assert_eq!(chosen.len(), 4);
        assert!(chosen.is_sorted_by(|a, b| a < b) && chosen[3] < 10);
    }
}
