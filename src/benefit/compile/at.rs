//! A compiler at work on a network: what each person wants and gives.

use crate::benefit::compile::{COMPANY, Compiler, OFFERS_IN_FULL, level_of, linear, norm};
use crate::benefit::feature::Want;
use crate::benefit::related::related;
use crate::benefit::vectors::Profile;
use crate::benefit::view::View;
use crate::id::{CircleId, PersonIndex, SkillId};
use crate::network::{NeedFact, Network};
use crate::numeric::lowest_place_first;
use crate::person::{Intent, Visibility};
use crate::rows::narrow;

/// A compiler at work on a network.
#[derive(Clone, Copy)]
pub(crate) struct At<'n> {
    compiler: &'n Compiler,
    pub(crate) network: &'n Network,
    /// What the one person who is compiled is taken to offer, skills ascending; `None` for what they do offer.
    instead: Option<&'n [(SkillId, f32)]>,
}

impl std::ops::Deref for At<'_> {
    type Target = Compiler;

    fn deref(&self) -> &Compiler {
        self.compiler
    }
}

impl<'n> At<'n> {
    /// The same, as if the one person who is compiled had these offers, skills ascending.
    pub(crate) fn instead(self, offers: &'n [(SkillId, f32)]) -> Self {
        Self {
            instead: Some(offers),
            ..self
        }
    }

    pub(crate) fn profile(&self, person: PersonIndex, view: View, profile: &mut Profile) {
        profile.wants.clear();
        profile.gives.clear();
        let levels = self.levels(person);
        self.gives(person, &levels, view, &mut profile.gives);
        self.wants(person, &levels, view, &mut profile.wants);
    }

    pub(crate) fn offers(&self, person: PersonIndex) -> &'n [(SkillId, f32)] {
        self.instead
            .unwrap_or_else(|| self.network.offers_at(person))
    }

    /// The weight of an intent among a person's intents, as a viewer may know it. Who names none seeks to learn what they
    /// need, and who needs nothing either seeks company in their interests.
    pub(crate) fn weight(&self, person: PersonIndex, intent: Intent, view: View) -> f32 {
        let seeks = self.network.facts().seeks.row(person);
        if seeks.is_empty() {
            let needs = self.needs(person, view).next().is_some() || self.has_vector(person, view);
            // Who states no intent wants to learn what they need, or, with interests alone, to meet people who share them.
            let company = !needs && !self.network.interests_at(person).is_empty();
            let sought = if company {
                Intent::Affinity
            } else {
                Intent::Learn
            };
            let rest = 1.0 - self.company(person);
            return if intent == sought { rest } else { 0.0 };
        }
        let total: f32 = seeks.iter().map(|seek| seek.1).sum();
        seeks
            .iter()
            .find(|seek| seek.0 == intent)
            .map_or(0.0, |seek| seek.1 / total)
    }

    /// Whether what a person looks for is known as an embedding.
    fn has_vector(&self, person: PersonIndex, view: View) -> bool {
        let embeddings = &self.network.facts().embeddings;
        let known = view == View::Own || embeddings.visibility(person) == Visibility::Shown;
        known && !embeddings.need(person).is_empty()
    }

    /// The shares of words and of an embedding in what a person learns; together 1 where there is either.
    fn shares_of_learning(&self, person: PersonIndex, view: View) -> (f32, f32) {
        let words = self.needs(person, view).next().is_some();
        match (words, self.has_vector(person, view)) {
            (true, true) => (1.0 - self.meaning.weight, self.meaning.weight),
            (true, false) => (1.0, 0.0),
            (false, true) => (0.0, 1.0),
            (false, false) => (0.0, 0.0),
        }
    }

    /// The most that a person may gain by closeness in meaning.
    pub(crate) fn meaning_weight(&self, person: PersonIndex, view: View) -> f32 {
        self.weight(person, Intent::Learn, view) * self.shares_of_learning(person, view).1
    }

    /// The weight of company among what a person wants: of those who do not say what they seek, and have plain attributes.
    pub(crate) fn company(&self, person: PersonIndex) -> f32 {
        let silent = self.network.facts().seeks.row(person).is_empty();
        let known = !self.network.attribute_numbers_at(person).is_empty();
        if silent && known { COMPANY } else { 0.0 }
    }

    /// The features of a person's plain attributes, ascending.
    fn attribute_features(&self, person: PersonIndex) -> impl Iterator<Item = u32> {
        let own = self.network.attribute_numbers_at(person).iter();
        own.map(|attribute| {
            let place = self.attributes.partition_point(|other| other < attribute);
            self.layout.company + narrow(place)
        })
    }

    /// A person's effective levels: level times the price of a long list, and through related skills, skills ascending.
    fn levels(&self, person: PersonIndex) -> Vec<(SkillId, f32)> {
        let mut levels = Vec::new();
        self.effective(person, |level| level, &mut levels);
        levels
    }

    /// Like [`levels`](Self::levels), from any value of each declared level.
    pub(crate) fn effective(
        &self,
        person: PersonIndex,
        value: impl Fn(f32) -> f32,
        levels: &mut Vec<(SkillId, f32)>,
    ) {
        let factor = self.offer_factor(person);
        let priced = self
            .offers(person)
            .iter()
            .map(|&(skill, level)| (skill, value(level) * factor));
        self.spread(priced, levels);
    }

    /// What a long list of offers leaves of the level of each.
    pub(crate) fn offer_factor(&self, person: PersonIndex) -> f32 {
        let offers = self.offers(person);
        let count = (offers.len() as f32).max(OFFERS_IN_FULL);
        let share = (OFFERS_IN_FULL / count).min(1.0 / self.scarcity.price(offers));
        share.powf(self.specificity)
    }

    /// Needs with their shares of all priorities.
    pub(crate) fn shares_of_needs(&self, person: PersonIndex, view: View) -> Vec<(SkillId, f32)> {
        let sum: f32 = self.needs(person, view).map(|need| need.priority).sum();
        let shares = self
            .needs(person, view)
            .map(|need| (need.skill, need.priority / sum));
        shares.collect()
    }

    /// Spreads values over related skills: each skill gets the most that any skill related to it lends, skills ascending.
    fn spread(
        &self,
        values: impl Iterator<Item = (SkillId, f32)>,
        spread: &mut Vec<(SkillId, f32)>,
    ) {
        spread.clear();
        for (skill, value) in values {
            spread.push((skill, value));
            spread.extend(
                related(self.network)
                    .row(skill)
                    .iter()
                    .map(|&(other, relatedness)| (other, value * relatedness)),
            );
        }
        // Of several ways to a skill, its own entry or by relatives, the greatest counts; they do not add up.
        spread.sort_unstable_by(lowest_place_first);
        spread.dedup_by_key(|entry| entry.0);
    }

    pub(crate) fn gives(
        &self,
        person: PersonIndex,
        levels: &[(SkillId, f32)],
        view: View,
        gives: &mut Vec<(u32, f32)>,
    ) {
        let layout = self.layout;
        // Features ascend over the kinds as the layout orders them; within a kind they ascend by themselves.
        if self.wanted.learn {
            gives.extend(levels.iter().map(|&(skill, level)| (skill.0, level)));
        }
        if self.wanted.partner {
            let needs = self
                .needs(person, view)
                .map(|need| (need.skill, need.priority));
            let mut spread = Vec::new();
            self.spread(needs, &mut spread);
            gives.extend(
                spread
                    .iter()
                    .map(|&(skill, priority)| (layout.partner + skill.0, priority)),
            );
        }
        if self.wanted.exposure {
            let mut circles: Vec<CircleId> =
                self.network.circles_at(person).flatten().copied().collect();
            circles.sort_unstable();
            circles.dedup();
            gives.extend(
                circles
                    .iter()
                    .map(|circle| (layout.exposure + circle.0, 1.0)),
            );
        }
        if self.wanted.affinity {
            let interests = self.network.interests_at(person);
            let norm = norm(interests);
            gives.extend(
                interests
                    .iter()
                    .map(|item| (layout.affinity + item.0.0, item.1 / norm)),
            );
        }
        if self.wanted.company {
            gives.extend(
                self.attribute_features(person)
                    .map(|feature| (feature, 1.0)),
            );
        }
        if self.wanted.mentor {
            gives.extend(
                levels
                    .iter()
                    .map(|&(skill, level)| (layout.mentor + skill.0, level)),
            );
        }
    }

    fn wants(
        &self,
        person: PersonIndex,
        levels: &[(SkillId, f32)],
        view: View,
        wants: &mut Vec<Want>,
    ) {
        let layout = self.layout;
        let share = |intent| Some(self.weight(person, intent, view)).filter(|&weight| weight > 0.0);
        let rarity = |skill: SkillId| {
            self.rarity
                .as_ref()
                .map_or(1.0, |rarity| rarity[skill.index()])
        };
        // Shares of each intent add up to its weight, so that all wants of a person add up to 1.
        let asked: f32 = self
            .needs(person, view)
            .map(|need| need.priority * rarity(need.skill))
            .sum();
        let (in_words, _) = self.shares_of_learning(person, view);
        if let Some(weight) = share(Intent::Learn).filter(|_| in_words > 0.0) {
            let weight = weight * in_words;
            wants.extend(self.needs(person, view).map(|need| {
                linear(
                    need.skill.0,
                    weight * (need.priority * rarity(need.skill) / asked),
                )
            }));
        }
        if let Some(weight) = share(Intent::Partner) {
            let offers = self.offers(person);
            let sum: f32 = offers.iter().map(|offer| offer.1).sum();
            wants.extend(
                offers
                    .iter()
                    .map(|item| linear(layout.partner + item.0.0, weight * (item.1 / sum))),
            );
        }
        if let Some(weight) = share(Intent::Exposure) {
            let wanted = self.network.facts().wanted.row(person);
            let sum: f32 = wanted.iter().map(|wish| wish.1).sum();
            wants.extend(
                wanted
                    .iter()
                    .map(|wish| linear(layout.exposure + wish.0.0, weight * (wish.1 / sum))),
            );
        }
        if let Some(weight) = share(Intent::Affinity) {
            let interests = self.network.interests_at(person);
            let norm = norm(interests);
            wants.extend(
                interests
                    .iter()
                    .map(|item| linear(layout.affinity + item.0.0, weight * (item.1 / norm))),
            );
        }
        let company = self.company(person);
        if company > 0.0 {
            let share = company / self.network.attribute_numbers_at(person).len() as f32;
            wants.extend(
                self.attribute_features(person)
                    .map(|feature| linear(feature, share)),
            );
        }
        // A mentor counts as far as they are ahead: the floor of the step is one's own level.
        if let Some(weight) = share(Intent::Mentor) {
            wants.extend(self.needs(person, view).map(|need| Want {
                feature: layout.mentor + need.skill.0,
                weight: weight * (need.priority * rarity(need.skill) / asked),
                floor: level_of(levels, need.skill),
            }));
        }
        let scarce = self.scarcity.weight(wants);
        if scarce < 1.0 {
            let factor = scarce.powf(self.specificity);
            for want in wants
                .iter_mut()
                .filter(|want| !self.is_company(want.feature))
            {
                want.weight *= factor;
            }
        }
    }

    pub(crate) fn needs(
        &self,
        person: PersonIndex,
        view: View,
    ) -> impl Iterator<Item = &'n NeedFact> {
        let needs = self.network.needs_at(person).iter();
        needs.filter(move |need| view == View::Own || need.visibility == Visibility::Shown)
    }
}

impl Compiler {
    pub(crate) fn at<'n>(&'n self, network: &'n Network) -> At<'n> {
        At {
            compiler: self,
            network,
            instead: None,
        }
    }
}
