//! Who is tied to whom, as flat arrays for hot loops.

use std::ops::Range;

use crate::error::Error;
use crate::id::PersonId;
use crate::par;
use crate::unit::FROM_ZERO_TO_ONE;

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
                limit: u32::MAX as usize,
            });
        }
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
    #[must_use]
    pub fn people(&self) -> u32 {
        (self.starts.len().max(1) - 1) as u32
    }

    /// How many directed ties there are.
    #[must_use]
    pub fn ties(&self) -> u32 {
        self.targets.len() as u32
    }

    fn range(&self, person: u32) -> Range<usize> {
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
        let people = self.people();
        let shares = (self.targets.len() / share_of(self.targets.len())).max(1);
        // Shares of about as many ties each: a share ends with the person in whose row its last tie lies.
        let border = |index: usize| {
            let tie = (self.targets.len() as u64 * index as u64 / shares as u64) as u32;
            let ends = &self.starts[self.starts.len().min(1)..];
            if index == shares {
                people
            } else {
                ends.partition_point(|&end| end <= tie) as u32
            }
        };
        let flat = flatten(people, self.targets.len(), shares, |index| {
            let turned = |(from, to, strength)| (to, from, strength);
            self.rows(border(index)..border(index + 1)).map(turned)
        });
        flat.expect("these ties were checked before")
    }

    /// All directed ties `(from, to, strength)`, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, f32)> {
        self.rows(0..self.people())
    }

    fn rows(&self, people: Range<u32>) -> impl Iterator<Item = (u32, u32, f32)> {
        people.flat_map(|from| {
            let heads = self.neighbours(from).iter().zip(self.strengths(from));
            heads.map(move |(&to, &strength)| (from, to, strength))
        })
    }

    /// The strength of a tie between two people of the network.
    pub(crate) fn between(&self, from: PersonId, to: PersonId) -> Option<f32> {
        self.strength(from.0, to.0)
    }
}

/// How many ties a worker takes in one share: enough shares for all, and none too small to be worth it.
fn share_of(ties: usize) -> usize {
    const SMALLEST: usize = 1 << 16;
    ties.div_ceil(4 * par::workers()).max(SMALLEST)
}

/// Sorts ties into flat arrays: first each share into bands of people that fit a cache, then each band by itself.
///
/// The result depends only on the set of ties, so neither the number of shares nor their order shows.
///
/// The error is that of the first share in which there is one, and the first within it.
fn flatten<I: Iterator<Item = (u32, u32, f32)>>(
    people: u32,
    ties: usize,
    shares: usize,
    share: impl Fn(usize) -> I + Sync,
) -> Result<Adjacency, Error> {
    let width = band_width(people, ties);
    let bands = people.div_ceil(1 << width) as usize;
    let banded = par::map(shares, |index| {
        Banded::new(|| share(index), people, width, bands)
    });
    let banded = banded.into_iter().collect::<Result<Vec<_>, Error>>()?;
    let sizes: Vec<usize> = (0..bands)
        .map(|band| banded.iter().map(|share| share.band(band).len()).sum())
        .collect();
    let total = sizes.iter().sum();
    let (mut targets, mut strengths) = (vec![0; total], vec![0.0; total]);
    let (mut heads, mut rest) = (targets.as_mut_slice(), strengths.as_mut_slice());
    let mut places = Vec::with_capacity(bands);
    for &size in &sizes {
        let (head, later_heads) = heads.split_at_mut(size);
        let (strength, later) = rest.split_at_mut(size);
        (heads, rest) = (later_heads, later);
        places.push((head, strength));
    }
    let degrees = par::map_items(places, |band, (targets, strengths)| {
        let first = (band as u32) << width;
        let rows = (people - first).min(1 << width);
        fill_band(
            &banded,
            band,
            people,
            first..first + rows,
            targets,
            strengths,
        )
    });
    let mut flat = Adjacency {
        starts: Vec::with_capacity(people as usize + 1),
        targets,
        strengths,
    };
    flat.close_gaps(&degrees, &sizes);
    Ok(flat)
}

impl Adjacency {
    /// Counts the starts of the rows, given the lengths of the rows and the size of each band; moves bands together where
    /// parallel ties left gaps.
    fn close_gaps(&mut self, degrees: &[Vec<u32>], sizes: &[usize]) {
        self.starts.push(0);
        let (mut read, mut write) = (0, 0_usize);
        for (degrees, &size) in degrees.iter().zip(sizes) {
            let first = write;
            for &degree in degrees {
                write += degree as usize;
                self.starts.push(write as u32);
            }
            if first < read {
                self.targets.copy_within(read..read + write - first, first);
                self.strengths
                    .copy_within(read..read + write - first, first);
            }
            read += size;
        }
        self.targets.truncate(write);
        self.strengths.truncate(write);
    }
}

/// How many low bits of a person's number lie within a band: a band holds about 32,768 ties, and there are at most 2,048 bands.
fn band_width(people: u32, ties: usize) -> u32 {
    let bands = (ties >> 15).clamp(1, 2048) as u32;
    people.div_ceil(bands).next_power_of_two().trailing_zeros()
}

/// One share of the ties, those of each band of people together.
struct Banded {
    /// Where each band starts.
    starts: Vec<usize>,
    ties: Vec<(u32, u32, f32)>,
}

impl Banded {
    fn new<I: Iterator<Item = (u32, u32, f32)>>(
        share: impl Fn() -> I,
        people: u32,
        width: u32,
        bands: usize,
    ) -> Result<Self, Error> {
        let mut starts = vec![0; bands + 1];
        share().try_for_each(|tie| {
            if !is_sound(people, tie) {
                return Err(unsound(people, tie));
            }
            starts[(tie.0 >> width) as usize + 1] += usize::from(tie.2 > 0.0);
            Ok(())
        })?;
        for band in 0..bands {
            starts[band + 1] += starts[band];
        }
        let mut next = starts.clone();
        let mut ties = vec![(0, 0, 0.0); starts[bands]];
        share().filter(|tie| tie.2 > 0.0).for_each(|tie| {
            let place = &mut next[(tie.0 >> width) as usize];
            ties[*place] = tie;
            *place += 1;
        });
        Ok(Self { starts, ties })
    }

    fn band(&self, band: usize) -> &[(u32, u32, f32)] {
        &self.ties[self.starts[band]..self.starts[band + 1]]
    }
}

/// Where each group starts, given how many there are in each.
fn places_of(counts: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    let starts = counts.iter().map(|&count| {
        sum += count;
        sum - count
    });
    starts.collect()
}

/// The ties of one band in the order of the leading bits of their targets, so that rows filled from them are nearly in order.
/// Ties that are in order already, as when others are turned round, stay as they are.
fn roughly_by_target(
    banded: &[Banded],
    band: usize,
    everyone: u32,
    size: usize,
) -> Vec<(u32, u32, f32)> {
    const LEADING: u32 = 10;
    let shift = (u32::BITS - everyone.leading_zeros()).saturating_sub(LEADING);
    let all = banded.iter().flat_map(|share| share.band(band));
    if all.is_sorted_by_key(|tie| tie.1) {
        let shares: Vec<&[(u32, u32, f32)]> = banded.iter().map(|share| share.band(band)).collect();
        return shares.concat();
    }
    let mut counts = vec![0_u32; 1 << LEADING];
    for share in banded {
        for tie in share.band(band) {
            counts[(tie.1 >> shift) as usize] += 1;
        }
    }
    let mut next = places_of(&counts);
    let mut ties = vec![(0, 0, 0.0); size];
    for share in banded {
        for &tie in share.band(band) {
            let place = &mut next[(tie.1 >> shift) as usize];
            ties[*place as usize] = tie;
            *place += 1;
        }
    }
    ties
}

/// Writes the rows of one band of people and returns their lengths.
fn fill_band(
    banded: &[Banded],
    band: usize,
    everyone: u32,
    people: Range<u32>,
    targets: &mut [u32],
    strengths: &mut [f32],
) -> Vec<u32> {
    let ties = roughly_by_target(banded, band, everyone, targets.len());
    let mut degrees = vec![0_u32; people.len()];
    for tie in &ties {
        degrees[(tie.0 - people.start) as usize] += 1;
    }
    let mut next = places_of(&degrees);
    // A tie as one number: ascending by target, then the strongest first (the bits of positive numbers are ordered as they are).
    let mut packed = vec![0_u64; targets.len()];
    for &(from, to, strength) in &ties {
        let place = &mut next[(from - people.start) as usize];
        packed[*place as usize] = u64::from(to) << 32 | u64::from(!strength.to_bits());
        *place += 1;
    }
    let (mut read, mut write) = (0, 0);
    for degree in &mut degrees {
        let row = &mut packed[read..read + *degree as usize];
        read += row.len();
        row.sort_unstable();
        let first = write;
        for &tie in row.iter() {
            let target = (tie >> 32) as u32;
            if write > first && targets[write - 1] == target {
                continue;
            }
            targets[write] = target;
            strengths[write] = f32::from_bits(!(tie as u32));
            write += 1;
        }
        *degree = (write - first) as u32;
    }
    degrees
}

/// Whether a tie names two different people in range and has a strength from 0 to 1.
#[inline]
fn is_sound(people: u32, (from, to, strength): (u32, u32, f32)) -> bool {
    (from < people) & (to < people) & (from != to) & (0.0..=1.0).contains(&strength)
}

/// What is wrong with a tie.
#[cold]
fn unsound(people: u32, (from, to, strength): (u32, u32, f32)) -> Error {
    let what = format!("tie from {from} to {to}");
    if let Some(stranger) = [from, to].into_iter().find(|&person| person >= people) {
        return Error::Unknown {
            what: format!("person {stranger} in a tie"),
            expected: "a number below the number of people",
        };
    }
    if from == to {
        return Error::SamePerson { what };
    }
    Error::OutOfRange {
        what,
        value: strength,
        expected: FROM_ZERO_TO_ONE,
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
