//! Communities of size n that are asked.

use confrere::{Matcher, Network, NetworkBuilder, Person, PersonId, Tie};

use crate::{key, skill};

pub fn matcher(builder: NetworkBuilder) -> Matcher {
    Matcher::new(&builder.build().expect("a sound community"))
}

pub fn id(matcher: &Matcher, number: usize) -> PersonId {
    matcher.network().id(key(number)).expect("a known key")
}

/// Someone who offers four of 997 skills and needs two.
pub fn member(number: usize) -> Person {
    let start = Person::new(key(number));
    let offers = (0..4).fold(start, |person, item| {
        person.offers(skill(number * 31 % 997 + item), 0.7)
    });
    (0..2).fold(offers, |person, item| {
        person.needs(skill(number * 57 % 997 + 10 * item + 5), 0.8)
    })
}

/// Everyone tied to five others.
pub fn crowd(n: usize) -> Matcher {
    let tie = |at: usize| {
        Tie::new(
            key(at % n),
            key((at % n + 1 + at * 7_919 % (n - 1)) % n),
            0.5,
        )
    };
    let ties = (0..5 * n).map(tie).filter(|tie| tie.from != tie.to);
    let ties: std::collections::BTreeMap<_, Tie> = ties
        .map(|tie| {
            (
                (
                    tie.from.clone().min(tie.to.clone()),
                    tie.from.clone().max(tie.to.clone()),
                ),
                tie,
            )
        })
        .collect();
    matcher(
        Network::builder()
            .people((0..n).map(member))
            .ties(ties.into_values()),
    )
}

/// Everyone tied to the first person alone.
pub fn star(n: usize) -> Matcher {
    let ties = (1..n).map(|other| Tie::new(key(0), key(other), 0.5));
    matcher(Network::builder().people((0..n).map(member)).ties(ties))
}

/// Two people with n offers and n needs each, who fit.
pub fn rich(n: usize) -> Matcher {
    let person = |number: usize| {
        (0..n).fold(Person::new(key(number)), |person, item| {
            let (own, wanted) = (2 * item + number, 2 * item + 1 - number);
            person.offers(skill(own), 0.5).needs(skill(wanted), 0.5)
        })
    };
    matcher(Network::builder().people([person(0), person(1)]))
}

/// A hub that n skills are related to, offered by everyone beside a skill of their own; the first needs the hub.
pub fn hub(n: usize) -> Matcher {
    let people = (0..n).map(|number| match number {
        0 => Person::new(key(0)).offers(skill(0), 0.8).needs("hub", 0.8),
        _ => Person::new(key(number))
            .offers(skill(number), 0.5)
            .needs(skill(0), 0.5),
    });
    let builder = Network::builder().people(people);
    matcher((0..n).fold(builder, |builder, other| {
        builder.related("hub", &skill(other), 0.5)
    }))
}

/// Eight people who are free in n slots each.
pub fn slots(n: usize) -> Matcher {
    let person = |number: usize| {
        let free = (0..n).map(|slot| format!("slot {slot:07}"));
        free.fold(member(number), |person, slot| person.available(slot))
    };
    matcher(Network::builder().people((0..8).map(person)))
}
