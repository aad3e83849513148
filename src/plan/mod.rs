//! What to do this week: learning, giving, keeping in touch.

mod circle;
mod contacts;
mod giving;
mod ledger;
mod memory;
mod value;
mod week;

pub use crate::day::Day;
pub use crate::plan::circle::{SelectCircle, StandingPeer};
pub use crate::plan::contacts::{Agenda, ContactEntry, Contacts, FadingTie, Gap, Tier};
pub use crate::plan::giving::Advice;
pub use crate::plan::ledger::{Balances, Capacity, Exchange, Help, Ledger, OpenAccount, Refusal};
pub use crate::plan::value::{NextSkill, OfferKind, Offering, SkillValue, Value, WantedBy, Worths};
pub use crate::plan::week::{
    Helper, Learner, LearningWeek, Replan, Room, Session, SlotScope, UnmetNeed, WeekChange,
    WeekPlan, Whereabouts, WhyUnmet,
};
