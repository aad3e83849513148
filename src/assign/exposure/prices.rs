//! Dual prices of caps on attention received, by multiplicative updates.

use crate::assign::exposure::layout::Layout;
use crate::par;

/// How fast a price follows the load; chosen by the test `caps_cost_little` of this room.
const RATE: f64 = 1.0;

/// A price that is this small a part of a mean score counts as none.
const FLOOR: f64 = 1e-3;

/// DualPrices of the people who receive the lists of one side; empty when nobody has a cap.
///
/// The best lists under caps maximise Σ score · exposure with the load of each at most the cap. Its dual puts a price on each
/// capped person, and every list ranks by score − price.
#[derive(Debug, Clone, Default)]
pub(crate) struct DualPrices {
    pub(crate) of: Vec<f64>,
    /// The greatest relative excess over a cap at the last step.
    pub(crate) overload: f64,
}

impl DualPrices {
    pub(crate) fn new(caps: &[f64]) -> Self {
        let of = caps
            .iter()
            .map(|&cap| if cap == 0.0 { f64::INFINITY } else { 0.0 })
            .collect();
        Self { of, overload: 0.0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// One multiplicative update: raises the prices of people over their cap, lowers the others.
    pub(crate) fn update(&mut self, load: &[f64], caps: &[f64], mean_score: f64) {
        // A price of 0 could never rise by a factor, so it starts from the floor and falls back to 0 below it.
        let floor = FLOOR * mean_score;
        self.overload = 0.0;
        for ((price, &load), &cap) in self.of.iter_mut().zip(load).zip(caps) {
            if cap == 0.0 || cap == f64::INFINITY {
                continue;
            }
            self.overload = self.overload.max(load / cap - 1.0);
            let change = (RATE * (load / cap - 1.0)).clamp(-1.0, 1.0);
            let next = price.max(floor) * change.exp();
            *price = if next < floor { 0.0 } else { next };
        }
    }
}

/// The attention that each person of a layout receives, given the other side's exposures.
pub(crate) fn load(layout: &Layout, others: &[f64]) -> Vec<f64> {
    par::map_light(layout.rows(), layout.slots(), |row| {
        let width = layout.span(row).len();
        (0..width)
            .map(|place| others[layout.mirror_slot(row, place)])
            .fold(0.0, |sum, attention| sum + attention)
    })
}

/// Shows everyone who is over the cap less often in all lists, by one factor each.
pub(crate) fn fit(layout: &Layout, others: &mut [f64], caps: &[f64]) {
    for (row, (load, &cap)) in load(layout, others).into_iter().zip(caps).enumerate() {
        if load > cap {
            for place in 0..layout.span(row).len() {
                others[layout.mirror_slot(row, place)] *= cap / load;
            }
        }
    }
}
