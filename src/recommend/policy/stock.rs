//! Policies for a purpose.

use crate::acceptance::{Acceptance, Predictor};
use crate::diversity::{Component, DifferenceWeights};
use crate::recommend::policy::{Policy, Unspoken, WIDE_OPENNESS};

impl Policy {
    /// Benefit alone: neither difference nor the chance of consent lifts or lowers a match, and both must be known to gain.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::benefit_only().get_acceptance_weight(), 0.0);
    /// ```
    #[must_use]
    pub fn benefit_only() -> Self {
        Self {
            difference: DifferenceWeights::none(),
            acceptance_weight: 0.0,
            ..Self::strict()
        }
    }

    /// The default, but that both sides must be known to gain: nothing stands in for a gain that is not known.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::strict().get_unknown_gain(), 0.0);
    /// ```
    #[must_use]
    pub fn strict() -> Self {
        Self {
            unknown_gain: 0.0,
            ..Self::default()
        }
    }

    /// Benefit, lifted by disagreement on common ground.
    ///
    /// On topics on which one of two has not spoken, what a model of everyone's stances expects counts: see
    /// [`Unspoken::Foretold`](crate::Unspoken). With [`Unspoken::Ignored`](crate::Unspoken) only topics count on which both have spoken.
    #[must_use]
    pub fn contrarian() -> Self {
        let difference = DifferenceWeights::default().without(Component::CircleLevel);
        Self {
            difference,
            openness: WIDE_OPENNESS,
            unspoken: Unspoken::Foretold,
            ..Self::default()
        }
    }

    /// Benefit, lifted by distance in circles and in ties; shared circles and contacts count for nothing in the
    /// chance of consent.
    #[must_use]
    pub fn outside() -> Self {
        let ties = DifferenceWeights::default().with(Component::HopNovelty, 1.0);
        let difference = ties.expect("1 lies within the range of a weight");
        Self {
            difference: difference.without(Component::Contrarian),
            acceptance: across_circles(),
            openness: WIDE_OPENNESS,
            ..Self::default()
        }
    }

    /// Benefit, lifted by how near someone is to the next ring: one circle beyond those in which a person knows people
    /// already, so that each step out is a small one.
    #[must_use]
    pub fn next_ring() -> Self {
        let weights = DifferenceWeights::none().with(Component::NextRing, 1.0);
        Self {
            difference: weights.expect("1 lies within the range of a weight"),
            acceptance: across_circles(),
            openness: WIDE_OPENNESS,
            ..Self::default()
        }
    }
}

/// The prior without shared circles and contacts: who looks for people outside is not to be led back by what the others share. Whether
/// someone can introduce the two still counts.
fn across_circles() -> Acceptance {
    let model = Acceptance::prior().with(Predictor::SharedCircles, 0.0);
    let model = model.and_then(|model| model.with(Predictor::CommonContacts, 0.0));
    model.expect("0 lies within the range of a coefficient")
}
