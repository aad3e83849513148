//! Nested blossoms: odd cycles of people and of smaller blossoms, each shrunk to one.
//!
//! Only a top-level blossom has a true partner: that of its base. The pairs within it are settled when it is expanded, so that
//! augmenting along a path costs nothing inside.

use crate::rows::{Column, MaybeIndex, narrow};

/// All blossoms: numbers below the number of people are the people themselves.
#[derive(Debug)]
pub(crate) struct Blossoms {
    people: u32,
    /// The partner of each person; true for bases of top-level blossoms.
    pub(crate) partner: Column<MaybeIndex>,
    /// The one person of a blossom who is not matched within it.
    pub(crate) base: Column<u32>,
    /// The next larger blossom around a blossom.
    pub(crate) parent: Column<MaybeIndex>,
    /// The dual of a blossom, in half weights; during a search see there.
    pub(crate) dual: Column<i64>,
    /// How many people a blossom holds.
    size: Column<u32>,
    /// The cycle of each blossom, from the first number that is not a person on.
    cycles: Vec<Cycle>,
    /// Numbers of expanded blossoms, to be given out again.
    free: Vec<u32>,
}

/// An odd cycle of tight pairs: its members, and for each the pair `(person in it, person in the next member)`.
#[derive(Debug, Default, Clone)]
pub(crate) struct Cycle {
    pub(crate) members: Vec<u32>,
    pub(crate) links: Vec<(u32, u32)>,
}

impl Blossoms {
    pub(crate) fn new(partner: Column<MaybeIndex>) -> Self {
        let people = narrow(partner.len());
        Self {
            people,
            base: (0..people).collect(),
            parent: Column::filled(people, MaybeIndex::NONE),
            dual: Column::filled(people, 0),
            size: Column::filled(people, 1),
            partner,
            cycles: Vec::new(),
            free: Vec::new(),
        }
    }

    /// How many numbers of blossoms have been given out.
    pub(crate) fn count(&self) -> u32 {
        narrow(self.base.len())
    }

    pub(crate) fn is_person(&self, blossom: u32) -> bool {
        blossom < self.people
    }

    fn cycle(&mut self, blossom: u32) -> &mut Cycle {
        &mut self.cycles[(blossom - self.people) as usize]
    }

    /// The members of a blossom that is not a person.
    pub(crate) fn members(&self, blossom: u32) -> &[u32] {
        &self.cycles[(blossom - self.people) as usize].members
    }

    /// Shrinks a cycle to one blossom; its base is that of the first member.
    pub(crate) fn shrink(&mut self, cycle: Cycle) -> u32 {
        let blossom = self.free.pop().unwrap_or_else(|| {
            self.base.push(0);
            self.parent.push(MaybeIndex::NONE);
            self.dual.push(0);
            self.size.push(0);
            self.cycles.push(Cycle::default());
            self.count() - 1
        });
        // The blossom enters with dual 0 and takes its base from the member through which the tree reached the cycle.
        self.base[blossom] = self.base[cycle.members[0]];
        self.parent[blossom] = MaybeIndex::NONE;
        self.dual[blossom] = 0;
        self.size[blossom] = cycle.members.iter().map(|&member| self.size[member]).sum();
        // Members keep their own base and dual, to be taken up again when the blossom is expanded.
        for &member in &cycle.members {
            self.parent[member] = MaybeIndex::some(blossom);
        }
        *self.cycle(blossom) = cycle;
        blossom
    }

    /// Expands a top-level blossom: its members become top-level, the one with the base first, the others matched in order.
    pub(crate) fn expand(&mut self, blossom: u32) -> Cycle {
        let base = self.base[blossom];
        let place = self.place_of(blossom, base);
        let mut cycle = std::mem::take(self.cycle(blossom));
        // The member with the base comes first; links turn along, for link i leads from member i to the next.
        cycle.members.rotate_left(place);
        cycle.links.rotate_left(place);
        self.base[cycle.members[0]] = base;
        // An odd cycle without its base member has an even number of members left: every second pair of it is matched.
        for pair in (1..cycle.members.len()).step_by(2) {
            let (a, b) = cycle.links[pair];
            self.partner[a] = MaybeIndex::some(b);
            self.partner[b] = MaybeIndex::some(a);
            self.base[cycle.members[pair]] = a;
            self.base[cycle.members[pair + 1]] = b;
        }
        for &member in &cycle.members {
            self.parent[member] = MaybeIndex::NONE;
        }
        cycle
    }

    /// Lets the number of an expanded blossom be given out again.
    pub(crate) fn release(&mut self, blossom: u32) {
        self.free.push(blossom);
    }

    /// The largest of some blossoms, the first of equals.
    pub(crate) fn largest(&self, members: &[u32]) -> Option<u32> {
        let mut largest = *members.first()?;
        for &member in members {
            if self.size[member] > self.size[largest] {
                largest = member;
            }
        }
        Some(largest)
    }

    /// The place of the member that holds a person of the blossom. All members but the largest are looked through, so that
    /// expanding nested blossoms one after another stays cheap.
    pub(crate) fn place_of(&self, blossom: u32, person: u32) -> usize {
        let members = self.members(blossom);
        let largest = self.largest(members);
        let mut inside = Vec::new();
        // The largest member is never searched: whoever is in no other is in it. So the work stays in proportion to the smaller
        // ones.
        let mut holds = |&member: &u32| {
            if Some(member) == largest || self.is_person(member) {
                return member == person;
            }
            self.collect_people(member, &mut inside);
            inside.contains(&person)
        };
        let found = members.iter().position(&mut holds);
        let place = found.or_else(|| members.iter().position(|&member| Some(member) == largest));
        place.expect("a blossom has members")
    }

    /// The partner of the base.
    pub(crate) fn partner_of(&self, blossom: u32) -> Option<u32> {
        self.partner[self.base[blossom]].get()
    }

    /// Matches the base of a blossom, from now on `person`, to someone outside or to nobody.
    pub(crate) fn match_base(&mut self, blossom: u32, person: u32, partner: Option<u32>) {
        self.base[blossom] = person;
        self.partner[person] = partner.into();
    }

    /// Writes the people within a blossom into `found`.
    pub(crate) fn collect_people(&self, blossom: u32, found: &mut Vec<u32>) {
        found.clear();
        let mut open = vec![blossom];
        while let Some(inner) = open.pop() {
            if self.is_person(inner) {
                found.push(inner);
            } else {
                open.extend(self.members(inner));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::matching::blossoms::{Blossoms, Cycle};
    use crate::rows::{Column, MaybeIndex};

    #[test]
    fn an_expanded_cycle_matches_everyone_but_its_base() {
        let mut blossoms = Blossoms::new(Column::filled(5_u32, MaybeIndex::NONE));
        let inner = blossoms.shrink(Cycle {
            members: vec![0, 1, 2],
            links: vec![(0, 1), (1, 2), (2, 0)],
        });
        let outer = blossoms.shrink(Cycle {
            members: vec![inner, 3, 4],
            links: vec![(1, 3), (3, 4), (4, 2)],
        });
        let mut people = Vec::new();
        blossoms.collect_people(outer, &mut people);
        people.sort_unstable();
        assert_eq!(people, [0, 1, 2, 3, 4]);
        blossoms.match_base(outer, 3, None);
        assert_eq!(blossoms.expand(outer).members, [3, 4, inner]);
        assert_eq!(blossoms.partner_of(4), Some(2));
        assert_eq!(blossoms.expand(inner).members, [2, 0, 1]);
        assert_eq!(
            (blossoms.partner_of(0), blossoms.partner_of(1)),
            (Some(1), Some(0))
        );
    }
}
