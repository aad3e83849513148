//! Contacts and reminders of the past, kept like any record.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::error::Error;
use crate::id::{Key, check_person, quoted};
use crate::plan::contacts::tier::{Gap, Tier};
use crate::plan::memory::not_before;
use crate::written::Version;

/// Two people and a day: a contact, or a reminder of the second given to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactEntry<'c> {
    /// The first of the two; of a contact, the earlier in name order.
    pub who: &'c str,
    /// The other.
    pub other: &'c str,
    /// When.
    pub day: Day,
}

/// Contacts and reminders, by name. Only a contact that took place starts a gap anew; a reminder does not. Entries may come in any
/// order of days.
///
/// # Examples
///
/// ```
/// use confrere::plan::{Contacts, Day, Gap};
/// let mut contacts = Contacts::new();
/// contacts.reminded("ana", "ben", Day(40))?;
/// contacts.met("ana", "ben", Day(10))?; // written down late
/// assert_eq!(contacts.gap("ben", "ana", Day(45))?, Gap::Days(35));
/// assert_eq!(contacts.gap("ana", "caro", Day(45))?, Gap::Never);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored", into = "Stored"))]
pub struct Contacts {
    /// The contacts of two people, the earlier name first; days ascend, each once.
    pub(crate) met: Days,
    /// The reminders of the first about the second.
    pub(crate) reminded: Days,
    /// Tiers that the first has put the second into.
    pub(crate) tiers: BTreeMap<(String, String), Tier>,
}

type Days = BTreeMap<(String, String), Vec<Day>>;

pub(crate) fn pair(a: &str, b: &str) -> Result<(String, String), Error> {
    check_person(a)?;
    check_person(b)?;
    if a == b {
        return Err(Error::SamePerson {
            what: format!("contact of {} and {}", quoted(a), quoted(b)),
        });
    }
    Ok((a.to_string(), b.to_string()))
}

pub(crate) fn add(days: &mut Vec<Day>, day: Day) {
    if let Err(place) = days.binary_search(&day) {
        days.insert(place, day);
    }
}

fn entries(days: &Days) -> impl Iterator<Item = ContactEntry<'_>> {
    days.iter().flat_map(|((who, other), days)| {
        days.iter()
            .map(move |&day| ContactEntry { who, other, day })
    })
}

impl Contacts {
    /// Starts without any contact.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// assert_eq!(Contacts::new().gap("ana", "ben", Day(3))?, Gap::Never);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that two people were really in contact, on whichever day.
    ///
    /// # Errors
    ///
    /// When a key is one that no network accepts, or both are one person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(10))?;
    /// contacts.met("ana", "ben", Day(12))?;
    /// assert_eq!(contacts.gap("ben", "ana", Day(15))?, Gap::Days(3));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn met(
        &mut self,
        a: impl Into<Key>,
        b: impl Into<Key>,
        day: impl Into<Day>,
    ) -> Result<(), Error> {
        let (a, b) = (Key::text(a), Key::text(b));
        let pair = pair((&a).min(&b), (&a).max(&b))?;
        add(self.met.entry(pair).or_default(), day.into());
        Ok(())
    }

    /// Records that somebody was reminded of another. The gap goes on.
    ///
    /// # Errors
    ///
    /// As [`met`](Self::met).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(10))?;
    /// contacts.reminded("ana", "ben", Day(20))?;
    /// assert_eq!(contacts.reminders().next().map(|entry| entry.day), Some(Day(20)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn reminded(
        &mut self,
        who: impl Into<Key>,
        of: impl Into<Key>,
        day: impl Into<Day>,
    ) -> Result<(), Error> {
        let pair = pair(&Key::text(who), &Key::text(of))?;
        add(self.reminded.entry(pair).or_default(), day.into());
        Ok(())
    }

    /// Sets how near somebody wants to keep another; otherwise the strength of the tie decides.
    ///
    /// # Errors
    ///
    /// When a key is one that no network accepts, or both are one person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Tier};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(10))?;
    /// contacts.keep("ana", "ben", Tier::Close)?;
    /// assert!(contacts.keep("ana", "ana", Tier::Close).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn keep(
        &mut self,
        who: impl Into<Key>,
        other: impl Into<Key>,
        tier: Tier,
    ) -> Result<(), Error> {
        let pair = pair(&Key::text(who), &Key::text(other))?;
        self.tiers.insert(pair, tier);
        Ok(())
    }

    /// Every contact, by names, then by day.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ben", "ana", Day(3))?;
    /// let days: Vec<_> = contacts.contacts().map(|entry| (entry.who, entry.other, entry.day)).collect();
    /// assert_eq!(days, [("ana", "ben", Day(3))]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn contacts(&self) -> impl Iterator<Item = ContactEntry<'_>> {
        entries(&self.met)
    }

    /// Every reminder, by names, then by day.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day};
    /// let mut contacts = Contacts::new();
    /// contacts.reminded("ben", "ana", Day(3))?;
    /// assert_eq!(contacts.reminders().map(|entry| entry.who).collect::<Vec<_>>(), ["ben"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn reminders(&self) -> impl Iterator<Item = ContactEntry<'_>> {
        entries(&self.reminded)
    }

    /// Removes a contact that was recorded by mistake; says whether there was one.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(3))?;
    /// contacts.met("ana", "ben", Day(9))?;
    /// assert!(contacts.remove_contact("ben", "ana", Day(9)));
    /// assert_eq!(contacts.gap("ana", "ben", Day(10))?, Gap::Days(7));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove_contact(&mut self, a: &str, b: &str, day: impl Into<Day>) -> bool {
        remove(&mut self.met, (a.min(b), a.max(b)), day.into())
    }

    /// Removes a reminder; says whether there was one.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day};
    /// let mut contacts = Contacts::new();
    /// contacts.reminded("ana", "ben", Day(3))?;
    /// assert!(contacts.remove_reminder("ana", "ben", Day(3)));
    /// assert!(!contacts.remove_reminder("ana", "ben", Day(3)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove_reminder(&mut self, who: &str, of: &str, day: impl Into<Day>) -> bool {
        remove(&mut self.reminded, (who, of), day.into())
    }

    pub(crate) fn check_now(&self, now: Day) -> Result<(), Error> {
        let days = self.met.values().chain(self.reminded.values());
        let latest = days.filter_map(|days| days.last()).max().copied();
        not_before(now, latest, || "day of a question".into()).map(drop)
    }

    /// How long ago two people were really in contact.
    ///
    /// # Errors
    ///
    /// When `now` lies before the last day recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(10))?;
    /// assert_eq!(contacts.gap("ana", "ben", Day(14))?, Gap::Days(4));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn gap(&self, a: &str, b: &str, now: impl Into<Day>) -> Result<Gap, Error> {
        let now = now.into();
        self.check_now(now)?;
        Ok(self.gap_at(a, b, now))
    }

    /// As [`gap`](Self::gap), for a day that is checked already: the check reads every entry.
    pub(crate) fn gap_at(&self, a: &str, b: &str, now: Day) -> Gap {
        let days = self.met.get(&(a.min(b).to_string(), a.max(b).to_string()));
        let last = days.and_then(|days| days.last());
        last.map_or(Gap::Never, |&day| Gap::Days(now.since(day).unwrap_or(0)))
    }

    pub(crate) fn days_since_reminder(&self, who: &str, of: &str, now: Day) -> Option<u32> {
        let days = self.reminded.get(&(who.to_string(), of.to_string()))?;
        now.since(*days.last()?)
    }

    pub(crate) fn tier(&self, who: &str, other: &str) -> Option<Tier> {
        self.tiers
            .get(&(who.to_string(), other.to_string()))
            .copied()
    }
}

fn remove(all: &mut Days, (who, other): (&str, &str), day: Day) -> bool {
    let key = (who.to_string(), other.to_string());
    let Some(days) = all.get_mut(&key) else {
        return false;
    };
    let place = days.binary_search(&day);
    if let Ok(place) = place {
        days.remove(place);
    }
    // A pair without days is no entry, so that two records with the same days are equal.
    if days.is_empty() {
        all.remove(&key);
    }
    place.is_ok()
}

/// Contacts as they are stored.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Stored {
    #[cfg_attr(feature = "serde", serde(default))]
    version: Version<1>,
    #[cfg_attr(feature = "serde", serde(default))]
    met: Vec<(String, String, Day)>,
    #[cfg_attr(feature = "serde", serde(default))]
    reminded: Vec<(String, String, Day)>,
    #[cfg_attr(feature = "serde", serde(default))]
    tiers: Vec<(String, String, Tier)>,
}

impl From<Contacts> for Stored {
    fn from(contacts: Contacts) -> Self {
        // By name, not by number: a log outlives the network in which it was made.
        let rows = |days: &Days| {
            entries(days)
                .map(|row| (row.who.into(), row.other.into(), row.day))
                .collect()
        };
        let tiers = contacts.tiers.iter();
        Self {
            version: Version,
            met: rows(&contacts.met),
            reminded: rows(&contacts.reminded),
            tiers: tiers
                .map(|((who, other), &tier)| (who.clone(), other.clone(), tier))
                .collect(),
        }
    }
}

impl TryFrom<Stored> for Contacts {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        // Nothing is read from a form of another version.
        let Version = stored.version;
        let mut contacts = Self::new();
        // Stored records pass the checks of new ones.
        for (a, b, day) in &stored.met {
            contacts.met(a, b, *day)?;
        }
        for (who, of, day) in &stored.reminded {
            contacts.reminded(who, of, *day)?;
        }
        for (who, other, tier) in &stored.tiers {
            contacts.keep(who, other, *tier)?;
        }
        Ok(contacts)
    }
}
