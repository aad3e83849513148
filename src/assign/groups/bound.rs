//! What no grouping is worth more than: everyone has so many peers at most, whoever they are with.
//!
//! In groups of `least` people and more, a pair counts at most 1/(least − 1) times and a person has peers for 1 in all. The bound drops
//! that the peers of a person are peers of each other: what is left is a linear programme of fractional pairs, whose dual has a price
//! for each person. Any prices give a bound; good ones are found by setting one after another to what is best for the rest.

use crate::numeric::descending;
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Prices are set so often, one after another. On groups of random, latent and sparse values (24 to 100 people in threes to fives) twenty
/// rounds end within a thousandth of the linear programme, but for 24 people of sparse values: .2 %.
const PASSES: usize = 20;

/// While prices are set, each person's pairs of the highest values count, so many for each peer in the smallest group and some more; the
/// bound itself counts every pair.
const NEAR: usize = 8;
const NEAR_AT_LEAST: usize = 40;

/// No grouping in which at most `small` people are in groups below `least` is worth more. `value` is what a pair is worth; one that
/// is not above 0 counts as none.
///
/// # Complexity
///
/// O(n²) calls of `value`, twice, and O(n) space.
pub(crate) fn bound_by_peers(
    people: u32,
    (least, small): (u32, usize),
    value: impl Fn(u32, u32) -> i64 + Sync,
) -> i64 {
    let peers = (least.max(2) - 1).as_index();
    let prices = prices(people, peers, &value);
    // What a pair is worth beyond both prices: shared in a group of at least the smallest size, whole in a pair.
    let above: Vec<(i64, i64)> = par::map(people.as_index(), |place| {
        let who: u32 = narrow(place);
        let others = (0..people).filter(|&other| other != who);
        let above = others.map(|other| {
            let price = prices[place] + prices[other.as_index()];
            (value(who.min(other), who.max(other)).max(0) - price).max(0)
        });
        above.fold((0, 0), |(sum, most), above| (sum + above, most.max(above)))
    });
    let mut most: Vec<i64> = above.iter().map(|above| above.1).collect();
    most.sort_unstable_by(descending);
    // Each pair stands in two rows, and each member of a small group has half of its pairs there.
    let shared: i64 = above.iter().map(|above| above.0).sum();
    let extra: i64 = most.iter().take(small).sum();
    let halves = 2 * peers as i64;
    prices.iter().sum::<i64>() + (shared + halves - 1).div_euclid(halves) + (extra + 1) / 2
}

/// A price for each person, never below 0: the lower `peers` times their sum and what pairs are worth beyond them, the better.
fn prices(people: u32, peers: usize, value: &(impl Fn(u32, u32) -> i64 + Sync)) -> Vec<i64> {
    let kept = (NEAR * peers).max(NEAR_AT_LEAST);
    let near: Vec<Vec<(i64, u32)>> = par::map(people.as_index(), |place| {
        let who: u32 = narrow(place);
        let others = (0..people).filter(|&other| other != who);
        let valued = others.map(|other| (value(who.min(other), who.max(other)), other));
        let mut valued: Vec<(i64, u32)> = valued.filter(|pair| pair.0 > 0).collect();
        valued.sort_unstable_by(descending);
        valued.truncate(kept);
        valued
    });
    // The best split in halves is where everyone's own best peers are all that counts.
    let start = |row: &Vec<(i64, u32)>| row.get(peers - 1).map_or(0, |pair| pair.0 / 2);
    let mut prices: Vec<i64> = near.iter().map(start).collect();
    let mut left = Vec::new();
    for _ in 0..PASSES {
        for (place, row) in near.iter().enumerate() {
            left.clear();
            left.extend(
                row.iter()
                    .map(|&(value, other)| value - prices[other.as_index()]),
            );
            left.sort_unstable_by(descending);
            // Every price from the last that is not wanted to the last that is, is as good; the middle does not get stuck.
            let at = |rank: usize| left.get(rank).map_or(0, |&left| left.max(0));
            prices[place] = i64::midpoint(at(peers - 1), at(peers));
        }
    }
    prices
}

#[cfg(test)]
mod tests {
    use crate::assign::groups::best_partition;
    use crate::assign::groups::bound::bound_by_peers;
    use crate::numeric::Random;

    /// What a group of so many is worth, with the values of a table row by row.
    fn worth(values: &[i64], people: usize, members: &[usize]) -> i64 {
        let pairs = members.iter().enumerate();
        let pairs = pairs.flat_map(|(at, &a)| members[at + 1..].iter().map(move |&b| (a, b)));
        let sum: i64 = pairs.map(|(a, b)| values[a * people + b]).sum();
        sum.div_euclid(members.len().max(2) as i64 - 1)
    }

    /// The highest worth of groups of `least` people and more, and of smaller ones.
    fn highest(values: &[i64], people: usize, least: usize) -> i64 {
        let group = |members: &[usize]| {
            (members.len() >= least && members.len() < 7).then(|| -worth(values, people, members))
        };
        let found = best_partition(people, group, |_| 0);
        found
            .iter()
            .map(|members| worth(values, people, members))
            .sum()
    }

    fn random_values(people: usize, random: &mut Random) -> Vec<i64> {
        let mut values = vec![0; people * people];
        for a in 0..people {
            for b in a + 1..people {
                // Sparse, negative and high values.
                let value = random.below(3_000) as i64 * (random.below(3) as i64 - 1);
                (values[a * people + b], values[b * people + a]) = (value, value);
            }
        }
        values
    }

    #[test]
    fn no_grouping_exceeds_the_bound_and_the_bound_is_near() {
        let mut random = Random::new(7);
        let (mut exact, mut bounds) = (0, 0);
        for case in 0..120 {
            let (people, least) = (4 + case % 6, 2 + case % 3);
            let values = random_values(people, &mut random);
            let value = |a: u32, b: u32| values[a as usize * people + b as usize];
            let best = highest(&values, people, least);
            let bound = bound_by_peers(people as u32, (least as u32, 0), value);
            assert!(best <= bound, "case {case}: {best} above {bound}");
            // With everyone in small groups allowed, pairs count whole.
            let pairs = highest(&values, people, 2);
            let loose = bound_by_peers(people as u32, (least as u32, people), value);
            assert!(pairs <= loose, "case {case}: {pairs} above {loose}");
            (exact, bounds) = (exact + best, bounds + bound);
        }
        assert!(4 * exact > 3 * bounds, "{exact} of {bounds}");
    }

    #[test]
    fn groups_that_are_as_good_as_they_can_be_meet_the_bound() {
        // Three groups of four whose pairs are worth 6 each; all others are worth 1.
        let value = |a: u32, b: u32| if a / 4 == b / 4 { 6 } else { 1 };
        assert_eq!(bound_by_peers(12, (4, 0), value), 36);
        // Two of them in a pair could reach more, and no more than half of 6 each beside.
        assert!((36..=42).contains(&bound_by_peers(12, (4, 2), value)));
        assert_eq!(bound_by_peers(0, (4, 0), value), 0);
        assert_eq!(bound_by_peers(1, (4, 0), value), 0);
    }
}
