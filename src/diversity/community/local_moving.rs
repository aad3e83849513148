//! Fast local moving: nodes move to the neighbouring community that gains most modularity.

use std::collections::VecDeque;

use crate::diversity::community::level::Level;
use crate::diversity::community::sparse_sums::SparseSums;
use crate::rows::AsIndex;

/// The group of each node and the strength of each group.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    labels: Vec<u32>,
    strengths: Vec<f64>,
    sizes: Vec<u32>,
}

impl Partition {
    /// Takes over labels below the number of nodes.
    pub(super) fn new(level: &Level<'_>, labels: &[u32]) -> Self {
        // Labels below the number of labels in use, so that sums by label lie in plain arrays.
        let labels = crate::diversity::community::canonical(labels).0;
        let mut partition = Self {
            strengths: vec![0.0; labels.len()],
            sizes: vec![0; labels.len()],
            labels,
        };
        for node in 0..level.nodes() {
            let label = partition.label(node).as_index();
            partition.strengths[label] += level.strength(node);
            partition.sizes[label] += 1;
        }
        partition
    }

    pub(super) fn label(&self, node: u32) -> u32 {
        self.labels[node.as_index()]
    }

    pub(super) fn labels(&self) -> &[u32] {
        &self.labels
    }

    pub(super) fn strength(&self, label: u32) -> f64 {
        self.strengths[label.as_index()]
    }
}

/// The least gain for which a node moves, as a share of the weight of all ties: below it lies the error of sums.
const LEAST_GAIN: f64 = 1e-12;

/// Moves nodes one by one until none gains any more.
#[derive(Debug)]
pub(super) struct LocalMoving<'l> {
    level: &'l Level<'l>,
    /// γ/2m.
    penalty: f64,
    least: f64,
    sums: SparseSums,
    queue: VecDeque<u32>,
    waiting: Vec<u8>,
}

impl<'l> LocalMoving<'l> {
    pub(super) fn new(level: &'l Level<'l>, resolution: f64) -> Self {
        Self {
            level,
            penalty: resolution / level.twice(),
            least: LEAST_GAIN * level.twice(),
            sums: SparseSums::new(level.nodes()),
            queue: (0..level.nodes()).collect(),
            waiting: vec![1; level.nodes().as_index()],
        }
    }

    /// Visits all nodes in order, and again those whose neighbours moved away from them.
    pub(super) fn run(&mut self, partition: &mut Partition) {
        let empty = (0..self.level.nodes()).rev();
        let mut empty: Vec<u32> = empty
            .filter(|&l| partition.sizes[l.as_index()] == 0)
            .collect();
        // Invariant: every node that could gain by moving waits in the queue; each move raises modularity, so the queue runs dry.
        while let Some(node) = self.queue.pop_front() {
            self.waiting[node.as_index()] = 0;
            let old = partition.label(node);
            let new = self.best(partition, node, empty.last().copied());
            if new == old {
                continue;
            }
            if partition.sizes[new.as_index()] == 0 {
                empty.pop();
            }
            let strength = self.level.strength(node);
            partition.labels[node.as_index()] = new;
            partition.strengths[old.as_index()] -= strength;
            partition.strengths[new.as_index()] += strength;
            partition.sizes[old.as_index()] -= 1;
            partition.sizes[new.as_index()] += 1;
            // An emptied community is set to exactly 0, so that sums that were added and taken away leave no error behind.
            if partition.sizes[old.as_index()] == 0 {
                partition.strengths[old.as_index()] = 0.0;
                empty.push(old);
            }
            // Fast local moving: only neighbours outside the new community can have become better off elsewhere.
            for (neighbour, _) in self.level.ties(node) {
                let elsewhere = partition.label(neighbour) != new;
                if elsewhere && self.waiting[neighbour.as_index()] == 0 {
                    self.waiting[neighbour.as_index()] = 1;
                    self.queue.push_back(neighbour);
                }
            }
        }
    }

    /// The group in which a node gains most: its own unless another gains clearly more, the lowest of equals.
    fn best(&mut self, partition: &Partition, node: u32, empty: Option<u32>) -> u32 {
        let own = partition.label(node);
        let strength = self.level.strength(node);
        // Only communities of neighbours can gain anything: every other adds cost alone.
        let (ties, labels) = (self.level.ties(node), partition.labels());
        self.sums
            .add_all(ties.map(|(neighbour, weight)| (labels[neighbour.as_index()], weight)));
        let cost = strength * self.penalty;
        // The node itself belongs to its own community, so its strength is taken off the cost there.
        let stay = self.sums.get(own) - cost * (partition.strength(own) - strength);
        let (mut best, mut most) = (own, stay + self.least);
        // A group of one's own gains 0.
        if let Some(alone) = empty.filter(|_| most < 0.0) {
            (best, most) = (alone, 0.0);
        }
        // Within rounding the own community wins; among others the lowest label does, so that no order of visits is seen.
        for (label, weight) in self.sums.drain() {
            let gain = weight - cost * partition.strength(label);
            let lower = gain == most && best != own && label < best;
            if label != own && (gain > most || lower) {
                (best, most) = (label, gain);
            }
        }
        best
    }
}
