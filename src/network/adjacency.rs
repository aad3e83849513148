//! Who is tied to whom, as flat arrays for hot loops.

use crate::error::Error;
use crate::id::PersonId;
use crate::unit::Unit;

/// Ties as flat arrays: for each person the tied people in ascending order, and the strength of each tie.
///
/// A [`Network`](crate::Network) holds one; [`Adjacency::new`] builds one from bare numbers, for graphs without names. Ties are
/// directed here; an undirected tie is two of them. A tie of strength 0 is no tie, a tie of a person to themselves is
/// refused, and of several ties from one person to another the strongest counts.
///
/// # Complexity
///
/// Space: 4 bytes a person and 8 bytes a directed tie.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adjacency {
    starts: Vec<u32>,
    targets: Vec<u32>,
    strengths: Vec<f32>,
}

impl Adjacency {
    /// Builds the flat arrays from directed ties `(from, to, strength)` between people `0..people`.
    ///
    /// # Errors
    ///
    /// When a tie names a person out of range or one person twice, when a strength is not a number from 0 to 1, or when
    /// there are 2³² ties or more.
    ///
    /// # Complexity
    ///
    /// O(n + m log d) time for n people, m ties and d ties of the most tied person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.5)])?;
    /// assert_eq!(ties.neighbours(1), [2]);
    /// assert_eq!(ties.strength(0, 1), Some(0.9));
    /// assert_eq!(ties.strength(1, 0), None);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(people: u32, ties: &[(u32, u32, f32)]) -> Result<Self, Error> {
        for &(from, to, strength) in ties {
            check_tie(people, from, to, strength)?;
        }
        if u32::try_from(ties.len()).is_err() {
            return Err(Error::TooMany {
                what: "ties".into(),
                count: ties.len(),
                limit: u32::MAX as usize,
            });
        }
        Ok(Self::from_checked(people, ties))
    }

    /// Builds the flat arrays from ties that were checked before.
    pub(crate) fn from_checked(people: u32, ties: &[(u32, u32, f32)]) -> Self {
        let mut sorted: Vec<(u32, u32, f32)> =
            ties.iter().copied().filter(|tie| tie.2 > 0.0).collect();
        sorted.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        sorted.dedup_by_key(|tie| (tie.0, tie.1));
        let mut starts = vec![0_u32; people as usize + 1];
        for tie in &sorted {
            starts[tie.0 as usize + 1] += 1;
        }
        for person in 0..people as usize {
            starts[person + 1] += starts[person];
        }
        Self {
            starts,
            targets: sorted.iter().map(|tie| tie.1).collect(),
            strengths: sorted.iter().map(|tie| tie.2).collect(),
        }
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u32 {
        (self.starts.len().max(1) - 1) as u32
    }

    /// How many directed ties there are.
    #[must_use]
    pub fn ties(&self) -> u32 {
        self.targets.len() as u32
    }

    fn range(&self, person: u32) -> std::ops::Range<usize> {
        self.starts[person as usize] as usize..self.starts[person as usize + 1] as usize
    }

    /// The people to whom a person is tied, ascending.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn neighbours(&self, person: u32) -> &[u32] {
        &self.targets[self.range(person)]
    }

    /// The strengths of a person's ties, in the order of [`neighbours`](Self::neighbours).
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn strengths(&self, person: u32) -> &[f32] {
        &self.strengths[self.range(person)]
    }

    /// The strength of the tie from one person to another, by binary search.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person as `from`.
    #[must_use]
    pub fn strength(&self, from: u32, to: u32) -> Option<f32> {
        let place = self.neighbours(from).binary_search(&to).ok()?;
        Some(self.strengths(from)[place])
    }

    /// The same ties, each turned round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turned: Vec<(u32, u32, f32)> = self
            .iter()
            .map(|(from, to, strength)| (to, from, strength))
            .collect();
        Self::from_checked(self.people(), &turned)
    }

    /// All directed ties `(from, to, strength)`, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, f32)> {
        (0..self.people()).flat_map(|from| {
            let heads = self.neighbours(from).iter().zip(self.strengths(from));
            heads.map(move |(&to, &strength)| (from, to, strength))
        })
    }

    /// The strength of a tie between two people of the network.
    pub(crate) fn between(&self, from: PersonId, to: PersonId) -> Option<f32> {
        self.strength(from.0, to.0)
    }
}

/// Checks one tie between numbered people.
fn check_tie(people: u32, from: u32, to: u32, strength: f32) -> Result<(), Error> {
    if let Some(stranger) = [from, to].into_iter().find(|&person| person >= people) {
        return Err(Error::Unknown {
            what: format!("person {stranger} in a tie"),
            expected: "a number below the number of people",
        });
    }
    if from == to {
        return Err(Error::SamePerson {
            what: format!("tie from {from} to {to}"),
        });
    }
    Unit::check(strength, || format!("tie from {from} to {to}")).map(drop)
}

#[cfg(test)]
mod tests {
    use crate::network::Adjacency;

    #[test]
    fn the_strongest_of_parallel_ties_counts_and_zero_is_no_tie() {
        let ties = Adjacency::new(3, &[(0, 1, 0.2), (0, 1, 0.7), (0, 2, 0.0), (2, 0, 1.0)])
            .expect("sound ties");
        assert_eq!(ties.iter().collect::<Vec<_>>(), [(0, 1, 0.7), (2, 0, 1.0)]);
        assert_eq!(
            ties.reversed().iter().collect::<Vec<_>>(),
            [(0, 2, 1.0), (1, 0, 0.7)]
        );
    }

    #[test]
    fn unsound_ties_are_refused() {
        for bad in [
            (0, 3, 0.5),
            (3, 0, 0.5),
            (1, 1, 0.5),
            (0, 1, 1.5),
            (0, 1, f32::NAN),
        ] {
            assert!(Adjacency::new(3, &[bad]).is_err(), "{bad:?}");
        }
    }
}
