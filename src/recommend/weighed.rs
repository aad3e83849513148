//! What is known of people as a model weighs it: what of a sum is a person's own, and what is told by nothing that two may share.

use crate::acceptance::{Acceptance, Evidence, Predictor};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::rows::MaybeIndex;

/// What is known of people, and the model that weighs it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed<'a> {
    pub(crate) network: &'a Network,
    pub(crate) model: &'a Acceptance,
    pub(crate) evidence: &'a Evidence,
}

impl Weighed<'_> {
    /// A coefficient; what speaks against counts as absent, for all values are from 0 up.
    pub(crate) fn beta(self, predictor: Predictor) -> f64 {
        self.model.coefficient(predictor).max(0.0)
    }

    fn mean(self, predictor: Predictor) -> f64 {
        self.evidence.means()[predictor as usize].max(0.0)
    }

    /// What a predictor that is unknown counts as.
    pub(crate) fn unknown(self, predictor: Predictor) -> f64 {
        self.beta(predictor) * self.mean(predictor)
    }

    /// A tie between the two is left out, so whoever has but one may have none.
    pub(crate) fn lacks_contacts(self, person: PersonIndex) -> bool {
        self.network.acquaintances().neighbours(person.0).len() < 2
    }

    pub(crate) fn lacks_interests(self, person: PersonIndex) -> bool {
        self.evidence.interests_of(person).is_empty()
    }

    /// The hierarchies in which a person has a circle.
    pub(crate) fn hierarchies(self, person: PersonIndex) -> Vec<usize> {
        let paths = self.network.circles_at(person).enumerate();
        let paths = paths.filter(|(_, path)| !path.is_empty());
        paths.map(|(at, _)| at).collect()
    }

    pub(crate) fn group(self, person: PersonIndex, hierarchy: usize) -> Option<u32> {
        let groups = self.network.facts().hierarchies.row(person);
        groups.get(hierarchy).copied().and_then(MaybeIndex::get)
    }

    pub(crate) fn attributes(self, person: PersonIndex) -> Vec<u32> {
        let own = self.network.attribute_numbers_at(person).iter();
        own.map(|attribute| attribute.0).collect()
    }

    /// What predictors that no list tells add at most.
    pub(crate) fn unseen(self) -> f64 {
        let most = self.evidence.ceilings();
        let unseen = [
            Predictor::Gain,
            Predictor::Give,
            Predictor::LesserGain,
            Predictor::Disagreement,
            Predictor::TiesApart,
            Predictor::ThreeSteps,
            Predictor::Recency,
            Predictor::Skills,
            Predictor::CommonGround,
            Predictor::Met,
            Predictor::Helped,
        ];
        // Two cosines reach 1 whatever the community has shown so far.
        let terms = unseen.iter().map(|&predictor| {
            let most = match predictor {
                Predictor::Skills | Predictor::CommonGround => most[predictor as usize].max(1.0),
                _ => most[predictor as usize],
            };
            self.beta(predictor) * most
        });
        terms.sum()
    }
}

/// What activity, and being sought, come to: halves of what both sides of a pair add.
#[derive(Debug)]
pub(crate) struct Activity {
    beta: f64,
    both: Together,
    unknown: f64,
    sought: f64,
    unsought: f64,
}

/// The product of two people's activities in parts of either: an upper bound of γ·x·y that each adds to alone.
#[derive(Debug)]
struct Together {
    gamma: f64,
    /// Around which a negative γ is bounded best.
    centre: f64,
}

impl Together {
    /// With γ above 0, x·y ≤ (x² + y²)/2. Below, around a centre c, x·y = c(x + y) − c² + (x − c)(y − c), and
    /// the last product is −((x − c)² + (y − c)²)/2 at least.
    fn part(&self, x: f64) -> f64 {
        let (gamma, c) = (self.gamma, self.centre);
        if gamma >= 0.0 {
            return 0.5 * gamma * x * x;
        }
        gamma * (c * x - 0.5 * c * c - 0.5 * (x - c).powi(2))
    }
}

impl Activity {
    /// Seen from both sides and halved, each person's activity counts with the mean of both coefficients, and so does how sought
    /// they are.
    pub(crate) fn new(known: Weighed<'_>) -> Self {
        let half = |one: Predictor, two: Predictor, of: &dyn Fn(Predictor) -> f64| {
            0.5 * (of(one) + of(two))
        };
        let coefficient = |predictor| known.model.coefficient(predictor);
        let mean = |predictor| known.mean(predictor);
        let (one, two) = (Predictor::Activity, Predictor::OtherActivity);
        let (beta, centre) = (half(one, two, &coefficient), half(one, two, &mean));
        let gamma = coefficient(Predictor::BothActive);
        let together = known.evidence.means()[Predictor::BothActive as usize];
        let (one, two) = (Predictor::Sought, Predictor::OtherSought);
        let sought = half(one, two, &coefficient);
        Self {
            beta,
            unknown: beta * centre + 0.5 * gamma * together,
            both: Together { gamma, centre },
            sought,
            unsought: sought * half(one, two, &mean),
        }
    }

    /// A person's part. A tie between the two is left out, so the greater counts of a person with it and without it.
    pub(crate) fn of(&self, known: Weighed<'_>, person: PersonIndex) -> f64 {
        let active = known.evidence.activity_of(known.network, person);
        let active = most(active, self.unknown, |x| self.beta * x + self.both.part(x));
        let turned = known.evidence.sought_of(known.network, person);
        active + most(turned, self.unsought, |x| self.sought * x)
    }
}

/// The most that a number of a person's ties brings, be it with all of them or with one less.
fn most(known: Option<[f32; 2]>, unknown: f64, part: impl Fn(f64) -> f64) -> f64 {
    known.map_or(unknown, |[all, less]| {
        part(all.into()).max(part(less.into()))
    })
}
