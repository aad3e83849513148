//! Who takes which place in rounds that are a design: two people change places in every round at once.
//!
//! Whoever meets whom how often stays as a pattern, so that few repeats stay few; only who is who in it changes.

use crate::assign::groups::cooling::{Cooling, Heat};
use crate::assign::groups::rounds::{RoundsTask, price_of, share_in, times};
use crate::error::Error;
use crate::numeric::Random;
use crate::progress::Meter;
use crate::rows::{AsIndex, narrow};

/// Changes of places tried for each swap within a round that is asked for: one costs as much as so many of those.
const SWAPS_WORTH: u64 = 32;

/// Improves who takes which place: simulated annealing, then the best changes until none helps. What groups cost as a whole and who may
/// form one is left to the search after it.
pub(crate) fn rename(
    task: &RoundsTask<'_>,
    groups: &mut [Vec<Vec<u32>>],
    meter: &mut Meter<'_>,
) -> Result<(), Error> {
    let mut names = Names::new(task, groups);
    let people: Vec<u32> = names.people();
    let steps = if people.len() > 1 {
        task.steps / SWAPS_WORTH
    } else {
        0
    };
    let mut cooling = Cooling::new(Heat::Warm, task.scale());
    let mut random = Random::new(task.seed);
    let mut worth = 0;
    for step in 0..steps {
        if step % (steps / 1_000 + 1) == 0 {
            cooling.cool(step as f64 / steps as f64);
            meter.tell("places in a design", (step, steps))?;
        }
        let [a, b] = [0, 1].map(|_| people[random.below(people.len())]);
        let gain = names.gain(a, b);
        if a != b && (gain >= 0 || cooling.accepts(-gain, &mut random)) {
            names.swap(a, b);
            worth += gain;
        }
    }
    // Annealing may end below where it began: then the design is taken as it came.
    if worth < 0 {
        names = Names::new(task, groups);
    }
    // A descent at the end: each person with the best other, while anyone gains. Every change adds a whole step, so it ends.
    let mut changed = steps > 0;
    while std::mem::take(&mut changed) {
        for &a in &people {
            let others = people.iter().map(|&b| (names.gain(a, b), b));
            let best = others.max_by_key(|&(gain, b)| (gain, std::cmp::Reverse(b)));
            if let Some((1.., b)) = best {
                names.swap(a, b);
                changed = true;
            }
        }
    }
    names.enter(groups);
    Ok(())
}

/// A group of a round that somebody is not in.
const NOWHERE: u32 = u32::MAX;

/// Who takes which place.
struct Names<'t> {
    task: &'t RoundsTask<'t>,
    rounds: Vec<Vec<Vec<u32>>>,
    /// For each round and person the group they are in.
    home: Vec<Vec<u32>>,
    /// How often each two people meet, row by row.
    times: Vec<u8>,
}

impl<'t> Names<'t> {
    fn new(task: &'t RoundsTask<'t>, rounds: &[Vec<Vec<u32>>]) -> Self {
        let home = |groups: &Vec<Vec<u32>>| {
            let mut home = vec![NOWHERE; task.people];
            for (number, group) in (0..).zip(groups) {
                for person in group {
                    home[person.as_index()] = number;
                }
            }
            home
        };
        Self {
            task,
            home: rounds.iter().map(home).collect(),
            times: times(task.people, rounds),
            rounds: rounds.to_vec(),
        }
    }

    /// Everyone who has a place in some round, ascending.
    fn people(&self) -> Vec<u32> {
        let placed = |person: &u32| {
            let mut homes = self.home.iter().map(|home| home[person.as_index()]);
            homes.any(|group| group != NOWHERE)
        };
        (0..narrow(self.task.people)).filter(placed).collect()
    }

    /// What two people gain in shares by changing places in every round.
    fn gain(&self, a: u32, b: u32) -> i64 {
        let width = self.task.people;
        let mut gain = 0;
        for (round, home) in self.home.iter().enumerate() {
            let (of_a, of_b) = (home[a.as_index()], home[b.as_index()]);
            if of_a == of_b {
                continue; // Two in one group stay together.
            }
            // Each of the two groups loses one member and gains the other; what the rest have among themselves stays.
            for (group, goes, comes) in [(of_a, a, b), (of_b, b, a)] {
                if group == NOWHERE {
                    continue;
                }
                let members = &self.rounds[round][group.as_index()];
                let values = |who: u32| &self.task.values[round][who.as_index() * width..][..width];
                let (new, old) = (values(comes), values(goes));
                let others = members.iter().filter(|&&member| member != goes);
                let sum: i64 = others
                    .map(|member| new[member.as_index()] - old[member.as_index()])
                    .sum();
                gain += sum * share_in(members.len());
            }
        }
        gain - self.task.price_share * self.dearer(a, b)
    }

    /// How much more repeats cost once two people have changed places: each then meets others as often as the other did.
    fn dearer(&self, a: u32, b: u32) -> i64 {
        let width = self.task.people;
        let row = |who: u32| who.as_index() * width..(who.as_index() + 1) * width;
        let times = self.times[row(a)].iter().zip(&self.times[row(b)]);
        // Prices belong to pairs: as many repeats can cost more between other people.
        let prices = self.task.prices[row(a)]
            .iter()
            .zip(&self.task.prices[row(b)]);
        let cells = times.zip(prices).enumerate();
        let changed = cells.filter(|(other, ((one, two), _))| {
            one != two && *other != a.as_index() && *other != b.as_index()
        });
        let more = changed.map(|(_, ((&of_a, &of_b), (for_a, for_b)))| {
            price_of(for_a, of_b) - price_of(for_a, of_a) + price_of(for_b, of_a)
                - price_of(for_b, of_b)
        });
        more.sum()
    }

    /// Two people change places in every round.
    fn swap(&mut self, a: u32, b: u32) {
        let width = self.task.people;
        let (one, other) = (a.as_index(), b.as_index());
        for (groups, home) in self.rounds.iter_mut().zip(&mut self.home) {
            let (of_a, of_b) = (home[one], home[other]);
            if of_a == of_b {
                continue;
            }
            for (group, goes, comes) in [(of_a, a, b), (of_b, b, a)] {
                if group != NOWHERE {
                    let members = &mut groups[group.as_index()];
                    let place = members.iter().position(|&member| member == goes);
                    members[place.expect("a member of the group")] = comes;
                }
            }
            home.swap(one, other);
        }
        // Rows and columns change alike; how often the two meet each other stays.
        for third in (0..width).filter(|&third| third != one && third != other) {
            self.times.swap(one * width + third, other * width + third);
            self.times.swap(third * width + one, third * width + other);
        }
    }

    /// Writes the groups back, each ascending.
    fn enter(self, groups: &mut [Vec<Vec<u32>>]) {
        for (to, mut from) in groups.iter_mut().zip(self.rounds) {
            from.iter_mut().for_each(|group| group.sort_unstable());
            *to = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::groups::design::without_repeats;
    use crate::assign::groups::rename::{Names, rename};
    use crate::assign::groups::rounds::{RoundsTask, TIMES, share_in};
    use crate::numeric::Random;
    use crate::progress::Meter;
    use crate::rows::AsIndex;

    fn worth(task: &RoundsTask<'_>, rounds: &[Vec<Vec<u32>>]) -> i64 {
        let mut sum = -task.price_of_repeats(rounds);
        for (round, groups) in rounds.iter().enumerate() {
            for group in groups {
                for (place, &a) in group.iter().enumerate() {
                    for &b in &group[place + 1..] {
                        let cell = a.as_index() * task.people + b.as_index();
                        sum += task.values[round][cell] * share_in(group.len());
                    }
                }
            }
        }
        sum
    }

    #[test]
    fn a_change_of_places_gains_what_it_says_and_the_search_loses_nothing() {
        let people = 15;
        let mut random = Random::new(3);
        let mut table = |most: usize| {
            let mut values = vec![0; people * people];
            for a in 0..people {
                for b in 0..a {
                    let value = random.below(most) as i64;
                    values[a * people + b] = value;
                    values[b * people + a] = value;
                }
            }
            values
        };
        let values: Vec<Vec<i64>> = (0..5).map(|_| table(1_000)).collect();
        let prices = table(900).into_iter().map(|price| [price; TIMES]).collect();
        let task = RoundsTask {
            people,
            values,
            prices,
            price_share: 210,
            unit: 500,
            steps: 40_000,
            seed: 1,
            goal: i64::MAX,
            allowed: &|_, _| true,
            whole: None,
        };
        // Two rounds of the design come twice, so that there are repeats; somebody sits out of one.
        let mut rounds = without_repeats(5, 3, 3).expect("a construction");
        rounds.push(rounds[0].clone());
        rounds.push(rounds[1].clone());
        rounds[4][0].pop();
        let mut names = Names::new(&task, &rounds);
        for (a, b) in [(0, 1), (2, 14), (7, 9), (0, 14), (3, 4), (14, 1)] {
            let before = worth(&task, &names.rounds);
            let gain = names.gain(a, b);
            names.swap(a, b);
            assert_eq!(worth(&task, &names.rounds), before + gain, "{a} and {b}");
        }
        let mut found = rounds.clone();
        rename(&task, &mut found, &mut Meter::silent()).expect("nobody cancels");
        assert!(worth(&task, &found) > worth(&task, &rounds));
        let best = Names::new(&task, &found);
        let pairs = (0..15).flat_map(|a| (0..a).map(move |b| (a, b)));
        assert!(pairs.into_iter().all(|(a, b)| best.gain(a, b) <= 0));
    }
}
