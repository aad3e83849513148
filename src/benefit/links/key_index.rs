//! The places of candidates by key.

use std::ops::Range;

use crate::benefit::links::sharing::Sharing;
use crate::benefit::links::table::Links;
use crate::benefit::profiles::Profiles;
use crate::rows::{AsIndex, Rows, narrow};

/// For each key, the places of those who have it, ascending, with their amounts.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyIndex {
    holders: Rows<(u32, f32)>,
}

impl KeyIndex {
    pub(crate) fn new(profiles: Profiles<'_>, order: &[u32]) -> Self {
        let Some(links) = profiles.links else {
            return Self::default();
        };
        let pairs = (0_u32..).zip(order).flat_map(|(place, &person)| {
            let keys = links.keys.row(person).iter();
            keys.map(move |&(key, amount)| (key, (place, amount)))
        });
        Self {
            holders: Rows::from_pairs(links.counts.len(), pairs),
        }
    }

    /// Where the holders of some keys begin from a place on.
    pub(crate) fn cursors(&self, keys: &[(u32, f32)], from: u32) -> Vec<u32> {
        let start = |&(key, _): &(u32, f32)| {
            let holders = self.holders.row_or_empty(key);
            narrow(holders.partition_point(|holder| holder.0 < from))
        };
        keys.iter().map(start).collect()
    }

    /// Sums what a person shares with the candidates at some places; cursors move on behind them.
    pub(crate) fn share(
        &self,
        links: &Links,
        (person, cursors): (u32, &mut [u32]),
        places: Range<u32>,
        sharing: &mut Sharing,
    ) {
        for (&key, cursor) in links.keys.row(person).iter().zip(cursors) {
            let holders = &self.holders.row_or_empty(key.0)[cursor.as_index()..];
            let here = holders.partition_point(|holder| holder.0 < places.end);
            *cursor += narrow(here);
            let here = holders[..here]
                .iter()
                .filter(|holder| holder.0 >= places.start);
            let local = here.map(|&(place, amount)| ((place - places.start).as_index(), amount));
            sharing.add(links, key, local);
        }
    }
}
