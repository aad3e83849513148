//! People: who they are, what they offer and need, where they belong, what they want.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use confrere::{Intent, Mode, Network, Person};

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{At, Findings, counted};
use crate::reading::items::{Separator, items, level};
use crate::reading::number;
use crate::reading::spelling::{Spellings, written};
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, Source, Told};

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field {
        name,
        aliases,
        hints: &[],
        many: false,
    }
}

/// The columns of people. All but a name or an id may be missing.
pub const SCHEMA: Schema = Schema {
    what: "people",
    fields: &[
        field(
            "id",
            &[
                "key",
                "personid",
                "memberid",
                "userid",
                "employeeid",
                "participantid",
                "studentid",
                "uid",
            ],
        ),
        Field {
            name: "name",
            aliases: &[
                "fullname",
                "person",
                "participant",
                "displayname",
                "who",
                "member",
                "employee",
                "mentor",
                "mentee",
                "student",
                "attendee",
                "username",
            ],
            hints: &["fullname", "yourname", "studentname", "personname"],
            many: false,
        },
        field("first name", &["first", "given", "givenname", "forename"]),
        field("last name", &["last", "surname", "family", "familyname"]),
        field("email", &["mail", "emailaddress", "emails"]),
        Field {
            name: "offers",
            aliases: &[
                "offer",
                "offering",
                "skill",
                "skills",
                "expertise",
                "canhelpwith",
                "icanhelpwith",
                "canoffer",
                "icanoffer",
                "canteach",
                "icanteach",
                "teaches",
                "knows",
                "strengths",
                "strength",
                "competencies",
                "helpswith",
                "areasofexpertise",
                "skillsoffered",
                "gives",
                "have",
                "has",
                "skillsihave",
            ],
            hints: &[
                "canhelp",
                "helpwith",
                "canyouhelp",
                "canoffer",
                "youoffer",
                "teach",
                "expertise",
                "goodat",
                "strength",
                "skillsyouhave",
            ],
            many: true,
        },
        Field {
            name: "needs",
            aliases: &[
                "need",
                "wants",
                "want",
                "lookingfor",
                "iamlookingfor",
                "imlookingfor",
                "wanttolearn",
                "iwanttolearn",
                "wouldliketolearn",
                "iwouldliketolearn",
                "idliketolearn",
                "tolearn",
                "learn",
                "learns",
                "learninggoals",
                "goals",
                "goal",
                "needshelpwith",
                "ineedhelpwith",
                "helpwanted",
                "wishes",
                "skillswanted",
                "skillsneeded",
            ],
            hints: &[
                "learn",
                "needhelp",
                "lookingfor",
                "wantto",
                "liketoimprove",
                "getbetterat",
                "hopetogain",
            ],
            many: true,
        },
        Field {
            name: "private_needs",
            aliases: &["hiddenneeds"],
            hints: &[],
            many: true,
        },
        Field {
            name: "private_stances",
            aliases: &["hiddenstances"],
            hints: &[],
            many: true,
        },
        Field {
            name: "interests",
            aliases: &["interest", "hobbies", "hobby", "topics"],
            hints: &["interests", "hobbies"],
            many: true,
        },
        Field {
            name: "stances",
            aliases: &["stance", "opinions", "views"],
            hints: &[],
            many: true,
        },
        field("circles", &["circle", "group", "groups"]),
        field("team", &["squad", "unit"]),
        field("department", &["dept", "division", "faculty", "function"]),
        field(
            "company",
            &[
                "organisation",
                "organization",
                "org",
                "employer",
                "institution",
                "school",
            ],
        ),
        field("country", &["nation"]),
        Field {
            name: "seeks",
            aliases: &["intents"],
            hints: &[],
            many: true,
        },
        Field {
            name: "wants_circles",
            aliases: &["wantedcircles"],
            hints: &[],
            many: true,
        },
        Field {
            name: "blocks",
            aliases: &["blocked", "avoid", "notwith"],
            hints: &[],
            many: true,
        },
        field("paused", &["onleave", "inactive", "away"]),
        field(
            "limit",
            &["capacity", "maxpeers", "maxmatches", "maxmentees", "places"],
        ),
        field("openness", &[]),
        field("group_size", &["largestgroup"]),
        field("every", &[]),
        field("introductions", &["cap"]),
        field("asked", &["load"]),
        Field {
            name: "refuses",
            aliases: &["refused"],
            hints: &[],
            many: true,
        },
        Field {
            name: "slots",
            aliases: &["availability", "available", "times"],
            hints: &[],
            many: true,
        },
        field("mode", &["format"]),
        field("manager", &["reportsto", "linemanager", "boss"]),
        field("engaged", &["taken"]),
    ],
    required: &[&["name", "id", "first name", "last name", "email"]],
    may_lack_header: false,
    takes_others: false,
};

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
            None => Err(format!(
                "person `{name}` is unknown, expected someone of the people; add a row for them there"
            )),
        }
    }
}

/// How the people of a table are told apart.
struct Identity {
    key: String,
    label: String,
    at: At,
}

impl Reading {
    /// Reads people.
    pub fn people_of(&self, source: &Source) -> Result<Told<People>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let people = People::of_table(table, self, findings);
            let what = counted(people.len(), "person", "people");
            (people, what)
        })
    }
}

impl People {
    fn of_table(table: &Table, reading: &Reading, findings: &mut Findings) -> Self {
        let identities = identities(table, findings);
        let filler = Filler::new(table, reading, findings);
        let mut all = Self::default();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (place, (row, identity)) in table.rows.iter().zip(&identities).enumerate() {
            if let Some(&earlier) = first.get(identity.key.as_str()) {
                twice(table, (earlier, place), identity, findings);
                continue;
            }
            first.insert(&identity.key, place);
            let person = filler.person(row, identity, findings);
            all.people.push(person);
            all.meant
                .insert(identity.key.clone(), Some(identity.key.clone()));
        }
        for identity in identities
            .iter()
            .filter(|identity| identity.label != identity.key)
        {
            let is_new = !all.meant.contains_key(&identity.label);
            let key = Some(identity.key.clone()).filter(|_| is_new);
            let entry = all.meant.entry(identity.label.clone()).or_insert(key);
            if entry
                .as_ref()
                .is_some_and(|key| *key != identity.key && *key != identity.label)
            {
                *entry = None;
            }
        }
        all.resolve_mentions(table, &filler, findings);
        all
    }

    /// Blocks, refusals and managers name people of the file.
    fn resolve_mentions(&self, table: &Table, filler: &Filler<'_>, findings: &mut Findings) {
        for field in ["blocks", "refuses", "manager"] {
            for row in &table.rows {
                for column in table.columns.all_of(field) {
                    let (cell, at) = row.cell(column);
                    for name in filler.separator(field).split(cell) {
                        if let Err(message) = self.key_of(name) {
                            findings.error_in(at, field, message);
                        }
                    }
                }
            }
        }
    }
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

/// Who each row is: an id where there is one, else the name, else first and last name; the e-mail address only where names are not
/// enough.
fn identities(table: &Table, findings: &mut Findings) -> Vec<Identity> {
    let columns = &table.columns;
    let (id, name) = (columns.of("id"), columns.of("name"));
    let parts = [columns.of("first name"), columns.of("last name")];
    let label = |row: &Row| match name {
        Some(column) if !row.cell(column).0.is_empty() => row.cell(column).0.to_string(),
        _ => {
            let words = parts.iter().flatten().map(|&column| row.cell(column).0);
            words
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    if name.is_none() && parts.iter().flatten().count() == 2 {
        findings.understood("names from first and last name");
    }
    let labels: Vec<String> = table.rows.iter().map(label).collect();
    let mut seen = BTreeMap::new();
    labels
        .iter()
        .for_each(|label| *seen.entry(label).or_insert(0) += 1);
    let is_told_by_mail = id.is_none()
        && seen
            .iter()
            .any(|(label, count)| *count > 1 || label.is_empty());
    let mail = columns.of("email").filter(|_| is_told_by_mail);
    if mail.is_some() {
        findings.understood("people told apart by their e-mail address, as names are not enough");
    }
    let shown = name.or(parts[0]).or(parts[1]).or(id).or(mail).unwrap_or(0);
    let identity = |(row, label): (&Row, &String)| {
        let key = id.or(mail).map_or("", |column| row.cell(column).0);
        let key = if key.is_empty() {
            label.clone()
        } else {
            key.to_string()
        };
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

/// What columns say, for each row.
struct Filler<'t> {
    table: &'t Table,
    reading: &'t Reading,
    separators: Vec<(&'static str, Separator)>,
    chosen: BTreeMap<String, String>,
}

/// Fields whose cells hold several items.
const LISTS: [&str; 11] = [
    "private_needs",
    "private_stances",
    "offers",
    "needs",
    "interests",
    "stances",
    "seeks",
    "wants_circles",
    "blocks",
    "refuses",
    "slots",
];

impl<'t> Filler<'t> {
    fn new(table: &'t Table, reading: &'t Reading, findings: &mut Findings) -> Self {
        let separators =
            LISTS.map(|field| (field, Separator::of_column(table, field, reading, findings)));
        let mut filler = Self {
            table,
            reading,
            separators: separators.into(),
            chosen: BTreeMap::new(),
        };
        let (needs, offers) = (filler.spellings("needs"), filler.spellings("offers"));
        filler.tell_words(findings);
        if !reading.exact_spelling {
            filler.chosen = needs.chosen(&offers);
        }
        for (skill, at, other) in needs.only_folded(&offers) {
            let read = written(&skill, &filler.chosen);
            let told = if reading.exact_spelling {
                "kept apart".to_string()
            } else {
                format!("read as `{read}` (--exact-spelling keeps them apart)")
            };
            findings.warning(at, format!("column `needs`: nobody offers `{skill}` but for spelling: `{other}` is offered; {told}"));
        }
        for (skill, at, other) in needs.nearly(&offers) {
            findings.warning(at, format!("column `needs`: nobody offers `{skill}`, but `{other}` is offered; is it the same?"));
        }
        filler
    }

    /// Tells what words for levels are worth, as far as there are any.
    fn tell_words(&self, findings: &mut Findings) {
        let words: RefCell<BTreeMap<String, f32>> = RefCell::default();
        let read = |text: &str| {
            let value = number::level(text, &self.reading.scale)?;
            if number::plain(text).is_none() {
                let word = text.trim().to_lowercase();
                words.borrow_mut().insert(word, value);
            }
            Some(value)
        };
        let mut unheard = Findings::new("", false);
        for row in &self.table.rows {
            for field in ["offers", "needs", "interests"] {
                items(
                    (self.table, row),
                    (field, self.separator(field)),
                    read,
                    &mut unheard,
                );
            }
        }
        let words = words.into_inner();
        if !words.is_empty() {
            let words: Vec<String> = words
                .iter()
                .map(|(word, value)| format!("{word} is {value}"))
                .collect();
            findings.understood(format!("{} (--scale)", words.join(", ")));
        }
    }

    fn separator(&self, field: &str) -> Separator {
        let found = self.separators.iter().find(|known| known.0 == field);
        found.map_or_else(Separator::default, |known| known.1)
    }

    fn spellings(&self, field: &'static str) -> Spellings {
        let mut spellings = Spellings::default();
        // What is wrong with an item is said when the person is read.
        let mut unheard = Findings::new("", false);
        let read = level(self.reading);
        for row in &self.table.rows {
            let at = self
                .table
                .columns
                .of(field)
                .map(|column| row.cell(column).1);
            let all = items(
                (self.table, row),
                (field, self.separator(field)),
                &read,
                &mut unheard,
            );
            for item in all {
                at.iter().for_each(|at| spellings.add(item.name, *at));
            }
        }
        spellings
    }

    fn person(&self, row: &Row, identity: &Identity, findings: &mut Findings) -> Person {
        let mut person = named(identity);
        for (field, fill) in FILLERS {
            let read = if field.ends_with("stances") {
                Read::Stance
            } else {
                Read::Level
            };
            let number = |text: &str| match read {
                Read::Stance => number::stance(text),
                Read::Level => number::level(text, &self.reading.scale),
            };
            for item in items(
                (self.table, row),
                (field, self.separator(field)),
                number,
                findings,
            ) {
                let name = match field {
                    "offers" | "needs" | "private_needs" => written(item.name, &self.chosen),
                    _ => item.name,
                };
                person = fill(person, name, item.number.unwrap_or(1.0));
            }
        }
        person = self.circles(person, row);
        person = self.seeks(person, row, findings);
        person = self.people_named(person, row);
        person = self.limits(person, row, findings);
        let refused = Network::builder()
            .person(person.clone())
            .first_error()
            .map(ToString::to_string);
        if let Some(message) = refused {
            let culprit = self.culprit(row, &message);
            match culprit {
                Some((field, at)) => findings.error_in(at, field, message),
                None => findings.error(identity.at, message),
            }
        }
        person
    }

    /// The field that a message of the library is about, by its first word.
    fn culprit(&self, row: &Row, message: &str) -> Option<(&'static str, At)> {
        let fields = [
            ("offer", "offers"),
            ("need", "needs"),
            ("interest", "interests"),
            ("stance", "stances"),
            ("openness", "openness"),
            ("circle", "circles"),
            ("intent", "seeks"),
            ("wanted", "wants_circles"),
            ("weight", "seeks"),
            ("group", "group_size"),
        ];
        let found = fields.iter().find(|(word, _)| message.starts_with(word))?;
        let column = self.table.columns.of(found.1)?;
        Some((found.1, row.cell(column).1))
    }

    /// `team>company>country`, several hierarchies parted by `|`; else the columns team, department, company, country, as far as there are.
    fn circles(&self, mut person: Person, row: &Row) -> Person {
        let columns = &self.table.columns;
        let cell = columns
            .of("circles")
            .map_or("", |column| row.cell(column).0);
        for hierarchy in cell
            .split('|')
            .filter(|hierarchy| !hierarchy.trim().is_empty())
        {
            let levels = hierarchy.split('>').map(str::trim);
            person = person.circle(levels.filter(|level| !level.is_empty()));
        }
        let levels = ["team", "department", "company", "country"];
        let named = levels.iter().filter_map(|level| columns.of(level));
        let named: Vec<&str> = named
            .map(|column| row.cell(column).0)
            .filter(|name| !name.is_empty())
            .collect();
        if named.is_empty() {
            person
        } else {
            person.circle(named)
        }
    }

    fn seeks(&self, mut person: Person, row: &Row, findings: &mut Findings) -> Person {
        let read = level(self.reading);
        let at = self
            .table
            .columns
            .of("seeks")
            .map(|column| row.cell(column).1);
        for item in items(
            (self.table, row),
            ("seeks", self.separator("seeks")),
            read,
            findings,
        ) {
            match Intent::from_word(&item.name.to_lowercase()) {
                Some(intent) => person = person.seeks(intent, item.number.unwrap_or(1.0)),
                None => {
                    let words: Vec<&str> = Intent::ALL.iter().map(|intent| intent.word()).collect();
                    let message = format!(
                        "intent `{}` is unknown, expected one of {}",
                        item.name,
                        words.join(", ")
                    );
                    at.iter()
                        .for_each(|at| findings.error_in(*at, "seeks", &message));
                }
            }
        }
        person
    }

    fn people_named(&self, mut person: Person, row: &Row) -> Person {
        let names = |field: &str| -> Vec<&str> {
            let columns = self.table.columns.all_of(field).into_iter();
            columns
                .flat_map(|column| self.separator(field).split(row.cell(column).0))
                .collect()
        };
        person = names("blocks").into_iter().fold(person, Person::blocks);
        person = names("refuses").into_iter().fold(person, Person::refuses);
        person = names("slots").into_iter().fold(person, Person::available);
        let manager = self
            .table
            .columns
            .of("manager")
            .map(|column| row.cell(column).0);
        manager
            .filter(|name| !name.is_empty())
            .into_iter()
            .fold(person, Person::manager)
    }

    fn limits(&self, mut person: Person, row: &Row, findings: &mut Findings) -> Person {
        let cell = |field: &str| {
            let column = self.table.columns.of(field)?;
            Some(row.cell(column)).filter(|(text, _)| !text.is_empty())
        };
        for (field, limit) in LIMITS {
            let Some((text, at)) = cell(field) else {
                continue;
            };
            match number::count(text) {
                Some(count) => person = limit(person, count),
                None => findings.error_in(
                    at,
                    field,
                    format!("`{text}` is not a whole number from 0 up"),
                ),
            }
        }
        if let Some((text, at)) = cell("paused") {
            match number::yes(text) {
                Some(true) => person = person.paused(),
                Some(false) => {}
                None => findings.error_in(at, "paused", format!("`{text}` is neither yes nor no")),
            }
        }
        if let Some((text, at)) = cell("openness") {
            match number::plain(text) {
                Some(openness) => person = person.openness(openness),
                None => findings.error_in(at, "openness", format!("`{text}` is not a number")),
            }
        }
        if let Some((text, at)) = cell("mode") {
            match text.to_lowercase().replace([' ', '-'], "_").as_str() {
                "any" | "both" | "either" | "hybrid" => person = person.meets(Mode::Any),
                "remote" | "online" | "virtual" => person = person.meets(Mode::Remote),
                "in_person" | "onsite" | "on_site" => person = person.meets(Mode::InPerson),
                _ => findings.error_in(
                    at,
                    "mode",
                    format!("mode `{text}` is unknown, expected any, remote or in_person"),
                ),
            }
        }
        person
    }
}

/// How the numbers of a field are read.
#[derive(Clone, Copy)]
enum Read {
    Level,
    Stance,
}

type Fill = fn(Person, &str, f32) -> Person;

const FILLERS: [(&str, Fill); 7] = [
    ("private_needs", |person, skill, priority| {
        person.needs_privately(skill, priority)
    }),
    ("private_stances", |person, topic, position| {
        person.stance_privately(topic, position)
    }),
    ("offers", |person, skill, level| person.offers(skill, level)),
    ("needs", |person, skill, priority| {
        person.needs(skill, priority)
    }),
    ("interests", |person, topic, weight| {
        person.interest(topic, weight)
    }),
    ("stances", |person, topic, position| {
        person.stance(topic, position)
    }),
    ("wants_circles", |person, circle, weight| {
        person.wants_circle(circle, weight)
    }),
];

type Limit = fn(Person, u32) -> Person;

const LIMITS: [(&str, Limit); 6] = [
    ("limit", Person::peers),
    ("engaged", Person::engaged),
    ("group_size", Person::group_size),
    ("every", Person::every),
    ("introductions", Person::introductions),
    ("asked", Person::asked),
];

/// A person of this identity.
fn named(identity: &Identity) -> Person {
    let person = Person::new(identity.key.as_str());
    if identity.label == identity.key {
        person
    } else {
        person.label(&identity.label)
    }
}
