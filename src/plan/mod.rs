//! Floor 6 — what do we do this week?

mod day;
mod ledger;

pub use crate::plan::day::Day;
pub use crate::plan::ledger::{Balances, Capacity, Exchange, Help, Ledger, OpenAccount, Refusal};
