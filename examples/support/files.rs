//! People, ties and related skills from CSV files, plain or compressed with gzip.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use confrere::{Intent, Mode, Network, Person, Tie};
use csv::{ReaderBuilder, StringRecord};

use super::Refused;

/// A CSV table with a header line, and where it came from.
pub struct Table<'a> {
    name: String,
    reader: csv::Reader<Box<dyn Read + 'a>>,
}

impl<'a> Table<'a> {
    /// Opens a file; one whose name ends in `.gz` is decompressed.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Refused::new(format!("{name}: {error}")))?;
        let compressed = path.extension().is_some_and(|extension| extension == "gz");
        let source: Box<dyn Read> = if compressed {
            Box::new(flate2::read::MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        Ok(Self::new(name, source))
    }

    /// Reads from a text that is there already.
    pub fn of_text(name: &str, text: &'a str) -> Self {
        Self::new(name.into(), Box::new(text.as_bytes()))
    }

    fn new(name: String, source: Box<dyn Read + 'a>) -> Self {
        Self {
            name,
            reader: ReaderBuilder::new().from_reader(source),
        }
    }

    /// The column names, lower case and without a byte order mark.
    pub fn header(&mut self) -> Result<Vec<String>, Refused> {
        let name = self.name.clone();
        let header = self
            .reader
            .headers()
            .map_err(|error| Refused::new(format!("{name}: {error}")))?;
        let clean = |column: &str| column.trim_start_matches('\u{feff}').trim().to_lowercase();
        Ok(header.iter().map(clean).collect())
    }

    /// The place of a column that must be there.
    pub fn column(&mut self, wanted: &str) -> Result<usize, Refused> {
        let header = self.header()?;
        header
            .iter()
            .position(|column| column == wanted)
            .ok_or_else(|| {
                let found = header.join(", ");
                Refused::new(format!(
                    "{}, line 1: no column `{wanted}`, found {found}",
                    self.name
                ))
            })
    }

    /// Calls `take(line number, record)` for each record.
    pub fn for_each(
        mut self,
        mut take: impl FnMut(&Place<'_>, &StringRecord) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut record = StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    take(
                        &Place {
                            file: &self.name,
                            line,
                        },
                        &record,
                    )?;
                }
                Err(error) => return Err(Refused::new(format!("{}: {error}", self.name))),
            }
        }
    }
}

/// A line of a file, for messages.
pub struct Place<'a> {
    file: &'a str,
    line: u64,
}

impl Place<'_> {
    /// A refusal that names file, line, column and what is wrong.
    pub fn refuse(&self, column: &str, message: impl std::fmt::Display) -> Refused {
        Refused::new(format!(
            "{}, line {}, column `{column}`: {message}",
            self.file, self.line
        ))
    }
}

/// The columns of people.csv. All but `name` may be missing.
const COLUMNS: [&str; 21] = [
    "name",
    "offers",
    "needs",
    "interests",
    "stances",
    "circles",
    "seeks",
    "blocks",
    "paused",
    "limit",
    "wants_circles",
    "openness",
    "group_size",
    "every",
    "introductions",
    "asked",
    "refuses",
    "slots",
    "mode",
    "manager",
    "engaged",
];

/// People as they were read, with the lines they were on.
pub struct People {
    people: Vec<Person>,
    names: HashSet<String>,
}

impl People {
    pub fn into_people(self) -> Vec<Person> {
        self.people
    }

    pub fn len(&self) -> usize {
        self.people.len()
    }
}

/// Reads people. Lists are separated by `;`, an item's number stands after its last `:` (1 without), circles are
/// `team>company>country`, several hierarchies separated by `|`.
pub fn read_people(mut table: Table<'_>) -> Result<People, Refused> {
    table.column("name")?;
    let header = table.header()?;
    for unused in header
        .iter()
        .filter(|column| !COLUMNS.contains(&column.as_str()))
    {
        eprintln!("note: column `{unused}` of {} is not used", table.name);
    }
    let mut people = People {
        people: Vec::new(),
        names: HashSet::new(),
    };
    let mut mentions: Vec<(String, u64, String, String)> = Vec::new();
    let file = table.name.clone();
    table.for_each(|place, record| {
        let mut person = Person::default();
        for (column, field) in header.iter().zip(record) {
            person =
                fill(person, column, field).map_err(|message| place.refuse(column, message))?;
        }
        if let Some(error) = Network::builder().person(person.clone()).first_error() {
            return Err(place.refuse(&culprit(&header, record), error));
        }
        if !people.names.insert(person.name().to_string()) {
            return Err(place.refuse(
                "name",
                format!("person `{}` is given twice, expected once", person.name()),
            ));
        }
        for (column, field) in header.iter().zip(record) {
            if ["blocks", "refuses", "manager"].contains(&column.as_str()) {
                mentions.extend(list(field).map(|name| {
                    (
                        column.clone(),
                        place.line,
                        name.into(),
                        person.name().into(),
                    )
                }));
            }
        }
        people.people.push(person);
        Ok(())
    })?;
    for (column, line, name, _) in &mentions {
        if !people.names.contains(name) {
            let place = Place {
                file: &file,
                line: *line,
            };
            return Err(place.refuse(
                column,
                format!("person `{name}` is unknown, expected a name of this file"),
            ));
        }
    }
    Ok(people)
}

/// The first column of a record that is refused by itself.
fn culprit(header: &[String], record: &StringRecord) -> String {
    let refused = header.iter().zip(record).find(|(column, field)| {
        let name = if column.as_str() == "name" {
            *field
        } else {
            "someone"
        };
        let alone = fill(Person::new(name), column, field);
        alone.is_ok_and(|person| Network::builder().person(person).first_error().is_some())
    });
    refused.map_or_else(|| "name".to_string(), |(column, _)| column.clone())
}

/// Fills in what one column says.
fn fill(mut person: Person, column: &str, field: &str) -> Result<Person, String> {
    let field = field.trim();
    match column {
        "name" => return Ok(person.with_key(field)),
        _ if field.is_empty() => return Ok(person),
        "offers" => {
            for (skill, level) in items(field) {
                person = person.offers(skill, level)
            }
        }
        "needs" => {
            for (skill, priority) in items(field) {
                person = person.needs(skill, priority)
            }
        }
        "interests" => {
            for (topic, weight) in items(field) {
                person = person.interest(topic, weight)
            }
        }
        "stances" => {
            for (topic, position) in items(field) {
                person = person.stance(topic, position)
            }
        }
        "wants_circles" => {
            for (circle, weight) in items(field) {
                person = person.wants_circle(circle, weight)
            }
        }
        "circles" => {
            for hierarchy in field.split('|') {
                person = person.circle(
                    hierarchy
                        .split('>')
                        .map(str::trim)
                        .filter(|circle| !circle.is_empty()),
                );
            }
        }
        "seeks" => {
            for (word, weight) in items(field) {
                let intent = Intent::from_word(word).ok_or_else(|| {
                    let words: Vec<&str> = Intent::ALL.iter().map(|intent| intent.word()).collect();
                    format!(
                        "intent `{word}` is unknown, expected one of {}",
                        words.join(", ")
                    )
                })?;
                person = person.seeks(intent, weight);
            }
        }
        "blocks" => {
            for name in list(field) {
                person = person.blocks(name)
            }
        }
        "refuses" => {
            for name in list(field) {
                person = person.refuses(name)
            }
        }
        "slots" => {
            for slot in list(field) {
                person = person.available(slot)
            }
        }
        "manager" => person = person.manager(field),
        "paused" if yes(field)? => person = person.paused(),
        "paused" => {}
        "limit" => person = person.peers(count(field)?),
        "engaged" => person = person.engaged(count(field)?),
        "group_size" => person = person.group_size(count(field)?),
        "every" => person = person.every(count(field)?),
        "introductions" => person = person.introductions(count(field)?),
        "asked" => person = person.asked(count(field)?),
        "openness" => person = person.openness(number(field)?),
        "mode" => {
            person = person.meets(match field {
                "any" => Mode::Any,
                "remote" => Mode::Remote,
                "in_person" => Mode::InPerson,
                _ => {
                    return Err(format!(
                        "mode `{field}` is unknown, expected any, remote or in_person"
                    ));
                }
            })
        }
        _ => {}
    }
    Ok(person)
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field
        .split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// Items with their numbers: the text after the last `:` where it is a number, else 1.
fn items(field: &str) -> impl Iterator<Item = (&str, f32)> {
    list(field).map(|item| match item.rsplit_once(':') {
        Some((name, number)) => number
            .trim()
            .parse()
            .map_or((item, 1.0), |value| (name.trim(), value)),
        None => (item, 1.0),
    })
}

fn number(field: &str) -> Result<f32, String> {
    field
        .parse()
        .map_err(|_| format!("`{field}` is not a number"))
}

fn count(field: &str) -> Result<u32, String> {
    field
        .parse()
        .map_err(|_| format!("`{field}` is not a whole number from 0 up"))
}

fn yes(field: &str) -> Result<bool, String> {
    match field.to_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(format!("`{field}` is neither yes nor no")),
    }
}

/// Reads ties `from,to,strength` and an optional `directed`; given people, every name must be one of theirs.
pub fn read_ties(mut table: Table<'_>, people: Option<&People>) -> Result<Vec<Tie>, Refused> {
    let (from, to, strength) = (
        table.column("from")?,
        table.column("to")?,
        table.column("strength")?,
    );
    let directed = table
        .header()?
        .iter()
        .position(|column| column == "directed");
    let mut ties = Vec::new();
    table.for_each(|place, record| {
        let (a, b) = (record[from].trim(), record[to].trim());
        let value =
            number(record[strength].trim()).map_err(|message| place.refuse("strength", message))?;
        let one_way = directed
            .map(|column| record[column].trim())
            .filter(|field| !field.is_empty());
        let one_way = one_way
            .map_or(Ok(false), yes)
            .map_err(|message| place.refuse("directed", message))?;
        for (column, name) in [("from", a), ("to", b)] {
            if people.is_some_and(|people| !people.names.contains(name)) {
                return Err(place.refuse(
                    column,
                    format!("person `{name}` is unknown, expected a name of the people"),
                ));
            }
        }
        let tie = if one_way {
            Tie::directed(a, b, value)
        } else {
            Tie::new(a, b, value)
        };
        if let Some(error) = Network::builder().ties([tie.clone()]).first_error() {
            let column = if a == b || a.is_empty() || b.is_empty() {
                "from"
            } else {
                "strength"
            };
            return Err(place.refuse(column, error));
        }
        ties.push(tie);
        Ok(())
    })?;
    Ok(ties)
}

/// Reads related skills `a,b,relatedness` (or `from,to,relatedness`).
pub fn read_relatedness(mut table: Table<'_>) -> Result<Vec<(String, String, f32)>, Refused> {
    let first = if table.header()?.iter().any(|column| column == "from") {
        ["from", "to"]
    } else {
        ["a", "b"]
    };
    let (a, b, value) = (
        table.column(first[0])?,
        table.column(first[1])?,
        table.column("relatedness")?,
    );
    let mut related = Vec::new();
    table.for_each(|place, record| {
        let relatedness =
            number(record[value].trim()).map_err(|message| place.refuse("relatedness", message))?;
        let (a, b) = (record[a].trim(), record[b].trim());
        if let Some(error) = Network::builder().related(a, b, relatedness).first_error() {
            return Err(place.refuse("relatedness", error));
        }
        related.push((a.into(), b.into(), relatedness));
        Ok(())
    })?;
    Ok(related)
}

/// Reads a network from its files.
pub fn read_network(
    people: &Path,
    ties: Option<&Path>,
    relatedness: Option<&Path>,
) -> Result<Network, Refused> {
    let people = read_people(Table::open(people)?)?;
    let ties = match ties {
        Some(path) => read_ties(Table::open(path)?, Some(&people))?,
        None => Vec::new(),
    };
    let mut builder = Network::builder().people(people.into_people()).ties(ties);
    if let Some(path) = relatedness {
        for (a, b, value) in read_relatedness(Table::open(path)?)? {
            builder = builder.related(&a, &b, value);
        }
    }
    Ok(builder.build()?)
}
