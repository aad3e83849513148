//! How far a run is: every executor writes how many pairs it has scored, the scheduler how many stages are done.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Pairs that this process has scored.
static PAIRS: AtomicU64 = AtomicU64::new(0);

/// Milliseconds that this process rests after each pair of blocks.
static DELAY: AtomicU64 = AtomicU64::new(0);

/// How often files are written and read.
pub const EVERY: Duration = Duration::from_millis(100);

/// Counts pairs that were scored.
pub fn add_pairs(pairs: u64) {
    PAIRS.fetch_add(pairs, Ordering::Relaxed);
}

/// Rests so long after each pair of blocks, so that a test can end a process in the middle.
pub fn set_delay(milliseconds: u64) {
    DELAY.store(milliseconds, Ordering::Relaxed);
}

/// How long to rest.
#[must_use]
pub fn delay() -> u64 {
    DELAY.load(Ordering::Relaxed)
}

/// Writes a whole file or none, so that no reader meets half a number.
pub fn write(path: &Path, text: &str) {
    let part = path.with_extension("part");
    // Progress that cannot be written is no reason to stop the work.
    let _ = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
}

/// Writes this process's count again and again.
pub async fn report(path: PathBuf) {
    loop {
        write(&path, &PAIRS.load(Ordering::Relaxed).to_string());
        tokio::time::sleep(EVERY).await;
    }
}

/// Pairs scored by each executor so far, by name.
#[must_use]
pub fn pairs(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let counts = entries.filter_map(|entry| {
        let path = entry.path();
        let name = path
            .file_name()?
            .to_str()?
            .strip_suffix(".pairs")?
            .to_owned();
        Some((name, fs::read_to_string(&path).ok()?.parse().ok()?))
    });
    let mut counts: Vec<(String, u64)> = counts.collect();
    counts.sort();
    counts
}

/// Stages done and stages in all, as the scheduler wrote them.
#[must_use]
pub fn stages(folder: &Path) -> String {
    fs::read_to_string(folder.join("stages")).unwrap_or_else(|_| "0 of ?".into())
}
