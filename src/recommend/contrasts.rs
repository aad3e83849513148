//! The most that people may disagree, person by person, and the model that foretells what they have not said.

use crate::benefit::{Expected, most_disagreement};
use crate::diversity::{Foretold, StanceModel};
use crate::id::TopicId;
use crate::par;
use crate::recommend::policy::Policy;
use crate::rows::{AsIndex, PatchedRows, Rows, narrow};

/// By person: what common ground leaves at most of a disagreement. Whoever says nothing of what they are about has none with anyone.
pub(crate) fn most_of_ground(profiles: &PatchedRows<(u32, f32)>, policy: &Policy) -> Vec<f32> {
    let most = |profile: &[(u32, f32)]| policy.contrarian_rule.most_of_ground(!profile.is_empty());
    profiles.iter().map(most).collect()
}

/// By person: the most that a disagreement with anyone may score, all ground taken to be common; nothing of whoever has not spoken.
pub(crate) fn max_contrasts(
    stances: &Rows<(TopicId, f32)>,
    opinions: Option<&Foretold>,
    evidence: f32,
) -> Vec<f32> {
    let Some(opinions) = opinions else {
        let spoken = stances.iter().map(<[_]>::len);
        return spoken
            .map(|spoken| most_disagreement(spoken, evidence))
            .collect();
    };
    let topics = opinions.spoken_topics().as_index();
    let all = most_disagreement(topics, evidence);
    par::map(stances.len(), |person| match stances.row(person) {
        [] => 0.0,
        _ => opinions.most(narrow(person)) * all,
    })
}

/// By person: what bounds the score of a disagreement that is foretold; nothing where none is.
pub(crate) fn expected_terms(
    stances: &Rows<(TopicId, f32)>,
    opinions: Option<&Foretold>,
    evidence: f32,
) -> Expected {
    let Some(opinions) = opinions else {
        return Expected::default();
    };
    let all = most_disagreement(opinions.spoken_topics().as_index(), evidence);
    // Terms that are added are scaled on either side, those that are multiplied on one.
    let terms = par::map(stances.len(), |person| {
        let [row, mut column] = opinions.bound_terms(narrow(person));
        column[0] *= all;
        [row.map(|term| term * all), column]
    });
    Expected::new(terms)
}

/// What bounds hold people's disagreements to: what common ground leaves of them, times what they may score where they are foretold.
pub(crate) fn most_of_contrasts(
    mut ground: Vec<f32>,
    foretold: bool,
    max_contrasts: &[f32],
) -> Vec<f32> {
    if foretold {
        for (ground, most) in ground.iter_mut().zip(max_contrasts) {
            *ground *= most;
        }
    }
    ground
}

/// A model of what people would say, by what they show.
pub(crate) fn model_of(shown: &Rows<(TopicId, f32)>, topics: usize) -> StanceModel {
    let list = |row: &[(TopicId, f32)]| row.iter().map(|stance| (stance.0.0, stance.1)).collect();
    let stances: Vec<Vec<(u32, f32)>> = shown.iter().map(list).collect();
    StanceModel::new(&stances, topics as u32).expect("a network checked every stance")
}
