//! What a grouping found is worth, and what none can be worth more than.

use crate::assign::groups::bound::bound_by_peers;
use crate::assign::groups::task::{GroupTask, Grouping, NEVER};
use crate::assign::matching::WeightedPairs;
use crate::rows::AsIndex;

impl GroupTask {
    /// The largest group for a person.
    pub(crate) fn limit_of(&self, person: u32) -> u32 {
        self.limits[person.as_index()]
    }

    /// Takes out whoever breaks a rule, and sums up.
    pub(crate) fn finish(&self, mut groups: Vec<Vec<u32>>) -> Grouping {
        for group in &mut groups {
            // A group whose member gains nothing sheds the worst until everyone in it gains.
            while let Some(worst) = self.worst(group) {
                group.retain(|&person| person != worst);
            }
            group.sort_unstable();
        }
        // A group that shed below the least size is dissolved; its members stay alone.
        groups.retain(|group| group.len() as u32 >= self.least);
        groups.sort_unstable();
        let mut placed = vec![false; self.people as usize];
        for &person in groups.iter().flatten() {
            placed[person.as_index()] = true;
        }
        let alone = (0..self.people).filter(|&person| !placed[person.as_index()]);
        Grouping {
            alone: alone.collect(),
            value: groups.iter().map(|group| self.value_of(group)).sum(),
            bound: self.bound(),
            groups,
        }
    }

    /// The member with the most broken rules, the highest of equals; none when nothing is broken.
    pub(crate) fn worst(&self, group: &[u32]) -> Option<u32> {
        let size = group.len() as u32;
        let broken = |person: u32| {
            let never = group.iter().filter(|&&other| other != person);
            let never = never.filter(|&&other| self.value(person, other) == NEVER);
            never.count() as u32 + u32::from(self.limit_of(person) < size)
        };
        let worst = group.iter().map(|&person| (broken(person), person)).max()?;
        (worst.0 > 0).then_some(worst.1)
    }

    /// The sum of the values of a group's pairs divided by its size less one.
    pub(crate) fn value_of(&self, group: &[u32]) -> i64 {
        let mut sum = 0;
        for (place, &a) in group.iter().enumerate() {
            sum += group[place + 1..]
                .iter()
                .map(|&b| self.value(a, b))
                .sum::<i64>();
        }
        sum.div_euclid(group.len().max(2) as i64 - 1)
    }

    /// Fractional pairs bound every grouping; no pair counts for more than in a group of the smallest size.
    pub(crate) fn bound(&self) -> i64 {
        if self.least > 2 {
            return bound_by_peers(self.people, (self.least, 0), |a, b| self.value(a, b));
        }
        let mut pairs = Vec::new();
        for a in 0..self.people {
            for b in a + 1..self.people {
                let worth = self.value(a, b);
                if worth > 0 {
                    pairs.push((a, b, worth));
                }
            }
        }
        let pairs = WeightedPairs::new(self.people, &pairs);
        pairs
            .expect("values and people are within the limits of pairs")
            // Each group is a set of pairs; the fractional matching relaxes which pairs go together.
            .fractional_bound()
    }
}
