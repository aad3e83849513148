//! Square tiles of products by the crate `gemm`, each unordered pair once for both people.
#![allow(unsafe_code)] // the crate `gemm` has no other way in

use std::sync::Mutex;

use rayon::prelude::*;

use crate::baseline::{Best, MEAN};

/// People of a tile: two products of 512 × 512 numbers are 2 MiB.
const SIDE: usize = 512;

/// Everyone's best, as tiles of pairs come.
pub fn by_tiles(needs: &[f32], offers: &[f32], width: usize) -> Vec<Vec<(f32, u32)>> {
    let people = needs.len() / width;
    let blocks = people.div_ceil(SIDE);
    let size = |block: usize| SIDE.min(people - block * SIDE);
    let tops: Vec<Mutex<Vec<Best>>> = (0..blocks)
        .map(|block| Mutex::new(vec![Best::default(); size(block)]))
        .collect();
    // Neighbouring meetings share few blocks, so that workers rarely wait for each other.
    let meetings: Vec<(usize, usize)> = (0..blocks)
        .flat_map(|far| (0..blocks - far).map(move |one| (one, one + far)))
        .collect();
    let scratch = || (vec![0.0; SIDE * SIDE], vec![0.0; SIDE * SIDE]);
    meetings.into_par_iter().for_each_init(
        scratch,
        |(gains, gives): &mut (Vec<f32>, Vec<f32>), (one, other)| {
            let rows = |matrix, block| block_of(matrix, block, size(block), width);
            product(rows(needs, one), rows(offers, other), width, gains);
            product(rows(offers, one), rows(needs, other), width, gives);
            let mut a = tops[one].lock().expect("no worker panics");
            if one == other {
                alone(gains, gives, &mut a, one * SIDE);
            } else {
                let mut b = tops[other].lock().expect("no worker panics");
                both(gains, gives, (&mut a, one * SIDE), (&mut b, other * SIDE));
            }
        },
    );
    let tops = tops
        .into_iter()
        .flat_map(|block| block.into_inner().expect("no worker panics"));
    tops.map(Best::into_list).collect()
}

fn block_of(matrix: &[f32], block: usize, size: usize, width: usize) -> &[f32] {
    &matrix[block * SIDE * width..][..size * width]
}

/// The scalar products of each row with each other row, `SIDE` numbers a line.
fn product(rows: &[f32], others: &[f32], width: usize, into: &mut [f32]) {
    let (m, n) = (rows.len() / width, others.len() / width);
    assert!(m <= SIDE && n <= SIDE && into.len() == SIDE * SIDE);
    // Sound: `rows` holds m rows and `others` n rows of `width` numbers, `into` m lines of SIDE ≥ n numbers, and it is borrowed alone.
    unsafe {
        gemm::gemm(
            m,
            n,
            width,
            into.as_mut_ptr(),
            1,
            SIDE as isize,
            false,
            rows.as_ptr(),
            1,
            width as isize,
            others.as_ptr(),
            width as isize,
            1,
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

fn score(gain: f32, give: f32, floor: f32) -> Option<f32> {
    let (x, y) = (gain.max(0.0), give.max(0.0));
    (2.0 * x * y > floor * (x + y)).then(|| MEAN.of(x, y))
}

fn alone(gains: &[f32], gives: &[f32], tops: &mut [Best], start: usize) {
    for i in 0..tops.len() {
        for j in i + 1..tops.len() {
            let floor = tops[i].floor().min(tops[j].floor());
            if let Some(score) = score(gains[i * SIDE + j], gives[i * SIDE + j], floor) {
                tops[i].offer((start + j) as u32, score);
                tops[j].offer((start + i) as u32, score);
            }
        }
    }
}

fn both(
    gains: &[f32],
    gives: &[f32],
    (a, a_start): (&mut [Best], usize),
    (b, b_start): (&mut [Best], usize),
) {
    /// Pairs that are tested together, so that the test becomes vector instructions.
    const TOGETHER: usize = 32;
    let mut floors = [f32::INFINITY; SIDE];
    floors
        .iter_mut()
        .zip(&*b)
        .for_each(|(floor, best)| *floor = best.floor());
    for (i, top) in a.iter_mut().enumerate() {
        let line = i * SIDE..(i + 1) * SIDE;
        let (gains, gives) = (&gains[line.clone()], &gives[line]);
        for start in (0..b.len()).step_by(TOGETHER) {
            let own = top.floor();
            let mut any = 0_u32;
            for at in start..start + TOGETHER {
                let (x, y) = (gains[at].max(0.0), gives[at].max(0.0));
                any |= u32::from(2.0 * x * y > own.min(floors[at]) * (x + y));
            }
            if any == 0 {
                continue;
            }
            for j in start..b.len().min(start + TOGETHER) {
                let floor = top.floor().min(floors[j]);
                if let Some(score) = score(gains[j], gives[j], floor) {
                    top.offer((b_start + j) as u32, score);
                    b[j].offer((a_start + i) as u32, score);
                    floors[j] = b[j].floor();
                }
            }
        }
    }
}
