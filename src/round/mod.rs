//! Who meets whom this time?
//!
//! A [`RoundPlanner`] holds [`Scores`], rules and sizes; a [`MeetingHistory`] says who met; [`RoundPlanner::plan`] answers with a
//! [`RoundPlan`]: meetings of two, three or a few, who is absent and why, and who could not be placed and why not.
//! [`RoundPlanner::series`] plans several rounds at once, [`RoundPlanner::repair`] changes a plan as little as asked.
//!
//! Everyone who is present is placed where the hard rules allow it; only then do fairness, scores and the prices of soft
//! rules and repeats decide. A hard rule is never broken: where it leaves someone alone, [`Unmatched`] says so, with the
//! smallest set of rules that does it, and [`RoundPlan::relaxations`] says what would help most.

mod context;
mod groups;
mod history;
mod member;
mod pairs;
mod plan;
mod planner;
mod repair;
mod report;
mod rule;
mod scores;
mod series;
mod why_not;

pub use crate::round::history::{Encounter, MeetingHistory, MeetingOutcome};
pub use crate::round::plan::{Absence, Meeting, RoundPlan, Unmatched, UnmatchedReason};
pub use crate::round::planner::{Odd, RoundPlanner};
pub use crate::round::repair::{RepairedPlan, RoundChange};
pub use crate::round::report::Relaxation;
pub use crate::round::rule::{Enforcement, Rule};
pub use crate::round::scores::{SCALE, Scores};
pub use crate::round::series::Series;
pub use crate::round::why_not::PairAnswer;
