//! Graphs for the benches of introductions: a seeded power-law generator, and edge lists from files.

#![allow(dead_code, reason = "each example uses its part")]

use std::io::{BufRead, BufReader};
use std::path::Path;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// A directed tie between numbered people.
pub type Tie = (u32, u32, f32);

/// A mutual graph by preferential attachment: each newcomer ties to `each` others, nine times in ten to the end of a tie that is there
/// already and else to anyone. Strengths are even between 0.01 and 1. Returns about `2 · people · each` directed ties.
pub fn power_law(people: u32, each: u32, seed: u64) -> Vec<Tie> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let size = 2 * people as usize * each as usize;
    let mut ends: Vec<u32> = Vec::with_capacity(size);
    let mut ties = Vec::with_capacity(size);
    for person in 0..people {
        for _ in 0..each {
            let is_stranger = ends.is_empty() || rng.random_range(0..10_u32) == 0;
            let other = if is_stranger {
                rng.random_range(0..people)
            } else {
                ends[rng.random_range(0..ends.len())]
            };
            if other == person {
                continue;
            }
            ends.extend([other, person]);
            let strength = rng.random_range(0.01..1.0_f32);
            ties.extend([(person, other, strength), (other, person, strength)]);
        }
    }
    ties
}

/// Reads an edge list, `from to [strength]` a line, separated by white space or commas; lines that do not start with a digit (headers,
/// comments) are skipped, and so are ties of someone to themselves. Numbers are renamed in order of arrival, ties go both ways, and a
/// missing strength is drawn.
pub fn edge_list(path: &Path, seed: u64) -> Result<(u32, Vec<Tie>), String> {
    let refuse = |line: usize, what: &str| format!("{}, line {line}: {what}", path.display());
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut numbers = std::collections::HashMap::new();
    let mut ties = Vec::new();
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| refuse(index + 1, &error.to_string()))?;
        if !line.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        let words: Vec<&str> = line
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect();
        let &[from, to, ..] = words.as_slice() else {
            return Err(refuse(index + 1, "expected two people"));
        };
        let strength = match words.get(2) {
            Some(word) => word
                .parse()
                .map_err(|_| refuse(index + 1, &format!("strength `{word}` is not a number")))?,
            None => rng.random_range(0.01..1.0_f32),
        };
        let [from, to] = [from, to].map(|name| {
            let next = numbers.len() as u32;
            *numbers.entry(name.to_string()).or_insert(next)
        });
        if from != to {
            ties.extend([(from, to, strength), (to, from, strength)]);
        }
    }
    Ok((numbers.len() as u32, ties))
}
