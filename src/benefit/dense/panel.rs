//! Vectors quantised to 8 bits, with a bound on the error, laid out for vector registers.

use crate::benefit::bound::MIN_GAIN;
use pulp::NullaryFnOnce;

use crate::benefit::dense::DenseVectors;
use crate::benefit::dense::tile::{LANES, Row};
use crate::benefit::simd::SimdLevel;

/// People of a panel: the rounded columns of 64 numbers a person fit the first cache. Chosen among 128, 256 and 512 with 10,000 to 50,000
/// isotropic vectors of 64, 384 and 768 numbers: 128 and 512 take up to 1.3 and 1.15 times as long.
pub(crate) const PANEL: usize = 256;

/// Numbers of a quad: one lane of a register.
pub(crate) const QUAD: usize = 4;

/// Quads whose products are summed in 16 bits: two sums, of 32 products each.
pub(crate) const CHUNK: usize = 16;

/// What turns a number of a row into an unsigned one.
pub(crate) const OFFSET: i16 = 64;

/// How a vector is rounded: to whole numbers of a unit.
#[derive(Debug, Clone, Copy)]
struct Grid {
    /// The largest rounded number.
    most: f64,
    /// The largest length of what is summed in 16 bits.
    part: f64,
    /// The largest length of all: sums of products fit 32 bits.
    whole: f64,
}

/// Rows: two offset numbers, at most 127 each, times columns fit 16 bits.
const ROW: Grid = Grid {
    most: 63.0,
    part: 128.0,
    whole: 16_384.0,
};

/// Columns; 128 · 255 < 2¹⁵ by Cauchy and Schwarz.
const COLUMN: Grid = Grid {
    most: 127.0,
    part: 255.0,
    whole: 32_768.0,
};

/// Covers the rounding of a few operations in f32, and of lengths in f64.
const ROUNDING: f64 = 1e-6;

/// Units below this round to nothing: how many of them are in 1 would be no number of f32.
const MIN_UNIT: f64 = 1e-37;

/// What the longest vectors are divided by, so that products in registers are at most 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    needs: f64,
    offers: f64,
}

impl Scale {
    /// As vectors are.
    pub(crate) const ONE: Self = Self {
        needs: 1.0,
        offers: 1.0,
    };

    /// That of the longest of some people, who all have a length.
    pub(crate) fn of(people: &[Person]) -> Self {
        let longest = |length: fn(&Person) -> f64| people.iter().map(length).fold(0.0, f64::max);
        Self {
            needs: 1.0 / longest(|person| person.needs.length),
            offers: 1.0 / longest(|person| person.offers.length),
        }
    }

    /// A score, or a gain, as registers have it.
    pub(crate) fn scaled(&self, score: f32) -> f32 {
        (f64::from(score) * (self.needs * self.offers)) as f32
    }
}

/// What rounding does to one vector, or at most to one of many.
#[derive(Debug, Clone, Copy, Default)]
struct Rounding {
    /// What a whole number is worth.
    unit: f64,
    /// The length of what is left out.
    error: f64,
}

impl Rounding {
    #[inline(always)]
    fn new(vector: &[f32], extent: &Extent, grid: &Grid) -> Self {
        // Rounding adds at most half a unit a number to a length.
        let room = |length: f64, numbers: usize| (length - 0.5 * (numbers as f64).sqrt()).max(1.0);
        let part = extent.part / room(grid.part, CHUNK * QUAD / 2);
        // As coarse as the largest number needs, and as the lengths of a chunk and of the whole need: no sum overflows.
        let unit = (f64::from(extent.most) / grid.most)
            .max(part)
            .max(extent.length / room(grid.whole, vector.len()));
        if unit < MIN_UNIT {
            return Self {
                unit: 0.0,
                error: extent.length,
            };
        }
        // What rounding leaves out enters the bound of each product by its length.
        let per_unit = per(unit);
        let left_out = |value| f64::from(value) - f64::from(rounded(value, per_unit)) * unit;
        Self {
            unit,
            error: sum_of_squares(vector, left_out).sqrt() * (1.0 + ROUNDING),
        }
    }
}

/// What the grid of a vector follows from.
struct Extent {
    /// The largest magnitude of a number.
    most: f32,
    /// The length of the longest part that is summed in 16 bits: every other pair of numbers of a chunk.
    part: f64,
    length: f64,
}

impl Extent {
    #[inline(always)]
    fn new(vector: &[f32]) -> Self {
        /// Sums side by side, for one would wait for each addition.
        const LANES: usize = 8;
        let (mut most, mut longest, mut all) = ([0.0_f32; LANES], 0.0_f64, 0.0_f64);
        for chunk in vector.chunks(CHUNK * QUAD) {
            let mut squares = [0.0_f64; LANES];
            let mut add = |lane: usize, value: f32| {
                squares[lane] += f64::from(value) * f64::from(value);
                most[lane] = if value.abs() > most[lane] {
                    value.abs()
                } else {
                    most[lane]
                };
            };
            let (eights, rest) = chunk.as_chunks::<LANES>();
            for eight in eights {
                (0..LANES).for_each(|lane| add(lane, eight[lane]));
            }
            rest.iter()
                .enumerate()
                .for_each(|(lane, &value)| add(lane, value));
            let [a, b, c, d, e, f, g, h] = squares;
            let (even, odd) = (a + b + e + f, c + d + g + h);
            longest = longest.max(even).max(odd);
            all += even + odd;
        }
        Self {
            most: most.into_iter().fold(0.0, f32::max),
            part: longest.sqrt() * (1.0 + ROUNDING),
            length: all.sqrt() * (1.0 + ROUNDING),
        }
    }
}

/// How many units are in 1; a unit of 0 rounds all to nothing.
fn per(unit: f64) -> f32 {
    if unit > 0.0 { (1.0 / unit) as f32 } else { 0.0 }
}

/// A number in whole units. Any whole number near it will do, for what is left out is measured; so this is what a register can do.
#[inline(always)]
fn rounded(value: f32, per_unit: f32) -> i8 {
    let units = value * per_unit;
    (units + 0.5_f32.copysign(units)) as i8
}

/// In eight sums, for one would wait for each addition.
#[inline(always)]
fn sum_of_squares(vector: &[f32], part: impl Fn(f32) -> f64) -> f64 {
    let mut sums = [0.0_f64; 8];
    let (chunks, rest) = vector.as_chunks::<8>();
    for chunk in chunks {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += part(value) * part(value);
        }
    }
    for (sum, &value) in sums.iter_mut().zip(rest) {
        *sum += part(value) * part(value);
    }
    sums.iter().sum()
}

/// The measures of one vector, or the largest of many. In f64, so that no square of a small number vanishes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measure {
    pub(crate) length: f64,
    row: Rounding,
    column: Rounding,
    /// The relative rounding of a scalar product in f32.
    rounding: f64,
}

impl Measure {
    /// Measures a vector with the registers of a machine. Any rounding of the sums does: bounds leave room for it.
    pub(crate) fn new(machine: SimdLevel, vector: &[f32]) -> Self {
        machine.run(Measuring { vector })
    }

    /// What a whole number of the vector is worth, rounded as a row.
    pub(crate) fn row_unit(&self) -> f32 {
        self.row.unit as f32
    }

    /// How far the scalar product of a row with a column may be from that of the rounded vectors, by Cauchy and Schwarz, as a number for
    /// each unit of what rounding does to the column, and what is beside it: for columns no longer than the longest.
    pub(crate) fn doubts(&self, column: &Self, scale: Scale) -> [f32; 2] {
        let scale = scale.needs * scale.offers * (1.0 + ROUNDING);
        let beside = self.row.error * column.length + self.rounding * self.length * column.length;
        [
            ((self.length + self.row.error) * scale) as f32,
            // The last part covers products that are too small for f32.
            (beside * scale) as f32 + 2.0 * MIN_GAIN,
        ]
    }

    /// The vector rounded as a row of so many quads.
    pub(crate) fn rounded_row(&self, vector: &[f32], quads: usize) -> Vec<[u8; QUAD]> {
        let mut row = vec![[OFFSET as u8; QUAD]; quads];
        self.write_row(vector, row.as_flattened_mut());
        row
    }

    #[inline(always)]
    fn write_row(&self, vector: &[f32], row: &mut [u8]) {
        let per_row = per(self.row.unit);
        for (number, &value) in row.iter_mut().zip(vector) {
            *number = (i16::from(rounded(value, per_row)) + OFFSET) as u8;
        }
    }

    fn widen(&mut self, other: &Self) {
        self.length = self.length.max(other.length);
        self.row.error = self.row.error.max(other.row.error);
        self.column.error = self.column.error.max(other.column.error);
        self.rounding = self.rounding.max(other.rounding);
    }
}

struct Measuring<'v> {
    vector: &'v [f32],
}

impl NullaryFnOnce for Measuring<'_> {
    type Output = Measure;

    #[inline(always)]
    fn call(self) -> Measure {
        let vector = self.vector;
        let extent = Extent::new(vector);
        Measure {
            length: extent.length,
            row: Rounding::new(vector, &extent, &ROW),
            column: Rounding::new(vector, &extent, &COLUMN),
            rounding: ROUNDING + vector.len() as f64 * f64::from(f32::EPSILON),
        }
    }
}

/// One person, measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) person: u32,
    pub(crate) needs: Measure,
    pub(crate) offers: Measure,
}

impl Person {
    pub(crate) fn new(machine: SimdLevel, person: u32, needs: &[f32], offers: &[f32]) -> Self {
        Self {
            person,
            needs: Measure::new(machine, needs),
            offers: Measure::new(machine, offers),
        }
    }

    /// What a tile needs to know of a row that meets the columns of a panel.
    pub(crate) fn row(&self, columns: &Panel, floor: f32, scale: Scale) -> Row {
        Row {
            needs_unit: (self.needs.row.unit * scale.needs) as f32,
            offers_unit: (self.offers.row.unit * scale.offers) as f32,
            gain_doubts: self.needs.doubts(&columns.offers.most, scale),
            give_doubts: self.offers.doubts(&columns.needs.most, scale),
            floor: scale.scaled(floor),
        }
    }
}

/// One kind of vectors of a panel, rounded.
#[derive(Debug, Clone)]
pub(crate) struct Rounded {
    /// As rows: for each person, quads of unsigned numbers.
    pub(crate) rows: Vec<[u8; QUAD]>,
    /// As columns: for each group of people, for each quad of numbers, that quad of each.
    pub(crate) columns: Vec<[u8; QUAD * LANES]>,
    /// For each group, for each chunk, what undoes the offset of rows: two numbers of 16 bits for each person.
    pub(crate) starts: Vec<[u8; QUAD * LANES]>,
    /// For each group, the unit of each column, scaled.
    pub(crate) units: Vec<[f32; LANES]>,
    /// For each group, what rounding does to the length of each column, rounded up.
    pub(crate) errors: Vec<[f32; LANES]>,
    pub(crate) most: Measure,
}

/// People laid out together.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub(crate) people: Vec<Person>,
    /// Their numbers.
    pub(crate) numbers: Vec<u32>,
    pub(crate) needs: Rounded,
    pub(crate) offers: Rounded,
    /// Quads of numbers a vector.
    pub(crate) quads: usize,
}

impl Panel {
    pub(crate) fn new(
        machine: SimdLevel,
        vectors: &DenseVectors<'_>,
        people: &[Person],
        scale: Scale,
    ) -> Self {
        let quads = vectors.width.div_ceil(QUAD);
        let needs = people
            .iter()
            .map(|person| (&person.needs, vectors.needs_of(person.person)));
        let offers = people
            .iter()
            .map(|person| (&person.offers, vectors.offers_of(person.person)));
        Self {
            needs: Rounded::new(machine, (people.len(), quads), scale.needs, needs),
            offers: Rounded::new(machine, (people.len(), quads), scale.offers, offers),
            numbers: people.iter().map(|person| person.person).collect(),
            people: people.to_vec(),
            quads,
        }
    }
}

impl Rounded {
    /// Lays out vectors with the registers of a machine.
    pub(crate) fn new<'m, 'v>(
        machine: SimdLevel,
        (people, quads): (usize, usize),
        scale: f64,
        vectors: impl Iterator<Item = (&'m Measure, &'v [f32])>,
    ) -> Self {
        let (groups, chunks) = (people.div_ceil(LANES), quads.div_ceil(CHUNK));
        let mut laid = Self {
            rows: vec![[OFFSET as u8; QUAD]; groups * LANES * quads],
            columns: vec![[0; QUAD * LANES]; groups * quads],
            starts: vec![[0; QUAD * LANES]; groups * chunks],
            units: vec![[0.0; LANES]; groups],
            errors: vec![[0.0; LANES]; groups],
            most: Measure::default(),
        };
        let mut column = vec![[0; QUAD]; quads];
        for (place, (measure, vector)) in vectors.enumerate() {
            let (group, lane) = (place / LANES, place % LANES);
            laid.most.widen(measure);
            laid.units[group][lane] = (measure.column.unit * scale) as f32;
            laid.errors[group][lane] = (measure.column.error * (1.0 + ROUNDING)) as f32;
            column.fill([0; QUAD]);
            machine.run(Encoding {
                measure,
                vector,
                row: laid.rows[place * quads..(place + 1) * quads].as_flattened_mut(),
                column: column.as_flattened_mut(),
            });
            for (quad, numbers) in column.iter().enumerate() {
                let here = &mut laid.columns[group * quads + quad][QUAD * lane..][..QUAD];
                here.copy_from_slice(numbers);
            }
            // Rows are stored with an offset, for the instruction multiplies unsigned by signed bytes; starting each sum at
            // −offset · Σ column takes the offset out again.
            for (chunk, numbers) in column.chunks(CHUNK).enumerate() {
                let mut sums = [0_i16; 2];
                for &[a, b, c, d] in numbers {
                    sums[0] += i16::from(a as i8) + i16::from(b as i8);
                    sums[1] += i16::from(c as i8) + i16::from(d as i8);
                }
                let start = &mut laid.starts[group * chunks + chunk][QUAD * lane..][..QUAD];
                for (start, sum) in start.as_chunks_mut::<2>().0.iter_mut().zip(sums) {
                    *start = sum.wrapping_mul(-OFFSET).to_le_bytes();
                }
            }
        }
        laid
    }
}

/// Rounds a vector as a row and as a column.
struct Encoding<'a> {
    measure: &'a Measure,
    vector: &'a [f32],
    row: &'a mut [u8],
    column: &'a mut [u8],
}

impl NullaryFnOnce for Encoding<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.measure.write_row(self.vector, self.row);
        let per_column = per(self.measure.column.unit);
        for (number, &value) in self.column.iter_mut().zip(self.vector) {
            *number = rounded(value, per_column) as u8;
        }
    }
}
