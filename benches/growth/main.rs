//! How do building a network, changing it and asking it grow with their input? A table of n, 2n, 4n; the factor is 4 where
//! growth is linear and 16 where it is quadratic. Time is what all threads worked (on Linux; elsewhere what passed). Memory is the
//! most that a run holds above what was held before it (Linux only).
//!
//! `cargo bench --bench growth`; building starts at 1,000, at 10,000 with `CONFRERE_BENCH_LARGE=1`, or at the number in
//! `CONFRERE_GROWTH`, questions at a tenth of it.

mod communities;
mod questions;
mod records;

use std::hint::black_box;
use std::time::Instant;

use confrere::{Adjacency, Network, NetworkBuilder, NetworkChange, Person, Tie};
use petgraph::graph::DiGraph;

/// One kind of input of size n.
type Case = (&'static str, fn(usize) -> NetworkBuilder);

/// One step of a change.
type Step = fn(NetworkChange) -> NetworkChange;

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

/// What is known of the process's memory in KiB: the resident set now (`VmRSS`) or the largest so far (`VmHWM`).
fn memory(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The time that all threads of the process have worked, in milliseconds, where Linux tells it; it is the same on a busy machine.
fn worked() -> Option<f64> {
    let mut nanoseconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        let told = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += told.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds / 1e6)
}

/// What one size costs: the least time of some runs in milliseconds, and the most memory that the first took, in MiB.
type Cost = (f64, Option<f64>);

fn cost<T>(mut run: impl FnMut() -> T) -> Cost {
    // Writing 5 sets the largest resident set back to the present one.
    let reset = std::fs::write("/proc/self/clear_refs", "5").ok();
    let before = reset.and_then(|()| memory("VmRSS"));
    let mut once = || {
        let (start, before) = (Instant::now(), worked());
        black_box(run());
        let elapsed = start.elapsed().as_secs_f64() * 1000.0;
        // What a thread works is booked by the tick: of a short run what passed is the nearer.
        let worked = before.zip(worked()).map(|(before, now)| now - before);
        worked.filter(|&time| time > SHORT).unwrap_or(elapsed)
    };
    let first = once();
    let taken = before.zip(memory("VmHWM"));
    let taken = taken.map(|(before, most)| most.saturating_sub(before) as f64 / 1024.0);
    let again = if first < LONG { 2 } else { 0 };
    ((0..again).map(|_| once()).fold(first, f64::min), taken)
}

/// So many milliseconds are several ticks of the scheduler.
const SHORT: f64 = 40.0;

/// A run this long, in milliseconds, is not repeated.
const LONG: f64 = 2_000.0;

const HEAD: &str = " | n, ms | 2n, ms | 4n, ms | 4n / n | n, MiB | 2n, MiB | 4n, MiB |\n|---|---|---|---|---|---|---|---|";

fn row(what: &str, sizes: [usize; 3], run: impl Fn(usize) -> Cost) {
    let [one, two, four] = sizes.map(run);
    let mebibytes = |cost: Cost| cost.1.map_or("–".to_owned(), |size| format!("{size:.1}"));
    println!(
        "| {what} | {:.3} | {:.3} | {:.3} | {:.1} | {} | {} | {} |",
        one.0,
        two.0,
        four.0,
        four.0 / one.0,
        mebibytes(one),
        mebibytes(two),
        mebibytes(four),
    );
}

fn main() {
    let first = std::env::var("CONFRERE_GROWTH")
        .ok()
        .and_then(|size| size.parse().ok());
    let large = std::env::var_os("CONFRERE_BENCH_LARGE").is_some();
    let first: usize = first.unwrap_or(if large { 10_000 } else { 1_000 });
    let sizes = [first, 2 * first, 4 * first];
    println!("| n = {first}{HEAD}");
    for (what, case) in CASES {
        row(&format!("build: {what}"), sizes, |n| {
            cost(|| case(n).build().is_ok())
        });
    }
    for (what, case) in &CASES[..8] {
        row(&format!("change, one joins: {what}"), sizes, |n| {
            let network = case(n).build().expect("a sound network");
            let before = network.people().len();
            cost(|| {
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
    let steps: [(&str, Step); 3] = [
        ("one leaves", |change| change.leave(key(0))),
        ("one is renamed", |change| change.rename(key(0), "zoe")),
        ("one tie goes", |change| change.untie(key(0), key(1))),
    ];
    for (what, step) in steps {
        row(&format!("change, {what}: a star of ties"), sizes, |n| {
            let network = CASES[1].1(n).build().expect("a sound network");
            cost(|| step(network.change()).build().is_ok())
        });
    }
    row("flat ties, 5 a person", sizes, |n| {
        let ties = ties(n);
        cost(|| Adjacency::new(n as u32, &ties).expect("sound ties").ties())
    });
    row("the same as petgraph's graph", sizes, |n| {
        let ties = ties(n);
        cost(|| DiGraph::<(), f32>::from_edges(&ties).edge_count())
    });
    let sizes = sizes.map(|size| (size / 10).max(50));
    println!("\n| n = {}{HEAD}", sizes[0]);
    for &(what, community, ask) in questions::QUESTIONS {
        row(what, sizes, |n| {
            let all = community(n);
            cost(|| ask(&all))
        });
    }
    records::records(sizes);
}
