//! Times with a column each, as polls of dates and sign-up sheets have them: who can come when.

use crate::reading::columns::Columns;
use crate::reading::findings::{Findings, counted};
use crate::reading::grids::question;
use crate::reading::items::is_nothing;
use crate::reading::number;
use crate::reading::schema::letters;
use crate::reading::table::{Cell, Row};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Days of the week in German and in French.
const DAYS: [&str; 15] = [
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

/// Their short forms, which are words of other meanings too: days only where nothing but an hour stands beside them.
const SHORT_DAYS: [&str; 14] = [
    "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim",
];

/// Whether someone can come: a tick or a word; what is said with reservations, as `(OK)` or `if need be`, is a yes.
pub fn answer(cell: &str) -> Option<bool> {
    let word = cell.trim().trim_matches(['(', ')']).to_lowercase();
    match word.replace(['-', '_', '’', '\''], "").as_str() {
        "ok" | "available" | "free" | "can" | "maybe" | "perhaps" | "if need be" | "ifneedbe"
        | "under reserve" | "vielleicht" | "peutêtre" => Some(true),
        "unavailable" | "not available" | "busy" | "cannot" | "cant" | "?" => Some(false),
        _ => number::yes(&word),
    }
}

/// What a cell of times says that is a word for yes or no; a number or a letter may be the name of a time.
pub fn worded_answer(cell: &str) -> Option<bool> {
    let is_word = cell.chars().count() > 1 && cell.chars().all(char::is_alphabetic);
    answer(cell).filter(|_| is_word && !is_nothing(cell))
}

/// Whether a word for a time says that all will do.
pub fn is_any_time(word: &str) -> bool {
    const ANY: [&str; 13] = [
        "any",
        "anytime",
        "any time",
        "any day",
        "any slot",
        "always",
        "all",
        "flexible",
        "whenever",
        "jederzeit",
        "immer",
        "flexibel",
        "toujours",
    ];
    ANY.contains(&word.trim().to_lowercase().as_str())
}

/// Whether a word is a day of the week, with or without a time of day behind it.
pub fn is_weekday(word: &str) -> bool {
    const ENGLISH: [&str; 8] = ["", "day", "s", "sday", "nesday", "rs", "rsday", "urday"];
    const OTHER: [&str; 5] = ["", "s", "vormittag", "nachmittag", "abend"];
    let word = word.trim_end_matches('.');
    let ends = |starts: &[&str], ends: &[&str]| {
        let mut rests = starts.iter().filter_map(|day| word.strip_prefix(day));
        rests.any(|rest| ends.contains(&rest))
    };
    ends(&WEEKDAYS, &ENGLISH) || ends(&DAYS, &OTHER)
}

/// Whether a text names a day or an hour: `Mon 9:00`, `Tuesday`, `9 am`, `2026-11-09`, `9 Nov`, `Mo 9 Uhr`, `lundi`.
fn is_time(text: &str) -> bool {
    let text = text.to_lowercase();
    let parts = |sign: char| sign.is_whitespace() || [',', '–', '(', ')', '[', ']'].contains(&sign);
    let words = || text.split(parts).filter(|word| !word.is_empty());
    let starts = |word: &str, all: &[&str]| {
        let letters = word.trim_end_matches('.');
        all.iter().any(|start| letters.starts_with(start))
            && letters.chars().all(char::is_alphabetic)
    };
    let is_clock = |word: &str| {
        let digits = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let hours = word.len() - digits.len();
        (1..=2).contains(&hours)
            && (["am", "pm", "h"].contains(&digits)
                || digits
                    .strip_prefix([':', 'h'])
                    .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit())))
    };
    let is_date = |word: &str| {
        let numbers: Vec<&str> = word.split(['-', '/', '.']).collect();
        numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok())
    };
    let has_number = || words().any(|word| word.parse::<u32>().is_ok());
    words().any(|word| is_weekday(word) || is_clock(word) || is_date(word))
        || (has_number()
            && words().any(|word| starts(word, &MONTHS) || ["am", "pm", "uhr"].contains(&word)))
        || is_short_day(words())
}

/// Whether words are the short form of a day and nothing but hours behind it: `Mo`, `Do. 14h`, `Fr 9-10 Uhr`.
pub fn is_short_day<'w>(mut words: impl Iterator<Item = &'w str>) -> bool {
    let is_hour = |word: &str| {
        let has_digit = word.starts_with(|sign: char| sign.is_ascii_digit());
        let is_sign = |sign: char| sign.is_ascii_digit() || [':', '-', '.', 'h'].contains(&sign);
        ["uhr", "-"].contains(&word) || (has_digit && word.chars().all(is_sign))
    };
    let first = words.next().map(|word| word.trim_end_matches('.'));
    first.is_some_and(|first| SHORT_DAYS.contains(&first)) && words.all(is_hour)
}

/// Whether a cell says something that is no answer.
fn is_odd(cell: &str) -> bool {
    !is_nothing(cell) && answer(cell).is_none()
}

/// Whether most cells of a column say yes or no, and no other is a number.
fn is_answered(rows: &[Row], place: usize) -> bool {
    let cells = || rows.iter().map(|row| row.cell(place).0);
    let answers = cells().filter(|cell| !cell.is_empty() && answer(cell).is_some());
    let odd = || cells().filter(|cell| is_odd(cell));
    answers.count() > odd().count() && !odd().any(|cell| number::plain(cell).is_some())
}

/// The field of a column that says who is there at all, which is read from a column of slots.
pub const PRESENCE: &str = "presence";

/// The columns that say of one time each who can come, with the time: those of slots, or else several that nothing else is read
/// from. A single column of slots that is named for no time says who is there at all.
pub fn times(columns: &mut Columns, rows: &[Row], findings: &mut Findings) -> Vec<(usize, String)> {
    let slots = columns.all_of("slots");
    tell_any_time((rows, &slots), findings);
    if let [place] = slots[..] {
        let name = columns.names[place].clone();
        let is_named = ["available", "availability"].contains(&letters(&name).as_str());
        let mut cells = rows.iter().map(|row| row.cell(place).0);
        let is_said = cells.any(|cell| !is_nothing(cell) && answer(cell).is_some());
        if is_named && is_said && !is_time(&name) && is_answered(rows, place) {
            columns.also(place, &[PRESENCE]);
            tell_presence((rows, place, &name), findings);
            return Vec::new();
        }
    }
    let others = columns.others().into_iter();
    let (is_told, places): (bool, Vec<usize>) = match slots.is_empty() {
        true => (
            false,
            others
                .filter(|(_, name)| is_time(name))
                .map(|(place, _)| place)
                .collect(),
        ),
        false => (true, slots),
    };
    let places: Vec<usize> = places
        .into_iter()
        .filter(|&place| is_answered(rows, place))
        .collect();
    if !is_told && (places.len() < 2 || columns.is_absent("slots")) {
        return Vec::new();
    }
    let found = named(columns, &places);
    if let Some((_, first)) = found.first().filter(|_| !is_told) {
        findings.understood(format!(
            "{} columns, as `{first}`, read as times at which people can come (--column slots=none)",
            found.len()
        ));
    }
    check((rows, &found), findings);
    found
}

/// Columns with their times: what stands in brackets behind a question, where no two are alike, else the whole name.
fn named(columns: &Columns, places: &[usize]) -> Vec<(usize, String)> {
    let whole = |place: &usize| columns.names[*place].as_str();
    let short = |place: &usize| question(whole(place)).map_or(whole(place), |parts| parts.1);
    let is_of_question = |place: &usize| {
        let own = short(place);
        is_time(own) && places.iter().filter(|other| short(other) == own).count() == 1
    };
    let all = places.iter().all(is_of_question);
    let time = |place: &usize| if all { short(place) } else { whole(place) };
    places
        .iter()
        .map(|place| (*place, time(place).to_string()))
        .collect()
}

/// Warns of what is no answer in columns of times, and of who can come at none of them.
fn check((rows, times): (&[Row], &[(usize, String)]), findings: &mut Findings) {
    for row in rows {
        for (place, time) in times {
            let (cell, at) = row.cell(*place);
            if is_odd(cell) {
                findings.warning(
                    at,
                    format!("`{time}`: {}; read as no", number::neither(cell)),
                );
            }
        }
        let mut answers = times.iter().map(|time| answer(row.cell(time.0).0));
        if !times.is_empty() && !answers.any(|can| can == Some(true)) {
            let at = row.cell(times[0].0).1;
            findings.warning(at, "can come at none of the times, which is read as if no time had been given; write yes into a column `paused` for whoever takes no part");
        }
    }
}

/// Tells that words such as `any time` leave all times open.
fn tell_any_time((rows, slots): (&[Row], &[usize]), findings: &mut Findings) {
    let cells = rows
        .iter()
        .flat_map(|row| slots.iter().map(|&place| row.cell(place).0));
    let mut words = cells
        .clone()
        .flat_map(|cell| cell.split([';', '\n', ',', '|']));
    if let Some(word) = words.find(|word| is_any_time(word)) {
        findings.understood(format!("`{}` in slots leaves all times open", word.trim()));
    }
    let answers = |said: bool| cells.clone().find(|cell| worded_answer(cell) == Some(said));
    if let Some(word) = answers(true) {
        findings.understood(format!(
            "`{word}` in slots leaves all times open, or ticks the time of its column"
        ));
    }
    if let Some(word) = answers(false) {
        findings.understood(format!(
            "`{word}` in slots pauses a person, or rules the time of its column out"
        ));
    }
}

/// Whether a cell of such a column says that someone is not there; no word is none.
pub fn is_away(cell: &str) -> bool {
    !is_nothing(cell) && answer(cell) == Some(false)
}

/// Tells how a column that says who is there was read, and what of it is no answer.
fn tell_presence((rows, place, name): (&[Row], usize, &str), findings: &mut Findings) {
    let away = rows.iter().filter(|row| is_away(row.cell(place).0)).count();
    findings.understood(format!(
        "\"{name}\" says who takes part, {} paused (--column slots=none)",
        counted(away, "person", "people")
    ));
    for row in rows {
        let (cell, at) = row.cell(place);
        if is_odd(cell) {
            let message = number::neither(cell);
            findings.warning(at, format!("\"{name}\": {message}; read as yes"));
        }
    }
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
            && (1..columns).all(|place| is_answered(below, place));
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
            "Montag",
            "Mo 9 Uhr",
            "Do. 14h30",
            "Di",
            "lundi matin",
            "Which days suit you? [Monday]",
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
            "Montage",
            "Do you drink coffee?",
            "So far so good",
        ] {
            assert!(!is_time(other), "{other}");
        }
    }
}
