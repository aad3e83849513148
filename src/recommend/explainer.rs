//! What each side of a pair gains, item by item, as far as the asker may see it.

use std::borrow::Cow;

use crate::benefit::{Feature, View, gain_with};
use crate::diversity::disagreements;
use crate::id::{PersonIndex, SkillId, TopicId};
use crate::network::Network;
use crate::person::{Intent, Visibility};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::side::{Item, Side, Through};
use crate::rows::AsIndex;

/// A topic on which two people differ.
pub(crate) struct Dispute {
    pub(crate) topic: TopicId,
    /// Of the stances, from 0 to 1.
    distance: f32,
    /// Of the whole disagreement.
    share: f32,
}

/// One pair, as the audience of a matcher may see it.
pub(crate) struct Explainer<'m> {
    pub(crate) matcher: &'m Matcher,
    pub(crate) who: PersonIndex,
    pub(crate) peer: PersonIndex,
}

impl Explainer<'_> {
    /// How much of a person is looked at: everything of the asker, of the peer what the audience may know.
    pub(crate) fn audience_of(&self, person: PersonIndex) -> Audience {
        if person == self.who {
            Audience::Operator
        } else {
            self.matcher.audience()
        }
    }

    /// The same for what a person's vectors are compiled from.
    pub(crate) fn view_of(&self, person: PersonIndex) -> View {
        self.audience_of(person).view()
    }

    /// What a person gains from another, of which so much is from disagreement.
    pub(crate) fn side(
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
    pub(crate) fn items(
        &self,
        person: PersonIndex,
        from: PersonIndex,
    ) -> (Vec<Item>, Vec<SkillId>) {
        let (data, network) = (self.matcher.data(), self.matcher.network());
        let wants = data.wants(person, self.audience_of(person));
        let gives = data.gives(from, self.audience_of(from));
        // Both lists ascend by feature, and so do the parts of the sum: each is found once, going forward.
        let (mut wanted, mut given) = (wants.iter(), gives.iter());
        let (mut items, mut features) = (Vec::new(), Vec::new());
        let first_step = data.vectors.first_step_feature();
        gain_with(wants, gives, first_step, |feature, amount| {
            let want = wanted.find(|want| want.feature == feature);
            let give = given.find(|give| give.0 == feature);
            let feature = data.vectors.feature(feature);
            features.push(feature);
            let (intent, name) = word(network, feature);
            items.push(Item {
                intent,
                name: name.into_owned(),
                level: give.map_or(0.0, |give| give.1),
                weight: want.map_or(0.0, |want| want.weight),
                amount,
                through: None,
            });
        });
        let seen = (from, self.view_of(from));
        let sources = data.vectors.sources(network, seen, &features);
        for (item, source) in items.iter_mut().zip(sources) {
            item.through = source.map(|(skill, relatedness)| Through::Related {
                skill: network.skill_name(skill).to_owned(),
                relatedness,
            });
        }
        let learnt = features.into_iter();
        let mut learnt: Vec<SkillId> = learnt
            .filter_map(|feature| feature.learnt().or(feature.mentored()))
            .collect();
        // Closeness in meaning is summed apart from features, so it comes behind them.
        items.extend(self.close_in_meaning(person, from));
        learnt.sort_unstable();
        (items, learnt)
    }

    /// What a person gains from another by closeness in meaning.
    pub(crate) fn close_in_meaning(&self, person: PersonIndex, from: PersonIndex) -> Option<Item> {
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
    pub(crate) fn uncovered(&self, person: PersonIndex, learnt: &[SkillId]) -> Vec<String> {
        let network = self.matcher.network();
        let all = self.audience_of(person) == Audience::Operator;
        let needs = network.needs_at(person).iter();
        let seen = needs.filter(|need| all || need.visibility == Visibility::Shown);
        seen.filter(|need| learnt.binary_search(&need.skill).is_err())
            .map(|need| network.skill_name(need.skill).to_owned())
            .collect()
    }

    /// What the two disagree on, the sharpest first.
    pub(crate) fn disputes(&self) -> Vec<Dispute> {
        let data = self.matcher.data();
        let stances = |person| data.stances(person, self.audience_of(person));
        let weight = |topic| data.topic_weight(topic);
        let found = disagreements(stances(self.who), stances(self.peer), weight);
        let total: f32 = found.iter().map(|item| item.contribution).sum();
        let apart = found.iter().filter(|item| item.contribution > 0.0);
        // Shares of the whole disagreement: they add up to 1 over all disputes.
        apart
            .map(|item| Dispute {
                topic: item.topic,
                distance: (item.one - item.other).abs() / 2.0,
                share: item.contribution / total,
            })
            .collect()
    }

    /// Adds what a person gains from disagreement, topic by topic.
    pub(crate) fn add_disputes(&self, items: &mut Vec<Item>, gained: f32, disputes: &[Dispute]) {
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
pub(crate) fn word(network: &Network, feature: Feature) -> (Intent, Cow<'_, str>) {
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
