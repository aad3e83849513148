//! Who can introduce one person to another: reads ties from CSV, prints the best ways.
//!
//! `cargo run --release --example introduce_csv -- --ties ties.csv --from ana --to ben --paths 3`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::path::Introduction;
use confrere::{Network, Person, Unit};
use serde::Serialize;
use support::reading::Reading;
use support::{Refused, at_least_one, run};

/// Finds the ways by which one person can be introduced to another.
#[derive(Parser)]
struct Arguments {
    /// Table of ties: from, to, and strength or count, and optionally directed (yes or no)
    #[arg(long)]
    ties: PathBuf,
    /// Who asks
    #[arg(long)]
    from: String,
    /// Who is to be met
    #[arg(long)]
    to: String,
    /// How many ties a way may have
    #[arg(long, default_value_t = confrere::path::HOPS, value_parser = at_least_one)]
    hops: u32,
    /// How many ways
    #[arg(long, default_value_t = 3, value_parser = at_least_one)]
    paths: u32,
    /// The lowest chance that counts as a way, from 0 to 1
    #[arg(long, default_value_t = confrere::path::FLOOR, value_parser = chance)]
    least_chance: f32,
    /// Only ways that share no introducer
    #[arg(long)]
    disjoint: bool,
    /// Table of loads: name, load, cap: how many introductions people were asked for, and how many they make; a cap of 0
    /// refuses all
    #[arg(long)]
    load: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn chance(text: &str) -> Result<f32, String> {
    let number = text
        .parse()
        .ok()
        .filter(|chance| (0.0..=1.0).contains(chance));
    number.ok_or_else(|| format!("`{text}`, expected a number from 0 to 1"))
}

#[derive(Serialize)]
struct Answer<'n> {
    from: &'n str,
    to: &'n str,
    /// The lowest chance that counts as a way.
    least_chance: f32,
    paths: Vec<Way<'n>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joint_chance: Option<f32>,
}

#[derive(Serialize)]
struct Way<'n> {
    people: Vec<&'n str>,
    chance: f32,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = read(&arguments)?;
        let (from, to) = (network.id(&arguments.from)?, network.id(&arguments.to)?);
        if from == to {
            return Err(Refused::new(format!(
                "--from and --to are both `{}`, expected two people",
                arguments.to
            )));
        }
        let least = Unit::new(arguments.least_chance).unwrap_or(Unit::ZERO);
        let introductions = network.introductions().hops(arguments.hops).floor(least);
        let (ways, joint) = if arguments.disjoint {
            let found = introductions.disjoint(from, to, arguments.paths);
            (found.introductions, Some(found.joint))
        } else {
            (introductions.ranked(from, to, arguments.paths), None)
        };
        if arguments.json {
            let answer = Answer {
                from: network.name(from),
                to: network.name(to),
                least_chance: arguments.least_chance,
                paths: ways.iter().map(way).collect(),
                joint_chance: joint,
            };
            writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            return Ok(());
        }
        tell(out, &arguments, &ways)?;
        match joint {
            Some(joint) if ways.len() > 1 => Ok(writeln!(out, "at least one of them: {joint:.2}")?),
            _ => Ok(()),
        }
    })
}

fn tell(out: &mut dyn Write, arguments: &Arguments, ways: &[Introduction]) -> Result<(), Refused> {
    if ways.is_empty() {
        let (from, to, hops) = (&arguments.from, &arguments.to, arguments.hops);
        let least = arguments.least_chance;
        writeln!(
            out,
            "nobody can introduce {from} to {to} within {hops} ties and with a chance of at least {least} (--hops, --least-chance)"
        )?;
    }
    for (rank, way) in ways.iter().enumerate() {
        writeln!(out, "{:>3}. {way}", rank + 1)?;
    }
    Ok(())
}

fn way(introduction: &Introduction) -> Way<'_> {
    Way {
        people: introduction.names(),
        chance: introduction.chance(),
    }
}

/// The network of everyone who is named in a tie.
fn read(arguments: &Arguments) -> Result<Network, Refused> {
    let ties = arguments.reading.ties(&arguments.ties, None)?.ties();
    let names: BTreeSet<&str> = ties
        .iter()
        .flat_map(|tie| [tie.from.as_str(), tie.to.as_str()])
        .collect();
    let loads = match &arguments.load {
        Some(path) => arguments.reading.loads(path)?,
        None => Vec::new(),
    };
    if let Some((name, ..)) = loads.iter().find(|load| !names.contains(load.0.as_str())) {
        let unknown = "is unknown, expected someone with a tie";
        return Err(Refused::new(format!("person `{name}` of --load {unknown}")));
    }
    let loads: BTreeMap<&str, (u32, u32)> = loads
        .iter()
        .map(|(name, load, cap)| (name.as_str(), (*load, *cap)))
        .collect();
    let people: Vec<Person> = names
        .into_iter()
        .map(|name| match loads.get(name) {
            Some(&(load, cap)) => Person::new(name).introductions(cap).asked(load),
            None => Person::new(name),
        })
        .collect();
    Ok(Network::from_people(people, ties)?)
}
