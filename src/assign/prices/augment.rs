//! The assignment problem by successive shortest augmenting paths with potentials (dual variables), in whole numbers.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::assign::prices::{NOBODY, Rows, by_giver};
use crate::rows::{AsIndex, narrow};

/// A best assignment with optimal prices: receiver and giver of a pair share exactly its gain, no pair could share more,
/// and whoever is alone gets 0.
#[derive(Debug)]
pub(crate) struct Duals {
    pub(crate) receivers: Vec<i64>,
    pub(crate) givers: Vec<i64>,
    pub(crate) giver_of: Vec<u32>,
    pub(crate) receiver_of: Vec<u32>,
}

/// The steps of bids for prices that are about right, the greatest first (found by bench `plan`).
const STEPS: [i64; 2] = [1 << 32, 1 << 28];

/// Where a path that makes room for one more receiver ends. Of equally short ones the first is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// At a giver who is free.
    Giver(u32),
    /// At a receiver who rather stays alone.
    Alone(u32),
}

/// Scratch space of one search, cleared by what was touched.
struct Search {
    distance: Vec<i64>,
    came_from: Vec<u32>,
    touched: Vec<u32>,
    /// Receivers in the order of their distance from the start.
    scanned: Vec<(u32, i64)>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Duals {
    pub(crate) fn solve(rows: &Rows, givers: u32) -> Self {
        let mut duals = Self {
            receivers: (0..rows.len())
                .map(|row| rows.row(row).iter().map(|gain| gain.1).max().unwrap_or(0))
                .collect(),
            givers: vec![0; givers as usize],
            giver_of: vec![NOBODY; rows.len()],
            receiver_of: vec![NOBODY; givers as usize],
        };
        duals.match_first_choices(rows);
        duals.augment(rows);
        duals
    }

    /// Prices that are about right, by bids in steps that shrink; optimal once they are [`resumed`](Self::resume).
    ///
    /// Bids start at nothing: a giver is then paid only from the first bid on, which few lose again. Prices that stand for a part
    /// of the pairs leave many givers paid though free once more pairs are added, and each costs a search for where they fall to.
    pub(crate) fn approached(rows: &Rows, givers: u32) -> Self {
        let mut duals = Self {
            receivers: vec![0; rows.len()],
            givers: vec![0; givers.as_index()],
            giver_of: vec![NOBODY; rows.len()],
            receiver_of: vec![NOBODY; givers.as_index()],
        };
        for step in STEPS {
            duals.release(rows);
            duals.bid(rows, step);
        }
        duals
    }

    /// Finds optimal prices near those that stand, as those of a part of the pairs are to those of all.
    ///
    /// The total and the ranges of prices are those of [`solve`](Self::solve); of equally good assignments it may find another.
    pub(crate) fn resume(&mut self, rows: &Rows) {
        self.release(rows);
        self.bid(rows, 0);
        self.augment(rows);
        // With the sides swapped, the same search finds receivers for the givers who are paid though free, or what they fall to.
        let is_overpaid = |(&receiver, &price): (&u32, &i64)| receiver == NOBODY && price > 0;
        if self.receiver_of.iter().zip(&self.givers).any(is_overpaid) {
            let by_giver = by_giver(rows, self.givers.len());
            self.swap_sides();
            self.augment(&by_giver);
            self.swap_sides();
        }
    }

    /// Lets each receiver have what is left at the prices of the best giver; whoever could get more elsewhere leaves the partner.
    ///
    /// Then no pair is overdrawn. Givers who are left may be paid although they are free.
    fn release(&mut self, rows: &Rows) {
        for row in 0..rows.len() {
            let (prices, giver) = (&self.givers, self.giver_of[row]);
            let gains = rows.row(row).iter();
            let left = gains.map(|&(giver, gain)| gain - prices[giver.as_index()]);
            let best = left.fold(0, i64::max);
            if giver == NOBODY || best > self.receivers[row] {
                self.receivers[row] = best;
                self.giver_of[row] = NOBODY;
                if giver != NOBODY {
                    self.receiver_of[giver.as_index()] = NOBODY;
                }
            }
        }
    }

    fn swap_sides(&mut self) {
        std::mem::swap(&mut self.receivers, &mut self.givers);
        std::mem::swap(&mut self.giver_of, &mut self.receiver_of);
    }

    /// Finds a partner for each receiver without one, or that they rather stay alone.
    fn augment(&mut self, rows: &Rows) {
        let mut search = Search {
            distance: vec![i64::MAX; self.givers.len()],
            came_from: vec![NOBODY; self.givers.len()],
            touched: Vec::new(),
            scanned: Vec::new(),
            heap: BinaryHeap::new(),
        };
        // Receivers join one by one; the assignment of those who joined stays best throughout.
        for receiver in 0..narrow(rows.len()) {
            let row = receiver.as_index();
            if self.giver_of[row] == NOBODY && self.receivers[row] > 0 {
                let (end, length) = search.run(rows, self, receiver);
                self.apply(&search, end, length);
                search.clear();
            }
        }
    }

    /// Gives each receiver in turn a free giver of the greatest gain, where there is one.
    fn match_first_choices(&mut self, rows: &Rows) {
        for row in 0..rows.len() {
            let best = self.receivers[row];
            let mut choices = rows.row(row).iter();
            let is_free = |giver: u32| self.receiver_of[giver.as_index()] == NOBODY;
            let free = choices.find(|&&(giver, gain)| gain == best && is_free(giver));
            if let Some(&(giver, _)) = free {
                self.giver_of[row] = giver;
                self.receiver_of[giver.as_index()] = narrow(row);
            }
        }
    }

    /// Moves the prices by what the search found and flips the path.
    fn apply(&mut self, search: &Search, end: End, length: i64) {
        // Receivers scanned before the end give way by what they were nearer, givers rise by as much: pairs on shortest
        // paths become tight, and none is overdrawn (Johnson's potentials).
        for &(receiver, distance) in &search.scanned {
            if distance < length {
                self.receivers[receiver as usize] -= length - distance;
            }
        }
        for &giver in &search.touched {
            let distance = search.distance[giver as usize];
            if distance < length {
                self.givers[giver as usize] += length - distance;
            }
        }
        // Flip the path: every receiver on it takes the giver by whom it was reached.
        let mut giver = match end {
            End::Giver(giver) => giver,
            End::Alone(receiver) => {
                std::mem::replace(&mut self.giver_of[receiver as usize], NOBODY)
            }
        };
        while giver != NOBODY {
            let receiver = search.came_from[giver as usize];
            self.receiver_of[giver as usize] = receiver;
            giver = std::mem::replace(&mut self.giver_of[receiver as usize], giver);
        }
    }
}

impl Search {
    /// Finds the shortest path over reduced gains from a receiver without a partner to an end.
    fn run(&mut self, rows: &Rows, duals: &Duals, start: u32) -> (End, i64) {
        let mut best = (duals.receivers[start as usize], End::Alone(start));
        let (mut receiver, mut reached) = (start, 0);
        loop {
            self.scanned.push((receiver, reached));
            // A receiver may also end the path by staying alone, which costs all of their present payoff.
            best = best.min((
                reached + duals.receivers[receiver as usize],
                End::Alone(receiver),
            ));
            self.scan(rows, duals, receiver, reached, &mut best);
            let Some(Reverse((distance, giver))) = self.pop() else {
                return (best.1, best.0);
            };
            if distance >= best.0 {
                return (best.1, best.0);
            }
            // A free giver ends the path as soon as seen, so this one has a partner.
            receiver = duals.receiver_of[giver as usize];
            reached = distance;
        }
    }

    /// Walks from a receiver to all its givers.
    fn scan(
        &mut self,
        rows: &Rows,
        duals: &Duals,
        receiver: u32,
        reached: i64,
        best: &mut (i64, End),
    ) {
        let own = duals.receivers[receiver as usize];
        for &(choice, gain) in rows.row(receiver) {
            let giver = choice.as_index();
            let distance = reached + own + duals.givers[giver] - gain;
            // Only strictly shorter ways are kept: at equal distance the receiver scanned first stays, on every run.
            if distance > best.0 || distance >= self.distance[giver] {
                continue;
            }
            // First time seen: remember it, so that clearing costs what was touched.
            if self.distance[giver] == i64::MAX {
                self.touched.push(choice);
            }
            self.distance[giver] = distance;
            self.came_from[giver] = receiver;
            if duals.receiver_of[giver] == NOBODY {
                *best = (*best).min((distance, End::Giver(choice)));
            } else {
                self.heap.push(Reverse((distance, choice)));
            }
        }
    }

    /// The nearest giver whose distance did not shrink since it was noted.
    fn pop(&mut self) -> Option<Reverse<(i64, u32)>> {
        loop {
            let next = self.heap.pop()?;
            if self.distance[next.0.1 as usize] == next.0.0 {
                return Some(next);
            }
        }
    }

    fn clear(&mut self) {
        for &giver in &self.touched {
            self.distance[giver as usize] = i64::MAX;
        }
        self.touched.clear();
        self.scanned.clear();
        self.heap.clear();
    }
}
