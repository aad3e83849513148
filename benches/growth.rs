//! How do building and changing a network grow with their input? A table of n, 2n, 4n; the factor of the last column is 4 where
//! growth is linear.
//!
//! `cargo bench --bench growth`; the sizes start at 10,000, or at the number in `CONFRERE_GROWTH`.

use std::hint::black_box;
use std::time::Instant;

use confrere::{Adjacency, Network, NetworkBuilder, Person, Tie};
use petgraph::graph::DiGraph;

/// One kind of input of size n.
type Case = (&'static str, fn(usize) -> NetworkBuilder);

fn key(number: usize) -> String {
    format!("p{number:07}")
}

fn names(count: usize) -> impl Iterator<Item = Person> {
    (0..count).map(|number| Person::new(key(number)))
}

fn skill(number: usize) -> String {
    format!("skill {number}")
}

const CASES: [Case; 10] = [
    ("people with 8 items each", |n| {
        let person = |number: usize| {
            let start = Person::new(key(number));
            (0..8).fold(start, |person, item| {
                person.offers(skill(number * 31 % 997 + item), 0.5)
            })
        };
        Network::builder().people((0..n).map(person))
    }),
    ("a star of ties", |n| {
        let ties = (1..n).map(|other| Tie::new(key(0), key(other), 0.5));
        Network::builder().people(names(n)).ties(ties)
    }),
    ("a skill related to n others that n people offer", |n| {
        let people = (0..n).map(|number| Person::new(key(number)).offers("hub", 0.5));
        let builder = Network::builder().people(people);
        (0..n).fold(builder, |builder, other| {
            builder.related("hub", &skill(other), 0.5)
        })
    }),
    ("a taxonomy of n skills, 10 under each", |n| {
        (1..n).fold(Network::builder(), |builder, number| {
            builder.broader(&skill(number), &skill((number - 1) / 10))
        })
    }),
    ("one person with n items", |n| {
        let person = (0..n).fold(Person::new("ana"), |person, item| {
            person.offers(skill(item), 0.5)
        });
        Network::builder().person(person)
    }),
    ("one person who blocks n others", |n| {
        let person = (0..n).fold(Person::new("ana"), |person, other| {
            person.blocks(key(other))
        });
        Network::builder().people(names(n)).person(person)
    }),
    ("n people of one label", |n| {
        Network::builder().people(names(n).map(|person| person.label("Ana Silva")))
    }),
    ("n spellings of one skill", |n| {
        let person = |number: usize| {
            let spelling = format!("r{}ust", "\u{200b}".repeat(number % 80));
            Person::new(key(number)).offers(spelling, 0.5)
        };
        Network::builder().people((0..n).map(person))
    }),
    ("n contradictions of one person (refused)", |n| {
        let person = (0..n).fold(Person::new("ana"), |person, item| {
            person.offers(skill(item), 0.5).offers(skill(item), 0.6)
        });
        Network::builder().person(person)
    }),
    ("n unknown keys (refused)", |n| {
        let people = (0..n).map(|number| Person::new(key(number)).blocks(format!("zoe {number}")));
        Network::builder().people(people)
    }),
];

/// The least time of some runs, in milliseconds.
fn time<T>(mut run: impl FnMut() -> T) -> f64 {
    let once = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1000.0
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

fn row(what: &str, sizes: [usize; 3], run: impl Fn(usize) -> f64) {
    let times = sizes.map(run);
    let [one, two, four] = times;
    println!(
        "| {what} | {one:.1} | {two:.1} | {four:.1} | {:.1} |",
        four / one
    );
}

fn main() {
    let first = std::env::var("CONFRERE_GROWTH")
        .ok()
        .and_then(|size| size.parse().ok());
    let first: usize = first.unwrap_or(10_000);
    let sizes = [first, 2 * first, 4 * first];
    println!("| milliseconds, n = {first} | n | 2n | 4n | 4n / n |\n|---|---|---|---|---|");
    for (what, case) in CASES {
        row(&format!("build: {what}"), sizes, |n| {
            time(|| case(n).build().is_ok())
        });
    }
    for (what, case) in &CASES[..8] {
        row(&format!("change, one joins: {what}"), sizes, |n| {
            let network = case(n).build().expect("a sound network");
            let before = network.people().len();
            time(|| {
                let changed = network.change().person(Person::new("zoe")).build();
                assert_eq!(changed.expect("a sound change").people().len(), before + 1);
            })
        });
    }
    let ties = |n: usize| -> Vec<(u32, u32, f32)> {
        let n = n as u32;
        let tie = |at: u32| {
            let from = at.wrapping_mul(2_654_435_761) % n;
            (from, (from + 1 + at % (n - 1)) % n, 0.5)
        };
        (0..5 * n).map(tie).collect()
    };
    row("flat ties, 5 a person", sizes, |n| {
        let ties = ties(n);
        time(|| Adjacency::new(n as u32, &ties).expect("sound ties").ties())
    });
    row("the same as petgraph's graph", sizes, |n| {
        let ties = ties(n);
        time(|| DiGraph::<(), f32>::from_edges(&ties).edge_count())
    });
}
