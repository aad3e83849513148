//! Floor 3 — how do all lists move together towards more welfare? (Frank–Wolfe steps, best responses)

use crate::assign::exposure::Side;
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::preferences::{Book, Preferences};
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
        Self { alpha, floor: if alpha == 0.0 { 1e-4 } else { 1e-6 } }
    }

    fn of(self, utility: f64) -> f64 {
        if self.alpha == 1.0 {
            return 1.0;
        }
        utility.max(self.floor).powf(self.alpha - 1.0)
    }
}

impl<'a> Ascent<'a> {
    /// Starts from the given exposures, or from even ones: every candidate gets the mean of the row's attention.
    pub(crate) fn new(preferences: &'a Preferences, attention: [Attention; 2], start: Option<[Vec<f64>; 2]>) -> Self {
        let exposure = start.unwrap_or_else(|| {
            let [left, right] = &attention;
            let right_side = preferences.right.as_ref();
            [even(&preferences.left, left), right_side.map_or(Vec::new(), |book| even(book, right))]
        });
        let people = [preferences.left() as usize, preferences.right() as usize];
        let mut ascent = Self {
            preferences,
            attention,
            exposure,
            utility: people.map(|count| vec![0.0; count]),
            turned: vec![0.0; preferences.left.layout.slots()],
            weights: Vec::new(),
        };
        ascent.measure();
        ascent
    }

    /// Expected matches.
    pub(crate) fn matches(&self) -> f64 {
        let total: f64 = self.utility[0].iter().sum();
        if self.preferences.is_pool() { total / 2.0 } else { total }
    }

    /// Computes the utilities of the present exposures.
    pub(crate) fn measure(&mut self) {
        for side in self.sides() {
            self.turn(side);
            let (book, turned) = (self.preferences.book(side), &self.turned);
            let at = side as usize;
            let exposure = &self.exposure[at];
            self.utility[at] = par::map(book.layout.rows(), |row| {
                let span = book.layout.span(row);
                utility(&book.both[span.clone()], &exposure[span.clone()], &turned[span])
            });
        }
    }

    /// One step of all lists: the right side first, then the left one; a pool moves all at once.
    pub(crate) fn step(&mut self, weighing: Weighing, step: f64) {
        if self.preferences.is_pool() {
            self.step_pool(weighing, step);
        } else {
            self.step_side(Side::Right, weighing, step);
            self.step_side(Side::Left, weighing, step);
        }
    }

    fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        let right = (!self.preferences.is_pool()).then_some(Side::Right);
        [Side::Left].into_iter().chain(right)
    }

    fn turn(&mut self, side: Side) {
        let other = match side {
            Side::Left if !self.preferences.is_pool() => 1,
            _ => 0,
        };
        self.preferences.book(side).layout.mirror_into(&self.exposure[other], &mut self.turned);
    }

    /// Each row of a side moves towards the ranking by P · E of the other · U^(α − 1) of the other.
    fn step_side(&mut self, side: Side, weighing: Weighing, step: f64) {
        self.turn(side);
        let (at, other) = (side as usize, 1 - side as usize);
        self.weights.clear();
        self.weights.extend(self.utility[other].iter().map(|&utility| weighing.of(utility)));
        let book = self.preferences.book(side);
        let (attention, turned, weights) = (&self.attention[at], &self.turned, &self.weights);
        let start = |row: usize| book.layout.start(row);
        par::for_each_span(&mut self.exposure[at], start, &mut self.utility[at], Ranking::default, |ranking, row, exposure| {
            let span = book.layout.span(row);
            let (both, turned) = (&book.both[span.clone()], &turned[span]);
            ranking.resize(exposure.len());
            book.layout.gather(row, weights, &mut ranking.scores);
            for ((score, &chance), &theirs) in ranking.scores.iter_mut().zip(both).zip(turned) {
                *score *= chance * theirs;
            }
            let sorted = attention.sorted(row, exposure.len());
            attention.blend(row, exposure, ranking.order(sorted), step);
            utility(both, exposure, turned)
        });
    }

    /// Each list moves towards the ranking by P · Eᵀ · (U_i^(α − 1) + U_j^(α − 1)), all from the same exposures.
    fn step_pool(&mut self, weighing: Weighing, step: f64) {
        self.turn(Side::Left);
        self.weights.clear();
        self.weights.extend(self.utility[0].iter().map(|&utility| weighing.of(utility)));
        let book = &self.preferences.left;
        let (attention, turned, weights) = (&self.attention[0], &self.turned, &self.weights);
        let start = |row: usize| book.layout.start(row);
        par::for_each_span(&mut self.exposure[0], start, &mut self.utility[0], Ranking::default, |ranking, row, exposure| {
            let span = book.layout.span(row);
            ranking.resize(exposure.len());
            book.layout.gather(row, weights, &mut ranking.scores);
            let pairs = book.both[span.clone()].iter().zip(&turned[span]);
            for (score, (&chance, &theirs)) in ranking.scores.iter_mut().zip(pairs) {
                *score = (*score + weights[row]) * (chance * theirs);
            }
            let sorted = attention.sorted(row, exposure.len());
            attention.blend(row, exposure, ranking.order(sorted), step);
            0.0
        });
        self.measure();
    }
}

/// U_i = Σ_j P_ij E_ij F_ji.
fn utility(both: &[f64], exposure: &[f64], turned: &[f64]) -> f64 {
    let pairs = both.iter().zip(exposure).zip(turned);
    pairs.map(|((&chance, &ours), &theirs)| chance * ours * theirs).sum()
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
