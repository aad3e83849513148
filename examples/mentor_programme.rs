//! A mentoring programme from two files: who gives and who looks for help, in one plan.
//!
//! `cargo run --release --example mentor_programme -- --mentors mentors.csv --mentees mentees.csv --fair`

mod support;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::mentorship::{Goal, Mentorship};
use confrere::{Matcher, Network};
use support::files::{Table, read_people};
use support::{Refused, run};

/// Pairs mentees with mentors; without files, people of the sample who offer coaching mentor those who need it.
#[derive(Parser)]
struct Arguments {
    /// CSV of the mentors, with the columns of people
    #[arg(long, requires = "mentees")]
    mentors: Option<PathBuf>,
    /// CSV of the mentees, with the columns of people
    #[arg(long, requires = "mentors")]
    mentees: Option<PathBuf>,
    /// How many mentees a mentor takes at most
    #[arg(long, default_value_t = 2)]
    each: u32,
    /// First the greatest gain for whoever gains least, then the greatest sum
    #[arg(long)]
    fair: bool,
    /// The plan as one JSON object
    #[arg(long)]
    json: bool,
}

/// The sample as two files: its first half gives, the rest looks for help.
fn sample() -> (String, String) {
    let text = include_str!("data/people.csv");
    let (head, rows) = text.split_once('\n').unwrap_or((text, ""));
    let rows: Vec<&str> = rows.lines().collect();
    let (mentors, mentees) = rows.split_at(rows.len() / 2);
    let file = |rows: &[&str]| format!("{head}\n{}\n", rows.join("\n"));
    (file(mentors), file(mentees))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (mentors, mentees) = match (&arguments.mentors, &arguments.mentees) {
            (Some(mentors), Some(mentees)) => (
                read_people(Table::open(mentors)?)?,
                read_people(Table::open(mentees)?)?,
            ),
            _ => {
                let (mentors, mentees) = sample();
                let read = |text: &str| read_people(Table::of_text("people", text));
                (read(&mentors)?, read(&mentees)?)
            }
        };
        let (mentors, mentees) = (mentors.into_people(), mentees.into_people());
        let keys = |people: &[confrere::Person]| -> Vec<String> {
            people
                .iter()
                .map(|person| person.key().to_string())
                .collect()
        };
        let (givers, receivers) = (keys(&mentors), keys(&mentees));
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
            "\n{} pairs, sum of gains {:.2}, least {least:.2} ({proven})",
            plan.pairs().len(),
            plan.value()
        )?;
        writeln!(
            out,
            "{} pairs would rather have each other",
            plan.blocking_pairs().len()
        )?;
        for unserved in plan.unserved() {
            writeln!(out, "{unserved}")?;
        }
        Ok(())
    })
}
