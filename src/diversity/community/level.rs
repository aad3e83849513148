//! A graph whose nodes are groups of people.

use crate::diversity::Graph;
use crate::diversity::graph::accumulate;

/// A weighted graph of nodes with inner weight; the lowest level has a node per person.
#[derive(Debug, Clone)]
pub(super) struct Level {
    starts: Vec<u32>,
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
        let strengths: Vec<f64> = people
            .clone()
            .map(|person| graph.strength(person))
            .collect();
        Self {
            starts: graph.starts().to_vec(),
            targets: people
                .clone()
                .flat_map(|person| graph.neighbours(person))
                .copied()
                .collect(),
            weights: people
                .flat_map(|person| graph.weights(person))
                .copied()
                .collect(),
            twice: strengths.iter().sum(),
            strengths,
        }
    }

    pub(super) fn nodes(&self) -> u32 {
        self.strengths.len() as u32
    }

    pub(super) fn strength(&self, node: u32) -> f64 {
        self.strengths[node as usize]
    }

    /// Twice the weight of all ties.
    pub(super) fn twice(&self) -> f64 {
        self.twice
    }

    /// The neighbours of a node with the weights between, inner weight left out.
    pub(super) fn ties(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let row = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        let targets = self.targets[row.clone()].iter().copied();
        targets.zip(self.weights[row].iter().copied())
    }

    /// Makes a node of each part; also gives the label of each new node, which all of its old nodes share.
    pub(super) fn coarsened(&self, part: &[u32], parts: u32, labels: &[u32]) -> (Self, Vec<u32>) {
        let mut starts = vec![0_u32; parts as usize + 1];
        for &part in part {
            starts[part as usize + 1] += 1;
        }
        accumulate(&mut starts);
        let mut next = starts.clone();
        let mut members = vec![0; part.len()];
        for (node, &part) in part.iter().enumerate() {
            members[next[part as usize] as usize] = node as u32;
            next[part as usize] += 1;
        }
        let mut coarse = Self {
            starts: vec![0],
            targets: Vec::new(),
            weights: Vec::new(),
            strengths: Vec::with_capacity(parts as usize),
            twice: self.twice,
        };
        let mut sums = SparseSums::new(parts);
        let mut new_labels = Vec::with_capacity(parts as usize);
        for new in 0..parts {
            let members =
                &members[starts[new as usize] as usize..starts[new as usize + 1] as usize];
            new_labels.push(labels[members[0] as usize]);
            coarse
                .strengths
                .push(members.iter().map(|&node| self.strength(node)).sum());
            for (other, weight) in members.iter().flat_map(|&node| self.ties(node)) {
                sums.add(part[other as usize], weight);
            }
            sums.sort();
            for (other, weight) in sums.drain().filter(|&(other, _)| other != new) {
                coarse.targets.push(other);
                coarse.weights.push(weight);
            }
            coarse.starts.push(coarse.targets.len() as u32);
        }
        (coarse, new_labels)
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
            sums: vec![-1.0; numbers as usize],
            touched: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, number: u32, weight: f64) {
        let sum = &mut self.sums[number as usize];
        if *sum < 0.0 {
            self.touched.push(number);
            *sum = weight;
        } else {
            *sum += weight;
        }
    }

    pub(super) fn get(&self, number: u32) -> f64 {
        self.sums[number as usize].max(0.0)
    }

    pub(super) fn sort(&mut self) {
        self.touched.sort_unstable();
    }

    /// Gives out all sums and forgets them.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let sums = &mut self.sums;
        self.touched.drain(..).map(move |number| {
            let sum = sums[number as usize];
            sums[number as usize] = -1.0;
            (number, sum)
        })
    }
}
