//! Which row of a table is its header.

use crate::reading::Reading;
use crate::reading::schema::{Schema, field_of, hinted, is_role, recognised};
use crate::reading::table::{Cell, HEAD, Row};

/// The place of the header: the row with most known names, and then most hints, the first of equals; none where no row has any. Whatever
/// stands above it has fewer cells, as a title has, or fewer known names.
pub fn header_row(rows: &[Row], schema: &Schema, reading: &Reading) -> Option<usize> {
    let head = &rows[..rows.len().min(HEAD)];
    let merits: Vec<usize> = head.iter().map(|row| merit(row, schema, reading)).collect();
    let is_header = |place: &usize| {
        let filled = head[*place].filled();
        let is_title = |above: usize| {
            merits[above] < NAMED
                || head[above].filled() < filled
                || said(&head[above], schema) < said(&head[*place], schema)
        };
        merits[*place] > 0 && (0..*place).all(is_title)
    };
    let headers: Vec<usize> = (0..head.len()).filter(is_header).collect();
    // Words that stand again below are what people say; a first row that has a name for people is a header all the same.
    let said_once = headers
        .iter()
        .filter(|&&place| !stands_again(rows, place, schema));
    let best = said_once.max_by_key(|&&place| (merits[place], std::cmp::Reverse(place)));
    let first = headers
        .first()
        .filter(|&&place| place == 0 && merits[place] >= NAMED);
    best.or(first).copied()
}

/// What a header gains that has a column of which each table must have one.
const NAMED: usize = 4;

/// How much a row looks like a header: known names, those of `--column`, and questions, which count half. Cells may name fields too,
/// but a header has a column that each table must have.
fn merit(row: &Row, schema: &Schema, reading: &Reading) -> usize {
    let named = |cell: &&Cell| reading.names_column(schema, &cell.text);
    let chosen = row.cells.iter().filter(named).count();
    let field = |cell: &Cell| field_of(schema, &cell.text).map(|field| field.name);
    let names_someone = row
        .cells
        .iter()
        .filter_map(field)
        .any(|name| schema.required.iter().any(|any| any.contains(&name)));
    let known = 2 * recognised(row, schema) + hinted(row, schema) + 4 * chosen;
    known + if names_someone { NAMED } else { 0 }
}

/// The known names of a row, but for roles, which cells hold too, and its questions, which count half.
fn said(row: &Row, schema: &Schema) -> usize {
    let cells = row
        .cells
        .iter()
        .filter(|cell| !is_role(&cell.text))
        .cloned();
    let row = Row {
        line: row.line,
        cells: cells.collect(),
    };
    2 * recognised(&row, schema) + hinted(&row, schema)
}

/// Whether a known name of a row is a word that people say: it stands in its column in another row, which is not the header again.
fn stands_again(rows: &[Row], place: usize, schema: &Schema) -> bool {
    let row = &rows[place];
    let texts = |row: &Row| -> Vec<String> {
        row.cells
            .iter()
            .map(|cell| cell.text.trim().to_string())
            .collect()
    };
    let own = texts(row);
    let known = (0..row.cells.len()).filter(|&at| field_of(schema, &own[at]).is_some());
    let known: Vec<usize> = known.collect();
    rows.iter().any(|other| {
        let is_same = |&at: &usize| other.cell(at).0 == own[at];
        known.iter().any(is_same) && texts(other) != own
    })
}
