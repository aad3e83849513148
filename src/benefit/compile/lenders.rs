//! By which items of a person a feature is given: the very skill, or a related one that lends its value.

use crate::benefit::compile::at::At;
use crate::benefit::feature::Feature;
use crate::benefit::related::related;
use crate::benefit::view::View;
use crate::id::{PersonIndex, SkillId};

/// The skill that a feature of one kind stands for.
type SkillOf = fn(Feature) -> Option<SkillId>;

/// A related skill whose value is taken, with its relatedness; `None` for the value of the skill itself.
type Lender = Option<(SkillId, f32)>;

impl At<'_> {
    /// The items of a person by which some features, ascending, are given, with their relatedness to the skills of the features; `None`
    /// where they name that very skill. Of several that lend the same the first in name order.
    pub(crate) fn sources(
        &self,
        person: PersonIndex,
        features: &[Feature],
        view: View,
    ) -> Vec<Option<(SkillId, f32)>> {
        let mut sources = vec![None; features.len()];
        // Where nothing is related nobody lends.
        if related(self.network).cells().is_empty() {
            return sources;
        }
        let factor = self.offer_factor(person);
        let offers = self.offers(person).iter();
        let offers: Vec<(SkillId, f32)> = offers.map(|offer| (offer.0, offer.1 * factor)).collect();
        let needs = self.needs(person, view);
        let needs: Vec<(SkillId, f32)> = needs.map(|need| (need.skill, need.priority)).collect();
        // Within a kind skills ascend as features do.
        let kinds: [(SkillOf, _); 3] = [
            (Feature::learnt, &offers),
            (Feature::mentored, &offers),
            (Feature::partnered, &needs),
        ];
        for (skill_of, values) in kinds {
            let asked = features.iter().enumerate();
            let asked = asked.filter_map(|(place, &feature)| Some((place, skill_of(feature)?)));
            let (places, skills): (Vec<usize>, Vec<SkillId>) = asked.unzip();
            for (place, lender) in places.into_iter().zip(self.lenders(&skills, values)) {
                sources[place] = lender;
            }
        }
        sources
    }

    /// Which of some values [`At`] spreads for each of some skills, ascending, with its relatedness; `None` for the
    /// value of the skill itself.
    ///
    /// O(Σ min(relatives, skills) · log) over the values.
    fn lenders(&self, skills: &[SkillId], values: &[(SkillId, f32)]) -> Vec<Lender> {
        let mut best: Vec<Option<(f32, Lender)>> = vec![None; skills.len()];
        let mut lend = |place: usize, lent: (f32, Lender)| {
            // The skill itself comes before what lends as much.
            let wins = |best: &(f32, _)| lent.0 > best.0 || (lent.0 == best.0 && lent.1.is_none());
            if best[place].as_ref().is_none_or(wins) {
                best[place] = Some(lent);
            }
        };
        for &(own, value) in values {
            let row = related(self.network).row(own);
            let lent = |relatedness: f32| (value * relatedness, Some((own, relatedness)));
            if let Ok(place) = skills.binary_search(&own) {
                lend(place, (value, None));
            }
            // The shorter of the two lists is gone through, and looked up in the longer.
            if row.len() < skills.len() {
                for &(skill, relatedness) in row.iter().filter(|pair| pair.0 != own) {
                    if let Ok(place) = skills.binary_search(&skill) {
                        lend(place, lent(relatedness));
                    }
                }
            } else {
                for (place, &skill) in skills.iter().enumerate().filter(|at| *at.1 != own) {
                    if let Ok(at) = row.binary_search_by_key(&skill, |pair| pair.0) {
                        lend(place, lent(row[at].1));
                    }
                }
            }
        }
        best.into_iter().map(|best| best?.1).collect()
    }
}
