//! Learns coefficients from outcomes: a logistic regression pulled towards a prior.

use crate::acceptance::linear::Cholesky;
use crate::acceptance::model::ln_logistic;
use crate::acceptance::off_policy::WEIGHT_CLIP;
use crate::acceptance::{Acceptance, PREDICTORS, Predictor};
use crate::error::Error;

/// Coefficients and the intercept, which stands last.
const SIZE: usize = PREDICTORS + 1;

/// The least number of outcomes, and of answers of either kind, that a fit can bear. With fewer a single answer turns the
/// intercept by more than its standard error.
const LEAST: (usize, usize) = (20, 5);

/// Scoring steps at most. Half a dozen suffice on the sets measured.
const STEPS: u32 = 100;

/// A step that changes no coefficient by more ends the search.
const STILL: f64 = 1e-9;

/// How a model is fitted.
///
/// # Examples
///
/// ```
/// use confrere::acceptance::FitSettings;
/// assert!(FitSettings::default().penalty(-1.0).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitSettings {
    penalty: f64,
}

impl Default for FitSettings {
    /// A penalty of [`PENALTY`].
    fn default() -> Self {
        Self { penalty: PENALTY }
    }
}

/// λ: how strongly coefficients are pulled towards the prior, in outcomes: it weighs as much as that many outcomes would
/// that all say what the prior says.
const PENALTY: f64 = 4.0;

impl FitSettings {
    /// Sets how strongly coefficients are pulled towards the prior.
    ///
    /// # Errors
    ///
    /// When the penalty is not a number from 0.001 to 1,000,000: without any, few outcomes leave coefficients undetermined.
    pub fn penalty(mut self, penalty: f64) -> Result<Self, Error> {
        if !(1e-3..=1e6).contains(&penalty) {
            return Err(Error::OutOfRange {
                what: "penalty of a fit".into(),
                value: penalty.into(),
                expected: "a number from 0.001 to 1000000",
            });
        }
        self.penalty = penalty;
        Ok(self)
    }
}

/// What a fit rests on, and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FitReport {
    /// Outcomes that say yes.
    pub yes: u32,
    /// Outcomes that say no.
    pub no: u32,
    /// Outcomes that name someone who is not in the network.
    pub unknown: u32,
    /// Mean log-likelihood of an outcome under the prior.
    pub prior_likelihood: f64,
    /// Mean log-likelihood of an outcome under the fit.
    pub likelihood: f64,
}

/// One answer: the filled rows of a pair, one where only the first answered.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) row: [f64; PREDICTORS],
    pub(crate) back: Option<[f64; PREDICTORS]>,
    pub(crate) yes: bool,
    /// The chance of having been shown, where it is known.
    pub(crate) shown_with: Option<f32>,
}

/// Fits coefficients to answers.
///
/// Maximises Σ wₑ·ln P(answer) − λ/2·Σ sₖ²(βₖ − priorₖ)², where a yes of a pair has the chance a(i→j)·a(j→i), sₖ is the
/// spread of a predictor among the answers, so that the pull does not depend on its unit, and wₑ = 1 / shown_with, clipped at
/// ten times its least and scaled to a mean of 1. The intercept is pulled with 1/100 of λ: base rates differ from
/// community to community. Fisher scoring with halved steps; coefficients that may not be negative stay at 0 while the gradient
/// points below.
pub(crate) fn fit(
    examples: &[Example],
    prior: &Acceptance,
    settings: FitSettings,
) -> Result<(Acceptance, FitReport), Error> {
    let yes = examples.iter().filter(|example| example.yes).count();
    let no = examples.len() - yes;
    if examples.len() < LEAST.0 || yes.min(no) < LEAST.1 {
        return Err(Error::Shape {
            what: "outcomes to learn from".into(),
            found: format!("{yes} that say yes and {no} that say no"),
            expected: format!("at least {} in all and {} of either", LEAST.0, LEAST.1),
        });
    }
    let problem = Problem::new(examples, prior, settings);
    let start = problem.target;
    let beta = problem.solve();
    let errors = problem.errors(&beta);
    let mut coefficients = [0.0; PREDICTORS];
    coefficients.copy_from_slice(&beta[..PREDICTORS]);
    let model = Acceptance::fitted(
        prior,
        (beta[PREDICTORS], coefficients),
        errors,
        examples.len() as u32,
    );
    let report = FitReport {
        yes: yes as u32,
        no: no as u32,
        unknown: 0,
        prior_likelihood: problem.likelihood(&start) / examples.len() as f64,
        likelihood: problem.likelihood(&beta) / examples.len() as f64,
    };
    Ok((model, report))
}

/// The likelihood to be maximised.
struct Problem<'e> {
    examples: &'e [Example],
    weights: Vec<f64>,
    /// Where the penalty pulls to.
    target: [f64; SIZE],
    /// How strongly it pulls each coefficient.
    pull: [f64; SIZE],
}

impl<'e> Problem<'e> {
    fn new(examples: &'e [Example], prior: &Acceptance, settings: FitSettings) -> Self {
        let mut target = [0.0; SIZE];
        target[..PREDICTORS].copy_from_slice(prior.coefficients());
        target[PREDICTORS] = prior.intercept();
        let mut pull = [0.0; SIZE];
        for place in 0..PREDICTORS {
            let spread = variance(examples.iter().map(|example| example.row[place]));
            // A predictor that never varies cannot be told from the intercept, and stays where the prior has it.
            pull[place] = settings.penalty * if spread > 1e-12 { spread } else { 1.0 };
        }
        pull[PREDICTORS] = settings.penalty / 100.0;
        Self {
            examples,
            weights: propensity_weights(examples),
            target,
            pull,
        }
    }

    fn solve(&self) -> [f64; SIZE] {
        let mut beta = self.target;
        let mut height = self.objective(&beta);
        for _ in 0..STEPS {
            let (gradient, information) = self.slope(&beta);
            let free: Vec<usize> = (0..SIZE)
                .filter(|&k| !held(k, &beta, gradient[k]))
                .collect();
            let part = |k: &usize| free.iter().map(|&l| information[*k][l]).collect();
            let matrix: Vec<Vec<f64>> = free.iter().map(part).collect();
            let Some(factor) = Cholesky::new(&matrix) else {
                break;
            };
            let step = factor.solve(&free.iter().map(|&k| gradient[k]).collect::<Vec<_>>());
            let Some((next, reached)) = self.climb(&beta, height, &free, &step) else {
                break;
            };
            let change = (0..SIZE)
                .map(|k| (next[k] - beta[k]).abs())
                .fold(0.0, f64::max);
            (beta, height) = (next, reached);
            if change < STILL {
                break;
            }
        }
        beta
    }

    /// The farthest of halved steps that climbs, `None` where none does: the top is reached as far as f64 can tell.
    fn climb(
        &self,
        beta: &[f64; SIZE],
        height: f64,
        free: &[usize],
        step: &[f64],
    ) -> Option<([f64; SIZE], f64)> {
        let mut share = 1.0;
        while share > 1e-6 {
            let mut next = *beta;
            for (&k, step) in free.iter().zip(step) {
                next[k] = (next[k] + share * step).clamp(least(k), 100.0);
            }
            let reached = self.objective(&next);
            if reached > height {
                return Some((next, reached));
            }
            share /= 2.0;
        }
        None
    }

    fn objective(&self, beta: &[f64; SIZE]) -> f64 {
        let pulled = (0..SIZE).map(|k| self.pull[k] * (beta[k] - self.target[k]).powi(2));
        self.likelihood(beta) - 0.5 * pulled.sum::<f64>()
    }

    fn likelihood(&self, beta: &[f64; SIZE]) -> f64 {
        let pairs = self.examples.iter().zip(&self.weights);
        pairs
            .map(|(example, weight)| weight * ln_answer(example, beta))
            .sum()
    }

    /// Gradient and Fisher information of the objective.
    ///
    /// With p the chance of a yes and D = d ln p / dβ the score of an answer is (y − p)/(1 − p)·D and its information
    /// p/(1 − p)·D·Dᵀ, which is never indefinite, unlike the Hessian of a product.
    fn slope(&self, beta: &[f64; SIZE]) -> ([f64; SIZE], [[f64; SIZE]; SIZE]) {
        let (mut gradient, mut information) = ([0.0; SIZE], [[0.0; SIZE]; SIZE]);
        for k in 0..SIZE {
            gradient[k] = self.pull[k] * (self.target[k] - beta[k]);
            information[k][k] = self.pull[k];
        }
        for (example, weight) in self.examples.iter().zip(&self.weights) {
            let (ln_p, direction) = direction(example, beta);
            // A certain yes that was a no would have an infinite score.
            let p = ln_p.exp().min(1.0 - 1e-9);
            let score = weight * (f64::from(u8::from(example.yes)) - p) / (1.0 - p);
            let known = weight * p / (1.0 - p);
            for k in 0..SIZE {
                gradient[k] += score * direction[k];
                for l in 0..=k {
                    information[k][l] += known * direction[k] * direction[l];
                }
            }
        }
        for k in 0..SIZE {
            for l in 0..k {
                information[l][k] = information[k][l];
            }
        }
        (gradient, information)
    }

    /// Standard errors from the inverse of the penalised information; those of coefficients held at 0 are 0.
    fn errors(&self, beta: &[f64; SIZE]) -> [f64; SIZE] {
        let (gradient, information) = self.slope(beta);
        let free: Vec<usize> = (0..SIZE).filter(|&k| !held(k, beta, gradient[k])).collect();
        let part = |k: &usize| free.iter().map(|&l| information[*k][l]).collect();
        let matrix: Vec<Vec<f64>> = free.iter().map(part).collect();
        let mut errors = [0.0; SIZE];
        if let Some(factor) = Cholesky::new(&matrix) {
            for (&k, variance) in free.iter().zip(factor.inverse_diagonal()) {
                errors[k] = variance.sqrt();
            }
        }
        errors
    }
}

/// The least value of a coefficient.
fn least(place: usize) -> f64 {
    let named = Predictor::ALL.get(place);
    if named.is_some_and(|predictor| predictor.speaks_for()) {
        0.0
    } else {
        -100.0
    }
}

/// Whether a coefficient stands at its bound and the gradient points beyond.
fn held(place: usize, beta: &[f64; SIZE], gradient: f64) -> bool {
    beta[place] <= least(place) && gradient <= 0.0
}

fn linear(row: &[f64; PREDICTORS], beta: &[f64; SIZE]) -> f64 {
    row.iter()
        .zip(beta)
        .fold(beta[PREDICTORS], |sum, (x, beta)| sum + beta * x)
}

/// ln P(yes) and its derivative.
fn direction(example: &Example, beta: &[f64; SIZE]) -> (f64, [f64; SIZE]) {
    let (mut ln_p, mut slope) = (0.0, [0.0; SIZE]);
    for row in [Some(&example.row), example.back.as_ref()]
        .into_iter()
        .flatten()
    {
        let eta = linear(row, beta);
        ln_p += ln_logistic(eta);
        let rest = ln_logistic(-eta).exp();
        for (slope, x) in slope.iter_mut().zip(row.iter().chain([&1.0])) {
            *slope += rest * x;
        }
    }
    (ln_p, slope)
}

fn ln_answer(example: &Example, beta: &[f64; SIZE]) -> f64 {
    let rows = [Some(&example.row), example.back.as_ref()];
    let ln_p: f64 = rows
        .into_iter()
        .flatten()
        .map(|row| ln_logistic(linear(row, beta)))
        .sum();
    if example.yes {
        return ln_p;
    }
    // ln(1 − p), kept finite where p rounds to 1.
    (-ln_p.exp_m1()).max(1e-12).ln()
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    values.map(|value| (value - mean).powi(2)).sum::<f64>() / count
}

/// 1 / chance, at most ten times the least, scaled to a mean of 1. What does not say its chance weighs like the mean of the others.
fn propensity_weights(examples: &[Example]) -> Vec<f64> {
    let inverse = |example: &Example| example.shown_with.map(|chance| 1.0 / f64::from(chance));
    let least = examples
        .iter()
        .filter_map(inverse)
        .fold(f64::INFINITY, f64::min);
    let clipped = |example: &Example| Some(inverse(example)?.min(WEIGHT_CLIP * least));
    let known = examples.iter().filter_map(clipped);
    let (count, sum) = known.fold((0.0, 0.0), |(count, sum), weight| {
        (count + 1.0, sum + weight)
    });
    let mean = if count > 0.0 { sum / count } else { 1.0 };
    examples
        .iter()
        .map(|example| clipped(example).map_or(1.0, |weight| weight / mean))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::acceptance::model::ln_logistic;
    use crate::acceptance::{Acceptance, Example, FitSettings, PREDICTORS, Predictor, fit};
    use crate::numeric::Random;

    /// Pairs whose chance follows known coefficients of common contacts and attributes.
    fn made(count: usize, seed: u64) -> Vec<Example> {
        let mut random = Random::new(seed);
        let mut example = || {
            let mut row = [0.0; PREDICTORS];
            row[Predictor::CommonContacts as usize] = 2.0 * random.uniform();
            row[Predictor::Attributes as usize] = random.uniform();
            let eta = -2.0
                + 2.5 * row[Predictor::CommonContacts as usize]
                + 1.0 * row[Predictor::Attributes as usize];
            let yes = random.uniform() < (2.0 * ln_logistic(eta)).exp();
            Example {
                row,
                back: Some(row),
                yes,
                shown_with: None,
            }
        };
        (0..count).map(|_| example()).collect()
    }

    #[test]
    fn coefficients_that_made_the_answers_are_found_within_their_errors() {
        let (model, report) = fit(
            &made(4_000, 3),
            &Acceptance::prior(),
            FitSettings::default(),
        )
        .expect("enough outcomes");
        for (predictor, truth) in [
            (Predictor::CommonContacts, 2.5),
            (Predictor::Attributes, 1.0),
        ] {
            let error = model.standard_error(predictor).expect("fitted");
            let off = (model.coefficient(predictor) - truth).abs();
            assert!(
                error > 0.0 && error < 0.3 && off < 3.0 * error,
                "{predictor}: {off} of {error}"
            );
        }
        assert!(report.likelihood > report.prior_likelihood);
        assert_eq!(report.yes + report.no, 4_000);
    }

    #[test]
    fn what_speaks_for_a_yes_never_gets_a_negative_coefficient() {
        let mut examples = made(400, 5);
        examples
            .iter_mut()
            .for_each(|example| example.yes = !example.yes);
        let (model, _) =
            fit(&examples, &Acceptance::prior(), FitSettings::default()).expect("fits");
        assert_eq!(model.coefficient(Predictor::CommonContacts), 0.0);
        assert!(
            Predictor::ALL
                .into_iter()
                .all(|p| !p.speaks_for() || model.coefficient(p) >= 0.0)
        );
    }

    #[test]
    fn too_few_answers_are_refused_and_a_strong_pull_leaves_the_prior() {
        let few: Vec<Example> = made(19, 1);
        assert!(fit(&few, &Acceptance::prior(), FitSettings::default()).is_err());
        let strong = FitSettings::default().penalty(1e6).expect("in range");
        let (model, _) = fit(&made(200, 2), &Acceptance::prior(), strong).expect("enough");
        let prior = Acceptance::prior();
        for predictor in Predictor::ALL {
            assert!((model.coefficient(predictor) - prior.coefficient(predictor)).abs() < 0.01);
        }
    }

    #[test]
    fn rarely_shown_answers_weigh_more_and_are_clipped() {
        let mut examples = made(40, 9);
        examples[0].shown_with = Some(0.001);
        examples[1..20]
            .iter_mut()
            .for_each(|example| example.shown_with = Some(0.5));
        let weights = super::propensity_weights(&examples);
        assert!((weights[0] / weights[1] - 10.0).abs() < 1e-9);
        assert_eq!(weights[30], 1.0);
        let known: f64 = weights[..20].iter().sum();
        assert!((known / 20.0 - 1.0).abs() < 1e-9);
    }
}
