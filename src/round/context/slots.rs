//! In which slots people can meet.

use crate::id::PersonIndex;
use crate::round::context::RoundContext;
use crate::round::rule::{Enforcement, Rule};
use crate::rows::AsIndex;

impl RoundContext<'_> {
    /// The slots that suit a person, ascending; `None` where every slot does.
    fn own_slots(&self, person: u32) -> Option<&[u32]> {
        match &self.named.slots {
            Some(suitable) => Some(suitable.row(person)),
            None => {
                let named = self.network().facts().available.row(person);
                (!named.is_empty()).then_some(named)
            }
        }
    }

    /// Whether some slot suits both of two people.
    pub(crate) fn pair_shares_a_slot(&self, a: PersonIndex, b: PersonIndex) -> bool {
        match (self.own_slots(a.0), self.own_slots(b.0)) {
            (Some(one), Some(other)) => {
                // The shorter list is read, the longer one searched.
                let (few, many) = if one.len() <= other.len() {
                    (one, other)
                } else {
                    (other, one)
                };
                few.iter().any(|slot| many.binary_search(slot).is_ok())
            }
            // Only people whom every slot suits are listed with none.
            (Some(one), None) | (None, Some(one)) => !one.is_empty(),
            (None, None) => true,
        }
    }

    /// The slots that suit all of several people, ascending; `None` where every slot does.
    fn common_slots(&self, people: &[u32]) -> Option<Vec<u32>> {
        let mut named = people.iter().filter_map(|&person| self.own_slots(person));
        let mut common = named.next()?.to_vec();
        for own in named {
            common.retain(|slot| own.binary_search(slot).is_ok());
        }
        Some(common)
    }

    /// The name of the first slot that suits all of several people; `None` where every slot does, or none.
    pub(crate) fn first_slot(&self, people: &[u32]) -> Option<&str> {
        let slot = self.common_slots(people)?.first()?.as_index();
        Some(match self.planner.slots.is_empty() {
            true => self.network().facts().slots.get(slot),
            false => &self.planner.slots[slot],
        })
    }

    /// Whether the slot rule lets these people meet at once.
    pub(crate) fn share_a_slot(&self, people: &[u32]) -> bool {
        self.planner.enforcement_of(Rule::Slot) != Enforcement::Hard
            || self
                .common_slots(people)
                .is_none_or(|slots| !slots.is_empty())
    }

    /// Whether every slot suits a person.
    pub(crate) fn comes_in_any_slot(&self, person: u32) -> bool {
        self.own_slots(person)
            .is_none_or(|own| own.len() == self.planner.slots.len() && !own.is_empty())
    }
}
