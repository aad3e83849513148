//! A mentoring programme from two files: who gives and who looks for help, in one plan.
//!
//! `cargo run --release --example mentor_programme -- --mentors mentors.csv --mentees mentees.csv --fair`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::mentorship::{Goal, Mentorship};
use confrere::{Matcher, Network, Person};
use support::reading::{Reading, Source, counted};
use support::{Refused, at_least_one, run};

/// Pairs mentees with mentors; without files, a sample of ten people.
#[derive(Parser)]
struct Arguments {
    /// CSV of the mentors, with the columns of people
    #[arg(long, requires = "mentees")]
    mentors: Option<PathBuf>,
    /// CSV of the mentees, with the columns of people
    #[arg(long, requires = "mentors")]
    mentees: Option<PathBuf>,
    /// How many mentees a mentor takes at most
    #[arg(long, default_value_t = 2, value_parser = at_least_one)]
    each: u32,
    /// First the greatest gain for whoever gains least, then the greatest sum
    #[arg(long)]
    fair: bool,
    /// The plan as one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

const MENTORS: &str = "name,offers
mara,rust:1;negotiation:0.6
noor,rust:0.7;databases:0.9
oskar,negotiation:0.9;public speaking:0.5
";

const MENTEES: &str = "name,needs
ada,rust:1;databases:0.4
bao,rust:0.8
cleo,negotiation:1;public speaking:0.5
dina,databases:1
emil,public speaking:1
finn,negotiation:0.7;rust:0.2
gita,cooking:1
";

/// The mentors and the mentees. Those of one file may block those of the other.
fn people(arguments: &Arguments) -> Result<(Vec<Person>, Vec<Person>), Refused> {
    let source = |path: &Option<PathBuf>, name, sample| match path {
        Some(path) => Source::open(path),
        None => Ok(Source::of_bytes(name, sample)),
    };
    let mentors = source(&arguments.mentors, "mentors of the sample", MENTORS)?;
    let mentees = source(&arguments.mentees, "mentees of the sample", MENTEES)?;
    let reading = match arguments.mentors {
        Some(_) => arguments.reading.clone(),
        None => Reading {
            quiet: true,
            ..arguments.reading.clone()
        },
    };
    let read = |source, other| reading.heard(reading.people_beside(source, &[other]));
    Ok((
        read(&mentors, &mentees)?.into_people(),
        read(&mentees, &mentors)?.into_people(),
    ))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (mentors, mentees) = people(&arguments)?;
        let keys = |people: &[Person]| -> Vec<String> {
            people
                .iter()
                .map(|person| person.key().to_string())
                .collect()
        };
        let (givers, receivers) = (keys(&mentors), keys(&mentees));
        if let Some(both) = givers.iter().find(|key| receivers.contains(key)) {
            return Err(Refused::new(format!(
                "`{both}` is among the mentors and among the mentees; expected each person in one of the two files"
            )));
        }
        let network = Network::builder().people(mentors).people(mentees).build()?;
        let ids = |keys: &[String]| -> Result<Vec<_>, Refused> {
            keys.iter().map(|key| Ok(network.id(key)?)).collect()
        };
        let goal = if arguments.fair {
            Goal::GreatestLeast
        } else {
            Goal::GreatestSum
        };
        let programme = Mentorship::new(ids(&givers)?, ids(&receivers)?);
        let programme = programme.mentees_each(arguments.each).goal(goal);
        // Whoever runs the programme reads this plan, so what people keep private counts.
        let plan = Matcher::new(&network)
            .for_operator()
            .mentorship(&programme)?;
        if arguments.json {
            serde_json::to_writer_pretty(&mut *out, &plan)?;
            return Ok(writeln!(out)?);
        }
        for pair in plan.pairs() {
            writeln!(out, "{pair}")?;
        }
        let proven = if plan.is_proven() {
            "proven best"
        } else {
            "not proven best"
        };
        let least = plan.least().unwrap_or(0.0);
        writeln!(
            out,
            "\n{}, sum of gains {:.2}, least {least:.2} ({proven})",
            counted(plan.pairs().len(), "pair", "pairs"),
            plan.value()
        )?;
        writeln!(
            out,
            "{} would rather have each other",
            counted(plan.blocking_pairs().len(), "pair", "pairs")
        )?;
        for unserved in plan.unserved() {
            writeln!(out, "{unserved}")?;
        }
        Ok(())
    })
}
