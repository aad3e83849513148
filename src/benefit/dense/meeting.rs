//! Everyone meets everyone, panel by panel: who enters whose list?

use std::ops::Range;

use crate::benefit::Mean;
use crate::benefit::dense::bound::{Bound, LEAST_GAIN};
use crate::benefit::dense::dot::dot_on;
use crate::benefit::dense::panel::{PANEL, Panel};
use crate::benefit::dense::tile::{LANES, ROWS, Row, Tile};
use crate::benefit::dense::{DenseVectors, scored};
use crate::benefit::registers::Machine;
use crate::benefit::top::Top;

/// Blocks of panels at work.
pub(crate) struct Meeting<'a> {
    pub(crate) vectors: &'a DenseVectors<'a>,
    pub(crate) panels: &'a [Panel],
    pub(crate) mean: Mean,
    pub(crate) bound: Bound,
    pub(crate) machine: Machine,
}

impl Meeting<'_> {
    fn tile(&self) -> Tile {
        Tile::new(self.machine, self.bound)
    }

    /// Everyone of a block meets everyone of it.
    pub(crate) fn alone(&self, panels: Range<usize>, tops: &mut [Top]) {
        let mut tile = self.tile();
        // First within each panel, so that everyone has a threshold before most of the others come.
        for (one, tops) in panels.clone().zip(tops.chunks_mut(PANEL)) {
            self.panel(&mut tile, one, tops);
        }
        for one in panels.clone() {
            let (before, rest) = tops.split_at_mut((one - panels.start) * PANEL);
            let here = rest.len().min(PANEL);
            for (other, there) in panels.clone().zip(before.chunks_mut(PANEL)) {
                self.panels(&mut tile, (one, &mut rest[..here]), (other, there));
            }
        }
    }

    /// Everyone of one block meets everyone of another.
    pub(crate) fn both(
        &self,
        (ones, a): (Range<usize>, &mut [Top]),
        (others, b): (Range<usize>, &mut [Top]),
    ) {
        let mut tile = self.tile();
        for (one, a) in ones.zip(a.chunks_mut(PANEL)) {
            for (other, b) in others.clone().zip(b.chunks_mut(PANEL)) {
                self.panels(&mut tile, (one, a), (other, b));
            }
        }
    }

    /// Everyone of one panel meets everyone of another.
    fn panels(
        &self,
        tile: &mut Tile,
        (one, a): (usize, &mut [Top]),
        (other, b): (usize, &mut [Top]),
    ) {
        let (rows, columns) = (&self.panels[one], &self.panels[other]);
        expect(tile, b);
        for row in (0..rows.people.len()).step_by(ROWS) {
            tile.rows = few_rows(rows, columns, a, row);
            tile.answer((rows, row), (columns, 0), |tile, row, lane| {
                if row < a.len() && lane < b.len() {
                    let (top, other) = (&mut a[row], &mut b[lane]);
                    self.judge(tile, (rows, row, top), (columns, lane, other));
                }
            });
        }
    }

    /// Everyone of a panel meets everyone of it: the lanes behind each row.
    fn panel(&self, tile: &mut Tile, one: usize, tops: &mut [Top]) {
        let panel = &self.panels[one];
        expect(tile, tops);
        for row in (0..panel.people.len()).step_by(ROWS) {
            tile.rows = few_rows(panel, panel, tops, row);
            tile.answer((panel, row), (panel, row / LANES), |tile, row, lane| {
                if row < lane && lane < tops.len() {
                    let (before, after) = tops.split_at_mut(lane);
                    let (top, other) = (&mut before[row], &mut after[0]);
                    self.judge(tile, (panel, row, top), (panel, lane, other));
                }
            });
        }
    }

    /// Scores a pair by the definition, unless the bounds say that it enters neither list.
    fn judge(
        &self,
        tile: &mut Tile,
        (rows, row, a): (&Panel, usize, &mut Top),
        (columns, lane, b): (&Panel, usize, &mut Top),
    ) {
        let (gain, give) = tile.most(row, lane);
        let floor = a.floor().min(b.floor());
        if !self.bound.reaches(gain, give, floor) {
            return;
        }
        let (i, j) = (rows.people[row].person, columns.people[lane].person);
        let dot = |a: &[f32], b: &[f32]| dot_on(self.machine, a, b).max(0.0);
        let gain = dot(self.vectors.needs_of(i), self.vectors.offers_of(j));
        if gain <= 0.0 || !self.bound.reaches(gain.max(LEAST_GAIN), give, floor) {
            return;
        }
        let give = dot(self.vectors.needs_of(j), self.vectors.offers_of(i));
        let score = self.mean.of(gain, give);
        if score > 0.0 && score >= floor {
            a.offer(scored(j, score));
            b.offer(scored(i, score));
            tile.rows[row % ROWS].floor = a.floor();
            tile.floors[lane / LANES][lane % LANES] = b.floor();
        }
    }
}

/// What is known of a few rows of a panel that meet the columns of another.
fn few_rows(rows: &Panel, columns: &Panel, tops: &[Top], row: usize) -> [Row; ROWS] {
    std::array::from_fn(|place| match rows.people.get(row + place) {
        Some(person) => person.row(columns, tops[row + place].floor()),
        None => Row::default(),
    })
}

/// Sets the scores that columns must reach.
fn expect(tile: &mut Tile, tops: &[Top]) {
    for (floor, top) in tile.floors.as_flattened_mut().iter_mut().zip(tops) {
        *floor = top.floor();
    }
}
