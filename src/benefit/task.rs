//! What the kernels are asked: whose lists, out of whom, under which rule, and how a pair is scored.

use crate::benefit::Mean;
use crate::benefit::index::Index;
use crate::benefit::links::PairBound;
use crate::benefit::profiles::{Asker, Profiles};

/// When lists are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Somebody waits for each: the first few are found before all others, which looks at their pairs twice.
    OneByOne,
    /// Nobody sees one before all are there.
    AllAtOnce,
}

/// The rule of a list, the same for all askers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    /// The most candidates of a list.
    pub(crate) limit: u32,
    pub(crate) mean: Mean,
    /// A pair in which either gains less has no score.
    pub(crate) min_gain: f32,
    /// What a gain counts at least where the other side gains something: the stand-in for a gain that is not known. 0: both must gain.
    pub(crate) unknown_gain: f32,
    /// Where everyone asks, whether somebody waits for the first lists.
    pub(crate) delivery: Delivery,
}

impl Ask {
    /// Both must gain, however little.
    pub(crate) fn new(limit: u32, mean: Mean) -> Self {
        Self {
            limit,
            mean,
            min_gain: 0.0,
            unknown_gain: 0.0,
            delivery: Delivery::AllAtOnce,
        }
    }

    /// The least sum in units of either side: 1 where both must gain something.
    pub(crate) fn least_units(self) -> f32 {
        if self.unknown_gain > 0.0 { 0.0 } else { 1.0 }
    }

    /// A bound of the score of a pair whose gains are at most these.
    #[inline]
    pub(crate) fn score_of(self, gain: f32, give: f32) -> f32 {
        if gain <= 0.0 && give <= 0.0 {
            return 0.0;
        }
        let least = self.unknown_gain;
        self.mean.of(gain.max(least), give.max(least))
    }
}

/// Candidates laid out, what is known of everyone, and the rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) index: &'a Index,
    pub(crate) profiles: Profiles<'a>,
    pub(crate) ask: Ask,
}

impl<'a> Task<'a> {
    /// The asker at a place.
    pub(crate) fn asker(&self, place: usize) -> Asker<'a> {
        self.profiles.asker(self.index.order[place])
    }
}

/// A pair whose linear gains are known exactly, as a scorer is asked about it.
///
/// A scorer returns the score of the pair, the same from either side, or `None` for a pair that is not to be. The score is at most the
/// mean of both gains with what each may [gain beside](Profiles::max_extra_gain). Where a scorer sees early that the score is below
/// `threshold`, it may return `None` too: no list would take the pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinearPair {
    pub(crate) i: u32,
    pub(crate) j: u32,
    /// What i gains from j over the features and by closeness in meaning.
    pub(crate) gain: f32,
    /// What j gains from i.
    pub(crate) give: f32,
    /// The least score with which the pair may enter a list.
    pub(crate) threshold: f32,
    /// What may be made of the pair at most, as far as what the two share tells.
    pub(crate) bound: PairBound,
}
