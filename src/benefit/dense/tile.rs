//! Which pairs of a few rows and many columns may enter a list? Integer scalar products of both directions, in vector registers.

use crate::benefit::dense::panel::{OFFSET, PANEL, Panel, Rounded};

/// Rows that are multiplied together.
pub(crate) const ROWS: usize = 4;

/// Columns that are multiplied together.
pub(crate) const LANES: usize = 32;

/// Sums of a few rows with the columns of a panel, and the least of them that count.
#[derive(Debug)]
pub(crate) struct Tile {
    instructions: Instructions,
    lane_gain: [[i16; LANES]; PANEL / LANES],
    lane_give: [[i16; LANES]; PANEL / LANES],
    lane_both: [[i16; LANES]; PANEL / LANES],
    row_least: [Least; ROWS],
    shares: (i16, i16),
    sums: Sums,
}

/// The least sums with which a pair may enter the list of one of the two, in whole units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Least {
    /// Of the gain of the row.
    pub(crate) gain: i16,
    /// Of the gain of the column, which the row gives.
    pub(crate) give: i16,
    /// Of both, in terms of the larger unit.
    pub(crate) both: i16,
}

impl Least {
    /// Nobody may.
    pub(crate) const NEVER: Self = Self {
        gain: i16::MAX,
        give: i16::MAX,
        both: i16::MAX,
    };
}

/// Sums of one group of columns.
#[derive(Debug, Clone, Copy)]
struct Sums {
    gain: [[i16; LANES]; ROWS],
    give: [[i16; LANES]; ROWS],
    found: [u32; ROWS],
}

#[derive(Debug, Clone, Copy)]
enum Instructions {
    #[cfg(target_arch = "x86_64")]
    Wide(pulp::x86::V3),
    Plain,
}

impl Tile {
    pub(crate) fn new() -> Self {
        let mut instructions = Instructions::Plain;
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            instructions = Instructions::Wide(simd);
        }
        Self {
            instructions,
            lane_gain: [[0; LANES]; PANEL / LANES],
            lane_give: [[0; LANES]; PANEL / LANES],
            lane_both: [[0; LANES]; PANEL / LANES],
            row_least: [Least::NEVER; ROWS],
            shares: (0, 0),
            sums: Sums {
                gain: [[0; LANES]; ROWS],
                give: [[0; LANES]; ROWS],
                found: [0; ROWS],
            },
        }
    }

    /// Sets what a unit of gain and a unit of give are worth in terms of the larger of the two.
    pub(crate) fn shares(&mut self, gain: f64, give: f64) {
        let share = |unit: f64| (unit / gain.max(give) * f64::from(i16::MAX)).ceil() as i16;
        self.shares = (share(gain), share(give));
    }

    /// Sets the least sums that count for each column.
    pub(crate) fn lanes(&mut self, least: [Least; PANEL]) {
        for (lane, least) in least.into_iter().enumerate() {
            let (group, lane) = (lane / LANES, lane % LANES);
            self.lane_gain[group][lane] = least.gain;
            self.lane_give[group][lane] = least.give;
            self.lane_both[group][lane] = least.both;
        }
    }

    /// Sets the least sums that count for each of the rows.
    pub(crate) fn rows(&mut self, least: [Least; ROWS]) {
        self.row_least = least;
    }

    /// The sums of a row with a column of the group that was answered last: its gain and its give.
    pub(crate) fn sums(&self, row: usize, lane: usize) -> (i16, i16) {
        let (row, lane) = (row % ROWS, lane % LANES);
        (self.sums.gain[row][lane], self.sums.give[row][lane])
    }

    /// Calls `found(self, row, column)` for each pair of rows from `row` on and columns of a panel that counts.
    pub(crate) fn answer(
        &mut self,
        rows: &Panel,
        row: usize,
        columns: &Panel,
        mut found: impl FnMut(&Self, usize, usize),
    ) {
        let pairs = rows.pairs;
        let range = row * pairs..(row + ROWS) * pairs;
        for group in 0..columns.people.len().div_ceil(LANES) {
            let job = Job {
                pairs,
                needs: &rows.rounded_needs.rows[range.clone()],
                offers: &rows.rounded_offers.rows[range.clone()],
                column_offers: Columns::new(&columns.rounded_offers, group, pairs),
                column_needs: Columns::new(&columns.rounded_needs, group, pairs),
                lane_gain: &self.lane_gain[group],
                lane_give: &self.lane_give[group],
                lane_both: &self.lane_both[group],
                shares: self.shares,
                row_least: &self.row_least,
            };
            match self.instructions {
                #[cfg(target_arch = "x86_64")]
                Instructions::Wide(simd) => simd.vectorize(wide::Multiply {
                    simd,
                    job,
                    sums: &mut self.sums,
                }),
                Instructions::Plain => plain(&job, &mut self.sums),
            }
            for place in 0..ROWS {
                let mut bits = self.sums.found[place];
                while bits != 0 {
                    let lane = bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    found(self, row + place, group * LANES + lane);
                }
            }
        }
    }
}

/// A group of columns.
#[derive(Debug, Clone, Copy)]
struct Columns<'p> {
    pairs: &'p [[u8; 2 * LANES]],
    starts: &'p [i16; LANES],
}

impl<'p> Columns<'p> {
    fn new(rounded: &'p Rounded, group: usize, pairs: usize) -> Self {
        Self {
            pairs: &rounded.columns[group * pairs..(group + 1) * pairs],
            starts: &rounded.starts[group],
        }
    }
}

/// A multiplication of a few rows by a group of columns, both ways.
#[derive(Debug, Clone, Copy)]
struct Job<'p> {
    pairs: usize,
    needs: &'p [[u8; 4]],
    offers: &'p [[u8; 4]],
    column_offers: Columns<'p>,
    column_needs: Columns<'p>,
    lane_gain: &'p [i16; LANES],
    lane_give: &'p [i16; LANES],
    lane_both: &'p [i16; LANES],
    shares: (i16, i16),
    row_least: &'p [Least; ROWS],
}

/// The same sums without vector instructions.
fn plain(job: &Job<'_>, sums: &mut Sums) {
    for row in 0..ROWS {
        for (rows, columns, into) in [
            (job.needs, job.column_offers, &mut sums.gain[row]),
            (job.offers, job.column_needs, &mut sums.give[row]),
        ] {
            *into = [0; LANES];
            for (a, b) in rows[row * job.pairs..][..job.pairs]
                .iter()
                .zip(columns.pairs)
            {
                let (first, second) = (i16::from(a[0]) - OFFSET, i16::from(a[1]) - OFFSET);
                for (lane, sum) in into.iter_mut().enumerate() {
                    let product = first * i16::from(b[2 * lane] as i8)
                        + second * i16::from(b[2 * lane + 1] as i8);
                    *sum = sum.wrapping_add(product);
                }
            }
        }
        let least = job.row_least[row];
        let share = |sum: i16, share: i16| {
            ((i32::from(sum.max(0)) * i32::from(share) + (1 << 14)) >> 15) as i16
        };
        sums.found[row] = 0;
        for lane in 0..LANES {
            let (x, y) = (sums.gain[row][lane], sums.give[row][lane]);
            let both = share(x, job.shares.0).saturating_add(share(y, job.shares.1));
            let counts = (x >= least.gain && y >= least.give && both >= least.both)
                || (x >= job.lane_gain[lane]
                    && y >= job.lane_give[lane]
                    && both >= job.lane_both[lane]);
            sums.found[row] |= u32::from(counts) << lane;
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::__m256i;

    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};

    use crate::benefit::dense::tile::{Columns, Job, LANES, ROWS, Sums};

    type Pair = [__m256i; 2];

    pub(super) struct Multiply<'a, 'p> {
        pub(super) simd: V3,
        pub(super) job: Job<'p>,
        pub(super) sums: &'a mut Sums,
    }

    impl NullaryFnOnce for Multiply<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, job, sums } = self;
            let avx2 = simd.avx2;
            let gain = products(simd, job.needs, job.pairs, job.column_offers);
            sums.gain = gain.map(cast);
            let give = products(simd, job.offers, job.pairs, job.column_needs);
            let lane_gain: Pair = cast(*job.lane_gain);
            let lane_give: Pair = cast(*job.lane_give);
            let lane_both: Pair = cast(*job.lane_both);
            let splat = |value: i16| simd.avx._mm256_set1_epi16(value);
            let (zero, gain_share, give_share) =
                (splat(0), splat(job.shares.0), splat(job.shares.1));
            let share = |sum: __m256i, share: __m256i| {
                avx2._mm256_mulhrs_epi16(avx2._mm256_max_epi16(sum, zero), share)
            };
            let more = |a: __m256i, b: __m256i| avx2._mm256_cmpgt_epi16(a, b);
            let any = |a: __m256i, b: __m256i, c: __m256i| {
                avx2._mm256_or_si256(avx2._mm256_or_si256(a, b), c)
            };
            for row in 0..ROWS {
                sums.give[row] = cast(give[row]);
                let gain: Pair = cast(sums.gain[row]);
                let least = job.row_least[row];
                let mut below = [zero; 2];
                for part in 0..2 {
                    let (gain, give) = (gain[part], give[row][part]);
                    let both =
                        avx2._mm256_adds_epi16(share(gain, gain_share), share(give, give_share));
                    let below_row = any(
                        more(splat(least.gain), gain),
                        more(splat(least.give), give),
                        more(splat(least.both), both),
                    );
                    let below_lane = any(
                        more(lane_gain[part], gain),
                        more(lane_give[part], give),
                        more(lane_both[part], both),
                    );
                    below[part] = avx2._mm256_and_si256(below_row, below_lane);
                }
                let packed = avx2._mm256_permute4x64_epi64::<0b11_01_10_00>(
                    avx2._mm256_packs_epi16(below[0], below[1]),
                );
                sums.found[row] = !(avx2._mm256_movemask_epi8(packed) as u32);
            }
        }
    }

    #[inline(always)]
    fn products(simd: V3, rows: &[[u8; 4]], pairs: usize, columns: Columns<'_>) -> [Pair; ROWS] {
        let avx2 = simd.avx2;
        let start: Pair = cast(*columns.starts);
        let mut sums = [start; ROWS];
        let of: [&[[u8; 4]]; ROWS] = std::array::from_fn(|row| &rows[row * pairs..][..pairs]);
        let columns = &columns.pairs[..pairs];
        for pair in 0..pairs {
            let column: Pair = cast::<[u8; 2 * LANES], Pair>(columns[pair]);
            for row in 0..ROWS {
                let number = simd
                    .avx
                    ._mm256_set1_epi32(i32::from_le_bytes(of[row][pair]));
                for part in 0..2 {
                    let product = avx2._mm256_maddubs_epi16(number, column[part]);
                    sums[row][part] = avx2._mm256_add_epi16(sums[row][part], product);
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::dense::DenseVectors;
    use crate::benefit::dense::panel::{PANEL, Panel, Person};
    use crate::benefit::dense::tile::{Instructions, Least, ROWS, Tile};

    #[test]
    fn both_instructions_find_the_same() {
        let number = |at: usize| ((at * 7919) % 2003) as f32 / 1001.5 - 1.0;
        for width in [1, 7, 32] {
            let needs: Vec<f32> = (0..70 * width).map(number).collect();
            let offers: Vec<f32> = (0..70 * width).map(|at| number(at + 501)).collect();
            let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
            let people: Vec<Person> = (0..70)
                .map(|person| {
                    let (needs, offers) = (vectors.needs_of(person), vectors.offers_of(person));
                    Person::new(person, needs, offers)
                })
                .collect();
            let panel = Panel::new(&vectors, &people);
            let found = |instructions: Instructions| {
                let mut tile = Tile::new();
                tile.instructions = instructions;
                panel.shares_with(&panel, &mut tile);
                let least = |gain: i16, give: i16, both: i16| Least { gain, give, both };
                tile.lanes([least(1_500, -800, 2_500); PANEL]);
                let mut found = Vec::new();
                for row in (0..64).step_by(ROWS) {
                    tile.rows([least(-200, 900, 1_500); ROWS]);
                    tile.answer(&panel, row, &panel, |tile, row, lane| {
                        found.push((row, lane, tile.sums(row, lane)));
                    });
                }
                found
            };
            let plain = found(Instructions::Plain);
            assert!(!plain.is_empty() && plain.len() < 64 * 96);
            assert_eq!(found(Tile::new().instructions), plain);
        }
    }
}
