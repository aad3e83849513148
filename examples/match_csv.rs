//! Peers for people of your own: reads people (and ties) from CSV, prints everyone's best peers with reasons.
//!
//! `cargo run --release --example match_csv -- --people people.csv --ties ties.csv --person ana`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use confrere::{Item, Matcher, PersonId, Policy, Query, Recommendation, Through, WhyNobody};
use serde::Serialize;
use support::reading::{self, Reading};
use support::{Refused, at_least_one, progress, run};

/// Suggests peers from whom both sides gain.
#[derive(Parser)]
struct Arguments {
    /// Table of people: name, offers, needs, interests, stances, circles, seeks, blocks, paused, limit and more (see the README); all but
    /// the name may be missing
    #[arg(long)]
    people: PathBuf,
    /// Table of ties: from, to, and strength or count, and optionally directed
    #[arg(long)]
    ties: Option<PathBuf>,
    /// Table of related skills: a, b, relatedness
    #[arg(long)]
    relatedness: Option<PathBuf>,
    /// Only this person's peers, by key or name
    #[arg(long)]
    person: Option<String>,
    /// How many peers for each
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    limit: u32,
    /// What counts beside benefit
    #[arg(long, value_enum, default_value_t = Choice::Default)]
    policy: Choice,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, ValueEnum)]
enum Choice {
    Default,
    Benefit,
    Contrarian,
    Outside,
}

#[derive(Serialize)]
struct Line<'m> {
    person: &'m str,
    peers: Vec<Peer<'m>>,
    /// Why there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<WhyNobody>,
}

#[derive(Serialize)]
struct Peer<'m> {
    name: &'m str,
    score: f32,
    gain: f32,
    give: f32,
    gains: Vec<Part<'m>>,
    gives: Vec<Part<'m>>,
    difference: f32,
    via: Vec<&'m str>,
}

#[derive(Serialize)]
struct Part<'m> {
    skill: &'m str,
    intent: &'m str,
    amount: f32,
    /// By way of what, where the other names something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<&'m Through>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let (ties, relatedness) = (arguments.ties.as_deref(), arguments.relatedness.as_deref());
        let reading = &arguments.reading;
        let (builder, people) = reading.builder(&arguments.people, ties, relatedness)?;
        let network = builder.build()?;
        let matcher = Matcher::with_policy(&network, policy(arguments.policy))?;
        if let Some(name) = &arguments.person {
            let who = reading::person(name, &network, &people)?;
            let picks = matcher.recommend(Query::new(who).limit(arguments.limit));
            return print(out, &matcher, arguments.json, who, &picks);
        }
        let lists = matcher.recommend_all(arguments.limit);
        let mut bar = progress(lists.len() as u64, "explaining");
        for (who, list) in network.people().zip(&lists) {
            let picks = list
                .iter()
                .filter_map(|place| matcher.pair(who, place.peer));
            print(
                out,
                &matcher,
                arguments.json,
                who,
                &picks.collect::<Vec<_>>(),
            )?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    })
}

fn policy(choice: Choice) -> Policy {
    match choice {
        Choice::Default => Policy::default(),
        Choice::Benefit => Policy::benefit_only(),
        Choice::Contrarian => Policy::contrarian(),
        Choice::Outside => Policy::outside(),
    }
}

fn print(
    out: &mut dyn Write,
    matcher: &Matcher,
    json: bool,
    who: PersonId,
    picks: &[Recommendation],
) -> Result<(), Refused> {
    let person = matcher.network().name(who);
    if json {
        let line = Line {
            person,
            peers: picks.iter().map(peer).collect(),
            none: picks.is_empty().then(|| matcher.why_nobody(who)),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
        return Ok(());
    }
    writeln!(out, "{person}")?;
    for (rank, pick) in picks.iter().enumerate() {
        writeln!(out, "{:>4}. {:.3}  {pick}", rank + 1, pick.score())?;
    }
    if picks.is_empty() {
        let why = matcher.why_nobody(who);
        writeln!(out, "      {why}")?;
    }
    Ok(())
}

fn peer(pick: &Recommendation) -> Peer<'_> {
    let explanation = pick.explanation();
    Peer {
        name: pick.name(),
        score: pick.score(),
        gain: pick.gain(),
        give: pick.give(),
        gains: parts(&explanation.gain.items),
        gives: parts(&explanation.give.items),
        difference: pick.distance(),
        via: pick.via(),
    }
}

fn parts(items: &[Item]) -> Vec<Part<'_>> {
    let parts = items.iter().map(|item| Part {
        skill: &item.name,
        intent: item.intent.word(),
        amount: item.amount,
        through: item.through.as_ref(),
    });
    parts.collect()
}
