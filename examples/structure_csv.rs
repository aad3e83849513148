//! Who is shut in, who joins whom? Structure of a graph of ties from CSV: constraint, effective size, community.
//!
//! `cargo run --release --example structure_csv -- --ties ties.csv --circles circles.csv`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::diversity::{Position, communities, positions};
use serde::Serialize;
use support::reading::Reading;
use support::{csv_line, diversity, exchange, run};

/// Prints a line per person: name, degree, constraint, effective size, efficiency, hierarchy, community.
#[derive(Parser)]
struct Arguments {
    /// Table of ties: from, to and optionally strength or count
    #[arg(long)]
    ties: PathBuf,
    /// Table of circles: name, circle; without it communities are found from the ties
    #[arg(long)]
    circles: Option<PathBuf>,
    /// The table, or the network with names for other tools
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    /// One JSON object a line
    Json,
    /// Graphviz
    Dot,
    /// Gephi, yEd, networkx
    Graphml,
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

impl Line<'_> {
    fn cells(&self) -> [String; 7] {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        [
            self.name.into(),
            self.degree.to_string(),
            number(self.constraint),
            number(self.effective_size),
            number(self.efficiency),
            number(self.hierarchy),
            self.community.into(),
        ]
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let named = diversity::read_graph(
            &arguments.reading,
            &arguments.ties,
            arguments.circles.as_deref(),
        )?;
        let found = || {
            communities(&named.graph)
                .labels()
                .iter()
                .map(u32::to_string)
                .collect()
        };
        let labels: Vec<String> = named.circles.clone().unwrap_or_else(found);
        match arguments.format {
            Format::Dot => return exchange::dot(out, &named, &labels),
            Format::Graphml => return exchange::graphml(out, &named, &labels),
            Format::Csv | Format::Json => {}
        }
        let everyone = named.names.iter().zip(positions(&named.graph)).zip(&labels);
        let lines = everyone.map(|((name, position), label)| line(name, position, label));
        if arguments.json || arguments.format == Format::Json {
            for line in lines {
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
            return Ok(());
        }
        let names = [
            "name",
            "degree",
            "constraint",
            "effective_size",
            "efficiency",
            "hierarchy",
            "community",
        ];
        csv_line(out, &names.map(String::from))?;
        for line in lines {
            csv_line(out, &line.cells())?;
        }
        Ok(())
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
