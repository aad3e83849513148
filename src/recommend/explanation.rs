//! Why a pair scores what it scores: the computation, kept, as far as the reader may see it.

use crate::benefit::{Feature, Profile, View, gain_with};
use crate::diversity::{Component, Difference, disagreements};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::path::Introduction;
use crate::person::{Intent, Visibility};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::policy::Policy;
use crate::recommend::scorer::{LinearGains, PairScore};
use crate::recommend::variety::Displaced;

/// One thing that a person gains from another.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Item<'m> {
    /// The intent that it serves.
    pub intent: Intent,
    /// The skill, circle or topic.
    pub name: &'m str,
    /// How much of it the other gives, from 0 to 1: the effective level of an offer, the priority of a need, the distance
    /// of two stances.
    pub level: f32,
    /// What a full level would be worth: the share of the intent and of the item within it.
    pub weight: f32,
    /// What it adds to the benefit.
    pub amount: f32,
}

/// What one side of a match gains.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Side<'m> {
    /// Who gains.
    pub name: &'m str,
    /// The benefit b, from 0 to 1: the sum of the amounts, in order, at most 1.
    pub benefit: f32,
    /// What the person's openness leaves of it, (1 + ω·d) / (1 + ω).
    pub factor: f32,
    /// What makes the benefit, intents in order, names in order within each.
    pub items: Vec<Item<'m>>,
    /// Needs of the person that the other does not cover, in name order.
    pub uncovered: Vec<&'m str>,
}

impl Side<'_> {
    /// What counts in the score: the benefit times the factor.
    #[must_use]
    pub fn utility(&self) -> f32 {
        self.benefit * self.factor
    }

    /// The items by amount descending, then by name.
    #[must_use]
    pub fn largest(&self) -> Vec<&Item<'_>> {
        let mut items: Vec<&Item<'_>> = self.items.iter().collect();
        items.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.name.cmp(b.name)));
        items
    }
}

/// Why a pair scores what it scores, as the first of the two may know it.
///
/// It is the computation itself: the amounts of a side add up to its benefit, and [`score`](Self::score) is the power mean
/// of the two utilities. Where the other hides a need or a stance, the whole explanation is computed without it: no word
/// and no number depends on what is hidden, and its score may differ from that of the
/// [`Recommendation`](crate::Recommendation), in which everything counts.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8).needs("tax", 0.2))
///     .person(Person::new("ben").offers("law", 0.5).needs("rust", 0.6))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let explanation = matcher.explain(network.id("ana")?, network.id("ben")?).expect("both are open");
/// assert_eq!(explanation.gain.items[0].name, "law");
/// assert_eq!(explanation.gain.benefit, explanation.gain.items[0].amount);
/// assert_eq!(explanation.gain.uncovered, ["tax"]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Explanation<'m> {
    /// What the first gains.
    pub gain: Side<'m>,
    /// What the second gains.
    pub give: Side<'m>,
    /// How different the second is for the first, component by component; `None` where unknown.
    #[cfg_attr(feature = "serde", serde(serialize_with = "known"))]
    pub difference: Difference,
    /// The weighted mean of the components, in which the unknown lifts nothing.
    pub distance: f32,
    /// Topics on which they disagree, the sharpest first.
    pub disputed: Vec<&'m str>,
    /// The score of what is shown.
    pub score: f32,
    /// Who can introduce them, first to last; empty when they are tied or no way is short enough.
    pub via: Vec<&'m str>,
    /// In a varied list, why the peer came before a candidate of higher score.
    pub displaced: Option<Displaced<'m>>,
}

#[cfg(feature = "serde")]
fn known<S: serde::Serializer>(difference: &Difference, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(
        difference
            .known()
            .map(|(component, value)| (component.name(), value)),
    )
}

impl<'m> Explanation<'m> {
    pub(crate) fn new(matcher: &'m Matcher, who: PersonIndex, peer: PersonIndex) -> Self {
        let mut scorer = matcher.scorer();
        let (own, other) = (Viewed::own(matcher, who), Viewed::others(matcher, peer));
        let (mut gain, mut give) = (own.gains_from(&other), other.gains_from(&own));
        let contrast = scorer.contrast(who, peer, Audience::Asker);
        let linear = LinearGains {
            gain: gain.benefit,
            give: give.benefit,
        };
        let pair = scorer.combine(who, peer, linear, contrast);
        let disputes = disputes(matcher, who, peer);
        for (side, person) in [(&mut gain, who), (&mut give, peer)] {
            side.dispute(
                matcher.vectors().contrarian[person.index()],
                &pair,
                &disputes,
            );
        }
        gain.factor = pair.gain_factor;
        give.factor = pair.give_factor;
        let way = matcher.introduction(who, peer);
        Self {
            score: score_of(matcher.policy(), &gain, &give),
            gain,
            give,
            difference: pair.difference,
            distance: pair.distance,
            disputed: disputes.iter().map(|dispute| dispute.0).collect(),
            via: way.map(|way| via(&way)).unwrap_or_default(),
            displaced: None,
        }
    }
}

/// The score of two sides as an explanation shows them.
fn score_of(policy: &Policy, gain: &Side<'_>, give: &Side<'_>) -> f32 {
    if gain.benefit < policy.floor || give.benefit < policy.floor {
        return 0.0;
    }
    policy.mean.of(gain.utility(), give.utility())
}

/// The names of the introducers of a way.
pub(crate) fn via<'n>(way: &Introduction<'n>) -> Vec<&'n str> {
    let names = way.names();
    names[1..names.len() - 1].to_vec()
}

/// What two people disagree on as the first may know it: topic, distance of the stances, share of the disagreement.
fn disputes(matcher: &Matcher, who: PersonIndex, peer: PersonIndex) -> Vec<(&str, f32, f32)> {
    let data = matcher.data();
    let (own, shown) = (
        data.stances(who, Audience::Operator),
        data.stances(peer, Audience::Asker),
    );
    let weight = |topic| data.topic_weight(topic);
    let found = disagreements(own, shown, weight);
    let total: f32 = found.iter().map(|item| item.contribution).sum();
    let apart = found.iter().filter(|item| item.contribution > 0.0);
    let entry = apart.map(|item| {
        let distance = (item.one - item.other).abs() / 2.0;
        (
            matcher.network().topic_name(item.topic),
            distance,
            item.contribution / total,
        )
    });
    entry.collect()
}

/// One person as the reader may see them.
struct Viewed<'m> {
    matcher: &'m Matcher,
    person: PersonIndex,
    profile: Profile,
    view: View,
}

impl<'m> Viewed<'m> {
    fn own(matcher: &'m Matcher, person: PersonIndex) -> Self {
        Self::new(matcher, person, View::Own)
    }

    fn others(matcher: &'m Matcher, person: PersonIndex) -> Self {
        Self::new(matcher, person, View::Others)
    }

    fn new(matcher: &'m Matcher, person: PersonIndex, view: View) -> Self {
        let profile = matcher.vectors().profile(matcher.network(), person, view);
        Self {
            matcher,
            person,
            profile,
            view,
        }
    }

    /// What this person gains from another, but for disagreement.
    fn gains_from(&self, other: &Self) -> Side<'m> {
        let vectors = self.matcher.vectors();
        let network = self.matcher.network();
        let mut items = Vec::new();
        let (wants, gives) = (&self.profile.wants, &other.profile.gives);
        let benefit = gain_with(
            wants,
            gives,
            vectors.first_step_feature(),
            |feature, amount| {
                let (intent, name) = word(network, vectors.feature(feature));
                let weight = wants
                    .iter()
                    .find(|want| want.feature == feature)
                    .map_or(0.0, |want| want.weight);
                let level = gives
                    .iter()
                    .find(|give| give.0 == feature)
                    .map_or(0.0, |give| give.1);
                items.push(Item {
                    intent,
                    name,
                    level,
                    weight,
                    amount,
                });
            },
        );
        let needs = network.needs_at(self.person).iter();
        let seen =
            needs.filter(|need| self.view == View::Own || need.visibility == Visibility::Shown);
        let covered = |name: &str| {
            let learnt = |item: &&Item<'_>| matches!(item.intent, Intent::Learn | Intent::Mentor);
            items.iter().filter(learnt).any(|item| item.name == name)
        };
        let names = seen.map(|need| network.skill_name(need.skill));
        let uncovered = names.filter(|name| !covered(name)).collect();
        Side {
            name: network.name_at(self.person),
            benefit,
            factor: 1.0,
            items,
            uncovered,
        }
    }
}

impl<'m> Side<'m> {
    /// Adds what the person gains from disagreement, topic by topic.
    fn dispute(&mut self, weight: f32, pair: &PairScore, disputes: &[(&'m str, f32, f32)]) {
        let Some(contrast) = pair.contrast.filter(|_| weight > 0.0) else {
            return;
        };
        for &(name, distance, share) in disputes {
            let amount = weight * contrast.score * share;
            let full = if distance > 0.0 {
                amount / distance
            } else {
                0.0
            };
            self.items.push(Item {
                intent: Intent::Contrarian,
                name,
                level: distance,
                weight: full,
                amount,
            });
        }
        let sum = self
            .items
            .iter()
            .fold(0.0_f32, |sum, item| sum + item.amount);
        self.benefit = sum.min(1.0);
    }
}

/// The intent and the name of a feature.
fn word(network: &Network, feature: Feature) -> (Intent, &str) {
    match feature {
        Feature::Learn(skill) => (Intent::Learn, network.skill_name(skill)),
        Feature::Partner(skill) => (Intent::Partner, network.skill_name(skill)),
        Feature::Exposure(circle) => (Intent::Exposure, network.circle_name(circle)),
        Feature::Affinity(topic) => (Intent::Affinity, network.topic_name(topic)),
        Feature::Mentor(skill) => (Intent::Mentor, network.skill_name(skill)),
    }
}

impl Explanation<'_> {
    /// The components of the difference that are known and count, with their values.
    pub fn differences(&self) -> impl Iterator<Item = (Component, f32)> + '_ {
        self.difference.known()
    }
}
