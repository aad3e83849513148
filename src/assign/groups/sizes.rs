//! How large the groups should be.

use std::ops::RangeInclusive;

/// What a choice of sizes lacks, in the order in which it counts: people alone, people in groups that are too small, squared
/// distances from the wanted size.
type Lack = (u32, u32, u32);

/// Splits people, given their limits in ascending order, into groups of `sizes`, near `wanted`; `least` is the size below which
/// somebody is rather alone.
///
/// Returns the sizes in the order of the people: the first group takes those with the lowest limits, as an exchange of members shows
/// to be best. Whoever is left over is in no group, and stands at the front, where limits are lowest.
///
/// best(i) over the first i people: one more alone, or a last group of s of them. O(people · sizes).
pub(crate) fn split(
    limits: &[u32],
    sizes: RangeInclusive<u32>,
    least: u32,
    wanted: u32,
) -> (usize, Vec<u32>) {
    // Dynamic programming over how many people are placed, in order of their limits; the lack is compared part by part:
    // people alone, people in groups too small, distance from the wanted size squared.
    let people = limits.len();
    let mut best: Vec<(Lack, u32)> = vec![((0, 0, 0), 0)];
    for end in 1..=people {
        let (alone, small, uneven) = best[end - 1].0;
        // Either the last of these is alone, or a last group ends with them; limits ascend, so its first decides whether it fits.
        let mut found = ((alone + 1, small, uneven), 1);
        for size in least..=*sizes.end() {
            let Some(start) = end.checked_sub(size as usize) else {
                break;
            };
            if limits[start] < size {
                continue;
            }
            let (alone, small, uneven) = best[start].0;
            let small = small + if sizes.contains(&size) { 0 } else { size };
            let lack = (alone, small, uneven + size.abs_diff(wanted).pow(2));
            if lack < found.0 {
                found = (lack, size);
            }
        }
        best.push(found);
    }
    // The choices are read back from the end.
    let (mut end, mut chosen, mut alone) = (people, Vec::new(), 0);
    while end > 0 {
        let size = best[end].1;
        if size == 1 {
            alone += 1;
        } else {
            chosen.push(size);
        }
        end -= size as usize;
    }
    chosen.reverse();
    (alone, chosen)
}

#[cfg(test)]
mod tests {
    use crate::assign::groups::sizes::split;

    #[test]
    fn everyone_is_placed_where_sizes_allow() {
        for people in 3..200_u32 {
            let (alone, sizes) = split(&vec![5; people as usize], 3..=5, 3, 4);
            assert_eq!(
                (alone, sizes.iter().sum()),
                (0, people),
                "{people}: {sizes:?}"
            );
            assert!(sizes.iter().all(|size| (3..=5).contains(size)), "{sizes:?}");
        }
        assert_eq!(split(&[8; 5], 4..=4, 4, 4), (1, vec![4]));
        assert_eq!(split(&[3, 3, 3, 8, 8, 8, 8], 3..=4, 3, 4), (0, vec![3, 4]));
        assert_eq!(split(&[8; 2], 3..=5, 3, 4), (2, vec![]));
    }

    #[test]
    fn rather_a_smaller_group_than_somebody_alone() {
        let sizes = |people: usize, sizes| split(&vec![8; people], sizes, 2, 3);
        assert_eq!(sizes(5, 3..=4), (0, vec![3, 2]));
        assert_eq!(sizes(4, 3..=3), (0, vec![2, 2]));
        assert_eq!(sizes(7, 3..=3), (0, vec![3, 2, 2]));
        assert_eq!(sizes(6, 4..=5), (0, vec![4, 2]));
        assert_eq!(sizes(1, 3..=3), (1, vec![]));
    }
}
