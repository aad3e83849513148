//! What of one person tells what they share with others, be they laid out or a guest.

use crate::benefit::links::hubs::HubRow;

/// What of one person tells what they share with others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkRow<'r> {
    /// The number of the person; that of a guest is nobody's.
    pub(crate) person: u32,
    /// The part with which a pair's sum begins.
    pub(crate) own: f32,
    /// The keys that few have, ascending, with amounts.
    pub(crate) keys: &'r [(u32, f32)],
    /// The keys that many have, but for hubs.
    pub(crate) common: &'r [(u32, f32)],
    pub(crate) hubs: HubRow<'r>,
    /// The greatest factor with anyone without a key in common, then with anyone.
    pub(crate) factors: [f32; 2],
    /// What disagreement leaves of a score at most with whom no key in common was found.
    pub(crate) lift: f32,
    /// What common ground leaves at most of a disagreement.
    pub(crate) ground: f32,
}

/// Someone who asks and is not laid out.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) own: f32,
    pub(crate) keys: Vec<(u32, f32)>,
    pub(crate) common: Vec<(u32, f32)>,
    /// Amounts and marks.
    pub(crate) hubs: [Vec<f32>; 2],
    pub(crate) factors: [f32; 2],
    pub(crate) lift: f32,
}

impl Guest {
    pub(crate) fn row(&self) -> LinkRow<'_> {
        let [amounts, marks] = &self.hubs;
        LinkRow {
            person: u32::MAX,
            own: self.own,
            keys: &self.keys,
            common: &self.common,
            hubs: HubRow { amounts, marks },
            factors: self.factors,
            lift: self.lift,
            ground: 1.0,
        }
    }
}
