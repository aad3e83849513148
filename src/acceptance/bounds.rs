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
            most[predictor as usize] = 1.0_f64.max(self.means[predictor as usize]);
        }
        for predictor in [Predictor::Met, Predictor::Helped] {
            // Fewer than 2^32 meetings; 0 where there is no past.
            let logged: f64 = if self.past.is_empty() { 0.0 } else { 32.0 };
            most[predictor as usize] = logged.max(self.means[predictor as usize]);
        }
        most
    }

    /// Upper bounds of the components of a person with anyone: with whom nothing is shared, no contact, circle, attribute or interest, or
    /// with anyone at all. `None` where there is a past, which is no matter of what is shared.
    pub(crate) fn person_bounds(
        &self,
        person: PersonIndex,
        shares: bool,
    ) -> Option<([f64; PREDICTORS], [f64; PREDICTORS])> {
        if !self.past.is_empty() {
            return None;
        }
        let mut most = self.filled_up(&Components::default());
        let shared = |value: f64, mean: f64| {
            if shares {
                value.max(mean)
            } else {
                mean.max(0.0)
            }
        };
        let contacts = self
            .sums
            .get(person.index())
            .copied()
            .unwrap_or(0.0)
            .ln_1p();
        // Sums of the same weights in another order may differ in the last bits.
        let contacts = f64::from(contacts) * (1.0 + 1e-5);
        for (predictor, value) in [
            (Predictor::CommonContacts, contacts),
            (Predictor::SharedCircles, 1.0),
            (Predictor::Attributes, 1.0),
            (Predictor::Interests, 1.0),
        ] {
            let place = predictor as usize;
            most[place] = shared(value, self.means[place]);
        }
        for predictor in [Predictor::Skills, Predictor::CommonGround] {
            most[predictor as usize] = 1.0;
        }
        let mut back = most;
        for (list, own, other) in [
            (
                &self.activity,
                Predictor::Activity,
                Predictor::OtherActivity,
            ),
            (&self.sought, Predictor::Sought, Predictor::OtherSought),
        ] {
            let (own, other) = (own as usize, other as usize);
            let value = |place: usize, known: Option<f32>| {
                known.map_or(self.means[place], |known| {
                    f64::from(known).max(self.means[place])
                })
            };
            let greatest = list.iter().copied().reduce(f32::max);
            (most[own], most[other]) = (
                value(own, list.get(person.index()).copied()),
                value(other, greatest),
            );
            (back[own], back[other]) = (most[other], most[own]);
        }
        Some((most, back))
    }
}
