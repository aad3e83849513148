//! What members do: sign up, edit, meet, block, ask for introductions, answer, leave. Each function is one transaction's work.

use confrere::Network;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use axum::http::StatusCode;

use crate::community::Touched;
use crate::refusal::Refusal;
use crate::store::{self, Profile};

/// Takes a new member in.
pub fn sign_up(
    connection: &Connection,
    touched: &mut Touched,
    (key, token_hash, day): (&str, &[u8], i64),
    profile: &Profile,
) -> Result<Value, Refusal> {
    check(key, profile)?;
    if store::profile(connection, key)?.is_some() {
        return Err(Refusal::new(StatusCode::CONFLICT, "this key is taken"));
    }
    let text = serde_json::to_string(profile).map_err(Refusal::broken)?;
    connection
        .prepare_cached(
            "INSERT INTO member (key, token_hash, profile, joined) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![key, token_hash, text, day])?;
    touched.members.insert(key.into());
    Ok(json!({ "key": key }))
}

/// Replaces what a member says of themselves.
pub fn edit(
    connection: &Connection,
    touched: &mut Touched,
    key: &str,
    profile: &Profile,
) -> Result<Value, Refusal> {
    check(key, profile)?;
    let text = serde_json::to_string(profile).map_err(Refusal::broken)?;
    connection
        .prepare_cached("UPDATE member SET profile = ?2 WHERE key = ?1")?
        .execute(params![key, text])?;
    touched.members.insert(key.into());
    Ok(json!({ "key": key }))
}

/// Lets the crate's door look at one person alone, so that a refusal names only what its own author wrote.
fn check(key: &str, profile: &Profile) -> Result<(), Refusal> {
    Network::builder().person(profile.to_person(key)).build()?;
    Ok(())
}

/// Forgets a member: every row that names them goes, and introductions that waited for them lapse.
pub fn forget(connection: &Connection, touched: &mut Touched, key: &str) -> Result<Value, Refusal> {
    let mut contacts =
        connection.prepare_cached("SELECT DISTINCT a, b FROM contact WHERE ?1 IN (a, b)")?;
    for pair in contacts.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))? {
        touched.pairs.insert(pair?);
    }
    connection
        .prepare_cached(
            "UPDATE introduction SET state = 'lapsed' WHERE state = 'open' AND id IN
             (SELECT introduction FROM ask WHERE person = ?1 OR asked_by = ?1)",
        )?
        .execute([key])?;
    connection
        .prepare_cached("DELETE FROM member WHERE key = ?1")?
        .execute([key])?;
    touched.members.insert(key.into());
    Ok(json!({ "forgotten": key }))
}

/// Reports a contact. It makes a tie once both have reported it for the same day.
pub fn contact(
    connection: &Connection,
    touched: &mut Touched,
    (key, other): (&str, &str),
    day: i64,
) -> Result<Value, Refusal> {
    known_to(connection, key, other)?;
    let (a, b) = if key < other {
        (key, other)
    } else {
        (other, key)
    };
    let sql = "INSERT INTO contact (a, b, day, by_a, by_b) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (a, b, day) DO UPDATE SET by_a = max(by_a, excluded.by_a), by_b = max(by_b, excluded.by_b)";
    connection
        .prepare_cached(sql)?
        .execute(params![a, b, day, key == a, key == b])?;
    touched.tie(a, b);
    Ok(json!({ "with": other, "day": day }))
}

/// Blocks someone: from now on neither meets the other anywhere, and introductions that would bring the two together or let one
/// ask the other lapse. Unknown keys sound like success, so that blocking tells nobody who is a member.
pub fn block(
    connection: &Connection,
    touched: &mut Touched,
    key: &str,
    other: &str,
) -> Result<Value, Refusal> {
    if key != other && store::profile(connection, other)?.is_some() {
        connection
            .prepare_cached("INSERT OR IGNORE INTO block (member, other) VALUES (?1, ?2)")?
            .execute([key, other])?;
        connection
            .prepare_cached(
                "UPDATE introduction SET state = 'lapsed' WHERE state = 'open' AND
                 ((asker = ?1 AND target = ?2) OR (asker = ?2 AND target = ?1) OR id IN
                  (SELECT introduction FROM ask WHERE answer IS NULL AND
                   ((person = ?1 AND asked_by = ?2) OR (person = ?2 AND asked_by = ?1))))",
            )?
            .execute([key, other])?;
        touched.members.insert(key.into());
    }
    Ok(json!({ "blocked": other }))
}

/// Another member as someone may deal with them: unknown people and blocks of either side sound the same.
fn known_to(connection: &Connection, key: &str, other: &str) -> Result<(), Refusal> {
    let sql = "SELECT EXISTS (SELECT 1 FROM block WHERE (member = ?1 AND other = ?2) OR (member = ?2 AND other = ?1))";
    let blocked: bool = connection
        .prepare_cached(sql)?
        .query_row([key, other], |row| row.get(0))?;
    if key == other || blocked || store::profile(connection, other)?.is_none() {
        return Err(Refusal::not_found("this member"));
    }
    Ok(())
}

/// Opens an introduction along a way that the network found: the people to be asked, in order, each by the one before.
pub fn introduce(connection: &Connection, way: &[String], day: i64) -> Result<Value, Refusal> {
    let (asker, target) = (&way[0], &way[way.len() - 1]);
    known_to(connection, asker, target)?;
    let sql = "SELECT id FROM introduction WHERE asker = ?1 AND target = ?2 AND state = 'open'";
    let open: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row([asker, target], |row| row.get(0))
        .optional()?;
    if let Some(id) = open {
        return Ok(json!({ "introduction": id, "state": "open" }));
    }
    connection
        .prepare_cached(
            "INSERT INTO introduction (asker, target, day, state) VALUES (?1, ?2, ?3, 'open')",
        )?
        .execute(params![asker, target, day])?;
    let id = connection.last_insert_rowid();
    let mut ask = connection.prepare_cached(
        "INSERT INTO ask (introduction, position, person, asked_by) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (position, pair) in way.windows(2).enumerate() {
        ask.execute(params![id, position as i64, pair[1], pair[0]])?;
    }
    Ok(json!({ "introduction": id, "state": "open" }))
}

/// The requests that wait for a member: those where everyone asked before said yes.
pub fn requests(connection: &Connection, key: &str) -> Result<Vec<Value>, Refusal> {
    let sql = "SELECT i.id, i.asker, i.target, ask.asked_by, i.target = ask.person FROM ask
               JOIN introduction i ON i.id = ask.introduction
               WHERE ask.person = ?1 AND ask.answer IS NULL AND i.state = 'open' AND NOT EXISTS
               (SELECT 1 FROM ask p WHERE p.introduction = i.id AND p.position < ask.position AND p.answer IS NULL)
               ORDER BY i.id";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([key], |row| {
        let (id, asker, target): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (by, last): (String, bool) = (row.get(3)?, row.get(4)?);
        Ok(json!({ "introduction": id, "asker": asker, "target": target, "asked_by": by, "you_are_the_target": last }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A member's yes or no to a request that waits for them. A yes of the last one lets the two meet: their contact of that day
/// is known to both. Every answer moves the tie along which the request came.
pub fn answer_request(
    connection: &Connection,
    touched: &mut Touched,
    (key, introduction, yes): (&str, i64, bool),
    day: i64,
) -> Result<Value, Refusal> {
    let waiting = requests(connection, key)?;
    let Some(request) = waiting
        .iter()
        .find(|request| request["introduction"] == introduction)
    else {
        return Err(Refusal::not_found("this request"));
    };
    let word = if yes { "yes" } else { "no" };
    connection
        .prepare_cached(
            "UPDATE ask SET answer = ?3 WHERE introduction = ?1 AND person = ?2 AND answer IS NULL",
        )?
        .execute(params![introduction, key, word])?;
    if let Some(by) = request["asked_by"].as_str() {
        touched.tie(key, by);
    }
    let last = request["you_are_the_target"] == true;
    let state = match (yes, last) {
        (false, _) => "declined",
        (true, true) => "made",
        (true, false) => "open",
    };
    connection
        .prepare_cached("UPDATE introduction SET state = ?2 WHERE id = ?1")?
        .execute(params![introduction, state])?;
    if state == "made"
        && let Some(asker) = request["asker"].as_str()
    {
        contact(connection, touched, (key, asker), day)?;
        contact(connection, touched, (asker, key), day)?;
    }
    Ok(json!({ "introduction": introduction, "state": state }))
}

/// What came of a suggestion, as one side tells it.
pub fn answer(
    connection: &Connection,
    (key, peer): (&str, &str),
    outcome: Outcome,
    day: i64,
) -> Result<Value, Refusal> {
    known_to(connection, key, peer)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO answer (member, peer, day, outcome) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![key, peer, day, outcome.word()])?;
    Ok(json!({ "peer": peer, "outcome": outcome.word() }))
}

/// What came of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They met.
    Met,
    /// The member would like to meet.
    Accepted,
    /// The member would rather not.
    Declined,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
}

/// Everything that is kept about a member.
pub fn export(connection: &Connection, key: &str) -> Result<Value, Refusal> {
    let rows = |sql: &str, columns: &[&str]| -> Result<Vec<Value>, Refusal> {
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map([key], |row| {
            let mut object = serde_json::Map::new();
            for (index, column) in columns.iter().enumerate() {
                let value = match row.get::<_, rusqlite::types::Value>(index)? {
                    rusqlite::types::Value::Integer(number) => json!(number),
                    rusqlite::types::Value::Text(text) => json!(text),
                    _ => Value::Null,
                };
                object.insert((*column).into(), value);
            }
            Ok(Value::Object(object))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    };
    Ok(json!({
        "key": key,
        "profile": store::profile(connection, key)?,
        "contacts": rows("SELECT a, b, day FROM contact WHERE ?1 IN (a, b) ORDER BY day, a, b", &["a", "b", "day"])?,
        "blocks": rows("SELECT other FROM block WHERE member = ?1 ORDER BY other", &["other"])?,
        "introductions": rows(
            "SELECT id, target, day, state FROM introduction WHERE asker = ?1 ORDER BY id", &["id", "target", "day", "state"])?,
        "asked": rows(
            "SELECT introduction, asked_by, answer FROM ask WHERE person = ?1 AND answer IS NOT NULL ORDER BY introduction",
            &["introduction", "asked_by", "answer"])?,
        "answers": rows("SELECT peer, outcome, day FROM answer WHERE member = ?1 ORDER BY day, peer", &["peer", "outcome", "day"])?,
        "meetings": rows("SELECT round, a, b FROM meeting WHERE ?1 IN (a, b) ORDER BY round", &["round", "a", "b"])?,
    }))
}
