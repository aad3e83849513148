//! One thread or many: the only room that names rayon.
//!
//! Results are collected by index and each is computed from its index alone, so the answer does not depend on the number
//! of threads. The number of threads is that of the rayon pool in which the caller runs; without the feature `rayon` it is one.

use std::sync::Mutex;

use crate::error::Error;
use crate::progress::Meter;

/// So few light steps (a multiplication, a comparison) take less time than waking another worker.
pub(crate) const SMALL: usize = 1 << 13;

/// How many workers share the work.
pub(crate) fn workers() -> usize {
    #[cfg(feature = "rayon")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "rayon"))]
    1
}

/// Computes `f(0), …, f(count - 1)` and collects them in order.
pub(crate) fn map<T: Send>(count: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    map_with(count, || (), |(), index| f(index))
}

/// Like [`map`], with scratch space that is made once per worker's share and reused within it.
///
/// The work is split into about eight shares a worker, so `scratch` is called that often, not once an item.
pub(crate) fn map_with<S, T: Send>(
    count: usize,
    scratch: impl Fn() -> S + Sync,
    f: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        // Eight shares a worker: enough to even out unequal items, few enough that scratch is rarely made.
        let share = count.div_ceil(workers() * 8).max(1);
        (0..count)
            .into_par_iter()
            .with_min_len(share)
            .map_init(&scratch, |space, index| f(space, index))
            .collect()
    }
    #[cfg(not(feature = "rayon"))]
    {
        let mut space = scratch();
        (0..count).map(|index| f(&mut space, index)).collect()
    }
}

/// Steps in which a watched [`map_watched`] tells how far it is, at most.
const STEPS: usize = 128;

/// Like [`map_with`], telling between shares how far it is; unwatched it is one share.
pub(crate) fn map_watched<S, T: Send>(
    count: usize,
    (meter, stage): (&mut Meter<'_>, &'static str),
    scratch: impl Fn() -> S + Sync,
    f: impl Fn(&mut S, usize) -> T + Sync,
) -> Result<Vec<T>, Error> {
    if !meter.is_watched() {
        return Ok(map_with(count, scratch, f));
    }
    // Shares so large that every worker has several items in each.
    let share = count.div_ceil(STEPS).max(workers() * 4);
    let mut all = Vec::with_capacity(count);
    for start in (0..count).step_by(share) {
        meter.tell(stage, (start as u64, count as u64))?;
        let items = share.min(count - start);
        all.extend(map_with(items, &scratch, |space, index| {
            f(space, start + index)
        }));
    }
    meter.tell(stage, (count as u64, count as u64))?;
    Ok(all)
}

/// Calls `f(index, row)` for each row of a flat row-major matrix, rows in parallel.
///
/// # Panics
///
/// Panics when `width` is 0.
pub(crate) fn for_each_row<T: Send>(
    data: &mut [T],
    width: usize,
    f: impl Fn(usize, &mut [T]) + Sync,
) {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        data.par_chunks_mut(width)
            .enumerate()
            .for_each(|(index, row)| f(index, row));
    }
    #[cfg(not(feature = "rayon"))]
    data.chunks_mut(width)
        .enumerate()
        .for_each(|(index, row)| f(index, row));
}

/// Scratch spaces that are lent to workers and taken back, each as the last one left it.
#[derive(Debug)]
pub(crate) struct Spaces<W, F> {
    make: F,
    idle: Mutex<Vec<W>>,
}

/// A space that goes back when the worker is done.
struct Lent<'s, W, F> {
    spaces: &'s Spaces<W, F>,
    space: Option<W>,
}

impl<W, F: Fn() -> W> Spaces<W, F> {
    pub(crate) fn new(make: F) -> Self {
        Self {
            make,
            idle: Mutex::new(Vec::new()),
        }
    }

    fn lend(&self) -> Lent<'_, W, F> {
        // A lock that a panic poisoned lends nothing; a space is made anew.
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        Lent {
            spaces: self,
            space: Some(idle.unwrap_or_else(&self.make)),
        }
    }
}

impl<W, F> Drop for Lent<'_, W, F> {
    fn drop(&mut self) {
        if let Ok(mut idle) = self.spaces.idle.lock() {
            idle.extend(self.space.take());
        }
    }
}

/// Calls `f(space, item)` for each item, in parallel, each worker with a space of its own.
pub(crate) fn for_each_with<T: Send, W: Send, F: Fn() -> W + Sync>(
    items: &mut [T],
    spaces: &Spaces<W, F>,
    f: impl Fn(&mut W, &mut T) + Sync,
) {
    let with = |lent: &mut Lent<'_, W, F>, item: &mut T| {
        if let Some(space) = &mut lent.space {
            f(space, item);
        }
    };
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        items.par_iter_mut().for_each_init(|| spaces.lend(), with);
    }
    #[cfg(not(feature = "rayon"))]
    {
        let mut lent = spaces.lend();
        items.iter_mut().for_each(|item| with(&mut lent, item));
    }
}

/// Like [`map`], on one worker where all items together take less than [`SMALL`] light steps.
pub(crate) fn map_light<T: Send>(
    count: usize,
    steps: usize,
    f: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    if steps < SMALL {
        return (0..count).map(f).collect();
    }
    map(count, f)
}

/// Like [`for_each_row`], on one worker where the matrix has less than [`SMALL`] cells.
///
/// # Panics
///
/// Panics when `width` is 0.
pub(crate) fn for_each_light_row<T: Send>(
    data: &mut [T],
    width: usize,
    f: impl Fn(usize, &mut [T]) + Sync,
) {
    if data.len() < SMALL {
        let rows = data.chunks_mut(width).enumerate();
        return rows.for_each(|(index, row)| f(index, row));
    }
    for_each_row(data, width, f);
}

/// Calls `f(scratch, index, row)` for each row of a flat matrix whose rows differ in length, rows in parallel, and writes what
/// it returns to `out[index]`. Row `index` begins at `start(index)`; `start(out.len())` is the length of the data.
///
/// Scratch space is made once per worker's share of at least [`SMALL`] cells. A row is computed from its index alone, so the answer does not depend on the shares.
pub(crate) fn map_spans<S, T: Send, R: Send>(
    data: &mut [T],
    start: impl Fn(usize) -> usize + Sync,
    out: &mut [R],
    scratch: impl Fn() -> S + Sync,
    f: impl Fn(&mut S, usize, &mut [T]) -> R + Sync,
) {
    let share = data.len().div_ceil(workers() * 8).max(SMALL);
    let one_share = |first: usize, data: &mut [T], out: &mut [R]| {
        let (mut space, mut rest) = (scratch(), data);
        for (place, answer) in out.iter_mut().enumerate() {
            let index = first + place;
            // The rows of a share lie one behind the other; each is cut off the front.
            let (row, later) = rest.split_at_mut(start(index + 1) - start(index));
            *answer = f(&mut space, index, row);
            rest = later;
        }
    };
    halve_spans(0, (data, out), share, &start, &one_share);
}

/// Halves the rows until a share is small enough.
fn halve_spans<T: Send, R: Send>(
    first: usize,
    (data, out): (&mut [T], &mut [R]),
    share: usize,
    start: &(impl Fn(usize) -> usize + Sync),
    one_share: &(impl Fn(usize, &mut [T], &mut [R]) + Sync),
) {
    if data.len() <= share || out.len() < 2 {
        return one_share(first, data, out);
    }
    let half = out.len() / 2;
    // Rows are halved by number, cells where those rows end.
    let (upper, lower) = data.split_at_mut(start(first + half) - start(first));
    let (before, after) = out.split_at_mut(half);
    join(
        || halve_spans(first, (upper, before), share, start, one_share),
        || halve_spans(first + half, (lower, after), share, start, one_share),
    );
}

/// Computes `f(0, items[0]), f(1, items[1]), …` and collects the results in order; each item, such as a piece of one array, is handed over.
pub(crate) fn map_items<I: Send, T: Send>(
    items: Vec<I>,
    f: impl Fn(usize, I) -> T + Sync,
) -> Vec<T> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        items
            .into_par_iter()
            .enumerate()
            .map(|(index, item)| f(index, item))
            .collect()
    }
    #[cfg(not(feature = "rayon"))]
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| f(index, item))
        .collect()
}

/// Runs two closures, on two workers where there are two.
pub(crate) fn join<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    #[cfg(feature = "rayon")]
    return rayon::join(a, b);
    #[cfg(not(feature = "rayon"))]
    (a(), b())
}

/// Sorts by a total order. Equal elements must be indistinguishable, for their order is not kept.
pub(crate) fn sort_unstable_by_key<T: Send, K: Ord>(data: &mut [T], key: impl Fn(&T) -> K + Sync) {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        data.par_sort_unstable_by_key(key);
    }
    #[cfg(not(feature = "rayon"))]
    data.sort_unstable_by_key(key);
}

#[cfg(test)]
mod tests {
    use crate::par;

    #[test]
    fn results_come_in_order() {
        assert_eq!(
            par::map(1000, |index| index * 2),
            (0..1000).map(|index| index * 2).collect::<Vec<_>>()
        );
        assert!(par::map(0, |index| index).is_empty());
    }

    #[test]
    fn every_span_answers_once_whatever_its_length() {
        let starts: Vec<usize> = (0..=200).map(|row| row * (row + 1) / 2).collect();
        let mut data = vec![0; starts[200]];
        let mut lengths = vec![0; 200];
        let start = |row: usize| starts[row];
        par::map_spans(
            &mut data,
            start,
            &mut lengths,
            || (),
            |(), index, row| {
                row.iter_mut().for_each(|cell| *cell += index);
                row.len()
            },
        );
        assert_eq!(lengths, (1..=200).collect::<Vec<_>>());
        for row in 0..200 {
            assert!(
                data[starts[row]..starts[row + 1]]
                    .iter()
                    .all(|&cell| cell == row)
            );
        }
    }

    #[test]
    fn every_row_is_visited_once() {
        let mut data = vec![0; 12];
        par::for_each_row(&mut data, 3, |index, row| {
            row.iter_mut().for_each(|cell| *cell += index)
        });
        assert_eq!(data, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    }
}
