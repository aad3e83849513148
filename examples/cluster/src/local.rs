//! A cluster of processes on one machine: for tests, and to see what distribution costs.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::roles::HOST;
use crate::{Error, cores};

/// How long a process may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A scheduler and executors; they end with it.
#[derive(Debug)]
pub struct LocalCluster {
    scheduler: Child,
    executors: Vec<Child>,
    /// The port of the scheduler.
    pub port: u16,
    /// Where all tell how far they are.
    pub progress: PathBuf,
}

/// What a local cluster is made of.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'s> {
    /// This program.
    pub program: &'s Path,
    /// Where logs, parts of results and progress go.
    pub folder: &'s Path,
    /// The port of the scheduler; executors take the pairs of ports after it. Any free ones where `None`.
    pub port: Option<u16>,
    /// How long each executor rests after a pair of blocks, in milliseconds: one number an executor.
    pub delays: &'s [u64],
}

fn free_port() -> Result<u16, Error> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Waits until something listens.
fn wait_for(port: u16, process: &mut Child) -> Result<(), Error> {
    let begun = Instant::now();
    while TcpStream::connect((HOST, port)).is_err() {
        if let Some(status) = process.try_wait()? {
            return Err(format!("the process for port {port} ended: {status}").into());
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("nothing listens on port {port}").into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

impl LocalCluster {
    /// Starts the scheduler, then the executors once it answers.
    ///
    /// # Errors
    ///
    /// When a process cannot be started or does not answer; the log of each lies in the folder.
    pub fn start(shape: Shape<'_>) -> Result<Self, Error> {
        let progress = shape.folder.join("progress");
        fs::create_dir_all(&progress)?;
        let mut later = shape.port.map(|port| port..);
        let mut next = || match &mut later {
            Some(ports) => ports.next().ok_or_else(|| "no ports are left".into()),
            None => free_port(),
        };
        let spawn = |name: &str, arguments: &[String]| -> Result<Child, Error> {
            let log = File::create(shape.folder.join(format!("{name}.log")))?;
            let child = Command::new(shape.program)
                .args(arguments)
                .arg("--progress")
                .arg(&progress)
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log)
                .spawn()?;
            Ok(child)
        };
        let port = next()?;
        let scheduler = spawn(
            "scheduler",
            &["scheduler".into(), "--port".into(), port.to_string()],
        )?;
        let mut cluster = Self {
            scheduler,
            executors: Vec::new(),
            port,
            progress: progress.clone(),
        };
        wait_for(port, &mut cluster.scheduler)?;
        for (number, delay) in shape.delays.iter().enumerate() {
            let name = format!("executor-{number}");
            let work = shape.folder.join(&name);
            let ports = [next()?, next()?];
            let arguments = [
                "executor".into(),
                "--name".into(),
                name.clone(),
                "--port".into(),
                ports[0].to_string(),
                "--grpc-port".into(),
                ports[1].to_string(),
                "--scheduler-port".into(),
                port.to_string(),
                "--work".into(),
                work.to_string_lossy().into_owned(),
                "--delay".into(),
                delay.to_string(),
            ];
            cluster.executors.push(spawn(&name, &arguments)?);
        }
        // A query that comes before an executor would have it score the whole first round of tasks without the others.
        let ready = || {
            (0..shape.delays.len())
                .all(|number| progress.join(format!("executor-{number}.pairs")).exists())
        };
        let begun = Instant::now();
        while !ready() {
            if begun.elapsed() > PATIENCE {
                return Err("an executor did not come up".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // It registers with the scheduler right after its first sign of life.
        std::thread::sleep(Duration::from_secs(1));
        Ok(cluster)
    }

    /// Seconds of one core that all have used so far; `None` where the system does not tell.
    #[must_use]
    pub fn core_seconds(&self) -> Option<f64> {
        let processes = self.executors.iter().chain([&self.scheduler]);
        processes.map(|process| cores::seconds(process.id())).sum()
    }

    /// Ends an executor at once, as when its machine is lost.
    ///
    /// # Errors
    ///
    /// When there is no such process any more.
    pub fn kill(&mut self, executor: usize) -> Result<(), Error> {
        self.executors[executor].kill()?;
        self.executors[executor].wait()?;
        Ok(())
    }
}

impl Drop for LocalCluster {
    fn drop(&mut self) {
        for process in self.executors.iter_mut().chain([&mut self.scheduler]) {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
