//! Closeness in meaning as a bound in small units, so that the sums of features start from it and one threshold rules out pairs by both.

use std::ops::Range;

use crate::benefit::dense::measure::{Measure, QUAD, Scale};
use crate::benefit::dense::panel::Rounded;
#[cfg(target_arch = "x86_64")]
use crate::benefit::dense::tile::wide;
use crate::benefit::dense::tile::{Columns, LANES, sums};
use crate::benefit::meaning::Meaning;
use crate::benefit::simd::SimdLevel;
use crate::par;

/// People of a block, whose rounding is bounded together.
pub(crate) const BLOCK: usize = 1_024;

/// What one person may gain from each of a block, or give, in units.
pub(crate) type Units = [u8; BLOCK];

/// Covers the rounding of a level in f32, and of a gain in which a level replaces its bound.
pub(crate) const SLACK: f32 = 2e-6;

/// Covers the rounding of units in f32.
const ROUNDED_UP: f32 = 1.0 + 1e-5;

/// What rounds to one unit, as whatever is above a half does.
const MORE_THAN_HALF: f32 = 0.75;

/// 2^23: behind it a number of f32 has no digits after the point, and the whole number is in its last bits.
const WHOLE: f32 = 8_388_608.0;

/// Columns that all count alike.
const ALIKE: [f32; LANES] = [1.0; LANES];

/// Embeddings of candidates, rounded, by blocks of places.
///
/// Space: 4 bytes a number of an embedding of needs and of offers.
#[derive(Debug, Clone)]
pub(crate) struct MeaningIndex {
    blocks: Vec<Embedded>,
    machine: SimdLevel,
    /// θ.
    threshold: f32,
    /// Quads of numbers of an embedding.
    quads: usize,
    /// The most that anyone here may gain.
    pub(crate) max_weight: f32,
}

/// A block of people.
#[derive(Debug, Clone)]
struct Embedded {
    needs: Rounded,
    offers: Rounded,
    need_measures: Vec<Measure>,
    offer_measures: Vec<Measure>,
    /// By group of columns, what each person may gain at most.
    weights: Vec<[f32; LANES]>,
}

/// What one asker looks for and offers, rounded.
#[derive(Debug)]
pub(crate) struct EmbeddedAsker {
    need: RoundedRow,
    offer: RoundedRow,
    pub(crate) weight: f32,
}

#[derive(Debug)]
struct RoundedRow {
    numbers: Vec<[u8; QUAD]>,
    measure: Measure,
}

/// What turns the product of a row with a column into units.
#[derive(Debug, Clone, Copy)]
struct RowBound {
    /// What a whole number of the row is worth.
    unit: f32,
    /// What the true cosine may be above the rounded one for each unit of a column's error.
    doubt: f32,
    /// And beside it, less the threshold.
    offset: f32,
    /// Units per cosine above the threshold.
    slope: f32,
    /// Units of a cosine of 1.
    most: f32,
}

impl MeaningIndex {
    /// Lays out the people of `order`.
    pub(crate) fn new(meaning: Meaning<'_>, order: &[u32]) -> Self {
        let quads = meaning.embeddings.width.div_ceil(QUAD);
        let weight = |&person: &u32| meaning.weight(person);
        Self {
            blocks: par::map(order.len().div_ceil(BLOCK), |block| {
                let people = &order[block * BLOCK..order.len().min((block + 1) * BLOCK)];
                Embedded::new(meaning, people, quads)
            }),
            machine: SimdLevel::detect(),
            threshold: meaning.weights.rule.threshold,
            quads,
            max_weight: order.iter().map(weight).fold(0.0, f32::max),
        }
    }

    /// The same on other registers.
    #[cfg(test)]
    pub(crate) fn on(self, machine: SimdLevel) -> Self {
        Self { machine, ..self }
    }

    /// One person as an asker.
    pub(crate) fn asker(&self, meaning: Meaning<'_>, person: u32) -> EmbeddedAsker {
        let row = |numbers: &[f32]| {
            let measure = Measure::new(self.machine, numbers);
            RoundedRow {
                numbers: measure.rounded_row(numbers, self.quads),
                measure,
            }
        };
        EmbeddedAsker {
            need: row(meaning.embeddings.need(person)),
            offer: row(meaning.embeddings.offer(person)),
            weight: meaning.weight(person),
        }
    }

    /// Writes what a few askers gain from each of a block at most, and give, in units of so many a gain, one scale an asker.
    pub(crate) fn asker_units(
        &self,
        askers: &[(&EmbeddedAsker, f32)],
        block: usize,
        gains: &mut [Units],
        gives: &mut [Units],
    ) {
        let block = &self.blocks[block];
        // Two products: the askers' needs against all offers, then the askers' offers against all needs.
        let rows = |of: fn(&EmbeddedAsker) -> &RoundedRow| -> Vec<[u8; QUAD]> {
            let rows = askers.iter().map(|(asker, _)| &of(asker).numbers);
            rows.flatten().copied().collect()
        };
        let bound = |&(asker, scale): &(&EmbeddedAsker, f32)| {
            self.bound(&asker.need.measure, &block.offers, asker.weight * scale)
        };
        let bounds: Vec<RowBound> = askers.iter().map(bound).collect();
        let numbers = rows(|asker| &asker.need);
        let job = self.job(&numbers, &bounds, &block.offers);
        job.run(self.machine, gains);
        // Each candidate gains by a weight of their own.
        let bound = |&(asker, scale): &(&EmbeddedAsker, f32)| {
            self.bound(&asker.offer.measure, &block.needs, scale)
        };
        let bounds: Vec<RowBound> = askers.iter().map(bound).collect();
        let numbers = rows(|asker| &asker.offer);
        let job = self.job(&numbers, &bounds, &block.needs);
        job.weighed(&block.weights).run(self.machine, gives);
    }

    /// Writes what some rows of a block gain from each of another at most, in units of `scale` a gain.
    pub(crate) fn gains(
        &self,
        (block, rows): (usize, Range<usize>),
        other: usize,
        scale: f32,
        units: &mut [Units],
    ) {
        let (block, columns) = (&self.blocks[block], &self.blocks[other].offers);
        let bound = |row: usize| {
            let weight = block.weights[row / LANES][row % LANES];
            self.bound(&block.need_measures[row], columns, weight * scale)
        };
        let bounds: Vec<RowBound> = rows.clone().map(bound).collect();
        let numbers = &block.needs.rows[rows.start * self.quads..rows.end * self.quads];
        self.job(numbers, &bounds, columns).run(self.machine, units);
    }

    /// Writes what some rows of a block give each of another at most, in units of `scale` a gain.
    pub(crate) fn gives(
        &self,
        (block, rows): (usize, Range<usize>),
        other: usize,
        scale: f32,
        units: &mut [Units],
    ) {
        let (block, other) = (&self.blocks[block], &self.blocks[other]);
        let columns = &other.needs;
        let bound = |row: usize| self.bound(&block.offer_measures[row], columns, scale);
        let bounds: Vec<RowBound> = rows.clone().map(bound).collect();
        let numbers = &block.offers.rows[rows.start * self.quads..rows.end * self.quads];
        let job = self.job(numbers, &bounds, columns);
        job.weighed(&other.weights).run(self.machine, units);
    }

    fn job<'p>(
        &self,
        numbers: &'p [[u8; QUAD]],
        rows: &'p [RowBound],
        columns: &'p Rounded,
    ) -> Job<'p> {
        Job {
            quads: self.quads,
            numbers,
            rows,
            columns,
            weights: None,
        }
    }

    /// How products of a row with some columns become units, of which a cosine of 1 is worth so many.
    fn bound(&self, row: &Measure, columns: &Rounded, units: f32) -> RowBound {
        let most = units * ROUNDED_UP;
        let [doubt, beside] = row.doubts(&columns.most, Scale::ONE);
        RowBound {
            unit: row.row_unit(),
            doubt,
            offset: beside + SLACK - self.threshold,
            slope: most / (1.0 - self.threshold),
            most,
        }
    }
}

impl Embedded {
    fn new(meaning: Meaning<'_>, people: &[u32], quads: usize) -> Self {
        let embeddings = meaning.embeddings;
        let needs = people.iter().map(|&person| embeddings.need(person));
        let offers = people.iter().map(|&person| embeddings.offer(person));
        let (needs, need_measures) = rounded(quads, needs);
        let (offers, offer_measures) = rounded(quads, offers);
        let mut weights = vec![[0.0; LANES]; people.len().div_ceil(LANES)];
        for (weight, &person) in weights.as_flattened_mut().iter_mut().zip(people) {
            *weight = meaning.weight(person);
        }
        Self {
            needs,
            offers,
            need_measures,
            offer_measures,
            weights,
        }
    }
}

/// Vectors rounded together, with their measures; one that is not known is empty, and reads as zeros.
fn rounded<'v>(
    quads: usize,
    vectors: impl ExactSizeIterator<Item = &'v [f32]> + Clone,
) -> (Rounded, Vec<Measure>) {
    let machine = SimdLevel::detect();
    let measures = vectors.clone().map(|vector| Measure::new(machine, vector));
    let measures: Vec<Measure> = measures.collect();
    let size = (measures.len(), quads);
    let laid = Rounded::new(machine, size, 1.0, measures.iter().zip(vectors));
    (laid, measures)
}

/// A multiplication of some rows by the columns of a block.
#[derive(Debug, Clone, Copy)]
struct Job<'p> {
    quads: usize,
    numbers: &'p [[u8; QUAD]],
    rows: &'p [RowBound],
    columns: &'p Rounded,
    /// By group of columns, what units count there.
    weights: Option<&'p [[f32; LANES]]>,
}

impl<'p> Job<'p> {
    /// The same with units that count differently by column.
    fn weighed(self, weights: &'p [[f32; LANES]]) -> Self {
        Self {
            weights: Some(weights),
            ..self
        }
    }

    fn run(&self, machine: SimdLevel, units: &mut [Units]) {
        match machine {
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx512(simd) => simd.vectorize(Multiply::<_, 2, 4> {
                simd,
                job: self,
                units,
            }),
            #[cfg(target_arch = "x86_64")]
            SimdLevel::Avx2(simd) => simd.vectorize(Multiply::<_, 4, 2> {
                simd,
                job: self,
                units,
            }),
            SimdLevel::Plain => self.plain(units),
        }
    }

    fn group(&self, group: usize) -> (Columns<'_>, &[f32; LANES]) {
        let columns = Columns::new(self.columns, group, self.quads);
        (
            columns,
            self.weights.map_or(&ALIKE, |weights| &weights[group]),
        )
    }

    /// The same without vector instructions.
    fn plain(&self, units: &mut [Units]) {
        for group in 0..self.columns.units.len() {
            let (columns, weights) = self.group(group);
            for (place, (row, units)) in self.rows.iter().zip(&mut *units).enumerate() {
                let numbers = &self.numbers[place * self.quads..][..self.quads];
                let products = sums(numbers, columns).map(|sum| sum as f32);
                let here = &mut units.as_chunks_mut::<LANES>().0[group];
                row.write(&products, columns, weights, here);
            }
        }
    }
}

impl RowBound {
    /// Turns products with a group of columns into units.
    #[inline(always)]
    fn write(
        &self,
        products: &[f32; LANES],
        columns: Columns<'_>,
        weights: &[f32; LANES],
        units: &mut [u8; LANES],
    ) {
        for lane in 0..LANES {
            let doubt = columns.errors[lane] * self.doubt + self.offset;
            let cosine = products[lane] * columns.units[lane] * self.unit + doubt;
            let exact = (cosine * self.slope).max(0.0).min(self.most) * weights[lane];
            // A whole number from the nearest of what is half a unit more up, but nothing where nothing may be gained: the mean of two in
            // units stays above the true one. A cast would ask for numbers out of range first, one by one.
            // However little it is, it is one unit: beside a half it could be lost.
            let above = ((exact + 0.5).clamp(MORE_THAN_HALF, 255.0) + WHOLE).to_bits() as u8;
            units[lane] = if exact > 0.0 { above } else { 0 };
        }
    }
}

/// `PARTS` registers hold a group of columns; so many rows are multiplied at once that their sums stay in registers.
#[cfg(target_arch = "x86_64")]
struct Multiply<'a, 'p, S, const PARTS: usize, const AT_ONCE: usize> {
    simd: S,
    job: &'a Job<'p>,
    units: &'a mut [Units],
}

#[cfg(target_arch = "x86_64")]
impl<S: crate::benefit::simd::Simd, const PARTS: usize, const AT_ONCE: usize> pulp::NullaryFnOnce
    for Multiply<'_, '_, S, PARTS, AT_ONCE>
{
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, job, units } = self;
        for group in 0..job.columns.units.len() {
            // Several rows at a time share the loads of the columns; those that are left come one by one.
            let mut row = 0;
            while row + AT_ONCE <= job.rows.len() {
                multiplied::<S, PARTS, AT_ONCE>(simd, job, (group, row), units);
                row += AT_ONCE;
            }
            while row < job.rows.len() {
                multiplied::<S, PARTS, 1>(simd, job, (group, row), units);
                row += 1;
            }
        }
    }
}

/// Multiplies some rows by a group of columns.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn multiplied<S: crate::benefit::simd::Simd, const PARTS: usize, const AT_ONCE: usize>(
    simd: S,
    job: &Job<'_>,
    (group, row): (usize, usize),
    units: &mut [Units],
) {
    let (columns, weights) = job.group(group);
    let numbers = &job.numbers[row * job.quads..(row + AT_ONCE) * job.quads];
    let products = wide::products::<S, PARTS, AT_ONCE>(simd, numbers, columns);
    for (place, product) in products.into_iter().enumerate() {
        let mut floats = [0.0; LANES];
        for (part, product) in product.into_iter().enumerate() {
            simd.store_floats(simd.to_f32(product), &mut floats, part);
        }
        let here = &mut units[row + place].as_chunks_mut::<LANES>().0[group];
        job.rows[row + place].write(&floats, columns, weights, here);
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::benefit::dense::closeness::{BLOCK, MeaningIndex, Units};
    use crate::benefit::meaning::{Meaning, MeaningRule, MeaningWeights};
    use crate::benefit::simd::SimdLevel;
    use crate::benefit::view::View;
    use crate::network::Embeddings;
    use crate::numeric::{Direction, direction};

    /// More than a block, and a few lanes of a group.
    const PEOPLE: u32 = BLOCK as u32 + 77;
    const SCALE: f32 = 90.0;

    /// Directions around a few centres; some people have none, and some gain nothing.
    fn people(width: usize, rng: &mut ChaCha8Rng) -> (Embeddings, Vec<f32>) {
        let mut embeddings = Embeddings {
            width,
            ..Embeddings::default()
        };
        let mut vector = |at: u32| -> Vec<f32> {
            let centre = at as usize % 7 % width;
            let numbers = (0..width).map(|place| f32::from(u8::from(place == centre)));
            let numbers: Vec<f32> = numbers
                .map(|number| number + 0.6 * rng.random::<f32>() - 0.3)
                .collect();
            match direction(&numbers) {
                Direction::Unit(unit) if !at.is_multiple_of(11) => unit,
                _ => Vec::new(),
            }
        };
        for person in 0..PEOPLE {
            let rows = [vector(person), vector(3 * person + 1)];
            let [need, offer] = rows;
            embeddings.needs.push(need);
            embeddings.offers.push(offer);
        }
        let weight = |person: u32| match embeddings.need(person) {
            [] => 0.0,
            _ => [0.0, 0.3, 1.0][person as usize % 3],
        };
        let weights = (0..PEOPLE).map(weight).collect();
        (embeddings, weights)
    }

    #[test]
    fn units_are_above_the_gains_by_little_on_any_registers() {
        let mut rng = ChaCha8Rng::seed_from_u64(9);
        for (width, threshold) in [(1, 0.0), (3, 0.5), (64, 0.3), (130, 0.99)] {
            let (embeddings, own) = people(width, &mut rng);
            let rule = MeaningRule {
                weight: 0.5,
                threshold,
            };
            let weights = MeaningWeights::new(rule, own.clone(), own);
            let meaning = Meaning::new(&embeddings, &weights).expect("weights");
            let order: Vec<u32> = (0..PEOPLE).rev().collect();
            let check = |units: u8, i: u32, j: u32, case: &str| {
                let exact = meaning.gain(i, j, View::Own);
                let most = 0.08 / (1.0 - threshold) * meaning.weight(i) * SCALE + 1.001;
                let (units, exact) = (f32::from(units), exact * SCALE);
                assert!(
                    units >= exact,
                    "{case}, width {width}, {i} and {j}: {units}, {exact}"
                );
                assert!(
                    units <= exact + most,
                    "{case}, width {width}, {i} and {j}: {units}, {exact}"
                );
            };
            for machine in SimdLevel::all() {
                let index = MeaningIndex::new(meaning, &order).on(machine);
                let mut rows: [Units; 9] = [[0; BLOCK]; 9];
                let (mut gains, mut gives) = ([[0; BLOCK]; 4], [[0; BLOCK]; 4]);
                for block in 0..2 {
                    let there = &order[block * BLOCK..order.len().min((block + 1) * BLOCK)];
                    index.gains((1, 60..69), block, SCALE, &mut rows);
                    for (row, units) in (60..69).zip(&rows) {
                        let i = order[BLOCK + row];
                        there
                            .iter()
                            .zip(units)
                            .for_each(|(&j, &units)| check(units, i, j, "row"));
                    }
                    index.gives((1, 60..69), block, SCALE, &mut rows);
                    for (row, units) in (60..69).zip(&rows) {
                        let i = order[BLOCK + row];
                        there
                            .iter()
                            .zip(units)
                            .for_each(|(&j, &units)| check(units, j, i, "given row"));
                    }
                    let askers = [0, 5, 22, 400].map(|i| (i, index.asker(meaning, i)));
                    let scaled = askers.each_ref().map(|(_, asker)| (asker, SCALE));
                    index.asker_units(&scaled, block, &mut gains, &mut gives);
                    for (place, &(i, _)) in askers.iter().enumerate() {
                        let units = gains[place].iter().zip(&gives[place]);
                        for (&j, (&gain, &give)) in there.iter().zip(units) {
                            check(gain, i, j, "gain");
                            check(give, j, i, "give");
                        }
                    }
                }
            }
        }
    }
}
