//! How a round is planned: data first, then groups, then the report.

use std::ops::ControlFlow;

use crate::error::Error;
use crate::progress::{Meter, Progress, watched};
use crate::round::context::RoundContext;
use crate::round::history::MeetingHistory;
use crate::round::plan::RoundPlan;
use crate::round::planner::{RoundPlanner, Shape};
use crate::round::{exact, groups, pairs, report};

impl RoundPlanner {
    /// Plans one round.
    ///
    /// First as few people as possible are left without a meeting; then pairs asked for meet, whoever waited goes first, sizes are
    /// as asked for, and last the scores less the prices decide. Up to 12 people present this is exact; for several meetings each see
    /// [`meetings_each`](Self::meetings_each).
    ///
    /// # Errors
    ///
    /// When a setting is out of its range, names someone unknown, or the history reaches beyond the time of the round. Asking for
    /// a round that rules make hard or impossible is no error: the plan says who is unmatched and why.
    ///
    /// # Complexity
    ///
    /// Pairs: that of [`WeightedPairs::best`](crate::assign::WeightedPairs::best) on the allowed pairs. Up to 3,000 people every pair
    /// is looked at, about 110 bytes each (220 MiB among 2,000); above that the pairs that have a score, or everyone's 32
    /// neighbours where all scores are equal. Groups: that of
    /// [`GroupTask::best_found`](crate::assign::GroupTask::best_found).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan", "eva"].map(Person::new))
    ///     .build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 4);
    /// let plan = planner.plan(&MeetingHistory::default())?;
    /// assert!(plan.unmatched().is_empty()); // three and two, rather than four and one alone
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn plan(&self, history: &MeetingHistory) -> Result<RoundPlan, Error> {
        self.planned(history, &mut Meter::silent())
    }

    /// As [`plan`](Self::plan), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Error, Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan_watched(&history, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(plan.meetings(), planner.plan(&history)?.meetings());
    /// let cancelled = planner.plan_watched(&history, |_| ControlFlow::Break(()));
    /// assert_eq!(cancelled.err(), Some(Error::Cancelled));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn plan_watched(
        &self,
        history: &MeetingHistory,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<RoundPlan, Error> {
        watched(progress, |meter| self.planned(history, meter))
    }

    fn planned(&self, history: &MeetingHistory, meter: &mut Meter<'_>) -> Result<RoundPlan, Error> {
        meter.tell("checks of pairs", (0, 1))?;
        let context = RoundContext::new(self, history)?;
        context.count_checks(meter);
        let groups = self.place(&context, &mut meter.part(1.0))?;
        meter.counters().hand_over(1);
        Ok(report::report(&context, groups))
    }

    /// Puts everyone present into groups, as places of people.
    pub(crate) fn place(
        &self,
        context: &RoundContext<'_>,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<u32>>, Error> {
        meter.tell("matching", (0, 1))?;
        match self.shape {
            Shape::Pairs(most) if most != 1 => pairs::place_several(context),
            _ if context.present.len() <= exact::MOST => Ok(exact::place(context)),
            Shape::Pairs(_) => pairs::place(context, meter),
            Shape::Groups(smallest, largest) => groups::place(context, (smallest, largest), meter),
        }
    }
}
