//! A community on one page to forward: network, gains by circle, exposure, next rounds, a card for everyone.
//!
//! `cargo run --release --example report -- --people examples/data/people.csv --ties examples/data/ties.csv --out report.html`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::round::MeetingHistory;
use confrere::{Network, Person};
use support::reading::{People, Reading};
use support::report::Report;
use support::{Refused, run};

/// Writes one self-contained page of HTML.
#[derive(Parser)]
struct Arguments {
    /// Table of people as for match_csv; without it everyone who is named in the ties or votes
    #[arg(long, required_unless_present_any = ["ties", "votes"])]
    people: Option<PathBuf>,
    /// Table of ties: from, to, and strength or count
    #[arg(long)]
    ties: Option<PathBuf>,
    /// Table of votes: a column participant, then one for each topic
    #[arg(long)]
    votes: Option<PathBuf>,
    /// Table of past meetings: people, at
    #[arg(long)]
    history: Option<PathBuf>,
    /// Where to write the page
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let votes = arguments
            .votes
            .as_ref()
            .map(|path| arguments.reading.votes(path))
            .transpose()?;
        let (network, people) = network(&arguments, votes.as_ref())?;
        let history = match &arguments.history {
            Some(path) => arguments.reading.history(path, people.as_ref())?,
            None => MeetingHistory::default(),
        };
        let page = Report::new(&network)?.html(votes.as_ref(), &history)?;
        let path = arguments.out.display();
        std::fs::write(&arguments.out, &page)
            .map_err(|error| Refused::new(format!("{path}: {error}")))?;
        Ok(writeln!(
            out,
            "{path}: {} people, {} kB",
            network.people().len(),
            page.len() / 1000
        )?)
    })
}

/// The people of the file, or everyone who is named elsewhere.
fn network(
    arguments: &Arguments,
    votes: Option<&support::reading::Votes>,
) -> Result<(Network, Option<People>), Refused> {
    let ties = arguments.ties.as_deref();
    if let Some(path) = &arguments.people {
        let (builder, people) = arguments.reading.builder(path, ties, None)?;
        return Ok((builder.build()?, Some(people)));
    }
    let ties = ties
        .map(|path| arguments.reading.ties(path, None))
        .transpose()?;
    let ties = ties.map_or_else(Vec::new, |ties| ties.ties());
    let mut names: Vec<String> = ties
        .iter()
        .flat_map(|tie| [tie.from.to_string(), tie.to.to_string()])
        .collect();
    if let Some(votes) = votes {
        names.extend(votes.participants.iter().cloned());
    }
    names.sort_unstable();
    names.dedup();
    Ok((
        Network::from_people(names.into_iter().map(Person::new), ties)?,
        None,
    ))
}
