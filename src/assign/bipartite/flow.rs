//! The transportation problem, solved by successive shortest paths (minimum-cost flow).
//!
//! Receivers join one after another, one unit of demand at a time. Each unit takes the cheapest augmenting path of the residual
//! network; duals keep reduced costs non-negative, so Dijkstra's search finds it (Edmonds & Karp 1972, Tomizawa 1971).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::rows::{AsIndex, Column, Spans, narrow};

/// Weights and duals. 128 bits, so that a count of pairs can stand above the sum of weights in one number.
pub(crate) type Cost = i128;

/// Givers with capacities, receivers with demands, and the pairs allowed between them, each at most once.
#[derive(Debug)]
pub(crate) struct Transport {
    pub(crate) capacities: Column<u32>,
    pub(crate) demands: Column<u32>,
    /// The pairs of each receiver, as cells of the arrays below.
    pub(crate) spans: Spans,
    pub(crate) givers: Column<u32>,
    pub(crate) weights: Column<Cost>,
}

/// A best choice of pairs with optimal duals.
#[derive(Debug)]
pub(crate) struct Optimum {
    /// For each pair whether it is taken.
    pub(crate) taken: Column<bool>,
    giver_duals: Column<Cost>,
    receiver_duals: Column<Cost>,
}

impl Transport {
    /// Finds the pairs with the greatest sum of weights. Pairs of negative weight are never taken.
    pub(crate) fn solve(&self) -> Optimum {
        let mut search = Search::new(self);
        for receiver in 0..narrow(self.demands.len()) {
            // The least dual that leaves no reduced cost of the receiver's pairs negative.
            let worth = |cell: usize| self.weights[cell] - search.giver_duals[self.givers[cell]];
            let most = self.spans.row(receiver).map(worth).max().unwrap_or(0);
            search.receiver_duals[receiver] = most.max(0);
            for _ in 0..self.demands[receiver] {
                if !search.add_unit(receiver) {
                    break;
                }
            }
        }
        Optimum {
            taken: search.taken,
            giver_duals: search.giver_duals,
            receiver_duals: search.receiver_duals,
        }
    }

    /// By how much the weight of a pair exceeds the duals of its two ends.
    pub(crate) fn excess(&self, optimum: &Optimum, receiver: u32, cell: usize) -> Cost {
        let duals = optimum.giver_duals[self.givers[cell]] + optimum.receiver_duals[receiver];
        self.weights[cell] - duals
    }

    /// The value of the dual solution. By weak duality no choice of pairs is worth more, whatever the search did.
    pub(crate) fn bound(&self, optimum: &Optimum) -> Cost {
        let of = |duals: &Column<Cost>, limits: &Column<u32>| -> Cost {
            let terms = duals.iter().zip(&**limits);
            terms.map(|(&dual, &limit)| dual * Cost::from(limit)).sum()
        };
        let receivers = self.spans.row_of_each().enumerate();
        // A pair is taken at most once; that limit has a dual of its own.
        let pairs: Cost = receivers
            .map(|(cell, receiver)| self.excess(optimum, receiver, cell).max(0))
            .sum();
        of(&optimum.giver_duals, &self.capacities)
            + of(&optimum.receiver_duals, &self.demands)
            + pairs
    }
}

/// Where an augmenting path ends. Of equally short ones the first is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// At a giver with capacity left.
    Giver(u32),
    /// At a receiver who goes without one unit.
    Short(u32),
}

/// Duals, the pairs taken so far, and the space of one Dijkstra search. Nodes are the receivers, then the givers.
struct Search<'t> {
    task: &'t Transport,
    receiver_of: Column<u32>,
    taken: Column<bool>,
    /// The taken pairs of each giver.
    held: Column<Vec<u32>>,
    giver_duals: Column<Cost>,
    receiver_duals: Column<Cost>,
    distance: Column<Cost>,
    /// The pair by which a node was reached.
    reached_by: Column<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(Cost, u32)>>,
    best: (Cost, End),
}

impl<'t> Search<'t> {
    fn new(task: &'t Transport) -> Self {
        let (receivers, givers) = (task.demands.len(), task.capacities.len());
        Self {
            task,
            receiver_of: task.spans.row_of_each().collect(),
            taken: Column::filled(task.givers.len(), false),
            held: Column::filled(givers, Vec::new()),
            giver_duals: Column::filled(givers, 0),
            receiver_duals: Column::filled(receivers, 0),
            distance: Column::filled(receivers + givers, Cost::MAX),
            reached_by: Column::filled(receivers + givers, 0),
            touched: Vec::new(),
            queue: BinaryHeap::new(),
            best: (0, End::Short(0)),
        }
    }

    fn receivers(&self) -> u32 {
        narrow(self.task.demands.len())
    }

    /// Sends one more unit of a receiver along the shortest augmenting path; `false` when the receiver goes without it.
    fn add_unit(&mut self, receiver: u32) -> bool {
        self.best = (self.receiver_duals[receiver], End::Short(receiver));
        self.relax(receiver, 0, 0);
        while let Some(Reverse((distance, node))) = self.queue.pop() {
            // No node still in the queue can end a shorter path than the best end found.
            if distance >= self.best.0 {
                break;
            }
            if distance > self.distance[node] {
                continue;
            }
            if node < self.receivers() {
                self.scan_receiver(node, distance);
            } else {
                self.scan_giver(node - self.receivers(), distance);
            }
        }
        // Settled nodes take the difference to the path's length, which keeps all reduced costs at 0 or above.
        self.move_duals();
        let filled = self.best.1 != End::Short(receiver);
        if filled {
            self.flip(receiver);
        }
        for node in self.touched.drain(..) {
            self.distance[node] = Cost::MAX;
        }
        self.queue.clear();
        filled
    }

    /// Lowers the distance of a node, and queues it.
    fn relax(&mut self, node: u32, distance: Cost, cell: u32) {
        let known = self.distance[node];
        if distance < known && distance < self.best.0 {
            if known == Cost::MAX {
                self.touched.push(node);
            }
            self.distance[node] = distance;
            self.reached_by[node] = cell;
            self.queue.push(Reverse((distance, node)));
        }
    }

    /// From a receiver the path goes on to any giver not taken, or ends with the receiver going without.
    fn scan_receiver(&mut self, receiver: u32, distance: Cost) {
        let dual = self.receiver_duals[receiver];
        self.best = self.best.min((distance + dual, End::Short(receiver)));
        for cell in self.task.spans.row(receiver) {
            if self.taken[cell] {
                continue;
            }
            let giver = self.task.givers[cell];
            let reached = distance + dual + self.giver_duals[giver] - self.task.weights[cell];
            self.relax(self.receivers() + giver, reached, narrow(cell));
        }
    }

    /// From a giver the path ends when there is capacity left, else it takes a unit back from someone.
    fn scan_giver(&mut self, giver: u32, distance: Cost) {
        if self.held[giver].len() < self.task.capacities[giver].as_index() {
            // The dual of a giver with capacity left is 0, so nothing is added.
            self.best = self.best.min((distance, End::Giver(giver)));
            return;
        }
        let held = std::mem::take(&mut self.held[giver]);
        for &cell in &held {
            let receiver = self.receiver_of[cell];
            let duals = self.giver_duals[giver] + self.receiver_duals[receiver];
            self.relax(receiver, distance + self.task.weights[cell] - duals, cell);
        }
        self.held[giver] = held;
    }

    /// Moves the duals by what the search found: every reduced cost stays sound, and the path becomes tight.
    fn move_duals(&mut self) {
        let (length, receivers) = (self.best.0, self.receivers());
        for &node in &self.touched {
            let fall = length - self.distance[node];
            if fall > 0 && node < receivers {
                self.receiver_duals[node] -= fall;
            } else if fall > 0 {
                self.giver_duals[node - receivers] += fall;
            }
        }
    }

    /// Swaps taken and not taken pairs along the path that was found.
    fn flip(&mut self, source: u32) {
        let mut giver = match self.best.1 {
            End::Giver(giver) => giver,
            End::Short(receiver) => self.give_back(receiver),
        };
        // Walk back from the end: each receiver on the path gives one cell back and takes the next, so only the source gains
        // one.
        loop {
            let cell = self.reached_by[self.receivers() + giver];
            self.taken[cell] = true;
            self.held[giver].push(cell);
            let receiver = self.receiver_of[cell];
            if receiver == source {
                return;
            }
            giver = self.give_back(receiver);
        }
    }

    /// Undoes the taken pair by which a receiver was reached; returns its giver.
    fn give_back(&mut self, receiver: u32) -> u32 {
        let cell = self.reached_by[receiver];
        let giver = self.task.givers[cell];
        self.taken[cell] = false;
        self.held[giver].retain(|&held| held != cell);
        giver
    }
}
