//! The best way to split a few people into groups, by dynamic programming over their subsets.

use std::ops::Add;

/// Splits people `0..people` into groups of two or more and people alone so that the sum of costs is least; `group` is `None` for
/// people who must not form a group. Of equals the one found first stays, so the answer depends on the costs alone.
///
/// best(S) = min over the groups G ⊆ S that hold the first person of S, and that person alone, of cost(G) + best(S − G).
/// O(3ⁿ) additions and 2ⁿ costs of groups.
pub(crate) fn best_partition<C: Copy + Ord + Add<Output = C> + Default>(
    people: usize,
    group: impl Fn(&[usize]) -> Option<C>,
    alone: impl Fn(usize) -> C,
) -> Vec<Vec<usize>> {
    let members = |set: usize| (0..people).filter(move |&person| set >> person & 1 == 1);
    // Dynamic programming over subsets as bit sets, O(3ⁿ). The lowest member of each set is in some group, so only the
    // groups that hold it are tried: no partition is counted twice.
    let costs: Vec<Option<C>> = (0..1_usize << people)
        .map(|set| match set.count_ones() {
            0 => None,
            1 => Some(alone(set.trailing_zeros() as usize)),
            _ => group(&members(set).collect::<Vec<usize>>()),
        })
        .collect();
    let mut best: Vec<(C, usize)> = vec![(C::default(), 0); 1 << people];
    for set in 1..1_usize << people {
        let first = set & set.wrapping_neg();
        let others = set ^ first;
        // Alone is always possible; every subset of the others may join.
        let mut found = (costs[first].unwrap_or_default() + best[others].0, first);
        let mut joining = others;
        while joining > 0 {
            if let Some(cost) = costs[first | joining] {
                let sum = cost + best[others ^ joining].0;
                if sum < found.0 {
                    found = (sum, first | joining);
                }
            }
            // The next smaller subset of `others`, in the order of its bits.
            joining = (joining - 1) & others;
        }
        best[set] = found;
    }
    // The choices lead back from the full set.
    let mut rest = (1_usize << people) - 1;
    let mut groups = Vec::new();
    while rest > 0 {
        let chosen = best[rest].1;
        if chosen.count_ones() > 1 {
            groups.push(members(chosen).collect());
        }
        rest ^= chosen;
    }
    groups
}
