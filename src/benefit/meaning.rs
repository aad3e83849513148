//! What is gained by closeness in meaning: of what one looks for and what another offers, as embeddings.

use crate::benefit::dense::{TOGETHER, dot_on, dots_on};
use crate::benefit::simd::SimdLevel;
use crate::benefit::view::View;
use crate::network::Embeddings;
use crate::rows::AsIndex;

/// How embeddings count beside words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MeaningRule {
    /// λ: the share of embeddings in what one learns, for who has both words and an embedding.
    pub(crate) weight: f32,
    /// θ: the cosine up to which closeness is no evidence.
    pub(crate) threshold: f32,
}

impl MeaningRule {
    /// How much of what is looked for a cosine stands for: (cosine − θ) / (1 − θ), from 0 to 1.
    #[inline(always)]
    pub(crate) fn level(self, cosine: f32) -> f32 {
        ((cosine - self.threshold) / (1.0 - self.threshold)).clamp(0.0, 1.0)
    }
}

/// What everyone may gain at most by closeness in meaning: the weight of `Learn` times λ, or without words times 1.
#[derive(Debug, Clone)]
pub(crate) struct MeaningWeights {
    pub(crate) rule: MeaningRule,
    /// By person, everything counted; empty where nobody gains anything in this way.
    pub(crate) own: Vec<f32>,
    /// By person, without what they hide.
    pub(crate) shown: Vec<f32>,
    /// The registers of this machine: finding them out takes a good part of a product.
    machine: SimdLevel,
}

impl MeaningWeights {
    /// By person, everything counted and without what they hide; both empty where nobody gains anything in this way.
    pub(crate) fn new(rule: MeaningRule, own: Vec<f32>, shown: Vec<f32>) -> Self {
        Self {
            rule,
            own,
            shown,
            machine: SimdLevel::detect(),
        }
    }
}

/// Everyone's embeddings with what closeness is worth, borrowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meaning<'r> {
    pub(crate) embeddings: &'r Embeddings,
    pub(crate) weights: &'r MeaningWeights,
    machine: SimdLevel,
}

impl<'r> Meaning<'r> {
    /// None where nobody gains anything in this way.
    pub(crate) fn new(embeddings: &'r Embeddings, weights: &'r MeaningWeights) -> Option<Self> {
        (!weights.own.is_empty()).then_some(Self {
            embeddings,
            weights,
            machine: weights.machine,
        })
    }

    /// The most that a person may gain, everything counted.
    pub(crate) fn weight(&self, person: impl AsIndex) -> f32 {
        self.weights.own[person.as_index()]
    }

    /// What i gains from j, as a viewer may know it of i.
    pub(crate) fn gain(&self, i: impl AsIndex, j: impl AsIndex, view: View) -> f32 {
        self.part(i, j, view).map_or(0.0, |(weight, cosine)| {
            weight * self.weights.rule.level(cosine)
        })
    }

    /// Writes what the first of each pair gains from the second, everything counted: as [`gain`](Self::gain) has it, with products of a few
    /// pairs side by side.
    pub(crate) fn gains(&self, pairs: &[(u32, u32)], gains: &mut Vec<f32>) {
        gains.clear();
        let known =
            |&(i, j): &(u32, u32)| self.weight(i) > 0.0 && !self.embeddings.offer(j).is_empty();
        let alone = |&(i, j): &(u32, u32)| self.gain(i, j, View::Own);
        let (all, rest) = pairs.as_chunks::<TOGETHER>();
        for few in all {
            // Vectors side by side are all of one length: where one is not known, pairs come one by one.
            if !few.iter().all(known) {
                gains.extend(few.iter().map(alone));
                continue;
            }
            let vectors = few.map(|(i, j)| (self.embeddings.need(i), self.embeddings.offer(j)));
            let cosines = dots_on(self.machine, vectors);
            let weighed = few.iter().zip(cosines);
            gains.extend(
                weighed.map(|(pair, cosine)| self.weight(pair.0) * self.weights.rule.level(cosine)),
            );
        }
        gains.extend(rest.iter().map(alone));
    }

    /// The weight and the cosine of what i gains from j; `None` where nothing is looked for or offered.
    pub(crate) fn part(&self, i: impl AsIndex, j: impl AsIndex, view: View) -> Option<(f32, f32)> {
        let weights = match view {
            View::Own => &self.weights.own,
            View::Others => &self.weights.shown,
        };
        let weight = weights[i.as_index()];
        let offer = self.embeddings.offer(j);
        if weight <= 0.0 || offer.is_empty() {
            return None;
        }
        let need = self.embeddings.need(i);
        Some((weight, dot_on(self.machine, need, offer)))
    }
}
