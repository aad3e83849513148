//! What the one who runs the community asks for: rounds, fair shares, learning from answers, a check of the whole.

use std::sync::Arc;

use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes};
use confrere::market::Market;
use confrere::round::{Encounter, MeetingHistory, RoundPlanner, Scores};
use confrere::{Day, Policy};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::community::{self, Snapshot, Touched};
use crate::refusal::Refusal;

/// Plans the next round of pairs from what is known and stores it.
pub fn plan_round(connection: &Connection, snapshot: &Snapshot) -> Result<Value, Refusal> {
    let history = history(connection)?;
    let number: i32 =
        connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM round", [], |row| {
            row.get(0)
        })?;
    let plan = RoundPlanner::new(Scores::of(&snapshot.matcher))
        .now(Day(number))
        .plan(&history)?;
    connection.execute(
        "INSERT INTO round (id, day) VALUES (?1, ?2)",
        params![number, snapshot.day],
    )?;
    let mut pair =
        connection.prepare_cached("INSERT INTO meeting (round, a, b) VALUES (?1, ?2, ?3)")?;
    for meeting in plan.meetings() {
        let names: Vec<&str> = meeting.people.iter().map(AsRef::as_ref).collect();
        pair.execute(params![number, names[0], names[1]])?;
    }
    let mut wait =
        connection.prepare_cached("INSERT INTO waiting (round, member) VALUES (?1, ?2)")?;
    for unmatched in plan.unmatched() {
        wait.execute(params![number, unmatched.person])?;
    }
    Ok(
        json!({ "round": number, "meetings": plan.meetings().len(), "unmatched": plan.unmatched().len() }),
    )
}

/// Who met whom in earlier rounds, and who was left out.
fn history(connection: &Connection) -> Result<MeetingHistory, Refusal> {
    let mut history = MeetingHistory::default();
    let mut met =
        connection.prepare_cached("SELECT round, a, b FROM meeting ORDER BY round, a, b")?;
    let mut rows = met.query([])?;
    while let Some(row) = rows.next()? {
        let (round, a, b): (i32, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        history.record(Encounter::new([a, b], Day(round)))?;
    }
    let mut waited =
        connection.prepare_cached("SELECT round, member FROM waiting ORDER BY round, member")?;
    let mut rows = waited.query([])?;
    while let Some(row) = rows.next()? {
        let (round, member): (i32, String) = (row.get(0)?, row.get(1)?);
        history.left_out(member, Day(round))?;
    }
    Ok(history)
}

/// Whom a member meets in the latest round.
pub fn meeting(connection: &Connection, key: &str) -> Result<Value, Refusal> {
    let sql = "SELECT round, CASE a WHEN ?1 THEN b ELSE a END FROM meeting
               WHERE ?1 IN (a, b) AND round = (SELECT max(id) FROM round)";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([key], |row| {
        Ok(json!({ "round": row.get::<_, i64>(0)?, "with": row.get::<_, String>(1)? }))
    })?;
    Ok(Value::Array(rows.collect::<Result<_, _>>()?))
}

/// How attention is shared when every list is made with fair shares.
pub fn fair_shares(snapshot: &Snapshot) -> Result<Value, Refusal> {
    let shares = snapshot.matcher.market(&Market::new())?;
    Ok(json!({ "expected_matches": shares.matches(), "starved": shares.starved().len() }))
}

/// Fits the chance of a yes to what members answered so far; from then on scores weigh it. Refused while there are fewer answers
/// than a fit can bear.
pub fn learn(
    connection: &Connection,
    touched: &mut Touched,
    snapshot: &Snapshot,
) -> Result<Value, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT member, peer, day, outcome FROM answer ORDER BY day, member, peer",
    )?;
    let mut rows = statement.query([])?;
    let mut outcomes = Vec::new();
    while let Some(row) = rows.next()? {
        let (member, peer, day, word): (String, String, i32, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        outcomes.push(Outcome::of_first(
            member,
            peer,
            day,
            word.parse::<Answer>()?,
        ));
    }
    let outcomes = Outcomes::new(outcomes)?;
    let (model, report) = Acceptance::fit(&snapshot.matcher, &outcomes, FitSettings::default())?;
    let policy =
        serde_json::to_string(&Policy::default().acceptance(model)).map_err(Refusal::broken)?;
    connection.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES ('policy', ?1)",
        [policy],
    )?;
    touched.policy = true;
    Ok(json!({ "yes": report.yes, "no": report.no }))
}

/// Whether the network in memory is the one that the database describes, byte for byte as both serialise.
pub fn verify(connection: &Connection, snapshot: &Arc<Snapshot>) -> Result<Value, Refusal> {
    let stored = community::load(connection, snapshot.day)?;
    let stored = serde_json::to_string(&stored).map_err(Refusal::broken)?;
    let live = serde_json::to_string(snapshot.matcher.network()).map_err(Refusal::broken)?;
    Ok(json!({ "equal": stored == live, "people": snapshot.matcher.network().people().len() }))
}
