//! Needs that a week leaves open, and who could meet them.

use std::fmt;

use crate::error::Error;
use crate::id::{PersonIndex, SkillId};
use crate::plan::week::answer::WeekPlan;
use crate::plan::week::covered::UnmetNeed;
use crate::recommend::Matcher;

/// How many helpers are named.
const NAMED: usize = 5;

/// Whether somebody takes part in the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Whereabouts {
    /// Somebody else of the network.
    Outside,
    /// Somebody who takes part, and could help one to one.
    Inside,
}

/// Somebody who could meet a need.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Helper {
    /// Who.
    pub name: String,
    /// The level of the offer, above that of the person in need.
    pub level: f32,
    /// Whether they take part in the week.
    pub whereabouts: Whereabouts,
    /// Who can introduce, first the one whom to ask.
    pub via: Vec<String>,
}

impl fmt::Display for Helper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:.2})", self.name, self.level)?;
        match self.via[..] {
            [] => Ok(()),
            _ => write!(f, " via {}", self.via.join(", then ")),
        }
    }
}

impl Matcher {
    /// Who could meet a need that a week leaves open, with who can introduce them: people outside the week first, then higher level,
    /// then name order; at most 5. Paused, full and blocked people are not named.
    ///
    /// # Errors
    ///
    /// When the need names somebody or a skill that this network does not have.
    pub fn helpers_for(&self, plan: &WeekPlan, need: &UnmetNeed) -> Result<Vec<Helper>, Error> {
        let network = self.network();
        let (who, skill) = (
            network.named(&need.person)?,
            network.named_skill(&need.skill)?,
        );
        let level = |person: PersonIndex| {
            let offers = network.offers_at(person);
            let place = offers.binary_search_by_key(&skill, |offer: &(SkillId, f32)| offer.0);
            place.map_or(0.0, |place| offers[place].1)
        };
        // Whoever is not ahead has nothing to teach.
        let own = level(who);
        let able = network
            .indices()
            .filter(|&other| level(other) > own && self.mutually_available(who, other));
        let whereabouts = |other: PersonIndex| match plan.learner(network.key_at(other)) {
            Some(_) => Whereabouts::Inside,
            None => Whereabouts::Outside,
        };
        let mut able: Vec<(Whereabouts, f32, PersonIndex)> = able
            .map(|other| (whereabouts(other), level(other), other))
            .collect();
        // People outside the week first: those inside had their chance.
        able.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        able.truncate(NAMED);
        let helpers = able.into_iter().map(|(whereabouts, level, other)| Helper {
            name: network.name_at(other).to_owned(),
            level,
            whereabouts,
            via: self
                .explain_at(who, other)
                .map(|explanation| explanation.via)
                .unwrap_or_default(),
        });
        Ok(helpers.collect())
    }
}
