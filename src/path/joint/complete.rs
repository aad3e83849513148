//! Branch and bound over the choices of small instances: finds a better plan, or proves that there is none.

use crate::path::joint::draft::Draft;
use crate::path::joint::packing::{Packing, ROUNDING, afterwards};

/// How many nodes the search may visit before it gives up, about a tenth of a second.
const NODES: u32 = 400_000;

/// With more requests it is not tried: its depth is their number.
const REQUESTS: usize = 200;

/// A complete search over the choices, request by request.
pub(crate) struct Search<'p> {
    packing: &'p Packing,
    prices: &'p [f64],
    /// What the requests from each place on are worth at most after paying.
    rest: Vec<f64>,
    draft: Draft<'p>,
    /// What the budgets that are left are worth.
    stock: f64,
    pub(crate) best: Draft<'p>,
    nodes: u32,
}

impl<'p> Search<'p> {
    pub(crate) fn new(packing: &'p Packing, prices: &'p [f64], best: Draft<'p>) -> Self {
        let mut rest = vec![0.0; packing.choices.len() + 1];
        // Suffix sums, from the last request on: a node of the search is cut by one look-up.
        for request in (0..packing.choices.len()).rev() {
            let values = packing.choices[request]
                .iter()
                .map(|choice| afterwards(choice, prices));
            rest[request] = rest[request + 1] + values.fold(0.0, f64::max);
        }
        // Under the prices, requests from any place on are worth at most the sum of their best reduced values.
        let worth = prices.iter().zip(&packing.budgets);
        Self {
            packing,
            prices,
            rest,
            draft: Draft::empty(packing),
            stock: worth
                .map(|(&price, &budget)| price * f64::from(budget))
                .fold(0.0, |sum, worth| sum + worth),
            best,
            nodes: 0,
        }
    }

    /// Decides the requests from one on; `false` when it gave up.
    pub(crate) fn run(&mut self, request: usize) -> bool {
        self.nodes += 1;
        if self.nodes > NODES || self.packing.choices.len() > REQUESTS {
            return false;
        }
        // All are decided: a leaf of the tree of choices.
        if request == self.packing.choices.len() {
            if self.draft.value > self.best.value {
                self.best.clone_from(&self.draft);
            }
            return true;
        }
        // Try each choice that may still beat the best plan, best value first.
        let packing = self.packing;
        for (place, choice) in packing.choices[request].iter().enumerate() {
            let paid = choice.value - afterwards(choice, self.prices);
            let most = self.draft.value + choice.value + self.rest[request + 1] + self.stock - paid;
            if most <= self.best.value * (1.0 + ROUNDING) || !self.draft.fits(choice) {
                continue;
            }
            let before = self.draft.value;
            self.stock -= paid;
            self.draft.set(request, Some(place as u32));
            // Depth first: everything that this step took is given back before the next choice.
            let went_on = self.run(request + 1);
            self.draft.set(request, None);
            self.draft.value = before;
            self.stock += paid;
            if !went_on {
                return false;
            }
        }
        // Last the branch in which this request gets nothing, if it may still win.
        let most = self.draft.value + self.rest[request + 1] + self.stock;
        most <= self.best.value * (1.0 + ROUNDING) || self.run(request + 1)
    }
}
