//! What a ledger records: help, and refusals to help.

use crate::day::Day;
use crate::error::Error;
use crate::id::{check_person, quoted};
use crate::unit::within;

/// Whether somebody who refused to help was able to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Capacity {
    /// There was room, and no will.
    Free,
    /// There was no room. Such a refusal never counts against anyone.
    Full,
}

/// Help that one person gave to another.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Help {
    /// Who gave it.
    pub from: String,
    /// Who received it.
    pub to: String,
    /// When.
    pub day: Day,
    /// How much, in a unit of the caller's choice, such as hours; from 0.001 to 1000.
    pub amount: f32,
}

/// A request for help that was refused.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Refusal {
    /// Who was asked.
    pub asked: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub day: Day,
    /// Whether there was room to help.
    pub capacity: Capacity,
}

impl Help {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let what = || format!("help from {} to {}", quoted(&self.from), quoted(&self.to));
        within(
            self.amount,
            0.001..=1000.0,
            "a number from 0.001 to 1000",
            what,
        )?;
        check_two(&self.from, &self.to)
    }
}

/// Checks two names that an entry takes to be different people.
pub(crate) fn check_two(from: &str, to: &str) -> Result<(), Error> {
    check_person(from)?;
    check_person(to)?;
    if from == to {
        return Err(Error::SamePerson {
            what: format!("help from {} to {}", quoted(from), quoted(to)),
        });
    }
    Ok(())
}
