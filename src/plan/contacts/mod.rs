//! Whom somebody is losing touch with, and what fits into a calm week.

mod corrections;
mod fading;
mod outcomes;
mod record;
mod tier;

pub use crate::plan::contacts::fading::{Agenda, FadingTie};
pub use crate::plan::contacts::record::{ContactEntry, Contacts};
pub use crate::plan::contacts::tier::{Gap, Tier};
