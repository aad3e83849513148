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
    use crate::benefit::lanes::{Question, Terms};

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
