//! The best pairs of a file of weighted pairs, with a bound that proves it.
//!
//! `cargo run --release --example round_csv -- --pairs pairs.csv --cardinality`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use confrere::assign::{Aim, WeightedPairs};
use serde_json::json;
use support::reading::{Reading, counted};
use support::{Refused, run};

/// Finds the pairs with the highest sum of weights in which nobody appears twice.
#[derive(Parser)]
struct Arguments {
    /// Table of pairs: a, b, weight (whole numbers)
    #[arg(long)]
    pairs: PathBuf,
    /// As many pairs as possible first, then the weights
    #[arg(long)]
    cardinality: bool,
    /// At least half the best weight instead of the best, for very large files
    #[arg(long, conflicts_with = "cardinality")]
    quick: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let read = arguments.reading.pairs(&arguments.pairs)?;
        let start = Instant::now();
        let pairs = WeightedPairs::new(read.names.len() as u32, &read.pairs)?;
        let aim = if arguments.cardinality {
            Aim::PairsThenWeight
        } else {
            Aim::Weight
        };
        let found = if arguments.quick {
            pairs.quick()
        } else {
            pairs.best(aim)
        };
        let seconds = start.elapsed().as_secs_f64();
        let proof = found.certificate().check_bound(&pairs);
        proof.map_err(|flaw| Refused::new(format!("the bound is not proven: {flaw:?}")))?;
        let name = |person: u32| &read.names[person as usize];
        let (weight, bound) = (found.weight(), found.bound());
        if arguments.json {
            let named: Vec<_> = found.pairs().map(|(a, b)| [name(a), name(b)]).collect();
            let answer = json!({ "pairs": named, "weight": weight, "bound": bound });
            writeln!(out, "{answer}")?;
            return Ok(());
        }
        for (a, b) in found.pairs() {
            let weight = pairs.weight(a, b).unwrap_or_default();
            writeln!(out, "{} and {}: {weight}", name(a), name(b))?;
        }
        let alone: Vec<&str> = found
            .unmatched()
            .map(|person| name(person).as_str())
            .collect();
        if !alone.is_empty() {
            writeln!(out, "without a partner: {}", alone.join(", "))?;
        }
        let count = found.count();
        writeln!(
            out,
            "{} of weight {weight}, at most {bound}, in {seconds:.3} s",
            counted(count as usize, "pair", "pairs")
        )?;
        Ok(())
    })
}
