//! Who helped whom, and what asking costs.

mod balances;
mod corrections;
mod entry;
mod exchange;
mod outcomes;

pub use crate::plan::ledger::balances::Balances;
pub use crate::plan::ledger::entry::{Capacity, Help, Refusal};
pub use crate::plan::ledger::exchange::{Exchange, OpenAccount};

use crate::day::Day;
use crate::error::Error;
use crate::id::Key;
use crate::numeric::check_half_life;
use crate::plan::ledger::entry::check_two;
use crate::plan::memory::{HALF_LIFE_DAYS, not_before};
use crate::written::Version;

/// Help given and received, refused, and fading with time.
///
/// People are known by name, so that a ledger outlives the network it was made with. Entries may come in any order of days; what is old
/// weighs less when balances are asked for.
///
/// # Examples
///
/// ```
/// use confrere::plan::{Day, Ledger};
/// let mut ledger = Ledger::new();
/// ledger.give("ana", "ben", Day(0), 3.0)?;
/// ledger.give("ben", "ana", Day(5), 1.0)?;
/// let today = ledger.at(Day(5))?;
/// assert!(today.balance("ana") > Some(0.0), "ana gave more than she received");
/// assert!(today.price("ben", "ana") > today.price("ana", "ben"));
/// assert_eq!(today.price("newcomer", "ana"), 1.0, "nobody starts in debt");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored", into = "Stored"))]
pub struct Ledger {
    half_life: f32,
    help: Vec<Help>,
    refusals: Vec<Refusal>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// Starts an empty ledger in which help weighs half after 110 days.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::Ledger;
    /// assert!(Ledger::new().help().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            half_life: HALF_LIFE_DAYS,
            help: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Starts an empty ledger with a half-life in days.
    ///
    /// # Errors
    ///
    /// When the half-life is out of the range that holds everywhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::Ledger;
    /// assert!(Ledger::with_half_life(0.0).is_err());
    /// ```
    pub fn with_half_life(days: f32) -> Result<Self, Error> {
        Ok(Self {
            half_life: check_half_life(days, || "half-life".into())?,
            ..Self::new()
        })
    }

    /// Days after which help weighs half.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::Ledger;
    /// assert_eq!(Ledger::with_half_life(30.0)?.half_life(), 30.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn half_life(&self) -> f32 {
        self.half_life
    }

    /// Starts a ledger from help of the past, given in any order.
    ///
    /// # Errors
    ///
    /// As [`give`](Self::give), one error for each such entry ([`Error::all`]).
    ///
    /// ```
    /// use confrere::plan::{Day, Help, Ledger};
    /// let help = Help { from: "ana".into(), to: "ben".into(), day: Day(3), amount: 2.0 };
    /// let ledger = Ledger::from_history([help])?;
    /// assert_eq!(ledger.at(Day(3))?.between("ana", "ben").given, 2.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn from_history(history: impl IntoIterator<Item = Help>) -> Result<Self, Error> {
        let help: Vec<Help> = history.into_iter().collect();
        let errors = help.iter().filter_map(|entry| entry.check().err());
        match Error::of_all(errors.collect()) {
            Some(error) => Err(error),
            None => Ok(Self {
                help,
                ..Self::new()
            }),
        }
    }

    /// Records help that one person gave to another, on whichever day.
    ///
    /// # Errors
    ///
    /// When a key is one that no network accepts, both are one person, or the amount is not a number from 0.001 to 1000.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// assert_eq!(ledger.at(Day(0))?.given("ana"), 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn give(
        &mut self,
        from: impl Into<Key>,
        to: impl Into<Key>,
        day: impl Into<Day>,
        amount: f32,
    ) -> Result<(), Error> {
        let help = Help {
            from: Key::text(from),
            to: Key::text(to),
            day: day.into(),
            amount,
        };
        help.check()?;
        self.help.push(help);
        Ok(())
    }

    /// Records that somebody who was asked for help refused.
    ///
    /// # Errors
    ///
    /// When a key is one that no network accepts, or both are one person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Capacity, Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// ledger.refuse("ana", "ben", Day(1), Capacity::Free)?;
    /// assert_eq!(ledger.refusals().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn refuse(
        &mut self,
        asked: impl Into<Key>,
        by: impl Into<Key>,
        day: impl Into<Day>,
        capacity: Capacity,
    ) -> Result<(), Error> {
        let (asked, by) = (Key::text(asked), Key::text(by));
        check_two(&asked, &by)?;
        self.refusals.push(Refusal {
            asked,
            by,
            day: day.into(),
            capacity,
        });
        Ok(())
    }

    /// All help, in the order in which it was recorded.
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 1.0)?;
    /// assert_eq!(ledger.help()[0].to, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn help(&self) -> &[Help] {
        &self.help
    }

    /// All refusals, in the order in which they were recorded.
    ///
    /// ```
    /// use confrere::plan::{Capacity, Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.refuse("ana", "ben", Day(3), Capacity::Full)?;
    /// assert_eq!(ledger.refusals()[0].asked, "ana");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// The balances as they stand on a day.
    ///
    /// # Errors
    ///
    /// When the day lies before the last one recorded.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m records.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// assert!(ledger.at(Day(400))?.given("ana") < 1.0); // help fades
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn at(&self, now: impl Into<Day>) -> Result<Balances, Error> {
        let now = now.into();
        let days = self.help.iter().map(|help| help.day);
        let latest = days
            .chain(self.refusals.iter().map(|refusal| refusal.day))
            .max();
        not_before(now, latest, || "day of the balances".into())?;
        Ok(Balances::of(self, now))
    }
}

/// A ledger as it is stored.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Stored {
    #[cfg_attr(feature = "serde", serde(default))]
    version: Version<1>,
    half_life: f32,
    #[cfg_attr(feature = "serde", serde(default))]
    help: Vec<Help>,
    #[cfg_attr(feature = "serde", serde(default))]
    refusals: Vec<Refusal>,
}

impl From<Ledger> for Stored {
    fn from(ledger: Ledger) -> Self {
        Self {
            version: Version,
            half_life: ledger.half_life,
            help: ledger.help,
            refusals: ledger.refusals,
        }
    }
}

impl TryFrom<Stored> for Ledger {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        // Nothing is read from a form of another version.
        let Version = stored.version;
        let mut ledger = Self::with_half_life(stored.half_life)?;
        for help in stored.help {
            ledger.give(&help.from, &help.to, help.day, help.amount)?;
        }
        for refusal in stored.refusals {
            ledger.refuse(&refusal.asked, &refusal.by, refusal.day, refusal.capacity)?;
        }
        Ok(ledger)
    }
}
