//! Which of one's skills are wanted and scarce, and by whom.

use std::collections::BTreeSet;
use std::fmt;

use crate::assign::{Completeness, PriceRange};
use crate::id::{PersonId, PersonIndex, SkillId};
use crate::numeric::greatest_first;
use crate::person::{Intent, Visibility};
use crate::plan::value::{Shown, Worths};
use crate::recommend::{Item, Matcher};

/// How many of those who want one's skills are named: a screenful.
const NAMED: usize = 10;

/// Communities up to this size are solved for one question about one person.
const AT_ONCE: usize = 2_000;

/// One of a person's skills among those of the community.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SkillValue {
    /// The skill.
    pub skill: String,
    /// The level at which the person offers it.
    pub level: f32,
    /// How many others show a need of it.
    pub demand: u32,
    /// How many people offer it, the person included.
    pub supply: u32,
    /// θ = (demand + 1) / (supply + 1): above 1 more people look for it than offer it.
    pub scarcity: f32,
}

/// Somebody who gains from a person.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct WantedBy {
    /// Who.
    pub name: String,
    /// What they gain, from 0 to 1.
    pub gain: f32,
    /// What makes it, largest first; where the person names something else, by way of what.
    pub items: Vec<String>,
    /// Who can introduce, first the one whom to ask; empty for somebody known, and where no path leads.
    pub via: Vec<String>,
}

/// What a person is worth to others. Made by [`Matcher::value`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Value {
    /// Who.
    pub name: String,
    /// The person's skills: those somebody needs first, by level times scarcity; ties in name order.
    pub skills: Vec<SkillValue>,
    /// Who gains the most from the person, at most 10, ties in name order.
    pub wanted_by: Vec<WantedBy>,
    /// What the community would lose without the person as a giver, least and most.
    pub worth: PriceRange,
    /// Whether the worth is exact or contains the exact one.
    pub completeness: Completeness,
}

impl Matcher {
    /// What a person is worth to others: which skills are wanted and scarce, by whom, and the marginal worth as a giver.
    ///
    /// In communities of more than 2,000 people the worth is a bound; ask [`worths`](Self::worths) once and then
    /// [`value_with`](Self::value_with) for the exact one. Needs that others hide count nowhere.
    ///
    /// # Complexity
    ///
    /// Below 2,001 people that of [`worths`](Self::worths); beyond, and with worths at hand, one pass over everyone's items, and the
    /// explanations of the ten who gain the most.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).offers("email", 0.9))
    ///     .person(Person::new("ben").needs("rust", 0.6).offers("email", 0.5))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let value = matcher.value(network.id("ana")?).expect("someone of this network");
    /// assert_eq!(value.skills[0].skill, "rust"); // one looks for it, nobody else has it
    /// assert_eq!(value.skills[0].scarcity, 1.0);
    /// assert_eq!(value.wanted_by[0].name, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self, who: PersonId) -> Option<Value> {
        // In a small community everyone's worth is computed at once and shared; in a large one a bound on the one asked for is
        // enough.
        if self.network().size() <= AT_ONCE {
            return self.value_with(who, &self.worths());
        }
        let who = self.network().index(who)?;
        let shown = Shown::new(self);
        let gainers = gainers(self, &shown, who);
        // Over everyone who is open, blocks or not, as the exact worth.
        let gives = self.vectors().gives.row(who);
        let open = self
            .network()
            .indices()
            .filter(|&other| other != who && self.is_open(other));
        let gains = open.map(|other| shown.gain_from(other, (who, gives)));
        let high = if self.is_open(who) {
            gains.fold(0.0, f32::max)
        } else {
            0.0
        };
        let worth = PriceRange { low: 0.0, high };
        Some(self.value_of(who, &gainers, worth, Completeness::Partial))
    }

    /// Like [`value`](Self::value), with the worths of everyone that were computed once.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.6))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let worths = matcher.worths();
    /// let value = matcher.value_with(network.id("ana")?, &worths).expect("known");
    /// assert_eq!(value.skills[0].skill, "rust");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value_with(&self, who: PersonId, worths: &Worths) -> Option<Value> {
        let worth = worths.of(who);
        let who = self.network().index(who)?;
        let gainers = gainers(self, &Shown::new(self), who);
        Some(self.value_of(who, &gainers, worth, worths.completeness()))
    }

    fn value_of(
        &self,
        who: PersonIndex,
        gainers: &[(f32, PersonIndex)],
        worth: PriceRange,
        completeness: Completeness,
    ) -> Value {
        // Reasons are worked out only for the few who are named.
        let wanted_by = gainers.iter().take(NAMED).filter_map(|&(gain, other)| {
            let explanation = self.explain_at(who, other)?;
            let mut items = explanation.give.items;
            // Disagreement is weighed elsewhere, and a skill may serve two intents.
            items.retain(|item| item.intent != Intent::Contrarian);
            items.sort_by(Item::order);
            Some(WantedBy {
                name: self.network().name_at(other).to_owned(),
                gain,
                items: distinct(items.iter().map(ToString::to_string)),
                via: explanation.via,
            })
        });
        Value {
            name: self.network().name_at(who).to_owned(),
            skills: skills(self, who),
            wanted_by: wanted_by.collect(),
            worth,
            completeness,
        }
    }
}

/// Names without repetition, in the order of their first place.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// Everyone who gains from a person, most first, ties in name order.
fn gainers(matcher: &Matcher, shown: &Shown<'_>, who: PersonIndex) -> Vec<(f32, PersonIndex)> {
    let gives = matcher.vectors().gives.row(who);
    let others = matcher
        .network()
        .indices()
        .filter(|&other| matcher.mutually_available(who, other));
    // By what others show: a hidden need must not make its owner appear here.
    let gains = others.map(|other| (shown.gain_from(other, (who, gives)), other));
    let mut gainers: Vec<(f32, PersonIndex)> = gains.filter(|gainer| gainer.0 > 0.0).collect();
    gainers.sort_unstable_by(greatest_first);
    gainers
}

fn skills(matcher: &Matcher, who: PersonIndex) -> Vec<SkillValue> {
    let network = matcher.network();
    let offers = network.offers_at(who);
    let mut counts = vec![(0_u32, 1_u32); offers.len()];
    // For each offer who needs it and who offers it, the person included; needs that others hide count nowhere.
    let place = |skill: SkillId| offers.binary_search_by_key(&skill, |offer| offer.0).ok();
    for other in network
        .indices()
        .filter(|&other| matcher.mutually_available(who, other))
    {
        for need in network
            .needs_at(other)
            .iter()
            .filter(|need| need.visibility == Visibility::Shown)
        {
            if let Some(place) = place(need.skill) {
                counts[place].0 += 1;
            }
        }
        for place in network
            .offers_at(other)
            .iter()
            .filter_map(|offer| place(offer.0))
        {
            counts[place].1 += 1;
        }
    }
    // One is added to both counts, so that a skill that nobody else has or wants stays a number.
    let mut skills: Vec<SkillValue> = offers
        .iter()
        .zip(counts)
        .map(|(&(skill, level), (demand, supply))| SkillValue {
            skill: network.skill_name(skill).to_owned(),
            level,
            demand,
            supply,
            scarcity: (demand + 1) as f32 / (supply + 1) as f32,
        })
        .collect();
    // What somebody wants comes first, then level times scarcity.
    let rank = |value: &SkillValue| (value.demand > 0, value.level * value.scarcity);
    skills.sort_by(|a, b| {
        let (one, other) = (rank(a), rank(b));
        other.0.cmp(&one.0).then(other.1.total_cmp(&one.1))
    });
    skills
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is worth {:.2} to {:.2} to the community",
            self.name, self.worth.low, self.worth.high
        )?;
        for skill in self.skills.iter().filter(|skill| skill.demand > 0) {
            write!(
                f,
                "\n{} ({:.2}): wanted by {}, offered by {}, scarcity {:.2}",
                skill.skill, skill.level, skill.demand, skill.supply, skill.scarcity
            )?;
        }
        for other in &self.wanted_by {
            write!(
                f,
                "\n{} gains {:.2}: {}",
                other.name,
                other.gain,
                other.items.join(", ")
            )?;
            if !other.via.is_empty() {
                write!(f, "; via {}", other.via.join(", then "))?;
            }
        }
        Ok(())
    }
}
