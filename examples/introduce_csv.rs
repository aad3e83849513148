//! Who can introduce one person to another: reads ties from CSV, prints the best ways.
//!
//! `cargo run --release --example introduce_csv -- --ties ties.csv --from ana --to ben --paths 3`

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use confrere::path::Introduction;
use confrere::{Error, Network, Person};
use serde::Serialize;
use support::files::{Table, read_ties};
use support::{Refused, run};

/// Finds the ways by which one person can be introduced to another.
#[derive(Parser)]
struct Arguments {
    /// CSV with the columns from, to, strength and optionally directed (yes or no); may be compressed (.gz)
    #[arg(long)]
    ties: PathBuf,
    /// Who asks
    #[arg(long)]
    from: String,
    /// Who is to be met
    #[arg(long)]
    to: String,
    /// How many ties a way may have
    #[arg(long, default_value_t = confrere::path::HOPS)]
    hops: u32,
    /// How many ways
    #[arg(long, default_value_t = 3)]
    paths: u32,
    /// Only ways that share no introducer
    #[arg(long)]
    disjoint: bool,
    /// CSV with the columns name, load, cap: how many introductions people were asked for, and how many they make; a cap of 0
    /// refuses all
    #[arg(long)]
    load: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer<'n> {
    from: &'n str,
    to: &'n str,
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
        let introductions = network.introductions().hops(arguments.hops);
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
        writeln!(
            out,
            "nobody can introduce {from} to {to} within {hops} ties"
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
    let ties = read_ties(Table::open(&arguments.ties)?, None)?;
    let names: BTreeSet<&str> = ties
        .iter()
        .flat_map(|tie| [tie.from.as_str(), tie.to.as_str()])
        .collect();
    let loads = match &arguments.load {
        Some(path) => read_loads(path, &names)?,
        None => BTreeMap::new(),
    };
    let people: Vec<Person> = names
        .into_iter()
        .map(|name| match loads.get(name) {
            Some(&(load, cap)) => Person::new(name).introductions(cap).asked(load),
            None => Person::new(name),
        })
        .collect();
    Ok(Network::from_people(people, ties)?)
}

/// Load and cap of each person named in the file.
fn read_loads(
    path: &Path,
    known: &BTreeSet<&str>,
) -> Result<BTreeMap<String, (u32, u32)>, Refused> {
    let mut table = Table::open(path)?;
    let columns = [
        table.column("name")?,
        table.column("load")?,
        table.column("cap")?,
    ];
    let mut loads = BTreeMap::new();
    table.for_each(|place, record| {
        let [name, load, cap] = columns.map(|column| record[column].trim());
        let count = |column: &str, field: &str| {
            let refused =
                || place.refuse(column, format!("`{field}` is not a whole number from 0 up"));
            field.parse::<u32>().map_err(|_| refused())
        };
        if !known.contains(name) {
            let error = Error::Unknown {
                what: format!("person `{name}`"),
                expected: "someone with a tie",
            };
            return Err(place.refuse("name", error));
        }
        if loads
            .insert(name.to_string(), (count("load", load)?, count("cap", cap)?))
            .is_some()
        {
            return Err(place.refuse(
                "name",
                Error::Duplicate {
                    what: format!("person `{name}`"),
                },
            ));
        }
        Ok(())
    })?;
    Ok(loads)
}
