//! One person's list of items as it is said: each item checked, its name a number of arrival, each once.

use crate::error::Error;
use crate::id::{Interner, check_name, quoted};
use crate::person::Visibility;
use crate::unit::{Unit, within};

/// Whose list of what is being checked, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'p> {
    item: &'p str,
    kind: &'p str,
    person: &'p str,
}

/// An item as it is said: name, number, who sees it.
type Said<'p> = (&'p str, f32, Visibility);

/// An item as it is kept: number of the name, number, who sees it.
type Item = (u32, f32, Visibility);

impl<'p> Owner<'p> {
    /// `item` is the word for what is listed, `kind` for what is named.
    pub(crate) fn new(item: &'p str, kind: &'p str, person: &'p str) -> Self {
        Self { item, kind, person }
    }

    /// The items of a weight above 0, from 0 to 1. One of weight 0 claims nothing, and so its name is not kept.
    pub(crate) fn weighed(
        &self,
        said: impl Iterator<Item = Said<'p>> + Clone,
        names: &mut Interner,
    ) -> Result<Vec<Item>, Error> {
        let mut items = Vec::with_capacity(said.size_hint().0);
        for (name, weight, visibility) in said.clone() {
            check_name(self.kind, name)?;
            let weight = Unit::check(weight, || self.describe(name))?.get();
            if weight > 0.0 {
                items.push((names.intern(name), weight, visibility));
            } else if let Some(other) = said.clone().find(|one| one.0 == name && one.1 > 0.0) {
                return Err(self.twice(name, weight, other.1));
            }
        }
        self.once(items, names)
    }

    /// The items with a place from -1 to 1. A place of 0 is a place.
    pub(crate) fn placed(
        &self,
        said: impl Iterator<Item = Said<'p>>,
        names: &mut Interner,
    ) -> Result<Vec<Item>, Error> {
        let mut items = Vec::with_capacity(said.size_hint().0);
        for (name, place, visibility) in said {
            check_name(self.kind, name)?;
            let describe = || self.describe(name);
            let place = within(place, -1.0..=1.0, "a number from -1 to 1", describe)?;
            items.push((names.intern(name), place, visibility));
        }
        self.once(items, names)
    }

    fn describe(&self, name: &str) -> String {
        format!("{} {} of {}", self.item, quoted(name), quoted(self.person))
    }

    fn twice(&self, name: &str, one: f32, other: f32) -> Error {
        Error::Duplicate {
            what: format!("{}, with {one} and with {other},", self.describe(name)),
        }
    }

    /// Sorts a list, keeps equal items once and refuses one item with two numbers.
    fn once(&self, mut items: Vec<Item>, names: &Interner) -> Result<Vec<Item>, Error> {
        // Hidden sorts before shown, so that an item that is hidden once stays hidden.
        items.sort_unstable_by(|a, b| (a.0, b.2).cmp(&(b.0, a.2)));
        if let Some(pair) = items
            .windows(2)
            .find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
        {
            return Err(self.twice(&names.name(pair[0].0), pair[0].1, pair[1].1));
        }
        items.dedup_by_key(|item| item.0);
        Ok(items)
    }
}
