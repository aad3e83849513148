//! Pairs of a few rows and many columns that may enter a list: scalar products of both directions, in vector registers.

use crate::benefit::bound::MeanBound;
use crate::benefit::dense::measure::{CHUNK, OFFSET, QUAD};
use crate::benefit::dense::panel::{PANEL, Panel, Rounded};
use crate::benefit::simd::SimdLevel;
use crate::rows::AsIndex;

/// Rows that are multiplied together.
pub(crate) const ROWS: usize = 4;

/// Columns that are multiplied together.
pub(crate) const LANES: usize = 32;

/// What is known of one row that meets a panel.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    pub(crate) needs_unit: f32,
    pub(crate) offers_unit: f32,
    /// What the bounds are above the rounded products: for each unit of a column's error, and beside it.
    pub(crate) gain_doubts: [f32; 2],
    pub(crate) give_doubts: [f32; 2],
    /// The score to reach.
    pub(crate) floor: f32,
}

/// A pair that may reach a score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// The most that the row gives.
    pub(crate) give: f32,
}

/// A few rows at work with the columns of a panel.
#[derive(Debug)]
pub(crate) struct Tile {
    machine: SimdLevel,
    bound: MeanBound,
    /// The score that each column must reach.
    pub(crate) floors: [[f32; LANES]; PANEL / LANES],
    pub(crate) rows: [Row; ROWS],
    found: Found,
}

/// The answer for one group of columns.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// What each row may give each column at most.
    gives: [[f32; LANES]; ROWS],
    /// Columns that may do.
    columns: [u32; ROWS],
}

impl Tile {
    pub(crate) fn new(machine: SimdLevel, bound: MeanBound) -> Self {
        Self {
            machine,
            bound,
            floors: [[0.0; LANES]; PANEL / LANES],
            rows: [Row::default(); ROWS],
            found: Found {
                gives: [[0.0; LANES]; ROWS],
                columns: [0; ROWS],
            },
        }
    }

    /// Writes the pairs, of rows from `row` on and columns of the groups from `group` on, whose score may reach that of the row or that
    /// of the column.
    pub(crate) fn answer(
        &mut self,
        (rows, row): (&Panel, usize),
        (columns, group): (&Panel, usize),
        pairs: &mut Vec<Pair>,
    ) {
        pairs.clear();
        let quads = rows.quads;
        let range = row * quads..(row + ROWS) * quads;
        // Each group of columns against all rows of the tile, so that its numbers are loaded once.
        for group in group..columns.people.len().div_ceil(LANES) {
            let job = Job {
                quads,
                needs: &rows.needs.rows[range.clone()],
                offers: &rows.offers.rows[range.clone()],
                column_offers: Columns::new(&columns.offers, group, quads),
                column_needs: Columns::new(&columns.needs, group, quads),
                floors: &self.floors[group],
                rows: &self.rows,
                bound: &self.bound,
            };
            job.run(self.machine, &mut self.found);
            for place in 0..ROWS {
                let mut bits = self.found.columns[place];
                // Lowest lane first, so that pairs come in the order of columns.
                while bits != 0 {
                    let lane = bits.trailing_zeros().as_index();
                    bits &= bits - 1;
                    pairs.push(Pair {
                        row: row + place,
                        column: group * LANES + lane,
                        give: self.found.gives[place][lane],
                    });
                }
            }
        }
    }
}

/// A group of columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns<'p> {
    quads: &'p [[u8; QUAD * LANES]],
    starts: &'p [[u8; QUAD * LANES]],
    pub(crate) units: &'p [f32; LANES],
    pub(crate) errors: &'p [f32; LANES],
}

impl<'p> Columns<'p> {
    pub(crate) fn new(rounded: &'p Rounded, group: usize, quads: usize) -> Self {
        let chunks = quads.div_ceil(CHUNK);
        Self {
            quads: &rounded.columns[group * quads..(group + 1) * quads],
            starts: &rounded.starts[group * chunks..(group + 1) * chunks],
            units: &rounded.units[group],
            errors: &rounded.errors[group],
        }
    }
}

/// A multiplication of a few rows by a group of columns, both ways.
#[derive(Debug, Clone, Copy)]
struct Job<'p> {
    quads: usize,
    needs: &'p [[u8; QUAD]],
    offers: &'p [[u8; QUAD]],
    column_offers: Columns<'p>,
    column_needs: Columns<'p>,
    floors: &'p [f32; LANES],
    rows: &'p [Row; ROWS],
    bound: &'p MeanBound,
}

impl Job<'_> {
    fn run(&self, machine: SimdLevel, found: &mut Found) {
        match machine {
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx512(simd) => simd.vectorize(wide::Multiply::<_, 2, 4> {
                simd,
                job: self,
                found,
            }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(wide::Multiply::<_, 4, 2> {
                simd,
                job: self,
                found,
            }),
            SimdLevel::Plain => self.plain(found),
        }
    }

    /// The same sums without vector instructions.
    fn plain(&self, found: &mut Found) {
        for (place, row) in self.rows.iter().enumerate() {
            let quads = place * self.quads..(place + 1) * self.quads;
            let gains = sums(&self.needs[quads.clone()], self.column_offers);
            let gives = sums(&self.offers[quads], self.column_needs);
            found.columns[place] = 0;
            for lane in 0..LANES {
                let gain = gains[lane] as f32 * self.column_offers.units[lane];
                let give = gives[lane] as f32 * self.column_needs.units[lane];
                // The integer product is off by at most the doubt, so the sum bounds the true product from above.
                let doubt = |[each, beside]: [f32; 2], columns: Columns<'_>| {
                    columns.errors[lane] * each + beside
                };
                let gain =
                    (gain * row.needs_unit + doubt(row.gain_doubts, self.column_offers)).max(0.0);
                let give =
                    (give * row.offers_unit + doubt(row.give_doubts, self.column_needs)).max(0.0);
                found.gives[place][lane] = give;
                let counts = self
                    .bound
                    .reaches(gain, give, row.floor.min(self.floors[lane]));
                found.columns[place] |= u32::from(counts) << lane;
            }
        }
    }
}

/// The scalar products of a row.
pub(crate) fn sums(row: &[[u8; QUAD]], columns: Columns<'_>) -> [i32; LANES] {
    let mut sums = [0_i32; LANES];
    for (row, column) in row.iter().zip(columns.quads) {
        let row = row.map(|number| i32::from(number) - i32::from(OFFSET));
        for (sum, column) in sums.iter_mut().zip(column.as_chunks::<QUAD>().0) {
            for (a, b) in row.iter().zip(column) {
                *sum += a * i32::from(*b as i8);
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod wide {
    use pulp::NullaryFnOnce;

    use crate::benefit::dense::measure::{CHUNK, QUAD};
    use crate::benefit::dense::tile::{Columns, Found, Job, LANES, ROWS, Row};
    use crate::benefit::simd::Simd;

    /// `PARTS` registers hold a group of columns; so many rows are multiplied at once that their sums stay in registers.
    pub(super) struct Multiply<'a, 'p, S, const PARTS: usize, const AT_ONCE: usize> {
        pub(super) simd: S,
        pub(super) job: &'a Job<'p>,
        pub(super) found: &'a mut Found,
    }

    impl<S: Simd, const PARTS: usize, const AT_ONCE: usize> NullaryFnOnce
        for Multiply<'_, '_, S, PARTS, AT_ONCE>
    {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, job, found } = self;
            // As many rows at once as accumulators fit into the registers: each column load serves them all.
            for start in (0..ROWS).step_by(AT_ONCE) {
                let quads = start * job.quads..(start + AT_ONCE) * job.quads;
                let (needs, offers) = (&job.needs[quads.clone()], &job.offers[quads]);
                let gains = products::<S, PARTS, AT_ONCE>(simd, needs, job.column_offers);
                let gives = products::<S, PARTS, AT_ONCE>(simd, offers, job.column_needs);
                for place in 0..AT_ONCE {
                    let row = start + place;
                    found.columns[row] = reached::<S, PARTS>(
                        simd,
                        job,
                        &job.rows[row],
                        gains[place],
                        (gives[place], &mut found.gives[row]),
                    );
                }
            }
        }
    }

    /// Scalar products of rounded vectors.
    #[inline(always)]
    pub(crate) fn products<S: Simd, const PARTS: usize, const AT_ONCE: usize>(
        simd: S,
        rows: &[[u8; QUAD]],
        columns: Columns<'_>,
    ) -> [[S::Bytes; PARTS]; AT_ONCE] {
        let quads = columns.quads.len();
        let mut sums = [[simd.zero(); PARTS]; AT_ONCE];
        for (chunk, start) in columns.starts.iter().enumerate() {
            let range = chunk * CHUNK..quads.min((chunk + 1) * CHUNK);
            let columns = &columns.quads[range.clone()];
            let mut of: [&[[u8; QUAD]]; AT_ONCE] = [&[]; AT_ONCE];
            for (row, of) in of.iter_mut().enumerate() {
                *of = &rows[row * quads..][range.clone()][..columns.len()];
            }
            // Sixteen-bit sums start from the columns' own correction and are widened once a chunk.
            let mut short = [[simd.zero(); PARTS]; AT_ONCE];
            for short in &mut short {
                for (part, short) in short.iter_mut().enumerate() {
                    *short = simd.load(start, part);
                }
            }
            // The innermost loop: per quad one load of a column and, for each row, one splat, one product, one addition. Sums of
            // 16 bits cannot overflow within a chunk, by the lengths to which vectors are rounded.
            for (quad, bytes) in columns.iter().enumerate() {
                let mut column = [simd.zero(); PARTS];
                for (part, column) in column.iter_mut().enumerate() {
                    *column = simd.load(bytes, part);
                }
                for row in 0..AT_ONCE {
                    let numbers = simd.splat(of[row][quad]);
                    for part in 0..PARTS {
                        let products = simd.multiply_add_u8_i8(numbers, column[part]);
                        short[row][part] = simd.add_i16(short[row][part], products);
                    }
                }
            }
            for row in 0..AT_ONCE {
                for part in 0..PARTS {
                    sums[row][part] =
                        simd.add_i32(sums[row][part], simd.widen_add_i16(short[row][part]));
                }
            }
        }
        sums
    }

    #[inline(always)]
    fn splat<S: Simd>(simd: S, numbers: [f32; 2]) -> [S::Floats; 2] {
        numbers.map(|number| simd.splat_f32(number))
    }

    /// Writes the most that a row gives, and tells which columns may do.
    #[inline(always)]
    fn reached<S: Simd, const PARTS: usize>(
        simd: S,
        job: &Job<'_>,
        row: &Row,
        gains: [S::Bytes; PARTS],
        (gives, most_gives): ([S::Bytes; PARTS], &mut [f32; LANES]),
    ) -> u32 {
        let (needs_unit, gain_doubts) =
            (simd.splat_f32(row.needs_unit), splat(simd, row.gain_doubts));
        let (offers_unit, give_doubts) = (
            simd.splat_f32(row.offers_unit),
            splat(simd, row.give_doubts),
        );
        let (floor, nothing) = (simd.splat_f32(row.floor), simd.splat_f32(0.0));
        let mut found = 0;
        for part in 0..PARTS {
            // Cauchy and Schwarz: the true product is at most the rounded one plus the doubt.
            let doubt = |[each, beside]: [S::Floats; 2], columns: Columns<'_>| {
                simd.mul_add_f32(simd.load_floats(columns.errors, part), each, beside)
            };
            let units = simd.load_floats(job.column_offers.units, part);
            let gain = simd.mul_f32(simd.to_f32(gains[part]), units);
            let gain = simd.mul_add_f32(gain, needs_unit, doubt(gain_doubts, job.column_offers));
            let gain = simd.max_f32(gain, nothing);
            let units = simd.load_floats(job.column_needs.units, part);
            let give = simd.mul_f32(simd.to_f32(gives[part]), units);
            let give = simd.mul_add_f32(give, offers_unit, doubt(give_doubts, job.column_needs));
            let give = simd.max_f32(give, nothing);
            simd.store_floats(give, most_gives, part);
            let floor = simd.min_f32(floor, simd.load_floats(job.floors, part));
            found |= job.bound.reach(simd, gain, give, floor) << (part * LANES / PARTS);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::Mean;
    use crate::benefit::bound::MeanBound;
    use crate::benefit::dense::DenseVectors;
    use crate::benefit::dense::measure::Scale;
    use crate::benefit::dense::panel::{PANEL, Panel, Person};
    use crate::benefit::dense::tile::{LANES, Pair, ROWS, Tile};
    use crate::benefit::simd::SimdLevel;

    const PEOPLE: u32 = 70;
    const FLOOR: f32 = 0.2;

    /// Everyone meets everyone on one machine: the pairs that are found.
    fn found(panel: &Panel, machine: SimdLevel) -> Vec<Pair> {
        let mut tile = Tile::new(machine, MeanBound::new(Mean::HARMONIC));
        tile.floors = [[FLOOR; LANES]; PANEL / LANES];
        let (mut all, mut found) = (Vec::new(), Vec::new());
        for row in (0..64).step_by(ROWS) {
            tile.rows = std::array::from_fn(|place| {
                panel.people[row + place].row(panel, FLOOR, Scale::ONE)
            });
            tile.answer((panel, row), (panel, 0), &mut found);
            all.extend(
                found
                    .iter()
                    .copied()
                    .filter(|pair| pair.column < PEOPLE as usize),
            );
        }
        all
    }

    #[test]
    fn bounds_are_above_the_products_by_no_more_than_twice_the_doubt() {
        let number = |at: usize| ((at * 7919) % 2003) as f32 / 1001.5 - 1.0;
        for width in [1, 3, 4, 32, 63, 64, 65, 200] {
            let width_root = (width as f32).sqrt();
            let numbers = |from: usize| -> Vec<f32> {
                let all = (0..PEOPLE as usize * width).map(|at| number(at + from) / width_root);
                all.collect()
            };
            let (needs, offers) = (numbers(0), numbers(501));
            let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
            let people: Vec<Person> = (0..PEOPLE)
                .map(|person| {
                    let (needs, offers) = (vectors.needs_of(person), vectors.offers_of(person));
                    Person::new(SimdLevel::detect(), person, needs, offers)
                })
                .collect();
            let panel = Panel::new(SimdLevel::detect(), &vectors, &people, Scale::ONE);
            let score = |row: usize, lane: usize| {
                let (i, j) = (row as u32, lane as u32);
                Mean::HARMONIC.of(vectors.gain(i, j), vectors.gain(j, i))
            };
            let must = |row: usize| (0..PEOPLE as usize).map(move |lane| (row, lane));
            let must = (0..64)
                .flat_map(must)
                .filter(|&(row, lane)| score(row, lane) >= FLOOR);
            let must: Vec<(usize, usize)> = must.collect();
            for machine in SimdLevel::all() {
                let found = found(&panel, machine);
                for pair in &found {
                    let (i, j) = (pair.row as u32, pair.column as u32);
                    let known = people[pair.row].row(&panel, FLOOR, Scale::ONE);
                    // What j gains from i.
                    let error = panel.needs.errors[pair.column / LANES][pair.column % LANES];
                    let [each, beside] = known.give_doubts;
                    let (gain, doubt) = (vectors.gain(j, i), each * error + beside);
                    assert!(
                        (gain..=gain + 2.0 * doubt).contains(&pair.give),
                        "{machine:?}, width {width}, {pair:?}: {gain}, {doubt}"
                    );
                    assert!(doubt < 0.05, "{doubt}");
                }
                let pairs: Vec<_> = found.iter().map(|pair| (pair.row, pair.column)).collect();
                assert!(
                    must.iter().all(|pair| pairs.contains(pair)),
                    "{machine:?}, width {width}"
                );
                assert!(
                    found.len() < must.len() * 3 / 2 + 50,
                    "{} {}",
                    found.len(),
                    must.len()
                );
            }
        }
    }
}
