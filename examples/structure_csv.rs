//! Who is shut in, who joins whom? Structure of a graph of ties from CSV: constraint, effective size, community.
//!
//! `cargo run --release --example structure_csv -- --ties ties.csv --circles circles.csv`

mod support;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::diversity::{Position, communities, positions};
use serde::Serialize;
use support::{Refused, diversity, run};

/// Prints a line per person: name, degree, constraint, effective size, efficiency, hierarchy, community.
#[derive(Parser)]
struct Arguments {
    /// CSV with the columns from, to and optionally strength; may be compressed (.gz)
    #[arg(long)]
    ties: PathBuf,
    /// CSV with the columns name, circle; without it communities are found from the ties
    #[arg(long)]
    circles: Option<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// What is not defined for people without ties is empty, in JSON null.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    degree: u32,
    constraint: Option<f64>,
    effective_size: Option<f64>,
    efficiency: Option<f64>,
    hierarchy: Option<f64>,
    community: &'a str,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let named = diversity::read_graph(&arguments.ties, arguments.circles.as_deref())?;
        let found = || {
            communities(&named.graph)
                .labels()
                .iter()
                .map(u32::to_string)
                .collect()
        };
        let labels: Vec<String> = named.circles.clone().unwrap_or_else(found);
        let everyone = named.names.iter().zip(positions(&named.graph)).zip(&labels);
        let lines = everyone.map(|((name, position), label)| line(name, position, label));
        if arguments.json {
            for line in lines {
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
            return Ok(());
        }
        let mut table = csv::Writer::from_writer(out);
        for line in lines {
            table.serialize(line).map_err(Refused::new)?;
        }
        Ok(table.flush()?)
    })
}

fn line<'a>(name: &'a str, position: Option<Position>, community: &'a str) -> Line<'a> {
    Line {
        name,
        degree: position.map_or(0, |at| at.degree),
        constraint: position.map(|at| at.constraint),
        effective_size: position.map(|at| at.effective_size),
        efficiency: position.map(|at| at.efficiency),
        hierarchy: position.map(|at| at.hierarchy),
        community,
    }
}
