//! Scores one pair from the benefits, the difference and the policy.

use crate::acceptance::{Components, ContactRow, Measured, PairPast, Predictor};
use crate::benefit::gain_with;
use crate::diversity::{Component, Contrast, Difference, circle_distance, hop_novelty};
use crate::id::PersonIndex;
use crate::network::HopScratch;
use crate::numeric::ScatteredVector;
use crate::recommend::data::{Audience, ScoringData};
use crate::recommend::links::MIN_CONSENT;

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
    /// a(i, j), the chance that both say yes.
    pub(crate) acceptance: f32,
    /// What that chance leaves of the score, a^κ.
    pub(crate) consent: f32,
    /// The power mean of the two utilities times the consent; 0 is no match.
    pub(crate) score: f32,
}

/// Both benefits but for disagreement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinearGains {
    /// Of the first.
    pub(crate) gain: f32,
    /// Of the second.
    pub(crate) give: f32,
}

/// Scores pairs, with scratch space of its own: one per worker.
#[derive(Debug)]
pub(crate) struct PairScorer<'d> {
    pub(crate) data: &'d ScoringData,
    scratch: HopScratch,
    /// The contacts and the profile of whoever was paired with many, if anyone.
    pub(crate) contacts: ContactRow,
    pub(crate) profile: ScatteredVector,
}

impl<'d> PairScorer<'d> {
    pub(crate) fn new(data: &'d ScoringData) -> Self {
        Self {
            data,
            scratch: HopScratch::default(),
            contacts: ContactRow::default(),
            profile: ScatteredVector::default(),
        }
    }

    /// Scores a pair with everything that counts. Symmetric: swapping the two swaps gain and give.
    pub(crate) fn score(&mut self, i: PersonIndex, j: PersonIndex) -> PairScore {
        self.score_for(i, j, Audience::Operator)
    }

    /// Scores a pair as an audience may know it; the asker is `i`.
    pub(crate) fn score_for(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> PairScore {
        let gains = self.linear_for(i, j, audience);
        let contrast = self.contrast(i, j, audience);
        self.combine(i, j, gains, contrast)
    }

    /// The gains of a pair but for disagreement, as an audience may know them; the asker is `i`.
    pub(crate) fn linear_for(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> LinearGains {
        let (data, own) = (self.data, Audience::Operator);
        let first_step = data.vectors.first_step_feature();
        let gains = LinearGains {
            gain: gain_with(
                data.wants(i, own),
                data.gives(j, audience),
                first_step,
                |_, _| (),
            ),
            give: gain_with(
                data.wants(j, audience),
                data.gives(i, own),
                first_step,
                |_, _| (),
            ),
        };
        self.with_meaning(i, j, gains, audience)
    }

    /// Whether consent changes any score: where nothing is known of anyone, the factor is 1 for all.
    pub(crate) fn weighs_consent(&self) -> bool {
        let (data, evidence) = (self.data, &self.data.evidence);
        !evidence.is_silent() && evidence.consent_weight(data.policy.acceptance_weight) != 0.0
    }

    /// What i gains from j, neither of whom asks: as an audience may know it of both.
    pub(crate) fn gain_among(&self, i: PersonIndex, j: PersonIndex, audience: Audience) -> f32 {
        let data = self.data;
        let (wants, gives) = (data.wants(i, audience), data.gives(j, audience));
        let gain = gain_with(wants, gives, data.vectors.first_step_feature(), |_, _| ());
        (gain + data.meaning_gain(i, j, audience)).min(1.0)
    }

    /// Gains over features with what closeness in meaning adds to them, as an audience may know it of `j`.
    fn with_meaning(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        gains: LinearGains,
        audience: Audience,
    ) -> LinearGains {
        let more = self.data.meaning_gain(i, j, Audience::Operator);
        let back = self.data.meaning_gain(j, i, audience);
        LinearGains {
            gain: (gains.gain + more).min(1.0),
            give: (gains.give + back).min(1.0),
        }
    }

    /// How far apart two people are in circles, where that weighs.
    pub(crate) fn circle_level(&self, i: PersonIndex, j: PersonIndex) -> Option<f32> {
        let (weights, network) = (&self.data.weights, &self.data.network);
        if weights.get(Component::CircleLevel) == 0.0 {
            return None;
        }
        circle_distance(network.circles_at(i), network.circles_at(j))
    }

    /// Whether both have ties and novelty by ties weighs: someone without any is unknown to the graph, not far away in it.
    pub(crate) fn tied(&self, i: PersonIndex, j: PersonIndex) -> bool {
        let ties = self.data.network.acquaintances();
        let known = |person: PersonIndex| !ties.neighbours(person.0).is_empty();
        let weighed = self.data.weights.get(Component::HopNovelty) > 0.0;
        weighed && known(i) && known(j)
    }

    /// Scores a pair whose linear gains are known.
    pub(crate) fn score_linear(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        gains: LinearGains,
    ) -> PairScore {
        let contrast = self.contrast(i, j, Audience::Operator);
        self.combine(i, j, gains, contrast)
    }

    /// Combines linear gains and disagreement: score = M_r(u(i←j), u(j←i))·a(i, j)^κ with u = max(b, ε) · (1 + ω·d) / (1 + ω).
    pub(crate) fn combine(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        gains: LinearGains,
        contrast: Option<Contrast>,
    ) -> PairScore {
        let circles = self.circle_level(i, j);
        self.combine_at((i, j), circles, gains, contrast)
    }

    /// Combines what is known of a pair whose distance in circles was measured.
    pub(crate) fn combine_at(
        &mut self,
        (i, j): (PersonIndex, PersonIndex),
        circles: Option<f32>,
        gains: LinearGains,
        contrast: Option<Contrast>,
    ) -> PairScore {
        let (gain, give) = self.with_disagreement(i, j, gains, contrast);
        // Most components are the same for both; those that depend on who looks are added for each side.
        let shared = self.difference((i, j), circles, contrast);
        let weights = &self.data.weights;
        let (difference, back) = (self.seen_by(i, j, shared), self.seen_by(j, i, shared));
        let distance = weights.combine(&difference);
        let gain_factor = self.factor(i, distance);
        let give_factor = self.factor(j, weights.combine(&back));
        // Two directions, one mean: neither side's gain is lifted by what only the other finds different.
        let mutual = self
            .data
            .policy
            .mutual_benefit((gain, gain_factor), (give, give_factor));
        let (acceptance, consent) = if mutual > 0.0 {
            self.consent((i, j), (gain, give), contrast)
        } else {
            (1.0, 1.0)
        };
        PairScore {
            gain,
            give,
            gain_factor,
            give_factor,
            difference,
            distance,
            contrast,
            acceptance,
            consent,
            score: mutual * consent * self.left_to_competitors(i, j),
        }
    }

    /// The difference of the second for the first, from the components that are the same for both.
    fn seen_by(&self, i: PersonIndex, j: PersonIndex, shared: Difference) -> Difference {
        let data = self.data;
        if !data.components.looks_one_way() {
            return shared;
        }
        let apart = |one, other| data.profiles_apart(one, other);
        data.components.add(shared, &data.network, (i, j), apart)
    }

    /// The components that are the same for both, as far as they weigh.
    fn difference(
        &mut self,
        (i, j): (PersonIndex, PersonIndex),
        circles: Option<f32>,
        contrast: Option<Contrast>,
    ) -> Difference {
        let mut difference = Difference::default().with(Component::CircleLevel, circles);
        if self.tied(i, j)
            && let Some(hops) = &self.data.hops
        {
            // Whom no ties lead to is unknown to the graph, not far away in it; whom many lead to is as far as can be.
            let ties = self.data.network.acquaintances();
            let novelty = match hops.between(ties, &mut self.scratch, i.0, j.0) {
                None => hops.are_connected(i.0, j.0).then_some(1.0),
                near => hop_novelty(near),
            };
            difference = difference.with(Component::HopNovelty, novelty);
        }
        difference.with(
            Component::Contrarian,
            contrast.map(|contrast| contrast.score),
        )
    }

    /// a(i, j) as an audience may know it, whether or not the two are a match; the asker is `i`.
    pub(crate) fn acceptance_for(
        &mut self,
        i: PersonIndex,
        j: PersonIndex,
        audience: Audience,
    ) -> f32 {
        let linear = self.linear_for(i, j, audience);
        let contrast = self.contrast(i, j, audience);
        let (gain, give) = self.with_disagreement(i, j, linear, contrast);
        self.consent((i, j), (gain, give), contrast).0
    }

    /// Gains with what disagreement adds to them.
    fn with_disagreement(
        &self,
        i: PersonIndex,
        j: PersonIndex,
        gains: LinearGains,
        contrast: Option<Contrast>,
    ) -> (f32, f32) {
        let contrarian = &self.data.vectors.contrarian;
        let disagreement = contrast.map_or(0.0, |contrast| contrast.score);
        let gain = (gains.gain + contrarian[i.index()] * disagreement).min(1.0);
        let give = (gains.give + contrarian[j.index()] * disagreement).min(1.0);
        (gain, give)
    }

    /// a(i, j) and a(i, j)^κ; the same for both sides to the last bit.
    fn consent(
        &mut self,
        (i, j): (PersonIndex, PersonIndex),
        (gain, give): (f32, f32),
        contrast: Option<Contrast>,
    ) -> (f32, f32) {
        let data = self.data;
        if !self.weighs_consent() {
            return (1.0, 1.0);
        }
        let weight = data.evidence.consent_weight(data.policy.acceptance_weight);
        let (row, back) = self.rows((i, j), (gain, give), contrast);
        let means = data.evidence.means();
        let ln_chance = data
            .acceptance
            .ln_chance(&row.filled(means), &back.filled(means));
        // a^κ, computed as exp(κ ln a).
        let consent = (f64::from(weight) * ln_chance).exp() as f32;
        (ln_chance.exp() as f32, consent.max(MIN_CONSENT))
    }

    /// What is known of a pair before it is asked, from either side, as far as the model looks.
    fn rows(
        &mut self,
        (i, j): (PersonIndex, PersonIndex),
        (gain, give): (f32, f32),
        contrast: Option<Contrast>,
    ) -> (Components, Components) {
        let (evidence, network) = (&self.data.evidence, &self.data.network);
        let ties = network.acquaintances();
        let measured = Measured {
            gain,
            give,
            disagreement: contrast.map(|contrast| contrast.disagreement),
            contacts: match self.contacts.is_of(i) {
                true => evidence.contacts_with(network, &self.contacts, j),
                false => None,
            },
            // Ties apart are the dearest component: looked up only when the model weighs them.
            ties_apart: evidence
                .needs(Predictor::TiesApart)
                .then_some(self.data.hops.as_ref())
                .flatten()
                .map(|hops| hops.between(ties, &mut self.scratch, i.0, j.0)),
        };
        let past = match evidence.past().is_empty() {
            true => PairPast::default(),
            false => evidence.past().before(evidence.past().today(), i, j),
        };
        evidence.rows(network, (i, j), measured, past)
    }

    /// What is left of the score of two people: all, unless the policy tells them apart as competitors.
    fn left_to_competitors(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        let Some((key, left)) = self.data.competitors else {
            return 1.0;
        };
        let network = &self.data.network;
        let value = |person: PersonIndex| {
            let attributes = network.attribute_numbers_at(person);
            let place = attributes.binary_search_by_key(&key, |pair| pair.0).ok()?;
            Some(attributes[place].1)
        };
        let same = value(i).is_some_and(|market| value(j) == Some(market));
        let near = || circle_distance(network.circles_at(i), network.circles_at(j));
        // Whose circles are not known may be of one firm, and pays no price.
        if same && near().is_some_and(|far| far >= 1.0) {
            left
        } else {
            1.0
        }
    }

    /// What openness leaves of a benefit at a distance: (1 + ω·d) / (1 + ω); 1 where no difference counts.
    pub(crate) fn factor(&self, person: PersonIndex, distance: f32) -> f32 {
        if !self.data.weighs_difference {
            return 1.0;
        }
        let own = self.data.network.facts().openness[person.index()];
        let openness = own.unwrap_or(self.data.policy.openness);
        (1.0 + openness * self.data.policy.lift(distance)) / (1.0 + openness)
    }
}
