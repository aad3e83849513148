//! How are odd rings of people, and of rings, held together?
//!
//! A blossom is a person or an odd ring of blossoms. Only a blossom on top has a true partner: that of its base. Within it pairs are
//! settled when it opens, so that changing a path costs nothing inside.

use crate::assign::matching::answer::NOBODY;

/// All blossoms: numbers below the number of people are the people themselves.
#[derive(Debug)]
pub(crate) struct Blossoms {
    people: u32,
    /// The partner of each person; true for bases of blossoms on top.
    pub(crate) partner: Vec<u32>,
    /// The person of a blossom who is paired outside of it, or nobody within.
    pub(crate) base: Vec<u32>,
    /// The blossom around a blossom, or `NOBODY`.
    pub(crate) around: Vec<u32>,
    /// The price of a blossom, in half weights; of the search, see there.
    pub(crate) price: Vec<i64>,
    /// How many people a blossom holds.
    pub(crate) size: Vec<u32>,
    /// The ring of a blossom, and the tight pair from each member to the next.
    rings: Vec<Ring>,
    unused: Vec<u32>,
}

/// An odd ring: its members, and for each the pair `(person in it, person in the next member)`.
#[derive(Debug, Default, Clone)]
pub(crate) struct Ring {
    pub(crate) members: Vec<u32>,
    pub(crate) links: Vec<(u32, u32)>,
}

impl Blossoms {
    pub(crate) fn new(partner: Vec<u32>) -> Self {
        let people = partner.len() as u32;
        Self {
            people,
            base: (0..people).collect(),
            around: vec![NOBODY; partner.len()],
            price: vec![0; partner.len()],
            size: vec![1; partner.len()],
            partner,
            rings: Vec::new(),
            unused: Vec::new(),
        }
    }

    /// How many numbers of blossoms have been given out.
    pub(crate) fn count(&self) -> u32 {
        self.base.len() as u32
    }

    pub(crate) fn is_person(&self, blossom: u32) -> bool {
        blossom < self.people
    }

    fn ring(&self, blossom: u32) -> &Ring {
        &self.rings[(blossom - self.people) as usize]
    }

    /// The members of a blossom that is not a person.
    pub(crate) fn members(&self, blossom: u32) -> &[u32] {
        &self.ring(blossom).members
    }

    /// Puts a ring together; its base is that of the first member.
    pub(crate) fn close(&mut self, ring: Ring) -> u32 {
        let blossom = self.unused.pop().unwrap_or_else(|| {
            self.base.push(NOBODY);
            self.around.push(NOBODY);
            self.price.push(0);
            self.size.push(0);
            self.rings.push(Ring::default());
            self.count() - 1
        });
        self.base[blossom as usize] = self.base[ring.members[0] as usize];
        self.around[blossom as usize] = NOBODY;
        self.price[blossom as usize] = 0;
        self.size[blossom as usize] = 0;
        for &member in &ring.members {
            self.around[member as usize] = blossom;
            self.size[blossom as usize] += self.size[member as usize];
        }
        self.rings[(blossom - self.people) as usize] = ring;
        blossom
    }

    /// Takes a blossom on top apart. Its members come on top, the one with the base first, the others paired in order.
    pub(crate) fn open(&mut self, blossom: u32) -> Ring {
        let base = self.base[blossom as usize];
        let place = self.place_of(blossom, base);
        let mut ring = std::mem::take(&mut self.rings[(blossom - self.people) as usize]);
        let first = ring.members[place];
        ring.members.rotate_left(place);
        ring.links.rotate_left(place);
        self.set_base(first, base);
        for pair in (1..ring.members.len()).step_by(2) {
            let (a, b) = ring.links[pair];
            self.partner[a as usize] = b;
            self.partner[b as usize] = a;
            self.set_base(ring.members[pair], a);
            self.set_base(ring.members[pair + 1], b);
        }
        for &member in &ring.members {
            self.around[member as usize] = NOBODY;
        }
        ring
    }

    /// Lets the number of an opened blossom be given out again.
    pub(crate) fn retire(&mut self, blossom: u32) {
        self.unused.push(blossom);
    }

    /// The largest member of a blossom that is not a person, the first of equals.
    pub(crate) fn largest(&self, members: &[u32]) -> u32 {
        let larger = |one: u32, other: u32| {
            if self.size[other as usize] > self.size[one as usize] {
                other
            } else {
                one
            }
        };
        members
            .iter()
            .copied()
            .reduce(larger)
            .expect("a ring has members")
    }

    /// The place of the member that holds a person of the blossom. All members but the largest are looked through, so that
    /// opening nested blossoms one after another stays cheap.
    pub(crate) fn place_of(&self, blossom: u32, person: u32) -> usize {
        let members = self.members(blossom);
        let largest = self.largest(members);
        let mut inside = Vec::new();
        let holds = |&member: &u32| {
            if member == largest || self.is_person(member) {
                return member == person;
            }
            self.people_of(member, &mut inside);
            inside.contains(&person)
        };
        let found = members.iter().position(holds);
        let place = found.or_else(|| members.iter().position(|&member| member == largest));
        place.expect("the largest is a member")
    }

    /// Says which person of a blossom is paired outside.
    pub(crate) fn set_base(&mut self, blossom: u32, person: u32) {
        self.base[blossom as usize] = person;
    }

    /// The partner of the base.
    pub(crate) fn partner_of(&self, blossom: u32) -> u32 {
        self.partner[self.base[blossom as usize] as usize]
    }

    /// Writes the people within a blossom into `found`.
    pub(crate) fn people_of(&self, blossom: u32, found: &mut Vec<u32>) {
        found.clear();
        if self.is_person(blossom) {
            found.push(blossom);
            return;
        }
        let mut open = vec![blossom];
        while let Some(inner) = open.pop() {
            for &member in self.members(inner) {
                if self.is_person(member) {
                    found.push(member);
                } else {
                    open.push(member);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::matching::answer::NOBODY;
    use crate::assign::matching::blossom::{Blossoms, Ring};

    #[test]
    fn an_opened_ring_pairs_everyone_but_its_base() {
        let mut blossoms = Blossoms::new(vec![NOBODY; 5]);
        let inner = blossoms.close(Ring {
            members: vec![0, 1, 2],
            links: vec![(0, 1), (1, 2), (2, 0)],
        });
        let outer = blossoms.close(Ring {
            members: vec![inner, 3, 4],
            links: vec![(1, 3), (3, 4), (4, 2)],
        });
        let mut people = Vec::new();
        blossoms.people_of(outer, &mut people);
        people.sort_unstable();
        assert_eq!(people, [0, 1, 2, 3, 4]);
        blossoms.set_base(outer, 3);
        assert_eq!(blossoms.open(outer).members, [3, 4, inner]);
        assert_eq!(blossoms.partner[4], 2);
        assert_eq!(blossoms.open(inner).members, [2, 0, 1]);
        assert_eq!((blossoms.partner[0], blossoms.partner[1]), (1, 0));
    }
}
