//! Everyone's best peers when needs and offers are embedding vectors.

pub(crate) mod closeness;
mod dot;
mod panel;
mod panel_pairs;
mod tile;

use std::ops::ControlFlow;

use crate::benefit::Mean;
use crate::benefit::bound::MeanBound;
use crate::benefit::dense::dot::dot;
pub(crate) use crate::benefit::dense::dot::dot_on;
use crate::benefit::dense::panel::{PANEL, Panel, Person, Scale};
use crate::benefit::dense::panel_pairs::{Block, PanelPairs};
use crate::benefit::simd::SimdLevel;
use crate::benefit::top_k::{Scored, TopK};
use crate::benefit::tournament::for_each_pair;
use crate::error::Error;
use crate::numeric;
use crate::par::{self, Spaces};
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::rows::AsIndex;

/// The largest magnitude of a number in a vector: sums of squares stay far from the end of f32.
pub const MOST_MAGNITUDE: f32 = numeric::MOST_MAGNITUDE;

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
        let columns = width.as_index();
        for (what, matrix) in [("needs matrix", needs), ("offers matrix", offers)] {
            if columns == 0 || !matrix.len().is_multiple_of(columns) {
                return Err(Error::Shape {
                    what: what.into(),
                    found: format!("{} numbers in rows of {width}", matrix.len()),
                    expected: "whole rows of at least one number".into(),
                });
            }
            // The negated range also catches what is not a number.
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
                    value: matrix[place].into(),
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
        let mut top = TopK::new(limit);
        for other in (0..self.people()).filter(|&other| other != person) {
            let score = mean.of(self.gain(person, other), self.gain(other, person));
            if score > 0.0 {
                top.offer(other, score);
            }
        }
        list(top)
    }

    /// The best `limit` peers of everyone, best first; equal scores by lower row.
    ///
    /// Each unordered pair is looked at once, in 8-bit integers that bound the gains; those who may enter a list are scored in f32.
    /// Equal to [`recommend`](Self::recommend) for each person to the last bit.
    ///
    /// # Complexity
    ///
    /// O(people² × width) time in the worst case; 4 bytes a number of a row and 8 bytes a place of a list in space, beside the lists.
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<Vec<Scored>> {
        unwatched(|meter| self.all(limit, mean, meter))
    }

    /// As [`recommend_all`](Self::recommend_all), [watched](crate::Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    pub fn recommend_all_watched(
        &self,
        limit: u32,
        mean: Mean,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        watched(progress, |meter| self.all(limit, mean, meter))
    }

    fn all(
        &self,
        limit: u32,
        mean: Mean,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        let mut lists = vec![Vec::new(); self.people().as_index()];
        if limit == 0 {
            return Ok(lists);
        }
        let people = self.measured();
        // Divided by the longest lengths all products are at most 1, so one tolerance covers their rounding.
        let scale = Scale::of(&people);
        let panels = par::map(people.len().div_ceil(PANEL), |panel| {
            let end = people.len().min((panel + 1) * PANEL);
            Panel::new(self, &people[panel * PANEL..end], scale)
        });
        // Blocks of panels play a round-robin: no list is written by two workers at a time.
        let share = panels.len().div_ceil(par::workers() * SHARES).max(1);
        let mut blocks: Vec<Block> = (0..panels.len())
            .step_by(share)
            .map(|start| Block::new(&panels, start..panels.len().min(start + share), limit))
            .collect();
        let pairs_of = PanelPairs {
            vectors: self,
            panels: &panels,
            mean,
            bound: MeanBound::new(mean),
            scale,
            machine: SimdLevel::detect(),
        };
        let rounds = blocks.len() as u64;
        let mut done = 0;
        let flow = for_each_pair(
            &mut blocks,
            &Spaces::new(|| pairs_of.scratch()),
            |scratch, block| pairs_of.within(scratch, block),
            |scratch, one, other| pairs_of.between(scratch, one, other),
            || {
                done += 1;
                meter.flow("scoring pairs", (done, rounds))
            },
        );
        if flow.is_break() {
            return Err(Error::Cancelled);
        }
        let tops = blocks.into_iter().flat_map(|block| block.tops);
        for (person, top) in people.iter().zip(tops) {
            lists[person.person.as_index()] = list(top);
        }
        Ok(lists)
    }

    /// Everyone who may match at all, measured, in an order that puts alike lengths together.
    fn measured(&self) -> Vec<Person> {
        let everyone = par::map(self.people().as_index(), |person| {
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
        &matrix[person.as_index() * self.width..][..self.width]
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

/// The list of a person, for whom places are rows.
fn list(top: TopK) -> Vec<Scored> {
    let scored = |(person, score)| Scored {
        person,
        score,
        key: u64::from(person),
    };
    top.into_list().map(scored).collect()
}
