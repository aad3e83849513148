//! A round for people who like it small: one to one, seldom, with a select circle that they meet again on purpose.
//!
//! `cargo run --example small_circle`

use std::process::ExitCode;

use clap::Parser;
use confrere::round::{Encounter, MeetingHistory, RoundChange, RoundPlanner, Scores};
use confrere::{Network, Person};
use serde_json::json;
use support::{at_least_one, round, run};

/// Iris is an introvert. The others meet in groups of three or four; she meets one person, every second round, and most
/// gladly Jonas again. When Jonas cannot come, nobody else is moved.
#[derive(Parser)]
struct Arguments {
    /// How many rounds
    #[arg(long, default_value_t = 4, value_parser = at_least_one)]
    rounds: u32,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let names = [
            "jonas", "kaja", "lena", "milo", "nora", "omar", "pia", "rafi", "sven",
        ];
        let network = Network::builder()
            .person(Person::new("iris").group_size(2).every(2))
            .people(names.map(Person::new))
            .build()?;
        let planner = RoundPlanner::new(Scores::equal(&network))
            .groups(3, 4)
            .select("iris", "jonas");
        let mut history = MeetingHistory::default();
        history.record(Encounter::new(["iris", "jonas"], 0).rated("iris", 1.0))?;
        let series = planner.clone().now(2).series(&history, arguments.rounds)?;
        let first = series.plans().first();
        let change = [RoundChange::Leaves("jonas".into())];
        let repaired = first
            .map(|plan| planner.repair(plan, &history, &change, 0))
            .transpose()?;
        if arguments.json {
            writeln!(
                out,
                "{}",
                json!({ "rounds": series.plans(), "without_jonas": repaired })
            )?;
            return Ok(());
        }
        for plan in series.plans() {
            round::print_round(out, plan)?;
        }
        if let Some(repaired) = repaired {
            writeln!(
                out,
                "\nJonas cannot come to the first round; nobody else is to be moved."
            )?;
            round::print_round(out, &repaired.plan)?;
            for meeting in &repaired.dissolved {
                writeln!(out, "  no longer: {}", meeting.join(", "))?;
            }
            for meeting in &repaired.formed {
                writeln!(out, "  new: {}", meeting.join(", "))?;
            }
        }
        Ok(())
    })
}
