//! What a policy makes of the chance that both say yes, and of what is not known.

use crate::acceptance::Acceptance;
use crate::recommend::policy::Policy;

impl Policy {
    /// Sets how the chance is estimated that both say yes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// use confrere::acceptance::Acceptance;
    /// let policy = Policy::default().acceptance(Acceptance::none());
    /// assert_eq!(policy.get_acceptance(), &Acceptance::none());
    /// ```
    #[must_use]
    pub fn acceptance(mut self, acceptance: Acceptance) -> Self {
        self.acceptance = acceptance;
        self
    }

    /// Sets how much the chance that both say yes weighs, κ from 0 (not at all) to 8: the score is multiplied by a^κ.
    ///
    /// In a community in which fewer than a tenth of the people show a tie, a circle, an attribute or a past, κ falls with the square of
    /// that share, down to 0 where nobody does: no account moves the scores of all by the first tie.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().acceptance_weight(0.0).get_acceptance_weight(), 0.0); // no chances in the score
    /// ```
    #[must_use]
    pub fn acceptance_weight(mut self, weight: f32) -> Self {
        self.acceptance_weight = weight;
        self
    }

    /// Sets what stands in for the gain of a side of which none is known while the other is known to gain, ε from 0 to 1.
    ///
    /// At 0 both must be known to gain. Nobody is suggested where neither side is known to gain anything, whatever ε is.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().unknown_gain(0.1).get_unknown_gain(), 0.1);
    /// ```
    #[must_use]
    pub fn unknown_gain(mut self, gain: f32) -> Self {
        self.unknown_gain = gain;
        self
    }
}
