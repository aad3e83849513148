//! Inverted lists of what is given and what is wanted, walked in full for each asker.

use rayon::prelude::*;

use super::{Best, MEAN};

/// One person: `(feature, weight)` of wants, `(feature, value)` of gives.
type Profile = (Vec<(u32, f32)>, Vec<(u32, f32)>);

/// People laid out as lists.
pub struct Inverted {
    givers: Lists,
    seekers: Lists,
    people: Vec<Profile>,
}

/// For each feature, who has it and how much, people ascending.
struct Lists {
    ends: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl Lists {
    fn new<'p>(rows: impl Iterator<Item = &'p Vec<(u32, f32)>>) -> Self {
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        for (person, row) in (0..).zip(rows) {
            all.extend(
                row.iter()
                    .map(|&(feature, amount)| (feature, person, amount)),
            );
        }
        all.sort_unstable_by_key(|entry| (entry.0, entry.1));
        let features = all.last().map_or(0, |last| last.0 + 1);
        Self {
            ends: (0..features)
                .map(|feature| all.partition_point(|entry| entry.0 <= feature))
                .collect(),
            entries: all
                .iter()
                .map(|&(_, person, amount)| (person, amount))
                .collect(),
        }
    }

    fn add(&self, row: &[(u32, f32)], sums: &mut [f32]) {
        for &(feature, weight) in row {
            let feature = feature as usize;
            let Some(&end) = self.ends.get(feature) else {
                continue;
            };
            let start = if feature == 0 {
                0
            } else {
                self.ends[feature - 1]
            };
            for &(person, amount) in &self.entries[start..end] {
                sums[person as usize] += weight * amount;
            }
        }
    }
}

impl Inverted {
    /// Lays people out.
    pub fn new(people: Vec<Profile>) -> Self {
        Self {
            givers: Lists::new(people.iter().map(|person| &person.1)),
            seekers: Lists::new(people.iter().map(|person| &person.0)),
            people,
        }
    }

    /// Everyone's best.
    pub fn recommend(&self) -> Vec<Vec<(f32, u32)>> {
        let count = self.people.len();
        let scratch = || (vec![0.0; count], vec![0.0; count]);
        let list = |(gains, gives): &mut (Vec<f32>, Vec<f32>), i: usize| {
            let (wants, offers) = &self.people[i];
            self.givers.add(wants, gains);
            self.seekers.add(offers, gives);
            (gains[i], gives[i]) = (0.0, 0.0);
            self.best(gains, gives)
        };
        (0..count).into_par_iter().map_init(scratch, list).collect()
    }

    /// The best by both sums, which are left at 0.
    fn best(&self, gains: &mut [f32], gives: &mut [f32]) -> Vec<(f32, u32)> {
        let (mut best, mut floor) = (Best::default(), 0.0);
        for ((gain, give), j) in gains.iter_mut().zip(gives).zip(0..) {
            let (x, y) = (gain.min(1.0), give.min(1.0));
            // The harmonic mean is above the floor, without a division.
            if 2.0 * x * y > floor * (x + y) {
                best.offer(j, MEAN.of(x, y));
                floor = best.floor();
            }
            (*gain, *give) = (0.0, 0.0);
        }
        best.into_list()
    }
}
