//! Floor 3 — how do all lists move together towards more welfare? (Frank–Wolfe steps, best responses)

use crate::assign::exposure::Side;
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::pairs::PairSteps;
use crate::assign::exposure::preferences::{Book, Preferences};
use crate::assign::exposure::prices::{Prices, fit, load};
use crate::assign::exposure::rank::Ranking;
use crate::par;

/// The lists of all people as exposures, moved step by step.
#[derive(Debug)]
pub(crate) struct Ascent<'a> {
    preferences: &'a Preferences,
    attention: [Attention; 2],
    /// Exposure per slot, by side; a pool has one side.
    pub(crate) exposure: [Vec<f64>; 2],
    /// Expected matches per person, by side.
    pub(crate) utility: [Vec<f64>; 2],
    /// The other side's exposure in the order of the side that moves.
    turned: Vec<f64>,
    weights: Vec<f64>,
    /// What the attention of the people of a side costs the lists of the others.
    prices: [Prices; 2],
}

/// How one step weighs people: U^(α − 1), where no U counts as less than the floor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighing {
    pub(crate) alpha: f64,
    pub(crate) floor: f64,
}

impl Weighing {
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

impl<'a> Ascent<'a> {
    /// Starts from the given exposures, or from even ones: every candidate gets the mean of the row's attention.
    pub(crate) fn new(
        preferences: &'a Preferences,
        attention: [Attention; 2],
        start: Option<[Vec<f64>; 2]>,
    ) -> Self {
        let exposure = start.unwrap_or_else(|| {
            let [left, right] = &attention;
            let right_side = preferences.right.as_ref();
            [
                even(&preferences.left, left),
                right_side.map_or(Vec::new(), |book| even(book, right)),
            ]
        });
        let people = [preferences.left() as usize, preferences.right() as usize];
        let mut ascent = Self {
            preferences,
            attention,
            exposure,
            utility: people.map(|count| vec![0.0; count]),
            turned: vec![0.0; preferences.left.layout.slots()],
            weights: Vec::new(),
            prices: [Side::Left, Side::Right]
                .map(|side| Prices::new(&preferences.book(side).receives)),
        };
        ascent.measure();
        ascent
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
    pub(crate) fn measure(&mut self) {
        for side in self.sides() {
            self.turn(side);
            let (book, turned) = (self.preferences.book(side), &self.turned);
            let at = side as usize;
            let exposure = &self.exposure[at];
            self.utility[at] = par::map_light(book.layout.rows(), book.layout.slots(), |row| {
                let span = book.layout.span(row);
                utility(
                    &book.both[span.clone()],
                    &exposure[span.clone()],
                    &turned[span],
                )
            });
        }
    }

    /// One step of all lists: the right side first, then the left one; a pool moves all at once.
    pub(crate) fn step(&mut self, weighing: Weighing, step: f64) {
        if self.preferences.is_pool() {
            self.step_side(Side::Left, weighing, step);
            self.measure();
        } else {
            self.step_side(Side::Right, weighing, step);
            self.step_side(Side::Left, weighing, step);
        }
    }

    /// Best responses of all lists, so that the total of matches never falls: each side at once, or one person of a pool after another.
    pub(crate) fn respond(&mut self) {
        let plain = Weighing::new(1.0);
        if self.preferences.is_pool() {
            self.respond_pool();
        } else {
            self.step(plain, 1.0);
        }
    }

    /// Matches are linear in one person's list, given all others: each in turn takes the best one.
    fn respond_pool(&mut self) {
        let (book, attention) = (&self.preferences.left, &self.attention[0]);
        let exposure = &mut self.exposure[0];
        let mut ranking = Ranking::default();
        for row in 0..book.layout.rows() {
            let span = book.layout.span(row);
            ranking.resize(span.len());
            for (place, score) in ranking.scores.iter_mut().enumerate() {
                *score =
                    book.both[span.start + place] * exposure[book.layout.mirror_slot(row, place)];
            }
            let sorted = attention.sorted(row, span.len());
            attention.blend(row, &mut exposure[span], ranking.order(sorted), 1.0);
        }
        self.measure();
    }

    /// One sweep of pairwise steps over fixed lists; returns how many pairs moved.
    pub(crate) fn step_pairs(&mut self) -> u32 {
        let total = self.matches();
        let mut steps = PairSteps::new(self.preferences, &self.attention);
        let moved = steps.sweep(&mut self.exposure, total);
        self.measure();
        moved
    }

    /// Makes every cap on attention received hold, by showing people who are over it less often everywhere.
    pub(crate) fn fit_caps(&mut self) {
        for side in self.sides() {
            let receivers = self.preferences.book(side);
            if !receivers.receives.is_empty() {
                let lists = self.other(side) as usize;
                fit(
                    &receivers.layout,
                    &mut self.exposure[lists],
                    &receivers.receives,
                );
            }
        }
    }

    /// By how much of a cap the most overloaded person was over it at the last step.
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

    fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        let right = (!self.preferences.is_pool()).then_some(Side::Right);
        [Side::Left].into_iter().chain(right)
    }

    fn other(&self, side: Side) -> Side {
        if side == Side::Left && !self.preferences.is_pool() {
            Side::Right
        } else {
            Side::Left
        }
    }

    fn turn(&mut self, side: Side) {
        let other = self.other(side) as usize;
        self.preferences
            .book(side)
            .layout
            .mirror_into(&self.exposure[other], &mut self.turned);
    }

    /// Each row of a side moves towards the ranking by P · E of the other · U^(α − 1) of the other.
    ///
    /// In a pool, where both sides of a pair are rows, it is P · Eᵀ · (U_i^(α − 1) + U_j^(α − 1)), and all move from the same exposures.
    fn step_side(&mut self, side: Side, weighing: Weighing, step: f64) {
        self.turn(side);
        let (at, other) = (side as usize, self.other(side) as usize);
        self.weights.clear();
        self.weights.extend(
            self.utility[other]
                .iter()
                .map(|&utility| weighing.of(utility)),
        );
        let book = self.preferences.book(side);
        let move_row = MoveRow {
            book,
            attention: &self.attention[at],
            turned: &self.turned,
            weights: &self.weights,
            own_weights: if self.preferences.is_pool() {
                &self.weights
            } else {
                &[]
            },
            prices: &self.prices[other].of,
            step,
        };
        let start = |row: usize| book.layout.start(row);
        par::map_spans(
            &mut self.exposure[at],
            start,
            &mut self.utility[at],
            Default::default,
            |scratch, row, exposure| move_row.apply(scratch, row, exposure),
        );
        if !self.prices[other].is_empty() {
            self.follow_loads(side);
        }
    }

    fn follow_loads(&mut self, side: Side) {
        let (at, other) = (side as usize, self.other(side));
        let receivers = self.preferences.book(other);
        let load = load(&receivers.layout, &self.exposure[at]);
        let mean = self.mean_score(side);
        self.prices[other as usize].follow(&load, &receivers.receives, mean);
    }

    /// The mean score of the lists of a side: the unit in which prices begin.
    fn mean_score(&self, side: Side) -> f64 {
        let book = self.preferences.book(side);
        let sums = par::map_light(book.layout.rows(), book.layout.slots(), |row| {
            let span = book.layout.span(row);
            let pairs = book.both[span.clone()].iter().zip(&self.turned[span]);
            pairs.map(|(chance, theirs)| chance * theirs).sum::<f64>()
        });
        let weight = self.weights.iter().sum::<f64>() / self.weights.len().max(1) as f64;
        weight * sums.iter().sum::<f64>() / book.layout.slots().max(1) as f64
    }
}

/// One step of one list.
struct MoveRow<'a> {
    book: &'a Book,
    attention: &'a Attention,
    turned: &'a [f64],
    weights: &'a [f64],
    /// The weights of the rows themselves in a pool, otherwise none.
    own_weights: &'a [f64],
    prices: &'a [f64],
    step: f64,
}

impl MoveRow<'_> {
    /// Moves the list and returns what its owner expects of it, given the other side's lists.
    fn apply(
        &self,
        (ranking, prices): &mut (Ranking, Vec<f64>),
        row: usize,
        exposure: &mut [f64],
    ) -> f64 {
        let span = self.book.layout.span(row);
        let (both, turned) = (&self.book.both[span.clone()], &self.turned[span]);
        ranking.resize(exposure.len());
        self.book
            .layout
            .gather(row, self.weights, &mut ranking.scores);
        let own = self.own_weights.get(row).copied().unwrap_or(0.0);
        for ((score, &chance), &theirs) in ranking.scores.iter_mut().zip(both).zip(turned) {
            *score = (*score + own) * (chance * theirs);
        }
        if self.prices.is_empty() {
            let sorted = self.attention.sorted(row, exposure.len());
            self.attention
                .blend(row, exposure, ranking.order(sorted), self.step);
        } else {
            prices.resize(exposure.len(), 0.0);
            self.book.layout.gather(row, self.prices, prices);
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
        utility(both, exposure, turned)
    }
}

/// U_i = Σ_j P_ij E_ij F_ji.
fn utility(both: &[f64], exposure: &[f64], turned: &[f64]) -> f64 {
    let pairs = both.iter().zip(exposure).zip(turned);
    pairs
        .map(|((&chance, &ours), &theirs)| chance * ours * theirs)
        .sum()
}

fn even(book: &Book, attention: &Attention) -> Vec<f64> {
    let mut exposure = vec![0.0; book.layout.slots()];
    for row in 0..book.layout.rows() {
        let span = book.layout.span(row);
        let share = attention.total(row, span.len()) / span.len().max(1) as f64;
        exposure[span].fill(share);
    }
    exposure
}
