//! The live community: one writer that keeps database and network in step, and snapshots that any number of readers share.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock, mpsc};
use std::time::{SystemTime, UNIX_EPOCH};

use confrere::{Matcher, Network};
use rusqlite::Connection;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::refusal::Refusal;
use crate::store;

/// The most commands that share one transaction and one new network.
const BATCH: usize = 64;

/// What everybody reads at one moment.
pub struct Snapshot {
    /// The asker; it holds the network.
    pub matcher: Matcher,
    /// The day as of which ties count, in days since 1970.
    pub day: i64,
}

/// What a command changed and the network must follow.
#[derive(Debug, Default)]
pub struct Touched {
    /// Members who joined, said something new or left.
    pub members: BTreeSet<String>,
    /// Pairs, the smaller key first, whose ties changed.
    pub pairs: BTreeSet<(String, String)>,
    /// Whether the stored policy changed.
    pub policy: bool,
}

impl Touched {
    /// Marks the tie of two members.
    pub fn tie(&mut self, one: &str, other: &str) {
        let (a, b) = if one < other {
            (one, other)
        } else {
            (other, one)
        };
        self.pairs.insert((a.into(), b.into()));
    }
}

type Work = Box<dyn FnMut(&Connection, &mut Touched) -> Result<Value, Refusal> + Send>;

/// One change, and where its answer goes once it is on disk.
struct Command {
    work: Work,
    answer: oneshot::Sender<Result<Value, Refusal>>,
}

/// The handle that every request shares.
pub struct Community {
    live: Arc<RwLock<Arc<Snapshot>>>,
    commands: Mutex<mpsc::Sender<Command>>,
    readers: Mutex<Vec<Connection>>,
    path: PathBuf,
}

/// Days since 1970.
pub fn today() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    (elapsed.as_secs() / 86_400) as i64
}

impl Community {
    /// Opens the database, builds the network that it describes, and starts the writer.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let connection = store::open(path)?;
        let day = today();
        let snapshot = Snapshot {
            matcher: matcher(&connection, &load(&connection, day)?)?,
            day,
        };
        let live = Arc::new(RwLock::new(Arc::new(snapshot)));
        let (commands, receiver) = mpsc::channel();
        let mut writer = Writer {
            connection,
            live: Arc::clone(&live),
        };
        std::thread::spawn(move || writer.run(&receiver));
        Ok(Self {
            live,
            commands: Mutex::new(commands),
            readers: Mutex::default(),
            path: path.into(),
        })
    }

    /// The community at this moment. Cheap; whoever holds it is not disturbed by later changes.
    pub fn now(&self) -> Arc<Snapshot> {
        Arc::clone(
            &self
                .live
                .read()
                .unwrap_or_else(|broken| broken.into_inner()),
        )
    }

    /// Carries out a change: it is on disk and in the network when this returns. The closure may run twice (alone, after it
    /// failed together with others), each time on the state before it.
    pub async fn write(
        &self,
        work: impl FnMut(&Connection, &mut Touched) -> Result<Value, Refusal> + Send + 'static,
    ) -> Result<Value, Refusal> {
        let (answer, answered) = oneshot::channel();
        let command = Command {
            work: Box::new(work),
            answer,
        };
        let sender = self
            .commands
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
            .clone();
        sender.send(command).map_err(Refusal::broken)?;
        answered.await.map_err(Refusal::broken)?
    }

    /// Reads the database off the threads that answer requests.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let this = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            let connection = match this.readers().pop() {
                Some(connection) => connection,
                None => store::open(&this.path)?,
            };
            let answer = work(&connection);
            this.readers().push(connection);
            answer
        });
        task.await.map_err(Refusal::broken)?
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.readers
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

/// The network that the database describes, as of a day.
pub fn load(connection: &Connection, day: i64) -> Result<Network, Refusal> {
    let mut builder = Network::builder();
    for key in store::members(connection)? {
        if let Some(person) = store::person(connection, &key)? {
            builder = builder.person(person);
        }
    }
    for pair in store::pairs(connection)? {
        builder = builder.ties(store::ties(connection, &pair, day)?);
    }
    Ok(builder.build()?)
}

/// A matcher under the stored policy: the default one until acceptance was learned.
fn matcher(connection: &Connection, network: &Network) -> Result<Matcher, Refusal> {
    match store::setting(connection, "policy")? {
        None => Ok(Matcher::new(network)),
        Some(text) => {
            let policy = serde_json::from_str(&text).map_err(Refusal::broken)?;
            Ok(Matcher::with_policy(network, policy)?)
        }
    }
}

/// The only one who writes.
struct Writer {
    connection: Connection,
    live: Arc<RwLock<Arc<Snapshot>>>,
}

impl Writer {
    fn run(&mut self, receiver: &mpsc::Receiver<Command>) {
        while let Ok(first) = receiver.recv() {
            let mut batch = vec![first];
            batch.extend(receiver.try_iter().take(BATCH - 1));
            self.carry_out(batch);
        }
    }

    /// Tries a batch in one transaction; when the network refuses it, each command alone, so that only the culprit fails.
    fn carry_out(&mut self, mut batch: Vec<Command>) {
        match self.attempt(&mut batch) {
            Ok(answers) => {
                for (command, answer) in batch.into_iter().zip(answers) {
                    // A caller who hung up needs no answer; the change stands.
                    let _ = command.answer.send(answer);
                }
            }
            Err(refusal) if batch.len() == 1 => {
                for command in batch {
                    let _ = command.answer.send(Err(refusal.clone()));
                }
            }
            Err(_) => batch
                .into_iter()
                .for_each(|command| self.carry_out(vec![command])),
        }
    }

    /// One transaction: every command behind a savepoint, then the network, then the commit. The new snapshot is shown only
    /// after the commit, so nobody reads what a crash would undo.
    fn attempt(&mut self, batch: &mut [Command]) -> Result<Vec<Result<Value, Refusal>>, Refusal> {
        let before = Arc::clone(
            &self
                .live
                .read()
                .unwrap_or_else(|broken| broken.into_inner()),
        );
        let mut transaction = self.connection.transaction()?;
        let (mut touched, mut answers) = (Touched::default(), Vec::with_capacity(batch.len()));
        for command in batch {
            let savepoint = transaction.savepoint()?;
            let mut own = Touched::default();
            let answer = (command.work)(&savepoint, &mut own);
            if answer.is_ok() {
                savepoint.commit()?;
                touched.members.append(&mut own.members);
                touched.pairs.append(&mut own.pairs);
                touched.policy |= own.policy;
            } else {
                drop(savepoint);
            }
            answers.push(answer);
        }
        let next = next_snapshot(&transaction, &before, &touched)?;
        transaction.commit()?;
        if let Some(next) = next {
            *self
                .live
                .write()
                .unwrap_or_else(|broken| broken.into_inner()) = Arc::new(next);
        }
        Ok(answers)
    }
}

/// The snapshot after a change; `None` where nothing of the network changed. On a new day all ties have faded: everything is
/// read anew.
fn next_snapshot(
    connection: &Connection,
    before: &Snapshot,
    touched: &Touched,
) -> Result<Option<Snapshot>, Refusal> {
    let day = today();
    if day == before.day
        && touched.members.is_empty()
        && touched.pairs.is_empty()
        && !touched.policy
    {
        return Ok(None);
    }
    let network = if day == before.day {
        follow(connection, before, touched)?
    } else {
        load(connection, day)?
    };
    Ok(Some(Snapshot {
        matcher: matcher(connection, &network)?,
        day,
    }))
}

/// Changes the network by what was touched: each member and tie is read again from the tables.
fn follow(
    connection: &Connection,
    before: &Snapshot,
    touched: &Touched,
) -> Result<Network, Refusal> {
    let network = before.matcher.network();
    let mut change = network.change();
    for key in &touched.members {
        match store::person(connection, key)? {
            Some(person) => change = change.person(person),
            None if network.id(key).is_ok() => change = change.leave(key),
            None => {}
        }
    }
    for pair in &touched.pairs {
        let both = store::profile(connection, &pair.0)?.is_some()
            && store::profile(connection, &pair.1)?.is_some();
        if both {
            let ties = store::ties(connection, pair, before.day)?;
            change = if ties.is_empty() {
                change.untie(&pair.0, &pair.1)
            } else {
                change.ties(ties)
            };
        }
    }
    Ok(change.build()?)
}
