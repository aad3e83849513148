//! People laid out for vector registers, their vectors quantised.

use pulp::NullaryFnOnce;

use crate::benefit::dense::DenseVectors;
use crate::benefit::dense::measure::{CHUNK, Measure, OFFSET, QUAD, ROUNDING, Scale, per, rounded};
use crate::benefit::dense::tile::{LANES, Row};
use crate::benefit::simd::SimdLevel;

/// People of a panel: the rounded columns of 64 numbers a person fit the first cache. Chosen among 128, 256 and 512 with 10,000 to 50,000
/// isotropic vectors of 64, 384 and 768 numbers: 128 and 512 take up to 1.3 and 1.15 times as long.
pub(crate) const PANEL: usize = 256;

impl Scale {
    /// That of the longest of some people, who all have a length.
    pub(crate) fn of(people: &[Person]) -> Self {
        let longest = |length: fn(&Person) -> f64| people.iter().map(length).fold(0.0, f64::max);
        Self {
            needs: 1.0 / longest(|person| person.needs.length),
            offers: 1.0 / longest(|person| person.offers.length),
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
