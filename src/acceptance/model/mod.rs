//! The acceptance model: a logistic function of the components, once for each side.

mod getters;

use crate::acceptance::bounds::is_exact;
use crate::acceptance::prior::{PRIOR, PRIOR_AVERAGE, PRIOR_MEANS, PRIOR_SPARSE};
use crate::acceptance::{Components, PREDICTORS, Predictor};
use crate::error::Error;
use crate::numeric::decay;
use crate::unit::within;
#[cfg(feature = "serde")]
use crate::written::Version;

/// The mean of common contacts, ln(1 + Adamic–Adar), at which a community is half as sparse as can be. Of the sets measured, in
/// those with noes drawn evenly .03 is the mean where activity alone tells who answers, .2 and more where contacts tell it better.
const HALF_SPARSE: f32 = 0.035;

/// How far the log-odds of an average pair may be beyond their limit by rounding: β₀ − Σβm is kept and Σβm added again.
const ROUNDED: f64 = 1e-6;

/// The chance that two people say yes to each other, as a function of their [`Components`].
///
/// a(i, j) = a(i→j) · a(j→i), a(i→j) = 1 / (1 + exp(−(β₀ + Σ βₖ·(xₖ(i→j) − mₖ)))), with m the means of the community that
/// is asked: pairs that stand out alike in a sparse and in a dense community have one chance. Fitted to six sets of outcomes,
/// β₀ lies between −2.1 and −1.3; without the means between −7 and −4. A component that is missing counts as its mean. In a
/// community without ties, circles, attributes or a past nothing tells one pair from another, and every chance is 1.
///
/// The prior reads its community: where hardly any two people share a contact, contacts tell little, and how sought people are
/// counts instead ([`sparse_coefficient`](Self::sparse_coefficient)).
///
/// # Examples
///
/// ```
/// use confrere::acceptance::{Acceptance, Components, Predictor};
/// let prior = Acceptance::prior();
/// let strangers = Components::default().with(Predictor::CommonContacts, Some(0.0));
/// let friends = strangers.with(Predictor::CommonContacts, Some(1.5));
/// assert!(prior.chance(&friends, &friends) > prior.chance(&strangers, &strangers));
/// assert_eq!(Acceptance::none().chance(&strangers, &strangers), 1.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Written", into = "Written"))]
pub struct Acceptance {
    /// β₀ − Σ βₖ·mₖ, so that a chance is one sum of products.
    intercept: f64,
    coefficients: [f64; PREDICTORS],
    /// What is added to the coefficients in a community as sparse as can be.
    sparse: [f64; PREDICTORS],
    means: [f64; PREDICTORS],
    /// Standard errors of the coefficients, then of the intercept; none where nothing was fitted.
    errors: Option<[f64; PREDICTORS + 1]>,
    /// On how many outcomes the model rests beside the prior.
    outcomes: u32,
    weighs: bool,
}

impl Default for Acceptance {
    fn default() -> Self {
        Self::prior()
    }
}

impl Acceptance {
    /// The coefficients that are shipped.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Acceptance;
    /// assert_eq!(Acceptance::prior().outcomes(), 0); // nothing of this community yet
    /// ```
    #[must_use]
    pub fn prior() -> Self {
        let spread = |list: &[(Predictor, f64)]| {
            let mut row = [0.0; PREDICTORS];
            list.iter()
                .for_each(|&(predictor, value)| row[predictor as usize] = value);
            row
        };
        let (coefficients, means) = (spread(&PRIOR), spread(&PRIOR_MEANS));
        Self {
            intercept: PRIOR_AVERAGE - dot(&coefficients, &means),
            coefficients,
            sparse: spread(&PRIOR_SPARSE),
            means,
            errors: None,
            outcomes: 0,
            weighs: true,
        }
    }

    /// The same model told by the means of a community: what says how far a pair stands out from its average.
    pub(crate) fn among(&self, means: &[f64; PREDICTORS]) -> Self {
        let model = self.read_by(means);
        Self {
            intercept: model.intercept() - dot(&model.coefficients, means),
            means: *means,
            ..model
        }
    }

    /// The same model with the coefficients that count in a community of these means. An average pair keeps its chance.
    pub(crate) fn read_by(&self, means: &[f64; PREDICTORS]) -> Self {
        let contacts = means[Predictor::CommonContacts as usize];
        let sparse = decay(contacts.max(0.0), HALF_SPARSE);
        let coefficients =
            std::array::from_fn(|place| self.coefficients[place] + sparse * self.sparse[place]);
        Self {
            intercept: self.intercept() - dot(&coefficients, &self.means),
            coefficients,
            sparse: [0.0; PREDICTORS],
            ..self.clone()
        }
    }

    /// Everyone says yes: every chance is 1, and the score is that of benefit and difference alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// assert_eq!(Acceptance::none().coefficient(Predictor::Gain), 0.0);
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self {
            intercept: 0.0,
            coefficients: [0.0; PREDICTORS],
            sparse: [0.0; PREDICTORS],
            means: [0.0; PREDICTORS],
            weighs: false,
            ..Self::prior()
        }
    }

    /// A model with other log-odds of an average pair and other coefficients; its errors are those of `errors`.
    pub(crate) fn fitted(
        prior: &Self,
        (intercept, coefficients): (f64, [f64; PREDICTORS]),
        errors: [f64; PREDICTORS + 1],
        outcomes: u32,
    ) -> Self {
        Self {
            intercept: intercept - dot(&coefficients, &prior.means),
            coefficients,
            sparse: [0.0; PREDICTORS],
            means: prior.means,
            errors: Some(errors),
            outcomes,
            weighs: true,
        }
    }

    /// Whether anything is weighed at all.
    pub(crate) fn weighs(&self) -> bool {
        self.weighs
    }

    /// β₀: the log-odds with which each side of an average pair says yes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Acceptance;
    /// assert!(Acceptance::prior().intercept().is_finite());
    /// ```
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept + dot(&self.coefficients, &self.means)
    }

    /// The log-odds of a pair whose components are all 0: β₀ − Σ βₖ·mₖ.
    pub(crate) const fn at_zero(&self) -> f64 {
        self.intercept
    }

    /// Sets a coefficient, for a model of one's own; it counts in every community alike.
    ///
    /// # Errors
    ///
    /// When the number is not one from −100 to 100, or is negative for a predictor that never speaks against a yes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// let model = Acceptance::none().with(Predictor::Interests, 0.5)?;
    /// assert_eq!(model.coefficient(Predictor::Interests), 0.5);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn with(mut self, predictor: Predictor, coefficient: f64) -> Result<Self, Error> {
        // An average pair keeps its chance, whatever counts.
        let mean = self.means[predictor as usize];
        self.intercept += (self.coefficient(predictor) - coefficient) * mean;
        self.coefficients[predictor as usize] = coefficient;
        self.sparse[predictor as usize] = 0.0;
        self.weighs = true;
        self.check()?;
        Ok(self)
    }

    /// The chance that both say yes, from their rows; `back` is the row from the other's side. From 0 to 1, and 0 only where the log-odds
    /// are below some −700.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Components};
    /// let row = Components::default();
    /// let model = Acceptance::prior();
    /// assert!(model.chance(&row, &row) <= model.one_sided(&row)); // both must say yes
    /// ```
    #[must_use]
    pub fn chance(&self, row: &Components, back: &Components) -> f64 {
        self.ln_chance(&row.filled(&self.means), &back.filled(&self.means))
            .exp()
    }

    /// The chance that the first says yes to the second.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Components};
    /// let chance = Acceptance::prior().one_sided(&Components::default());
    /// assert!(chance > 0.0 && chance < 1.0);
    /// ```
    #[must_use]
    pub fn one_sided(&self, row: &Components) -> f64 {
        self.ln_yes(&row.filled(&self.means)).exp()
    }

    /// ln a(i, j) of filled rows; the same to the last bit with the rows swapped.
    pub(crate) fn ln_chance(&self, row: &[f64; PREDICTORS], back: &[f64; PREDICTORS]) -> f64 {
        self.ln_yes(row) + self.ln_yes(back)
    }

    /// An upper bound of ln a(i, j) from upper bounds of all components: what is not known exactly and may speak against counts
    /// as absent.
    pub(crate) fn ln_bound(&self, most: &[f64; PREDICTORS], back: &[f64; PREDICTORS]) -> f64 {
        let least = Predictor::ALL.map(|predictor| match is_exact(predictor) {
            true => f64::NEG_INFINITY,
            false => 0.0,
        });
        let bound = |row: &[f64; PREDICTORS]| {
            let places = 0..PREDICTORS;
            let sum: f64 = places
                .map(|place| self.coefficients[place].max(least[place]) * row[place])
                .sum();
            ln_logistic(self.intercept + sum)
        };
        if self.weighs {
            bound(most) + bound(back)
        } else {
            0.0
        }
    }

    fn ln_yes(&self, row: &[f64; PREDICTORS]) -> f64 {
        if !self.weighs {
            return 0.0;
        }
        let pairs = self.coefficients.iter().zip(row);
        ln_logistic(pairs.fold(self.intercept, |sum, (beta, x)| sum + beta * x))
    }

    /// Which predictors have a coefficient.
    pub(crate) fn needed(&self) -> [bool; PREDICTORS] {
        std::array::from_fn(|place| {
            let counts = self.coefficients[place] != 0.0 || self.sparse[place] != 0.0;
            self.weighs && counts
        })
    }

    /// The means, for communities that know nothing of a component.
    pub(crate) fn means(&self) -> &[f64; PREDICTORS] {
        &self.means
    }

    pub(crate) fn coefficients(&self) -> &[f64; PREDICTORS] {
        &self.coefficients
    }

    fn check(&self) -> Result<(), Error> {
        let any = "a number from -100 to 100";
        for predictor in Predictor::ALL {
            // What speaks for a yes must not be turned against it, or more in common would lower the chance.
            let (least, expected) = match predictor.speaks_for() {
                true => (0.0, "a number from 0 to 100"),
                false => (-100.0, any),
            };
            // Between a dense and a sparse community a coefficient lies between these two.
            let dense = self.coefficient(predictor);
            for value in [dense, dense + self.sparse_coefficient(predictor)] {
                let what = || format!("coefficient of {}", predictor.word());
                within(value, least..=100.0, expected, what)?;
            }
        }
        // What the means take from it and give back may cost the last digits.
        let what = || "log-odds of an average pair".into();
        within(
            self.intercept(),
            -100.0 - ROUNDED..=100.0 + ROUNDED,
            any,
            what,
        )
        .map(drop)
    }
}

/// Σ βₖ·xₖ in the order of the predictors.
fn dot(coefficients: &[f64; PREDICTORS], row: &[f64; PREDICTORS]) -> f64 {
    let pairs = coefficients.iter().zip(row);
    pairs.map(|(beta, x)| beta * x).sum()
}

/// ln(1 / (1 + e^−x)), without overflow at either end.
pub(crate) fn ln_logistic(x: f64) -> f64 {
    if x >= 0.0 {
        -(-x).exp().ln_1p()
    } else {
        x - x.exp().ln_1p()
    }
}

/// The written form of a model. A change of the meaning or the number of predictors raises its version.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: Version<3>,
    weighs: bool,
    intercept: f64,
    coefficients: Vec<f64>,
    sparse: Vec<f64>,
    means: Vec<f64>,
    #[serde(default)]
    errors: Option<Vec<f64>>,
    outcomes: u32,
}

#[cfg(feature = "serde")]
impl From<Acceptance> for Written {
    fn from(model: Acceptance) -> Self {
        Self {
            version: Version,
            weighs: model.weighs,
            intercept: model.intercept,
            coefficients: model.coefficients.to_vec(),
            sparse: model.sparse.to_vec(),
            means: model.means.to_vec(),
            errors: model.errors.map(|errors| errors.to_vec()),
            outcomes: model.outcomes,
        }
    }
}

/// Exactly so many numbers.
#[cfg(feature = "serde")]
fn row<const N: usize>(list: &[f64], what: &str) -> Result<[f64; N], Error> {
    list.try_into().map_err(|_| Error::Shape {
        what: format!("{what} of an acceptance model"),
        found: format!("{} numbers", list.len()),
        expected: format!("{N} numbers"),
    })
}

#[cfg(feature = "serde")]
impl TryFrom<Written> for Acceptance {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let errors = written.errors.map(|errors| row(&errors, "standard errors"));
        let model = Self {
            intercept: written.intercept,
            coefficients: row(&written.coefficients, "coefficients")?,
            sparse: row(&written.sparse, "coefficients for sparse communities")?,
            means: row(&written.means, "means")?,
            // Models that were not fitted have no errors.
            errors: errors.transpose()?,
            outcomes: written.outcomes,
            weighs: written.weighs,
        };
        for mean in model.means {
            within(mean, 0.0..=1e6, "a number from 0 to 1000000", || {
                "mean of an acceptance model".into()
            })?;
        }
        model.check()?;
        Ok(model)
    }
}
