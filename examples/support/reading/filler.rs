//! From the cells of a row to a person.

use std::cell::RefCell;
use std::collections::BTreeMap;

use confrere::{Intent, Mode, Network, Person};

use crate::reading::availability::{PRESENCE, answer, is_any_time, is_away, worded_answer};
use crate::reading::findings::{At, Findings, shortened};
use crate::reading::items::{Item, is_nothing, items, level};
use crate::reading::people::Identity;
use crate::reading::schema::{ATTRIBUTE, attribute_key};
use crate::reading::separator::{Separator, without_address};
use crate::reading::spelling::{Spellings, written};
use crate::reading::table::{Row, Table};
use crate::reading::{Reading, circles, grids, number};

/// What columns say, for each row.
pub struct Filler<'t> {
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
    pub fn new(table: &'t Table, reading: &'t Reading, findings: &mut Findings) -> Self {
        let separators =
            LISTS.map(|field| (field, Separator::of_column(table, field, reading, findings)));
        let mut filler = Self {
            table,
            reading,
            separators: separators.into(),
            chosen: BTreeMap::new(),
        };
        circles::tell(table, reading, findings);
        let (needs, offers) = (filler.spellings("needs"), filler.spellings("offers"));
        filler.tell_words(findings);
        filler.tell_missing((&needs, &offers), findings);
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

    /// Warns of what leaves everyone without a match: nothing offered and needed, or nothing that is both.
    fn tell_missing(&self, (needs, offers): (&Spellings, &Spellings), findings: &mut Findings) {
        let columns = &self.table.columns;
        let has = |field: &str| columns.of(field).is_some();
        if !["offers", "needs", "interests", "stances", "wants_circles"]
            .iter()
            .any(|field| has(field))
        {
            let others = columns
                .others()
                .into_iter()
                .map(|other| other.1.to_string());
            let others: Vec<String> = others.filter(|name| !name.is_empty()).collect();
            let advice = match &others[..] {
                [] => "add columns `offers` and `needs`".to_string(),
                [offers] => format!("say so if it does, as in --column offers=\"{offers}\""),
                [offers, needs] => {
                    format!(
                        "say which one does, as in --column offers=\"{offers}\" --column needs=\"{needs}\""
                    )
                }
                // Which of several it is, nobody can tell from names that are not known.
                _ => format!(
                    "say which ones do with --column offers=… and --column needs=…, found {}",
                    shortened(&others)
                ),
            };
            findings.warning(
                columns.at,
                format!("no column says what people offer or need, so nobody gains; {advice}"),
            );
        }
        for field in ["offers", "needs"] {
            if !has(field) && (has("offers") || has("needs")) {
                findings.understood(format!("no column for {field} (--column {field}=…)"));
            }
        }
        if !has("offers") {
            self.tell_levels(findings);
        }
        self.tell_levels_as_items(findings);
        if needs.is_apart(offers) {
            findings.warning(columns.at, "nothing that is needed is offered: are these the columns that are meant (--column), are items parted as they should be (--separator)?");
        }
    }

    /// Tells columns of skills whose cells all are levels, such as `Strongly agree`: these were read as skills.
    fn tell_levels_as_items(&self, findings: &mut Findings) {
        let columns = &self.table.columns;
        for field in ["offers", "needs"] {
            let holds = |&place: &usize| {
                grids::is_of_levels(&self.table.rows, place, self.reading)
                    && columns.grid(place).is_none()
            };
            let (own, others) = (columns.all_of(field), columns.others());
            let Some(&first) = own.iter().find(|place| holds(place)) else {
                continue;
            };
            // What is asked of several skills stands side by side, though one column alone was taken.
            let is_one = |place: &usize| {
                let is_other = || others.iter().any(|other| other.0 == *place);
                holds(place) && (own.contains(place) || is_other())
            };
            let last = (first..columns.width).take_while(is_one).count() + first;
            let (name, first) = (&columns.names[first], first + 1);
            findings.warning(
                columns.at,
                format!(
                    "column \"{name}\" holds levels, which were read as {field}; if it tells of one skill, say --column {field}={first}-{last}"
                ),
            );
        }
    }

    /// Tells columns that are not read and may hold levels of what people offer, as those of a class survey do.
    fn tell_levels(&self, findings: &mut Findings) {
        const HIGHEST: f32 = 10.0;
        let columns = &self.table.columns;
        let others = columns.others();
        let cells = |place: usize| self.table.rows.iter().map(move |row| row.cell(place).0);
        let highest = |place: usize| {
            let levels = cells(place).filter_map(|cell| number::level(cell, self.reading));
            levels.fold(0.0, f32::max)
        };
        let is_of_levels = |place: usize| {
            grids::is_of_levels(&self.table.rows, place, self.reading) && highest(place) <= HIGHEST
        };
        let is_candidate = |&place: &usize| {
            others
                .iter()
                .any(|other| other.0 == place && !other.1.is_empty())
                && is_of_levels(place)
        };
        // The longest run of such columns: what is asked of many items stands side by side.
        let places: Vec<usize> = (0..columns.width).filter(is_candidate).collect();
        let runs = places.chunk_by(|one, next| one + 1 == *next);
        let Some(run) = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0]))) else {
            return;
        };
        let [first, .., last] = run else { return };
        let (from, to) = (&columns.names[*first], &columns.names[*last]);
        let (first, last) = (first + 1, last + 1);
        let most = run.iter().map(|&place| highest(place)).fold(0.0, f32::max);
        let out_of = if most > 1.0 {
            format!(" --out-of {most}")
        } else {
            String::new()
        };
        findings.warning(
            columns.at,
            format!(
                "columns {first} to {last}, \"{from}\" to \"{to}\", hold levels and are not read; if people offer these, say --column offers={first}-{last}{out_of}"
            ),
        );
    }

    /// Tells what words for levels are worth, as far as there are any.
    fn tell_words(&self, findings: &mut Findings) {
        let words: RefCell<BTreeMap<String, f32>> = RefCell::default();
        let read = |text: &str| {
            let value = number::level(text, self.reading)?;
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

    pub fn separator(&self, field: &str) -> Separator {
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

    /// What is wrong with a stance that lies outside of the scale of the file.
    fn off_scale(&self, read: Read, item: &Item<'_>) -> Option<String> {
        let highest = self.reading.out_of.filter(|&highest| highest > 1.0)?;
        let position = item.number?;
        if matches!(read, Read::Level) || (-1.0..=1.0).contains(&position) {
            return None;
        }
        let written = (position + 1.0) * (highest - 1.0) / 2.0 + 1.0;
        let written = (written * 1e3).round() / 1e3;
        let name = item.name;
        Some(format!(
            "stance `{name}` is {written}, expected a number from 1 to {highest} (--out-of)"
        ))
    }

    pub fn person(&self, row: &Row, identity: &Identity, findings: &mut Findings) -> Person {
        let mut person = named(identity);
        for (field, fill) in FILLERS {
            let read = if field.ends_with("stances") {
                Read::Stance
            } else {
                Read::Level
            };
            let number = |text: &str| match read {
                Read::Stance => number::stance(text, self.reading),
                Read::Level => number::level(text, self.reading),
            };
            for item in items(
                (self.table, row),
                (field, self.separator(field)),
                number,
                findings,
            ) {
                if let Some(message) = self.off_scale(read, &item) {
                    findings.error_in(identity.at, field, message);
                    continue;
                }
                let name = match field {
                    "offers" | "needs" | "private_needs" => written(item.name, &self.chosen),
                    _ => item.name,
                };
                person = fill(person, name, item.number.unwrap_or(1.0));
            }
        }
        person = self.circles(person, row);
        person = self.attributes(person, row);
        person = self.seeks(person, row, findings);
        person = self.people_named(person, row);
        person = self.limits(person, row, findings);
        let refused = Network::builder()
            .person(person.clone())
            .first_error()
            .map(ToString::to_string);
        if let Some(message) = refused {
            let culprit = self.culprit(row, &message);
            let is_level = message.ends_with("a number from 0 to 1") && !message.contains("NaN");
            match culprit {
                Some((field @ ("offers" | "needs" | "interests"), at)) if is_level => findings
                    .error_in(
                        at,
                        field,
                        format!("{message}; on a scale up to 5, say --out-of 5"),
                    ),
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
            ("attribute", ATTRIBUTE),
            ("intent", "seeks"),
            ("wanted", "wants_circles"),
            ("weight", "seeks"),
            ("group", "group_size"),
        ];
        let found = fields.iter().find(|(word, _)| message.starts_with(word))?;
        let column = self.table.columns.of(found.1)?;
        Some((found.1, row.cell(column).1))
    }

    /// Plain attributes: the cells of the columns `attribute:office`, `attribute:school` and so on.
    fn attributes(&self, person: Person, row: &Row) -> Person {
        let columns = &self.table.columns;
        columns
            .all_of(ATTRIBUTE)
            .into_iter()
            .filter_map(|column| Some((attribute_key(&columns.names[column])?, row.cell(column).0)))
            .filter(|(_, value)| !value.is_empty())
            .fold(person, |person, (key, value)| person.attribute(key, value))
    }

    /// `team>company>country`, several hierarchies parted by `|`; else the columns team, department, company, country, as far as there are.
    fn circles(&self, mut person: Person, row: &Row) -> Person {
        let columns = &self.table.columns;
        let cell = columns
            .of("circles")
            .map_or("", |column| row.cell(column).0);
        for levels in circles::hierarchies(cell, self.reading) {
            person = person.circle(levels);
        }
        let named = circles::LEVELS.iter().filter_map(|level| columns.of(level));
        let named: Vec<&str> = named
            .map(|column| row.cell(column).0)
            .filter(|name| !is_nothing(name))
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
            match item.name.parse::<Intent>() {
                Ok(intent) => person = person.seeks(intent, item.number.unwrap_or(1.0)),
                Err(error) => {
                    let message = error.to_string();
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
        person = self.slots(person, row);
        let manager = self
            .table
            .columns
            .of("manager")
            .map(|column| without_address(row.cell(column).0));
        manager
            .filter(|name| !name.is_empty())
            .into_iter()
            .fold(person, Person::manager)
    }

    /// The times at which someone can come: items of cells, or columns of one time each; whether they come at all, where a column
    /// says that.
    fn slots(&self, person: Person, row: &Row) -> Person {
        let columns = &self.table.columns;
        if let Some(column) = columns.of(PRESENCE) {
            let is_away = is_away(row.cell(column).0);
            return if is_away { person.paused() } else { person };
        }
        let mut times = Vec::new();
        for column in columns.all_of("slots") {
            let cell = row.cell(column).0;
            match columns.grid(column) {
                Some(time) => times.extend((answer(cell) == Some(true)).then_some(time)),
                // A yes among times leaves all open, and a no is a pause.
                None => match worded_answer(cell) {
                    Some(true) => return person,
                    Some(false) => return person.paused(),
                    None => times.extend(self.separator("slots").split(cell)),
                },
            }
        }
        if times.iter().any(|time| is_any_time(time)) {
            return person;
        }
        let times = times.into_iter().filter(|time| !is_nothing(time));
        times.fold(person, Person::available)
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
                None => findings.error_in(at, "paused", number::neither(text)),
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
