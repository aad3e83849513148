//! Meetings of the past.

use std::collections::BTreeSet;

use confrere::Day;
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome};

use crate::Refused;
use crate::reading::avoided::is_nobody;
use crate::reading::dates::{self, DateOrder};
use crate::reading::findings::{Findings, counted};
use crate::reading::past_columns::{SCHEMA, date_order, is_serial, naming};
use crate::reading::people::People;
use crate::reading::separator::Separator;
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told, number};

impl Reading {
    /// Reads meetings. `at` is the number of a round, or a date.
    pub fn history_of(
        &self,
        source: &Source,
        people: Option<&People>,
    ) -> Result<Told<MeetingHistory>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            if let Some(field) = self
                .needed
                .filter(|field| table.columns.of(field).is_none())
            {
                let message = format!(
                    "no column `{field}`, which is asked about (--column {field}=… names one)"
                );
                findings.error(table.columns.at, message);
            }
            let (order, told_by) = date_order(table, self, findings);
            let separator = Separator::of_column(table, "people", self, findings);
            let past = Past {
                table,
                columns: naming((table, self), people, separator, findings),
                people,
                order,
                told_by,
                is_serial: is_serial(table, findings),
                separator,
            };
            past.tell_mixed_days(findings);
            past.tell_joined(findings);
            let mut history = MeetingHistory::default();
            let mut taken = 0;
            let is_refused = past.refuse_single_names(findings);
            for row in table.rows.iter().filter(|_| !is_refused) {
                taken += usize::from(past.take(row, &mut history, findings));
            }
            (history, counted(taken, "meeting", "meetings"))
        })
    }
}

/// Numbers from this one on are days written without signs or counts of seconds, and of no round.
const MOST_ROUNDS: u32 = 60_000;

struct Past<'t> {
    table: &'t Table,
    /// The columns that name who met.
    columns: Vec<usize>,
    people: Option<&'t People>,
    /// The order of dates with slashes, where the file or an option tells it.
    order: Option<DateOrder>,
    /// The line of the date by which the file tells it.
    told_by: Option<u32>,
    /// Whether days are numbered as in spreadsheets.
    is_serial: bool,
    separator: Separator,
}

impl Past<'_> {
    /// Numbers among dates: taken for rounds, they would lie decades before the dates.
    fn tell_mixed_days(&self, findings: &mut Findings) {
        let Some(column) = self.table.columns.of("at") else {
            return;
        };
        let cells = || self.table.rows.iter().map(|row| row.cell(column));
        let is_date = |text: &str| {
            let ordered = || dates::ordered_day(text, self.order?);
            dates::day(text).or_else(ordered).is_some()
        };
        let numbered = cells().find(|cell| number::count(cell.0).is_some() && !is_date(cell.0));
        let dated = cells().any(|cell| is_date(cell.0));
        if let Some((text, at)) = numbered.filter(|_| dated) {
            findings.error_in(at, "at", format!("`{text}` is a number among dates; expected all rounds or all dates, as in 2026-10-01"));
        }
    }

    /// Adds what a row says; whether it says anything that counts.
    fn take(&self, row: &Row, history: &mut MeetingHistory, findings: &mut Findings) -> bool {
        let (Some(names), Some(at)) = (self.names(row, findings), self.day(row, findings)) else {
            return false;
        };
        let cell = |field: &str| {
            self.table
                .columns
                .of(field)
                .map_or(("", row.cells[0].at), |column| row.cell(column))
        };
        let (word, place) = cell("outcome");
        let outcome = match word.to_lowercase().replace([' ', '-'], "_").as_str() {
            "" | "met" | "yes" | "true" | "1" | "x" | "ok" | "done" | "took_place"
            | "completed" | "attended" | "held" => MeetingOutcome::Met,
            "declined" | "refused" | "no" | "false" | "0" => MeetingOutcome::Declined,
            "skipped" | "not_yet" | "no_show" | "missed" | "absent" => MeetingOutcome::Skipped,
            cancelled if cancelled.starts_with("cancel") => MeetingOutcome::Skipped,
            "left_out" => {
                for name in names {
                    if let Err(error) = history.left_out(name, at) {
                        findings.error_in(row.cells[0].at, "people", error);
                    }
                }
                return true;
            }
            _ => {
                let message = format!("`{word}` is none of met, declined, skipped, left_out");
                findings.error_in(place, "outcome", message);
                return false;
            }
        };
        if !self.is_meeting(&names, row, findings) {
            return false;
        }
        let mut encounter = Encounter::new(names, at).outcome(outcome);
        let (ratings, place) = cell("ratings");
        for item in ratings
            .split([';', '|'])
            .map(str::trim)
            .filter(|item| !item.is_empty())
        {
            let parts = item.rsplit_once(':');
            match parts.and_then(|(by, rating)| Some((by.trim(), number::plain(rating)?))) {
                Some((by, rating)) => encounter = encounter.rated(by, rating),
                None => {
                    let message = format!("`{item}` is not name:number");
                    findings.error_in(place, "ratings", message);
                    return false;
                }
            }
        }
        let (absent, place) = cell("no_shows");
        let missing = self.parted(absent).into_iter();
        for name in missing.filter(|name| *name != "0" && !is_nobody(name)) {
            match self.people.map(|people| people.key_of(name)) {
                None => encounter = encounter.no_show(name),
                Some(Ok(key)) => encounter = encounter.no_show(key),
                Some(Err(message)) => {
                    findings.warning(place, format!("column `no_shows`: {message}; not counted"));
                }
            }
        }
        if let Err(error) = history.record(encounter) {
            findings.error_in(row.cells[0].at, "people", error);
        }
        true
    }

    /// The two or more who met; nothing where fewer are named, or where one is not known.
    fn names<'r>(&'r self, row: &'r Row, findings: &mut Findings) -> Option<Vec<&'r str>> {
        let mut names = Vec::new();
        let mut is_known = true;
        for &column in &self.columns {
            let (cell, at) = row.cell(column);
            for name in self.parted(cell) {
                match self.people.map(|people| people.key_of(name)) {
                    None => names.push(name),
                    Some(Ok(key)) => names.push(key),
                    Some(Err(message)) => {
                        let advice = self.separator.advice("people", cell);
                        findings.warning(
                            at,
                            format!("column `people`: {message}{advice}; the meeting is left out"),
                        );
                        is_known = false;
                    }
                }
            }
        }
        // Whoever calls a meeting may stand among those who come.
        if names.len() > 2 {
            let mut told = BTreeSet::new();
            names.retain(|name| told.insert(*name));
        }
        is_known.then_some(names)
    }

    /// The names of a cell; what is someone's name as it stands is not split at its commas, as in `Quill, Mara`.
    fn parted<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        let Some(people) = self.people else {
            return self.separator.split(cell);
        };
        let parts = self.separator.without_commas().split(cell).into_iter();
        let names =
            parts.map(
                |part| match people.is_known(part) || people.joined(part).is_some() {
                    true => people.parted(part),
                    // As in `Ana, Ben and Cy`.
                    false => {
                        let parts = self.separator.split(part).into_iter();
                        let parts = parts.map(|part| part.strip_prefix("and ").unwrap_or(part));
                        parts.flat_map(|part| people.parted(part)).collect()
                    }
                },
            );
        names.flatten().collect()
    }

    /// Tells that a word or sign between two names parts them.
    fn tell_joined(&self, findings: &mut Findings) {
        let Some(people) = self.people else { return };
        let mut cells = self
            .columns
            .iter()
            .flat_map(|&place| self.table.rows.iter().map(move |row| row.cell(place).0));
        let is_joined = |cell: &&str| !people.is_known(cell) && people.joined(cell).is_some();
        if let Some(cell) = cells.find(is_joined) {
            let parts = people.joined(cell).map_or(0, |parts| parts.len());
            findings.understood(format!("`{cell}` read as {parts} people"));
        }
    }

    /// Refuses a table with a row for each person of a meeting, where who met whom would have to be guessed; whether it does.
    fn refuse_single_names(&self, findings: &mut Findings) -> bool {
        let columns = &self.columns;
        let is_one = |row: &Row| {
            let cells = columns.iter().map(|&place| row.cell(place).0);
            let names: Vec<&str> = cells.flat_map(|cell| self.parted(cell)).collect();
            let is_known = |name: &&str| self.people.is_none_or(|people| people.is_known(name));
            names.len() == 1 && names.iter().all(is_known)
        };
        let is_single = self.table.rows.iter().all(is_one);
        let first = self.table.rows.first().filter(|_| is_single);
        let is_refused = first.is_some() && self.table.columns.of("outcome").is_none();
        if let Some(row) = first.filter(|_| is_refused) {
            findings.error_in(row.cell(columns[0]).1, "people", "each row names one person, expected all who met in one row, as in `ana;ben` (--column people=… names a further column, --separator people=… the sign between names)");
        }
        is_refused
    }

    /// Whether two are named; fewer do not meet, which is warned about.
    fn is_meeting(&self, names: &[&str], row: &Row, findings: &mut Findings) -> bool {
        let named = match names {
            [] => "nobody".to_string(),
            [one] => format!("`{one}` alone"),
            _ => return true,
        };
        let column = self.table.columns.of("people").unwrap_or(0);
        findings.warning(
            row.cell(column).1,
            format!("column `people`: {named} is named, expected two or more; not counted (--column people=… names a further column, --separator people=… the sign between names)"),
        );
        false
    }

    /// When they met: the number of a round, or a date.
    fn day(&self, row: &Row, findings: &mut Findings) -> Option<Day> {
        let (text, at) = row.cell(self.table.columns.of("at")?);
        if let Some(day) = number::amount(text).filter(|_| self.is_serial) {
            return dates::serial(day);
        }
        let count = || number::count(text).filter(|&count| count < MOST_ROUNDS);
        let numbered = || i32::try_from(count()?).ok();
        let ordered = || dates::ordered_day(text, self.order?);
        let day = dates::day(text)
            .or_else(|| numbered().map(Day))
            .or_else(ordered);
        if day.is_none() {
            findings.error_in(at, "at", format!("`{text}` is {}", self.undated(text)));
        }
        day
    }

    /// What a text is that is no date.
    fn undated(&self, text: &str) -> String {
        let Some(order) = self.order.filter(|_| dates::is_open(text)) else {
            let expected = match dates::is_open(text) {
                true => {
                    "a date that can be read in two ways; say --dates day-first or --dates month-first"
                }
                false => {
                    "neither the number of a round, below 60000, nor a date as in 2026-10-01 nor a week as in 2026-W40; write one of these"
                }
            };
            return expected.into();
        };
        let told = match self.told_by {
            Some(line) => format!(", as line {line} tells it (--dates)"),
            None => " (--dates)".to_string(),
        };
        format!(
            "no date with the {} first{told}; write dates as in 2026-10-01",
            order.first()
        )
    }
}
