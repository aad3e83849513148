//! The columns of meetings: which of them name who met, and how they write when.

use crate::reading::columns::{Field, Schema, compact};
use crate::reading::dates::{self, DateOrder};
use crate::reading::findings::Findings;
use crate::reading::people::People;
use crate::reading::separator::Separator;
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, number};

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
                "c",
                "d",
                "personc",
                "persond",
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
        // These may tell of others, too: a firm, a room, a yes.
        Field {
            name: "with",
            aliases: &[
                "organiser",
                "organizer",
                "partner",
                "member",
                "members",
                "pair",
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
    required: &[&["people", "with"], &["at"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: false,
};

/// The columns that name who met. Those of the field `with` are among them where they are chosen, where most of their cells name people,
/// and where nobody is known and somebody would have met alone without.
pub fn naming(
    (table, reading): (&Table, &Reading),
    people: Option<&People>,
    separator: Separator,
    findings: &mut Findings,
) -> Vec<usize> {
    let mut columns = table.columns.all_of("people");
    let names = |row: &Row| -> usize {
        let cells = columns.iter().map(|&place| row.cell(place).0);
        cells.map(|cell| separator.split(cell).len()).sum()
    };
    let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == "with");
    let is_alone = table.rows.iter().any(|row| names(row) < 2);
    let is_meant = |&place: &usize| match people {
        Some(people) => is_chosen || name_people((table, place), people, separator),
        None => is_chosen || is_alone,
    };
    let others = table.columns.all_of("with").into_iter();
    let (with, left): (Vec<usize>, Vec<usize>) = others.partition(is_meant);
    if let Some(&place) = left.first() {
        let name = &table.columns.names[place];
        findings.understood(format!(
            "\"{name}\" not read, as it names nobody who met (--column with=…)"
        ));
    }
    columns.extend(with);
    columns.sort_unstable();
    columns
}

/// Whether most cells of a column name somebody known.
fn name_people((table, place): (&Table, usize), people: &People, separator: Separator) -> bool {
    let is_known = |part: &&str| people.is_known(part) || people.joined(part).is_some();
    let cells = table.rows.iter().map(|row| row.cell(place).0);
    let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let named = filled
        .iter()
        .filter(|cell| separator.split(cell).iter().any(is_known));
    2 * named.count() >= filled.len()
}

/// The order of dates whose parts may be read in two ways, and the line by which the file tells it.
pub fn date_order(
    table: &Table,
    reading: &Reading,
    findings: &mut Findings,
) -> (Option<DateOrder>, Option<u32>) {
    let Some(column) = table.columns.of("at").filter(|_| reading.dates.is_none()) else {
        return (reading.dates, None);
    };
    let found = dates::date_order(table.rows.iter().map(|row| row.cell(column).0));
    let Some((order, place)) = found else {
        return (None, None);
    };
    findings.understood(format!("dates with the {} first (--dates)", order.first()));
    (Some(order), Some(table.rows[place].line))
}

/// Whether all that is said of when people met are numbers by which spreadsheets know a day, as no number of a round is.
pub fn is_serial(table: &Table, findings: &mut Findings) -> bool {
    let Some(column) = table.columns.of("at") else {
        return false;
    };
    let cells = table.rows.iter().map(|row| row.cell(column).0);
    let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
    let Some(&first) = cells.peek() else {
        return false;
    };
    let day = |text: &str| number::amount(text).and_then(dates::serial);
    let name = &table.columns.names[column];
    let (Some(read), true) = (day(first), compact(name) != "round") else {
        return false;
    };
    let is_serial = cells.all(|cell| day(cell).is_some());
    if is_serial {
        findings.understood(format!(
            "numbers of \"{name}\" read as days of a spreadsheet, {first} as {} (a column named round holds rounds)",
            read.to_iso()
        ));
    }
    is_serial
}
