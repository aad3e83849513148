//! Rules out candidates, 128 at a time, by sums of table look-ups over four-bit codes: a look-up is one shuffle of a vector register.
//!
//! Sums are unsigned bytes that saturate. They are rounded up, so whoever is ruled out cannot reach the threshold.

#[cfg(target_arch = "x86_64")]
mod wide;

use pulp::NullaryFnOnce;

use crate::benefit::index::GROUP;
use crate::benefit::simd::SimdLevel;
use crate::rows::AsIndex;

/// Covers the rounding of sums in f32: no threshold is above what a sum that is as large as asked reaches.
const ROUNDING: f32 = 1.0 - 1e-5;

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
pub(crate) struct Thresholds {
    pub(crate) gain: u8,
    pub(crate) give: u8,
    /// Of the mean of pairs.
    pub(crate) mean: u8,
    /// Of the lesser of the two means that weigh one of them thrice.
    pub(crate) skewed: u8,
}

impl Thresholds {
    /// Of a gain, a give, the mean and the skewed mean in units. Sums saturate at 255: no mean is asked that is above what it is when one
    /// of the two does.
    pub(crate) fn new(gain: f32, give: f32, mean: f32, skewed: f32) -> Self {
        const MOST: f32 = u8::MAX as f32;
        let least = |units: f32| rounded_up(units * ROUNDING);
        let (gain, give) = (least(gain), least(give));
        let lesser = f32::from(gain.min(give));
        Self {
            gain,
            give,
            mean: least(mean.min(0.5 * (MOST + lesser))),
            skewed: least(skewed.min(0.25 * MOST + 0.75 * lesser)),
        }
    }

    fn all(self) -> [u8; 4] {
        [self.gain, self.give, self.mean, self.skewed]
    }
}

/// The least whole number that is not below, at most 255. Without the instruction for it, `ceil` is a call.
#[inline]
pub(crate) fn rounded_up(units: f32) -> u8 {
    let below = units as u8;
    below.saturating_add(u8::from(units > f32::from(below)))
}

/// A bit for each byte that is 1, not 0.
#[inline(always)]
pub(crate) fn bits(truths: &[u8; GROUP]) -> u128 {
    let mut bits = 0;
    // Few are true: nobody is found in most runs of eight.
    for (place, eight) in truths.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        if word != 0 {
            // The lowest bit of each byte moves into the highest byte of the product.
            let lanes = word.wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= u128::from(lanes) << (place * 8);
        }
    }
    bits
}

/// What is enough for each of a group, number by number as in [`Thresholds`].
pub(crate) type GroupThresholds = [[u8; GROUP]; 4];

/// What one asker asks of consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScanInput<'t> {
    pub(crate) gain: Terms<'t>,
    pub(crate) give: Terms<'t>,
    pub(crate) thresholds: Thresholds,
    /// What a gain and a give count at least where the other is not 0.
    pub(crate) unknown: u8,
    /// Whether something may be gained that no sum holds.
    pub(crate) beside: bool,
    /// Codes of the groups, `width` rows each.
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// What the asker gains from each candidate, and gives, over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
    pub(crate) gives: &'t [[u8; GROUP]],
}

/// What the gains of one asker from consecutive groups are summed from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GainInput<'t> {
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
pub(crate) struct PairInput<'t> {
    /// What suffices for the asker.
    pub(crate) own: Thresholds,
    /// What suffices for each of the candidates.
    pub(crate) theirs: &'t [GroupThresholds],
    /// For each group, what the asker gives.
    pub(crate) gives: &'t [[u8; GROUP]],
    /// What a gain, and a give, count at least where the other is not 0.
    pub(crate) unknown: [u8; 2],
}

/// Sums of askers with `N` groups each, row by row, and the number of one of the groups: of so many askers a square.
pub(crate) type Square<'t, const N: usize> = (&'t [[[u8; GROUP]; N]], usize);

/// The kernel for this machine: vector registers, or one candidate at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernel {
    level: SimdLevel,
}

impl Kernel {
    pub(crate) fn of(level: SimdLevel) -> Self {
        Self { level }
    }

    /// Writes the candidates that may reach the score as bits, and the sums of what the asker gains and gives; the latter only in groups
    /// where the gains do not rule everyone out.
    pub(crate) fn scan(
        self,
        input: &ScanInput<'_>,
        found: &mut [u128],
        sums: [&mut [[u8; GROUP]]; 2],
    ) {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            // A group of 128 sums of a byte fills two registers of 64 bytes or four of 32.
            SimdLevel::Avx512(simd) => simd.vectorize(wide::Scan::<_, 2> {
                simd,
                input,
                found,
                sums,
            }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(wide::Scan::<_, 4> {
                simd,
                input,
                found,
                sums,
            }),
            SimdLevel::Plain => plain_scan(input, found, sums),
        }
    }

    /// Writes the gains of a row.
    pub(crate) fn gains(self, row: &GainInput<'_>, sums: &mut [[u8; GROUP]]) {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx512(simd) => simd.vectorize(wide::Gains::<_, 2> { simd, row, sums }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(wide::Gains::<_, 4> { simd, row, sums }),
            SimdLevel::Plain => plain_gains(row, sums),
        }
    }

    /// Writes the gains of a row, and the candidates with whom asker or candidate may have enough as bits.
    pub(crate) fn pairs(
        self,
        row: &GainInput<'_>,
        pairs: &PairInput<'_>,
        found: &mut [u128],
        sums: &mut [[u8; GROUP]],
    ) {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx512(simd) => simd.vectorize(wide::Pairs::<_, 2> {
                simd,
                row,
                pairs,
                found,
                sums,
            }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(wide::Pairs::<_, 4> {
                simd,
                row,
                pairs,
                found,
                sums,
            }),
            SimdLevel::Plain => plain_pairs(row, pairs, found, sums),
        }
    }

    /// Runs a job whose loops the compiler may turn into the registers of this machine.
    #[inline]
    pub(crate) fn run<J: NullaryFnOnce>(self, job: J) -> J::Output {
        self.level.run(job)
    }

    /// Turns a square of 128 rows into columns, written to a group of as many rows.
    pub(crate) fn transpose<const N: usize>(
        self,
        square: Square<'_, N>,
        rows: &mut [[[u8; GROUP]; N]],
        group: usize,
    ) {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx512(simd) => simd.vectorize(wide::Transpose {
                simd: *simd,
                square,
                rows,
                group,
            }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(wide::Transpose {
                simd,
                square,
                rows,
                group,
            }),
            SimdLevel::Plain => plain_transpose(square, rows, group),
        }
    }
}

/// The mean of two, rounded up.
fn average(a: u8, b: u8) -> u8 {
    (u16::from(a) + u16::from(b)).div_ceil(2) as u8
}

/// Whether a gain and a give are enough, one of which may stand for an unknown one. The means are rounded up, as registers have them.
fn enough(gain: u8, give: u8, unknown: [u8; 2], thresholds: [u8; 4]) -> bool {
    let (gain, give) = (gain.max(unknown[0]), give.max(unknown[1]));
    let mean = average(gain, give);
    let skewed = average(gain, mean).min(average(give, mean));
    let sums = [gain, give, mean, skewed];
    sums.iter()
        .zip(thresholds)
        .all(|(&sum, least)| sum >= least)
}

fn plain_gains(row: &GainInput<'_>, sums: &mut [[u8; GROUP]]) {
    for (group, sum) in sums.iter_mut().enumerate() {
        *sum = row.gains[group].map(|gain| gain.saturating_add(row.extra));
        add(sum, &row.codes[group * row.width..][..row.width], row.terms);
    }
}

fn plain_pairs(
    row: &GainInput<'_>,
    pairs: &PairInput<'_>,
    found: &mut [u128],
    sums: &mut [[u8; GROUP]],
) {
    plain_gains(row, sums);
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        let gives = &pairs.gives[group];
        *bits = 0;
        for lane in 0..GROUP {
            let (gain, give) = (sum[lane], gives[lane]);
            let theirs = pairs.theirs[group].map(|least| least[lane]);
            let counts = enough(gain, give, pairs.unknown, pairs.own.all())
                || enough(gain, give, pairs.unknown, theirs);
            *bits |= u128::from(counts && (gain > 0 || give > 0)) << lane;
        }
    }
}

fn plain_transpose<const N: usize>(
    (square, from): Square<'_, N>,
    rows: &mut [[[u8; GROUP]; N]],
    group: usize,
) {
    for (column, sums) in square.iter().enumerate() {
        for (row, &sum) in rows.iter_mut().zip(&sums[from]) {
            row[group][column] = sum;
        }
    }
}

/// The same answer without vector instructions.
fn plain_scan(input: &ScanInput<'_>, found: &mut [u128], [sums, gives]: [&mut [[u8; GROUP]]; 2]) {
    let sums = sums.iter_mut().zip(gives);
    for (group, (bits, (sum, give))) in found.iter_mut().zip(sums).enumerate() {
        let codes = &input.codes[group * input.width..][..input.width];
        *sum = input.gains[group];
        add(sum, codes, input.gain);
        *bits = 0;
        // Gains alone rule most groups out; the other direction is then never summed.
        let least = input.thresholds.gain;
        if sum.iter().all(|gain| *gain.max(&input.unknown) < least) {
            continue;
        }
        *give = input.gives[group];
        add(give, codes, input.give);
        for lane in 0..GROUP {
            let unknown = [input.unknown; 2];
            let enough = enough(sum[lane], give[lane], unknown, input.thresholds.all());
            let known = input.beside || sum[lane] > 0 || give[lane] > 0;
            *bits |= u128::from(enough && known) << lane;
        }
    }
}

fn add(sum: &mut [u8; GROUP], codes: &[[u8; GROUP]], terms: Terms<'_>) {
    for (&row, table) in terms.rows.iter().zip(terms.tables) {
        for (sum, code) in sum.iter_mut().zip(&codes[row.as_index()]) {
            *sum = sum.saturating_add(table[usize::from(code & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::index::GROUP;
    use crate::benefit::kernel::Kernel;
    use crate::benefit::simd::SimdLevel;

    #[test]
    fn rows_become_columns() {
        let cell = |row: usize, column: usize| (row * 31 + column * 17 + row * column) as u8;
        for kernel in SimdLevel::all().into_iter().map(Kernel::of) {
            let line = |row| std::array::from_fn(|column| cell(row, column));
            let square: Vec<_> = (0..GROUP).map(|row| [[7; GROUP], line(row)]).collect();
            let mut rows = vec![[[9; GROUP]; 2]; GROUP];
            kernel.transpose((&square, 1), &mut rows, 0);
            for (row, line) in rows.iter().enumerate() {
                let turned: [u8; GROUP] = std::array::from_fn(|column| cell(column, row));
                assert_eq!(*line, [turned, [9; GROUP]], "row {row}");
            }
        }
    }
}
