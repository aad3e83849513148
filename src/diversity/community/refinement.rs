//! Leiden's refinement: rebuilds each community from well-connected parts, so that none falls apart.

use crate::diversity::community::level::Level;
use crate::diversity::community::local_moving::Partition;
use crate::diversity::community::sparse_sums::SparseSums;
use crate::rows::AsIndex;

/// Rebuilds each group from single nodes that join only where they gain and are well connected within the group; gives
/// the part of each node and the number of parts.
pub(super) fn refine(level: &Level<'_>, partition: &Partition, resolution: f64) -> (Vec<u32>, u32) {
    let mut refinement = Refinement::new(level, partition, resolution);
    for node in 0..level.nodes() {
        refinement.join(node);
    }
    crate::diversity::community::canonical(&refinement.parts)
}

#[derive(Debug)]
struct Refinement<'l> {
    level: &'l Level<'l>,
    partition: &'l Partition,
    /// γ/2m.
    penalty: f64,
    parts: Vec<u32>,
    strengths: Vec<f64>,
    sizes: Vec<u32>,
    /// The weight between a part and the rest of its group.
    outward: Vec<f64>,
    sums: SparseSums,
}

impl<'l> Refinement<'l> {
    fn new(level: &'l Level<'l>, partition: &'l Partition, resolution: f64) -> Self {
        let nodes = 0..level.nodes();
        let inside = |node| {
            // Each node begins as a part of its own; `outward` holds its ties to the rest of its community.
            let group = partition.label(node);
            let weight = |(other, weight)| match partition.label(other) == group {
                true => weight,
                false => 0.0,
            };
            level.ties(node).map(weight).sum()
        };
        Self {
            level,
            partition,
            penalty: resolution / level.twice(),
            parts: nodes.clone().collect(),
            strengths: nodes.clone().map(|node| level.strength(node)).collect(),
            sizes: vec![1; level.nodes().as_index()],
            outward: nodes.map(inside).collect(),
            sums: SparseSums::new(level.nodes()),
        }
    }

    /// Whether a part is tied to the rest of its group by at least what chance would give.
    fn well_connected(&self, part: u32, group: f64) -> bool {
        let strength = self.strengths[part.as_index()];
        self.outward[part.as_index()] >= self.penalty * strength * (group - strength)
    }

    /// Joins a node that is still alone to the part in which it gains most, the lowest of equals.
    fn join(&mut self, node: u32) {
        let group = self.partition.label(node);
        let whole = self.partition.strength(group);
        let alone = self.parts[node.as_index()] == node && self.sizes[node.as_index()] == 1;
        if !alone || !self.well_connected(node, whole) {
            return;
        }
        // Only parts of the same community are candidates, so that refinement never joins what local moving kept apart.
        let inside = |(neighbour, weight)| {
            let same = self.partition.label(neighbour) == group;
            (
                self.parts[neighbour.as_index()],
                if same { weight } else { 0.0 },
            )
        };
        self.sums.add_all(self.level.ties(node).map(inside));
        let cost = self.level.strength(node) * self.penalty;
        let mut sums = std::mem::replace(&mut self.sums, SparseSums::new(0));
        let (mut best, mut most, mut between) = (node, 0.0, 0.0);
        for (part, weight) in sums.drain() {
            // The gain in modularity times m: ties to the part less what chance would put there.
            let gain = weight - cost * self.strengths[part.as_index()];
            let better = gain > most || (gain == most && best != node && part < best);
            if part != node && better && self.well_connected(part, whole) {
                (best, most, between) = (part, gain, weight);
            }
        }
        self.sums = sums;
        if best == node {
            return;
        }
        // Ties between node and part turn inward; all others of the node now lead out of the part.
        self.parts[node.as_index()] = best;
        self.strengths[best.as_index()] += self.level.strength(node);
        self.sizes[best.as_index()] += 1;
        self.outward[best.as_index()] += self.outward[node.as_index()] - 2.0 * between;
        (self.strengths[node.as_index()], self.sizes[node.as_index()]) = (0.0, 0);
    }
}
