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
    let parts: Vec<u32> = refinement.places.iter().map(|place| place.part).collect();
    crate::diversity::community::canonical(&parts)
}

/// Where a node is; both are read together.
#[derive(Debug, Clone, Copy)]
struct Place {
    group: u32,
    part: u32,
}

/// Some nodes of one group; of size 0 when its only node has joined another.
#[derive(Debug, Clone, Copy)]
struct Part {
    strength: f64,
    /// The weight between the part and the rest of its group.
    outward: f64,
    size: u32,
}

impl Part {
    /// Whether the part is tied to the rest of its group, of strength `group`, by at least what chance would give.
    fn well_connected(&self, penalty: f64, group: f64) -> bool {
        self.outward >= penalty * self.strength * (group - self.strength)
    }
}

#[derive(Debug)]
struct Refinement<'l> {
    level: &'l Level<'l>,
    partition: &'l Partition,
    /// γ/2m.
    penalty: f64,
    places: Vec<Place>,
    parts: Vec<Part>,
    sums: SparseSums,
}

impl<'l> Refinement<'l> {
    fn new(level: &'l Level<'l>, partition: &'l Partition, resolution: f64) -> Self {
        let alone = |node| {
            let group = partition.label(node);
            let inside = level.ties(node).map(|(other, weight)| {
                let same = partition.label(other) == group;
                if same { weight } else { 0.0 }
            });
            // Each node begins as a part of its own; `outward` holds its ties to the rest of its community.
            Part {
                strength: level.strength(node),
                outward: inside.sum(),
                size: 1,
            }
        };
        let labels = partition.labels().iter();
        let places = labels.zip(0..).map(|(&group, part)| Place { group, part });
        Self {
            level,
            partition,
            penalty: resolution / level.twice(),
            places: places.collect(),
            parts: (0..level.nodes()).map(alone).collect(),
            sums: SparseSums::new(level.nodes()),
        }
    }

    /// Joins a node that is still alone to the part in which it gains most, the lowest of equals.
    fn join(&mut self, node: u32) {
        let Place { group, part } = self.places[node.as_index()];
        let whole = self.partition.strength(group);
        let (own, penalty) = (self.parts[node.as_index()], self.penalty);
        if part != node || own.size != 1 || !own.well_connected(penalty, whole) {
            return;
        }
        // Only parts of the same community are candidates, so that refinement never joins what local moving kept apart.
        let places = self.places.as_slice();
        self.sums
            .add_all(self.level.ties(node).map(|(neighbour, weight)| {
                let place = places[neighbour.as_index()];
                let same = place.group == group;
                (place.part, if same { weight } else { 0.0 })
            }));
        let cost = own.strength * penalty;
        let (mut best, mut most, mut between) = (node, 0.0, 0.0);
        for (number, weight) in self.sums.drain() {
            let part = &self.parts[number.as_index()];
            // The gain in modularity times m: ties to the part less what chance would put there.
            let gain = weight - cost * part.strength;
            let better = gain > most || (gain == most && best != node && number < best);
            if better && number != node && part.well_connected(penalty, whole) {
                (best, most, between) = (number, gain, weight);
            }
        }
        if best == node {
            return;
        }
        // Ties between node and part turn inward; all others of the node now lead out of the part.
        self.places[node.as_index()].part = best;
        let part = &mut self.parts[best.as_index()];
        part.strength += own.strength;
        part.outward += own.outward - 2.0 * between;
        part.size += 1;
        let emptied = &mut self.parts[node.as_index()];
        (emptied.strength, emptied.size) = (0.0, 0);
    }
}
