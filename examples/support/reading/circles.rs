//! The circles of people, as cells name them.

use crate::reading::Reading;
use crate::reading::findings::{Findings, counted};
use crate::reading::items::is_nothing;
use crate::reading::table::Table;

/// The fields of the levels of one hierarchy, innermost first.
pub const LEVELS: [&str; 4] = ["team", "department", "company", "country"];

/// The hierarchies of a cell, each from the innermost circle outwards: `choir>club|team>company`. What says that there is none is no
/// circle. Semicolons part hierarchies as bars do, unless `--separator circles=|` or `none` is given.
pub fn hierarchies<'c>(cell: &'c str, reading: &Reading) -> Vec<Vec<&'c str>> {
    let signs: &[char] = match reading.separator("circles") {
        Some("none") => &[],
        Some("|" | "bar") => &['|'],
        _ => &['|', ';'],
    };
    let levels = |hierarchy: &'c str| -> Vec<&'c str> {
        let levels = hierarchy.split('>').map(str::trim);
        levels.filter(|level| !is_nothing(level)).collect()
    };
    let all = cell.split(signs).map(levels);
    all.filter(|levels| !levels.is_empty()).collect()
}

/// Tells which words are no circle, which cells hold several, and warns of several where one is expected.
pub fn tell(table: &Table, reading: &Reading, findings: &mut Findings) {
    for field in ["circles"].into_iter().chain(LEVELS) {
        let Some(column) = table.columns.of(field) else {
            continue;
        };
        let cells = || table.rows.iter().map(|row| row.cell(column));
        let nothing = cells().find(|(cell, _)| !cell.is_empty() && is_nothing(cell));
        if let Some((word, _)) = nothing {
            findings.understood(format!("`{word}` in {field} read as nothing"));
        }
        let mut several = cells().filter(|(cell, _)| cell.contains(';')).peekable();
        let Some(&(cell, at)) = several.peek() else {
            continue;
        };
        if field != "circles" {
            findings.warning(at, format!("column `{field}`: `{cell}` is read as one name; a column `circles` may name several, parted by `;`"));
        } else if reading.separator("circles").is_none() {
            let cells = counted(several.count(), "cell", "cells");
            findings.understood(format!(
                "{cells} of circles split at semicolons (--separator circles=none)"
            ));
        }
    }
}
