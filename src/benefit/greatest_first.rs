//! Candidates by the bounds of their scores, the greatest first.

use std::ops::ControlFlow;

use crate::rows::{AsIndex, narrow};

/// Candidates that are ranked before the others: some three times the places of a common list. A design choice.
const FIRST: usize = 32;

/// The bound of a pair, from 0 up, and the place of the other, as one number: greatest bounds first in descending order, of equal ones the
/// lower place.
pub(crate) fn ranked(bound: f32, place: usize) -> u64 {
    u64::from(bound.to_bits()) << 32 | u64::from(!narrow(place))
}

/// Visits ranked candidates with bound and place, the greatest bounds first, until the visit breaks off.
pub(crate) fn for_each_greatest(
    candidates: &mut [u64],
    mut visit: impl FnMut(f32, usize) -> ControlFlow<()>,
) {
    let mut rest = candidates;
    while !rest.is_empty() {
        let first = rest.len().min(FIRST);
        // Only the first few are brought in order: the rest is mostly never looked at.
        if first < rest.len() {
            rest.select_nth_unstable_by(first - 1, |one, other| other.cmp(one));
        }
        let (head, tail) = rest.split_at_mut(first);
        head.sort_unstable_by(|one, other| other.cmp(one));
        for &candidate in &*head {
            let bound = f32::from_bits((candidate >> 32) as u32);
            if visit(bound, (!(candidate as u32)).as_index()).is_break() {
                return;
            }
        }
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::benefit::greatest_first::{for_each_greatest, ranked};

    #[test]
    fn candidates_come_in_order_until_the_visit_breaks_off() {
        let bound = |place: usize| (place * 37 % 50) as f32;
        let mut candidates: Vec<u64> = (0..200).map(|place| ranked(bound(place), place)).collect();
        let mut seen = Vec::new();
        for_each_greatest(&mut candidates, |bound, place| {
            seen.push((bound, place));
            match seen.len() {
                90 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        let mut expected: Vec<(f32, usize)> = (0..200).map(|place| (bound(place), place)).collect();
        expected.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        assert_eq!(seen, expected[..90]);
    }
}
