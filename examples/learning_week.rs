//! A learning week for people of your own: who teaches what to whom, in which slot and room.
//!
//! `cargo run --release --example learning_week -- --people people.csv --slots 5 --rooms 3:12`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::Matcher;
use confrere::plan::WeekPlan;
use support::plan::{Rooms, Slots, week};
use support::reading::{self, Reading, counted};
use support::{Refused, at_least_one, run};

/// Plans sessions from offers and needs.
#[derive(Parser)]
struct Arguments {
    /// Table of people: name, offers, needs, slots, group_size, blocks and more; all but the name may be missing
    #[arg(long)]
    people: PathBuf,
    /// How many slots, or their names separated by commas; `team:` before a name keeps its sessions within teams, `company:`
    /// and `country:` within wider circles
    #[arg(long, default_value = "5")]
    slots: Slots,
    /// How many rooms of which size, such as 3:12; a speaker needs a place too; may be given again for other sizes
    #[arg(long, default_value = "3:12")]
    rooms: Vec<Rooms>,
    /// How many sessions a person teaches at most
    #[arg(long, default_value_t = 1, value_parser = at_least_one)]
    teaches: u32,
    /// Plans again without these people, and shows what changes
    #[arg(long)]
    without: Vec<String>,
    /// The plan as one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (builder, people) = arguments.reading.builder(&arguments.people, None, None)?;
        let network = builder.build()?;
        let matcher = Matcher::new(&network);
        let week = week(&arguments.slots, &arguments.rooms, arguments.teaches);
        let plan = matcher.learning_week(&week)?;
        let gone = arguments
            .without
            .iter()
            .map(|name| reading::person(name, &network, &people))
            .collect::<Result<Vec<_>, _>>()?;
        let replan = matcher.replan_without(&plan, gone);
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(&replan)?)?;
            return Ok(());
        }
        tell(out, &replan.plan)?;
        for change in &replan.changes {
            writeln!(out, "{change}")?;
        }
        Ok(())
    })
}

fn tell(out: &mut dyn Write, plan: &WeekPlan) -> Result<(), Refused> {
    writeln!(out, "{plan}\n")?;
    let wanting: Vec<_> = plan
        .learners()
        .iter()
        .filter(|learner| learner.needed > 0.0)
        .collect();
    let none = wanting
        .iter()
        .filter(|learner| learner.attends.is_empty())
        .count();
    writeln!(
        out,
        "{} something, {none} of them {} no session.",
        counted(wanting.len(), "person needs", "people need"),
        if none == 1 { "gets" } else { "get" }
    )?;
    let mut reasons = std::collections::BTreeMap::new();
    for need in plan.unmet() {
        *reasons.entry(need.why).or_insert(0) += 1;
    }
    for (why, count) in reasons {
        let needs = match count {
            1 => "need stays",
            _ => "needs stay",
        };
        writeln!(out, "{count} {needs} open: {why}.")?;
    }
    Ok(())
}
