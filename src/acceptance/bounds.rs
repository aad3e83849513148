//! The most that the components of a pair can be, from what costs little.

use crate::acceptance::evidence::Evidence;
use crate::acceptance::{Components, PREDICTORS, Predictor};
use crate::id::PersonIndex;
use crate::network::Network;

impl Evidence {
    /// Upper bounds of a pair's components: those that follow from what everyone may see exactly, the others at the most they can be.
    ///
    /// No path and no stance is looked at.
    pub(crate) fn bounds(
        &self,
        network: &Network,
        pair: (PersonIndex, PersonIndex),
    ) -> ([f64; PREDICTORS], [f64; PREDICTORS]) {
        let mut row = Components::default();
        self.add_shared(network, pair, &self.needed, &mut row);
        let back = row.reversed();
        (self.filled_up(&row), self.filled_up(&back))
    }

    /// Known components as they are, those that only a closer look tells at the most they can be.
    fn filled_up(&self, row: &Components) -> [f64; PREDICTORS] {
        let mut most = row.filled(&self.means);
        for predictor in [
            Predictor::Gain,
            Predictor::Give,
            Predictor::LesserGain,
            Predictor::Disagreement,
            Predictor::TiesApart,
            Predictor::Introduction,
            Predictor::Recency,
        ] {
            // Shares are at most 1, unless the community's mean is already above.
            most[predictor as usize] = 1.0_f64.max(self.means[predictor as usize]);
        }
        for predictor in [Predictor::Met, Predictor::Helped] {
            // Fewer than 2^32 meetings; 0 where there is no past.
            let logged: f64 = if self.past.is_empty() { 0.0 } else { 32.0 };
            most[predictor as usize] = logged.max(self.means[predictor as usize]);
        }
        most
    }

    /// Upper bounds of what only a closer look at a pair tells, and the means of all else.
    pub(crate) fn ceilings(&self) -> [f64; PREDICTORS] {
        self.filled_up(&Components::default())
    }

    /// The Adamic–Adar weight of a person as a contact of two others; `None` in a community without ties.
    pub(crate) fn contact_weight(&self, contact: PersonIndex) -> Option<f32> {
        self.weights.get(contact.index()).copied()
    }

    /// ln(1 + ties), where there are any.
    pub(crate) fn activity_of(&self, person: PersonIndex) -> Option<f32> {
        self.activity.get(person.index()).copied()
    }

    /// ln(1 + people who turned to them), where ties have directions.
    pub(crate) fn sought_of(&self, person: PersonIndex) -> Option<f32> {
        self.sought.get(person.index()).copied()
    }

    /// Interests scaled to length 1; empty where no model weighs them.
    pub(crate) fn interests_of(&self, person: PersonIndex) -> &[(u32, f32)] {
        self.interests.row_or_empty(person)
    }
}
