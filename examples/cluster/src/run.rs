//! The query: every pair of blocks scored, the lists of each block merged, written in order.

use std::path::Path;
use std::time::{Duration, Instant};

use ballista::prelude::SessionContextExt;
use datafusion::arrow::array::RecordBatch;
use datafusion::common::cast::{as_large_binary_array, as_uint32_array};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use futures::StreamExt;

use crate::files::{Folder, Results};
use crate::roles::{HOST, config, session};
use crate::{Error, functions, lists, progress};

/// How often a question is asked that breaks off for an executor that was lost.
const ASKED: u32 = 3;

/// What is asked of a cluster.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The port of the scheduler.
    pub port: u16,
    /// The community.
    pub folder: &'q Folder,
    /// How many peers each.
    pub k: u32,
    /// Where lists are written.
    pub results: &'q Path,
    /// Where scheduler and executors tell how far they are.
    pub progress: Option<&'q Path>,
}

/// Asks a cluster for everyone's list and writes them, and says how long that took; on an error no file of results appears, and
/// one that was there stays as it was.
///
/// # Errors
///
/// When a file or a shard is unsound, when no executor is left, when a task failed four times.
pub async fn run(question: Question<'_>) -> Result<Duration, Error> {
    let begun = Instant::now();
    let keys = question.folder.keys()?;
    let answer = ask_on(question, &keys);
    let Some(folder) = question.progress else {
        answer.await?;
        return Ok(begun.elapsed());
    };
    let everyone = keys.len() as u64;
    let watch = Watch::new(folder, everyone * everyone.saturating_sub(1) / 2);
    tokio::select! {
        answer = answer => answer?,
        () = watch.tell_on() => {}
    }
    let taken = begun.elapsed();
    // What was scored last is told a tenth of a second later.
    tokio::time::sleep(progress::EVERY * 3).await;
    watch.tell(taken);
    Ok(taken)
}

/// Asks until an answer is read to its end. Where an executor is lost just while its output is read, Ballista 55.0.0 gives up the whole
/// query instead of doing the executor's part again; to ask again finds the executors that are left.
async fn ask_on(question: Question<'_>, keys: &[String]) -> Result<(), Error> {
    for _ in 1..ASKED {
        match ask(question, keys).await {
            Err(error) if broke_off(&error) => {
                eprintln!("an executor was lost while its output was read: asking again");
            }
            done => return done,
        }
    }
    ask(question, keys).await
}

/// Whether a connection to an executor ended in the middle.
fn broke_off(error: &Error) -> bool {
    let told = error.to_string();
    let signs = ["h2 protocol error", "transport error", "broken pipe"];
    signs.iter().any(|sign| told.contains(sign))
}

async fn ask(question: Question<'_>, keys: &[String]) -> Result<(), Error> {
    let blocks = question.folder.blocks();
    let files = question.folder.block_files()?;
    let url = format!("df://{HOST}:{}", question.port);
    let context = SessionContext::remote_with_state(&url, session(config(files))?).await?;
    // Connecting resets the functions of a session to Ballista's own.
    let mut state = context.state();
    functions::register(&mut state)?;
    let context = SessionContext::new_with_state(state);
    let path = blocks.to_string_lossy();
    context
        .register_parquet("blocks", path, ParquetReadOptions::default())
        .await?;
    let scorer = question.folder.scorer()?.replace('\'', "''");
    let (k, blocks) = (question.k, "blocks");
    let answer = context
        .sql(&format!(
            "SELECT pair['block'] AS block, topk_merge(pair['found'], arrow_cast({k}, 'UInt32')) AS lists
             FROM (SELECT unnest(score_block(a.block, a.shard, b.block, b.shard, '{scorer}', arrow_cast({k}, 'UInt32'))) AS pair
                   FROM {blocks} a JOIN {blocks} b ON a.block <= b.block)
             GROUP BY pair['block'] ORDER BY block"
        ))
        .await?;
    let mut stream = answer.execute_stream().await?;
    let mut results = Results::new(question.results, keys)?;
    let mut next = 0;
    while let Some(batch) = stream.next().await {
        add(&batch?, &mut next, &mut results)?;
    }
    results.close()
}

/// Adds blocks, which come in order and without a gap.
fn add(batch: &RecordBatch, next: &mut u32, results: &mut Results<'_>) -> Result<(), Error> {
    let blocks = as_uint32_array(batch.column(0))?;
    let found = as_large_binary_array(batch.column(1))?;
    for row in 0..blocks.len() {
        let block = blocks.value(row);
        if block != *next {
            return Err(format!("block {block} came, expected {next}").into());
        }
        *next += 1;
        results.add(&lists::from_bytes(found.value(row))?)?;
    }
    Ok(())
}

/// How far the cluster is with one question.
struct Watch<'f> {
    folder: &'f Path,
    all: u64,
    /// Executors count from their start on, over all queries.
    before: u64,
    begun: Instant,
}

impl<'f> Watch<'f> {
    fn new(folder: &'f Path, all: u64) -> Self {
        Self {
            folder,
            all,
            before: Self::scored(folder),
            begun: Instant::now(),
        }
    }

    fn scored(folder: &Path) -> u64 {
        progress::pairs(folder).iter().map(|it| it.1).sum()
    }

    fn tell(&self, taken: Duration) {
        let pairs = Self::scored(self.folder).saturating_sub(self.before);
        let seconds = taken.as_secs_f64();
        eprintln!(
            "{seconds:4.0} s: {} stages, {:3.0} % of the pairs, {:.2} million pairs a second",
            progress::stages(self.folder),
            100.0 * pairs as f64 / self.all.max(1) as f64,
            pairs as f64 / seconds / 1e6,
        );
    }

    /// Tells every second, without an end.
    async fn tell_on(&self) {
        loop {
            tokio::time::sleep(progress::EVERY * 10).await;
            self.tell(self.begun.elapsed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::broke_off;

    #[test]
    fn a_connection_that_ended_is_told_from_a_file_that_is_unsound() {
        let ended = "Ipc error: code: 'Unknown error', message: \"h2 protocol error: error reading a body from connection\"";
        assert!(broke_off(&ended.into()));
        assert!(!broke_off(&"shard of block 3: 7 bytes are missing".into()));
    }
}
