//! What the sums of a tile start from beside closeness in meaning: the features that few hold.

use std::ops::Range;

use crate::benefit::bound::ROUNDING;
use crate::benefit::feature_index::SHARES;
use crate::benefit::index::GROUP;
use crate::benefit::scan::Scan;
use crate::benefit::scan::scratch::{Scratch, add};
use crate::benefit::scan::state::State;
use crate::rows::narrow;

impl<J> Scan<'_, J> {
    /// Adds what an asker gains and gives over features that are not dense.
    pub(crate) fn add_inverted(
        &mut self,
        state: &State<'_>,
        tile: &Range<usize>,
        scratch: &mut Scratch,
    ) {
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
}
