//! Offers, needs and scores as ndarray values.

use ndarray::{Array2, ArrayView2};

use crate::benefit::DenseVectors;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::{Network, NetworkBuilder, SkillNeighbours};
use crate::par;
use crate::person::Person;
use crate::recommend::Matcher;
use crate::rows::narrow;

/// Levels of offers, people × skills, both in id order; 0 where nothing is offered.
///
/// # Examples
///
/// ```
/// use confrere::interop::offers_matrix;
/// use confrere::{Network, Person};
/// let network = Network::builder().person(Person::new("ana").offers("rust", 0.5).needs("law", 1.0)).build()?;
/// assert_eq!(offers_matrix(&network).row(0).to_vec(), [0.0, 0.5]); // law, rust
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn offers_matrix(network: &Network) -> Array2<f32> {
    let mut matrix = Array2::zeros((network.size(), network.skill_ids().len()));
    for person in network.indices() {
        for &(skill, level) in network.offers_at(person) {
            matrix[[person.index(), skill.index()]] = level;
        }
    }
    matrix
}

/// Priorities of needs, people × skills, both in id order; 0 where nothing is needed. Hidden needs are in it: it is for
/// computing, not for showing.
#[must_use]
pub fn needs_matrix(network: &Network) -> Array2<f32> {
    let mut matrix = Array2::zeros((network.size(), network.skill_ids().len()));
    for person in network.indices() {
        for need in network.needs_at(person) {
            matrix[[person.index(), need.skill.index()]] = need.priority;
        }
    }
    matrix
}

/// The score of every pair, people × people in id order, symmetric.
///
/// # Complexity
///
/// O(n²) scores and space for n people: for small communities and for checking.
#[must_use]
pub fn score_matrix(matcher: &Matcher) -> Array2<f32> {
    let size = matcher.network().size();
    let rows = par::map(size, |i| {
        let score = |j: usize| matcher.score_at(PersonIndex(narrow(i)), PersonIndex(narrow(j)));
        (0..size).map(score).collect::<Vec<f32>>()
    });
    let cells: Vec<f32> = rows.into_iter().flatten().collect();
    Array2::from_shape_vec((size, size), cells).expect("a row of scores for each person")
}

/// People from a matrix of levels and one of priorities, people × skills; cells of 0 say nothing.
///
/// # Errors
///
/// When a matrix does not have a row per name and a column per skill. Numbers are checked when a network is built.
///
/// # Examples
///
/// ```
/// use confrere::Network;
/// use confrere::interop::{ndarray::array, people_from_matrices};
/// let offers = array![[0.9, 0.0], [0.0, 0.7]];
/// let needs = array![[0.0, 0.8], [0.6, 0.0]];
/// let people = people_from_matrices(&["ana", "ben"], &["rust", "law"], offers.view(), needs.view())?;
/// assert_eq!(Network::from_people(people, [])?.people().len(), 2);
/// assert!(people_from_matrices(&["ana"], &["rust", "law"], offers.view(), needs.view()).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn people_from_matrices(
    names: &[&str],
    skills: &[&str],
    offers: ArrayView2<'_, f32>,
    needs: ArrayView2<'_, f32>,
) -> Result<Vec<Person>, Error> {
    for (what, matrix) in [("offers matrix", &offers), ("needs matrix", &needs)] {
        if matrix.dim() != (names.len(), skills.len()) {
            let shape = |(rows, columns)| format!("{rows} rows and {columns} columns");
            return Err(Error::Shape {
                what: what.into(),
                found: shape(matrix.dim()),
                expected: shape((names.len(), skills.len())),
            });
        }
    }
    // Levels are checked where all people enter: when the network is built.
    let people = names.iter().enumerate().map(|(row, name)| {
        // A cell of 0 is no statement: the person neither offers nor needs the skill.
        let person = skills
            .iter()
            .zip(offers.row(row))
            .filter(|cell| *cell.1 != 0.0);
        let person = person.fold(Person::new(*name), |person, (skill, &level)| {
            person.offers(*skill, level)
        });
        let wanted = skills
            .iter()
            .zip(needs.row(row))
            .filter(|cell| *cell.1 != 0.0);
        wanted.fold(person, |person, (skill, &priority)| {
            person.needs(*skill, priority)
        })
    });
    Ok(people.collect())
}

/// Embedding vectors for [`DenseVectors`]: needs and offers, people × dimensions, borrowed as they lie.
///
/// # Errors
///
/// When a matrix is not in row-major order without gaps, or as [`DenseVectors::new`].
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::interop::{dense_vectors, ndarray::array};
/// let needs = array![[1.0, 0.0], [0.0, 1.0]];
/// let offers = array![[0.0, 0.8], [0.6, 0.1]];
/// let people = dense_vectors(needs.view(), offers.view())?;
/// assert_eq!(people.recommend_all(1, Mean::MINIMUM)[0][0].score, 0.6);
/// assert!(dense_vectors(needs.t(), offers.view()).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn dense_vectors<'v>(
    needs: ArrayView2<'v, f32>,
    offers: ArrayView2<'v, f32>,
) -> Result<DenseVectors<'v>, Error> {
    let (people, width) = needs.dim();
    if offers.dim() != (people, width) {
        return Err(Error::Shape {
            what: "offers matrix".into(),
            found: format!("{} rows and {} columns", offers.nrows(), offers.ncols()),
            expected: format!("{people} rows and {width} columns"),
        });
    }
    DenseVectors::new(
        lying("needs matrix", needs)?,
        lying("offers matrix", offers)?,
        narrow(width),
    )
}

/// Gives a builder vectors of skills, skills × dimensions, as [`NetworkBuilder::skill_vectors_with`] does with rows as slices.
///
/// # Errors
///
/// When the matrix is not in row-major order without gaps or does not have a row per name. The vectors are checked when the network is
/// built.
///
/// # Examples
///
/// ```
/// use confrere::interop::{ndarray::array, skill_vectors};
/// use confrere::{Network, SkillNeighbours};
/// let vectors = array![[0.9, 0.1], [0.8, 0.3]];
/// let names = ["commercial law", "contract law"];
/// let network = skill_vectors(Network::builder(), &names, vectors.view(), SkillNeighbours::new())?.build()?;
/// assert_eq!(network.skills().len(), 2);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn skill_vectors(
    builder: NetworkBuilder,
    names: &[&str],
    vectors: ArrayView2<'_, f32>,
    neighbours: SkillNeighbours,
) -> Result<NetworkBuilder, Error> {
    let (rows, width) = vectors.dim();
    if rows != names.len() || width == 0 {
        return Err(Error::Shape {
            what: "matrix of skill vectors".into(),
            found: format!("{rows} rows and {width} columns"),
            expected: format!("{} rows and at least one column", names.len()),
        });
    }
    let rows = lying("matrix of skill vectors", vectors)?.chunks(width);
    Ok(builder.skill_vectors_with(names, rows, neighbours))
}

/// The numbers of a matrix as they lie in memory, row by row.
fn lying<'v>(what: &str, matrix: ArrayView2<'v, f32>) -> Result<&'v [f32], Error> {
    matrix.to_slice().ok_or_else(|| Error::Shape {
        what: what.into(),
        found: "rows that do not follow each other".into(),
        expected: "row-major order without gaps".into(),
    })
}
