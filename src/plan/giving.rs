//! Giving first: what to offer before asking, to whom one owes, and whom one has carried for long.

use std::fmt;

use crate::id::{PersonId, PersonIndex};
use crate::plan::ledger::{Balances, OpenAccount};
use crate::plan::value::Offering;
use crate::recommend::{Item, Matcher};

/// Offers that a sentence names.
const NAMED: usize = 3;
/// Days without anything back after which somebody counts as carried long: the half-life of a debt.
const LONG: u32 = 110;

/// What to do about one other person, given what each gave so far.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Advice {
    /// One received more: give back first.
    GiveBack {
        /// To whom.
        name: String,
        /// How much more one received, decayed.
        amount: f32,
        /// What one could offer, what they value most first.
        offers: Vec<Offering>,
    },
    /// One gave more, and it is fine to ask.
    Ask {
        /// Whom.
        name: String,
        /// How much more one gave, decayed.
        amount: f32,
        /// What one would gain, largest first.
        gains: Vec<String>,
    },
    /// One has given for long and nothing came back: let it rest, or ask.
    LetRest {
        /// Whom one has carried.
        name: String,
        /// How much more one gave, decayed.
        amount: f32,
        /// For how many days nothing came back.
        days: u32,
    },
    /// Nothing passed between the two yet: offer before asking.
    OfferFirst {
        /// To whom.
        name: String,
        /// What one could offer, what they value most first.
        offers: Vec<Offering>,
    },
}

/// The first few names without repetition: one skill may serve two intents.
fn named(words: impl Iterator<Item = String>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if kept.len() < NAMED && !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept.join(", ")
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |offers: &[Offering]| match offers {
            [] => "thanks".to_string(),
            offers => named(offers.iter().map(Offering::words)),
        };
        match self {
            Self::GiveBack {
                name,
                amount,
                offers,
            } => write!(
                f,
                "{name} gave you {amount:.1} more: offer {}",
                words(offers)
            ),
            Self::Ask {
                name,
                amount,
                gains,
            } if gains.is_empty() => write!(f, "you gave {name} {amount:.1} more: you may ask"),
            Self::Ask {
                name,
                amount,
                gains,
            } => write!(
                f,
                "you gave {name} {amount:.1} more: you may ask for {}",
                named(gains.iter().map(ToString::to_string))
            ),
            Self::LetRest { name, amount, days } => {
                write!(
                    f,
                    "you gave {name} {amount:.1} more and nothing came back for {days} days: let it rest"
                )
            }
            Self::OfferFirst { name, offers } => {
                write!(f, "before you ask {name}: offer {}", words(offers))
            }
        }
    }
}

impl Matcher {
    /// What to do before asking one person for help, given what each gave the other so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Advice, Day, Ledger};
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("maria").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let (ana, maria) = (network.id("ana")?, network.id("maria")?);
    /// let mut ledger = Ledger::new();
    /// let advice = matcher.before_asking(&ledger.at(Day(0))?, ana, maria).expect("both are known");
    /// assert_eq!(advice.to_string(), "before you ask maria: offer rust");
    /// ledger.give("ana", "maria", Day(1), 2.0)?;
    /// let advice = matcher.before_asking(&ledger.at(Day(2))?, ana, maria).expect("both are known");
    /// assert!(matches!(advice, Advice::Ask { .. }));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn before_asking(
        &self,
        balances: &Balances,
        who: PersonId,
        other: PersonId,
    ) -> Option<Advice> {
        let (who, other) = (self.network().index(who)?, self.network().index(other)?);
        let open = self.mutually_available(who, other);
        open.then(|| self.before_asking_at(balances, who, other))
    }

    fn before_asking_at(
        &self,
        balances: &Balances,
        who: PersonIndex,
        other: PersonIndex,
    ) -> Advice {
        // The ledger knows people by key, words are about names.
        let (own, key) = (self.network().key_at(who), self.network().key_at(other));
        let name = self.network().name_at(other);
        let exchange = balances.between(own, key);
        if exchange.balance().is_none() {
            return Advice::OfferFirst {
                name: name.to_owned(),
                offers: self.offers_for_at(who, other),
            };
        }
        // Who received more gives back; who gave more may ask, unless nothing came back for long.
        let amount = exchange.given - exchange.received;
        if amount < 0.0 {
            return Advice::GiveBack {
                name: name.to_owned(),
                amount: -amount,
                offers: self.offers_for_at(who, other),
            };
        }
        let account = balances
            .carries(own)
            .into_iter()
            .find(|account| account.name == key);
        match account {
            Some(account) if account.days >= LONG => Advice::LetRest {
                name: name.to_owned(),
                amount,
                days: account.days,
            },
            _ => Advice::Ask {
                name: name.to_owned(),
                amount,
                gains: self.gains_from(who, other),
            },
        }
    }

    /// What to do about everyone with whom help was exchanged unevenly: those one owes first, then those one gave more, each
    /// most first. People who are not in the network, paused, full or blocked are left out.
    #[must_use]
    pub fn give_and_take(&self, balances: &Balances, who: PersonId) -> Vec<Advice> {
        let Some(who) = self.network().index(who) else {
            return Vec::new();
        };
        let key = self.network().key_at(who);
        let accounts = balances.owes(key).into_iter().chain(balances.carries(key));
        // Accounts with people who left, or who are not open to this one, are not spoken of.
        let known = accounts.filter_map(|account: OpenAccount| {
            let other = self.network().find(&account.name)?;
            self.mutually_available(who, other).then_some(other)
        });
        known
            .map(|other| self.before_asking_at(balances, who, other))
            .collect()
    }

    fn gains_from(&self, who: PersonIndex, other: PersonIndex) -> Vec<String> {
        let Some(explanation) = self.explain_at(who, other) else {
            return Vec::new();
        };
        let mut items = explanation.gain.items;
        items.sort_by(Item::order);
        items.iter().map(ToString::to_string).collect()
    }
}
