//! Objective, step size, iterations and tolerance of a run.

use crate::assign::exposure::Examination;
use crate::error::Error;
use crate::rows::AsIndex;

/// The most iterations that may be asked for.
const ITERATION_LIMIT: u32 = 1_000_000;

/// What the lists maximise, or rank by.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Objective {
    /// Everyone sees whom they want most.
    Naive,
    /// Rank by the product of both wants.
    Product,
    /// Rank by the power mean of both wants: −1 harmonic, 0 geometric, 1 arithmetic, −∞ the smaller, ∞ the greater.
    PowerMean(
        #[cfg_attr(feature = "serde", serde(with = "crate::assign::exposure::exponent"))] f64,
    ),
    /// Rank by the equilibrium of a market with transferable utility (Tomita et al. 2022), with this spread of taste β (published: 1).
    Transferable(f64),
    /// Maximise Σ Uᵅ/α over all people (Tomita & Yokoyama 2024): 1 the total of matches, towards 0 fairer; 0 is [`Nash`](Self::Nash).
    Alpha(f64),
    /// Maximise Σ ln U over all people: almost nobody envies anyone.
    Nash,
    /// From fair to efficient: α rises to 1 with warm starts; then each side answers the other with its best lists, and pairs who gain
    /// together move up in each other's lists, until neither gains.
    Anneal,
}

/// Settings of a run: objective, examination, step size, iterations, tolerance.
///
/// The defaults are the published ones. Everything is checked when the settings are used.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Examination, Objective, Preferences, Settings, allocate};
/// let wants = Preferences::pool(2, &[0.0, 0.8, 0.5, 0.0])?;
/// let settings = Settings::new(Objective::Nash).examination(Examination::top(1));
/// assert_eq!(allocate(&wants, &settings)?.matches(), 0.4);
/// assert!(allocate(&wants, &settings.step(0.0)).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Settings {
    pub(crate) objective: Objective,
    pub(crate) examination: Examination,
    pub(crate) step: f64,
    /// As asked for; else what the objective takes.
    #[cfg_attr(feature = "serde", serde(default))]
    iterations: Option<u32>,
    #[cfg_attr(feature = "serde", serde(default))]
    tolerance: Option<f64>,
}

impl Settings {
    /// Settings for an objective, with the published step, iterations and tolerance, and inverse examination.
    ///
    /// Step 0.1, at most 100 iterations, tolerance 0.01 in the total of matches; transferable utility: at most 10,000 iterations,
    /// tolerance 1e-9 in a potential.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::new(Objective::Nash).get_objective(), Objective::Nash);
    /// ```
    #[must_use]
    pub fn new(objective: Objective) -> Self {
        Self {
            objective,
            examination: Examination::default(),
            step: 0.1,
            iterations: None,
            tolerance: None,
        }
    }

    /// Another objective; iterations and tolerance that were not asked for are those that it takes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::new(Objective::Nash).objective(Objective::Anneal).get_objective(), Objective::Anneal);
    /// ```
    #[must_use]
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The most iterations.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert!(Settings::new(Objective::Nash).get_iterations() > 0);
    /// ```
    #[must_use]
    pub fn get_iterations(&self) -> u32 {
        let usual = match self.objective {
            Objective::Transferable(_) => 10_000,
            _ => 100,
        };
        self.iterations.unwrap_or(usual)
    }

    /// The change below which a run stops.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert!(Settings::new(Objective::Nash).get_tolerance() > 0.0);
    /// ```
    #[must_use]
    pub fn get_tolerance(&self) -> f64 {
        let usual = match self.objective {
            Objective::Transferable(_) => 1e-9,
            _ => 0.01,
        };
        self.tolerance.unwrap_or(usual)
    }

    /// What the lists maximise.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::new(Objective::Product).get_objective(), Objective::Product);
    /// ```
    #[must_use]
    pub const fn get_objective(&self) -> Objective {
        self.objective
    }

    /// Settings for [`Applications`](crate::assign::exposure::Applications): step 0.2, 50 iterations, tolerance 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::one_sided(Objective::Nash).get_objective(), Objective::Nash);
    /// ```
    #[must_use]
    pub fn one_sided(objective: Objective) -> Self {
        Self::new(objective).step(0.2).iterations(50).tolerance(0.0)
    }

    /// How much attention each place gets.
    #[must_use]
    pub fn get_examination(&self) -> &Examination {
        &self.examination
    }

    /// How far one iteration moves towards the best response.
    #[must_use]
    pub fn get_step(&self) -> f64 {
        self.step
    }

    /// How much attention each place of a list gets.
    #[must_use]
    pub fn examination(mut self, examination: Examination) -> Self {
        self.examination = examination;
        self
    }

    /// How far one iteration moves towards the best response, above 0 and up to 1.
    #[must_use]
    pub fn step(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// How many iterations there may be at most, per phase of [`Objective::Anneal`] scaled to its shorter phases.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::new(Objective::Nash).iterations(9).get_iterations(), 9);
    /// ```
    #[must_use]
    pub fn iterations(mut self, iterations: u32) -> Self {
        self.iterations = Some(iterations);
        self
    }

    /// Stop once an iteration changes the total of matches (transferable utility: every potential) by less; 0 never stops early.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Settings};
    /// assert_eq!(Settings::new(Objective::Nash).tolerance(0.5).get_tolerance(), 0.5);
    /// ```
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Checks everything at the door.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |what: &str, value: f64, expected| {
            Err(Error::OutOfRange {
                what: what.to_string(),
                value: value.into(),
                expected,
            })
        };
        match self.objective {
            Objective::PowerMean(power) if power.is_nan() => {
                return refuse("power of the mean", power, "a number");
            }
            Objective::Alpha(alpha) if !(0.0..=1.0).contains(&alpha) => {
                return refuse("alpha", alpha, "a number from 0 to 1");
            }
            // exp((p + q)/2β) stays below e^1000 / e^900 only for a β that is not tiny.
            Objective::Transferable(beta) if !(0.01..=1e6).contains(&beta) => {
                return refuse("spread of taste", beta, "a number from 0.01 to 1000000");
            }
            _ => {}
        }
        // Written so that NaN is refused as well.
        if !(self.step > 0.0 && self.step <= 1.0) {
            return refuse("step", self.step, "a number above 0 and up to 1");
        }
        if !(0.0..f64::INFINITY).contains(&self.get_tolerance()) {
            return refuse("tolerance", self.get_tolerance(), "a finite number from 0");
        }
        if self.get_iterations() > ITERATION_LIMIT {
            return Err(Error::TooMany {
                what: "iterations".to_string(),
                count: self.get_iterations().as_index(),
                limit: ITERATION_LIMIT.as_index(),
            });
        }
        Ok(())
    }
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Ended {
    /// The last change was below the tolerance, or the objective needs no iterations.
    Settled,
    /// All iterations were used.
    Exhausted,
    /// The caller's closure asked for it; the lists are those of the last iteration.
    Cancelled,
}
