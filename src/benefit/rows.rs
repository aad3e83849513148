//! What is known of each person, as the kernels read it: one row of wants, one row of gives.

use crate::benefit::feature::{Want, gain_with};
use crate::network::Column;

/// Everyone's wants and gives, borrowed. Rows are sorted by feature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'r> {
    pub(crate) wants: &'r Column<Want>,
    pub(crate) gives: &'r Column<(u32, f32)>,
    /// The first feature whose gain is a step above a floor.
    pub(crate) steps_from: u32,
    /// The most that a person may gain from anyone beside the rows; empty when that is nothing for everyone.
    pub(crate) extra: &'r [f32],
    /// What decides between equal scores, by person; empty when it is the number of the person.
    pub(crate) keys: &'r [u64],
}

impl<'r> Rows<'r> {
    pub(crate) fn len(&self) -> usize {
        self.gives.len()
    }

    pub(crate) fn extra(&self, person: usize) -> f32 {
        self.extra.get(person).copied().unwrap_or(0.0)
    }

    pub(crate) fn key(&self, person: usize) -> u64 {
        self.keys.get(person).copied().unwrap_or(person as u64)
    }

    /// b(i←j) over the rows, the canonical sum.
    pub(crate) fn gain(&self, i: usize, j: usize) -> f32 {
        gain_with(
            self.wants.get(i),
            self.gives.get(j),
            self.steps_from,
            |_, _| (),
        )
    }

    /// One person as an asker.
    pub(crate) fn asker(&self, person: usize) -> Asker<'r> {
        Asker {
            person: person as u32,
            own: person as u32,
            wants: self.wants.get(person),
            gives: self.gives.get(person),
            extra: self.extra(person),
        }
    }
}

/// The number of an asker who is not among the candidates.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Who asks: not necessarily one of the candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'r> {
    /// The number by which the asker is known to whoever judges pairs.
    pub(crate) person: u32,
    /// The asker's number among the candidates, where it is left out; [`NOBODY`] when it is not one of them.
    pub(crate) own: u32,
    pub(crate) wants: &'r [Want],
    pub(crate) gives: &'r [(u32, f32)],
    pub(crate) extra: f32,
}
