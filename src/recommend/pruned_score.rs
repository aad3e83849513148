//! Scores a pair of the kernels, but only as far as it may reach a list.

use crate::benefit::{LinearPair, PairBound};
use crate::diversity::{Component, Difference};
use crate::id::PersonIndex;
use crate::recommend::data::Audience;
use crate::recommend::links::MIN_CONSENT;
use crate::recommend::scorer::{LinearGains, PairScorer};

/// Covers the rounding of a score in f32 wherever a bound of it is compared with a threshold.
const ROUNDING: f32 = 1.0 - 1e-5;

impl PairScorer<'_> {
    /// The score of a pair of the kernels, or `None` as soon as it is seen to be below the threshold.
    pub(crate) fn score_linear_pair(&mut self, pair: &LinearPair) -> Option<f32> {
        let (i, j) = (PersonIndex(pair.i), PersonIndex(pair.j));
        let (gain, give) = (pair.gain, pair.give);
        let gains = LinearGains { gain, give };
        self.score_above(i, j, gains, (pair.threshold, pair.bound))
    }

    /// The score of a pair whose linear gains are known, or `None` as soon as it is seen to be below a threshold.
    ///
    /// The parts of a score come in the order of their cost, circles before disagreement before ties apart; while a part is not known, the
    /// most that it can be stands in. A score does not fall when a part rises, so what is left out cannot reach the threshold.
    fn score_above(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        gains: LinearGains,
        (threshold, known): (f32, PairBound),
    ) -> Option<f32> {
        let data = self.data;
        if data.components.looks_one_way() {
            return Some(self.score_linear(i, j, gains).score);
        }
        // From the cheapest bound to the dearest: each test costs more than the one before and lets fewer pairs through.
        let misses = |bound: f32| bound < threshold * ROUNDING;
        let counts = self.counts_contrast(i, j);
        let most = match known.contrast {
            Some(contrast) => contrast,
            None if counts => data.max_contrast(i, j),
            None => 0.0,
        };
        let circles = self.circle_level(i, j);
        let tied = self.tied(i, j);
        let bound = |scorer: &Self, contrast: Option<f32>, contrary: f32| {
            let difference = Difference::default()
                .with(Component::CircleLevel, circles)
                .with(Component::HopNovelty, tied.then_some(1.0))
                .with(Component::Contrarian, contrast);
            scorer.mutual_bound((i, j), gains, contrary, &difference)
        };
        let mutual = bound(self, (most > 0.0).then_some(most), most);
        if misses(mutual * known.consent) {
            return None;
        }
        // Where the kernels know nothing of consent, degrees and circles still tell it at less cost than stances and paths.
        let consent = if data.is_linked() {
            known.consent
        } else {
            self.consent_bound(i, j)
        };
        if misses(mutual * consent) {
            return None;
        }
        // Now the stances themselves are read, as if all ground were common: what is common is dearer to find.
        let full = self
            .stances(i, j, Audience::Operator)
            .and_then(|(one, other)| data.contrast_over((i, one), (j, other), 1.0));
        let most = full.map(|contrast| contrast.score);
        if counts && misses(bound(self, most, most.unwrap_or(0.0)) * consent) {
            return None;
        }
        // The contrast is exact with the ground; what is still bounded is the path, the dearest of all.
        let contrast = full.map(|full| {
            let ground = self.ground_with(i, j);
            data.contrast_on(full, ground)
        });
        let known = contrast.map(|contrast| contrast.score);
        if counts && misses(bound(self, known, known.unwrap_or(0.0)) * consent) {
            return None;
        }
        self.pair_with_many(i);
        Some(self.combine_at((i, j), circles, gains, contrast).score)
    }

    /// Gets ready to tell what someone has in common with many others, one after the other.
    fn pair_with_many(&mut self, person: PersonIndex) {
        if self.weighs_consent() {
            self.contacts.lay_out(&self.data.network, person);
        }
    }

    /// Common ground of someone who is paired with many others, and one of them.
    fn ground_with(&mut self, person: PersonIndex, other: PersonIndex) -> f32 {
        let profiles = &self.data.profiles;
        self.profile.lay_out(person.0, profiles.row(person));
        self.profile.cosine(profiles.row(other)) as f32
    }

    /// The mean of both utilities for a disagreement and a difference that is the same for both.
    fn mutual_bound(
        &self,
        (i, j): (PersonIndex, PersonIndex),
        gains: LinearGains,
        contrary: f32,
        difference: &Difference,
    ) -> f32 {
        let data = self.data;
        let contrarian = &data.vectors.contrarian;
        let gain = (gains.gain + contrarian[i.index()] * contrary).min(1.0);
        let give = (gains.give + contrarian[j.index()] * contrary).min(1.0);
        let distance = data.weights.combine(difference);
        // The most that any difference up to this one lifts: a lift that peaks does so at its peak.
        let distance = distance.min(data.policy.peak);
        let (kept, left) = (self.factor(i, distance), self.factor(j, distance));
        data.policy.mutual_benefit((gain, kept), (give, left))
    }

    /// An upper bound of what consent leaves of a score.
    fn consent_bound(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        let data = self.data;
        let weight = f64::from(data.evidence.consent_weight(data.policy.acceptance_weight));
        if weight == 0.0 || data.evidence.is_silent() {
            return 1.0;
        }
        let (most, back) = data.evidence.bounds(&data.network, (i, j));
        let ln_chance = data.acceptance.ln_bound(&most, &back);
        ((weight * ln_chance).exp() as f32).max(MIN_CONSENT)
    }

    /// Whether disagreement counts for anything between two people who both have spoken.
    fn counts_contrast(&self, i: PersonIndex, j: PersonIndex) -> bool {
        let data = self.data;
        let contrarian = &data.vectors.contrarian;
        let sought = contrarian[i.index()] > 0.0 || contrarian[j.index()] > 0.0;
        let spoken = |person| !data.stances(person, Audience::Operator).is_empty();
        (sought || data.weights.get(Component::Contrarian) > 0.0) && spoken(i) && spoken(j)
    }
}
