//! What a model holds.

use crate::acceptance::Acceptance;
use crate::acceptance::{PREDICTORS, Predictor};

impl Acceptance {
    /// β of a predictor.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// assert!(Acceptance::prior().coefficient(Predictor::CommonContacts) >= 0.0);
    /// ```
    #[must_use]
    pub const fn coefficient(&self, predictor: Predictor) -> f64 {
        self.coefficients[predictor as usize]
    }

    /// What is added to β where hardly any two people share a contact: all of it where none do, half where the mean of
    /// [`CommonContacts`](Predictor::CommonContacts) is .035, next to nothing from .2 on.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// let prior = Acceptance::prior();
    /// assert!(prior.sparse_coefficient(Predictor::Sought) > prior.coefficient(Predictor::Sought));
    /// // A model of one's own counts in every community alike.
    /// let own = prior.with(Predictor::Sought, 0.5)?;
    /// assert_eq!(own.sparse_coefficient(Predictor::Sought), 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn sparse_coefficient(&self, predictor: Predictor) -> f64 {
        self.sparse[predictor as usize]
    }

    /// The component of an average pair: what a missing one counts as where no community is asked.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// assert!(Acceptance::prior().mean(Predictor::Gain).is_finite());
    /// ```
    #[must_use]
    pub const fn mean(&self, predictor: Predictor) -> f64 {
        self.means[predictor as usize]
    }

    /// The standard error of a coefficient, `None` for a model that was not fitted here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Predictor};
    /// assert_eq!(Acceptance::none().standard_error(Predictor::Gain), None);
    /// ```
    #[must_use]
    pub fn standard_error(&self, predictor: Predictor) -> Option<f64> {
        Some(self.errors?[predictor as usize])
    }

    /// The standard error of the intercept, `None` for a model that was not fitted here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Acceptance;
    /// assert_eq!(Acceptance::none().intercept_error(), None);
    /// ```
    #[must_use]
    pub fn intercept_error(&self) -> Option<f64> {
        Some(self.errors?[PREDICTORS])
    }

    /// On how many outcomes the model rests beside the prior.
    #[must_use]
    pub const fn outcomes(&self) -> u32 {
        self.outcomes
    }
}
