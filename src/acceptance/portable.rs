//! Evidence person by person, so that pairs can be scored where only some of a community is at hand.

use crate::acceptance::{Evidence, PREDICTORS, PairContacts, Past};
use crate::rows::{Rows, signature};

/// What evidence holds of a community as a whole.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct CommunityEvidence {
    needed: [bool; PREDICTORS],
    pub(crate) means: [f64; PREDICTORS],
    covered: f64,
    tied: f32,
    /// Whether ties were counted, whether any has a direction, whether profiles were compared.
    counted: bool,
    directed: bool,
    compared: bool,
    /// Whether ways of three ties are looked at.
    stepped: bool,
    happened: bool,
    today: i32,
}

/// What evidence holds of one person; defaults where the model does not ask for it.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct PersonEvidence {
    /// The weight as a shared contact.
    pub(crate) weight: f32,
    pub(crate) sum: f32,
    pub(crate) activity: f32,
    pub(crate) sought: f32,
    /// 1 / √ties, where ways of three ties are looked at.
    pub(crate) step: f32,
    pub(crate) interests: Vec<(u32, f32)>,
    pub(crate) skills: Vec<(u32, f32)>,
    pub(crate) lengths: [f32; 2],
}

impl CommunityEvidence {
    /// A past of which some pairs are at hand.
    pub(crate) fn past(&self, pairs: impl IntoIterator<Item = PairContacts>) -> Past {
        Past::of_part(self.happened, self.today, pairs)
    }
}

impl Evidence {
    /// What is known of the community as a whole.
    pub(crate) fn of_community(&self) -> CommunityEvidence {
        CommunityEvidence {
            needed: self.needed,
            means: self.means,
            covered: self.covered,
            tied: self.tied,
            counted: !self.activity.is_empty(),
            directed: !self.sought.is_empty(),
            compared: !self.lengths.is_empty(),
            stepped: !self.steps.is_empty(),
            happened: !self.past.is_empty(),
            today: self.past.today(),
        }
    }

    /// What is known of one person.
    pub(crate) fn of_person(&self, person: u32) -> PersonEvidence {
        let at = |list: &[f32]| list.get(person as usize).copied().unwrap_or(0.0);
        PersonEvidence {
            weight: at(&self.weights),
            sum: at(&self.sums),
            activity: at(&self.activity),
            sought: at(&self.sought),
            step: at(&self.steps),
            interests: self.interests.row_or_empty(person).to_vec(),
            skills: self.skills.row_or_empty(person).to_vec(),
            lengths: self
                .lengths
                .get(person as usize)
                .copied()
                .unwrap_or_default(),
        }
    }

    /// Evidence put together again for some people, in their order.
    ///
    /// A list that the community has for nobody stays empty: that is how a predictor is known to be missing.
    pub(crate) fn of_people<'p>(
        community: &CommunityEvidence,
        people: impl Iterator<Item = &'p PersonEvidence> + Clone,
        past: Past,
    ) -> Self {
        // A list that the community does not use is empty for everyone.
        let list = |wanted: bool, of: fn(&PersonEvidence) -> f32| -> Vec<f32> {
            people.clone().filter(|_| wanted).map(of).collect()
        };
        // Rows are empty, not rows of nothing, where profiles were not compared.
        let (mut interests, mut skills, mut topics) =
            (Rows::default(), Rows::default(), Vec::new());
        for person in people.clone().filter(|_| community.compared) {
            interests.push(person.interests.iter().copied());
            topics.push(signature(&person.interests));
            skills.push(person.skills.iter().copied());
        }
        Self {
            weights: list(community.counted, |person| person.weight),
            sums: list(community.counted, |person| person.sum),
            activity: list(community.counted, |person| person.activity),
            // Not looked at for a part: what is found is the same.
            mutual: false,
            sought: list(community.directed, |person| person.sought),
            steps: list(community.stepped, |person| person.step),
            interests: interests.into(),
            topics,
            skills: skills.into(),
            lengths: people
                .filter(|_| community.compared)
                .map(|person| person.lengths)
                .collect(),
            past,
            needed: community.needed,
            means: community.means,
            covered: community.covered,
            tied: community.tied,
        }
    }
}
