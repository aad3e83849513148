//! Peers for people of your own: reads people (and ties) from CSV, prints everyone's best peers with reasons.
//!
//! `cargo run --release --example match_csv -- --people people.csv --ties ties.csv --person ana`

mod support;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::{Item, Matcher, PersonId, Policy, Query, Recommendation};
use serde::Serialize;
use support::{Refused, files, progress, run};

/// Suggests peers from whom both sides gain.
#[derive(Parser)]
struct Arguments {
    /// CSV with the columns name, offers, needs, interests, stances, circles, seeks, blocks, paused, limit (all but name
    /// optional); may be compressed (.gz)
    #[arg(long)]
    people: PathBuf,
    /// CSV with the columns from, to, strength and optionally directed
    #[arg(long)]
    ties: Option<PathBuf>,
    /// CSV with the columns a, b, relatedness between skills
    #[arg(long)]
    relatedness: Option<PathBuf>,
    /// Only this person's peers
    #[arg(long)]
    person: Option<String>,
    /// How many peers for each
    #[arg(long, default_value_t = 10)]
    limit: u32,
    /// What counts beside benefit
    #[arg(long, value_enum, default_value_t = Choice::Default)]
    policy: Choice,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Choice {
    Default,
    Benefit,
    Contrarian,
    Outside,
}

#[derive(Serialize)]
struct Line<'m> {
    person: &'m str,
    peers: Vec<Peer<'m>>,
}

#[derive(Serialize)]
struct Peer<'m> {
    name: &'m str,
    score: f32,
    gain: f32,
    give: f32,
    gains: Vec<Part<'m>>,
    gives: Vec<Part<'m>>,
    difference: f32,
    via: Vec<&'m str>,
}

#[derive(Serialize)]
struct Part<'m> {
    skill: &'m str,
    intent: &'m str,
    amount: f32,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = files::read_network(
            &arguments.people,
            arguments.ties.as_deref(),
            arguments.relatedness.as_deref(),
        )?;
        let matcher = Matcher::with_policy(&network, policy(arguments.policy))?;
        let people: Vec<PersonId> = match &arguments.person {
            Some(name) => vec![network.id(name)?],
            None => network.people().collect(),
        };
        let bar = progress(people.len() as u64, "matching");
        for (who, picks) in matcher.recommend_each(&people, arguments.limit) {
            bar.inc(1);
            if arguments.json {
                json(out, &matcher, who, &picks)?
            } else {
                text(out, &matcher, who, &picks)?
            }
        }
        bar.finish_and_clear();
        Ok(())
    })
}
