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

    /// Adds what someone with these keys shares with the candidates at some places, counted from the first; cursors move on behind them.
    pub(crate) fn share<const N: usize>(
        &self,
        links: &Links,
        (keys, cursors): (&[(u32, f32)], &mut [KeyCursor]),
        places: Range<u32>,
        shared: &mut SharedColumns<N>,
    ) {
        for (&key, cursor) in keys.iter().zip(cursors) {
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

#[cfg(test)]
mod tests {
    use crate::benefit::links::columns::SharedColumns;
    use crate::benefit::links::consent::Consent;
    use crate::benefit::links::key_index::KeyIndex;
    use crate::benefit::links::table::Links;
    use crate::rows::Rows;

    #[test]
    fn places_that_were_passed_over_are_shared_by_nobody() {
        // 64 people, every fourth of whom has the one key, which few have, with an amount of their own.
        let mut keys = Rows::default();
        for person in 0..64_u32 {
            let has = person.is_multiple_of(4);
            keys.push(has.then_some((0, 0.01 * person as f32)));
        }
        let own = vec![0.0; 64];
        let links = Links::new(keys, (vec![0.5], 0), own, Consent::new(1.0, 1e-12));
        let places = (0_u32..).zip(links.keys.iter());
        let holders = places.flat_map(|(place, keys)| keys.iter().map(move |key| (place, key.1)));
        let holders = holders.map(|holder| (0_u32, holder));
        let index = KeyIndex {
            holders: Rows::from_pairs(1, holders),
        };
        let asker = 8_u32;
        let mut cursors = index.cursors(links.keys.row(asker), 4);
        // The second stretch of eight is never asked for, nor are the last ones.
        for first in [4_u32, 20, 28] {
            let mut shared = SharedColumns::<8>::new();
            shared.start(&links);
            index.share(
                &links,
                (links.keys.row(asker), &mut cursors),
                first..first + 8,
                &mut shared,
            );
            for place in 0..8 {
                let person = first + place as u32;
                let expected = match person.is_multiple_of(4) {
                    true => 0.5 + 0.08 * 0.01 * person as f32,
                    false => 0.0,
                };
                assert_eq!(shared.at(place).sum, expected, "{person}");
            }
        }
    }
}
