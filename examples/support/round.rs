//! A round as text.

use std::io::Write;
use std::str::FromStr;

use confrere::round::{self, RoundPlan, Wish};
use confrere::{Day, Network};

use crate::Refused;
use crate::reading::counted;

/// `circle:2`, `stance:remote work` or `attribute:office`.
#[derive(Debug, Clone)]
pub struct Criterion(pub round::Criterion);

impl FromStr for Criterion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = match text.split_once(':') {
            Some(("circle", height)) => height.parse().ok().map(round::Criterion::Circle),
            Some(("stance", topic)) => Some(round::Criterion::Stance(topic.into())),
            Some(("attribute", key)) => Some(round::Criterion::Attribute(key.into())),
            _ => None,
        };
        let expected = || format!("`{text}`, expected circle:1, stance:TOPIC or attribute:KEY");
        found.map(Self).ok_or_else(expected)
    }
}

/// Refuses a criterion that is an attribute nobody has: a rule on it would hold for everyone, or for nobody.
pub fn check_answered(network: &Network, of: &round::Criterion) -> Result<(), Refused> {
    let round::Criterion::Attribute(key) = of else {
        return Ok(());
    };
    let is_key = |known: &str| known.to_lowercase() == key.to_lowercase();
    let answers = |person| network.attributes(person).any(|(known, _)| is_key(known));
    if network.people().any(answers) {
        return Ok(());
    }
    Err(Refused::new(format!(
        "attribute:{key} is unknown, expected a column headed `attribute:{key}` in which somebody says something"
    )))
}

/// `1:circle:1=sales`: how many people of which kind.
#[derive(Debug, Clone)]
pub struct Quota {
    pub people: u32,
    pub of: round::Criterion,
    pub label: String,
}

impl FromStr for Quota {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(people, kind)| {
            let (criterion, label) = kind.rsplit_once('=')?;
            Some((people.parse().ok()?, criterion, label))
        });
        let (people, criterion, label) = parts.ok_or_else(|| {
            format!("`{text}`, expected a number and a kind, such as 1:circle:1=sales")
        })?;
        Ok(Self {
            people,
            of: criterion.parse::<Criterion>()?.0,
            label: label.into(),
        })
    }
}

/// A round by its number, or by its date where days are counted from 1970.
fn named(at: Day) -> String {
    // No community meets so often; as a day it lies in 1997.
    const FIRST_DATE: i32 = 10_000;
    match at.0 >= FIRST_DATE {
        true => format!("Round on {}", at.to_iso()),
        false => format!("Round {}", at.0),
    }
}

/// Prints one round, people by their shown names: who meets, with what they gain, who does not and why, and what would help.
pub fn print_round(out: &mut dyn Write, plan: &RoundPlan) -> Result<(), Refused> {
    writeln!(
        out,
        "{}: worth {:.2} of at most {:.2}, {}",
        named(plan.at()),
        plan.value(),
        plan.bound(),
        counted(plan.repeats() as usize, "repeat", "repeats")
    )?;
    for meeting in plan.meetings() {
        write!(out, "  {}", meeting.labels.join(", "))?;
        if let Some(slot) = &meeting.slot {
            write!(out, " ({slot})")?;
        }
        let gains = meeting.labels.iter().zip(&meeting.gains);
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
            unmatched.label, unmatched.why
        )?;
    }
    for (key, absence) in plan.absent() {
        writeln!(out, "  {} takes no part: {absence}", plan.label(key))?;
    }
    for (a, b) in plan.missed_together() {
        writeln!(out, "  {a} and {b} were to meet and do not")?;
    }
    for wish in plan
        .unkept()
        .iter()
        .filter(|wish| wish.wish != Wish::NewFaces)
    {
        writeln!(out, "  Not kept: {wish}")?;
    }
    for relaxation in plan.relaxations() {
        writeln!(out, "  To help: {relaxation}")?;
    }
    Ok(())
}
        let (a, b) = (plan.label(a), plan.label(b));
