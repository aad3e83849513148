//! Finds the pairs of two blocks in which one side or the other may gain a better peer.
//!
//! Gains are summed by wants on both sides: first what the columns gain, which is transposed into gives of the rows, then what
//! the rows gain, row by row. A pair that may enter either list by these rounded-up sums is scored exactly, once for both.

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::close::Found;
use crate::benefit::all_pairs::linked_row::{Asked, LinkedRow};
use crate::benefit::all_pairs::scratch::{Scratch, close, open};
use crate::benefit::all_pairs::size::BLOCK_GROUPS;
use crate::benefit::bound::{MeanBound, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::{GainInput, PairInput, bits};
use crate::benefit::links::{Links, PairBound};
use crate::benefit::scattered_row::ScatteredRow;
use crate::benefit::task::{LinearPair, Task};
use crate::numeric::lesser;
use crate::rows::AsIndex;

/// Scores the pairs of two blocks at a time.
pub(crate) struct BlockPair<'a, J> {
    pub(crate) task: Task<'a>,
    pub(crate) bound: MeanBound,
    pub(crate) scorer: &'a mut J,
}

impl<J: FnMut(&LinearPair) -> Option<f32>> BlockPair<'_, J> {
    /// Offers everyone of each block to everyone of the other.
    pub(crate) fn score(&mut self, scratch: &mut Scratch, a: &mut Block, b: &mut Block) {
        // Thresholds only rise while two blocks are paired, so those taken here rule out nobody who may enter.
        a.refresh(self.task);
        b.refresh(self.task);
        self.gains_of_columns(scratch, a, b);
        open(&mut scratch.lists, &b.features);
        match self.task.profiles.links {
            None => self.score_rows(scratch, a, b),
            Some(links) => self.score_linked_rows(scratch, links, a, b),
        }
        close(&mut scratch.lists, &b.features);
    }

    /// Finds by bytes alone who may enter a list.
    fn score_rows(&mut self, scratch: &mut Scratch, a: &mut Block, b: &mut Block) {
        b.write_thresholds(a.scale, &mut scratch.thresholds);
        let unknown = self.task.ask.unknown_gain;
        let kernel = self.task.index.kernel;
        let count = b.groups.len();
        // Row by row: the inverted lists of the row first, then the dense sums of all columns on top of them.
        for local in 0..a.tops.len() {
            let mut found = [0; BLOCK_GROUPS];
            self.start_from_meaning(scratch, a, b, local);
            self.add_inverted(scratch, a, b, local);
            let row = self.row(&scratch.gains, a, b, local);
            let pairs = PairInput {
                own: a.threshold(local, b.scale),
                theirs: &scratch.thresholds,
                gives: &scratch.gives[local],
                unknown: [a.units(unknown), b.units(unknown)],
            };
            kernel.pairs(
                &row,
                &pairs,
                &mut found[..count],
                &mut scratch.sums[..count],
            );
            scratch.clear();
            if found != [0; BLOCK_GROUPS] {
                self.score_row(scratch, a, b, (local, &found));
            }
        }
    }

    /// Finds who may enter a list where each pair is held to a factor of its own.
    fn score_linked_rows(
        &mut self,
        scratch: &mut Scratch,
        links: &Links,
        a: &mut Block,
        b: &mut Block,
    ) {
        if let Some(others) = &b.linked {
            others.open(&mut scratch.key_places);
        }
        for local in 0..a.tops.len() {
            self.bound_row(scratch, links, (a, b), (local, false));
            let mut found = [0; BLOCK_GROUPS];
            for (found, truths) in found.iter_mut().zip(scratch.found.as_chunks().0) {
                *found = bits(truths);
            }
            if found != [0; BLOCK_GROUPS] {
                self.score_row(scratch, a, b, (local, &found));
            }
        }
        if let Some(others) = &b.linked {
            others.close(&mut scratch.key_places);
        }
    }

    /// Bounds the scores of one of `a` with everyone of `b`, whose lists are open: says by how much for first lists, else whether that is
    /// enough.
    pub(crate) fn bound_row(
        &mut self,
        scratch: &mut Scratch,
        links: &Links,
        (a, b): (&Block, &Block),
        (local, first): (usize, bool),
    ) {
        let (Some(own), Some(others)) = (&a.linked, &b.linked) else {
            return;
        };
        let (kernel, count) = (self.task.index.kernel, b.groups.len());
        self.start_from_meaning(scratch, a, b, local);
        self.add_inverted(scratch, a, b, local);
        let row = self.row(&scratch.gains, a, b, local);
        kernel.gains(&row, &mut scratch.sums[..count]);
        scratch.clear();
        let asked = match first {
            true => Asked::Bounds(&mut scratch.bounds),
            false => {
                // The last block may have fewer groups: nobody is found in those that are not there.
                scratch.found[count * GROUP..].fill(0);
                Asked::Found(&mut scratch.found)
            }
        };
        kernel.run(LinkedRow {
            links,
            ask: self.task.ask,
            bound: self.bound,
            blocks: [own, others],
            places: &scratch.key_places,
            local,
            gains: &scratch.sums[..count],
            gives: &scratch.gives[local][..count],
            unit: [a.unit, b.unit],
            threshold: a.thresholds[local],
            thresholds: &b.thresholds,
            shared: &mut scratch.shared,
            asked,
        });
    }

    /// Sums what each of `b` gains from each of `a`, and transposes it: what each of `a` gives.
    pub(crate) fn gains_of_columns(&mut self, scratch: &mut Scratch, a: &Block, b: &Block) {
        open(&mut scratch.lists, &a.features);
        let kernel = self.task.index.kernel;
        let count = a.groups.len();
        // The wants of the columns, summed over the rows: few look-ups, where the gives of the rows would be many.
        for group in 0..b.groups.len() {
            for local in group * GROUP..b.tops.len().min((group + 1) * GROUP) {
                self.add_inverted(scratch, b, a, local);
                let row = self.row(&scratch.gains, b, a, local);
                kernel.gains(&row, &mut scratch.columns[local % GROUP][..count]);
                scratch.clear();
            }
            for (from, rows) in scratch.gives.chunks_mut(GROUP).take(count).enumerate() {
                kernel.transpose((&scratch.columns, from), rows, group);
            }
        }
        close(&mut scratch.lists, &a.features);
    }

    /// Adds what one of `a` gains from each of `b` over features that few hold, by walking their inverted lists.
    fn add_inverted(&self, scratch: &mut Scratch, a: &Block, b: &Block, local: usize) {
        let sums = scratch.gains.as_flattened_mut();
        for want in a.inverted(local) {
            let Some(&(start, end)) = scratch.lists.get(want.feature.as_index()) else {
                continue;
            };
            if start == end {
                continue;
            }
            // In units of 2^-32; the factor is 2^32 / 65,535, rounded up by more than the rounding of the product.
            let unit = (a.scale * want.full * 65_540.0) as u64;
            for &(holder, share) in &b.holders[start.as_index()..end.as_index()] {
                let share = if want.flat { u16::MAX } else { share };
                let gain = ((unit.saturating_mul(u64::from(share)) >> 32) as u32).saturating_add(1);
                let sum = &mut sums[holder.as_index()];
                *sum = sum.saturating_add(gain.min(255) as u8);
            }
        }
    }

    /// What one of `a` gains from each of `b`, as the kernel sums it.
    fn row<'t>(
        &'t self,
        gains: &'t [[u8; GROUP]; BLOCK_GROUPS],
        a: &'t Block,
        b: &Block,
        local: usize,
    ) -> GainInput<'t> {
        let index = self.task.index;
        let extra = self
            .task
            .profiles
            .extra_in_sums(index.order[a.start + local]);
        let width = index.width;
        GainInput {
            terms: a.terms(local),
            extra: a.units(extra),
            // Codes of a group of 128 candidates lie together, feature by feature, so one row is one stretch of memory.
            codes: &index.codes[b.groups.start * width..b.groups.end * width],
            width,
            gains: &gains[..b.groups.len()],
        }
    }

    /// Scores the pairs of one of `a` with those of `b` that were found.
    fn score_row(
        &mut self,
        scratch: &mut Scratch,
        a: &mut Block,
        b: &mut Block,
        (local, found): (usize, &[u128; BLOCK_GROUPS]),
    ) {
        for (group, &found) in found.iter().enumerate() {
            let mut bits = found;
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let other = group * GROUP + lane;
                // Lanes behind the last person of the last block hold nobody.
                if other >= b.tops.len() {
                    break;
                }
                let threshold = lesser(a.thresholds[local], b.thresholds[other]);
                let found = self.most(scratch, (a, local), (b, other));
                // Lists have risen since the row was bounded, and whole units tell less than the mean itself.
                if self.reaches(&found, threshold) {
                    scratch.close.found.push(found);
                }
            }
        }
        if scratch.close.found.is_empty() {
            return;
        }
        if let Some(meaning) = self.task.profiles.meaning {
            for side in [0, 1] {
                self.know(meaning, &mut scratch.close, (a, local), b, side);
            }
        }
        let asker = self.task.asker(a.start + local);
        scratch.row.scatter(&asker);
        self.score_found(scratch, (a, local), b);
        scratch.row.clear(&asker);
    }

    /// Scores the pairs of a row that are left.
    fn score_found(
        &mut self,
        scratch: &mut Scratch,
        (a, local): (&mut Block, usize),
        b: &mut Block,
    ) {
        let (Scratch { row, close, .. }, place) = (scratch, a.start + local);
        // All gives before anything is decided by one of them: so the look-ups of many pairs are under way at a time.
        for found in &mut close.found {
            self.know_give(row, b.start + found.other, found);
        }
        for found in close.found.drain(..) {
            let other = b.start + found.other;
            let threshold = lesser(a.thresholds[local], b.thresholds[found.other]);
            if let Some(score) = self.score_given(row, (place, other), &found, threshold) {
                a.offer(local, other, score);
                b.offer(found.other, place, score);
            }
        }
    }

    /// What each of a pair, of whom the first has the row, gains at most, and what may be made of the pair.
    #[inline]
    pub(crate) fn most(
        &self,
        scratch: &Scratch,
        (a, local): (&Block, usize),
        (b, other): (&Block, usize),
    ) -> Found {
        let (group, lane) = (other / GROUP, other % GROUP);
        let sums = [&scratch.sums, &scratch.gives[local]].map(|sums| sums[group][lane]);
        let gain = a.most_of(sums[0], a.limits[local].max_gain);
        let give = b.most_of(sums[1], b.limits[other].max_gain);
        let (mut most, mut bound) = ([gain, give], PairBound::default());
        if let Some(links) = self.task.profiles.links {
            bound = scratch.shared.bound(links, other);
            let contrast = bound.contrast.unwrap_or(0.0);
            let sought = |block: &Block, at: usize| {
                let linked = block.linked.as_ref();
                linked.map_or(0.0, |linked| linked.sought[at] * contrast)
            };
            most = [gain + sought(a, local), give + sought(b, other)];
        }
        let found = Found::new(other, most, bound);
        let Some(meaning) = self.task.profiles.meaning else {
            return found;
        };
        let people = [a.start + local, b.start + other].map(|place| self.task.index.order[place]);
        let weights = people.map(|person| meaning.weight(person));
        scratch
            .close
            .bounded(found, local, weights, (sums, [a.scale, b.scale]))
    }

    /// Sums what the other of a pair gains.
    #[inline]
    fn know_give(&self, row: &ScatteredRow, other_place: usize, found: &mut Found) {
        let Task {
            index, profiles, ..
        } = self.task;
        let j = index.order[other_place];
        found.give = (row.give(profiles, j) + found.close[1]).min(1.0);
        let most = found.give + profiles.extra_gain(j, found.bound.contrast);
        found.most[1] = most.min(found.most[1]);
    }

    /// The score of a pair by the canonical sums, which are at most what was found; `None` below the threshold.
    pub(crate) fn score_pair(
        &mut self,
        row: &ScatteredRow,
        (place, other_place): (usize, usize),
        found: &mut Found,
        threshold: f32,
    ) -> Option<f32> {
        self.know_give(row, other_place, found);
        self.score_given(row, (place, other_place), found, threshold)
    }

    /// The same for a pair of which it is known what the other gains: that bound is the looser one, for the rounding of both sums weighs
    /// on it.
    fn score_given(
        &mut self,
        row: &ScatteredRow,
        (place, other_place): (usize, usize),
        found: &Found,
        threshold: f32,
    ) -> Option<f32> {
        let Task {
            index,
            profiles,
            ask,
        } = self.task;
        let (i, j) = (index.order[place], index.order[other_place]);
        let ([most_gain, most_give], bound) = (found.most, found.bound);
        let short = |gain: f32| gain < ask.min_gain * ROUNDING;
        let misses = |mean: f32| mean <= 0.0 || mean * bound.factor < threshold * ROUNDING;
        if short(most_give) || misses(ask.score_of(most_gain, most_give)) {
            return None;
        }
        let gain = (row.gain(profiles, j) + found.close[0]).min(1.0);
        let most_gain = (gain + profiles.extra_gain(i, bound.contrast)).min(most_gain);
        if short(most_gain) || misses(ask.score_of(most_gain, most_give)) {
            return None;
        }
        let pair = LinearPair {
            i,
            j,
            gain,
            give: found.give,
            threshold,
            bound,
        };
        (self.scorer)(&pair).filter(|&score| score > 0.0)
    }
}
