//! What two people have in common beside features, so that pairs with nothing in common are held to a higher bar.
//!
//! A score may be scaled by a factor that is high only for people who share something: a contact, a circle, an interest. Most pairs share
//! nothing, and for them the greatest factor is far below 1. So the kernels keep two thresholds for everyone, one for pairs with a key in
//! common and one for all others, and find by inverted lists of the keys which pairs have one.

use crate::benefit::profiles::Profiles;
use crate::rows::{AsIndex, Rows};

/// Keys of everyone, and the greatest factor of a score with and without one in common.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// For each person, numbers below `count`.
    pub(crate) keys: Rows<u32>,
    pub(crate) count: usize,
    /// By person: the greatest factor with anyone without a key in common, then with anyone; above 0 and at most 1.
    pub(crate) factors: Vec<[f32; 2]>,
}

impl Profiles<'_> {
    /// The greatest factors of a person's scores: without a key in common, and with one.
    pub(crate) fn factors(&self, person: impl AsIndex) -> [f32; 2] {
        let links = self.links.map(|links| links.factors[person.as_index()]);
        links.unwrap_or([1.0; 2])
    }

    /// The keys of a person.
    pub(crate) fn keys_of(&self, person: impl AsIndex) -> &[u32] {
        self.links.map_or(&[], |links| links.keys.row(person))
    }
}

/// The places of candidates by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyIndex {
    places: Rows<u32>,
}

impl KeyIndex {
    pub(crate) fn new(profiles: Profiles<'_>, order: &[u32]) -> Self {
        let Some(links) = profiles.links else {
            return Self::default();
        };
        let pairs = (0_u32..).zip(order).flat_map(|(place, &person)| {
            let keys = links.keys.row(person).iter();
            keys.map(move |&key| (key, place))
        });
        Self {
            places: Rows::from_pairs(links.count, pairs),
        }
    }

    /// Marks the places from `start` on that hold any of some keys: a bit each, counted from `start`.
    pub(crate) fn mark(&self, keys: &[u32], start: u32, marks: &mut [u128]) {
        marks.fill(0);
        for &key in keys {
            let places = self.places.row_or_empty(key);
            // Places of a key ascend, so those of this stretch are one run.
            let first = places.partition_point(|&place| place < start);
            for &place in &places[first..] {
                let local = (place - start).as_index();
                let Some(mark) = marks.get_mut(local / 128) else {
                    break;
                };
                *mark |= 1 << (local % 128);
            }
        }
    }
}
