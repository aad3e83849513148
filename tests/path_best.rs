//! The best route within a number of hops is the best of all simple routes, whatever stands in between.

use confrere::path::{Introducers, PathSearch, Scratch};
use confrere::{Adjacency, Unit};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

mod path_support;

use path_support::{all_ways, crowd, drawn, graph};

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn the_best_way_is_the_best_of_all_simple_ways(graph in graph(), hops in 0_u32..6) {
        let (people, out, introducers) = drawn(graph);
        let into = out.reversed();
        let paths = PathSearch::new(&out, &into, &introducers).unwrap().hops(hops).floor(Unit::ZERO);
        let mut scratch = Scratch::new();
        for from in 0..people {
            let reach = paths.reach(from);
            for to in 0..people {
                let found = paths.best_with(&mut scratch, from, to);
                prop_assert_eq!(&reach.route(to), &found);
                prop_assert_eq!(reach.reaches(to), found.is_some());
                if hops == 5 {
                    let paths = paths.hops(people);
                    prop_assert_eq!(paths.best_unbounded(from, to), paths.best(from, to));
                }
                let all = if from == to { Vec::new() } else { all_ways(&out, &introducers, from, to, hops as usize) };
                let found_people = found.as_ref().map(|route| route.people().to_vec());
                prop_assert_eq!(found_people.as_ref(), all.first().map(|route| &route.1));
                if let Some(route) = found {
                    prop_assert!((f64::from(route.chance()) / all[0].0 - 1.0).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn the_ranked_ways_are_the_first_of_all_simple_ways(graph in graph(), hops in 0_u32..6, count in 0_u32..14) {
        let (people, out, introducers) = drawn(graph);
        let into = out.reversed();
        let paths = PathSearch::new(&out, &into, &introducers).unwrap().hops(hops).floor(Unit::ZERO);
        let mut scratch = Scratch::new();
        for (from, to) in [(0, people - 1), (people - 1, 0), (people / 2, 0)] {
            let found = paths.ranked_with(&mut scratch, from, to, count);
            let found: Vec<Vec<u32>> = found.iter().map(|route| route.people().to_vec()).collect();
            let all = if from == to { Vec::new() } else { all_ways(&out, &introducers, from, to, hops as usize) };
            let expected: Vec<Vec<u32>> = all.into_iter().take(count as usize).map(|route| route.1).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

#[test]
fn a_search_cut_at_the_hops_would_miss_the_way_over_the_weak_tie() {
    let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.5), (2, 3, 0.9)]).unwrap();
    let into = out.reversed();
    let introducers = Introducers::open(4);
    let paths = PathSearch::new(&out, &into, &introducers).unwrap();
    let best = paths.hops(2).best(0, 3).unwrap();
    assert_eq!(best.people(), [0, 2, 3]);
    assert!((best.chance() - 0.45).abs() < 1e-6);
    assert_eq!(paths.hops(3).best(0, 3).unwrap().people(), [0, 1, 2, 3]);
}

#[test]
fn thousands_of_equal_ways_give_the_first_in_id_order() {
    let middle = 2000;
    let mut ties = Vec::new();
    for person in 1..=middle {
        ties.push((0, person, 0.5));
        ties.push((person, middle + 1 + person % 50, 0.5));
    }
    for person in middle + 1..=middle + 50 {
        ties.push((person, middle + 51, 0.5));
    }
    ties.reverse();
    let out = Adjacency::new(middle + 52, &ties).unwrap();
    let into = out.reversed();
    let introducers = Introducers::open(middle + 52);
    let paths = PathSearch::new(&out, &into, &introducers).unwrap();
    let best = paths.best(0, middle + 51).unwrap();
    assert_eq!(best.people(), [0, 1, middle + 2, middle + 51]);
}

/// Numbers come from data: one that is nobody's is answered with nothing, by every question.
#[test]
fn a_number_that_is_nobody_s_is_answered_with_nothing() {
    let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.9)]).expect("sound ties");
    let (into, introducers) = (out.reversed(), Introducers::open(3));
    let paths = PathSearch::new(&out, &into, &introducers).expect("of one size");
    for (from, to) in [(0, 3), (3, 0), (3, 4), (u32::MAX, 1), (1, u32::MAX), (3, 3)] {
        assert_eq!(paths.best(from, to), None);
        assert_eq!(paths.best_unbounded(from, to), None);
        assert_eq!(paths.ranked(from, to, 3), []);
        assert_eq!(paths.disjoint(from, to, 2).routes(), []);
        assert_eq!(paths.brokers(from, &[to], 3), []);
        assert_eq!(paths.reach(from).route(to), None);
    }
    assert_eq!(paths.reach(3).people().count(), 0);
    assert_eq!(introducers.factor(3), 0.0);
}

#[test]
fn a_direct_tie_needs_no_introducer_and_below_the_floor_there_is_no_answer() {
    let out = Adjacency::new(3, &[(0, 1, 1.0), (1, 2, 0.02)]).unwrap();
    let into = out.reversed();
    let introducers = Introducers::new(vec![0.0, 0.4, 0.0]).unwrap();
    let paths = PathSearch::new(&out, &into, &introducers).unwrap();
    let direct = paths.best(0, 1).unwrap();
    assert!(direct.introducers().is_empty());
    assert_eq!((direct.chance(), direct.hops()), (1.0, 1));
    assert_eq!(paths.best(0, 2), None);
    assert_eq!(paths.floor(Unit::ZERO).best(0, 2).unwrap().factors(), [0.4]);
    assert_eq!(paths.best(1, 1), None);
    assert_eq!(paths.best(2, 0), None);
}

#[test]
fn in_a_crowd_the_best_way_of_any_length_is_found() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..10 {
        let people = 60;
        let ties = crowd(&mut random, people, 240);
        let out = Adjacency::new(people, &ties).unwrap();
        let (into, introducers) = (out.reversed(), Introducers::open(people));
        let paths = PathSearch::new(&out, &into, &introducers).unwrap();
        let paths = paths.floor(Unit::ZERO).hops(people);
        for from in 0..people {
            let to = (from + 1) % people;
            assert_eq!(
                paths.best_unbounded(from, to),
                paths.best(from, to),
                "{from} {to}"
            );
        }
    }
}
