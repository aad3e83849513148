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

/// What one asker gains from consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    pub(crate) terms: Terms<'t>,
    /// What is gained beside the features.
    pub(crate) extra: u8,
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// Gains over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
}

/// What one asker must gain and give, or what is needed for candidates to have enough, and what it gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Both<'t> {
    /// What suffices for the asker.
    pub(crate) least: Least,
    /// What suffices for each of the candidates.
    pub(crate) leasts: &'t [[[u8; GROUP]; 3]],
    /// For each group, squares of gives by asker.
    pub(crate) gives: &'t [Square],
    /// The asker's row in the squares.
    pub(crate) lane: usize,
}

/// Sums of 128 askers with 128 candidates.
pub(crate) type Square = [[u8; GROUP]; GROUP];

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
    /// Writes the gains of a row.
    pub(crate) fn gains(self, row: &Row<'_>, sums: &mut [[u8; GROUP]]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Gains { simd, row, sums }),
            Self::Plain => plain_gains(row, sums),
        }
    }

    /// Writes the gains of a row, and the candidates with whom asker or candidate may have enough as bits.
    pub(crate) fn both(
        self,
        row: &Row<'_>,
        both: &Both<'_>,
        found: &mut [u128],
        sums: &mut [[u8; GROUP]],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Matches {
                simd,
                row,
                both,
                found,
                sums,
            }),
            Self::Plain => plain_both(row, both, found, sums),
        }
    }

    /// Turns rows into columns.
    pub(crate) fn transpose(self, square: &mut Square) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Transpose { simd, square }),
            Self::Plain => plain_transpose(square),
        }
    }
}

fn plain_gains(row: &Row<'_>, sums: &mut [[u8; GROUP]]) {
    for (group, sum) in sums.iter_mut().enumerate() {
        *sum = row.gains[group].map(|gain| gain.saturating_add(row.extra));
        add(sum, &row.codes[group * row.width..][..row.width], row.terms);
    }
}

fn plain_both(row: &Row<'_>, both: &Both<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
    plain_gains(row, sums);
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        let gives = &both.gives[group][both.lane];
        let [least_gain, least_give, least_both] = &both.leasts[group];
        *bits = 0;
        for lane in 0..GROUP {
            let (gain, give) = (sum[lane], gives[lane]);
            let all = gain.saturating_add(give);
            let own = both.least;
            let counts = (gain >= own.gain && give >= own.give && all >= own.both)
                || (gain >= least_gain[lane]
                    && give >= least_give[lane]
                    && all >= least_both[lane]);
            *bits |= u128::from(counts) << lane;
        }
    }
}

fn plain_transpose(square: &mut Square) {
    for row in 0..GROUP {
        let (above, below) = square.split_at_mut(row + 1);
        for (column, other) in (row + 1..).zip(below) {
            std::mem::swap(&mut above[row][column], &mut other[row]);
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
    use crate::benefit::lanes::{Both, Question, Row, Square, Terms};

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
        pub(super) sums: &'a mut [[u8; GROUP]],
    }

    impl NullaryFnOnce for Gains<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            for (group, sum) in self.sums.iter_mut().enumerate() {
                *sum = cast(gains(self.simd, self.row, group));
            }
        }
    }

    #[inline(always)]
    fn gains(simd: V3, row: &Row<'_>, group: usize) -> Sums {
        let extra = simd.avx._mm256_set1_epi8(row.extra as i8);
        let mut gain: Sums = cast(row.gains[group]);
        for part in &mut gain {
            *part = simd.avx2._mm256_adds_epu8(*part, extra);
        }
        let codes = &row.codes[group * row.width..][..row.width];
        added(simd, gain, codes, row.terms)
    }

    pub(super) struct Matches<'a, 't> {
        pub(super) simd: V3,
        pub(super) row: &'a Row<'t>,
        pub(super) both: &'a Both<'t>,
        pub(super) found: &'a mut [u128],
        pub(super) sums: &'a mut [[u8; GROUP]],
    }

    impl NullaryFnOnce for Matches<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self {
                simd,
                row,
                both,
                found,
                sums,
            } = self;
            let avx2 = simd.avx2;
            let splat = |value: u8| simd.avx._mm256_set1_epi8(value as i8);
            let own = both.least;
            let own = [splat(own.gain), splat(own.give), splat(own.both)];
            let at_least =
                |a: __m256i, b: __m256i| avx2._mm256_cmpeq_epi8(avx2._mm256_max_epu8(a, b), a);
            let enough = |sums: [__m256i; 3], least: [__m256i; 3]| {
                avx2._mm256_and_si256(
                    at_least(sums[0], least[0]),
                    avx2._mm256_and_si256(at_least(sums[1], least[1]), at_least(sums[2], least[2])),
                )
            };
            for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
                let gain = gains(simd, row, group);
                let give: Sums = cast(both.gives[group][both.lane]);
                let leasts: [Sums; 3] = [
                    cast(both.leasts[group][0]),
                    cast(both.leasts[group][1]),
                    cast(both.leasts[group][2]),
                ];
                let mut masks = [0_u32; WIDTH];
                for part in 0..WIDTH {
                    let all = avx2._mm256_adds_epu8(gain[part], give[part]);
                    let sums = [gain[part], give[part], all];
                    let theirs = [leasts[0][part], leasts[1][part], leasts[2][part]];
                    let counts = avx2._mm256_or_si256(enough(sums, own), enough(sums, theirs));
                    masks[part] = avx2._mm256_movemask_epi8(counts) as u32;
                }
                *bits = cast(masks);
                *sum = cast(gain);
            }
        }
    }

    pub(super) struct Transpose<'a> {
        pub(super) simd: V3,
        pub(super) square: &'a mut Square,
    }

    impl NullaryFnOnce for Transpose<'_> {
        type Output = ();

        /// Sixteen rows at a time, of 32 columns: interleaving the upper half with the lower four times turns them.
        #[inline(always)]
        fn call(self) {
            let avx2 = self.simd.avx2;
            let source = *self.square;
            for (row, rows) in source.as_chunks::<16>().0.iter().enumerate() {
                for part in 0..WIDTH {
                    let mut lines: [__m256i; 16] = std::array::from_fn(|line| {
                        let parts: Sums = cast(rows[line]);
                        parts[part]
                    });
                    for _ in 0..4 {
                        lines = std::array::from_fn(|line| {
                            let (upper, lower) = (lines[line / 2], lines[line / 2 + 8]);
                            if line % 2 == 0 {
                                avx2._mm256_unpacklo_epi8(upper, lower)
                            } else {
                                avx2._mm256_unpackhi_epi8(upper, lower)
                            }
                        });
                    }
                    for (line, turned) in lines.into_iter().enumerate() {
                        let [left, right]: [[u8; 16]; 2] = cast(turned);
                        let columns = row * 16..row * 16 + 16;
                        self.square[part * 32 + line][columns.clone()].copy_from_slice(&left);
                        self.square[part * 32 + 16 + line][columns].copy_from_slice(&right);
                    }
                }
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

#[cfg(test)]
mod tests {
    use crate::benefit::index::GROUP;
    use crate::benefit::lanes::Lanes;

    #[test]
    fn rows_become_columns() {
        let cell = |row: usize, column: usize| (row * 31 + column * 17 + row * column) as u8;
        for lanes in [Lanes::Plain, Lanes::detect()] {
            let mut square =
                std::array::from_fn(|row| std::array::from_fn(|column| cell(row, column)));
            lanes.transpose(&mut square);
            for (row, line) in square.iter().enumerate() {
                let turned: [u8; GROUP] = std::array::from_fn(|column| cell(column, row));
                assert_eq!(*line, turned, "row {row}");
            }
        }
    }
}
