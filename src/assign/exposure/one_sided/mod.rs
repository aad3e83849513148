//! Job markets: only one side gets lists (Su, Bayoumi & Joachims, WWW 2022).

mod expected;

use std::ops::ControlFlow;

use crate::assign::exposure::frank_wolfe::AlphaFairness;
use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preference_lists::check_matrix;
use crate::assign::exposure::rank::Ranking;
use crate::assign::exposure::{Ended, Examination, Objective, Rankings, Settings};
use crate::error::Error;
use crate::par;
use crate::progress::{Meter, Progress, watched};
use crate::rows::{AsIndex, narrow};

/// Applicants who get lists of openings, and openings that read their applicants from best to worst.
///
/// Applicant c sees opening j at a place with attention e and applies with the chance min(1, f_cj · e). Opening j reads its
/// applicants by descending g_j; who stands behind N others is invited with the chance min(1, g_jc · v(1 + N)). N is the number of
/// better applicants who applied: its law is Poisson-binomial, and [`evaluate`](Self::evaluate) sums over it exactly.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Applications, Objective, Settings};
/// // Both applicants prefer opening 0, which prefers applicant 0.
/// let market = Applications::new(2, 2, &[0.9, 0.5, 0.9, 0.8], &[0.9, 0.2, 0.5, 0.9])?;
/// let naive = market.rank(&Settings::one_sided(Objective::Naive))?;
/// let best = market.rank(&Settings::one_sided(Objective::Alpha(1.0)))?;
/// assert!(best.matches() > naive.matches());
/// assert_eq!(best.list(1)[0].0, 1, "applicant 1 is led to the opening that wants them");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Applications {
    applicants: usize,
    openings: usize,
    /// f by opening, each row in reading order: descending g, ties by lower applicant.
    wants: Vec<f64>,
    /// g in the same order.
    merits: Vec<f64>,
    /// Which applicant stands at a reading place of an opening.
    readers: Vec<u32>,
}

impl Applications {
    /// A market: `wants` is applicants × openings, `merits` is openings × applicants, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when a matrix has another size, [`Error::OutOfRange`] for a number outside 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// assert!(Applications::new(2, 1, &[0.9], &[0.5]).is_err()); // two applicants have two wants
    /// assert!(jobs.rank(&Settings::one_sided(Objective::Naive)).is_ok());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(
        applicants: u32,
        openings: u32,
        wants: &[f64],
        merits: &[f64],
    ) -> Result<Self, Error> {
        check_matrix("wants of the applicants", wants, applicants, openings)?;
        check_matrix("merits by opening", merits, openings, applicants)?;
        let (applicants, openings) = (applicants.as_index(), openings.as_index());
        let mut market = Self {
            applicants,
            openings,
            wants: Vec::new(),
            merits: Vec::new(),
            readers: Vec::new(),
        };
        // Each opening reads its applicants by descending merit, so rows are stored in reading order: whoever is ahead stands before.
        let mut ranking = Ranking::default();
        ranking.resize(applicants);
        for opening in 0..openings {
            ranking
                .scores
                .copy_from_slice(&merits[opening * applicants..][..applicants]);
            let order: Vec<usize> = ranking.order(applicants).collect();
            for applicant in order {
                market.readers.push(narrow(applicant));
                market.wants.push(wants[applicant * openings + opening]);
                market.merits.push(merits[opening * applicants + applicant]);
            }
        }
        Ok(market)
    }

    /// Ranks the openings for every applicant: by wants, the product, a power mean, or by Frank–Wolfe for any α (1: most matches).
    ///
    /// # Errors
    ///
    /// As [`rank_watched`](Self::rank_watched).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// let rankings = jobs.rank(&Settings::one_sided(Objective::Nash))?;
    /// assert!(rankings.matches() > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rank(&self, settings: &Settings) -> Result<Rankings, Error> {
        self.ranking(settings, &mut Meter::silent())
    }

    /// As [`rank`](Self::rank), [watched](Progress): told after every iteration; a `Break` ends the ascent there, and
    /// [`Rankings::ended`] says so.
    ///
    /// Frank–Wolfe climbs a lower bound of the matches (Jensen: v is convex, so v(1 + mean of N) ≤ mean of v(1 + N)).
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] and [`Error::TooMany`] for settings out of range, [`Error::Unknown`] for an objective that is not one
    /// of those of [`rank`](Self::rank).
    ///
    /// # Complexity
    ///
    /// O(a o log o) an iteration for a applicants and o openings; O(a² o) for the evaluation in the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Applications, Ended, Objective, Settings};
    /// let jobs = Applications::new(2, 1, &[0.9, 0.8], &[0.5, 0.6])?;
    /// use std::ops::ControlFlow;
    /// let settings = Settings::one_sided(Objective::Nash);
    /// let broken = jobs.rank_watched(&settings, |_| ControlFlow::Break(()))?;
    /// assert_eq!(broken.ended(), Ended::Cancelled);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rank_watched(
        &self,
        settings: &Settings,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Rankings, Error> {
        watched(progress, |meter| self.ranking(settings, meter))
    }

    fn ranking(&self, settings: &Settings, meter: &mut Meter<'_>) -> Result<Rankings, Error> {
        settings.check()?;
        let examination = &settings.examination;
        let places = examination.places(narrow(self.openings));
        // Scores of one pair alone rank each list at once; only fairness over all needs an ascent.
        let (exposure, iterations, ended) = match settings.objective {
            Objective::Naive => (self.ranked(&places, &|want, _| want), 0, Ended::Settled),
            Objective::Product => (
                self.ranked(&places, &|want, merit| want * merit),
                0,
                Ended::Settled,
            ),
            Objective::PowerMean(power) => {
                let mean = |want, merit| crate::numeric::power_mean(power, want, merit);
                (self.ranked(&places, &mean), 0, Ended::Settled)
            }
            Objective::Alpha(alpha) => self.ascend(&places, alpha, settings, meter),
            Objective::Nash => self.ascend(&places, 0.0, settings, meter),
            objective => {
                return Err(Error::unknown(
                    format!("objective {objective:?} of a one-sided market"),
                    "naive, product, a power mean, alpha or Nash",
                ));
            }
        };
        // Utilities are those of the true expectation, whichever score made the lists.
        let utilities = self.expected(&exposure, examination);
        Ok(Rankings {
            openings: self.openings,
            exposure,
            utilities,
            iterations,
            ended,
        })
    }

    /// Lists in descending order of a score of want and merit.
    fn ranked(&self, places: &[f64], score: &dyn Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut scores = vec![0.0; self.applicants * self.openings];
        // `readers` holds each opening's applicants as it reads them; scores are laid out by applicant.
        for (slot, &applicant) in self.readers.iter().enumerate() {
            let opening = slot / self.applicants;
            scores[applicant.as_index() * self.openings + opening] =
                score(self.wants[slot], self.merits[slot]);
        }
        let mut exposure = vec![0.0; scores.len()];
        self.blend(&mut exposure, &scores, places, 1.0);
        exposure
    }

    fn blend(&self, exposure: &mut [f64], scores: &[f64], places: &[f64], step: f64) {
        let start = |row: usize| row * self.openings;
        // Lists of applicants are independent of each other.
        let mut done = vec![(); self.applicants];
        par::map_spans(
            exposure,
            start,
            &mut done,
            Ranking::default,
            |ranking, row, exposure| {
                ranking.resize(exposure.len());
                ranking
                    .scores
                    .copy_from_slice(&scores[start(row)..start(row + 1)]);
                // A step towards the vertex: the ranking by these scores, with the attention of each place.
                for (opening, value) in ranking.order(exposure.len()).zip(places) {
                    exposure[opening] = (1.0 - step) * exposure[opening] + step * value;
                }
            },
        );
    }

    fn ascend(
        &self,
        places: &[f64],
        alpha: f64,
        settings: &Settings,
        meter: &mut Meter<'_>,
    ) -> (Vec<f64>, u32, Ended) {
        // Every opening equally at first: the centre of all rankings.
        let mean = places.iter().sum::<f64>() / places.len().max(1) as f64;
        let mut exposure = vec![mean; self.applicants * self.openings];
        let layout = Layout::Complete {
            rows: self.applicants,
            columns: self.openings,
        };
        let mut scores = vec![0.0; exposure.len()];
        let mut before = 0.0;
        for iteration in 1..=settings.get_iterations() {
            // One Frank–Wolfe step: the vertex that maximises the linearised bound ranks each list by its gradient.
            let (slopes, bounds) = self.slopes(&exposure, alpha, &settings.examination);
            layout.mirror_into(&slopes, &mut scores);
            self.blend(&mut exposure, &scores, places, settings.step);
            let matches: f64 = bounds.iter().sum();
            let change = f64::abs(matches - before);
            before = matches;
            let steps = (iteration.into(), settings.get_iterations().into());
            let reached = (Some(matches), Some(change));
            if meter.report("ascent", steps, reached).is_break() {
                return (exposure, iteration, Ended::Cancelled);
            }
            if iteration > 1 && change < settings.get_tolerance() {
                return (exposure, iteration, Ended::Settled);
            }
        }
        (exposure, settings.get_iterations(), Ended::Exhausted)
    }

    /// The slope of the bound's welfare by exposure (openings × applicants), and the bound by applicant.
    fn slopes(
        &self,
        exposure: &[f64],
        alpha: f64,
        examination: &Examination,
    ) -> (Vec<f64>, Vec<f64>) {
        let bounds = self.bounds(exposure, examination);
        let fairness = AlphaFairness::new(alpha);
        // The slope of fairness: who has little weighs more, by U^(α − 1).
        let weights: Vec<f64> = bounds.iter().map(|&bound| fairness.of(bound)).collect();
        let mut slopes = vec![0.0; exposure.len()];
        let mut done = vec![(); self.openings];
        let start = |opening: usize| opening * self.applicants;
        par::map_spans(
            &mut slopes,
            start,
            &mut done,
            Vec::new,
            |ahead: &mut Vec<f64>, opening, slopes| {
                self.ahead(opening, exposure, ahead);
                // What one more application ahead costs everyone who stands behind.
                let mut cost = 0.0;
                for place in (0..self.applicants).rev() {
                    let slot = start(opening) + place;
                    let applicant = self.readers[slot].as_index();
                    let (want, merit) = (self.wants[slot], self.merits[slot]);
                    let chance = (want * exposure[applicant * self.openings + opening]).min(1.0);
                    let at = 1.0 + ahead[place];
                    let invited = merit * examination.at(at);
                    slopes[applicant] = want * (weights[applicant] * invited.min(1.0) + cost);
                    if invited < 1.0 {
                        cost += weights[applicant] * chance * merit * examination.slope(at);
                    }
                }
            },
        );
        (slopes, bounds)
    }

    /// The expected number of applications ahead, by reading place of an opening.
    fn ahead(&self, opening: usize, exposure: &[f64], ahead: &mut Vec<f64>) {
        ahead.clear();
        let mut sum = 0.0;
        for slot in opening * self.applicants..(opening + 1) * self.applicants {
            ahead.push(sum);
            let applicant = self.readers[slot].as_index();
            sum += (self.wants[slot] * exposure[applicant * self.openings + opening]).min(1.0);
        }
    }

    /// The lower bound of the matches of every applicant.
    fn bounds(&self, exposure: &[f64], examination: &Examination) -> Vec<f64> {
        let by_opening = par::map_with(self.openings, Vec::new, |ahead, opening| {
            self.ahead(opening, exposure, ahead);
            let mut bounds = vec![0.0; self.applicants];
            // Jensen: v is convex, so v at the expected number ahead bounds the expected v from below.
            for (place, &others) in ahead.iter().enumerate() {
                let slot = opening * self.applicants + place;
                let applicant = self.readers[slot].as_index();
                let chance =
                    (self.wants[slot] * exposure[applicant * self.openings + opening]).min(1.0);
                bounds[applicant] =
                    chance * (self.merits[slot] * examination.at(1.0 + others)).min(1.0);
            }
            bounds
        });
        // Summed opening by opening, so that the number of threads changes no bit.
        let mut total = vec![0.0; self.applicants];
        for bounds in by_opening {
            total
                .iter_mut()
                .zip(bounds)
                .for_each(|(sum, one)| *sum += one);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::{Applications, Examination};

    #[test]
    fn slopes_are_the_differences_of_the_welfare_of_the_bounds() {
        let number = |place: usize| (7 + place * place * 31 % 83) as f64 / 101.0;
        let (applicants, openings) = (4, 3);
        let wants: Vec<f64> = (0..12).map(number).collect();
        let merits: Vec<f64> = (12..24).map(number).collect();
        let jobs = Applications::new(4, 3, &wants, &merits).expect("numbers from 0 to 1");
        let examination = Examination::inverse();
        let exposure: Vec<f64> = (24..36).map(number).collect();
        // Everyone's matches count alike with α = 1: the welfare is their sum.
        let (slopes, _) = jobs.slopes(&exposure, 1.0, &examination);
        let welfare = |exposure: &[f64]| jobs.bounds(exposure, &examination).iter().sum::<f64>();
        for (applicant, opening) in (0..applicants).flat_map(|a| (0..openings).map(move |o| (a, o)))
        {
            let moved = |by: f64| {
                let mut exposure = exposure.clone();
                exposure[applicant * openings + opening] += by;
                welfare(&exposure)
            };
            let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            let slope = slopes[opening * applicants + applicant];
            assert!(
                (difference - slope).abs() < 1e-6,
                "{applicant} at {opening}: {difference} for {slope}"
            );
        }
    }
}
