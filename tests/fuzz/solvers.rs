//! Raw numbers for every solver: refused with words, or answered within the bounds that the answer names.

use confrere::Adjacency;
use confrere::assign::exposure::{Examination, Objective, Preferences, Settings, allocate};
use confrere::assign::{Aim, BipartiteTask, GroupTask, NEVER, WeightedPairs};
use confrere::benefit::{DenseVectors, Pool, SparseVectors, oracle};
use confrere::diversity::{
    Graph, StanceModel, communities_at, constraints, dpp_list, gini, local_bridges, opinion_report,
    positions, structural_diversity,
};
use confrere::path::{Introducers, PathSearch, Request, ties_from_contacts};
use confrere::{Mean, Unit};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use crate::fuzz;
use crate::input::{number, pick, unit, wild};

fn weight(rng: &mut ChaCha8Rng) -> i64 {
    match rng.random_range(0..4) {
        0 => pick(
            rng,
            &[0, -1, i64::MIN, i64::MAX, 1 << 53, (1 << 53) + 1, 1 << 40],
        ),
        1 => rng.random(),
        _ => rng.random_range(-5..50),
    }
}

fn pairs(rng: &mut ChaCha8Rng, people: u32) -> Vec<(u32, u32, i64)> {
    let one = |rng: &mut ChaCha8Rng| (rng.random_range(0..people + 1), rng.random_range(0..people));
    let count = rng.random_range(0..20);
    (0..count)
        .map(|_| (one(rng), weight(rng)))
        .map(|((a, b), weight)| (a, b, weight))
        .collect()
}

#[test]
fn matchings() {
    fuzz("matchings", 4.0, |rng| {
        let people = rng.random_range(1..9);
        let mut edges = pairs(rng, people);
        if rng.random_bool(0.8) {
            edges.retain(|pair| {
                pair.0 != pair.1 && pair.0 < people && pair.2.unsigned_abs() < 1 << 50
            });
        }
        let Ok(pairs) = WeightedPairs::new(people, &edges) else {
            return;
        };
        for aim in [Aim::Weight, Aim::PairsThenWeight] {
            let best = pairs.best(aim);
            let proof = best.certificate().check(&pairs, &best);
            assert_eq!(proof, Ok(()), "{aim:?} {edges:?}");
        }
        let quick = pairs.quick();
        assert!(quick.weight() <= pairs.best(Aim::Weight).weight());
        assert!(pairs.best(Aim::Weight).weight() <= pairs.fractional_bound());
        let capacities: Vec<u32> = (0..people).map(|_| pick(rng, &[0, 1, 1, 2, 3])).collect();
        if let Ok(found) = pairs.best_with_capacities(&capacities, Aim::Weight) {
            assert!(found.weight() <= found.bound());
        }
    });
}

#[test]
fn assignments_and_groups() {
    fuzz("assignments and groups", 2.0, |rng| {
        let sides: [Vec<u32>; 2] = [0, 1].map(|_| {
            (0..rng.random_range(0..5))
                .map(|_| pick(rng, &[0, 1, 2, u32::MAX]))
                .collect()
        });
        let cell = |rng: &mut ChaCha8Rng| {
            (
                rng.random_range(0..5),
                rng.random_range(0..5),
                rng.random_range(-9..99),
            )
        };
        let cells: Vec<(u32, u32, i64)> = (0..rng.random_range(0..12)).map(|_| cell(rng)).collect();
        if let Ok(task) = BipartiteTask::new(&sides[0], &sides[1], &cells) {
            let plan = task.best(Aim::Weight);
            assert!(plan.weight() <= plan.bound());
        }
        let (people, smallest, largest) = (
            rng.random_range(0..14),
            rng.random_range(0..5),
            rng.random_range(0..6),
        );
        let worth = |rng: &mut ChaCha8Rng| match rng.random_bool(0.1) {
            true => NEVER,
            false => weight(rng) % 1_000,
        };
        let task = GroupTask::new(people, smallest, largest, |_, _| worth(rng));
        if let Ok(task) = task {
            let found = task.shakes(2).best_found();
            assert!(found.value <= found.bound);
            let placed: usize = found.groups.iter().map(Vec::len).sum();
            assert_eq!(placed + found.alone.len(), people as usize);
        }
    });
}

#[test]
fn markets() {
    fuzz("markets", 1.0, |rng| {
        let (left, right) = (rng.random_range(0..5_u32), rng.random_range(0..5_u32));
        let is_wild = rng.random_bool(0.1);
        let mut wants = |count: u32| {
            (0..count)
                .map(|_| f64::from(number(rng, is_wild)))
                .collect::<Vec<f64>>()
        };
        let (ours, theirs) = (wants(left * right), wants(right * left));
        let Ok(preferences) = Preferences::two_sides(left, right, &ours, &theirs) else {
            return;
        };
        let objectives = [
            Objective::Naive,
            Objective::Product,
            Objective::Nash,
            Objective::Anneal,
            Objective::Alpha(0.5),
        ];
        let objective = match rng.random_range(0..7) {
            0 => Objective::PowerMean(f64::from(wild(rng))),
            1 => Objective::Transferable(f64::from(wild(rng))),
            _ => pick(rng, &objectives),
        };
        let settings = Settings::new(objective)
            .iterations(pick(rng, &[0, 1, 30]))
            .examination(pick(rng, &[0, 1, 3]).into_examination());
        if let Ok(allocation) = allocate(&preferences, &settings) {
            assert!(allocation.matches().is_finite() && allocation.matches() >= 0.0);
        }
    });
}

trait IntoExamination {
    fn into_examination(self) -> Examination;
}

impl IntoExamination for u32 {
    fn into_examination(self) -> Examination {
        match self {
            0 => Examination::inverse(),
            places => Examination::top(places),
        }
    }
}

#[test]
fn ways() {
    fuzz("ways", 2.0, |rng| {
        let people = rng.random_range(1..8_u32);
        let is_wild = rng.random_bool(0.1);
        let tie = |rng: &mut ChaCha8Rng| {
            (
                rng.random_range(0..people),
                rng.random_range(0..people),
                number(rng, is_wild),
            )
        };
        let mut ties: Vec<(u32, u32, f32)> =
            (0..rng.random_range(0..16)).map(|_| tie(rng)).collect();
        if !is_wild {
            ties.retain(|tie| tie.0 != tie.1);
        }
        let Ok(out) = Adjacency::new(people, &ties) else {
            return;
        };
        let into = out.reversed();
        let introducers =
            Introducers::new((0..people).map(|_| unit(rng)).collect()).expect("from 0 to 1");
        let paths = PathSearch::new(&out, &into, &introducers).expect("one shape");
        let paths = paths
            .hops(rng.random_range(0..6))
            .floor(Unit::new(unit(rng) * 0.2).expect("from 0 to 1"));
        let (from, to) = (rng.random_range(0..people), rng.random_range(0..people));
        let ranked = paths.ranked(from, to, 4);
        assert_eq!(paths.best(from, to).as_ref(), ranked.first());
        assert!(
            ranked
                .windows(2)
                .all(|two| two[0].chance() >= two[1].chance())
        );
        assert_eq!(paths.reach(from).route(to).as_ref(), ranked.first());
        let disjoint = paths.disjoint(from, to, 2);
        assert!((0.0..=1.0).contains(&disjoint.joint()));
        let request = Request {
            from,
            to,
            gain: number(rng, is_wild),
        };
        let budgets = vec![pick(rng, &[0, 1, u32::MAX]); people as usize];
        if let Ok(plan) = paths.plan(&[request, request], &budgets) {
            assert!(plan.value() <= plan.bound() + 1e-9);
        }
        let contacts = [(0, 1, f64::from(wild(rng)), wild(rng))];
        let _ = ties_from_contacts(
            &confrere::path::TieDecay::new(),
            &contacts,
            f64::from(wild(rng)),
        );
    });
}

#[test]
fn structure() {
    fuzz("structure", 2.0, |rng| {
        let people = rng.random_range(0..8_u32);
        let is_wild = rng.random_bool(0.1);
        let tie = |rng: &mut ChaCha8Rng| {
            (
                rng.random_range(0..people.max(1)),
                rng.random_range(0..people.max(1)),
                f64::from(number(rng, is_wild)),
            )
        };
        let ties: Vec<(u32, u32, f64)> = (0..rng.random_range(0..14)).map(|_| tie(rng)).collect();
        if let Ok(graph) = Graph::new(people, &ties) {
            let told = format!(
                "{:?} {:?} {:?} {:?} {:?}",
                positions(&graph),
                constraints(&graph),
                local_bridges(&graph),
                structural_diversity(&graph),
                communities_at(&graph, f64::from(unit(rng))).map(|found| found.modularity()),
            );
            assert!(!told.contains("NaN"), "{told} of {ties:?}");
        }
        let stances: Vec<f32> = (0..rng.random_range(0..5))
            .map(|_| number(rng, is_wild) * 2.0 - 1.0)
            .collect();
        let _ = opinion_report(&stances);
        let rows = vec![
            stances
                .iter()
                .copied()
                .enumerate()
                .map(|(topic, x)| (topic as u32, x))
                .collect::<Vec<_>>();
            3
        ];
        if let Ok(model) = StanceModel::new(&rows, 5) {
            assert!((-1.0..=1.0).contains(&model.stance(0, 4)));
        }
        let counts: Vec<u32> = (0..4).map(|_| pick(rng, &[0, 1, u32::MAX])).collect();
        assert!((0.0..=1.0).contains(&gini(&counts)));
        let relevance: Vec<f64> = (0..4).map(|_| f64::from(number(rng, is_wild))).collect();
        let likeness = f64::from(unit(rng));
        let _ = dpp_list(&relevance, 3, |a, b| if a == b { 1.0 } else { likeness });
    });
}

#[test]
fn vectors() {
    fuzz("vectors", 2.0, |rng| {
        let is_wild = rng.random_bool(0.1);
        let mut sparse = SparseVectors::new();
        for _ in 0..rng.random_range(0..40) {
            let mut row = || {
                (0..rng.random_range(0..4))
                    .map(|place| {
                        (
                            place * 3 + rng.random_range(0..3),
                            number(rng, is_wild) / 4.0,
                        )
                    })
                    .collect::<Vec<(u32, f32)>>()
            };
            let (wants, gives) = (row(), row());
            let _ = sparse.push(&wants, &gives);
        }
        let mean =
            Mean::new(pick(rng, &[f32::NEG_INFINITY, -3.0, -1.0, 0.0, 1.0])).expect("up to 1");
        let pool = Pool::new(sparse);
        let lists = pool.recommend_all(5, mean);
        for (person, list) in (0..).zip(&lists) {
            assert_eq!(list, &oracle::recommend(pool.vectors(), person, 5, mean));
        }
        let width = rng.random_range(1..5_u32);
        let mut numbers = || {
            (0..width * 7)
                .map(|_| number(rng, is_wild) * 2.0 - 1.0)
                .collect::<Vec<f32>>()
        };
        let (needs, offers) = (numbers(), numbers());
        if let Ok(dense) = DenseVectors::new(&needs, &offers, width) {
            let lists = dense.recommend_all(3, mean);
            for (person, list) in (0..).zip(&lists) {
                assert_eq!(list, &dense.recommend(person, 3, mean));
            }
        }
    });
}
