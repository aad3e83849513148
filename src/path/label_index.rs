//! A small open-addressing table from a person to the person's label, for searches that touch few of many people.

const EMPTY: u32 = u32::MAX;

/// Maps people to places. Its order is never observed, so that no answer depends on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LabelIndex {
    /// (person, place); the person is `EMPTY` in a free slot. The length is a power of two.
    slots: Vec<(u32, u32)>,
    used: Vec<u32>,
}

impl LabelIndex {
    /// Forgets all entries in time proportional to their number, and keeps the space.
    pub(crate) fn clear(&mut self) {
        for &slot in &self.used {
            self.slots[slot as usize].0 = EMPTY;
        }
        self.used.clear();
    }

    #[inline]
    fn home(&self, person: u32) -> usize {
        let shift = 32 - self.slots.len().trailing_zeros();
        (person.wrapping_mul(0x9E37_79B1) >> shift) as usize
    }

    /// The slot of a person, or the free slot where it would go. At least one slot is free.
    #[inline]
    fn slot(&self, person: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.home(person);
        loop {
            let found = self.slots[slot].0;
            if found == person || found == EMPTY {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The place of a person.
    #[inline]
    pub(crate) fn get(&self, person: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let (found, place) = self.slots[self.slot(person)];
        (found == person).then_some(place)
    }

    /// The place of a person, to be changed, made with `place` where there is none.
    #[inline]
    pub(crate) fn entry(&mut self, person: u32, place: u32) -> &mut u32 {
        if self.slots.len() <= 2 * self.used.len() {
            self.grow();
        }
        let slot = self.slot(person);
        if self.slots[slot].0 == EMPTY {
            self.slots[slot] = (person, place);
            self.used.push(slot as u32);
        }
        &mut self.slots[slot].1
    }

    fn grow(&mut self) {
        let length = (self.slots.len() * 4).max(64);
        let old = std::mem::replace(&mut self.slots, vec![(EMPTY, 0); length]);
        let used = std::mem::take(&mut self.used);
        for slot in used {
            let (person, place) = old[slot as usize];
            let slot = self.slot(person);
            self.slots[slot] = (person, place);
            self.used.push(slot as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::path::label_index::LabelIndex;

    #[test]
    fn it_finds_what_was_put_in_and_forgets_all() {
        let mut table = LabelIndex::default();
        assert_eq!(table.get(3), None);
        for round in 0..3_u32 {
            for person in 0..1000_u32 {
                assert_eq!(*table.entry(person * 7919, person + round), person + round);
            }
            for person in 0..1000_u32 {
                assert_eq!(table.get(person * 7919), Some(person + round));
                assert_eq!(table.get(person * 7919 + 1), None);
            }
            table.clear();
            assert_eq!(table.get(0), None);
        }
    }
}
