//! Who are one asker's best, exactly, out of everyone laid out?
//!
//! Candidates pass in tiles. A sum of rounded-up look-ups rules out most of them; who is left is judged by the canonical sums.

mod scratch;
mod state;
mod terms;

use std::ops::Range;

use crate::benefit::feature::Want;
use crate::benefit::feature_index::SHARES;
use crate::benefit::index::{GROUP, Index};
use crate::benefit::kernel::{ScanInput, Thresholds};
use crate::benefit::profiles::{Asker, Profiles};
use crate::benefit::required_gain::{required_gain, required_skewed_mean};
use crate::benefit::scan::scratch::{STRETCH, Scratch, add};
pub(crate) use crate::benefit::scan::state::Ask;
use crate::benefit::scan::state::{State, table};
use crate::benefit::scan::terms::{PROPORTIONAL, SideTerms};
use crate::benefit::scattered_row::ScatteredRow;
use crate::benefit::top_k::{Scored, TopK};
use crate::rows::{AsIndex, narrow};

/// Groups of candidates that pass by all askers of a block before the next ones.
const TILE: usize = 16;

/// Covers the rounding of sums and means in f32 wherever a bound is compared with a score.
pub(crate) const ROUNDING: f32 = 1.0 - 1e-5;

/// The score to reach, in units of the scale. Sums saturate at 255.
const UNITS: f32 = 100.0;

/// The scale is set anew when the score has grown beyond.
const MAX_UNITS: f32 = 125.0;

/// From one guess at the threshold to the next lower one, while an asker has no list yet.
const GUESS_STEP: f32 = 0.7;

/// Below this share of the first guess, all who are left are judged.
const GUESS_MIN: f32 = 0.15;

/// Answers a block of askers.
pub(crate) fn block<'r>(
    index: &Index,
    profiles: Profiles<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<Vec<Scored>> {
    let groups = 0..index.order.len().div_ceil(GROUP);
    let tops = among(index, profiles, askers, groups, ask, judge);
    tops.into_iter()
        .map(|top| index.into_scored(top, profiles))
        .collect()
}

/// Answers a block of askers out of some groups of candidates.
pub(crate) fn among<'r>(
    index: &Index,
    profiles: Profiles<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    groups: Range<usize>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<TopK> {
    let mut block = Scan {
        from: (groups.start * GROUP) as u32,
        index,
        profiles,
        ask,
        judge,
        gain: SideTerms::default(),
        give: SideTerms::default(),
        skewed: required_skewed_mean(ask.mean),
    };
    let mut states: Vec<State<'r>> = askers.map(|asker| block.enter(asker)).collect();
    let mut scratch = Scratch {
        gains: vec![[0; GROUP]; TILE],
        gives: vec![[0; GROUP]; TILE],
        spread: ScatteredRow::default(),
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
                block.visit(state, tile.clone(), &mut scratch);
            }
        }
    }
    states.into_iter().map(|state| state.top).collect()
}

/// Askers at work on an index.
struct Scan<'a, J> {
    /// The first place that is looked at.
    from: u32,
    index: &'a Index,
    profiles: Profiles<'a>,
    ask: Ask,
    judge: J,
    gain: SideTerms,
    give: SideTerms,
    /// What the skewed mean must be for a score of 1.
    skewed: f32,
}

impl<J: FnMut(u32, u32, f32, f32) -> Option<f32>> Scan<'_, J> {
    /// Looks up where an asker's features are.
    fn enter<'r>(&mut self, asker: Asker<'r>) -> State<'r> {
        let index = self.index;
        let (gain_from, gain_at) = (self.gain.rows.len(), self.gain.cursors.len());
        let (give_from, give_at) = (self.give.rows.len(), self.give.cursors.len());
        let first_step_feature = self.profiles.first_step_feature;
        let mut max_gain = 0.0;
        for (place, want) in (0..).zip(asker.wants) {
            max_gain += want.amount(index.offers.most(want.feature), first_step_feature);
            let most = index.offers.most(want.feature);
            let kind = if want.feature < first_step_feature {
                PROPORTIONAL
            } else {
                place
            };
            self.gain.enter(
                *want,
                0,
                &index.offers,
                self.from,
                (want.amount(most, first_step_feature), kind),
            );
        }
        let base = narrow(index.offers.codebooks.len());
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
                (most.amount(value, first_step_feature), PROPORTIONAL),
            );
        }
        let max_give = index.max_give(&asker, first_step_feature);
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
            top: TopK::new(self.ask.limit),
            scale: 0.0,
            max_gain: max_gain.min(1.0) + asker.max_extra_gain,
            max_give,
            gain_terms: gain_from..self.gain.rows.len(),
            give_terms: give_from..self.give.rows.len(),
            gain_cursors: gain_at..self.gain.cursors.len(),
            give_cursors: give_at..self.give.cursors.len(),
        }
    }

    /// Writes what each code is worth to an asker.
    fn scale(&mut self, state: &mut State<'_>, floor: f32) {
        let most = state.max_gain.max(state.max_give);
        state.scale = if floor > 0.0 {
            UNITS / floor
        } else {
            2.0 * UNITS / most
        };
        let scale = state.scale;
        let first_step_feature = self.profiles.first_step_feature;
        let codebooks = &self.index.offers.codebooks;
        for term in state.gain_terms.clone() {
            let want = self.gain.wants[term];
            let codebook = &codebooks[self.gain.rows[term].as_index()];
            self.gain.tables[term] = table(scale, |code| {
                want.amount(codebook.amount[code], first_step_feature)
            });
        }
        for term in state.give_terms.clone() {
            let give = self.give.wants[term];
            self.give.tables[term] = if give.feature == u32::MAX {
                let codebook = self
                    .index
                    .extra
                    .as_ref()
                    .expect("only an index with extras adds this term");
                table(scale, |code| codebook.amount[code])
            } else {
                let codebook =
                    &self.index.needs.codebooks[self.give.rows[term].as_index() - codebooks.len()];
                let want = |code: usize| Want {
                    feature: give.feature,
                    weight: codebook.amount[code],
                    floor: codebook.floor[code],
                };
                table(scale, |code| {
                    want(code).amount(give.weight, first_step_feature)
                })
            };
        }
    }

    /// The least sums with which a candidate may enter, or `None` when nobody can.
    fn least(&self, state: &State<'_>, floor: f32) -> Option<Thresholds> {
        let mean = self.ask.mean;
        let gain = required_gain(mean, floor, state.max_give);
        let give = required_gain(mean, floor, state.max_gain);
        if gain * ROUNDING > state.max_gain || give * ROUNDING > state.max_give {
            return None;
        }
        let (scale, extra) = (state.scale, state.asker.max_extra_gain);
        // Sums of gains are without the extra. Where there is none, both must gain something.
        let something = if extra > 0.0 { 0.0 } else { 1.0 };
        Some(Thresholds::new(
            (scale * (gain - extra)).max(something),
            (scale * give).max(1.0),
            scale * (floor - 0.5 * extra),
            scale * (self.skewed * floor - 0.75 * extra),
        ))
    }

    /// Shows a tile to an asker.
    fn visit(&mut self, state: &mut State<'_>, tile: Range<usize>, scratch: &mut Scratch) {
        let floor = state.top.threshold();
        let first = state.scale == 0.0;
        if state.max_gain <= 0.0 || state.max_give <= 0.0 {
            return;
        }
        if state.scale == 0.0
            || floor * state.scale > MAX_UNITS
            || (floor > 0.0 && floor * state.scale < UNITS * 0.6)
        {
            self.scale(state, floor);
        }
        if self.least(state, floor).is_none() {
            return;
        }
        self.lists(state, &tile, scratch);
        for start in tile.clone().step_by(STRETCH) {
            let stretch = start..tile.end.min(start + STRETCH);
            // The first candidates of all would all be judged; guesses from above find the best of them first.
            let mut guess = if first && start == tile.start {
                self.ask.mean.of(state.max_gain, state.max_give)
            } else {
                state.top.threshold()
            };
            scratch.seen = [0; STRETCH];
            let smallest = guess * GUESS_MIN;
            loop {
                self.pass(state, stretch.clone(), start - tile.start, guess, scratch);
                let floor = state.top.threshold();
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
        scratch.spread.leave(&state.asker);
        scratch.clear();
    }

    /// Judges the candidates of a stretch who may reach `guess` and were not seen before.
    fn pass(
        &mut self,
        state: &mut State<'_>,
        stretch: Range<usize>,
        local: usize,
        guess: f32,
        scratch: &mut Scratch,
    ) {
        let Some(least) = self.least(state, guess) else {
            return;
        };
        let width = self.index.width;
        let question = ScanInput {
            gain: self.gain.terms(&state.gain_terms),
            give: self.give.terms(&state.give_terms),
            least,
            codes: &self.index.codes[stretch.start * width..stretch.end * width],
            width,
            gains: &scratch.gains[local..],
            gives: &scratch.gives[local..],
        };
        let count = stretch.len();
        self.index.lanes.answer(
            &question,
            &mut scratch.found[..count],
            &mut scratch.sums[..count],
        );
        for (at, group) in stretch.enumerate() {
            let mut bits = scratch.found[at] & !scratch.seen[at];
            scratch.seen[at] |= bits;
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                scratch.spread.enter(&state.asker);
                self.judge(
                    state,
                    &scratch.spread,
                    group * GROUP + lane,
                    scratch.sums[at][lane],
                );
            }
        }
    }

    /// Adds what an asker gains and gives over features that are not dense.
    fn lists(&mut self, state: &State<'_>, tile: &Range<usize>, scratch: &mut Scratch) {
        let (from, to) = ((tile.start * GROUP) as u32, (tile.end * GROUP) as u32);
        let (scale, first_step_feature) = (state.scale, self.profiles.first_step_feature);
        let offers = &self.index.offers;
        let sums = scratch.gains.as_flattened_mut();
        for cursor in &mut self.gain.cursors[state.gain_cursors.clone()] {
            if cursor.want == PROPORTIONAL {
                cursor.add(to, offers, scale, |local, units| {
                    add(sums, &mut scratch.touched_gains, local - from, units)
                });
                continue;
            }
            let want = state.asker.wants[cursor.want.as_index()];
            let most = offers.most(want.feature) / SHARES * (2.0 - ROUNDING);
            cursor.advance(to, &offers.places, |at, place| {
                let amount = want.amount(most * f32::from(offers.shares[at]), first_step_feature);
                add(
                    sums,
                    &mut scratch.touched_gains,
                    place - from,
                    (scale * amount).ceil() as u32,
                );
            });
        }
        let needs = &self.index.needs;
        let sums = scratch.gives.as_flattened_mut();
        for cursor in &mut self.give.cursors[state.give_cursors.clone()] {
            cursor.add(to, needs, scale, |local, units| {
                add(sums, &mut scratch.touched_gives, local - from, units)
            });
        }
    }

    /// Judges a candidate by the canonical sums.
    fn judge(&mut self, state: &mut State<'_>, spread: &ScatteredRow, place: usize, sum: u8) {
        let Some(&person) = self.index.order.get(place) else {
            return;
        };
        let asker = &state.asker;
        if person == asker.own {
            return;
        }
        let floor = state.top.threshold() * ROUNDING;
        let mean = self.ask.mean;
        let most = if sum == u8::MAX {
            state.max_gain
        } else {
            f32::from(sum) / state.scale + asker.max_extra_gain
        };
        let j = person.as_index();
        let give = spread.give(self.profiles, j);
        let max_give = give + self.profiles.max_extra_gain(j);
        if max_give <= 0.0 || mean.of(most, max_give) < floor {
            return;
        }
        let gain = spread.gain(self.profiles, j);
        let bound = mean.of(gain + asker.max_extra_gain, max_give);
        if bound <= 0.0 || bound < floor {
            return;
        }
        if let Some(score) = (self.judge)(asker.person, person, gain, give)
            && score > 0.0
        {
            state.top.offer(narrow(place), score);
        }
    }
}
