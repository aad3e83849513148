//! Who sees it differently and would still listen?
//!
//! Without arguments a story about the embedded sample. With votes, the pairs that differ most and what they could talk
//! about: `cargo run --release --example contrarian -- --votes votes.csv`; with `--hide 0.3 --seeds 10` as well, how well
//! disagreement on hidden votes is foreseen.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Matcher, Policy, Query};
use support::reading::Reading;
use support::{Refused, at_least_one, diversity, run, sample};

/// Finds people who disagree on common ground.
#[derive(Parser)]
struct Arguments {
    /// Table of votes: a column participant, then a column per topic: 1 agrees, -1 disagrees, 0 passes, empty
    #[arg(long)]
    votes: Option<PathBuf>,
    /// Hide this share of the votes and report how well pairs are found that disagree on them
    #[arg(long, requires = "votes")]
    hide: Option<f64>,
    /// How often to hide, each time other votes
    #[arg(long, default_value_t = 10, requires = "hide", value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// How many pairs
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    limit: u32,
    /// One JSON object a line
    #[arg(long, requires = "votes")]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let Some(path) = &arguments.votes else {
            return story(out);
        };
        let votes = arguments.reading.votes(path)?;
        let Some(hide) = arguments.hide else {
            return diversity::tell_opposites(
                out,
                &votes,
                arguments.limit as usize,
                arguments.json,
            );
        };
        if !(hide > 0.0 && hide < 1.0 && arguments.seeds > 0) {
            let expected = "expected a share between 0 and 1, and at least one seed";
            return Err(Refused::new(format!(
                "--hide is {hide} with {} seeds, {expected}",
                arguments.seeds
            )));
        }
        let (seeds, json) = (arguments.seeds, arguments.json);
        diversity::evaluate(out, &votes, &diversity::Evaluation { hide, seeds, json })
    })
}

fn story(out: &mut dyn Write) -> Result<(), Refused> {
    let network = sample::network()?;
    let matcher = Matcher::with_policy(&network, Policy::contrarian())?;
    let asker = network.id("elif")?;
    writeln!(
        out,
        "Whom could {} meet who sees things differently?",
        network.name(asker)
    )?;
    for pick in matcher.recommend(Query::new(asker).limit(3)) {
        writeln!(out, "\n{}, score {:.2}", pick.name(), pick.score())?;
        for line in pick.explanation().to_string().lines() {
            writeln!(out, "  {line}")?;
        }
        let starters = matcher.starters(asker, pick.peer());
        if let Some(topic) = starters.agreed.first() {
            writeln!(out, "  Begin with what you share: {}.", topic)?;
        }
    }
    Ok(())
}
