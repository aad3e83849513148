//! How are candidates laid out so that many can be ruled out at once?
//!
//! A feature that many hold is *dense*: each candidate has a code of four bits for it, one byte each, side by side for 128 candidates.
//! All other features are lists of those who hold them.

use crate::benefit::book::Book;
use crate::benefit::feature::Want;
use crate::benefit::lanes::Lanes;
use crate::benefit::registers::Machine;
use crate::benefit::rows::{Asker, Rows};
use crate::benefit::side::Side;
use crate::benefit::top::{Scored, Top};
use crate::par;

/// Candidates that are judged together.
pub(crate) const GROUP: usize = 128;

/// Candidates laid out for asking.
///
/// Space: one byte a candidate and dense feature, 6 bytes an entry of other features, 4 bytes a candidate.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    /// The person at each place. Of equal scores the lower place is the better.
    pub(crate) order: Vec<u32>,
    pub(crate) offers: Side,
    pub(crate) needs: Side,
    /// Codes: for each group of places, for each dense feature of offers, then of needs, then the extra one, a row.
    pub(crate) codes: Vec<[u8; GROUP]>,
    /// Rows of codes a group.
    pub(crate) width: usize,
    /// The book of what candidates may gain beside the rows, when any may.
    pub(crate) extra: Option<Book>,
    pub(crate) lanes: Lanes,
}

impl Index {
    /// Lays out the people of `order`, each once, in the order that decides between equal scores.
    pub(crate) fn new(rows: Rows<'_>, order: Vec<u32>) -> Self {
        let people = order.len();
        let of = |place: usize| Entries {
            rows,
            person: order[place] as usize,
        };
        let (offers, needs) = par::join(
            || Side::new(people, rows.steps_from, |place, into| of(place).gives(into)),
            || Side::new(people, rows.steps_from, |place, into| of(place).wants(into)),
        );
        let extras = order.iter().map(|&person| rows.extra(person as usize));
        let extras: Vec<f32> = extras.filter(|&extra| extra > 0.0).collect();
        let most = extras.iter().copied().fold(0.0, f32::max);
        let extra = (most > 0.0).then(|| Book::of_amounts(extras, most));
        let width = offers.books.len() + needs.books.len() + usize::from(extra.is_some());
        let mut codes = vec![[0; GROUP]; width * people.div_ceil(GROUP)];
        if width > 0 {
            par::for_each_row(&mut codes, width, |group, block| {
                let mut entries = Vec::new();
                for place in group * GROUP..people.min((group + 1) * GROUP) {
                    let lane = place - group * GROUP;
                    entries.clear();
                    of(place).gives(&mut entries);
                    offers.code(&entries, lane, block);
                    entries.clear();
                    of(place).wants(&mut entries);
                    needs.code(&entries, lane, &mut block[offers.books.len()..]);
                    let own = rows.extra(of(place).person);
                    if let Some(book) = extra.as_ref().filter(|_| own > 0.0) {
                        block[width - 1][lane] = book.code(own, 0.0);
                    }
                }
            });
        }
        Self {
            order,
            offers,
            needs,
            codes,
            width,
            extra,
            lanes: Lanes::of(Machine::detect()),
        }
    }

    /// The list of places, told as people.
    pub(crate) fn told(&self, top: Top, rows: Rows<'_>) -> Vec<Scored> {
        let scored = |(place, score)| {
            let person = self.order[place as usize];
            Scored {
                person,
                score,
                key: rows.key(person as usize),
            }
        };
        top.into_list().map(scored).collect()
    }

    /// The most that anyone here may gain from an asker.
    pub(crate) fn most_give(&self, asker: &Asker<'_>, steps_from: u32) -> f32 {
        let values = asker.gives.iter();
        let most = values
            .map(|&(feature, value)| if feature < steps_from { value } else { 1.0 })
            .fold(0.0, f32::max);
        let extra = self.extra.as_ref().map_or(0.0, |book| book.amount[15]);
        (most * self.needs.most_sum).min(1.0) + extra
    }
}

/// The entries of one person.
struct Entries<'r> {
    rows: Rows<'r>,
    person: usize,
}

impl Entries<'_> {
    fn gives(&self, into: &mut Vec<Want>) {
        let gives = self.rows.gives.get(self.person).iter();
        into.extend(gives.map(|&(feature, weight)| Want {
            feature,
            weight,
            floor: 0.0,
        }));
    }

    fn wants(&self, into: &mut Vec<Want>) {
        into.extend_from_slice(self.rows.wants.get(self.person));
    }
}
