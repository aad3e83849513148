//! In which order do blocks of people meet, so that every two meet once and no block is in two places at a time?

use crate::par;

/// Calls `alone` on each block and `both` on each two of them, in parallel, with exclusive access.
///
/// Blocks meet in rounds by the circle method: within a round each block has at most one partner.
pub(crate) fn all_pairs<S: Send>(
    blocks: Vec<S>,
    alone: impl Fn(usize, &mut S) + Sync,
    both: impl Fn((usize, &mut S), (usize, &mut S)) + Sync,
) -> Vec<S> {
    let count = blocks.len();
    let mut seats: Vec<Option<S>> = blocks.into_iter().map(Some).collect();
    par::for_each_row(&mut seats, 1, |block, seat| {
        if let Some(state) = &mut seat[0] {
            alone(block, state);
        }
    });
    let chairs = count + count % 2;
    for round in 0..chairs.saturating_sub(1) {
        let mut tables: Vec<_> = (0..chairs / 2)
            .map(|table| meeting(chairs, round, table))
            .filter(|&(one, other)| one < count && other < count)
            .map(|(one, other)| (one, seats[one].take(), other, seats[other].take()))
            .collect();
        par::for_each_row(&mut tables, 1, |_, table| {
            if let (one, Some(a), other, Some(b)) = &mut table[0] {
                both((*one, a), (*other, b));
            }
        });
        for (one, a, other, b) in tables {
            seats[one] = a;
            seats[other] = b;
        }
    }
    seats.into_iter().flatten().collect()
}

/// Who meets at a table in a round: one stays, all others move on by one.
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
    use crate::benefit::pairing::all_pairs;

    #[test]
    fn every_two_meet_once() {
        for count in 0..12 {
            let met = all_pairs(
                vec![Vec::new(); count],
                |block, met: &mut Vec<usize>| met.push(block),
                |(one, a), (other, b)| {
                    a.push(other);
                    b.push(one);
                },
            );
            for mut others in met {
                others.sort_unstable();
                assert_eq!(others, (0..count).collect::<Vec<_>>());
            }
        }
    }
}
