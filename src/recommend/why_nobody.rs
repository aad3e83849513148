//! Why a list is empty.

use std::fmt;

use crate::recommend::matcher::Matcher;
use crate::recommend::query::Query;
use crate::recommend::why_not::{For, WhyNot};

/// Why nobody is suggested to someone: of all others, how many are left out for which reason, as the asker may know it.
///
/// That someone is paused, is full or blocks the asker is one and the same reason, as in [`WhyNot`].
/// Answered by [`Matcher::why_nobody`]; its `Display` is one line that can be shown to the asker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WhyNobody {
    /// The asker is paused, so nobody is suggested.
    pub asker_is_paused: bool,
    /// All places of the asker are taken.
    pub asker_is_full: bool,
    /// All others of the network.
    pub others: u32,
    /// They offer nothing that the asker looks for.
    pub offer_nothing: u32,
    /// The asker offers nothing that they look for.
    pub gain_nothing: u32,
    /// Neither side gains.
    pub neither_gains: u32,
    /// Someone gains less than the floor of the policy.
    pub below_floor: u32,
    /// They and the asker know each other, and the policy asks for strangers.
    pub known_already: u32,
    /// They share a circle with the asker that the policy wants left.
    pub same_circle: u32,
    /// They take no further peers now.
    pub unavailable: u32,
    /// The asker blocks them.
    pub blocked_by_asker: u32,
    /// The question leaves them out.
    pub left_out: u32,
}

impl WhyNobody {
    /// Asks of everyone why they are not suggested.
    pub(in crate::recommend) fn of(matcher: &Matcher, question: &Query) -> Self {
        let mut empty = Self::default();
        for other in matcher.network().people() {
            empty.others += 1;
            // Kinds that would tell one peer's pause from a block are one kind already.
            match matcher.why_not(question.clone(), other) {
                WhyNot::SamePerson | WhyNot::Unknown => empty.others -= 1,
                WhyNot::Paused { .. } => empty.asker_is_paused = true,
                WhyNot::Full { .. } => empty.asker_is_full = true,
                WhyNot::Blocked { .. } => empty.blocked_by_asker += 1,
                WhyNot::Unavailable { .. } => empty.unavailable += 1,
                WhyNot::Acquainted { .. } => empty.known_already += 1,
                WhyNot::SameCircle { .. } => empty.same_circle += 1,
                WhyNot::NoGain { whom, .. } => match whom {
                    For::Asker => empty.offer_nothing += 1,
                    For::Other => empty.gain_nothing += 1,
                    For::Both => empty.neither_gains += 1,
                },
                WhyNot::BelowFloor { .. } => empty.below_floor += 1,
                WhyNot::LeftOut { .. } => empty.left_out += 1,
                _ => {}
            }
        }
        empty
    }
}

impl fmt::Display for WhyNobody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.asker_is_paused || self.asker_is_full {
            let why = if self.asker_is_paused {
                "paused"
            } else {
                "at their limit of peers"
            };
            return write!(f, "nobody is suggested: the asker is {why}");
        }
        // Reasons in the order in which most askers would look into them; those that apply to nobody are left out.
        let reasons = [
            (
                self.offer_nothing,
                "offers nothing that is needed",
                "offer nothing that is needed",
            ),
            (
                self.gain_nothing,
                "would gain nothing in return",
                "would gain nothing in return",
            ),
            (
                self.neither_gains,
                "has nothing to gain or give",
                "have nothing to gain or give",
            ),
            (
                self.below_floor,
                "would bring less than the least gain asked for",
                "would bring less than the least gain asked for",
            ),
            (self.known_already, "is known already", "are known already"),
            (
                self.same_circle,
                "is of the same circle",
                "are of the same circle",
            ),
            (
                self.unavailable,
                "takes no further peers now",
                "take no further peers now",
            ),
            (
                self.blocked_by_asker,
                "is blocked by the asker",
                "are blocked by the asker",
            ),
            (
                self.left_out,
                "is left out by the question",
                "are left out by the question",
            ),
        ];
        let told = reasons.iter().filter(|reason| reason.0 > 0);
        let told = told.map(|&(count, one, many)| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        });
        let told: Vec<String> = told.collect();
        match (self.others, told.as_slice()) {
            (_, []) => write!(f, "nobody is suggested: nobody else is here"),
            // A single other is told of without a number.
            (1, [reason]) => write!(f, "nobody is suggested: the other{}", &reason[1..]),
            (others, reasons) => write!(
                f,
                "nobody is suggested: of {others} others {}",
                reasons.join(", ")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Network, Person, Policy};

    #[test]
    fn each_kind_of_emptiness_is_told_apart_and_blocks_look_like_pauses() {
        let ana = || Person::new("ana").offers("rust", 1.0).needs("law", 1.0);
        let ben = || Person::new("ben").offers("law", 1.0).needs("rust", 1.0);
        let empty = |ana: Person, ben: Person, tied: bool| {
            let mut builder = Network::builder().person(ana).person(ben);
            if tied {
                builder = builder.tie("ana", "ben", 0.5);
            }
            let network = builder.build().expect("sound");
            let matcher = Matcher::with_policy(&network, Policy::benefit_only()).expect("sound");
            matcher.why_nobody(network.id("ana").expect("known"))
        };
        assert_eq!(empty(ana(), ben(), true).known_already, 1);
        assert!(empty(ana().paused(), ben(), false).asker_is_paused);
        let paused = empty(ana(), ben().paused(), false);
        assert_eq!(
            (paused.unavailable, &paused),
            (1, &empty(ana(), ben().blocks("ana"), false))
        );
        assert_eq!(empty(ana().blocks("ben"), ben(), false).blocked_by_asker, 1);
        assert_eq!(
            paused.to_string(),
            "nobody is suggested: the other takes no further peers now"
        );
    }
}
