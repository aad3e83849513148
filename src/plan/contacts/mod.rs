//! With whom am I losing touch, and what is a calm week?

mod fading;

pub use crate::plan::contacts::fading::{Agenda, FadingTie};

use std::collections::BTreeMap;

use crate::error::Error;
use crate::id::{check_name, quoted};
use crate::plan::day::Day;

/// How near a tie is. The gaps are those between contacts in the layers of personal networks (Dunbar).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tier {
    /// Contact about every week.
    Inner,
    /// About every month.
    Close,
    /// About every half year.
    Active,
    /// About every year.
    Known,
}

impl Tier {
    /// The gap between contacts that keeps a tie of this tier, in days: 7, 30, 180, 365.
    #[must_use]
    pub const fn ideal_gap(self) -> u32 {
        match self {
            Self::Inner => 7,
            Self::Close => 30,
            Self::Active => 180,
            Self::Known => 365,
        }
    }

    /// The gap after which a tie counts as lost from this tier: twice the ideal one, a design choice.
    #[must_use]
    pub const fn longest_gap(self) -> u32 {
        2 * self.ideal_gap()
    }

    /// The tier of a tie that nobody has put into one: quarters of its strength.
    #[must_use]
    pub fn of_strength(strength: f32) -> Self {
        match strength {
            strength if strength >= 0.75 => Self::Inner,
            strength if strength >= 0.5 => Self::Close,
            strength if strength >= 0.25 => Self::Active,
            _ => Self::Known,
        }
    }
}

/// How long ago the last real contact was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Gap {
    /// So many days.
    Days(u32),
    /// No contact was ever recorded.
    Never,
}

/// Contacts and reminders, by name. Only a contact that took place starts a gap anew; a reminder does not.
///
/// # Examples
///
/// ```
/// use confrere::plan::{Contacts, Day, Gap};
/// let mut contacts = Contacts::new();
/// contacts.met("ana", "ben", Day(10))?;
/// contacts.reminded("ana", "ben", Day(40))?;
/// assert_eq!(contacts.gap("ben", "ana", Day(45))?, Gap::Days(35));
/// assert_eq!(contacts.gap("ana", "caro", Day(45))?, Gap::Never);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contacts {
    /// The last contact of two people, the earlier name first.
    met: BTreeMap<(String, String), Day>,
    /// The last reminder of the first about the second.
    reminded: BTreeMap<(String, String), Day>,
    /// Tiers that the first has put the second into.
    tiers: BTreeMap<(String, String), Tier>,
    latest: Option<Day>,
}

fn pair(a: &str, b: &str) -> Result<(String, String), Error> {
    check_name("person", a)?;
    check_name("person", b)?;
    if a == b {
        return Err(Error::SamePerson {
            what: format!("contact of {} and {}", quoted(a), quoted(b)),
        });
    }
    Ok((a.to_string(), b.to_string()))
}

impl Contacts {
    /// Starts without any contact.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that two people were really in contact.
    ///
    /// # Errors
    ///
    /// When a name is empty or too long, both are one person, or the day lies before the last one recorded.
    pub fn met(&mut self, a: &str, b: &str, day: Day) -> Result<(), Error> {
        let key = pair(a.min(b), a.max(b))?;
        self.advance(day)?;
        self.met.insert(key, day);
        Ok(())
    }

    /// Records that somebody was reminded of another. The gap goes on.
    ///
    /// # Errors
    ///
    /// As [`met`](Self::met).
    pub fn reminded(&mut self, who: &str, of: &str, day: Day) -> Result<(), Error> {
        let key = pair(who, of)?;
        self.advance(day)?;
        self.reminded.insert(key, day);
        Ok(())
    }

    /// Sets how near somebody wants to keep another; otherwise the strength of the tie decides.
    ///
    /// # Errors
    ///
    /// When a name is empty or too long, or both are one person.
    pub fn keep(&mut self, who: &str, other: &str, tier: Tier) -> Result<(), Error> {
        self.tiers.insert(pair(who, other)?, tier);
        Ok(())
    }

    fn advance(&mut self, day: Day) -> Result<(), Error> {
        if let Some(latest) = self.latest {
            day.not_before(latest, || "day of a contact".into())?;
        }
        self.latest = Some(day);
        Ok(())
    }

    fn check_now(&self, now: Day) -> Result<(), Error> {
        let latest = self.latest.unwrap_or(now);
        now.not_before(latest, || "day of a question".into())
            .map(drop)
    }

    /// How long ago two people were really in contact.
    ///
    /// # Errors
    ///
    /// When `now` lies before the last day recorded.
    pub fn gap(&self, a: &str, b: &str, now: Day) -> Result<Gap, Error> {
        self.check_now(now)?;
        let last = self.met.get(&(a.min(b).to_string(), a.max(b).to_string()));
        Ok(last.map_or(Gap::Never, |&day| Gap::Days(now.since(day).unwrap_or(0))))
    }

    fn days_since_reminder(&self, who: &str, of: &str, now: Day) -> Option<u32> {
        let day = self.reminded.get(&(who.to_string(), of.to_string()))?;
        now.since(*day)
    }

    fn tier(&self, who: &str, other: &str) -> Option<Tier> {
        self.tiers
            .get(&(who.to_string(), other.to_string()))
            .copied()
    }
}

/// Contacts as they are stored.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    met: Vec<(String, String, Day)>,
    #[serde(default)]
    reminded: Vec<(String, String, Day)>,
    #[serde(default)]
    tiers: Vec<(String, String, Tier)>,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Contacts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn rows<T: Copy>(map: &BTreeMap<(String, String), T>) -> Vec<(String, String, T)> {
            map.iter()
                .map(|((a, b), &value)| (a.clone(), b.clone(), value))
                .collect()
        }
        let stored = Stored {
            met: rows(&self.met),
            reminded: rows(&self.reminded),
            tiers: rows(&self.tiers),
        };
        stored.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Contacts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut stored = Stored::deserialize(deserializer)?;
        stored.met.sort_by_key(|row| row.2);
        stored.reminded.sort_by_key(|row| row.2);
        let mut contacts = Self::new();
        let mut fill = || -> Result<(), Error> {
            for (a, b, day) in &stored.met {
                contacts.met(a, b, *day)?;
            }
            let latest = contacts.latest.take();
            for (who, of, day) in &stored.reminded {
                contacts.reminded(who, of, *day)?;
            }
            contacts.latest = contacts.latest.max(latest);
            stored
                .tiers
                .iter()
                .try_for_each(|(who, other, tier)| contacts.keep(who, other, *tier))
        };
        fill().map_err(serde::de::Error::custom)?;
        Ok(contacts)
    }
}
