//! Which column says what: by its name, by a name in use for it, by choice, or by its place.

use crate::reading::Reading;
use crate::reading::findings::{At, Findings, shortened};
pub use crate::reading::schema::{Field, Schema, compact, hinted, recognised};
use crate::reading::schema::{attribute_key, field_of, letters};
use crate::reading::table::Row;

/// Where each field stands.
#[derive(Debug)]
pub struct Columns {
    pub(super) found: Vec<(&'static str, usize)>,
    /// Fields that `--column` says are none of the columns.
    pub(super) absent: Vec<&'static str>,
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
    /// Reads a header, of the rows below it.
    pub fn of_header(
        (header, rows): (&Row, &[Row]),
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
        columns.recognise(schema, rows);
        columns.guess(schema, (rows, reading), findings);
        columns.tell(schema, reading, findings);
        columns.part_alike(reading, findings);
        // What has no name above it may still name people, before other columns of words.
        let holds_word =
            |place: &usize| rows.first().is_some_and(|row| is_word(row.cell(*place).0));
        let of_words = (0..columns.width)
            .filter(|place| !columns.is_taken(*place))
            .filter(holds_word);
        let likely = of_words.min_by_key(|&place| (!columns.names[place].is_empty(), place));
        let likely = likely.filter(|_| schema.required.len() == 1);
        columns
            .names_required(schema, likely, findings)
            .then_some(columns)
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
            let mut names = rows.first().map_or_else(Vec::new, |row| {
                let names = row.cells.iter().map(|cell| cell.text.trim().to_string());
                names.collect::<Vec<_>>()
            });
            // The first row may be a title of fewer cells than those below.
            names.resize(width, String::new());
            let at = rows.first().map_or(start, |row| row.cells[0].at);
            let empty = Self {
                found: Vec::new(),
                absent: Vec::new(),
                grids: Vec::new(),
                names,
                width,
                at,
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
        columns
            .names_required(schema, None, findings)
            .then_some(columns)
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

    pub(super) fn has(&self, field: &str) -> bool {
        self.found.iter().any(|found| found.0 == field)
    }

    pub(super) fn is_taken(&self, place: usize) -> bool {
        self.found.iter().any(|found| found.1 == place)
    }

    /// Tells columns of another name than their field.
    fn tell(&self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        let is_other = |(field, place): &&(&str, usize)| {
            let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == *field);
            // What was guessed from a question has been told.
            let is_known = field_of(schema, &self.names[*place]).is_some();
            let is_named = attribute_key(&self.names[*place]).is_some()
                || letters(&self.names[*place]) == letters(field)
                || (compact(&self.names[*place]) == compact(field)
                    && self.names[*place].ends_with(']'));
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

    /// Tells the columns that are not read, also those that have cells and no name.
    pub fn tell_unused(&self, schema: &Schema, rows: &[Row], findings: &mut Findings) {
        let holds = |place: usize| rows.iter().any(|row| !row.cell(place).0.is_empty());
        let unused = |place: usize| match self.names[place].as_str() {
            "" => holds(place).then(|| format!("column {} (without a name)", place + 1)),
            name => Some(format!("\"{name}\"")),
        };
        let unused: Vec<String> = (0..self.width)
            .filter(|&place| !self.is_taken(place))
            .filter_map(unused)
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
                let named = self.names.iter().filter(|name| !name.is_empty());
                let found = shortened(&named.cloned().collect::<Vec<_>>());
                let others: Vec<String> =
                    any[1..].iter().map(|other| format!("`{other}`")).collect();
                let others = match others.is_empty() {
                    true => String::new(),
                    false => format!(" (or {})", others.join(", ")),
                };
                let named = (0..self.width).filter(|&place| !self.names[place].is_empty());
                let free = likely.into_iter().chain(named);
                let mut free = free.filter(|&place| !self.is_taken(place));
                let missing = schema
                    .required
                    .iter()
                    .filter(|any| any.iter().all(|field| !self.has(field)));
                let options: Vec<String> = missing
                    .map(|any| {
                        let own = free.next().map(|place| (place, self.names[place].as_str()));
                        match own {
                            Some((place, "")) => format!("--column {}={}", any[0], place + 1),
                            own => {
                                format!("--column {}=\"{}\"", any[0], own.map_or("…", |own| own.1))
                            }
                        }
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

/// Whether a cell is a word as names are: no time, number or address.
fn is_word(text: &str) -> bool {
    text.contains(char::is_alphabetic)
        && !text.contains(|sign: char| sign.is_ascii_digit() || sign == '@')
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
