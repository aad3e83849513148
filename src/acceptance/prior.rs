//! The coefficients that the crate ships.

use crate::acceptance::Predictor;

/// The log-odds with which each side of an average pair says yes by the prior.
pub(crate) const PRIOR_AVERAGE: f64 = -2.0;

/// The coefficients of the prior; those that are not named are 0.
///
/// Fitted together, with a penalty of 20 towards 0, on sets of outcomes of four communities (`evaluate --refit`): a law firm of 71
/// thrice, a help community of entrepreneurs thrice, e-mail of an institute, and follows among developers. The fit was .88, 2.01,
/// 2.64, .36, −.18, 3.6 and 1.71 in the order of circles, attributes, interests, activity, both active, introduction and contacts,
/// and .80 for how sought people are in a sparse community. What ties say was then made smaller by a fifth, for it told too high a
/// chance of sets that the fit had not seen, and rounded so that no single measure ranks any of the sets better.
///
/// Of two active people each counts less for the other: β(x + y) + γxy with γ < 0 rises with x where y is below −β/γ, ten ties, and falls
/// above. Where everyone is active, activity tells no more than chance, and contacts in common are to be expected.
pub(crate) const PRIOR: [(Predictor, f64); 8] = [
    (Predictor::CommonContacts, 1.3),
    (Predictor::Introduction, 3.0),
    (Predictor::SharedCircles, 0.75),
    (Predictor::Attributes, 2.0),
    (Predictor::Interests, 2.4),
    (Predictor::Activity, 0.39),
    (Predictor::OtherActivity, 0.39),
    (Predictor::BothActive, -0.175),
];

/// What is added to them where no two people share a contact.
pub(crate) const PRIOR_SPARSE: [(Predictor, f64); 2] =
    [(Predictor::Sought, 1.1), (Predictor::OtherSought, 1.1)];

/// Means of the predictors over the pairs on which the prior was fitted: the average pair of which the prior speaks where it is asked
/// without a community.
pub(crate) const PRIOR_MEANS: [(Predictor, f64); 10] = [
    (Predictor::CommonContacts, 0.45),
    (Predictor::Introduction, 0.14),
    (Predictor::SharedCircles, 0.4),
    (Predictor::Attributes, 0.5),
    (Predictor::Interests, 0.3),
    (Predictor::Activity, 2.9),
    (Predictor::OtherActivity, 2.9),
    (Predictor::Sought, 2.0),
    (Predictor::OtherSought, 2.0),
    (Predictor::BothActive, 8.4),
];

#[cfg(test)]
mod tests {
    use crate::acceptance::{Acceptance, Example, FitSettings, PREDICTORS, Predictor, fit};
    use crate::progress::Meter;

    /// 60 pairs that said yes and 120 that said no of each set on which the prior was fitted, drawn evenly, as distances from
    /// the average pair of their set; `shown_with` makes up for the noes that were left out.
    const SAMPLE: &str = include_str!("prior.csv");

    /// The predictors of a row of the sample; how sought people are is told as far as their community is sparse.
    const COLUMNS: [Predictor; 10] = [
        Predictor::CommonContacts,
        Predictor::Introduction,
        Predictor::SharedCircles,
        Predictor::Attributes,
        Predictor::Interests,
        Predictor::Activity,
        Predictor::OtherActivity,
        Predictor::BothActive,
        Predictor::Sought,
        Predictor::OtherSought,
    ];

    /// What the shipped prior has for a column of the sample.
    fn shipped(predictor: Predictor) -> f64 {
        let prior = Acceptance::prior();
        prior.coefficient(predictor) + prior.sparse_coefficient(predictor)
    }

    fn sample() -> Vec<Example> {
        let example = |line: &str| {
            let cells: Vec<f64> = line
                .split(',')
                .map(|cell| cell.parse().expect("a number"))
                .collect();
            let (&[community, yes, shown, back], values) =
                cells.split_first_chunk().expect("fourteen numbers a row");
            let row = |values: [f64; COLUMNS.len()]| {
                let mut row = [0.0; PREDICTORS];
                COLUMNS
                    .iter()
                    .zip(values)
                    .for_each(|(&predictor, value)| row[predictor as usize] = value);
                row
            };
            let values: [f64; COLUMNS.len()] = values.try_into().expect("fourteen numbers a row");
            let [
                contacts,
                _,
                circles,
                attributes,
                interests,
                one,
                two,
                both,
                sought,
                other,
            ] = values;
            let reversed = [
                contacts, back, circles, attributes, interests, two, one, both, other, sought,
            ];
            Example {
                row: row(values),
                back: Some(row(reversed)),
                community: community as usize,
                yes: yes > 0.0,
                shown_with: Some(shown as f32),
            }
        };
        SAMPLE.lines().skip(1).map(example).collect()
    }

    /// The prior without any coefficient, from which the shipped one was fitted.
    fn empty() -> Acceptance {
        let all = Predictor::ALL.into_iter();
        all.fold(Acceptance::prior(), |model, predictor| {
            model.with(predictor, 0.0).expect("in range")
        })
    }

    /// The share of pairs of a yes and a no of one community in which the yes has the greater chance.
    fn area(examples: &[Example], model: &Acceptance, community: usize) -> f64 {
        let chance = |example: &Example| {
            let back = example.back.expect("both sides answered");
            model.ln_chance(&example.row, &back)
        };
        let of = |yes: bool| {
            let of = examples
                .iter()
                .filter(move |example| example.community == community && example.yes == yes);
            of.map(chance).collect::<Vec<_>>()
        };
        let (yes, no) = (of(true), of(false));
        let won = yes
            .iter()
            .flat_map(|one| no.iter().map(move |other| one > other))
            .filter(|&won| won)
            .count();
        won as f64 / (yes.len() * no.len()) as f64
    }

    #[test]
    fn the_shipped_prior_is_found_again_on_a_sample_of_what_it_was_fitted_on() {
        let examples = sample();
        // The pull of the fit on all pairs, told by the size of the sample.
        let settings = FitSettings::default().penalty(1.0).expect("in range");
        let (found, report) =
            fit(&examples, &empty(), settings, &mut Meter::silent()).expect("enough answers");
        assert_eq!((report.yes, report.no), (480, 960));
        let prior = Acceptance::prior();
        let told = COLUMNS.iter().fold(prior, |model, &predictor| {
            model.with(predictor, shipped(predictor)).expect("in range")
        });
        for predictor in COLUMNS {
            let error = found.standard_error(predictor).expect("fitted");
            let off = (found.coefficient(predictor) - shipped(predictor)).abs();
            // A single sparse community tells of how sought people are, and its yeses hardly which of the two it is.
            assert!(
                error < shipped(predictor).max(1.5) && off < 3.0 * error,
                "{predictor}: {off} off, give or take {error}"
            );
        }
        assert!((found.intercept() - told.intercept()).abs() < 0.5);
        // Rounding costs nothing that is measured.
        let areas = |model: &Acceptance| {
            let of = (0..8).map(|community| area(&examples, model, community));
            of.sum::<f64>() / 8.0
        };
        let (before, after) = (areas(&found), areas(&told));
        assert!(after > before - 0.01, "{before} fitted, {after} shipped");
    }
}
