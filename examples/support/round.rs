//! Meetings of the past and weighted pairs from CSV files, and a round as text.

#![allow(dead_code, reason = "each example uses its part")]

use std::collections::BTreeMap;
use std::io::Write;

use confrere::Day;
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome, RoundPlan};

use super::support::Refused;
use super::support::files::Table;

/// Weighted pairs and the names of their people, in byte order.
pub struct NamedPairs {
    pub names: Vec<String>,
    pub pairs: Vec<(u32, u32, i64)>,
}

/// Reads `a,b,weight` with whole weights; people are whoever is named.
pub fn read_pairs(mut table: Table<'_>) -> Result<NamedPairs, Refused> {
    let (a, b, weight) = (
        table.column("a")?,
        table.column("b")?,
        table.column("weight")?,
    );
    let mut arrived: BTreeMap<String, u32> = BTreeMap::new();
    let mut pairs = Vec::new();
    table.for_each(|place, record| {
        let mut ends = [0_u32; 2];
        for (end, (column, field)) in ends.iter_mut().zip([("a", a), ("b", b)]) {
            let name = record[field].trim();
            if name.is_empty() {
                return Err(place.refuse(column, "the name is empty"));
            }
            let next = arrived.len() as u32;
            *end = *arrived.entry(name.to_string()).or_insert(next);
        }
        if ends[0] == ends[1] {
            return Err(place.refuse("b", format!("`{}` is paired with themselves", &record[b])));
        }
        let field = record[weight].trim();
        let value = field
            .parse()
            .map_err(|_| place.refuse("weight", format!("`{field}` is not a whole number")))?;
        pairs.push((ends[0], ends[1], value));
        Ok(())
    })?;
    let mut number = vec![0; arrived.len()];
    for (place, arrival) in arrived.values().enumerate() {
        number[*arrival as usize] = place as u32;
    }
    for pair in &mut pairs {
        (pair.0, pair.1) = (number[pair.0 as usize], number[pair.1 as usize]);
    }
    Ok(NamedPairs {
        names: arrived.into_keys().collect(),
        pairs,
    })
}

/// Reads `people,at` with the optional columns `outcome` (met, declined, skipped, left_out) and `ratings`; names are separated
/// by `;`, a rating stands after `:` as in `ana:0.8;ben:1`.
pub fn read_history(mut table: Table<'_>) -> Result<MeetingHistory, Refused> {
    let (people, at) = (table.column("people")?, table.column("at")?);
    let header = table.header()?;
    let place_of = |wanted: &str| header.iter().position(|column| column == wanted);
    let (outcome, ratings) = (place_of("outcome"), place_of("ratings"));
    let mut history = MeetingHistory::default();
    table.for_each(|place, record| {
        let names = record[people].split(';').map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let when = record[at].trim();
        let number = when.parse().map(Day).ok();
        let when = number.or_else(|| Day::from_iso(when).ok()).ok_or_else(|| {
            place.refuse(
                "at",
                format!("`{when}` is neither a whole number nor a date as 2026-11-26"),
            )
        })?;
        let word = outcome.map_or("met", |column| record[column].trim());
        let came = match word {
            "" | "met" => MeetingOutcome::Met,
            "declined" => MeetingOutcome::Declined,
            "skipped" => MeetingOutcome::Skipped,
            "left_out" => {
                for name in names {
                    history
                        .left_out(name, when)
                        .map_err(|error| place.refuse("people", error))?;
                }
                return Ok(());
            }
            _ => {
                let message = format!("`{word}` is none of met, declined, skipped, left_out");
                return Err(place.refuse("outcome", message));
            }
        };
        let mut encounter = Encounter::new(names, when).outcome(came);
        let rated = ratings.map_or("", |column| &record[column]).split(';');
        for item in rated.map(str::trim).filter(|item| !item.is_empty()) {
            let parts = item.rsplit_once(':');
            let parsed =
                parts.and_then(|(by, rating)| Some((by.trim(), rating.trim().parse().ok()?)));
            let (by, rating) = parsed
                .ok_or_else(|| place.refuse("ratings", format!("`{item}` is not name:number")))?;
            encounter = encounter.rated(by, rating);
        }
        history
            .record(encounter)
            .map_err(|error| place.refuse("people", error))
    })?;
    Ok(history)
}

/// Prints one round: who meets, with what they gain, who does not and why, and what would help.
pub fn print_round(out: &mut dyn Write, plan: &RoundPlan) -> Result<(), Refused> {
    writeln!(
        out,
        "Round {}: worth {:.2} of at most {:.2}, {} repeats",
        plan.at().0,
        plan.value(),
        plan.bound(),
        plan.repeats()
    )?;
    for meeting in plan.meetings() {
        write!(out, "  {}", meeting.people.join(", "))?;
        if let Some(slot) = &meeting.slot {
            write!(out, " ({slot})")?;
        }
        let gains = meeting.people.iter().zip(&meeting.gains);
        let gains: Vec<String> = gains
            .map(|(name, gain)| format!("{name} {gain:.2}"))
            .collect();
        if !gains.is_empty() {
            write!(out, " — gain: {}", gains.join(", "))?;
        }
        if meeting.repeats > 0 {
            write!(out, "; {} met before", meeting.repeats)?;
        }
        for rule in &meeting.soft_violations {
            write!(out, "; in spite of: {rule}")?;
        }
        writeln!(out)?;
    }
    for unmatched in plan.unmatched() {
        writeln!(
            out,
            "  {} has no meeting: {}",
            unmatched.person, unmatched.why
        )?;
    }
    for (name, absence) in plan.absent() {
        writeln!(out, "  {name} takes no part: {absence}")?;
    }
    for (a, b) in plan.missed_together() {
        writeln!(out, "  {a} and {b} were to meet and do not")?;
    }
    for relaxation in plan.relaxations() {
        writeln!(out, "  To help: {relaxation}")?;
    }
    Ok(())
}
