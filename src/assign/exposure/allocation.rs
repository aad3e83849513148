//! The exposures of all lists, with utilities, Gini coefficients and load.

use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::frank_wolfe::FrankWolfe;
use crate::assign::exposure::lists_by_score::lists_by_score;
use crate::assign::exposure::prices::load;
use crate::assign::exposure::{Ended, MarketSide, Preferences, Settings};
use crate::error::Error;
use crate::numeric;
use crate::rows::{AsIndex, narrow};

/// Whoever expects fewer matches than this is counted as starved.
pub const STARVED: f64 = 0.01;

/// Everyone's lists as exposures, with what each may expect of them.
///
/// The exposure of a candidate in a list is the expected attention at the place where it stands; over a list they add up to
/// the attention of all its places. A match of i and j is expected with p_ij · E_ij · q_ji · F_ji.
#[derive(Debug, Clone)]
pub struct Allocation {
    preferences: Preferences,
    attention: [Attention; 2],
    exposure: [Vec<f64>; 2],
    utility: [Vec<f64>; 2],
    iterations: u32,
    ended: Ended,
}

/// One entry of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Shown {
    /// Who is shown.
    pub candidate: u32,
    /// The expected attention of the place.
    pub exposure: f64,
    /// How likely this entry becomes a match.
    pub matches: f64,
}

impl Allocation {
    pub(crate) fn new(
        preferences: &Preferences,
        frank_wolfe: FrankWolfe<'_>,
        iterations: u32,
        ended: Ended,
    ) -> Self {
        let (attention, exposure, utility) = frank_wolfe.into_parts();
        Self {
            preferences: preferences.clone(),
            attention,
            exposure,
            utility,
            iterations,
            ended,
        }
    }

    /// An allocation of exposures that were kept, with the iterations done and why they ended.
    pub(crate) fn restored(
        preferences: &Preferences,
        settings: &Settings,
        exposures: [Vec<f64>; 2],
        (iterations, ended): (u32, Ended),
    ) -> Self {
        let attention = [MarketSide::Left, MarketSide::Right]
            .map(|side| Attention::new(&settings.examination, preferences.lists(side)));
        let frank_wolfe = FrankWolfe::new(preferences, attention, Some(exposures));
        Self::new(preferences, frank_wolfe, iterations, ended)
    }

    /// Expected matches over all people: Σ p_ij E_ij q_ji F_ji, in a pool each pair once.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert!(allocation.matches() > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn matches(&self) -> f64 {
        let total = self.utility[0].iter().fold(0.0, |sum, own| sum + own);
        if self.preferences.is_pool() {
            total / 2.0
        } else {
            total
        }
    }

    /// Expected matches of each person of a side. A pool answers for both sides.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// let sum: f64 = allocation.utilities(MarketSide::Left).iter().sum();
    /// assert!((sum - allocation.matches()).abs() < 1e-9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn utilities(&self, side: MarketSide) -> &[f64] {
        &self.utility[self.at(side)]
    }

    /// Iterations that were done.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert!(allocation.iterations() > 0);
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
    /// use confrere::assign::exposure::{Ended, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_ne!(allocation.ended(), Ended::Cancelled);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ended(&self) -> Ended {
        self.ended
    }

    /// The wants that were given.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.preferences().left(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The exposure of a candidate in a person's list; 0 where the list does not name them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert!(allocation.exposure(MarketSide::Left, 0, 0) > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn exposure(&self, side: MarketSide, person: u32, candidate: u32) -> f64 {
        let layout = &self.preferences.lists(side).layout;
        let row = person.as_index();
        let place = (row < layout.rows()).then(|| layout.place(row, candidate.as_index()));
        place.flatten().map_or(0.0, |place| {
            self.exposure[self.at(side)][layout.start(row) + place]
        })
    }

    /// A person's candidates by number, with the exposure of each; none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.exposures(MarketSide::Right, 0).len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn exposures(
        &self,
        side: MarketSide,
        person: u32,
    ) -> impl ExactSizeIterator<Item = (u32, f64)> {
        let layout = &self.preferences.lists(side).layout;
        let row = person.as_index();
        let exposure = &self.exposure[self.at(side)][layout.span_or_empty(row)];
        exposure
            .iter()
            .enumerate()
            .map(move |(place, &value)| (narrow(layout.column(row, place)), value))
    }

    /// A person's candidates by exposure, the most exposed first; ties by the chance that both agree, then by lower number;
    /// none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.list(MarketSide::Left, 0)[0].candidate, 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn list(&self, side: MarketSide, person: u32) -> Vec<Shown> {
        let (lists, row) = (self.preferences.lists(side), person.as_index());
        let span = lists.layout.span_or_empty(row);
        let exposure = &self.exposure[self.at(side)][span.clone()];
        let both = &lists.both[span.clone()];
        // Places within the row, not candidates: places ascend with candidates, and slots are found from them.
        let mut order: Vec<usize> = (0..span.len()).collect();
        // By attention received, then by mutual want; the sort is stable, so the rest stays in candidate order.
        order.sort_by(|&a, &b| {
            exposure[b]
                .total_cmp(&exposure[a])
                .then(both[b].total_cmp(&both[a]))
        });
        let other = &self.exposure[self.other(side)];
        let shown = order.into_iter().map(|place| Shown {
            candidate: narrow(lists.layout.column(row, place)),
            exposure: exposure[place],
            matches: both[place] * exposure[place] * other[lists.layout.mirror_slot(row, place)],
        });
        shown.collect()
    }

    /// The same lists without chance: each shows its candidates in the order of [`list`](Self::list), and keeps every cap.
    ///
    /// Matches change by about one in a hundred and a little envy is added; [`sample`](Self::sample) adds none in expectation.
    /// Where someone's attention is capped, places are given out in turn, all first places first, the least served first; whoever
    /// has no room left is passed over.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// let places: Vec<u32> = allocation.fixed().list(MarketSide::Right, 0).iter().map(|shown| shown.candidate).collect();
    /// assert_eq!(places.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn fixed(&self) -> Self {
        let mut scores = self.exposure.clone();
        for side in self.preferences.sides() {
            // Ties by the chance that both agree: too small to change the order of different exposures.
            let both = &self.preferences.lists(side).both;
            scores[side.as_index()]
                .iter_mut()
                .zip(both)
                .for_each(|(score, chance)| *score += 1e-12 * chance);
        }
        let exposure = lists_by_score(&self.preferences, &self.attention, [&scores[0], &scores[1]]);
        let frank_wolfe =
            FrankWolfe::new(&self.preferences, self.attention.clone(), Some(exposure));
        Self::new(&self.preferences, frank_wolfe, self.iterations, self.ended)
    }

    /// How uneven the expected matches of a side are: Σ|x_a − x_b| / (2 n Σ x), 0 for equal ones or none.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.gini(MarketSide::Right), 0.0); // there is only one
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gini(&self, side: MarketSide) -> f64 {
        gini(self.utilities(side))
    }

    /// How many people of a side expect fewer than [`STARVED`] matches.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.starved(MarketSide::Left), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn starved(&self, side: MarketSide) -> u32 {
        starved(self.utilities(side))
    }

    /// How much attention each person of a side receives over all lists of the others.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::{MarketSide, Objective, Preferences, Settings, allocate};
    /// let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5])?;
    /// let allocation = allocate(&preferences, &Settings::new(Objective::Nash))?;
    /// assert_eq!(allocation.load(MarketSide::Right).len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn load(&self, side: MarketSide) -> Vec<f64> {
        load(
            &self.preferences.lists(side).layout,
            &self.exposure[self.other(side)],
        )
    }

    /// The exposures as a start for other wants with the same entries.
    pub(crate) fn exposures_for(&self, preferences: &Preferences) -> Result<[Vec<f64>; 2], Error> {
        for side in [MarketSide::Left, MarketSide::Right] {
            let (old, new) = (
                &self.preferences.lists(side).layout,
                &preferences.lists(side).layout,
            );
            // Exposures are told by slot: they mean something only where the slots are the same pairs.
            if !old.same_entries(new) || self.preferences.is_pool() != preferences.is_pool() {
                return Err(Error::Shape {
                    what: "start of the allocation".to_string(),
                    found: format!("{} people with {} list entries", old.rows(), old.slots()),
                    expected: format!(
                        "the same entries as the {} of {} people",
                        new.slots(),
                        new.rows()
                    ),
                });
            }
        }
        Ok(self.exposure.clone())
    }

    pub(crate) fn exposures_of(&self, side: MarketSide) -> &[f64] {
        &self.exposure[self.at(side)]
    }

    pub(crate) fn exposures_of_others(&self, side: MarketSide) -> &[f64] {
        &self.exposure[self.other(side)]
    }

    pub(crate) fn attention_of(&self, side: MarketSide) -> &Attention {
        &self.attention[self.at(side)]
    }

    fn at(&self, side: MarketSide) -> usize {
        if self.preferences.is_pool() {
            0
        } else {
            side.as_index()
        }
    }

    fn other(&self, side: MarketSide) -> usize {
        self.preferences.facing(side).as_index()
    }
}

/// How many of these people are starved.
pub(crate) fn starved(utilities: &[f64]) -> u32 {
    narrow(
        utilities
            .iter()
            .filter(|&&utility| utility < STARVED)
            .count(),
    )
}

/// The Gini coefficient of the numbers as a whole population: Σ|x_a − x_b| / (2 n Σ x) over all ordered pairs.
pub(crate) fn gini(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len();
    numeric::gini(sorted.into_iter(), count, count as f64)
}
