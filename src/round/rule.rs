//! The rules that keep people apart, and how firmly.

use std::fmt;

use crate::error::Error;
use crate::unit::within;

/// The largest price, in scores.
const PRICE_LIMIT: f32 = 64.0;

/// What may keep two people from meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rule {
    /// One blocks the other. Always hard, and never relaxed.
    Blocked,
    /// In a pair, one would gain nothing from the other, or no score is given for them. In a group or a trio, somebody would gain
    /// nothing from anyone in it.
    NoGain,
    /// The matcher's policy leaves them out, as acquaintances or for a circle they share.
    Policy,
    /// They share a circle that is too near.
    SameCircle,
    /// One is the other's manager.
    Manager,
    /// They have no slot in common.
    Slot,
    /// One meets only remotely, the other only in person.
    Mode,
    /// They are on the list of those to be kept apart.
    Apart,
    /// They met too recently.
    Recent,
    /// One is not comfortable in a group that large, or has not as many places for peers left.
    GroupSize,
    /// All places of one are taken.
    Full,
    /// They differ where everyone in a meeting is to be alike: [`GroupRule::alike`](crate::round::GroupRule::alike).
    Alike,
    /// They are alike where everyone in a meeting is to be different: [`GroupRule::different`](crate::round::GroupRule::different).
    Different,
    /// A meeting holds too few or too many of one kind: [`GroupRule::at_least`](crate::round::GroupRule::at_least).
    Quota,
}

impl Rule {
    /// Every rule, in the order in which answers list them.
    pub const ALL: [Self; 14] = [
        Self::Blocked,
        Self::NoGain,
        Self::Policy,
        Self::SameCircle,
        Self::Manager,
        Self::Slot,
        Self::Mode,
        Self::Apart,
        Self::Recent,
        Self::GroupSize,
        Self::Full,
        Self::Alike,
        Self::Different,
        Self::Quota,
    ];

    /// The rule in few words.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::Rule;
    /// assert_eq!(Rule::Blocked.word(), Rule::Blocked.to_string());
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::NoGain => "no mutual gain",
            Self::Policy => "left out by the policy",
            Self::SameCircle => "same circle",
            Self::Manager => "manager",
            Self::Slot => "no common slot",
            Self::Mode => "remote or in person",
            Self::Apart => "kept apart",
            Self::Recent => "met recently",
            Self::GroupSize => "group too large",
            Self::Full => "no place left",
            Self::Alike => "not alike as asked for",
            Self::Different => "not different as asked for",
            Self::Quota => "too few or too many of one kind",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How much a rule counts.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Enforcement {
    /// Not at all.
    Ignored,
    /// It may be broken at this price, in scores: 1 is the best possible match.
    Price(f32),
    /// No meeting rather than one that breaks it.
    Hard,
}

/// Refuses a price out of its range.
pub(crate) fn check_price(price: f32, what: impl FnOnce() -> String) -> Result<(), Error> {
    within(price, 0.0..=PRICE_LIMIT, "a number from 0 to 64", what).map(drop)
}

/// A set of rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RuleSet(u16);

impl RuleSet {
    /// All sets of some of these rules, those with fewer rules first, then in order of the rules.
    pub(crate) fn subsets(self) -> Vec<Self> {
        let mut sets = vec![Self::default()];
        for rule in self.rules() {
            let larger: Vec<Self> = sets.iter().map(|set| set.with(rule)).collect();
            sets.extend(larger);
        }
        sets.sort_unstable_by_key(|set| (set.0.count_ones(), set.0));
        sets
    }

    pub(crate) fn with(self, rule: Rule) -> Self {
        Self(self.0 | rule.bit())
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn has(self, rule: Rule) -> bool {
        self.0 & rule.bit() != 0
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn only(rule: Rule) -> Self {
        Self(rule.bit())
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn rules(self) -> Vec<Rule> {
        let all = Rule::ALL.into_iter();
        all.filter(|&rule| self.has(rule)).collect()
    }
}
