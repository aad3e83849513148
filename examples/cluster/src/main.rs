//! One program for all roles, so that every process has the same functions and the same version of the crate.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};
use confrere::Matcher;
use confrere_cluster::files::{Cut, Folder, results};
use confrere_cluster::local::{LocalCluster, Shape};
use confrere_cluster::roles::{ExecutorSettings, executor, scheduler};
use confrere_cluster::run::{Question, run};
use confrere_cluster::{Error, community, cores, progress};

/// Everyone's best peers, scored by several processes with Apache DataFusion Ballista.
#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Makes a community up, scores it by one process and by a cluster of three on this machine, and compares.
    Demo(Demo),
    /// Asks a running cluster for everyone's list.
    Run(Run),
    /// Runs a scheduler.
    Scheduler(Scheduler),
    /// Runs an executor.
    Executor(Executor),
}

#[derive(Args)]
struct Demo {
    /// How many people.
    #[arg(long, default_value_t = 20_000)]
    people: usize,
    /// How many peers each.
    #[arg(long, default_value_t = 10)]
    k: u32,
    /// People of a block; as many as fill every file, but at most 4,096, where it is left out.
    #[arg(long)]
    block: Option<usize>,
    /// Files over which blocks are dealt; a task each.
    #[arg(long, default_value_t = Cut::FILES)]
    files: usize,
    /// The first of seven ports; any free ones where it is left out.
    #[arg(long)]
    port: Option<u16>,
    /// Where everything is written.
    #[arg(long, default_value = "target/demo")]
    folder: PathBuf,
}

#[derive(Args)]
struct Run {
    /// The community: `blocks/*.parquet`, `people.parquet`, `scorer.json`.
    #[arg(long)]
    community: PathBuf,
    /// The file of results.
    #[arg(long)]
    results: PathBuf,
    /// How many peers each.
    #[arg(long, default_value_t = 10)]
    k: u32,
    /// The port of the scheduler.
    #[arg(long, default_value_t = 50050)]
    scheduler_port: u16,
    /// A folder that scheduler and executors write their progress to.
    #[arg(long)]
    progress: Option<PathBuf>,
}

#[derive(Args)]
struct Scheduler {
    /// The port to listen on.
    #[arg(long, default_value_t = 50050)]
    port: u16,
    /// A folder to write stages to.
    #[arg(long)]
    progress: Option<PathBuf>,
}

#[derive(Args)]
struct Executor {
    /// Its name.
    #[arg(long)]
    name: String,
    /// The port for results.
    #[arg(long, default_value_t = 50051)]
    port: u16,
    /// The port for tasks.
    #[arg(long, default_value_t = 50052)]
    grpc_port: u16,
    /// The port of the scheduler.
    #[arg(long, default_value_t = 50050)]
    scheduler_port: u16,
    /// Tasks at a time, and threads.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Where parts of results lie until they are fetched.
    #[arg(long)]
    work: PathBuf,
    /// A folder to write counts of pairs to.
    #[arg(long)]
    progress: Option<PathBuf>,
    /// Milliseconds to rest after each pair of blocks, to see what a slow or lost executor does.
    #[arg(long, default_value_t = 0)]
    delay: u64,
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // As Ballista's own scheduler has it: plans are walked recursively.
        .thread_stack_size(32 << 20)
        .build()
        .expect("threads");
    match runtime.block_on(act(Options::parse().role)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Ballista's errors may have no words of their own.
            eprintln!("{error}: {error:?}");
            ExitCode::FAILURE
        }
    }
}

async fn act(role: Role) -> Result<(), Error> {
    match role {
        Role::Demo(demo) => tokio::spawn(show(demo)).await?,
        Role::Scheduler(options) => scheduler(options.port, options.progress).await,
        Role::Executor(options) => {
            progress::set_delay(options.delay);
            let settings = ExecutorSettings {
                name: options.name,
                ports: [options.port, options.grpc_port, options.scheduler_port],
                threads: options.threads,
                work: options.work,
                progress: options.progress,
            };
            executor(settings).await
        }
        Role::Run(options) => {
            let folder = Folder(options.community);
            let question = Question {
                port: options.scheduler_port,
                folder: &folder,
                k: options.k,
                results: &options.results,
                progress: options.progress.as_deref(),
            };
            let taken = run(question).await?;
            println!("everyone's list: {:.1} s", taken.as_secs_f64());
            Ok(())
        }
    }
}

/// Seconds of something.
fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<(T, Duration), Error> {
    let begun = Instant::now();
    let done = work()?;
    let taken = begun.elapsed();
    println!("{what}: {:.1} s", taken.as_secs_f64());
    Ok((done, taken))
}

async fn show(demo: Demo) -> Result<(), Error> {
    let folder = std::path::absolute(&demo.folder)?;
    let community = Folder(folder.join("community"));
    if community.blocks().exists() {
        std::fs::remove_dir_all(community.blocks())?;
    }
    let (matcher, _) = timed("a community is made up and compiled", || {
        let network = community::network(demo.people, 1)?;
        Ok(Matcher::new(&network).for_operator())
    })?;
    let cut = Cut::of(demo.people, demo.files);
    let cut = Cut {
        block: demo.block.unwrap_or(cut.block),
        ..cut
    };
    println!("blocks of {} people", cut.block);
    timed("its shards are written", || community.write(&matcher, cut))?;
    let bytes = size(&community.blocks())?;
    println!("  {:.0} bytes a person", bytes as f64 / demo.people as f64);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    let used = || cores::seconds(std::process::id());
    let before = used();
    let (lists, alone) = timed("one process, 2 threads", || {
        Ok(pool.install(|| matcher.recommend_all(demo.k)))
    })?;
    tell_cores(before, used());
    let cluster = LocalCluster::start(Shape {
        program: &std::env::current_exe()?,
        folder: &folder,
        port: demo.port,
        delays: &[0; 3],
    })?;
    let path = folder.join("results.parquet");
    let before = cluster.core_seconds();
    let taken = run(Question {
        port: cluster.port,
        folder: &community,
        k: demo.k,
        results: &path,
        progress: Some(&cluster.progress),
    })
    .await?;
    println!(
        "three executors of 1 thread: {:.1} s, {:.2} times as long",
        taken.as_secs_f64(),
        taken.as_secs_f64() / alone.as_secs_f64()
    );
    tell_cores(before, cluster.core_seconds());
    for (name, pairs) in progress::pairs(&cluster.progress) {
        println!("  {name} scored {pairs} pairs");
    }
    compare(&matcher, &lists, &path)
}

/// Processor time, which says more than the clock where others work on the same machine.
fn tell_cores(before: Option<f64>, after: Option<f64>) {
    if let Some((before, after)) = before.zip(after) {
        println!("  {:.1} core seconds", after - before);
    }
}

fn size(folder: &Path) -> Result<u64, Error> {
    let files = std::fs::read_dir(folder)?;
    let sizes = files.map(|file| Ok(file?.metadata()?.len()));
    sizes.sum()
}

/// Whether both ways gave the same, to the last bit.
fn compare(matcher: &Matcher, lists: &[Vec<confrere::Ranked>], path: &Path) -> Result<(), Error> {
    let network = matcher.network();
    let mut rows = results(path)?.into_iter();
    for (person, list) in network.people().zip(lists) {
        for (rank, place) in (1..).zip(list) {
            let (person, peer) = (network.key(person), network.key(place.peer));
            let expected = (person.into(), rank, peer.into(), place.score.to_bits());
            if rows.next() != Some(expected) {
                return Err(format!("the lists of {person} differ at place {rank}").into());
            }
        }
    }
    match rows.next() {
        None => println!("both gave the same lists, to the last bit"),
        Some(row) => return Err(format!("one more place than expected: {row:?}").into()),
    }
    Ok(())
}
