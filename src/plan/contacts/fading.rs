//! Ties that fade, what is at risk, and what fits into a calm week.

use std::fmt;

use crate::day::Day;
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::numeric::decay;
use crate::plan::contacts::record::Contacts;
use crate::plan::contacts::tier::{Gap, Tier};
use crate::plan::memory::HALF_LIFE_DAYS;
use crate::recommend::Matcher;

/// A tie that fades.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FadingTie {
    /// The key of the other person.
    pub key: String,
    /// What the other person is called in words.
    pub name: String,
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

impl FadingTie {
    /// Whether the gap is longer than the longest that keeps the tie in its tier.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self.gap {
            Gap::Days(days) => days > self.tier.longest_gap(),
            Gap::Never => false,
        }
    }
}

impl fmt::Display for FadingTie {
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Agenda {
    /// Whose week.
    pub name: String,
    /// At most as many contacts as suit the person, most at risk first.
    pub contacts: Vec<FadingTie>,
    /// How many fading ties wait for a later week.
    pub later: u32,
}

impl fmt::Display for Agenda {
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
    /// the tier, most value at risk first, ties in name order. Paused and blocked people are
    /// not named. Who is full is: a tie to somebody who takes no further peers still fades.
    ///
    /// Strength fades as p(t) = 1 − (1 − p)^(2^(−t/110 days)) (formulas of a fading tie and of independent interactions), and a
    /// tie without any recorded contact counts as all lost. How much a tie bridges is 1 − the share of common acquaintances
    /// among all acquaintances of both (Onnela and others 2007).
    ///
    /// # Errors
    ///
    /// When `now` lies before the last day recorded, or the id is nobody's in this network.
    pub fn losing_touch(
        &self,
        contacts: &Contacts,
        who: PersonId,
        now: impl Into<Day>,
    ) -> Result<Vec<FadingTie>, Error> {
        let now = now.into();
        contacts.check_now(now)?;
        let network = self.network();
        let who = network.known(who)?;
        let key = network.key_at(who);
        let ties = network.acquaintances();
        let mut scorer = self.scorer();
        let mut fading = Vec::new();
        for (&other, &strength) in ties.neighbours(who.0).iter().zip(ties.strengths(who.0)) {
            let other = PersonIndex(other);
            if network.blocked_at(who, other) || network.limits_at(other).paused {
                continue;
            }
            let other_key = network.key_at(other);
            let tier = contacts
                .tier(key, other_key)
                .unwrap_or_else(|| Tier::of_strength(strength));
            // A tie is due once the gap that keeps its tier has passed.
            let gap = contacts.gap_at(key, other_key, now);
            // The chance that a tie fails, 1 − s, is raised to the share of the contact that has not decayed yet.
            let left = match gap {
                Gap::Days(days) if days < tier.ideal_gap() => continue,
                Gap::Days(days) => {
                    let kept = f64::from(1.0 - strength.min(SUREST));
                    (1.0 - kept.powf(decay(f64::from(days), HALF_LIFE_DAYS))) as f32
                }
                Gap::Never => 0.0,
            };
            let lost = (strength - left).max(0.0);
            // The score as the asker may know it; reasons and introductions are not asked for.
            let score = match self.mutually_available(who, other) {
                true => scorer.score_for(who, other, self.audience()).score,
                false => 0.0,
            };
            // A tie is worth keeping for whom it leads to and for what the two gain, half each.
            let worth = (self.bridges(who, other) + score) / 2.0;
            fading.push(FadingTie {
                key: other_key.to_owned(),
                name: network.name_at(other).to_owned(),
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
    /// When `now` lies before the last day recorded, or the id is nobody's in this network.
    pub fn agenda(
        &self,
        contacts: &Contacts,
        who: PersonId,
        now: impl Into<Day>,
    ) -> Result<Agenda, Error> {
        let now = now.into();
        let mut fading = self.losing_touch(contacts, who, now)?;
        let who = self.network().known(who)?;
        let key = self.network().key_at(who);
        let limits = self.network().limits_at(who);
        // Whoever is at ease in small groups only is asked for fewer contacts a week.
        let quiet = limits.group_size.is_some_and(|size| size <= SMALL_GROUP);
        let room = match limits.paused {
            true => 0,
            false => limits
                .peers
                .unwrap_or(A_WEEK)
                .min(if quiet { A_QUIET_WEEK } else { A_WEEK }),
        };
        // A reminder rests for some days, whether it was followed or not.
        let due = |tie: &FadingTie| {
            contacts
                .days_since_reminder(key, &tie.key, now)
                .is_none_or(|days| days >= CALM_DAYS)
        };
        fading.retain(due);
        let later = fading.len().saturating_sub(room as usize) as u32;
        fading.truncate(room as usize);
        Ok(Agenda {
            name: self.network().name_at(who).to_owned(),
            contacts: fading,
            later,
        })
    }

    /// How much a tie bridges: 1 where the two have no acquaintance in common.
    fn bridges(&self, a: PersonIndex, b: PersonIndex) -> f32 {
        let ties = self.network().acquaintances();
        let (one, other) = (ties.neighbours(a.0), ties.neighbours(b.0));
        // The shorter list is read, the longer one searched: a hub with n ties is not read n times.
        let (few, many) = match one.len() <= other.len() {
            true => (one, other),
            false => (other, one),
        };
        let common = few
            .iter()
            .filter(|person| many.binary_search(person).is_ok())
            .count();
        // Each of the two is among the other's acquaintances and counts for neither.
        let all = (one.len() + other.len()).saturating_sub(2 + common);
        if all == 0 {
            1.0
        } else {
            1.0 - common as f32 / all as f32
        }
    }
}
