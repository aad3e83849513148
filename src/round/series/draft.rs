//! The rounds of a series while they are planned.

use crate::day::Day;
use crate::error::Error;
use crate::progress::Meter;
use crate::round::context::{Calendar, RoundContext};
use crate::round::member::{Member, waiting_costs};
use crate::round::quality::Quality;
use crate::round::report;
use crate::round::series::Series;
use crate::rows::AsIndex;

pub(crate) fn pairs_of(groups: &[Vec<u32>]) -> impl Iterator<Item = (u32, u32)> {
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

/// The rounds of a series while they are planned.
pub(crate) struct Draft<'p> {
    pub(crate) contexts: Vec<RoundContext<'p>>,
    pub(crate) placed: Rounds,
    /// The rounds as they were planned one after another, once they are planned anew.
    pub(crate) drafted: Rounds,
}

/// The groups of each round.
pub(crate) type Rounds = Vec<Vec<Vec<u32>>>;

impl Draft<'_> {
    /// The plans of the rounds, each knowing those before it.
    pub(crate) fn report(self) -> Series {
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

    /// How good rounds are in all, each knowing those before it.
    pub(crate) fn quality(&mut self, placed: &Rounds) -> Quality {
        let mut before = Calendar::new();
        let rounds = self.contexts.iter_mut().zip(placed);
        let parts = rounds.map(|(context, groups)| {
            context.swap_elsewhere(&mut before);
            let quality = context.quality(groups);
            context.swap_elsewhere(&mut before);
            enter(&mut before, groups, context.now);
            quality
        });
        parts.sum()
    }

    /// Plans each round anew, knowing all others, while that helps.
    pub(crate) fn improve(&mut self, sweeps: u32, meter: &mut Meter<'_>) -> Result<(), Error> {
        self.drafted = self.placed.clone();
        // The calendar holds the meetings of all rounds; a round is taken out of it while it is planned anew.
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

    /// Whether any pair meets twice, in these rounds or the history.
    pub(crate) fn repeats_anyone(&self, placed: &Rounds) -> bool {
        let mut met: Vec<(u32, u32)> = placed.iter().flat_map(|groups| pairs_of(groups)).collect();
        met.sort_unstable();
        let is_again = met.windows(2).any(|two| two[0] == two[1]);
        let first = self.contexts.first();
        is_again || first.is_some_and(|first| met.iter().any(|&(a, b)| first.met_before(a, b)))
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
            // Rounds of the series count like those of the past: whoever is left out in one has more to wait for in the next.
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
        // How often people are left out may differ by one at most.
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
