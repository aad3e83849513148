//! Who are everyone's best, when everyone asks at once? Each unordered pair is looked at once, for both.
//!
//! What i gains is a matter of few wants; what i gives, of many gives. So gains are summed row by row on either side of a square of
//! pairs, one side is turned over its diagonal, and only pairs whose gains may do for either are judged.
//!
//! People come in batches. A batch meets itself, then each later batch, and is done: its lists are handed over while those of later
//! batches still grow. What a batch needs at work beside its lists is made when it comes and dropped when it goes.

mod crowd;
mod meet;

use std::ops::{ControlFlow, Range};

use crate::benefit::bound::Bound;
use crate::benefit::everyone::crowd::Crowd;
use crate::benefit::everyone::meet::{Meet, Space};
use crate::benefit::index::{GROUP, Index};
use crate::benefit::pairing::{all_across, all_pairs};
use crate::benefit::rows::{Asker, Rows};
use crate::benefit::scan::{self, Ask};
use crate::benefit::top::Top;
use crate::par::{self, Spaces};

/// Groups of a crowd: 1,024 people. Chosen among 2, 4, 6, 8 and 16 at 10,000 and 50,000 people of the generator of the bench `benefit`: 8
/// takes 0.86 times as long as 4; 16 as long at 50,000, longer at 10,000.
pub(crate) const CROWD: usize = 8;

/// Crowds of a batch: 32,768 people.
pub(crate) const BATCH: usize = 32;

/// Shares of a batch a worker, so that a round has several meetings for each.
const SHARES: usize = 32;

/// Answers everyone of an index, in batches of so many crowds: calls `deliver(place, top)` for each in order, until it breaks.
///
/// `judge` makes a judge, as [`scan::block`] takes it, for each share of the work.
pub(crate) fn everyone<J: FnMut(u32, u32, f32, f32) -> Option<f32> + Send>(
    index: &Index,
    rows: Rows<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
    batch: usize,
    mut deliver: impl FnMut(usize, Top) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let room = Room {
        index,
        rows,
        ask,
        batch,
    };
    let crowds = room.groups().div_ceil(CROWD);
    let mut tops = par::map(crowds, |crowd| room.alone(crowd, judge()));
    let spaces = Spaces::new(|| (Space::new(), judge()));
    for start in (0..crowds).step_by(batch) {
        let mut here = room.open(start, &mut tops);
        all_pairs(
            &mut here,
            &spaces,
            |(space, judge), share| room.within(space, judge, share),
            |(space, judge), one, other| room.between(space, judge, one, other),
        );
        for later in (start..crowds).step_by(batch).skip(1) {
            let mut there = room.open(later, &mut tops);
            all_across(
                &mut here,
                &mut there,
                &spaces,
                |(space, judge), one, other| {
                    room.between(space, judge, one, other);
                },
            );
            close(there, later, &mut tops);
        }
        let done = here.into_iter().flatten().flat_map(|crowd| crowd.tops);
        for (place, top) in (start * CROWD * GROUP..).zip(done) {
            deliver(place, top)?;
        }
    }
    ControlFlow::Continue(())
}

/// Crowds that one worker has at a time.
type Share = Vec<Crowd>;

/// Takes crowds apart again, but for their lists.
fn close(shares: Vec<Share>, start: usize, tops: &mut [Vec<Top>]) {
    for (crowd, tops) in shares.into_iter().flatten().zip(&mut tops[start..]) {
        *tops = crowd.tops;
    }
}

/// Where people meet.
struct Room<'a> {
    index: &'a Index,
    rows: Rows<'a>,
    ask: Ask,
    /// Crowds of a batch.
    batch: usize,
}

impl Room<'_> {
    fn groups(&self) -> usize {
        self.index.order.len().div_ceil(GROUP)
    }

    /// The groups of a crowd.
    fn groups_of(&self, crowd: usize) -> Range<usize> {
        crowd * CROWD..self.groups().min((crowd + 1) * CROWD)
    }

    /// A crowd before it meets any other: everyone's best within.
    fn alone(
        &self,
        crowd: usize,
        judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
    ) -> Vec<Top> {
        let groups = self.groups_of(crowd);
        let order = &self.index.order;
        let people = &order[groups.start * GROUP..order.len().min(groups.end * GROUP)];
        let askers = people
            .iter()
            .map(|&person| self.rows.asker(person as usize));
        scan::among(self.index, self.rows, askers, groups, self.ask, judge)
    }

    /// Makes the crowds of the batch that begins with crowd `start` ready, in shares.
    fn open(&self, start: usize, tops: &mut [Vec<Top>]) -> Vec<Share> {
        let end = tops.len().min(start + self.batch);
        let share = (end - start).div_ceil(par::workers() * SHARES).max(1);
        let waiting: Vec<Vec<Vec<Top>>> = tops[start..end]
            .chunks_mut(share)
            .map(|tops| tops.iter_mut().map(std::mem::take).collect())
            .collect();
        par::map_items(waiting, |number, tops| {
            let ready = |(crowd, tops)| {
                let groups = self.groups_of(crowd);
                Crowd::new(self.index, self.rows, self.ask.mean, groups, tops)
            };
            (start + number * share..).zip(tops).map(ready).collect()
        })
    }

    /// Every two crowds of a share meet.
    fn within<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
        &self,
        space: &mut Space,
        judge: &mut J,
        share: &mut Share,
    ) {
        let mut meet = self.meet(judge);
        for at in 1..share.len() {
            let (before, rest) = share.split_at_mut(at);
            for other in before {
                meet.meet(space, other, &mut rest[0]);
            }
        }
    }

    /// Every crowd of one share meets every crowd of another.
    fn between<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
        &self,
        space: &mut Space,
        judge: &mut J,
        one: &mut Share,
        other: &mut Share,
    ) {
        let mut meet = self.meet(judge);
        for a in one {
            for b in &mut *other {
                meet.meet(space, a, b);
            }
        }
    }

    fn meet<'m, J>(&'m self, judge: &'m mut J) -> Meet<'m, J> {
        Meet {
            index: self.index,
            rows: self.rows,
            ask: self.ask,
            bound: Bound::new(self.ask.mean),
            judge,
        }
    }
}

/// The asker at a place.
fn asker<'r>(index: &Index, rows: Rows<'r>, place: usize) -> Asker<'r> {
    rows.asker(index.order[place] as usize)
}
