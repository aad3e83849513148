//! Which pairs of two crowds do both gain enough?

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::{BLOCK_GROUPS, asker};
use crate::benefit::bound::MeanBound;
use crate::benefit::index::{GROUP, Index};
use crate::benefit::kernel::{GroupThresholds, PairInput, Row, Square};
use crate::benefit::profiles::Profiles;
use crate::benefit::scan::{Ask, ROUNDING};
use crate::benefit::scattered_row::ScatteredRow;
use crate::benefit::top_k::TopK;
use crate::rows::{AsIndex, narrow};

/// Space for one meeting at a time.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// For each feature, the holders of the crowd whose gives are looked up.
    lists: Vec<(u32, u32)>,
    gains: [[u8; GROUP]; BLOCK_GROUPS],
    touched: Vec<u16>,
    leasts: [GroupThresholds; BLOCK_GROUPS],
    sums: [[u8; GROUP]; BLOCK_GROUPS],
    /// For each group of rows, for each group of columns, what the rows give.
    squares: Vec<Square>,
    spread: ScatteredRow,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self {
            lists: Vec::new(),
            gains: [[0; GROUP]; BLOCK_GROUPS],
            touched: Vec::new(),
            leasts: [[[0; GROUP]; 4]; BLOCK_GROUPS],
            sums: [[0; GROUP]; BLOCK_GROUPS],
            squares: vec![[[0; GROUP]; GROUP]; BLOCK_GROUPS * BLOCK_GROUPS],
            spread: ScatteredRow::default(),
        }
    }

    /// Opens the lists of a crowd.
    fn open(&mut self, block: &Block) {
        let needed = block
            .features
            .last()
            .map_or(0, |last| last.0.as_index() + 1);
        if needed > self.lists.len() {
            self.lists.resize(needed, (0, 0));
        }
        let mut start = 0;
        for &(feature, end) in &block.features {
            self.lists[feature.as_index()] = (start, end);
            start = end;
        }
    }

    /// Sets to 0 what the lists touched.
    fn clear(&mut self) {
        let sums = self.gains.as_flattened_mut();
        for holder in self.touched.drain(..) {
            sums[holder.as_index()] = 0;
        }
    }

    /// Closes them.
    fn close(&mut self, block: &Block) {
        for &(feature, _) in &block.features {
            self.lists[feature.as_index()] = (0, 0);
        }
    }
}

/// Two crowds at a time meet.
pub(crate) struct BlockPair<'a, J> {
    pub(crate) index: &'a Index,
    pub(crate) profiles: Profiles<'a>,
    pub(crate) ask: Ask,
    pub(crate) bound: MeanBound,
    pub(crate) judge: &'a mut J,
}

impl<J: FnMut(u32, u32, f32, f32) -> Option<f32>> BlockPair<'_, J> {
    /// Everyone of one crowd meets everyone of another.
    pub(crate) fn meet(&mut self, scratch: &mut Scratch, a: &mut Block, b: &mut Block) {
        let first_step_feature = self.profiles.first_step_feature;
        a.refresh(self.index, self.ask.mean, first_step_feature);
        b.refresh(self.index, self.ask.mean, first_step_feature);
        self.gains_of_columns(scratch, a, b);
        b.leasts(a.scale, &mut scratch.leasts);
        scratch.open(b);
        for local in 0..a.tops.len() {
            let mut found = [0; BLOCK_GROUPS];
            self.lists(scratch, a, b, local);
            let row = self.row(&scratch.gains, a, b, local);
            let both = PairInput {
                least: a.least(local, b.scale),
                leasts: &scratch.leasts,
                gives: &scratch.squares[local / GROUP * BLOCK_GROUPS..][..BLOCK_GROUPS],
                lane: local % GROUP,
            };
            let count = b.groups.len();
            let lanes = self.index.lanes;
            lanes.both(&row, &both, &mut found[..count], &mut scratch.sums[..count]);
            scratch.clear();
            if found != [0; BLOCK_GROUPS] {
                self.judge_row(scratch, a, b, local, &found);
            }
        }
        scratch.close(b);
    }

    /// Sums what each of `b` gains from each of `a`, by `a`.
    fn gains_of_columns(&mut self, scratch: &mut Scratch, a: &Block, b: &Block) {
        scratch.open(a);
        let count = a.groups.len();
        for local in 0..b.tops.len() {
            self.lists(scratch, b, a, local);
            let row = self.row(&scratch.gains, b, a, local);
            self.index.lanes.gains(&row, &mut scratch.sums[..count]);
            scratch.clear();
            for (group, sums) in scratch.sums.iter().enumerate().take(count) {
                scratch.squares[group * BLOCK_GROUPS + local / GROUP][local % GROUP] = *sums;
            }
        }
        scratch.close(a);
        for squares in scratch.squares.chunks_mut(BLOCK_GROUPS).take(count) {
            for square in &mut squares[..b.groups.len()] {
                self.index.lanes.transpose(square);
            }
        }
    }

    /// Adds what one of `a` gains from each of `b` over features that few hold.
    fn lists(&self, scratch: &mut Scratch, a: &Block, b: &Block, local: usize) {
        let sums = scratch.gains.as_flattened_mut();
        for want in a.inverted(local) {
            let (start, end) = scratch
                .lists
                .get(want.feature.as_index())
                .copied()
                .unwrap_or((0, 0));
            if start == end {
                continue;
            }
            // In units of 2^-32; the factor is 2^32 / 65,535, rounded up by more than the rounding of the product.
            let unit = (a.scale * want.full * 65_540.0) as u64;
            for &(holder, share) in &b.holders[start.as_index()..end.as_index()] {
                let share = if want.flat { u16::MAX } else { share };
                let gain = (unit.saturating_mul(u64::from(share)) >> 32) as u32 + 1;
                let sum = &mut sums[holder.as_index()];
                *sum = sum.saturating_add(gain.min(255) as u8);
                scratch.touched.push(holder);
            }
        }
    }

    /// What one of `a` gains from each of `b`, as the lanes sum it.
    fn row<'t>(
        &'t self,
        gains: &'t [[u8; GROUP]; BLOCK_GROUPS],
        a: &'t Block,
        b: &Block,
        local: usize,
    ) -> Row<'t> {
        let extra = self
            .profiles
            .max_extra_gain(self.index.order[a.start + local]);
        let width = self.index.width;
        Row {
            terms: a.terms(local),
            extra: (extra * a.scale).ceil() as u8,
            codes: &self.index.codes[b.groups.start * width..b.groups.end * width],
            width,
            gains: &gains[..b.groups.len()],
        }
    }

    /// Judges the pairs of one of `a` with those of `b` that were found.
    fn judge_row(
        &mut self,
        scratch: &mut Scratch,
        a: &mut Block,
        b: &mut Block,
        local: usize,
        found: &[u128; BLOCK_GROUPS],
    ) {
        let asker = asker(self.index, self.profiles, a.start + local);
        scratch.spread.enter(&asker);
        for (group, &found) in found.iter().enumerate() {
            let mut bits = found;
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let other = group * GROUP + lane;
                let Some(top) = b.tops.get_mut(other) else {
                    break;
                };
                let limits = &a.limits[local];
                let floor = limits.floor.min(b.limits[other].floor);
                let gain = most_of(scratch.sums[group][lane], a.scale, limits.max_gain);
                let square = &scratch.squares[local / GROUP * BLOCK_GROUPS + group];
                let give = most_of(square[local % GROUP][lane], b.scale, limits.max_give);
                if !self.bound.reaches(gain, give, floor) {
                    continue;
                }
                let places = (a.start + local, b.start + other);
                self.pair(&scratch.spread, places, gain, &mut a.tops[local], top);
            }
        }
        scratch.spread.leave(&asker);
    }

    /// Judges a pair by the canonical sums, for both.
    fn pair(
        &mut self,
        spread: &ScatteredRow,
        (place, other_place): (usize, usize),
        most: f32,
        of_i: &mut TopK,
        of_j: &mut TopK,
    ) {
        let (profiles, mean) = (self.profiles, self.ask.mean);
        let (i, j) = (self.index.order[place], self.index.order[other_place]);
        let floor = of_i.threshold().min(of_j.threshold());
        let give = spread.give(profiles, j.as_index());
        let max_give = give + profiles.max_extra_gain(j);
        if max_give <= 0.0 || !self.bound.reaches(most, max_give, floor) {
            return;
        }
        let gain = spread.gain(profiles, j.as_index());
        let bound = mean.of(gain + profiles.max_extra_gain(i), max_give);
        if bound <= 0.0 || bound < floor * ROUNDING {
            return;
        }
        if bound >= of_i.threshold() * ROUNDING
            && let Some(score) = (self.judge)(i, j, gain, give).filter(|&score| score > 0.0)
        {
            of_i.offer(narrow(other_place), score);
        }
        if bound >= of_j.threshold() * ROUNDING
            && let Some(score) = (self.judge)(j, i, give, gain).filter(|&score| score > 0.0)
        {
            of_j.offer(narrow(place), score);
        }
    }
}

/// The most that a sum in units stands for.
fn most_of(sum: u8, scale: f32, most: f32) -> f32 {
    if sum == u8::MAX {
        most
    } else {
        f32::from(sum) / scale
    }
}
