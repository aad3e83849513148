//! Times with a column each, as polls of dates and sign-up sheets have them: who can come when.

use crate::reading::columns::Columns;
use crate::reading::findings::{Findings, counted};
use crate::reading::number;
use crate::reading::table::{Cell, Row};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether someone can come: a tick or a word; what is said with reservations, as `(OK)` or `if need be`, is a yes.
pub fn answer(cell: &str) -> Option<bool> {
    let word = cell.trim().trim_matches(['(', ')']).to_lowercase();
    match word.replace(['-', '_', '’', '\''], "").as_str() {
        "ok" | "available" | "free" | "can" | "maybe" | "if need be" | "ifneedbe"
        | "under reserve" | "✔" | "✅" => Some(true),
        "unavailable" | "not available" | "busy" | "cannot" | "cant" | "?" | "✗" | "✘" | "❌" => {
            Some(false)
        }
        _ => number::yes(&word),
    }
}

/// Whether a text names a day or an hour: `Mon 9:00`, `Tuesday`, `9 am`, `2026-11-09`, `9 Nov`.
fn is_time(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = || text.split(|sign: char| sign.is_whitespace() || [',', '–', '('].contains(&sign));
    let starts = |word: &str, all: &[&str]| {
        let letters = word.trim_end_matches('.');
        all.iter().any(|start| letters.starts_with(start))
            && letters.chars().all(char::is_alphabetic)
    };
    let is_day = |word: &str| {
        let rest = WEEKDAYS
            .iter()
            .find_map(|day| word.trim_end_matches('.').strip_prefix(day));
        rest.is_some_and(|rest| {
            ["", "day", "s", "sday", "nesday", "rs", "rsday", "urday"].contains(&rest)
        })
    };
    let is_clock = |word: &str| {
        let digits = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let hours = word.len() - digits.len();
        (1..=2).contains(&hours)
            && (["am", "pm", "h"].contains(&digits)
                || digits
                    .strip_prefix(':')
                    .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit())))
    };
    let is_date = |word: &str| {
        let numbers: Vec<&str> = word.split(['-', '/', '.']).collect();
        numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok())
    };
    let has_number = || words().any(|word| word.parse::<u32>().is_ok());
    words().any(|word| is_day(word) || is_clock(word) || is_date(word))
        || (has_number()
            && words().any(|word| starts(word, &MONTHS) || ["am", "pm"].contains(&word)))
}

/// Whether all cells of a column say yes or no, and one of them says anything.
fn is_of_answers(rows: &[Row], place: usize) -> bool {
    let mut cells = rows.iter().map(|row| row.cell(place).0);
    cells.clone().any(|cell| !cell.is_empty()) && cells.all(|cell| answer(cell).is_some())
}

/// The columns that say of one time each who can come, with the time: those chosen, or else several that nothing else is read from.
pub fn times(columns: &Columns, rows: &[Row], findings: &mut Findings) -> Vec<(usize, String)> {
    let named = |place: usize| (place, columns.names[place].clone());
    let chosen = columns.all_of("slots");
    if !chosen.is_empty() {
        let of_answers = chosen
            .into_iter()
            .filter(|&place| is_of_answers(rows, place));
        return of_answers.map(named).collect();
    }
    let others = columns.others().into_iter();
    let found: Vec<(usize, String)> = others
        .filter(|&(place, name)| is_time(name) && is_of_answers(rows, place))
        .map(|(place, _)| named(place))
        .collect();
    if found.len() < 2 || columns.is_absent("slots") {
        return Vec::new();
    }
    let (count, first) = (found.len(), &found[0].1);
    findings.understood(format!(
        "{count} columns, as `{first}`, read as times at which people can come (--column slots=none)"
    ));
    for row in rows {
        let mut answers = found.iter().map(|time| answer(row.cell(time.0).0));
        if !answers.any(|can| can == Some(true)) {
            let at = row.cell(found[0].0).1;
            findings.warning(at, "can come at none of the times, which is read as if no time had been given; write yes into a column `paused` for whoever takes no part");
        }
    }
    found
}

/// Brings the header of a poll of dates to one row, where months, days and hours have a row each and names stand below an empty cell.
/// Says whether the rows of such a poll are times and its columns people.
pub fn one_header(rows: &mut Vec<Row>, findings: &mut Findings) -> bool {
    let is_open = |row: &Row| {
        row.cell(0).0.is_empty() && row.cells.iter().skip(1).any(|cell| is_time(&cell.text))
    };
    let width = |row: &Row| row.cells.len();
    let Some(first) = rows.iter().position(is_open) else {
        let below = rows.split_first().map_or(&[][..], |(_, below)| below);
        let columns = rows.first().map_or(0, width);
        return !below.is_empty()
            && columns > 2
            && below.iter().all(|row| is_time(row.cell(0).0))
            && (1..columns).all(|place| is_of_answers(below, place));
    };
    let open = rows[first..]
        .iter()
        .take_while(|row| row.cell(0).0.is_empty())
        .count();
    let columns = rows[first..first + open]
        .iter()
        .map(width)
        .max()
        .unwrap_or(0);
    // A month or a day stands in the first of the cells that were merged below it; the last row has a cell of its own for each time.
    let mut names = vec![String::new(); columns];
    for (place, row) in rows[first..first + open].iter().enumerate() {
        let mut merged = "";
        for (column, name) in names.iter_mut().enumerate().skip(1) {
            let own = row.cell(column).0;
            merged = if own.is_empty() && place + 1 < open {
                merged
            } else {
                own
            };
            if !merged.is_empty() {
                *name = format!("{name} {merged}").trim_start().to_string();
            }
        }
    }
    names[0] = "name".into();
    let at = rows[first].cells[0].at;
    let line = rows[first].line;
    let cells = names.into_iter().map(|text| Cell { text, at }).collect();
    rows.splice(first..first + open, [Row { line, cells }]);
    if open > 1 {
        findings.understood(format!(
            "{} of dates and hours read as one header",
            counted(open, "row", "rows")
        ));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_are_told_from_skills() {
        for time in [
            "Mon 9:00",
            "Tuesday",
            "9 am",
            "2026-11-09",
            "9 Nov",
            "16:00 – 17:00",
            "Thurs. 9h",
            "Week 2, Mon",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in [
            "Python",
            "Marketing",
            "Monitoring",
            "C++ 11",
            "Sunset",
            "May",
            "Java 8",
            "Team 3",
            "TCP/IP",
        ] {
            assert!(!is_time(other), "{other}");
        }
    }
}
