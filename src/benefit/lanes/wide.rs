//! The questions of the room in registers of 32 bytes: a look-up of four bits is one shuffle.

use std::arch::x86_64::{__m128i, __m256i};

use pulp::x86::V3;
use pulp::{NullaryFnOnce, cast};

use crate::benefit::index::GROUP;
use crate::benefit::lanes::{Both, Question, Row, Square, Terms};

/// Registers that hold a group.
const WIDTH: usize = GROUP / 32;

type Sums = [__m256i; WIDTH];

pub(crate) struct Answer<'a, 't> {
    pub(crate) simd: V3,
    pub(crate) question: &'a Question<'t>,
    pub(crate) found: &'a mut [u128],
    pub(crate) sums: &'a mut [[u8; GROUP]],
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

pub(crate) struct Gains<'a, 't> {
    pub(crate) simd: V3,
    pub(crate) row: &'a Row<'t>,
    pub(crate) sums: &'a mut [[u8; GROUP]],
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

pub(crate) struct Matches<'a, 't> {
    pub(crate) simd: V3,
    pub(crate) row: &'a Row<'t>,
    pub(crate) both: &'a Both<'t>,
    pub(crate) found: &'a mut [u128],
    pub(crate) sums: &'a mut [[u8; GROUP]],
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

pub(crate) struct Transpose<'a> {
    pub(crate) simd: V3,
    pub(crate) square: &'a mut Square,
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
