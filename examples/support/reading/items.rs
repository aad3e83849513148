//! The items of a cell, and their numbers.

use crate::reading::Reading;
use crate::reading::findings::{Findings, counted};
use crate::reading::number::{self, looks_numeric};
use crate::reading::people_columns::SCHEMA;
use crate::reading::schema::of_choice;
use crate::reading::table::{Row, Table};

/// How the items of a column are parted: semicolons and line breaks always part, further signs where nobody uses those.
#[derive(Debug, Clone, Copy, Default)]
pub struct Separator {
    commas: bool,
    bars: bool,
    nothing: bool,
}

impl Separator {
    /// Finds it for a field from all its cells, and tells it where it is a guess.
    pub fn of_column(
        table: &Table,
        field: &str,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Self {
        let columns = table.columns.all_of(field);
        let cells = || {
            table
                .rows
                .iter()
                .flat_map(|row| columns.iter().map(|&column| row.cell(column).0))
        };
        let empty = cells().find(|cell| !cell.is_empty() && is_nothing(cell));
        if let Some(word) = empty.filter(|_| !PEOPLE.contains(&field)) {
            findings.understood(format!("`{word}` in {field} read as nothing"));
        }
        match reading.separator(field) {
            Some("none") => {
                return Self {
                    nothing: true,
                    ..Self::default()
                };
            }
            Some("," | "comma") => {
                return Self {
                    commas: true,
                    ..Self::default()
                };
            }
            Some("|" | "bar") => {
                return Self {
                    bars: true,
                    ..Self::default()
                };
            }
            Some(_) => return Self::default(),
            None => {}
        }
        if cells().any(|cell| cell.contains([';', '\n'])) {
            let whole = cells()
                .filter(|cell| !cell.contains([';', '\n']) && parts_at_comma(cell))
                .count();
            let parted = cells().filter(|cell| cell.contains([';', '\n'])).count();
            if whole >= parted {
                let cells = counted(whole, "cell", "cells");
                findings.understood(format!(
                    "{cells} of {field} split at commas, others at semicolons or line breaks (--separator {field}=;)"
                ));
                return Self {
                    commas: true,
                    ..Self::default()
                };
            }
            if whole > 0 {
                let cells = counted(whole, "cell", "cells");
                findings.understood(format!(
                    "{cells} of {field} with commas kept whole, as others are split at semicolons or line breaks (--separator {field}=,)"
                ));
            }
            return Self::default();
        }
        let bars = cells().filter(|cell| cell.contains('|')).count();
        let commas = cells().filter(|cell| parts_at_comma(cell)).count();
        if bars > 0 {
            let cells = counted(bars, "cell", "cells");
            findings.understood(format!(
                "{cells} of {field} split at bars (--separator {field}=none)"
            ));
            return Self {
                bars: true,
                ..Self::default()
            };
        }
        if commas > 0 {
            let cells = counted(commas, "cell", "cells");
            findings.understood(format!(
                "{cells} of {field} split at commas (--separator {field}=none)"
            ));
        }
        Self {
            commas: commas > 0,
            ..Self::default()
        }
    }

    /// The items of a cell, trimmed and without bullets, none empty.
    pub fn split<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        if self.nothing {
            return Vec::from_iter(Some(cell.trim()).filter(|cell| !cell.is_empty()));
        }
        // A list as programs print it: ['rust', 'go'], ["rust","go"].
        for (open, between, close) in [
            ("['", "', '", "']"),
            ("[\"", "\", \"", "\"]"),
            ("[\"", "\",\"", "\"]"),
        ] {
            let inside = cell
                .trim()
                .strip_prefix(open)
                .and_then(|cell| cell.strip_suffix(close));
            // A single item has nothing between, and any of the two forms fits.
            if let Some(inside) =
                inside.filter(|inside| inside.contains(between) || !inside.contains(&between[..1]))
            {
                return inside.split(between).map(str::trim).collect();
            }
        }
        let mut items = Vec::new();
        let (mut start, mut depth) = (0, 0_u32);
        for (at, sign) in cell.char_indices() {
            depth = match sign {
                '(' | '[' => depth + 1,
                ')' | ']' => depth.saturating_sub(1),
                _ => depth,
            };
            let parts = match sign {
                ';' | '\n' => true,
                ',' => self.commas && depth == 0 && !is_decimal(cell, at),
                '|' => self.bars,
                _ => false,
            };
            if parts {
                items.push(&cell[start..at]);
                start = at + sign.len_utf8();
            }
        }
        items.push(&cell[start..]);
        let items = items
            .into_iter()
            .map(|item| without_bullet(item.trim()))
            .filter(|item| !item.is_empty());
        without_numbers(items.collect())
    }
}

/// Fields of names, where no word means nothing.
const PEOPLE: [&str; 3] = ["people", "blocks", "refuses"];

/// Cells and items that say that there is nothing.
const NOTHING: [&str; 12] = [
    "", "-", "–", "—", "?", "none", "nothing", "n/a", "na", "nan", "null", "\\n",
];

/// Whether a text is empty, or a word for it.
pub fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str())
}

/// The items of a list that numbers them from 1, `1. rust` or `1) rust`, without the numbers; others as they are, and so is a single
/// one, such as `1. FC Köln`.
fn without_numbers(items: Vec<&str>) -> Vec<&str> {
    if items.len() < 2 {
        return items;
    }
    let bare = (1_usize..).zip(&items).map(|(number, item)| {
        let rest = item.strip_prefix(&number.to_string())?;
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
    });
    let bare: Option<Vec<&str>> = bare.collect();
    bare.map_or(items, |bare| bare.into_iter().map(str::trim).collect())
}

/// An item without the sign before it in a list.
fn without_bullet(item: &str) -> &str {
    let mut bullets = ["- ", "* ", "• ", "– ", "· "].iter();
    bullets
        .find_map(|bullet| item.strip_prefix(bullet))
        .map_or(item, str::trim)
}

/// Whether a comma stands between two digits, as in 0,9.
fn is_decimal(cell: &str, at: usize) -> bool {
    let before = cell[..at].chars().next_back();
    let after = cell[at + 1..].chars().next();
    [before, after]
        .iter()
        .all(|sign| sign.is_some_and(|sign| sign.is_ascii_digit()))
}

fn parts_at_comma(cell: &str) -> bool {
    let by_comma = Separator {
        commas: true,
        ..Separator::default()
    };
    cell.contains(',') && by_comma.split(cell).len() > 1
}

/// An item: its name, and its number where it has one.
#[derive(Debug, PartialEq)]
pub struct Item<'c> {
    pub name: &'c str,
    pub number: Option<f32>,
}

/// Parts an item from its number: after its last `:` or `=`, in brackets at its end, after a dash, or as a share such as 80 % or 4/5.
/// What stands there and looks like a number but is none is refused.
pub fn item<'c>(text: &'c str, read: impl Fn(&str) -> Option<f32>) -> Result<Item<'c>, String> {
    if let Some((name, tail)) = text.rsplit_once([':', '=']) {
        if let Some(number) = read(tail) {
            let (name, number) = (name.trim(), Some(number));
            return Ok(Item { name, number });
        }
        if looks_numeric(tail) {
            let tail = tail.trim();
            return Err(format!(
                "`{tail}` of `{text}` looks like a number and is none, expected one such as 0.8, 80 % or 4/5"
            ));
        }
    }
    let bracket = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('));
    let number = bracket.and_then(|(name, tail)| Some((name.trim(), read(tail)?)));
    // A whole number in brackets is part of the name, as in `Angular (2)`.
    match number
        .filter(|(name, number)| !name.is_empty() && (number.fract() != 0.0 || is_worded(text)))
    {
        Some((name, number)) => Ok(Item {
            name,
            number: Some(number),
        }),
        None => Ok(after_dash(text, &read)
            .or_else(|| share(text, &read))
            .unwrap_or(Item {
                name: text.trim(),
                number: None,
            })),
    }
}

/// `Public speaking - basic`.
fn after_dash<'c>(text: &'c str, read: impl Fn(&str) -> Option<f32>) -> Option<Item<'c>> {
    let dashes = [" - ", " – ", " — "];
    let (name, tail) = dashes.iter().find_map(|dash| text.rsplit_once(dash))?;
    let number = Some(read(tail)?);
    let name = name.trim();
    Some(Item { name, number })
}

/// `rust 80 %`, `law 4/5`, `tax 4 of 5`, `go 0,9`; other numbers at the end are of the name, as in `HTML 5`.
fn share<'c>(text: &'c str, read: impl Fn(&str) -> Option<f32>) -> Option<Item<'c>> {
    // Scales of people end at 10 or at 100.
    let is_scale = |whole: &str| matches!(whole.parse::<u32>(), Ok(1..=10 | 100));
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let ended = number::PER_CENT.iter().find(|sign| lower.ends_with(**sign));
    let bare = ended.map_or(text, |sign| text[..text.len() - sign.len()].trim_end());
    // The part stands before the words, as in `rust 4 out of 5`.
    let mut words = number::OUT_OF[1..].iter();
    let part = words.find_map(|words| bare.rsplit_once(words));
    let part = part.filter(|(_, whole)| is_scale(whole.trim()));
    let (name, _) = part
        .map_or(bare, |part| part.0)
        .rsplit_once(char::is_whitespace)?;
    let tail = text[name.len()..].trim();
    let whole = number::OUT_OF.iter().find_map(|sign| tail.split_once(sign));
    let is_share = ended.is_some()
        || tail.ends_with(['★', '☆', '⭐', '\u{fe0f}'])
        || whole.is_some_and(|(_, whole)| is_scale(whole.trim()))
        || ["0.", "0,"].iter().any(|start| tail.starts_with(start));
    let number = Some(read(tail).filter(|number| is_share && (0.0..=1.0).contains(number))?);
    let name = name.trim();
    Some(Item { name, number })
}

/// Whether the bracket holds more than digits: a word, a per cent, a fraction.
fn is_worded(text: &str) -> bool {
    let inside = text.rsplit_once('(').map_or("", |parts| parts.1);
    inside
        .trim_end_matches(')')
        .chars()
        .any(|sign| !sign.is_ascii_digit() && sign != ' ')
}

/// The items of a field of one row with their numbers; what is wrong goes to the findings.
pub fn items<'t>(
    (table, row): (&'t Table, &'t Row),
    (field, separator): (&str, Separator),
    read: impl Fn(&str) -> Option<f32>,
    findings: &mut Findings,
) -> Vec<Item<'t>> {
    let mut all = Vec::new();
    for column in table.columns.all_of(field) {
        let (cell, at) = row.cell(column);
        if let Some(name) = table.columns.grid(column) {
            match of_grid((field, name), cell, &read) {
                Ok(item) => all.extend(item),
                Err(message) => findings.error_in(at, field, message),
            }
            continue;
        }
        let texts = separator.split(cell).into_iter();
        for text in texts.filter(|text| !is_nothing(text)) {
            match item(text, &read) {
                Ok(item) => {
                    if let Some(tail) = amount_in_words(&item) {
                        findings.warning(at, format!(
                            "column `{field}`: `{tail}` of `{text}` is read as part of the name; write a number such as 0.8, 80 % or 4/5 if it is one"
                        ));
                    }
                    all.push(item);
                }
                Err(message) => findings.error_in(at, field, message),
            }
        }
    }
    all
}

/// What stands behind the colon of a name and begins with a number and a space, as in `rust: 3 years`.
fn amount_in_words<'c>(item: &Item<'c>) -> Option<&'c str> {
    let tail = item
        .name
        .rsplit_once([':', '='])
        .filter(|_| item.number.is_none())?
        .1
        .trim();
    let first = tail
        .split_whitespace()
        .next()
        .filter(|first| first.len() < tail.len())?;
    first
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(tail)
}

/// The item of a column of its own, where the cell gives it a level or says yes.
fn of_grid<'t>(
    (field, name): (&str, &'t str),
    cell: &str,
    read: impl Fn(&str) -> Option<f32>,
) -> Result<Option<Item<'t>>, String> {
    if is_nothing(cell) {
        return Ok(None);
    }
    // Where a choice was ticked, surveys write it out again.
    let ticked = || cell.eq_ignore_ascii_case(name).then_some(1.0);
    let said = || number::yes(cell).map(|yes| if yes { 1.0 } else { 0.0 });
    // Beside each item people chose whether they offer or need it.
    let chosen =
        || of_choice(&SCHEMA, cell).map(|chosen| if chosen.name == field { 1.0 } else { 0.0 });
    // Where several boxes were ticked, the highest level counts.
    let highest = || {
        let levels = cell
            .split([';', ','])
            .map(&read)
            .collect::<Option<Vec<f32>>>()?;
        levels.into_iter().reduce(f32::max)
    };
    let number = read(cell)
        .or_else(ticked)
        .or_else(said)
        .or_else(chosen)
        .or_else(highest);
    match number {
        Some(number) => Ok(Some(Item {
            name,
            number: Some(number),
        })
        .filter(|_| number != 0.0)),
        None => Err(format!(
            "`{cell}` is no level of `{name}`, expected one such as 0.8, 4/5 or good; say what it is worth, as in --scale \"{cell}=0.5\""
        )),
    }
}

/// A level or priority on the scale of this reading.
pub fn level(reading: &Reading) -> impl Fn(&str) -> Option<f32> {
    |text: &str| number::level(text, reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_parted_from_their_numbers() {
        let reading = Reading::default();
        let read = |text: &str| number::level(text, &reading);
        let parted = |text| item(text, read).map(|item| (item.name, item.number));
        assert_eq!(parted("rust:80%"), Ok(("rust", Some(0.8))));
        assert_eq!(parted("negotiation: 0,9"), Ok(("negotiation", Some(0.9))));
        assert_eq!(parted("go (expert)"), Ok(("go", Some(1.0))));
        assert_eq!(parted("law (4/5)"), Ok(("law", Some(0.8))));
        assert_eq!(parted("Angular (2)"), Ok(("Angular (2)", None)));
        assert_eq!(parted("rust 80 %"), Ok(("rust", Some(0.8))));
        assert_eq!(
            parted("public speaking 4/5"),
            Ok(("public speaking", Some(0.8)))
        );
        assert_eq!(parted("law - basic"), Ok(("law", Some(0.3))));
        assert_eq!(parted("rust: 4 von 5"), Ok(("rust", Some(0.8))));
        assert_eq!(parted("law 3 out of 5"), Ok(("law", Some(0.6))));
        assert_eq!(parted("go: 80 percent"), Ok(("go", Some(0.8))));
        for (stars, level) in [("go ★★★★☆", 0.8), ("go ★★", 0.4), ("go ⭐️⭐️⭐️", 0.6)]
        {
            assert_eq!(parted(stars), Ok(("go", Some(level))));
        }
        assert_eq!(
            parted("head of marketing 0.8"),
            Ok(("head of marketing", Some(0.8)))
        );
        for name in ["HTML 5", "Python 3.8", "TCP/IP", "a - b", "Windows 95/98"] {
            assert_eq!(parted(name), Ok((name, None)));
        }
        assert_eq!(parted("db:MySQL"), Ok(("db:MySQL", None)));
        assert_eq!(
            parted("lang:Other(s)::0.5"),
            Ok(("lang:Other(s):", Some(0.5)))
        );
        assert!(
            parted("rust:0.8x")
                .expect_err("no number")
                .contains("`0.8x` of `rust:0.8x`")
        );
    }

    #[test]
    fn commas_part_unless_they_are_decimal_or_in_brackets() {
        let split = |cell: &'static str, commas| {
            Separator {
                commas,
                ..Separator::default()
            }
            .split(cell)
        };
        assert_eq!(split("Rust, Python", true), ["Rust", "Python"]);
        assert_eq!(split("law:0,9, tax", true), ["law:0,9", "tax"]);
        assert_eq!(
            split("social (x, y), film", true),
            ["social (x, y)", "film"]
        );
        assert_eq!(
            split("Developer, mobile; law\nrust;", false),
            ["Developer, mobile", "law", "rust"]
        );
        assert_eq!(
            split("- rust\n* law\n• N/A\n-", false),
            ["rust", "law", "N/A", "-"]
        );
        assert_eq!(split("['rust', 'C, old']", true), ["rust", "C, old"]);
    }
}
