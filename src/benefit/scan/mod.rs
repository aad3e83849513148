//! Who are one asker's best, exactly, out of everyone laid out?
//!
//! Candidates pass in tiles. A sum of rounded-up look-ups rules out most of them; who is left is judged by the canonical sums.

mod half;
mod space;
mod state;

use std::ops::Range;

use crate::benefit::feature::Want;
use crate::benefit::index::{GROUP, Index};
use crate::benefit::lanes::{Least, Question};
use crate::benefit::need::{gain_needed, skewed_needed};
use crate::benefit::rows::{Asker, Rows};
use crate::benefit::scan::half::{Half, PROPORTIONAL};
use crate::benefit::scan::space::{STRETCH, Space, add};
pub(crate) use crate::benefit::scan::state::Ask;
use crate::benefit::scan::state::{State, table};
use crate::benefit::side::SHARES;
use crate::benefit::spread::Spread;
use crate::benefit::top::{Scored, Top};

/// Groups of candidates that pass by all askers of a block before the next ones.
const TILE: usize = 16;

/// Covers the rounding of sums and means in f32 wherever a bound is compared with a score.
pub(crate) const SLACK: f32 = 1.0 - 1e-5;

/// The score to reach, in units of the scale. Sums saturate at 255.
const UNITS: f32 = 100.0;

/// The scale is set anew when the score has grown beyond.
const UNITS_MOST: f32 = 125.0;

/// From one guess at the threshold to the next lower one, while an asker has no list yet.
const GUESS_STEP: f32 = 0.7;

/// Below this share of the first guess, all who are left are judged.
const GUESS_LEAST: f32 = 0.15;

/// Answers a block of askers.
pub(crate) fn block<'r>(
    index: &Index,
    rows: Rows<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<Vec<Scored>> {
    let groups = 0..index.order.len().div_ceil(GROUP);
    let tops = among(index, rows, askers, groups, ask, judge);
    tops.into_iter().map(|top| index.told(top, rows)).collect()
}

/// Answers a block of askers out of some groups of candidates.
pub(crate) fn among<'r>(
    index: &Index,
    rows: Rows<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    groups: Range<usize>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<Top> {
    let mut block = Block {
        from: (groups.start * GROUP) as u32,
        index,
        rows,
        ask,
        judge,
        gain: Half::default(),
        give: Half::default(),
        skewed: skewed_needed(ask.mean),
    };
    let mut states: Vec<State<'r>> = askers.map(|asker| block.enter(asker)).collect();
    let mut space = Space {
        gains: vec![[0; GROUP]; TILE],
        gives: vec![[0; GROUP]; TILE],
        spread: Spread::default(),
        touched_gains: Vec::new(),
        touched_gives: Vec::new(),
        found: [0; STRETCH],
        seen: [0; STRETCH],
        sums: [[0; GROUP]; STRETCH],
    };
    if ask.limit > 0 {
        for start in groups.clone().step_by(TILE) {
            let tile = start..groups.end.min(start + TILE);
            for state in &mut states {
                block.visit(state, tile.clone(), &mut space);
            }
        }
    }
    states.into_iter().map(|state| state.top).collect()
}

/// Askers at work on an index.
struct Block<'a, J> {
    /// The first place that is looked at.
    from: u32,
    index: &'a Index,
    rows: Rows<'a>,
    ask: Ask,
    judge: J,
    gain: Half,
    give: Half,
    /// What the skewed mean must be for a score of 1.
    skewed: f32,
}

impl<J: FnMut(u32, u32, f32, f32) -> Option<f32>> Block<'_, J> {
    /// Looks up where an asker's features are.
    fn enter<'r>(&mut self, asker: Asker<'r>) -> State<'r> {
        let index = self.index;
        let (gain_from, gain_at) = (self.gain.rows.len(), self.gain.cursors.len());
        let (give_from, give_at) = (self.give.rows.len(), self.give.cursors.len());
        let steps_from = self.rows.steps_from;
        let mut most_gain = 0.0;
        for (place, want) in (0..).zip(asker.wants) {
            most_gain += want.amount(index.offers.most(want.feature), steps_from);
            let most = index.offers.most(want.feature);
            let kind = if want.feature < steps_from {
                PROPORTIONAL
            } else {
                place
            };
            self.gain.enter(
                *want,
                0,
                &index.offers,
                self.from,
                (want.amount(most, steps_from), kind),
            );
        }
        let base = index.offers.books.len() as u32;
        for &(feature, value) in asker.gives {
            let give = Want {
                feature,
                weight: value,
                floor: 0.0,
            };
            let most = Want {
                weight: index.needs.most(feature),
                ..give
            };
            self.give.enter(
                give,
                base,
                &index.needs,
                self.from,
                (most.amount(value, steps_from), PROPORTIONAL),
            );
        }
        let most_give = index.most_give(&asker, steps_from);
        if index.extra.is_some() {
            self.give.rows.push(index.width as u32 - 1);
            self.give.wants.push(Want {
                feature: u32::MAX,
                weight: 1.0,
                floor: 0.0,
            });
            self.give.tables.push([0; 16]);
        }
        State {
            asker,
            top: Top::new(self.ask.limit),
            scale: 0.0,
            most_gain: most_gain.min(1.0) + asker.extra,
            most_give,
            gain_terms: gain_from..self.gain.rows.len(),
            give_terms: give_from..self.give.rows.len(),
            gain_cursors: gain_at..self.gain.cursors.len(),
            give_cursors: give_at..self.give.cursors.len(),
        }
    }

    /// Writes what each code is worth to an asker.
    fn scale(&mut self, state: &mut State<'_>, floor: f32) {
        let most = state.most_gain.max(state.most_give);
        state.scale = if floor > 0.0 {
            UNITS / floor
        } else {
            2.0 * UNITS / most
        };
        let scale = state.scale;
        let steps_from = self.rows.steps_from;
        let books = &self.index.offers.books;
        for term in state.gain_terms.clone() {
            let want = self.gain.wants[term];
            let book = &books[self.gain.rows[term] as usize];
            self.gain.tables[term] =
                table(scale, |code| want.amount(book.amount[code], steps_from));
        }
        for term in state.give_terms.clone() {
            let give = self.give.wants[term];
            self.give.tables[term] = if give.feature == u32::MAX {
                let book = self
                    .index
                    .extra
                    .as_ref()
                    .expect("only an index with extras adds this term");
                table(scale, |code| book.amount[code])
            } else {
                let book = &self.index.needs.books[self.give.rows[term] as usize - books.len()];
                let want = |code: usize| Want {
                    feature: give.feature,
                    weight: book.amount[code],
                    floor: book.floor[code],
                };
                table(scale, |code| want(code).amount(give.weight, steps_from))
            };
        }
    }

    /// The least sums with which a candidate may enter, or `None` when nobody can.
    fn least(&self, state: &State<'_>, floor: f32) -> Option<Least> {
        let mean = self.ask.mean;
        let gain = gain_needed(mean, floor, state.most_give);
        let give = gain_needed(mean, floor, state.most_gain);
        if gain * SLACK > state.most_gain || give * SLACK > state.most_give {
            return None;
        }
        let (scale, extra) = (state.scale, state.asker.extra);
        // Sums of gains are without the extra. Where there is none, both must gain something.
        let something = if extra > 0.0 { 0.0 } else { 1.0 };
        Some(Least::new(
            (scale * (gain - extra)).max(something),
            (scale * give).max(1.0),
            scale * (floor - 0.5 * extra),
            scale * (self.skewed * floor - 0.75 * extra),
        ))
    }

    /// Shows a tile to an asker.
    fn visit(&mut self, state: &mut State<'_>, tile: Range<usize>, space: &mut Space) {
        let floor = state.top.floor();
        let first = state.scale == 0.0;
        if state.most_gain <= 0.0 || state.most_give <= 0.0 {
            return;
        }
        if state.scale == 0.0
            || floor * state.scale > UNITS_MOST
            || (floor > 0.0 && floor * state.scale < UNITS * 0.6)
        {
            self.scale(state, floor);
        }
        if self.least(state, floor).is_none() {
            return;
        }
        self.lists(state, &tile, space);
        for start in tile.clone().step_by(STRETCH) {
            let stretch = start..tile.end.min(start + STRETCH);
            // The first candidates of all would all be judged; guesses from above find the best of them first.
            let mut guess = if first && start == tile.start {
                self.ask.mean.of(state.most_gain, state.most_give)
            } else {
                state.top.floor()
            };
            space.seen = [0; STRETCH];
            let smallest = guess * GUESS_LEAST;
            loop {
                self.pass(state, stretch.clone(), start - tile.start, guess, space);
                let floor = state.top.floor();
                if guess <= floor {
                    break;
                }
                guess = if guess > smallest {
                    floor.max(guess * GUESS_STEP)
                } else {
                    floor
                };
            }
        }
        space.spread.leave(&state.asker);
        space.clear();
    }

    /// Judges the candidates of a stretch who may reach `guess` and were not seen before.
    fn pass(
        &mut self,
        state: &mut State<'_>,
        stretch: Range<usize>,
        local: usize,
        guess: f32,
        space: &mut Space,
    ) {
        let Some(least) = self.least(state, guess) else {
            return;
        };
        let width = self.index.width;
        let question = Question {
            gain: self.gain.terms(&state.gain_terms),
            give: self.give.terms(&state.give_terms),
            least,
            codes: &self.index.codes[stretch.start * width..stretch.end * width],
            width,
            gains: &space.gains[local..],
            gives: &space.gives[local..],
        };
        let count = stretch.len();
        self.index.lanes.answer(
            &question,
            &mut space.found[..count],
            &mut space.sums[..count],
        );
        for (at, group) in stretch.enumerate() {
            let mut bits = space.found[at] & !space.seen[at];
            space.seen[at] |= bits;
            while bits != 0 {
                let lane = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                space.spread.enter(&state.asker);
                self.judge(
                    state,
                    &space.spread,
                    group * GROUP + lane,
                    space.sums[at][lane],
                );
            }
        }
    }

    /// Adds what an asker gains and gives over features that are not dense.
    fn lists(&mut self, state: &State<'_>, tile: &Range<usize>, space: &mut Space) {
        let (from, to) = ((tile.start * GROUP) as u32, (tile.end * GROUP) as u32);
        let (scale, steps_from) = (state.scale, self.rows.steps_from);
        let offers = &self.index.offers;
        let sums = space.gains.as_flattened_mut();
        for cursor in &mut self.gain.cursors[state.gain_cursors.clone()] {
            if cursor.want == PROPORTIONAL {
                cursor.add(to, offers, scale, |local, units| {
                    add(sums, &mut space.touched_gains, local - from, units)
                });
                continue;
            }
            let want = state.asker.wants[cursor.want as usize];
            let most = offers.most(want.feature) / SHARES * (2.0 - SLACK);
            cursor.advance(to, &offers.places, |at, place| {
                let amount = want.amount(most * f32::from(offers.shares[at]), steps_from);
                add(
                    sums,
                    &mut space.touched_gains,
                    place - from,
                    (scale * amount).ceil() as u32,
                );
            });
        }
        let needs = &self.index.needs;
        let sums = space.gives.as_flattened_mut();
        for cursor in &mut self.give.cursors[state.give_cursors.clone()] {
            cursor.add(to, needs, scale, |local, units| {
                add(sums, &mut space.touched_gives, local - from, units)
            });
        }
    }

    /// Judges a candidate by the canonical sums.
    fn judge(&mut self, state: &mut State<'_>, spread: &Spread, place: usize, sum: u8) {
        let Some(&person) = self.index.order.get(place) else {
            return;
        };
        let asker = &state.asker;
        if person == asker.own {
            return;
        }
        let floor = state.top.floor() * SLACK;
        let mean = self.ask.mean;
        let most = if sum == u8::MAX {
            state.most_gain
        } else {
            f32::from(sum) / state.scale + asker.extra
        };
        let j = person as usize;
        let give = spread.give(self.rows, j);
        let most_give = give + self.rows.extra(j);
        if most_give <= 0.0 || mean.of(most, most_give) < floor {
            return;
        }
        let gain = spread.gain(self.rows, j);
        let bound = mean.of(gain + asker.extra, most_give);
        if bound <= 0.0 || bound < floor {
            return;
        }
        if let Some(score) = (self.judge)(asker.person, person, gain, give)
            && score > 0.0
        {
            state.top.offer(place as u32, score);
        }
    }
}
