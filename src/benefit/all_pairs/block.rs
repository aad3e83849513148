//! What is kept of a thousand people while they are paired with all others: their wants as look-up tables, their inverted lists, their
//! lists so far, and what a candidate must gain and give to enter one.

use std::ops::Range;

use crate::benefit::all_pairs::linked::Linked;
use crate::benefit::all_pairs::size::{BLOCK_GROUPS, PEOPLE};
use crate::benefit::bound::MIN_SCALED;
use crate::benefit::feature::Want;
use crate::benefit::index::GROUP;
use crate::benefit::kernel::{GroupThresholds, Table, Terms, Thresholds, rounded_up};
use crate::benefit::links::Links;
use crate::benefit::required_gain::{required_gain, required_skewed_mean};
use crate::benefit::task::Task;
use crate::benefit::top_k::TopK;
use crate::rows::{AsIndex, Rows, Spans, narrow};

/// A typical score, in units of the scale: a sum saturates at 255. Chosen among 85, 110 and 140 by how many pairs are left to score among
/// 10,000 and 50,000 people of the generator of the bench `benefit`: 140 leaves a tenth more, 110 as many.
const UNITS: f32 = 85.0;

/// The most that anyone may gain, in units, where no list has a threshold yet: sums round up and must not reach 255.
const IN_FULL: f32 = 200.0;

/// The scale is set anew when the typical score has grown by this factor.
const GROWTH: f32 = 1.15;

/// The typical score is taken to be at least this share of the most that anyone here may gain: a person whom most others are far above
/// still gets sums that do not all saturate.
const LEAST_TYPICAL: f32 = 0.05;

/// A want of a feature that few hold, for which there is an inverted list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InvertedWant {
    pub(crate) feature: u32,
    /// What the largest amount of the feature is worth.
    pub(crate) full: f32,
    /// Whether any amount counts as the largest.
    pub(crate) flat: bool,
}

/// What a candidate of one of the block must gain and give.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// The score that the rest follows from: the threshold of the list when it was last refreshed.
    pub(crate) threshold: f32,
    /// The greatest factor of a score without a key in common.
    factor: f32,
    /// The mean that reaches the threshold without a key in common, and the gain and the give without which no mean does.
    mean: f32,
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
    /// The score that each list asks for, side by side: pairs are compared with them far more often than lists change.
    pub(crate) thresholds: Box<[f32; PEOPLE]>,
    pub(crate) limits: Vec<Limits>,
    /// Units per gain, and a gain a unit.
    pub(crate) scale: f32,
    pub(crate) unit: f32,
    /// The typical score when the scale was set.
    scaled_at: f32,
    /// What the skewed mean must be for a score of 1.
    skewed: f32,
    /// The least sum of either side: 1 where both must gain something.
    something: f32,
    /// For each person the dense wants, each with its row of codes and its table, in parallel arrays.
    dense: Spans,
    wants: Vec<Want>,
    code_rows: Vec<u32>,
    tables: Vec<Table>,
    inverted: Rows<InvertedWant>,
    /// Features that few hold and someone here gives, ascending, with the end of their holders.
    pub(crate) features: Vec<(u32, u32)>,
    /// The holders' places, counted from `start`, and shares of the largest amount.
    pub(crate) holders: Vec<(u16, u16)>,
    /// What bounds the factor of each pair, where pairs are held to factors of their own.
    pub(crate) linked: Option<Box<Linked>>,
}

impl Block {
    pub(crate) fn new(task: Task<'_>, groups: Range<usize>, tops: Vec<TopK>) -> Self {
        let start = groups.start * GROUP;
        let mut block = Self {
            start,
            groups,
            thresholds: Box::new([0.0; PEOPLE]),
            limits: Vec::with_capacity(tops.len()),
            scale: 0.0,
            unit: 0.0,
            scaled_at: 0.0,
            skewed: required_skewed_mean(task.ask.mean),
            something: task.ask.least_units(),
            dense: Spans::with_capacity(tops.len()),
            wants: Vec::new(),
            code_rows: Vec::new(),
            tables: Vec::new(),
            inverted: Rows::with_capacity(tops.len(), 0),
            features: Vec::new(),
            holders: Vec::new(),
            linked: None,
            tops,
        };
        for (threshold, top) in block.thresholds.iter_mut().zip(&block.tops) {
            *threshold = top.threshold();
        }
        // Tables are written with the first scale, when the lists have a threshold.
        for place in start..start + block.tops.len() {
            block.enter(task, place);
        }
        block.tables = vec![[0; 16]; block.wants.len()];
        block.gather(task);
        if let Some(links) = task.profiles.links {
            let mut linked = Linked::new(task, links, (start, block.tops.len()));
            for (most, limits) in linked.max_gains.iter_mut().zip(&block.limits) {
                *most = limits.max_gain;
            }
            block.linked = Some(linked);
        }
        block
    }

    /// Enters the wants of a person.
    fn enter(&mut self, task: Task<'_>, place: usize) {
        let (asker, offers) = (task.asker(place), &task.index.offers);
        let kinds = task.profiles.kinds;
        let dense = self.wants.len();
        let mut inverted = Vec::new();
        let mut max_gain = 0.0;
        // A want that nobody among the candidates can meet takes no look-up.
        // What disagreement adds is bounded pair by pair where topics are keys.
        let by_pair = task.profiles.links.is_some_and(Links::tell_disagreement);
        let stances = if by_pair { &[] } else { asker.stance_wants };
        for want in asker.wants.iter().chain(stances) {
            let full = kinds.most(want, offers.max_amount(want.feature));
            if full <= 0.0 {
                continue;
            }
            max_gain += full;
            match offers.code_row(want.feature) {
                Some(row) => {
                    self.code_rows.push(row);
                    self.wants.push(*want);
                }
                None => inverted.push(InvertedWant {
                    feature: want.feature,
                    full,
                    flat: !kinds.is_product(want.feature),
                }),
            }
        }
        self.dense.push(self.wants.len() - dense);
        self.inverted.push(inverted);
        self.limits.push(Limits {
            threshold: -1.0,
            factor: task.profiles.factors(asker.person)[0],
            max_gain: max_gain.min(1.0)
                + task.profiles.extra_in_sums(asker.person)
                + task.profiles.meaning_weight(asker.person),
            max_give: task.index.max_give(&asker, kinds),
            ..Limits::default()
        });
    }

    /// Gathers who holds what, of the features that are not dense: inverted lists of this block alone.
    fn gather(&mut self, task: Task<'_>) {
        let offers = &task.index.offers;
        let mut entries: Vec<(u32, u16, u16)> = Vec::new();
        for (local, place) in (0..).zip(self.start..self.start + self.tops.len()) {
            for give in task.asker(place).bounded_gives() {
                if offers.code_row(give.feature).is_none() && give.weight > 0.0 {
                    entries.push((give.feature, local, offers.share(give)));
                }
            }
        }
        // Sorted by feature, then by place: the runs become the inverted lists of the block.
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

    /// Offers a candidate at a place to one of this block.
    #[inline]
    pub(crate) fn offer(&mut self, local: usize, place: usize, score: f32) {
        // Most pairs enter one list of two: the other is not even read.
        if score < self.thresholds[local] {
            return;
        }
        self.tops[local].offer(narrow(place), score);
        self.thresholds[local] = self.tops[local].threshold();
    }

    /// A person's dense wants.
    #[inline]
    pub(crate) fn terms(&self, local: usize) -> Terms<'_> {
        let range = self.dense.row(local);
        Terms {
            rows: &self.code_rows[range.clone()],
            tables: &self.tables[range],
        }
    }

    /// A person's wants of features that few hold.
    #[inline]
    pub(crate) fn inverted(&self, local: usize) -> &[InvertedWant] {
        self.inverted.row(local)
    }

    /// A gain in units of the scale, rounded up.
    #[inline]
    pub(crate) fn units(&self, gain: f32) -> u8 {
        rounded_up(gain * self.scale)
    }

    /// The most that a sum in units stands for; one that saturated stands for `most`.
    #[inline]
    pub(crate) fn most_of(&self, sum: u8, most: f32) -> f32 {
        if sum == u8::MAX {
            most
        } else {
            f32::from(sum) * self.unit
        }
    }

    /// Brings limits and scale up to what the lists have risen to.
    pub(crate) fn refresh(&mut self, task: Task<'_>) {
        let ask = task.ask;
        let mut sum = 0.0;
        for (limits, &threshold) in self.limits.iter_mut().zip(self.thresholds.iter()) {
            if limits.threshold != threshold {
                limits.threshold = threshold;
                // A score is at most the mean of both gains times the factor.
                let plain = threshold / limits.factor;
                let needed = |most: f32| {
                    let needed = required_gain(ask.mean, plain, most.max(ask.unknown_gain));
                    needed.max(ask.min_gain)
                };
                limits.mean = plain;
                limits.gain = needed(limits.max_give);
                limits.give = needed(limits.max_gain);
            }
            sum += limits.mean;
        }
        let typical = (sum / self.tops.len().max(1) as f32).max(ask.min_gain);
        if self.scale > 0.0 && typical <= self.scaled_at * GROWTH {
            return;
        }
        // New units: every table of the block is written anew, which is why small growth is let pass.
        self.scaled_at = typical;
        let least = self.max_gain() * LEAST_TYPICAL;
        self.rescale(task, UNITS / typical.max(least).max(MIN_SCALED));
    }

    /// Sets the scale so that no sum saturates: for a block whose lists are empty.
    pub(crate) fn scale_in_full(&mut self, task: Task<'_>) {
        self.rescale(task, IN_FULL / self.max_gain().max(MIN_SCALED));
    }

    /// The most that anyone of the block may gain.
    fn max_gain(&self) -> f32 {
        let most = self.limits.iter().map(|limits| limits.max_gain);
        most.fold(0.0, f32::max)
    }

    /// Writes every table of the block for so many units a gain.
    fn rescale(&mut self, task: Task<'_>, scale: f32) {
        (self.scale, self.unit) = (scale, 1.0 / scale);
        let (kinds, codebooks) = (task.profiles.kinds, &task.index.offers.codebooks);
        for ((row, want), table) in self.code_rows.iter().zip(&self.wants).zip(&mut self.tables) {
            let codebook = &codebooks[row.as_index()];
            for (code, units) in table.iter_mut().enumerate().skip(1) {
                *units = rounded_up(self.scale * kinds.most_of_code(want, codebook, code));
            }
        }
    }

    /// What suffices for one of this block, whose gains are in units of `scale` as the others' are in `other`, with people without a key
    /// in common.
    #[inline]
    pub(crate) fn threshold(&self, local: usize, other: f32) -> Thresholds {
        let (limits, scale) = (&self.limits[local], self.scale);
        // The mean of two sums in different units is at least the mean of the gains in the smaller unit.
        let both = limits.mean * scale.min(other);
        Thresholds::new(
            (limits.gain * scale).max(self.something),
            (limits.give * other).max(self.something),
            both,
            both * self.skewed,
        )
    }

    /// Writes what suffices for each of this block: of what the others of scale `other` gain, of what they give, and of the means.
    pub(crate) fn write_thresholds(
        &self,
        other: f32,
        thresholds: &mut [GroupThresholds; BLOCK_GROUPS],
    ) {
        // Lanes without a person ask for more than any sum is.
        *thresholds = [[[u8::MAX; GROUP]; 4]; BLOCK_GROUPS];
        for local in 0..self.tops.len() {
            let own = self.threshold(local, other);
            let (group, lane) = (local / GROUP, local % GROUP);
            let given = [own.give, own.gain, own.mean, own.skewed];
            for (thresholds, own) in thresholds[group].iter_mut().zip(given) {
                thresholds[lane] = own;
            }
        }
    }
}
