//! Whom somebody is losing touch with, and what fits into a calm week.

mod fading;
mod record;

pub use crate::plan::contacts::fading::{Agenda, FadingTie};
pub use crate::plan::contacts::record::{ContactEntry, Contacts, Gap, Tier};
