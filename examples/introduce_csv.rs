//! Who can introduce one person to another: reads ties from CSV, prints the best ways.
//!
//! `cargo run --release --example introduce_csv -- --ties ties.csv --from ana --to ben --paths 3`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::path::Introduction;
use confrere::{Network, Person, Tie, Unit};
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
        let ties = arguments.reading.ties(&arguments.ties, None)?.ties();
        let loads = loads(&arguments, &ties)?;
        let network = network(&ties, &loads)?;
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
        if ways.is_empty() {
            let unlimited = self::network(&ties, &Loads::new())?;
            let introductions = unlimited.introductions().hops(arguments.hops).floor(least);
            let (from, to) = (unlimited.id(&arguments.from)?, unlimited.id(&arguments.to)?);
            let without_caps = introductions.ranked(from, to, 1);
            return tell_nobody(out, &arguments, (&loads, without_caps.first()));
        }
        for (rank, way) in ways.iter().enumerate() {
            writeln!(out, "{:>3}. {way}", rank + 1)?;
        }
        match joint {
            Some(joint) if ways.len() > 1 => Ok(writeln!(out, "at least one of them: {joint:.2}")?),
            _ => Ok(()),
        }
    })
}

/// Tells that there is no way, and whether that is so because those between make no more introductions.
fn tell_nobody(
    out: &mut dyn Write,
    arguments: &Arguments,
    (loads, without_caps): (&Loads, Option<&Introduction>),
) -> Result<(), Refused> {
    let (from, to, hops) = (&arguments.from, &arguments.to, arguments.hops);
    let least = arguments.least_chance;
    let Some(way) = without_caps else {
        writeln!(
            out,
            "nobody can introduce {from} to {to} within {hops} ties and with a chance of at least {least} (--hops, --least-chance)"
        )?;
        return Ok(());
    };
    let names = way.names();
    let between = names.get(1..names.len() - 1).unwrap_or_default();
    let asked = between.iter().filter_map(|name| {
        let (load, cap) = loads.get(*name)?;
        Some(format!("{name} {load} of {cap}"))
    });
    let asked = asked.collect::<Vec<_>>().join(", ");
    writeln!(
        out,
        "nobody can introduce {from} to {to}, as those between were asked for as many introductions as they make, or nearly: {asked} (--load)"
    )?;
    Ok(())
}

fn way(introduction: &Introduction) -> Way<'_> {
    Way {
        people: introduction.names(),
        chance: introduction.chance(),
    }
}

/// How many introductions people were asked for, and how many they make at most, by name.
type Loads = BTreeMap<String, (u32, u32)>;

/// Everyone who is named in a tie.
fn names(ties: &[Tie]) -> BTreeSet<&str> {
    let ends = ties.iter().flat_map(|tie| [&tie.from, &tie.to]);
    ends.map(String::as_str).collect()
}

/// Reads the loads, which are of people with a tie.
fn loads(arguments: &Arguments, ties: &[Tie]) -> Result<Loads, Refused> {
    let Some(path) = &arguments.load else {
        return Ok(Loads::new());
    };
    let (loads, names) = (arguments.reading.loads(path)?, names(ties));
    if let Some((name, ..)) = loads.iter().find(|load| !names.contains(load.0.as_str())) {
        let unknown = "is unknown, expected someone with a tie";
        return Err(Refused::new(format!("person `{name}` of --load {unknown}")));
    }
    let loads = loads
        .into_iter()
        .map(|(name, load, cap)| (name, (load, cap)));
    Ok(loads.collect())
}

/// The network of everyone who is named in a tie.
fn network(ties: &[Tie], loads: &Loads) -> Result<Network, Refused> {
    let person = |name: &str| match loads.get(name) {
        Some(&(load, cap)) => Person::new(name).introductions(cap).asked(load),
        None => Person::new(name),
    };
    let people: Vec<Person> = names(ties).into_iter().map(person).collect();
    Ok(Network::from_people(people, ties.to_vec())?)
}
