//! Ways, structure, lists and solvers on plain numbers.

use confrere::assign::exposure::{
    Candidates, Examination, MarketSide, Objective, Preferences, Settings, allocate,
};
use confrere::assign::{AssignmentGame, GroupTask, PriceRange};
use confrere::benefit::{DenseVectors, Pool, SparseVectors};
use confrere::diversity::{
    Graph, HopSearch, OutsideMeasures, StanceModel, communities, conversation_starters,
    dyadic_constraints, embeddedness, max_sum_list, modularity, structural_diversity_gain,
    tie_overlaps, walk_controversy,
};
use confrere::path::{Introducers, PathSearch, Request};
use confrere::{Adjacency, Mean};

/// Whoever gains nothing from being introduced is introduced to nobody, also where introducers have time left.
#[test]
fn a_request_without_gain_takes_nobody_s_time() {
    let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (1, 3, 0.8)]).expect("sound");
    let (into, introducers) = (out.reversed(), Introducers::open(4));
    let paths = PathSearch::new(&out, &into, &introducers).expect("of one size");
    let request = |to, gain| Request { from: 0, to, gain };
    let plan = paths
        .plan(&[request(2, 0.0), request(3, 0.5)], &[9; 4])
        .expect("sound");
    let routes: Vec<bool> = plan
        .outcomes()
        .iter()
        .map(|outcome| outcome.route.is_some())
        .collect();
    assert_eq!(routes, [false, true]);
    assert!((plan.value() - 0.36).abs() < 1e-6);
}

/// Where nobody's time is scarce each request has its best way, and that is the bound: also of requests of little gain with more ways
/// than are listed.
#[test]
fn a_plan_without_scarce_introducers_reaches_its_bound() {
    let ties: Vec<(u32, u32, f32)> = (1..=14)
        .flat_map(|via| [(0, via, 0.9), (via, 15, 0.9)])
        .collect();
    let out = Adjacency::new(16, &ties).expect("sound");
    let (into, introducers) = (out.reversed(), Introducers::open(16));
    let paths = PathSearch::new(&out, &into, &introducers).expect("of one size");
    let request = Request {
        from: 0,
        to: 15,
        gain: 0.1,
    };
    let plan = paths.plan(&[request], &[9; 16]).expect("sound");
    assert!(
        (plan.value() - 0.081).abs() < 1e-6 && (plan.bound() - 0.081).abs() < 1e-6,
        "{plan:?}"
    );
}

/// Of as many hops and the same chance the way whose people come first is taken, whoever was met first.
#[test]
fn of_equal_ways_the_one_whose_people_come_first_is_taken() {
    // Two ways of four hops with the same chances, in another order of strengths on either half.
    let ties = [
        (0, 2, 0.5),
        (2, 3, 0.25),
        (3, 6, 0.5),
        (6, 7, 0.25),
        (0, 1, 0.5),
        (1, 4, 0.25),
        (4, 5, 0.5),
        (5, 7, 0.25),
        (0, 4, 0.125),
    ];
    let out = Adjacency::new(8, &ties).expect("sound");
    let (into, introducers) = (out.reversed(), Introducers::open(8));
    let paths = PathSearch::new(&out, &into, &introducers)
        .expect("of one size")
        .hops(4);
    let people = |route: Option<confrere::path::Route>| route.expect("a way").people().to_vec();
    // 0.125 in one tie is as good as 0.5 and 0.25 in two, and shorter.
    assert_eq!(people(paths.best(0, 7)), [0, 4, 5, 7]);
    assert_eq!(people(paths.reach(0).route(7)), [0, 4, 5, 7]);
    assert_eq!(people(paths.best_unbounded(0, 7)), [0, 4, 5, 7]);
    let ties: Vec<_> = ties.into_iter().filter(|tie| tie.2 != 0.125).collect();
    let out = Adjacency::new(8, &ties).expect("sound");
    let into = out.reversed();
    let paths = PathSearch::new(&out, &into, &introducers)
        .expect("of one size")
        .hops(4);
    assert_eq!(people(paths.best(0, 7)), [0, 1, 4, 5, 7]);
    assert_eq!(people(paths.best_unbounded(0, 7)), [0, 1, 4, 5, 7]);
    let ranked = paths.ranked(0, 7, 3);
    assert_eq!(
        (ranked.len(), ranked[1].people()),
        (2, [0, 2, 3, 6, 7].as_slice())
    );
}

/// Who does not lean either way disagrees with who does: 0 is a stance.
#[test]
fn a_stance_of_0_can_be_disputed_and_is_agreed_with_by_nobody() {
    let starters = conversation_starters(&[("tabs", 0.0)], &[("tabs", 0.8)], |_| 0.0, |_| 1.0);
    assert_eq!(starters.disputed.map(|item| item.topic), Some("tabs"));
    assert!(starters.agreed.is_empty());
}

/// Half of the relevance counts against all of the distance: with λ = ½ a relevance of .8 more outweighs a distance of .36 more
/// (.5 · .5 · .8 = .2 > .5 · .36 = .18), and not one of .42 more.
#[test]
fn a_list_by_greatest_sum_weighs_relevance_by_half() {
    let picked = |far: f64| {
        let apart = |i: u32, j: u32| if i + j == 1 { 0.1 } else { 0.1 + far };
        max_sum_list(&[1.0, 0.9, 0.1], 0.5, 2, apart).expect("sound")
    };
    assert_eq!(picked(0.36), [0, 1]);
    assert_eq!(picked(0.42), [0, 2]);
}

/// Communities are found by moving people one by one, and at the end no such move betters the modularity.
#[test]
fn nobody_would_better_the_communities_by_moving() {
    let mut state = 7_u32;
    let mut draw = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    for people in [12, 24, 40, 60] {
        let ties: Vec<(u32, u32, f64)> = (0..people * 3)
            .map(|_| (draw(people), draw(people), f64::from(1 + draw(3))))
            .filter(|tie| tie.0 != tie.1)
            .collect();
        let graph = Graph::new(people, &ties).expect("sound");
        let found = communities(&graph);
        let quality = |labels: &[u32]| {
            modularity(&graph, labels, 1.0)
                .expect("labels for all")
                .expect("ties")
        };
        let best = quality(found.labels());
        for person in 0..people {
            for &other in graph.neighbours(person) {
                let mut labels = found.labels().to_vec();
                labels[person as usize] = labels[other as usize];
                assert!(
                    quality(&labels) <= best + 1e-9,
                    "{person} to {other} of {people}"
                );
            }
        }
    }
}

/// What is marked of one person is gone for the next, also of a person who alone fills a word of 64 bits: ben and caro share nobody.
#[test]
fn contacts_of_one_person_are_no_contacts_of_the_next() {
    let ties = [(0, 64), (1, 2), (1, 3), (1, 4), (2, 64)].map(|(one, other)| (one, other, 1.0));
    let graph = Graph::new(130, &ties).expect("sound");
    assert!(tie_overlaps(&graph).iter().all(|tie| tie.common == 0));
}

/// Where one side is empty no walk can cross, and there is no controversy to measure.
#[test]
fn a_controversy_has_two_sides() {
    let graph = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]).expect("sound");
    assert_eq!(walk_controversy(&graph, &[0, 0, 0], 1), Ok(None));
    assert_eq!(walk_controversy(&graph, &[1, 1, 1], 1), Ok(None));
    let two = Graph::new(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]).expect("sound");
    assert!(
        walk_controversy(&two, &[0, 0, 1, 1], 1)
            .expect("labels for all")
            .is_some()
    );
}

/// What one person may not receive goes to the next: two people want the same one of two, who may be looked at once.
#[test]
fn attention_above_a_cap_goes_to_others() {
    let wants = [1.0, 0.8, 1.0, 0.8];
    let preferences = Preferences::two_sides(2, 2, &wants, &[1.0; 4]).expect("sound");
    let preferences = preferences
        .receiving(MarketSide::Right, [(0, 1.0)])
        .expect("sound");
    let settings = Settings::new(Objective::Product).examination(Examination::top(1));
    let allocation = allocate(&preferences, &settings).expect("sound");
    let seen = |right| {
        (0..2)
            .map(|left| allocation.exposure(MarketSide::Left, left, right))
            .sum::<f64>()
    };
    assert!(
        seen(0) <= 1.0 + 1e-9 && seen(1) > 0.9,
        "{} {}",
        seen(0),
        seen(1)
    );
    // Whom nobody may be shown takes no place of a list.
    let closed = Preferences::two_sides(2, 2, &wants, &[1.0; 4])
        .and_then(|preferences| preferences.receiving(MarketSide::Right, [(0, 0.0)]))
        .expect("sound");
    let allocation = allocate(&closed, &settings).expect("sound");
    assert_eq!(allocation.exposure(MarketSide::Left, 0, 0), 0.0);
    assert!(allocation.exposure(MarketSide::Left, 0, 1) > 0.99);
}

/// A number that is nobody's has no ties, no gains and no prices: no question of plain numbers fails on it.
#[test]
fn numbers_that_are_nobody_s_are_answered_with_nothing() {
    for nobody in [3, 7, u32::MAX - 1, u32::MAX] {
        let ties = Adjacency::new(3, &[(0, 1, 0.5)]).expect("sound");
        assert!(ties.neighbours(nobody).is_empty() && ties.strengths(nobody).is_empty());
        assert_eq!(
            (ties.strength(nobody, 0), ties.strength(0, nobody)),
            (None, None)
        );
        let graph = Graph::new(3, &[(0, 1, 0.5), (1, 2, 0.25)]).expect("sound");
        assert!(graph.neighbours(nobody).is_empty() && graph.weights(nobody).is_empty());
        assert_eq!((graph.degree(nobody), graph.strength(nobody)), (0, 0.0));
        assert_eq!(
            (graph.weight(nobody, 0), graph.weight(0, nobody)),
            (0.0, 0.0)
        );
        assert_eq!(
            (
                embeddedness(&graph, nobody, 0),
                embeddedness(&graph, 0, nobody)
            ),
            (0.0, 0.0)
        );
        assert!(dyadic_constraints(&graph, nobody).is_empty());
        assert_eq!(structural_diversity_gain(&graph, 0, nobody), 1);
        assert_eq!(structural_diversity_gain(&graph, nobody, 0), 1);
        let mut hops = HopSearch::new(&graph);
        hops.start(0);
        assert_eq!((hops.to(nobody), hops.novelty(nobody)), (None, None));
        hops.start(nobody);
        assert_eq!(
            (hops.to(0), hops.to(nobody), hops.within(9)),
            (None, None, 0)
        );
        let outside = OutsideMeasures::new(graph);
        assert_eq!(
            (
                outside.non_redundancy(nobody, 0),
                outside.non_redundancy(0, nobody)
            ),
            (1.0, 1.0)
        );
        assert_eq!(outside.unexpectedness(nobody, 0, |_, _| Some(1.0)), None);
        let model = StanceModel::new(&[vec![(0, 1.0)], vec![(0, 0.5)]], 1).expect("sound");
        assert!((-1.0..=1.0).contains(&model.stance(nobody, 0)));
        assert_eq!(model.stance(0, nobody), 0.0);
        let prices = AssignmentGame::new(1, 2, &[(0, 0, 0.9), (0, 1, 0.6)])
            .expect("sound")
            .solve();
        let none = PriceRange {
            low: 0.0,
            high: 0.0,
        };
        assert_eq!(
            (
                prices.giver_of(nobody),
                prices.receiver(nobody),
                prices.giver(nobody)
            ),
            (None, none, none)
        );
        let task = GroupTask::new(3, 2, 2, |_, _| 1).expect("sound");
        let found = task
            .clone()
            .limit(nobody, 1)
            .together(nobody, 0)
            .together(1, 1)
            .best_found();
        assert_eq!(found, task.best_found());
        let preferences = Preferences::two_sides(2, 1, &[0.9, 0.8], &[0.5, 0.5]).expect("sound");
        let allocation = allocate(&preferences, &Settings::new(Objective::Nash)).expect("sound");
        for side in [MarketSide::Left, MarketSide::Right] {
            assert!(
                allocation.list(side, nobody).is_empty()
                    && allocation.sample(side, nobody, 1).is_empty()
            );
            assert_eq!(
                (
                    allocation.exposures(side, nobody).len(),
                    allocation.exposure(side, nobody, 0)
                ),
                (0, 0.0)
            );
            assert_eq!(allocation.exposure(side, 0, nobody), 0.0);
        }
        assert_eq!(allocation.exposure(MarketSide::Left, 0, 1), 0.0);
        assert_eq!(
            Candidates::from_rows([[(0, 0.9)]])
                .expect("sound")
                .of(nobody)
                .len(),
            0
        );
        let mut sparse = SparseVectors::new();
        sparse.push(&[(0, 1.0)], &[(0, 0.5)]).expect("sound");
        assert_eq!((sparse.gain(0, nobody), sparse.gain(nobody, 0)), (0.0, 0.0));
        assert!(
            Pool::new(sparse)
                .recommend(nobody, 3, Mean::MINIMUM)
                .is_empty()
        );
        let dense = DenseVectors::new(&[1.0, 0.0], &[0.5, 0.5], 2).expect("sound");
        assert_eq!((dense.gain(0, nobody), dense.gain(nobody, 0)), (0.0, 0.0));
        assert!(dense.recommend(nobody, 3, Mean::MINIMUM).is_empty());
    }
}
