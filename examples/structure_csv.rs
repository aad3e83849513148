//! Who is shut in, who joins whom? Structure of a graph of ties from CSV: constraint, effective size, community.
//!
//! `cargo run --release --example structure_csv -- --ties ties.csv --circles circles.csv`; with `--summary` the network as a whole:
//! how mixed its groups are, how closely knit its ties, and who stands between groups.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::diversity::{
    Position, assortativity, blau_normalised, broker_counts, brokerage, communities,
    community_edge_gini_complement, cross_circle_share, external_internal, local_bridges,
    positions, tie_overlaps,
};
use serde::Serialize;
use support::reading::{Reading, counted};
use support::{Refused, csv_line, diversity, exchange, run};

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
    /// Figures of the whole network instead of a line per person
    #[arg(long, conflicts_with = "format")]
    summary: bool,
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
    /// Graphviz; each tie once, with the sum of its strengths in both directions
    Dot,
    /// For Gephi, yEd and networkx; ties as in Graphviz
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

/// How many people who stand between groups are named.
const BROKERS: usize = 3;

/// Figures of the whole network. What is not defined without ties is null.
#[derive(Serialize)]
struct Summary {
    people: u32,
    ties: u32,
    groups: u32,
    /// The share of ties between groups
    between_groups: Option<f64>,
    /// E-I index: 1 when all ties lead out of their group, -1 when none does
    external_internal: Option<f64>,
    /// 1 when people are tied within their group only, 0 when ties are mixed as by chance
    assortativity: Option<f64>,
    /// How evenly ties between groups are spread over all pairs of groups, 1 for evenly
    evenness: Option<f64>,
    /// The chance that two people are of different groups, as a share of the most that so many groups allow
    variety: f64,
    /// The mean share of common contacts of two people who are tied
    overlap: f64,
    /// Ties whose ends have no contact in common
    local_bridges: u32,
    brokers: Vec<Broker>,
}

/// Someone who stands between people of different groups who are not tied themselves.
#[derive(Serialize)]
struct Broker {
    name: String,
    /// Pairs of contacts of different groups who are not tied
    pairs: u64,
    /// The two groups with most of these pairs
    most_between: [String; 2],
}

impl Summary {
    fn of(named: &diversity::NamedGraph, labels: &[String]) -> Result<Self, Refused> {
        let graph = &named.graph;
        let mut groups: Vec<&String> = labels.iter().collect();
        groups.sort_unstable();
        groups.dedup();
        let number = |label: &String| groups.partition_point(|&group| group < label) as u32;
        let numbers: Vec<u32> = labels.iter().map(number).collect();
        let overlaps = tie_overlaps(graph);
        let overlap: f64 = overlaps.iter().map(|tie| tie.embeddedness).sum();
        let counts = broker_counts(graph, &numbers)?;
        let mut order: Vec<usize> = (0..counts.len())
            .filter(|&person| counts[person] > 0)
            .collect();
        order.sort_by_key(|&person| std::cmp::Reverse(counts[person]));
        let mut brokers = Vec::new();
        for &person in order.iter().take(BROKERS) {
            let between = brokerage(graph, &numbers, person as u32)?;
            let most = between
                .into_iter()
                .reduce(|a, b| if b.pairs > a.pairs { b } else { a });
            let group = |number: u32| groups[number as usize].clone();
            brokers.extend(most.map(|most| Broker {
                name: named.names[person].clone(),
                pairs: counts[person],
                most_between: [group(most.one), group(most.other)],
            }));
        }
        Ok(Self {
            people: graph.people(),
            ties: graph.ties(),
            groups: groups.len() as u32,
            between_groups: cross_circle_share(graph, &numbers)?,
            external_internal: external_internal(graph, &numbers)?,
            assortativity: assortativity(graph, &numbers)?,
            evenness: community_edge_gini_complement(graph, &numbers)?,
            variety: blau_normalised(&numbers),
            overlap: overlap / (overlaps.len() as f64).max(1.0),
            local_bridges: local_bridges(graph).len() as u32,
            brokers,
        })
    }

    /// A line per figure, then one for each broker.
    fn lines(&self) -> Vec<[String; 2]> {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let mut lines = vec![
            ["people".into(), self.people.to_string()],
            ["ties".into(), self.ties.to_string()],
            ["groups".into(), self.groups.to_string()],
            ["between_groups".into(), number(self.between_groups)],
            ["external_internal".into(), number(self.external_internal)],
            ["assortativity".into(), number(self.assortativity)],
            ["evenness".into(), number(self.evenness)],
            ["variety".into(), self.variety.to_string()],
            ["overlap".into(), self.overlap.to_string()],
            ["local_bridges".into(), self.local_bridges.to_string()],
        ];
        lines.extend(self.brokers.iter().map(|broker| {
            let [one, other] = &broker.most_between;
            let told = format!(
                "{}: {}, most between {one} and {other}",
                broker.name,
                counted(broker.pairs as usize, "pair", "pairs")
            );
            ["broker".into(), told]
        }));
        lines
    }
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
        let json = arguments.json || arguments.format == Format::Json;
        if arguments.summary {
            let summary = Summary::of(&named, &labels)?;
            if json {
                writeln!(out, "{}", serde_json::to_string(&summary)?)?;
                return Ok(());
            }
            csv_line(out, &["figure", "value"].map(String::from))?;
            for line in summary.lines() {
                csv_line(out, &line)?;
            }
            return Ok(());
        }
        let everyone = named.names.iter().zip(positions(&named.graph)).zip(&labels);
        let lines = everyone.map(|((name, position), label)| line(name, position, label));
        if json {
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
