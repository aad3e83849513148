//! All pairs, panel by panel: who enters whose list.

use std::ops::Range;

use crate::benefit::Mean;
use crate::benefit::bound::{MIN_GAIN, MeanBound};
use crate::benefit::dense::dot::{TOGETHER, dots_on};
use crate::benefit::dense::measure::Scale;
use crate::benefit::dense::panel::{PANEL, Panel};
use crate::benefit::dense::tile::{LANES, Pair, ROWS, Row, Tile};
use crate::benefit::dense::{DenseVectors, Order};
use crate::benefit::simd::SimdLevel;
use crate::benefit::top_k::TopK;
use crate::rows::AsIndex;

/// Some panels, with the best so far of everyone in them.
pub(crate) struct Block {
    panels: Range<usize>,
    pub(crate) tops: Vec<TopK>,
}

impl Block {
    pub(crate) fn new(all: &[Panel], panels: Range<usize>, limit: u32) -> Self {
        let people: usize = all[panels.clone()]
            .iter()
            .map(|panel| panel.people.len())
            .sum();
        Self {
            panels,
            tops: (0..people).map(|_| TopK::new(limit)).collect(),
        }
    }
}

/// Blocks of panels at work.
pub(crate) struct PanelPairs<'a, A> {
    pub(crate) vectors: &'a DenseVectors<'a>,
    pub(crate) panels: &'a [Panel],
    pub(crate) order: &'a Order,
    /// Whether two people may be a pair.
    pub(crate) admits: &'a A,
    pub(crate) mean: Mean,
    pub(crate) bound: MeanBound,
    pub(crate) scale: Scale,
    pub(crate) machine: SimdLevel,
}

/// What one worker writes while panels meet.
pub(crate) struct Scratch {
    tile: Tile,
    pairs: Vec<Pair>,
}

impl<A: Fn(u32, u32) -> bool> PanelPairs<'_, A> {
    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            tile: Tile::new(self.machine, self.bound),
            pairs: Vec::new(),
        }
    }

    /// Everyone of a block meets everyone of it.
    pub(crate) fn within(&self, scratch: &mut Scratch, block: &mut Block) {
        let (panels, tops) = (block.panels.clone(), &mut block.tops[..]);
        // First within each panel, so that everyone has a threshold before most of the others come.
        for (one, tops) in panels.clone().zip(tops.chunks_mut(PANEL)) {
            self.panel(scratch, one, tops);
        }
        for one in panels.clone() {
            let (before, rest) = tops.split_at_mut((one - panels.start) * PANEL);
            let here = rest.len().min(PANEL);
            for (other, there) in panels.clone().zip(before.chunks_mut(PANEL)) {
                self.panels(scratch, (one, &mut rest[..here]), (other, there));
            }
        }
    }

    /// Everyone of one block meets everyone of another.
    pub(crate) fn between(&self, scratch: &mut Scratch, one: &mut Block, other: &mut Block) {
        for (panel, a) in one.panels.clone().zip(one.tops.chunks_mut(PANEL)) {
            for (other, b) in other.panels.clone().zip(other.tops.chunks_mut(PANEL)) {
                self.panels(scratch, (panel, a), (other, b));
            }
        }
    }

    /// Everyone of one panel meets everyone of another.
    fn panels(
        &self,
        scratch: &mut Scratch,
        (one, a): (usize, &mut [TopK]),
        (other, b): (usize, &mut [TopK]),
    ) {
        let Scratch { tile, pairs } = scratch;
        let (rows, columns) = (&self.panels[one], &self.panels[other]);
        self.expect(tile, b);
        for row in (0..rows.people.len()).step_by(ROWS) {
            tile.rows = self.rows(rows, columns, a, row);
            // The tile leaves the pairs whose bound reaches a threshold; only these are scored exactly.
            tile.answer((rows, row), (columns, 0), pairs);
            pairs.retain(|pair| pair.row < a.len() && pair.column < b.len());
            self.judge((rows, columns), pairs, |pair, offer| {
                offer(&mut a[pair.row], &mut b[pair.column]);
            });
            // Thresholds of the columns that gained an entry have risen: the next rows prune with them.
            self.expect_of(tile, pairs, b);
        }
    }

    /// Everyone of a panel meets everyone of it: the columns behind each row.
    fn panel(&self, scratch: &mut Scratch, one: usize, tops: &mut [TopK]) {
        let Scratch { tile, pairs } = scratch;
        let panel = &self.panels[one];
        self.expect(tile, tops);
        for row in (0..panel.people.len()).step_by(ROWS) {
            tile.rows = self.rows(panel, panel, tops, row);
            // Within one panel each unordered pair is met once: columns start at the row's own register.
            tile.answer((panel, row), (panel, row / LANES), pairs);
            pairs.retain(|pair| pair.row < pair.column && pair.column < tops.len());
            self.judge((panel, panel), pairs, |pair, offer| {
                // Two lists of one slice; the pair's row stands before its column.
                let (before, after) = tops.split_at_mut(pair.column);
                offer(&mut before[pair.row], &mut after[0]);
            });
            self.expect_of(tile, pairs, tops);
        }
    }

    /// Scores pairs by the definition and offers each to both lists, to which `at(pair, offer)` gives access.
    fn judge(
        &self,
        (rows, columns): (&Panel, &Panel),
        pairs: &[Pair],
        mut at: impl FnMut(&Pair, &mut dyn FnMut(&mut TopK, &mut TopK)),
    ) {
        let vectors = self.vectors;
        let people = |pair: &Pair| (rows.numbers[pair.row], columns.numbers[pair.column]);
        for few in pairs.chunks(TOGETHER) {
            // Several products at once, so that the latency of one hides behind the others.
            // Where the last few are fewer, the first of them stands in.
            let gains = dots_on::<TOGETHER>(
                self.machine,
                std::array::from_fn(|place| {
                    let (i, j) = people(few.get(place).unwrap_or(&few[0]));
                    (vectors.needs_of(i), vectors.offers_of(j))
                }),
            );
            // A pair below both thresholds changes neither list: the exact gain and the bound of the give decide for whom the second
            // product is made, again side by side.
            let (mut left, mut count) = ([(&few[0], 0.0); TOGETHER], 0);
            for (pair, gain) in few.iter().zip(gains).filter(|(_, gain)| *gain > 0.0) {
                let mut reaches = false;
                at(pair, &mut |a, b| {
                    reaches = self.bound.reaches(
                        self.scale.scaled(gain).max(MIN_GAIN),
                        pair.give,
                        self.scale.scaled(a.threshold().min(b.threshold())),
                    );
                });
                let (i, j) = people(pair);
                if reaches && (self.admits)(i, j) {
                    left[count] = (pair, gain);
                    count += 1;
                }
            }
            if count == 0 {
                continue;
            }
            let gives = dots_on::<TOGETHER>(
                self.machine,
                std::array::from_fn(|place| {
                    let (i, j) = people(left[place.min(count - 1)].0);
                    (vectors.needs_of(j), vectors.offers_of(i))
                }),
            );
            for ((pair, gain), give) in left.into_iter().zip(gives).take(count) {
                let (score, (i, j)) = (self.mean.of(gain, give.max(0.0)), people(pair));
                at(pair, &mut |a, b| {
                    if score > 0.0 && score >= a.threshold().min(b.threshold()) {
                        a.offer(self.order.rank[j.as_index()], score);
                        b.offer(self.order.rank[i.as_index()], score);
                    }
                });
            }
        }
    }

    /// What is known of a few rows of a panel that meet the columns of another.
    fn rows(&self, rows: &Panel, columns: &Panel, tops: &[TopK], row: usize) -> [Row; ROWS] {
        std::array::from_fn(|place| match rows.people.get(row + place) {
            Some(person) => person.row(columns, tops[row + place].threshold(), self.scale),
            None => Row::default(),
        })
    }

    /// Sets the scores that columns must reach.
    fn expect(&self, tile: &mut Tile, tops: &[TopK]) {
        for (floor, top) in tile.floors.as_flattened_mut().iter_mut().zip(tops) {
            *floor = self.scale.scaled(top.threshold());
        }
    }

    /// Brings the scores that some columns must reach up to what their lists have risen to.
    fn expect_of(&self, tile: &mut Tile, pairs: &[Pair], tops: &[TopK]) {
        for pair in pairs {
            tile.floors.as_flattened_mut()[pair.column] =
                self.scale.scaled(tops[pair.column].threshold());
        }
    }
}
