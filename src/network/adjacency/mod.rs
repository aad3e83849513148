//! Who is tied to whom, as flat arrays for hot loops.

mod flatten;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::adjacency::flatten::{flatten, share_of};
use crate::rows::{AsIndex, MaybeIndex, narrow};

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
    /// O(n + m log d) time for n people, m ties and d ties of the most tied person, shared among the threads; 12 bytes a tie of
    /// space while it is built.
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
        if u32::try_from(ties.len()).is_err() {
            return Err(Error::TooMany {
                what: "ties".into(),
                count: ties.len(),
                limit: u32::MAX.as_index(),
            });
        }
        // Shares of the ties are counted and placed in parallel; how they are cut does not show in the result.
        let share = share_of(ties.len());
        flatten(people, ties.len(), ties.len().div_ceil(share), |index| {
            ties[index * share..].iter().take(share).copied()
        })
    }

    /// Builds the flat arrays from ties that were checked before.
    pub(crate) fn from_checked(people: u32, ties: &[(u32, u32, f32)]) -> Self {
        let share = share_of(ties.len());
        let flat = flatten(people, ties.len(), ties.len().div_ceil(share), |index| {
            ties[index * share..].iter().take(share).copied()
        });
        flat.expect("the ties were checked before")
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!(ties.people(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        narrow(self.starts.len().max(1) - 1)
    }

    /// How many directed ties there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!(ties.ties(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties(&self) -> u32 {
        narrow(self.targets.len())
    }

    /// The row of a person; none for a number that is nobody's.
    fn range(&self, person: u32) -> Range<usize> {
        let from = self.starts.get(person.as_index()..);
        let ends = from.and_then(<[u32]>::first_chunk);
        ends.map_or(0..0, |&[start, end]| start.as_index()..end.as_index())
    }

    /// The people to whom a person is tied, ascending; none for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!(ties.neighbours(0), [1, 2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn neighbours(&self, person: u32) -> &[u32] {
        &self.targets[self.range(person)]
    }

    /// The strengths of a person's ties, in the order of [`neighbours`](Self::neighbours).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!(ties.strengths(0), [0.5, 0.25]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strengths(&self, person: u32) -> &[f32] {
        &self.strengths[self.range(person)]
    }

    /// The strength of the tie from one person to another, by binary search.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!((ties.strength(0, 1), ties.strength(1, 0)), (Some(0.5), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strength(&self, from: u32, to: u32) -> Option<f32> {
        let place = self.neighbours(from).binary_search(&to).ok()?;
        Some(self.strengths(from)[place])
    }

    /// The same ties, each reversed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert_eq!(ties.reversed().strength(1, 0), Some(0.5));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn reversed(&self) -> Self {
        let people = self.people();
        let shares = (self.targets.len() / share_of(self.targets.len())).max(1);
        // Shares of about as many ties each: a share ends with the person in whose row its last tie lies.
        let border = |index: usize| {
            let tie = (self.targets.len() as u64 * index as u64 / shares as u64) as u32;
            let ends = &self.starts[self.starts.len().min(1)..];
            if index == shares {
                people
            } else {
                narrow(ends.partition_point(|&end| end <= tie))
            }
        };
        let flat = flatten(people, self.targets.len(), shares, |index| {
            let turned = |(from, to, strength)| (to, from, strength);
            self.rows(border(index)..border(index + 1)).map(turned)
        });
        flat.expect("these ties were checked before")
    }

    /// All directed ties `(from, to, strength)`, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// let ties = Adjacency::new(3, &[(0, 1, 0.5), (0, 2, 0.25)])?;
    /// assert!(ties.iter().eq([(0, 1, 0.5), (0, 2, 0.25)]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, f32)> {
        self.rows(0..self.people())
    }

    fn rows(&self, people: Range<u32>) -> impl Iterator<Item = (u32, u32, f32)> {
        people.flat_map(|from| {
            let heads = self.neighbours(from).iter().zip(self.strengths(from));
            heads.map(move |(&to, &strength)| (from, to, strength))
        })
    }

    /// The same ties among so many people, each of whom is at another place now or nowhere, the order of places being kept; but
    /// for changed ones, a strength of 0 being no tie.
    pub(crate) fn spliced(
        &self,
        people: u32,
        places: &[MaybeIndex],
        changed: &BTreeMap<(u32, u32), f32>,
    ) -> Self {
        let mut all = Self {
            starts: Vec::with_capacity(people.as_index() + 1),
            targets: Vec::with_capacity(self.targets.len() + changed.len()),
            strengths: Vec::with_capacity(self.targets.len() + changed.len()),
        };
        all.starts.push(0);
        let mut changed = changed.iter().peekable();
        let mut known = (0..)
            .zip(places)
            .filter_map(|(from, now)| Some((from, now.get()?)))
            .peekable();
        let all_stay = places.iter().all(|place| !place.is_none());
        for now in 0..people {
            if let Some((from, _)) = known.next_if(|known| known.1 == now) {
                // Of most people nothing is said: their row is copied, whoever is tied to them under another number.
                let silent = changed.peek().is_none_or(|said| said.0.0 != now);
                if all_stay && silent {
                    let targets = self.neighbours(from).iter();
                    all.targets
                        .extend(targets.filter_map(|to| places[to.as_index()].get()));
                    all.strengths.extend_from_slice(self.strengths(from));
                    all.starts.push(narrow(all.targets.len()));
                    continue;
                }
                let heads = self.neighbours(from).iter().zip(self.strengths(from));
                for (&to, &strength) in heads {
                    let Some(to) = places[to.as_index()].get() else {
                        continue;
                    };
                    // What is said of a tie takes the place of what was known of it.
                    while let Some((&(_, new), &other)) =
                        changed.next_if(|said| *said.0 < (now, to))
                    {
                        all.add(new, other);
                    }
                    let said = changed.next_if(|said| *said.0 == (now, to));
                    all.add(to, said.map_or(strength, |said| *said.1));
                }
            }
            while let Some((&(_, new), &other)) = changed.next_if(|said| said.0.0 == now) {
                all.add(new, other);
            }
            all.starts.push(narrow(all.targets.len()));
        }
        all
    }

    /// Adds a tie to the last row, unless it is none.
    fn add(&mut self, to: u32, strength: f32) {
        if strength > 0.0 {
            self.targets.push(to);
            self.strengths.push(strength);
        }
    }

    /// The strength of a tie between two people of the network.
    pub(crate) fn between(&self, from: PersonIndex, to: PersonIndex) -> Option<f32> {
        self.strength(from.0, to.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::network::Adjacency;
    use crate::network::adjacency::flatten;

    #[test]
    fn shares_and_bands_do_not_show() {
        // 60,000 ties, some parallel and some of strength 0, among 5,000 people: seven bands.
        let people = 5_000_u32;
        let tie = |index: u32| {
            let (from, to) = (index * 7_919 % people, (index * index) % 4_999 % people);
            (from, to, (index % 11) as f32 / 10.0)
        };
        let ties: Vec<(u32, u32, f32)> =
            (0..60_000).map(tie).filter(|tie| tie.0 != tie.1).collect();
        let mut expected: Vec<(u32, u32, f32)> =
            ties.iter().copied().filter(|tie| tie.2 > 0.0).collect();
        expected.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        expected.dedup_by_key(|tie| (tie.0, tie.1));
        for shares in [1, 2, 5] {
            let size = ties.len().div_ceil(shares);
            let share = |index: usize| ties.iter().skip(index * size).take(size).copied();
            let found = flatten(people, ties.len(), shares, share);
            let found = found.expect("sound ties");
            assert!(found.iter().eq(expected.iter().copied()), "{shares} shares");
            assert_eq!(found, Adjacency::new(people, &ties).expect("sound ties"));
            let twice = found.reversed().reversed();
            assert_eq!(twice, found);
        }
        assert_eq!(Adjacency::default().reversed().ties(), 0);
        assert_eq!(
            Adjacency::new(0, &[]).expect("no ties").reversed().people(),
            0
        );
    }

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
