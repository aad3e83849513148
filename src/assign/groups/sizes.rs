//! How large should the groups be?

/// Splits people, given their limits in ascending order, into groups of `smallest..=largest`, near `wanted`.
///
/// Returns the sizes in the order of the people: the first group takes those with the lowest limits. Whoever is left over
/// at the end, fewer than `smallest`, is in no group.
pub(crate) fn split(limits: &[u32], smallest: u32, wanted: u32, largest: u32) -> Vec<u32> {
    let people = limits.len() as u32;
    let mut sizes: Vec<u32> = Vec::new();
    let mut caps: Vec<u32> = Vec::new();
    let mut placed = 0;
    while placed < people {
        let left = people - placed;
        let cap = limits[placed as usize].min(largest);
        if left < smallest {
            break;
        }
        let few = left.div_ceil(wanted.min(cap));
        // One group fewer, when the groups still fit, keeps sizes from falling below the smallest.
        let groups = if left / few < smallest {
            (left / smallest).max(1)
        } else {
            few
        };
        let size = left.div_ceil(groups).clamp(smallest, cap.max(smallest));
        let size = size.min(left);
        sizes.push(size);
        caps.push(cap);
        placed += size;
    }
    spread(&mut sizes, &caps, people - placed, smallest);
    sizes
}

/// Makes room for those left over: larger groups where limits allow, else one more group filled from larger ones.
fn spread(sizes: &mut Vec<u32>, caps: &[u32], mut over: u32, smallest: u32) {
    let mut group = sizes.len();
    while over > 0 && group > 0 {
        group -= 1;
        if sizes[group] < caps[group] {
            sizes[group] += 1;
            over -= 1;
            group = sizes.len();
        }
    }
    while over > 0 && over < smallest {
        let lent = sizes.iter_mut().rev().find(|size| **size > smallest);
        let Some(size) = lent else { break };
        *size -= 1;
        over += 1;
        if over == smallest {
            sizes.push(over);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::groups::sizes::split;

    #[test]
    fn everyone_is_placed_where_sizes_allow() {
        for people in 3..200_u32 {
            let sizes = split(&vec![5; people as usize], 3, 4, 5);
            assert_eq!(sizes.iter().sum::<u32>(), people, "{people}: {sizes:?}");
            assert!(sizes.iter().all(|size| (3..=5).contains(size)), "{sizes:?}");
        }
        assert_eq!(split(&[8; 5], 4, 4, 4), [4]);
        assert_eq!(split(&[3, 3, 3, 8, 8, 8, 8], 3, 4, 4), [3, 4]);
        assert!(split(&[8; 2], 3, 4, 5).is_empty());
    }
}
