//! How vectors are quantised to 8 bits, and a bound on the error.

use pulp::NullaryFnOnce;

use crate::benefit::bound::MIN_GAIN;
use crate::benefit::simd::SimdLevel;

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
pub(crate) const ROUNDING: f64 = 1e-6;

/// Units below this round to nothing: how many of them are in 1 would be no number of f32.
const MIN_UNIT: f64 = 1e-37;

/// What the longest vectors are divided by, so that products in registers are at most 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) needs: f64,
    pub(crate) offers: f64,
}

impl Scale {
    /// As vectors are.
    pub(crate) const ONE: Self = Self {
        needs: 1.0,
        offers: 1.0,
    };

    /// A score, or a gain, as registers have it.
    pub(crate) fn scaled(&self, score: f32) -> f32 {
        (f64::from(score) * (self.needs * self.offers)) as f32
    }
}

/// What rounding does to one vector, or at most to one of many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rounding {
    /// What a whole number is worth.
    pub(crate) unit: f64,
    /// The length of what is left out.
    pub(crate) error: f64,
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
pub(crate) fn per(unit: f64) -> f32 {
    if unit > 0.0 { (1.0 / unit) as f32 } else { 0.0 }
}

/// A number in whole units. Any whole number near it will do, for what is left out is measured; so this is what a register can do.
#[inline(always)]
pub(crate) fn rounded(value: f32, per_unit: f32) -> i8 {
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
    pub(crate) row: Rounding,
    pub(crate) column: Rounding,
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
    pub(crate) fn write_row(&self, vector: &[f32], row: &mut [u8]) {
        let per_row = per(self.row.unit);
        for (number, &value) in row.iter_mut().zip(vector) {
            *number = (i16::from(rounded(value, per_row)) + OFFSET) as u8;
        }
    }

    pub(crate) fn widen(&mut self, other: &Self) {
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
