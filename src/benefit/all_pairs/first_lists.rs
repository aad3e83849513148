//! Everyone's best within a block, found by the bounds of pairs: so no pair of blocks starts with thresholds of 0.

use std::ops::{ControlFlow, RangeBounds};

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::block_pair::BlockPair;
use crate::benefit::all_pairs::scratch::{Scratch, close, open};
use crate::benefit::all_pairs::size::PEOPLE;
use crate::benefit::bound::ROUNDING;
use crate::benefit::greatest_first::{for_each_greatest, ranked};
use crate::benefit::links::Links;
use crate::benefit::task::LinearPair;
use crate::numeric::{greater, lesser};
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
        let mut best = vec![0; PEOPLE];
        for local in 0..block.tops.len() {
            self.bound_row(scratch, links, (block, block), (local, true));
            // Nobody is their own peer.
            scratch.bounds[local] = 0.0;
            let asker = self.task.asker(block.start + local);
            scratch.row.scatter(&asker);
            // The few greatest bounds mostly fill the list; all others are ranked only where they do not.
            let cut = reached_by_some(&scratch.bounds[..block.tops.len()]);
            let greatest = (&mut best[..], cut..);
            if self
                .fill_list(scratch, block, local, greatest)
                .is_continue()
            {
                let others = (&mut best[..], LEAST..cut);
                _ = self.fill_list(scratch, block, local, others);
            }
            scratch.row.clear(&asker);
        }
        if let Some(linked) = &block.linked {
            linked.close(&mut scratch.key_places);
        }
        close(&mut scratch.lists, &block.features);
    }

    /// Scores the candidates whose bounds lie in a range, the greatest first, until no bound reaches the threshold: breaks off then.
    fn fill_list(
        &mut self,
        scratch: &mut Scratch,
        block: &mut Block,
        local: usize,
        (best, range): (&mut [u64], impl RangeBounds<f32>),
    ) -> ControlFlow<()> {
        let mut count = 0;
        for (place, bound) in (0_u32..).zip(&scratch.bounds[..block.tops.len()]) {
            // Written for everyone, counted for those in the range: so the loop does not branch.
            best[count] = ranked(*bound, place);
            count += usize::from(range.contains(bound));
        }
        for_each_greatest(&mut best[..count], |bound, other| {
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
        })
    }
}

/// People of whose bounds the greatest is taken: the least of 16 such is a bound that some fifty of a block are expected to reach. Chosen
/// among 32, 64 and 128 at 5,000 people of the bench `benefit`.
const STRETCH: usize = 64;

/// The least bound above 0.
const LEAST: f32 = f32::from_bits(1);

/// A bound above 0 that a few people of each stretch reach.
fn reached_by_some(bounds: &[f32]) -> f32 {
    let stretches = bounds.as_chunks::<STRETCH>().0.iter();
    let greatest = stretches.map(|stretch| stretch.iter().copied().fold(0.0, greater));
    greatest.reduce(lesser).unwrap_or(0.0).max(LEAST)
}
