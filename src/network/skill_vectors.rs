//! Skills as vectors: where they come in, how they are kept, and how near two must be to stand in for each other.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::error::Error;
use crate::id::{Interner, SkillId, check_name, quoted};
use crate::numeric::{Direction, direction};
use crate::rows::{AsIndex, Rows, narrow};
use crate::unit::within;

/// The least cosine at which a skill stands in for another unless told otherwise. Our choice, above what sentence models of today
/// give two random skills; models differ, so look at a few pairs of your own.
const THRESHOLD: f32 = 0.6;

/// For how many skills, the nearest ones, another is looked for at most unless told otherwise. Our choice: beyond, lists hold near
/// synonyms of the same few people.
const MOST: u32 = 8;

/// Which of two near skills stands in for the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Nearness {
    /// A skill is served by its own nearest ones: a rare skill finds its neighbours, though they have nearer ones.
    #[default]
    OneSided,
    /// Only skills that are among the nearest of each other: a skill that is near to everything stands in for little.
    Mutual,
}

/// How near two skills must be, by their vectors, for one to stand in for the other.
///
/// # Examples
///
/// ```
/// use confrere::{Nearness, Network, SkillNeighbours};
/// let near = SkillNeighbours::new().threshold(0.5).most(1).nearness(Nearness::Mutual);
/// let names = ["law", "contracts", "sales"];
/// let vectors = [[1.0, 0.0], [0.8, 0.6], [0.6, 0.8]];
/// // contracts and sales are nearest to each other (0.96), so law is left without a mutual neighbour.
/// let network = Network::builder().skill_vectors_with(names, vectors, near).build()?;
/// assert_eq!(network.skills().len(), 3);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct SkillNeighbours {
    pub(crate) threshold: f32,
    pub(crate) most: u32,
    pub(crate) nearness: Nearness,
}

impl Default for SkillNeighbours {
    fn default() -> Self {
        Self {
            threshold: THRESHOLD,
            most: MOST,
            nearness: Nearness::default(),
        }
    }
}

impl SkillNeighbours {
    /// A cosine of at least 0.6, the 8 nearest skills of each, one-sided.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Nearness, SkillNeighbours};
    /// let near = SkillNeighbours::new().threshold(0.7).most(3).nearness(Nearness::Mutual);
    /// assert_eq!((near.get_threshold(), near.get_most(), near.get_nearness()), (0.7, 3, Nearness::Mutual));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the least cosine, above 0 and at most 1; the cosine itself is the relatedness.
    #[must_use]
    pub fn threshold(mut self, cosine: f32) -> Self {
        self.threshold = cosine;
        self
    }

    /// Sets how many neighbours of each skill, the nearest ones, stand in for it at most.
    #[must_use]
    pub fn most(mut self, neighbours: u32) -> Self {
        self.most = neighbours;
        self
    }

    /// Sets which of two near skills stands in for the other.
    #[must_use]
    pub fn nearness(mut self, nearness: Nearness) -> Self {
        self.nearness = nearness;
        self
    }

    /// The least cosine.
    #[must_use]
    pub const fn get_threshold(&self) -> f32 {
        self.threshold
    }

    /// How many neighbours of each skill stand in for it at most.
    #[must_use]
    pub const fn get_most(&self) -> u32 {
        self.most
    }

    /// Which of two near skills stands in for the other.
    #[must_use]
    pub const fn get_nearness(&self) -> Nearness {
        self.nearness
    }
}

/// Vectors of unit length, one a skill, with their neighbours once these were looked for.
#[derive(Debug)]
pub(crate) struct SkillMatrix {
    pub(crate) unit: Vec<f32>,
    pub(crate) width: u32,
    pub(crate) neighbours: SkillNeighbours,
    /// By row: the rows for which it stands in, ascending, and how far.
    near: OnceLock<Rows<(u32, f32)>>,
}

impl SkillMatrix {
    fn new(unit: Vec<f32>, width: u32, neighbours: SkillNeighbours) -> Self {
        let near = OnceLock::new();
        Self {
            unit,
            width,
            neighbours,
            near,
        }
    }

    pub(crate) fn row(&self, row: usize) -> &[f32] {
        let width = self.width.as_index();
        &self.unit[row * width..][..width]
    }

    /// For each row the rows for which it stands in, and how far; looked for once.
    pub(crate) fn near(&self, find: impl FnOnce(&Self) -> Rows<(u32, f32)>) -> &Rows<(u32, f32)> {
        self.near.get_or_init(|| find(self))
    }
}

/// Vectors of skills by numbers of arrival.
#[derive(Debug, Clone)]
pub(crate) struct DraftSkillVectors {
    /// The skill of each row.
    pub(crate) numbers: Vec<u32>,
    pub(crate) matrix: Arc<SkillMatrix>,
}

/// Vectors of skills, ascending by skill.
#[derive(Debug, Clone)]
pub(crate) struct SkillVectors {
    pub(crate) skills: Vec<SkillId>,
    pub(crate) matrix: Arc<SkillMatrix>,
}

impl DraftSkillVectors {
    /// Checks names and vectors; every error there is.
    pub(crate) fn new<N: AsRef<str>, V: AsRef<[f32]>>(
        skills: &mut Interner,
        names: impl IntoIterator<Item = N>,
        vectors: impl IntoIterator<Item = V>,
        neighbours: SkillNeighbours,
    ) -> Result<Self, Vec<Error>> {
        let what = || "threshold of skill neighbours".to_string();
        let expected = "a number above 0 and at most 1";
        let least = f32::MIN_POSITIVE;
        let threshold = within(neighbours.threshold, least..=1.0, expected, what);
        let mut errors: Vec<Error> = threshold.err().into_iter().collect();
        let pairs = paired(names, vectors).unwrap_or_else(|error| {
            errors.push(error);
            Vec::new()
        });
        // The first vector tells the width that all must have.
        let width = pairs.first().map_or(1, |pair| pair.1.as_ref().len());
        let (mut numbers, mut unit) = (Vec::with_capacity(pairs.len()), Vec::new());
        let mut known = HashSet::new();
        // Every fault is collected: a table of thousands of vectors is mended in one go.
        for (name, vector) in &pairs {
            let name = name.as_ref();
            let row = match checked(name, vector.as_ref(), width) {
                Ok(row) => row,
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            };
            let number = skills.number(name);
            // Two spellings of one skill are one skill.
            if !known.insert(number) {
                let what = format!("vector of skill {}", quoted(name));
                errors.push(Error::Duplicate { what });
            }
            numbers.push(number);
            unit.extend(row);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let matrix = Arc::new(SkillMatrix::new(unit, narrow(width), neighbours));
        Ok(Self { numbers, matrix })
    }

    /// The same by place of the skills. Rows that are in order already are shared, and so are neighbours that were found.
    pub(crate) fn freeze(&self, place: &[u32]) -> SkillVectors {
        let skills = self.numbers.iter();
        let mut order: Vec<(SkillId, usize)> = skills
            .map(|number| SkillId(place[number.as_index()]))
            .zip(0..)
            .collect();
        let matrix = match order.is_sorted() {
            // In order already: a network made by a change shares the matrix with the one before.
            true => Arc::clone(&self.matrix),
            false => {
                // A change brought other skills in between: rows are laid out anew, and neighbours are found anew.
                order.sort_unstable();
                let rows = order.iter().flat_map(|entry| self.matrix.row(entry.1));
                let unit = rows.copied().collect();
                let (width, neighbours) = (self.matrix.width, self.matrix.neighbours);
                Arc::new(SkillMatrix::new(unit, width, neighbours))
            }
        };
        SkillVectors {
            skills: order.into_iter().map(|entry| entry.0).collect(),
            matrix,
        }
    }
}

/// A vector of unit length, as wide as the others.
fn checked(name: &str, vector: &[f32], expected: usize) -> Result<Vec<f32>, Error> {
    check_name("skill", name)?;
    let what = || format!("vector of skill {}", quoted(name));
    if vector.len() != expected || expected == 0 {
        return Err(Error::Shape {
            what: what(),
            found: format!("{} numbers", vector.len()),
            expected: match expected {
                0 => "at least one".into(),
                _ => format!("{expected}, as the first vector has"),
            },
        });
    }
    match direction(vector) {
        Direction::Unit(unit) => Ok(unit),
        Direction::Unsound(place) => Err(Error::OutOfRange {
            what: format!("{}, number {place},", what()),
            value: vector[place].into(),
            expected: "a finite number of magnitude at most 1e9",
        }),
        Direction::Nowhere => Err(Error::OutOfRange {
            what: format!("length of the {}", what()),
            value: 0.0_f32.into(),
            expected: "a number above 0",
        }),
    }
}

/// Each name with its vector.
fn paired<N, V>(
    names: impl IntoIterator<Item = N>,
    vectors: impl IntoIterator<Item = V>,
) -> Result<Vec<(N, V)>, Error> {
    let (names, vectors): (Vec<N>, Vec<V>) =
        (names.into_iter().collect(), vectors.into_iter().collect());
    if names.len() != vectors.len() {
        return Err(Error::Shape {
            what: "list of skill vectors".into(),
            found: format!("{} vectors", vectors.len()),
            expected: format!("{}, one for each name", names.len()),
        });
    }
    Ok(names.into_iter().zip(vectors).collect())
}
