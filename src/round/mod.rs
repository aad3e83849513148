//! Rounds of meetings: who meets whom this time, in pairs and small groups.
//!
//! A [`RoundPlanner`] holds [`Scores`], rules and sizes; a [`MeetingHistory`] says who met; [`RoundPlanner::plan`] answers with a
//! [`RoundPlan`]: meetings of two, three or a few, who is absent and why, and who could not be placed and why not.
//! [`RoundPlanner::series`] plans several rounds at once, [`RoundPlanner::repair`] changes a plan as little as asked.
//!
//! Nobody alone comes first: everyone present is placed where the hard rules allow it. Then pairs that were asked for meet, whoever
//! waited goes first, sizes are as asked for, and last the scores and the prices of soft rules and repeats decide. A hard rule
//! is never broken: where it leaves someone alone, [`Unmatched`] says so, with the smallest set of rules that does it, and
//! [`RoundPlan::relaxations`] says what would help most. A wish that could not be kept is told with the people concerned:
//! [`RoundPlan::unkept`].
//!
//! Facilitators say who makes up a group with [`GroupRule`]: alike in one thing, different in another, so many of one kind; hard, or at
//! a price. [`RoundPlanner::strict_sizes`] rather leaves somebody out than makes a smaller group.
//!
//! In a pair both must gain. In a group, gain is each member's from the group as a whole: everyone gains from somebody in it.

mod check;
mod context;
mod display;
mod exact;
mod group_rule;
mod groups;
mod history;
mod improve;
mod left_out;
mod member;
mod pairs;
mod plan;
mod planner;
mod quality;
mod repair;
mod report;
mod rule;
mod scores;
mod series;
mod settings;
mod solve;
mod why_not;

pub use crate::round::group_rule::{Criterion, GroupRule};
pub use crate::round::history::{Encounter, MeetingHistory, MeetingOutcome, SatOut};
pub use crate::round::plan::{
    Absence, Meeting, PersonalMeeting, PersonalRound, Relaxation, RoundPlan, UnkeptWish, Unmatched,
    UnmatchedReason, Wish,
};
pub use crate::round::planner::{Odd, RoundPlanner, Shape};
pub use crate::round::repair::{RepairedPlan, RoundChange};
pub use crate::round::rule::{Enforcement, Rule};
pub use crate::round::scores::{SCALE, Scores};
pub use crate::round::series::Series;
pub use crate::round::settings::RoundSettings;
pub use crate::round::why_not::PairAnswer;
