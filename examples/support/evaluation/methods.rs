//! Every way of scoring a pair that is compared.

use std::collections::HashMap;

use confrere::acceptance::{Acceptance, Components, FitSettings, Predictor};
use confrere::diversity::circle_distance;
use confrere::{Acquaintances, Matcher, Network, PersonId, Policy};

use crate::Refused;
use crate::evaluation::case::{Case, shuffle};
use crate::evaluation::measures::Scored;

/// Labelled pairs of the small fit, half of them of either answer: as from lists that people were shown, of which more come to
/// something than of pairs drawn evenly.
const FEW: usize = 50;

/// The name of the small fit.
const FITTED_FEW: &str = "acceptance-fitted-50";

/// The name of the model that no outcomes of the set have taught.
const PRIOR: &str = "acceptance-prior";

/// What can be turned for an experiment.
#[derive(Debug, Clone, Copy)]
pub struct Knobs {
    pub openness: Option<f32>,
    pub weight: Option<f32>,
    pub unknown: Option<f32>,
    pub peak: Option<f32>,
    pub penalty: Option<f64>,
}

/// The scores of every method, by method in a fixed order.
pub type Scores = Vec<(String, bool, Vec<Scored>)>;

/// Scores every pair of a case by every method, each pair by a network and models that do not know its answer.
pub fn score_all(case: &Case, folds: usize, seed: u64, knobs: Knobs) -> Result<Scores, Refused> {
    let of = case.folds(folds, seed);
    let few = few_labels(case, seed);
    let mut all: Scores = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for fold in 0..folds {
        let network = case.hiding(|place| of[place] == fold)?;
        let ids = case.ids(&network);
        let train: Vec<usize> = (0..of.len()).filter(|&place| of[place] != fold).collect();
        let methods = Methods::new(case, &network, [&train, &few], knobs)?;
        for place in (0..of.len()).filter(|&place| of[place] == fold) {
            let pair = &case.pairs[place];
            let (a, b) = (ids[pair.a], ids[pair.b]);
            let cross = far(&network, a, b).map(|far| far > 0.0);
            methods.each(a, b, |method, chance, score| {
                if method == FITTED_FEW && few.contains(&place) {
                    return;
                }
                let at = *places.entry(method.to_string()).or_insert_with(|| {
                    all.push((method.to_string(), chance, Vec::with_capacity(of.len())));
                    all.len() - 1
                });
                let (a, b, yes) = (pair.a, pair.b, pair.yes);
                all[at].2.push(Scored {
                    a,
                    b,
                    yes,
                    cross,
                    score,
                });
            });
        }
    }
    let sizes: Vec<usize> = (0..folds)
        .map(|fold| of.iter().filter(|&&dealt| dealt == fold).count())
        .collect();
    let prior = all.iter_mut().find(|method| method.0 == PRIOR);
    if let Some((_, _, pairs)) = prior {
        at_the_rate(pairs, &sizes);
    }
    // Folds come one after the other; the order of pairs must not depend on how they were dealt.
    for (_, _, pairs) in &mut all {
        pairs.sort_by_key(|pair| (pair.a, pair.b));
    }
    Ok(all)
}

/// Moves the log-odds of each fold's chances by one constant, with which the mean chance in the other folds is the rate there.
///
/// How many pairs that said no a set has was chosen by whoever drew it, and says nothing of how rare a yes is: a model from elsewhere is
/// told the rate, as the base rate is to which it is compared (prior correction: King and Zeng 2001). The order of a fold stays.
fn at_the_rate(pairs: &mut [Scored], sizes: &[usize]) {
    let log_odds: Vec<f64> = pairs
        .iter()
        .map(|pair| {
            let chance = pair.score.clamp(1e-12, 1.0 - 1e-12);
            (chance / (1.0 - chance)).ln()
        })
        .collect();
    let moved = |at: usize, by: f64| 1.0 / (1.0 + (-log_odds[at] - by).exp());
    let mut start = 0;
    for &size in sizes {
        let here = start..start + size;
        let others: Vec<usize> = (0..pairs.len()).filter(|at| !here.contains(at)).collect();
        let yes = others.iter().filter(|&&at| pairs[at].yes).count() as f64;
        // The mean chance rises with the constant: it is halved in upon.
        let (mut low, mut high) = (-30.0, 30.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            let sum: f64 = others.iter().map(|&at| moved(at, middle)).sum();
            match sum < yes {
                true => low = middle,
                false => high = middle,
            }
        }
        if !others.is_empty() {
            for at in here {
                pairs[at].score = moved(at, low);
            }
        }
        start += size;
    }
}

/// The pairs of the small fit; they are asked of it by nobody.
fn few_labels(case: &Case, seed: u64) -> Vec<usize> {
    let mut few = Vec::with_capacity(FEW);
    for yes in [true, false] {
        let of = case
            .pairs
            .iter()
            .enumerate()
            .filter(|(_, pair)| pair.yes == yes);
        let mut places: Vec<usize> = of.map(|(place, _)| place).collect();
        shuffle(&mut places, seed.wrapping_add(1));
        few.extend(places.into_iter().take(FEW / 2));
    }
    few.sort_unstable();
    few
}

struct Methods {
    policies: Vec<(&'static str, Matcher)>,
    /// Fitted models, each as the matcher that has it.
    models: Vec<(&'static str, Matcher)>,
    network: Network,
    places: HashMap<PersonId, u32>,
}

impl Methods {
    fn new(
        case: &Case,
        network: &Network,
        [train, few]: [&[usize]; 2],
        knobs: Knobs,
    ) -> Result<Self, Refused> {
        let turned = |mut policy: Policy| {
            policy = policy.acquaintances(Acquaintances::Included);
            policy = knobs.peak.map_or(policy.clone(), |peak| policy.peak(peak));
            policy = knobs
                .openness
                .map_or(policy.clone(), |openness| policy.openness(openness));
            policy = knobs
                .weight
                .map_or(policy.clone(), |weight| policy.acceptance_weight(weight));
            knobs
                .unknown
                .map_or(policy.clone(), |unknown| policy.unknown_gain(unknown))
        };
        let stock = |policy: Policy| policy.acquaintances(Acquaintances::Included);
        let matcher = |policy: Policy| {
            Ok::<_, Refused>(Matcher::with_policy(network, policy)?.for_operator())
        };
        let default = matcher(turned(Policy::default()))?;
        let settings = FitSettings::default();
        let settings = knobs
            .penalty
            .map_or(Ok(settings), |penalty| settings.penalty(penalty))?;
        // Where there is too little to learn from, the prior stands.
        let fitted = |places: &[usize]| {
            let outcomes = case.outcomes(places)?;
            let model = Acceptance::fit(&default, &outcomes, settings);
            let model = model.map_or_else(|_| Acceptance::prior(), |fitted| fitted.0);
            matcher(turned(Policy::default().acceptance(model)))
        };
        let full = fitted(train)?;
        let places = network.people().zip(0..);
        Ok(Self {
            policies: vec![
                ("default", default.clone()),
                ("default-fitted", full.clone()),
                ("strict", matcher(stock(Policy::strict()))?),
                ("benefit_only", matcher(stock(Policy::benefit_only()))?),
                ("contrarian", matcher(stock(Policy::contrarian()))?),
                ("outside", matcher(stock(Policy::outside()))?),
                ("next_ring", matcher(stock(Policy::next_ring()))?),
            ],
            models: vec![
                (PRIOR, default.clone()),
                ("acceptance-fitted", full),
                (FITTED_FEW, fitted(few)?),
            ],
            places: places.collect(),
            network: network.clone(),
        })
    }

    /// Tells the score of a pair by each method, and whether it is a chance.
    fn each(&self, a: PersonId, b: PersonId, mut tell: impl FnMut(&str, bool, f64)) {
        for (name, matcher) in &self.policies {
            tell(name, false, f64::from(matcher.score(a, b)));
        }
        for (name, matcher) in &self.models {
            tell(name, true, f64::from(matcher.acceptance(a, b)));
        }
        let row = self.models[0].1.components(a, b);
        let known = |predictor| Components::get(&row, predictor).map_or(0.0, f64::from);
        let near = far(&self.network, a, b);
        let [one, other] = [a, b].map(|person| self.places[&person]);
        let (shared, either) = self.contacts(one, other);
        tell("equal attributes", false, known(Predictor::Attributes));
        tell(
            "same circle",
            false,
            near.map_or(0.0, |far| f64::from(1.0 - far)),
        );
        tell("cosine", false, known(Predictor::CommonGround));
        tell(
            "one-way coverage",
            false,
            known(Predictor::Gain) + known(Predictor::Give),
        );
        tell("common contacts", false, shared);
        tell("adamic-adar", false, known(Predictor::CommonContacts));
        tell(
            "jaccard",
            false,
            if either > 0.0 { shared / either } else { 0.0 },
        );
        tell(
            "activity",
            false,
            known(Predictor::Activity) + known(Predictor::OtherActivity),
        );
    }

    /// How many contacts both have, and how many either has, but for each other.
    fn contacts(&self, a: u32, b: u32) -> (f64, f64) {
        let ties = self.network.acquaintances();
        let (one, other) = (ties.neighbours(a), ties.neighbours(b));
        let shared = one
            .iter()
            .filter(|person| other.binary_search(person).is_ok())
            .count();
        let tied = 2 * usize::from(one.binary_search(&b).is_ok());
        (
            shared as f64,
            (one.len() + other.len() - tied - shared) as f64,
        )
    }
}

/// How far two people are apart in circles; `None` where they have no hierarchy in common.
fn far(network: &Network, a: PersonId, b: PersonId) -> Option<f32> {
    let paths = |person: PersonId| network.circles(person).collect::<Vec<_>>();
    let (one, other) = (paths(a), paths(b));
    circle_distance(
        one.iter().map(Vec::as_slice),
        other.iter().map(Vec::as_slice),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_moved_to_the_rate_of_the_other_folds_and_keep_their_order() {
        // Far too low chances of pairs of which a half said yes.
        let pair = |at: usize| Scored {
            a: at,
            b: at + 1,
            yes: at.is_multiple_of(2),
            cross: None,
            score: 0.001 + 0.0001 * at as f64,
        };
        let mut pairs: Vec<Scored> = (0..100).map(pair).collect();
        at_the_rate(&mut pairs, &[50, 50]);
        let mean = pairs.iter().map(|pair| pair.score).sum::<f64>() / 100.0;
        assert!((mean - 0.5).abs() < 0.2, "{mean}");
        for fold in pairs.chunks(50) {
            assert!(fold.is_sorted_by(|one, other| one.score < other.score));
        }
    }
}
