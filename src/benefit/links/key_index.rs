//! The places of candidates by key.

use std::ops::Range;

use crate::benefit::links::columns::SharedColumns;
use crate::benefit::links::table::Links;
use crate::benefit::profiles::Profiles;
use crate::rows::{AsIndex, Rows, narrow};

/// For each key, the places of those who have it, ascending, with their amounts.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyIndex {
    holders: Rows<(u32, f32)>,
}

/// How far the holders of a key of an asker have passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyCursor {
    /// The place of the next holder; behind the last one that of nobody.
    next: u32,
    /// How many have passed.
    passed: u32,
}

impl KeyCursor {
    fn at(holders: &[(u32, f32)], passed: usize) -> Self {
        Self {
            next: holders.get(passed).map_or(u32::MAX, |holder| holder.0),
            passed: narrow(passed),
        }
    }
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
    pub(crate) fn cursors(&self, keys: &[(u32, f32)], from: u32) -> Vec<KeyCursor> {
        let start = |&(key, _): &(u32, f32)| {
            let holders = self.holders.row_or_empty(key);
            KeyCursor::at(holders, holders.partition_point(|holder| holder.0 < from))
        };
        keys.iter().map(start).collect()
    }

    /// Adds what a person shares with the candidates at some places, counted from the first; cursors move on behind them.
    pub(crate) fn share<const N: usize>(
        &self,
        links: &Links,
        (person, cursors): (u32, &mut [KeyCursor]),
        places: Range<u32>,
        shared: &mut SharedColumns<N>,
    ) {
        for (&key, cursor) in links.keys.row(person).iter().zip(cursors) {
            // Most keys have no holder in a stretch: their lists are not even read.
            if cursor.next >= places.end {
                continue;
            }
            let holders = self.holders.row_or_empty(key.0);
            let rest = &holders[cursor.passed.as_index()..];
            // Whoever stands before the stretch was passed over: nobody there could reach the score.
            let before = rest.iter().take_while(|holder| holder.0 < places.start);
            let before = before.count();
            let here = rest[before..]
                .iter()
                .take_while(|holder| holder.0 < places.end);
            let here = here.count();
            let (from, end) = (before, before + here);
            let local = |&(place, amount): &(u32, f32)| ((place - places.start).as_index(), amount);
            shared.add_few(links, key, rest[from..end].iter().map(local));
            *cursor = KeyCursor::at(holders, cursor.passed.as_index() + end);
        }
    }
}
