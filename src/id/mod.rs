//! Floor 0 — who and what, as small numbers? (u32 newtypes, name tables)

mod person_id;

use std::collections::HashMap;
use std::fmt;

pub use crate::id::person_id::PersonId;

use crate::error::Error;
use crate::rows::AsIndex;

/// The longest name that is accepted, in bytes. Longer ones are mistakes: a whole document in a name field.
pub(crate) const NAME_LIMIT: usize = 256;

/// Where a person stands in the key order of one network: an index into its flat arrays. It means nothing in another network,
/// so that rooms hand out [`PersonId`] instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonIndex(pub(crate) u32);

impl PersonIndex {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A skill that someone of a network offers or needs. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SkillId(pub(crate) u32);

impl SkillId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A topic of interest or of a stance. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TopicId(pub(crate) u32);

impl TopicId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The name of a circle: a team, company, country, club. Lower ids come first in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CircleId(pub(crate) u32);

impl CircleId {
    /// Returns the place in a flat array, counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl AsIndex for PersonIndex {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for SkillId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for TopicId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

impl AsIndex for CircleId {
    #[inline(always)]
    fn as_index(self) -> usize {
        self.0.as_index()
    }
}

/// A sorted table of names: the id of a name is its place in byte order. One text, no allocation per name.
#[derive(Clone, Default)]
pub(crate) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The name at a place.
    pub(crate) fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// The place of a name, by binary search.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32),
            }
        }
        None
    }

    /// All names in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Gives out small numbers to names in order of arrival, and sorts them in the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    arrived: HashMap<Box<str>, u32>,
}

impl Interner {
    /// The number of a name, new or known.
    pub(crate) fn intern(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.arrived.get(name) {
            return known;
        }
        let new = self.arrived.len() as u32;
        self.arrived.insert(name.into(), new);
        new
    }

    /// The number of a name that arrived.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.arrived.get(name).copied()
    }

    /// How many names arrived.
    pub(crate) fn len(&self) -> usize {
        self.arrived.len()
    }

    /// The name of a number, by looking through all: only messages ask for it.
    pub(crate) fn name(&self, number: u32) -> String {
        let found = self.arrived.iter().find(|(_, known)| **known == number);
        found.map(|(name, _)| name.to_string()).unwrap_or_default()
    }

    /// Sorts the names; the second part maps numbers of arrival to places in order.
    pub(crate) fn into_sorted(self) -> (Names, Vec<u32>) {
        let mut arrived: Vec<(Box<str>, u32)> = self.arrived.into_iter().collect();
        arrived.sort_unstable();
        let mut names = Names {
            text: String::new(),
            ends: Vec::with_capacity(arrived.len()),
        };
        let mut place = vec![0; arrived.len()];
        for (index, (name, number)) in arrived.iter().enumerate() {
            names.text.push_str(name);
            names.ends.push(names.text.len());
            place[*number as usize] = index as u32;
        }
        (names, place)
    }
}

/// The beginning of a name between back quotes, for messages: a 10 MB name does not make a 10 MB message.
pub(crate) fn quoted(name: &str) -> String {
    const SHOWN: usize = 60;
    match name.char_indices().nth(SHOWN) {
        None => format!("`{name}`"),
        Some((end, _)) => format!("`{}…`", &name[..end]),
    }
}

/// Checks a name at the door; `kind` says what it names.
pub(crate) fn check_name(kind: &str, name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::EmptyName {
            what: format!("name of a {kind}"),
        });
    }
    if name.len() > NAME_LIMIT {
        return Err(Error::LongName {
            what: format!("{kind} {}", quoted(name)),
            length: name.len(),
            limit: NAME_LIMIT,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::id::{Interner, quoted};

    #[test]
    fn places_follow_name_order_whatever_the_order_of_arrival() {
        let mut interner = Interner::default();
        let numbers: Vec<u32> = ["caro", "ana", "ben", "ana"]
            .iter()
            .map(|name| interner.intern(name))
            .collect();
        assert_eq!(numbers, [0, 1, 2, 1]);
        let (names, place) = interner.into_sorted();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["ana", "ben", "caro"]);
        assert_eq!(place, [2, 0, 1]);
        assert_eq!(names.find("ben"), Some(1));
        assert_eq!(names.find("bea"), None);
    }

    #[test]
    fn a_long_name_is_shortened_in_messages() {
        assert!(quoted(&"é".repeat(1_000_000)).len() < 200);
    }
}
