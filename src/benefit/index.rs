//! How are candidates laid out so that many can be ruled out at once?
//!
//! A feature that many hold is *dense*: each candidate has a code of four bits for it, one byte each, side by side for 128 candidates.
//! All other features are lists of those who hold them.

use crate::benefit::book::Book;
use crate::benefit::compile::Want;
use crate::benefit::lanes::Lanes;
use crate::benefit::rows::{Asker, Rows};
use crate::par;

/// Candidates that are judged together.
pub(crate) const GROUP: usize = 128;

/// A feature is dense when at least one candidate in this many holds it: below, walking a list is quicker (bench `benefit`).
const RARITY: usize = 96;

/// The most dense features on either side, for the sake of memory: one byte a candidate each.
const DENSE: usize = 320;

/// The largest amount of a feature, in the unit of the lists.
pub(crate) const SHARES: f32 = 65_535.0;

/// No dense feature.
pub(crate) const NOT_DENSE: u32 = u32::MAX;

/// One side of the candidates: what they give, or what they want.
#[derive(Debug, Clone, Default)]
pub(crate) struct Side {
    /// The dense number of a feature, or [`NOT_DENSE`].
    slots: Vec<u32>,
    /// The books of the dense features.
    pub(crate) books: Vec<Book>,
    /// Where the list of each feature ends.
    ends: Vec<u32>,
    /// Places of candidates, ascending within a feature.
    pub(crate) places: Vec<u32>,
    /// What each of them gives, or the weight it wants it with, in shares of the most of the feature, rounded up.
    pub(crate) shares: Vec<u16>,
    /// The largest amount of each feature.
    most: Vec<f32>,
    /// The largest sum of amounts of one candidate.
    pub(crate) most_sum: f32,
}

impl Side {
    /// The dense number of a feature.
    pub(crate) fn slot(&self, feature: u32) -> u32 {
        self.slots
            .get(feature as usize)
            .copied()
            .unwrap_or(NOT_DENSE)
    }

    /// The list of a feature, as a range of `places` and `amounts`.
    pub(crate) fn list(&self, feature: u32) -> (u32, u32) {
        let feature = feature as usize;
        if feature >= self.ends.len() {
            return (0, 0);
        }
        (
            if feature == 0 {
                0
            } else {
                self.ends[feature - 1]
            },
            self.ends[feature],
        )
    }

    /// The largest amount of a feature.
    pub(crate) fn most(&self, feature: u32) -> f32 {
        self.most.get(feature as usize).copied().unwrap_or(0.0)
    }

    /// Lays out entries `(feature, entry)` of each place.
    fn new(people: usize, steps_from: u32, row: impl Fn(usize, &mut Vec<Want>)) -> Self {
        let mut entries = Vec::new();
        let mut holders: Vec<u32> = Vec::new();
        let mut most: Vec<f32> = Vec::new();
        let mut most_sum = 0.0_f32;
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            most_sum = most_sum.max(entries.iter().map(|entry| entry.weight).sum());
            for entry in &entries {
                let feature = entry.feature as usize;
                if feature >= holders.len() {
                    holders.resize(feature + 1, 0);
                    most.resize(feature + 1, 0.0);
                }
                holders[feature] += 1;
                most[feature] = most[feature].max(entry.weight);
            }
        }
        let slots = dense(&holders, people);
        let mut side = Self {
            ends: Vec::with_capacity(holders.len()),
            most,
            most_sum,
            ..Self::default()
        };
        let mut total = 0;
        let mut next = Vec::with_capacity(holders.len());
        for (feature, &count) in holders.iter().enumerate() {
            next.push(total);
            if slots[feature] == NOT_DENSE {
                total += count;
            }
            side.ends.push(total);
        }
        side.places = vec![0; total as usize];
        side.shares = vec![0; total as usize];
        let mut dense_entries =
            vec![Vec::new(); slots.iter().filter(|&&slot| slot != NOT_DENSE).count()];
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            for entry in &entries {
                let feature = entry.feature as usize;
                if slots[feature] == NOT_DENSE {
                    let at = next[feature] as usize;
                    next[feature] += 1;
                    side.places[at] = place as u32;
                    side.shares[at] = (entry.weight / side.most[feature] * SHARES).ceil() as u16;
                } else {
                    dense_entries[slots[feature] as usize].push(*entry);
                }
            }
        }
        side.slots = slots;
        side.books = dense_entries
            .into_iter()
            .map(|wants| {
                if wants[0].feature >= steps_from && wants.iter().any(|want| want.floor > 0.0) {
                    Book::of_steps(wants)
                } else {
                    Book::of_amounts(wants.iter().map(|want| want.weight).collect())
                }
            })
            .collect();
        side
    }
}

/// Numbers the features that are worth a code for everyone, most held first.
fn dense(holders: &[u32], people: usize) -> Vec<u32> {
    let least = people.div_ceil(RARITY).max(4) as u32;
    let mut chosen: Vec<(u32, u32)> = holders
        .iter()
        .zip(0..)
        .filter(|(count, _)| **count >= least)
        .map(|(&count, feature)| (count, feature))
        .collect();
    chosen.sort_unstable_by_key(|&(count, feature)| (u32::MAX - count, feature));
    chosen.truncate(DENSE);
    let mut slots = vec![NOT_DENSE; holders.len()];
    for (slot, (_, feature)) in (0..).zip(chosen) {
        slots[feature as usize] = slot;
    }
    slots
}

/// Candidates laid out for asking.
///
/// Space: one byte a candidate and dense feature, 8 bytes an entry of other features, 4 bytes a candidate.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    /// The person at each place.
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
    /// Lays out the people of `order`, each once.
    pub(crate) fn new(rows: Rows<'_>, order: Vec<u32>) -> Self {
        let people = order.len();
        let give =
            |place: usize, into: &mut Vec<Want>| {
                into.extend(rows.gives.get(order[place] as usize).iter().map(
                    |&(feature, value)| Want {
                        feature,
                        weight: value,
                        floor: 0.0,
                    },
                ));
            };
        let want = |place: usize, into: &mut Vec<Want>| {
            into.extend_from_slice(rows.wants.get(order[place] as usize));
        };
        let (offers, needs) = par::join(
            || Side::new(people, rows.steps_from, give),
            || Side::new(people, rows.steps_from, want),
        );
        let extras: Vec<f32> = order
            .iter()
            .map(|&person| rows.extra(person as usize))
            .collect();
        let extra = extras.iter().any(|&extra| extra > 0.0).then(|| {
            Book::of_amounts(
                extras
                    .iter()
                    .copied()
                    .filter(|&extra| extra > 0.0)
                    .collect(),
            )
        });
        let width = offers.books.len() + needs.books.len() + usize::from(extra.is_some());
        let mut codes = vec![[0; GROUP]; width * people.div_ceil(GROUP)];
        if width > 0 {
            par::for_each_row(&mut codes, width, |group, block| {
                let mut entries = Vec::new();
                let end = people.min((group + 1) * GROUP);
                for place in group * GROUP..end {
                    let lane = place - group * GROUP;
                    for (side, base) in [(&offers, 0), (&needs, offers.books.len())] {
                        entries.clear();
                        if base == 0 && std::ptr::eq(side, &offers) {
                            give(place, &mut entries);
                        } else {
                            want(place, &mut entries);
                        }
                        for entry in &entries {
                            let slot = side.slot(entry.feature);
                            if slot != NOT_DENSE {
                                let slot = slot as usize;
                                block[base + slot][lane] =
                                    side.books[slot].code(entry.weight, entry.floor);
                            }
                        }
                    }
                    if let Some(book) = &extra
                        && extras[place] > 0.0
                    {
                        block[width - 1][lane] = book.code(extras[place], 0.0);
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
            lanes: Lanes::detect(),
        }
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
