//! Plain tables: a header line, then cells between commas, none of them quoted.

use std::path::Path;

use crate::Refused;

/// The named columns of a table, row by row, each row with its line.
pub fn columns<const N: usize>(
    path: &Path,
    columns: [&str; N],
) -> Result<Vec<(usize, [String; N])>, Refused> {
    let name = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| Refused::new(format!("{name}: {error}")))?;
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let header: Vec<String> = lines.next().map_or_else(Vec::new, |(_, line)| cells(line));
    let mut places = [usize::MAX; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = header
            .iter()
            .position(|title| title.eq_ignore_ascii_case(column));
        let Some(found) = found else {
            let found = header.join(", ");
            return Err(Refused::new(format!(
                "{name}, line 1: no column `{column}`, found {found}"
            )));
        };
        *place = found;
    }
    let filled = lines.filter(|(_, line)| !line.trim().is_empty());
    let rows = filled.map(|(line, text)| {
        let cells = cells(text);
        (
            line + 1,
            places.map(|place| cells.get(place).cloned().unwrap_or_default()),
        )
    });
    Ok(rows.collect())
}

fn cells(line: &str) -> Vec<String> {
    line.split(',')
        .map(|cell| cell.trim().trim_matches('"').to_string())
        .collect()
}
