//! The items of a cell, and their numbers.

use crate::reading::Reading;
use crate::reading::findings::Findings;
use crate::reading::number::{self, looks_numeric};
use crate::reading::people_columns::SCHEMA;
use crate::reading::schema::of_choice;
use crate::reading::separator::Separator;
use crate::reading::table::{Row, Table};

/// Cells and items that say that there is nothing.
const NOTHING: [&str; 12] = [
    "", "-", "–", "—", "?", "none", "nothing", "n/a", "na", "nan", "null", "\\n",
];

/// Whether a text is empty, or a word for it.
pub fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str())
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
    // A whole number in brackets is part of the name, as in `Angular (2)`, unless it is on a scale of whole numbers that is told.
    let is_level = |number: f32| match is_scaled(&read) && !is_worded(text) {
        true => (-1.0..=1.0).contains(&number),
        false => number.fract() != 0.0 || is_worded(text),
    };
    match number.filter(|(name, number)| !name.is_empty() && is_level(*number)) {
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
                    if let Some(tail) = unread(&item, &read) {
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

/// Whether levels are on a scale of their own, on which 1 is not the highest.
fn is_scaled(read: impl Fn(&str) -> Option<f32>) -> bool {
    read("1") != Some(1.0)
}

/// What stands behind a name as a number does and is none that can be read.
fn unread<'c>(item: &Item<'c>, read: impl Fn(&str) -> Option<f32>) -> Option<&'c str> {
    if item.number.is_some() {
        return None;
    }
    amount_in_words(item)
        .or_else(|| excess(item))
        .or_else(|| off_scale(item).filter(|_| is_scaled(read)))
}

/// A whole number in brackets, as in `rust (7)`.
fn off_scale<'c>(item: &Item<'c>) -> Option<&'c str> {
    let inside = item.name.strip_suffix(')')?.rsplit_once('(')?.1;
    inside.parse::<u32>().ok().map(|_| inside)
}

/// A per cent behind a name that is above 100 and so no level, as in `rust 120 %`.
fn excess<'c>(item: &Item<'c>) -> Option<&'c str> {
    let number = item.name.strip_suffix('%')?;
    let (name, _) = number.trim_end().rsplit_once(char::is_whitespace)?;
    let tail = item.name[name.len()..].trim();
    number::share(tail).map(|_| tail)
}

/// What stands behind the colon of a name and begins with a number and a space, as in `rust: 3 years`.
fn amount_in_words<'c>(item: &Item<'c>) -> Option<&'c str> {
    let tail = item.name.rsplit_once([':', '='])?.1.trim();
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
}
