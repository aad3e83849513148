//! Everyone's best when everyone asks at once: each unordered pair is looked at once, for both.
//!
//! What i gains takes i's few wants; what i gives would take its many gives. So gains are summed row by row on either side of a square of
//! pairs, one side is transposed, and only pairs whose gains may do for either are scored. Where scores hang on what people share, each pair
//! is held to a factor of its own.
//!
//! People come in batches. A batch is paired with itself, then with each later batch, and is done: its lists are handed over while those
//! of later batches still grow. What a batch needs at work beside its lists is made when it comes and dropped when it goes. Each batch
//! is twice the one before, up to a limit. Where somebody waits for lists, the first few people do not wait for a batch: they are
//! answered by a scan before all, and their pairs are looked at again for the others.

mod block;
mod block_pair;
mod close;
mod embedded;
mod first_lists;
mod linked;
mod linked_row;
mod scratch;
mod size;

use std::ops::{ControlFlow, Range};

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::block_pair::BlockPair;
use crate::benefit::all_pairs::scratch::Scratch;
use crate::benefit::all_pairs::size::BLOCK_GROUPS;
use crate::benefit::bound::MeanBound;
use crate::benefit::index::GROUP;
use crate::benefit::scan;
use crate::benefit::task::{Delivery, LinearPair, Task};
use crate::benefit::top_k::TopK;
use crate::benefit::tournament::{for_each_cross_pair, for_each_pair};
use crate::par::{self, Spaces};
use crate::progress::Meter;

/// Blocks of a batch: 32,768 people.
pub(crate) const BATCH_BLOCKS: usize = 32;

/// One in so many people is answered before the batches come: the first list is there after a 512th of the pairs, and as many are looked
/// at twice.
const EARLY: usize = 1024;

/// People who are answered before the batches come, at most: enough that every worker has several in one pass over the candidates.
const MOST_EARLY: usize = 128;

/// Shares of a batch a worker, so that a round of the tournament has several pairs of shares for each.
const SHARES: usize = 32;

/// Answers everyone of an index, in batches of so many blocks: calls `deliver(place, top)` for each in order, until it or the meter
/// breaks.
///
/// `scorer` makes a scorer, as [`LinearPair`] says, for each share of the work.
pub(crate) fn all_lists<J: FnMut(&LinearPair) -> Option<f32> + Send>(
    task: Task<'_>,
    scorer: &(impl Fn() -> J + Sync),
    batch: usize,
    meter: &mut Meter<'_>,
    mut deliver: impl FnMut(usize, TopK) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let pairs = AllPairs { task };
    // Whoever watches hears of the first lists, too.
    let early = match task.ask.delivery == Delivery::OneByOne || meter.is_watched() {
        true => pairs.deliver_early(scorer, meter, &mut deliver)?,
        false => 0,
    };
    let blocks = pairs.groups().div_ceil(BLOCK_GROUPS);
    let batches = batches(blocks, batch);
    // Within its block everyone finds a first list, so that no pair of blocks starts with thresholds of 0.
    let mut first = meter.part(1.0 / (1.0 + blocks as f64));
    let space = || (Scratch::new(), scorer());
    let within = |(scratch, scorer): &mut _, block| pairs.within_block(scratch, scorer, block);
    let Ok(mut tops) = par::map_watched(blocks, (&mut first, "first lists"), space, within) else {
        return ControlFlow::Break(());
    };
    let mut count = PairCount {
        meter,
        done: 0,
        total: (blocks * blocks) as u64,
    };
    let spaces = Spaces::new(|| (Scratch::new(), scorer()));
    for (number, own) in batches.iter().enumerate() {
        let mut here = pairs.open(own.clone(), &mut tops);
        let rounds = here.len().max(1) as u64;
        for_each_pair(
            &mut here,
            &spaces,
            |(scratch, scorer), share| pairs.within(scratch, scorer, share),
            |(scratch, scorer), one, other| pairs.between(scratch, scorer, one, other),
            count.rounds((own.len() * own.len()) as u64, rounds),
        )?;
        // Every later batch passes by once; what it needs at work is dropped again before the next.
        for later in &batches[number + 1..] {
            let mut there = pairs.open(later.clone(), &mut tops);
            let rounds = here.len().max(there.len()) as u64;
            for_each_cross_pair(
                &mut here,
                &mut there,
                &spaces,
                |(scratch, scorer), one, other| {
                    pairs.between(scratch, scorer, one, other);
                },
                count.rounds(2 * (own.len() * later.len()) as u64, rounds),
            )?;
            close(there, later.start, &mut tops);
        }
        let done = here.into_iter().flatten().flat_map(|block| block.tops);
        let lists = (own.start * BLOCK_GROUPS * GROUP..).zip(done);
        for (place, top) in lists.filter(|&(place, _)| place >= early) {
            deliver(place, top)?;
        }
    }
    ControlFlow::Continue(())
}

/// Counts the pairs of blocks that are done.
struct PairCount<'c, 'w> {
    meter: &'c mut Meter<'w>,
    done: u64,
    total: u64,
}

impl PairCount<'_, '_> {
    /// Tells after each of so many rounds of a tournament that together are so many pairs.
    fn rounds(&mut self, pairs: u64, rounds: u64) -> impl FnMut() -> ControlFlow<()> {
        let (before, total, meter) = (self.done, self.total, &mut *self.meter);
        self.done += pairs;
        let mut round = 0;
        move || {
            round = rounds.min(round + 1);
            meter.flow("scoring pairs", (before + pairs * round / rounds, total))
        }
    }
}

/// The blocks of each batch: one for each worker first, then twice as many each time, up to so many.
fn batches(blocks: usize, most: usize) -> Vec<Range<usize>> {
    let (mut all, mut start, mut size) = (Vec::new(), 0, par::workers().min(most));
    while start < blocks {
        all.push(start..blocks.min(start + size));
        start += size;
        size = most.min(size * 2);
    }
    all
}

/// Blocks that one worker has at a time.
type Share = Vec<Block>;

/// Drops what blocks need at work, but for their lists.
fn close(shares: Vec<Share>, start: usize, tops: &mut [Vec<TopK>]) {
    for (block, tops) in shares.into_iter().flatten().zip(&mut tops[start..]) {
        *tops = block.tops;
    }
}

/// All pairs of the people of an index.
struct AllPairs<'a> {
    task: Task<'a>,
}

impl AllPairs<'_> {
    fn groups(&self) -> usize {
        self.task.index.order.len().div_ceil(GROUP)
    }

    /// The groups of a block.
    fn groups_of(&self, block: usize) -> Range<usize> {
        block * BLOCK_GROUPS..self.groups().min((block + 1) * BLOCK_GROUPS)
    }

    /// Answers the first few people one-sidedly, and tells how many.
    fn deliver_early<J: FnMut(&LinearPair) -> Option<f32>>(
        &self,
        scorer: &(impl Fn() -> J + Sync),
        meter: &mut Meter<'_>,
        deliver: &mut impl FnMut(usize, TopK) -> ControlFlow<()>,
    ) -> ControlFlow<(), usize> {
        let people = self.task.index.order.len();
        let early = people.div_ceil(EARLY).min(MOST_EARLY);
        // Those of a share pass over the candidates together; one share a worker reads them least often.
        let size = early.div_ceil(par::workers()).max(1);
        let scan = |_: &mut (), share: usize| {
            let places = share * size..early.min((share + 1) * size);
            let askers = places.map(|place| self.task.asker(place));
            scan::among(self.task, askers, 0..self.groups(), scorer())
        };
        // A pair of the batches is looked at for both, a pair of the scan for one: 2 · early · people steps of people² and these.
        let share = 2.0 * early as f64 / (people + 2 * early).max(1) as f64;
        let stage = (&mut meter.part(share), "first people");
        let Ok(tops) = par::map_watched(early.div_ceil(size), stage, || (), scan) else {
            return ControlFlow::Break(());
        };
        for (place, top) in tops.into_iter().flatten().enumerate() {
            deliver(place, top)?;
        }
        ControlFlow::Continue(early)
    }

    /// Everyone's best within a block, so that every list has a threshold before other blocks come.
    fn within_block<J: FnMut(&LinearPair) -> Option<f32>>(
        &self,
        scratch: &mut Scratch,
        scorer: &mut J,
        block: usize,
    ) -> Vec<TopK> {
        let groups = self.groups_of(block);
        let Task {
            index,
            profiles,
            ask,
        } = self.task;
        if let Some(links) = profiles.links {
            let people = index.order.len().min(groups.end * GROUP) - groups.start * GROUP;
            let tops = vec![TopK::new(ask.limit); people];
            let mut block = Block::new(self.task, groups, tops);
            let mut pair = self.block_pair(scorer);
            pair.fill_first_lists(scratch, links, &mut block);
            return block.tops;
        }
        let people = &index.order[groups.start * GROUP..index.order.len().min(groups.end * GROUP)];
        let askers = people.iter().map(|&person| profiles.asker(person));
        scan::among(self.task, askers, groups, scorer)
    }

    /// Makes the blocks of a batch ready, in shares.
    fn open(&self, batch: Range<usize>, tops: &mut [Vec<TopK>]) -> Vec<Share> {
        let start = batch.start;
        let share = batch.len().div_ceil(par::workers() * SHARES).max(1);
        let waiting: Vec<Vec<Vec<TopK>>> = tops[batch]
            .chunks_mut(share)
            .map(|tops| tops.iter_mut().map(std::mem::take).collect())
            .collect();
        par::map_items(waiting, |number, tops| {
            let ready = |(block, tops)| Block::new(self.task, self.groups_of(block), tops);
            (start + number * share..).zip(tops).map(ready).collect()
        })
    }

    /// Scores every two blocks of a share.
    fn within<J: FnMut(&LinearPair) -> Option<f32>>(
        &self,
        scratch: &mut Scratch,
        scorer: &mut J,
        share: &mut Share,
    ) {
        let mut pair = self.block_pair(scorer);
        for at in 1..share.len() {
            let (before, rest) = share.split_at_mut(at);
            for other in before {
                pair.score(scratch, other, &mut rest[0]);
            }
        }
    }

    /// Scores every block of one share with every block of another.
    fn between<J: FnMut(&LinearPair) -> Option<f32>>(
        &self,
        scratch: &mut Scratch,
        scorer: &mut J,
        one: &mut Share,
        other: &mut Share,
    ) {
        let mut pair = self.block_pair(scorer);
        for a in one {
            for b in &mut *other {
                pair.score(scratch, a, b);
            }
        }
    }

    fn block_pair<'m, J>(&'m self, scorer: &'m mut J) -> BlockPair<'m, J> {
        BlockPair {
            task: self.task,
            bound: MeanBound::new(self.task.ask.mean),
            scorer,
        }
    }
}
