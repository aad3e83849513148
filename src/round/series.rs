//! How do several rounds fit together?

use std::collections::BTreeMap;

use crate::error::Error;
use crate::round::ground::Ground;
use crate::round::history::{Encounter, History};
use crate::round::member::pasts;
use crate::round::plan::RoundPlan;
use crate::round::planner::RoundPlanner;
use crate::round::reason;

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
    /// use confrere::round::{History, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let names = ["ana", "ben", "caro", "dan"];
    /// let network = Network::builder().people(names.map(Person::new)).build()?;
    /// let series = RoundPlanner::new(Scores::equal(&network)).series(&History::default(), 3)?;
    /// assert_eq!(series.repeats(), 0); // in three rounds each of four meets every other once
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn series(&self, history: &History, rounds: u32) -> Result<Series, Error> {
        let first = Ground::new(self, history)?.now;
        let planners: Vec<Self> = (0..rounds)
            .map(|round| self.clone().now(first.saturating_add(round)))
            .collect();
        let mut grounds = Vec::new();
        let mut placed = Vec::new();
        let mut assumed = history.clone();
        for planner in &planners {
            let mut ground = Ground::new(planner, &assumed)?;
            let groups = planner.place(&ground)?;
            note(&ground, &groups, &mut assumed)?;
            ground.set_pasts(pasts(self.network(), history, ground.now, self.half_life));
            grounds.push(ground);
            placed.push(groups);
        }
        self.improve(&mut grounds, &mut placed)?;
        let mut before = Calendar::new();
        let mut plans = Vec::new();
        for (mut ground, groups) in grounds.into_iter().zip(placed) {
            ground.elsewhere = before.clone();
            enter(&mut before, &groups, ground.now);
            plans.push(reason::tell(&ground, groups));
        }
        Ok(Series { plans })
    }

    /// Plans each round anew while that helps.
    fn improve(
        &self,
        grounds: &mut [Ground<'_, '_>],
        placed: &mut [Vec<Vec<u32>>],
    ) -> Result<(), Error> {
        let mut calendar = Calendar::new();
        for (ground, groups) in grounds.iter().zip(&*placed) {
            enter(&mut calendar, groups, ground.now);
        }
        for sweep in 0..self.sweeps {
            let crowded = grounds.iter().any(|ground| ground.present.len() > IMPROVED);
            if crowded || settled(grounds, placed, &calendar) {
                return Ok(());
            }
            for (ground, groups) in grounds.iter_mut().zip(placed.iter_mut()) {
                cancel(&mut calendar, groups, ground.now);
                std::mem::swap(&mut ground.elsewhere, &mut calendar);
                ground.turn = u64::from(sweep) + 1;
                let other = ground.planner.place(ground)?;
                if quality(ground, &other) >= quality(ground, groups) {
                    *groups = other;
                }
                std::mem::swap(&mut ground.elsewhere, &mut calendar);
                enter(&mut calendar, groups, ground.now);
            }
        }
        Ok(())
    }
}

/// Writes a round down as if it took place.
fn note(ground: &Ground<'_, '_>, groups: &[Vec<u32>], history: &mut History) -> Result<(), Error> {
    let mut met = vec![false; ground.members.len()];
    for group in groups {
        for &person in group {
            met[person as usize] = true;
        }
        let names = group.iter().map(|&person| ground.name(person));
        history.record(Encounter::new(names, ground.now))?;
    }
    for &person in ground
        .present
        .iter()
        .filter(|&&person| !met[person as usize])
    {
        history.left_out(ground.name(person), ground.now);
    }
    Ok(())
}

/// How many are placed, then what all is worth.
fn quality(ground: &Ground<'_, '_>, groups: &[Vec<u32>]) -> (usize, i64) {
    let placed = groups.iter().map(Vec::len).sum();
    (placed, groups.iter().map(|group| ground.worth(group)).sum())
}

/// Whether everyone has a meeting in each round and no pair meets twice.
fn settled(grounds: &[Ground<'_, '_>], placed: &[Vec<Vec<u32>>], calendar: &Calendar) -> bool {
    let all = grounds
        .iter()
        .zip(placed)
        .all(|(ground, groups)| groups.iter().map(Vec::len).sum::<usize>() >= ground.present.len());
    let met = |&(a, b): &(u32, u32)| {
        grounds
            .first()
            .is_some_and(|ground| ground.met_before(a, b))
    };
    all && calendar
        .iter()
        .all(|(pair, times)| times.len() == 1 && !met(pair))
}
