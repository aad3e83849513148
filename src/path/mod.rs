//! Introduction paths: who can introduce two people, with what chance, at what burden to whom.
//!
//! A request travels along ties: the asker asks a first introducer, who asks the next, until the last one asks the target. Each
//! step succeeds with the strength of its tie, each introducer carries with a factor of their own ([`Introducers`]), and the
//! events are independent, so that the chance of a route is the product of them all. The best route is the *maximum influence
//! path* of Chen, Wang & Wang (2010).
//!
//! | the question | people of a [`Network`](crate::Network) | bare numbers ([`Adjacency`](crate::Adjacency), people `0..n`) |
//! |---|---|---|
//! | who can introduce me? | [`Network::introduction`](crate::Network::introduction), [`Introductions::between`] | [`PathSearch::best`], [`PathSearch::best_unbounded`] |
//! | what are the next best routes? | [`Introductions::ranked`] | [`PathSearch::ranked`] |
//! | which routes do not hang on one person? | [`Introductions::disjoint`] | [`PathSearch::disjoint`] |
//! | whom can I reach? | [`Introductions::reach`] | [`PathSearch::reach`] |
//! | whom should I meet to reach a circle? | [`Introductions::openings`] | [`PathSearch::brokers`] |
//! | who introduces whom when many ask? | [`Introductions::plan`] | [`PathSearch::plan`] |
//! | how strong is a tie, given contacts? | | [`ContactLog`], [`ties_from_contacts`] |
//!
//! # Limits
//!
//! Chances are compared through costs in fixed point, `round(-ln p · 2³²)`: two routes whose chances differ by less than about
//! one part in 2³⁰ count as equal. Of equally good routes the one with fewer hops comes first, then the one whose people,
//! read from the asker on, come first in id order.

mod contact_log;
mod cost;
mod cover;
mod disjoint;
mod flow;
mod introducers;
mod introduction;
mod introduction_plan;
mod introductions;
mod joint;
#[cfg(test)]
#[path = "../../tests/support/karate.rs"]
mod karate;
mod label_index;
mod labels;
mod path_search;
mod people_in_reach;
mod ranked;
mod reach;
mod route;
mod search;
mod stored_plan;
mod tie_decay;
mod unbounded;

pub use crate::path::contact_log::{ContactLog, ties_from_contacts};
pub use crate::path::cover::Broker;
pub use crate::path::disjoint::DisjointRoutes;
pub use crate::path::introducers::Introducers;
pub use crate::path::introduction::{Ask, Consent, Introduction};
pub use crate::path::introduction_plan::{IntroductionPlan, Overloaded, Planned, Wish};
pub use crate::path::introductions::{DisjointIntroductions, Introductions};
pub use crate::path::joint::{IntroductionOutcome, JointPlan, Overload, Request};
pub use crate::path::path_search::PathSearch;
pub use crate::path::reach::Reach;
pub use crate::path::route::Route;
pub use crate::path::search::Scratch;
pub use crate::path::stored_plan::{RestoredPlan, StoredPlan};
pub use crate::path::tie_decay::TieDecay;

/// How many ties a route may have unless told otherwise: two introducers.
///
/// A tie of average strength (0.37, the participation rate of Dodds, Muhamad & Watts 2003) leaves 5 % after three hops.
pub const HOPS: u32 = 3;

/// The smallest chance that is worth an answer unless told otherwise.
///
/// One in a hundred is our choice: below it, even a hundred such requests are expected to bring one introduction.
pub const FLOOR: f32 = 0.01;

pub use crate::path::people_in_reach::{Opening, PeopleInReach};
