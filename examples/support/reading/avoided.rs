//! Columns in which people say whom they would rather not meet, however the question is put.

use std::collections::HashSet;

use crate::reading::Reading;
use crate::reading::columns::Columns;
use crate::reading::findings::Findings;
use crate::reading::items::is_nothing;
use crate::reading::schema::is_contrary;
use crate::reading::spelling::folded;
use crate::reading::table::Row;

/// The columns that are nothing else, ask for the contrary of a meeting, and name people of the table in most of their cells.
pub fn avoided(
    (columns, rows): (&Columns, &[Row]),
    reading: &Reading,
    findings: &mut Findings,
) -> Vec<usize> {
    if reading.columns.iter().any(|chosen| chosen.0 == "blocks") {
        return Vec::new();
    }
    let others = columns.others();
    let found = others.into_iter().filter(|(place, name)| {
        is_contrary(name) && names_people(columns, (rows, reading), *place)
    });
    let found: Vec<(usize, &str)> = found.collect();
    for (_, name) in &found {
        let message = format!("\"{name}\" names people and is read as blocks (--column blocks=…)");
        findings.warning(columns.at, message);
    }
    found.into_iter().map(|found| found.0).collect()
}

/// Whether most cells of a column name people of the table.
pub fn names_people(columns: &Columns, (rows, reading): (&[Row], &Reading), place: usize) -> bool {
    let mut names = names(columns, rows);
    names.extend(reading.beside.iter().map(|name| folded(name)));
    let cells = rows.iter().map(|row| row.cell(place).0);
    let said = cells.filter(|cell| !is_nobody(cell));
    let named: Vec<bool> = said.map(|cell| is_of_names(cell, &names)).collect();
    let count = named.iter().filter(|&&is_named| is_named).count();
    count > 0 && 2 * count >= named.len()
}

/// What the people of the table are called, folded.
fn names(columns: &Columns, rows: &[Row]) -> HashSet<String> {
    let mut names = HashSet::new();
    for row in rows {
        for field in ["id", "name", "email", "first name"] {
            let column = columns.of(field);
            names.extend(column.map(|column| folded(row.cell(column).0)));
        }
        let whole = ["first name", "last name"].map(|part| columns.of(part));
        if let [Some(first), Some(last)] = whole {
            names.insert(folded(&format!(
                "{} {}",
                row.cell(first).0,
                row.cell(last).0
            )));
        }
    }
    names.remove("");
    names
}

/// Whether a cell names people: one, or several behind any sign or word that parts a list.
fn is_of_names(cell: &str, names: &HashSet<String>) -> bool {
    let is_name = |text: &str| names.contains(&folded(text.trim()));
    let parted = || {
        let parts = cell.split([',', ';', '/', '\n', '&']);
        let mut parts = parts.flat_map(|part| part.split(" and "));
        parts.all(is_name)
    };
    is_name(cell) || parted()
}

/// Whether a cell in which people may be named says that there is nobody.
pub fn is_nobody(cell: &str) -> bool {
    const NOBODY: [&str; 7] = [
        "no",
        "no one",
        "noone",
        "nobody",
        "no-one",
        "nope",
        "none known",
    ];
    is_nothing(cell) || NOBODY.contains(&cell.trim().trim_end_matches('.').to_lowercase().as_str())
}
