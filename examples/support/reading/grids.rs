//! Questions with a column for each item, as surveys export them: the item stands in the header, its level in the cell.

use crate::reading::columns::{Columns, Schema, compact};
use crate::reading::findings::{Findings, counted};
use crate::reading::items::is_nothing;
use crate::reading::schema::of_choice;
use crate::reading::table::Row;
use crate::reading::{Reading, number};

/// Fields whose items may have a column each.
const GRIDS: [&str; 4] = ["offers", "needs", "interests", "stances"];

/// A question and its item, where the name of a column holds both: `Skills [Python]`, `Skills->Python`, `I can teach: maths`.
pub fn question(name: &str) -> Option<(&str, &str)> {
    let name = name.trim();
    let in_brackets = || name.strip_suffix(']')?.rsplit_once('[');
    let parts = in_brackets()
        .or_else(|| name.split_once("->"))
        .or_else(|| name.split_once(": "))?;
    Some((parts.0.trim(), parts.1.trim())).filter(|(_, item)| !item.is_empty())
}

/// Whether two columns ask one question of two items.
pub fn ask_alike(one: &str, other: &str) -> bool {
    let (one, other) = (question(one), question(other));
    one.zip(other)
        .is_some_and(|(one, other)| compact(one.0) == compact(other.0))
}

/// The columns that hold the level of one item each, with the item: several of one question with the item in its name, or
/// chosen columns of nothing but levels, which are named for their item.
pub fn grids(
    (columns, rows): (&Columns, &[Row]),
    schema: &Schema,
    reading: &Reading,
    findings: &mut Findings,
) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    for field in schema.fields.iter().map(|field| field.name) {
        if !GRIDS.contains(&field) {
            continue;
        }
        let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == field);
        let places = columns.all_of(field);
        let names: Vec<&str> = places
            .iter()
            .map(|&place| columns.names[place].as_str())
            .collect();
        let start = shared_start(&names);
        let item = |&place: &usize| {
            let name = &columns.names[place];
            match question(name) {
                Some((_, item))
                    if has_siblings(columns, &places, name) || is_of_answers(rows, place) =>
                {
                    Some((place, item.to_string()))
                }
                _ if is_chosen && is_of_levels(rows, place, reading) => {
                    Some((place, name[start..].to_string()))
                }
                _ => None,
            }
        };
        let found: Vec<(usize, String)> = places.iter().filter_map(item).collect();
        if let Some((_, item)) = found.first() {
            let columns = counted(found.len(), "column", "columns");
            let hold = if found.len() == 1 { "holds" } else { "hold" };
            findings.understood(format!(
                "{columns} of {field} {hold} the level of one item each, as of `{item}`"
            ));
        }
        all.extend(found);
    }
    all
}

/// The columns beside whose item people chose whether they offer or need it, with the item; several of them, or none are meant.
pub fn of_choices(
    (columns, rows): (&Columns, &[Row]),
    schema: &Schema,
    findings: &mut Findings,
) -> Vec<(usize, String)> {
    let is_choice =
        |cell: &str| of_choice(schema, cell).is_some_and(|field| CHOSEN.contains(&field.name));
    let is_of_choices = |place: usize| {
        let mut cells = rows
            .iter()
            .map(|row| row.cell(place).0)
            .filter(|cell| !is_nothing(cell));
        cells.clone().any(is_choice)
            && cells.all(|cell| is_choice(cell) || cell.eq_ignore_ascii_case("neither"))
    };
    let is_open = |place: usize| {
        columns
            .fields_at(place)
            .all(|field| CHOSEN.contains(&field))
    };
    let item = |place: usize| {
        let name = columns.names[place].as_str();
        (
            place,
            question(name).map_or(name, |(_, item)| item).to_string(),
        )
    };
    let places = (0..columns.width).filter(|&place| !columns.names[place].is_empty());
    let found: Vec<(usize, String)> = places
        .filter(|&place| is_open(place) && is_of_choices(place))
        .map(item)
        .collect();
    let [first, _, ..] = &found[..] else {
        return Vec::new();
    };
    findings.understood(format!(
        "{} say whether their item is offered or needed, as of `{}`",
        counted(found.len(), "column", "columns"),
        first.1
    ));
    found
}

/// What people choose between beside an item.
pub const CHOSEN: [&str; 2] = ["offers", "needs"];

/// The words before the item in the names of several columns, as in `Confidence in Python` and `Confidence in SQL`.
fn shared_start(names: &[&str]) -> usize {
    const JOINING: [&str; 7] = [" in ", " with ", " of ", " about ", " at ", " for ", ": "];
    let [first, rest @ ..] = names else { return 0 };
    let ends = JOINING
        .iter()
        .filter_map(|word| Some(first.find(word)? + word.len()));
    let shared = ends.filter(|&end| {
        !rest.is_empty()
            && rest
                .iter()
                .all(|name| name.starts_with(&first[..end]) && name.len() > end)
    });
    shared.min().unwrap_or(0)
}

/// Whether several columns ask one question.
fn has_siblings(columns: &Columns, places: &[usize], name: &str) -> bool {
    let alike = places.iter().map(|&place| &columns.names[place]);
    alike.filter(|other| ask_alike(name, other)).count() > 1
}

/// Whether a column holds answers of yes and no alone.
pub fn is_of_answers(rows: &[Row], place: usize) -> bool {
    let cells = rows.iter().map(|row| row.cell(place).0);
    let mut filled = cells.filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| number::yes(cell).is_some())
}

/// Whether a column holds levels and nothing else.
pub fn is_of_levels(rows: &[Row], place: usize, reading: &Reading) -> bool {
    let filled = || {
        let cells = rows.iter().map(|row| row.cell(place).0);
        cells.filter(|cell| !cell.is_empty())
    };
    // A list that numbers its items is no level.
    let is_level = |cell: &str| {
        let is_one = !cell.contains([';', '\n']);
        is_one && (number::level(cell, reading).is_some() || number::yes(cell).is_some())
    };
    filled().next().is_some() && filled().all(is_level)
}
