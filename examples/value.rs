//! What am I worth to others, what could I offer whom, and what should I learn next?
//!
//! `cargo run --release --example value -- --people people.csv --person ana`

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::plan::{NextSkill, Offering, Value};
use confrere::{Matcher, Network, PersonId, Unit};
use serde::Serialize;
use support::reading::{self, Files, counted};
use support::{Refused, run};

/// Shows a person what others value in them.
#[derive(Parser)]
struct Arguments {
    /// Who asks, by key or name
    #[arg(long)]
    person: String,
    /// What the person could offer to this one
    #[arg(long)]
    to: Option<String>,
    /// The level to which the next skill would be learned
    #[arg(long, default_value_t = 0.6)]
    level: f32,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    files: Files,
}

#[derive(Serialize)]
struct Answer {
    value: Value,
    offers: Vec<Offering>,
    next_skills: Vec<NextSkill>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (network, people) = arguments.files.network_and_people()?;
        let matcher = Matcher::new(&network);
        let who = reading::person(&arguments.person, &network, &people)?;
        let level = Unit::new(arguments.level).ok_or_else(|| {
            Refused::new(format!(
                "level is {}, expected a number from 0 to 1",
                arguments.level
            ))
        })?;
        let value = matcher.value_with(who, &matcher.worths());
        let value = value.ok_or_else(|| Refused::new("nobody to value"))?;
        let to = match &arguments.to {
            Some(name) => Some(reading::person(name, &network, &people)?),
            None => value
                .wanted_by
                .first()
                .and_then(|first| only_one(&network, &first.name)),
        };
        let answer = Answer {
            offers: to.map_or_else(Vec::new, |to| matcher.offers_for(who, to)),
            next_skills: matcher.next_skill(who, level, 5),
            value,
        };
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            return Ok(());
        }
        tell(out, &answer, to.map(|to| network.name(to)), arguments.level)
    })
}

/// Who of a network is shown by a name; nobody where several are.
fn only_one(network: &Network, name: &str) -> Option<PersonId> {
    let mut named = network
        .people()
        .filter(|&person| network.name(person) == name);
    named.next().filter(|_| named.next().is_none())
}

fn tell(out: &mut dyn Write, answer: &Answer, to: Option<&str>, level: f32) -> Result<(), Refused> {
    writeln!(out, "{}", answer.value)?;
    if let Some(to) = to {
        let words: Vec<String> = answer.offers.iter().map(ToString::to_string).collect();
        writeln!(
            out,
            "\nTo offer to {to}: {}",
            if words.is_empty() {
                "nothing yet".into()
            } else {
                words.join(", ")
            }
        )?;
    }
    for next in &answer.next_skills {
        write!(
            out,
            "\n{} at {level} would open {}",
            next.skill,
            counted(next.opens as usize, "new match", "new matches")
        )?;
        if next.closes > 0 {
            write!(out, " and close {}", next.closes)?;
        }
        write!(out, ", such as {}", next.with.join(", "))?;
    }
    Ok(writeln!(out)?)
}
