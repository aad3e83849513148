//! Reciprocal peer matching: whom to meet, what each gains, and who can introduce.
//!
//! ```
//! use confrere::{Matcher, Network, Person};
//!
//! let network = Network::builder()
//!     .person(Person::new("ana").offers("rust", 0.9).needs("fundraising", 0.8))
//!     .person(Person::new("ben").offers("fundraising", 0.7).needs("rust", 0.6))
//!     .person(Person::new("caro").offers("design", 0.9).needs("hiring", 0.4))
//!     .tie("ana", "caro", 0.8)
//!     .tie("caro", "ben", 0.5)
//!     .build()?;
//!
//! let matcher = Matcher::new(&network);
//! let picks = matcher.recommend(network.id("ana")?);
//! assert_eq!(picks[0].to_string(), "ben: ana gains fundraising (0.70), ben gains rust (0.90); via caro");
//! # Ok::<(), confrere::Error>(())
//! ```
//!
//! # Where to start
//!
//! | I want to … | look at |
//! |---|---|
//! | describe people and ties | [`Person`], [`Network`], [`NetworkBuilder`], [`Tie`] |
//! | change a network as people join, change and leave | [`Network::change`], [`NetworkChange`] |
//! | know whom someone should meet | [`Matcher::recommend`], [`Query`], [`Matcher::recommend_all`] |
//! | match one group with another, or spread a community over machines | [`Matcher::score_block`], [`Ranked::merge`] |
//! | say what counts | [`Policy`], [`Mean`], [`Intent`], [`diversity::DifferenceWeights`] |
//! | tell people why | [`Recommendation`], [`Explanation`], [`Matcher::why_not`] |
//! | find who can introduce two people | [`Recommendation::introduction`], [`path`] |
//! | measure how someone stands in the network | [`diversity`] |
//! | share attention fairly over a community | [`market`] |
//! | plan who meets whom, in pairs or small groups | [`round`] |
//! | run a programme in which mentors give and mentees gain | [`mentorship`] |
//! | plan a learning week, give first, keep in touch | [`plan`] |
//! | match numbers without people | [`assign`], [`benefit`] |
//! | come from or go to ndarray and petgraph | [`interop`] |
//! | check an answer against the plainest code | [`oracle`] |
//!
//! # Names that can be guessed
//!
//! What is made step by step, people as well as all settings, has one name for each thing: `limit(3)` sets it, `get_limit()` reads it,
//! and `limit` is its field in the [written form](json). A step that adds one to a list is read as the list: `slot`, `get_slots`. What `new`
//! takes is read by its bare name, as in `query.who()`, and so is everything in an answer.
//!
//! # Who is meant
//!
//! A person has one [`Key`], the app's own text or whole number; a [`PersonId`] is its hash, the same in every network, process and
//! version. Questions about a network, and settings that single people out for one, such as [`Query`], [`Market`](market::Market),
//! [`Mentorship`](mentorship::Mentorship) and [`LearningWeek`](plan::LearningWeek), hold ids, and so do their answers. Records, rounds and plans
//! that people read hold keys. Both outlive a network; whoever is gone is nobody in the next. [`Network::id`] checks a key, [`PersonId::of`]
//! only hashes it, [`Network::key`] goes back; all take text or numbers.
//!
//! # What holds everywhere
//!
//! Errors happen at the door only: building and looking up by name can fail, asking cannot. The same input gives the same
//! bytes on any number of threads, in any order of input, with the feature `rayon` on or off; ties are broken by name. People
//! who are blocked, paused or full are proposed nowhere. What one person hides changes no word and no number that another reads;
//! whoever runs the community asks [`Matcher::for_operator`] for answers in which everything counts.
//!
//! [`architecture`] tells how the crate is built and how a question travels through it; [`cookbook`] has twelve recipes; [`json`] shows how
//! settings, plans and records are written.

#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(doc)]
#[doc = include_str!("architecture.md")]
pub mod architecture {}
#[cfg(doc)]
#[doc = include_str!("cookbook.md")]
pub mod cookbook {}
#[cfg(doc)]
#[doc = include_str!("json.md")]
pub mod json {}
pub mod acceptance;
pub mod assign;
pub mod benefit;
mod day;
pub mod diversity;
mod error;
mod id;
#[cfg(feature = "interop")]
pub mod interop;
pub mod market;
pub mod mentorship;
mod network;
mod numeric;
mod par;
pub mod path;
mod person;
pub mod plan;
mod progress;
mod recommend;
pub mod round;
mod rows;
mod table;
mod unit;
mod written;

pub use crate::benefit::{Mean, SkillWeights};
pub use crate::day::Day;
pub use crate::error::{Error, Fault, Field, Number, PersonError};
pub use crate::id::{Key, PersonId, Spelling};
pub use crate::network::{
    Adjacency, ChangeSummary, Nearness, Network, NetworkBuilder, NetworkChange, SkillNeighbours,
    Spellings, Tie,
};
pub use crate::person::{
    Intent, Interest, Limits, Mode, Need, NeedVector, Offer, Person, Seek, Stance, Visibility,
    WantedCircle,
};
pub use crate::progress::Progress;
pub use crate::progress::work::WorkReport;
pub use crate::recommend::{
    Acquaintances, CircleRule, Displaced, Explanation, For, Item, Matcher, OutsideReport, Policy,
    Query, Ranked, Recommendation, Shard, ShardScorer, Side, StoredRanked, Through, Unspoken,
    Variety, WhyNobody, WhyNot, oracle,
};
pub use crate::unit::Unit;

/// The examples of the front page of the repository are tested too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
