//! Who should meet whom, given embeddings of what each needs and offers? Two `.npy` matrices in, everyone's best peers out.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::Mean;
use confrere::benefit::{DenseVectors, Scored};
use support::{Refused, npy, run};

/// Exact reciprocal peers from two matrices of embeddings.
#[derive(Parser)]
struct Arguments {
    /// What people offer: float32, C order, one row a person.
    #[arg(long)]
    offers: PathBuf,
    /// What they need, in the same order of people and the same space.
    #[arg(long)]
    needs: PathBuf,
    /// Peers per person.
    #[arg(long, default_value_t = 10)]
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
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Harmonic,
    Min,
    Geometric,
    Arithmetic,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| story(&arguments, out))
}

fn story(arguments: &Arguments, out: &mut dyn Write) -> Result<(), Refused> {
    let (offers, needs) = (npy::read(&arguments.offers)?, npy::read(&arguments.needs)?);
    if offers.width != needs.width {
        let (file, other) = (arguments.offers.display(), arguments.needs.display());
        let message = format!(
            "{file} has rows of {}, {other} of {}, expected the same width",
            offers.width, needs.width
        );
        return Err(Refused::new(message));
    }
    let people = DenseVectors::new(&needs.values, &offers.values, needs.width)?;
    let mean = match arguments.mean {
        By::Harmonic => Mean::HARMONIC,
        By::Min => Mean::MINIMUM,
        By::Geometric => Mean::GEOMETRIC,
        By::Arithmetic => Mean::ARITHMETIC,
    };
    let lists = people.recommend_all(arguments.limit, mean);
    if let Some(path) = &arguments.out {
        let row = |list: &Vec<Scored>| -> Vec<i64> {
            let peers = list.iter().map(|peer| i64::from(peer.person));
            let padded = peers.chain(std::iter::repeat(-1));
            padded.take(arguments.limit as usize).collect()
        };
        let rows: Vec<Vec<i64>> = lists.iter().map(row).collect();
        npy::write(path, arguments.limit as usize, &rows)
            .map_err(|error| Refused::new(format!("{}: {error}", path.display())))?;
    }
    for (person, list) in lists.iter().enumerate() {
        if arguments.json {
            let peers = list.iter().map(Peer::of).collect();
            writeln!(out, "{}", serde_json::to_string(&Line { person, peers })?)?;
        } else if arguments.out.is_none() {
            let peers: Vec<String> = list
                .iter()
                .map(|peer| format!("{} ({:.3})", peer.person, peer.score))
                .collect();
            writeln!(out, "{person}: {}", peers.join(", "))?;
        }
    }
    Ok(())
}

#[derive(serde::Serialize)]
struct Line {
    person: usize,
    peers: Vec<Peer>,
}

#[derive(serde::Serialize)]
struct Peer {
    person: u32,
    score: f32,
}

impl Peer {
    fn of(scored: &Scored) -> Self {
        Self {
            person: scored.person,
            score: scored.score,
        }
    }
}
