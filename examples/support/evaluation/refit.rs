//! Fits the coefficients that the crate ships, on several sets at once.

use confrere::acceptance::{Acceptance, FitSettings, Outcomes, Predictor};

use confrere::{Acquaintances, Matcher, Policy};

use crate::Refused;
use crate::evaluation::case::{Case, Labelled};
use crate::evaluation::measures::{Scored, measure};

/// Coefficients in common of several cases. A row leaves out the tie between its two, so none has to be hidden.
///
/// The pull is towards 0, so that the shipped numbers do not depend on those shipped before.
pub fn fit_sets(cases: &[&Case], penalty: f64) -> Result<Acceptance, Refused> {
    let mut start = Acceptance::prior();
    for predictor in Predictor::ALL {
        start = start.with(predictor, 0.0)?;
    }
    let policy = Policy::default()
        .acceptance(start)
        .acquaintances(Acquaintances::Included);
    let mut communities: Vec<(Matcher, Outcomes)> = Vec::new();
    for case in cases {
        let network = case.hiding(|_| false)?;
        let all: Vec<usize> = (0..case.pairs.len()).collect();
        communities.push((
            Matcher::with_policy(&network, policy.clone())?,
            case.outcomes(&all)?,
        ));
    }
    let together: Vec<(&Matcher, &Outcomes)> = communities.iter().map(|(m, o)| (m, o)).collect();
    let settings = FitSettings::default().penalty(penalty)?;
    Ok(Acceptance::fit_together(&together, settings)?.0)
}

/// The AUC of a model on a case, each pair asked without the tie between its two.
pub fn area(case: &Case, model: &Acceptance) -> Result<f64, Refused> {
    let network = case.hiding(|_| false)?;
    let ids = case.ids(&network);
    let policy = Policy::default()
        .acceptance(model.clone())
        .acquaintances(Acquaintances::Included);
    let matcher = Matcher::with_policy(&network, policy)?.for_operator();
    let score = |pair: &Labelled| Scored {
        a: pair.a,
        b: pair.b,
        yes: pair.yes,
        cross: None,
        score: f64::from(matcher.acceptance(ids[pair.a], ids[pair.b])),
    };
    let pairs: Vec<Scored> = case.pairs.iter().map(score).collect();
    Ok(measure("", &pairs, case.people.len(), true).auc)
}
