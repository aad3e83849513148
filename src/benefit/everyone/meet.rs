//! Which pairs of two crowds do both gain enough?

use crate::benefit::bound::Bound;
use crate::benefit::everyone::crowd::Crowd;
use crate::benefit::everyone::{CROWD, asker};
use crate::benefit::index::{GROUP, Index};
use crate::benefit::lanes::{Both, Leasts, Row, Square};
use crate::benefit::rows::Rows;
use crate::benefit::scan::{Ask, SLACK};
use crate::benefit::spread::Spread;
use crate::benefit::top::Top;

/// Space for one meeting at a time.
#[derive(Debug)]
pub(crate) struct Space {
    /// For each feature, the holders of the crowd whose gives are looked up.
    lists: Vec<(u32, u32)>,
    gains: [[u8; GROUP]; CROWD],
    touched: Vec<u16>,
    leasts: [Leasts; CROWD],
    sums: [[u8; GROUP]; CROWD],
    /// For each group of rows, for each group of columns, what the rows give.
    squares: Vec<Square>,
    spread: Spread,
}

impl Space {
    pub(crate) fn new() -> Self {
        Self {
            lists: Vec::new(),
            gains: [[0; GROUP]; CROWD],
            touched: Vec::new(),
            leasts: [[[0; GROUP]; 4]; CROWD],
            sums: [[0; GROUP]; CROWD],
            squares: vec![[[0; GROUP]; GROUP]; CROWD * CROWD],
            spread: Spread::default(),
        }
    }

    /// Opens the lists of a crowd.
    fn open(&mut self, crowd: &Crowd) {
        let needed = crowd.features.last().map_or(0, |last| last.0 as usize + 1);
        if needed > self.lists.len() {
            self.lists.resize(needed, (0, 0));
        }
        let mut start = 0;
        for &(feature, end) in &crowd.features {
            self.lists[feature as usize] = (start, end);
            start = end;
        }
    }

    /// Sets to 0 what the lists touched.
    fn clear(&mut self) {
        let sums = self.gains.as_flattened_mut();
        for holder in self.touched.drain(..) {
            sums[holder as usize] = 0;
        }
    }

    /// Closes them.
    fn close(&mut self, crowd: &Crowd) {
        for &(feature, _) in &crowd.features {
            self.lists[feature as usize] = (0, 0);
        }
    }
}

/// Two crowds at a time meet.
pub(crate) struct Meet<'a, J> {
    pub(crate) index: &'a Index,
    pub(crate) rows: Rows<'a>,
    pub(crate) ask: Ask,
    pub(crate) bound: Bound,
    pub(crate) judge: &'a mut J,
}

impl<J: FnMut(u32, u32, f32, f32) -> Option<f32>> Meet<'_, J> {
    /// Everyone of one crowd meets everyone of another.
    pub(crate) fn meet(&mut self, space: &mut Space, a: &mut Crowd, b: &mut Crowd) {
        let steps_from = self.rows.steps_from;
        a.refresh(self.index, self.ask.mean, steps_from);
        b.refresh(self.index, self.ask.mean, steps_from);
        self.gains_of_columns(space, a, b);
        b.leasts(a.scale, &mut space.leasts);
        space.open(b);
        for local in 0..a.tops.len() {
            let mut found = [0; CROWD];
            self.lists(space, a, b, local);
            let row = self.row(&space.gains, a, b, local);
            let both = Both {
                least: a.least(local, b.scale),
                leasts: &space.leasts,
                gives: &space.squares[local / GROUP * CROWD..][..CROWD],
                lane: local % GROUP,
            };
            let count = b.groups.len();
            let lanes = self.index.lanes;
            lanes.both(&row, &both, &mut found[..count], &mut space.sums[..count]);
            space.clear();
            if found != [0; CROWD] {
                self.judge_row(space, a, b, local, &found);
            }
        }
        space.close(b);
    }

    /// Sums what each of `b` gains from each of `a`, by `a`.
    fn gains_of_columns(&mut self, space: &mut Space, a: &Crowd, b: &Crowd) {
        space.open(a);
        let count = a.groups.len();
        for local in 0..b.tops.len() {
            self.lists(space, b, a, local);
            let row = self.row(&space.gains, b, a, local);
            self.index.lanes.gains(&row, &mut space.sums[..count]);
            space.clear();
            for (group, sums) in space.sums.iter().enumerate().take(count) {
                space.squares[group * CROWD + local / GROUP][local % GROUP] = *sums;
            }
        }
        space.close(a);
        for squares in space.squares.chunks_mut(CROWD).take(count) {
            for square in &mut squares[..b.groups.len()] {
                self.index.lanes.transpose(square);
            }
        }
    }

    /// Adds what one of `a` gains from each of `b` over features that few hold.
    fn lists(&self, space: &mut Space, a: &Crowd, b: &Crowd, local: usize) {
        let sums = space.gains.as_flattened_mut();
        for want in a.rare(local) {
            let (start, end) = space
                .lists
                .get(want.feature as usize)
                .copied()
                .unwrap_or((0, 0));
            if start == end {
                continue;
            }
            // In units of 2^-32; the factor is 2^32 / 65,535, rounded up by more than the rounding of the product.
            let unit = (a.scale * want.full * 65_540.0) as u64;
            for &(holder, share) in &b.holders[start as usize..end as usize] {
                let share = if want.flat { u16::MAX } else { share };
                let gain = (unit.saturating_mul(u64::from(share)) >> 32) as u32 + 1;
                let sum = &mut sums[holder as usize];
                *sum = sum.saturating_add(gain.min(255) as u8);
                space.touched.push(holder);
            }
        }
    }

    /// What one of `a` gains from each of `b`, as the lanes sum it.
    fn row<'t>(
        &'t self,
        gains: &'t [[u8; GROUP]; CROWD],
        a: &'t Crowd,
        b: &Crowd,
        local: usize,
    ) -> Row<'t> {
        let extra = self.rows.extra(self.index.order[a.start + local] as usize);
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
        space: &mut Space,
        a: &mut Crowd,
        b: &mut Crowd,
        local: usize,
        found: &[u128; CROWD],
    ) {
        let asker = asker(self.index, self.rows, a.start + local);
        space.spread.enter(&asker);
        for (group, &found) in found.iter().enumerate() {
            let mut bits = found;
            while bits != 0 {
                let lane = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let other = group * GROUP + lane;
                let Some(top) = b.tops.get_mut(other) else {
                    break;
                };
                let limits = &a.limits[local];
                let floor = limits.floor.min(b.limits[other].floor);
                let gain = most_of(space.sums[group][lane], a.scale, limits.most_gain);
                let square = &space.squares[local / GROUP * CROWD + group];
                let give = most_of(square[local % GROUP][lane], b.scale, limits.most_give);
                if !self.bound.reaches(gain, give, floor) {
                    continue;
                }
                let places = (a.start + local, b.start + other);
                self.pair(&space.spread, places, gain, &mut a.tops[local], top);
            }
        }
        space.spread.leave(&asker);
    }

    /// Judges a pair by the canonical sums, for both.
    fn pair(
        &mut self,
        spread: &Spread,
        (place, other_place): (usize, usize),
        most: f32,
        of_i: &mut Top,
        of_j: &mut Top,
    ) {
        let (rows, mean) = (self.rows, self.ask.mean);
        let (i, j) = (self.index.order[place], self.index.order[other_place]);
        let floor = of_i.floor().min(of_j.floor());
        let give = spread.give(rows, j as usize);
        let most_give = give + rows.extra(j as usize);
        if most_give <= 0.0 || !self.bound.reaches(most, most_give, floor) {
            return;
        }
        let gain = spread.gain(rows, j as usize);
        let bound = mean.of(gain + rows.extra(i as usize), most_give);
        if bound <= 0.0 || bound < floor * SLACK {
            return;
        }
        if bound >= of_i.floor() * SLACK
            && let Some(score) = (self.judge)(i, j, gain, give).filter(|&score| score > 0.0)
        {
            of_i.offer(other_place as u32, score);
        }
        if bound >= of_j.floor() * SLACK
            && let Some(score) = (self.judge)(j, i, give, gain).filter(|&score| score > 0.0)
        {
            of_j.offer(place as u32, score);
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
