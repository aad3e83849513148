//! The coefficients that the crate ships.

use crate::acceptance::Predictor;

/// The log-odds with which each side of an average pair says yes by the prior.
pub(crate) const PRIOR_AVERAGE: f64 = -1.6;

/// The coefficients of the prior; those that are not named are 0.
///
/// Fitted together, with a penalty of 20 towards 0, on sets of outcomes of four communities (`evaluate --refit`), and rounded: a
/// law firm of 71 thrice, a help community of entrepreneurs, e-mail of an institute, and follows among developers. On seven
/// sets the fit was 1.24, 2.59, .97, 2.07, 3.35, 0 and .37 in the order below; with the two more whose noes were drawn by
/// activity .83, 3.35, .99, 2.09, 3.38, 0 and .13. Activity is set by hand: where it is known who turned to whom that says
/// more, and elsewhere activity stands for it.
pub(crate) const PRIOR: [(Predictor, f64); 9] = [
    (Predictor::CommonContacts, 1.0),
    (Predictor::Introduction, 3.0),
    (Predictor::SharedCircles, 1.0),
    (Predictor::Attributes, 2.0),
    (Predictor::Interests, 3.3),
    (Predictor::Activity, 0.05),
    (Predictor::OtherActivity, 0.05),
    (Predictor::Sought, 0.3),
    (Predictor::OtherSought, 0.3),
];

/// Means of the predictors over the pairs on which the prior was fitted: the average pair of which the prior speaks where it is asked
/// without a community.
pub(crate) const PRIOR_MEANS: [(Predictor, f64); 9] = [
    (Predictor::CommonContacts, 0.45),
    (Predictor::Introduction, 0.14),
    (Predictor::SharedCircles, 0.4),
    (Predictor::Attributes, 0.5),
    (Predictor::Interests, 0.3),
    (Predictor::Activity, 2.9),
    (Predictor::OtherActivity, 2.9),
    (Predictor::Sought, 2.0),
    (Predictor::OtherSought, 2.0),
];

#[cfg(test)]
mod tests {
    use crate::acceptance::{Acceptance, Example, FitSettings, PREDICTORS, Predictor, fit};
    use crate::progress::Meter;

    /// 60 pairs that said yes and 120 that said no of each set on which the prior was fitted, drawn evenly, as distances from
    /// the average pair of their set; `shown_with` makes up for the noes that were left out.
    const SAMPLE: &str = include_str!("prior.csv");

    /// The predictors of a row of the sample.
    const COLUMNS: [Predictor; 7] = [
        Predictor::CommonContacts,
        Predictor::Introduction,
        Predictor::SharedCircles,
        Predictor::Attributes,
        Predictor::Interests,
        Predictor::Sought,
        Predictor::OtherSought,
    ];

    fn sample() -> Vec<Example> {
        let example = |line: &str| {
            let cells: Vec<f64> = line
                .split(',')
                .map(|cell| cell.parse().expect("a number"))
                .collect();
            let &[
                community,
                yes,
                shown,
                contacts,
                introduction,
                introduction_back,
                circles,
                attributes,
                interests,
                sought,
                other,
            ] = cells.as_slice()
            else {
                panic!("eleven numbers in `{line}`");
            };
            let row = |introduction, sought, other| {
                let values = [
                    contacts,
                    introduction,
                    circles,
                    attributes,
                    interests,
                    sought,
                    other,
                ];
                let mut row = [0.0; PREDICTORS];
                COLUMNS
                    .iter()
                    .zip(values)
                    .for_each(|(&predictor, value)| row[predictor as usize] = value);
                row
            };
            Example {
                row: row(introduction, sought, other),
                back: Some(row(introduction_back, other, sought)),
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
        assert_eq!((report.yes, report.no), (420, 840));
        let shipped = Acceptance::prior();
        for predictor in COLUMNS {
            let error = found.standard_error(predictor).expect("fitted");
            let off = (found.coefficient(predictor) - shipped.coefficient(predictor)).abs();
            assert!(
                error < shipped.coefficient(predictor).max(1.0) && off < 3.0 * error,
                "{predictor}: {off} off, give or take {error}"
            );
        }
        assert!((found.intercept() - shipped.intercept()).abs() < 0.5);
        // Rounding costs nothing that is measured.
        let areas = |model: &Acceptance| {
            let of = (0..7).map(|community| area(&examples, model, community));
            of.sum::<f64>() / 7.0
        };
        let (before, after) = (areas(&found), areas(&shipped));
        assert!(after > before - 0.01, "{before} fitted, {after} shipped");
    }
}
