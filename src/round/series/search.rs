//! Fewer repeats and higher scores over all rounds at once: swaps from the rounds as planned, and from a design.

use crate::assign::{Heat, RoundsTask, TIMES, anneal, rename, without_repeats};
use crate::error::Error;
use crate::progress::Meter;
use crate::round::context::RoundContext;
use crate::round::planner::Shape;
use crate::round::quality::Quality;
use crate::round::series::draft::{Draft, Rounds, pairs_of};
use crate::rows::narrow;

/// Swaps tried for each person, round of sweeps and step of a series; 40 sweeps of 32 people are a million and a half.
const STEPS: u64 = 1_200;

/// One part in so many of the steps goes to a design, where there is one: who takes which place, and swaps from there.
const DESIGN_PART: u64 = 4;

/// How often somebody in a round, or an earlier meeting of a pair, is looked at while the rounds of one start are put in order.
const ARRANGED: usize = 8_000_000;

/// The part of a watched search that is told when the swaps are done.
const SWAPS_SHARE: f64 = 0.9;

/// The part of a watched search that is told when the design is done.
const DESIGN_SHARE: f64 = 0.25;

impl Draft<'_> {
    /// Looks for fewer repeats and higher scores over all rounds at once, by swaps within the rounds.
    pub(crate) fn anneal(
        &mut self,
        sweeps: u32,
        seed: u64,
        meter: &mut Meter<'_>,
    ) -> Result<(), Error> {
        let Some(first) = self.contexts.first() else {
            return Ok(());
        };
        // Whoever has several meetings in a round could be swapped into one of them twice.
        if matches!(first.planner.shape, Shape::Pairs(most) if most != 1) {
            return Ok(());
        }
        // Where all present are alike in every round, only repeats matter, and the search may stop at none.
        let contexts = &self.contexts;
        let alike = contexts
            .iter()
            .all(|context| context.all_alike(&first.present));
        let pairs_tell_all = contexts.iter().all(RoundContext::pairs_tell_all);
        let wholes_cost = contexts.iter().any(RoundContext::wholes_cost);
        let whole = |round: usize, group: &[u32]| contexts[round].price_as_a_whole(group);
        let mut task = RoundsTask {
            people: first.members.len(),
            values: contexts.iter().map(swap_values).collect(),
            prices: repeat_prices(first),
            price_share: first.price_share(),
            unit: first.price_of_a_repeat().max(1),
            steps: 0,
            seed,
            goal: i64::MAX,
            allowed: &|round, group| pairs_tell_all || contexts[round].may_group(group),
            whole: wholes_cost.then_some(&whole),
        };
        let steps = STEPS * u64::from(sweeps) * first.present.len() as u64;
        // Nothing is left to find once no repeat has a price and everyone is worth the same.
        let mut improve = |groups: &mut Rounds, heat: Heat, steps: u64, meter: &mut Meter<'_>| {
            let paid = task.price_of_repeats(groups);
            task.steps = if paid == 0 && alike { 0 } else { steps };
            task.goal = if alike { paid } else { i64::MAX };
            if heat == Heat::Cold {
                rename(&task, groups, meter)?;
            }
            anneal(&task, groups, heat, meter)
        };
        // The same search from two starts: a design has few repeats, the rounds as planned have high scores.
        let mut designed = self.designed(without_repeats);
        let mut left = steps;
        if let Some(groups) = &mut designed {
            left -= steps / DESIGN_PART;
            let mut part = meter.part(DESIGN_SHARE);
            improve(groups, Heat::Cold, steps / DESIGN_PART, &mut part)?;
        }
        let mut placed = self.placed.clone();
        improve(&mut placed, Heat::Warm, left, &mut meter.part(SWAPS_SHARE))?;
        // Swaps know how often a pair meets, not how long after: so the order of the rounds is found here, and a start may be the better.
        let mut starts = vec![placed];
        starts.extend(designed);
        starts.push(std::mem::take(&mut self.placed));
        starts.push(std::mem::take(&mut self.drafted));
        starts.retain(|start| !start.is_empty());
        let count = starts.len();
        let mut best: Option<(Quality, Rounds)> = None;
        for (number, groups) in (1..).zip(starts) {
            let until = SWAPS_SHARE + (1.0 - SWAPS_SHARE) * f64::from(number) / count as f64;
            let found = self.arranged(groups, &mut meter.part(until))?;
            // The first of equals.
            if best.as_ref().is_none_or(|best| found.0 < best.0) {
                best = Some(found);
            }
        }
        self.placed = best.map(|(_, groups)| groups).unwrap_or_default();
        Ok(())
    }

    /// The same rounds in a better order, and how good they are: two rounds take each other's place while that helps, in at most
    /// [`ARRANGED`] looks.
    fn arranged(
        &mut self,
        mut groups: Rounds,
        meter: &mut Meter<'_>,
    ) -> Result<(Quality, Rounds), Error> {
        let mut best = self.quality(&groups);
        if !self.repeats_anyone(&groups) {
            return Ok((best, groups));
        }
        let exchanges = ARRANGED / self.looks(&groups).max(1);
        let mut left = exchanges;
        loop {
            let before = best;
            for (one, other) in
                (0..groups.len()).flat_map(|one| (0..one).map(move |other| (one, other)))
            {
                let same = groups[one] == groups[other];
                if left == 0 || same || !self.may_exchange(&groups, one, other) {
                    continue;
                }
                let done = exchanges - left;
                meter.tell("rounds put in order", (done as u64, exchanges as u64))?;
                left -= 1;
                groups.swap(one, other);
                let quality = self.quality(&groups);
                match quality < best {
                    true => best = quality,
                    false => groups.swap(one, other),
                }
            }
            // Quality falls in whole steps and is bounded by the scores, so this ends.
            if best == before {
                return Ok((best, groups));
            }
        }
    }

    /// What it takes to tell how good rounds are: everyone in each of them, and for each meeting of a pair all their earlier ones.
    fn looks(&self, groups: &Rounds) -> usize {
        let present = self.contexts.iter().map(|context| context.present.len());
        let mut met: Vec<(u32, u32)> = groups.iter().flat_map(|groups| pairs_of(groups)).collect();
        met.sort_unstable();
        let earlier = met.chunk_by(|one, other| one == other);
        present.sum::<usize>() + earlier.map(|met| met.len().pow(2) / 2).sum::<usize>()
    }

    /// Whether the same people are there in two rounds and may meet in either as they do in the other.
    fn may_exchange(&self, groups: &Rounds, one: usize, other: usize) -> bool {
        let (a, b) = (&self.contexts[one], &self.contexts[other]);
        let may = |context: &RoundContext<'_>, groups: &[Vec<u32>]| {
            groups.iter().all(|group| context.may_group(group))
        };
        a.present == b.present && may(a, &groups[other]) && may(b, &groups[one])
    }
}

/// Every two people, row by row.
fn pairs(everyone: usize) -> impl Iterator<Item = (u32, u32)> {
    let people = 0..narrow(everyone);
    people
        .clone()
        .flat_map(move |a| people.clone().map(move |b| (a, b)))
}

/// What each two people are worth to each other in a round, row by row.
fn swap_values(context: &RoundContext<'_>) -> Vec<i64> {
    let value = |(a, b)| if a == b { 0 } else { context.swap_value(a, b) };
    pairs(context.members.len()).map(value).collect()
}

/// What each two people's first, second, … meeting in the rounds costs, row by row.
fn repeat_prices(context: &RoundContext<'_>) -> Vec<[i64; TIMES]> {
    let prices = pairs(context.members.len()).map(|(a, b)| context.repeat_prices(a, b));
    prices.collect()
}
