//! How do several rounds fit together?

use std::collections::BTreeMap;

use crate::error::Error;
use crate::round::context::RoundContext;
use crate::round::history::{Encounter, MeetingHistory};
use crate::round::member::pasts;
use crate::round::plan::RoundPlan;
use crate::round::planner::RoundPlanner;
use crate::round::report;

/// Beyond so many people present, rounds are planned one after another and not gone through again.
const IMPROVED: usize = 400;

/// Several rounds, planned at once.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Series {
    plans: Vec<RoundPlan>,
}

impl Series {
    /// The rounds, in order of time.
    #[must_use]
    pub fn plans(&self) -> &[RoundPlan] {
        &self.plans
    }

    /// How many pairs meet that met before, in the history or in an earlier round.
    #[must_use]
    pub fn repeats(&self) -> u32 {
        self.plans.iter().map(RoundPlan::repeats).sum()
    }

    /// How often someone present has no meeting.
    #[must_use]
    pub fn missed(&self) -> u32 {
        self.plans
            .iter()
            .map(|plan| plan.unmatched().len() as u32)
            .sum()
    }
}

/// When each pair meets.
type Calendar = BTreeMap<(u32, u32), Vec<u32>>;

fn pairs_of(groups: &[Vec<u32>]) -> impl Iterator<Item = (u32, u32)> {
    groups.iter().flat_map(|group| {
        let places =
            (0..group.len()).flat_map(|one| (one + 1..group.len()).map(move |other| (one, other)));
        places.map(|(one, other)| (group[one].min(group[other]), group[one].max(group[other])))
    })
}

fn enter(calendar: &mut Calendar, groups: &[Vec<u32>], at: u32) {
    for pair in pairs_of(groups) {
        calendar.entry(pair).or_default().push(at);
    }
}

fn cancel(calendar: &mut Calendar, groups: &[Vec<u32>], at: u32) {
    for pair in pairs_of(groups) {
        let times = calendar.get_mut(&pair).expect("a meeting that was entered");
        let place = times.iter().position(|&time| time == at);
        times.remove(place.expect("a meeting that was entered"));
        if times.is_empty() {
            calendar.remove(&pair);
        }
    }
}

impl RoundPlanner<'_> {
    /// Plans several rounds at once, one time step apart, from [`now`](Self::now) on.
    ///
    /// Rounds are first planned one after another as if each took place; then each is planned anew, in turn, knowing all others, as
    /// often as [`sweeps`](Self::sweeps) says, while people have repeats or no meeting. Who is due when they want to meet less often is settled
    /// in the first pass. A history that counts days is stepped by one day.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan).
    ///
    /// # Complexity
    ///
    /// That of planning rounds × sweeps rounds; beyond 400 people present, one sweep.
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
        let first = RoundContext::new(self, history)?.now;
        let planners: Vec<Self> = (0..rounds)
            .map(|round| self.clone().now(first.saturating_add(round)))
            .collect();
        let mut contexts = Vec::new();
        let mut placed = Vec::new();
        let mut assumed = history.clone();
        for planner in &planners {
            let mut context = RoundContext::new(planner, &assumed)?;
            let groups = planner.place(&context)?;
            note(&context, &groups, &mut assumed)?;
            context.set_pasts(pasts(self.network(), history, context.now, self.half_life));
            contexts.push(context);
            placed.push(groups);
        }
        self.improve(&mut contexts, &mut placed)?;
        let mut before = Calendar::new();
        let mut plans = Vec::new();
        for (mut context, groups) in contexts.into_iter().zip(placed) {
            context.elsewhere = before.clone();
            enter(&mut before, &groups, context.now);
            plans.push(report::report(&context, groups));
        }
        Ok(Series { plans })
    }

    /// Plans each round anew while that helps.
    fn improve(
        &self,
        contexts: &mut [RoundContext<'_, '_>],
        placed: &mut [Vec<Vec<u32>>],
    ) -> Result<(), Error> {
        let mut calendar = Calendar::new();
        for (context, groups) in contexts.iter().zip(&*placed) {
            enter(&mut calendar, groups, context.now);
        }
        for sweep in 0..self.sweeps {
            let crowded = contexts
                .iter()
                .any(|context| context.present.len() > IMPROVED);
            if crowded || settled(contexts, placed, &calendar) {
                return Ok(());
            }
            for (context, groups) in contexts.iter_mut().zip(placed.iter_mut()) {
                cancel(&mut calendar, groups, context.now);
                std::mem::swap(&mut context.elsewhere, &mut calendar);
                context.attempt = u64::from(sweep) + 1;
                let other = context.planner.place(context)?;
                if quality(context, &other) >= quality(context, groups) {
                    *groups = other;
                }
                std::mem::swap(&mut context.elsewhere, &mut calendar);
                enter(&mut calendar, groups, context.now);
            }
        }
        Ok(())
    }
}

/// Writes a round down as if it took place.
fn note(
    context: &RoundContext<'_, '_>,
    groups: &[Vec<u32>],
    history: &mut MeetingHistory,
) -> Result<(), Error> {
    let mut met = vec![false; context.members.len()];
    for group in groups {
        for &person in group {
            met[person as usize] = true;
        }
        let names = group.iter().map(|&person| context.name(person));
        history.record(Encounter::new(names, context.now))?;
    }
    for &person in context
        .present
        .iter()
        .filter(|&&person| !met[person as usize])
    {
        history.left_out(context.name(person), context.now);
    }
    Ok(())
}

/// How many are placed, then what all is worth.
fn quality(context: &RoundContext<'_, '_>, groups: &[Vec<u32>]) -> (usize, i64) {
    let placed = groups.iter().map(Vec::len).sum();
    (
        placed,
        groups.iter().map(|group| context.worth(group)).sum(),
    )
}

/// Whether everyone has a meeting in each round and no pair meets twice.
fn settled(
    contexts: &[RoundContext<'_, '_>],
    placed: &[Vec<Vec<u32>>],
    calendar: &Calendar,
) -> bool {
    let all = contexts.iter().zip(placed).all(|(context, groups)| {
        groups.iter().map(Vec::len).sum::<usize>() >= context.present.len()
    });
    let met = |&(a, b): &(u32, u32)| {
        contexts
            .first()
            .is_some_and(|context| context.met_before(a, b))
    };
    all && calendar
        .iter()
        .all(|(pair, times)| times.len() == 1 && !met(pair))
}
