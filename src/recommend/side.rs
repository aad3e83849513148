//! What one side of a pair gains, item by item.

use std::cmp::Ordering;

use crate::person::Intent;

/// How many times amounts are adjusted, each time by twice as many units in the last place as before.
const ADJUSTMENTS: u32 = 16;

/// How many times amounts are halved where that is not enough: then they are below the rounding of any gain that they could be added to.
const HALVINGS: u32 = 64;

/// By way of what an item is gained that the other does not name themselves.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Through {
    /// A skill that the other does name: an offer for what one learns, a need for what one passes on.
    Related {
        /// The skill that is named.
        skill: String,
        /// How related it is to the item, from 0 to 1.
        relatedness: f32,
    },
    /// Closeness in meaning of what one looks for and what the other offers, as embeddings.
    Meaning {
        /// The cosine of the two.
        cosine: f32,
    },
}

/// One thing that a person gains from another.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .related("commercial law", "contract law", 0.6)
///     .person(Person::new("ana").offers("rust", 0.9).needs("contract law", 0.8))
///     .person(Person::new("ben").offers("commercial law", 0.5).needs("rust", 0.6))
///     .build()?;
/// let explanation = Matcher::new(&network)
///     .explain(network.id("ana")?, network.id("ben")?)
///     .expect("both are open");
/// let item = &explanation.gain.items[0];
/// assert_eq!(item.to_string(), "contract law (through commercial law)");
/// assert!(explanation.to_string().contains("ben offers commercial law, related to contract law 0.60."));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Item {
    /// The intent that it serves.
    pub intent: Intent,
    /// The skill, circle or topic.
    pub name: String,
    /// How much of it the other gives, from 0 to 1: the effective level of an offer, the priority of a need, the distance
    /// of two stances.
    pub level: f32,
    /// What a full level would be worth: the share of the intent and of the item within it.
    pub weight: f32,
    /// What it adds to the benefit.
    pub amount: f32,
    /// By way of what it is gained; `None` where the other names the very item.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub through: Option<Through>,
}

impl Item {
    /// The largest amount first, then by name.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let greater = other.amount.total_cmp(&self.amount);
        greater.then_with(|| self.name.cmp(&other.name))
    }
}

/// What one side of a match gains.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Side {
    /// Who gains.
    pub name: String,
    /// The benefit b, from 0 to 1: the sum of the amounts, in order, at most 1.
    pub benefit: f32,
    /// What the person's openness leaves of it, (1 + ω·d) / (1 + ω).
    pub factor: f32,
    /// What makes the benefit, intents in order, names in order within each; then what is close in meaning, then disagreement.
    pub items: Vec<Item>,
    /// Needs of the person that the other does not cover, in name order.
    pub uncovered: Vec<String>,
}

impl Side {
    /// What counts in the score: the benefit times the factor.
    #[must_use]
    pub fn utility(&self) -> f32 {
        self.benefit * self.factor
    }

    /// The items by amount descending, then by name.
    #[must_use]
    pub fn largest(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.iter().collect();
        items.sort_by(|a, b| a.order(b));
        items
    }
}

impl Side {
    /// Takes the benefit and the factor of the score, and makes the amounts add up, in order, to the benefit to the last bit.
    ///
    /// Disagreement enters the score as one number and is told topic by topic, so the parts may miss it by a rounding. The last
    /// topic takes what the others leave; where no amount of it rounds to the benefit, the sharpest topic gives way a little.
    pub(crate) fn settle(&mut self, benefit: f32, factor: f32) {
        (self.benefit, self.factor) = (benefit, factor);
        let items = &mut self.items;
        let sharpest = items.partition_point(|item| item.intent != Intent::Contrarian);
        if sharpest == items.len() || sum(items).min(1.0) == benefit {
            return;
        }
        for attempt in 0..ADJUSTMENTS {
            if take_rest(items, benefit) {
                return;
            }
            // The sum rounds past the benefit whatever the last topic is given: move what comes before it.
            let amount = &mut items[sharpest].amount;
            *amount = f32::from_bits(amount.to_bits().saturating_sub(1 << attempt));
        }
        // Topics so small that no step of theirs moves the sum: they shrink until the last can take the rest, or all are lost in rounding.
        for _ in 0..HALVINGS {
            for item in &mut items[sharpest..] {
                item.amount *= 0.5;
            }
            if take_rest(items, benefit) {
                return;
            }
        }
    }
}

fn sum(items: &[Item]) -> f32 {
    items.iter().fold(0.0, |sum, item| sum + item.amount)
}

/// Gives the last item what the others leave of a benefit, where that is anything, and tells whether the amounts add up.
fn take_rest(items: &mut [Item], benefit: f32) -> bool {
    if let Some((last, others)) = items.split_last_mut() {
        let rest = benefit - sum(others);
        if rest > 0.0 {
            last.amount = rest;
        }
    }
    sum(items) == benefit
}
