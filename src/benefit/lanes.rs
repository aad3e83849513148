//! Which of 128 candidates may reach the score? Sums of table look-ups over four-bit codes, in vector registers.

use crate::benefit::index::GROUP;

/// What each code of a dense feature is worth to one asker, in units of the asker's scale.
pub(crate) type Table = [u8; 16];

/// One asker's dense features on one side: rows of codes and what the codes are worth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'t> {
    pub(crate) rows: &'t [u32],
    pub(crate) tables: &'t [Table],
}

/// The least sums with which a candidate may reach the score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Least {
    pub(crate) gain: u8,
    pub(crate) give: u8,
    pub(crate) both: u8,
}

/// A question about consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'t> {
    pub(crate) gain: Terms<'t>,
    pub(crate) give: Terms<'t>,
    pub(crate) least: Least,
    /// Codes of the groups, `width` rows each.
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// What the asker gains from each candidate, and gives, over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
    pub(crate) gives: &'t [[u8; GROUP]],
}

/// A question about the gains of one asker from consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    pub(crate) terms: Terms<'t>,
    /// What is gained beside the features.
    pub(crate) extra: u8,
    /// The least sum that counts for the asker.
    pub(crate) least: u8,
    /// The least sums that count for the candidates.
    pub(crate) leasts: &'t [[u8; GROUP]],
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// Gains over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
}

/// Which instructions this machine has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lanes {
    /// Table look-ups of 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Wide(pulp::x86::V3),
    /// One candidate at a time.
    Plain,
}

impl Lanes {
    /// Finds out what the machine has.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return Self::Wide(simd);
        }
        Self::Plain
    }

    /// Writes the candidates that may reach the score as bits, and their gain sums.
    pub(crate) fn answer(
        self,
        question: &Question<'_>,
        found: &mut [u128],
        sums: &mut [[u8; GROUP]],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Answer {
                simd,
                question,
                found,
                sums,
            }),
            Self::Plain => plain(question, found, sums),
        }
    }
}

impl Lanes {
    /// Writes the candidates whose gain counts for either side as bits, and the gains.
    pub(crate) fn row(self, row: &Row<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Gains {
                simd,
                row,
                found,
                sums,
            }),
            Self::Plain => plain_row(row, found, sums),
        }
    }

    /// Turns 128 rows of 128 bits into columns.
    pub(crate) fn transpose(self, bits: &mut [[u64; 2]; GROUP]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Transpose { bits }),
            Self::Plain => transpose(bits),
        }
    }
}

fn plain_row(row: &Row<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        *sum = row.gains[group].map(|gain| gain.saturating_add(row.extra));
        let codes = &row.codes[group * row.width..][..row.width];
        add(sum, codes, row.terms);
        *bits = 0;
        for lane in 0..GROUP {
            let counts = sum[lane] >= row.least.min(row.leasts[group][lane]);
            *bits |= u128::from(counts) << lane;
        }
    }
}

/// Swaps ever smaller squares of bits across the diagonal.
#[inline(always)]
fn transpose(bits: &mut [[u64; 2]; GROUP]) {
    let (upper, lower) = bits.split_at_mut(GROUP / 2);
    for (above, below) in upper.iter_mut().zip(lower) {
        std::mem::swap(&mut above[1], &mut below[0]);
    }
    let mut side = 32;
    let mut mask = u64::MAX >> 32;
    while side > 0 {
        for block in bits.chunks_exact_mut(2 * side) {
            let (upper, lower) = block.split_at_mut(side);
            for (above, below) in upper.iter_mut().zip(lower) {
                for (a, b) in above.iter_mut().zip(below) {
                    let differ = ((*a >> side) ^ *b) & mask;
                    *b ^= differ;
                    *a ^= differ << side;
                }
            }
        }
        side /= 2;
        mask ^= mask << side;
    }
}

/// The same answer without vector instructions.
fn plain(question: &Question<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        let codes = &question.codes[group * question.width..][..question.width];
        *sum = question.gains[group];
        add(sum, codes, question.gain);
        *bits = 0;
        if sum.iter().all(|&gain| gain < question.least.gain) {
            continue;
        }
        let mut give = question.gives[group];
        add(&mut give, codes, question.give);
        for lane in 0..GROUP {
            let enough = sum[lane] >= question.least.gain
                && give[lane] >= question.least.give
                && sum[lane].saturating_add(give[lane]) >= question.least.both;
            *bits |= u128::from(enough) << lane;
        }
    }
}

fn add(sum: &mut [u8; GROUP], codes: &[[u8; GROUP]], terms: Terms<'_>) {
    for (&row, table) in terms.rows.iter().zip(terms.tables) {
        for (sum, code) in sum.iter_mut().zip(&codes[row as usize]) {
            *sum = sum.saturating_add(table[usize::from(code & 15)]);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{__m128i, __m256i};

    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};

    use crate::benefit::index::GROUP;
    use crate::benefit::lanes::{Question, Row, Terms, transpose};

    /// Registers that hold a group.
    const WIDTH: usize = GROUP / 32;

    type Sums = [__m256i; WIDTH];

    pub(super) struct Answer<'a, 't> {
        pub(super) simd: V3,
        pub(super) question: &'a Question<'t>,
        pub(super) found: &'a mut [u128],
        pub(super) sums: &'a mut [[u8; GROUP]],
    }

    impl NullaryFnOnce for Answer<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self {
                simd,
                question,
                found,
                sums,
            } = self;
            let avx2 = simd.avx2;
            let splat = |value: u8| simd.avx._mm256_set1_epi8(value as i8);
            let least = question.least;
            let (least_gain, least_give, least_both) =
                (splat(least.gain), splat(least.give), splat(least.both));
            let at_least =
                |a: __m256i, b: __m256i| avx2._mm256_cmpeq_epi8(avx2._mm256_max_epu8(a, b), a);
            // All gains come first: without a branch between groups, their loads overlap.
            for (group, (bits, sum)) in found.iter_mut().zip(sums.iter_mut()).enumerate() {
                let codes = &question.codes[group * question.width..][..question.width];
                let gain = added(simd, cast(question.gains[group]), codes, question.gain);
                let mut any = at_least(gain[0], least_gain);
                for part in &gain[1..] {
                    any = avx2._mm256_or_si256(any, at_least(*part, least_gain));
                }
                *bits = avx2._mm256_movemask_epi8(any) as u128;
                *sum = cast(gain);
            }
            for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
                if *bits == 0 {
                    continue;
                }
                let gain: Sums = cast(*sum);
                let codes = &question.codes[group * question.width..][..question.width];
                let give = added(simd, cast(question.gives[group]), codes, question.give);
                let mut masks = [0_u32; WIDTH];
                for part in 0..WIDTH {
                    let both = avx2._mm256_adds_epu8(gain[part], give[part]);
                    let enough = avx2._mm256_and_si256(
                        at_least(gain[part], least_gain),
                        avx2._mm256_and_si256(
                            at_least(give[part], least_give),
                            at_least(both, least_both),
                        ),
                    );
                    masks[part] = avx2._mm256_movemask_epi8(enough) as u32;
                }
                *bits = cast(masks);
            }
        }
    }

    pub(super) struct Gains<'a, 't> {
        pub(super) simd: V3,
        pub(super) row: &'a Row<'t>,
        pub(super) found: &'a mut [u128],
        pub(super) sums: &'a mut [[u8; GROUP]],
    }

    impl NullaryFnOnce for Gains<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self {
                simd,
                row,
                found,
                sums,
            } = self;
            let avx2 = simd.avx2;
            let extra = simd.avx._mm256_set1_epi8(row.extra as i8);
            let least = simd.avx._mm256_set1_epi8(row.least as i8);
            for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
                let codes = &row.codes[group * row.width..][..row.width];
                let mut gain: Sums = cast(row.gains[group]);
                for part in &mut gain {
                    *part = avx2._mm256_adds_epu8(*part, extra);
                }
                let gain = added(simd, gain, codes, row.terms);
                let leasts: Sums = cast(row.leasts[group]);
                let mut masks = [0_u32; WIDTH];
                for part in 0..WIDTH {
                    let least = avx2._mm256_min_epu8(least, leasts[part]);
                    let most = avx2._mm256_max_epu8(gain[part], least);
                    let counts = avx2._mm256_cmpeq_epi8(most, gain[part]);
                    masks[part] = avx2._mm256_movemask_epi8(counts) as u32;
                }
                *bits = cast(masks);
                *sum = cast(gain);
            }
        }
    }

    pub(super) struct Transpose<'a> {
        pub(super) bits: &'a mut [[u64; 2]; GROUP],
    }

    impl NullaryFnOnce for Transpose<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            transpose(self.bits);
        }
    }

    #[inline(always)]
    fn added(simd: V3, mut sums: Sums, codes: &[[u8; GROUP]], terms: Terms<'_>) -> Sums {
        let avx2 = simd.avx2;
        for (&row, table) in terms.rows.iter().zip(terms.tables) {
            let table: __m128i = cast(*table);
            let table = avx2._mm256_broadcastsi128_si256(table);
            let row: Sums = cast(codes[row as usize]);
            for part in 0..WIDTH {
                sums[part] =
                    avx2._mm256_adds_epu8(sums[part], avx2._mm256_shuffle_epi8(table, row[part]));
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::index::GROUP;
    use crate::benefit::lanes::Lanes;

    #[test]
    fn rows_of_bits_become_columns() {
        let bit = |row: usize, column: usize| (row * 31 + column * 17 + row * column) % 5 < 2;
        let square = |at: &dyn Fn(usize, usize) -> bool| {
            let mut bits = [[0_u64; 2]; GROUP];
            for (row, words) in bits.iter_mut().enumerate() {
                for column in 0..GROUP {
                    words[column / 64] |= u64::from(at(row, column)) << (column % 64);
                }
            }
            bits
        };
        for lanes in [Lanes::Plain, Lanes::detect()] {
            let mut bits = square(&bit);
            lanes.transpose(&mut bits);
            assert_eq!(bits, square(&|row, column| bit(column, row)));
        }
    }
}
