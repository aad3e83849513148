//! Candidates by scores or by bounds of scores, the greatest first.

use std::ops::ControlFlow;

use crate::numeric::descending;

/// Candidates that are ranked before the others: some three times the places of a common list. A design choice.
const FIRST: usize = 32;

/// A score or bound from 0 up, whose bits then have its order, and a place, turned over so that the lower is the greater: as one number, in
/// whose descending order the greatest come first, of equal ones the lower place.
#[inline]
pub(crate) fn ranked(score: f32, place: u32) -> u64 {
    u64::from(score.to_bits()) << 32 | u64::from(!place)
}

/// The score of a [`ranked`] candidate.
#[inline]
pub(crate) fn score_of(candidate: u64) -> f32 {
    f32::from_bits((candidate >> 32) as u32)
}

/// The place of a [`ranked`] candidate.
#[inline]
pub(crate) fn place_of(candidate: u64) -> u32 {
    !(candidate as u32)
}

/// Visits ranked candidates with bound and place, the greatest bounds first, until the visit breaks off; tells whether it did.
pub(crate) fn for_each_greatest(
    candidates: &mut [u64],
    mut visit: impl FnMut(f32, u32) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut rest = candidates;
    while !rest.is_empty() {
        let first = rest.len().min(FIRST);
        // Only the first few are brought in order: the rest is mostly never looked at.
        if first < rest.len() {
            rest.select_nth_unstable_by(first - 1, descending);
        }
        let (head, tail) = rest.split_at_mut(first);
        head.sort_unstable_by(descending);
        for &candidate in &*head {
            visit(score_of(candidate), place_of(candidate))?;
        }
        rest = tail;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::benefit::greatest_first::{for_each_greatest, ranked};

    #[test]
    fn candidates_come_in_order_until_the_visit_breaks_off() {
        let bound = |place: u32| (place * 37 % 50) as f32;
        let mut candidates: Vec<u64> = (0..200).map(|place| ranked(bound(place), place)).collect();
        let mut seen = Vec::new();
        let ended = for_each_greatest(&mut candidates, |bound, place| {
            seen.push((bound, place));
            match seen.len() {
                90 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        let mut expected: Vec<(f32, u32)> = (0..200).map(|place| (bound(place), place)).collect();
        expected.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        assert_eq!(seen, expected[..90]);
        assert!(ended.is_break());
    }
}
