//! Best pairs, next to two other exact solvers. `CONFRERE_BENCH_LARGE=1` adds 5,500 people, where those take about a minute.

#[path = "../../common/round.rs"]
mod inputs;
#[path = "../../common/race.rs"]
mod race;

use std::hint::black_box;

use confrere::assign::{Aim, WeightedPairs};
use inputs::Pairs;
use race::{Contender, race};

fn by_mwmatching(edges: &[(usize, usize, i32)]) -> i64 {
    let mates = mwmatching::Matching::new(edges.to_vec())
        .max_cardinality()
        .solve();
    let weight = |&&(a, b, _): &&(usize, usize, i32)| mates[a] == b;
    edges
        .iter()
        .filter(weight)
        .map(|edge| i64::from(edge.2))
        .sum()
}

fn by_integer_blossom(people: usize, edges: &[(usize, usize, i32)]) -> i64 {
    let mut matrix = vec![0_i64; people * people];
    for &(a, b, weight) in edges {
        matrix[a * people + b] = i64::from(weight) + 100_000;
        matrix[b * people + a] = i64::from(weight) + 100_000;
    }
    let mates = integer_blossom::max_weight_matching(&matrix, people);
    let weight = |&&(a, b, _): &&(usize, usize, i32)| mates[a] == Some(b);
    edges
        .iter()
        .filter(weight)
        .map(|edge| i64::from(edge.2))
        .sum()
}

fn for_rivals(edges: &Pairs) -> Vec<(usize, usize, i32)> {
    let edges = edges.iter();
    edges
        .map(|&(a, b, weight)| (a as usize, b as usize, weight as i32))
        .collect()
}

fn race_towns(people: u32, rounds: usize) {
    let edges = inputs::towns(people, 7);
    println!("towns: {people} people, {} pairs", edges.len());
    let best = WeightedPairs::new(people, &edges)
        .expect("sound pairs")
        .best(Aim::PairsThenWeight)
        .weight();
    let ours = || {
        let pairs = WeightedPairs::new(people, black_box(&edges)).expect("sound pairs");
        assert_eq!(pairs.best(Aim::PairsThenWeight).weight(), best);
    };
    let rivals = for_rivals(&edges);
    let mwmatching = || assert_eq!(by_mwmatching(black_box(&rivals)), best);
    let integer_blossom = || {
        assert_eq!(
            by_integer_blossom(people as usize, black_box(&rivals)),
            best
        )
    };
    race(
        &format!("rivals/round/towns/{people}"),
        rounds,
        &[
            Contender::new("confrere", 1, ours),
            Contender::new("mwmatching", 1, mwmatching),
            Contender::new("integer-blossom", 1, integer_blossom),
        ],
    );
}

fn main() {
    race_towns(800, 5);
    if std::env::var_os("CONFRERE_BENCH_LARGE").is_some() {
        race_towns(5_500, 1);
    }
}
