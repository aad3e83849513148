//! Who should meet whom, given embeddings of what each needs and offers? Two `.npy` matrices in, everyone's best peers out.

mod support;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::Mean;
use confrere::benefit::{DenseVectors, Scored};
use npyz::{NpyFile, Order, WriterBuilder};
use support::{Refused, run};

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
    let (offers, needs) = (read(&arguments.offers)?, read(&arguments.needs)?);
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
        write(path, &lists, arguments.limit)
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

struct Matrix {
    values: Vec<f32>,
    width: u32,
}

fn read(path: &Path) -> Result<Matrix, Refused> {
    let refuse = |what: &dyn std::fmt::Display| Refused::new(format!("{}: {what}", path.display()));
    let file = File::open(path).map_err(|error| refuse(&error))?;
    let npy = NpyFile::new(BufReader::new(file)).map_err(|error| refuse(&error))?;
    let &[rows, width] = npy.shape() else {
        return Err(refuse(&format!(
            "shape {:?}, expected rows and columns",
            npy.shape()
        )));
    };
    if npy.order() != Order::C {
        return Err(refuse(&"Fortran order, expected C order"));
    }
    let kind = npy.dtype().descr();
    let values: Vec<f32> = npy
        .data::<f32>()
        .map_err(|_| refuse(&format!("numbers of type {kind}, expected float32 ('<f4')")))?
        .collect::<Result<_, _>>()
        .map_err(|error| refuse(&error))?;
    let width = u32::try_from(width).map_err(|_| refuse(&"rows too wide"))?;
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        let (row, column) = (place / width as usize, place % width as usize);
        return Err(refuse(&format!(
            "row {row}, column {column} is {}, expected a finite number",
            values[place]
        )));
    }
    debug_assert_eq!(values.len() as u64, rows * u64::from(width));
    Ok(Matrix { values, width })
}

fn write(path: &Path, lists: &[Vec<Scored>], limit: u32) -> std::io::Result<()> {
    let shape = [lists.len() as u64, u64::from(limit)];
    let file = BufWriter::new(File::create(path)?);
    let mut writer = npyz::WriteOptions::<i64>::new()
        .default_dtype()
        .shape(&shape)
        .writer(file)
        .begin_nd()?;
    for list in lists {
        let rows = list.iter().map(|peer| i64::from(peer.person));
        writer.extend(rows.chain(std::iter::repeat(-1)).take(limit as usize))?;
    }
    writer.finish()
}
