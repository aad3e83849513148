//! Reach grows with hops and ties, bridges open what they promise, and independent routes share nobody.

mod path_support;

use std::collections::BTreeSet;

use confrere::path::{Introducers, PathSearch};
use confrere::{Adjacency, Unit};
use path_support::{all_ways, drawn, graph};
use proptest::prelude::*;

/// Whom a bridge opens: the wanted people to whom some simple route leads from it that the asker is not on.
fn opens(
    out: &Adjacency,
    introducers: &Introducers,
    from: u32,
    bridge: u32,
    wanted: &[u32],
    hops: usize,
    floor: f64,
) -> BTreeSet<u32> {
    let within = |&&person: &&u32| {
        if person == bridge {
            return hops >= 1;
        }
        let closed = introducers.refuses(bridge, from) || introducers.refuses(bridge, person);
        let paths = all_ways(out, introducers, bridge, person, hops - 1).into_iter();
        !closed
            && paths
                .filter(|(_, people)| {
                    let inside = &people[..people.len() - 1];
                    let next = people[1];
                    !inside.contains(&from)
                        && !inside
                            .iter()
                            .any(|&someone| introducers.refuses(someone, from))
                        && !introducers.refuses(bridge, next)
                        && !introducers.refuses(next, bridge)
                })
                .map(|(chance, _)| chance * f64::from(introducers.factor(bridge)))
                .any(|chance| chance > 0.0 && chance >= floor * (1.0 + 1e-6))
    };
    wanted.iter().filter(within).copied().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn a_hop_more_or_a_tie_more_never_lowers_the_best_way(graph in graph(), hops in 1_u32..5, tie in (0_u32..8, 0_u32..8, 0.1_f32..1.0)) {
        let (people, out, _) = drawn(graph.clone());
        let introducers = Introducers::new(graph.2.clone()).unwrap();
        let more: Vec<(u32, u32, f32)> = out.iter().chain((tie.0 != tie.1 && tie.0.max(tie.1) < people).then_some(tie)).collect();
        let more = Adjacency::new(people, &more).unwrap();
        let (into, more_into) = (out.reversed(), more.reversed());
        let paths = PathSearch::new(&out, &into, &introducers).unwrap().hops(hops).floor(Unit::ZERO);
        let wider = PathSearch::new(&more, &more_into, &introducers).unwrap().hops(hops).floor(Unit::ZERO);
        for from in 0..people {
            for to in 0..people {
                let chance = |paths: PathSearch<'_>| paths.best(from, to).map_or(0.0, |route| route.chance());
                prop_assert!(chance(paths.hops(hops + 1)) >= chance(paths));
                prop_assert!(chance(wider) >= chance(paths));
            }
        }
    }

    #[test]
    fn independent_ways_share_nobody_and_beat_every_pair(graph in graph(), hops in 1_u32..5, count in 1_u32..5) {
        let (people, out, introducers) = drawn(graph);
        let into = out.reversed();
        let paths = PathSearch::new(&out, &into, &introducers).unwrap().hops(hops).floor(Unit::ZERO);
        for (from, to) in [(0, people - 1), (people - 1, people / 2)] {
            let found = paths.disjoint(from, to, count);
            let mut seen = BTreeSet::new();
            for route in found.routes() {
                prop_assert!(route.hops() <= hops);
                prop_assert!(route.introducers().iter().all(|person| seen.insert(*person)));
            }
            let direct = found.routes().iter().filter(|route| route.introducers().is_empty());
            prop_assert!(direct.count() <= 1 && found.routes().len() <= count as usize);
            if from == to || count != 2 {
                continue;
            }
            let all = all_ways(&out, &introducers, from, to, hops as usize);
            let mut best = 0.0;
            for (place, one) in all.iter().enumerate() {
                for other in &all[..place] {
                    let inside = &one.1[1..one.1.len() - 1];
                    let is_shared = other.1[1..other.1.len() - 1].iter().any(|person| inside.contains(person));
                    if !is_shared && (!inside.is_empty() || other.1.len() > 2) {
                        best = f64::max(best, 1.0 - (1.0 - one.0) * (1.0 - other.0));
                    }
                }
            }
            let joint = f64::from(found.joint());
            if best == 0.0 {
                prop_assert!(found.routes().len() <= 1);
                best = all.first().map_or(0.0, |route| route.0);
            }
            prop_assert!(joint <= best + 1e-6);
            if all.len() <= 32 {

                prop_assert!(joint >= best - 1e-6, "{} {}", joint, best);
            }
        }
    }

    #[test]
    fn bridges_open_what_no_bridge_before_opened(graph in graph(), hops in 1_u32..4, floor in prop_oneof![Just(0.0_f32), Just(0.3)]) {
        let (people, out, introducers) = drawn(graph);
        let into = out.reversed();
        let paths = PathSearch::new(&out, &into, &introducers).unwrap().hops(hops).floor(Unit::new(floor).unwrap());
        let wanted: Vec<u32> = (1..people).filter(|person| person % 2 == 1).collect();
        let found = paths.brokers(0, &wanted, 3);
        let missing: Vec<u32> = wanted.iter().copied().filter(|&person| paths.best(0, person).is_none()).collect();
        let mut left = missing.clone();
        for bridge in &found {
            prop_assert!(out.strength(0, bridge.person).is_none() && bridge.person != 0);
            // The greedy step: nobody opens more of what is left, and of those who open as much nobody has a lower id.
            let counts: Vec<(u32, usize)> = (1..people)
                .filter(|&person| out.strength(0, person).is_none())
                .map(|person| (person, opens(&out, &introducers, 0, person, &left, hops as usize, f64::from(floor)).len()))
                .collect();
            let most = counts.iter().map(|count| count.1).max().unwrap();
            let first = counts.iter().find(|count| count.1 == most).unwrap().0;
            prop_assert_eq!((bridge.person, bridge.opens.len()), (first, most));
            let opened = opens(&out, &introducers, 0, bridge.person, &left, hops as usize, f64::from(floor));
            prop_assert_eq!(&bridge.opens, &opened.iter().copied().collect::<Vec<_>>());
            left.retain(|person| !bridge.opens.contains(person));
        }
    }
}

#[test]
fn a_thousand_equal_strangers_are_opened_in_id_order() {
    let ties: Vec<(u32, u32, f32)> = (1..=1000)
        .flat_map(|person| [(person, person + 1000, 0.5), (person + 1000, person, 0.5)])
        .collect();
    let out = Adjacency::new(2001, &ties).unwrap();
    let into = out.reversed();
    let introducers = Introducers::open(2001);
    let wanted: Vec<u32> = (1001..=2000).rev().collect();
    let bridges = PathSearch::new(&out, &into, &introducers)
        .unwrap()
        .brokers(0, &wanted, 3);
    let people: Vec<u32> = bridges.iter().map(|bridge| bridge.person).collect();
    assert_eq!(people, [1, 2, 3]);
}
