//! How do all lists share attention fairly? Draws a published market, one pool, a job market, or reads people; prints the figures.
//!
//! `cargo run --release --example market -- --left 75 --right 50 --examination log --objective anneal --markets 20`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use confrere::Matcher;
use confrere::assign::exposure::{
    Applications, Examination, Objective, Preferences, Settings, allocate, trade_off,
};
use confrere::market::{Market, Shares};
use support::market::mt19937::Taste;
use support::market_told::{Sides, line, tell, tell_jobs, tell_lists, tell_means};
use support::reading::Reading;
use support::{Refused, at_least_one, market, run};

/// Gives everyone a ranked list so that many matches are expected and nobody is swamped or starved.
#[derive(Parser)]
struct Arguments {
    /// People on the left side of a published market
    #[arg(long, default_value_t = 75, value_parser = at_least_one, conflicts_with_all = ["pool", "su", "people"])]
    left: u32,
    /// People on the right side
    #[arg(long, default_value_t = 50, value_parser = at_least_one, conflicts_with_all = ["pool", "su", "people"])]
    right: u32,
    /// One pool of so many people instead of two sides
    #[arg(long, conflicts_with_all = ["su", "people"])]
    pool: Option<u32>,
    /// In a pool: wants from offers and needs of 40 skills, popular by a Zipf law with this exponent, instead of --lambda
    #[arg(long, requires = "pool")]
    skills: Option<f64>,
    /// In a pool: lists of about so many candidates instead of everyone
    #[arg(long, requires = "pool", conflicts_with = "skills")]
    candidates: Option<u32>,
    /// The one-sided job market of Su et al. with so many openings (its own seed 621; `log` is 1/ln(k + 1))
    #[arg(long)]
    su: Option<u32>,
    /// How openings judge applicants: random, similar or reverse
    #[arg(long, default_value = "random", value_parser = market::taste, requires = "su")]
    taste: Taste,
    /// People from a CSV (see the example match_csv); prints everyone's list with reasons
    #[arg(long, conflicts_with = "su")]
    people: Option<PathBuf>,
    /// Ties from a CSV, for --people
    #[arg(long, requires = "people")]
    ties: Option<PathBuf>,
    /// Attention by place: inv, log or exp
    #[arg(long, default_value = "inv", value_parser = market::examination)]
    examination: Examination,
    /// How much all agree on who is popular, from 0 to 1
    #[arg(long, default_value_t = 0.8, conflicts_with_all = ["people", "skills"])]
    lambda: f64,
    /// Seed of the drawn markets
    #[arg(long, default_value_t = 0, conflicts_with_all = ["su", "people"])]
    seed: u32,
    /// So many drawn markets, of seeds one after the other: the mean of their figures
    #[arg(long, default_value_t = 1, value_parser = at_least_one, conflicts_with_all = ["su", "people", "trade_off"])]
    markets: u32,
    /// naive, product, harmonic, power:R, transferable, nash, alpha:A or anneal
    #[arg(long, default_value = "anneal", value_parser = market::objective)]
    objective: Objective,
    /// The curve over alpha 0, 0.2, …, 1 instead of one objective
    #[arg(long, conflicts_with_all = ["su", "people"])]
    trade_off: bool,
    /// Figures as one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        check(&arguments)?;
        match (&arguments.people, arguments.su) {
            (Some(people), _) => lists(out, &arguments, people),
            (None, Some(openings)) => jobs(out, &arguments, openings),
            (None, None) => figures(out, &arguments),
        }
    })
}

/// Refuses what cannot be drawn or would not fit into the memory of a usual machine.
fn check(arguments: &Arguments) -> Result<(), Refused> {
    const MOST: u64 = 100_000_000;
    if !(0.0..=1.0).contains(&arguments.lambda) {
        let lambda = arguments.lambda;
        return Err(Refused::new(format!(
            "--lambda is {lambda}, expected a number from 0 to 1"
        )));
    }
    if let Some(zipf) = arguments
        .skills
        .filter(|zipf| !(0.0..=100.0).contains(zipf))
    {
        return Err(Refused::new(format!(
            "--skills is {zipf}, expected a number from 0 to 100"
        )));
    }
    let (rows, columns) = match (arguments.pool, arguments.su) {
        (_, Some(openings)) => (openings, openings),
        (Some(people), _) => (people, arguments.candidates.unwrap_or(people)),
        _ => (arguments.left, arguments.right),
    };
    let pairs = u64::from(rows) * u64::from(columns);
    if arguments.people.is_none() && pairs > MOST {
        return Err(Refused::new(format!(
            "{rows} x {columns} is {pairs} pairs, expected at most {MOST}"
        )));
    }
    Ok(())
}

/// A drawn market has two sides unless it is a pool.
fn sides(arguments: &Arguments) -> Sides {
    match arguments.pool {
        Some(_) => Sides::Pool,
        None => Sides::Two,
    }
}

fn figures(out: &mut dyn Write, arguments: &Arguments) -> Result<(), Refused> {
    let settings = Settings::new(arguments.objective).examination(arguments.examination.clone());
    if arguments.markets > 1 {
        return means(out, arguments, &settings);
    }
    let wants = wants(arguments, arguments.seed)?;
    if arguments.trade_off {
        for point in trade_off(&wants, &settings, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])? {
            match arguments.json {
                true => writeln!(out, "{}", serde_json::to_string(&point)?)?,
                false => writeln!(
                    out,
                    "alpha {:.1}: {}",
                    point.alpha,
                    line(&point.summary, sides(arguments))
                )?,
            }
        }
        return Ok(());
    }
    let clock = Instant::now();
    let allocation = allocate(&wants, &settings)?;
    let seconds = clock.elapsed().as_secs_f64();
    tell(
        out,
        arguments.json,
        (&allocation.summary(), sides(arguments)),
        allocation.iterations(),
        seconds,
    )
}

fn means(out: &mut dyn Write, arguments: &Arguments, settings: &Settings) -> Result<(), Refused> {
    let last = arguments.seed.checked_add(arguments.markets - 1);
    let last = last.ok_or_else(|| {
        let (seed, markets) = (arguments.seed, arguments.markets);
        Refused::new(format!(
            "--seed is {seed} with --markets {markets}, expected seeds up to {}",
            u32::MAX
        ))
    })?;
    let mut summaries = Vec::new();
    for seed in arguments.seed..=last {
        summaries.push(allocate(&wants(arguments, seed)?, settings)?.summary());
    }
    tell_means(out, arguments.json, (&summaries, sides(arguments)))
}

fn wants(arguments: &Arguments, seed: u32) -> Result<Preferences, Refused> {
    let lambda = arguments.lambda;
    Ok(
        match (arguments.pool, arguments.skills, arguments.candidates) {
            (Some(people), Some(zipf), _) => market::skill_pool(people, zipf, seed)?,
            (Some(people), _, Some(candidates)) => {
                market::listed_pool(people, candidates, lambda, seed)?
            }
            (Some(people), None, None) => market::pool(people, lambda, seed)?,
            (None, ..) => market::published(arguments.left, arguments.right, lambda, seed)?,
        },
    )
}

fn jobs(out: &mut dyn Write, arguments: &Arguments, openings: u32) -> Result<(), Refused> {
    let market: Applications = market::jobs(openings, arguments.lambda, arguments.taste)?;
    let log = arguments.examination == Examination::logarithmic();
    let examination = if log {
        Examination::natural()
    } else {
        arguments.examination.clone()
    };
    // Anneal is for mutual lists; its counterpart here is the ascent.
    let objective = if arguments.objective == Objective::Anneal {
        Objective::Alpha(1.0)
    } else {
        arguments.objective
    };
    let clock = Instant::now();
    let rankings = market.rank(&Settings::one_sided(objective).examination(examination))?;
    let seconds = clock.elapsed().as_secs_f64();
    tell_jobs(out, arguments.json, &rankings, seconds)
}

fn lists(
    out: &mut dyn Write,
    arguments: &Arguments,
    people: &std::path::Path,
) -> Result<(), Refused> {
    let network = arguments
        .reading
        .network(people, arguments.ties.as_ref(), None)?;
    let matcher = Matcher::new(&network);
    let question = Market::new()
        .objective(arguments.objective)
        .examination(arguments.examination.clone());
    let clock = Instant::now();
    let shares: Shares = matcher.market(&question)?;
    let seconds = clock.elapsed().as_secs_f64();
    if !arguments.json {
        tell_lists(out, &shares)?;
    }
    tell(
        out,
        arguments.json,
        (&shares.summary(), Sides::Pool),
        shares.allocation().iterations(),
        seconds,
    )
}
