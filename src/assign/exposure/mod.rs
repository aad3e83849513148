//! Floor 3 — how do all lists share attention? (exposure allocation)

mod allocate;
mod allocation;
mod ascent;
mod attention;
mod candidates;
mod draft;
mod envy;
mod examination;
mod layout;
mod one_sided;
mod pairs;
mod preferences;
mod prices;
mod random;
mod rank;
mod rankings;
mod sample;
mod scores;
mod settings;
mod trade_off;

pub use crate::assign::exposure::allocate::{Start, allocate, allocate_with};
pub use crate::assign::exposure::allocation::{Allocation, STARVED, Shown};
pub use crate::assign::exposure::candidates::Candidates;
pub use crate::assign::exposure::envy::EnvyEstimate;
pub use crate::assign::exposure::examination::Examination;
pub use crate::assign::exposure::one_sided::Applications;
pub use crate::assign::exposure::preferences::{Preferences, Side};
pub use crate::assign::exposure::rankings::Rankings;
pub use crate::assign::exposure::sample::Placed;
pub use crate::assign::exposure::settings::{Ended, Objective, Progress, Settings};
pub use crate::assign::exposure::trade_off::{Summary, TradeOff, trade_off};
