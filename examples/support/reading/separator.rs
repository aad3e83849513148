//! What parts the items of a cell.

use std::collections::BTreeSet;

use crate::reading::Reading;
use crate::reading::findings::{Findings, counted};
use crate::reading::items::is_nothing;
use crate::reading::table::Table;

/// How the items of a column are parted: semicolons and line breaks always part, further signs where nobody uses those.
#[derive(Debug, Clone, Copy, Default)]
pub struct Separator {
    commas: bool,
    bars: bool,
    nothing: bool,
    decimals: Decimals,
}

/// Which commas between two digits are decimal ones, and part nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Decimals {
    /// All of them.
    #[default]
    All,
    /// Those behind the name of an item, as in `law:0,9`: commas were chosen to part items.
    BehindNames,
    /// None: names of people have no level.
    None,
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
        tell_addresses(cells(), field, findings);
        let by_comma = Self {
            commas: true,
            decimals: match reading.separator(field) {
                _ if PEOPLE.contains(&field) => Decimals::None,
                Some(_) => Decimals::BehindNames,
                None => Decimals::All,
            },
            ..Self::default()
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
            Some("," | "comma") => return by_comma,
            Some("|" | "bar") => {
                return Self {
                    bars: true,
                    ..Self::default()
                };
            }
            Some(_) => return Self::default(),
            None => {}
        }
        if let Some(name) = named_whole(table, field, by_comma) {
            findings.understood(format!(
                "cells of {field} not split at commas, as `{name}` is one person (--separator {field}=,)"
            ));
            return Self::default();
        }
        let parts_at_comma = |cell: &str| cell.contains(',') && by_comma.split(cell).len() > 1;
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
                return by_comma;
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
        match commas {
            0 => Self::default(),
            _ => by_comma,
        }
    }

    /// What to say besides where a name of a cell is not known that commas part.
    pub fn advice(&self, field: &str, cell: &str) -> String {
        if !self.commas || !cell.contains(',') || self.split(cell).len() < 2 {
            return String::new();
        }
        format!(" (`{cell}` is split at commas, --separator {field}=none takes it whole)")
    }

    /// The same, but that commas part nothing.
    pub fn without_commas(self) -> Self {
        Self {
            commas: false,
            ..self
        }
    }

    /// The items of a cell, trimmed and without bullets, none empty.
    pub fn split<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        if self.nothing {
            let item = without_address(cell.trim());
            return Vec::from_iter(Some(item).filter(|item| !item.is_empty()));
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
                ',' => self.commas && depth == 0 && !self.is_decimal(&cell[start..], at - start),
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
            .map(|item| without_address(without_bullet(item.trim())))
            .filter(|item| !item.is_empty());
        without_numbers(items.collect())
    }

    /// Whether the comma at a place of a text, which begins with an item, is one of a number.
    fn is_decimal(&self, text: &str, at: usize) -> bool {
        let is_digit = |sign: &char| sign.is_ascii_digit();
        let number = text[..at].chars().rev().take_while(is_digit).count();
        let is_between = number > 0
            && text[at + 1..]
                .chars()
                .next()
                .is_some_and(|sign| is_digit(&sign));
        match self.decimals {
            Decimals::All => is_between,
            Decimals::BehindNames => is_between && !text[..at - number].trim().is_empty(),
            Decimals::None => false,
        }
    }
}

/// Fields of names, where no word means nothing.
const PEOPLE: [&str; 4] = ["people", "blocks", "refuses", "manager"];

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

/// Where an address in brackets begins at the end of an item, as programs write a link: `Rust (https://…)`.
fn address(item: &str) -> Option<usize> {
    let inside = item.strip_suffix(')')?;
    let starts = ["(https://", "(http://"].iter();
    let start = starts.filter_map(|start| inside.rfind(start)).max()?;
    (!inside[start..].contains(')')).then_some(start)
}

/// An item without the address behind it.
pub fn without_address(item: &str) -> &str {
    address(item).map_or(item, |start| item[..start].trim_end())
}

/// Tells that addresses are left out of the items of a field.
fn tell_addresses<'t>(cells: impl Iterator<Item = &'t str>, field: &str, findings: &mut Findings) {
    let has_address = |cell: &&str| cell.contains("(https://") || cell.contains("(http://");
    let count = cells.filter(has_address).count();
    if count > 0 {
        let cells = counted(count, "cell", "cells");
        findings.understood(format!(
            "addresses in brackets left out of {cells} of {field}"
        ));
    }
}

/// A cell that holds the name or id of one person of the table, commas included, and names nobody when it is split.
fn named_whole<'t>(table: &'t Table, field: &str, by_comma: Separator) -> Option<&'t str> {
    let columns = &table.columns;
    let named: Vec<usize> = ["id", "name"]
        .iter()
        .filter_map(|field| columns.of(field))
        .collect();
    if !PEOPLE.contains(&field) || named.is_empty() {
        return None;
    }
    let cells = |places: Vec<usize>| {
        let rows = table.rows.iter();
        rows.flat_map(move |row| places.clone().into_iter().map(|place| row.cell(place).0))
    };
    let known: BTreeSet<&str> = cells(named).collect();
    let is_whole = |cell: &&str| {
        let parts = by_comma.split(cell);
        parts.len() > 1 && known.contains(cell) && !parts.iter().any(|part| known.contains(part))
    };
    cells(columns.all_of(field)).find(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

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
