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
    /// The field of what others do not see, where there is one.
    pub fn hidden(&self, field: &Field) -> Option<&Field> {
        self.field(&format!("private_{}", field.name))
    }

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
pub fn in_brackets(name: &str) -> Option<&str> {
    let name = name.trim();
    let square = || name.strip_suffix(']')?.rsplit_once('[');
    let round = || name.strip_suffix(')')?.rsplit_once('(');
    square().or_else(round).map(|parts| parts.1)
}

/// Words of a question whom somebody would rather not meet.
const CONTRARY: [&str; 20] = [
    "rather not",
    "avoid",
    "conflict",
    "exclude",
    "exclusion",
    "do not want",
    "don't want",
    "not want",
    "not like to",
    "do not pair",
    "don't pair",
    "do not match",
    "don't match",
    "not be paired",
    "not be matched",
    "not to be paired",
    "not to be matched",
    "never with",
    "keep apart",
    "not meet",
];

/// Whether a question asks whom somebody does not want to meet.
pub fn is_contrary(name: &str) -> bool {
    // What stands in brackets is about how to answer.
    let name = name.split(['(', '[']).next().unwrap_or_default();
    let name = name.to_lowercase().replace('’', "'");
    CONTRARY.iter().any(|words| name.contains(words)) && !name.contains(" yet")
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
    // In round brackets only what tells the direction of something neutral counts: `Skills (wanted)`, not `Needs (skills)`.
    let is_choice = |choice: &&str| {
        let is_neutral = NEUTRAL.contains(&compact.as_str());
        name.trim().ends_with(']') || (is_neutral && DIRECTIONS.contains(&letters(choice).as_str()))
    };
    if let Some(field) = bracket
        .filter(is_choice)
        .and_then(|choice| of_choice(schema, choice))
    {
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
    match found.filter(|_| is_private(name)) {
        // What is said to be private is not read as something that others see.
        Some(field) => {
            let unseen = Some(field).filter(|field| !SEEN.contains(&field.name));
            schema.hidden(field).or(unseen)
        }
        None => found,
    }
}

/// Fields whose items others see.
const SEEN: [&str; 2] = ["offers", "interests"];

/// Whether what stands in brackets behind a name says that others may not read the column.
pub fn is_private(name: &str) -> bool {
    const WORDS: [&str; 4] = ["private", "hidden", "confidential", "secret"];
    const PHRASES: [&str; 3] = ["not shared", "not shown", "not public"];
    let bracket = in_brackets(name).unwrap_or_default().to_lowercase();
    let mut words = bracket.split(|sign: char| !sign.is_alphanumeric());
    words.any(|word| WORDS.contains(&word)) || PHRASES.iter().any(|phrase| bracket.contains(phrase))
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

/// Names of columns that tell of skills, and not whether they are offered or needed.
const NEUTRAL: [&str; 10] = [
    "skill",
    "skills",
    "topic",
    "topics",
    "expertise",
    "competencies",
    "subject",
    "subjects",
    "area",
    "areas",
];

/// What stands in brackets behind them and tells it.
const DIRECTIONS: [&str; 14] = [
    "offered",
    "offering",
    "ioffer",
    "canoffer",
    "icanoffer",
    "canteach",
    "icanteach",
    "wanted",
    "needed",
    "need",
    "ineed",
    "tolearn",
    "wanttolearn",
    "iwanttolearn",
];

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
