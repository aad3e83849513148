//! One asker's best, exactly, out of everyone laid out.
//!
//! Candidates pass in tiles. A sum of rounded-up look-ups rules out most of them, and where scores hang on what two people share the
//! factor of the pair some more. Whoever is left waits; those who wait are scored by the canonical sums, the greatest bounds first. The
//! threshold rises as the list fills, so later tiles leave fewer: the pruning of MaxScore (Turtle and Flood 1995), with bounds for
//! each candidate instead of each list.

mod candidate;
mod close;
mod embedded;
mod limits;
mod rule_out;
mod scratch;
mod state;
mod sums;
mod terms;
mod waiting;

use std::ops::Range;

use crate::benefit::bound::{MIN_SCALED, MeanBound, ROUNDING};
use crate::benefit::dense::TOGETHER;
use crate::benefit::feature::Want;
use crate::benefit::index::GROUP;
use crate::benefit::links::PairBound;
use crate::benefit::profiles::Asker;
use crate::benefit::required_gain::required_skewed_mean;
use crate::benefit::scan::candidate::Candidate;
use crate::benefit::scan::scratch::{STRETCH, Scratch};
use crate::benefit::scan::state::State;
use crate::benefit::scan::terms::{Entry, SideTerms};
use crate::benefit::scattered_row::ScatteredRow;
use crate::benefit::task::{LinearPair, Task};
use crate::benefit::top_k::{Scored, TopK};
use crate::rows::{AsIndex, MaybeIndex, narrow};

/// Groups of candidates that pass by all askers of a block before the next ones.
const TILE: usize = 16;

/// The score to reach, in units of the scale. Sums saturate at 255.
pub(crate) const UNITS: f32 = 100.0;

/// The scale is set anew when the score has grown beyond.
const MAX_UNITS: f32 = 125.0;

/// From one guess at the threshold to the next lower one, while an asker has no list yet.
const GUESS_STEP: f32 = 0.7;

/// How many guesses are made: the last is .12 of the first. Then all who are left are found.
const GUESSES: usize = 7;

/// The same where closeness in meaning counts: scores lie closer together, and one too many takes a product of embeddings.
const CLOSE_GUESS_STEP: f32 = 0.88;

/// The last is .12 of the first here too.
const CLOSE_GUESSES: usize = 17;

/// Candidates who wait to be scored for all askers of a block together, the greatest bounds first. Chosen among 16 to 4,096, one asker at
/// a time among 100,000 people of the communities of the bench `benefit`: 16 takes 1.6 to 2.2 times as long, 4,096 as long, and with hubs
/// 1.4 times.
const WAITING: usize = 512;

/// Marks the term that stands for what candidates gain beside the features.
pub(crate) const EXTRA: u32 = u32::MAX;

/// Answers a block of askers.
pub(crate) fn block<'r>(
    task: Task<'r>,
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
    task: Task<'r>,
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
        mean: MeanBound::new(task.ask.mean),
        waiting: 0,
    };
    let mut states: Vec<State<'r>> = askers.map(|asker| scan.enter(asker)).collect();
    scan.waiting = WAITING / states.len().max(1);
    let mut scratch = Scratch::new(TILE);
    // Tile by tile for all askers, so that the codes of a tile are read from the cache by all but the first.
    if task.ask.limit > 0 {
        for start in groups.clone().step_by(TILE) {
            let tile = start..groups.end.min(start + TILE);
            // A few at a time, whose closeness in meaning is bounded together.
            for few in states.chunks_mut(TOGETHER) {
                scan.visit_few(few, &tile, &mut scratch);
            }
        }
    }
    states
        .into_iter()
        .map(|mut state| {
            scan.settle(&mut state, &mut scratch);
            state.top
        })
        .collect()
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
    mean: MeanBound,
    /// How many candidates wait for one asker before they are scored.
    waiting: usize,
}

impl<'r, J: FnMut(&LinearPair) -> Option<f32>> Scan<'r, J> {
    /// Looks up where an asker's features are.
    fn enter(&mut self, asker: Asker<'r>) -> State<'r> {
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
        let links = self.task.profiles.links;
        let row = links.map(|links| asker.link_row(links));
        let keys = row.map_or(&[][..], |row| row.keys);
        State {
            asker,
            extra,
            linked: links
                .zip(row)
                .map(|(links, row)| index.common.asker(links, &row)),
            factors: row.map_or([1.0; 2], |row| row.factors),
            key_cursors: index.key_index.cursors(keys, self.from),
            link_row: row,
            top: TopK::above(self.task.ask.limit, asker.least_score),
            scale: 0.0,
            max_gain: max_gain.min(1.0) + extra + close,
            embedded,
            max_give: index.max_give(&asker, kinds),
            gain_terms: gain_from..self.gain.rows.len(),
            give_terms: give_from..self.give.rows.len(),
            gain_cursors: gain_at..self.gain.cursors.len(),
            give_cursors: give_at..self.give.cursors.len(),
            waiting: Vec::new(),
        }
    }

    /// Readies an asker for a tile, and tells whether it is their first; `None` when nobody can enter the list.
    fn ready(&mut self, state: &mut State<'_>) -> Option<bool> {
        let ask = self.task.ask;
        let first = state.scale == 0.0;
        let hopeless = |gain: f32| gain <= 0.0;
        let (gain, give) = (hopeless(state.max_gain), hopeless(state.max_give));
        if gain && give || (gain || give) && ask.unknown_gain <= 0.0 {
            return None;
        }
        // Nobody but a few shares a key: sums are to tell most candidates apart, and so are in units of what is asked of those.
        let score = (state.top.threshold() / state.factors[0]).max(ask.min_gain);
        let units = score.max(MIN_SCALED) * state.scale;
        let stale = score > 0.0 && !(UNITS * 0.6..=MAX_UNITS).contains(&units);
        if first || stale {
            self.scale(state, score);
        }
        self.is_reachable(state, state.top.threshold())
            .then_some(first)
    }

    /// Shows a tile to an asker, who is ready.
    fn visit(
        &mut self,
        state: &mut State<'_>,
        first: bool,
        tile: Range<usize>,
        scratch: &mut Scratch,
    ) {
        self.add_inverted(state, &tile, scratch);
        for start in tile.clone().step_by(STRETCH) {
            let (stretch, local) = (start..tile.end.min(start + STRETCH), start - tile.start);
            self.share(state, &stretch, scratch);
            scratch.seen = [0; STRETCH];
            let first = first && local == 0;
            if first && self.task.profiles.links.is_none() {
                self.guess(state, &stretch, scratch);
            }
            self.find(state, (&stretch, local), state.top.threshold(), scratch);
            // The first candidates of all have no threshold to reach: the best of them give one.
            if first || state.waiting.len() >= self.waiting {
                self.settle(state, scratch);
            }
        }
        scratch.clear();
    }

    /// Fills a list from the first stretch, all of whom would be found: guesses from above find the best of them first. Where pairs are
    /// held to factors of their own these lie too far apart for guesses.
    fn guess(&mut self, state: &mut State<'_>, stretch: &Range<usize>, scratch: &mut Scratch) {
        let mut guess = self.task.ask.score_of(state.max_gain, state.max_give);
        let (guesses, step) = match state.embedded {
            Some(_) => (CLOSE_GUESSES, CLOSE_GUESS_STEP),
            None => (GUESSES, GUESS_STEP),
        };
        for _ in 0..guesses {
            if guess <= state.top.threshold() {
                return;
            }
            self.find(state, (stretch, 0), guess, scratch);
            self.settle(state, scratch);
            guess *= step;
        }
    }

    /// Scores a candidate by exact products and the canonical sums.
    fn score(&mut self, state: &mut State<'_>, row: &ScatteredRow, candidate: &Candidate) {
        let Task {
            index,
            profiles,
            ask,
        } = self.task;
        let (asker, j) = (&state.asker, index.order[candidate.place.as_index()]);
        let threshold = state.top.threshold().max(asker.asked_of(j));
        let short = |gain: f32| gain < ask.min_gain * ROUNDING;
        let misses = |mean: f32, factor: f32| mean <= 0.0 || mean * factor < threshold * ROUNDING;
        let missed = |mean: f32| misses(mean, state.most_factor());
        let Some((exact, [most, most_give])) =
            self.exact_closeness((asker.person, j), (candidate.most, candidate.close), missed)
        else {
            return;
        };
        // The give first: one exact side and the bound of the other rule out most of what rounding let pass.
        let give = (row.give(profiles, j) + exact.give).min(1.0);
        let most_give = (give + profiles.max_extra_gain(j)).min(most_give);
        if short(most_give) || misses(ask.score_of(most, most_give), candidate.factor) {
            return;
        }
        let gain = (row.gain(profiles, j) + exact.gain).min(1.0);
        let most_gain = (gain + asker.max_extra_gain).min(most);
        if short(most_gain) || misses(ask.score_of(most_gain, most_give), candidate.factor) {
            return;
        }
        // What many share and how far both may disagree: read last, for it takes rows of either.
        let linked = profiles.links.zip(state.link_row);
        let bound = linked.map_or_else(PairBound::default, |(links, row)| {
            links.bound(&row, j, candidate.shared)
        });
        let most_give = (give + profiles.extra_gain(j, bound.contrast)).min(most_give);
        let most_gain = (gain + profiles.extra_gain(asker.person, bound.contrast)).min(most_gain);
        if short(most_gain) || misses(ask.score_of(most_gain, most_give), bound.factor) {
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
            state.top.offer(candidate.place, score);
        }
    }
}
