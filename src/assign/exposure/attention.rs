//! The attention that one person gives, place by place.

use crate::assign::exposure::Examination;
use crate::assign::exposure::preference_lists::PreferenceLists;
use crate::rows::narrow;

/// The attention of every row of a side: one examination, cut where a row's cap is reached.
#[derive(Debug, Clone)]
pub(crate) struct Attention {
    places: Vec<f64>,
    /// The attention of all places before.
    before: Vec<f64>,
    /// From this place on all get the same, and their order does not matter.
    level: usize,
    /// Most attention that a row gives; empty when nobody has a cap.
    caps: Vec<f64>,
}

impl Attention {
    pub(crate) fn new(examination: &Examination, lists: &PreferenceLists) -> Self {
        let widest = lists.layout.widest();
        let mut places = examination.places(narrow(widest));
        places.iter_mut().for_each(|value| *value = value.min(1.0));
        // Prefix sums: what the places before a place receive together.
        let mut before = Vec::with_capacity(widest + 1);
        let mut sum = 0.0;
        before.push(sum);
        for &value in &places {
            sum += value;
            before.push(sum);
        }
        let last = places.last().copied().unwrap_or(0.0);
        // The plateau: behind the last place that differs from the end, order does not matter and need not be sorted.
        let level = places
            .iter()
            .rposition(|&value| value != last)
            .map_or(0, |place| place + 1);
        Self {
            places,
            before,
            level,
            caps: lists.gives.clone(),
        }
    }

    /// The attention at a place of a row.
    pub(crate) fn at(&self, row: usize, place: usize) -> f64 {
        match self.caps.get(row) {
            Some(&cap) if self.before[place + 1] > cap => (cap - self.before[place]).max(0.0),
            _ => self.places[place],
        }
    }

    /// All attention that a row of a width gives.
    pub(crate) fn total(&self, row: usize, width: usize) -> f64 {
        let all = self.before[width];
        self.caps.get(row).map_or(all, |&cap| all.min(cap))
    }

    /// How many places of a row must be in order, for the rest gets the same attention.
    pub(crate) fn sorted(&self, row: usize, width: usize) -> usize {
        match self.caps.get(row) {
            Some(&cap) if self.before[width] > cap => {
                self.before.partition_point(|&sum| sum < cap).min(width)
            }
            _ if self.places.get(width.wrapping_sub(1)) == self.places.last() => {
                self.level.min(width)
            }
            _ => width,
        }
    }

    /// Moves a row towards a ranking: `row ← (1 − step) · row + step · attention of the place in the ranking`.
    pub(crate) fn blend(
        &self,
        row: usize,
        exposure: &mut [f64],
        order: impl Iterator<Item = usize>,
        step: f64,
    ) {
        if self.caps.is_empty() {
            for (candidate, &value) in order.zip(&self.places) {
                exposure[candidate] = (1.0 - step) * exposure[candidate] + step * value;
            }
        } else {
            for (place, candidate) in order.enumerate() {
                exposure[candidate] =
                    (1.0 - step) * exposure[candidate] + step * self.at(row, place);
            }
        }
    }

    /// Like [`blend`](Self::blend), but only the first `worth` places of the ranking are shown at all.
    pub(crate) fn blend_first(
        &self,
        row: usize,
        exposure: &mut [f64],
        order: impl Iterator<Item = usize>,
        step: f64,
        worth: usize,
    ) {
        for (place, candidate) in order.enumerate() {
            let value = if place < worth {
                self.at(row, place)
            } else {
                0.0
            };
            exposure[candidate] = (1.0 - step) * exposure[candidate] + step * value;
        }
    }
}
