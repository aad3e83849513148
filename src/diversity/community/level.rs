//! A level of the Leiden hierarchy: a graph whose nodes are groups of people.

use std::borrow::Cow;

use crate::diversity::Graph;
use crate::diversity::community::sparse_sums::SparseSums;
use crate::rows::{AsIndex, Rows, Spans, narrow};

/// A weighted graph of nodes with inner weight; the lowest level has a node per person.
#[derive(Debug, Clone)]
pub(super) struct Level<'g> {
    spans: Cow<'g, Spans>,
    targets: Cow<'g, [u32]>,
    weights: Cow<'g, [f64]>,
    /// The sum of the weights of all ties of a node's people, inner ties twice.
    strengths: Vec<f64>,
    twice: f64,
}

impl<'g> Level<'g> {
    /// A node per person.
    pub(super) fn bottom(graph: &'g Graph) -> Self {
        let strengths: Vec<f64> = (0..graph.people())
            .map(|node| graph.strength(node))
            .collect();
        let (targets, weights) = graph.cells();
        Self {
            spans: Cow::Borrowed(graph.spans()),
            targets: Cow::Borrowed(targets),
            weights: Cow::Borrowed(weights),
            twice: strengths.iter().sum(),
            strengths,
        }
    }

    pub(super) fn nodes(&self) -> u32 {
        narrow(self.strengths.len())
    }

    pub(super) fn strength(&self, node: u32) -> f64 {
        self.strengths[node.as_index()]
    }

    /// Twice the weight of all ties.
    pub(super) fn twice(&self) -> f64 {
        self.twice
    }

    /// The neighbours of a node with the weights between, inner weight left out.
    pub(super) fn ties(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let row = self.spans.row(node);
        let targets = self.targets[row.clone()].iter().copied();
        targets.zip(self.weights[row].iter().copied())
    }

    /// Makes a node of each part; also gives the label of each new node, which all of its old nodes share.
    pub(super) fn aggregated(
        &self,
        part: &[u32],
        parts: u32,
        labels: &[u32],
    ) -> (Level<'static>, Vec<u32>) {
        // The nodes of each part, ascending.
        let members = Rows::from_pairs(parts.as_index(), part.iter().copied().zip(0_u32..));
        let mut spans = Spans::with_capacity(members.len());
        let mut targets = Vec::with_capacity(self.targets.len());
        let mut weights = Vec::with_capacity(self.targets.len());
        let mut strengths = Vec::with_capacity(members.len());
        let mut sums = SparseSums::new(parts);
        for (new, members) in (0..parts).zip(members.iter()) {
            strengths.push(members.iter().map(|&node| self.strength(node)).sum());
            // Ties of the members are added up by the part at their other end; those within stay in the strength alone.
            for &node in members {
                let ties = self.ties(node);
                sums.add_all(ties.map(|(other, weight)| (part[other.as_index()], weight)));
            }
            // Ties in ascending order, so that the next level does not depend on the order of this one.
            sums.sort();
            let before = targets.len();
            for (other, weight) in sums.drain().filter(|&(other, _)| other != new) {
                targets.push(other);
                weights.push(weight);
            }
            spans.push(targets.len() - before);
        }
        let labels = members.iter().map(|members| labels[members[0].as_index()]);
        let labels = labels.collect();
        let aggregate = Level {
            spans: Cow::Owned(spans),
            targets: Cow::Owned(targets),
            weights: Cow::Owned(weights),
            strengths,
            twice: self.twice,
        };
        (aggregate, labels)
    }
}
