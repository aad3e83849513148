//! Why a pair scores what it scores: the computation, kept, as far as the reader may see it.

use std::borrow::Cow;

use crate::acceptance::{Measured, Predictor, common_contacts};
use crate::benefit::{Feature, View, gain_with};
use crate::diversity::{Component, Difference, disagreements};
use crate::id::{PersonIndex, SkillId, TopicId};
use crate::network::Network;
use crate::path::Introduction;
use crate::person::{Intent, Visibility};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::PairScore;
use crate::recommend::variety::Displaced;
use crate::rows::AsIndex;

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
        items.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.name.cmp(&b.name)));
        items
    }
}

/// Why a pair scores what it scores, as the first of the two may know it.
///
/// It is the computation itself, to the last bit: the amounts of a side add up to its benefit, and [`score`](Self::score) is
/// the power mean of the two utilities. Where the other hides a need or a stance, all of it is computed without: no word and
/// no number depends on what is hidden. A matcher [for the operator](Matcher::for_operator) counts everything.
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
#[non_exhaustive]
pub struct Explanation {
    /// What the first gains.
    pub gain: Side,
    /// What the second gains.
    pub give: Side,
    /// How different the second is for the first, component by component; `None` where unknown.
    pub difference: Difference,
    /// The weighted mean of the components, in which the unknown lifts nothing.
    pub distance: f32,
    /// Topics on which they disagree, the sharpest first.
    pub disputed: Vec<String>,
    /// The chance that both say yes, from what is shown; 1 where the policy does not weigh it.
    pub acceptance: f32,
    /// What that chance leaves of the score: acceptance^κ.
    pub consent: f32,
    /// What speaks for a yes, in words; never who.
    pub for_a_yes: Vec<String>,
    /// The score of what is shown: the mean of the two utilities times the consent.
    pub score: f32,
    /// Who can introduce them, first to last; empty when they are tied or no way is short enough.
    pub via: Vec<String>,
    /// In a varied list, why the peer came before a candidate of higher score.
    pub displaced: Option<Displaced>,
}

impl Explanation {
    pub(crate) fn new(
        matcher: &Matcher,
        who: PersonIndex,
        peer: PersonIndex,
        way: Option<&Introduction>,
    ) -> Self {
        let pair = matcher.scorer().score_for(who, peer, matcher.audience());
        let explainer = Explainer { matcher, who, peer };
        let disputes = explainer.disputes();
        // Both sides are told by one rule, so swapping the two swaps gain and give.
        let gained = |person: PersonIndex| {
            let disagreement = pair.contrast.map_or(0.0, |contrast| contrast.score);
            matcher.vectors().contrarian[person.index()] * disagreement
        };
        let mut gain = explainer.side(who, peer, gained(who), &disputes);
        let mut give = explainer.side(peer, who, gained(peer), &disputes);
        gain.settle(pair.gain, pair.gain_factor);
        give.settle(pair.give, pair.give_factor);
        Self {
            gain,
            give,
            acceptance: pair.acceptance,
            consent: pair.consent,
            for_a_yes: reasons(matcher, who, peer, &pair),
            difference: pair.difference,
            distance: pair.distance,
            disputed: disputes
                .iter()
                .map(|dispute| matcher.network().topic_name(dispute.topic).to_owned())
                .collect(),
            score: pair.score,
            via: way
                .map(via)
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            displaced: None,
        }
    }
}

/// Ties from which on someone counts as often asked; below, a community tells little about anyone.
const OFTEN: usize = 10;

/// What speaks for a yes, as far as the model weighs it: counts and facts of the two, no third person.
fn reasons(
    matcher: &Matcher,
    who: PersonIndex,
    peer: PersonIndex,
    pair: &PairScore,
) -> Vec<String> {
    let (evidence, network) = (&matcher.data().evidence, matcher.network());
    let mut reasons = Vec::new();
    if evidence.is_silent() || pair.consent >= 1.0 {
        return reasons;
    }
    if evidence.needs(Predictor::CommonContacts) {
        let count = common_contacts(network, who, peer);
        let noun = if count == 1 { "contact" } else { "contacts" };
        (count > 0).then(|| reasons.push(format!("you share {count} {noun}")));
    }
    let past = evidence.past();
    let past = past.before(past.today(), who, peer);
    let shown = evidence
        .rows(network, (who, peer), Measured::default(), past)
        .0;
    let known = |predictor| shown.get(predictor).filter(|_| evidence.needs(predictor));
    if known(Predictor::SharedCircles).is_some_and(|near| near > 0.0) {
        reasons.push("you share a circle".into());
    }
    if evidence.needs(Predictor::Attributes) {
        let equal = equal_attributes(network, who, peer);
        reasons.extend((!equal.is_empty()).then(|| format!("same {}", equal.join(", "))));
    }
    if known(Predictor::Interests).is_some_and(|alike| alike > 0.0) {
        reasons.push("you share interests".into());
    }
    let ties = |person: PersonIndex| network.acquaintances().neighbours(person.0).len();
    if evidence.needs(Predictor::Activity) && ties(who) >= OFTEN && ties(peer) >= OFTEN {
        reasons.push("both know many people here".into());
    }
    if known(Predictor::Helped).is_some_and(|helped| helped > 0.0) {
        reasons.push("you were helped before".into());
    }
    reasons
}

/// The keys of the attributes that two people share, in key order.
fn equal_attributes(network: &Network, i: PersonIndex, j: PersonIndex) -> Vec<&str> {
    let shared = network
        .attributes_at(i)
        .filter(|pair| network.attributes_at(j).any(|other| other == *pair));
    shared.map(|pair| pair.0).collect()
}

/// The names of the introducers of a way.
pub(crate) fn via(way: &Introduction) -> Vec<&str> {
    let names = way.names();
    names[1..names.len() - 1].to_vec()
}

/// How many times amounts are adjusted, each time by twice as many units in the last place as before.
const ADJUSTMENTS: u32 = 16;

impl Side {
    /// Takes the benefit and the factor of the score, and makes the amounts add up, in order, to the benefit to the last bit.
    ///
    /// Disagreement enters the score as one number and is told topic by topic, so the parts may miss it by a rounding. The last
    /// topic takes what the others leave; where no amount of it rounds to the benefit, the sharpest topic gives way a little.
    fn settle(&mut self, benefit: f32, factor: f32) {
        (self.benefit, self.factor) = (benefit, factor);
        let items = &mut self.items;
        let sharpest = items.partition_point(|item| item.intent != Intent::Contrarian);
        let sum = |items: &[Item]| items.iter().fold(0.0_f32, |sum, item| sum + item.amount);
        if sharpest == items.len() || sum(items).min(1.0) == benefit {
            return;
        }
        let last = items.len() - 1;
        for attempt in 0..ADJUSTMENTS {
            let before = sum(&items[..last]);
            let rest = benefit - before;
            if rest > 0.0 && before + rest == benefit {
                items[last].amount = rest;
                return;
            }
            // The sum rounds past the benefit whatever the last topic is given: move what comes before it.
            let amount = &mut items[sharpest].amount;
            *amount = f32::from_bits(amount.to_bits() - (1 << attempt));
        }
    }
}

/// A topic on which two people differ.
struct Dispute {
    topic: TopicId,
    /// Of the stances, from 0 to 1.
    distance: f32,
    /// Of the whole disagreement.
    share: f32,
}

/// One pair, as the audience of a matcher may see it.
struct Explainer<'m> {
    matcher: &'m Matcher,
    who: PersonIndex,
    peer: PersonIndex,
}

impl Explainer<'_> {
    /// How much of a person is looked at: everything of the asker, of the peer what the audience may know.
    fn audience_of(&self, person: PersonIndex) -> Audience {
        if person == self.who {
            Audience::Operator
        } else {
            self.matcher.audience()
        }
    }

    /// The same for what a person's vectors are compiled from.
    fn view_of(&self, person: PersonIndex) -> View {
        self.audience_of(person).view()
    }

    /// What a person gains from another, of which so much is from disagreement.
    fn side(
        &self,
        person: PersonIndex,
        from: PersonIndex,
        gained: f32,
        disputes: &[Dispute],
    ) -> Side {
        let (mut items, learnt) = self.items(person, from);
        self.add_disputes(&mut items, gained, disputes);
        Side {
            name: self.matcher.network().name_at(person).to_owned(),
            benefit: 0.0,
            factor: 1.0,
            items,
            uncovered: self.uncovered(person, &learnt),
        }
    }

    /// What a person gains from another but for disagreement, features ascending, and the skills of which they learn.
    fn items(&self, person: PersonIndex, from: PersonIndex) -> (Vec<Item>, Vec<SkillId>) {
        let (data, network) = (self.matcher.data(), self.matcher.network());
        let wants = data.wants(person, self.audience_of(person));
        let gives = data.gives(from, self.audience_of(from));
        // Both lists ascend by feature, and so do the parts of the sum: each is found once, going forward.
        let (mut wanted, mut given) = (wants.iter(), gives.iter());
        let (mut items, mut learnt) = (Vec::new(), Vec::new());
        let first_step = data.vectors.first_step_feature();
        gain_with(wants, gives, first_step, |feature, amount| {
            let want = wanted.find(|want| want.feature == feature);
            let give = given.find(|give| give.0 == feature);
            let feature = data.vectors.feature(feature);
            let seen = (from, self.view_of(from));
            let through = data.vectors.source(network, seen, feature);
            if let Feature::Learn(skill) | Feature::Mentor(skill) = feature {
                learnt.push(skill);
            }
            let (intent, name) = word(network, feature);
            items.push(Item {
                intent,
                name: name.into_owned(),
                level: give.map_or(0.0, |give| give.1),
                weight: want.map_or(0.0, |want| want.weight),
                amount,
                through: through.map(|(skill, relatedness)| Through::Related {
                    skill: network.skill_name(skill).to_owned(),
                    relatedness,
                }),
            });
        });
        items.extend(self.close_in_meaning(person, from));
        learnt.sort_unstable();
        (items, learnt)
    }

    /// What a person gains from another by closeness in meaning.
    fn close_in_meaning(&self, person: PersonIndex, from: PersonIndex) -> Option<Item> {
        let meaning = self.matcher.data().meaning()?;
        let (weight, cosine) = meaning.part(person, from, self.view_of(person))?;
        let level = meaning.weights.rule.level(cosine);
        let name = self.matcher.network().name_at(person);
        (level > 0.0).then(|| Item {
            intent: Intent::Learn,
            name: format!("something close in meaning to what {name} looks for"),
            level,
            weight,
            amount: weight * level,
            through: Some(Through::Meaning { cosine }),
        })
    }

    /// The needs of a person that are not among the skills of which they learn.
    fn uncovered(&self, person: PersonIndex, learnt: &[SkillId]) -> Vec<String> {
        let network = self.matcher.network();
        let all = self.audience_of(person) == Audience::Operator;
        let needs = network.needs_at(person).iter();
        let seen = needs.filter(|need| all || need.visibility == Visibility::Shown);
        seen.filter(|need| learnt.binary_search(&need.skill).is_err())
            .map(|need| network.skill_name(need.skill).to_owned())
            .collect()
    }

    /// What the two disagree on, the sharpest first.
    fn disputes(&self) -> Vec<Dispute> {
        let data = self.matcher.data();
        let stances = |person| data.stances(person, self.audience_of(person));
        let weight = |topic| data.topic_weight(topic);
        let found = disagreements(stances(self.who), stances(self.peer), weight);
        let total: f32 = found.iter().map(|item| item.contribution).sum();
        let apart = found.iter().filter(|item| item.contribution > 0.0);
        apart
            .map(|item| Dispute {
                topic: item.topic,
                distance: (item.one - item.other).abs() / 2.0,
                share: item.contribution / total,
            })
            .collect()
    }

    /// Adds what a person gains from disagreement, topic by topic.
    fn add_disputes(&self, items: &mut Vec<Item>, gained: f32, disputes: &[Dispute]) {
        if disputes.is_empty() && gained > 0.0 {
            // Foretold, not said: a guess is never shown as someone's view on a topic.
            items.push(Item {
                intent: Intent::Contrarian,
                name: "what is not said yet".into(),
                level: 1.0,
                weight: gained,
                amount: gained,
                through: None,
            });
        }
        let worth = disputes.iter().filter(|_| gained > 0.0);
        items.extend(worth.map(|dispute| {
            let amount = gained * dispute.share;
            Item {
                intent: Intent::Contrarian,
                name: self.matcher.network().topic_name(dispute.topic).to_owned(),
                level: dispute.distance,
                // Only topics that are apart are told, so the distance is above 0.
                weight: amount / dispute.distance,
                amount,
                through: None,
            }
        }));
    }
}

/// The intent and the name of a feature.
fn word(network: &Network, feature: Feature) -> (Intent, Cow<'_, str>) {
    let (intent, name) = match feature {
        Feature::Learn(skill) => (Intent::Learn, network.skill_name(skill)),
        Feature::Partner(skill) => (Intent::Partner, network.skill_name(skill)),
        Feature::Exposure(circle) => (Intent::Exposure, network.circle_name(circle)),
        Feature::Affinity(topic) => (Intent::Affinity, network.topic_name(topic)),
        Feature::Mentor(skill) => (Intent::Mentor, network.skill_name(skill)),
        Feature::Company(key) => {
            let key = network.facts().attribute_keys.get(key.as_index());
            return (Intent::Affinity, format!("the same {key}").into());
        }
    };
    (intent, name.into())
}

impl Explanation {
    /// The components of the difference that are known and count, with their values.
    pub fn differences(&self) -> impl Iterator<Item = (Component, f32)> + '_ {
        self.difference.known()
    }
}
