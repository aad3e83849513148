//! How are many askers answered, on all workers, in batches?

use std::ops::ControlFlow;

use crate::benefit::everyone::everyone;
use crate::benefit::index::Index;
use crate::benefit::rows::{Asker, Rows};
use crate::benefit::scan::{self, Ask};
use crate::benefit::top::Scored;
use crate::par;

/// Askers who share a pass over the candidates.
const BLOCK: usize = 512;

/// Askers whose lists are held before they are delivered.
const BATCH: usize = 32 * BLOCK;

/// Answers one asker.
///
/// `judge(asker, candidate, gain, give)` returns the score of a pair from the linear parts of both gains, at most the mean of the two
/// with what each may gain beside, or `None` for a pair that is not to be.
pub(crate) fn one(
    index: &Index,
    rows: Rows<'_>,
    asker: Asker<'_>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<Scored> {
    scan::block(index, rows, std::iter::once(asker), ask, judge)
        .pop()
        .unwrap_or_default()
}

/// `judge` makes a judge, as [`one`] takes it, for each share of the work. Answers askers `0, …, count - 1` of `asker`, in order, in batches: `deliver` gets each list with the number of its asker.
///
/// Time: O(askers × candidates) in the worst case; space: the index and the lists of a batch.
pub(crate) fn each<'r, J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
    index: &Index,
    rows: Rows<'_>,
    count: usize,
    asker: impl Fn(usize) -> Asker<'r> + Sync,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
    mut deliver: impl FnMut(usize, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for batch in (0..count).step_by(BATCH) {
        let end = count.min(batch + BATCH);
        // Small batches still give every worker something to do.
        let size = (end - batch).div_ceil(par::workers() * 4).clamp(1, BLOCK);
        let lists = par::map((end - batch).div_ceil(size), |block| {
            let from = batch + block * size;
            let askers = (from..end.min(from + size)).map(&asker);
            scan::block(index, rows, askers, ask, judge())
        });
        for (place, list) in lists.into_iter().flatten().enumerate() {
            deliver(batch + place, list)?;
        }
    }
    ControlFlow::Continue(())
}

/// Answers everyone, by person; who is not among the candidates gets nobody.
///
/// Time: O(candidates²) in the worst case; space: the index, the lists, and some 200 bytes a candidate.
pub(crate) fn all<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
    index: &Index,
    rows: Rows<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
) -> Vec<Vec<Scored>> {
    let mut lists = vec![Vec::new(); rows.len()];
    if ask.limit > 0 {
        let tops = everyone(index, rows, ask, judge);
        for (person, top) in index.order.iter().zip(tops) {
            lists[*person as usize] = top.into_list();
        }
    }
    lists
}
