//! What is kept of a thousand people while they meet all others?

use std::ops::Range;

use crate::benefit::Mean;
use crate::benefit::all_pairs::{BLOCK_GROUPS, asker};
use crate::benefit::feature::Want;
use crate::benefit::feature_index::{NOT_DENSE, SHARES};
use crate::benefit::index::{GROUP, Index};
use crate::benefit::kernel::{GroupThresholds, Table, Terms, Thresholds, rounded_up};
use crate::benefit::profiles::Profiles;
use crate::benefit::required_gain::{required_gain, required_skewed_mean};
use crate::benefit::top_k::TopK;
use crate::rows::{AsIndex, narrow};

/// A typical score, in units of the scale: a sum saturates at 255. Chosen among 85, 110 and 140 by how many pairs are left to judge among
/// 10,000 and 50,000 people of the generator of the bench `benefit`: 140 leaves a tenth more, 110 as many.
const UNITS: f32 = 85.0;

/// The scale is set anew when the typical score has grown by this factor.
const GROWTH: f32 = 1.15;

/// One want of a feature that few hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InvertedWant {
    pub(crate) feature: u32,
    /// What the largest amount of the feature is worth.
    pub(crate) full: f32,
    /// Whether any amount counts as the largest.
    pub(crate) flat: bool,
}

/// What one of the crowd must gain and give.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// The score that the rest follows from: that of the list when it was last refreshed.
    pub(crate) floor: f32,
    gain: f32,
    give: f32,
    pub(crate) max_gain: f32,
    pub(crate) max_give: f32,
}

/// People at consecutive places, with their best so far.
#[derive(Debug)]
pub(crate) struct Block {
    /// The first place.
    pub(crate) start: usize,
    pub(crate) groups: Range<usize>,
    pub(crate) tops: Vec<TopK>,
    pub(crate) limits: Vec<Limits>,
    /// Units per gain.
    pub(crate) scale: f32,
    /// The typical score when the scale was set.
    scaled_at: f32,
    /// What the skewed mean must be for a score of 1.
    skewed: f32,
    rows: Vec<u32>,
    wants: Vec<Want>,
    tables: Vec<Table>,
    ends: Vec<u32>,
    inverted: Vec<InvertedWant>,
    inverted_ends: Vec<u32>,
    /// Features that few hold and someone here gives, ascending, with the end of their holders.
    pub(crate) features: Vec<(u32, u32)>,
    /// The holders' places, counted from `start`, and shares of the largest amount.
    pub(crate) holders: Vec<(u16, u16)>,
}

impl Block {
    pub(crate) fn new(
        index: &Index,
        profiles: Profiles<'_>,
        mean: Mean,
        groups: Range<usize>,
        tops: Vec<TopK>,
    ) -> Self {
        let start = groups.start * GROUP;
        let mut block = Self {
            start,
            groups,
            limits: Vec::with_capacity(tops.len()),
            scale: 0.0,
            scaled_at: 0.0,
            skewed: required_skewed_mean(mean),
            rows: Vec::new(),
            wants: Vec::new(),
            tables: Vec::new(),
            ends: Vec::with_capacity(tops.len()),
            inverted: Vec::new(),
            inverted_ends: Vec::with_capacity(tops.len()),
            features: Vec::new(),
            holders: Vec::new(),
            tops,
        };
        for place in start..start + block.tops.len() {
            block.enter(index, profiles, place);
        }
        block.tables = vec![[0; 16]; block.rows.len()];
        block.gather(index, profiles);
        block
    }

    /// Enters the wants of a person.
    fn enter(&mut self, index: &Index, profiles: Profiles<'_>, place: usize) {
        let asker = asker(index, profiles, place);
        let first_step_feature = profiles.first_step_feature;
        let mut max_gain = 0.0;
        for want in asker.wants {
            let full = want.amount(index.offers.most(want.feature), first_step_feature);
            if full <= 0.0 {
                continue;
            }
            max_gain += full;
            let slot = index.offers.slot(want.feature);
            if slot == NOT_DENSE {
                self.inverted.push(InvertedWant {
                    feature: want.feature,
                    full,
                    flat: want.feature >= first_step_feature,
                });
            } else {
                self.rows.push(slot);
                self.wants.push(*want);
            }
        }
        self.ends.push(narrow(self.rows.len()));
        self.inverted_ends.push(narrow(self.inverted.len()));
        self.limits.push(Limits {
            floor: -1.0,
            max_gain: max_gain.min(1.0) + asker.max_extra_gain,
            max_give: index.max_give(&asker, first_step_feature),
            ..Limits::default()
        });
    }

    /// Gathers who holds what, of the features that are not dense.
    fn gather(&mut self, index: &Index, profiles: Profiles<'_>) {
        let mut entries: Vec<(u32, u16, u16)> = Vec::new();
        for (local, place) in (0..).zip(self.start..self.start + self.tops.len()) {
            for &(feature, value) in asker(index, profiles, place).gives {
                if index.offers.slot(feature) == NOT_DENSE && value > 0.0 {
                    let share = (value / index.offers.most(feature) * SHARES).ceil() as u16;
                    entries.push((feature, local, share));
                }
            }
        }
        entries.sort_unstable();
        for (feature, local, share) in entries {
            self.holders.push((local, share));
            let end = narrow(self.holders.len());
            match self.features.last_mut() {
                Some(last) if last.0 == feature => last.1 = end,
                _ => self.features.push((feature, end)),
            }
        }
    }

    /// A person's dense wants.
    pub(crate) fn terms(&self, local: usize) -> Terms<'_> {
        let range = range(&self.ends, local);
        Terms {
            rows: &self.rows[range.clone()],
            tables: &self.tables[range],
        }
    }

    /// A person's wants of features that few hold.
    pub(crate) fn inverted(&self, local: usize) -> &[InvertedWant] {
        &self.inverted[range(&self.inverted_ends, local)]
    }

    /// Brings limits and scale up to what the lists have risen to.
    pub(crate) fn refresh(&mut self, index: &Index, mean: Mean, first_step_feature: u32) {
        let mut sum = 0.0;
        for (limits, top) in self.limits.iter_mut().zip(&self.tops) {
            let floor = top.threshold();
            sum += floor;
            if limits.floor != floor {
                limits.floor = floor;
                limits.gain = required_gain(mean, floor, limits.max_give);
                limits.give = required_gain(mean, floor, limits.max_gain);
            }
        }
        let typical = sum / self.tops.len().max(1) as f32;
        if self.scale > 0.0 && typical <= self.scaled_at * GROWTH {
            return;
        }
        let most = self
            .limits
            .iter()
            .map(|limits| limits.max_gain)
            .fold(0.0, f32::max);
        self.scaled_at = typical;
        // A person whom most others are far above still gets sums that do not all saturate.
        let typical = typical.max(most * 0.05).max(f32::MIN_POSITIVE);
        self.scale = UNITS / typical;
        let codebooks = &index.offers.codebooks;
        for ((row, want), table) in self.rows.iter().zip(&self.wants).zip(&mut self.tables) {
            let codebook = &codebooks[row.as_index()];
            for (units, &amount) in table.iter_mut().zip(&codebook.amount).skip(1) {
                *units = rounded_up(self.scale * want.amount(amount, first_step_feature));
            }
        }
    }

    /// What is enough for one of this crowd, whose gains are in units of `scale` as the others' are in `other`.
    pub(crate) fn least(&self, local: usize, other: f32) -> Thresholds {
        let (limits, scale) = (&self.limits[local], self.scale);
        let both = limits.floor * scale.min(other);
        Thresholds::new(
            (limits.gain * scale).max(1.0),
            (limits.give * other).max(1.0),
            both,
            both * self.skewed,
        )
    }

    /// What is enough for each of this crowd: of what the others of scale `other` gain, of what they give, and of the means.
    pub(crate) fn leasts(&self, other: f32, leasts: &mut [GroupThresholds; BLOCK_GROUPS]) {
        *leasts = [[[u8::MAX; GROUP]; 4]; BLOCK_GROUPS];
        for local in 0..self.tops.len() {
            let least = self.least(local, other);
            let (group, lane) = (local / GROUP, local % GROUP);
            let given = [least.give, least.gain, least.mean, least.skewed];
            for (leasts, least) in leasts[group].iter_mut().zip(given) {
                leasts[lane] = least;
            }
        }
    }
}

fn range(ends: &[u32], at: usize) -> Range<usize> {
    let start = if at == 0 { 0 } else { ends[at - 1] };
    start.as_index()..ends[at].as_index()
}
