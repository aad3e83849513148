//! The fast kernels give the lists of the definition: same people, same order, same bits, on any number of threads.

use std::ops::ControlFlow;

use confrere::Mean;
use confrere::benefit::{DenseVectors, Pool, Scored, SparseVectors, oracle};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn means() -> Vec<Mean> {
    let others =
        [-7.0, -0.4, -1e-20, 1e-20, 1e-7, 0.5].map(|r| Mean::new(r).expect("an exponent up to 1"));
    let named = [
        Mean::MINIMUM,
        Mean::HARMONIC,
        Mean::GEOMETRIC,
        Mean::ARITHMETIC,
    ];
    named.into_iter().chain(others).collect()
}

/// Answers with 1, 2 and 7 threads, which must agree.
fn on_threads<T: PartialEq + Send>(answer: impl Fn() -> T + Sync) -> T {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool of threads").install(&answer)
    };
    let one = on(1);
    assert!(on(2) == one, "two threads disagree with one");
    assert!(on(7) == one, "seven threads disagree with one");
    one
}

type Row = Vec<(u32, f32)>;

fn sparse(rows: impl IntoIterator<Item = (Row, Row)>) -> SparseVectors {
    let mut vectors = SparseVectors::new();
    for (wants, gives) in rows {
        vectors.push(&wants, &gives).expect("a sound row");
    }
    vectors
}

fn assert_sparse(vectors: &SparseVectors, limit: u32, mean: Mean) {
    let pool = Pool::new(vectors.clone());
    let lists = on_threads(|| pool.recommend_all(limit, mean));
    assert_eq!(lists.len(), vectors.people() as usize);
    for (person, list) in (0..).zip(&lists) {
        let expected = oracle::recommend(vectors, person, limit, mean);
        assert_eq!(*list, expected, "person {person}, limit {limit}, {mean:?}");
        if person % 17 == 0 {
            assert_eq!(
                pool.recommend(person, limit, mean),
                expected,
                "person {person} alone"
            );
        }
    }
}

/// Rows over a vocabulary whose low numbers are popular; levels on a coarse grid make many ties.
fn popular(
    people: usize,
    vocabulary: u32,
    entries: usize,
    grid: u32,
    seed: u64,
) -> Vec<(Row, Row)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut row = |most: usize, share: bool| {
        let count = rng.random_range(0..=most);
        let mut row: Row = Vec::new();
        for _ in 0..count {
            let feature = (f64::from(vocabulary).powf(rng.random::<f64>()) - 1.0) as u32;
            if row.iter().all(|entry| entry.0 != feature) {
                let level = rng.random_range(1..=grid) as f32 / grid as f32;
                row.push((feature, if share { level / count as f32 } else { level }));
            }
        }
        row
    };
    (0..people)
        .map(|_| (row(entries / 2, true), row(entries, false)))
        .collect()
}

#[test]
fn sparse_lists_equal_the_definition_under_every_mean() {
    let vectors = sparse(popular(300, 60, 12, 1000, 1));
    for mean in means() {
        assert_sparse(&vectors, 7, mean);
    }
}

#[test]
fn sparse_lists_equal_the_definition_across_tiles() {
    // More than one tile of 2,048 candidates, popular features and rare ones.
    let vectors = sparse(popular(4_500, 3_000, 30, 100, 2));
    let pool = Pool::new(vectors.clone());
    let lists = pool.recommend_all(10, Mean::HARMONIC);
    for person in (0..vectors.people()).step_by(97) {
        let expected = oracle::recommend(&vectors, person, 10, Mean::HARMONIC);
        assert_eq!(lists[person as usize], expected, "person {person}");
    }
}

#[test]
fn sparse_lists_equal_the_definition_of_tiny_weights() {
    let tiny = |row: &Row| {
        row.iter()
            .map(|&(feature, value)| (feature, value * 1e-25))
            .collect()
    };
    let rows = popular(400, 60, 12, 1000, 5);
    let vectors = sparse(
        rows.iter()
            .map(|(wants, gives)| (tiny(wants), gives.clone())),
    );
    assert_sparse(&vectors, 7, Mean::HARMONIC);
    let lists = Pool::new(vectors).recommend_all(7, Mean::HARMONIC);
    let others = Pool::new(sparse(rows)).recommend_all(7, Mean::HARMONIC);
    let lengths = |lists: &[Vec<Scored>]| lists.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(&lists), lengths(&others));
}

#[test]
fn sparse_ties_are_broken_by_key() {
    // Three levels and four features: whole crowds tie.
    let vectors = sparse(popular(400, 4, 4, 2, 3));
    assert_sparse(&vectors, 5, Mean::HARMONIC);
    let mut backwards = SparseVectors::new();
    for (place, (wants, gives)) in popular(200, 4, 4, 2, 4).iter().enumerate() {
        let key = 1_000 - place as u64;
        backwards
            .push_keyed(wants, gives, key)
            .expect("a sound row");
    }
    assert_sparse(&backwards, 5, Mean::MINIMUM);
    // Handed over with keys ascending, each list once, until told to stop.
    let pool = Pool::new(backwards);
    let lists = pool.recommend_all(5, Mean::MINIMUM);
    let mut handed = Vec::new();
    let flow = pool.recommend_each(5, Mean::MINIMUM, |person, list| {
        assert_eq!(list, lists[person as usize]);
        handed.push(person);
        if handed.len() < 150 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert!(flow.is_break());
    assert!(handed.iter().copied().eq((50..200).rev()));
}

#[test]
fn degenerate_sparse_communities_are_answered() {
    let none: Row = Vec::new();
    assert_sparse(&sparse([]), 3, Mean::HARMONIC);
    assert_sparse(
        &sparse([(vec![(0, 1.0)], vec![(0, 1.0)])]),
        3,
        Mean::HARMONIC,
    );
    assert_sparse(&sparse(vec![(none.clone(), none); 200]), 3, Mean::HARMONIC);
    let all_equal = vec![(vec![(3, 0.5), (9, 0.5)], vec![(3, 1.0), (9, 0.25)]); 150];
    assert_sparse(&sparse(all_equal), 4, Mean::GEOMETRIC);
    let few = sparse(popular(30, 10, 8, 10, 5));
    for limit in [0, 1, 29, 30, 1_000] {
        assert_sparse(&few, limit, Mean::HARMONIC);
    }
    // The smallest gains: what the mean makes of them in f32 counts, be it nothing.
    for small in [1e-6, 1e-18, 1e-30, 1e-44] {
        let row = || vec![(0, small), (100_000, small)];
        let tiny = vec![(row(), vec![(0, 1.0), (100_000, 0.5)]); 6];
        assert_sparse(&sparse(tiny), 2, Mean::HARMONIC);
        let tiny = vec![(row(), row()); 140];
        assert_sparse(&sparse(tiny), 2, Mean::MINIMUM);
    }
}

#[test]
fn crowds_of_alike_people_are_told_apart() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let rows = (0..600).map(|person| {
        let group = person % 5;
        let mut row = |shift: u32| -> Row {
            (0..6)
                .map(|at| {
                    (
                        ((group + shift) % 5) * 8 + at,
                        0.15 + 0.001 * rng.random::<f32>(),
                    )
                })
                .collect()
        };
        (row(1), row(0))
    });
    let circle = sparse(rows);
    assert_sparse(&circle, 6, Mean::HARMONIC);
}

fn dense(
    people: usize,
    width: usize,
    seed: u64,
    make: impl Fn(&mut ChaCha8Rng, usize, usize) -> f32,
) -> [Vec<f32>; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    [0, 1].map(|_| {
        let mut matrix = Vec::with_capacity(people * width);
        for person in 0..people {
            matrix.extend((0..width).map(|column| make(&mut rng, person, column)));
        }
        matrix
    })
}

fn assert_dense(needs: &[f32], offers: &[f32], width: u32, limit: u32, mean: Mean) {
    let vectors = DenseVectors::new(needs, offers, width).expect("sound matrices");
    let lists = on_threads(|| vectors.recommend_all(limit, mean));
    for (person, list) in (0..).zip(&lists) {
        let mut expected: Vec<Scored> = (0..vectors.people())
            .filter(|&other| other != person)
            .map(|other| Scored {
                person: other,
                score: mean.of(vectors.gain(person, other), vectors.gain(other, person)),
                key: u64::from(other),
            })
            .filter(|peer| peer.score > 0.0)
            .collect();
        expected.sort_unstable_by(Scored::order);
        expected.truncate(limit as usize);
        assert_eq!(*list, expected, "person {person}, limit {limit}, {mean:?}");
    }
}

fn isotropic(rng: &mut ChaCha8Rng) -> f32 {
    (0..4).map(|_| rng.random::<f32>() - 0.5).sum()
}

#[test]
fn dense_lists_equal_the_definition_under_every_mean() {
    let [needs, offers] = dense(330, 19, 7, |rng, _, _| isotropic(rng));
    for mean in means() {
        assert_dense(&needs, &offers, 19, 6, mean);
    }
}

#[test]
fn dense_lists_equal_the_definition_at_every_width() {
    for width in [1, 2, 3, 16, 33, 64, 100] {
        let [needs, offers] = dense(290, width, 8, |rng, _, _| isotropic(rng));
        assert_dense(&needs, &offers, width as u32, 5, Mean::HARMONIC);
    }
}

#[test]
fn dense_lists_equal_the_definition_when_lengths_differ() {
    let [needs, offers] = dense(400, 12, 9, |rng, person, _| {
        isotropic(rng) * 10_f32.powi(person as i32 % 9 - 4)
    });
    assert_dense(&needs, &offers, 12, 5, Mean::HARMONIC);
    let [needs, offers] = dense(100, 12, 9, |rng, person, _| {
        isotropic(rng) * 10_f32.powi(-18 - person as i32 % 4)
    });
    assert_dense(&needs, &offers, 12, 5, Mean::MINIMUM);
}

#[test]
fn dense_lists_equal_the_definition_at_the_ends_of_the_range() {
    for size in [1e9_f32, 1e-9, 1e-14] {
        let [needs, offers] = dense(300, 64, 11, |rng, person, _| {
            let length = if person % 2 == 0 { 1.0 } else { 1e-3 };
            size * length * (0.8 + isotropic(rng) / 10.0)
        });
        for mean in [Mean::HARMONIC, Mean::GEOMETRIC, Mean::MINIMUM] {
            assert_dense(&needs, &offers, 64, 5, mean);
            let vectors = DenseVectors::new(&needs, &offers, 64).expect("sound matrices");
            let lists = vectors.recommend_all(5, mean);
            // As many find five as among people of any other size, with scores that are numbers.
            let full = lists.iter().filter(|list| list.len() == 5).count();
            assert_eq!(full, 300, "size {size}, {mean:?}");
            let mut scores = lists.iter().flatten().map(|peer| peer.score);
            assert!(scores.all(|score| score.is_finite() && score > 0.0));
        }
    }
}

#[test]
fn degenerate_dense_communities_are_answered() {
    let [needs, offers] = dense(300, 8, 10, |rng, person, _| {
        if person % 3 == 0 { 0.0 } else { isotropic(rng) }
    });
    assert_dense(&needs, &offers, 8, 4, Mean::HARMONIC);
    assert_dense(&[], &[], 8, 4, Mean::HARMONIC);
    assert_dense(&[1.0, 0.5], &[0.5, 1.0], 2, 4, Mean::HARMONIC);
    let ones = vec![0.25; 300 * 4];
    assert_dense(&ones, &ones, 4, 3, Mean::HARMONIC);
    let zeros = vec![0.0; 300 * 4];
    assert_dense(&zeros, &ones, 4, 3, Mean::HARMONIC);
    let [needs, offers] = dense(40, 5, 11, |rng, _, _| isotropic(rng));
    for limit in [0, 1, 39, 40, 1_000] {
        assert_dense(&needs, &offers, 5, limit, Mean::ARITHMETIC);
    }
    let [needs, offers] = dense(260, 6, 12, |rng, _, column| {
        if column == 0 {
            1.0
        } else {
            0.01 * isotropic(rng)
        }
    });
    assert_dense(&needs, &offers, 6, 4, Mean::HARMONIC);
}

#[test]
fn unsound_vectors_are_refused_at_the_door() {
    let message = |result: Result<DenseVectors<'_>, confrere::Error>| {
        result.expect_err("unsound").to_string()
    };
    assert_eq!(
        message(DenseVectors::new(&[0.0, f32::NAN], &[0.0, 1.0], 2)),
        "needs matrix, row 0, column 1 is NaN, expected a finite number of magnitude at most 1e9"
    );
    assert_eq!(
        message(DenseVectors::new(&[0.0; 4], &[0.0; 3], 2)),
        "offers matrix has 3 numbers in rows of 2, expected whole rows of at least one number"
    );
    assert_eq!(
        message(DenseVectors::new(&[0.0; 4], &[0.0; 6], 2)),
        "offers matrix has 3 rows, expected 2 rows, as the needs matrix has"
    );
    assert!(DenseVectors::new(&[], &[], 0).is_err());
    let mut people = SparseVectors::new();
    let refused = |result: Result<(), confrere::Error>| result.expect_err("unsound").to_string();
    assert_eq!(
        refused(people.push(&[(4, 1.5)], &[])),
        "want 4 of person 0 is 1.5, expected a number from 0 to 1"
    );
    assert_eq!(
        refused(people.push(&[], &[(4, 0.5), (4, 0.1)])),
        "give 4 of person 0 is given twice, expected once"
    );
    assert_eq!(people.people(), 0);
}
