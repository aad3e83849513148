//! A taxonomy of skills in the layout of ESCO's CSV download: a folder with `skills_en.csv` (conceptUri, preferredLabel, altLabels),
//! `broaderRelationsSkillPillar_en.csv` (conceptUri, broaderUri) and, for the names of groups, `skillGroups_en.csv`; any language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use confrere::{NetworkBuilder, Person, Visibility};

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{Findings, counted};
use crate::reading::spelling::folded;
use crate::reading::table::Table;
use crate::reading::{Reading, Source, Told};

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field {
        name,
        aliases,
        hints: &[],
        many: false,
    }
}

/// Concepts and their names.
const CONCEPTS: Schema = Schema {
    what: "concepts",
    fields: &[
        field("concept", &["concepturi", "uri"]),
        field("label", &["preferredlabel"]),
        field("alternatives", &["altlabels"]),
    ],
    required: &[&["concept"], &["label"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: false,
};

/// Steps from a concept to a broader one.
const STEPS: Schema = Schema {
    what: "broader concepts",
    fields: &[
        field("concept", &["concepturi", "narroweruri"]),
        field("broader", &["broaderuri"]),
    ],
    required: &[&["concept"], &["broader"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: false,
};

/// Names of concepts, and which is broader than which.
#[derive(Debug, Default)]
pub struct Taxonomy {
    /// The preferred label of each concept.
    labels: BTreeMap<String, String>,
    /// The preferred label behind each alternative one, by folded form; none where several concepts have it.
    alternatives: BTreeMap<String, Option<String>>,
    steps: BTreeSet<(String, String)>,
}

impl Reading {
    /// Reads the concepts of a file into a taxonomy.
    pub fn concepts_of(
        &self,
        source: &Source,
        taxonomy: &mut Taxonomy,
    ) -> Result<Told<()>, Refused> {
        self.read(source, &CONCEPTS, |table, findings| {
            let count = taxonomy.take_concepts(table, findings);
            ((), counted(count, "concept", "concepts"))
        })
    }

    /// Reads the steps of a file into a taxonomy.
    pub fn steps_of(&self, source: &Source, taxonomy: &mut Taxonomy) -> Result<Told<()>, Refused> {
        self.read(source, &STEPS, |table, _| {
            let count = taxonomy.take_steps(table);
            ((), counted(count, "step", "steps"))
        })
    }

    /// Reads the taxonomy of a folder.
    pub fn taxonomy(&self, folder: &Path) -> Result<Taxonomy, Refused> {
        let mut files: Vec<PathBuf> = Vec::new();
        let refused = |error| Refused::new(format!("{}: {error}", folder.display()));
        for entry in std::fs::read_dir(folder).map_err(refused)? {
            files.push(entry.map_err(refused)?.path());
        }
        files.sort();
        let named = |start: &'static str| {
            let name = |path: &Path| Some(path.file_name()?.to_str()?.to_lowercase());
            let starts =
                move |path: &&PathBuf| name(path).is_some_and(|name| name.starts_with(start));
            files.iter().filter(starts)
        };
        let mut taxonomy = Taxonomy::default();
        for path in named("skills_").chain(named("skillgroups_")) {
            self.heard(self.concepts_of(&Source::open(path)?, &mut taxonomy))?;
        }
        for path in named("broaderrelationsskillpillar") {
            self.heard(self.steps_of(&Source::open(path)?, &mut taxonomy))?;
        }
        if taxonomy.labels.is_empty() || taxonomy.steps.is_empty() {
            let folder = folder.display();
            return Err(Refused::new(format!(
                "{folder}: expected skills_….csv and broaderRelationsSkillPillar….csv, as ESCO names them"
            )));
        }
        Ok(taxonomy)
    }
}

impl Taxonomy {
    fn take_concepts(&mut self, table: &Table, findings: &mut Findings) -> usize {
        let columns = ["concept", "label", "alternatives"].map(|name| table.columns.of(name));
        for row in &table.rows {
            let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column).0);
            let [concept, label, alternatives] = columns.map(cell);
            if concept.is_empty() || label.is_empty() {
                let at = row.cells[0].at;
                findings.error(at, "a concept without address or preferred label");
                continue;
            }
            self.labels.insert(concept.to_string(), label.to_string());
            // ESCO parts alternative labels by line breaks, older downloads by `|`.
            let names = alternatives.split(['\n', '|']).map(folded);
            for name in names.filter(|name| !name.is_empty() && *name != folded(label)) {
                let known = self.alternatives.entry(name);
                let known = known.or_insert_with(|| Some(label.to_string()));
                if known.as_deref() != Some(label) {
                    *known = None;
                }
            }
        }
        table.rows.len()
    }

    fn take_steps(&mut self, table: &Table) -> usize {
        let columns = ["concept", "broader"].map(|name| table.columns.of(name));
        for row in &table.rows {
            let [concept, broader] =
                columns.map(|column| column.map_or("", |column| row.cell(column).0).to_string());
            if !concept.is_empty() && !broader.is_empty() {
                self.steps.insert((concept, broader));
            }
        }
        table.rows.len()
    }

    /// The name of a concept: its preferred label, or its address where no file names it.
    fn label<'t>(&'t self, concept: &'t str) -> &'t str {
        self.labels.get(concept).map_or(concept, String::as_str)
    }

    /// Steps by name; a group and a skill of one name are one.
    pub fn steps(&self) -> impl Iterator<Item = (&str, &str)> {
        let named = self.steps.iter();
        let named = named.map(|(concept, broader)| (self.label(concept), self.label(broader)));
        named.filter(|(one, other)| folded(one) != folded(other))
    }

    /// Adds the steps to a network.
    pub fn add_to(&self, builder: NetworkBuilder) -> NetworkBuilder {
        self.steps().fold(builder, |builder, (skill, broader)| {
            builder.broader(skill, broader)
        })
    }

    /// The preferred label for a skill that goes by an alternative one of a single concept.
    pub fn preferred(&self, skill: &str) -> Option<&str> {
        self.alternatives.get(&folded(skill))?.as_deref()
    }

    /// A person whose skills go by their preferred labels; of two that become one, the greater number counts, and it is hidden if one is.
    pub fn named(&self, person: &Person) -> Person {
        let mut named = person.clone();
        for offer in person.get_offers() {
            if let Some(label) = self.preferred(&offer.skill) {
                let known = named
                    .get_offers()
                    .find(|other| folded(&other.skill) == folded(label));
                let level = known.map_or(offer.level, |known| known.level.max(offer.level));
                named = named.remove_offer(&offer.skill).set_offer(label, level);
            }
        }
        for need in person.get_needs() {
            if let Some(label) = self.preferred(&need.skill) {
                let known = named
                    .get_needs()
                    .find(|other| folded(&other.skill) == folded(label));
                let known = known.map(|known| (known.priority, known.visibility));
                let priority = known.map_or(need.priority, |known| known.0.max(need.priority));
                let hidden = need.visibility == Visibility::Hidden
                    || known.is_some_and(|known| known.1 == Visibility::Hidden);
                named = named.remove_need(&need.skill).remove_need(label);
                named = match hidden {
                    true => named.needs_privately(label, priority),
                    false => named.needs(label, priority),
                };
            }
        }
        named
    }
}
