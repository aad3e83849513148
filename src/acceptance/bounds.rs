//! The most that the components of a pair can be, from what costs little.

use crate::acceptance::evidence::Evidence;
use crate::acceptance::{Components, PREDICTORS, Predictor};
use crate::id::PersonIndex;
use crate::network::Network;

/// What only a closer look at a pair tells and never is above 1.
const SEEN_CLOSELY: [Predictor; 8] = [
    Predictor::Gain,
    Predictor::Give,
    Predictor::LesserGain,
    Predictor::Disagreement,
    Predictor::TiesApart,
    Predictor::Introduction,
    Predictor::Recency,
    Predictor::ThreeSteps,
];

/// What only the past of a pair tells.
const COUNTED: [Predictor; 2] = [Predictor::Met, Predictor::Helped];

/// Whether a bound knows a predictor exactly, so that what speaks against a yes may count as well.
pub(in crate::acceptance) fn is_exact(predictor: Predictor) -> bool {
    !SEEN_CLOSELY.contains(&predictor) && !COUNTED.contains(&predictor)
}

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
        let contacts = self.contacts(network, pair, false);
        self.add_shared(network, pair, contacts, &mut row);
        let back = row.reversed();
        (self.filled_up(&row), self.filled_up(&back))
    }

    /// Known components as they are, those that only a closer look tells at the most they can be.
    fn filled_up(&self, row: &Components) -> [f64; PREDICTORS] {
        let mut most = row.filled(&self.means);
        for predictor in SEEN_CLOSELY {
            // Shares are at most 1, unless the community's mean is already above.
            most[predictor as usize] = 1.0_f64.max(self.means[predictor as usize]);
        }
        for predictor in COUNTED {
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

    /// The activity of a person with all ties and with one less, as where a tie between two is left out; where there are any.
    pub(crate) fn activity_of(&self, network: &Network, person: PersonIndex) -> Option<[f32; 2]> {
        let ties = network.acquaintances().neighbours(person.0).len();
        let all = self.activity.get(person.index()).copied()?;
        Some([all, self.counted(ties.saturating_sub(1))])
    }

    /// How sought a person is, by all and by one less, where ties have directions.
    pub(crate) fn sought_of(&self, network: &Network, person: PersonIndex) -> Option<[f32; 2]> {
        let turned = network.ties_in().neighbours(person.0).len();
        let all = self.sought.get(person.index()).copied()?;
        Some([all, self.counted(turned.saturating_sub(1))])
    }

    /// Interests scaled to length 1; empty where no model weighs them.
    pub(crate) fn interests_of(&self, person: PersonIndex) -> &[(u32, f32)] {
        self.interests.row_or_empty(person)
    }
}

#[cfg(test)]
mod tests {
    use crate::acceptance::{Acceptance, Evidence, Past};
    use crate::{Network, Person};

    #[test]
    fn the_activity_of_a_person_is_told_with_all_ties_and_with_one_less() {
        let network = Network::builder()
            .people(["ana", "ben", "caro", "dana"].map(Person::new))
            .tie("ana", "ben", 0.5)
            .tie("ana", "caro", 0.5)
            .tie("ana", "dana", 0.5)
            .build()
            .expect("sound");
        let prior = Acceptance::prior();
        let evidence = Evidence::new(&network, Past::default(), prior.needed(), prior.means());
        for (person, ties) in network.indices().zip([3.0_f32, 1.0, 1.0, 1.0]) {
            let known = evidence.activity_of(&network, person);
            assert_eq!(known, Some([ties, ties - 1.0].map(f32::ln_1p)));
        }
    }
}
