//! A made-up community: people of trades and places, with ties mostly to those near them.

use confrere::{Error, Network, Person, Tie};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Skills in all, offers and needs of each, ties of each.
const SKILLS: usize = 400;
const OFFERS: usize = 12;
const NEEDS: usize = 5;
const TIES: usize = 6;

/// So many people, the same for one seed.
///
/// # Errors
///
/// When the crate refuses the community, which it does not.
pub fn network(people: usize, seed: u64) -> Result<Network, Error> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let everyone: Vec<Person> = (0..people).map(|number| person(&mut rng, number)).collect();
    let ties: Vec<Tie> = (0..people * TIES / 2)
        .filter_map(|_| tie(&mut rng, people))
        .collect();
    Network::from_people(everyone, ties)
}

fn key(number: usize) -> String {
    format!("p{number:08}")
}

/// Skills of which the first are the most common.
fn skill(rng: &mut ChaCha8Rng) -> String {
    let share: f64 = rng.random();
    format!("skill {:03}", (share * share * SKILLS as f64) as usize)
}

fn person(rng: &mut ChaCha8Rng, number: usize) -> Person {
    let mut person = Person::new(key(number)).label(format!("Person {number}"));
    let (mut offered, mut needed) = (Vec::new(), Vec::new());
    for _ in 0..OFFERS {
        let skill = skill(rng);
        if !offered.contains(&skill) {
            person = person.offers(&skill, rng.random_range(0.1..=1.0));
            offered.push(skill);
        }
    }
    for _ in 0..NEEDS {
        let skill = skill(rng);
        if !offered.contains(&skill) && !needed.contains(&skill) {
            person = person.needs(&skill, rng.random_range(0.1..=1.0));
            needed.push(skill);
        }
    }
    let topic = rng.random_range(0..20);
    let stance = [-1.0, -0.5, 0.5, 1.0][rng.random_range(0..4)];
    person
        .interest(format!("topic {topic}"), rng.random_range(0.2..=1.0))
        .stance(format!("topic {}", rng.random_range(0..20)), stance)
        .circle([
            format!("country {}", number % 7),
            format!("firm {}", number % 301),
        ])
        .attribute("office", format!("office {}", number % 53))
}

/// A tie to someone near, now and then to anyone.
fn tie(rng: &mut ChaCha8Rng, people: usize) -> Option<Tie> {
    let from = rng.random_range(0..people);
    let to = if rng.random_bool(0.9) {
        (from + rng.random_range(1..40)) % people
    } else {
        rng.random_range(0..people)
    };
    (from != to).then(|| Tie::new(key(from), key(to), rng.random_range(0.1..=1.0)))
}
