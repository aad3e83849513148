//! How much two people disagree, as said or as foretold, and the most that the two may.

use crate::acceptance::Predictor;
use crate::diversity::{Component, Contrast};
use crate::id::{PersonIndex, TopicId};
use crate::numeric::lesser;
use crate::recommend::data::{Audience, ScoringData};
use crate::recommend::scorer::PairScorer;

/// The stances of two people, topics ascending.
type Stances<'d> = Option<(&'d [(TopicId, f32)], &'d [(TopicId, f32)])>;

impl ScoringData {
    /// The most that two people's disagreement may score, by what each may disagree with anyone.
    pub(crate) fn max_contrast(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        lesser(self.max_contrasts[i.index()], self.max_contrasts[j.index()])
    }

    /// Whether both may have spoken on some topic; false only where they have not.
    pub(crate) fn may_share_topics(&self, i: PersonIndex, j: PersonIndex) -> bool {
        self.spoken[i.index()] & self.spoken[j.index()] != 0
    }

    /// How much two people who have spoken disagree, with what they would say on topics left out where the policy asks for it;
    /// stances are given as an audience may know them.
    pub(crate) fn compare(
        &self,
        (i, one): (PersonIndex, &[(TopicId, f32)]),
        (j, other): (PersonIndex, &[(TopicId, f32)]),
    ) -> Option<Contrast> {
        self.contrast_over((i, one), (j, other), self.common_ground(i, j))
    }

    /// The same contrast on so much common ground.
    pub(crate) fn contrast_on(&self, contrast: Contrast, ground: f32) -> Contrast {
        let rule = &self.policy.contrarian_rule;
        rule.contrast(contrast.disagreement, contrast.topics, ground)
    }

    /// How much two people who have spoken disagree on so much common ground.
    pub(crate) fn contrast_over(
        &self,
        (i, one): (PersonIndex, &[(TopicId, f32)]),
        (j, other): (PersonIndex, &[(TopicId, f32)]),
        ground: f32,
    ) -> Option<Contrast> {
        let rule = &self.policy.contrarian_rule;
        let Some(opinions) = &self.opinions else {
            return rule.compare(one, other, |topic| self.topic_weight(topic), ground);
        };
        // Summed in one order whoever asks, so that both sides read the same bits.
        let (first, second) = match i <= j {
            true => ((i.0, one), (j.0, other)),
            false => ((j.0, other), (i.0, one)),
        };
        let expected = opinions.disagreement(first, second)?;
        // Every topic on which anyone shows a stance is evidence now, for the model speaks where a person has not.
        let topics = opinions.spoken_topics();
        Some(rule.contrast(expected as f32, topics, ground))
    }
}

impl<'d> PairScorer<'d> {
    /// How much two people disagree, where that counts for anything; the audience says how much of `j` is looked at.
    pub(crate) fn contrast(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> Option<Contrast> {
        let (one, other) = self.stances(i, j, audience)?;
        self.data.compare((i, one), (j, other))
    }

    /// The stances of two people who may be told to disagree, where that counts for anything: both have spoken, and on some topic alike
    /// unless what they would say is foretold.
    pub(crate) fn stances(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> Stances<'d> {
        let data = self.data;
        let contrarian = &data.vectors.contrarian;
        // Comparing stances is linear in their number, so it is done only where an intent, the policy or acceptance uses it.
        let sought = contrarian[i.index()] > 0.0 || contrarian[j.index()] > 0.0;
        let foretold = data.evidence.needs(Predictor::Disagreement);
        if !sought && !foretold && data.weights.get(Component::Contrarian) == 0.0 {
            return None;
        }
        if data.opinions.is_none() && !data.may_share_topics(i, j) {
            return None;
        }
        let (one, other) = (
            data.stances(i, Audience::Operator),
            data.stances(j, audience),
        );
        (!one.is_empty() && !other.is_empty()).then_some((one, other))
    }
}
