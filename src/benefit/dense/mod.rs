//! Who are everyone's best peers when needs and offers are embedding vectors?

mod panel;
mod tile;

use std::ops::Range;

use crate::benefit::Mean;
use crate::benefit::dense::panel::{PANEL, Panel, Person};
use crate::benefit::dense::tile::{LANES, Least, ROWS, Tile};
use crate::benefit::need::gain_needed;
use crate::benefit::pairing::all_pairs;
use crate::benefit::top::{Scored, Top};
use crate::error::Error;
use crate::par;

/// The largest magnitude of a number in a vector: sums of squares stay far from the end of f32.
pub const MOST_MAGNITUDE: f32 = 1e9;

/// Vectors of needs and offers, one row a person, as any embedding gives them.
///
/// Person i gains b(i←j) = max(0, ⟨needsᵢ, offersⱼ⟩) from person j: a negative sum is no gain. The score is the power mean of both gains.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::DenseVectors;
/// let needs = [1.0, 0.0, /* ben */ 0.0, 1.0, /* caro */ 0.0, 1.0];
/// let offers = [0.0, 0.8, /* ben */ 0.6, 0.1, /* caro */ 0.9, 0.0];
/// let people = DenseVectors::new(&needs, &offers, 2)?;
/// let lists = people.recommend_all(1, Mean::MINIMUM);
/// assert_eq!((lists[0][0].person, lists[0][0].score), (2, 0.8));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct DenseVectors<'v> {
    needs: &'v [f32],
    offers: &'v [f32],
    width: usize,
}

impl<'v> DenseVectors<'v> {
    /// Takes two matrices in row-major order, `width` numbers a person.
    ///
    /// # Errors
    ///
    /// When `width` is 0, the matrices are not whole rows of as many people, or a number is not finite or beyond [`MOST_MAGNITUDE`].
    pub fn new(needs: &'v [f32], offers: &'v [f32], width: u32) -> Result<Self, Error> {
        let columns = width as usize;
        for (what, matrix) in [("needs matrix", needs), ("offers matrix", offers)] {
            if columns == 0 || !matrix.len().is_multiple_of(columns) {
                return Err(Error::Shape {
                    what: what.into(),
                    found: format!("{} numbers in rows of {width}", matrix.len()),
                    expected: "whole rows of at least one number".into(),
                });
            }
            let bad = matrix
                .iter()
                .position(|value| !(-MOST_MAGNITUDE..=MOST_MAGNITUDE).contains(value));
            if let Some(place) = bad {
                return Err(Error::OutOfRange {
                    what: format!(
                        "{what}, row {}, column {}",
                        place / columns,
                        place % columns
                    ),
                    value: matrix[place],
                    expected: "a finite number of magnitude at most 1e9",
                });
            }
        }
        if needs.len() != offers.len() || needs.len() / columns > u32::MAX as usize {
            return Err(Error::Shape {
                what: "offers matrix".into(),
                found: format!("{} rows", offers.len() / columns),
                expected: format!("{} rows, as the needs matrix has", needs.len() / columns),
            });
        }
        Ok(Self {
            needs,
            offers,
            width: columns,
        })
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u32 {
        (self.needs.len() / self.width) as u32
    }

    /// What person `i` gains from person `j`: ⟨needsᵢ, offersⱼ⟩ or 0, whichever is more.
    ///
    /// The sum has one rounding everywhere: products are added in 16 interleaved sums, each ascending, and these halved pairwise.
    ///
    /// # Panics
    ///
    /// When there is no such person.
    #[must_use]
    pub fn gain(&self, i: u32, j: u32) -> f32 {
        dot(self.row(self.needs, i), self.row(self.offers, j)).max(0.0)
    }

    /// The best `limit` peers of a person by scoring everyone: what [`recommend_all`](Self::recommend_all) is measured against.
    ///
    /// # Panics
    ///
    /// When there is no such person.
    #[must_use]
    pub fn recommend(&self, person: u32, limit: u32, mean: Mean) -> Vec<Scored> {
        let mut top = Top::new(limit);
        for other in (0..self.people()).filter(|&other| other != person) {
            let score = mean.of(self.gain(person, other), self.gain(other, person));
            if score > 0.0 {
                top.offer(scored(other, score));
            }
        }
        top.into_list()
    }

    /// The best `limit` peers of everyone, best first; equal scores by lower row.
    ///
    /// Each unordered pair is looked at once, in 8-bit integers that bound the gains; those who may enter a list are scored in f32.
    /// Equal to [`recommend`](Self::recommend) for each person to the last bit.
    ///
    /// # Complexity
    ///
    /// O(people² × width) time in the worst case; 6 bytes a number of a row and 16 bytes a place of a list in space.
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<Vec<Scored>> {
        let mut lists = vec![Vec::new(); self.people() as usize];
        if limit == 0 {
            return lists;
        }
        let people = self.measured();
        let panels = par::map(people.len().div_ceil(PANEL), |panel| {
            let end = people.len().min((panel + 1) * PANEL);
            Panel::new(self, &people[panel * PANEL..end])
        });
        let share = panels.len().div_ceil(par::workers() * SHARES).max(1);
        let blocks: Vec<Vec<Top>> = panels
            .chunks(share)
            .map(|panels| {
                let people = panels.iter().map(|panel| panel.people.len()).sum();
                (0..people).map(|_| Top::new(limit)).collect()
            })
            .collect();
        let meet = Meeting {
            vectors: self,
            panels: &panels,
            mean,
        };
        let range = |block: usize| block * share..panels.len().min((block + 1) * share);
        let blocks = all_pairs(
            blocks,
            |block, tops| meet.alone(range(block), tops),
            |(one, a), (other, b)| meet.both((range(one), a), (range(other), b)),
        );
        for (person, top) in people.iter().zip(blocks.into_iter().flatten()) {
            lists[person.person as usize] = top.into_list();
        }
        lists
    }

    /// Everyone who may match at all, measured, in an order that puts alike lengths together.
    fn measured(&self) -> Vec<Person> {
        let everyone = par::map(self.people() as usize, |person| {
            let person = person as u32;
            Person::new(
                person,
                self.row(self.needs, person),
                self.row(self.offers, person),
            )
        });
        let mut people: Vec<Person> = everyone
            .into_iter()
            .filter(|person| person.needs.length > 0.0 && person.offers.length > 0.0)
            .collect();
        // Lengths within an eighth count as alike, so that unit vectors keep their order whatever the rounding.
        let class =
            |person: &Person| ((person.offers.length * person.needs.length).log2() * 8.0).round();
        people.sort_by(|a, b| class(b).total_cmp(&class(a)));
        people
    }

    fn row(&self, matrix: &'v [f32], person: u32) -> &'v [f32] {
        &matrix[person as usize * self.width..][..self.width]
    }

    pub(crate) fn needs_of(&self, person: u32) -> &'v [f32] {
        self.row(self.needs, person)
    }

    pub(crate) fn offers_of(&self, person: u32) -> &'v [f32] {
        self.row(self.offers, person)
    }
}

/// Blocks of people a worker, so that a round has several meetings for each.
const SHARES: usize = 8;

fn scored(person: u32, score: f32) -> Scored {
    Scored {
        person,
        score,
        key: u64::from(person),
    }
}

/// The scalar product in 16 interleaved sums.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    let (a_chunks, a_rest) = a.as_chunks::<16>();
    let (b_chunks, b_rest) = b.as_chunks::<16>();
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..16 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    for ((sum, x), y) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum += x * y;
    }
    let mut half = 8;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}

/// Blocks of panels at work.
struct Meeting<'a> {
    vectors: &'a DenseVectors<'a>,
    panels: &'a [Panel],
    mean: Mean,
}

impl Meeting<'_> {
    /// Everyone of a block meets everyone of it.
    fn alone(&self, panels: Range<usize>, tops: &mut [Top]) {
        let mut tile = Tile::new();
        // First within each panel, so that everyone has a threshold before most of the others come.
        for (one, tops) in panels.clone().zip(tops.chunks_mut(PANEL)) {
            self.panel(&mut tile, one, tops);
        }
        for one in panels.clone() {
            let (before, rest) = tops.split_at_mut((one - panels.start) * PANEL);
            let here = rest.len().min(PANEL);
            for (other, there) in panels.clone().zip(before.chunks_mut(PANEL)) {
                self.panels(&mut tile, (one, &mut rest[..here]), (other, there));
            }
        }
    }

    /// Everyone of one block meets everyone of another.
    fn both(&self, (ones, a): (Range<usize>, &mut [Top]), (others, b): (Range<usize>, &mut [Top])) {
        let mut tile = Tile::new();
        for (one, a) in ones.zip(a.chunks_mut(PANEL)) {
            for (other, b) in others.clone().zip(b.chunks_mut(PANEL)) {
                self.panels(&mut tile, (one, a), (other, b));
            }
        }
    }

    /// Everyone of one panel meets everyone of another.
    fn panels(
        &self,
        tile: &mut Tile,
        (one, a): (usize, &mut [Top]),
        (other, b): (usize, &mut [Top]),
    ) {
        let (rows, columns) = (&self.panels[one], &self.panels[other]);
        rows.shares_with(columns, tile);
        tile.lanes(self.least_of_columns(rows, columns, b));
        for row in (0..rows.people.len()).step_by(ROWS) {
            tile.rows(self.least_of_rows(rows, columns, a, row));
            tile.answer(rows, row, columns, |tile, row, lane| {
                if row < a.len() && lane < b.len() {
                    let (i, j) = (&rows.people[row], &columns.people[lane]);
                    let floor = a[row].floor().min(b[lane].floor());
                    if let Some(score) = self.score(tile, (i, row), (j, lane), floor) {
                        a[row].offer(scored(j.person, score));
                        b[lane].offer(scored(i.person, score));
                    }
                }
            });
        }
    }

    /// Everyone of a panel meets everyone of it: the lanes behind each row.
    fn panel(&self, tile: &mut Tile, one: usize, tops: &mut [Top]) {
        let panel = &self.panels[one];
        panel.shares_with(panel, tile);
        for row in (0..panel.people.len()).step_by(ROWS) {
            if row.is_multiple_of(LANES) {
                tile.lanes(self.least_of_columns(panel, panel, tops));
            }
            tile.rows(self.least_of_rows(panel, panel, tops, row));
            tile.answer(panel, row, panel, |tile, row, lane| {
                if row < lane && lane < tops.len() {
                    let (i, j) = (&panel.people[row], &panel.people[lane]);
                    let floor = tops[row].floor().min(tops[lane].floor());
                    if let Some(score) = self.score(tile, (i, row), (j, lane), floor) {
                        tops[row].offer(scored(j.person, score));
                        tops[lane].offer(scored(i.person, score));
                    }
                }
            });
        }
    }

    /// The score of a pair by the definition, unless the bounds say that it is below `floor`, or it is no match.
    fn score(
        &self,
        tile: &Tile,
        (i, row): (&Person, usize),
        (j, lane): (&Person, usize),
        floor: f32,
    ) -> Option<f32> {
        let (gain, give) = tile.sums(row, lane);
        let gain = i.needs.most_with(&j.offers, gain);
        let give = j.needs.most_with(&i.offers, give);
        let floor_less = floor * (1.0 - 1e-5);
        if gain <= 0.0 || give <= 0.0 || self.mean.of(gain, give) < floor_less {
            return None;
        }
        let gain = dot(
            self.vectors.needs_of(i.person),
            self.vectors.offers_of(j.person),
        )
        .max(0.0);
        if self.mean.of(gain, give) < floor_less {
            return None;
        }
        let give = dot(
            self.vectors.needs_of(j.person),
            self.vectors.offers_of(i.person),
        )
        .max(0.0);
        Some(self.mean.of(gain, give)).filter(|&score| score > 0.0 && score >= floor)
    }

    /// The least sums with which a pair may enter the list of a row.
    fn least_of_rows(
        &self,
        rows: &Panel,
        columns: &Panel,
        tops: &[Top],
        row: usize,
    ) -> [Least; ROWS] {
        let unit = rows.unit_with(columns);
        std::array::from_fn(|place| match rows.people.get(row + place) {
            Some(person) => self.least(person, tops[row + place].floor(), columns, unit),
            None => Least::NEVER,
        })
    }

    /// The least sums with which a pair may enter the list of a lane.
    fn least_of_columns(&self, rows: &Panel, columns: &Panel, tops: &[Top]) -> [Least; PANEL] {
        let unit = rows.unit_with(columns);
        std::array::from_fn(|lane| match columns.people.get(lane) {
            Some(person) => {
                let least = self.least(person, tops[lane].floor(), rows, unit);
                Least {
                    gain: least.give,
                    give: least.gain,
                    both: least.both,
                }
            }
            None => Least::NEVER,
        })
    }

    /// The least integer sums of a person's gain and give with anyone of a panel.
    fn least(&self, person: &Person, floor: f32, others: &Panel, unit: f64) -> Least {
        let most_gain = person.needs.length * others.offers.length;
        let most_give = person.offers.length * others.needs.length;
        let gain = gain_needed(self.mean, floor, most_give as f32);
        let give = gain_needed(self.mean, floor, most_gain as f32);
        let doubt = person.needs.doubt(&others.offers) + person.offers.doubt(&others.needs);
        // No mean is above the arithmetic one. Each of the two shares may be rounded down by one.
        let both = 2.0 * f64::from(floor) * (1.0 - 1e-5) - doubt;
        Least {
            gain: person.needs.least_with(&others.offers, gain),
            give: person.offers.least_with(&others.needs, give),
            both: ((both / unit).floor() - 2.0) as i16,
        }
    }
}
