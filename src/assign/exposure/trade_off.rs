//! The trade-off between matches and fairness, as a curve over α.

use std::ops::ControlFlow;

use crate::assign::exposure::{
    Allocation, EnvyEstimate, MarketSide, Objective, Preferences, Settings, Start, run,
};
use crate::error::Error;
use crate::progress::{Meter, Progress, watched};

/// Up to so many people of a side everyone is asked whom they envy, above it a sample of this size.
const ASKED: u32 = 2000;

/// The seed of the sample.
const SEED: u64 = 0;

/// The figures of an allocation in one place. Those of the right side are 0 for a pool.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Summary {
    /// Expected matches over all people.
    pub matches: f64,
    /// Envy on the left side: exact (margin 0) up to 2000 people, above that estimated from 2000.
    pub envy_left: EnvyEstimate,
    /// Envy on the right side.
    pub envy_right: EnvyEstimate,
    /// Gini of the expected matches on the left side.
    pub gini_left: f64,
    /// Gini of the expected matches on the right side.
    pub gini_right: f64,
    /// People of either side who expect fewer than [`STARVED`](crate::assign::exposure::STARVED) matches.
    pub starved: u32,
    /// The greatest attention that one person of the left side receives.
    pub most_load_left: f64,
    /// The greatest attention that one person of the right side receives.
    pub most_load_right: f64,
}

/// One point of the trade-off between matches and fairness.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct TradeOff {
    /// The α of this point: 0 is Nash welfare, 1 the total of matches.
    pub alpha: f64,
    /// What it leads to.
    pub summary: Summary,
}

impl Allocation {
    /// The figures in one place.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert!((allocation.summary().matches - allocation.matches()).abs() < 1e-9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn summary(&self) -> Summary {
        let most = |side| self.load(side).into_iter().fold(0.0, f64::max);
        let mut summary = Summary {
            matches: self.matches(),
            envy_left: self.estimate_envy(MarketSide::Left, ASKED, SEED),
            envy_right: EnvyEstimate::default(),
            gini_left: self.gini(MarketSide::Left),
            gini_right: 0.0,
            starved: self.starved(MarketSide::Left),
            most_load_left: most(MarketSide::Left),
            most_load_right: 0.0,
        };
        if !self.preferences().is_pool() {
            summary.envy_right = self.estimate_envy(MarketSide::Right, ASKED, SEED);
            summary.gini_right = self.gini(MarketSide::Right);
            summary.starved += self.starved(MarketSide::Right);
            summary.most_load_right = most(MarketSide::Right);
        }
        summary
    }
}

/// The curve matches ↔ envy ↔ Gini over these values of α, each from an even start; the objective of the settings is not read.
///
/// # Errors
///
/// As [`allocate`](crate::assign::exposure::allocate); for an α outside 0 to 1 before anything is computed.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Objective, Preferences, Settings, trade_off};
/// let wants = Preferences::pool(3, &[0.0, 0.9, 0.4, 0.8, 0.0, 0.3, 0.9, 0.7, 0.0])?;
/// let curve = trade_off(&wants, &Settings::new(Objective::Nash), [0.0, 0.5, 1.0])?;
/// assert!(curve[0].summary.gini_left <= curve[2].summary.gini_left);
/// assert!(curve[0].summary.matches <= curve[2].summary.matches);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn trade_off(
    preferences: &Preferences,
    settings: &Settings,
    alphas: impl IntoIterator<Item = f64>,
) -> Result<Vec<TradeOff>, Error> {
    curve(preferences, settings, alphas, &mut Meter::silent())
}

/// As [`trade_off`], [watched](Progress). A point of the curve is whole or not at all: a `Break` is [`Error::Cancelled`].
///
/// # Errors
///
/// As [`trade_off`], and [`Error::Cancelled`].
pub fn trade_off_watched(
    preferences: &Preferences,
    settings: &Settings,
    alphas: impl IntoIterator<Item = f64>,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<TradeOff>, Error> {
    watched(progress, |meter| {
        curve(preferences, settings, alphas, meter)
    })
}

/// As [`trade_off_watched`].
pub(crate) fn curve(
    preferences: &Preferences,
    settings: &Settings,
    alphas: impl IntoIterator<Item = f64>,
    meter: &mut Meter<'_>,
) -> Result<Vec<TradeOff>, Error> {
    let mut points = Vec::new();
    for alpha in alphas {
        let mut settings = settings.clone();
        settings.objective = Objective::Alpha(alpha);
        // Every point is checked before the first is solved.
        settings.check()?;
        points.push((alpha, settings));
    }
    // Points share the bar evenly: how long each takes is not known.
    let count = points.len() as f64;
    let solve = |(place, (alpha, settings)): (usize, (f64, Settings))| {
        let mut part = meter.part((place + 1) as f64 / count);
        let allocation = run(preferences, &settings, Start::Even, &mut part)?;
        if part.is_broken() {
            return Err(Error::Cancelled);
        }
        let summary = allocation.summary();
        Ok(TradeOff { alpha, summary })
    };
    points.into_iter().enumerate().map(solve).collect()
}
