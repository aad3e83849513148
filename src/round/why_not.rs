//! Why two people do not meet in a round.

use std::fmt;

use crate::error::Error;
use crate::id::PersonIndex;
use crate::progress::Meter;
use crate::round::context::RoundContext;
use crate::round::history::MeetingHistory;
use crate::round::plan::Absence;
use crate::round::planner::RoundPlanner;
use crate::round::rule::Rule;

/// Why two people do not meet, as the first of them may know it.
///
/// That the other is paused, full or blocks the asker is one answer, [`PairAnswer::Unavailable`], so that none can be told from
/// another.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PairAnswer {
    /// The two are one person.
    SamePerson,
    /// They do meet.
    Meets,
    /// The asker takes no part.
    Absent(Absence),
    /// The asker blocks the other.
    Blocked,
    /// The other takes no part, or not with the asker, for a reason of their own.
    Unavailable,
    /// These rules stand against it.
    Rules(Vec<Rule>),
    /// They may meet, but the best plan in which they do is worse: it leaves more people without a meeting, or is worth less. How
    /// much less is not told, for the worth of all meetings follows what others hide; whoever runs the round compares the
    /// [`value`](crate::round::RoundPlan::value) of a plan that puts the two [`together`](RoundPlanner::together).
    Costs {
        /// How many more people would have no meeting.
        unmatched: i32,
    },
    /// They may meet, but were not found to in the same plan: other meetings that were asked for stand against it.
    Displaced,
}

impl fmt::Display for PairAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SamePerson => f.write_str("nobody meets themselves"),
            Self::Meets => f.write_str("they meet"),
            Self::Absent(absence) => write!(f, "you take no part: {absence}"),
            Self::Blocked => f.write_str("you block them"),
            Self::Unavailable => f.write_str("they are not available"),
            Self::Rules(rules) => {
                let words: Vec<&str> = rules.iter().map(|rule| rule.word()).collect();
                write!(f, "the rules forbid it: {}", words.join(", "))
            }
            Self::Costs { unmatched: 1 } => {
                f.write_str("one more person would have no meeting, or others a worse one")
            }
            Self::Costs { unmatched } if *unmatched > 0 => {
                write!(
                    f,
                    "{unmatched} more people would have no meeting, or others a worse one"
                )
            }
            Self::Costs { .. } => f.write_str("the round as a whole would be worth less"),
            Self::Displaced => f.write_str("it conflicts with meetings that were asked for"),
        }
    }
}

impl RoundPlanner {
    /// Why two people do not meet in the round that [`plan`](Self::plan) plans, as the first may know it.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and when a name is unknown.
    ///
    /// # Complexity
    ///
    /// That of planning twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// use confrere::round::PairAnswer;
    /// let met = &plan.meetings()[0].people;
    /// assert_eq!(planner.why_not(&history, &met[0], &met[1])?, PairAnswer::Meets);
    /// assert_eq!(planner.why_not(&history, "ana", "ana")?, PairAnswer::SamePerson);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn why_not(
        &self,
        history: &MeetingHistory,
        asker: &str,
        other: &str,
    ) -> Result<PairAnswer, Error> {
        let context = RoundContext::new(self, history)?;
        let (a, b) = (self.network().named(asker)?, self.network().named(other)?);
        if a == b {
            return Ok(PairAnswer::SamePerson);
        }
        if let Some(answer) = unavailable(&context, a, b) {
            return Ok(answer);
        }
        let broken = context.broken_by_two(a.0, b.0);
        if !context.check(a.0, b.0).allowed() {
            return Ok(PairAnswer::Rules(broken.rules()));
        }
        let mut meter = Meter::silent();
        // Planned twice, without and with the two in a meeting: the difference is what their meeting costs.
        let groups = self.place(&context, &mut meter)?;
        let meet = |groups: &[Vec<u32>]| {
            groups
                .iter()
                .any(|group| group.contains(&a.0) && group.contains(&b.0))
        };
        if meet(&groups) {
            return Ok(PairAnswer::Meets);
        }
        // What two may not do alone, they may in a meeting with a third.
        if !broken.is_empty() {
            return Ok(PairAnswer::Rules(broken.rules()));
        }
        // The counterfactual: the best plan in which they meet, whatever that costs others.
        let with = Self {
            insist: true,
            together: vec![(asker.into(), other.into())],
            ..self.clone()
        };
        let with_context = RoundContext::new(&with, history)?;
        let with_groups = with.place(&with_context, &mut meter)?;
        if !meet(&with_groups) {
            return Ok(PairAnswer::Displaced);
        }
        let alone = |groups: &[Vec<u32>]| context.left_of(groups).len() as i32;
        Ok(PairAnswer::Costs {
            unmatched: alone(&with_groups) - alone(&groups),
        })
    }
}

/// Whether consent or absence stands against a pair, before any plan is made.
fn unavailable(
    context: &RoundContext<'_>,
    asker: PersonIndex,
    other: PersonIndex,
) -> Option<PairAnswer> {
    if let Some(absence) = context.member(asker.0).absence {
        return Some(PairAnswer::Absent(absence));
    }
    if context.network().blocks_at(asker, other) {
        return Some(PairAnswer::Blocked);
    }
    let away = context.member(other.0).absence.is_some();
    let blocked = context.check(asker.0, other.0).hard_violations;
    (away || blocked.has(Rule::Blocked)).then_some(PairAnswer::Unavailable)
}
