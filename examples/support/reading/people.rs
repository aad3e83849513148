//! People: who they are, what they offer and need, where they belong, what they want.

use std::collections::{BTreeMap, HashMap};

use confrere::Person;

use crate::Refused;
use crate::reading::avoided::is_nobody;
use crate::reading::filler::Filler;
use crate::reading::findings::{At, Findings, counted};
use crate::reading::people_columns::SCHEMA;
use crate::reading::spelling::{are_near, folded};
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told};

/// People as they were read.
#[derive(Debug, Default)]
pub struct People {
    people: Vec<Person>,
    /// Who is meant by a key or by a shown name that one person has.
    meant: HashMap<String, Option<String>>,
}

impl People {
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    pub fn into_people(self) -> Vec<Person> {
        self.people
    }

    pub fn len(&self) -> usize {
        self.people.len()
    }

    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The key of whoever is meant by a key or a shown name; in words why nobody is.
    pub fn key_of(&self, name: &str) -> Result<&str, String> {
        match self.meant.get(name) {
            Some(Some(key)) => Ok(key),
            Some(None) => Err(format!(
                "`{name}` is the name of several people, expected an id"
            )),
            None => match self.nearest(name) {
                Some(near) => Err(format!(
                    "person `{name}` is unknown, perhaps `{near}` is meant"
                )),
                None => Err(format!(
                    "person `{name}` is unknown, expected someone of the people; add a row for them there"
                )),
            },
        }
    }

    /// Whether one person is meant by a key or a shown name as it stands.
    pub fn is_known(&self, name: &str) -> bool {
        matches!(self.meant.get(name), Some(Some(_)))
    }

    /// The people of a text between whose names a word or a sign stands, as in `Ana & Ben`, where each part is someone's name.
    pub fn joined<'c>(&self, text: &'c str) -> Option<Vec<&'c str>> {
        const JOINING: [&str; 8] = [" & ", " and ", " + ", " / ", " – ", " - ", " und ", " et "];
        let mut parted = JOINING.iter().map(|sign| text.split(sign).map(str::trim));
        let names = parted.find(|parts| {
            let mut parts = parts.clone();
            parts.clone().nth(1).is_some() && parts.all(|part| self.is_known(part))
        });
        names.map(Iterator::collect)
    }

    /// A name as it stands where it is known, or else the people who are joined in it.
    pub fn parted<'c>(&self, name: &'c str) -> Vec<&'c str> {
        match self.is_known(name) {
            true => vec![name],
            false => self.joined(name).unwrap_or_else(|| vec![name]),
        }
    }

    /// A key or shown name that differs in capital letters, spaces or a letter or two only; the first of several.
    fn nearest(&self, name: &str) -> Option<&str> {
        let form = folded(name);
        let near = self.meant.keys().filter(|known| {
            let known = folded(known);
            known == form || are_near(&known, &form)
        });
        near.map(String::as_str).min()
    }
}

/// How the people of a table are told apart.
pub struct Identity {
    pub key: String,
    pub label: String,
    pub at: At,
}

impl Reading {
    /// Reads people.
    pub fn people_of(&self, source: &Source) -> Result<Told<People>, Refused> {
        self.people_beside(source, &[])
    }

    /// Reads people who may name those of other files, too, as whom they block.
    pub fn people_beside(
        &self,
        source: &Source,
        others: &[&Source],
    ) -> Result<Told<People>, Refused> {
        let mut beside = People::default();
        for other in others {
            // What is wrong with that file is said when it is read itself.
            let named = self.read(other, &SCHEMA, |table, _| {
                let identities = identities(table, &mut Findings::new("", false));
                beside.call(table, &identities);
                ((), String::new())
            });
            named?;
        }
        let reading = Self {
            beside: beside.meant.keys().cloned().collect(),
            ..self.clone()
        };
        reading.read(source, &SCHEMA, |table, findings| {
            let people = People::of_table((table, beside), &reading, findings);
            let what = counted(people.len(), "person", "people");
            (people, what)
        })
    }
}

impl People {
    /// Reads a table; `beside` are names of people in other files.
    fn of_table(
        (table, beside): (&Table, Self),
        reading: &Reading,
        findings: &mut Findings,
    ) -> Self {
        let identities = identities(table, findings);
        warn_of_one_address(table, &identities, findings);
        let filler = Filler::new(table, reading, findings);
        let mut all = beside;
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut forms: HashMap<String, (&str, u32)> = HashMap::new();
        for (place, (row, identity)) in table.rows.iter().zip(&identities).enumerate() {
            if identity.key.is_empty() {
                findings.warning(
                    identity.at,
                    "a row without name, id and e-mail address, left out",
                );
                continue;
            }
            let form = folded(&identity.key);
            if let Some((other, line)) = forms.get(&form).filter(|(key, _)| *key != identity.key) {
                let key = &identity.key;
                let message = format!(
                    "`{key}` differs from `{other}` in line {line} in capital letters and spaces only; kept apart"
                );
                findings.warning(identity.at, message);
            }
            forms.entry(form).or_insert((&identity.key, row.line));
            if let Some(&earlier) = first.get(identity.key.as_str()) {
                twice(table, (earlier, place), identity, findings);
                continue;
            }
            first.insert(&identity.key, place);
            let person = filler.person(row, identity, findings);
            all.people.push(person);
        }
        all.call(table, &identities);
        all.check_mentions(table, &filler, findings);
        let people = std::mem::take(&mut all.people).into_iter();
        all.people = people.map(|person| all.by_keys(person)).collect();
        all
    }

    /// Enters what the people of a table are called.
    fn call(&mut self, table: &Table, identities: &[Identity]) {
        let mail = table.columns.of("email");
        for (row, identity) in table.rows.iter().zip(identities) {
            if identity.key.is_empty() {
                continue;
            }
            let key = &identity.key;
            self.meant.insert(key.clone(), Some(key.clone()));
            self.also_called(&identity.label, &identity.key);
            if let Some(turned) = first_name_first(&identity.label) {
                self.also_called(&turned, &identity.key);
            }
            let mail = mail.map_or("", |column| row.cell(column).0);
            if !mail.is_empty() {
                self.also_called(mail, &identity.key);
            }
        }
    }

    /// Another name for someone; nobody is meant by a name that two people share, unless it is the key of one.
    fn also_called(&mut self, name: &str, key: &str) {
        let entry = self.meant.entry(name.to_string());
        let known = entry.or_insert_with(|| Some(key.to_string()));
        if known
            .as_ref()
            .is_some_and(|known| known != key && known != name)
        {
            *known = None;
        }
    }

    /// Whether a word in place of a name says that there is nobody.
    fn is_nobody(&self, name: &str) -> bool {
        is_nobody(name) && !self.meant.contains_key(name)
    }

    /// The keys of those whom names mean, each once; a name that nobody has stays as it is.
    fn keys_of(&self, names: &[String]) -> Vec<String> {
        let mut keys = Vec::new();
        let said = names.iter().filter(|name| !self.is_nobody(name));
        for name in said.flat_map(|name| self.parted(name)) {
            let key = self.key_of(name).unwrap_or(name).to_string();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// Whom someone blocks, refuses or has as manager by their keys, however the file names them.
    fn by_keys(&self, mut person: Person) -> Person {
        let names: Vec<String> = person.get_blocks().map(str::to_string).collect();
        person = names
            .iter()
            .map(String::as_str)
            .fold(person, Person::unblocks);
        person = self
            .keys_of(&names)
            .into_iter()
            .fold(person, Person::blocks);
        let names: Vec<String> = person.get_refuses().map(str::to_string).collect();
        person = names
            .iter()
            .map(String::as_str)
            .fold(person, Person::accepts);
        person = self
            .keys_of(&names)
            .into_iter()
            .fold(person, Person::refuses);
        let manager: Vec<String> = person
            .get_manager()
            .map(str::to_string)
            .into_iter()
            .collect();
        person = person.remove_manager();
        self.keys_of(&manager)
            .into_iter()
            .fold(person, Person::manager)
    }

    /// Blocks, refusals and managers name people of the file.
    fn check_mentions(&self, table: &Table, filler: &Filler<'_>, findings: &mut Findings) {
        for field in ["blocks", "refuses", "manager"] {
            for row in &table.rows {
                for column in table.columns.all_of(field) {
                    let (cell, at) = row.cell(column);
                    let separator = filler.separator(field);
                    let names = separator.split(cell).into_iter();
                    for name in names.flat_map(|name| self.parted(name)) {
                        let is_nobody = self.is_nobody(name);
                        if let Err(message) = self.key_of(name)
                            && !is_nobody
                        {
                            let advice = separator.advice(field, cell);
                            findings.error_in(at, field, format!("{message}{advice}"));
                        }
                    }
                }
            }
        }
    }
}

/// Warns of two rows with one e-mail address that is not what tells people apart: one person may stand in both.
fn warn_of_one_address(table: &Table, identities: &[Identity], findings: &mut Findings) {
    let Some(mail) = table.columns.of("email") else {
        return;
    };
    let mut first: HashMap<String, (&Identity, u32)> = HashMap::new();
    for (row, identity) in table.rows.iter().zip(identities) {
        let (address, at) = row.cell(mail);
        let address = address.to_lowercase();
        if !address.contains('@') || address == identity.key {
            continue;
        }
        match first.get(&address) {
            Some((other, line)) if other.key != identity.key => {
                let (own, other) = (&identity.label, &other.label);
                let message = format!(
                    "`{address}` is the address of `{other}` in line {line} too; if `{own}` is the same person, keep one row"
                );
                findings.warning(at, message);
            }
            Some(_) => {}
            None => {
                first.insert(address, (identity, row.line));
            }
        }
    }
}

/// `Mara Quill` for `Quill, Mara`.
fn first_name_first(label: &str) -> Option<String> {
    let (last, first) = label.split_once(", ")?;
    (!first.contains(',')).then(|| format!("{} {}", first.trim(), last.trim()))
}

/// Somebody stands in two rows: the same row again is left out with a warning, another one is refused.
fn twice(
    table: &Table,
    (earlier, later): (usize, usize),
    identity: &Identity,
    findings: &mut Findings,
) {
    let texts = |place: usize| -> Vec<&str> {
        let row: &Row = &table.rows[place];
        (0..table.columns.width)
            .map(|column| row.cell(column).0)
            .collect()
    };
    let (key, line) = (&identity.key, table.rows[earlier].line);
    if texts(earlier) == texts(later) {
        findings.warning(
            identity.at,
            format!("the same row for `{key}` as in line {line}, left out"),
        );
    } else if table.columns.of("id").is_some() {
        findings.error(
            identity.at,
            format!(
                "id `{key}` is given twice, first in line {line}; expected another id or one row"
            ),
        );
    } else {
        findings.error(
            identity.at,
            format!("person `{key}` is given twice, first in line {line}; two people of one name need a column `id`, one person needs one row"),
        );
    }
}

/// Cells that name nobody. Words that are somebody's name, such as Na or None, are not among them.
const NOBODY: [&str; 7] = ["", "-", "–", "—", "?", "n/a", "unknown"];

/// Who each row is: an id where there is one, else the name, else first and last name; the e-mail address only where names are not
/// enough.
fn identities(table: &Table, findings: &mut Findings) -> Vec<Identity> {
    let columns = &table.columns;
    let (id, name) = (columns.of("id"), columns.of("name"));
    let parts = ["first name", "middle name", "last name"].map(|part| columns.of(part));
    let is_said = |text: &str| !NOBODY.contains(&text.to_lowercase().as_str());
    let label = |row: &Row| match name {
        Some(column) if is_said(row.cell(column).0) => row.cell(column).0.to_string(),
        _ => {
            let words = parts.iter().flatten().map(|&column| row.cell(column).0);
            words
                .filter(|word| is_said(word))
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    if name.is_none() && parts.iter().flatten().count() > 1 {
        findings.understood("names from first and last name");
    }
    let labels: Vec<String> = table.rows.iter().map(label).collect();
    let mail = columns.of("email");
    let mut seen = BTreeMap::new();
    let is_told_by_mail = id.is_none()
        && table.rows.iter().zip(&labels).any(|(row, label)| {
            let has_mail = mail.is_some_and(|column| !row.cell(column).0.is_empty());
            let count = seen.entry(label).or_insert(0);
            *count += 1;
            (label.is_empty() && has_mail) || (!label.is_empty() && *count > 1)
        });
    let mail = mail.filter(|_| is_told_by_mail);
    if mail.is_some() {
        findings.understood("people told apart by their e-mail address, as names are not enough");
    }
    let shown = name.or(parts[0]).or(parts[2]).or(id).or(mail).unwrap_or(0);
    let identity = |(row, label): (&Row, &String)| {
        // An address is the same in capital letters and without.
        let address = mail
            .filter(|_| id.is_none())
            .map(|column| row.cell(column).0.to_lowercase());
        let key = id.map_or("", |column| row.cell(column).0);
        let key = address.as_deref().unwrap_or(key);
        let key = if key.is_empty() { label } else { key };
        // What joins emoji to one does not show, and a key has nothing that does not.
        let key = key.replace(['\u{200d}', '\u{fe0f}'], "");
        let label = if label.is_empty() {
            key.clone()
        } else {
            label.clone()
        };
        Identity {
            key,
            label,
            at: row.cell(id.unwrap_or(shown)).1,
        }
    };
    table.rows.iter().zip(&labels).map(identity).collect()
}
