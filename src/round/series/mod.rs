//! Several rounds at once: fewest repeats over all of them, and sitting out spread evenly.

mod design;
mod draft;
mod search;

use std::ops::ControlFlow;

use crate::assign::without_repeats;
use crate::error::Error;
use crate::progress::{Meter, Progress, watched};
use crate::round::context::RoundContext;
use crate::round::history::{MeetingHistory, MeetingOutcome};
use crate::round::plan::RoundPlan;
use crate::round::planner::{RoundPlanner, Shape};
use crate::round::report;
use crate::round::series::draft::Draft;
use crate::rows::AsIndex;

/// Beyond so many people present, rounds are planned one after another and not gone through again.
const IMPROVED: usize = 400;

/// Rounds of a series: each is held in memory with what is known of every pair, and how often a pair meets is counted in eight bits.
const MOST_ROUNDS: u32 = 250;

/// The shares of a watched series that are told when rounds are planned, and planned anew: guesses.
const PLANNED_SHARE: f64 = 0.3;
const IMPROVED_SHARE: f64 = 0.8;

/// Several rounds, planned at once.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Series {
    plans: Vec<RoundPlan>,
}

impl Series {
    /// The rounds, in order of time.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.series(&history, 3)?.plans().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn plans(&self) -> &[RoundPlan] {
        &self.plans
    }

    /// How many pairs meet that met before, in the history or in an earlier round.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.series(&history, 3)?.repeats(), 0);
    /// assert!(planner.series(&history, 4)?.repeats() > 0); // there are only three partners
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn repeats(&self) -> u32 {
        self.plans.iter().map(RoundPlan::repeats).sum()
    }

    /// How often someone present has no meeting.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.series(&history, 3)?.missed(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn missed(&self) -> u32 {
        self.plans
            .iter()
            .map(|plan| plan.unmatched().len() as u32)
            .sum()
    }
}

impl RoundPlanner {
    /// Plans several rounds at once, one time step apart, from [`now`](Self::now) on.
    ///
    /// Rounds are first planned one after another as if each took place; then each is planned anew, in turn, knowing all others, as
    /// often as [`sweeps`](Self::sweeps) says, while people have repeats or no meeting; at last rounds take each other's place while
    /// that helps. A round is worth what [`plan`](Self::plan) would say of it had those before it taken place. Nobody sits out twice
    /// running while that is possible, and where rules allow, nobody sits out a second time before everyone has once. Who is due when
    /// they want to meet less often is settled in the first pass. A history that counts days is stepped by one day.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and when there are more than 250 rounds.
    ///
    /// # Complexity
    ///
    /// That of planning rounds × sweeps rounds; beyond 400 people present, one sweep. Up to there memory grows with rounds × people².
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let names = ["ana", "ben", "caro", "dan"];
    /// let network = Network::builder().people(names.map(Person::new)).build()?;
    /// let series = RoundPlanner::new(Scores::equal(&network)).series(&MeetingHistory::default(), 3)?;
    /// assert_eq!(series.repeats(), 0); // in three rounds each of four meets every other once
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn series(&self, history: &MeetingHistory, rounds: u32) -> Result<Series, Error> {
        self.planned_series(history, rounds, &mut Meter::silent())
    }

    /// As [`series`](Self::series), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`series`](Self::series), and [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use std::ops::ControlFlow;
    /// let series = planner.series_watched(&history, 3, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(series.repeats(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn series_watched(
        &self,
        history: &MeetingHistory,
        rounds: u32,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Series, Error> {
        watched(progress, |meter| {
            let series = self.planned_series(history, rounds, meter)?;
            meter.counters().hand_over(rounds.into());
            Ok(series)
        })
    }

    fn planned_series(
        &self,
        history: &MeetingHistory,
        rounds: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Series, Error> {
        if rounds > MOST_ROUNDS {
            return Err(Error::TooMany {
                what: "rounds of a series".into(),
                count: rounds.as_index(),
                limit: MOST_ROUNDS.as_index(),
            });
        }
        meter.tell("checks of pairs", (0, 1))?;
        let first = RoundContext::new(self, history)?;
        let crowded = first.present.len() > IMPROVED;
        let start = first.now;
        // Only where everyone comes to every round is it known beforehand who is there.
        let steady = first.members.iter().all(|member| member.every <= 1);
        drop(first);
        let planners: Vec<Self> = (0..rounds)
            .map(|round| self.clone().now(start.plus(round)))
            .collect();
        // A construction without any repeat cannot be bettered, so it is tried before any search.
        if steady && !crowded {
            let contexts = planners
                .iter()
                .map(|planner| RoundContext::new(planner, history));
            let mut series = Draft {
                contexts: contexts.collect::<Result<_, Error>>()?,
                placed: Vec::new(),
                drafted: Vec::new(),
            };
            if series.construct(without_repeats) {
                let contexts = series.contexts.iter();
                contexts.for_each(|context| context.count_checks(meter));
                return Ok(series.report());
            }
        }
        let mut series = Draft {
            contexts: Vec::new(),
            placed: Vec::new(),
            drafted: Vec::new(),
        };
        // One round after the other, each as if those before it had taken place.
        let mut plans = Vec::new();
        let mut assumed = history.clone();
        for (round, planner) in planners.iter().enumerate() {
            let mut part = meter.part(PLANNED_SHARE * (round + 1) as f64 / planners.len() as f64);
            let assumed_context = RoundContext::new(planner, &assumed)?;
            assumed_context.count_checks(&part);
            let groups = planner.place(&assumed_context, &mut part)?;
            let plan = report::report(&assumed_context, groups.clone());
            assumed.record_plan(&plan, |_| MeetingOutcome::Met)?;
            if crowded {
                plans.push(plan);
                continue;
            }
            // Prices of meetings planned in other rounds are told apart from those of the past.
            let mut context = RoundContext::new(planner, history)?;
            context.take_part_as(&assumed_context);
            series.contexts.push(context);
            series.placed.push(groups);
        }
        if crowded {
            return Ok(Series { plans });
        }
        if matches!(self.shape, Shape::Pairs(_)) {
            series.improve(self.sweeps, &mut meter.part(IMPROVED_SHARE))?;
        }
        series.anneal(self.sweeps, self.seed, &mut meter.part(1.0))?;
        Ok(series.report())
    }
}
