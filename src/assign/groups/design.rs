//! Groups in several rounds in which nobody meets anybody twice, by construction: resolvable designs.
//!
//! For g groups of s in w rounds: the circle method for pairs; g mutually orthogonal resolutions from Latin squares over finite
//! fields, continued within the rows; and base rounds developed through a cyclic group ("starters", the way in which Kirkman
//! triple systems are built), found by search once and kept here.

use crate::assign::groups::starters::{Rounds, developed};
use crate::assign::groups::thirty_two::thirty_two;

/// Rounds of `groups` groups of `size` in which no two people meet twice, where a construction gives so many rounds.
pub(crate) fn without_repeats(groups: usize, size: usize, rounds: usize) -> Option<Rounds> {
    if groups == 0 || size < 2 {
        return None;
    }
    let found = match (rounds, size) {
        (1, _) => Some(vec![in_order(groups, size)]),
        (_, 2) => Some(round_robin(2 * groups)),
        (10, 4) if groups == 8 => Some(thirty_two()),
        _ => None,
    };
    // Constructions in order of cost; each may give fewer rounds than asked for, and then the next is tried.
    let enough = |found: &Rounds| found.len() >= rounds;
    let found = found
        .filter(enough)
        .or_else(|| developed(groups, size).filter(enough))
        .or_else(|| by_squares(groups, size, rounds).filter(enough));
    found.map(|mut all| {
        all.truncate(rounds);
        all
    })
}

fn in_order(groups: usize, size: usize) -> Vec<Vec<u32>> {
    let people: Vec<u32> = (0..(groups * size) as u32).collect();
    people.chunks(size).map(<[u32]>::to_vec).collect()
}

/// The circle method: one stays, the others move round; n − 1 rounds of an even number of people.
fn round_robin(people: usize) -> Rounds {
    let round = |turn: usize| {
        let at = |place: usize| ((turn + place) % (people - 1)) as u32;
        let fixed = vec![people as u32 - 1, at(0)];
        let others = (1..people / 2).map(|step| vec![at(step), at(people - 1 - step)]);
        std::iter::once(fixed).chain(others).collect()
    };
    (0..people - 1).map(round).collect()
}

/// People are rows × columns. In the round of a slope a, the group b holds of row i the column a·eᵢ + b, the eᵢ having invertible
/// differences: two people of different rows meet for exactly one slope. Rows themselves then go on, each like a smaller instance.
fn by_squares(groups: usize, size: usize, rounds: usize) -> Option<Rounds> {
    let ring = Ring::with_units(groups, size)?;
    let person = |row: usize, column: usize| (row * groups + column) as u32;
    // Each slope is one round: the lines of that slope through the grid of rows and columns.
    let round = |slope: usize| {
        let group = |shift: usize| {
            let column = |row: usize| ring.add(ring.times(slope, ring.element(row)), shift);
            (0..size).map(|row| person(row, column(row))).collect()
        };
        (0..groups).map(group).collect()
    };
    let mut found: Rounds = (0..groups.min(rounds)).map(round).collect();
    // All slopes used, only people of one row have not met: each row is an instance of its own.
    if rounds > groups && groups.is_multiple_of(size) {
        let inner = without_repeats(groups / size, size, rounds - groups)?;
        found.extend(inner.into_iter().map(|inner| {
            let of_row = |row: usize| {
                inner.iter().map(move |group| {
                    group
                        .iter()
                        .map(|&column| person(row, column as usize))
                        .collect()
                })
            };
            (0..size).flat_map(of_row).collect()
        }));
    }
    Some(found)
}

/// A product of finite fields whose sizes multiply to an order (MacNeish): elements are numbers in mixed radix.
struct Ring {
    fields: Vec<Field>,
}

impl Ring {
    /// The ring of an order, where it has so many elements with invertible differences: each field must be at least that large.
    fn with_units(order: usize, elements: usize) -> Option<Self> {
        let mut fields = Vec::new();
        // The order as a product of prime powers: the ring is the product of the fields of those sizes.
        let mut rest = order;
        let mut prime = 2;
        while rest > 1 {
            let mut size = 1;
            while rest.is_multiple_of(prime) {
                rest /= prime;
                size *= prime;
            }
            if size > 1 {
                // A product of fields has as many elements with invertible differences as its smallest field.
                fields.push(Field::new(prime, size)?);
            }
            prime += 1;
        }
        fields
            .iter()
            .all(|field| field.size >= elements)
            .then_some(Self { fields })
    }

    /// The element that is `number` in every field.
    fn element(&self, number: usize) -> usize {
        self.combine(0, 0, |_, _, _| number)
    }

    fn add(&self, a: usize, b: usize) -> usize {
        self.combine(a, b, Field::add)
    }

    fn times(&self, a: usize, b: usize) -> usize {
        self.combine(a, b, Field::times)
    }

    fn combine(&self, a: usize, b: usize, of: impl Fn(&Field, usize, usize) -> usize) -> usize {
        let (mut a, mut b, mut place, mut sum) = (a, b, 1, 0);
        for field in &self.fields {
            sum += place * of(field, a % field.size, b % field.size);
            (a, b, place) = (a / field.size, b / field.size, place * field.size);
        }
        sum
    }
}

/// A finite field: elements are polynomials over the prime, their coefficients the digits of a number.
struct Field {
    prime: usize,
    size: usize,
    /// The digits of xᵈ, d being the degree: minus the irreducible polynomial without its first term.
    reduction: usize,
}

impl Field {
    /// A field of a prime power; `None` where no reduction makes one, which does not happen.
    fn new(prime: usize, size: usize) -> Option<Self> {
        let field = |reduction| Self {
            prime,
            size,
            reduction,
        };
        if prime == size {
            return Some(field(0));
        }
        // A reduction gives a field exactly when no product of elements other than 0 is 0.
        let divides = |field: &Self| {
            let elements = 1..field.size;
            elements
                .clone()
                .any(|a| elements.clone().any(|b| field.times(a, b) == 0))
        };
        (1..size).map(field).find(|field| !divides(field))
    }

    fn add(&self, a: usize, b: usize) -> usize {
        let (mut a, mut b, mut place, mut sum) = (a, b, 1, 0);
        while a + b > 0 {
            sum += place * ((a % self.prime + b % self.prime) % self.prime);
            (a, b, place) = (a / self.prime, b / self.prime, place * self.prime);
        }
        sum
    }

    fn times(&self, a: usize, b: usize) -> usize {
        if self.prime == self.size {
            return a * b % self.prime;
        }
        // Horner's rule over the digits of b, highest first.
        let mut digits = Vec::new();
        let mut rest = b;
        while rest > 0 {
            digits.push(rest % self.prime);
            rest /= self.prime;
        }
        digits.iter().rev().fold(0, |product, &digit| {
            let shifted = self.times_x(product);
            (0..digit).fold(shifted, |sum, _| self.add(sum, a))
        })
    }

    /// A product with x: digits move up, and the one that leaves comes back as the reduction.
    fn times_x(&self, a: usize) -> usize {
        let top = self.size / self.prime;
        (0..a / top).fold(a % top * self.prime, |sum, _| self.add(sum, self.reduction))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::assign::groups::design::without_repeats;
    use crate::assign::groups::starters::STARTERS;

    fn repeats(groups: usize, size: usize, rounds: usize) -> Option<usize> {
        let found = without_repeats(groups, size, rounds)?;
        assert_eq!(found.len(), rounds);
        let (mut met, mut repeats) = (BTreeSet::new(), 0);
        for round in &found {
            let mut people: Vec<u32> = round.concat();
            people.sort_unstable();
            assert!(people.iter().copied().eq(0..(groups * size) as u32));
            for group in round {
                assert_eq!(group.len(), size);
                for (place, &a) in group.iter().enumerate() {
                    for &b in &group[place + 1..] {
                        repeats += usize::from(!met.insert((a.min(b), a.max(b))));
                    }
                }
            }
        }
        Some(repeats)
    }

    #[test]
    fn every_construction_is_free_of_repeats() {
        for starter in STARTERS {
            let rounds = starter.modulus * starter.bases.len();
            assert_eq!(repeats(starter.groups, starter.size, rounds), Some(0));
        }
        let table = [
            (4, 2, 7),
            (9, 2, 17),
            (5, 5, 6),
            (7, 7, 8),
            (8, 4, 9),
            (8, 4, 10),
            (9, 3, 9),
            (4, 4, 5),
            (5, 4, 5),
            (8, 8, 9),
            (12, 3, 12),
            (16, 4, 21),
            (27, 3, 40),
            (6, 5, 6),
            (10, 4, 9),
            (9, 4, 11),
            (6, 6, 3),
        ];
        for (groups, size, rounds) in table {
            assert_eq!(
                repeats(groups, size, rounds),
                Some(0),
                "{groups} groups of {size}"
            );
        }
        // Squares of an order with a small factor would repeat: where nothing else gives so many rounds, there is no answer.
        for (groups, size) in (1..=12).flat_map(|groups| (2..=6).map(move |size| (groups, size))) {
            for rounds in 2..=groups {
                let repeats = repeats(groups, size, rounds).unwrap_or(0);
                assert_eq!(repeats, 0, "{rounds} rounds of {groups} groups of {size}");
            }
        }
        // No construction is known here for so many rounds, and none is made up.
        for (groups, size, rounds) in [(5, 3, 8), (6, 4, 8), (6, 6, 4), (4, 2, 8)] {
            assert_eq!(
                repeats(groups, size, rounds),
                None,
                "{groups} groups of {size}"
            );
        }
    }
}
