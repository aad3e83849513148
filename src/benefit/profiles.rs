//! What is known of each person, as the kernels read it: one row of wants, one row of gives.

use crate::benefit::feature::{Want, gain_with};
use crate::rows::{AsIndex, Rows, narrow};

/// Everyone's wants and gives, borrowed. Rows are sorted by feature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profiles<'r> {
    pub(crate) wants: &'r Rows<Want>,
    pub(crate) gives: &'r Rows<(u32, f32)>,
    /// The first feature whose gain is a step above a floor.
    pub(crate) first_step_feature: u32,
    /// The most that a person may gain from anyone beside the rows; empty when that is nothing for everyone.
    pub(crate) max_extra_gains: &'r [f32],
    /// What decides between equal scores, by person; empty when it is the number of the person.
    pub(crate) keys: &'r [u64],
}

impl<'r> Profiles<'r> {
    pub(crate) fn len(&self) -> usize {
        self.gives.len()
    }

    pub(crate) fn max_extra_gain(&self, person: impl AsIndex) -> f32 {
        self.max_extra_gains
            .get(person.as_index())
            .copied()
            .unwrap_or(0.0)
    }

    pub(crate) fn key(&self, person: impl AsIndex) -> u64 {
        self.keys
            .get(person.as_index())
            .copied()
            .unwrap_or(person.as_index() as u64)
    }

    /// b(i←j) over the rows, the canonical sum.
    pub(crate) fn gain(&self, i: impl AsIndex, j: impl AsIndex) -> f32 {
        gain_with(
            self.wants.row(i),
            self.gives.row(j),
            self.first_step_feature,
            |_, _| (),
        )
    }

    /// One person as an asker.
    pub(crate) fn asker(&self, person: impl AsIndex) -> Asker<'r> {
        Asker {
            person: narrow(person.as_index()),
            own: narrow(person.as_index()),
            wants: self.wants.row(person),
            gives: self.gives.row(person),
            max_extra_gain: self.max_extra_gain(person),
        }
    }
}

/// The number of an asker who is not among the candidates.
pub(crate) const NOT_A_CANDIDATE: u32 = u32::MAX;

/// Who asks: not necessarily one of the candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'r> {
    /// The number by which the asker is known to whoever judges pairs.
    pub(crate) person: u32,
    /// The asker's number among the candidates, where it is left out; [`NOT_A_CANDIDATE`] when it is not one of them.
    pub(crate) own: u32,
    pub(crate) wants: &'r [Want],
    pub(crate) gives: &'r [(u32, f32)],
    pub(crate) max_extra_gain: f32,
}
