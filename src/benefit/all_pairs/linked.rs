//! What is kept of a block where pairs are held to factors of their own: who has which key, and each person's part of a bound.

use crate::benefit::all_pairs::size::PEOPLE;
use crate::benefit::links::{ExpectedRow, Links, SharedColumns, TERMS, Tables, Terms};
use crate::benefit::task::Task;
use crate::rows::{AsIndex, Rows, narrow};

/// What one person shares with everyone of a block.
pub(crate) type RowShared = SharedColumns<PEOPLE>;

/// A key that more than one in this many of a block have is laid out for all of it, to be added up in registers; others are lists.
/// Chosen among 10, 16 and 24 at 5,000 and 10,000 people of the bench `benefit`: the default takes .96 of the time that it takes with 24.
const MANY: usize = 10;

/// Where those of a block stand who have a key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum KeyPlace {
    #[default]
    Nobody,
    /// A span of the lists.
    Few(u32, u32),
    /// A table.
    Many(u32),
}

/// Terms that bound foretold disagreement.
#[derive(Debug)]
struct ExpectedTables {
    rows: Vec<Terms>,
    columns: [[f32; PEOPLE]; TERMS],
}

impl ExpectedTables {
    fn new() -> Box<Self> {
        Box::new(Self {
            rows: Vec::with_capacity(PEOPLE),
            columns: [[0.0; PEOPLE]; TERMS],
        })
    }
}

/// The keys of a block, and what bounds know of each person. Lanes without a person hold zeros.
#[derive(Debug)]
pub(crate) struct Linked {
    /// By person: the keys with amounts.
    keys: Rows<(u32, f32)>,
    /// Keys that someone here has, ascending, with where.
    places: Vec<(u32, KeyPlace)>,
    few: Vec<(u16, f32)>,
    many: Vec<[f32; PEOPLE]>,
    /// What the sum of a pair begins with.
    pub(crate) own: [f32; PEOPLE],
    /// What a disagreement that scores 1 adds to what is gained.
    pub(crate) sought: [f32; PEOPLE],
    /// What common ground leaves at most of a disagreement.
    pub(crate) ground: [f32; PEOPLE],
    /// Where disagreement is foretold, what bounds it: everyone's row, and their columns by term.
    expected: Option<Box<ExpectedTables>>,
    /// The most that is gained over the features.
    pub(crate) max_gains: [f32; PEOPLE],
}

impl Linked {
    /// Gathers so many people from a place on.
    pub(crate) fn new(task: Task<'_>, links: &Links, (start, people): (usize, usize)) -> Box<Self> {
        let mut linked = Box::new(Self {
            keys: Rows::with_capacity(people, 0),
            places: Vec::new(),
            few: Vec::new(),
            many: Vec::new(),
            own: [0.0; PEOPLE],
            sought: [0.0; PEOPLE],
            ground: [1.0; PEOPLE],
            expected: None,
            max_gains: [0.0; PEOPLE],
        });
        let lift = links.lift.as_ref();
        let foretold = lift
            .map(|lift| &lift.expected)
            .filter(|expected| !expected.is_empty());
        let mut tables = foretold.map(|_| ExpectedTables::new());
        let mut entries: Vec<(u32, u16, f32)> = Vec::new();
        for (local, number) in (0..people).zip(0_u16..) {
            let person = task.asker(start + local).person;
            linked.own[local] = links.own[person.as_index()];
            let sought = lift.and_then(|lift| lift.sought.get(person.as_index()));
            linked.ground[local] = lift.map_or(1.0, |lift| lift.ground(person));
            linked.sought[local] = sought.copied().unwrap_or(0.0);
            if let Some((expected, tables)) = foretold.zip(tables.as_mut()) {
                tables.rows.push(expected.row(person.as_index()));
                expected.lay_out(person.as_index(), &mut tables.columns, local);
            }
            linked.keys.push(links.keys_of(person));
            let keys = linked.keys.row(local).iter();
            entries.extend(keys.map(|&(key, amount)| (key, number, amount)));
        }
        linked.expected = tables;
        // Key by key, those who have it: a list, or a table where they are many.
        entries.sort_unstable_by_key(|&(key, local, _)| (key, local));
        for same in entries.chunk_by(|one, other| one.0 == other.0) {
            let place = linked.lay_out(same, people);
            linked.places.push((same[0].0, place));
        }
        linked
    }

    fn lay_out(&mut self, holders: &[(u32, u16, f32)], people: usize) -> KeyPlace {
        if holders.len() * MANY <= people {
            let start = narrow(self.few.len());
            let holders = holders.iter().map(|&(_, local, amount)| (local, amount));
            self.few.extend(holders);
            return KeyPlace::Few(start, narrow(self.few.len()));
        }
        let mut table = [f32::NAN; PEOPLE];
        for &(_, local, amount) in holders {
            table[local.as_index()] = amount;
        }
        self.many.push(table);
        KeyPlace::Many(narrow(self.many.len() - 1))
    }

    /// What bounds the foretold disagreement of one of this block with everyone of another.
    pub(crate) fn expected<'t>(
        &self,
        (local, other): (usize, &'t Self),
    ) -> Option<ExpectedRow<'t, PEOPLE>> {
        let (own, others) = (self.expected.as_ref()?, other.expected.as_ref()?);
        Some(ExpectedRow {
            row: own.rows[local],
            columns: &others.columns,
        })
    }

    /// Makes the holders of keys findable by key.
    pub(crate) fn open(&self, places: &mut Vec<KeyPlace>) {
        let needed = self.places.last().map_or(0, |last| last.0.as_index() + 1);
        if needed > places.len() {
            places.resize(needed, KeyPlace::Nobody);
        }
        for &(key, place) in &self.places {
            places[key.as_index()] = place;
        }
    }

    /// Leaves nobody to be found for the next block.
    pub(crate) fn close(&self, places: &mut [KeyPlace]) {
        for (key, _) in &self.places {
            places[key.as_index()] = KeyPlace::Nobody;
        }
    }

    /// Sums what one of this block shares with everyone of another, whose keys are open.
    #[inline(always)]
    pub(crate) fn share(
        &self,
        links: &Links,
        (local, other): (usize, &Self),
        places: &[KeyPlace],
        shared: &mut RowShared,
    ) {
        shared.start(links);
        let mut tables = Tables::new();
        for &key in self.keys.row(local) {
            let place = places.get(key.0.as_index()).copied().unwrap_or_default();
            match place {
                KeyPlace::Nobody => {}
                KeyPlace::Few(start, end) => {
                    let holders = other.few[start.as_index()..end.as_index()].iter();
                    let holders = holders.map(|&(place, amount)| (place.as_index(), amount));
                    shared.add_few(links, key, holders);
                }
                KeyPlace::Many(table) => {
                    // Keys of one kind stand side by side, for they ascend.
                    if tables.is_full_for(links, key.0) {
                        shared.add_many(links, &tables);
                        tables = Tables::new();
                    }
                    tables.push(links, key, &other.many[table.as_index()]);
                }
            }
        }
        if !tables.is_empty() {
            shared.add_many(links, &tables);
        }
    }
}
