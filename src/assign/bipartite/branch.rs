//! The greatest sum with at least so much for everyone served: a Lagrangian bound, then branch and bound on what it leaves open.

use crate::assign::bipartite::relaxation::{Decision, Relaxation, Relaxed, SCALE};
use crate::rows::Column;

/// How often the multipliers of the root are moved: on the reviewers of a conference the bound stands still after 60.
const ROUNDS: u32 = 100;

/// How often those of an inner node are.
const NODE_ROUNDS: u32 = 4;

/// After how many rounds without a better bound the steps are halved.
const PATIENCE: u32 = 4;

/// How many pairs all relaxations of a search for the best plan may read before it gives up and keeps its bound: some
/// seconds.
const BEST_WORK: u64 = 6_000_000;

/// The same of a search for any plan, of which there is one for each value of the least that is tried.
const ANY_WORK: u64 = 1_000_000;

/// How many pairs are decided one after another before the search gives up: each takes a frame of the stack.
const DEPTH: u32 = 400;

/// What is wanted of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The plan with the greatest sum.
    Best,
    /// Any plan, or the proof that there is none.
    Any,
}

/// What a search found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The best plan that meets the condition.
    pub(crate) cells: Option<Vec<u32>>,
    /// What none exceeds.
    pub(crate) bound: i64,
    /// Whether the search was complete: the plan is best, or there is none.
    pub(crate) is_proven: bool,
}

/// The state of a search.
#[derive(Debug)]
pub(crate) struct Branching<'t> {
    relaxation: Relaxation<'t>,
    wanted: Wanted,
    decisions: Column<Decision>,
    best: Option<Vec<u32>>,
    /// The weight of the best plan; before there is one, one less than any plan must have.
    best_weight: i64,
    /// How many pairs may still be read.
    left: u64,
}

impl<'t> Branching<'t> {
    /// Takes the pairs that may be taken, and a plan that meets the condition where one is known.
    pub(crate) fn new(
        relaxation: Relaxation<'t>,
        wanted: Wanted,
        allowed: &Column<bool>,
        known: Option<Vec<u32>>,
    ) -> Self {
        let decide = |&allowed: &bool| {
            if allowed {
                Decision::Open
            } else {
                Decision::Dropped
            }
        };
        // Any assignment beats the start value when none is known yet.
        let best_weight = match &known {
            Some(cells) => relaxation.task.weight_of(cells),
            None => least_weight(&relaxation) - 1,
        };
        Self {
            decisions: allowed.iter().map(decide).collect(),
            relaxation,
            wanted,
            best: known,
            best_weight,
            left: match wanted {
                Wanted::Best => BEST_WORK,
                Wanted::Any => ANY_WORK,
            },
        }
    }

    /// Runs the search.
    // The root of the tree: the relaxation of the whole task with the best multipliers that were found.
    pub(crate) fn run(mut self) -> Found {
        let mut multipliers = Column::filled(self.relaxation.task.demands.len(), 0.0);
        let root = self.tighten(&mut multipliers, ROUNDS);
        let mut bound = root.as_ref().map_or(i64::MIN, Relaxed::bound);
        let mut is_proven = true;
        if let Some(root) = root
            && self.is_worth_it(bound)
        {
            // Where turning one pair round already costs more than the gap, its decision is final for the whole search.
            for (cell, taken, turned) in root.turned() {
                if !self.is_worth_it(turned) {
                    self.decisions[cell] = if taken {
                        Decision::Forced
                    } else {
                        Decision::Dropped
                    };
                }
            }
            is_proven = self.split(&root, &multipliers, DEPTH);
        }
        if is_proven {
            bound = self.best_weight;
        }
        Found {
            bound: bound.max(self.best_weight),
            cells: self.best,
            is_proven,
        }
    }

    /// Whether plans up to this weight are still of interest.
    fn is_worth_it(&self, bound: i64) -> bool {
        bound > self.best_weight && (self.wanted == Wanted::Best || self.best.is_none())
    }

    /// Takes a plan when it meets the condition and is better.
    fn consider(&mut self, cells: &[u32]) {
        let weight = self.relaxation.task.weight_of(cells);
        if weight > self.best_weight && self.relaxation.is_met(cells) {
            self.best_weight = weight;
            self.best = Some(cells.to_vec());
        }
    }

    /// Moves the multipliers along the subgradient to lower the bound (Held, Wolfe & Crowder 1974); leaves the best of them, and
    /// returns their relaxation. `None` when the decisions leave no plan.
    fn tighten(&mut self, multipliers: &mut Column<f64>, rounds: u32) -> Option<Relaxed> {
        let mut best: Option<Relaxed> = None;
        let mut trial = multipliers.clone();
        let (mut pace, mut idle) = (1.0, 0);
        for _ in 0..rounds {
            let relaxed = self.relaxation.solve(&self.decisions, &trial)?;
            self.consider(&relaxed.cells);
            self.left = self.left.saturating_sub(relaxed.size());
            let misses = self.relaxation.misses(&relaxed.cells);
            let bound = relaxed.bound();
            idle += 1;
            if best.as_ref().is_none_or(|best| bound < best.bound()) {
                (best, idle) = (Some(relaxed), 0);
                multipliers.clone_from(&trial);
            // No progress for a while: back to the best multipliers, with half the step (Held, Wolfe & Crowder).
            } else if idle >= PATIENCE {
                (pace, idle) = (pace / 2.0, 0);
                trial.clone_from(multipliers);
                continue;
            }
            // Only conditions that are missed, or whose multiplier can still fall, move.
            let moves = |miss: f64, multiplier: f64| miss > 0.0 || multiplier > 0.0;
            let length: f64 = (misses.iter().zip(&**multipliers))
                .filter(|&(&miss, &multiplier)| moves(miss, multiplier))
                .map(|(miss, _)| miss * miss)
                .sum();
            if length == 0.0 || self.left == 0 || !self.is_worth_it(bound) {
                break;
            }
            let gap = (bound - self.best_weight) as f64;
            let step = pace * gap * SCALE as f64 / length;
            for (multiplier, miss) in trial.iter_mut().zip(misses) {
                *multiplier = (*multiplier + step * miss).max(0.0);
            }
        }
        best
    }

    /// Splits what a relaxation leaves open by one pair, taken or not; `false` when the search gave up.
    fn split(&mut self, relaxed: &Relaxed, multipliers: &Column<f64>, depth: u32) -> bool {
        let Some(cell) = self.undecided(relaxed, multipliers) else {
            return true;
        };
        let is_taken = relaxed.cells.binary_search(&cell).is_ok();
        // First against the relaxation, which is where it was wrong; then with it.
        let mut order = [Decision::Dropped, Decision::Forced];
        if !is_taken {
            order.reverse();
        }
        for decision in order {
            if self.left == 0 || depth == 0 {
                return false;
            }
            self.decisions[cell] = decision;
            // Multipliers are inherited: they are a good start for a task that differs by one pair.
            let mut multipliers = multipliers.clone();
            let child = self.tighten(&mut multipliers, NODE_ROUNDS);
            let went_on = match child {
                Some(child) if self.is_worth_it(child.bound()) => {
                    self.split(&child, &multipliers, depth - 1)
                }
                _ => true,
            };
            self.decisions[cell] = Decision::Open;
            if !went_on {
                return false;
            }
        }
        true
    }

    /// The pair to decide next: of the receiver who misses the condition most or, when none does, whose multiplier pays most for
    /// what is too much. `None` when nothing is open there: then the relaxation is exact, or there is no plan.
    fn undecided(&self, relaxed: &Relaxed, multipliers: &Column<f64>) -> Option<u32> {
        let task = self.relaxation.task;
        let shares = task.shares(&relaxed.cells);
        let least = self.relaxation.least;
        let is_open = |&cell: &usize| self.decisions[cell] == Decision::Open;
        let open_of = |receiver: usize| task.spans.row(receiver).filter(is_open);
        let miss = |receiver: usize| {
            let (count, sum) = shares[receiver];
            if count > 0 {
                (least - sum).max(0) as f64
            } else {
                0.0
            }
        };
        let misses = self.relaxation.misses(&relaxed.cells);
        let paid = |receiver: usize| multipliers[receiver] * misses[receiver].abs();
        let worst = |by: &dyn Fn(usize) -> f64| {
            let receivers = (0..task.demands.len()).filter(|&receiver| by(receiver) > 0.0);
            let open = receivers.filter(|&receiver| open_of(receiver).next().is_some());
            open.max_by(|&a, &b| by(a).total_cmp(&by(b)).then(b.cmp(&a)))
        };
        // Whoever misses the condition with all pairs decided makes this branch void.
        let is_void = |receiver: usize| miss(receiver) > 0.0 && open_of(receiver).next().is_none();
        if (0..task.demands.len()).any(is_void) {
            return None;
        }
        let receiver = worst(&miss).or_else(|| worst(&paid))?;
        // The receiver's lightest taken pair first: another in its place raises the sum most.
        let taken = |cell: &usize| relaxed.cells.binary_search(&(*cell as u32)).is_ok();
        let lightest = open_of(receiver)
            .filter(taken)
            .min_by_key(|&cell| task.weights[cell]);
        let heaviest = || open_of(receiver).max_by_key(|&cell| task.weights[cell]);
        lightest.or_else(heaviest).map(|cell| cell as u32)
    }
}

/// What any plan that meets the condition weighs at least.
fn least_weight(relaxation: &Relaxation<'_>) -> i64 {
    let demands = &relaxation.task.demands;
    let all: usize = demands.iter().map(|&demand| demand as usize).sum();
    let receivers = demands.iter().filter(|&&demand| demand > 0).count();
    let most = demands.iter().copied().max().unwrap_or(0).max(1) as usize;
    // How many are served: everyone when every demand can be met, else at least so many, or at most one a pair.
    let served = if relaxation.count == all {
        receivers
    } else if relaxation.least >= 0 {
        relaxation.count.div_ceil(most)
    } else {
        receivers.min(relaxation.count)
    };
    relaxation.least * served as i64
}

#[cfg(test)]
mod tests {
    use crate::assign::BipartiteTask;
    use crate::assign::bipartite::branch::{Branching, Wanted};
    use crate::assign::bipartite::relaxation::Relaxation;
    use crate::rows::Column;

    #[test]
    fn a_plan_that_is_known_is_kept_unless_another_is_heavier() {
        let task = BipartiteTask::new(&[1], &[1, 1], &[(0, 0, 5), (0, 1, 5)]).expect("sound");
        for known in [0, 1] {
            let relaxation = Relaxation {
                task: &task,
                least: 5,
                count: 1,
            };
            let (allowed, plan) = (Column::filled(2_usize, true), Some(vec![known]));
            let found = Branching::new(relaxation, Wanted::Best, &allowed, plan.clone()).run();
            assert_eq!((found.cells, found.bound), (plan, 5));
        }
    }
}
