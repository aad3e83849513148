//! A level of the Leiden hierarchy: a graph whose nodes are groups of people.

use crate::diversity::Graph;
use crate::rows::{AsIndex, Rows, Spans, narrow};

/// A weighted graph of nodes with inner weight; the lowest level has a node per person.
#[derive(Debug, Clone)]
pub(super) struct Level {
    spans: Spans,
    targets: Vec<u32>,
    weights: Vec<f64>,
    /// The sum of the weights of all ties of a node's people, inner ties twice.
    strengths: Vec<f64>,
    twice: f64,
}

impl Level {
    /// A node per person.
    pub(super) fn bottom(graph: &Graph) -> Self {
        let people = 0..graph.people();
        let strengths: Vec<f64> = people.clone().map(|node| graph.strength(node)).collect();
        let targets = people.clone().flat_map(|node| graph.neighbours(node));
        let weights = people.flat_map(|node| graph.weights(node));
        Self {
            spans: graph.spans().clone(),
            targets: targets.copied().collect(),
            weights: weights.copied().collect(),
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
    pub(super) fn aggregated(&self, part: &[u32], parts: u32, labels: &[u32]) -> (Self, Vec<u32>) {
        // The nodes of each part, ascending.
        let members = Rows::from_pairs(parts.as_index(), part.iter().copied().zip(0_u32..));
        let mut aggregate = Self {
            spans: Spans::with_capacity(members.len()),
            targets: Vec::new(),
            weights: Vec::new(),
            strengths: Vec::with_capacity(members.len()),
            twice: self.twice,
        };
        let mut sums = SparseSums::new(parts);
        for (new, members) in (0..parts).zip(members.iter()) {
            let strength = members.iter().map(|&node| self.strength(node)).sum();
            aggregate.strengths.push(strength);
            // Ties of the members are added up by the part at their other end; those within stay in the strength alone.
            for (other, weight) in members.iter().flat_map(|&node| self.ties(node)) {
                sums.add(part[other.as_index()], weight);
            }
            // Ties in ascending order, so that the next level does not depend on the order of this one.
            sums.sort();
            let before = aggregate.targets.len();
            for (other, weight) in sums.drain().filter(|&(other, _)| other != new) {
                aggregate.targets.push(other);
                aggregate.weights.push(weight);
            }
            aggregate.spans.push(aggregate.targets.len() - before);
        }
        let labels = members.iter().map(|members| labels[members[0].as_index()]);
        (aggregate, labels.collect())
    }
}

/// Sums by small number, of which few are touched at a time.
#[derive(Debug, Clone)]
pub(super) struct SparseSums {
    sums: Vec<f64>,
    touched: Vec<u32>,
}

impl SparseSums {
    pub(super) fn new(numbers: u32) -> Self {
        Self {
            // Below 0 stands for untouched; weights are above 0.
            sums: vec![-1.0; numbers.as_index()],
            touched: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, number: u32, weight: f64) {
        let sum = &mut self.sums[number.as_index()];
        if *sum < 0.0 {
            self.touched.push(number);
            *sum = weight;
        } else {
            *sum += weight;
        }
    }

    pub(super) fn get(&self, number: u32) -> f64 {
        self.sums[number.as_index()].max(0.0)
    }

    pub(super) fn sort(&mut self) {
        self.touched.sort_unstable();
    }

    /// Gives out all sums and forgets them.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let sums = &mut self.sums;
        self.touched.drain(..).map(move |number| {
            let sum = sums[number.as_index()];
            sums[number.as_index()] = -1.0;
            (number, sum)
        })
    }
}
