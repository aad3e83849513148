//! The Lagrangian relaxation of "whoever is served gets at least so much".
//!
//! For a receiver with demand d who gets n ≤ d givers and sum S, S ≥ t implies d·S ≥ t·n. That inequality, multiplied by μ ≥ 0,
//! joins the weights: each pair counts K·w + μ·(d·w − t). What is left is an assignment without the condition, solved exactly;
//! its optimum is never below that with the condition, for any μ (Geoffrion 1974).

use crate::assign::bipartite::flow::{Cost, Optimum, Transport};
use crate::assign::bipartite::{BipartiteTask, LIFT};
use crate::rows::{Column, Spans, narrow};

/// K: one unit of weight, so that multipliers are whole numbers and bounds lose nothing to rounding.
pub(crate) const SCALE: Cost = 1 << 16;

/// A multiplier times the demand stays below this, so that [`LIFT`] stands above all sums.
const MULTIPLIER_ROOM: f64 = (1_u64 << 30) as f64;

/// What is decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Open,
    /// It is not taken.
    Dropped,
    /// It is taken.
    Forced,
}

/// The question: at least `least` for whoever is served, and as many pairs as there can be without that.
#[derive(Debug)]
pub(crate) struct Relaxation<'t> {
    pub(crate) task: &'t BipartiteTask,
    pub(crate) least: i64,
    /// How many pairs there can be.
    pub(crate) count: usize,
}

/// A best choice of pairs without the condition.
#[derive(Debug)]
pub(crate) struct Relaxed {
    /// The pairs taken, ascending cells of the task.
    pub(crate) cells: Vec<u32>,
    /// What no choice that meets the condition exceeds, [`SCALE`]d.
    total: Cost,
    optimum: Optimum,
    transport: Transport,
    /// For each cell of the transport that of the task.
    task_cells: Vec<u32>,
}

impl Relaxed {
    /// What no choice that meets the condition exceeds.
    pub(crate) fn bound(&self) -> i64 {
        to_weight(self.total)
    }

    /// How many pairs were read, fixed costs of a solution counted as one pair a receiver.
    pub(crate) fn size(&self) -> u64 {
        (self.task_cells.len() + self.transport.demands.len()) as u64
    }

    /// For each open pair its cell, whether it is taken, and the bound when that is turned round: by weak duality the optimum falls
    /// by at least the reduced cost.
    pub(crate) fn turned(&self) -> impl Iterator<Item = (u32, bool, i64)> {
        let receivers = self.transport.spans.row_of_each().enumerate();
        receivers.map(|(cell, receiver)| {
            let taken = self.optimum.taken[cell];
            let excess = self.transport.excess(&self.optimum, receiver, cell);
            let fall = if taken {
                excess.max(0)
            } else {
                (-excess).max(0)
            };
            (self.task_cells[cell], taken, to_weight(self.total - fall))
        })
    }
}

/// Rounded down, for plans have whole weights.
fn to_weight(total: Cost) -> i64 {
    let weight = total.div_euclid(SCALE);
    i64::try_from(weight).unwrap_or(if weight < 0 { i64::MIN } else { i64::MAX })
}

impl Relaxation<'_> {
    /// Solves the relaxation; `None` when the decisions leave fewer pairs than there can be.
    pub(crate) fn solve(
        &self,
        decisions: &Column<Decision>,
        multipliers: &Column<f64>,
    ) -> Option<Relaxed> {
        let task = self.task;
        let (mut capacities, mut demands) = (task.capacities.clone(), task.demands.clone());
        let (mut cells, mut task_cells, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows = Vec::new();
        let mut total: Cost = 0;
        for (cell, receiver) in task.spans.row_of_each().enumerate() {
            let weight = self.joined_weight(receiver, cell, multipliers[receiver]);
            match decisions[cell] {
                Decision::Dropped => {}
                Decision::Open => {
                    task_cells.push(narrow(cell));
                    weights.push(weight + LIFT);
                    rows.push(receiver);
                }
                // A forced pair is taken out together with the room that it needs.
                Decision::Forced => {
                    let giver = task.givers[cell];
                    if capacities[giver] == 0 || demands[receiver] == 0 {
                        return None;
                    }
                    capacities[giver] -= 1;
                    demands[receiver] -= 1;
                    cells.push(narrow(cell));
                    total += weight;
                }
            }
        }
        let transport = Transport {
            capacities,
            demands,
            spans: Spans::counted(task.spans.len(), rows.iter().copied()),
            givers: task_cells.iter().map(|&cell| task.givers[cell]).collect(),
            weights: weights.into(),
        };
        let optimum = transport.solve();
        // Back to the cells of the task, with the lift taken off.
        for (cell, &task_cell) in task_cells.iter().enumerate() {
            if optimum.taken[cell] {
                cells.push(task_cell);
                total += transport.weights[cell] - LIFT;
            }
        }
        cells.sort_unstable();
        (cells.len() == self.count).then_some(Relaxed {
            cells,
            total,
            optimum,
            transport,
            task_cells,
        })
    }

    fn joined_weight(&self, receiver: u32, cell: usize, multiplier: f64) -> Cost {
        let demand = self.task.demands[receiver].max(1);
        let multiplier = multiplier.min(MULTIPLIER_ROOM / f64::from(demand)).round() as Cost;
        let weight = Cost::from(self.task.weights[cell]);
        SCALE * weight + multiplier * (Cost::from(demand) * weight - Cost::from(self.least))
    }

    /// For each receiver by how much a choice of pairs misses the relaxed condition: t·n − d·S.
    pub(crate) fn misses(&self, cells: &[u32]) -> Vec<f64> {
        let shares = self.task.shares(cells);
        let miss = |(&(count, sum), &demand): (&(u32, i64), &u32)| {
            let miss =
                i128::from(self.least) * i128::from(count) - i128::from(demand) * i128::from(sum);
            miss as f64
        };
        shares.iter().zip(&*self.task.demands).map(miss).collect()
    }

    /// Whether whoever is served gets at least what is asked for.
    pub(crate) fn is_met(&self, cells: &[u32]) -> bool {
        self.task
            .least_of(cells)
            .is_none_or(|least| least >= self.least)
    }
}
