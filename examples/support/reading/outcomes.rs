//! What came of pairs that were suggested to each other.

use std::collections::BTreeMap;

use confrere::acceptance::Answer;

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{At, Findings, counted};
use crate::reading::people::People;
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told, number};

/// The columns of outcomes: two people, what came of it, and the chance with which the pair was shown.
pub const SCHEMA: Schema = Schema {
    what: "outcomes",
    fields: &[
        Field {
            name: "a",
            aliases: &["from", "source", "person1", "persona", "name1", "who"],
            hints: &[],
            many: false,
        },
        Field {
            name: "b",
            aliases: &["to", "target", "person2", "personb", "name2", "other"],
            hints: &[],
            many: false,
        },
        // No name that is an outcome: the first row of a table without header has one.
        Field {
            name: "outcome",
            aliases: &["result", "status", "answer", "response"],
            hints: &[],
            many: false,
        },
        Field {
            name: "shown_with",
            aliases: &["chance", "propensity"],
            hints: &[],
            many: false,
        },
    ],
    required: &[&["a"], &["b"], &["outcome"]],
    may_lack_header: true,
    by_place: &["shown_with"],
    takes_others: false,
};

/// What came of a pair, by the keys of its two people.
#[derive(Debug, Clone, PartialEq)]
pub struct PairOutcome {
    pub a: String,
    pub b: String,
    pub yes: bool,
    /// The chance with which the pair was shown, above 0.
    pub shown_with: Option<f32>,
}

impl Reading {
    /// Reads outcomes of pairs of different people. Rows that name somebody unknown, or one person twice, are left out with a warning.
    pub fn outcomes_of(
        &self,
        source: &Source,
        people: &People,
    ) -> Result<Told<Vec<PairOutcome>>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let rows = table.rows.iter();
            let outcomes: Vec<PairOutcome> = rows
                .filter_map(|row| outcome((table, row), people, findings))
                .collect();
            tell_repeated(&outcomes, findings);
            let what = counted(outcomes.len(), "outcome", "outcomes");
            (outcomes, what)
        })
    }
}

/// One row; nothing where it is wrong or does not count.
fn outcome(
    (table, row): (&Table, &Row),
    people: &People,
    findings: &mut Findings,
) -> Option<PairOutcome> {
    let cell = |field| table.columns.of(field).map(|column| row.cell(column));
    let a = person(cell("a")?, "a", people, findings);
    let b = person(cell("b")?, "b", people, findings);
    let yes = yes(cell("outcome")?, findings);
    let shown_with = match cell("shown_with").filter(|(text, _)| !text.is_empty()) {
        Some(cell) => Some(chance(cell, findings)?),
        None => None,
    };
    let (a, b, yes) = (a?, b?, yes?);
    if a == b {
        let (name, at) = cell("b")?;
        let message = format!(
            "column `b`: `{name}` is paired with themselves, expected two people; not counted"
        );
        findings.warning(at, message);
        return None;
    }
    Some(PairOutcome {
        a,
        b,
        yes,
        shown_with,
    })
}

fn person(
    (name, at): (&str, At),
    field: &str,
    people: &People,
    findings: &mut Findings,
) -> Option<String> {
    if name.is_empty() {
        findings.error_in(at, field, "empty, expected a name");
        return None;
    }
    match people.key_of(name) {
        Ok(key) => Some(key.to_string()),
        Err(message) => {
            let message = format!("column `{field}`: {message}; the outcome is left out");
            findings.warning(at, message);
            None
        }
    }
}

fn yes((text, at): (&str, At), findings: &mut Findings) -> Option<bool> {
    if text.is_empty() {
        findings.error_in(at, "outcome", "empty, expected one such as met or declined");
        return None;
    }
    let answer: Result<Answer, _> = text.parse();
    match (answer, number::yes(text)) {
        (Ok(answer), _) => Some(answer.is_yes()),
        (Err(_), Some(yes)) => Some(yes),
        (Err(error), None) => {
            findings.error_in(at, "outcome", error);
            None
        }
    }
}

/// A chance by which the weight of an outcome may be divided.
fn chance((text, at): (&str, At), findings: &mut Findings) -> Option<f32> {
    let chance = number::plain(text).filter(|chance| *chance > 0.0 && *chance <= 1.0);
    if chance.is_none() {
        let message = format!("`{text}` is not a chance above 0 and at most 1");
        findings.error_in(at, "shown_with", message);
    }
    chance
}

/// Tells that pairs stand in several rows, as where each of the two answered.
fn tell_repeated(outcomes: &[PairOutcome], findings: &mut Findings) {
    let mut rows: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    for PairOutcome { a, b, .. } in outcomes {
        let ends = [a.min(b).as_str(), a.max(b).as_str()];
        *rows.entry(ends).or_default() += 1;
    }
    let repeated = rows.values().filter(|rows| **rows > 1).count();
    if repeated > 0 {
        let pairs = counted(repeated, "pair stands", "pairs stand");
        findings.understood(format!(
            "{pairs} in several rows, a yes in one of them is a yes"
        ));
    }
}
