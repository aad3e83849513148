//! A first list where pairs are held to factors of their own: the greatest bounds first.

use std::ops::{ControlFlow, Range};

use crate::benefit::bound::ROUNDING;
use crate::benefit::greatest_first::{for_each_greatest, ranked};
use crate::benefit::index::GROUP;
use crate::benefit::scan::Scan;
use crate::benefit::scan::scratch::Scratch;
use crate::benefit::scan::state::State;
use crate::benefit::task::LinearPair;
use crate::rows::AsIndex;

impl<J: FnMut(&LinearPair) -> Option<f32>> Scan<'_, J> {
    /// Scores those of the first stretch of a tile, the greatest bounds first, until no bound reaches the threshold.
    pub(crate) fn greatest_first(
        &mut self,
        state: &mut State<'_>,
        stretch: Range<usize>,
        scratch: &mut Scratch,
    ) {
        let score = state.top.threshold();
        if !self.is_reachable(state, score) {
            return;
        }
        self.find(state, (stretch.clone(), 0), score, scratch);
        let mut bounds = std::mem::take(&mut scratch.bounds);
        bounds.clear();
        for at in 0..stretch.len() {
            let mut bits = scratch.found[at];
            while bits != 0 {
                let lane = bits.trailing_zeros().as_index();
                bits &= bits - 1;
                let gain = state.most_of(scratch.sums[at][lane]);
                let give = state.most_given(scratch.give_sums[at][lane]);
                let local = at * GROUP + lane;
                let bound = self.task.ask.score_of(gain, give) * scratch.factors[local];
                bounds.push(ranked(bound, local));
            }
        }
        scratch.row.scatter(&state.asker);
        for_each_greatest(&mut bounds, |bound, local| {
            if bound < state.top.threshold() * ROUNDING {
                return ControlFlow::Break(());
            }
            let (at, lane) = (local / GROUP, local % GROUP);
            scratch.seen[at] |= 1 << lane;
            let sums = [scratch.sums[at][lane], scratch.give_sums[at][lane]];
            self.score(state, scratch, (stretch.start * GROUP + local, local), sums);
            ControlFlow::Continue(())
        });
        scratch.bounds = bounds;
    }
}
