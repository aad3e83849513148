//! Who holds which feature: codes for frequent features, inverted lists for the rest.

use std::cmp::Reverse;

use crate::benefit::codebook::Codebook;
use crate::benefit::feature::Want;
use crate::benefit::index::GROUP;
use crate::benefit::kinds::FeatureKinds;
use crate::numeric::ordered_by_key;
use crate::rows::{AsIndex, MaybeIndex, Spans, narrow};

/// A feature is dense when at least one candidate in this many holds it: below, walking a list is quicker. Chosen among 96, 192
/// and 384 at 50,000 people of the generator of the bench `benefit`, one asker at a time; the three differed by a tenth.
const RARITY: usize = 96;

/// The most dense features on either side, for the sake of memory: one byte a candidate each.
const DENSE: usize = 320;

/// The largest amount of a feature, in the unit of the inverted lists.
pub(crate) const SHARES: f32 = 65_535.0;

/// Entries of a dense feature that its codebook is made from, about.
const SAMPLE: u32 = 1 << 14;

/// Which side of the candidates an index is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Side {
    /// What they give.
    Offers,
    /// What they want.
    Needs,
}

/// One side of the candidates, by feature.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeatureIndex {
    /// The row of codes of a dense feature.
    code_rows: Vec<MaybeIndex>,
    /// The codebooks of the dense features.
    pub(crate) codebooks: Vec<Codebook>,
    /// For each feature its inverted list, in the two arrays below; empty for dense features.
    lists: Spans,
    /// Places of candidates, ascending within a feature.
    pub(crate) places: Vec<u32>,
    /// What each of them gives, or the weight it wants it with, in shares of the most of the feature, rounded up.
    pub(crate) shares: Vec<u16>,
    /// The largest amount of each feature.
    max_amounts: Vec<f32>,
    /// The largest sum of amounts of one candidate.
    pub(crate) max_sum: f32,
}

impl FeatureIndex {
    /// The row of codes of a feature, `None` when the feature is not dense.
    #[inline]
    pub(crate) fn code_row(&self, feature: u32) -> Option<u32> {
        self.code_rows.get(feature.as_index())?.get()
    }

    /// The inverted list of a feature, as a range of `places` and `shares`.
    pub(crate) fn list(&self, feature: u32) -> std::ops::Range<usize> {
        self.lists.row_or_empty(feature)
    }

    /// The largest amount of a feature.
    pub(crate) fn max_amount(&self, feature: u32) -> f32 {
        let known = self.max_amounts.get(feature.as_index());
        known.copied().unwrap_or(0.0)
    }

    /// An amount as a share of the largest of its feature, rounded up.
    pub(crate) fn share(&self, entry: Want) -> u16 {
        (entry.weight / self.max_amounts[entry.feature.as_index()] * SHARES).ceil() as u16
    }

    /// Lays out the entries of each place, as `row(place, into)` tells them: places are gone through twice, to count and to write.
    pub(crate) fn new(
        people: usize,
        kinds: FeatureKinds,
        side: Side,
        row: impl Fn(usize, &mut Vec<Want>),
    ) -> Self {
        let mut entries = Vec::new();
        let mut index = Self::default();
        let mut holders: Vec<u32> = Vec::new();
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            index.count(&entries, &mut holders);
        }
        // The first pass has counted; now it is known which features are dense and how long each list is.
        index.code_rows = dense(&holders, people);
        let listed = holders.iter().zip(&index.code_rows);
        index.lists = Spans::from_lengths(listed.map(|(&count, row)| match row.get() {
            None => count.as_index(),
            Some(_) => 0,
        }));
        index.places = vec![0; index.lists.cells()];
        index.shares = vec![0; index.lists.cells()];
        let dense = index.code_rows.iter().filter(|row| row.is_some()).count();
        let mut samples = vec![Vec::new(); dense];
        let mut filling = index.lists.filling();
        let mut met = vec![0_u32; holders.len()];
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            for entry in &entries {
                let feature = entry.feature.as_index();
                // A rare feature lists its holders (an inverted list); a frequent one is a row of codes, quantised.
                match index.code_rows[feature].place() {
                    None => {
                        let at = filling.next(feature).as_index();
                        index.places[at] = narrow(place);
                        index.shares[at] = index.share(*entry);
                    }
                    Some(row) => {
                        // Every so manieth entry: the codebook of a feature held by millions needs no more of them.
                        if met[feature].is_multiple_of(holders[feature] / SAMPLE + 1) {
                            samples[row].push(*entry);
                        }
                        met[feature] += 1;
                    }
                }
            }
        }
        let samples = samples.into_iter();
        index.codebooks = samples
            .map(|wants| index.codebook(wants, kinds, side))
            .collect();
        index
    }

    /// The codebook of a feature, from a sample of its entries.
    fn codebook(&self, wants: Vec<Want>, kinds: FeatureKinds, side: Side) -> Codebook {
        let feature = wants[0].feature;
        let most = self.max_amount(feature);
        if kinds.is_stance(feature) && side == Side::Offers {
            Codebook::of_positions()
        } else if kinds.is_step(feature) {
            Codebook::of_steps(wants, most)
        } else {
            Codebook::of_amounts(wants.iter().map(|want| want.weight).collect(), most)
        }
    }

    /// Counts the entries of one place.
    fn count(&mut self, entries: &[Want], holders: &mut Vec<u32>) {
        let sum: f32 = entries.iter().map(|entry| entry.weight).sum();
        self.max_sum = self.max_sum.max(sum);
        for entry in entries {
            let feature = entry.feature.as_index();
            if feature >= holders.len() {
                holders.resize(feature + 1, 0);
                self.max_amounts.resize(feature + 1, 0.0);
            }
            holders[feature] += 1;
            self.max_amounts[feature] = self.max_amounts[feature].max(entry.weight);
        }
    }

    /// Writes the codes of the entries of one lane.
    pub(crate) fn encode(&self, entries: &[Want], lane: usize, rows: &mut [[u8; GROUP]]) {
        for entry in entries {
            if let Some(row) = self.code_row(entry.feature) {
                let row = row.as_index();
                rows[row][lane] = self.codebooks[row].encode(entry.weight, entry.floor);
            }
        }
    }
}

/// Numbers the features that are worth a code for everyone, most held first.
fn dense(holders: &[u32], people: usize) -> Vec<MaybeIndex> {
    let least = narrow(people.div_ceil(RARITY).max(4));
    let held = |feature: u32| holders[feature.as_index()];
    let chosen = (0..narrow(holders.len())).filter(|&feature| held(feature) >= least);
    let mut chosen = ordered_by_key(chosen, |feature| Reverse(held(feature)));
    chosen.truncate(DENSE);
    let mut rows = vec![MaybeIndex::NONE; holders.len()];
    for (row, feature) in (0..).zip(chosen) {
        rows[feature.as_index()] = MaybeIndex::some(row);
    }
    rows
}
