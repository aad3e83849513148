//! Small random networks and the plainest search over all simple routes.

use confrere::Adjacency;
use confrere::path::Introducers;
use proptest::prelude::*;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::collections::BTreeMap;

pub type Ties = Vec<(u32, u32, f32)>;

/// Every simple route within the hops, best first: (chance, people).
pub fn all_ways(
    out: &Adjacency,
    introducers: &Introducers,
    from: u32,
    to: u32,
    hops: usize,
) -> Vec<(f64, Vec<u32>)> {
    let mut found = Vec::new();
    let mut stack = vec![(1.0_f64, vec![from])];
    while let Some((chance, people)) = stack.pop() {
        let last = people[people.len() - 1];
        if last == to {
            found.push((chance, people));
            continue;
        }
        if people.len() > hops {
            continue;
        }
        let inside = people.len() > 1;
        if inside && (introducers.refuses(last, from) || introducers.refuses(last, to)) {
            continue;
        }
        let carry = if inside {
            f64::from(introducers.factor(last))
        } else {
            1.0
        };
        for (&next, &strength) in out.neighbours(last).iter().zip(out.strengths(last)) {
            let apart = introducers.refuses(last, next) || introducers.refuses(next, last);
            let chance = chance * carry * f64::from(strength);
            if !people.contains(&next) && chance > 0.0 && !(inside && apart) {
                let mut longer = people.clone();
                longer.push(next);
                stack.push((chance, longer));
            }
        }
    }
    found.sort_by(|a, b| {
        if (a.0 / b.0 - 1.0).abs() > 1e-8 {
            return b.0.total_cmp(&a.0);
        }
        (a.1.len(), &a.1).cmp(&(b.1.len(), &b.1))
    });
    found
}

/// Strengths of which some are equal, so that ties are common.
fn strength() -> impl Strategy<Value = f32> {
    prop_oneof![
        Just(1.0_f32),
        Just(0.5),
        Just(0.5),
        Just(0.25),
        Just(0.9),
        Just(0.0),
        0.01_f32..1.0
    ]
}

pub fn graph() -> impl Strategy<Value = (u32, Ties, Vec<f32>, Vec<(u32, u32)>)> {
    (2_u32..9).prop_flat_map(|people| {
        let tie = (0..people, 0..people, strength());
        let factor = prop_oneof![Just(1.0_f32), Just(0.5), Just(0.0), 0.1_f32..1.0];
        let refusal = (0..people, 0..people);
        (
            Just(people),
            prop::collection::vec(tie, 0..40),
            prop::collection::vec(factor, people as usize),
            prop::collection::vec(refusal, 0..4),
        )
    })
}

pub fn two_people<T>(pairs: Vec<T>, differ: impl Fn(&T) -> bool) -> Vec<T> {
    pairs.into_iter().filter(|pair| differ(pair)).collect()
}

/// The network of a drawn graph: ties and who carries.
pub fn drawn(
    (people, ties, factors, refusals): (u32, Ties, Vec<f32>, Vec<(u32, u32)>),
) -> (u32, Adjacency, Introducers) {
    let out = Adjacency::new(people, &two_people(ties, |tie| tie.0 != tie.1)).unwrap();
    let refusals = two_people(refusals, |pair| pair.0 != pair.1);
    let introducers = Introducers::new(factors)
        .unwrap()
        .refusing(&refusals)
        .unwrap();
    (people, out, introducers)
}

/// So many random ties among some people, ascending, each as strong as a number of twentieths.
#[allow(dead_code, reason = "not every test draws a crowd")]
pub fn crowd(random: &mut ChaCha8Rng, people: u32, count: usize) -> Ties {
    let mut ties = BTreeMap::new();
    while ties.len() < count {
        let from = random.random_range(0..people);
        let to = random.random_range(0..people);
        if from != to {
            ties.insert((from, to), random.random_range(1..=20) as f32 / 20.0);
        }
    }
    let tie = |((from, to), strength)| (from, to, strength);
    ties.into_iter().map(tie).collect()
}
