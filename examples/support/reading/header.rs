//! From the names of a header to the fields: chosen by an option, known, or guessed from a question.

use crate::reading::Reading;
use crate::reading::avoided::names_people;
use crate::reading::columns::Columns;
use crate::reading::findings::{Findings, shortened};
use crate::reading::grids::{ask_alike, is_of_answers};
use crate::reading::number;
use crate::reading::schema::{
    Field, Schema, compact, field_of, in_brackets, is_about_logistics, is_contrary, is_private,
    is_role, letters,
};
use crate::reading::table::Row;

impl Columns {
    /// Follows `--column field=name`.
    pub(super) fn choose(&mut self, schema: &Schema, reading: &Reading, findings: &mut Findings) {
        for (field, wanted) in &reading.columns {
            let Some(field) = schema.field(field) else {
                continue;
            };
            let is_alike = |name: &str, wanted: &str| !wanted.is_empty() && name == wanted;
            let named =
                |is_it: &dyn Fn(&str) -> bool| self.names.iter().position(|name| is_it(name));
            // A name of signs alone is like no other. Names that differ in brackets only are told apart where they are given whole.
            let exact = named(&|name| name == wanted.trim())
                .or_else(|| named(&|name| is_alike(&letters(name), &letters(wanted))))
                .or_else(|| named(&|name| is_alike(&compact(name), &compact(wanted))));
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
                // The option may be about another of several files.
                match reading.beside.is_empty() {
                    true => findings.error(self.at, message),
                    false => findings.warning(self.at, message),
                }
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

    /// Known names, the name of the field itself before others, and roles last.
    pub(super) fn recognise(&mut self, schema: &Schema, rows: &[Row]) {
        let chosen = self.found.iter().map(|found| found.0);
        let chosen: Vec<&str> = chosen.chain(self.absent.iter().copied()).collect();
        for pass in [Called::ItsName, Called::InUse, Called::ByRole] {
            for place in 0..self.width {
                let Some(field) = field_of(schema, &self.names[place]) else {
                    continue;
                };
                let is_free =
                    !chosen.contains(&field.name) && (field.many || !self.has(field.name));
                let called = Called::of(&self.names[place], field);
                let is_meant = called != Called::ByRole || self.is_name_by_role(place, rows);
                if pass == called && is_free && is_meant && !self.is_taken(place) {
                    self.found.push((field.name, place));
                }
            }
        }
        self.part_names(rows);
    }

    /// Whether a column that is named for a role names the person of its row: no other does, and the cells are no answers, and not mostly
    /// names that come again beside an address that does not.
    fn is_name_by_role(&self, place: usize, rows: &[Row]) -> bool {
        if ["name", "first name", "last name"]
            .iter()
            .any(|field| self.has(field))
        {
            return false;
        }
        let cells = rows.iter().map(|row| row.cell(place).0);
        let mut told: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let is_answered = told.iter().all(|cell| number::yes(cell).is_some());
        told.sort_unstable();
        let count = told.len();
        told.dedup();
        let is_told_apart = self.has("email") || self.has("id");
        !is_answered && (2 * told.len() > count || !is_told_apart)
    }

    /// Where first names stand in a column of their own, a column `Name` that does not repeat them holds last names.
    fn part_names(&mut self, rows: &[Row]) {
        let (Some(name), Some(first)) = (self.of("name"), self.of("first name")) else {
            return;
        };
        let is_whole = |row: &Row| {
            let (whole, first) = (
                row.cell(name).0.to_lowercase(),
                row.cell(first).0.to_lowercase(),
            );
            first.is_empty()
                || whole.contains(' ')
                || whole
                    .split_whitespace()
                    .any(|word| first.split_whitespace().any(|own| own == word))
        };
        let whole = rows.iter().filter(|row| is_whole(row)).count();
        // First, second, third: choices, and no names.
        if self.names.iter().any(|name| compact(name) == "second") {
            return;
        }
        let is_last = ["name", "nom"].contains(&compact(&self.names[name]).as_str());
        if is_last && !self.has("last name") && 2 * whole < rows.len() {
            let found = self.found.iter_mut().find(|found| found.0 == "name");
            found.into_iter().for_each(|found| found.0 = "last name");
        }
    }

    /// Refuses two columns for whom a row is about whose names differ in brackets only: which is meant is not for a program to say.
    pub(super) fn part_alike(&self, reading: &Reading, findings: &mut Findings) {
        const WHO: [&str; 5] = ["id", "name", "from", "to", "participant"];
        for &(field, place) in &self.found {
            let is_chosen = reading.columns.iter().any(|chosen| chosen.0 == field);
            let name = &self.names[place];
            let is_rival = |other: &usize| {
                let own = &self.names[*other];
                !self.is_taken(*other)
                    && compact(own) == compact(name)
                    && letters(own) != letters(name)
                    && !is_private(own)
            };
            let rival = (0..self.width).find(is_rival);
            let is_who = WHO.contains(&field) && in_brackets(name).is_some();
            if let Some(other) = rival.filter(|_| is_who && !is_chosen) {
                let (other, number) = (&self.names[other], place + 1);
                let message = format!(
                    "\"{name}\" and \"{other}\" differ in brackets only; say which is meant, as in --column {field}={number}"
                );
                findings.error(self.at, message);
            }
        }
    }

    /// Whether a question may tell a field: it does not ask whom to avoid, and is answered neither by yes and no nor by names of people.
    fn is_open(&self, field: &Field, place: usize, (rows, reading): (&[Row], &Reading)) -> bool {
        let name = &self.names[place];
        if self.is_taken(place) || (is_contrary(name) && names_people(self, (rows, reading), place))
        {
            return false;
        }
        let is_of_answers = || is_of_answers(rows, place) && self.asks_alone(place);
        !field.many || !(is_of_answers() || names_people(self, (rows, reading), place))
    }

    /// Whether no other column asks the same of another item.
    fn asks_alone(&self, place: usize) -> bool {
        let mut others = (0..self.width).filter(|&other| other != place);
        !others.any(|other| ask_alike(&self.names[place], &self.names[other]))
    }

    /// Longer questions, for fields that no column is named for: the best hint, the first of equals. Questions with words of how somebody
    /// takes part come last, and those that hint at a field by their least word tell none.
    pub(super) fn guess(
        &mut self,
        schema: &Schema,
        (rows, reading): (&[Row], &Reading),
        findings: &mut Findings,
    ) {
        for field in schema.fields {
            if self.has(field.name) || self.absent.contains(&field.name) {
                continue;
            }
            let hinted = (0..self.width).filter_map(|place| {
                let name = &self.names[place];
                let hint = field.hint(&compact(name))?;
                // What others do not see is no field of what they see.
                let is_seen = !field.many || !is_private(name) || schema.hidden(field).is_some();
                let (is_last, is_aside) = (hint + 1 == field.hints.len(), is_about_logistics(name));
                let is_open = self.is_open(field, place, (rows, reading))
                    && is_seen
                    && !(is_last && is_aside);
                is_open.then_some((is_aside || is_contrary(name), hint, place))
            });
            let Some((.., first)) = hinted.min() else {
                continue;
            };
            // The other columns of one question, as in `Rate your skills [Python]`.
            let of_grid =
                |&place: &usize| field.many && ask_alike(&self.names[first], &self.names[place]);
            let rest = (first + 1..self.width).filter(of_grid);
            let places: Vec<usize> = std::iter::once(first).chain(rest).collect();
            let name = &self.names[first];
            let hidden = schema.hidden(field).filter(|_| is_private(name));
            let field = hidden.unwrap_or(field).name;
            self.found
                .extend(places.iter().map(|&place| (field, place)));
            let more = match places.len() {
                1 => String::new(),
                count => format!(" and {} more like it", count - 1),
            };
            findings.understood(format!(
                "{field} guessed to be \"{name}\"{more} (--column {field}=…)"
            ));
        }
    }
}

/// How a column is called for its field.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Called {
    ItsName,
    InUse,
    ByRole,
}

impl Called {
    fn of(name: &str, field: &Field) -> Self {
        match compact(name) == compact(field.name) {
            true => Self::ItsName,
            false if field.name == "name" && is_role(name) => Self::ByRole,
            false => Self::InUse,
        }
    }
}
