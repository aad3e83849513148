//! Small tables of pairs: weighted pairs, related skills, the circle of each person, how often people are asked.

use std::collections::BTreeMap;

use confrere::Network;

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{Findings, counted};
use crate::reading::items::is_nothing;
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told, number};

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field {
        name,
        aliases,
        hints: &[],
        many: false,
    }
}

/// Weighted pairs.
pub const PAIRS: Schema = Schema {
    what: "pairs",
    fields: &[
        field("a", &["from", "source", "person1", "persona", "name1"]),
        field("b", &["to", "target", "person2", "personb", "name2"]),
        field("weight", &["value", "score", "count"]),
    ],
    required: &[&["a"], &["b"], &["weight"]],
    may_lack_header: true,
    by_place: &[],
    takes_others: false,
};

/// Related skills.
pub const RELATED: Schema = Schema {
    what: "related skills",
    fields: &[
        field("a", &["from", "source", "skill", "skill1", "skilla"]),
        field("b", &["to", "target", "other", "skill2", "skillb"]),
        field(
            "relatedness",
            &["weight", "similarity", "value", "strength"],
        ),
    ],
    required: &[&["a"], &["b"], &["relatedness"]],
    may_lack_header: true,
    by_place: &[],
    takes_others: false,
};

/// The circle of each person.
pub const CIRCLES: Schema = Schema {
    what: "circles",
    fields: &[
        field("name", &["id", "person", "node", "participant", "fullname"]),
        field(
            "circle",
            &["group", "team", "department", "label", "community", "class"],
        ),
    ],
    required: &[&["name"], &["circle"]],
    may_lack_header: true,
    by_place: &[],
    takes_others: false,
};

/// How often people are asked for introductions, and how many they make.
pub const LOADS: Schema = Schema {
    what: "loads",
    fields: &[
        field("name", &["id", "person"]),
        field("load", &["asked"]),
        field("cap", &["introductions", "limit", "capacity"]),
    ],
    required: &[&["name"], &["load"], &["cap"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: false,
};

/// Weighted pairs and the names of their people, in byte order.
#[derive(Debug)]
pub struct NamedPairs {
    pub names: Vec<String>,
    pub pairs: Vec<(u32, u32, i64)>,
}

/// A text that must be there.
fn name<'r>(table: &Table, row: &'r Row, field: &str, findings: &mut Findings) -> Option<&'r str> {
    let (name, at) = row.cell(table.columns.of(field)?);
    if name.is_empty() {
        findings.error_in(at, field, "empty, expected a name");
    }
    (!name.is_empty()).then_some(name)
}

/// A number, read by `read`; `expected` is what it is not where it cannot be read.
fn value<T>(
    (table, row): (&Table, &Row),
    (field, expected): (&str, &str),
    read: impl Fn(&str) -> Option<T>,
    findings: &mut Findings,
) -> Option<T> {
    let (text, at) = row.cell(table.columns.of(field)?);
    let value = read(text);
    if value.is_none() {
        findings.error_in(at, field, format!("`{text}` is not {expected}"));
    }
    value
}

/// Two skills and how related they are, from 0 to 1.
pub type Related = (String, String, f32);

/// A person, how many introductions they were asked for, and how many they make at most.
pub type Load = (String, u32, u32);

impl Reading {
    /// Reads pairs with whole weights; people are whoever is named.
    pub fn pairs_of(&self, source: &Source) -> Result<Told<NamedPairs>, Refused> {
        self.read(source, &PAIRS, |table, findings| {
            let mut found = Vec::new();
            let mut first: BTreeMap<[&str; 2], (u32, i64)> = BTreeMap::new();
            for row in &table.rows {
                let ends = (
                    name(table, row, "a", findings),
                    name(table, row, "b", findings),
                );
                let weight = |text: &str| text.parse::<i64>().ok();
                let weight = value((table, row), ("weight", "a whole number"), weight, findings);
                let (Some(a), Some(b), Some(weight)) = (ends.0, ends.1, weight) else {
                    continue;
                };
                if a == b {
                    findings.error_in(
                        row.cells[0].at,
                        "b",
                        format!("`{b}` is paired with themselves"),
                    );
                    continue;
                }
                let ends = if a < b { [a, b] } else { [b, a] };
                let (line, earlier) = *first.entry(ends).or_insert((row.line, weight));
                if line != row.line {
                    let message = format!(
                        "the pair of `{a}` and `{b}` stands in line {line} too, with a weight of {earlier}; the greatest weight counts"
                    );
                    findings.warning(row.cells[0].at, message);
                }
                found.push((a.to_string(), b.to_string(), weight));
            }
            let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
            for (a, b, _) in &found {
                numbers.insert(a, 0);
                numbers.insert(b, 0);
            }
            numbers
                .values_mut()
                .zip(0..)
                .for_each(|(number, place)| *number = place);
            let pair = |(a, b, weight): &(String, String, i64)| {
                (numbers[a.as_str()], numbers[b.as_str()], *weight)
            };
            let pairs = NamedPairs {
                pairs: found.iter().map(pair).collect(),
                names: numbers.keys().map(|name| name.to_string()).collect(),
            };
            let what = counted(first.len(), "pair", "pairs");
            (pairs, what)
        })
    }

    /// Reads related skills with a number from 0 to 1.
    pub fn relatedness_of(&self, source: &Source) -> Result<Told<Vec<Related>>, Refused> {
        self.read(source, &RELATED, |table, findings| {
            let mut related = Vec::new();
            for row in &table.rows {
                let ends = (
                    name(table, row, "a", findings),
                    name(table, row, "b", findings),
                );
                let number = value(
                    (table, row),
                    ("relatedness", "a number"),
                    number::plain,
                    findings,
                );
                let (Some(a), Some(b), Some(number)) = (ends.0, ends.1, number) else {
                    continue;
                };
                if let Some(error) = Network::builder().related(a, b, number).first_error() {
                    let column = table.columns.of("relatedness").unwrap_or(0);
                    findings.error_in(row.cell(column).1, "relatedness", error);
                }
                related.push((a.to_string(), b.to_string(), number));
            }
            let what = counted(
                related.len(),
                "pair of related skills",
                "pairs of related skills",
            );
            (related, what)
        })
    }

    /// Reads the circle of each person, who stands once.
    pub fn circles_of(&self, source: &Source) -> Result<Told<Vec<(String, String)>>, Refused> {
        self.read(source, &CIRCLES, |table, findings| {
            let mut circles = BTreeMap::new();
            let cells = table.columns.all_of("circle").into_iter();
            let mut cells =
                cells.flat_map(|place| table.rows.iter().map(move |row| row.cell(place).0));
            if let Some(word) = cells.find(|cell| !cell.is_empty() && is_nothing(cell)) {
                findings.understood(format!("`{word}` in circle read as nothing"));
            }
            for row in &table.rows {
                let Some(person) = name(table, row, "name", findings) else {
                    continue;
                };
                let circle = table
                    .columns
                    .of("circle")
                    .map_or("", |column| row.cell(column).0);
                let circle = match is_nothing(circle) {
                    true => "",
                    false => circle,
                };
                if circles
                    .insert(person.to_string(), circle.to_string())
                    .is_some()
                {
                    let message = format!("person `{person}` is given twice, expected once");
                    findings.error_in(row.cells[0].at, "name", message);
                }
            }
            let what = counted(circles.len(), "circle of a person", "circles of people");
            (circles.into_iter().collect(), what)
        })
    }

    /// Reads how many introductions each person was asked for, and makes at most.
    pub fn loads_of(&self, source: &Source) -> Result<Told<Vec<Load>>, Refused> {
        self.read(source, &LOADS, |table, findings| {
            let mut loads = BTreeMap::new();
            for row in &table.rows {
                let expected = "a whole number from 0 up";
                let load = value((table, row), ("load", expected), number::count, findings);
                let cap = value((table, row), ("cap", expected), number::count, findings);
                let (Some(person), Some(load), Some(cap)) =
                    (name(table, row, "name", findings), load, cap)
                else {
                    continue;
                };
                if loads.insert(person.to_string(), (load, cap)).is_some() {
                    let message = format!("person `{person}` is given twice, expected once");
                    findings.error_in(row.cells[0].at, "name", message);
                }
            }
            let what = counted(loads.len(), "load", "loads");
            (
                loads
                    .into_iter()
                    .map(|(name, (load, cap))| (name, load, cap))
                    .collect(),
                what,
            )
        })
    }
}
