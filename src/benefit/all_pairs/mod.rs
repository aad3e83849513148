//! Who are everyone's best, when everyone asks at once? Each unordered pair is looked at once, for both.
//!
//! What i gains is a matter of few wants; what i gives, of many gives. So gains are summed row by row on either side of a square of
//! pairs, one side is turned over its diagonal, and only pairs whose gains may do for either are judged.
//!
//! People come in batches. A batch meets itself, then each later batch, and is done: its lists are handed over while those of later
//! batches still grow. What a batch needs at work beside its lists is made when it comes and dropped when it goes.

mod block;
mod block_pair;

use std::ops::{ControlFlow, Range};

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::block_pair::{BlockPair, Scratch};
use crate::benefit::bound::MeanBound;
use crate::benefit::index::{GROUP, Index};
use crate::benefit::profiles::{Asker, Profiles};
use crate::benefit::scan::{self, Ask};
use crate::benefit::top_k::TopK;
use crate::benefit::tournament::{all_pairs, for_each_cross_pair};
use crate::par::{self, Spaces};

/// Groups of a crowd: 1,024 people. Chosen among 2, 4, 6, 8 and 16 at 10,000 and 50,000 people of the generator of the bench `benefit`: 8
/// takes 0.86 times as long as 4; 16 as long at 50,000, longer at 10,000.
pub(crate) const BLOCK_GROUPS: usize = 8;

/// Crowds of a batch: 32,768 people.
pub(crate) const BATCH_BLOCKS: usize = 32;

/// Shares of a batch a worker, so that a round has several meetings for each.
const SHARES: usize = 32;

/// Answers everyone of an index, in batches of so many crowds: calls `deliver(place, top)` for each in order, until it breaks.
///
/// `judge` makes a judge, as [`scan::block`] takes it, for each share of the work.
pub(crate) fn all_lists<J: FnMut(u32, u32, f32, f32) -> Option<f32> + Send>(
    index: &Index,
    profiles: Profiles<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
    batch: usize,
    mut deliver: impl FnMut(usize, TopK) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let pairs = AllPairs {
        index,
        profiles,
        ask,
        batch,
    };
    let blocks = pairs.groups().div_ceil(BLOCK_GROUPS);
    let mut tops = par::map(blocks, |block| pairs.within_block(block, judge()));
    let spaces = Spaces::new(|| (Scratch::new(), judge()));
    for start in (0..blocks).step_by(batch) {
        let mut here = pairs.open(start, &mut tops);
        all_pairs(
            &mut here,
            &spaces,
            |(scratch, judge), share| pairs.within(scratch, judge, share),
            |(scratch, judge), one, other| pairs.between(scratch, judge, one, other),
        );
        for later in (start..blocks).step_by(batch).skip(1) {
            let mut there = pairs.open(later, &mut tops);
            for_each_cross_pair(
                &mut here,
                &mut there,
                &spaces,
                |(scratch, judge), one, other| {
                    pairs.between(scratch, judge, one, other);
                },
            );
            close(there, later, &mut tops);
        }
        let done = here.into_iter().flatten().flat_map(|block| block.tops);
        for (place, top) in (start * BLOCK_GROUPS * GROUP..).zip(done) {
            deliver(place, top)?;
        }
    }
    ControlFlow::Continue(())
}

/// Crowds that one worker has at a time.
type Share = Vec<Block>;

/// Takes crowds apart again, but for their lists.
fn close(shares: Vec<Share>, start: usize, tops: &mut [Vec<TopK>]) {
    for (block, tops) in shares.into_iter().flatten().zip(&mut tops[start..]) {
        *tops = block.tops;
    }
}

/// Where people meet.
struct AllPairs<'a> {
    index: &'a Index,
    profiles: Profiles<'a>,
    ask: Ask,
    /// Crowds of a batch.
    batch: usize,
}

impl AllPairs<'_> {
    fn groups(&self) -> usize {
        self.index.order.len().div_ceil(GROUP)
    }

    /// The groups of a crowd.
    fn groups_of(&self, block: usize) -> Range<usize> {
        block * BLOCK_GROUPS..self.groups().min((block + 1) * BLOCK_GROUPS)
    }

    /// A crowd before it meets any other: everyone's best within.
    fn within_block(
        &self,
        block: usize,
        judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
    ) -> Vec<TopK> {
        let groups = self.groups_of(block);
        let order = &self.index.order;
        let people = &order[groups.start * GROUP..order.len().min(groups.end * GROUP)];
        let askers = people.iter().map(|&person| self.profiles.asker(person));
        scan::among(self.index, self.profiles, askers, groups, self.ask, judge)
    }

    /// Makes the crowds of the batch that begins with crowd `start` ready, in shares.
    fn open(&self, start: usize, tops: &mut [Vec<TopK>]) -> Vec<Share> {
        let end = tops.len().min(start + self.batch);
        let share = (end - start).div_ceil(par::workers() * SHARES).max(1);
        let waiting: Vec<Vec<Vec<TopK>>> = tops[start..end]
            .chunks_mut(share)
            .map(|tops| tops.iter_mut().map(std::mem::take).collect())
            .collect();
        par::map_items(waiting, |number, tops| {
            let ready = |(block, tops)| {
                let groups = self.groups_of(block);
                Block::new(self.index, self.profiles, self.ask.mean, groups, tops)
            };
            (start + number * share..).zip(tops).map(ready).collect()
        })
    }

    /// Every two crowds of a share meet.
    fn within<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
        &self,
        scratch: &mut Scratch,
        judge: &mut J,
        share: &mut Share,
    ) {
        let mut meet = self.meet(judge);
        for at in 1..share.len() {
            let (before, rest) = share.split_at_mut(at);
            for other in before {
                meet.meet(scratch, other, &mut rest[0]);
            }
        }
    }

    /// Every crowd of one share meets every crowd of another.
    fn between<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
        &self,
        scratch: &mut Scratch,
        judge: &mut J,
        one: &mut Share,
        other: &mut Share,
    ) {
        let mut meet = self.meet(judge);
        for a in one {
            for b in &mut *other {
                meet.meet(scratch, a, b);
            }
        }
    }

    fn meet<'m, J>(&'m self, judge: &'m mut J) -> BlockPair<'m, J> {
        BlockPair {
            index: self.index,
            profiles: self.profiles,
            ask: self.ask,
            bound: MeanBound::new(self.ask.mean),
            judge,
        }
    }
}

/// The asker at a place.
fn asker<'r>(index: &Index, profiles: Profiles<'r>, place: usize) -> Asker<'r> {
    profiles.asker(index.order[place])
}
