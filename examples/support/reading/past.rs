//! Meetings of the past.

use confrere::Day;
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome};

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{At, Findings, counted};
use crate::reading::number::DateOrder;
use crate::reading::people::People;
use crate::reading::separator::Separator;
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told, number};

/// The columns of meetings: who met in one cell or in several, when, what came of it, how it was rated, who did not come.
pub const SCHEMA: Schema = Schema {
    what: "meetings",
    fields: &[
        Field {
            name: "people",
            aliases: &[
                "names",
                "who",
                "participants",
                "participant",
                "attendees",
                "persona",
                "personb",
                "person",
                "name",
                "a",
                "b",
                "mentor",
                "mentee",
                "from",
                "to",
                "source",
                "target",
            ],
            hints: &[],
            many: true,
        },
        Field {
            name: "at",
            aliases: &[
                "round",
                "date",
                "startdate",
                "when",
                "day",
                "week",
                "weekof",
            ],
            hints: &["meetingdate", "dateof"],
            many: false,
        },
        Field {
            name: "outcome",
            aliases: &["result", "status", "met"],
            hints: &["didyoumeet"],
            many: false,
        },
        Field {
            name: "ratings",
            aliases: &["rating"],
            hints: &[],
            many: false,
        },
        Field {
            name: "no_shows",
            aliases: &["noshow", "absentees", "didnotcome", "missing"],
            hints: &[],
            many: false,
        },
    ],
    required: &[&["people"], &["at"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: false,
};

impl Reading {
    /// Reads meetings. `at` is the number of a round, or a date.
    pub fn history_of(
        &self,
        source: &Source,
        people: Option<&People>,
    ) -> Result<Told<MeetingHistory>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let past = Past {
                table,
                people,
                order: date_order(table, self, findings),
                separator: Separator::of_column(table, "people", self, findings),
            };
            past.tell_mixed_days(findings);
            let mut history = MeetingHistory::default();
            let mut taken = 0;
            for row in &table.rows {
                taken += usize::from(past.take(row, &mut history, findings));
            }
            (history, counted(taken, "meeting", "meetings"))
        })
    }
}

struct Past<'t> {
    table: &'t Table,
    people: Option<&'t People>,
    /// The order of dates with slashes, where the file or an option tells it.
    order: Option<DateOrder>,
    separator: Separator,
}

fn date_order(table: &Table, reading: &Reading, findings: &mut Findings) -> Option<DateOrder> {
    let column = table.columns.of("at")?;
    let found = number::date_order(table.rows.iter().map(|row| row.cell(column).0));
    if let Some(order) = found.filter(|_| reading.dates.is_none()) {
        let first = match order {
            DateOrder::DayFirst => "day",
            DateOrder::MonthFirst => "month",
        };
        findings.understood(format!("dates with the {first} first (--dates)"));
    }
    reading.dates.or(found)
}

impl Past<'_> {
    /// Numbers among dates: taken for rounds, they would lie decades before the dates.
    fn tell_mixed_days(&self, findings: &mut Findings) {
        let Some(column) = self.table.columns.of("at") else {
            return;
        };
        let cells = || self.table.rows.iter().map(|row| row.cell(column));
        let is_date = |text: &str| {
            let ordered = || number::ordered_day(text, self.order?);
            number::day(text).or_else(ordered).is_some()
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
            "" | "met" | "yes" | "done" | "took_place" | "completed" | "attended" | "held" => {
                MeetingOutcome::Met
            }
            "declined" | "refused" | "no" => MeetingOutcome::Declined,
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
        for name in self.separator.split(absent) {
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

    /// Who met; nothing where fewer than two are known.
    fn names<'r>(&'r self, row: &'r Row, findings: &mut Findings) -> Option<Vec<&'r str>> {
        let mut names = Vec::new();
        let mut is_known = true;
        let mut place: Option<At> = None;
        for column in self.table.columns.all_of("people") {
            let (cell, at) = row.cell(column);
            place = place.or(Some(at));
            for name in self.separator.split(cell) {
                match self.people.map(|people| people.key_of(name)) {
                    None => names.push(name),
                    Some(Ok(key)) => names.push(key),
                    Some(Err(message)) => {
                        findings.warning(
                            at,
                            format!("column `people`: {message}; the meeting is left out"),
                        );
                        is_known = false;
                    }
                }
            }
        }
        is_known.then_some(names)
    }

    /// When they met: the number of a round, or a date.
    fn day(&self, row: &Row, findings: &mut Findings) -> Option<Day> {
        let (text, at) = row.cell(self.table.columns.of("at")?);
        let numbered = || number::count(text).and_then(|count| i32::try_from(count).ok());
        let ordered = || number::ordered_day(text, self.order?);
        let day = number::day(text)
            .or_else(|| numbered().map(Day))
            .or_else(ordered);
        if day.is_none() {
            let expected = match (text.contains('/'), self.order) {
                (true, None) => {
                    "a date that can be read in two ways; say --dates day-first or --dates month-first"
                }
                _ => {
                    "neither a whole number from 0 up nor a date as in 2026-10-01 nor a week as in 2026-W40; write one of these"
                }
            };
            findings.error_in(at, "at", format!("`{text}` is {expected}"));
        }
        day
    }
}
