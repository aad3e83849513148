//! What two people have in common beside features, so that a pair is held to what its own factor asks for.
//!
//! A score is at most the mean of both gains times a factor of the pair, of two parts:
//!
//! - *consent*, high only for people who share something: a contact, a circle, an interest. What is shared adds up: a pair's sum is the
//!   own part of both, and for each key that both have what the key counts plus the product of both amounts. Of the first keys only the
//!   greatest product counts: whoever shares several introducers is introduced by one. Consent is at most a rising curve of the sum.
//! - *lift*, high only for people who disagree: at most a rising curve of their disagreement over the topics that both have spoken on. A
//!   topic is a key whose amount is the stance.
//!
//! Both are bounded for every pair of a block or of a stretch of candidates, in [columns](SharedColumns): a key that few have adds to the
//! few places of those who have it, one that many have to all places at a time.

mod columns;
mod common_columns;
mod consent;
mod expected;
mod hubs;
mod key_index;
mod lift;
mod pair;
mod row;
mod table;

pub(crate) use crate::benefit::links::columns::{SharedColumns, Tables};
pub(crate) use crate::benefit::links::common_columns::{CommonColumns, LinkedAsker};
pub(crate) use crate::benefit::links::consent::Consent;
pub(crate) use crate::benefit::links::expected::{Expected, ExpectedRow, TERMS, Terms};
pub(crate) use crate::benefit::links::key_index::{KeyCursor, KeyIndex};
pub(crate) use crate::benefit::links::lift::Topics;
pub(crate) use crate::benefit::links::row::{Guest, LinkRow};
pub(crate) use crate::benefit::links::table::{Links, PairBound, Shared};
