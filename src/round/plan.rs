//! What does a planned round say?

use std::fmt;

use crate::round::report::Relaxation;
use crate::round::rule::Rule;
use crate::round::scores::SCALE;

/// Why someone takes no part in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Absence {
    /// They are paused.
    Paused,
    /// All their places for peers are taken.
    Full,
    /// They want to meet less often and are not due.
    NotDue,
    /// The caller said so.
    Away,
    /// The number is odd and they were named to sit out then.
    SitsOut,
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paused => "paused",
            Self::Full => "all places are taken",
            Self::NotDue => "wants to meet less often and is not due",
            Self::Away => "away",
            Self::SitsOut => "sits out as the number is odd",
        })
    }
}

/// A meeting of a planned round.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Meeting {
    /// Who meets, in name order.
    pub people: Vec<String>,
    /// The slot in which all can, the first in name order; `None` when every slot suits all.
    pub slot: Option<String>,
    /// The sum of the pairs' scores divided by the size less one, from 0 to half the size.
    pub score: f64,
    /// What repeats and broken soft rules cost.
    pub price: f64,
    /// For each of the people, what they gain from the others on average; empty where no matcher says so.
    pub gains: Vec<f32>,
    /// How many of the pairs have met before.
    pub repeats: u32,
    /// The soft rules that are broken.
    pub soft_violations: Vec<Rule>,
}

/// Why someone who takes part has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UnmatchedReason {
    /// Rules keep them from everyone. These are the fewest rules that do it.
    Rules(Vec<Rule>),
    /// Everyone they may meet has a meeting, and the plan has no fewer people alone with them in it.
    AllTaken {
        /// How many people the rules would allow.
        allowed: u32,
    },
    /// Nobody else takes part.
    NobodyThere,
}

impl fmt::Display for UnmatchedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(rules) => {
                let words: Vec<&str> = rules.iter().map(|rule| rule.word()).collect();
                write!(f, "kept from everyone by {}", words.join(" and "))
            }
            Self::AllTaken { allowed: 1 } => f.write_str("the one they may meet is taken"),
            Self::AllTaken { allowed } => write!(f, "all {allowed} they may meet are taken"),
            Self::NobodyThere => f.write_str("nobody else takes part"),
        }
    }
}

/// Someone who takes part and has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Unmatched {
    /// Who.
    pub person: String,
    /// Why.
    pub why: UnmatchedReason,
}

/// A planned round. Made for those who organise it: reasons may name blocks.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RoundPlan {
    pub(crate) at: u32,
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) unmatched: Vec<Unmatched>,
    pub(crate) absent: Vec<(String, Absence)>,
    pub(crate) relaxations: Vec<Relaxation>,
    #[cfg_attr(feature = "serde", serde(rename = "missed_together"))]
    pub(crate) apart: Vec<(String, String)>,
    #[cfg_attr(
        feature = "serde",
        serde(rename = "value", serialize_with = "in_scores")
    )]
    pub(crate) net: i64,
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_scores"))]
    pub(crate) bound: i64,
}

#[cfg(feature = "serde")]
fn in_scores<S: serde::Serializer>(steps: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(*steps as f64 / SCALE as f64)
}

impl RoundPlan {
    /// The time it is for.
    #[must_use]
    pub fn at(&self) -> u32 {
        self.at
    }

    /// The meetings, in order of their first people.
    #[must_use]
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Who takes part and has no meeting, in name order.
    #[must_use]
    pub fn unmatched(&self) -> &[Unmatched] {
        &self.unmatched
    }

    /// Who takes no part, in name order.
    #[must_use]
    pub fn absent(&self) -> &[(String, Absence)] {
        &self.absent
    }

    /// What would match more people, the fewest exceptions a person first; empty when everyone is matched.
    #[must_use]
    pub fn relaxations(&self) -> &[Relaxation] {
        &self.relaxations
    }

    /// Pairs that were to meet and do not, because a rule, a size or an absence stands against it.
    #[must_use]
    pub fn missed_together(&self) -> &[(String, String)] {
        &self.apart
    }

    /// The scores of all meetings less their prices.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.net as f64 / SCALE as f64
    }

    /// No plan under the same hard rules has a higher value.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound as f64 / SCALE as f64
    }

    /// How many pairs meet that have met before.
    #[must_use]
    pub fn repeats(&self) -> u32 {
        self.meetings.iter().map(|meeting| meeting.repeats).sum()
    }

    /// The meetings of a person.
    pub fn of<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Meeting> {
        let meetings = self.meetings.iter();
        meetings.filter(move |meeting| meeting.people.iter().any(|person| person == name))
    }

    /// How many others each person meets, in name order; people without a meeting are not listed.
    #[must_use]
    pub fn loads(&self) -> Vec<(&str, u32)> {
        let mut loads: Vec<(&str, u32)> = Vec::new();
        for meeting in &self.meetings {
            let others = meeting.people.len() as u32 - 1;
            loads.extend(
                meeting
                    .people
                    .iter()
                    .map(|person| (person.as_str(), others)),
            );
        }
        loads.sort_unstable();
        loads.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        loads
    }
}
