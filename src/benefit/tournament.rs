//! A round-robin tournament of blocks: every two meet once, and no block is in two places at a time.

use std::ops::ControlFlow;

use crate::par::{self, Spaces};

/// Calls `within` on each block and `both` on each two of them, in parallel, with exclusive access and a space of the worker's own.
///
/// Blocks meet in rounds by the circle method: within a round each block has at most one partner. `between_rounds` may break off.
pub(crate) fn for_each_pair<S: Send, W: Send, F: Fn() -> W + Sync>(
    blocks: &mut [S],
    spaces: &Spaces<W, F>,
    within: impl Fn(&mut W, &mut S) + Sync,
    both: impl Fn(&mut W, &mut S, &mut S) + Sync,
    mut between_rounds: impl FnMut() -> ControlFlow<()>,
) -> ControlFlow<()> {
    par::for_each_with(blocks, spaces, &within);
    let count = blocks.len();
    // The circle method: one chair stays, the others move on by one a round. With an odd number of blocks the last chair is
    // empty.
    let chairs = count + count % 2;
    for round in 0..chairs.saturating_sub(1) {
        let mut seats: Vec<Option<&mut S>> = blocks.iter_mut().map(Some).collect();
        // Within a round no block is at two tables, so the tables run in parallel without locks.
        let mut tables: Vec<(&mut S, &mut S)> = (0..chairs / 2)
            .map(|table| meeting(chairs, round, table))
            .filter(|&(_, other)| other < count)
            .filter_map(|(one, other)| Some((seats[one].take()?, seats[other].take()?)))
            .collect();
        par::for_each_with(&mut tables, spaces, |space, (one, other)| {
            both(space, one, other);
        });
        between_rounds()?;
    }
    ControlFlow::Continue(())
}

/// Calls `both` on each two blocks of different sides, in the same way.
pub(crate) fn for_each_cross_pair<S: Send, W: Send, F: Fn() -> W + Sync>(
    one_side: &mut [S],
    other_side: &mut [S],
    spaces: &Spaces<W, F>,
    both: impl Fn(&mut W, &mut S, &mut S) + Sync,
    mut between_rounds: impl FnMut() -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (few, many) = if one_side.len() <= other_side.len() {
        (one_side, other_side)
    } else {
        (other_side, one_side)
    };
    for _ in 0..many.len() {
        let mut tables: Vec<(&mut S, &mut S)> = few.iter_mut().zip(many.iter_mut()).collect();
        par::for_each_with(&mut tables, spaces, |space, (one, other)| {
            both(space, one, other);
        });
        drop(tables);
        // After as many turns as the longer side has blocks, every two have met.
        many.rotate_left(1);
        between_rounds()?;
    }
    ControlFlow::Continue(())
}

/// Who meets at a table in a round, the lower first: one stays, all others move on by one.
fn meeting(chairs: usize, round: usize, table: usize) -> (usize, usize) {
    let moving = chairs - 1;
    let one = (round + table) % moving;
    let other = if table == 0 {
        moving
    } else {
        (round + moving - table) % moving
    };
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use crate::benefit::tournament::{for_each_cross_pair, for_each_pair};
    use crate::par::Spaces;
    use std::ops::ControlFlow;

    /// Blocks, by number, with whom each has met.
    fn blocks(numbers: std::ops::Range<usize>) -> Vec<(usize, Vec<usize>)> {
        numbers.map(|number| (number, Vec::new())).collect()
    }

    fn meet(_: &mut (), one: &mut (usize, Vec<usize>), other: &mut (usize, Vec<usize>)) {
        one.1.push(other.0);
        other.1.push(one.0);
    }

    #[test]
    fn every_two_meet_once() {
        for count in 0..12 {
            let mut blocks = blocks(0..count);
            let ended = for_each_pair(
                &mut blocks,
                &Spaces::new(|| ()),
                |(), one| one.1.push(one.0),
                meet,
                || ControlFlow::Continue(()),
            )
            .is_continue();
            assert!(ended);
            for (number, (place, mut met)) in blocks.into_iter().enumerate() {
                met.sort_unstable();
                assert_eq!(place, number);
                assert_eq!(met, (0..count).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn every_two_of_different_sides_meet_once() {
        for count in 0..7 {
            for others in 0..7 {
                let (mut here, mut there) = (blocks(0..count), blocks(count..count + others));
                let spaces = Spaces::new(|| ());
                let go_on = || ControlFlow::Continue(());
                let flow = for_each_cross_pair(&mut here, &mut there, &spaces, meet, go_on);
                assert!(flow.is_continue());
                for (number, (place, mut met)) in here.into_iter().enumerate() {
                    met.sort_unstable();
                    assert_eq!(place, number);
                    assert_eq!(met, (count..count + others).collect::<Vec<_>>());
                }
                for (number, (place, mut met)) in (count..).zip(there) {
                    met.sort_unstable();
                    assert_eq!(place, number);
                    assert_eq!(met, (0..count).collect::<Vec<_>>());
                }
            }
        }
    }
}
