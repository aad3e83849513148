//! Several rounds at once: fewest repeats over all of them, and sitting out spread evenly.

use std::ops::ControlFlow;

use crate::assign::{RoundsTask, TIMES, anneal, with_few_repeats, without_repeats};
use crate::day::Day;
use crate::error::Error;
use crate::progress::{Meter, Progress, watched};
use crate::round::context::{Calendar, RoundContext};
use crate::round::history::{MeetingHistory, MeetingOutcome};
use crate::round::member::{Member, waiting_costs};
use crate::round::plan::RoundPlan;
use crate::round::planner::{RoundPlanner, Shape};
use crate::round::report;
use crate::rows::{AsIndex, narrow};

/// Beyond so many people present, rounds are planned one after another and not gone through again.
const IMPROVED: usize = 400;

/// The shares of a watched series that are told when rounds are planned, and planned anew: guesses.
const PLANNED_SHARE: f64 = 0.3;
const IMPROVED_SHARE: f64 = 0.8;

/// Swaps tried for each person, round of sweeps and step of a series; 40 sweeps of 32 people are a million and a half.
const STEPS: u64 = 1_200;

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

impl RoundPlanner {
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
        self.planned_series(history, rounds, &mut Meter::silent())
    }

    /// As [`series`](Self::series), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and [`Error::Cancelled`].
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
            self.planned_series(history, rounds, meter)
        })
    }

    fn planned_series(
        &self,
        history: &MeetingHistory,
        rounds: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Series, Error> {
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
        if steady && !crowded {
            let contexts = planners
                .iter()
                .map(|planner| RoundContext::new(planner, history));
            let mut series = Draft {
                contexts: contexts.collect::<Result<_, Error>>()?,
                placed: Vec::new(),
            };
            if series.construct() {
                return Ok(series.report());
            }
        }
        let mut series = Draft {
            contexts: Vec::new(),
            placed: Vec::new(),
        };
        let mut plans = Vec::new();
        let mut assumed = history.clone();
        for (round, planner) in planners.iter().enumerate() {
            let mut part = meter.part(PLANNED_SHARE * (round + 1) as f64 / planners.len() as f64);
            let assumed_context = RoundContext::new(planner, &assumed)?;
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

/// The rounds of a series while they are planned.
struct Draft<'p> {
    contexts: Vec<RoundContext<'p>>,
    placed: Rounds,
}

/// The groups of each round.
type Rounds = Vec<Vec<Vec<u32>>>;

impl Draft<'_> {
    /// The plans of the rounds, each knowing those before it.
    fn report(self) -> Series {
        let mut before = Calendar::new();
        let rounds = self.contexts.into_iter().zip(self.placed);
        let plans = rounds.map(|(mut context, groups)| {
            context.swap_elsewhere(&mut before);
            let plan = report::report(&context, groups.clone());
            context.swap_elsewhere(&mut before);
            enter(&mut before, &groups, context.now);
            plan
        });
        Series {
            plans: plans.collect(),
        }
    }

    /// Takes rounds without any repeat from a construction, where everyone is the same to everyone; says whether it did.
    ///
    /// Nobody may be alone but one of an odd number in pairs, who is each time another: the partner of somebody who does not exist.
    fn construct(&mut self) -> bool {
        let Some(found) = self.designed(without_repeats) else {
            return false;
        };
        self.placed = found;
        true
    }

    /// The rounds of a design for as many people as are present, where everyone is the same to everyone.
    fn designed(&self, design: fn(usize, usize, usize) -> Option<Rounds>) -> Option<Rounds> {
        let first = self.contexts.first()?;
        let (smallest, wanted, largest) = first.sizes();
        let people = &first.present;
        let odd = largest == 2 && people.len() % 2 == 1;
        let everyone = people.len() + usize::from(odd);
        let alike = smallest == wanted
            && people.len() > 1
            && everyone.is_multiple_of(smallest.as_index())
            && self
                .contexts
                .iter()
                .all(|context| context.all_alike(people));
        if !alike {
            return None;
        }
        // Places in the design are places among those present; the one too many of an odd number is nobody.
        let size = smallest.as_index();
        let found = design(everyone / size, size, self.contexts.len())?;
        let named = |group: Vec<u32>| {
            let known = group
                .iter()
                .filter_map(|&place| people.get(place.as_index()));
            known.copied().collect::<Vec<u32>>()
        };
        let rounds = found.into_iter().map(|groups| {
            groups
                .into_iter()
                .map(named)
                .filter(|group| group.len() > 1)
                .collect()
        });
        Some(rounds.collect())
    }

    /// Looks for fewer repeats and higher scores over all rounds at once, by swaps within the rounds.
    fn anneal(&mut self, sweeps: u32, seed: u64, meter: &mut Meter<'_>) -> Result<(), Error> {
        let Some(first) = self.contexts.first() else {
            return Ok(());
        };
        // Whoever has several meetings in a round could be swapped into one of them twice.
        if matches!(first.planner.shape, Shape::Pairs(most) if most != 1) {
            return Ok(());
        }
        let everyone = first.members.len();
        let crowd = u64::from(narrow(first.present.len()));
        let pairs =
            || (0..narrow(everyone)).flat_map(|a| (0..narrow(everyone)).map(move |b| (a, b)));
        let values = self.contexts.iter().map(|context| {
            let value = |(a, b): (u32, u32)| if a == b { 0 } else { context.swap_value(a, b) };
            pairs().map(value).collect()
        });
        let prices: Vec<[i64; TIMES]> = pairs().map(|(a, b)| first.repeat_prices(a, b)).collect();
        // Nothing is left to find once no repeat has a price and everyone is worth the same.
        let paid: i64 = self.price_of_repeats(&prices);
        let alike = self
            .contexts
            .iter()
            .all(|context| context.all_alike(&first.present));
        let pairs_tell_all = self.contexts.iter().all(RoundContext::pairs_tell_all);
        let wholes_cost = self.contexts.iter().any(RoundContext::wholes_cost);
        let whole = |round: usize, group: &[u32]| self.contexts[round].price_as_a_whole(group);
        let task = RoundsTask {
            people: everyone,
            values: values.collect(),
            prices,
            price_share: first.price_share(),
            unit: first.price_of_a_repeat().max(1),
            steps: if paid == 0 && alike {
                0
            } else {
                STEPS * u64::from(sweeps) * crowd
            },
            seed,
            goal: if alike { paid } else { i64::MAX },
            allowed: &|round, group| pairs_tell_all || self.contexts[round].may_group(group),
            whole: wholes_cost.then_some(&whole),
        };
        let mut placed = self.placed.clone();
        anneal(&task, &mut placed, meter)?;
        let prices = task.prices;
        self.placed = placed;
        if let Some(known) = self.designed(with_few_repeats) {
            let found = std::mem::replace(&mut self.placed, known);
            let by_design = self.price_of_repeats(&prices);
            let known = std::mem::replace(&mut self.placed, found);
            if by_design < self.price_of_repeats(&prices) {
                self.placed = known;
            }
        }
        Ok(())
    }

    /// What repeats within the series cost now, in shares.
    fn price_of_repeats(&self, prices: &[[i64; TIMES]]) -> i64 {
        let Some(first) = self.contexts.first() else {
            return 0;
        };
        let everyone = first.members.len();
        let mut times = Calendar::new();
        let mut sum = 0;
        for (context, groups) in self.contexts.iter().zip(&self.placed) {
            for group in groups {
                for (a, b) in pairs_of(std::slice::from_ref(group)) {
                    let met = times.entry((a, b)).or_default();
                    let cell = a.as_index() * everyone + b.as_index();
                    sum += first.price_share() * prices[cell][met.len().min(TIMES - 1)];
                    met.push(context.now);
                }
            }
        }
        sum
    }

    /// Plans each round anew, knowing all others, while that helps.
    fn improve(&mut self, sweeps: u32, meter: &mut Meter<'_>) -> Result<(), Error> {
        let mut calendar = Calendar::new();
        for (context, groups) in self.contexts.iter().zip(&self.placed) {
            enter(&mut calendar, groups, context.now);
        }
        for sweep in 0..sweeps {
            if self.is_settled(&calendar) {
                break;
            }
            let all = u64::from(sweeps) * self.contexts.len() as u64;
            for round in 0..self.contexts.len() {
                let done = u64::from(sweep) * self.contexts.len() as u64 + round as u64;
                meter.tell("rounds planned anew", (done, all))?;
                let costs = self.waiting_costs(round);
                let (context, groups) = (&mut self.contexts[round], &mut self.placed[round]);
                cancel(&mut calendar, groups, context.now);
                context.set_waiting(&costs);
                context.swap_elsewhere(&mut calendar);
                context.set_attempt(u64::from(sweep) + 1);
                let other = context.planner.place(context, &mut Meter::silent())?;
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
            left[person.as_index()] = true;
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
        let most_alone = |context: &RoundContext<'_>| match context.sizes().2 {
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
