//! One-sided programmes: mentors give, mentees gain, and a mentor's gain is the giving.
//!
//! In [`recommend`](crate::Matcher::recommend) both sides must gain, so a mentor who looks for nothing meets nobody. Here a pair is worth
//! what the mentee gains; mentors have room for several mentees, and the pairs are chosen all at once by an exact
//! [assignment](crate::assign::BipartiteTask).

mod answer;
mod ask;
mod question;

pub use crate::mentorship::answer::{Mentoring, MentorshipPlan, Unserved, UnservedReason};
pub use crate::mentorship::question::{Goal, Mentorship};
