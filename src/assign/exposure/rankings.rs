//! The lists of a one-sided market, and the matches they lead to.

use crate::assign::exposure::Ended;
use crate::assign::exposure::allocation::{gini, starved};
use crate::rows::AsIndex;

/// The lists of all applicants, with the matches that they lead to.
#[derive(Debug, Clone)]
pub struct Rankings {
    pub(crate) openings: usize,
    pub(crate) exposure: Vec<f64>,
    pub(crate) utilities: Vec<f64>,
    pub(crate) iterations: u32,
    pub(crate) ended: Ended,
}

impl Rankings {
    /// Expected matches over all applicants, exactly.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// let sum: f64 = rankings.utilities().iter().sum();
    /// assert!((rankings.matches() - sum).abs() < 1e-9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn matches(&self) -> f64 {
        self.utilities.iter().fold(0.0, |sum, own| sum + own)
    }

    /// Expected matches of each applicant.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert_eq!(rankings.utilities().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn utilities(&self) -> &[f64] {
        &self.utilities
    }

    /// The exposures, applicants × openings, row by row.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert_eq!(rankings.exposures().len(), 2); // applicants × openings
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn exposures(&self) -> &[f64] {
        &self.exposure
    }

    /// An applicant's openings with the exposure of each, the most exposed first, ties by lower number.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert_eq!(rankings.list(0)[0].0, 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn list(&self, applicant: u32) -> Vec<(u32, f64)> {
        let start = applicant.as_index() * self.openings;
        let row = self.exposure.get(start..start + self.openings);
        let row = row.unwrap_or_default();
        let mut list: Vec<(u32, f64)> = (0..).zip(row.iter().copied()).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1));
        list
    }

    /// How uneven the applicants' expected matches are, from 0 (equal) to below 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert!((0.0..=1.0).contains(&rankings.gini()));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gini(&self) -> f64 {
        gini(&self.utilities)
    }

    /// How many applicants expect fewer than `STARVED` matches.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert!(rankings.starved() <= 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn starved(&self) -> u32 {
        starved(&self.utilities)
    }

    /// Iterations that were done.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert_eq!(rankings.iterations(), 0); // lists by wants need none
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Why the run ended.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Ended, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Naive))?;
    /// assert_eq!(rankings.ended(), Ended::Settled);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ended(&self) -> Ended {
        self.ended
    }
}
