//! Questions with a column for each item, as surveys export them: the item stands in the header, its level in the cell.

use crate::reading::columns::{Columns, Schema, compact};
use crate::reading::findings::{Findings, counted};
use crate::reading::table::Row;
use crate::reading::{Reading, number};

/// Fields whose items may have a column each.
const GRIDS: [&str; 4] = ["offers", "needs", "interests", "stances"];

/// What stands in square brackets at the end of a name.
pub fn bracketed(name: &str) -> Option<&str> {
    let (_, inside) = name.trim().strip_suffix(']')?.rsplit_once('[')?;
    Some(inside.trim()).filter(|inside| !inside.is_empty())
}

/// The columns that hold the level of one item each, with the item: several of one question with the item in square brackets, or
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
        let item = |&place: &usize| {
            let name = &columns.names[place];
            match bracketed(name) {
                Some(item) if has_siblings(columns, &places, name) => {
                    Some((place, item.to_string()))
                }
                _ if is_chosen && is_of_levels(rows, place, reading) => Some((place, name.clone())),
                _ => None,
            }
        };
        let found: Vec<(usize, String)> = places.iter().filter_map(item).collect();
        if let Some((_, item)) = found.first() {
            let columns = counted(found.len(), "column", "columns");
            findings.understood(format!(
                "{columns} of {field} hold the level of one item each, as of `{item}`"
            ));
        }
        all.extend(found);
    }
    all
}

/// Whether several columns ask one question.
fn has_siblings(columns: &Columns, places: &[usize], name: &str) -> bool {
    let base = compact(name);
    let alike = places.iter().map(|&place| &columns.names[place]);
    alike
        .filter(|other| bracketed(other).is_some() && compact(other) == base)
        .count()
        > 1
}

/// Whether a column holds levels and nothing else.
fn is_of_levels(rows: &[Row], place: usize, reading: &Reading) -> bool {
    let filled = || {
        let cells = rows.iter().map(|row| row.cell(place).0);
        cells.filter(|cell| !cell.is_empty())
    };
    let is_level =
        |cell: &str| number::level(cell, reading).is_some() || number::yes(cell).is_some();
    filled().next().is_some() && filled().all(is_level)
}
