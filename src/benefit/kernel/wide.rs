//! The kernel in vector registers.

use std::arch::x86_64::__m256i;

use pulp::x86::V3;
use pulp::{NullaryFnOnce, cast};

use crate::benefit::index::GROUP;
use crate::benefit::kernel::{GainInput, PairInput, ScanInput, Square, Terms, Thresholds};
use crate::benefit::simd::Simd;
use crate::rows::AsIndex;

/// `PARTS` registers hold a group.
type Sums<S, const PARTS: usize> = [<S as Simd>::Bytes; PARTS];

pub(crate) struct Scan<'a, 't, S, const PARTS: usize> {
    pub(crate) simd: S,
    pub(crate) input: &'a ScanInput<'t>,
    pub(crate) found: &'a mut [u128],
    pub(crate) sums: [&'a mut [[u8; GROUP]]; 2],
}

impl<S: Simd, const PARTS: usize> NullaryFnOnce for Scan<'_, '_, S, PARTS> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            simd,
            input,
            found,
            sums: [sums, gives],
        } = self;
        let thresholds = splat_thresholds(simd, input.thresholds);
        let unknown = [simd.splat([input.unknown; 4]); 2];
        let least_known = simd.splat([u8::from(!input.beside); 4]);
        // All gains come first: without a branch between groups, their loads overlap.
        for (group, (bits, sum)) in found.iter_mut().zip(sums.iter_mut()).enumerate() {
            let codes = &input.codes[group * input.width..][..input.width];
            let gain = loaded::<S, PARTS>(simd, &input.gains[group]);
            let gain = added(simd, gain, codes, input.gain);
            *bits = 0;
            for (part, gain) in gain.iter().enumerate() {
                simd.store(*gain, sum, part);
                let gain = simd.max_u8(*gain, unknown[0]);
                let enough = simd.bits(simd.at_least_u8(gain, thresholds[0]));
                *bits |= at::<PARTS>(enough, part);
            }
        }
        let sums = sums.iter().zip(gives);
        for (group, (bits, (sum, most_gives))) in found.iter_mut().zip(sums).enumerate() {
            if *bits == 0 {
                continue;
            }
            let codes = &input.codes[group * input.width..][..input.width];
            let give = loaded::<S, PARTS>(simd, &input.gives[group]);
            let give = added(simd, give, codes, input.give);
            *bits = 0;
            for (part, give) in give.iter().enumerate() {
                simd.store(*give, most_gives, part);
                let gain = simd.load(sum, part);
                let known = simd.at_least_u8(simd.max_u8(gain, *give), least_known);
                let sums = means(simd, gain, *give, unknown);
                let enough = simd.bits(simd.mask_and(known, enough(simd, sums, thresholds)));
                *bits |= at::<PARTS>(enough, part);
            }
        }
    }
}

pub(crate) struct Gains<'a, 't, S, const PARTS: usize> {
    pub(crate) simd: S,
    pub(crate) row: &'a GainInput<'t>,
    pub(crate) sums: &'a mut [[u8; GROUP]],
}

impl<S: Simd, const PARTS: usize> NullaryFnOnce for Gains<'_, '_, S, PARTS> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (group, sum) in self.sums.iter_mut().enumerate() {
            let gain = gains::<S, PARTS>(self.simd, self.row, group);
            for (part, gain) in gain.iter().enumerate() {
                self.simd.store(*gain, sum, part);
            }
        }
    }
}

pub(crate) struct Pairs<'a, 't, S, const PARTS: usize> {
    pub(crate) simd: S,
    pub(crate) row: &'a GainInput<'t>,
    pub(crate) pairs: &'a PairInput<'t>,
    pub(crate) found: &'a mut [u128],
    pub(crate) sums: &'a mut [[u8; GROUP]],
}

impl<S: Simd, const PARTS: usize> NullaryFnOnce for Pairs<'_, '_, S, PARTS> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            simd,
            row,
            pairs,
            found,
            sums,
        } = self;
        let own = splat_thresholds(simd, pairs.own);
        let unknown = pairs.unknown.map(|units| simd.splat([units; 4]));
        for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
            let gain = gains::<S, PARTS>(simd, row, group);
            let gives = &pairs.gives[group];
            *bits = 0;
            for (part, gain) in gain.iter().enumerate() {
                let give = simd.load(gives, part);
                let known = simd.at_least_u8(simd.max_u8(*gain, give), simd.splat([1; 4]));
                let sums = means(simd, *gain, give, unknown);
                // A pair is found when it suffices for either side's list.
                let mut theirs = [simd.zero(); 4];
                for (theirs, least) in theirs.iter_mut().zip(&pairs.theirs[group]) {
                    *theirs = simd.load(least, part);
                }
                let own = enough(simd, sums, own);
                let either = simd.mask_or(own, enough(simd, sums, theirs));
                *bits |= at::<PARTS>(simd.bits(simd.mask_and(known, either)), part);
                simd.store(*gain, sum, part);
            }
        }
    }
}

/// Bits of a part among those of a group.
#[inline(always)]
fn at<const PARTS: usize>(bits: u64, part: usize) -> u128 {
    u128::from(bits) << (part * GROUP / PARTS)
}

#[inline(always)]
fn splat_thresholds<S: Simd>(simd: S, thresholds: Thresholds) -> [S::Bytes; 4] {
    thresholds.all().map(|units| simd.splat([units; 4]))
}

/// Gain and give, an unknown one replaced by what stands for it, their mean, and the lesser of
/// the two means that weigh one thrice.
#[inline(always)]
fn means<S: Simd>(
    simd: S,
    gain: S::Bytes,
    give: S::Bytes,
    unknown: [S::Bytes; 2],
) -> [S::Bytes; 4] {
    let (gain, give) = (simd.max_u8(gain, unknown[0]), simd.max_u8(give, unknown[1]));
    let mean = simd.average_u8(gain, give);
    let skewed = simd.min_u8(simd.average_u8(gain, mean), simd.average_u8(give, mean));
    [gain, give, mean, skewed]
}

#[inline(always)]
fn enough<S: Simd>(simd: S, sums: [S::Bytes; 4], least: [S::Bytes; 4]) -> S::Mask {
    let gains = simd.mask_and(
        simd.at_least_u8(sums[0], least[0]),
        simd.at_least_u8(sums[1], least[1]),
    );
    let means = simd.mask_and(
        simd.at_least_u8(sums[2], least[2]),
        simd.at_least_u8(sums[3], least[3]),
    );
    simd.mask_and(gains, means)
}

#[inline(always)]
fn loaded<S: Simd, const PARTS: usize>(simd: S, from: &[u8; GROUP]) -> Sums<S, PARTS> {
    let mut sums = [simd.zero(); PARTS];
    for (part, sum) in sums.iter_mut().enumerate() {
        *sum = simd.load(from, part);
    }
    sums
}

#[inline(always)]
fn gains<S: Simd, const PARTS: usize>(
    simd: S,
    row: &GainInput<'_>,
    group: usize,
) -> Sums<S, PARTS> {
    let extra = simd.splat([row.extra; 4]);
    let mut gain = loaded::<S, PARTS>(simd, &row.gains[group]);
    for part in &mut gain {
        *part = simd.saturating_add_u8(*part, extra);
    }
    let codes = &row.codes[group * row.width..][..row.width];
    added(simd, gain, codes, row.terms)
}

#[inline(always)]
fn added<S: Simd, const PARTS: usize>(
    simd: S,
    mut sums: Sums<S, PARTS>,
    codes: &[[u8; GROUP]],
    terms: Terms<'_>,
) -> Sums<S, PARTS> {
    for (&row, table) in terms.rows.iter().zip(terms.tables) {
        let codes = &codes[row.as_index()];
        for (part, sum) in sums.iter_mut().enumerate() {
            let units = simd.shuffle(*table, simd.load(codes, part));
            *sum = simd.saturating_add_u8(*sum, units);
        }
    }
    sums
}

/// Turns rows into columns; longer registers would not make this shorter.
pub(crate) struct Transpose<'a, const N: usize> {
    pub(crate) simd: V3,
    pub(crate) square: Square<'a, N>,
    pub(crate) rows: &'a mut [[[u8; GROUP]; N]],
    pub(crate) group: usize,
}

/// Simd of 32 bytes that hold a group.
const WIDTH: usize = GROUP / 32;

impl<const N: usize> NullaryFnOnce for Transpose<'_, N> {
    type Output = ();

    /// Sixteen rows at a time, of 32 columns: interleaving the upper half with the lower four times turns them.
    #[inline(always)]
    fn call(self) {
        let avx2 = self.simd.avx2;
        let (square, from) = self.square;
        for (row, sixteen) in square.as_chunks::<16>().0.iter().enumerate() {
            for part in 0..WIDTH {
                // Loops, not `from_fn`: its closures may stay calls, which have no registers of this size.
                let mut lines = [self.simd.avx._mm256_setzero_si256(); 16];
                for (line, sums) in lines.iter_mut().zip(sixteen) {
                    let parts: [__m256i; WIDTH] = cast(sums[from]);
                    *line = parts[part];
                }
                // log₂ 16 perfect shuffles of 16 lines move the byte at (row, column) to (column, row).
                for _ in 0..4 {
                    let before = lines;
                    for line in 0..8 {
                        let (upper, lower) = (before[line], before[line + 8]);
                        lines[2 * line] = avx2._mm256_unpacklo_epi8(upper, lower);
                        lines[2 * line + 1] = avx2._mm256_unpackhi_epi8(upper, lower);
                    }
                }
                for (line, turned) in lines.into_iter().enumerate() {
                    let [left, right]: [[u8; 16]; 2] = cast(turned);
                    let columns = row * 16..row * 16 + 16;
                    let rows = &mut self.rows[part * 32..];
                    rows[line][self.group][columns.clone()].copy_from_slice(&left);
                    rows[16 + line][self.group][columns].copy_from_slice(&right);
                }
            }
        }
    }
}
