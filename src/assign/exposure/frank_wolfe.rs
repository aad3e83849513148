//! Frank–Wolfe steps and best responses over the exposures of all lists.

use crate::assign::exposure::MarketSide;
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::pairs::PairMoves;
use crate::assign::exposure::preference_lists::PreferenceLists;
use crate::assign::exposure::preferences::Preferences;
use crate::assign::exposure::prices::{DualPrices, fit, load};
use crate::assign::exposure::rank::Ranking;
use crate::par;
use crate::rows::AsIndex;

/// The exposures of all lists, improved step by step.
#[derive(Debug)]
pub(crate) struct FrankWolfe<'a> {
    preferences: &'a Preferences,
    attention: [Attention; 2],
    /// Exposure per slot, by side; a pool has one side.
    pub(crate) exposure: [Vec<f64>; 2],
    /// Expected matches per person, by side.
    pub(crate) utility: [Vec<f64>; 2],
    /// The other side's exposure in the order of the side that moves.
    transposed: Vec<f64>,
    weights: Vec<f64>,
    /// What the attention of the people of a side costs the lists of the others.
    prices: [DualPrices; 2],
}

/// The weight of a person in the gradient of α-fair welfare Σ Uᵅ/α: U^(α − 1), where no U counts as less than the floor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AlphaFairness {
    pub(crate) alpha: f64,
    pub(crate) floor: f64,
}

impl AlphaFairness {
    /// The clamps of Tomita & Yokoyama (RecSys 2024): 1e-4 for Nash, 1e-6 otherwise.
    pub(crate) fn new(alpha: f64) -> Self {
        Self {
            alpha,
            floor: if alpha == 0.0 { 1e-4 } else { 1e-6 },
        }
    }

    pub(crate) fn of(self, utility: f64) -> f64 {
        if self.alpha == 1.0 {
            return 1.0;
        }
        utility.max(self.floor).powf(self.alpha - 1.0)
    }
}

impl<'a> FrankWolfe<'a> {
    /// Starts from the given exposures, or from even ones: every candidate gets the mean of the row's attention.
    pub(crate) fn new(
        preferences: &'a Preferences,
        attention: [Attention; 2],
        start: Option<[Vec<f64>; 2]>,
    ) -> Self {
        // Without a start everyone's attention is spread evenly over their candidates: interior, so no pair starts at 0.
        let exposure = start.unwrap_or_else(|| {
            let [left, right] = &attention;
            let right_side = preferences.right.as_ref();
            [
                even(&preferences.left, left),
                right_side.map_or(Vec::new(), |lists| even(lists, right)),
            ]
        });
        let people = [
            preferences.left().as_index(),
            preferences.right().as_index(),
        ];
        let mut frank_wolfe = Self {
            preferences,
            attention,
            exposure,
            utility: people.map(|count| vec![0.0; count]),
            transposed: vec![0.0; preferences.left.layout.slots()],
            weights: Vec::new(),
            prices: [MarketSide::Left, MarketSide::Right]
                .map(|side| DualPrices::new(&preferences.lists(side).receives)),
        };
        frank_wolfe.update_utilities();
        frank_wolfe
    }

    /// Expected matches.
    pub(crate) fn matches(&self) -> f64 {
        let total: f64 = self.utility[0].iter().sum();
        if self.preferences.is_pool() {
            total / 2.0
        } else {
            total
        }
    }

    /// Computes the utilities of the present exposures.
    pub(crate) fn update_utilities(&mut self) {
        for side in self.preferences.sides() {
            // A match needs both to look: the other side's exposures are laid out in this side's order first.
            self.transpose_other(side);
            let (lists, transposed) = (self.preferences.lists(side), &self.transposed);
            let at = side.as_index();
            let exposure = &self.exposure[at];
            self.utility[at] = par::map_light(lists.layout.rows(), lists.layout.slots(), |row| {
                let span = lists.layout.span(row);
                utility(
                    &lists.both[span.clone()],
                    &exposure[span.clone()],
                    &transposed[span],
                )
            });
        }
    }

    /// One Frank–Wolfe step of all lists: the right side first, then the left one; a pool moves all at once.
    pub(crate) fn step(&mut self, fairness: AlphaFairness, step: f64) {
        if self.preferences.is_pool() {
            self.step_side(MarketSide::Left, fairness, step);
            self.update_utilities();
        } else {
            self.step_side(MarketSide::Right, fairness, step);
            self.step_side(MarketSide::Left, fairness, step);
        }
    }

    /// Best responses of all lists, so that the total of matches never falls: each side at once, or one person of a pool after another.
    pub(crate) fn best_responses(&mut self) {
        let plain = AlphaFairness::new(1.0);
        if self.preferences.is_pool() {
            self.best_responses_of_pool();
        } else {
            self.step(plain, 1.0);
        }
    }

    /// Matches are linear in one person's list, given all others: each in turn takes the best one.
    fn best_responses_of_pool(&mut self) {
        let (lists, attention) = (&self.preferences.left, &self.attention[0]);
        let exposure = &mut self.exposure[0];
        let mut ranking = Ranking::default();
        // In a pool each list answers the lists before it at once (Gauss–Seidel); all at once could oscillate.
        for row in 0..lists.layout.rows() {
            let span = lists.layout.span(row);
            ranking.resize(span.len());
            for (place, score) in ranking.scores.iter_mut().enumerate() {
                *score =
                    lists.both[span.start + place] * exposure[lists.layout.mirror_slot(row, place)];
            }
            let sorted = attention.sorted(row, span.len());
            attention.blend(row, &mut exposure[span], ranking.order(sorted), 1.0);
        }
        self.update_utilities();
    }

    /// One sweep of pairwise moves over fixed lists; returns how many pairs moved.
    pub(crate) fn move_pairs(&mut self) -> u32 {
        let total = self.matches();
        let mut steps = PairMoves::new(self.preferences, &self.attention);
        let moved = steps.sweep(&mut self.exposure, total);
        self.update_utilities();
        moved
    }

    /// Makes every cap on attention received hold, by scaling down the exposures of whoever exceeds it.
    pub(crate) fn scale_to_caps(&mut self) {
        for side in self.preferences.sides() {
            let receivers = self.preferences.lists(side);
            if !receivers.receives.is_empty() {
                let lists = self.preferences.facing(side).as_index();
                fit(
                    &receivers.layout,
                    &mut self.exposure[lists],
                    &receivers.receives,
                );
            }
        }
    }

    /// The greatest relative excess over a cap at the last step.
    pub(crate) fn overload(&self) -> f64 {
        self.prices
            .iter()
            .fold(0.0, |most, prices| prices.overload.max(most))
    }

    /// Whether anyone's attention received is capped.
    pub(crate) fn is_capped(&self) -> bool {
        self.prices.iter().any(|prices| !prices.is_empty())
    }

    pub(crate) fn preferences(&self) -> &'a Preferences {
        self.preferences
    }

    pub(crate) fn into_parts(self) -> ([Attention; 2], [Vec<f64>; 2], [Vec<f64>; 2]) {
        (self.attention, self.exposure, self.utility)
    }

    /// Brings the other side's exposures into the order of this side's slots.
    fn transpose_other(&mut self, side: MarketSide) {
        let other = self.preferences.facing(side).as_index();
        self.preferences
            .lists(side)
            .layout
            .mirror_into(&self.exposure[other], &mut self.transposed);
    }

    /// Moves each row of a side towards the vertex that maximises the linearised welfare: the ranking by its gradient,
    /// P · F of the other side · U^(α − 1) of the other side.
    ///
    /// In a pool, where both sides of a pair are rows, the gradient is P · Eᵀ · (U_i^(α − 1) + U_j^(α − 1)), and all move from the same exposures.
    fn step_side(&mut self, side: MarketSide, fairness: AlphaFairness, step: f64) {
        self.transpose_other(side);
        let (at, other) = (side.as_index(), self.preferences.facing(side).as_index());
        self.weights.clear();
        self.weights.extend(
            self.utility[other]
                .iter()
                .map(|&utility| fairness.of(utility)),
        );
        let lists = self.preferences.lists(side);
        // The gradient weights are those of the people shown; in a pool every pair also benefits the owner of the list.
        let row_step = RowStep {
            lists,
            attention: &self.attention[at],
            transposed: &self.transposed,
            weights: &self.weights,
            own_weights: if self.preferences.is_pool() {
                &self.weights
            } else {
                &[]
            },
            prices: &self.prices[other].of,
            step,
            // Rows are independent given the other side's exposure, so each moves on a thread of its own.
        };
        let start = |row: usize| lists.layout.start(row);
        par::map_spans(
            &mut self.exposure[at],
            start,
            &mut self.utility[at],
            Default::default,
            |scratch, row, exposure| row_step.apply(scratch, row, exposure),
        );
        // Caps are kept by prices on receiving, moved after each step by what is received beyond them.
        if !self.prices[other].is_empty() {
            self.update_prices(side);
        }
    }

    fn update_prices(&mut self, side: MarketSide) {
        let (at, other) = (side.as_index(), self.preferences.facing(side));
        let receivers = self.preferences.lists(other);
        let load = load(&receivers.layout, &self.exposure[at]);
        let mean = self.mean_score(side);
        self.prices[other.as_index()].update(&load, &receivers.receives, mean);
    }

    /// The mean score of the lists of a side: the unit in which prices begin.
    fn mean_score(&self, side: MarketSide) -> f64 {
        let lists = self.preferences.lists(side);
        let sums = par::map_light(lists.layout.rows(), lists.layout.slots(), |row| {
            let span = lists.layout.span(row);
            let pairs = lists.both[span.clone()].iter().zip(&self.transposed[span]);
            pairs.map(|(chance, theirs)| chance * theirs).sum::<f64>()
        });
        let weight = self.weights.iter().sum::<f64>() / self.weights.len().max(1) as f64;
        weight * sums.iter().sum::<f64>() / lists.layout.slots().max(1) as f64
    }
}

/// One Frank–Wolfe step of one list.
struct RowStep<'a> {
    lists: &'a PreferenceLists,
    attention: &'a Attention,
    transposed: &'a [f64],
    weights: &'a [f64],
    /// The weights of the rows themselves in a pool, otherwise none.
    own_weights: &'a [f64],
    prices: &'a [f64],
    step: f64,
}

impl RowStep<'_> {
    /// Moves the list and returns what its owner expects of it, given the other side's lists.
    fn apply(
        &self,
        (ranking, prices): &mut (Ranking, Vec<f64>),
        row: usize,
        exposure: &mut [f64],
    ) -> f64 {
        let span = self.lists.layout.span(row);
        let (both, transposed) = (&self.lists.both[span.clone()], &self.transposed[span]);
        ranking.resize(exposure.len());
        self.lists
            .layout
            .gather(row, self.weights, &mut ranking.scores);
        // The gradient by E_ij: the chance of a match per unit of exposure, weighted by whom it benefits.
        let own = self.own_weights.get(row).copied().unwrap_or(0.0);
        for ((score, &chance), &theirs) in ranking.scores.iter_mut().zip(both).zip(transposed) {
            *score = (*score + own) * (chance * theirs);
        }
        if self.prices.is_empty() {
            let sorted = self.attention.sorted(row, exposure.len());
            self.attention
                .blend(row, exposure, ranking.order(sorted), self.step);
        } else {
            // Capped people cost their dual price; whoever costs infinity (a cap of 0) is not shown at all.
            prices.resize(exposure.len(), 0.0);
            self.lists.layout.gather(row, self.prices, prices);
            ranking
                .scores
                .iter_mut()
                .zip(prices.iter())
                .for_each(|(score, price)| *score -= price);
            let worth = ranking
                .scores
                .iter()
                .filter(|&&score| score > f64::NEG_INFINITY)
                .count();
            let order = ranking.order(exposure.len());
            self.attention
                .blend_first(row, exposure, order, self.step, worth);
        }
        utility(both, exposure, transposed)
    }
}

/// U_i = Σ_j P_ij E_ij F_ji.
fn utility(both: &[f64], exposure: &[f64], transposed: &[f64]) -> f64 {
    let pairs = both.iter().zip(exposure).zip(transposed);
    pairs
        .map(|((&chance, &ours), &theirs)| chance * ours * theirs)
        .fold(0.0, |sum, matches| sum + matches)
}

fn even(lists: &PreferenceLists, attention: &Attention) -> Vec<f64> {
    let mut exposure = vec![0.0; lists.layout.slots()];
    for row in 0..lists.layout.rows() {
        let span = lists.layout.span(row);
        let share = attention.total(row, span.len()) / span.len().max(1) as f64;
        exposure[span].fill(share);
    }
    exposure
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::frank_wolfe::AlphaFairness;

    #[test]
    fn whoever_expects_nothing_weighs_as_much_as_the_floor_of_the_objective() {
        // Nash: 1 / 1e-4. Any other α: 1e-6 to the power of α − 1.
        for (alpha, weight) in [(0.0, 1e4), (0.5, 1e3), (1.0, 1.0)] {
            let got = AlphaFairness::new(alpha).of(0.0);
            assert!((got / weight - 1.0).abs() < 1e-9, "{alpha}: {got}");
        }
    }
}
