//! With whom am I losing touch, and what is a calm week?

use std::collections::BTreeMap;
use std::fmt;

use crate::error::Error;
use crate::id::{PersonId, check_name, quoted};
use crate::plan::day::{Day, HALF_LIFE_DAYS, decay};
use crate::recommend::Matcher;

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

/// A tie that fades.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FadingTie<'m> {
    /// The other person.
    pub name: &'m str,
    /// How near the tie is kept.
    pub tier: Tier,
    /// How long ago the last real contact was.
    pub gap: Gap,
    /// The strength that the tie had.
    pub strength: f32,
    /// How much of it is lost by now.
    pub lost: f32,
    /// What the tie is worth, from 0 to 1: the mean of how much it bridges and of the score of the match.
    pub worth: f32,
    /// Lost strength times worth: the order of the list.
    pub at_risk: f32,
}

impl FadingTie<'_> {
    /// Whether the gap is longer than the longest that keeps the tie in its tier.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self.gap {
            Gap::Days(days) => days > self.tier.longest_gap(),
            Gap::Never => false,
        }
    }
}

impl fmt::Display for FadingTie<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.gap {
            Gap::Days(days) => write!(
                f,
                "{}: {days} days, every {} would keep it",
                self.name,
                self.tier.ideal_gap()
            )?,
            Gap::Never => write!(f, "{}: no contact recorded", self.name)?,
        }
        write!(
            f,
            " (strength {:.2}, {:.2} lost; worth {:.2})",
            self.strength, self.lost, self.worth
        )
    }
}

/// Whom to contact in a week.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Agenda<'m> {
    /// Whose week.
    pub name: &'m str,
    /// At most as many contacts as suit the person, most at risk first.
    pub contacts: Vec<FadingTie<'m>>,
    /// How many fading ties wait for a later week.
    pub later: u32,
}

impl fmt::Display for Agenda<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.contacts.is_empty() {
            return write!(f, "{}: nothing to do this week", self.name);
        }
        write!(f, "{}: this week", self.name)?;
        for tie in &self.contacts {
            write!(f, "\n  {tie}")?;
        }
        match self.later {
            0 => Ok(()),
            later => write!(f, "\n  {later} more can wait"),
        }
    }
}

/// Contacts that a week holds at most where a person sets no limit: one a working day.
const A_WEEK: u32 = 5;
/// Contacts a week for somebody who is at ease in groups of at most [`SMALL_GROUP`] only.
const A_QUIET_WEEK: u32 = 2;
/// The largest comfortable group that tells of somebody who wants few contacts: a small table.
const SMALL_GROUP: u32 = 4;
/// A reminder is not repeated for so many days.
const CALM_DAYS: u32 = 7;
/// A given strength of 1 would never fade; taken as this, it does.
const SUREST: f32 = 0.999;

impl Matcher {
    /// The ties of a person for which it is time: everyone tied to whose last contact is longer ago than the ideal gap of
    /// the tier, most value at risk first, ties in name order. Paused and blocked people are not named.
    ///
    /// Strength fades as p(t) = 1 − (1 − p)^(2^(−t/110 days)) (formulas of a fading tie and of independent interactions), and a
    /// tie without any recorded contact counts as all lost. How much a tie bridges is 1 − the share of common acquaintances
    /// among all acquaintances of both (Onnela and others 2007).
    ///
    /// # Errors
    ///
    /// When `now` lies before the last day recorded.
    pub fn losing_touch(
        &self,
        contacts: &Contacts,
        who: PersonId,
        now: Day,
    ) -> Result<Vec<FadingTie<'_>>, Error> {
        contacts.check_now(now)?;
        let network = self.network();
        let name = network.name(who);
        let ties = network.acquaintances();
        let mut fading = Vec::new();
        for (&other, &strength) in ties.neighbours(who.0).iter().zip(ties.strengths(who.0)) {
            let other = PersonId(other);
            if network.blocked(who, other) || network.limits(other).paused {
                continue;
            }
            let other_name = network.name(other);
            let tier = contacts
                .tier(name, other_name)
                .unwrap_or_else(|| Tier::of_strength(strength));
            let gap = contacts.gap(name, other_name, now)?;
            let left = match gap {
                Gap::Days(days) if days < tier.ideal_gap() => continue,
                Gap::Days(days) => {
                    let kept = f64::from(1.0 - strength.min(SUREST));
                    (1.0 - kept.powf(decay(days, HALF_LIFE_DAYS))) as f32
                }
                Gap::Never => 0.0,
            };
            let lost = (strength - left).max(0.0);
            let worth = (self.bridges(who, other) + self.benefit_of(who, other)) / 2.0;
            fading.push(FadingTie {
                name: other_name,
                tier,
                gap,
                strength,
                lost,
                worth,
                at_risk: lost * worth,
            });
        }
        fading.sort_by(|a, b| b.at_risk.total_cmp(&a.at_risk));
        Ok(fading)
    }

    /// A calm week: the fading ties most at risk, at most 5, or 2 for somebody at ease in groups of at most 4 only, and never
    /// more than the peers the person wants. Whom one was reminded of within 7 days is not named again, and a paused person
    /// has nothing to do.
    ///
    /// # Errors
    ///
    /// When `now` lies before the last day recorded.
    pub fn agenda(
        &self,
        contacts: &Contacts,
        who: PersonId,
        now: Day,
    ) -> Result<Agenda<'_>, Error> {
        let mut fading = self.losing_touch(contacts, who, now)?;
        let name = self.network().name(who);
        let limits = self.network().limits(who);
        let quiet = limits.group_size.is_some_and(|size| size <= SMALL_GROUP);
        let room = match limits.paused {
            true => 0,
            false => limits
                .peers
                .unwrap_or(A_WEEK)
                .min(if quiet { A_QUIET_WEEK } else { A_WEEK }),
        };
        let due = |tie: &FadingTie<'_>| {
            contacts
                .days_since_reminder(name, tie.name, now)
                .is_none_or(|days| days >= CALM_DAYS)
        };
        fading.retain(due);
        let later = fading.len().saturating_sub(room as usize) as u32;
        fading.truncate(room as usize);
        Ok(Agenda {
            name,
            contacts: fading,
            later,
        })
    }

    /// How much a tie bridges: 1 where the two have no acquaintance in common.
    fn bridges(&self, a: PersonId, b: PersonId) -> f32 {
        let ties = self.network().acquaintances();
        let (one, other) = (ties.neighbours(a.0), ties.neighbours(b.0));
        let common = one
            .iter()
            .filter(|person| other.binary_search(person).is_ok())
            .count();
        // Each of the two is among the other's acquaintances and counts for neither.
        let all = (one.len() + other.len()).saturating_sub(2 + common);
        if all == 0 {
            1.0
        } else {
            1.0 - common as f32 / all as f32
        }
    }

    /// The score of a pair as its first may know it, tied or not.
    fn benefit_of(&self, who: PersonId, other: PersonId) -> f32 {
        self.explain(who, other)
            .map_or(0.0, |explanation| explanation.score)
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
