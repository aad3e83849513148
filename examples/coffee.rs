//! Coffee rounds: everyone meets someone, others each time, across teams, and it is said why when not.
//!
//! `cargo run --release --example coffee -- --rounds 6` on the sample, or with people of your own.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Parser};
use confrere::round::{Enforcement, GroupRule, MeetingHistory, RoundPlanner, Rule, Scores};
use confrere::{Acquaintances, Matcher, Network, Policy};
use serde_json::json;
use support::reading::{People, Reading, counted};
use support::round::{Criterion, Quota};
use support::{Refused, at_least_one, round, run, sample};

/// Plans who meets whom for coffee, several rounds at once.
#[derive(Parser)]
#[command(group = ArgGroup::new("mix").multiple(true).args(["alike", "different", "at_least", "at_most"]))]
struct Arguments {
    /// Table of people as for match_csv; without it the embedded sample of 60 people
    #[arg(long)]
    people: Option<PathBuf>,
    /// Table of ties: from, to, and strength or count
    #[arg(long, requires = "people")]
    ties: Option<PathBuf>,
    /// Table of past meetings: people (or two columns of names), at (a round or a date), and optionally outcome, ratings and no_shows
    #[arg(long)]
    history: Option<PathBuf>,
    /// How many rounds
    #[arg(long, default_value_t = 1, value_parser = at_least_one)]
    rounds: u32,
    /// The size of a meeting: 2, or a range as in 3-5
    #[arg(long, default_value = "2", value_parser = sizes)]
    groups: (u32, u32),
    /// Somebody is rather left out than in a group below the smallest size
    #[arg(long)]
    strict_sizes: bool,
    /// A slot in which meetings may take place; may be given several times. Without any, every slot that people share will do
    #[arg(long = "slot")]
    slots: Vec<String>,
    /// Everyone in a meeting is of the same circle (circle:1 the team, circle:2 the company), on the same side (stance:TOPIC) or answers
    /// a question alike (attribute:KEY, a column of that name)
    #[arg(long)]
    alike: Vec<Criterion>,
    /// No two in a meeting are of the same circle, on the same side or answer a question alike
    #[arg(long)]
    different: Vec<Criterion>,
    /// At least so many of a kind in each meeting, as in 1:circle:1=sales, 2:stance:remote work=against or 1:attribute:role=mentor
    #[arg(long)]
    at_least: Vec<Quota>,
    /// At most so many of a kind in each meeting
    #[arg(long)]
    at_most: Vec<Quota>,
    /// What breaking any of these four costs; without it they always hold
    #[arg(long, requires = "mix", value_parser = round::price)]
    mix_price: Option<f32>,
    /// Whoever did not turn up to so many meetings of the history (its column no_shows) is left out
    #[arg(long, requires = "history")]
    no_shows: Option<u32>,
    /// Nobody meets someone of the same so many nearest circles: 1 the team, 2 also the company
    #[arg(long, default_value_t = 1)]
    outside: u32,
    /// How much a meeting without a gain on both sides costs; without it there is none such
    #[arg(long, default_value_t = 0.5, value_parser = round::price)]
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

impl Arguments {
    /// Refuses rules on what nobody says: these would hold for everyone, or for nobody.
    fn check(&self, network: &Network) -> Result<(), Refused> {
        for Criterion(of) in self.alike.iter().chain(&self.different) {
            round::check_answered(network, of)?;
        }
        let mut quotas = self.at_least.iter().chain(&self.at_most);
        quotas.try_for_each(|quota| round::check_quota(network, quota))
    }

    /// The history, which tells who did not come where that counts.
    fn history(&self, people: &People) -> Result<MeetingHistory, Refused> {
        let Some(path) = &self.history else {
            return Ok(MeetingHistory::default());
        };
        let reading = Reading {
            needed: self.no_shows.map(|_| "no_shows"),
            ..self.reading.clone()
        };
        reading.history(path, Some(people))
    }

    /// Who is to make up a meeting.
    fn rules(&self) -> Vec<GroupRule> {
        let alike = self
            .alike
            .iter()
            .map(|Criterion(of)| GroupRule::alike(of.clone()));
        let different = self
            .different
            .iter()
            .map(|Criterion(of)| GroupRule::different(of.clone()));
        let least = self
            .at_least
            .iter()
            .map(|quota| GroupRule::at_least(quota.people, &quota.label, quota.of.clone()));
        let most = self
            .at_most
            .iter()
            .map(|quota| GroupRule::at_most(quota.people, &quota.label, quota.of.clone()));
        let enforcement = self.mix_price.map_or(Enforcement::Hard, Enforcement::Price);
        let all = alike.chain(different).chain(least).chain(most);
        all.map(|rule| rule.enforcement(enforcement)).collect()
    }
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
        arguments.check(&network)?;
        let history = arguments.history(&people)?;
        let policy = Policy::default().acquaintances(Acquaintances::Included);
        let matcher = Matcher::with_policy(&network, policy)?;
        let mut planner = RoundPlanner::new(Scores::of(&matcher))
            .same_circle(arguments.outside, Enforcement::Hard)
            .rule(Rule::NoGain, Enforcement::Price(arguments.idle_price))
            .seed(arguments.seed);
        if arguments.groups != (2, 2) {
            planner = planner.groups(arguments.groups.0, arguments.groups.1);
        }
        planner = arguments
            .rules()
            .into_iter()
            .fold(planner, RoundPlanner::group_rule);
        planner = arguments
            .slots
            .iter()
            .fold(planner, |planner, slot| planner.slot(slot));
        if arguments.strict_sizes {
            planner = planner.strict_sizes();
        }
        if let Some(meetings) = arguments.no_shows {
            planner = planner.no_shows(meetings);
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
            "{}, {} someone without a meeting",
            counted(repeats as usize, "repeat", "repeats"),
            counted(missed as usize, "time", "times")
        )?;
        Ok(())
    })
}
