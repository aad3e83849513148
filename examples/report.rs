//! A community on one page to forward: network, gains by circle, exposure, next rounds, a card for everyone.
//!
//! `cargo run --release --example report -- --people examples/data/people.csv --ties examples/data/ties.csv --out report.html`

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::Network;
use confrere::round::MeetingHistory;
use support::reading::{People, Reading, Votes};
use support::report::{Report, across_circles, voters};
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
    /// Table of circles: name, circle; for people who are named in the ties only
    #[arg(long, conflicts_with = "people", requires = "ties")]
    circles: Option<PathBuf>,
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
        let (network, people, note) = network(&arguments, votes.as_ref())?;
        let history = match &arguments.history {
            Some(path) => arguments.reading.history(path, people.as_ref())?,
            None => MeetingHistory::default(),
        };
        let page = Report::new(&network)?.html(votes.as_ref(), &history, note)?;
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

/// The people of the file, or those of the votes, or those of the ties, and on what their proposals rest.
fn network(
    arguments: &Arguments,
    votes: Option<&Votes>,
) -> Result<(Network, Option<People>, &'static str), Refused> {
    let (reading, ties) = (&arguments.reading, arguments.ties.as_deref());
    if let Some(path) = &arguments.people {
        let (builder, people) = reading.builder(path, ties, None)?;
        return Ok((builder.build()?, Some(people), ""));
    }
    let ties = ties.map(|path| reading.ties(path, None)).transpose()?;
    let ties = ties.map_or_else(Vec::new, |ties| ties.ties());
    let circles = arguments.circles.as_ref();
    let circles = circles.map(|path| reading.circles(path)).transpose()?;
    let circles = circles.unwrap_or_default().into_iter().collect();
    if let Some(votes) = votes {
        let mut people = voters(votes);
        let voted: BTreeSet<&str> = votes.participants.iter().map(String::as_str).collect();
        let others = across_circles(&circles, &ties).into_iter();
        people.extend(others.filter(|person| !voted.contains(person.key())));
        let network = Network::from_people(people, ties)?;
        return Ok((
            network,
            None,
            "Only votes are known: people are proposed who disagree on common ground.",
        ));
    }
    if let (Some(circle), Some(tie)) = (circles.keys().next(), ties.first()) {
        let is_tied = ties
            .iter()
            .flat_map(|tie| [&tie.from, &tie.to])
            .any(|name| circles.contains_key(&**name));
        if !is_tied {
            let message = format!(
                "nobody of the circles, such as `{circle}`, stands in the ties, which name people such as `{}`; expected the same names in both",
                &*tie.from
            );
            return Err(Refused::new(message));
        }
    }
    let people = across_circles(&circles, &ties);
    let note = if circles.is_empty() {
        "Only ties are known, and neither skills nor circles, so nobody is proposed to anyone."
    } else {
        "Only ties and circles are known: people are proposed to each other who reach circles in which the other knows someone already."
    };
    Ok((Network::from_people(people, ties)?, None, note))
}
