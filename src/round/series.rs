//! Several rounds at once: fewest repeats over all of them, and sitting out spread evenly.

use crate::day::Day;
use crate::error::Error;
use crate::round::context::{Calendar, RoundContext};
use crate::round::history::{MeetingHistory, MeetingOutcome};
use crate::round::member::{Member, waiting_costs};
use crate::round::plan::RoundPlan;
use crate::round::planner::RoundPlanner;
use crate::round::report;

/// Beyond so many people present, rounds are planned one after another and not gone through again.
const IMPROVED: usize = 400;

/// Several rounds, planned at once.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

fn pairs_of(groups: &[Vec<u32>]) -> impl Iterator<Item = (u32, u32)> {
    groups.iter().flat_map(|group| {
        let places =
            (0..group.len()).flat_map(|one| (one + 1..group.len()).map(move |other| (one, other)));
        places.map(|(one, other)| (group[one].min(group[other]), group[one].max(group[other])))
    })
}

fn enter(calendar: &mut Calendar, groups: &[Vec<u32>], at: Day) {
    for pair in pairs_of(groups) {
        calendar.entry(pair).or_default().push(at);
    }
}

fn cancel(calendar: &mut Calendar, groups: &[Vec<u32>], at: Day) {
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
    /// often as [`sweeps`](Self::sweeps) says, while people have repeats or no meeting. Nobody sits out twice running while that is
    /// possible, and where rules allow, nobody sits out a second time before everyone has once. Who is due when they want to
    /// meet less often is settled in the first pass. A history that counts days is stepped by one day.
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
        let first = RoundContext::new(self, history)?;
        let crowded = first.present.len() > IMPROVED;
        let start = first.now;
        drop(first);
        let planners: Vec<Self> = (0..rounds)
            .map(|round| self.clone().now(start.plus(round)))
            .collect();
        let mut before = Calendar::new();
        let mut series = Draft {
            contexts: Vec::new(),
            placed: Vec::new(),
        };
        let mut plans = Vec::new();
        let mut assumed = history.clone();
        for planner in &planners {
            let assumed_context = RoundContext::new(planner, &assumed)?;
            let groups = planner.place(&assumed_context)?;
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
        series.improve(self.sweeps)?;
        for (mut context, groups) in series.contexts.into_iter().zip(series.placed) {
            context.swap_elsewhere(&mut before);
            plans.push(report::report(&context, groups.clone()));
            context.swap_elsewhere(&mut before);
            enter(&mut before, &groups, context.now);
        }
        Ok(Series { plans })
    }
}

/// The rounds of a series while they are planned.
struct Draft<'p, 'm> {
    contexts: Vec<RoundContext<'p, 'm>>,
    placed: Vec<Vec<Vec<u32>>>,
}

impl Draft<'_, '_> {
    /// Plans each round anew, knowing all others, while that helps.
    fn improve(&mut self, sweeps: u32) -> Result<(), Error> {
        let mut calendar = Calendar::new();
        for (context, groups) in self.contexts.iter().zip(&self.placed) {
            enter(&mut calendar, groups, context.now);
        }
        for sweep in 0..sweeps {
            if self.is_settled(&calendar) {
                break;
            }
            for round in 0..self.contexts.len() {
                let costs = self.waiting_costs(round);
                let (context, groups) = (&mut self.contexts[round], &mut self.placed[round]);
                cancel(&mut calendar, groups, context.now);
                context.set_waiting(&costs);
                context.swap_elsewhere(&mut calendar);
                context.set_attempt(u64::from(sweep) + 1);
                let other = context.planner.place(context)?;
                // Jitter chooses among equals and is no quality of its own.
                context.set_attempt(0);
                if context.quality(&other) <= context.quality(groups) {
                    *groups = other;
                }
                context.swap_elsewhere(&mut calendar);
                enter(&mut calendar, groups, context.now);
            }
        }
        Ok(())
    }

    /// Who is present in a round and has no meeting, as flags by person.
    fn left_out(&self, round: usize) -> Vec<bool> {
        let context = &self.contexts[round];
        let mut left = vec![false; context.members.len()];
        for person in context.left_of(&self.placed[round]) {
            left[person as usize] = true;
        }
        left
    }

    /// What it costs to leave people out of a round, given who is left out of all others: rounds waited just before it, and after.
    fn waiting_costs(&self, round: usize) -> Vec<i64> {
        let mut members: Vec<Member> = self.contexts[round].members.clone();
        let lists: Vec<Vec<bool>> = (0..self.contexts.len())
            .map(|other| self.left_out(other))
            .collect();
        for (person, member) in members.iter_mut().enumerate() {
            let others = (0..lists.len()).filter(|&other| other != round && lists[other][person]);
            member.sat_out += others.count() as u32;
            // A round in which somebody takes no part is none they wait in; one with a meeting ends the wait.
            let takes_part =
                |other: &usize| self.contexts[*other].members[person].absence.is_none();
            let before = (0..round).rev().find(takes_part);
            let after = (round + 1..lists.len()).find(takes_part);
            let waits_after = after.is_some_and(|other| lists[other][person]);
            let waits_before = before.map_or(member.rounds_waited, |other| {
                u32::from(lists[other][person])
            });
            member.rounds_waited = waits_before + u32::from(waits_after);
        }
        waiting_costs(&members, &self.contexts[round].present)
    }

    /// Whether nothing is left to improve: no repeats, as few alone as parity allows, nobody left out twice running, and counts of
    /// sitting out within one of each other.
    fn is_settled(&self, calendar: &Calendar) -> bool {
        let met = |&(a, b): &(u32, u32)| {
            self.contexts
                .first()
                .is_some_and(|first| first.met_before(a, b))
        };
        let fresh = calendar
            .iter()
            .all(|(pair, times)| times.len() == 1 && !met(pair));
        let lists: Vec<Vec<bool>> = (0..self.contexts.len())
            .map(|round| self.left_out(round))
            .collect();
        // Pairs alone leave one of an odd number; larger meetings need leave nobody.
        let most_alone = |context: &RoundContext<'_, '_>| match context.sizes().2 {
            2 => context.present.len() as u32 % 2,
            _ => 0,
        };
        let few = (self.contexts.iter().zip(&lists)).all(|(context, left)| {
            left.iter().filter(|&&left| left).count() as u32 <= most_alone(context)
        });
        let everyone = self.contexts.first().map_or(0, |first| first.members.len());
        let counts: Vec<usize> = (0..everyone)
            .map(|person| lists.iter().filter(|left| left[person]).count())
            .collect();
        let running = lists
            .windows(2)
            .any(|two| two[0].iter().zip(&two[1]).any(|(a, b)| *a && *b));
        fresh
            && few
            && !running
            && counts.iter().max() <= counts.iter().min().map(|least| least + 1).as_ref()
    }
}
