//! The answers about ties and introductions are the same bytes on any number of threads and in any order of input.

use confrere::path::{Broker, Introducers, JointPlan, PathSearch, Request};
use confrere::{Adjacency, Unit};
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

const PEOPLE: u32 = 20_000;

/// A made-up graph of about 300,000 ties, some of them parallel, with strengths from a small set so that equal routes are common.
fn ties() -> Vec<(u32, u32, f32)> {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut ties = Vec::new();
    while ties.len() < 300_000 {
        let from = rng.random_range(0..PEOPLE);
        let to = (f64::from(PEOPLE) * rng.random::<f64>().powi(3)) as u32;
        if from != to {
            ties.push((from, to, rng.random_range(0..10_u32) as f32 / 10.0));
        }
    }
    ties
}

fn answers(ties: &[(u32, u32, f32)]) -> (Adjacency, Adjacency, JointPlan, Vec<Broker>, String) {
    let out = Adjacency::new(PEOPLE, ties).unwrap();
    let into = out.reversed();
    let factors = (0..PEOPLE)
        .map(|person| (person % 5) as f32 / 4.0)
        .collect();
    let introducers = Introducers::new(factors)
        .unwrap()
        .refusing(&[(1, 2), (4, 9), (7, 19_999)])
        .unwrap();
    let paths = PathSearch::new(&out, &into, &introducers).unwrap();
    let requests: Vec<Request> = (0..40)
        .map(|place| Request {
            from: 400 * place + 1,
            to: place,
            gain: 1.0,
        })
        .collect();
    let plan = paths.plan(&requests, &vec![2; PEOPLE as usize]).unwrap();
    let wanted: Vec<u32> = (0..30).map(|place| 19_000 + place).collect();
    let bridges = paths.brokers(5, &wanted, 4);
    let routes: Vec<_> = (0..20)
        .map(|place| paths.hops(4).ranked(900 * place + 3, place, 4))
        .collect();
    let words = format!(
        "{routes:?} {:?}",
        paths.floor(Unit::ZERO).disjoint(17, 3, 2)
    );
    (out, into, plan, bridges, words)
}

#[test]
fn threads_and_the_order_of_input_do_not_show() {
    let mut ties = ties();
    let expected = answers(&ties);
    assert_eq!(expected.0, expected.1.reversed());
    assert!(expected.0.ties() > 200_000 && expected.2.value() > 0.0 && expected.3.len() == 4);
    for threads in [1, 2, 7] {
        ties.shuffle(&mut ChaCha8Rng::seed_from_u64(threads as u64));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let found = pool.install(|| answers(&ties));
        assert!(found == expected, "{threads} threads");
    }
}
