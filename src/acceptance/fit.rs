//! Learns coefficients from outcomes: a logistic regression pulled towards a prior.

use crate::acceptance::fit_settings::{FitReport, FitSettings};
use crate::acceptance::linear::Cholesky;
use crate::acceptance::model::ln_logistic;
use crate::acceptance::off_policy::WEIGHT_CLIP;
use crate::acceptance::{Acceptance, PREDICTORS, Predictor};
use crate::error::Error;
use crate::progress::Meter;

/// The least number of outcomes, and of answers of either kind, that a fit can bear. With fewer a single answer turns the
/// intercept by more than its standard error.
const LEAST: (usize, usize) = (20, 5);

/// Scoring steps at most. Half a dozen suffice on the sets measured.
const STEPS: u32 = 100;

/// A step that changes no coefficient by more ends the search.
const STILL: f64 = 1e-9;

/// One answer: the rows of a pair as distances from the average pair of its community, one row where only the first answered.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) row: [f64; PREDICTORS],
    pub(crate) back: Option<[f64; PREDICTORS]>,
    /// Of which community it is, where several are fitted together.
    pub(crate) community: usize,
    pub(crate) yes: bool,
    /// The chance of having been shown, where it is known.
    pub(crate) shown_with: Option<f32>,
}

/// Fits coefficients to answers.
///
/// Maximises Σ wₑ·ln P(answer) − λ/2·Σ sₖ²(βₖ − priorₖ)², where a yes of a pair has the chance a(i→j)·a(j→i), sₖ is the
/// spread of a predictor among the answers, so that the pull does not depend on its unit, and wₑ = 1 / shown_with, clipped at
/// ten times its least and scaled to a mean of 1. The intercept is pulled with 1/100 of λ: base rates differ from
/// community to community, so each has an intercept of its own, and the model's is their mean. Several communities weigh
/// alike, however many answers each has. Fisher scoring with halved steps; coefficients that may not be negative stay at 0 while the gradient
/// points below.
pub(crate) fn fit(
    examples: &[Example],
    prior: &Acceptance,
    settings: FitSettings,
    meter: &mut Meter<'_>,
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
    // The optimum, and the errors from the inverse of its information.
    let problem = Problem::new(examples, prior, settings);
    let beta = problem.solve(meter)?;
    let errors = problem.errors(&beta);
    let (mut coefficients, mut deviations) = ([0.0; PREDICTORS], [0.0; PREDICTORS + 1]);
    coefficients.copy_from_slice(&beta[..PREDICTORS]);
    deviations.copy_from_slice(&errors[..=PREDICTORS]);
    // One intercept a community while fitting, their mean afterwards.
    let intercepts = &beta[PREDICTORS..];
    let intercept = intercepts.iter().sum::<f64>() / intercepts.len() as f64;
    let fitted = (intercept, coefficients);
    let model = Acceptance::fitted(prior, fitted, deviations, examples.len() as u32);
    let report = FitReport {
        yes: yes as u32,
        no: no as u32,
        unknown: 0,
        prior_likelihood: problem.likelihood(&problem.target) / examples.len() as f64,
        likelihood: problem.likelihood(&beta) / examples.len() as f64,
    };
    Ok((model, report))
}

/// The likelihood to be maximised.
struct Problem<'e> {
    examples: &'e [Example],
    weights: Vec<f64>,
    /// Where the penalty pulls to: the coefficients, then an intercept for each community.
    target: Vec<f64>,
    /// How strongly it pulls each of them.
    pull: Vec<f64>,
}

impl<'e> Problem<'e> {
    fn new(examples: &'e [Example], prior: &Acceptance, settings: FitSettings) -> Self {
        let communities = 1 + examples
            .iter()
            .map(|example| example.community)
            .max()
            .unwrap_or(0);
        // Every community has an intercept of its own, each pulled towards the prior's.
        let mut target = prior.coefficients().to_vec();
        target.extend(std::iter::repeat_n(prior.intercept(), communities));
        let spread = |place: usize| {
            let spread = variance(examples.iter().map(|example| example.row[place]));
            // A predictor that never varies cannot be told from the intercept, and stays where the prior has it.
            settings.get_penalty() * if spread > 1e-12 { spread } else { 1.0 }
        };
        let mut pull: Vec<f64> = (0..PREDICTORS).map(spread).collect();
        pull.extend(std::iter::repeat_n(
            settings.get_penalty() / 100.0,
            communities,
        ));
        Self {
            examples,
            weights: weights(examples, communities),
            target,
            pull,
        }
    }

    fn solve(&self, meter: &mut Meter<'_>) -> Result<Vec<f64>, Error> {
        let mut beta = self.target.clone();
        let mut height = self.objective(&beta);
        for step in 0..STEPS {
            meter.tell("scoring steps", (step.into(), STEPS.into()))?;
            // Fisher's step on the coefficients that may move; those at a bound with a gradient beyond it stay.
            // Fisher scoring: the expected information instead of the Hessian is positive definite wherever the pull is.
            let (gradient, information) = self.slope(&beta);
            let free = free(&beta, &gradient);
            let Some(factor) = Cholesky::new(&part(&information, &free)) else {
                break;
            };
            let step = factor.solve(&free.iter().map(|&k| gradient[k]).collect::<Vec<_>>());
            let Some((next, reached)) = self.climb(&beta, height, &free, &step) else {
                break;
            };
            let changes = beta.iter().zip(&next).map(|(a, b)| (a - b).abs());
            let change = changes.fold(0.0, f64::max);
            (beta, height) = (next, reached);
            if change < STILL {
                break;
            }
        }
        Ok(beta)
    }

    /// The farthest of halved steps that climbs, `None` where none does: the top is reached as far as f64 can tell.
    fn climb(
        &self,
        beta: &[f64],
        height: f64,
        free: &[usize],
        step: &[f64],
    ) -> Option<(Vec<f64>, f64)> {
        let mut share = 1.0;
        while share > 1e-6 {
            let mut next = beta.to_vec();
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

    fn objective(&self, beta: &[f64]) -> f64 {
        let distances = beta.iter().zip(&self.target).map(|(a, b)| (a - b).powi(2));
        let pulled: f64 = self
            .pull
            .iter()
            .zip(distances)
            .map(|(pull, far)| pull * far)
            .sum();
        self.likelihood(beta) - 0.5 * pulled
    }

    fn likelihood(&self, beta: &[f64]) -> f64 {
        let pairs = self.examples.iter().zip(&self.weights);
        pairs
            .map(|(example, weight)| weight * ln_answer(example, beta))
            .sum()
    }

    /// Gradient and Fisher information of the objective.
    ///
    /// With p the chance of a yes and D = d ln p / dβ the score of an answer is (y − p)/(1 − p)·D and its information
    /// p/(1 − p)·D·Dᵀ, which is never indefinite, unlike the Hessian of a product.
    fn slope(&self, beta: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let size = beta.len();
        let mut gradient: Vec<f64> = (0..size)
            .map(|k| self.pull[k] * (self.target[k] - beta[k]))
            .collect();
        let mut information = vec![vec![0.0; size]; size];
        for (k, row) in information.iter_mut().enumerate() {
            row[k] = self.pull[k];
        }
        for (example, weight) in self.examples.iter().zip(&self.weights) {
            let (ln_p, direction) = direction(example, beta);
            // A certain yes that was a no would have an infinite score.
            let p = ln_p.exp().min(1.0 - 1e-9);
            let score = weight * (f64::from(u8::from(example.yes)) - p) / (1.0 - p);
            let known = weight * p / (1.0 - p);
            // An answer has no part in the intercepts of other communities.
            let places: Vec<usize> = (0..PREDICTORS)
                .chain([PREDICTORS + example.community])
                .collect();
            for (x, &k) in places.iter().enumerate() {
                gradient[k] += score * direction[x];
                for (y, &l) in places.iter().enumerate() {
                    information[k][l] += known * direction[x] * direction[y];
                }
            }
        }
        (gradient, information)
    }

    /// Standard errors from the inverse of the penalised information; those of coefficients held at 0 are 0.
    fn errors(&self, beta: &[f64]) -> Vec<f64> {
        let (gradient, information) = self.slope(beta);
        let free = free(beta, &gradient);
        let mut errors = vec![0.0; beta.len()];
        if let Some(factor) = Cholesky::new(&part(&information, &free)) {
            for (&k, variance) in free.iter().zip(factor.inverse_diagonal()) {
                errors[k] = variance.sqrt();
            }
        }
        errors
    }
}

/// The coefficients that may move: all but those at their bound whose gradient points beyond.
fn free(beta: &[f64], gradient: &[f64]) -> Vec<usize> {
    let held = |k: &usize| beta[*k] <= least(*k) && gradient[*k] <= 0.0;
    (0..beta.len()).filter(|k| !held(k)).collect()
}

/// Rows and columns of a matrix.
fn part(matrix: &[Vec<f64>], places: &[usize]) -> Vec<Vec<f64>> {
    let row = |k: &usize| places.iter().map(|&l| matrix[*k][l]).collect();
    places.iter().map(row).collect()
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

fn linear(row: &[f64; PREDICTORS], community: usize, beta: &[f64]) -> f64 {
    let pairs = row.iter().zip(beta);
    pairs.fold(beta[PREDICTORS + community], |sum, (x, beta)| {
        sum + beta * x
    })
}

/// ln P(yes) and its derivative by the coefficients and by the intercept of the community, which stands last.
fn direction(example: &Example, beta: &[f64]) -> (f64, [f64; PREDICTORS + 1]) {
    let (mut ln_p, mut slope) = (0.0, [0.0; PREDICTORS + 1]);
    for row in [Some(&example.row), example.back.as_ref()]
        .into_iter()
        .flatten()
    {
        let eta = linear(row, example.community, beta);
        // The chance of a mutual yes is a product, so its logarithm and slope are sums over both sides.
        ln_p += ln_logistic(eta);
        let rest = ln_logistic(-eta).exp();
        for (slope, x) in slope.iter_mut().zip(row.iter().chain([&1.0])) {
            *slope += rest * x;
        }
    }
    (ln_p, slope)
}

fn ln_answer(example: &Example, beta: &[f64]) -> f64 {
    let rows = [Some(&example.row), example.back.as_ref()];
    let ln_p: f64 = rows
        .into_iter()
        .flatten()
        .map(|row| ln_logistic(linear(row, example.community, beta)))
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

/// The weight of each answer: its propensity weight, scaled so that communities weigh alike and the mean is 1.
fn weights(examples: &[Example], communities: usize) -> Vec<f64> {
    let mut weights = propensity_weights(examples);
    if communities > 1 {
        let mut sums = vec![0.0; communities];
        for (example, weight) in examples.iter().zip(&weights) {
            sums[example.community] += weight;
        }
        // Each community has the same share of the weight, however many answers it gave.
        let fair = examples.len() as f64 / communities as f64;
        for (example, weight) in examples.iter().zip(&mut weights) {
            *weight *= fair / sums[example.community];
        }
    }
    weights
}

/// 1 / chance, at most ten times the least, scaled to a mean of 1. What does not say its chance weighs like the mean of the others.
fn propensity_weights(examples: &[Example]) -> Vec<f64> {
    let inverse = |example: &Example| example.shown_with.map(|chance| 1.0 / f64::from(chance));
    let least = examples
        .iter()
        .filter_map(inverse)
        .fold(f64::INFINITY, f64::min);
    // Clipped, or a single answer to an unlikely suggestion would outweigh all others.
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
    use crate::progress::Meter;

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
                community: 0,
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
            &mut Meter::silent(),
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
        let (model, _) = fit(
            &examples,
            &Acceptance::prior(),
            FitSettings::default(),
            &mut Meter::silent(),
        )
        .expect("fits");
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
        assert!(
            fit(
                &few,
                &Acceptance::prior(),
                FitSettings::default(),
                &mut Meter::silent()
            )
            .is_err()
        );
        let strong = FitSettings::default().penalty(1e6).expect("in range");
        let (model, _) = fit(
            &made(200, 2),
            &Acceptance::prior(),
            strong,
            &mut Meter::silent(),
        )
        .expect("enough");
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
