//! What the sums of a candidate must come to for a score.

use std::ops::Range;

use crate::benefit::bound::{MIN_SCALED, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::Thresholds;
use crate::benefit::required_gain::required_gain;
use crate::benefit::scan::scratch::Scratch;
use crate::benefit::scan::state::{State, table};
use crate::benefit::scan::{EXTRA, Scan, UNITS};
use crate::rows::{AsIndex, narrow};

impl<J> Scan<'_, J> {
    /// Writes what each code is worth to an asker, for a score to reach.
    pub(crate) fn scale(&mut self, state: &mut State<'_>, score: f32) {
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
    pub(crate) fn is_reachable(&self, state: &State<'_>, score: f32) -> bool {
        self.threshold(state, score / state.most_factor()).is_some()
    }

    /// The least sums with which the mean of both gains may reach a score, or `None` when nobody's can.
    pub(crate) fn threshold(&self, state: &State<'_>, score: f32) -> Option<Thresholds> {
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

    /// Sums what an asker shares with those of a stretch, as far as few have it.
    pub(crate) fn share(
        &self,
        state: &mut State<'_>,
        stretch: &Range<usize>,
        scratch: &mut Scratch,
    ) {
        let Some((links, row)) = self.task.profiles.links.zip(state.link_row) else {
            return;
        };
        scratch.shared.start(links);
        let places = narrow(stretch.start * GROUP)..narrow(stretch.end * GROUP);
        let asker = (row.keys, state.key_cursors.as_mut_slice());
        let keys = &self.task.index.key_index;
        keys.share(links, asker, places, &mut scratch.shared);
    }
}
