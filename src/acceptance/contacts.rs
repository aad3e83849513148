//! What the contacts of two people say of the pair: whom both know, and how well one may be introduced to the other.

use crate::id::PersonIndex;
use crate::network::{Adjacency, Network};
use crate::numeric::greater;
use crate::rows::AsIndex;

/// From how many times the length of the shorter list on the longer is searched instead of read through. A merge reads
/// both lists, a search reads log₂ of the longer for each entry of the shorter.
const SEARCH_FROM: usize = 16;

/// What two people's contacts say of the pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SharedContacts {
    /// Whether the two are tied to each other.
    pub(crate) tied: bool,
    /// What the contacts that both have weigh together.
    pub(crate) weight: f32,
    /// The greatest product of two strengths over one introducer, from the first to the second and back; 0 without any.
    pub(crate) introductions: [f32; 2],
}

impl SharedContacts {
    /// Reads the ties of both; `weights` are those of contacts, and introductions are looked for where they are wanted.
    pub(crate) fn of(
        network: &Network,
        weights: &[f32],
        (i, j): (PersonIndex, PersonIndex),
        introductions: bool,
    ) -> Self {
        let known = network.acquaintances();
        let mut weight = 0.0_f32;
        for_each_common(known.neighbours(i.0), known.neighbours(j.0), |contact| {
            weight += weights[contact.as_index()];
        });
        let introduction = |from, to| match introductions {
            true => best_introduction(network, from, to),
            false => 0.0,
        };
        Self {
            tied: known.between(i, j).is_some(),
            weight,
            introductions: [introduction(i, j), introduction(j, i)],
        }
    }
}

/// One person's contacts, found by number: what is shared with each of many others takes one pass over the ties of the other.
///
/// Space: a bit for each of the community, 12 bytes for each contact.
#[derive(Debug, Default)]
pub(crate) struct ContactRow {
    person: Option<PersonIndex>,
    /// By person, 64 to a word: whether they are a contact.
    known: Vec<u64>,
    /// The contacts, ascending.
    contacts: Vec<u32>,
    /// By contact: the strength of the tie to it, and of the one from it; 0 where there is none.
    strengths: Vec<[f32; 2]>,
}

impl ContactRow {
    /// Whether the contacts laid out are a person's.
    pub(crate) fn is_of(&self, person: PersonIndex) -> bool {
        self.person == Some(person)
    }

    /// Lays out a person's contacts, unless they are.
    pub(crate) fn lay_out(&mut self, network: &Network, person: PersonIndex) {
        if self.is_of(person) {
            return;
        }
        self.person = Some(person);
        for contact in self.contacts.drain(..) {
            self.known[contact.as_index() / 64] = 0;
        }
        self.known.resize(network.size().div_ceil(64), 0);
        let contacts = network.acquaintances().neighbours(person.0);
        self.contacts.extend_from_slice(contacts);
        for contact in contacts {
            self.known[contact.as_index() / 64] |= 1 << (contact % 64);
        }
        self.strengths.clear();
        self.strengths.resize(contacts.len(), [0.0; 2]);
        for (side, ties) in [network.ties(), network.ties_in()].into_iter().enumerate() {
            let ties = ties
                .neighbours(person.0)
                .iter()
                .zip(ties.strengths(person.0));
            // Ties of either direction are some of the contacts, ascending as they do.
            let mut place = 0;
            for (contact, &strength) in ties {
                while contacts[place] < *contact {
                    place += 1;
                }
                self.strengths[place][side] = strength;
            }
        }
    }

    /// The same as [`SharedContacts::of`] the person and another, to the last bit. `mutual`: each tie leads both ways, as strong.
    pub(crate) fn shared_with(
        &self,
        network: &Network,
        (weights, mutual): (&[f32], bool),
        other: PersonIndex,
        introductions: bool,
    ) -> SharedContacts {
        let known = network.acquaintances();
        if let Some(person) = self.person
            && known.neighbours(other.0).len() > SEARCH_FROM * self.strengths.len()
        {
            // A hub: to search its contacts for those of the person takes less than to read them.
            return match introductions && !mutual {
                true => SharedContacts::of(network, weights, (person, other), introductions),
                false => self.shared_with_hub(known, weights, other, introductions),
            };
        }
        let mut shared = SharedContacts {
            tied: self.place(other.0).is_some(),
            weight: 0.0,
            introductions: [0.0; 2],
        };
        let [there, back] = &mut shared.introductions;
        let strengths = known.strengths(other.0).iter();
        // Contacts ascend, so weights are added in the order of the merge.
        for (&contact, &strength) in known.neighbours(other.0).iter().zip(strengths) {
            if let Some(place) = self.place(contact) {
                shared.weight += weights[contact.as_index()];
                *there = greater(*there, self.strengths[place][0] * strength);
            }
        }
        match (introductions, mutual) {
            (false, _) => (*there, *back) = (0.0, 0.0),
            (true, true) => *back = *there,
            (true, false) => {
                *there = self.best(network.ties_in(), other, 0);
                *back = self.best(network.ties(), other, 1);
            }
        }
        shared
    }

    /// As [`shared_with`](Self::shared_with) one whose contacts are many, where each tie leads both ways or introductions do not count.
    fn shared_with_hub(
        &self,
        known: &Adjacency,
        weights: &[f32],
        hub: PersonIndex,
        introductions: bool,
    ) -> SharedContacts {
        let (row, strengths) = (known.neighbours(hub.0), known.strengths(hub.0));
        let (mut start, mut weight, mut best) = (0, 0.0, 0.0);
        // What lies behind the last contact is not searched again.
        for (contact, own) in self.contacts.iter().zip(&self.strengths) {
            start += row[start..].partition_point(|person| person < contact);
            if row.get(start) == Some(contact) {
                weight += weights[contact.as_index()];
                best = greater(best, own[0] * strengths[start]);
            }
        }
        SharedContacts {
            tied: self.place(hub.0).is_some(),
            weight,
            introductions: if introductions { [best; 2] } else { [0.0; 2] },
        }
    }

    /// The greatest product of the strengths of one side with those of another person's ties.
    fn best(&self, ties: &Adjacency, other: PersonIndex, side: usize) -> f32 {
        let ends = ties.neighbours(other.0).iter();
        let products = ends.zip(ties.strengths(other.0)).map(|(&end, strength)| {
            let place = self.place(end);
            place.map_or(0.0, |place| self.strengths[place][side] * strength)
        });
        products.fold(0.0, greater)
    }

    /// Where a person stands among the contacts. Most are none: that takes a look at a bit.
    #[inline]
    fn place(&self, person: u32) -> Option<usize> {
        let word = self.known.get(person.as_index() / 64)?;
        if word >> (person % 64) & 1 == 0 {
            return None;
        }
        self.contacts.binary_search(&person).ok()
    }
}

/// Visits what two ascending lists share, ascending.
pub(crate) fn for_each_common(one: &[u32], other: &[u32], mut visit: impl FnMut(u32)) {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() * SEARCH_FROM < long.len() {
        // A hub: what lies behind the last hit is not searched again.
        let mut rest = long;
        for &entry in short {
            let place = rest.partition_point(|&person| person < entry);
            rest = &rest[place..];
            if rest.first() == Some(&entry) {
                visit(entry);
            }
        }
        return;
    }
    let (mut x, mut y) = (0, 0);
    while x < short.len() && y < long.len() {
        if short[x] == long[y] {
            visit(short[x]);
        }
        let (left, right) = (short[x], long[y]);
        x += usize::from(left <= right);
        y += usize::from(right <= left);
    }
}

/// How many contacts two people share.
pub(crate) fn common_contacts(network: &Network, i: PersonIndex, j: PersonIndex) -> u32 {
    let known = network.acquaintances();
    let mut count = 0;
    for_each_common(known.neighbours(i.0), known.neighbours(j.0), |_| count += 1);
    count
}

/// The greatest product of two strengths over one introducer, 0 without any.
fn best_introduction(network: &Network, from: PersonIndex, to: PersonIndex) -> f32 {
    let (out, into) = (network.ties(), network.ties_in());
    let mut best = 0.0_f32;
    for_each_common(out.neighbours(from.0), into.neighbours(to.0), |through| {
        let first = out.strength(from.0, through).unwrap_or(0.0);
        best = best.max(first * into.strength(to.0, through).unwrap_or(0.0));
    });
    best
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::acceptance::contacts::{ContactRow, SharedContacts};
    use crate::id::PersonIndex;
    use crate::{Network, Person};

    /// A community with a hub; of directed ties some lead both ways with other strengths.
    fn community(rng: &mut ChaCha8Rng, people: u32, directed: bool) -> Network {
        let name = |number: u32| format!("p{number:03}");
        let mut builder = (0..people).fold(Network::builder(), |builder, number| {
            builder.person(Person::new(name(number)))
        });
        for one in 0..people {
            for other in (0..people).filter(|&other| other != one) {
                if !rng.random_bool(if one == 0 { 0.8 } else { 0.04 }) {
                    continue;
                }
                let strength = rng.random_range(0.1..=1.0);
                builder = match directed && rng.random_bool(0.7) {
                    true => builder.directed_tie(name(one), name(other), strength),
                    false => builder.tie(name(one), name(other), strength),
                };
            }
        }
        builder.build().expect("a sound community")
    }

    #[test]
    fn a_row_shares_with_each_what_a_merge_of_both_finds() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for round in 0..8 {
            let (people, directed) = (60 + 10 * round, round % 2 == 1);
            let network = community(&mut rng, people, directed);
            let weights: Vec<f32> = (0..people).map(|_| rng.random_range(0.1..1.0)).collect();
            let mutual = network.ties() == network.ties_in();
            assert_eq!(mutual, !directed);
            let mut row = ContactRow::default();
            for i in network.indices() {
                row.lay_out(&network, i);
                for j in network.indices().filter(|&j| j != i) {
                    for wanted in [true, false] {
                        let fast = row.shared_with(&network, (&weights, mutual), j, wanted);
                        let plain = SharedContacts::of(&network, &weights, (i, j), wanted);
                        assert_eq!(fast, plain, "{round}, {i:?} and {j:?}");
                    }
                }
            }
            assert!(row.is_of(PersonIndex(people - 1)) && !row.is_of(PersonIndex(0)));
        }
    }
}
