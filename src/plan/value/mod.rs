//! Know your value: what one is worth to others, what to offer whom, what to learn next.

mod next_skill;
mod offers;
mod shown;
mod skills;
mod worth;

pub use crate::plan::value::next_skill::NextSkill;
pub use crate::plan::value::offers::{OfferKind, Offering};
pub use crate::plan::value::skills::{SkillValue, Value, WantedBy};
pub use crate::plan::value::worth::Worths;

pub(crate) use crate::plan::value::shown::Shown;
