//! One asker's best, exactly, out of everyone laid out.
//!
//! Candidates pass in tiles. A sum of rounded-up look-ups rules out most of them; whoever is left is scored by the canonical sums. The
//! threshold rises as the list fills, so later tiles leave fewer: the pruning of MaxScore (Turtle and Flood 1995), with bounds for
//! each candidate instead of each list.

mod scratch;
mod state;
mod terms;

use std::ops::Range;

use crate::benefit::bound::{MIN_SCALED, ROUNDING};
use crate::benefit::dense::closeness::BLOCK;
use crate::benefit::feature::Want;
use crate::benefit::feature_index::SHARES;
use crate::benefit::index::GROUP;
use crate::benefit::kernel::{PairScale, ScanInput, Thresholds, rounded_up};
use crate::benefit::links::PairBound;
use crate::benefit::profiles::Asker;
use crate::benefit::required_gain::{lesser_share, required_gain, required_skewed_mean};
use crate::benefit::scan::scratch::{STRETCH, Scratch, add};
use crate::benefit::scan::state::{State, table};
use crate::benefit::scan::terms::{Entry, SideTerms};
use crate::benefit::scattered_row::ScatteredRow;
use crate::benefit::task::{LinearPair, Task};
use crate::benefit::top_k::{Scored, TopK};
use crate::rows::{AsIndex, MaybeIndex, narrow};

/// Groups of candidates that pass by all askers of a block before the next ones.
const TILE: usize = 16;

/// The score to reach, in units of the scale. Sums saturate at 255.
const UNITS: f32 = 100.0;

/// The scale is set anew when the score has grown beyond.
const MAX_UNITS: f32 = 125.0;

/// From one guess at the threshold to the next lower one, while an asker has no list yet.
const GUESS_STEP: f32 = 0.7;

/// How many guesses are made: the last is .02 of the first. Then all who are left are scored.
const GUESSES: usize = 12;

/// Marks the term that stands for what candidates gain beside the features.
const EXTRA: u32 = u32::MAX;

/// Answers a block of askers.
pub(crate) fn block<'r>(
    task: Task<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    scorer: impl FnMut(&LinearPair) -> Option<f32>,
) -> Vec<Vec<Scored>> {
    let groups = 0..task.index.order.len().div_ceil(GROUP);
    let tops = among(task, askers, groups, scorer);
    tops.into_iter()
        .map(|top| task.index.to_scored(top, task.profiles))
        .collect()
}

/// Answers a block of askers out of some groups of candidates.
pub(crate) fn among<'r>(
    task: Task<'_>,
    askers: impl Iterator<Item = Asker<'r>>,
    groups: Range<usize>,
    scorer: impl FnMut(&LinearPair) -> Option<f32>,
) -> Vec<TopK> {
    let mut scan = Scan {
        from: narrow(groups.start * GROUP),
        task,
        scorer,
        gain: SideTerms::default(),
        give: SideTerms::default(),
        skewed: required_skewed_mean(task.ask.mean),
    };
    let mut states: Vec<State<'r>> = askers.map(|asker| scan.enter(asker)).collect();
    let mut scratch = Scratch::new(TILE);
    // Tile by tile for all askers, so that the codes of a tile are read from the cache by all but the first.
    if task.ask.limit > 0 {
        for start in groups.clone().step_by(TILE) {
            let tile = start..groups.end.min(start + TILE);
            for state in &mut states {
                scan.visit(state, tile.clone(), &mut scratch);
            }
        }
    }
    states.into_iter().map(|state| state.top).collect()
}

/// Some askers at work on an index.
struct Scan<'a, J> {
    /// The first place that is looked at.
    from: u32,
    task: Task<'a>,
    scorer: J,
    gain: SideTerms,
    give: SideTerms,
    /// What the skewed mean must be for a score of 1.
    skewed: f32,
}

impl<J: FnMut(&LinearPair) -> Option<f32>> Scan<'_, J> {
    /// Looks up where an asker's features are.
    fn enter<'r>(&mut self, asker: Asker<'r>) -> State<'r> {
        let (index, kinds) = (self.task.index, self.task.profiles.kinds);
        let (gain_from, gain_at) = (self.gain.rows.len(), self.gain.cursors.len());
        let (give_from, give_at) = (self.give.rows.len(), self.give.cursors.len());
        let mut max_gain = 0.0;
        // What the asker gains: the wants, among what candidates offer.
        for (place, &want) in (0..).zip(asker.bounded_wants()) {
            let full = kinds.most(&want, index.offers.max_amount(want.feature));
            max_gain += full;
            let entry = Entry {
                want,
                full,
                step: match kinds.is_step(want.feature) {
                    true => MaybeIndex::some(place),
                    false => MaybeIndex::NONE,
                },
            };
            self.gain.enter(entry, 0, &index.offers, self.from);
        }
        // What the asker gives, among what candidates need; its codes lie behind those of the offers.
        let base = narrow(index.offers.codebooks.len());
        for give in asker.bounded_gives() {
            let entry = Entry {
                want: give,
                full: kinds.most_given(&give, index.needs.max_amount(give.feature), 0.0),
                step: MaybeIndex::NONE,
            };
            self.give.enter(entry, base, &index.needs, self.from);
        }
        if index.extra.is_some() {
            self.give.rows.push(narrow(index.width) - 1);
            self.give.wants.push(Want {
                feature: EXTRA,
                weight: 1.0,
                floor: 0.0,
            });
            self.give.tables.push([0; 16]);
        }
        let extra = asker.extra_in_sums;
        let meaning = index.meaning.as_ref().zip(self.task.profiles.meaning);
        let embedded = meaning
            .filter(|_| asker.embedded)
            .map(|(index, meaning)| index.asker(meaning, asker.person));
        let close = embedded.as_ref().map_or(0.0, |own| own.weight);
        State {
            asker,
            extra,
            factors: self.task.profiles.factors(asker.person),
            key_cursors: index
                .key_index
                .cursors(self.task.profiles.keys_of(asker.person), self.from),
            top: TopK::above(self.task.ask.limit, self.task.ask.least_score),
            scale: 0.0,
            max_gain: max_gain.min(1.0) + extra + close,
            embedded,
            max_give: index.max_give(&asker, kinds),
            gain_terms: gain_from..self.gain.rows.len(),
            give_terms: give_from..self.give.rows.len(),
            gain_cursors: gain_at..self.gain.cursors.len(),
            give_cursors: give_at..self.give.cursors.len(),
        }
    }

    /// Writes what each code is worth to an asker, for a score to reach.
    fn scale(&mut self, state: &mut State<'_>, score: f32) {
        let most = state.max_gain.max(state.max_give);
        state.scale = if score > 0.0 {
            UNITS / score.max(MIN_SCALED)
        } else {
            2.0 * UNITS / most.max(MIN_SCALED)
        };
        let scale = state.scale;
        let (index, kinds) = (self.task.index, self.task.profiles.kinds);
        let offers = &index.offers.codebooks;
        // A table a term: what each of 16 codes is worth to this asker, rounded up to whole units.
        for term in state.gain_terms.clone() {
            let (want, row) = (self.gain.wants[term], self.gain.rows[term]);
            let codebook = &offers[row.as_index()];
            self.gain.tables[term] = table(scale, |code| kinds.most_of_code(&want, codebook, code));
        }
        for term in state.give_terms.clone() {
            let (give, row) = (self.give.wants[term], self.give.rows[term]);
            self.give.tables[term] = if give.feature == EXTRA {
                let extra = index.extra.as_ref();
                table(scale, |code| extra.map_or(0.0, |extra| extra.amount[code]))
            } else {
                let needs = &index.needs.codebooks[row.as_index() - offers.len()];
                table(scale, |code| {
                    kinds.most_given(&give, needs.amount[code], needs.floor[code])
                })
            };
        }
    }

    /// Whether anyone may reach a score.
    fn is_reachable(&self, state: &State<'_>, score: f32) -> bool {
        let [plain, any] = state.factors;
        self.threshold(state, score / any.max(plain)).is_some()
    }

    /// The least sums with which the mean of both gains may reach a score, or `None` when nobody's can.
    fn threshold(&self, state: &State<'_>, score: f32) -> Option<Thresholds> {
        let ask = self.task.ask;
        let (max_gain, max_give) = (
            state.max_gain.max(ask.unknown_gain),
            state.max_give.max(ask.unknown_gain),
        );
        let gain = required_gain(ask.mean, score, max_give).max(ask.min_gain);
        let give = required_gain(ask.mean, score, max_gain).max(ask.min_gain);
        if gain * ROUNDING > max_gain || give * ROUNDING > max_give {
            return None;
        }
        let (scale, extra) = (state.scale, state.extra);
        // Sums of gains are without the extra. Where there is none, both must gain something.
        let least = ask.least_units();
        let something = if extra > 0.0 { 0.0 } else { least };
        Some(Thresholds::new(
            (scale * (gain - extra)).max(something),
            (scale * give).max(least),
            scale * (score - 0.5 * extra),
            scale * (self.skewed * score - 0.75 * extra),
        ))
    }

    /// Shows a tile to an asker.
    fn visit(&mut self, state: &mut State<'_>, tile: Range<usize>, scratch: &mut Scratch) {
        let ask = self.task.ask;
        let first = state.scale == 0.0;
        let hopeless = |gain: f32| gain <= 0.0;
        let (gain, give) = (hopeless(state.max_gain), hopeless(state.max_give));
        if gain && give || (gain || give) && ask.unknown_gain <= 0.0 {
            return;
        }
        let score = (state.top.threshold() / state.factors[0]).max(ask.min_gain);
        let units = score.max(MIN_SCALED) * state.scale;
        let stale = score > 0.0 && !(UNITS * 0.6..=MAX_UNITS).contains(&units);
        if first || stale {
            self.scale(state, score);
        }
        if !self.is_reachable(state, state.top.threshold()) {
            return;
        }
        self.start_from_meaning(state, &tile, scratch);
        self.add_inverted(state, &tile, scratch);
        self.share(state, &tile, scratch);
        for start in tile.clone().step_by(STRETCH) {
            let stretch = start..tile.end.min(start + STRETCH);
            scratch.seen = [0; STRETCH];
            if first && start == tile.start {
                // The first candidates of all would all be scored; guesses from above find the best of them first.
                let most = self.greatest_factor(state, stretch.len(), scratch);
                let mut guess = ask.score_of(state.max_gain, state.max_give) * most;
                for _ in 0..GUESSES {
                    if guess <= state.top.threshold() {
                        break;
                    }
                    self.pass(state, stretch.clone(), start - tile.start, (guess, scratch));
                    guess *= GUESS_STEP;
                }
            }
            let threshold = state.top.threshold();
            self.pass(state, stretch, start - tile.start, (threshold, scratch));
        }
        scratch.row.clear(&state.asker);
        scratch.clear();
    }

    /// Bounds what may be made of the pairs with those of a tile who share something with the asker.
    fn share(&self, state: &mut State<'_>, tile: &Range<usize>, scratch: &mut Scratch) {
        let Task {
            index, profiles, ..
        } = self.task;
        scratch.sharing.start(tile.len());
        let Some(links) = profiles.links else {
            return;
        };
        let person = state.asker.person;
        let places = narrow(tile.start * GROUP)..narrow(tile.end * GROUP);
        let asker = (person, state.key_cursors.as_mut_slice());
        let sharing = &mut scratch.sharing;
        index.key_index.share(links, asker, places, sharing);
        let candidate = |local: usize| index.order[tile.start * GROUP + local];
        sharing.finish(links, person, candidate);
    }

    /// The greatest factor of anyone in the first groups of a tile.
    fn greatest_factor(&self, state: &State<'_>, groups: usize, scratch: &Scratch) -> f32 {
        let sharing = &scratch.sharing;
        let shares = (0..groups * GROUP).filter(|&local| sharing.is_linked(local));
        let factors = shares.map(|local| sharing.bounds[local].factor);
        factors.fold(state.factors[0], f32::max)
    }

    /// Writes what suffices for a score of those of a stretch who share something with the asker.
    fn write_pair_thresholds(
        &self,
        state: &State<'_>,
        (groups, local): (usize, usize),
        score: f32,
        scratch: &mut Scratch,
    ) {
        let ask = self.task.ask;
        let most = state.max_gain.max(state.max_give).max(ask.unknown_gain);
        let extra = state.scale * state.extra;
        let scale = PairScale {
            scale: state.scale,
            lesser: lesser_share(ask.mean, score / state.factors[1], most),
            skewed: self.skewed,
            // Sums of gains are without the extra. Where there is none, both must gain something.
            least: match extra > 0.0 {
                true => state.scale * ask.min_gain,
                false => (state.scale * ask.min_gain).max(ask.least_units()),
            },
            extra,
        };
        let Scratch { sharing, pairs, .. } = scratch;
        for (at, thresholds) in pairs.iter_mut().enumerate().take(groups) {
            let mut bits = sharing.linked[local + at];
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let bound = &sharing.bounds[(local + at) * GROUP + lane];
                scale.write(score / bound.factor, lane, thresholds);
            }
        }
    }

    /// Scores the candidates of a stretch who may reach `guess` and were not seen before.
    fn pass(
        &mut self,
        state: &mut State<'_>,
        stretch: Range<usize>,
        local: usize,
        (guess, scratch): (f32, &mut Scratch),
    ) {
        if !self.is_reachable(state, guess) {
            return;
        }
        self.find(state, (stretch.clone(), local), guess, scratch);
        // Earlier passes with higher guesses have scored some of these already.
        for (at, group) in stretch.enumerate() {
            let mut bits = scratch.found[at] & !scratch.seen[at];
            scratch.seen[at] |= bits;
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                scratch.row.scatter(&state.asker);
                let linked = (local + at) * GROUP + lane;
                let sharing = &scratch.sharing;
                let shares = sharing.is_linked(linked);
                let bound = shares.then(|| sharing.bounds[linked]);
                let (place, sum) = (group * GROUP + lane, scratch.sums[at][lane]);
                self.score(state, &scratch.row, (place, sum), bound);
            }
        }
    }

    /// Finds the candidates of a stretch whose sums suffice for a score.
    fn find(
        &self,
        state: &State<'_>,
        (stretch, local): (Range<usize>, usize),
        score: f32,
        scratch: &mut Scratch,
    ) {
        self.write_pair_thresholds(state, (stretch.len(), local), score, scratch);
        // A score is at most the mean of both gains times the factor: the mean must reach the score over the factor.
        let plain = self.threshold(state, score / state.factors[0]);
        let index = self.task.index;
        let width = index.width;
        let unknown = self.task.ask.unknown_gain;
        let input = ScanInput {
            gain: self.gain.terms(&state.gain_terms),
            give: self.give.terms(&state.give_terms),
            thresholds: plain.unwrap_or(Thresholds::MOST),
            linked: &scratch.sharing.linked[local..],
            pairs: &scratch.pairs,
            unknown: rounded_up(unknown * state.scale),
            beside: state.extra > 0.0,
            codes: &index.codes[stretch.start * width..stretch.end * width],
            width,
            gains: &scratch.gains[local..],
            gives: &scratch.gives[local..],
        };
        let count = stretch.len();
        index.kernel.scan(
            &input,
            &mut scratch.found[..count],
            &mut scratch.sums[..count],
        );
    }

    /// Starts the sums of a tile from what an asker gains and gives at most by closeness in meaning.
    fn start_from_meaning(&self, state: &State<'_>, tile: &Range<usize>, scratch: &mut Scratch) {
        let Some((meaning, asker)) = self
            .task
            .index
            .meaning
            .as_ref()
            .zip(state.embedded.as_ref())
        else {
            return;
        };
        // Tiles begin where blocks of embeddings do.
        let groups = BLOCK / GROUP;
        for block in tile.start / groups..tile.end.div_ceil(groups) {
            let Scratch {
                close_gains: gains,
                close_gives: gives,
                ..
            } = scratch;
            meaning.asker_units(asker, block, state.scale, (gains, gives));
            let local = block * groups - tile.start;
            let count = groups.min(tile.end - block * groups);
            let gains = scratch.close_gains.as_chunks::<GROUP>().0;
            let gives = scratch.close_gives.as_chunks::<GROUP>().0;
            scratch.gains[local..local + count].copy_from_slice(&gains[..count]);
            scratch.gives[local..local + count].copy_from_slice(&gives[..count]);
        }
    }

    /// Adds what an asker gains and gives over features that are not dense.
    fn add_inverted(&mut self, state: &State<'_>, tile: &Range<usize>, scratch: &mut Scratch) {
        let (from, to) = (narrow(tile.start * GROUP), narrow(tile.end * GROUP));
        let (scale, first_step) = (state.scale, self.task.profiles.kinds.first_step);
        let offers = &self.task.index.offers;
        let sums = scratch.gains.as_flattened_mut();
        for cursor in &mut self.gain.cursors[state.gain_cursors.clone()] {
            let Some(step) = cursor.step.place() else {
                cursor.add(to, offers, scale, |local, units| {
                    add(sums, &mut scratch.touched_gains, local - from, units)
                });
                continue;
            };
            // A step is not proportional to the share: the share is undone, rounded up, and the step taken.
            let want = state.asker.wants[step];
            let most = offers.max_amount(want.feature) / SHARES * (2.0 - ROUNDING);
            cursor.advance(to, &offers.places, |at, place| {
                let amount = want.amount(most * f32::from(offers.shares[at]), first_step);
                let units = (scale * amount).ceil() as u32;
                add(sums, &mut scratch.touched_gains, place - from, units);
            });
        }
        let needs = &self.task.index.needs;
        let sums = scratch.gives.as_flattened_mut();
        for cursor in &mut self.give.cursors[state.give_cursors.clone()] {
            cursor.add(to, needs, scale, |local, units| {
                add(sums, &mut scratch.touched_gives, local - from, units)
            });
        }
    }

    /// Scores a candidate by the canonical sums; `bound` where it shares something with the asker.
    fn score(
        &mut self,
        state: &mut State<'_>,
        row: &ScatteredRow,
        (place, sum): (usize, u8),
        bound: Option<PairBound>,
    ) {
        let Task {
            index,
            profiles,
            ask,
        } = self.task;
        let asker = &state.asker;
        let Some(&j) = index
            .order
            .get(place)
            .filter(|&&person| person != asker.own)
        else {
            return;
        };
        let threshold = state.top.threshold();
        let short = |gain: f32| gain < ask.min_gain * ROUNDING;
        let bound = bound.unwrap_or_else(|| profiles.unlinked(asker.person, j));
        let misses = |mean: f32| mean <= 0.0 || mean * bound.factor < threshold * ROUNDING;
        let most = state.most_of(sum);
        // The give first: one exact side and the bound of the other rule out most of what rounding let pass.
        let give = row.give(profiles, j);
        let most_give = give + profiles.extra_gain(j, bound.contrast);
        if short(most_give) || misses(ask.score_of(most, most_give)) {
            return;
        }
        let gain = row.gain(profiles, j);
        let extra = profiles.extra_gain(asker.person, bound.contrast);
        let most_gain = gain + extra.min(asker.max_extra_gain);
        if short(most_gain) || misses(ask.score_of(most_gain, most_give)) {
            return;
        }
        let pair = LinearPair {
            i: asker.person,
            j,
            gain,
            give,
            threshold,
            bound,
        };
        if let Some(score) = (self.scorer)(&pair).filter(|&score| score > 0.0) {
            state.top.offer(narrow(place), score);
        }
    }
}
