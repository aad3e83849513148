//! The score of one pair, from measurements of the floor below.

use crate::diversity::{
    Component, Contrast, Difference, DifferenceWeights, circle_distance, divisiveness, hop_novelty,
};
use crate::id::{PersonIndex, TopicId};
use crate::network::{Column, Hops, Network};
use crate::numeric::cosine;
use crate::person::Visibility;
use crate::recommend::matcher::Matcher;
use crate::recommend::outside::Outside;

/// What one pair is worth to both: everything that makes the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairScore {
    /// b(i←j), the benefit of the first.
    pub(crate) gain: f32,
    /// b(j←i), the benefit of the second.
    pub(crate) give: f32,
    /// How much of the first's benefit its openness leaves, (1 + ω·d) / (1 + ω).
    pub(crate) gain_factor: f32,
    /// How much of the second's benefit its openness leaves.
    pub(crate) give_factor: f32,
    /// How different the second is for the first.
    pub(crate) difference: Difference,
    /// The weighted mean of the components.
    pub(crate) distance: f32,
    /// How much they disagree.
    pub(crate) contrast: Option<Contrast>,
    /// The power mean of the two utilities; 0 is no match.
    pub(crate) score: f32,
}

/// What the pair measures need, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct ScoringData {
    /// Stances with everything that counts.
    stances: Column<(TopicId, f32)>,
    /// Stances as others may know them.
    shown: Column<(TopicId, f32)>,
    /// How divisive each topic is among the stances that are shown.
    topic_weights: Vec<f32>,
    /// Profiles of unit length over topics of interest and skills, for common ground.
    profiles: Column<(u32, f32)>,
    /// What components that look one way need.
    outside: Outside,
    /// The policy's weights without the components of which the community has no data at all.
    pub(crate) weights: DifferenceWeights,
}

impl ScoringData {
    pub(crate) fn new(network: &Network, weights: &DifferenceWeights) -> Self {
        let (mut stances, mut shown, mut profiles) =
            (Column::default(), Column::default(), Column::default());
        let mut by_topic: Vec<Vec<f32>> = vec![Vec::new(); network.facts().topics.len()];
        for person in network.indices() {
            let all = network.stances_at(person).iter();
            stances.push(all.clone().map(|stance| (stance.topic, stance.position)));
            let seen = all.filter(|stance| stance.visibility == Visibility::Shown);
            for stance in seen.clone() {
                by_topic[stance.topic.index()].push(stance.position);
            }
            shown.push(seen.map(|stance| (stance.topic, stance.position)));
        }
        let spoken = !stances.items().is_empty();
        let compared = spoken || weights.get(Component::Unexpectedness) > 0.0;
        for person in network.indices() {
            profiles.push(if compared {
                profile(network, person)
            } else {
                Vec::new()
            });
        }
        let facts = network.facts();
        let mut weights = Outside::known(network, *weights);
        if facts.groups.len() == 0 {
            weights = weights.without(Component::CircleLevel);
        }
        if network.ties().ties() == 0 {
            weights = weights.without(Component::HopNovelty);
        }
        if !spoken {
            weights = weights.without(Component::Contrarian);
        }
        let topic_weights = by_topic.into_iter().map(divisiveness).collect();
        Self {
            stances,
            shown,
            topic_weights,
            profiles,
            outside: Outside::new(network, &weights),
            weights,
        }
    }

    /// A person's stances: one's own for oneself, what is shown for anyone else.
    pub(crate) fn stances(&self, person: PersonIndex, audience: Audience) -> &[(TopicId, f32)] {
        match audience {
            Audience::Operator => self.stances.get(person.index()),
            Audience::Asker => self.shown.get(person.index()),
        }
    }

    /// How divisive a topic is.
    pub(crate) fn topic_weight(&self, topic: TopicId) -> f32 {
        self.topic_weights[topic.index()]
    }

    /// How unlike two profiles are, 1 − cosine; `None` where one of them is empty.
    fn profiles_apart(&self, i: u32, j: u32) -> Option<f64> {
        let known = |person: u32| !self.profiles.get(person as usize).is_empty();
        (known(i) && known(j))
            .then(|| 1.0 - f64::from(self.common_ground(PersonIndex(i), PersonIndex(j))))
    }

    /// Cosine of two profiles: how much common ground there is, from 0 to 1.
    fn common_ground(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        let (a, b) = (self.profiles.get(i.index()), self.profiles.get(j.index()));
        cosine(a, b) as f32
    }
}

/// Topics of interest, then skills offered or openly needed, as one vector of unit length.
pub(crate) fn profile(network: &Network, person: PersonIndex) -> Vec<(u32, f32)> {
    let topics = network.facts().topics.len() as u32;
    let interests = network
        .interests_at(person)
        .iter()
        .map(|&(topic, weight)| (topic.0, weight));
    let offers = network
        .offers_at(person)
        .iter()
        .map(|&(skill, level)| (topics + skill.0, level));
    let shown = network
        .needs_at(person)
        .iter()
        .filter(|need| need.visibility == Visibility::Shown);
    let needs = shown.map(|need| (topics + need.skill.0, need.priority));
    let mut entries: Vec<(u32, f32)> = interests.chain(offers).chain(needs).collect();
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    entries.dedup_by_key(|entry| entry.0);
    let squares = entries
        .iter()
        .map(|entry| f64::from(entry.1) * f64::from(entry.1));
    let norm = squares.sum::<f64>().sqrt();
    for entry in &mut entries {
        entry.1 = (f64::from(entry.1) / norm) as f32;
    }
    entries
}

/// How much of someone's stances is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everything that counts.
    Operator,
    /// What is shown to others.
    Asker,
}

/// Judges pairs, with scratch space of its own: one per worker.
#[derive(Debug)]
pub(crate) struct PairScorer<'m> {
    matcher: &'m Matcher,
    hops: Hops,
}

impl<'m> PairScorer<'m> {
    pub(crate) fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            hops: Hops::default(),
        }
    }

    /// Judges a pair that is admitted. Symmetric: swapping the two swaps gain and give.
    pub(crate) fn score(&mut self, i: PersonIndex, j: PersonIndex) -> PairScore {
        let vectors = self.matcher.vectors();
        self.score_linear(i, j, vectors.gain(i, j), vectors.gain(j, i))
    }

    /// Judges a pair whose linear benefits are known.
    pub(crate) fn score_linear(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        gain: f32,
        give: f32,
    ) -> PairScore {
        let contrast = self.contrast(i, j, Audience::Operator);
        self.weigh(i, j, gain, give, contrast)
    }

    /// How much two people disagree, where it counts for anything; `audience` is how much of `j` is looked at.
    pub(crate) fn contrast(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> Option<Contrast> {
        let data = self.matcher.data();
        let contrarian = &self.matcher.vectors().contrarian;
        let sought = contrarian[i.index()] > 0.0 || contrarian[j.index()] > 0.0;
        if !sought && data.weights.get(Component::Contrarian) == 0.0 {
            return None;
        }
        let (one, other) = (
            data.stances(i, Audience::Operator),
            data.stances(j, audience),
        );
        if one.is_empty() || other.is_empty() {
            return None;
        }
        let ground = data.common_ground(i, j);
        let rule = &self.matcher.policy().contrarian;
        let weight = |topic| data.topic_weight(topic);
        rule.compare(one, other, weight, ground)
    }

    /// Makes the score of linear benefits and a contrast.
    pub(crate) fn weigh(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        gain: f32,
        give: f32,
        contrast: Option<Contrast>,
    ) -> PairScore {
        let contrarian = &self.matcher.vectors().contrarian;
        let contrary = contrast.map_or(0.0, |contrast| contrast.score);
        let gain = (gain + contrarian[i.index()] * contrary).min(1.0);
        let give = (give + contrarian[j.index()] * contrary).min(1.0);
        let shared = self.difference(i, j, contrast);
        let weights = &self.matcher.data().weights;
        let (difference, back) = (self.seen_by(i, j, shared), self.seen_by(j, i, shared));
        let distance = weights.combine(&difference);
        let gain_factor = self.factor(i, distance);
        let give_factor = self.factor(j, weights.combine(&back));
        let policy = self.matcher.policy();
        let floor = policy.floor;
        let score = if gain < floor || give < floor {
            0.0
        } else {
            policy.mean.of(gain * gain_factor, give * give_factor)
        };
        PairScore {
            gain,
            give,
            gain_factor,
            give_factor,
            difference,
            distance,
            contrast,
            score,
        }
    }

    /// The difference of the second for the first, from the components that are the same for both.
    fn seen_by(&self, i: PersonIndex, j: PersonIndex, shared: Difference) -> Difference {
        let data = self.matcher.data();
        if !data.outside.looks_one_way() {
            return shared;
        }
        let apart = |one, other| data.profiles_apart(one, other);
        let network = self.matcher.network();
        data.outside.add(shared, network, (i, j), apart)
    }

    fn difference(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        contrast: Option<Contrast>,
    ) -> Difference {
        let weights = &self.matcher.data().weights;
        let network = self.matcher.network();
        let mut difference = Difference::default();
        if weights.get(Component::CircleLevel) > 0.0 {
            let level = circle_distance(network.circles_at(i), network.circles_at(j));
            difference = difference.with(Component::CircleLevel, level);
        }
        if weights.get(Component::HopNovelty) > 0.0 {
            let ties = network.acquaintances();
            let known = [i, j]
                .iter()
                .all(|person| !ties.neighbours(person.0).is_empty());
            let novelty = known.then(|| hop_novelty(self.hops.between(ties, i.0, j.0)));
            difference = difference.with(Component::HopNovelty, novelty);
        }
        difference.with(
            Component::Contrarian,
            contrast.map(|contrast| contrast.score),
        )
    }

    /// What openness leaves of a benefit at a distance: (1 + ω·d) / (1 + ω), 1 where no difference counts.
    fn factor(&self, person: PersonIndex, distance: f32) -> f32 {
        if !self.matcher.weighs_difference() {
            return 1.0;
        }
        let own = self.matcher.network().facts().openness[person.index()];
        let openness = own.unwrap_or(self.matcher.policy().openness);
        (1.0 + openness * distance) / (1.0 + openness)
    }
}
