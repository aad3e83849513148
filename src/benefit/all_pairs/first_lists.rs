//! Everyone's best within a block, found by the bounds of pairs: so no pair of blocks starts with thresholds of 0.

use std::ops::ControlFlow;

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::block_pair::BlockPair;
use crate::benefit::all_pairs::scratch::{Scratch, close, open};
use crate::benefit::all_pairs::size::PEOPLE;
use crate::benefit::bound::ROUNDING;
use crate::benefit::greatest_first::{for_each_greatest, ranked};
use crate::benefit::links::Links;
use crate::benefit::task::LinearPair;
use crate::rows::AsIndex;

impl<J: FnMut(&LinearPair) -> Option<f32>> BlockPair<'_, J> {
    /// Fills the lists of a block, which are empty, with the best of the block.
    pub(crate) fn fill_first_lists(
        &mut self,
        scratch: &mut Scratch,
        links: &Links,
        block: &mut Block,
    ) {
        block.scale_in_full(self.task);
        self.gains_of_columns(scratch, block, block);
        open(&mut scratch.lists, &block.features);
        if let Some(linked) = &block.linked {
            linked.open(&mut scratch.key_places);
        }
        let mut best = Vec::with_capacity(PEOPLE);
        for local in 0..block.tops.len() {
            self.bound_row(scratch, links, (block, block), (local, true));
            let bounds = (0_u32..).zip(&scratch.bounds[..block.tops.len()]);
            let others = bounds.filter(|&(place, bound)| *bound > 0.0 && place.as_index() != local);
            best.clear();
            best.extend(others.map(|(place, &bound)| ranked(bound, place)));
            let asker = self.task.asker(block.start + local);
            scratch.row.scatter(&asker);
            self.fill_list(scratch, block, local, &mut best);
            scratch.row.clear(&asker);
        }
        if let Some(linked) = &block.linked {
            linked.close(&mut scratch.key_places);
        }
        close(&mut scratch.lists, &block.features);
    }

    /// Scores candidates, the greatest bounds first, until no bound reaches the threshold.
    fn fill_list(
        &mut self,
        scratch: &mut Scratch,
        block: &mut Block,
        local: usize,
        best: &mut [u64],
    ) {
        for_each_greatest(best, |bound, other| {
            let (other, threshold) = (other.as_index(), block.thresholds[local]);
            if bound < threshold * ROUNDING {
                return ControlFlow::Break(());
            }
            let mut found = self.most(scratch, (block, local), (block, other));
            let places = (block.start + local, block.start + other);
            if self.is_near(&mut found, places, threshold)
                && let Some(score) = self.score_pair(&scratch.row, places, &mut found, threshold)
            {
                block.offer(local, places.1, score);
            }
            ControlFlow::Continue(())
        });
    }
}
