//! Which keys a row may have, in one number.

/// A bit for each key of a row, keys counted modulo 64: two rows whose signatures have no bit in common have no key in common.
pub(crate) fn signature(keys: impl Iterator<Item = u32>) -> u64 {
    keys.fold(0, |bits, key| bits | 1 << (key % u64::BITS))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::rows::signature;

    proptest! {
        #[test]
        fn rows_without_a_common_bit_have_no_common_key(
            one in prop::collection::vec(0..200_u32, 0..8),
            other in prop::collection::vec(0..200_u32, 0..8),
        ) {
            let apart = signature(one.iter().copied()) & signature(other.iter().copied()) == 0;
            let common = one.iter().any(|key| other.contains(key));
            prop_assert!(!(apart && common));
            prop_assert_eq!(signature(one.iter().copied()) == 0, one.is_empty());
        }
    }
}
