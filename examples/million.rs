//! How long do exact lists for a million people take? Makes people up, lays them out, asks for everyone, and checks a sample.

use std::ops::ControlFlow;
use std::time::Instant;

use clap::Parser;
use confrere::Mean;
use confrere::benefit::{Pool, oracle};
use support::{at_least_one, benefit as made_up};

/// Exact reciprocal lists for many people, timed.
#[derive(Parser)]
struct Arguments {
    /// How many people.
    #[arg(long, default_value_t = 1_000_000, value_parser = at_least_one)]
    people: u32,
    /// Peers per person.
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    limit: u32,
    /// Threads; 0 for one per core.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// The seed of the people.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Ask for the first so many people only, against everyone.
    #[arg(long, value_parser = at_least_one)]
    askers: Option<u32>,
    /// Take lists as batches are done rather than hold them all.
    #[arg(long)]
    stream: bool,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads)
        .build();
    pool.expect("a pool of threads").install(|| run(&arguments));
}

fn run(arguments: &Arguments) {
    let start = Instant::now();
    let vectors = made_up::vectors(made_up::zipf(arguments.people as usize, arguments.seed));
    eprintln!(
        "made up {} people in {:.1?}",
        arguments.people,
        start.elapsed()
    );
    let start = Instant::now();
    let pool = Pool::new(vectors);
    let laid_out = start.elapsed();
    eprintln!("laid out in {laid_out:.1?}");
    let start = Instant::now();
    let stop = arguments.askers.unwrap_or(arguments.people);
    let mut sample = Vec::new();
    let mut done = 0;
    let mut deliver = |person: u32, peers| {
        if person.is_multiple_of((stop / 20).max(1)) {
            sample.push((person, peers));
        }
        done = person + 1;
        if done >= stop {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    if arguments.stream || arguments.askers.is_some() {
        let _ = pool.recommend_each(arguments.limit, Mean::HARMONIC, deliver);
    } else {
        let lists = pool.recommend_all(arguments.limit, Mean::HARMONIC);
        let _ = (0..)
            .zip(lists)
            .try_for_each(|(person, peers)| deliver(person, peers));
    }
    let asked = start.elapsed().as_secs_f64();
    for (person, peers) in &sample {
        let expected = oracle::recommend(pool.vectors(), *person, arguments.limit, Mean::HARMONIC);
        assert_eq!(
            *peers, expected,
            "the list of {person} is not that of the definition"
        );
    }
    let start = Instant::now();
    let _ = pool.recommend(0, arguments.limit, Mean::HARMONIC);
    let single = start.elapsed().as_secs_f64();
    let pairs = f64::from(done) * f64::from(arguments.people);
    let peak = peak_memory().map_or_else(
        || "unknown".to_string(),
        |kb| format!("{:.2} GB", kb as f64 / 1e6),
    );
    if arguments.json {
        println!(
            "{{\"people\":{},\"askers\":{done},\"seconds\":{asked:.3},\"pairs_per_second\":{:.4e},\"one_person_seconds\":{single:.6},\"peak_kb\":{}}}",
            arguments.people,
            pairs / asked,
            peak_memory().unwrap_or(0)
        );
    } else {
        println!(
            "{done} lists against {} people: {asked:.2} s, {:.2e} ordered pairs a second, {:.0} us for one person, peak memory {peak}; {} lists checked",
            arguments.people,
            pairs / asked,
            single * 1e6,
            sample.len()
        );
    }
}

/// The most memory this process ever held, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
