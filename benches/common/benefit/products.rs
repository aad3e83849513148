//! Products of blocks of rows with everyone by ndarray, both ways, then the best of each row.

use ndarray::{ArrayView2, Axis, Slice};
use rayon::prelude::*;

use super::{Best, MEAN};

/// Rows of a block.
const ROWS: usize = 128;

/// Everyone's best.
pub fn by_products(
    needs: ArrayView2<'_, f32>,
    offers: ArrayView2<'_, f32>,
) -> Vec<Vec<(f32, u32)>> {
    let people = needs.nrows();
    let blocks: Vec<usize> = (0..people).step_by(ROWS).collect();
    let answer = |&start: &usize| {
        let rows = Slice::from(start..people.min(start + ROWS));
        let gains = needs.slice_axis(Axis(0), rows).dot(&offers.t());
        let gives = offers.slice_axis(Axis(0), rows).dot(&needs.t());
        let both = gains.rows().into_iter().zip(gives.rows()).zip(start..);
        both.map(|((gains, gives), i)| {
            let gains = gains.to_slice().expect("rows of a product are contiguous");
            let gives = gives.to_slice().expect("rows of a product are contiguous");
            best(gains, gives, i)
        })
        .collect::<Vec<_>>()
    };
    let lists: Vec<Vec<Vec<(f32, u32)>>> = blocks.par_iter().map(answer).collect();
    lists.into_iter().flatten().collect()
}

fn best(gains: &[f32], gives: &[f32], i: usize) -> Vec<(f32, u32)> {
    let (mut best, mut floor) = (Best::default(), 0.0);
    for ((&gain, &give), j) in gains.iter().zip(gives).zip(0..) {
        let (x, y) = (gain.max(0.0), give.max(0.0));
        if 2.0 * x * y > floor * (x + y) && j != i as u32 {
            best.offer(j, MEAN.of(x, y));
            floor = best.floor();
        }
    }
    best.into_list()
}
