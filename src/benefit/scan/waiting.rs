//! Who was found waits and is scored the greatest bounds first, so that the threshold rises before the others are looked at.

use std::ops::{ControlFlow, Range};

use crate::benefit::bound::ROUNDING;
use crate::benefit::greatest_first::{for_each_greatest, ranked};
use crate::benefit::index::GROUP;
use crate::benefit::links::Shared;
use crate::benefit::scan::Scan;
use crate::benefit::scan::candidate::Candidate;
use crate::benefit::scan::scratch::Scratch;
use crate::benefit::scan::state::State;
use crate::benefit::task::LinearPair;
use crate::numeric::greater;
use crate::rows::{AsIndex, narrow};

impl<J: FnMut(&LinearPair) -> Option<f32>> Scan<'_, J> {
    /// Finds those of a stretch who may reach a score and were not found before, and lets them wait; `local` is its first group in the tile.
    pub(crate) fn find(
        &self,
        state: &mut State<'_>,
        (stretch, local): (&Range<usize>, usize),
        score: f32,
        scratch: &mut Scratch,
    ) {
        self.rule_out(state, (stretch, local), score, scratch);
        for (at, group) in stretch.clone().enumerate() {
            scratch.found[at] &= !scratch.seen[at];
            scratch.seen[at] |= scratch.found[at];
            self.let_wait(state, (group, local + at), scratch);
        }
    }

    /// Lets those of a group wait who were found; the group is at a place of the tile, too.
    fn let_wait(
        &self,
        state: &mut State<'_>,
        (group, local): (usize, usize),
        scratch: &mut Scratch,
    ) {
        let at = local % scratch.found.len();
        let (order, links) = (&self.task.index.order, self.task.profiles.links);
        let mut bits = scratch.found[at];
        while bits != 0 {
            let lane = bits.trailing_zeros().as_index();
            bits &= bits - 1;
            let place = group * GROUP + lane;
            // Lanes behind the last place are nobody.
            let Some(&j) = order.get(place) else {
                break;
            };
            if j == state.asker.own {
                continue;
            }
            let sums = [scratch.sums[at][lane], scratch.give_sums[at][lane]];
            let most = [state.most_of(sums[0]), state.most_given(sums[1])];
            let here = at * GROUP + lane;
            let (factor, shared) = match links {
                Some(_) => (scratch.factors[here], scratch.shared.at(here)),
                None => (1.0, Shared::default()),
            };
            let unknown = self.task.ask.unknown_gain;
            let (mean, over) = self
                .mean
                .most(greater(most[0], unknown), greater(most[1], unknown));
            let bound = mean / over * factor;
            if bound < state.asker.asked_of(j) * ROUNDING {
                continue;
            }
            state.waiting.push(Candidate {
                place: narrow(place),
                bound,
                most,
                close: self.closeness(state, &scratch.close, (j, local * GROUP + lane), sums),
                factor,
                shared,
            });
        }
    }

    /// Scores those who wait, the greatest bounds first, until no bound reaches the threshold.
    pub(crate) fn settle(&mut self, state: &mut State<'_>, scratch: &mut Scratch) {
        if state.waiting.is_empty() {
            return;
        }
        let mut waiting = std::mem::take(&mut state.waiting);
        scratch.row.scatter(&state.asker);
        scratch.ranked.clear();
        let bounds = (0_u32..).zip(&waiting);
        let bounds = bounds.map(|(at, candidate)| ranked(candidate.bound, at));
        scratch.ranked.extend(bounds);
        _ = for_each_greatest(&mut scratch.ranked, |bound, at| {
            if bound < state.top.threshold() * ROUNDING {
                return ControlFlow::Break(());
            }
            self.score(state, &scratch.row, &waiting[at.as_index()]);
            ControlFlow::Continue(())
        });
        scratch.row.clear(&state.asker);
        waiting.clear();
        // A first stretch may find everyone: a block of askers does not keep that room for each.
        waiting.shrink_to(self.waiting);
        state.waiting = waiting;
    }
}
