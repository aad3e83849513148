//! Who should meet whom, given embeddings of what each needs and offers? Two `.npy` matrices in, everyone's best peers out.
//!
//! With `--people` the rows are people of a table, in its order: words, ties, blocks, pauses and circles count, and answers come with names
//! and reasons. `cargo run --release --example match_npy -- --offers o.npy --needs n.npy --people people.csv --ties ties.csv`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::benefit::{DenseVectors, Scored};
use confrere::{Matcher, Mean, Network, Policy};
use support::npy::Matrix;
use support::reading::{Reading, counted};
use support::{Refused, at_least_one, npy, run};

/// Exact reciprocal peers from two matrices of embeddings.
#[derive(Parser)]
struct Arguments {
    /// What people offer: float32 or float64, one row a person.
    #[arg(long)]
    offers: PathBuf,
    /// What they need, in the same order of people and the same space.
    #[arg(long)]
    needs: PathBuf,
    /// Table of the people of the rows, in their order; what else it says of them counts, too.
    #[arg(long)]
    people: Option<PathBuf>,
    /// Table of ties between these people.
    #[arg(long, requires = "people")]
    ties: Option<PathBuf>,
    /// How much embeddings count beside the words of the table, from 0 to 1.
    #[arg(long, requires = "people")]
    weight: Option<f32>,
    /// The cosine up to which closeness is no evidence, from 0 to 0.99.
    #[arg(long, requires = "people")]
    threshold: Option<f32>,
    /// Peers per person.
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    limit: u32,
    /// How two gains become one score.
    #[arg(long, value_enum, default_value_t = By::Harmonic)]
    mean: By,
    /// Write the peers' rows here as an int64 matrix, -1 where there are fewer.
    #[arg(long)]
    out: Option<PathBuf>,
    /// One line of JSON a person.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Harmonic,
    Min,
    Geometric,
    Arithmetic,
}

impl By {
    fn mean(self) -> Mean {
        match self {
            Self::Harmonic => Mean::HARMONIC,
            Self::Min => Mean::MINIMUM,
            Self::Geometric => Mean::GEOMETRIC,
            Self::Arithmetic => Mean::ARITHMETIC,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| story(&arguments, out))
}

fn story(arguments: &Arguments, out: &mut dyn Write) -> Result<(), Refused> {
    let (offers, needs) = (npy::read(&arguments.offers)?, npy::read(&arguments.needs)?);
    if (offers.width, offers.rows) != (needs.width, needs.rows) {
        let (file, other) = (arguments.offers.display(), arguments.needs.display());
        let message = format!(
            "{file} has {} of {}, {other} {} of {}, expected the same",
            counted(offers.rows as usize, "row", "rows"),
            offers.width,
            counted(needs.rows as usize, "row", "rows"),
            needs.width
        );
        return Err(Refused::new(message));
    }
    let lines = match &arguments.people {
        Some(_) => of_people(arguments, &offers, &needs)?,
        None => of_rows(arguments, &offers, &needs)?,
    };
    if let Some(path) = &arguments.out {
        let row = |line: &Line| -> Vec<i64> {
            let peers = line.peers.iter().map(|peer| i64::from(peer.person));
            let padded = peers.chain(std::iter::repeat(-1));
            padded.take(arguments.limit as usize).collect()
        };
        let rows: Vec<Vec<i64>> = lines.iter().map(row).collect();
        npy::write(path, arguments.limit as usize, &rows)
            .map_err(|error| Refused::new(format!("{}: {error}", path.display())))?;
    }
    for line in &lines {
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(line)?)?;
        } else if arguments.out.is_none() {
            line.print(out)?;
        }
    }
    Ok(())
}

/// Everyone's peers by vectors alone.
fn of_rows(arguments: &Arguments, offers: &Matrix, needs: &Matrix) -> Result<Vec<Line>, Refused> {
    let people = DenseVectors::new(&needs.values, &offers.values, needs.width)?;
    let lists = people.recommend_all(arguments.limit, arguments.mean.mean());
    let line = |(person, list): (u32, &Vec<Scored>)| Line {
        person,
        name: None,
        peers: list.iter().map(Peer::of).collect(),
    };
    Ok((0..).zip(&lists).map(line).collect())
}

/// Everyone's peers by all that is said of them.
fn of_people(arguments: &Arguments, offers: &Matrix, needs: &Matrix) -> Result<Vec<Line>, Refused> {
    let path = arguments.people.as_deref().expect("asked for");
    let people = arguments.reading.people(path)?;
    if people.len() != offers.rows as usize {
        let (table, rows) = (path.display(), offers.rows);
        let message = format!(
            "{table} has {}, expected {rows}, one for each row",
            counted(people.len(), "person", "people")
        );
        return Err(Refused::new(message));
    }
    let row = |matrix: &Matrix, at: usize| {
        let width = matrix.width as usize;
        let row = &matrix.values[at * width..][..width];
        // A row of zeros says nothing.
        row.iter()
            .any(|&number| number != 0.0)
            .then(|| row.to_vec())
    };
    let embedded = people
        .people()
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, mut person)| {
            if let Some(offer) = row(offers, at) {
                person = person.offer_vector(offer);
            }
            match row(needs, at) {
                Some(need) => person.need_vector(need),
                None => person,
            }
        });
    let mut builder = Network::builder().people(embedded);
    if let Some(ties) = &arguments.ties {
        builder = builder.ties(arguments.reading.ties(ties, Some(&people))?.ties());
    }
    let network = builder.build()?;
    let mut policy = Policy::default().mean(arguments.mean.mean());
    policy = arguments
        .weight
        .into_iter()
        .fold(policy, Policy::meaning_weight);
    policy = arguments
        .threshold
        .into_iter()
        .fold(policy, Policy::meaning_threshold);
    let matcher = Matcher::with_policy(&network, policy)?;
    let mut place = std::collections::BTreeMap::new();
    for (row, person) in (0..).zip(people.people()) {
        place.insert(network.id(person.key())?, row);
    }
    let mut lines = Vec::new();
    for (row, person) in (0..).zip(people.people()) {
        let who = network.id(person.key())?;
        let picks = matcher.recommend(confrere::Query::new(who).limit(arguments.limit));
        let peer = |pick: &confrere::Recommendation| Peer {
            person: place[&pick.peer()],
            score: pick.score(),
            why: Some(pick.to_string()),
        };
        lines.push(Line {
            person: row,
            name: Some(network.name(who).to_string()),
            peers: picks.iter().map(peer).collect(),
        });
    }
    Ok(lines)
}

#[derive(serde::Serialize)]
struct Line {
    person: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    peers: Vec<Peer>,
}

#[derive(serde::Serialize)]
struct Peer {
    person: u32,
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Peer {
    fn of(scored: &Scored) -> Self {
        Self {
            person: scored.person,
            score: scored.score,
            why: None,
        }
    }
}

impl Line {
    fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        if let Some(name) = &self.name {
            writeln!(out, "{name}")?;
            for peer in &self.peers {
                let why = peer.why.as_deref().unwrap_or_default();
                writeln!(out, "  {:.3}  {why}", peer.score)?;
            }
            return Ok(());
        }
        let peers = self.peers.iter();
        let peers: Vec<String> = peers
            .map(|peer| format!("{} ({:.3})", peer.person, peer.score))
            .collect();
        writeln!(out, "{}: {}", self.person, peers.join(", "))
    }
}
