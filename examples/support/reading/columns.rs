//! Which column says what: by its name, by a name in use for it, by choice, or by its place.

use crate::reading::Reading;
use crate::reading::findings::{At, Findings};
use crate::reading::table::Row;

/// What one column may say.
#[derive(Debug)]
pub struct Field {
    /// The name by which the field is known here and in `--column`.
    pub name: &'static str,
    /// Other names in use, in lower case and without spaces and signs.
    pub aliases: &'static [&'static str],
    /// Parts of a longer question that tell the field, where no other column is named for it.
    pub hints: &'static [&'static str],
    /// Whether several columns may say it together.
    pub many: bool,
}

/// The fields of one kind of table.
#[derive(Debug)]
pub struct Schema {
    /// What a row is.
    pub what: &'static str,
    pub fields: &'static [Field],
    /// Fields of which a table must have one each.
    pub required: &'static [&'static [&'static str]],
    /// Whether a table without header is read, its first columns being the required ones.
    pub may_lack_header: bool,
    /// Whether other columns are data too.
    pub takes_others: bool,
}

impl Schema {
    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Words before the name of a column that say whom the table is about.
const ROLES: [&str; 8] = [
    "mentor",
    "mentee",
    "participant",
    "student",
    "member",
    "employee",
    "attendee",
    "your",
];

/// Lower case, letters and digits only.
pub fn compact(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    let signs = name.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// The field that a column name is known for, exactly.
fn field_of<'s>(schema: &'s Schema, name: &str) -> Option<&'s Field> {
    let compact = compact(name);
    let numbered = compact.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let known = |field: &&Field, name: &str| {
        !name.is_empty() && (name == self::compact(field.name) || field.aliases.contains(&name))
    };
    let exact = schema.fields.iter().find(|field| known(field, &compact));
    let of_many = || {
        let many = schema.fields.iter().filter(|field| field.many);
        many.filter(|_| numbered != compact)
            .find(|field| known(field, numbered))
    };
    let without_role = || {
        let rest = ROLES.iter().find_map(|role| compact.strip_prefix(role))?;
        schema.fields.iter().find(|field| known(field, rest))
    };
    exact.or_else(of_many).or_else(without_role)
}

/// How many fields the cells of a row are known names of.
pub fn recognised(row: &Row, schema: &Schema) -> usize {
    let known = row
        .cells
        .iter()
        .filter_map(|cell| field_of(schema, &cell.text));
    let mut names: Vec<&str> = known.map(|field| field.name).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// Where each field stands.
#[derive(Debug)]
pub struct Columns {
    found: Vec<(&'static str, usize)>,
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
                names,
                width,
                at,
            };
            empty.has_required(schema, findings);
            return None;
        }
        let rest = schema.fields.iter().map(|field| field.name);
        let rest = rest.filter(|name| !required.contains(name));
        let order: Vec<&'static str> = required.iter().copied().chain(rest).take(width).collect();
        let list = order.join(", ");
        findings.understood(format!(
            "no header, columns taken as {list} (add a header line to say otherwise)"
        ));
        Some(Self {
            found: order.into_iter().zip(0..).collect(),
            names: (1..=width).map(|column| column.to_string()).collect(),
            width,
            at: start,
        })
    }

    /// Follows `--column field=name`.
    fn choose(&mut self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        for (field, wanted) in &reading.columns {
            let Some(field) = schema.field(field) else {
                continue;
            };
            let exact = self
                .names
                .iter()
                .position(|name| compact(name) == compact(wanted));
            let number = || {
                wanted
                    .parse::<usize>()
                    .ok()
                    .filter(|place| (1..=self.width).contains(place))
            };
            match exact.or_else(|| number().map(|number| number - 1)) {
                Some(place) => self.found.push((field.name, place)),
                None => {
                    let found = shortened(&self.names);
                    findings.error(
                        self.at,
                        format!("no column `{wanted}` for {}, found {found}", field.name),
                    );
                }
            }
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
        let chosen: Vec<&str> = self.found.iter().map(|found| found.0).collect();
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
            if self.has(field.name) {
                continue;
            }
            let hinted = (0..self.width).find(|&place| {
                let name = compact(&self.names[place]);
                !self.is_taken(place) && field.hints.iter().any(|hint| name.contains(hint))
            });
            if let Some(place) = hinted {
                self.found.push((field.name, place));
                let (name, field) = (&self.names[place], field.name);
                findings.understood(format!("{field} guessed to be \"{name}\""));
            }
        }
    }

    /// Tells columns of another name than their field, and those that are not read.
    fn tell(&self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        let is_other = |(field, place): &&(&str, usize)| {
            let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == *field);
            compact(&self.names[*place]) != compact(field) && !is_chosen
        };
        let renamed: Vec<&(&str, usize)> = self.found.iter().filter(is_other).collect();
        if let Some((first, _)) = renamed.first() {
            let named = renamed
                .iter()
                .map(|(field, place)| format!("{field} is \"{}\"", self.names[*place]));
            let named = named.collect::<Vec<_>>().join(", ");
            findings.understood(format!("{named} (--column {first}=…)"));
        }
        let is_unused = |place: &usize| !self.is_taken(*place) && !self.names[*place].is_empty();
        let unused: Vec<String> = (0..self.width)
            .filter(is_unused)
            .map(|place| format!("\"{}\"", self.names[place]))
            .collect();
        if !unused.is_empty() && !schema.takes_others {
            findings.understood(format!("not read: {}", shortened(&unused)));
        }
    }

    fn has_required(&self, schema: &Schema, findings: &mut Findings) -> bool {
        for any in schema.required {
            if any.iter().all(|field| !self.has(field)) {
                let (field, what) = (any[0], schema.what);
                let found = shortened(&self.names);
                let message = format!(
                    "no column `{field}` for {what}, found {found}; add one or say which it is, as in --column {field}=\"…\""
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

/// Names for a message: a dozen, none longer than a line.
fn shortened(names: &[String]) -> String {
    const NAMES: usize = 12;
    const LETTERS: usize = 40;
    if names.iter().all(String::is_empty) {
        return "nothing".into();
    }
    let short = |name: &String| match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.clone(),
    };
    let mut told: Vec<String> = names.iter().take(NAMES).map(short).collect();
    if let Some(more) = names.len().checked_sub(NAMES).filter(|&more| more > 0) {
        told.push(format!("and {more} more"));
    }
    told.join(", ")
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
