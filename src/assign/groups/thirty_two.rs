//! Ten rounds of 32 people in fours, found by search once and kept here.

use crate::assign::groups::starters::{Rounds, moved_round};

/// Ten rounds of 32 people in fours, the most there can be (that they exist was shown by Aguado in 2004): three base rounds that the third
/// power of a rotation of order 6 keeps, each with its images under the first and the second, and a round that the rotation keeps. Found by
/// annealing on the differences that such rounds cover; a test of `design` checks it.
const THIRTY_TWO: [&[u8]; 4] = [
    &[
        20, 21, 1, 11, 23, 18, 4, 8, 22, 16, 24, 31, 19, 13, 27, 30, 7, 29, 2, 25, 10, 26, 5, 28,
        3, 17, 15, 6, 0, 14, 12, 9,
    ],
    &[
        26, 20, 16, 17, 29, 23, 13, 14, 4, 30, 28, 3, 1, 31, 25, 0, 15, 11, 5, 22, 12, 8, 2, 19,
        10, 6, 27, 18, 7, 9, 24, 21,
    ],
    &[
        30, 12, 6, 11, 31, 15, 9, 8, 17, 22, 0, 4, 14, 19, 3, 1, 26, 13, 21, 25, 29, 16, 18, 28,
        20, 7, 5, 27, 23, 10, 2, 24,
    ],
    &[
        30, 22, 18, 20, 31, 23, 19, 21, 7, 15, 26, 0, 8, 16, 27, 1, 9, 17, 28, 2, 10, 12, 29, 3,
        11, 13, 24, 4, 6, 14, 25, 5,
    ],
];

/// The ten rounds of 32 people in fours.
pub(crate) fn thirty_two() -> Rounds {
    // Five orbits of six people turn; the last two change places at each step.
    let turned = |person: u8, by: usize| {
        let person = usize::from(person);
        let next = match person {
            30.. => 30 + (person + by) % 2,
            _ => person / 6 * 6 + (person + by) % 6,
        };
        next as u32
    };
    let [first, second, third, kept] = THIRTY_TWO;
    let images = [first, second, third]
        .into_iter()
        .flat_map(|base| (0..3).map(move |by| (base, by)));
    let rounds = images
        .chain([(kept, 0)])
        .map(|(base, by)| moved_round(base, 4, |person| turned(person, by)));
    rounds.collect()
}
