//! One person's list of items: each item checked, its name a number of arrival, each once.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::error::{Error, Fault, Field, PersonError};
use crate::id::{Interner, check_length};
use crate::person::Visibility;
use crate::unit::{FROM_ZERO_TO_ONE, Unit, counted};

/// An item as it is given: name, number, who sees it.
type RawItem<'p> = (&'p str, f32, Visibility);

/// A checked item: number of the name, number, who sees it.
pub(crate) type Item = (u32, f32, Visibility);

/// The range of a position.
const FROM_MINUS_ONE_TO_ONE: &str = "a number from -1 to 1";

/// Checks what is said of one person and collects every error.
pub(crate) struct ItemChecker<'p> {
    person: &'p str,
    errors: &'p mut Vec<Error>,
}

impl<'p> ItemChecker<'p> {
    pub(crate) fn new(person: &'p str, errors: &'p mut Vec<Error>) -> Self {
        Self { person, errors }
    }

    /// Records what is wrong with an item, or with a whole field.
    pub(crate) fn refuse(&mut self, field: Field, item: Option<&str>, fault: Fault) {
        self.errors.push(Error::Person(Box::new(PersonError {
            person: self.person.to_string(),
            field,
            item: item.map(ToString::to_string),
            fault,
        })));
    }

    /// The number of a name, unless the name is refused.
    pub(crate) fn name(&mut self, field: Field, name: &str, names: &mut Interner) -> Option<u32> {
        let number = names.intern(name);
        self.numbered(field, name, number)
    }

    /// The number of the name of an item, unless the name is refused.
    fn item_name(
        &mut self,
        field: Field,
        (name, _, visibility): RawItem<'_>,
        names: &mut Interner,
    ) -> Option<u32> {
        let number = names.intern_seen(name, visibility == Visibility::Shown);
        self.numbered(field, name, number)
    }

    fn numbered(&mut self, field: Field, name: &str, number: Result<u32, Fault>) -> Option<u32> {
        let refused = |fault: Fault| match fault {
            Fault::Empty => self.refuse(field, None, fault),
            _ => self.refuse(field, Some(name), fault),
        };
        number.map_err(refused).ok()
    }

    /// A weight from 0 to 1, unless it is refused.
    pub(crate) fn weight(&mut self, field: Field, item: &str, weight: f32) -> Option<f32> {
        let sound = Unit::new(weight);
        if sound.is_none() {
            let (value, expected) = (weight.into(), FROM_ZERO_TO_ONE);
            self.refuse(field, Some(item), Fault::OutOfRange { value, expected });
        }
        sound.map(|weight| counted(weight.get()))
    }

    /// The items with weights from 0 to 1. One of weight 0 claims nothing and is not kept.
    pub(crate) fn check_weights<'i>(
        &mut self,
        field: Field,
        raw: impl Iterator<Item = RawItem<'i>> + Clone,
        names: &mut Interner,
    ) -> Vec<Item> {
        let mut items = Vec::with_capacity(raw.size_hint().0);
        let mut zeros = Vec::new();
        for (name, weight, visibility) in raw.clone() {
            match self.weight(field, name, weight) {
                Some(weight) if weight > 0.0 => {
                    let number = self.item_name(field, (name, weight, visibility), names);
                    items.extend(number.map(|number| (number, weight, visibility)));
                }
                // What claims nothing is checked, and leaves no name behind.
                Some(_) => match check_length(name) {
                    Ok(()) => zeros.push(name),
                    Err(fault) => self.refuse(field, None, fault),
                },
                None => {}
            }
        }
        // Sorted by name, each once; contradictions are told with both values.
        let items = self.once(field, items, raw, names);
        for name in zeros {
            let number = names.find(name);
            // A name with a weight above 0 and with 0 contradicts itself.
            let same =
                number.and_then(|number| items.binary_search_by_key(&number, |item| item.0).ok());
            if let Some(place) = same {
                let values = [items[place].1.into(), 0_u32.into()];
                self.refuse(field, Some(name), Fault::Twice(Some(values)));
            }
        }
        items
    }

    /// The items with positions from -1 to 1. A position of 0 is one.
    pub(crate) fn check_positions<'i>(
        &mut self,
        field: Field,
        raw: impl Iterator<Item = RawItem<'i>> + Clone,
        names: &mut Interner,
    ) -> Vec<Item> {
        let mut items = Vec::with_capacity(raw.size_hint().0);
        for (name, position, visibility) in raw.clone() {
            let number = self.item_name(field, (name, position, visibility), names);
            if !(-1.0..=1.0).contains(&position) {
                let (value, expected) = (position.into(), FROM_MINUS_ONE_TO_ONE);
                self.refuse(field, Some(name), Fault::OutOfRange { value, expected });
                continue;
            }
            // Adding 0 turns −0 into 0, so that equal positions are equal bits.
            items.extend(number.map(|number| (number, counted(position) + 0.0, visibility)));
        }
        self.once(field, items, raw, names)
    }

    /// Sorts a list, keeps equal items once and refuses one item with two numbers.
    fn once<'i>(
        &mut self,
        field: Field,
        mut items: Vec<Item>,
        raw: impl Iterator<Item = RawItem<'i>>,
        names: &Interner,
    ) -> Vec<Item> {
        items.sort_unstable_by(hidden_first);
        let differs = |pair: &[Item]| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1;
        if items.windows(2).any(differs) {
            // Names are looked up once for all contradictions: a list may consist of nothing else.
            let mut spelt: HashMap<u32, &str> = HashMap::new();
            for (name, ..) in raw {
                let number = names.find(name);
                number.map(|number| spelt.entry(number).or_insert(name));
            }
            for pair in items.windows(2).filter(|pair| differs(pair)) {
                let values = [pair[0].1.into(), pair[1].1.into()];
                let name = spelt.get(&pair[0].0).copied();
                self.refuse(field, name, Fault::Twice(Some(values)));
            }
        }
        items.dedup_by_key(|item| item.0);
        items
    }
}

/// Hidden sorts before shown, so that an item that is hidden once stays hidden.
fn hidden_first(a: &Item, b: &Item) -> Ordering {
    (a.0, b.2).cmp(&(b.0, a.2)).then(a.1.total_cmp(&b.1))
}
