//! How much two people disagree, as said or as foretold, and the most that the two may.

use crate::diversity::Contrast;
use crate::id::{PersonIndex, TopicId};
use crate::numeric::lesser;
use crate::recommend::data::ScoringData;

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
