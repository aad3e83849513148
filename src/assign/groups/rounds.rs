//! Groups in several rounds at once: simulated annealing over swaps, with what each swap changes kept up to date.
//!
//! This is the social golfer problem with values: who meets whom is worth something, and meeting again costs more each time.

use crate::assign::groups::cooling::{Cooling, Heat};
use crate::error::Error;
use crate::numeric::Random;
use crate::progress::Meter;
use crate::rows::AsIndex;

/// The least common multiple of 1 to 7: a pair in a group of g counts `SHARE / (g − 1)` times.
pub(crate) const SHARE: i64 = 420;

/// Meetings of a pair that are told apart; further ones cost as much as the last.
pub(crate) const TIMES: usize = 8;

/// What a group costs in a round.
type GroupPrice<'t> = dyn Fn(usize, &[u32]) -> i64 + 't;

/// Groups in several rounds, and what they are worth.
pub(crate) struct RoundsTask<'t> {
    /// How many people there are.
    pub(crate) people: usize,
    /// For each round what each two people are worth to each other, row by row, symmetric.
    pub(crate) values: Vec<Vec<i64>>,
    /// For each two people what a first, second, … meeting in these rounds costs, row by row.
    pub(crate) prices: Vec<[i64; TIMES]>,
    /// In how many shares a price counts, whatever the size of the group: a repeat in a trio is one as well.
    pub(crate) price_share: i64,
    /// A difference of value that is neither small nor large: the price of a fresh repeat.
    pub(crate) unit: i64,
    /// Swaps to be tried.
    pub(crate) steps: u64,
    pub(crate) seed: u64,
    /// A gain, in shares, beyond which nothing is left to find.
    pub(crate) goal: i64,
    /// Whether people may form a group in a round, where pairs alone do not tell.
    pub(crate) allowed: &'t dyn Fn(usize, &[u32]) -> bool,
    /// What a group costs in a round beside what its pairs do.
    pub(crate) whole: Option<&'t GroupPrice<'t>>,
}

impl RoundsTask<'_> {
    /// What repeats within the rounds cost, in shares.
    pub(crate) fn price_of_repeats(&self, groups: &[Vec<Vec<u32>>]) -> i64 {
        let times = times(self.people, groups);
        let cells = times.iter().zip(&self.prices).enumerate();
        // Each two people have two cells; the lower one first counts.
        let upper = cells.filter(|(cell, _)| cell / self.people < cell % self.people);
        let paid = upper.map(|(_, (&times, prices))| price_of(prices, times));
        self.price_share * paid.sum::<i64>()
    }

    /// What fresh repeats cost in shares: the scale of everything that a search weighs.
    pub(crate) fn scale(&self) -> f64 {
        self.unit as f64 * self.price_share as f64
    }
}

/// What meeting so many times costs in all.
pub(crate) fn price_of(prices: &[i64; TIMES], times: u8) -> i64 {
    let prices = (0..usize::from(times)).map(|met| prices[met.min(TIMES - 1)]);
    prices.sum()
}

/// The share of a pair in a group of so many.
pub(crate) fn share_in(size: usize) -> i64 {
    SHARE / (size.max(2) as i64 - 1)
}

/// How often each two people meet, row by row, symmetric.
pub(crate) fn times(people: usize, groups: &[Vec<Vec<u32>>]) -> Vec<u8> {
    let mut times = vec![0; people * people];
    for group in groups.iter().flatten() {
        for &a in group {
            // Kept symmetric, so that a swap reads one row a person.
            for &b in group.iter().filter(|&&b| b != a) {
                times[a.as_index() * people + b.as_index()] += 1;
            }
        }
    }
    times
}

/// Improves the groups of each round by swaps between two groups of a round; sizes stay, and so does who is in no group. Groups that
/// end no better than they were stay as they were.
pub(crate) fn anneal(
    task: &RoundsTask<'_>,
    groups: &mut [Vec<Vec<u32>>],
    heat: Heat,
    meter: &mut Meter<'_>,
) -> Result<(), Error> {
    let mut search = Annealing {
        task,
        times: times(task.people, groups),
    };
    let mut cooling = Cooling::new(heat, task.scale());
    let before = groups.to_vec();
    let mut random = Random::new(task.seed);
    let several = |round: &usize| groups[*round].len() > 1;
    let swappable: Vec<usize> = (0..groups.len()).filter(several).collect();
    let steps = if swappable.is_empty() { 0 } else { task.steps };
    let mut worth = 0;
    for step in 0..steps {
        // Geometric cooling, in a thousand stages so that the power is not taken at every step.
        if step % (steps / 1_000 + 1) == 0 {
            cooling.cool(step as f64 / steps as f64);
            meter.tell("swaps over all rounds", (step, steps))?;
        }
        let round = swappable[random.below(swappable.len())];
        let [one, other] = [0, 1].map(|_| random.below(groups[round].len()));
        if one == other {
            continue;
        }
        let places = [one, other].map(|group| (group, random.below(groups[round][group].len())));
        let gain = search.gain(round, &groups[round], places);
        // Metropolis: a loss is accepted with a chance that falls with the temperature.
        let taken = gain >= 0 || cooling.accepts(-gain, &mut random);
        if taken && search.swap(round, &mut groups[round], places) {
            worth += gain;
            if worth >= task.goal {
                break;
            }
        }
    }
    // The search may have ended below its start.
    if worth < 0 {
        groups.clone_from_slice(&before);
    }
    Ok(())
}

struct Annealing<'t> {
    task: &'t RoundsTask<'t>,
    /// How often each two people meet, row by row.
    times: Vec<u8>,
}

impl Annealing<'_> {
    /// What a pair adds in a group with a share when it meets once more than `times` in all, in shares.
    fn added(&self, round: usize, (a, b): (u32, u32), times: u8, share: i64) -> i64 {
        let cell = a.as_index() * self.task.people + b.as_index();
        let price = self.task.prices[cell][usize::from(times).min(TIMES - 1)];
        self.task.values[round][cell] * share - price * self.task.price_share
    }

    fn met(&self, a: u32, b: u32) -> u8 {
        self.times[a.as_index() * self.task.people + b.as_index()]
    }

    /// What swapping the members at two places adds, in shares.
    fn gain(&self, round: usize, groups: &[Vec<u32>], places: [(usize, usize); 2]) -> i64 {
        let [one, other] = places.map(|(group, place)| groups[group][place]);
        let mut gain = 0;
        for ((group, place), goes, comes) in [(places[0], one, other), (places[1], other, one)] {
            let rest = groups[group]
                .iter()
                .enumerate()
                .filter(|&(at, _)| at != place);
            let share = share_in(groups[group].len());
            for (_, &member) in rest {
                // Two people who change places with each other meet neither before nor after.
                gain += self.added(round, (comes, member), self.met(comes, member), share);
                gain -= self.added(round, (goes, member), self.met(goes, member) - 1, share);
            }
        }
        gain + self.gain_of_wholes(round, groups, places)
    }

    /// What swapping the members at two places saves of what groups cost as a whole, in shares.
    fn gain_of_wholes(
        &self,
        round: usize,
        groups: &[Vec<u32>],
        [(one, p), (other, q)]: [(usize, usize); 2],
    ) -> i64 {
        let Some(cost) = self.task.whole else {
            return 0;
        };
        let (mut first, mut second) = (groups[one].clone(), groups[other].clone());
        let before = cost(round, &first) + cost(round, &second);
        std::mem::swap(&mut first[p], &mut second[q]);
        SHARE * (before - cost(round, &first) - cost(round, &second))
    }

    /// Swaps two members; says whether the groups may be so, and leaves them as they were where not.
    fn swap(&mut self, round: usize, groups: &mut [Vec<u32>], places: [(usize, usize); 2]) -> bool {
        self.exchange(groups, places);
        let may = places
            .iter()
            .all(|&(group, _)| (self.task.allowed)(round, &groups[group]));
        if !may {
            self.exchange(groups, places);
        }
        may
    }

    fn exchange(&mut self, groups: &mut [Vec<u32>], places: [(usize, usize); 2]) {
        self.count(groups, places, u8::wrapping_sub);
        let [(one, p), (other, q)] = places;
        (groups[one][p], groups[other][q]) = (groups[other][q], groups[one][p]);
        self.count(groups, places, u8::wrapping_add);
    }

    /// Counts the meetings of the members at two places in or out.
    fn count(&mut self, groups: &[Vec<u32>], places: [(usize, usize); 2], by: fn(u8, u8) -> u8) {
        // The table is symmetric, so both cells change.
        for (group, place) in places {
            let who = groups[group][place].as_index();
            for &member in groups[group]
                .iter()
                .filter(|member| member.as_index() != who)
            {
                for (a, b) in [(who, member.as_index()), (member.as_index(), who)] {
                    let times = &mut self.times[a * self.task.people + b];
                    *times = by(*times, 1);
                }
            }
        }
    }
}
