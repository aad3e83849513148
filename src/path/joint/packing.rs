//! At most one choice per request under shared budgets: a Lagrangian bound, greedy filling, exchanges.
//!
//! Maximises the sum of the values of at most one option a request, so that nobody is used more often than their budget. The
//! bound comes from Lagrange: each person with a budget gets a price, each request takes what is best after paying, and the
//! budgets are worth their prices; that sum is never below the best plan, and the prices are moved to make it small (Held, Wolfe &
//! Crowder 1974). Plans come from filling budgets under these prices, then from exchanges; small instances are
//! searched completely (branch and bound under the same prices).

use crate::numeric::{descending_fractions, greatest_first};
use crate::path::joint::complete::Search;
use crate::path::joint::draft::Draft;

/// How often the prices are moved: the bound of the bench instance (1,000 requests) moves by less than 0.1 % after that.
const ROUNDS: u32 = 240;

/// After how many rounds without a better bound the steps are halved.
const PATIENCE: u32 = 12;

/// What a proof may miss: the rounding of sums.
pub(crate) const ROUNDING: f64 = 1e-9;

/// One route to serve a request.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: f64,
    /// Whose budgets it uses, each once, as places in `Packing::budgets`.
    pub(crate) uses: Vec<u32>,
}

/// Requests with their choices, best value first, and the budgets.
#[derive(Debug, Clone)]
pub(crate) struct Packing {
    pub(crate) choices: Vec<Vec<Choice>>,
    /// What a choice that is not listed is worth at most, for each request.
    pub(crate) unlisted: Vec<f64>,
    pub(crate) budgets: Vec<u32>,
}

/// A plan: for each request the place of its choice.
pub(crate) type Chosen = Vec<Option<u32>>;

/// A plan and what no plan exceeds.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) chosen: Chosen,
    pub(crate) value: f64,
    pub(crate) bound: f64,
    /// Requests for which an unlisted choice may be what the bound counts.
    pub(crate) short: Vec<u32>,
}

impl Packing {
    /// Finds a plan and a bound.
    pub(crate) fn solve(&self) -> Packed {
        let mut prices = vec![0.0; self.budgets.len()];
        let mut best = self.fill(&prices);
        let (mut bound, mut best_prices) = (f64::INFINITY, prices.clone());
        let (mut pace, mut idle) = (1.0, 0);
        for round in 0..ROUNDS {
            let (total, used) = self.relax(&prices);
            idle += 1;
            if total < bound {
                idle = if total < bound * (1.0 - 1e-6) {
                    0
                } else {
                    idle
                };
                bound = total;
                best_prices.clone_from(&prices);
            }
            // A plan filled under the present prices costs more than a bound, so not in every round.
            if round % 8 == 0 {
                let other = self.fill(&prices);
                if other.value > best.value {
                    best = other;
                }
            }
            // The bound rests: go back to the best prices and take smaller steps.
            if idle >= PATIENCE {
                (pace, idle) = (pace / 2.0, 0);
                prices.clone_from(&best_prices);
                continue;
            }
            let excess = |place: usize| f64::from(used[place]) - f64::from(self.budgets[place]);
            let length: f64 = (0..prices.len()).map(|place| excess(place).powi(2)).sum();
            if length == 0.0 || total <= best.value * (1.0 + ROUNDING) {
                break;
            }
            // Polyak's step towards a value slightly below the best plan; prices of budgets that are overused rise, of
            // others fall.
            let step = pace * (total - best.value * 0.98) / length;
            for (place, price) in prices.iter_mut().enumerate() {
                *price = (*price + step * excess(place)).max(0.0);
            }
        }
        self.finish(best, bound, &best_prices)
    }

    fn finish<'p>(&'p self, mut best: Draft<'p>, bound: f64, prices: &'p [f64]) -> Packed {
        // Only where every choice is listed does an exhausted search prove the plan.
        let is_complete = self.unlisted.iter().all(|&value| value <= 0.0);
        let mut proven = false;
        if bound > best.value * (1.0 + ROUNDING) {
            let mut search = Search::new(self, prices, best);
            proven = search.run(0) && is_complete;
            best = search.best;
        }
        let bound = if proven {
            best.value
        } else {
            bound.max(best.value)
        };
        // An unlisted choice that could beat all listed ones after paying makes the bound loose: list more for this
        // request.
        let is_short = |&request: &u32| {
            let request = request as usize;
            let listed = self.choices[request]
                .iter()
                .map(|choice| afterwards(choice, prices));
            self.unlisted[request] > listed.fold(0.0, f64::max)
        };
        Packed {
            short: (0..self.choices.len() as u32).filter(is_short).collect(),
            value: best.value,
            chosen: best.chosen,
            bound,
        }
    }

    /// The bound under some prices, and how often each person is used when each request takes what is best for it.
    fn relax(&self, prices: &[f64]) -> (f64, Vec<u32>) {
        // Lagrangian relaxation: with budgets priced, each request chooses by itself.
        let mut used = vec![0; self.budgets.len()];
        let worth = prices.iter().zip(&self.budgets);
        let mut total: f64 = worth
            .map(|(&price, &budget)| price * f64::from(budget))
            .fold(0.0, |sum, worth| sum + worth);
        for (choices, &unlisted) in self.choices.iter().zip(&self.unlisted) {
            // Unlisted choices pay nothing here, which only raises the bound.
            let mut most = unlisted.max(0.0);
            let mut taken = None;
            for choice in choices {
                let value = afterwards(choice, prices);
                if value > most {
                    (most, taken) = (value, Some(choice));
                }
            }
            total += most;
            for &person in taken.iter().flat_map(|choice| &choice.uses) {
                used[person as usize] += 1;
            }
        }
        (total, used)
    }

    /// Fills the budgets: requests in order of what they lose without their best choice, each takes what is best after paying.
    fn fill(&self, prices: &[f64]) -> Draft<'_> {
        let loss = |choices: &[Choice]| {
            let mut values: Vec<f64> = choices.iter().map(|c| afterwards(c, prices)).collect();
            values.sort_unstable_by(descending_fractions);
            let at = |place: usize| values.get(place).map_or(0.0, |&value| value.max(0.0));
            at(0) - at(1)
        };
        // Who loses most without their best choice chooses first (regret).
        let losses = self.choices.iter().map(|choices| loss(choices));
        let mut order: Vec<(f64, usize)> = losses.zip(0..).collect();
        order.sort_unstable_by(greatest_first);
        let mut draft = Draft::empty(self);
        for &(_, request) in &order {
            draft.take_best(request, prices);
        }
        // What was too dear may still fit into what nobody used.
        draft.improve();
        draft
    }
}

/// What a choice is worth after paying.
pub(crate) fn afterwards(choice: &Choice, prices: &[f64]) -> f64 {
    let paid: f64 = choice
        .uses
        .iter()
        .map(|&person| prices[person as usize])
        .sum();
    choice.value - paid
}
