//! What two people gave each other.

use crate::day::Day;

/// What two people gave each other, decayed, seen from the first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Exchange {
    /// What the first gave.
    pub given: f32,
    /// What the first received.
    pub received: f32,
    /// When the first gave last.
    pub last_given: Option<Day>,
    /// When the first received last.
    pub last_received: Option<Day>,
}

impl Exchange {
    /// (given − received) / (given + received), from -1 to 1; `None` without exchange.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert!(balances.between("ana", "ben").balance().is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn balance(&self) -> Option<f32> {
        balance(f64::from(self.given), f64::from(self.received))
    }
}

/// An exchange that is not even.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OpenAccount {
    /// The other person.
    pub name: String,
    /// How much more one gave than the other, decayed.
    pub amount: f32,
    /// For how many days the one who gave less gave nothing; counted from the first help when they never did.
    pub days: u32,
}

pub(crate) fn balance(given: f64, received: f64) -> Option<f32> {
    let sum = given + received;
    (sum > 0.0).then(|| ((given - received) / sum) as f32)
}
