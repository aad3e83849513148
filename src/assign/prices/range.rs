//! The range of each dual price: two shortest-path trees over the slack of the pairs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::assign::prices::augment::Duals;
use crate::assign::prices::{NOBODY, Rows, by_giver, gain_of};
use crate::par;
use crate::rows::AsIndex;

/// The least and the greatest optimal prices of both sides.
///
/// With a pair (i, m(i)) sharing exactly its gain, optimal prices v of givers are the solutions of difference constraints
/// v_m(i) ≤ v_j + (gain of the pair − gain of i from j), v_m(i) ≤ gain of the pair, v_j ≥ gain of a lone i from j, v_j ≥ 0, and
/// v_j = 0 for a lone giver. Their greatest solution is a shortest-path tree, and so is their least; distances run over
/// slack, which is never negative.
#[derive(Debug, Clone)]
pub(crate) struct Extremes {
    pub(crate) receivers_low: Vec<i64>,
    pub(crate) receivers_high: Vec<i64>,
    pub(crate) givers_low: Vec<i64>,
    pub(crate) givers_high: Vec<i64>,
}

/// Shortest distances over givers from given starts.
struct Tree {
    distance: Vec<i64>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Tree {
    fn new(givers: usize) -> Self {
        Self {
            distance: vec![i64::MAX; givers],
            heap: BinaryHeap::new(),
        }
    }

    fn relax(&mut self, giver: u32, distance: i64) {
        if distance < self.distance[giver.as_index()] {
            self.distance[giver.as_index()] = distance;
            self.heap.push(Reverse((distance, giver)));
        }
    }

    fn pop(&mut self) -> Option<(i64, u32)> {
        loop {
            let Reverse((distance, giver)) = self.heap.pop()?;
            if self.distance[giver.as_index()] == distance {
                return Some((distance, giver));
            }
        }
    }
}

impl Extremes {
    /// Prices that are about right, in place of both ends.
    pub(crate) fn about(duals: Duals) -> Self {
        Self {
            receivers_low: duals.receivers.clone(),
            receivers_high: duals.receivers,
            givers_low: duals.givers.clone(),
            givers_high: duals.givers,
        }
    }

    pub(crate) fn of(rows: &Rows, duals: &Duals) -> Self {
        let (rises, falls) = par::join(|| rises(rows, duals), || falls(rows, duals));
        let givers = || duals.givers.iter();
        let givers_high: Vec<i64> = givers()
            .zip(&rises)
            .map(|(price, rise)| price + rise)
            .collect();
        let givers_low: Vec<i64> = givers()
            .zip(&falls)
            .map(|(price, fall)| price - fall)
            .collect();
        // A pair shares its gain exactly, so the receiver's least is what the giver's most leaves.
        let left = |prices: &[i64]| {
            let share = |row: usize| match duals.giver_of[row] {
                NOBODY => 0,
                giver => gain_of(rows, row, giver) - prices[giver as usize],
            };
            (0..rows.len()).map(share).collect()
        };
        Self {
            receivers_low: left(&givers_high),
            receivers_high: left(&givers_low),
            givers_low,
            givers_high,
        }
    }
}

/// How far the price of each giver can rise.
fn rises(rows: &Rows, duals: &Duals) -> Vec<i64> {
    let by_giver = by_giver(rows, duals.givers.len());
    let mut tree = Tree::new(duals.givers.len());
    for (giver, &receiver) in (0..).zip(&duals.receiver_of) {
        let room = if receiver == NOBODY {
            0
        } else {
            duals.receivers[receiver as usize]
        };
        tree.relax(giver, room);
    }
    // When this giver's price rises by `distance`, a receiver's partner can rise by the slack of their pair more.
    while let Some((distance, giver)) = tree.pop() {
        for &(receiver, gain) in by_giver.row(giver) {
            let receiver = receiver as usize;
            let partner = duals.giver_of[receiver];
            if partner != NOBODY {
                let slack = duals.receivers[receiver] + duals.givers[giver.as_index()] - gain;
                tree.relax(partner, distance + slack);
            }
        }
    }
    tree.distance
}

/// How far the price of each giver can fall.
fn falls(rows: &Rows, duals: &Duals) -> Vec<i64> {
    let mut tree = Tree::new(duals.givers.len());
    for (giver, &price) in (0..).zip(&duals.givers) {
        tree.relax(giver, price);
    }
    for receiver in (0..rows.len()).filter(|&row| duals.giver_of[row] == NOBODY) {
        for &(giver, gain) in rows.row(receiver) {
            tree.relax(giver, duals.givers[giver as usize] - gain);
        }
    }
    // When this giver's price falls, its receiver must not prefer another: those can fall by the slack more.
    while let Some((distance, giver)) = tree.pop() {
        let receiver = duals.receiver_of[giver.as_index()];
        if receiver == NOBODY {
            continue;
        }
        let own = duals.receivers[receiver as usize];
        for &(other, gain) in rows.row(receiver) {
            tree.relax(other, distance + own + duals.givers[other as usize] - gain);
        }
    }
    tree.distance
}
