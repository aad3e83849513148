//! The two roles of Ballista, with our functions known to both: stock processes do not know them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use ballista::prelude::SessionConfigExt;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service};
use ballista_scheduler::scheduler_server::SchedulerServer;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};

use crate::{Error, functions, progress};

/// Messages up to so many bytes: a few shards at a time.
pub const MESSAGE: u32 = 256 << 20;

/// Everything binds to this host.
pub const HOST: &str = "127.0.0.1";

/// How a session of the client and of the scheduler is set up.
///
/// # Errors
///
/// When the session takes no functions.
pub fn session(config: SessionConfig) -> datafusion::common::Result<SessionState> {
    let builder = SessionStateBuilder::new_with_default_features().with_config(config);
    let mut state = builder.build();
    functions::register(&mut state)?;
    Ok(state)
}

/// The settings of a query over blocks: a task for each file, few blocks in memory at a time.
#[must_use]
pub fn config(files: usize) -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_target_partitions(files)
        .with_batch_size(4)
        .set_usize("ballista.scheduler.max_partitions_per_task", 1)
        // The adaptive planner, the default of 55.0.0, forgets the stage whose input it has made again: after a loss the query
        // stands still («Can't find active stage to update stage outputs»). Ours has nothing to adapt.
        .set_bool("ballista.planner.adaptive.enabled", false)
        .set_usize("ballista.client.grpc_max_message_size", MESSAGE as usize)
        // One answer is waited for as long as the query takes; the default is 20 seconds.
        .set_usize("ballista.client.grpc_timeout_seconds", 7 * 24 * 3600)
        .set_bool(
            "datafusion.execution.parquet.schema_force_view_types",
            false,
        )
        // Ours are the files: Parquet must not cut one in two.
        .set_bool("datafusion.optimizer.repartition_file_scans", false)
}

/// Runs a scheduler until the process ends.
///
/// # Errors
///
/// When the port is taken.
pub async fn scheduler(port: u16, progress: Option<PathBuf>) -> Result<(), Error> {
    let config = SchedulerConfig {
        bind_host: HOST.into(),
        external_host: HOST.into(),
        bind_port: port,
        // Executors fetch their tasks. Where tasks are pushed to them, the scheduler of 55.0.0 counts a thread as taken for ever if
        // its task ends after the stage was rolled back: with one thread each, nobody is left to make the lost work again.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        // A dead executor is found out in seconds; the defaults are minutes. One whose threads are all at work asks for more, its
        // only sign of life, every five seconds: a shorter time-out takes the busy for dead.
        executor_timeout_seconds: 12,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: 5,
        // The default fills one executor first.
        task_distribution: TaskDistributionPolicy::RoundRobin,
        grpc_server_max_decoding_message_size: MESSAGE,
        grpc_server_max_encoding_message_size: MESSAGE,
        grpc_client_max_message_size: MESSAGE,
        override_session_builder: Some(Arc::new(session)),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let scheduler = create_scheduler(cluster, Arc::new(config)).await?;
    if let Some(folder) = progress {
        tokio::spawn(report_stages(scheduler.clone(), folder));
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Ok(start_grpc_service(address, scheduler).await?)
}

/// A scheduler of plans as they are sent by default.
type Server = SchedulerServer<LogicalPlanNode, PhysicalPlanNode>;

/// Writes how many stages of the youngest query are done.
async fn report_stages(scheduler: Server, folder: PathBuf) {
    loop {
        tokio::time::sleep(progress::EVERY).await;
        // Not `get_running_jobs`: in 55.0.0 it tells of those that are over.
        let jobs = scheduler.state.task_manager.get_all_jobs().await;
        let planned = jobs.into_iter().flatten().filter(|job| job.num_stages > 0);
        if let Some(job) = planned.max_by_key(|job| job.start_time) {
            let done = format!("{} of {}", job.completed_stages, job.num_stages);
            progress::write(&folder.join("stages"), &done);
        }
    }
}

/// Where an executor listens and works.
#[derive(Debug, Clone)]
pub struct ExecutorSettings {
    /// A name for progress and logs.
    pub name: String,
    /// For results, for tasks, and where the scheduler is.
    pub ports: [u16; 3],
    /// Tasks at a time, and threads of the kernel.
    pub threads: usize,
    /// Where parts of results lie until they are fetched.
    pub work: PathBuf,
    /// Where to write how many pairs were scored.
    pub progress: Option<PathBuf>,
}

/// Runs an executor until the process ends.
///
/// # Errors
///
/// When a port is taken or no scheduler answers within half a minute.
pub async fn executor(settings: ExecutorSettings) -> Result<(), Error> {
    let ExecutorSettings {
        name,
        ports: [port, grpc_port, scheduler_port],
        threads,
        work,
        progress,
    } = settings;
    std::fs::create_dir_all(&work)?;
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()?;
    let (scalar, aggregate) = functions::all();
    let mut registry = BallistaFunctionRegistry::default();
    registry
        .scalar_functions
        .insert(scalar.name().into(), scalar);
    registry
        .aggregate_functions
        .insert(aggregate.name().into(), aggregate);
    if let Some(folder) = progress {
        tokio::spawn(crate::progress::report(
            folder.join(format!("{name}.pairs")),
        ));
    }
    let config = ExecutorProcessConfig {
        executor_id: name,
        bind_host: HOST.into(),
        external_host: Some(HOST.into()),
        port,
        grpc_port,
        scheduler_host: HOST.into(),
        scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: threads,
        work_dir: Some(work.to_string_lossy().into_owned()),
        grpc_max_decoding_message_size: MESSAGE,
        grpc_max_encoding_message_size: MESSAGE,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        override_function_registry: Some(Arc::new(registry)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}
