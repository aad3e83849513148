//! Ratios that the table at the end of `cargo bench` shows: each is kept in a file of its own under the target folder until it is measured
//! again.

#![allow(dead_code, reason = "each bench uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::Criterion;

/// What was measured, next to what, and how many times as long what stands beside it took.
pub struct Ratio {
    pub id: String,
    pub beside: String,
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

/// Where ratios are kept.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("ratios")
}

/// Keeps the ratios of all rounds of one comparison.
pub fn keep(id: &str, beside: &str, rounds: &[f64]) {
    let mut rounds = rounds.to_vec();
    rounds.sort_unstable_by(f64::total_cmp);
    let (least, most) = (rounds[0], rounds[rounds.len() - 1]);
    let median = rounds[rounds.len() / 2];
    let name = format!("{id} {beside}").replace(|letter: char| !letter.is_alphanumeric(), "_");
    fs::create_dir_all(folder()).expect("the target folder can be written to");
    let line = format!("{id}\t{beside}\t{median}\t{least}\t{most}\n");
    fs::write(folder().join(name), line).expect("the target folder can be written to");
}

/// Keeps those of each contender of a race.
pub fn keep_all(id: &str, others: &[(String, Vec<f64>)]) {
    others
        .iter()
        .for_each(|(beside, rounds)| keep(id, beside, rounds));
}

/// All ratios that are kept, by id.
pub fn kept() -> Vec<Ratio> {
    let Ok(files) = fs::read_dir(folder()) else {
        return Vec::new();
    };
    let read = |file: fs::DirEntry| {
        let line = fs::read_to_string(file.path()).ok()?;
        let cells: Vec<&str> = line.trim_end().split('\t').collect();
        let [id, beside, median, least, most] = cells[..] else {
            return None;
        };
        Some(Ratio {
            id: id.into(),
            beside: beside.into(),
            median: median.parse().ok()?,
            least: least.parse().ok()?,
            most: most.parse().ok()?,
        })
    };
    let mut all: Vec<Ratio> = files.flatten().filter_map(read).collect();
    all.sort_by(|a, b| (&a.id, &a.beside).cmp(&(&b.id, &b.beside)));
    all
}

/// Ten samples in about a second: all benches together end within five minutes.
pub fn brief() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
}
