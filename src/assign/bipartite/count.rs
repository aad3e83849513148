//! How many pairs there can be at most, whatever they are worth: Hopcroft and Karp (1973), with capacities on both sides.

use std::collections::VecDeque;

use crate::rows::{AsIndex, Column, Spans, narrow};

/// A level that no search reached, or that leads nowhere.
const NOWHERE: u32 = u32::MAX;

/// Givers, receivers and the pairs that may be taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowed<'t> {
    pub(crate) capacities: &'t Column<u32>,
    pub(crate) demands: &'t Column<u32>,
    /// The pairs of each receiver, as cells of the columns below.
    pub(crate) spans: &'t Spans,
    pub(crate) givers: &'t Column<u32>,
    pub(crate) allowed: &'t Column<bool>,
}

impl Allowed<'_> {
    /// The greatest number of pairs within all capacities and demands. O(E·√V) where demands and capacities are small.
    pub(crate) fn most_pairs(self) -> usize {
        let mut search = Counting::new(self);
        let receivers = 0..narrow(self.demands.len());
        // Each phase takes as many shortest augmenting paths as there are beside each other.
        while search.layer() {
            for receiver in receivers.clone() {
                while search.missing[receiver] > 0 && search.augment(receiver) {
                    search.missing[receiver] -= 1;
                }
            }
        }
        search.held.iter().map(Vec::len).sum()
    }
}

/// Pairs taken so far, and the layers of one phase.
struct Counting<'t> {
    task: Allowed<'t>,
    receiver_of: Column<u32>,
    taken: Column<bool>,
    held: Column<Vec<u32>>,
    missing: Column<u32>,
    /// Steps from a receiver with something missing.
    receiver_level: Column<u32>,
    giver_level: Column<u32>,
    /// The cell from which each receiver goes on to look in this phase.
    next: Column<usize>,
}

impl<'t> Counting<'t> {
    fn new(task: Allowed<'t>) -> Self {
        let (receivers, givers) = (task.demands.len(), task.capacities.len());
        Self {
            task,
            receiver_of: task.spans.row_of_each().collect(),
            taken: Column::filled(task.givers.len(), false),
            held: Column::filled(givers, Vec::new()),
            missing: task.demands.clone(),
            receiver_level: Column::filled(receivers, NOWHERE),
            giver_level: Column::filled(givers, NOWHERE),
            next: Column::filled(receivers, 0),
        }
    }

    fn has_room(&self, giver: u32) -> bool {
        self.held[giver].len() < self.task.capacities[giver].as_index()
    }

    /// Layers by breadth-first search from everyone with something missing; `false` when no giver with room is reached.
    fn layer(&mut self) -> bool {
        // Hopcroft & Karp's phase, with counts: several pairs a person instead of one.
        let mut queue = VecDeque::new();
        self.giver_level
            .iter_mut()
            .for_each(|level| *level = NOWHERE);
        for receiver in 0..narrow(self.missing.len()) {
            self.next[receiver] = self.task.spans.row(receiver).start;
            let level = if self.missing[receiver] > 0 {
                0
            } else {
                NOWHERE
            };
            self.receiver_level[receiver] = level;
            if level == 0 {
                queue.push_back(receiver);
            }
        }
        let mut shortest = NOWHERE;
        while let Some(receiver) = queue.pop_front() {
            let level = self.receiver_level[receiver];
            // Paths longer than the shortest wait for a later phase.
            if level >= shortest {
                break;
            }
            for cell in self.task.spans.row(receiver) {
                let giver = self.task.givers[cell];
                if !self.task.allowed[cell] || self.taken[cell] || self.giver_level[giver] < NOWHERE
                {
                    continue;
                }
                self.giver_level[giver] = level + 1;
                if self.has_room(giver) {
                    shortest = level + 1;
                }
                // A full giver is left again through whoever holds them: those pairs can be given back.
                for &back in &self.held[giver] {
                    let other = self.receiver_of[back];
                    if self.receiver_level[other] == NOWHERE {
                        self.receiver_level[other] = level + 2;
                        queue.push_back(other);
                    }
                }
            }
        }
        shortest < NOWHERE
    }

    /// Takes one more pair for a receiver along the layers, if any path is left; dead ends are left for good.
    fn augment(&mut self, source: u32) -> bool {
        // Receivers on the way, each with the cell to take and the cell that the next receiver gives back.
        let mut path: Vec<(u32, usize, u32)> = Vec::new();
        let mut receiver = source;
        loop {
            match self.step(receiver) {
                Some((cell, None)) => {
                    self.flip(&path, cell);
                    return true;
                }
                Some((cell, Some(back))) => {
                    path.push((receiver, cell, back));
                    receiver = self.receiver_of[back];
                }
                None => {
                    // A dead end: no later path of this phase may enter it, which keeps a phase linear in the pairs.
                    self.receiver_level[receiver] = NOWHERE;
                    let Some((before, ..)) = path.pop() else {
                        return false;
                    };
                    receiver = before;
                }
            }
        }
    }

    /// The next cell by which a receiver gets on, and the cell to be given back for it; none where the giver has room.
    fn step(&mut self, receiver: u32) -> Option<(usize, Option<u32>)> {
        let level = self.receiver_level[receiver];
        let end = self.task.spans.row(receiver).end;
        while self.next[receiver] < end {
            let cell = self.next[receiver];
            let giver = self.task.givers[cell];
            let leads = self.task.allowed[cell]
                && !self.taken[cell]
                && level < NOWHERE
                && self.giver_level[giver] == level + 1;
            if leads && self.has_room(giver) {
                return Some((cell, None));
            }
            // A full giver helps on through a cell that a receiver two levels on can give back.
            let mut held = self.held[giver].iter().copied();
            let back = held.find(|&back| self.receiver_level[self.receiver_of[back]] == level + 2);
            if let (true, Some(back)) = (leads, back) {
                return Some((cell, Some(back)));
            }
            // A cell that leads nowhere now leads nowhere in this phase: levels do not change within it.
            self.next[receiver] += 1;
        }
        None
    }

    /// Takes the last cell and every cell on the way; whoever gave one back has taken another.
    fn flip(&mut self, path: &[(u32, usize, u32)], last: usize) {
        self.taken[last] = true;
        self.held[self.task.givers[last]].push(narrow(last));
        for &(_, cell, back) in path {
            let held = &mut self.held[self.task.givers[cell]];
            let place = held.iter().position(|&held| held == back);
            held[place.expect("a pair that was taken")] = narrow(cell);
            self.taken[cell] = true;
            self.taken[back] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt as _, SeedableRng as _};

    use crate::assign::bipartite::count::Allowed;
    use crate::assign::bipartite::flow::{Cost, Transport};
    use crate::rows::{Column, Spans};

    #[test]
    fn as_many_pairs_as_the_best_flow_of_equal_weights_takes() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        for _ in 0..2_000 {
            let (givers, receivers) = (rng.random_range(0..7), rng.random_range(0..7_usize));
            let rows: Vec<Vec<u32>> = (0..receivers)
                .map(|_| (0..givers).filter(|_| rng.random_bool(0.4)).collect())
                .collect();
            let spans = Spans::from_lengths(rows.iter().map(Vec::len));
            let cells: Column<u32> = rows.concat().into_iter().collect();
            let allowed: Column<bool> = cells.iter().map(|_| rng.random_bool(0.8)).collect();
            let capacities: Column<u32> = (0..givers).map(|_| rng.random_range(0..4)).collect();
            let demands: Column<u32> = (0..receivers).map(|_| rng.random_range(0..4)).collect();
            let transport = Transport {
                capacities: capacities.clone(),
                demands: demands.clone(),
                spans: spans.clone(),
                givers: cells.clone(),
                weights: allowed
                    .iter()
                    .map(|&may| Cost::from(if may { 1 } else { -1 }))
                    .collect(),
            };
            let best = transport
                .solve()
                .taken
                .iter()
                .filter(|taken| **taken)
                .count();
            let counted = Allowed {
                capacities: &capacities,
                demands: &demands,
                spans: &spans,
                givers: &cells,
                allowed: &allowed,
            };
            assert_eq!(counted.most_pairs(), best);
        }
    }
}
