//! What spreadsheets and survey tools leave in a table that is no data: formulas, errors, invisible letters, further rows of a header.

use crate::reading::columns::{Field, Schema, compact, recognised};
use crate::reading::findings::{Findings, counted};
use crate::reading::number;
use crate::reading::schema::field_of;
use crate::reading::table::{Cell, Row, TOTALS};

/// What a spreadsheet writes where a formula fails.
const ERRORS: [&str; 8] = [
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!",
];

/// Spaces at which lines do not break.
const NO_BREAK: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2007}'];

/// Letters of no width, which make two equal names differ. Those that join emoji are none of them.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
    ) || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

/// Takes from cells what is no part of them, and tells it.
pub fn clean(rows: &mut [Row], findings: &mut Findings) {
    let (mut formulas, mut invisible) = (0, 0);
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        // Between words a space that keeps lines together is a space; within numbers it parts thousands, which is read there.
        if cell.text.contains(NO_BREAK) && cell.text.contains(char::is_alphabetic) {
            cell.text = cell.text.replace(NO_BREAK, " ");
        }
        if cell.text.contains(is_invisible) {
            cell.text.retain(|letter| !is_invisible(letter));
            invisible += 1;
        }
        // As in ="007", by which leading zeros are kept.
        let inside = cell.text.trim().strip_prefix("=\"");
        if let Some(inside) = inside.and_then(|text| text.strip_suffix('"')) {
            cell.text = inside.to_string();
            formulas += 1;
        }
        if ERRORS.contains(&cell.text.trim()) {
            let error = std::mem::take(&mut cell.text);
            let message = format!(
                "`{}` is an error of a spreadsheet, read as empty",
                error.trim()
            );
            findings.warning(cell.at, message);
        }
    }
    if formulas > 0 {
        let cells = counted(formulas, "cell", "cells");
        findings.understood(format!("{cells} as in `=\"…\"` read as text"));
    }
    if invisible > 0 {
        let cells = counted(invisible, "cell", "cells");
        findings.understood(format!("invisible letters left out of {cells}"));
    }
}

/// Words that a survey tool writes below a question that has no choices.
const RESPONSES: [&str; 2] = ["openendedresponse", "response"];

/// Brings a header of several rows to one: choices below a question join it, rows about columns and headers that come again are left
/// out. Nothing where the rows cannot be joined, which is then told.
pub fn whole_header(
    mut header: Row,
    rows: &mut Vec<Row>,
    schema: &Schema,
    findings: &mut Findings,
) -> Option<Row> {
    const ABOUT_COLUMNS: usize = 3;
    let is_about = |row: &Row| {
        row.cells
            .iter()
            .any(|cell| cell.text.starts_with("{\"ImportId\""))
    };
    if let Some(last) = rows.iter().take(ABOUT_COLUMNS).position(is_about) {
        rows.drain(..=last);
        let lines = counted(last + 1, "row", "rows");
        findings.understood(format!(
            "{lines} about the columns below the header skipped"
        ));
    }
    let is_response = |cell: &Cell| RESPONSES.contains(&compact(&cell.text).as_str());
    let is_of_choices = |row: &&Row| {
        let is_told = row.cells.iter().any(is_response) || fills_gaps((&header, row), schema);
        row.cell(0).0.is_empty() && is_told
    };
    if rows.first().filter(is_of_choices).is_some() {
        header = with_choices(header, rows.remove(0));
        findings.understood("the row of choices below the questions read as part of the header");
    }
    if let Some(second) = rows
        .first()
        .filter(|row| spans(&header, row) && recognised(row, schema) > 1)
    {
        findings.error(
            second.cells[0].at,
            "the header spans two rows; give each column its name in one row and leave the other out",
        );
        return None;
    }
    let texts = |row: &Row| -> Vec<String> {
        (0..row.cells.len())
            .map(|place| row.cell(place).0.to_string())
            .collect()
    };
    let again = texts(&header);
    rows.retain(|row| {
        let is_again = again.len() > 1 && texts(row) == again;
        if is_again {
            findings.warning(row.cells[0].at, "the header again, left out");
        }
        !is_again
    });
    Some(header)
}

/// Whether a row fills columns that the one above leaves without a name behind one that has a name, as merged cells do.
fn spans(above: &Row, below: &Row) -> bool {
    let first = (0..below.cells.len()).find(|&place| !above.cell(place).0.is_empty());
    first.is_some_and(|first| {
        (first..below.cells.len())
            .any(|place| above.cell(place).0.is_empty() && !below.cell(place).0.is_empty())
    })
}

/// Whether a row has cells only in groups of columns of which the one above names the first alone, as a question of several choices.
fn fills_gaps((above, below): (&Row, &Row), schema: &Schema) -> bool {
    let has_name = |place: usize| !above.cell(place).0.is_empty();
    let is_question = |name: &str| {
        let known = field_of(schema, name).is_some_and(|field| field.many);
        let hinted = |field: &Field| field.many && field.hint(&compact(name)).is_some();
        known || schema.fields.iter().any(hinted)
    };
    let mut filled = (0..below.cells.len()).filter(|&place| !below.cell(place).0.is_empty());
    let is_of_group = |place: usize| {
        let is_open = !has_name(place) || (place + 1 < below.cells.len() && !has_name(place + 1));
        let head = (0..=place).rev().find(|&place| has_name(place));
        is_open && head.is_some_and(|head| is_question(above.cell(head).0))
    };
    spans(above, below) && filled.all(is_of_group)
}

/// A header in which each choice stands in brackets behind its question.
fn with_choices(header: Row, choices: Row) -> Row {
    let mut question = String::new();
    let width = header.cells.len().max(choices.cells.len());
    let mut cells = Vec::with_capacity(width);
    for place in 0..width {
        let ((own, at), (choice, _)) = (header.cell(place), choices.cell(place));
        if !own.is_empty() {
            question = own.to_string();
        }
        let has_none = choice.is_empty() || RESPONSES.contains(&compact(choice).as_str());
        let text = if has_none {
            own.to_string()
        } else {
            format!("{question} [{choice}]")
        };
        cells.push(Cell { text, at });
    }
    Row {
        line: header.line,
        cells,
    }
}

/// Whether rows and columns name the same people: in the same order, or in any where all other cells are numbers, ticks or empty.
/// Sums at the end are no people.
pub fn is_matrix(rows: &[Row]) -> bool {
    let Some((header, below)) = rows.split_first() else {
        return false;
    };
    let is_sum = |name: &&str| TOTALS.contains(&name.to_lowercase().as_str());
    let mut across: Vec<&str> = (1..header.cells.len())
        .map(|place| header.cell(place).0)
        .collect();
    across.pop_if(|name| is_sum(&&**name));
    let mut down: Vec<&str> = below.iter().map(|row| row.cell(0).0).collect();
    down.pop_if(|name| is_sum(&&**name));
    if down.len() < 2 || across.contains(&"") {
        return false;
    }
    if across == down {
        return true;
    }
    let is_mark = |cell: &str| number::plain(cell).is_some() || number::yes(cell).is_some();
    let are_marks = below
        .iter()
        .all(|row| (1..row.cells.len()).all(|place| is_mark(row.cell(place).0)));
    across.sort_unstable();
    down.sort_unstable();
    are_marks && (across == down || down.iter().all(|name| across.binary_search(name).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::table::rows;

    #[test]
    fn cells_lose_formulas_errors_and_invisible_letters() {
        let mut read = rows("=\"007\",ma\u{200b}ra,#N/A\n", ',', 1).rows;
        let mut findings = Findings::new("p.csv", false);
        clean(&mut read, &mut findings);
        let texts: Vec<&str> = (0..3).map(|place| read[0].cell(place).0).collect();
        assert_eq!(texts, ["007", "mara", ""]);
        let told = findings.told("1 row").join("\n");
        assert!(
            told.contains("p.csv:1:14: warning: `#N/A` is an error of a spreadsheet"),
            "{told}"
        );
    }

    #[test]
    fn a_matrix_names_its_rows_and_columns_alike() {
        let is = |text: &str| is_matrix(&rows(text, ',', 1).rows);
        assert!(is(",a,b\na,0,1\nb,1,0\n"));
        assert!(is(",a,b\nb,0,1\na,1,0\n") && is("name,a,b,c\na,0,1,\nb,1,0,x\n"));
        assert!(is(",a,b,Total\na,0,1,1\nb,1,0,1\nTotal,1,1,2\n"));
        assert!(!is("a,b\nb,c\n") && !is("a,b,c\nc,b,1\nb,a,1\n") && !is(""));
    }
}
