//! A round as text.

use std::collections::BTreeSet;
use std::io::Write;
use std::str::FromStr;

use confrere::round::{self, RoundPlan, Wish};
use confrere::{Day, Network, Person, Visibility};

use crate::Refused;
use crate::reading::{are_near, counted, folded, shortened};

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

/// An option that takes what something costs.
pub fn price(text: &str) -> Result<f32, String> {
    let price = text.parse().ok();
    let price = price.filter(|price: &f32| price.is_finite() && *price >= 0.0);
    price.ok_or_else(|| format!("`{text}`, expected a number from 0 up"))
}

/// Refuses a criterion on which nobody says anything: a rule on it would hold for everyone, or for nobody. Every height of circles will do.
pub fn check_answered(network: &Network, of: &round::Criterion) -> Result<(), Refused> {
    let people = || network.people().filter_map(|id| network.to_person(id));
    match of {
        round::Criterion::Attribute(key) => {
            let is_key = |known: &str| folded(known) == folded(key);
            let answers = |person| network.attributes(person).any(|(known, _)| is_key(known));
            if network.people().any(answers) {
                return Ok(());
            }
            Err(Refused::new(format!(
                "attribute:{key} is unknown, expected a column headed `attribute:{key}` in which somebody says something"
            )))
        }
        round::Criterion::Stance(topic) => {
            let shown = |person: Person| -> Vec<String> {
                let stances = person.get_stances();
                let shown = stances.filter(|stance| stance.visibility == Visibility::Shown);
                shown.map(|stance| stance.topic.clone()).collect()
            };
            let known = people().flat_map(shown).collect();
            check_known(&format!("stance:{topic}"), topic, &known)
        }
        _ => Ok(()),
    }
}

/// Refuses a quota of a kind of which nobody is.
pub fn check_quota(network: &Network, quota: &Quota) -> Result<(), Refused> {
    check_answered(network, &quota.of)?;
    let known: BTreeSet<String> = match &quota.of {
        round::Criterion::Attribute(key) => {
            let attributes = network.people().flat_map(|id| network.attributes(id));
            let values = attributes.filter(|(known, _)| folded(known) == folded(key));
            values.map(|(_, value)| value.to_owned()).collect()
        }
        round::Criterion::Circle(height) => {
            let paths = network.people().flat_map(|id| network.circles(id));
            // Counted from the innermost circle.
            let circle = |path: Vec<&str>| {
                let above = usize::try_from(height.checked_sub(1)?).ok()?;
                path.iter().rev().nth(above).map(ToString::to_string)
            };
            paths.filter_map(circle).collect()
        }
        _ => {
            let sides = ["for", "neutral", "against"];
            if sides.contains(&quota.label.as_str()) {
                return Ok(());
            }
            sides.map(str::to_owned).into()
        }
    };
    let what = format!("`{}` of {}", quota.label, told(&quota.of));
    check_known(&what, &quota.label, &known)
}

/// A criterion as it is written on the command line.
fn told(of: &round::Criterion) -> String {
    match of {
        round::Criterion::Circle(height) => format!("circle:{height}"),
        round::Criterion::Stance(topic) => format!("stance:{topic}"),
        round::Criterion::Attribute(key) => format!("attribute:{key}"),
        other => other.to_string(),
    }
}

/// Refuses a name that is none of those known, with those that come near, or with all.
fn check_known(what: &str, name: &str, known: &BTreeSet<String>) -> Result<(), Refused> {
    let name = folded(name);
    if known.iter().any(|known| folded(known) == name) {
        return Ok(());
    }
    let comes_near = |known: &&String| {
        let known = folded(known);
        are_near(&known, &name) || known.contains(&name) || name.contains(&known)
    };
    let near: Vec<String> = known.iter().filter(comes_near).cloned().collect();
    let expected = match near.is_empty() {
        true => shortened(&known.iter().cloned().collect::<Vec<_>>()),
        false => shortened(&near),
    };
    Err(Refused::new(format!(
        "{what} is unknown, expected one of these: {expected}"
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
        let (a, b) = (plan.label(a), plan.label(b));
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
