//! What a report is asked for: its files, and the network that they make.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Parser};
use confrere::round::MeetingHistory;
use confrere::{Network, Tie};

use crate::Refused;
use crate::reading::{People, Reading, Votes, counted};
use crate::report::{Report, across_circles, voters};

/// Writes one self-contained page of HTML.
#[derive(Debug, Parser)]
#[command(group(ArgGroup::new("input").required(true).multiple(true).args(["people", "ties", "votes"])))]
pub struct Arguments {
    /// Table of people as for match_csv; without it everyone who is named in the ties or votes
    #[arg(long)]
    people: Option<PathBuf>,
    /// Table of ties: from, to, and strength or count
    #[arg(long)]
    ties: Option<PathBuf>,
    /// Table of votes: a column participant, then one for each topic
    #[arg(long)]
    votes: Option<PathBuf>,
    /// Table of circles: name, circle; for people who are named in the ties or votes only
    #[arg(long, conflicts_with = "people", requires = "ties")]
    circles: Option<PathBuf>,
    /// Table of past meetings: people, at
    #[arg(long)]
    history: Option<PathBuf>,
    /// Where to write the page; `-` is stdout
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

impl Arguments {
    /// Reads the files and writes the page; `out` is stdout, and `told` stderr, where the line on the page goes when stdout gets the page.
    pub fn write(&self, out: &mut dyn Write, told: &mut dyn Write) -> Result<(), Refused> {
        let votes = self.votes.as_ref();
        let votes = votes.map(|path| self.reading.votes(path)).transpose()?;
        let (network, people, note) = self.network(votes.as_ref())?;
        let history = match &self.history {
            Some(path) => self.reading.history(path, people.as_ref())?,
            None => MeetingHistory::default(),
        };
        let report = Report::new(&network)?;
        let page = report.html(votes.as_ref(), &history, &note)?;
        let mut what = counted(report.people(), "person", "people");
        let closed = network.people().len() - report.people();
        if closed > 0 {
            what += &format!(" ({closed} paused or full and not shown)");
        }
        let size = page.len() / 1000;
        if self.out == Path::new("-") {
            out.write_all(page.as_bytes())?;
            return Ok(writeln!(told, "{what}, {size} kB")?);
        }
        let path = self.out.display();
        std::fs::write(&self.out, &page)
            .map_err(|error| Refused::new(format!("{path}: {error}")))?;
        Ok(writeln!(out, "{path}: {what}, {size} kB")?)
    }

    /// The people of the file, or those of the votes and ties, and on what their proposals rest.
    fn network(&self, votes: Option<&Votes>) -> Result<(Network, Option<People>, String), Refused> {
        let (reading, ties) = (&self.reading, self.ties.as_deref());
        if let Some(path) = &self.people {
            let (builder, people) = reading.builder(path, ties, None)?;
            return Ok((builder.build()?, Some(people), String::new()));
        }
        let ties = ties.map(|path| reading.ties(path, None)).transpose()?;
        let ties = ties.map_or_else(Vec::new, |ties| ties.ties());
        let circles = self.circles.as_ref();
        let circles = circles.map(|path| reading.circles(path)).transpose()?;
        let circles: BTreeMap<String, String> = circles.unwrap_or_default().into_iter().collect();
        check_names(&circles, &ties, votes)?;
        let note = note(votes.is_some(), !ties.is_empty(), !circles.is_empty());
        let people = across_circles(votes.map_or_else(Vec::new, voters), &circles, &ties);
        Ok((Network::from_people(people, ties)?, None, note))
    }
}

/// What is known where no table of people is, and why anyone is proposed.
fn note(votes: bool, ties: bool, circles: bool) -> String {
    // Without votes the ties are asked for, though there may be none.
    let known = [
        (votes, "votes"),
        (ties || !votes, "ties"),
        (circles, "circles"),
    ];
    let known: Vec<&str> = known
        .into_iter()
        .filter_map(|(is, what)| is.then_some(what))
        .collect();
    let known = match known.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_string(),
    };
    let disagree = "who disagree on common ground";
    let reach = "who reach circles in which the other knows someone already";
    match (votes, ties && circles) {
        (true, false) => format!("Only {known} are known: people are proposed {disagree}."),
        (true, true) => {
            format!("Only {known} are known: people are proposed {disagree}, or {reach}.")
        }
        (false, true) => {
            format!("Only {known} are known: people are proposed to each other {reach}.")
        }
        (false, false) => format!(
            "Only {known} are known, so nobody is proposed to anyone; that takes skills, votes, or ties with circles."
        ),
    }
}

/// Refuses circles of people none of whom stands in the other files: a column of other names, most likely.
fn check_names(
    circles: &BTreeMap<String, String>,
    ties: &[Tie],
    votes: Option<&Votes>,
) -> Result<(), Refused> {
    let tied = ties.iter().flat_map(|tie| [&*tie.from, &*tie.to]);
    let voted = votes.into_iter().flat_map(|votes| &votes.participants);
    let known: BTreeSet<&str> = tied.chain(voted.map(String::as_str)).collect();
    let (Some(circle), Some(one)) = (circles.keys().next(), known.first()) else {
        return Ok(());
    };
    if circles.keys().any(|name| known.contains(name.as_str())) {
        return Ok(());
    }
    let others = match (ties.is_empty(), votes.is_some()) {
        (false, true) => "ties and votes",
        (false, false) => "ties",
        (true, _) => "votes",
    };
    Err(Refused::new(format!(
        "nobody of the circles, such as `{circle}`, stands in the {others}, which name people such as `{one}`; expected the same names in all"
    )))
}
