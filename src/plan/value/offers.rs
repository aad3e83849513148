//! What one person could offer another, even someone far above.

use std::fmt;

use crate::id::{PersonId, PersonIndex};
use crate::person::Intent;
use crate::plan::value::Shown;
use crate::recommend::{Matcher, Through};

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OfferKind {
    /// Something of one's own that serves an intent of theirs: a skill, a circle, a topic.
    Own(Intent),
    /// An introduction to somebody one knows.
    Introduction,
}

/// One thing that a person could offer to another.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Offering {
    /// What kind of thing.
    pub kind: OfferKind,
    /// The skill, circle or topic; or the person to introduce. Of related skills the one that is offered.
    pub name: String,
    /// The skill that they look for, where it is a related one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub toward: Option<String>,
    /// What they would gain by it, from 0 to 1; for an introduction, what they gain from that person times the strength of the
    /// own tie.
    pub amount: f32,
}

impl Offering {
    /// What is offered, without the amount.
    pub(crate) fn words(&self) -> String {
        let name = &self.name;
        match self.kind {
            OfferKind::Introduction => format!("an introduction to {name}"),
            OfferKind::Own(Intent::Partner) => format!("a use for their {name}"),
            OfferKind::Own(Intent::Exposure) => format!("a way into {name}"),
            OfferKind::Own(Intent::Contrarian) => format!("another view of {name}"),
            OfferKind::Own(Intent::Affinity) => format!("company in {name}"),
            OfferKind::Own(_) => match &self.toward {
                Some(need) => format!("{name} (toward {need})"),
                None => name.to_string(),
            },
        }
    }
}

impl fmt::Display for Offering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:.2})", self.words(), self.amount)
    }
}

impl Matcher {
    /// Everything that a person could offer to another, however small: what they would value most first, ties by kind and
    /// name. Empty where consent is missing.
    ///
    /// Beside one's own skills, circles and topics these are introductions to people one is tied to, whom the other does not
    /// know yet: what even a newcomer has to offer upward. Needs that the other hides count nowhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("junior").offers("video editing", 0.4))
    ///     .person(Person::new("maria").needs("video editing", 0.2).needs("rust", 0.9))
    ///     .person(Person::new("friend").offers("rust", 0.8))
    ///     .tie("junior", "friend", 0.9)
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let offers = matcher.offers_for(network.id("junior")?, network.id("maria")?);
    /// let words: Vec<String> = offers.iter().map(ToString::to_string).collect();
    /// assert_eq!(words, ["an introduction to friend (0.59)", "video editing (0.07)"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn offers_for(&self, who: PersonId, other: PersonId) -> Vec<Offering> {
        let pair = self.network().index(who).zip(self.network().index(other));
        pair.map_or_else(Vec::new, |(who, other)| self.offers_for_at(who, other))
    }

    pub(crate) fn offers_for_at(&self, who: PersonIndex, other: PersonIndex) -> Vec<Offering> {
        let Some(explanation) = self.explain_at(who, other) else {
            return Vec::new();
        };
        // What the explanation shows the asker: needs that the other hides are no part of it.
        let items = explanation
            .give
            .items
            .iter()
            .filter(|item| item.amount > 0.0);
        let own = items.map(|item| {
            let (name, toward) = match &item.through {
                // What one really has is what one can offer; a partner's use is for what they have.
                Some(Through::Related { skill, .. }) if item.intent != Intent::Partner => {
                    (skill, Some(item.name.clone()))
                }
                _ => (&item.name, None),
            };
            Offering {
                kind: OfferKind::Own(item.intent),
                name: name.clone(),
                toward,
                amount: item.amount,
            }
        });
        let mut offers: Vec<Offering> = own.collect();
        offers.extend(self.introductions_for(who, other));
        offers.sort_by(|a, b| {
            b.amount
                .total_cmp(&a.amount)
                .then(a.kind.cmp(&b.kind))
                .then(a.name.cmp(&b.name))
        });
        offers
    }

    fn introductions_for(&self, who: PersonIndex, other: PersonIndex) -> Vec<Offering> {
        let network = self.network();
        // Whoever has no introductions left, or refuses the other, offers none.
        let limits = network.limits_at(who);
        if limits
            .introductions
            .is_some_and(|most| limits.asked >= most)
            || network.refuses_at(who, other)
        {
            return Vec::new();
        }
        // Somebody known to both needs no introduction; the strength of the own tie is the chance that it succeeds.
        let shown = Shown::new(self);
        let ties = network.ties();
        let friends = ties.neighbours(who.0).iter().zip(ties.strengths(who.0));
        let offers = friends.filter_map(|(&friend, &strength)| {
            let friend = PersonIndex(friend);
            let fits = self.mutually_available(who, friend)
                && self.mutually_available(other, friend)
                && !network.refuses_at(who, friend)
                && network.acquaintances().between(other, friend).is_none();
            let amount = shown.gain_from(other, (friend, shown.gives(friend))) * strength;
            (fits && amount > 0.0).then(|| Offering {
                kind: OfferKind::Introduction,
                name: network.name_at(friend).to_owned(),
                toward: None,
                amount,
            })
        });
        offers.collect()
    }
}
