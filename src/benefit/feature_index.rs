//! Who holds which feature? Codes for those that many hold, lists for the rest.

use crate::benefit::codebook::Codebook;
use crate::benefit::feature::Want;
use crate::benefit::index::GROUP;
use crate::rows::{AsIndex, narrow};

/// A feature is dense when at least one candidate in this many holds it: below, walking a list is quicker. Chosen among 96, 192
/// and 384 at 50,000 people of the generator of the bench `benefit`, one asker at a time; the three differed by a tenth.
const RARITY: usize = 96;

/// The most dense features on either side, for the sake of memory: one byte a candidate each.
const DENSE: usize = 320;

/// The largest amount of a feature, in the unit of the lists.
pub(crate) const SHARES: f32 = 65_535.0;

/// No dense feature.
pub(crate) const NOT_DENSE: u32 = u32::MAX;

/// Entries of a dense feature that its codebook is written from, about.
const SAMPLE: u32 = 1 << 14;

/// One side of the candidates: what they give, or what they want.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeatureIndex {
    /// The dense number of a feature, or [`NOT_DENSE`].
    slots: Vec<u32>,
    /// The codebooks of the dense features.
    pub(crate) codebooks: Vec<Codebook>,
    /// Where the list of each feature ends.
    ends: Vec<u32>,
    /// Places of candidates, ascending within a feature.
    pub(crate) places: Vec<u32>,
    /// What each of them gives, or the weight it wants it with, in shares of the most of the feature, rounded up.
    pub(crate) shares: Vec<u16>,
    /// The largest amount of each feature.
    most: Vec<f32>,
    /// The largest sum of amounts of one candidate.
    pub(crate) max_sum: f32,
}

impl FeatureIndex {
    /// The dense number of a feature.
    pub(crate) fn slot(&self, feature: u32) -> u32 {
        self.slots
            .get(feature.as_index())
            .copied()
            .unwrap_or(NOT_DENSE)
    }

    /// The list of a feature, as a range of `places` and `shares`.
    pub(crate) fn list(&self, feature: u32) -> (u32, u32) {
        let feature = feature.as_index();
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
        self.most.get(feature.as_index()).copied().unwrap_or(0.0)
    }

    /// Lays out the entries of each place, as `row(place, into)` tells them.
    pub(crate) fn new(
        people: usize,
        first_step_feature: u32,
        row: impl Fn(usize, &mut Vec<Want>),
    ) -> Self {
        let mut entries = Vec::new();
        let mut side = Self::default();
        let mut holders: Vec<u32> = Vec::new();
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            side.count(&entries, &mut holders);
        }
        side.slots = dense(&holders, people);
        let mut next = side.room_for(&holders);
        let mut samples =
            vec![Vec::new(); side.slots.iter().filter(|&&slot| slot != NOT_DENSE).count()];
        for place in 0..people {
            entries.clear();
            row(place, &mut entries);
            for entry in &entries {
                let feature = entry.feature.as_index();
                let at = next[feature];
                next[feature] += 1;
                if side.slots[feature] == NOT_DENSE {
                    side.places[at.as_index()] = narrow(place);
                    side.shares[at.as_index()] =
                        (entry.weight / side.most[feature] * SHARES).ceil() as u16;
                } else if at.is_multiple_of(holders[feature] / SAMPLE + 1) {
                    samples[side.slots[feature].as_index()].push(*entry);
                }
            }
        }
        let codebook = |wants: Vec<Want>| {
            let feature = wants[0].feature;
            let most = side.most(feature);
            if feature >= first_step_feature {
                Codebook::of_steps(wants, most)
            } else {
                Codebook::of_amounts(wants.iter().map(|want| want.weight).collect(), most)
            }
        };
        side.codebooks = samples.into_iter().map(codebook).collect();
        side
    }

    /// Counts the entries of one place.
    fn count(&mut self, entries: &[Want], holders: &mut Vec<u32>) {
        let sum: f32 = entries.iter().map(|entry| entry.weight).sum();
        self.max_sum = self.max_sum.max(sum);
        for entry in entries {
            let feature = entry.feature.as_index();
            if feature >= holders.len() {
                holders.resize(feature + 1, 0);
                self.most.resize(feature + 1, 0.0);
            }
            holders[feature] += 1;
            self.most[feature] = self.most[feature].max(entry.weight);
        }
    }

    /// Makes room for the lists and returns where each begins; dense features begin at 0.
    fn room_for(&mut self, holders: &[u32]) -> Vec<u32> {
        let mut total = 0;
        let mut next = Vec::with_capacity(holders.len());
        for (&count, &slot) in holders.iter().zip(&self.slots) {
            let listed = slot == NOT_DENSE;
            next.push(if listed { total } else { 0 });
            total += if listed { count } else { 0 };
            self.ends.push(total);
        }
        self.places = vec![0; total.as_index()];
        self.shares = vec![0; total.as_index()];
        next
    }

    /// Writes the codes of the entries of one lane.
    pub(crate) fn code(&self, entries: &[Want], lane: usize, rows: &mut [[u8; GROUP]]) {
        for entry in entries {
            let slot = self.slot(entry.feature);
            if slot != NOT_DENSE {
                let slot = slot.as_index();
                rows[slot][lane] = self.codebooks[slot].code(entry.weight, entry.floor);
            }
        }
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
        slots[feature.as_index()] = slot;
    }
    slots
}
