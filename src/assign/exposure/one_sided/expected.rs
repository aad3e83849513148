//! What rankings are expected to bring.

use crate::assign::exposure::Examination;
use crate::assign::exposure::applicants_ahead::{invited, one_more};
use crate::assign::exposure::one_sided::Applications;
use crate::error::Error;
use crate::par;
use crate::rows::{AsIndex, narrow};
use crate::unit::within;

impl Applications {
    /// Expected matches of every applicant for exposures of the caller's own (applicants × openings, row by row), exactly.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when there are too few or too many exposures, [`Error::OutOfRange`] for one that is negative or not finite.
    ///
    /// # Complexity
    ///
    /// O(a² o) for a applicants and o openings, shared among the workers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Examination};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let expected = jobs.evaluate(&[1.0, 0.0], &Examination::inverse())?;
    /// assert!(expected[0] > 0.0 && expected[1] == 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn evaluate(
        &self,
        exposures: &[f64],
        examination: &Examination,
    ) -> Result<Vec<f64>, Error> {
        if exposures.len() != self.applicants * self.openings {
            return Err(Error::Shape {
                what: "exposures".to_string(),
                found: format!("{} numbers", exposures.len()),
                expected: format!("{} x {}", self.applicants, self.openings),
            });
        }
        for &exposure in exposures {
            let what = || "exposure".into();
            within(exposure, 0.0..=f64::MAX, "a finite number from 0", what)?;
        }
        Ok(self.expected(exposures, examination))
    }

    pub(crate) fn expected(&self, exposures: &[f64], examination: &Examination) -> Vec<f64> {
        let places = examination.places(narrow(self.applicants));
        let by_opening = par::map_with(self.openings, Vec::new, |law, opening| {
            // Invariant: `law` is the Poisson-binomial law of the number of applications ahead of the present reading place.
            let span = opening * self.applicants..(opening + 1) * self.applicants;
            let mut matches = vec![0.0; self.applicants];
            law.clear();
            law.push(1.0);
            for slot in span {
                let applicant = self.readers[slot].as_index();
                let chance =
                    (self.wants[slot] * exposures[applicant * self.openings + opening]).min(1.0);
                matches[applicant] = chance * invited(law, self.merits[slot], &places);
                one_more(law, chance);
            }
            matches
        });
        // Openings in order, so that the sum is the same whichever worker was first.
        let mut total = vec![0.0; self.applicants];
        for matches in by_opening {
            total
                .iter_mut()
                .zip(matches)
                .for_each(|(sum, one)| *sum += one);
        }
        total
    }
}
