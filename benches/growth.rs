//! How do building a network, changing it and asking it grow with their input? A table of n, 2n, 4n; the factor is 4 where
//! growth is linear and 16 where it is quadratic. Memory is the most that a run holds above what was held before it (Linux only).
//!
//! `cargo bench --bench growth`; building starts at 10,000, or at the number in `CONFRERE_GROWTH`, questions at a tenth of it.

use std::hint::black_box;
use std::time::Instant;

use confrere::market::Market;
use confrere::plan::{Contacts, Day, LearningWeek, Ledger};
use confrere::round::{Encounter, Enforcement, MeetingHistory, RoundPlanner, Rule, Scores};
use confrere::{Adjacency, Matcher, Network, NetworkBuilder, Person, PersonId, Tie, Unit};
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

/// What is known of the process's memory in KiB: the resident set now (`VmRSS`) or the largest so far (`VmHWM`).
fn memory(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What one size costs: the least time of some runs in milliseconds, and the most memory that the first took, in MiB.
type Cost = (f64, Option<f64>);

fn cost<T>(mut run: impl FnMut() -> T) -> Cost {
    // Writing 5 sets the largest resident set back to the present one.
    let reset = std::fs::write("/proc/self/clear_refs", "5").ok();
    let before = reset.and_then(|()| memory("VmRSS"));
    let mut once = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1000.0
    };
    let first = once();
    let taken = before.zip(memory("VmHWM"));
    let taken = taken.map(|(before, most)| most.saturating_sub(before) as f64 / 1024.0);
    let again = if first < LONG { 2 } else { 0 };
    ((0..again).map(|_| once()).fold(first, f64::min), taken)
}

/// A run this long, in milliseconds, is not repeated.
const LONG: f64 = 2_000.0;

const HEAD: &str = " | n, ms | 2n, ms | 4n, ms | 4n / n | n, MiB | 2n, MiB | 4n, MiB |\n|---|---|---|---|---|---|---|---|";

fn row(what: &str, sizes: [usize; 3], run: impl Fn(usize) -> Cost) {
    let [one, two, four] = sizes.map(run);
    let mebibytes = |cost: Cost| cost.1.map_or("–".to_owned(), |size| format!("{size:.1}"));
    println!(
        "| {what} | {:.2} | {:.2} | {:.2} | {:.1} | {} | {} | {} |",
        one.0,
        two.0,
        four.0,
        four.0 / one.0,
        mebibytes(one),
        mebibytes(two),
        mebibytes(four),
    );
}

/// What is asked of a community of size n.
type Question = (&'static str, fn(usize) -> Matcher, fn(&Matcher) -> usize);

fn matcher(builder: NetworkBuilder) -> Matcher {
    Matcher::new(&builder.build().expect("a sound community"))
}

fn id(matcher: &Matcher, number: usize) -> PersonId {
    matcher.network().id(&key(number)).expect("a known key")
}

/// Someone who offers four of 997 skills and needs two.
fn member(number: usize) -> Person {
    let start = Person::new(key(number));
    let offers = (0..4).fold(start, |person, item| {
        person.offers(skill(number * 31 % 997 + item), 0.7)
    });
    (0..2).fold(offers, |person, item| {
        person.needs(skill(number * 57 % 997 + 10 * item + 5), 0.8)
    })
}

/// Everyone tied to five others.
fn crowd(n: usize) -> Matcher {
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
fn star(n: usize) -> Matcher {
    let ties = (1..n).map(|other| Tie::new(key(0), key(other), 0.5));
    matcher(Network::builder().people((0..n).map(member)).ties(ties))
}

/// Two people with n offers and n needs each, who fit.
fn rich(n: usize) -> Matcher {
    let person = |number: usize| {
        (0..n).fold(Person::new(key(number)), |person, item| {
            let (own, wanted) = (2 * item + number, 2 * item + 1 - number);
            person.offers(skill(own), 0.5).needs(skill(wanted), 0.5)
        })
    };
    matcher(Network::builder().people([person(0), person(1)]))
}

/// Eight people who are free in n slots each.
fn slots(n: usize) -> Matcher {
    let person = |number: usize| {
        let free = (0..n).map(|slot| format!("slot {slot:07}"));
        free.fold(member(number), |person, slot| person.available(slot))
    };
    matcher(Network::builder().people((0..8).map(person)))
}

/// A round among everyone, as `rules` has it.
fn round(matcher: &Matcher, rules: impl Fn(RoundPlanner) -> RoundPlanner) -> usize {
    let planner = rules(RoundPlanner::new(Scores::of(matcher)));
    let plan = planner.plan(&MeetingHistory::default());
    plan.expect("sound rules").meetings().len()
}

const QUESTIONS: [Question; 24] = [
    ("a list", crowd, |all| all.recommend(id(all, 0)).len()),
    ("all lists (all pairs)", crowd, |all| {
        all.recommend_all(10).len()
    }),
    ("why not", crowd, |all| {
        all.why_not(id(all, 0), id(all, 9)).to_string().len()
    }),
    ("value (below 2,000 people all pairs)", crowd, |all| {
        usize::from(all.value(id(all, 0)).is_some())
    }),
    ("next skill", crowd, |all| {
        let level = Unit::new(0.8).expect("a level");
        all.next_skill(id(all, 0), level, 5).len()
    }),
    ("select circle", crowd, |all| {
        usize::from(all.select_circle(id(all, 0)).is_some())
    }),
    ("market (all pairs)", crowd, |all| {
        let shares = all.market(&Market::new()).expect("a sound market");
        shares.list(id(all, 0)).len()
    }),
    ("a round (all pairs)", crowd, |all| {
        round(all, |planner| planner)
    }),
    ("a round, half of the people away", crowd, |all| {
        let half = all.network().people().len() / 2;
        round(all, |planner| {
            (0..half).fold(planner, |planner, one| planner.away(key(one)))
        })
    }),
    ("a learning week, 20 slots", crowd, |all| {
        let week = (0..20).fold(LearningWeek::new(), |week, slot| {
            week.slot(format!("slot {slot}"))
        });
        let plan = all.learning_week(&week.rooms(2, 12));
        plan.expect("a sound week").sessions().len()
    }),
    ("ways to everyone", crowd, |all| {
        let ways = all.network().introductions();
        usize::from(ways.reach(id(all, 0)).introduction(id(all, 9)).is_some())
    }),
    ("a star: a list of its centre", star, |all| {
        all.recommend(id(all, 0)).len()
    }),
    ("a star: a list of a leaf", star, |all| {
        all.recommend(id(all, 1)).len()
    }),
    ("a star: all lists (all pairs)", star, |all| {
        all.recommend_all(10).len()
    }),
    ("a star: whom its centre loses touch with", star, |all| {
        let contacts = Contacts::new();
        let fading = all.losing_touch(&contacts, id(all, 0), Day(90));
        fading.expect("nothing recorded").len()
    }),
    ("a star: what its centre offers", star, |all| {
        all.offers_for(id(all, 0), id(all, 1)).len()
    }),
    ("two people with n items: a list", rich, |all| {
        all.recommend(id(all, 0)).len()
    }),
    ("two people with n items: explained", rich, |all| {
        all.explain(id(all, 0), id(all, 1))
            .map_or(0, |why| why.gain.items.len())
    }),
    ("two people with n items: value", rich, |all| {
        usize::from(all.value(id(all, 0)).is_some())
    }),
    ("two people with n items: what one offers", rich, |all| {
        all.offers_for(id(all, 0), id(all, 1)).len()
    }),
    (
        "two people with n items: next skill (skills × items)",
        rich,
        |all| {
            let level = Unit::new(0.8).expect("a level");
            all.next_skill(id(all, 0), level, 5).len()
        },
    ),
    ("a round of 8 people with n slots", slots, |all| {
        round(all, |planner| planner)
    }),
    ("a round of 8 people, no slot rule", slots, |all| {
        round(all, |planner| {
            planner.rule(Rule::Slot, Enforcement::Ignored)
        })
    }),
    ("a learning week of 8 people with n slots", slots, |all| {
        let week = LearningWeek::new().slot("slot 0000000").rooms(1, 8);
        all.learning_week(&week)
            .expect("a sound week")
            .sessions()
            .len()
    }),
];

/// Records of n entries, and what is asked of them.
fn records(sizes: [usize; 3]) {
    let two = |entry: usize| {
        (
            key(entry % 40),
            key((entry % 40 + 1 + entry / 40 % 39) % 40),
        )
    };
    row("a ledger of n entries: its balances", sizes, |n| {
        let mut ledger = Ledger::new();
        for entry in 0..n {
            let (from, to) = two(entry);
            ledger
                .give(&from, &to, Day(entry as i32), 1.0)
                .expect("sound");
        }
        cost(|| ledger.at(Day(n as i32)).is_ok())
    });
    let all = crowd(40);
    row("a history of n meetings: a round of 40", sizes, |n| {
        let mut history = MeetingHistory::default();
        for entry in 0..n {
            let (one, other) = two(entry);
            let met = Encounter::new([one, other], entry as i32 / 20);
            history.record(met).expect("sound");
        }
        let planner = RoundPlanner::new(Scores::of(&all)).now(n as i32);
        cost(|| planner.plan(&history).is_ok())
    });
    row("contacts of n days: agenda", sizes, |n| {
        let mut contacts = Contacts::new();
        for entry in 0..n {
            let (one, other) = two(entry);
            contacts
                .met(&one, &other, Day(entry as i32))
                .expect("sound");
        }
        cost(|| all.agenda(&contacts, id(&all, 0), Day(n as i32)).is_ok())
    });
}

fn main() {
    let first = std::env::var("CONFRERE_GROWTH")
        .ok()
        .and_then(|size| size.parse().ok());
    let first: usize = first.unwrap_or(10_000);
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
    for (what, community, ask) in QUESTIONS {
        row(what, sizes, |n| {
            let all = community(n);
            cost(|| ask(&all))
        });
    }
    records(sizes);
}
