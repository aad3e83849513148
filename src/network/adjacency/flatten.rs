//! Ties in any order, flattened into compressed sparse rows.

use std::ops::Range;

use crate::error::Error;
use crate::network::adjacency::Adjacency;
use crate::par;
use crate::rows::{AsIndex, narrow};
use crate::unit::FROM_ZERO_TO_ONE;

/// How many ties a worker takes in one share: enough shares for all, and none too small to be worth it.
pub(crate) fn share_of(ties: usize) -> usize {
    const SMALLEST: usize = 1 << 16;
    ties.div_ceil(4 * par::workers()).max(SMALLEST)
}

/// Sorts ties into flat arrays: first each share into bands of people that fit a cache, then each band by itself.
///
/// The result depends only on the set of ties, so neither the number of shares nor their order shows.
///
/// The error is that of the first share in which there is one, and the first within it.
pub(crate) fn flatten<I: Iterator<Item = (u32, u32, f32)>>(
    people: u32,
    ties: usize,
    shares: usize,
    share: impl Fn(usize) -> I + Sync,
) -> Result<Adjacency, Error> {
    let width = band_width(people, ties);
    let bands = people.div_ceil(1 << width).as_index();
    // First pass: each share is sorted into bands of people by counting.
    let banded = par::map(shares, |index| {
        Banded::new(|| share(index), people, width, bands)
    });
    let banded = banded.into_iter().collect::<Result<Vec<_>, Error>>()?;
    let sizes: Vec<usize> = (0..bands)
        .map(|band| banded.iter().map(|share| share.band(band).len()).sum())
        .collect();
    let total = sizes.iter().sum();
    // Every band gets its own stretch of the arrays to write, large enough for all its ties.
    let (mut targets, mut strengths) = (vec![0; total], vec![0.0; total]);
    let (mut heads, mut rest) = (targets.as_mut_slice(), strengths.as_mut_slice());
    let mut places = Vec::with_capacity(bands);
    for &size in &sizes {
        let (head, later_heads) = heads.split_at_mut(size);
        let (strength, later) = rest.split_at_mut(size);
        (heads, rest) = (later_heads, later);
        places.push((head, strength));
    }
    // Second pass: each band gathers its ties of all shares and sorts its rows.
    let degrees = par::map_items(places, |band, (targets, strengths)| {
        let first = narrow(band) << width;
        let rows = (people - first).min(1 << width);
        let ties = roughly_by_target(&banded, band, people, targets.len());
        fill_band(&ties, first..first + rows, targets, strengths)
    });
    let mut flat = Adjacency {
        starts: Vec::with_capacity(people.as_index() + 1),
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
                write += degree.as_index();
                self.starts.push(narrow(write));
            }
            // Parallel ties were dropped in bands before: this one moves down.
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
    let bands = narrow((ties >> 15).clamp(1, 2048));
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
        // Check and count first: the second pass then writes every tie to its final place, and nothing grows.
        let mut starts = vec![0; bands + 1];
        share().try_for_each(|tie| {
            if !is_sound(people, tie) {
                return Err(unsound(people, tie));
            }
            starts[(tie.0 >> width).as_index() + 1] += usize::from(tie.2 > 0.0);
            Ok(())
        })?;
        // From sizes to starts.
        for band in 0..bands {
            starts[band + 1] += starts[band];
        }
        let mut next = starts.clone();
        let mut ties = vec![(0, 0, 0.0); starts[bands]];
        share().filter(|tie| tie.2 > 0.0).for_each(|tie| {
            let place = &mut next[(tie.0 >> width).as_index()];
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
    // Enough leading bits to spread the targets over 2^10 buckets, however many people there are.
    let shift = (u32::BITS - everyone.leading_zeros()).saturating_sub(LEADING);
    let all = banded.iter().flat_map(|share| share.band(band));
    if all.is_sorted_by_key(|tie| tie.1) {
        let shares: Vec<&[(u32, u32, f32)]> = banded.iter().map(|share| share.band(band)).collect();
        return shares.concat();
    }
    // A counting sort by the leading bits of the target.
    let mut counts = vec![0_u32; 1 << LEADING];
    for share in banded {
        for tie in share.band(band) {
            counts[(tie.1 >> shift).as_index()] += 1;
        }
    }
    let mut next = places_of(&counts);
    let mut ties = vec![(0, 0, 0.0); size];
    for share in banded {
        for &tie in share.band(band) {
            let place = &mut next[(tie.1 >> shift).as_index()];
            ties[place.as_index()] = tie;
            *place += 1;
        }
    }
    ties
}

/// Writes the rows of one band of people, given all their ties, and returns the lengths of the rows.
fn fill_band(
    ties: &[(u32, u32, f32)],
    people: Range<u32>,
    targets: &mut [u32],
    strengths: &mut [f32],
) -> Vec<u32> {
    let mut degrees = vec![0_u32; people.len()];
    for tie in ties {
        degrees[(tie.0 - people.start).as_index()] += 1;
    }
    let mut next = places_of(&degrees);
    // A tie as one number: ascending by target, then the strongest first (the bits of positive numbers are ordered as they are).
    let mut packed = vec![0_u64; targets.len()];
    for &(from, to, strength) in ties {
        let place = &mut next[(from - people.start).as_index()];
        packed[place.as_index()] = u64::from(to) << 32 | u64::from(!strength.to_bits());
        *place += 1;
    }
    let (mut read, mut write) = (0, 0);
    for degree in &mut degrees {
        let row = &mut packed[read..read + degree.as_index()];
        read += row.len();
        row.sort_unstable();
        let first = write;
        // Of parallel ties the first, strongest one is written.
        for &tie in row.iter() {
            let target = (tie >> 32) as u32;
            if write > first && targets[write - 1] == target {
                continue;
            }
            targets[write] = target;
            strengths[write] = f32::from_bits(!(tie as u32));
            write += 1;
        }
        *degree = narrow(write - first);
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
        return Error::unknown(
            format!("person {stranger} in a tie"),
            "a number below the number of people",
        );
    }
    if from == to {
        return Error::SamePerson { what };
    }
    Error::OutOfRange {
        what,
        value: strength.into(),
        expected: FROM_ZERO_TO_ONE,
    }
}
