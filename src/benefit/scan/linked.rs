//! Those who share something with an asker: scored by bound, for their factors lie too far apart for guesses.

use crate::benefit::bound::ROUNDING;
use crate::benefit::index::GROUP;
use crate::benefit::scan::Scan;
use crate::benefit::scan::scratch::Scratch;
use crate::benefit::scan::state::State;
use crate::benefit::task::LinearPair;
use crate::rows::{AsIndex, narrow};
use std::ops::Range;

impl<J: FnMut(&LinearPair) -> Option<f32>> Scan<'_, J> {
    /// Scores those of a stretch who share something with the asker, the greatest bounds first, until no bound reaches the threshold.
    pub(crate) fn linked(
        &mut self,
        state: &mut State<'_>,
        stretch: Range<usize>,
        local: usize,
        scratch: &mut Scratch,
    ) {
        let score = state.top.threshold();
        if self.task.profiles.links.is_none() || !self.is_reachable(state, score) {
            return;
        }
        self.write_pair_thresholds(state, (stretch.len(), local), score, scratch);
        self.find(state, (stretch.clone(), local), score, scratch);
        scratch.row.scatter(&state.asker);
        self.rank_linked(state, stretch, local, scratch);
        let mut ranked = std::mem::take(&mut scratch.ranked);
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for &(bound, here, place, sums) in &ranked {
            if bound < state.top.threshold() * ROUNDING {
                break;
            }
            let places = (place.as_index(), here.as_index());
            self.score(state, scratch, places, sums);
        }
        scratch.ranked = ranked;
    }

    /// Bounds those of a stretch who share something and were found, each by the exact give and the factor of the pair.
    fn rank_linked(
        &self,
        state: &State<'_>,
        stretch: Range<usize>,
        local: usize,
        scratch: &mut Scratch,
    ) {
        scratch.ranked.clear();
        for (at, group) in stretch.enumerate() {
            let linked = scratch.sharing.linked[local + at];
            let mut bits = scratch.found[at] & linked;
            // Who is not found now does not reach a threshold that only rises.
            scratch.seen[at] |= linked;
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let (sum, given) = (scratch.sums[at][lane], scratch.give_sums[at][lane]);
                let place = group * GROUP + lane;
                let Some(&j) = self.task.index.order.get(place) else {
                    break;
                };
                let give = scratch.row.give(self.task.profiles, j);
                let here = (local + at) * GROUP + lane;
                let close = self.closeness(state, &scratch.close, (j, here), [sum, given]);
                let give = give + close.give + self.task.profiles.max_extra_gain(j);
                let bound = self.task.ask.score_of(state.most_of(sum), give)
                    * scratch.sharing.factors[here];
                scratch
                    .ranked
                    .push((bound, narrow(here), narrow(place), [sum, given]));
            }
        }
    }
}
