//! How are vectors rounded to 8 bits, with a bound on the error, and laid out for vector registers?

use crate::benefit::dense::DenseVectors;
use crate::benefit::dense::tile::{LANES, Tile};

/// People of a panel: two panels of 64 numbers a person fit the second cache.
pub(crate) const PANEL: usize = 256;

/// The largest rounded number: pairs of products with a number offset by 64 fit 16 bits.
const MOST: f64 = 63.0;

/// The largest length of a rounded vector: the scalar product of two fits 16 bits, 181² < 2¹⁵.
const LENGTH: f64 = 180.5;

/// What turns a number into an unsigned one.
pub(crate) const OFFSET: i16 = 64;

/// Covers the rounding of a sum in f32, and of lengths in f64.
const SLACK: f64 = 1e-6;

/// The measures of one vector, or the largest of many. In f64, so that no square of a small number vanishes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measure {
    /// What a unit of the rounded vector is worth.
    pub(crate) unit: f64,
    /// The least unit, of many vectors.
    pub(crate) least_unit: f64,
    /// The length of the vector.
    pub(crate) length: f64,
    /// The length of what rounding left out.
    pub(crate) error: f64,
    /// The relative rounding of a scalar product in f32.
    rounding: f64,
}

impl Measure {
    fn new(vector: &[f32]) -> Self {
        let square = |value: f64| value * value;
        let numbers = || vector.iter().map(|&value| f64::from(value));
        let length = numbers().map(square).sum::<f64>().sqrt();
        let most = numbers().map(f64::abs).fold(0.0, f64::max);
        // Rounding to whole numbers adds at most half a unit a number to the length.
        let half = 0.5 * (vector.len() as f64).sqrt();
        let unit = (length / (LENGTH - half).max(1.0)).max(most / MOST);
        let unit = unit.max(f64::MIN_POSITIVE);
        let error = numbers()
            .map(|value| square(value - f64::from(rounded(value, unit)) * unit))
            .sum::<f64>()
            .sqrt();
        Self {
            unit,
            least_unit: unit,
            length: length * (1.0 + SLACK),
            error: error * (1.0 + SLACK),
            rounding: SLACK + vector.len() as f64 * f64::from(f32::EPSILON),
        }
    }

    fn widen(&mut self, other: &Self) {
        self.unit = self.unit.max(other.unit);
        self.least_unit = if self.least_unit == 0.0 {
            other.least_unit
        } else {
            self.least_unit.min(other.least_unit)
        };
        self.length = self.length.max(other.length);
        self.error = self.error.max(other.error);
        self.rounding = self.rounding.max(other.rounding);
    }

    /// How far the scalar product may be from that of the rounded vectors, by Cauchy and Schwarz; the last part covers
    /// products that are too small for f32.
    pub(crate) fn doubt(&self, other: &Self) -> f64 {
        self.length * other.error
            + self.error * (other.length + other.error)
            + self.rounding * (self.length * other.length + f64::from(f32::MIN_POSITIVE))
    }

    /// The most that the scalar product may be when that of the rounded vectors is `sum`.
    pub(crate) fn most_with(&self, other: &Self, sum: i16) -> f32 {
        (f64::from(sum) * (self.unit * other.unit) + self.doubt(other)) as f32
    }

    /// The least integer sum with which the scalar product with any of `others` may reach `value`.
    pub(crate) fn least_with(&self, others: &Self, value: f32) -> i16 {
        let certain = f64::from(value) - self.doubt(others);
        let unit = if certain > 0.0 {
            others.unit
        } else {
            others.least_unit
        };
        // The cast saturates; every sum is below its largest number.
        (certain / (self.unit * unit) - 1e-3).floor() as i16
    }
}

/// A number in whole units.
fn rounded(value: f64, unit: f64) -> i8 {
    (value / unit).round() as i8
}

/// One person, measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) person: u32,
    pub(crate) needs: Measure,
    pub(crate) offers: Measure,
}

impl Person {
    pub(crate) fn new(person: u32, needs: &[f32], offers: &[f32]) -> Self {
        Self {
            person,
            needs: Measure::new(needs),
            offers: Measure::new(offers),
        }
    }
}

/// One kind of vectors of a panel.
#[derive(Debug, Clone)]
pub(crate) struct Rounded {
    /// As rows: for each person, pairs of unsigned numbers, each pair twice.
    pub(crate) rows: Vec<[u8; 4]>,
    /// As columns: for each 32 people, for each pair of numbers, that pair of each.
    pub(crate) columns: Vec<[u8; 2 * LANES]>,
    /// For each 32 people, what undoes the offset of rows.
    pub(crate) starts: Vec<[i16; LANES]>,
}

/// People laid out together.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub(crate) people: Vec<Person>,
    pub(crate) needs: Measure,
    pub(crate) offers: Measure,
    pub(crate) rounded_needs: Rounded,
    pub(crate) rounded_offers: Rounded,
    /// Pairs of numbers a vector.
    pub(crate) pairs: usize,
}

impl Panel {
    pub(crate) fn new(vectors: &DenseVectors<'_>, people: &[Person]) -> Self {
        let (mut needs, mut offers) = (Measure::default(), Measure::default());
        for person in people {
            needs.widen(&person.needs);
            offers.widen(&person.offers);
        }
        let pairs = vectors.width.div_ceil(2);
        let of = |row: &dyn Fn(&Person) -> (Vec<f32>, f64)| Rounded::new(people, pairs, row);
        Self {
            people: people.to_vec(),
            needs,
            offers,
            rounded_needs: of(&|person| {
                (vectors.needs_of(person.person).to_vec(), person.needs.unit)
            }),
            rounded_offers: of(&|person| {
                (
                    vectors.offers_of(person.person).to_vec(),
                    person.offers.unit,
                )
            }),
            pairs,
        }
    }
}

impl Panel {
    /// What a unit of gain of these people from others is worth at most, and a unit of what they give.
    fn units_with(&self, others: &Self) -> (f64, f64) {
        (
            self.needs.unit * others.offers.unit,
            self.offers.unit * others.needs.unit,
        )
    }

    /// The larger of both units.
    pub(crate) fn unit_with(&self, others: &Self) -> f64 {
        let (gain, give) = self.units_with(others);
        gain.max(give)
    }

    /// Tells a tile what the units are worth.
    pub(crate) fn shares_with(&self, others: &Self, tile: &mut Tile) {
        let (gain, give) = self.units_with(others);
        tile.shares(gain, give);
    }
}

impl Rounded {
    fn new(people: &[Person], pairs: usize, row: &dyn Fn(&Person) -> (Vec<f32>, f64)) -> Self {
        let groups = people.len().div_ceil(LANES);
        let mut rounded_rows = Self {
            rows: vec![[OFFSET as u8; 4]; groups * LANES * pairs],
            columns: vec![[0; 2 * LANES]; groups * pairs],
            starts: vec![[0; LANES]; groups],
        };
        for (place, person) in people.iter().enumerate() {
            let (values, unit) = row(person);
            let (group, lane) = (place / LANES, place % LANES);
            for (at, &value) in values.iter().enumerate() {
                let (pair, part) = (at / 2, at % 2);
                let whole = rounded(f64::from(value), unit);
                let unsigned = (i16::from(whole) + OFFSET) as u8;
                let row = &mut rounded_rows.rows[place * pairs + pair];
                row[part] = unsigned;
                row[part + 2] = unsigned;
                rounded_rows.columns[group * pairs + pair][2 * lane + part] = whole as u8;
                let start = &mut rounded_rows.starts[group][lane];
                *start = start.wrapping_sub(OFFSET * i16::from(whole));
            }
        }
        rounded_rows
    }
}
