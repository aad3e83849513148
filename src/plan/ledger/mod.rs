//! Who helped whom, and who asks at what price?

mod balances;

pub use crate::plan::ledger::balances::{Balances, Exchange, OpenAccount};

use crate::error::Error;
use crate::id::{Interner, check_name, quoted};
use crate::numeric::check_half_life;
use crate::plan::day::{Day, HALF_LIFE_DAYS};
use crate::unit::within;

/// Whether somebody who refused to help was able to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
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

/// Something that is recorded: who, whom, when, and what.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    from: u32,
    to: u32,
    day: Day,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Helped(f32),
    Refused(Capacity),
}

/// Help given and received, refused, and fading with time.
///
/// People are known by name, so that a ledger outlives the network it was made with. Nothing that was recorded is lost:
/// what is old weighs less when balances are asked for.
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
#[derive(Debug, Clone)]
pub struct Ledger {
    half_life: f32,
    names: Interner,
    entries: Vec<Entry>,
    latest: Option<Day>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// Starts an empty ledger in which help weighs half after 110 days.
    #[must_use]
    pub fn new() -> Self {
        Self {
            half_life: HALF_LIFE_DAYS,
            names: Interner::default(),
            entries: Vec::new(),
            latest: None,
        }
    }

    /// Starts an empty ledger with a half-life in days.
    ///
    /// # Errors
    ///
    /// When the half-life is not a number of days from 0.01 to 1,000,000.
    pub fn with_half_life(days: f32) -> Result<Self, Error> {
        Ok(Self {
            half_life: check_half_life(days, || "half-life".into())?,
            ..Self::new()
        })
    }

    /// Starts a ledger from help of the past, given in any order.
    ///
    /// # Errors
    ///
    /// As [`give`](Self::give), but for the order of days.
    pub fn from_history(history: impl IntoIterator<Item = Help>) -> Result<Self, Error> {
        let mut history: Vec<Help> = history.into_iter().collect();
        history.sort_by_key(|help| help.day);
        let mut ledger = Self::new();
        for help in history {
            ledger.give(&help.from, &help.to, help.day, help.amount)?;
        }
        Ok(ledger)
    }

    /// Records help that one person gave to another.
    ///
    /// # Errors
    ///
    /// When a name is empty or too long, both are one person, the amount is not a number from 0.001 to 1000, or the day lies
    /// before the last one recorded.
    pub fn give(&mut self, from: &str, to: &str, day: Day, amount: f32) -> Result<(), Error> {
        let what = || format!("help from {} to {}", quoted(from), quoted(to));
        within(amount, 0.001..=1000.0, "a number from 0.001 to 1000", what)?;
        self.record(from, to, day, Kind::Helped(amount))
    }

    /// Records that somebody who was asked for help refused.
    ///
    /// # Errors
    ///
    /// As [`give`](Self::give).
    pub fn refuse(
        &mut self,
        asked: &str,
        by: &str,
        day: Day,
        capacity: Capacity,
    ) -> Result<(), Error> {
        self.record(asked, by, day, Kind::Refused(capacity))
    }

    fn record(&mut self, from: &str, to: &str, day: Day, kind: Kind) -> Result<(), Error> {
        check_name("person", from)?;
        check_name("person", to)?;
        if from == to {
            return Err(Error::SamePerson {
                what: format!("help from {} to {}", quoted(from), quoted(to)),
            });
        }
        if let Some(latest) = self.latest {
            day.not_before(latest, || {
                format!("day of help from {} to {}", quoted(from), quoted(to))
            })?;
        }
        self.latest = Some(day);
        let (from, to) = (self.names.intern(from), self.names.intern(to));
        self.entries.push(Entry {
            from,
            to,
            day,
            kind,
        });
        Ok(())
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
    pub fn at(&self, now: Day) -> Result<Balances, Error> {
        if let Some(latest) = self.latest {
            now.not_before(latest, || "day of the balances".into())?;
        }
        Ok(Balances::of(self, now))
    }
}

/// A ledger as it is stored.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    half_life: f32,
    #[serde(default)]
    help: Vec<Help>,
    #[serde(default)]
    refusals: Vec<Refusal>,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Ledger {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (names, place) = self.names.clone().into_sorted();
        let name = |number: u32| names.get(place[number as usize] as usize).to_string();
        let mut stored = Stored {
            half_life: self.half_life,
            help: Vec::new(),
            refusals: Vec::new(),
        };
        for entry in &self.entries {
            let (from, to, day) = (name(entry.from), name(entry.to), entry.day);
            match entry.kind {
                Kind::Helped(amount) => stored.help.push(Help {
                    from,
                    to,
                    day,
                    amount,
                }),
                Kind::Refused(capacity) => stored.refusals.push(Refusal {
                    asked: from,
                    by: to,
                    day,
                    capacity,
                }),
            }
        }
        stored.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Ledger {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Self::from_stored(stored).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "serde")]
impl Ledger {
    fn from_stored(stored: Stored) -> Result<Self, Error> {
        let mut ledger = Self::with_half_life(stored.half_life)?;
        let (mut help, mut refusals) = (stored.help, stored.refusals);
        help.sort_by_key(|help| help.day);
        refusals.sort_by_key(|refusal| refusal.day);
        let mut refusals = refusals.into_iter().peekable();
        for help in help {
            while let Some(refusal) = refusals.next_if(|refusal| refusal.day < help.day) {
                ledger.refuse(&refusal.asked, &refusal.by, refusal.day, refusal.capacity)?;
            }
            ledger.give(&help.from, &help.to, help.day, help.amount)?;
        }
        for refusal in refusals {
            ledger.refuse(&refusal.asked, &refusal.by, refusal.day, refusal.capacity)?;
        }
        Ok(ledger)
    }
}
