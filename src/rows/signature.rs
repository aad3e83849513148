//! Which keys a row may have, in one number.

use crate::rows::AsIndex;

/// A bit for each key of a row of keys and values, keys counted modulo 64: two rows whose signatures have no bit in common have no key in common.
pub(crate) fn signature<K: AsIndex + Copy, V>(row: &[(K, V)]) -> u64 {
    let bit = |cell: &(K, V)| 1 << (cell.0.as_index() % u64::BITS as usize);
    row.iter().fold(0, |bits, cell| bits | bit(cell))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::rows::signature;

    proptest! {
        #[test]
        fn rows_without_a_common_bit_have_no_common_key(
            one in prop::collection::vec((0..200_u32, 0.0..1.0_f32), 0..8),
            other in prop::collection::vec((0..200_u32, 0.0..1.0_f32), 0..8),
        ) {
            let apart = signature(&one) & signature(&other) == 0;
            let common = one.iter().any(|cell| other.iter().any(|there| there.0 == cell.0));
            prop_assert!(!(apart && common));
            prop_assert_eq!(signature(&one) == 0, one.is_empty());
        }
    }
}
