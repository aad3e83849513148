//! Distance between people by the circles they belong to.

use crate::rows::{AsIndex, narrow};

/// How many circles two paths share, counted from the outermost.
///
/// A path names a person's circles outermost first: country, company, team. A group is identified by its whole path, so a
/// team `core` of one company is not the team `core` of another.
///
/// # Examples
///
/// ```
/// use confrere::diversity::shared_circles;
/// assert_eq!(shared_circles(&["pt", "acme", "core"], &["pt", "acme", "sales"]), 2);
/// assert_eq!(shared_circles(&["pt", "acme", "core"], &["pt", "bolt", "core"]), 1);
/// ```
#[must_use]
pub fn shared_circles<L: PartialEq>(one: &[L], other: &[L]) -> u32 {
    let pairs = one.iter().zip(other);
    narrow(pairs.take_while(|(a, b)| a == b).count())
}

/// The share of levels of one hierarchy that lies between two people: 0 in the same innermost circle, 1 with none shared.
///
/// With c circles shared from the top and L levels in the longer path it is (L − c)/L, the height of the lowest common
/// group over the height of the hierarchy (Watts, Dodds and Newman 2002). `None` when either path is empty. Where one path
/// ends inside the other, what lies below is not known and counts as shared: leaving out one's team is no bonus.
///
/// # Examples
///
/// ```
/// use confrere::diversity::hierarchy_distance;
/// let core = ["pt", "acme", "core"];
/// assert_eq!(hierarchy_distance(&core, &core), Some(0.0));
/// assert_eq!(hierarchy_distance(&core, &["pt", "bolt", "ops"]), Some(2.0 / 3.0));
/// assert_eq!(hierarchy_distance(&core, &["de"]), Some(1.0));
/// assert_eq!(hierarchy_distance(&core, &["pt"]), Some(0.0));
/// assert_eq!(hierarchy_distance(&core, &[]), None);
/// ```
#[must_use]
pub fn hierarchy_distance<L: PartialEq>(one: &[L], other: &[L]) -> Option<f32> {
    let shorter = one.len().min(other.len());
    if shorter == 0 {
        return None;
    }
    let shared = shared_circles(one, other).as_index();
    if shared == shorter {
        return Some(0.0);
    }
    let levels = one.len().max(other.len());
    Some((levels - shared) as f32 / levels as f32)
}

/// The circle level of two people over several hierarchies: the smallest [`hierarchy_distance`] of those both have.
///
/// Hierarchies are compared by position, first with first; each is a path, outermost circle first. `None` when there is no
/// hierarchy of which both have a path. The smallest counts because one shared club is enough to be in a circle together.
///
/// # Complexity
///
/// O(levels of all hierarchies).
///
/// # Examples
///
/// ```
/// use confrere::diversity::circle_distance;
/// let ana: [&[u32]; 2] = [&[1, 10, 100], &[7]];
/// let ben: [&[u32]; 2] = [&[2, 20, 200], &[]];
/// let caro: [&[u32]; 2] = [&[2, 20, 300], &[7]];
/// assert_eq!(circle_distance(ana, ben), Some(1.0));
/// assert_eq!(circle_distance(ben, caro), Some(1.0 / 3.0));
/// assert_eq!(circle_distance(ana, caro), Some(0.0)); // the same club
/// assert_eq!(circle_distance(ana, []), None);
/// ```
#[must_use]
pub fn circle_distance<'a, L: PartialEq + 'a>(
    one: impl IntoIterator<Item = &'a [L]>,
    other: impl IntoIterator<Item = &'a [L]>,
) -> Option<f32> {
    let pairs = one.into_iter().zip(other);
    let known = pairs.filter_map(|(a, b)| hierarchy_distance(a, b));
    known.min_by(f32::total_cmp)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::diversity::{circle_distance, hierarchy_distance};

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn leaving_out_inner_circles_is_no_bonus(
            one in proptest::collection::vec(0_u32..3, 1..5),
            other in proptest::collection::vec(0_u32..3, 1..5),
        ) {
            let whole = hierarchy_distance(&one, &other).expect("both known");
            prop_assert!((0.0..=1.0).contains(&whole));
            prop_assert_eq!(hierarchy_distance(&other, &one), Some(whole));
            for kept in 1..one.len() {
                let less = hierarchy_distance(&one[..kept], &other).expect("both known");
                prop_assert!(less <= whole, "{less} > {whole} with {kept} kept");
            }
        }
    }

    #[test]
    fn missing_hierarchies_are_unknown_by_position() {
        let first: [&[u32]; 1] = [&[1]];
        let second: [&[u32]; 2] = [&[], &[1]];
        assert_eq!(circle_distance(first, second), None);
        assert_eq!(circle_distance(second, second), Some(0.0));
    }
}
