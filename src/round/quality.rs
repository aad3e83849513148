//! How good a plan is: what counts first, and what decides among equals.

use std::iter::Sum;
use std::ops::Add;

/// A plan's shortcomings in the order in which they count; less is better. Those of parts add up to those of the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quality {
    /// Ends of pairs that must meet, whatever it costs others, and do not.
    pub(crate) insisted: i64,
    /// People without a meeting.
    pub(crate) alone: i64,
    /// Ends of pairs that were asked to meet and do not.
    pub(crate) asked: i64,
    /// How much those without a meeting have waited before.
    pub(crate) waited: i64,
    /// People in meetings of a size that was not asked for.
    pub(crate) sizes: i64,
    /// Prices less scores, in steps.
    pub(crate) cost: i64,
    /// Squared distances of the sizes from the size in the middle of those asked for.
    pub(crate) unevenness: i64,
}

impl Add for Quality {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            insisted: self.insisted + other.insisted,
            alone: self.alone + other.alone,
            asked: self.asked + other.asked,
            waited: self.waited + other.waited,
            sizes: self.sizes + other.sizes,
            cost: self.cost + other.cost,
            unevenness: self.unevenness + other.unevenness,
        }
    }
}

impl Sum for Quality {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

impl Quality {
    /// The shortcomings of a part that is taken away.
    pub(crate) fn negated(self) -> Self {
        Self {
            insisted: -self.insisted,
            alone: -self.alone,
            asked: -self.asked,
            waited: -self.waited,
            sizes: -self.sizes,
            cost: -self.cost,
            unevenness: -self.unevenness,
        }
    }
}
