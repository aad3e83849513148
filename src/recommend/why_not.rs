//! Why someone is not among the answers.

use std::fmt;

use crate::id::PersonIndex;
use crate::recommend::matcher::Matcher;
use crate::recommend::query::ResolvedQuery;
use crate::rows::{AsIndex, narrow};

/// Places that are counted before someone: how far someone who ranks low is from the list tells nobody anything, and costs as much as to
/// rank everyone. A design choice.
const COUNTED_PLACES: u32 = 100;

/// For whom something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum For {
    /// For the asker.
    Asker,
    /// For the other.
    Other,
    /// For both.
    Both,
}

/// Why someone is not among the answers to a question, as the asker may know it.
///
/// A block is told only to the one who blocks. That the other is paused, full or blocks the asker is one and the same
/// answer, [`WhyNot::Unavailable`]: were the first two told, the third could be told by elimination.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WhyNot {
    /// One of the two ids is nobody's in this network.
    Unknown,
    /// The two are one person.
    SamePerson,
    /// The asker is paused.
    Paused {
        /// The asker.
        asker: String,
    },
    /// All places of the asker are taken.
    Full {
        /// The asker.
        asker: String,
    },
    /// The asker blocks the other.
    Blocked {
        /// The asker.
        asker: String,
        /// The other.
        other: String,
    },
    /// The other takes no further peers now, for a reason of their own.
    Unavailable {
        /// The other.
        other: String,
    },
    /// The question leaves the other out.
    LeftOut {
        /// The other.
        other: String,
    },
    /// They are tied already.
    Acquainted {
        /// The asker.
        asker: String,
        /// The other.
        other: String,
    },
    /// They share a circle that the policy leaves out.
    SameCircle {
        /// The asker.
        asker: String,
        /// The other.
        other: String,
    },
    /// Someone would gain nothing.
    NoGain {
        /// The asker.
        asker: String,
        /// The other.
        other: String,
        /// Who would gain nothing.
        whom: For,
    },
    /// Someone would gain less than the floor of the policy.
    BelowFloor {
        /// The asker.
        asker: String,
        /// The other.
        other: String,
        /// Who would gain too little.
        whom: For,
        /// The floor.
        floor: f32,
    },
    /// Others score higher.
    Outranked {
        /// The other.
        other: String,
        /// The place among all peers of the asker, from 1, counted up to 100 or to as many as are suggested: whoever ranks behind
        /// them is told the next place.
        place: u32,
        /// How many are suggested.
        limit: u32,
        /// How much is missing to the last one who is suggested, by what all show; 0 where the order rests on something else.
        missing: f32,
    },
    /// The other scores high enough, but others make the list more varied.
    LessVaried {
        /// The other.
        other: String,
        /// The place among all peers of the asker by score, from 1.
        place: u32,
    },
    /// The other is among the answers.
    Suggested {
        /// The other.
        other: String,
        /// The place among the answers, from 1.
        place: u32,
    },
}

impl WhyNot {
    pub(crate) fn new(matcher: &Matcher, query: &ResolvedQuery, peer: PersonIndex) -> Self {
        let network = matcher.network();
        let [asker, other] = [query.who, peer].map(|person| network.name_at(person).to_owned());
        let limits = network.limits_at(query.who);
        // The first reason that holds is told; reasons of the asker's own come before those of the other side, which read
        // alike.
        match () {
            () if query.who == peer => Self::SamePerson,
            () if limits.paused => Self::Paused { asker },
            () if limits.is_full() => Self::Full { asker },
            () if network.blocks_at(query.who, peer) => Self::Blocked { asker, other },
            () if !matcher.mutually_available(query.who, peer) => Self::Unavailable { other },
            () if !query.considers(peer) => Self::LeftOut { other },
            () if matcher.is_excluded_acquaintance(query.who, peer) => {
                Self::Acquainted { asker, other }
            }
            () if matcher.shares_excluded_circle(query.who, peer) => {
                Self::SameCircle { asker, other }
            }
            () => Self::of_score(matcher, query, peer),
        }
    }

    /// The reason of a pair that may be suggested: the numbers are those that the audience may know, the ranks those of all that
    /// counts.
    fn of_score(matcher: &Matcher, query: &ResolvedQuery, peer: PersonIndex) -> Self {
        let network = matcher.network();
        let [asker, other] = [query.who, peer].map(|person| network.name_at(person).to_owned());
        let list = matcher.rank(query);
        let listed = match query.variety {
            None => list.iter().position(|ranked| ranked.place == peer),
            Some(variety) => {
                let list = matcher.rank_varied(query, variety);
                list.iter().position(|(ranked, _)| ranked.place == peer)
            }
        };
        // Asked as a caller would ask, so that the answer never contradicts the list.
        if let Some(place) = listed {
            let place = narrow(place) + 1;
            return Self::Suggested { other, place };
        }
        let mut scorer = matcher.scorer();
        let pair = scorer.score_for(query.who, peer, matcher.audience());
        let (floor, unknown) = (matcher.policy().floor, matcher.policy().unknown_gain);
        // With something to stand in for an unknown gain, one side's known gain suffices.
        let strict = unknown == 0.0 || floor > 0.0;
        let nothing = For::whom(pair.gain <= 0.0, pair.give <= 0.0);
        if let Some(whom) = nothing.filter(|&whom| strict || whom == For::Both) {
            return Self::NoGain { asker, other, whom };
        }
        if let Some(whom) = For::whom(pair.gain < floor, pair.give < floor) {
            return Self::BelowFloor {
                asker,
                other,
                whom,
                floor,
            };
        }
        // What is shown would do, and what is hidden does not: that is the other's own reason.
        let counted = COUNTED_PLACES.max(query.limit);
        let Some(before) = matcher.count_before(query, peer, counted) else {
            return Self::Unavailable { other };
        };
        let place = before + 1;
        if place <= query.limit {
            return Self::LessVaried { other, place };
        }
        let last = list.get(query.limit.as_index().wrapping_sub(1));
        // The gap as the audience may know it: never below 0, though hidden items may have decided the order.
        let missing = last.map_or(0.0, |last| {
            let last = scorer.score_for(query.who, last.place, matcher.audience());
            (last.score - pair.score).max(0.0)
        });
        Self::Outranked {
            other,
            place,
            limit: query.limit,
            missing,
        }
    }
}

impl For {
    /// Who of the two falls short, if anyone.
    fn whom(asker: bool, other: bool) -> Option<Self> {
        match (asker, other) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Asker),
            (false, true) => Some(Self::Other),
            (false, false) => None,
        }
    }
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each variant is one sentence; "takes no further peers now" stands for paused, full and blocked alike.
        match self {
            Self::Unknown => f.write_str("one of the two is not in this network"),
            Self::SamePerson => f.write_str("nobody is their own peer"),
            Self::Paused { asker } => write!(f, "{asker} is paused"),
            Self::Full { asker } => write!(f, "all places of {asker} are taken"),
            Self::Blocked { asker, other } => write!(f, "{asker} blocks {other}"),
            Self::Unavailable { other } => write!(f, "{other} takes no further peers now"),
            Self::LeftOut { other } => write!(f, "the question leaves {other} out"),
            Self::Acquainted { asker, other } => write!(f, "{asker} and {other} know each other"),
            Self::SameCircle { asker, other } => write!(f, "{asker} and {other} share a circle"),
            Self::NoGain { asker, other, whom } => match whom {
                For::Asker => write!(f, "{asker} would gain nothing from {other}"),
                For::Other => write!(f, "{other} would gain nothing from {asker}"),
                For::Both => write!(f, "neither {asker} nor {other} would gain anything"),
            },
            Self::BelowFloor {
                asker,
                other,
                whom,
                floor,
            } => match whom {
                For::Asker => write!(f, "{asker} would gain less than {floor} from {other}"),
                For::Other => write!(f, "{other} would gain less than {floor} from {asker}"),
                For::Both => write!(f, "{asker} and {other} would both gain less than {floor}"),
            },
            Self::Outranked {
                other,
                place,
                limit,
                missing,
            } => {
                match *place {
                    place if place > COUNTED_PLACES => {
                        write!(f, "{other} ranks below {}", Ordinal(place - 1))?
                    }
                    place => write!(f, "{other} ranks {}", Ordinal(place))?,
                }
                write!(
                    f,
                    "; only the top {limit} are suggested ({missing:.3} below the last)"
                )
            }
            Self::LessVaried { other, place } => write!(
                f,
                "{other} ranks {} by score, but others make the list more varied",
                Ordinal(*place)
            ),
            Self::Suggested { other, place } => write!(f, "{other} is suggested, in place {place}"),
        }
    }
}

/// A rank in words: 1st, 2nd, 3rd, 11th.
struct Ordinal(u32);

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match (self.0 % 10, self.0 % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        write!(f, "{}{ending}", self.0)
    }
}
