//! Whom should I meet, what do we each gain, and who can introduce us?
//!
//! Run with `cargo run --release --example quick_start`: three people of a made-up organisation ask.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Matcher, Network, PersonId, Query};
use support::{Refused, run, sample};

/// Three people of the sample, whom they should meet, why, and who can introduce them.
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        let network = sample::network()?;
        let matcher = Matcher::new(&network);
        writeln!(
            out,
            "{} people, {} ties, {} skills.",
            network.people().len(),
            network.ties().ties() / 2,
            network.skills().len()
        )?;
        for name in ["chidi", "hugo", "goran"] {
            tell(out, &matcher, network.id(name)?)?;
        }
        Ok(())
    })
}

fn tell(out: &mut dyn Write, matcher: &Matcher, who: PersonId) -> Result<(), Refused> {
    let network = matcher.network();
    writeln!(out, "\n{} of {}", network.name(who), place(network, who))?;
    writeln!(out, "  needs {}", needs(network, who))?;
    for (rank, pick) in matcher
        .recommend(Query::new(who).limit(3))
        .iter()
        .enumerate()
    {
        writeln!(
            out,
            "\n  {}. {} of {}, score {:.2}",
            rank + 1,
            pick.name(),
            place(network, pick.peer()),
            pick.score()
        )?;
        for line in pick.explanation().to_string().lines() {
            writeln!(out, "     {line}")?;
        }
        if let Some(way) = pick.introduction() {
            writeln!(
                out,
                "     A request succeeds with a chance of {:.0} %.",
                way.chance() * 100.0
            )?;
        }
    }
    Ok(())
}

/// «the platform team, Lisbon lab, Portugal».
fn place(network: &Network, person: PersonId) -> String {
    let circles = network.circles(person).next().unwrap_or_default();
    let names: Vec<&str> = circles.iter().rev().copied().collect();
    names.join(", ")
}

fn needs(network: &Network, person: PersonId) -> String {
    let person = network.to_person(person).expect("someone of the network");
    let names: Vec<&str> = person.get_needs().map(|need| need.skill.as_str()).collect();
    if names.is_empty() {
        "nothing".into()
    } else {
        names.join(", ")
    }
}
