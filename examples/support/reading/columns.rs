//! Which column says what: by its name, by a name in use for it, by choice, or by its place.

use crate::reading::Reading;
use crate::reading::findings::{At, Findings, shortened};
use crate::reading::grids::ask_alike;
pub use crate::reading::schema::{Field, Schema, compact, hinted, recognised};
use crate::reading::schema::{attribute_key, field_of};
use crate::reading::table::Row;

/// Where each field stands.
#[derive(Debug)]
pub struct Columns {
    found: Vec<(&'static str, usize)>,
    /// Fields that `--column` says are none of the columns.
    absent: Vec<&'static str>,
    /// Columns of one item each, as in `Skills [Python]`, with the item.
    grids: Vec<(usize, String)>,
    /// The names of all columns as they stand in the header.
    pub names: Vec<String>,
    /// How many cells the header has.
    pub width: usize,
    /// The place of the header.
    pub at: At,
}

impl Columns {
    /// Reads a header.
    pub fn of_header(
        header: &Row,
        schema: &Schema,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Option<Self> {
        let names: Vec<String> = header
            .cells
            .iter()
            .map(|cell| cell.text.trim().to_string())
            .collect();
        let width = names
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |last| last + 1);
        let mut columns = Self {
            found: Vec::new(),
            absent: Vec::new(),
            grids: Vec::new(),
            names,
            width,
            at: header.cells[0].at,
        };
        columns.choose(schema, reading, findings);
        columns.recognise(schema);
        columns.guess(schema, findings);
        columns.tell(schema, reading, findings);
        columns.has_required(schema, findings).then_some(columns)
    }

    /// Takes the columns of a table without header by their places, where its first row looks like data; the last comment
    /// above may name them.
    pub fn of_places(
        rows: &[Row],
        comment: Option<&Row>,
        schema: &Schema,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Option<Self> {
        let start = At { line: 1, column: 1 };
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let required: Vec<&'static str> = schema.required.iter().map(|any| any[0]).collect();
        let is_data = rows.first().is_some_and(|first| {
            let is_number = |cell: usize| first.cell(cell).0.parse::<f64>().is_ok();
            (0..first.cells.len()).any(is_number) || comment.is_some() || named_again(rows)
        });
        if !schema.may_lack_header || !is_data || width < required.len() {
            let names = rows.first().map_or_else(Vec::new, |row| {
                row.cells
                    .iter()
                    .map(|cell| cell.text.trim().to_string())
                    .collect()
            });
            let at = rows.first().map_or(start, |row| row.cells[0].at);
            let empty = Self {
                found: Vec::new(),
                absent: Vec::new(),
                grids: Vec::new(),
                names,
                width,
                at,
            };
            // Names are words: no times, numbers and addresses.
            let is_word = |text: &str| {
                text.contains(char::is_alphabetic)
                    && !text.contains(|sign: char| sign.is_ascii_digit() || sign == '@')
            };
            let likely =
                (0..width).find(|&place| rows.get(1).is_some_and(|row| is_word(row.cell(place).0)));
            empty.names_required(
                schema,
                likely.filter(|_| schema.required.len() == 1),
                findings,
            );
            return None;
        }
        let mut columns = Self {
            found: Vec::new(),
            absent: Vec::new(),
            grids: Vec::new(),
            names: (1..=width).map(|column| column.to_string()).collect(),
            width,
            at: start,
        };
        columns.choose(schema, reading, findings);
        columns.fill(&required, schema, findings);
        columns.has_required(schema, findings).then_some(columns)
    }

    /// Gives each field that is not chosen the next free place, and tells them.
    fn fill(&mut self, required: &[&'static str], schema: &Schema, findings: &mut Findings) {
        let order = required.iter().chain(schema.by_place);
        let open: Vec<&'static str> = order
            .copied()
            .filter(|field| !self.has(field) && !self.absent.contains(field))
            .collect();
        let free: Vec<usize> = (0..self.width)
            .filter(|&place| !self.is_taken(place))
            .collect();
        self.found.extend(open.into_iter().zip(free));
        self.found.sort_by_key(|found| found.1);
        let named = self
            .found
            .iter()
            .map(|(field, place)| format!("{} {field}", place + 1));
        let list = named.collect::<Vec<_>>().join(", ");
        findings.understood(format!(
            "no header, columns taken as {list} (add a header line or say otherwise, as in --column {}=2)", required[0]
        ));
        let rest: Vec<&str> = self.others().iter().map(|other| other.1).collect();
        if !rest.is_empty() {
            findings.understood(format!("not read: column {}", rest.join(", ")));
        }
    }

    /// Follows `--column field=name`.
    fn choose(&mut self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        for (field, wanted) in &reading.columns {
            let Some(field) = schema.field(field) else {
                continue;
            };
            let exact =
                (0..self.names.len()).find(|&place| compact(&self.names[place]) == compact(wanted));
            let places = match exact {
                Some(place) => place..place + 1,
                None if wanted == "none" => {
                    self.absent.push(field.name);
                    continue;
                }
                None => self.numbered(wanted),
            };
            if places.is_empty() {
                let (field, found) = (field.name, shortened(&self.names));
                let message = format!("no column `{wanted}` for {field}, found {found}");
                findings.error(self.at, message);
            }
            self.found.extend(places.map(|place| (field.name, place)));
        }
    }

    /// The columns of a place or a range of places from 1, as in `3-12`; none where it is neither.
    fn numbered(&self, wanted: &str) -> std::ops::Range<usize> {
        let (first, last) = wanted.split_once('-').unwrap_or((wanted, wanted));
        let place = |text: &str| {
            let place = text.trim().parse::<usize>().ok()?;
            (1..=self.width).contains(&place).then_some(place)
        };
        match (place(first), place(last)) {
            (Some(first), Some(last)) => first - 1..last,
            _ => 0..0,
        }
    }

    fn has(&self, field: &str) -> bool {
        self.found.iter().any(|found| found.0 == field)
    }

    fn is_taken(&self, place: usize) -> bool {
        self.found.iter().any(|found| found.1 == place)
    }

    /// Known names, the name of the field itself before others.
    fn recognise(&mut self, schema: &Schema) {
        let chosen = self.found.iter().map(|found| found.0);
        let chosen: Vec<&str> = chosen.chain(self.absent.iter().copied()).collect();
        for pass in 0..2 {
            for place in 0..self.width {
                let Some(field) = field_of(schema, &self.names[place]) else {
                    continue;
                };
                let is_own = compact(&self.names[place]) == compact(field.name);
                let is_free =
                    !chosen.contains(&field.name) && (field.many || !self.has(field.name));
                if (pass == 0) == is_own && is_free && !self.is_taken(place) {
                    self.found.push((field.name, place));
                }
            }
        }
    }

    /// Longer questions, for fields that no column is named for.
    fn guess(&mut self, schema: &Schema, findings: &mut Findings) {
        for field in schema.fields {
            if self.has(field.name) || self.absent.contains(&field.name) {
                continue;
            }
            let hinted = (0..self.width).find(|&place| {
                let name = compact(&self.names[place]);
                !self.is_taken(place) && field.hints.iter().any(|hint| name.contains(hint))
            });
            let Some(first) = hinted else { continue };
            // The other columns of one question, as in `Rate your skills [Python]`.
            let of_grid =
                |&place: &usize| field.many && ask_alike(&self.names[first], &self.names[place]);
            let rest = (first + 1..self.width).filter(of_grid);
            let places: Vec<usize> = std::iter::once(first).chain(rest).collect();
            self.found
                .extend(places.iter().map(|&place| (field.name, place)));
            let (name, field) = (&self.names[first], field.name);
            let more = match places.len() {
                1 => String::new(),
                count => format!(" and {} more like it", count - 1),
            };
            findings.understood(format!(
                "{field} guessed to be \"{name}\"{more} (--column {field}=…)"
            ));
        }
    }

    /// Tells columns of another name than their field.
    fn tell(&self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        let is_other = |(field, place): &&(&str, usize)| {
            let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == *field);
            // What was guessed from a question has been told.
            let is_known = field_of(schema, &self.names[*place]).is_some();
            let is_named = attribute_key(&self.names[*place]).is_some()
                || compact(&self.names[*place]) == compact(field);
            !is_named && !is_chosen && is_known
        };
        let renamed: Vec<&(&str, usize)> = self.found.iter().filter(is_other).collect();
        if let Some((first, _)) = renamed.first() {
            let named = renamed
                .iter()
                .map(|(field, place)| format!("{field} is \"{}\"", self.names[*place]));
            let named = named.collect::<Vec<_>>().join(", ");
            let first = first.replace(' ', "_");
            findings.understood(format!("{named} (--column {first}=…)"));
        }
    }

    /// Tells the columns that are not read.
    pub fn tell_unused(&self, schema: &Schema, findings: &mut Findings) {
        let is_unused = |place: &usize| !self.is_taken(*place) && !self.names[*place].is_empty();
        let unused: Vec<String> = (0..self.width)
            .filter(is_unused)
            .map(|place| format!("\"{}\"", self.names[place]))
            .collect();
        if !unused.is_empty() && !schema.takes_others {
            findings.understood(format!("not read: {}", shortened(&unused)));
        }
    }

    /// Says which columns hold the level of one item each.
    pub fn set_grids(&mut self, grids: Vec<(usize, String)>) {
        self.grids = grids;
    }

    /// Reads further columns as those of a field.
    pub fn add(&mut self, field: &'static str, places: impl Iterator<Item = usize>) {
        for place in places {
            if !self.is_taken(place) {
                self.found.push((field, place));
            }
        }
    }

    /// Reads a column as one of further fields.
    pub fn also(&mut self, place: usize, fields: &[&'static str]) {
        for &field in fields {
            if !self.found.contains(&(field, place)) {
                self.found.push((field, place));
            }
        }
    }

    /// The fields that a column is read as.
    pub fn fields_at(&self, place: usize) -> impl Iterator<Item = &'static str> {
        self.found
            .iter()
            .filter(move |found| found.1 == place)
            .map(|found| found.0)
    }

    /// Whether `--column` says that no column holds a field.
    pub fn is_absent(&self, field: &str) -> bool {
        self.absent.contains(&field)
    }

    /// The item whose level a column holds.
    pub fn grid(&self, place: usize) -> Option<&str> {
        let grid = self.grids.iter().find(|grid| grid.0 == place);
        grid.map(|grid| grid.1.as_str())
    }

    fn has_required(&self, schema: &Schema, findings: &mut Findings) -> bool {
        self.names_required(schema, None, findings)
    }

    /// Whether all required fields have a column; what lacks one is told with the columns that are free for it, `likely` before others.
    fn names_required(
        &self,
        schema: &Schema,
        likely: Option<usize>,
        findings: &mut Findings,
    ) -> bool {
        for any in schema.required {
            if any.iter().all(|field| !self.has(field)) {
                let (field, what) = (any[0], schema.what);
                let found = shortened(&self.names);
                let others: Vec<String> =
                    any[1..].iter().map(|other| format!("`{other}`")).collect();
                let others = match others.is_empty() {
                    true => String::new(),
                    false => format!(" (or {})", others.join(", ")),
                };
                let mut free = likely
                    .into_iter()
                    .chain(0..self.width)
                    .filter(|&place| !self.is_taken(place) && !self.names[place].is_empty());
                let missing = schema
                    .required
                    .iter()
                    .filter(|any| any.iter().all(|field| !self.has(field)));
                let options: Vec<String> = missing
                    .map(|any| {
                        let own = free.next().map_or("…", |place| self.names[place].as_str());
                        format!("--column {}=\"{own}\"", any[0])
                    })
                    .collect();
                let options = options.join(" ");
                let message = format!(
                    "no column `{field}`{others} for {what}, found {found}; add one or say which it is, as in {options}"
                );
                findings.error(self.at, message);
                return false;
            }
        }
        true
    }

    /// The column of a field that has one.
    pub fn of(&self, field: &str) -> Option<usize> {
        let found = self.found.iter().find(|found| found.0 == field);
        found.map(|found| found.1)
    }

    /// All columns of a field, from left to right.
    pub fn all_of(&self, field: &str) -> Vec<usize> {
        let found = self.found.iter().filter(|found| found.0 == field);
        let mut places: Vec<usize> = found.map(|found| found.1).collect();
        places.sort_unstable();
        places
    }

    /// The columns that are no field, with their names.
    pub fn others(&self) -> Vec<(usize, &str)> {
        let others = (0..self.width).filter(|&place| !self.is_taken(place));
        others
            .map(|place| (place, self.names[place].as_str()))
            .collect()
    }
}

/// Whether the first cells of the first row stand again below, as names in a list of pairs do.
fn named_again(rows: &[Row]) -> bool {
    let Some((first, below)) = rows.split_first() else {
        return false;
    };
    let stands_below = |name: &str| {
        let cells = below.iter().flat_map(|row| [row.cell(0).0, row.cell(1).0]);
        !name.is_empty() && cells.into_iter().any(|cell| cell == name)
    };
    stands_below(first.cell(0).0) || stands_below(first.cell(1).0)
}
