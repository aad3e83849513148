//! Tables of people, ties, votes and meetings as they really come: any common delimiter and encoding, columns of many names,
//! numbers as people write them. What was understood is told once on stderr with the option that says otherwise; what cannot be
//! read is refused with file, line and column, all of a file at once.

mod availability;
mod avoided;
mod circles;
mod columns;
mod dates;
mod edge_lists;
mod filler;
mod findings;
mod grids;
mod header;
mod header_row;
mod items;
mod leftovers;
mod number;
mod outcomes;
mod pairs;
mod past;
mod past_columns;
mod people;
mod people_columns;
mod schema;
mod separator;
mod spelling;
mod table;
mod taxonomy;
mod text;
mod ties;
mod ties_columns;
mod votes;

use std::path::{Path, PathBuf};

use clap::Args;
use confrere::round::MeetingHistory;
use confrere::{Network, NetworkBuilder, PersonId};
use encoding_rs::Encoding;

use crate::Refused;

pub use columns::{Columns, Field, Schema};
pub use dates::DateOrder;
pub use findings::{At, Findings, counted, shortened};
pub use number::SCALE;
pub use outcomes::PairOutcome;
pub use pairs::NamedPairs;
pub use people::People;
pub use spelling::{are_near, folded};
pub use table::{Row, Table};
pub use taxonomy::Taxonomy;
pub use text::Source;
pub use ties::{Amounts, RawTies};
pub use votes::Votes;

/// How files are read, where the guess is wrong.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reading files (gzip and `-` for stdin too)")]
pub struct Reading {
    /// Which column says what, as in offers="I can help with"; a number is a place, 3-12 are several, none is none; may be given
    /// several times
    #[arg(long = "column", value_name = "FIELD=NAME", value_parser = pair)]
    pub columns: Vec<(String, String)>,
    /// The sign between cells, `tab` for a tab
    #[arg(long, value_name = "SIGN", value_parser = sign)]
    pub delimiter: Option<char>,
    /// The encoding, as in windows-1252
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<&'static Encoding>,
    /// The sign between the items of a cell, as in offers=, or offers=none; semicolons and line breaks part them too, except with none; may
    /// be given several times
    #[arg(long = "separator", value_name = "FIELD=SIGN", value_parser = separator)]
    pub separators: Vec<(String, String)>,
    /// What words for a level are worth, as in expert=0.9,good=0.6 (expert 1, advanced 0.8, good 0.6, basic 0.3 and like words)
    #[arg(long, value_name = "WORD=NUMBER,…", value_delimiter = ',', value_parser = worth)]
    pub scale: Vec<(String, f32)>,
    /// The highest level on the scale of the file, as in 5; otherwise levels are from 0 to 1, and votes from -1
    #[arg(long, value_name = "LEVEL", value_parser = highest)]
    pub out_of: Option<f32>,
    /// The count of contacts at which a tie has a chance of one half; otherwise the median count
    #[arg(long, value_name = "COUNT", value_parser = positive)]
    pub half_count: Option<f64>,
    /// What comes first in dates such as 1/10/2026, where the file does not show it
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<DateOrder>,
    /// Ties without a column `directed` hold from the first to the second person only
    #[arg(long)]
    pub one_way: bool,
    /// Skills that differ in capital letters and spaces only are kept apart
    #[arg(long)]
    pub exact_spelling: bool,
    /// A folder with a taxonomy of skills as ESCO lays it out (skills_en.csv, broaderRelationsSkillPillar_en.csv, skillGroups_en.csv):
    /// skills near to each other in it stand in for each other, and alternative labels count as the preferred one
    #[arg(long, value_name = "FOLDER")]
    pub taxonomy: Option<PathBuf>,
    /// Names of people in other files, who may be named in this one
    #[arg(skip)]
    pub beside: Vec<String>,
    /// A field for which meetings must have a column
    #[arg(skip)]
    pub needed: Option<&'static str>,
    /// Warnings are errors
    #[arg(long)]
    pub strict: bool,
    /// What was understood is not told; warnings and errors are
    #[arg(long)]
    pub quiet: bool,
}

/// The files of a community, and how they are read.
#[derive(Debug, Clone, Default, Args)]
pub struct Files {
    /// Table of people: name, offers, needs, circles and more; all but the name may be missing
    #[arg(long)]
    pub people: PathBuf,
    /// Table of ties: from, to, and strength or count
    #[arg(long)]
    pub ties: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

impl Files {
    /// Reads the network.
    pub fn network(&self) -> Result<Network, Refused> {
        Ok(self.network_and_people()?.0)
    }

    /// Reads the network and by which names its people are known.
    pub fn network_and_people(&self) -> Result<(Network, People), Refused> {
        let ties = self.ties.as_deref();
        let (builder, people) = self.reading.builder(&self.people, ties, None)?;
        Ok((builder.build()?, people))
    }
}

/// Who of a network is meant by a key or a shown name.
pub fn person(name: &str, network: &Network, people: &People) -> Result<PersonId, Refused> {
    let key = people.key_of(name).map_err(Refused::new)?;
    Ok(network.id(key)?)
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (field, name) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}`, expected a field, `=` and a value"))?;
    let field = columns::compact(field);
    let known = fields().find(|known| columns::compact(known) == field);
    let known = known.ok_or_else(|| {
        let all: Vec<&str> = fields().collect();
        format!("`{field}` is no field, expected one of {}", all.join(", "))
    })?;
    Ok((known.to_string(), name.to_string()))
}

/// A field and the sign between its items.
fn separator(text: &str) -> Result<(String, String), String> {
    const SIGNS: [&str; 6] = [",", "comma", "|", "bar", ";", "none"];
    let (field, sign) = pair(text)?;
    match SIGNS.contains(&sign.as_str()) {
        true => Ok((field, sign)),
        false => Err(format!("`{sign}`, expected one of {}", SIGNS.join(" "))),
    }
}

/// All fields of all kinds of tables, each once.
fn fields() -> impl Iterator<Item = &'static str> {
    let schemas = [
        &people_columns::SCHEMA,
        &ties_columns::SCHEMA,
        &votes::SCHEMA,
        &past_columns::SCHEMA,
        &outcomes::SCHEMA,
        &pairs::PAIRS,
        &pairs::RELATED,
        &pairs::CIRCLES,
        &pairs::LOADS,
    ];
    let all = schemas
        .into_iter()
        .flat_map(|schema: &Schema| schema.fields);
    let mut told = std::collections::BTreeSet::new();
    all.map(|field| field.name)
        .filter(move |name| told.insert(*name))
}

fn sign(text: &str) -> Result<char, String> {
    let mut signs = text.chars();
    match (text, signs.next(), signs.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        ("space", ..) => Ok(' '),
        (_, Some(sign), None) if sign != '"' && sign != '\n' => Ok(sign),
        _ => Err(format!("`{text}`, expected one sign, `tab` or `space`")),
    }
}

fn encoding(text: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(text.as_bytes()).ok_or_else(|| {
        format!("`{text}` is no known encoding, expected one such as utf-8, utf-16le, windows-1252")
    })
}

fn worth(text: &str) -> Result<(String, f32), String> {
    let parts = text.split_once('=');
    let parsed = parts.and_then(|(word, value)| Some((word, number::plain(value)?)));
    let (word, value) =
        parsed.ok_or_else(|| format!("`{text}`, expected a word, `=` and a number"))?;
    Ok((word.trim().to_lowercase(), value))
}

fn positive(text: &str) -> Result<f64, String> {
    let number = number::amount(text).filter(|number| *number > 0.0);
    number.ok_or_else(|| format!("`{text}`, expected a number above 0"))
}

fn highest(text: &str) -> Result<f32, String> {
    let number = number::plain(text).filter(|number| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| format!("`{text}`, expected a number above 0"))
}

/// What a file says, and the lines for stderr about it.
pub struct Told<T> {
    pub value: T,
    pub lines: Vec<String>,
}

impl Reading {
    fn names_column(&self, schema: &Schema, name: &str) -> bool {
        let is_field = |field: &str| schema.fields.iter().any(|known| known.name == field);
        let is_name = |wanted: &str| columns::compact(wanted) == columns::compact(name);
        !name.trim().is_empty()
            && self
                .columns
                .iter()
                .any(|(field, wanted)| is_field(field) && is_name(wanted))
    }

    fn separator(&self, field: &str) -> Option<&str> {
        let chosen = self.separators.iter().find(|chosen| chosen.0 == field);
        chosen.map(|chosen| chosen.1.as_str())
    }

    /// Reads one table by a reader of its rows; `what` counts what was read, as in `3 people`.
    pub fn read<T>(
        &self,
        source: &Source,
        schema: &Schema,
        rows: impl FnOnce(&Table, &mut Findings) -> (T, String),
    ) -> Result<Told<T>, Refused> {
        let mut findings = Findings::new(&source.name, self.strict);
        let read = Table::read(source, schema, self, &mut findings)
            .map(|table| rows(&table, &mut findings));
        match (findings.refusal(), read) {
            (None, Some((value, what))) => Ok(Told {
                lines: findings.told(&what),
                value,
            }),
            (refusal, _) => Err(refusal
                .unwrap_or_else(|| Refused::new(format!("{}: nothing to read", source.name)))
                .after(findings.told(""))),
        }
    }

    /// Prints what is to be told and hands over the rest.
    pub fn heard<T>(&self, told: Result<Told<T>, Refused>) -> Result<T, Refused> {
        let told = told?;
        for line in told.lines {
            if !self.quiet || line.contains(": warning: ") {
                eprintln!("{line}");
            }
        }
        Ok(told.value)
    }

    /// Reads people from a file.
    pub fn people(&self, path: &Path) -> Result<People, Refused> {
        self.heard(self.people_of(&Source::open(path)?))
    }

    /// Reads ties from a file; given people, everyone named must be one of them.
    pub fn ties(&self, path: &Path, people: Option<&People>) -> Result<RawTies, Refused> {
        self.heard(self.ties_of(&Source::open(path)?, people))
    }

    /// Reads votes from a file.
    pub fn votes(&self, path: &Path) -> Result<Votes, Refused> {
        self.heard(self.votes_of(&Source::open(path)?))
    }

    /// Reads meetings of the past from a file; given people, whoever is not one of them is left out with a warning.
    pub fn history(&self, path: &Path, people: Option<&People>) -> Result<MeetingHistory, Refused> {
        self.heard(self.history_of(&Source::open(path)?, people))
    }

    /// Reads weighted pairs from a file.
    pub fn pairs(&self, path: &Path) -> Result<NamedPairs, Refused> {
        self.heard(self.pairs_of(&Source::open(path)?))
    }

    /// Reads related skills from a file.
    pub fn relatedness(&self, path: &Path) -> Result<Vec<(String, String, f32)>, Refused> {
        self.heard(self.relatedness_of(&Source::open(path)?))
    }

    /// Reads the circle of each person from a file.
    pub fn circles(&self, path: &Path) -> Result<Vec<(String, String)>, Refused> {
        self.heard(self.circles_of(&Source::open(path)?))
    }

    /// Reads how many introductions each person was asked for, and makes at most, from a file.
    pub fn loads(&self, path: &Path) -> Result<Vec<(String, u32, u32)>, Refused> {
        self.heard(self.loads_of(&Source::open(path)?))
    }

    /// Reads a network from its files, as a builder, so that a story can add to it.
    pub fn builder(
        &self,
        people: &Path,
        ties: Option<&Path>,
        relatedness: Option<&Path>,
    ) -> Result<(NetworkBuilder, People), Refused> {
        let people = self.people(people)?;
        let taxonomy = self.taxonomy.as_deref();
        let taxonomy = taxonomy.map(|folder| self.taxonomy(folder)).transpose()?;
        let mut builder = Network::builder();
        builder = match &taxonomy {
            Some(taxonomy) => {
                let named = people.people().iter().map(|person| taxonomy.named(person));
                taxonomy.add_to(builder.people(named))
            }
            None => builder.people(people.people().iter().cloned()),
        };
        if let Some(path) = ties {
            builder = builder.ties(self.ties(path, Some(&people))?.ties());
        }
        if let Some(path) = relatedness {
            for (a, b, value) in self.relatedness(path)? {
                builder = builder.related(&a, &b, value);
            }
        }
        Ok((builder, people))
    }

    /// Reads a network from its files.
    pub fn network(
        &self,
        people: &Path,
        ties: Option<&PathBuf>,
        relatedness: Option<&PathBuf>,
    ) -> Result<Network, Refused> {
        let (ties, relatedness) = (
            ties.map(PathBuf::as_path),
            relatedness.map(PathBuf::as_path),
        );
        Ok(self.builder(people, ties, relatedness)?.0.build()?)
    }
}
