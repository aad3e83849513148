//! Contenders take turns, so that the noise of a shared machine falls on all of them alike.

#![allow(dead_code, reason = "each bench uses its part")]

use std::time::Instant;

/// A pool of so many threads.
pub fn threads(count: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build();
    pool.expect("a pool of threads")
}

/// One way to an answer.
pub struct Contender<'c> {
    name: &'static str,
    threads: usize,
    /// The part of the whole work that the call does.
    share: f64,
    call: Box<dyn Fn() + Sync + 'c>,
}

impl<'c> Contender<'c> {
    /// A call on so many threads that does all of the work.
    pub fn new(name: &'static str, threads: usize, call: impl Fn() + Sync + 'c) -> Self {
        Self {
            name,
            threads,
            share: 1.0,
            call: Box::new(call),
        }
    }

    /// The call does `part` of `whole` only.
    pub fn on(mut self, part: u32, whole: usize) -> Self {
        self.share = f64::from(part) / whole as f64;
        self
    }
}

/// Runs all contenders in turn, `rounds` times over, and prints medians and how many times as long as the first each took. Returns how many
/// times as long each other contender took in every round.
pub fn race(what: &str, rounds: usize, contenders: &[Contender<'_>]) -> Vec<(String, Vec<f64>)> {
    let mut others = Vec::new();
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for _ in 0..rounds {
        for (contender, times) in contenders.iter().zip(&mut times) {
            let pool = threads(contender.threads);
            let start = Instant::now();
            pool.install(|| (contender.call)());
            times.push(start.elapsed().as_secs_f64() / contender.share);
        }
    }
    let median = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values[values.len() / 2]
    };
    for (contender, own) in contenders.iter().zip(&times) {
        let ratios: Vec<f64> = own
            .iter()
            .zip(&times[0])
            .map(|(own, first)| own / first)
            .collect();
        let extrapolated = if contender.share < 1.0 {
            ", extrapolated"
        } else {
            ""
        };
        println!(
            "{what}/{}/{}: {:.3} s, {:.2} times the first{extrapolated}",
            contender.name,
            contender.threads,
            median(own),
            median(&ratios)
        );
        if contender.name != contenders[0].name {
            let beside = format!("{} on {} threads", contender.name, contender.threads);
            others.push((beside, ratios));
        }
    }
    others
}
