//! Where everyone and every name of a change stands in the network before it.

use std::collections::BTreeSet;

use crate::id::{CircleId, Interner, Names, PersonIndex};
use crate::network::Facts;
use crate::network::draft::Draft;
use crate::rows::{AsIndex, MaybeIndex, Piece, narrow};

/// Everyone after a change in pieces, the place of each person from before, and who leaves or says something new.
pub(crate) fn pieces(
    facts: &Facts,
    keys: &[&str],
    leaving: &BTreeSet<PersonIndex>,
) -> (Vec<Piece>, Vec<MaybeIndex>, Vec<usize>) {
    // Each event at the place where it happens: first whoever comes before it, then what becomes of it.
    let mut events: Vec<(usize, bool, &str, Option<usize>)> = Vec::new();
    for (row, key) in keys.iter().enumerate() {
        events.push(match facts.keys.rank(key) {
            Ok(place) => (place, true, key, Some(row)),
            Err(place) => (place, false, key, Some(row)),
        });
    }
    events.extend(
        leaving
            .iter()
            .map(|person| (person.index(), true, "", None)),
    );
    events.sort_unstable();
    let people = facts.keys.len();
    let (mut pieces, mut gone) = (Vec::new(), Vec::new());
    let mut places: Vec<MaybeIndex> = Vec::with_capacity(people);
    let mut next = 0;
    // Behind the last event whoever is left is kept.
    events.push((people, false, "", None));
    for (place, known, _, row) in events {
        let stretch = places.len()..place;
        places.extend((0..stretch.len()).map(|at| MaybeIndex::some(narrow(next + at))));
        next += stretch.len();
        if !stretch.is_empty() {
            pieces.push(Piece::Kept(stretch));
        }
        if known {
            places.push(row.map(|_| narrow(next)).into());
            gone.push(place);
        }
        if let Some(row) = row {
            pieces.push(Piece::Fresh(row));
            next += 1;
        }
    }
    (pieces, places, gone)
}

/// From numbers of a draft to places among known names; `None` where one is new, or spelt or shown as it was not before.
pub(crate) fn places_of(drafted: &Interner, known: &Names) -> Option<Vec<u32>> {
    let mut places = vec![0; drafted.len()];
    for (spelling, number, shown) in drafted.spellings() {
        places[number.as_index()] = known.place_of(spelling, shown)?;
    }
    Some(places)
}

/// From groups of a draft to known ones; `None` where one is new.
pub(crate) fn groups_of(facts: &Facts, draft: &Draft, circles: &[u32]) -> Option<Vec<u32>> {
    let mut paths: Vec<Vec<CircleId>> = Vec::with_capacity(draft.groups.all.len());
    let mut places = Vec::with_capacity(draft.groups.all.len());
    for &(enclosing, circle) in &draft.groups.all {
        // An enclosing group always arrives before what it encloses.
        let mut path = enclosing
            .place()
            .map_or_else(Vec::new, |group| paths[group].clone());
        path.push(CircleId(circles[circle.as_index()]));
        places.push(facts.groups.find(&path)?);
        paths.push(path);
    }
    Some(places)
}
