//! One thread or many: the only room that names rayon.
//!
//! Results are collected by index and each is computed from its index alone, so the answer does not depend on the number
//! of threads. The number of threads is that of the rayon pool in which the caller runs; without the feature `rayon` it is one.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

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

/// Work that is cut in two: a range of numbers, a slice, pieces that are handed over.
trait Halves: Send + Sized {
    fn length(&self) -> usize;
    fn halved(self, at: usize) -> (Self, Self);
}

impl Halves for Range<usize> {
    fn length(&self) -> usize {
        self.len()
    }

    fn halved(self, at: usize) -> (Self, Self) {
        let middle = self.start + at;
        (self.start..middle, middle..self.end)
    }
}

impl<T: Send> Halves for &mut [T] {
    fn length(&self) -> usize {
        self.len()
    }

    fn halved(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

impl<T: Send> Halves for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }

    fn halved(mut self, at: usize) -> (Self, Self) {
        let later = self.split_off(at);
        (self, later)
    }
}

/// The rows of a flat row-major matrix.
struct Matrix<'m, T> {
    cells: &'m mut [T],
    width: usize,
}

impl<T: Send> Halves for Matrix<'_, T> {
    fn length(&self) -> usize {
        self.cells.len().div_ceil(self.width)
    }

    fn halved(self, at: usize) -> (Self, Self) {
        let (upper, lower) = self.cells.split_at_mut(at * self.width);
        let width = self.width;
        let of = |cells| Self { cells, width };
        (of(upper), of(lower))
    }
}

/// How far work is still cut: into a share for each worker, and again whatever an idle worker takes over.
///
/// Shares so follow the load: work that nobody takes over stays in one piece.
#[derive(Clone, Copy)]
struct Cuts {
    /// Items that a share has at least.
    least: usize,
    /// How often a share is still halved when nobody takes it over.
    left: usize,
}

impl Cuts {
    fn new(least: usize) -> Self {
        // One worker has nobody to share with.
        let left = Some(workers()).filter(|&workers| workers > 1).unwrap_or(0);
        Self { least, left }
    }

    /// The cuts of the two halves, if a share of this length is to be halved.
    fn next(self, length: usize, is_taken_over: bool) -> Option<Self> {
        let left = match self.left {
            _ if length / 2 < self.least.max(1) => return None,
            left if is_taken_over => workers().max(left / 2),
            0 => return None,
            left => left / 2,
        };
        Some(Self { left, ..self })
    }
}

/// Calls `run(first, share)` for shares that together are the work, in parallel; `first` is the number of a share's first item.
///
/// What is shared out is a trait object: the machinery of threads is compiled once, and only the loop within a share is for
/// each caller anew.
fn in_shares<W: Halves>(work: W, cuts: Cuts, run: &(dyn Fn(usize, W) + Sync)) {
    halve(0, work, (cuts, false), run);
}

fn halve<W: Halves>(
    first: usize,
    work: W,
    (cuts, is_taken_over): (Cuts, bool),
    run: &(dyn Fn(usize, W) + Sync),
) {
    let length = work.length();
    let Some(cuts) = cuts.next(length, is_taken_over) else {
        return run(first, work);
    };
    let (before, after) = work.halved(length / 2);
    let (mut before, mut after) = (Some(before), Some(after));
    both(
        &mut |is_taken_over| {
            if let Some(work) = before.take() {
                halve(first, work, (cuts, is_taken_over), run);
            }
        },
        &mut |is_taken_over| {
            if let Some(work) = after.take() {
                halve(first + length / 2, work, (cuts, is_taken_over), run);
            }
        },
    );
}

/// Something to do, told whether another worker took it over.
type Task<'t> = &'t mut (dyn FnMut(bool) + Send);

/// Does two things, on two workers where the second is idle.
fn both(one: Task<'_>, other: Task<'_>) {
    #[cfg(feature = "rayon")]
    rayon::join_context(|at| one(at.migrated()), |at| other(at.migrated()));
    #[cfg(not(feature = "rayon"))]
    {
        one(false);
        other(false);
    }
}

/// What the shares give, in the order of the work, whoever is done first.
fn collected<W: Halves, T: Send>(
    work: W,
    cuts: Cuts,
    run: &(dyn Fn(usize, W) -> Vec<T> + Sync),
) -> Vec<T> {
    let count = work.length();
    let parts: Mutex<Vec<(usize, Vec<T>)>> = Mutex::new(Vec::new());
    in_shares(work, cuts, &|first, share| {
        let part = run(first, share);
        // Locked once a share. Shares are few: put in place as they come, they need no sort, which is compiled for each `T` anew.
        let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
        let place = parts.partition_point(|part| part.0 < first);
        parts.insert(place, (first, part));
    });
    let parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut parts = parts.into_iter().map(|(_, part)| part);
    let mut all = parts.next().unwrap_or_default();
    all.reserve_exact(count - all.len());
    parts.for_each(|mut part| all.append(&mut part));
    all
}

/// An eighth of a worker's items: enough shares to even out unequal items, few enough that scratch is rarely made.
fn share_of(count: usize) -> usize {
    count.div_ceil(workers() * 8)
}

/// Computes `f(0), …, f(count - 1)` and collects them in order.
pub(crate) fn map<T: Send>(count: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    map_with(count, || (), |(), index| f(index))
}

/// Like [`map`], with scratch space that is made once per worker's share and reused within it.
///
/// The work is split into at most about eight shares a worker, so `scratch` is called that often, not once an item.
pub(crate) fn map_with<S, T: Send>(
    count: usize,
    scratch: impl Fn() -> S + Sync,
    f: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    collected(0..count, Cuts::new(share_of(count)), &|_, share| {
        let mut space = scratch();
        share.map(|index| f(&mut space, index)).collect()
    })
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
    in_rows(data, width, Cuts::new(1), f);
}

fn in_rows<T: Send>(cells: &mut [T], width: usize, cuts: Cuts, f: impl Fn(usize, &mut [T]) + Sync) {
    in_shares(Matrix { cells, width }, cuts, &|first, share| {
        let rows = share.cells.chunks_mut(width).enumerate();
        rows.for_each(|(index, row)| f(first + index, row));
    });
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
    in_shares(items, Cuts::new(1), &|_, share: &mut [T]| {
        let mut lent = spaces.lend();
        if let Some(space) = &mut lent.space {
            share.iter_mut().for_each(|item| f(space, item));
        }
    });
}

/// Like [`map`], on one worker where all items together take less than [`SMALL`] light steps.
pub(crate) fn map_light<T: Send>(
    count: usize,
    steps: usize,
    f: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let cuts = Cuts::new(if steps < SMALL { count } else { 1 });
    collected(0..count, cuts, &|_, share| share.map(&f).collect())
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
    let least = if data.len() < SMALL { SMALL } else { 1 };
    in_rows(data, width, Cuts::new(least), f);
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
    let share = share_of(data.len()).max(SMALL);
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

/// Computes some rows: the number of the first, their cells, and where their answers go.
type OneShare<'f, T, R> = &'f (dyn Fn(usize, &mut [T], &mut [R]) + Sync);

/// Halves the rows until a share is small enough.
fn halve_spans<T: Send, R: Send>(
    first: usize,
    (data, out): (&mut [T], &mut [R]),
    share: usize,
    start: &(dyn Fn(usize) -> usize + Sync),
    one_share: OneShare<'_, T, R>,
) {
    if data.len() <= share || out.len() < 2 {
        return one_share(first, data, out);
    }
    let half = out.len() / 2;
    // Rows are halved by number, cells where those rows end.
    let (upper, lower) = data.split_at_mut(start(first + half) - start(first));
    let (before, after) = out.split_at_mut(half);
    both(
        &mut |_| halve_spans(first, (upper, before), share, start, one_share),
        &mut |_| halve_spans(first + half, (lower, after), share, start, one_share),
    );
}

/// Computes `f(0, items[0]), f(1, items[1]), …` and collects the results in order; each item, such as a piece of one array, is handed over.
pub(crate) fn map_items<I: Send, T: Send>(
    items: Vec<I>,
    f: impl Fn(usize, I) -> T + Sync,
) -> Vec<T> {
    collected(items, Cuts::new(1), &|first, share| {
        let items = share.into_iter().enumerate();
        items.map(|(index, item)| f(first + index, item)).collect()
    })
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
