//! Coffee rounds: everyone meets someone, others each time, across teams, and it is said why when not.
//!
//! `cargo run --release --example coffee -- --rounds 6` on the sample, or with people of your own.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::round::{Enforcement, MeetingHistory, RoundPlanner, Rule, Scores};
use confrere::{Acquaintances, Matcher, Policy};
use serde_json::json;
use support::reading::Reading;
use support::{at_least_one, round, run, sample};

/// Plans who meets whom for coffee, several rounds at once.
#[derive(Parser)]
struct Arguments {
    /// Table of people as for match_csv; without it the embedded sample of 60 people
    #[arg(long)]
    people: Option<PathBuf>,
    /// Table of ties: from, to, and strength or count
    #[arg(long, requires = "people")]
    ties: Option<PathBuf>,
    /// Table of past meetings: people (or two columns of names), at (a round or a date), and optionally outcome and ratings
    #[arg(long)]
    history: Option<PathBuf>,
    /// How many rounds
    #[arg(long, default_value_t = 1, value_parser = at_least_one)]
    rounds: u32,
    /// The size of a meeting: 2, or a range as in 3-5
    #[arg(long, default_value = "2", value_parser = sizes)]
    groups: (u32, u32),
    /// Nobody meets someone of the same so many nearest circles: 1 the team, 2 also the company
    #[arg(long, default_value_t = 1)]
    outside: u32,
    /// How much a meeting without a gain on both sides costs; without it there is none such
    #[arg(long, default_value_t = 0.5)]
    idle_price: f32,
    /// The number from which searches draw
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn sizes(word: &str) -> Result<(u32, u32), String> {
    let (smallest, largest) = word.split_once('-').unwrap_or((word, word));
    let number = |part: &str| part.trim().parse::<u32>().ok();
    let both = number(smallest).zip(number(largest));
    both.ok_or_else(|| format!("`{word}` is no size, expected 2 or a range as in 3-5"))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (builder, people) = match &arguments.people {
            Some(people) => arguments
                .reading
                .builder(people, arguments.ties.as_deref(), None)?,
            None => (sample::builder()?, sample::people()?),
        };
        let network = builder.build()?;
        let history = match &arguments.history {
            Some(path) => arguments.reading.history(path, Some(&people))?,
            None => MeetingHistory::default(),
        };
        let policy = Policy::default().acquaintances(Acquaintances::Included);
        let matcher = Matcher::with_policy(&network, policy)?;
        let mut planner = RoundPlanner::new(Scores::of(&matcher))
            .same_circle(arguments.outside, Enforcement::Hard)
            .rule(Rule::NoGain, Enforcement::Price(arguments.idle_price))
            .seed(arguments.seed);
        if arguments.groups != (2, 2) {
            planner = planner.groups(arguments.groups.0, arguments.groups.1);
        }
        let series = planner.series(&history, arguments.rounds)?;
        let (repeats, missed) = (series.repeats(), series.missed());
        if arguments.json {
            let answer = json!({ "rounds": series.plans(), "repeats": repeats, "missed": missed });
            writeln!(out, "{answer}")?;
            return Ok(());
        }
        for plan in series.plans() {
            round::print_round(out, plan)?;
        }
        writeln!(
            out,
            "{repeats} repeats, {missed} times someone without a meeting"
        )?;
        Ok(())
    })
}
