//! The fields of a kind of table, and how columns are named for them.

use crate::reading::table::Row;

/// What one column may say.
#[derive(Debug)]
pub struct Field {
    /// The name by which the field is known here and in `--column`.
    pub name: &'static str,
    /// Other names in use, in lower case and without spaces and signs.
    pub aliases: &'static [&'static str],
    /// Parts of a longer question that tell the field, where no other column is named for it; those that tell it better stand first.
    pub hints: &'static [&'static str],
    /// Whether several columns may say it together.
    pub many: bool,
}

impl Field {
    /// Whether a name in compact form is its own or in use for it.
    fn is_called(&self, compact: &str) -> bool {
        !compact.is_empty()
            && (compact == self::compact(self.name) || self.aliases.contains(&compact))
    }

    /// How well a question in compact form tells the field, 0 best; nothing where it does not.
    pub fn hint(&self, compact: &str) -> Option<usize> {
        self.hints.iter().position(|hint| compact.contains(hint))
    }
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
    /// What the columns after the required ones are in a table without header.
    pub by_place: &'static [&'static str],
    /// Whether other columns are data too.
    pub takes_others: bool,
}

impl Schema {
    pub fn field(&self, name: &str) -> Option<&Field> {
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

/// Whether a column is named for a role alone, as in `Mentor`: it may name the row's person, or tell something about them.
pub fn is_role(name: &str) -> bool {
    ROLES.contains(&compact(name).as_str())
}

/// The name without the number of a question before it, as in `Q01_` and `3. `.
fn without_number(name: &str) -> &str {
    let digits = name.trim_start().trim_start_matches(['Q', 'q']);
    let rest = digits.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_numbered = rest.len() < digits.len() && rest.starts_with(['.', '_', ')', ':']);
    if is_numbered { &rest[1..] } else { name }
}

/// Lower case, letters and digits only; without what stands in brackets or behind an arrow, and without the number of a question.
pub fn compact(name: &str) -> String {
    let name = name.split("->").next().unwrap_or_default();
    let name = without_number(name)
        .split(['(', '['])
        .next()
        .unwrap_or_default();
    letters(name)
}

/// Lower case, letters and digits only.
pub fn letters(name: &str) -> String {
    let signs = name.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// What stands in the last brackets of a name, be they round or square.
fn in_brackets(name: &str) -> Option<&str> {
    let name = name.trim();
    let square = || name.strip_suffix(']')?.rsplit_once('[');
    let round = || name.strip_suffix(')')?.rsplit_once('(');
    square().or_else(round).map(|parts| parts.1)
}

/// Words of a question that asks for the contrary of what it names.
const NEGATIONS: [&str; 14] = [
    "not",
    "don't",
    "dont",
    "doesn't",
    "cannot",
    "can't",
    "avoid",
    "conflict",
    "conflicts",
    "never",
    "exclude",
    "except",
    "refuse",
    "rather",
];

/// Whether a question asks whom or what somebody does not want.
pub fn is_negated(name: &str) -> bool {
    // What stands in brackets is about how to answer.
    let name = name.split(['(', '[']).next().unwrap_or_default();
    let name = name.to_lowercase().replace('’', "'");
    let mut words = name.split(|sign: char| !sign.is_alphanumeric() && sign != '\'');
    words.any(|word| NEGATIONS.contains(&word))
}

/// Words of a question about what an event has to provide, not about what people learn from each other.
const LOGISTICS: [&str; 13] = [
    "access",
    "accessible",
    "accessibility",
    "diet",
    "dietary",
    "allergies",
    "newsletter",
    "consent",
    "photos",
    "parking",
    "visa",
    "accommodation",
    "why",
];

/// Whether a question is about how somebody takes part.
pub fn is_about_logistics(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|sign: char| !sign.is_alphanumeric());
    words.any(|word| LOGISTICS.contains(&word))
}

/// The key of a plain attribute whose values a column holds, as in `attribute:office`.
pub fn attribute_key(name: &str) -> Option<&str> {
    let (field, key) = name.split_once(':')?;
    let is_attribute = compact(field) == ATTRIBUTE && !key.trim().is_empty();
    is_attribute.then(|| key.trim())
}

/// The field of the columns of plain attributes.
pub const ATTRIBUTE: &str = "attribute";

/// The field that a column name is known for, exactly.
pub fn field_of<'s>(schema: &'s Schema, name: &str) -> Option<&'s Field> {
    if attribute_key(name).is_some() {
        return schema.field(ATTRIBUTE);
    }
    // What a list of choices is about stands in brackets, as in `Skills [I can teach]` and `Skills (wanted)`.
    let (compact, bracket) = (compact(name), in_brackets(name));
    let is_of_choices =
        of_compact(schema, &compact).is_none_or(|field| CHOICES.contains(&field.name));
    let choice = bracket.filter(|_| is_of_choices);
    if let Some(field) = choice.and_then(|choice| of_choice(schema, choice)) {
        return Some(field);
    }
    // A number of an attendee is no name.
    if name.trim_end().ends_with('#') && !compact.is_empty() {
        let is_named = schema
            .field("name")
            .is_some_and(|field| field.is_called(&compact));
        return schema.field("id").filter(|_| is_named);
    }
    let found = of_compact(schema, &compact).or_else(|| {
        // What is asked about one item, as in `Needs: Rust`.
        let (question, _) = name.split_once(": ")?;
        of_compact(schema, &self::compact(question)).filter(|field| field.many)
    });
    match bracket.filter(|bracket| is_private(bracket)) {
        // What is said to be private is not read as something that others may see.
        Some(_) => found.and_then(|field| schema.field(&format!("private_{}", field.name))),
        None => found,
    }
}

/// Whether what stands in brackets says that others may not read a column.
fn is_private(bracket: &str) -> bool {
    ["private", "hidden", "confidential", "secret"].contains(&letters(bracket).as_str())
}

/// The field that a name in compact form is known for: as it is, with a number behind it, or with a role before it.
fn of_compact<'s>(schema: &'s Schema, compact: &str) -> Option<&'s Field> {
    let numbered = compact.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let exact = schema.fields.iter().find(|field| field.is_called(compact));
    let of_many = || {
        let many = schema.fields.iter().filter(|field| field.many);
        many.filter(|_| numbered != compact)
            .find(|field| field.is_called(numbered))
    };
    let without_role = || {
        let rest = ROLES.iter().find_map(|role| compact.strip_prefix(role))?;
        schema.fields.iter().find(|field| field.is_called(rest))
    };
    exact.or_else(of_many).or_else(without_role)
}

/// Fields of which people have several items.
const CHOICES: [&str; 3] = ["offers", "needs", "interests"];

/// The field that a choice names, of those of which people have several: `I can teach`, `want to learn`.
pub fn of_choice<'s>(schema: &'s Schema, choice: &str) -> Option<&'s Field> {
    let choice = compact(choice);
    let mut fields = schema
        .fields
        .iter()
        .filter(|field| CHOICES.contains(&field.name));
    fields.find(|field| {
        let names = field.aliases.iter().copied().chain([field.name]);
        names
            .filter(|name| name.len() > 4)
            .any(|name| name == choice)
    })
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

/// How many fields the longer names of a row hint at.
pub fn hinted(row: &Row, schema: &Schema) -> usize {
    let names: Vec<String> = row.cells.iter().map(|cell| compact(&cell.text)).collect();
    let hints = |field: &&Field| names.iter().any(|name| field.hint(name).is_some());
    schema.fields.iter().filter(hints).count()
}
