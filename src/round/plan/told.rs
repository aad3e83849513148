//! What a planned round tells: meetings, who has none and why, wishes that were not kept.

#[cfg(feature = "serde")]
use crate::error::Error;
#[cfg(feature = "serde")]
use crate::round::plan::stored::{StoredMeeting, named};
use crate::round::rule::Rule;
use std::fmt;

/// Why someone takes no part in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Absence {
    /// They are paused.
    Paused,
    /// All their places for peers are taken.
    Full,
    /// They want to meet less often and are not due.
    NotDue,
    /// They did not turn up to too many meetings: [`RoundPlanner::no_shows`](crate::round::RoundPlanner::no_shows).
    NoShows,
    /// The caller said so.
    Away,
    /// The number is odd and they were named to sit out then.
    SitsOut,
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paused => "paused",
            Self::Full => "all places are taken",
            Self::NoShows => "missed too many meetings",
            Self::NotDue => "wants to meet less often and is not due",
            Self::Away => "away",
            Self::SitsOut => "sits out as the number is odd",
        })
    }
}

/// A meeting of a planned round.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "StoredMeeting"))]
#[non_exhaustive]
pub struct Meeting {
    /// Who meets, by key, in key order.
    pub people: Vec<String>,
    /// What each of the people is called in words: [`Person::label`](crate::Person::label), or the key.
    pub labels: Vec<String>,
    /// The slot in which all can, the first in name order; `None` when every slot suits all.
    pub slot: Option<String>,
    /// The sum of the pairs' scores divided by the size less one, from 0 to half the size.
    pub score: f64,
    /// What repeats and broken soft rules cost, less what pairs of [`RoundPlanner::select`](crate::round::RoundPlanner::select) are
    /// worth more, so that it may be below 0.
    pub price: f64,
    /// For each of the people, what they gain from the others on average; empty where no matcher says so.
    pub gains: Vec<f32>,
    /// How many of the pairs have met before.
    pub repeats: u32,
    /// The soft rules that are broken.
    pub soft_violations: Vec<Rule>,
}

#[cfg(feature = "serde")]
impl TryFrom<StoredMeeting> for Meeting {
    type Error = Error;

    fn try_from(stored: StoredMeeting) -> Result<Self, Error> {
        stored.check()?;
        Ok(Self {
            people: stored.people,
            labels: stored.labels,
            slot: stored.slot,
            score: stored.score,
            price: stored.price,
            gains: stored.gains,
            repeats: stored.repeats,
            soft_violations: stored.soft_violations,
        })
    }
}

/// Reads meetings of which no two are of the same people.
#[cfg(feature = "serde")]
pub(crate) fn different<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Vec<Meeting>, D::Error> {
    let meetings = <Vec<Meeting> as serde::Deserialize>::deserialize(from)?;
    let sorted = |meeting: &Meeting| {
        let mut people = meeting.people.clone();
        people.sort_unstable();
        people
    };
    let mut groups: Vec<Vec<String>> = meetings.iter().map(sorted).collect();
    groups.sort_unstable();
    match groups.windows(2).find(|two| two[0] == two[1]) {
        Some(two) => Err(serde::de::Error::custom(Error::Duplicate {
            what: named(&two[0]),
        })),
        None => Ok(meetings),
    }
}

/// Something asked for that a plan could not keep without leaving somebody alone or breaking a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Wish {
    /// A group of a size within those asked for.
    Size,
    /// A gain for everyone in the meeting.
    Gain,
    /// A meeting of people who have not met before.
    NewFaces,
    /// A meeting of people who are alike in something: [`GroupRule::alike`](crate::round::GroupRule::alike).
    Alike,
    /// A meeting of people who differ in something: [`GroupRule::different`](crate::round::GroupRule::different).
    Different,
    /// At least, or at most, so many of one kind in a meeting: [`GroupRule::at_least`](crate::round::GroupRule::at_least).
    Quota,
}

impl Wish {
    /// What was asked for, in few words.
    const fn word(self) -> &'static str {
        match self {
            Self::Size => "sizes",
            Self::Gain => "gains",
            Self::NewFaces => "new faces",
            Self::Alike => "likeness",
            Self::Different => "differences",
            Self::Quota => "quotas",
        }
    }
}

/// A wish that was not kept, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnkeptWish {
    /// What was not kept.
    pub wish: Wish,
    /// For whom, by key, in key order: all of a meeting whose size or make-up is not as asked for, each who gains nothing, two who met
    /// before or are not alike, or not different, as asked for.
    pub people: Vec<String>,
    /// What each of the people is called in words.
    pub labels: Vec<String>,
}

impl fmt::Display for UnkeptWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = self.labels.join(", ");
        match self.wish {
            Wish::Size => write!(f, "{people}: a smaller group than asked for"),
            Wish::Gain => write!(f, "{people}: no gain known"),
            Wish::NewFaces => write!(f, "{people}: met before"),
            Wish::Alike => write!(f, "{people}: not alike as asked for"),
            Wish::Different => write!(f, "{people}: not different as asked for"),
            Wish::Quota => write!(f, "{people}: too few or too many of one kind"),
        }
    }
}

/// A rule, the fewest exceptions from it, and how many people more would be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Relaxation {
    /// The rule.
    pub rule: Rule,
    /// The pairs that would meet against it. With [`Rule::Full`], someone of the pair gets one place more.
    pub exceptions: Vec<(String, String)>,
    /// What the people of each pair are called in words.
    pub labels: Vec<(String, String)>,
    /// How many people more would be matched.
    pub more: u32,
}

impl fmt::Display for Relaxation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.labels.iter();
        let pairs: Vec<String> = pairs.map(|(a, b)| format!("{a} and {b}")).collect();
        let verb = if self.more == 1 { "is" } else { "are" };
        let (rule, more) = (self.rule, self.more);
        let pairs = pairs.join(", ");
        write!(
            f,
            "allow {pairs} in spite of `{rule}`, and {more} more {verb} matched"
        )
    }
}

/// Why someone who takes part has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UnmatchedReason {
    /// Rules keep them from everyone. These are the fewest rules that do it.
    Rules(Vec<Rule>),
    /// Everyone they may meet has a meeting, and placing them would leave somebody else alone. Up to 12 people present, and in pairs
    /// that nobody joins and without a rule of slots, that is proven: no plan under the same hard rules leaves fewer people alone.
    AllTaken {
        /// How many people the rules would allow.
        allowed: u32,
    },
    /// They would have a meeting if these were not kept strictly: sizes
    /// ([`RoundPlanner::strict_sizes`](crate::round::RoundPlanner::strict_sizes)), hard quotas, or both.
    Strict(Vec<Wish>),
    /// Nobody else takes part.
    NobodyThere,
}

impl fmt::Display for UnmatchedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(rules) => {
                let words: Vec<&str> = rules.iter().map(|rule| rule.word()).collect();
                write!(f, "kept from everyone by {}", words.join(" and "))
            }
            Self::AllTaken { allowed: 1 } => f.write_str("the one they may meet is taken"),
            Self::AllTaken { allowed } => write!(f, "all {allowed} they may meet are taken"),
            Self::Strict(wishes) => {
                let words: Vec<&str> = wishes.iter().map(|wish| wish.word()).collect();
                write!(f, "no group for them keeps {}", words.join(" and "))
            }
            Self::NobodyThere => f.write_str("nobody else takes part"),
        }
    }
}

/// Someone who takes part and has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Unmatched {
    /// Who, by key.
    pub person: String,
    /// What that person is called in words.
    pub label: String,
    /// Why.
    pub why: UnmatchedReason,
}
