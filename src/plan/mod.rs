//! What do we do this week?

mod circle;
mod contacts;
mod day;
mod giving;
mod ledger;
mod value;
mod week;

pub use crate::plan::circle::{SelectCircle, StandingPeer};
pub use crate::plan::contacts::{Agenda, Contacts, FadingTie, Gap, Tier};
pub use crate::plan::day::Day;
pub use crate::plan::giving::Advice;
pub use crate::plan::ledger::{Balances, Capacity, Exchange, Help, Ledger, OpenAccount, Refusal};
pub use crate::plan::value::{NextSkill, OfferKind, Offering, SkillValue, Value, WantedBy, Worths};
pub use crate::plan::week::{
    Helper, Learner, LearningWeek, Replan, Room, Session, SlotScope, UnmetNeed, WeekChange,
    WeekPlan, Whereabouts, WhyUnmet,
};
