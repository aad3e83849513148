//! What changes between two plans of a week.

use crate::plan::week::answer::WeekPlan;
use std::collections::BTreeMap;

/// What one person does differently in a slot.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct WeekChange {
    /// Who, by key.
    pub person: String,
    /// What the person is called in words.
    pub label: String,
    /// When.
    pub slot: String,
    /// What the person did then, such as ``learns `rust` from ana``; `None` for nothing.
    pub before: Option<String>,
    /// What the person does then now.
    pub after: Option<String>,
}

/// A plan after people dropped out, and everything that changed by it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Replan {
    /// The new plan.
    pub plan: WeekPlan,
    /// What changed, by slot, then in name order.
    pub changes: Vec<WeekChange>,
}

/// What everyone does in each slot.
fn doings(plan: &WeekPlan) -> BTreeMap<(u32, &str), (&str, String)> {
    let mut doings = BTreeMap::new();
    for session in plan.sessions() {
        let (slot, number) = (session.slot.as_str(), session.slot_number);
        let teaches = format!("teaches `{}`", session.skill);
        doings.insert((number, session.speaker.as_str()), (slot, teaches));
        for name in &session.attendees {
            let learns = format!("learns `{}` from {}", session.skill, session.speaker_label);
            doings.insert((number, name.as_str()), (slot, learns));
        }
    }
    doings
}

pub(crate) fn changes(old: &WeekPlan, new: &WeekPlan) -> Vec<WeekChange> {
    let (before, after) = (doings(old), doings(new));
    let mut keys: Vec<&(u32, &str)> = before.keys().chain(after.keys()).collect();
    // By slot, then by name: the order in which changes are told.
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter(|&key| before.get(key) != after.get(key))
        .map(|key| {
            let slot = before
                .get(key)
                .or(after.get(key))
                .map_or("", |doing| doing.0);
            let what = |doings: &BTreeMap<(u32, &str), (&str, String)>| {
                doings.get(key).map(|doing| doing.1.clone())
            };
            // Whoever left is in the old plan alone.
            let learner = new.learner(key.1).or_else(|| old.learner(key.1));
            WeekChange {
                person: key.1.to_string(),
                label: learner.map_or(key.1, |learner| &learner.label).to_owned(),
                slot: slot.to_string(),
                before: what(&before),
                after: what(&after),
            }
        })
        .collect()
}
