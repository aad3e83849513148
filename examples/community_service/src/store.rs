//! What is kept: the tables, and how a person and a tie are read from them.

use std::collections::BTreeMap;
use std::path::Path;

use confrere::path::{ContactLog, TieDecay};
use confrere::{Person, Tie};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// How much a contact of one day weighs, in fresh interactions.
const CONTACT: f32 = 1.0;

/// Yeses that everyone starts with when the share of requests they agreed to is estimated (Laplace's rule with a prior of two
/// agreements): one no lowers the chance of the tie to two thirds.
const PRIOR_YES: f32 = 2.0;

const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS member (
    key TEXT PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, profile TEXT NOT NULL, joined INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS contact (
    a TEXT NOT NULL REFERENCES member ON DELETE CASCADE, b TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    day INTEGER NOT NULL, by_a INTEGER NOT NULL, by_b INTEGER NOT NULL, PRIMARY KEY (a, b, day), CHECK (a < b)) STRICT;
CREATE INDEX IF NOT EXISTS contact_b ON contact (b);
CREATE TABLE IF NOT EXISTS block (
    member TEXT NOT NULL REFERENCES member ON DELETE CASCADE, other TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    PRIMARY KEY (member, other)) STRICT;
CREATE INDEX IF NOT EXISTS block_other ON block (other);
CREATE TABLE IF NOT EXISTS introduction (
    id INTEGER PRIMARY KEY, asker TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    target TEXT NOT NULL REFERENCES member ON DELETE CASCADE, day INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS introduction_asker ON introduction (asker);
CREATE INDEX IF NOT EXISTS introduction_target ON introduction (target);
CREATE TABLE IF NOT EXISTS ask (
    introduction INTEGER NOT NULL REFERENCES introduction ON DELETE CASCADE, position INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES member ON DELETE CASCADE, asked_by TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    answer TEXT, PRIMARY KEY (introduction, position)) STRICT;
CREATE INDEX IF NOT EXISTS ask_person ON ask (person, asked_by);
CREATE INDEX IF NOT EXISTS ask_asked_by ON ask (asked_by);
CREATE TABLE IF NOT EXISTS answer (
    member TEXT NOT NULL REFERENCES member ON DELETE CASCADE, peer TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    day INTEGER NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (member, peer, day)) STRICT;
CREATE INDEX IF NOT EXISTS answer_peer ON answer (peer);
CREATE TABLE IF NOT EXISTS round (id INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS meeting (
    round INTEGER NOT NULL REFERENCES round ON DELETE CASCADE, a TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    b TEXT NOT NULL REFERENCES member ON DELETE CASCADE, PRIMARY KEY (round, a, b)) STRICT;
CREATE INDEX IF NOT EXISTS meeting_a ON meeting (a);
CREATE INDEX IF NOT EXISTS meeting_b ON meeting (b);
CREATE TABLE IF NOT EXISTS waiting (
    round INTEGER NOT NULL REFERENCES round ON DELETE CASCADE, member TEXT NOT NULL REFERENCES member ON DELETE CASCADE,
    PRIMARY KEY (round, member)) STRICT;
CREATE INDEX IF NOT EXISTS waiting_member ON waiting (member);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// What a member says of themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// The name that others read.
    pub label: String,
    /// Skill to level, above 0 and at most 1.
    pub offers: BTreeMap<String, f32>,
    /// Skill to priority.
    pub needs: BTreeMap<String, f32>,
    /// Needs that count and that nobody is told.
    pub private_needs: BTreeMap<String, f32>,
    /// Topic to weight.
    pub interests: BTreeMap<String, f32>,
    /// Topic to position, −1 to 1.
    pub stances: BTreeMap<String, f32>,
    /// Nested circles, nearest first.
    pub circles: Vec<Vec<String>>,
    /// Takes no suggestions for now.
    pub paused: bool,
}

impl Profile {
    /// The person as the crate knows one, without blocks.
    pub fn to_person(&self, key: &str) -> Person {
        let mut person = Person::new(key);
        if !self.label.is_empty() {
            person = person.label(&self.label);
        }
        for (skill, &level) in &self.offers {
            person = person.offers(skill, level);
        }
        for (skill, &priority) in &self.needs {
            person = person.needs(skill, priority);
        }
        for (skill, &priority) in &self.private_needs {
            person = person.needs_privately(skill, priority);
        }
        for (topic, &weight) in &self.interests {
            person = person.interest(topic, weight);
        }
        for (topic, &position) in &self.stances {
            person = person.stance(topic, position);
        }
        for circles in &self.circles {
            person = person.circle(circles);
        }
        if self.paused { person.paused() } else { person }
    }
}

/// Opens a database and lays its tables.
pub fn open(path: &Path) -> Result<Connection, Refusal> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// Whose token this is.
pub fn member_of_token(
    connection: &Connection,
    token_hash: &[u8],
) -> Result<Option<String>, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT key FROM member WHERE token_hash = ?1")?;
    Ok(statement
        .query_row([token_hash], |row| row.get(0))
        .optional()?)
}

/// What a member said of themselves.
pub fn profile(connection: &Connection, key: &str) -> Result<Option<Profile>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT profile FROM member WHERE key = ?1")?;
    let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(Refusal::broken))
        .transpose()
}

/// A member as a person of the network, blocks included; `None` for whoever is no member.
pub fn person(connection: &Connection, key: &str) -> Result<Option<Person>, Refusal> {
    let Some(profile) = profile(connection, key)? else {
        return Ok(None);
    };
    let mut statement =
        connection.prepare_cached("SELECT other FROM block WHERE member = ?1 ORDER BY other")?;
    let blocked = statement.query_map([key], |row| row.get::<_, String>(0))?;
    let mut person = profile.to_person(key);
    for other in blocked {
        person = person.blocks(other?);
    }
    Ok(Some(person))
}

/// The keys of all members, in order.
pub fn members(connection: &Connection) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT key FROM member ORDER BY key")?;
    let keys = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The pairs who have been in contact, each once.
pub fn pairs(connection: &Connection) -> Result<Vec<(String, String)>, Refusal> {
    let sql = "SELECT DISTINCT a, b FROM contact WHERE by_a AND by_b ORDER BY a, b";
    let mut statement = connection.prepare_cached(sql)?;
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.collect::<Result<_, _>>()?)
}

/// The two directed ties of a pair as of a day: the chance of a request that follows from dated contacts on which both agree,
/// times the share of earlier requests along it that were granted. Empty where there was no contact.
pub fn ties(
    connection: &Connection,
    pair: &(String, String),
    day: i64,
) -> Result<Vec<Tie>, Refusal> {
    let (a, b) = pair;
    let sql = "SELECT day FROM contact WHERE a = ?1 AND b = ?2 AND by_a AND by_b ORDER BY day";
    let mut statement = connection.prepare_cached(sql)?;
    let days = statement.query_map(params![a, b], |row| row.get::<_, i64>(0))?;
    let (decay, mut contacts) = (TieDecay::new(), ContactLog::new());
    for contact in days {
        contacts.record(&decay, contact? as f64, CONTACT)?;
    }
    let strength = contacts.strength(&decay, day as f64)?.get();
    if strength <= 0.0 {
        return Ok(Vec::new());
    }
    let mut directed = Vec::new();
    for (from, to) in [(a, b), (b, a)] {
        directed.push(Tie::directed(
            from,
            to,
            strength * granted(connection, from, to)?,
        ));
    }
    Ok(directed)
}

/// The share of requests from one member that another granted.
fn granted(connection: &Connection, from: &str, to: &str) -> Result<f32, Refusal> {
    let sql = "SELECT count(*) FILTER (WHERE answer = 'yes'), count(*) FROM ask
               WHERE person = ?1 AND asked_by = ?2 AND answer IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let (yes, all): (f32, f32) =
        statement.query_row(params![to, from], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((yes + PRIOR_YES) / (all + PRIOR_YES))
}

/// A setting that survives restarts.
pub fn setting(connection: &Connection, name: &str) -> Result<Option<String>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}
