//! Varied lists equal their plain versions and the reference numbers; list metrics keep their bounds.

#[path = "support/karate.rs"]
mod karate;

use confrere::Error;
use confrere::diversity::{
    Graph, OutsideMeasures, aspect_list, assortativity, blau_normalised, broker_counts, brokerage,
    community_edge_gini_complement, coverage_list, cross_circle_share,
    directed_edge_gini_complement, dpp_list, dpp_quality, external_internal, gini,
    intra_list_distance, marginal_list, max_sum_list, mean_prediction_distance, modularity,
    modularity_complement, rao_entropy, walk_controversy,
};
use karate::KARATE;
use proptest::prelude::*;

const FEATURES: [[f64; 3]; 5] = [
    [1.0, 0.0, 0.0],
    [0.993_883_734_673_618_9, 0.110_431_526_074_846_55, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 0.976_187_060_183_952_7, 0.216_930_457_818_656_2],
    [
        0.301_511_344_577_763_63,
        0.301_511_344_577_763_63,
        0.904_534_034_033_329_1,
    ],
];
const QUALITY: [f64; 5] = [1.0, 0.95, 0.9, 0.85, 0.5];

fn cosine(features: &[[f64; 3]], i: u32, j: u32) -> f64 {
    let (a, b) = (features[i as usize], features[j as usize]);
    let dot = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn angle(features: &[[f64; 3]], i: u32, j: u32) -> f64 {
    cosine(features, i, j).clamp(-1.0, 1.0).acos() / std::f64::consts::PI
}

#[test]
fn lists_equal_the_reference() {
    let alike = |i, j| f64::midpoint(cosine(&FEATURES, i, j), 1.0);
    assert_eq!(
        dpp_list(&QUALITY, 3, alike).expect("sound").picks,
        [0, 2, 4]
    );
    let five = dpp_list(&QUALITY, 5, alike).expect("sound");
    assert_eq!((five.picks, five.varied), (vec![0, 2, 4, 1, 3], 4));
    let marginal = marginal_list(&QUALITY, 0.5, 4, |i, j| cosine(&FEATURES, i, j));
    assert_eq!(marginal.expect("sound"), [0, 2, 4, 1]);
    let spread = max_sum_list(&QUALITY, 0.5, 4, |i, j| angle(&FEATURES, i, j));
    assert_eq!(spread.expect("sound"), [0, 2, 4, 1]);
    let all = intra_list_distance(&[0, 1, 2, 3, 4], |i, j| 1.0 - cosine(&FEATURES, i, j));
    assert!((all - 0.638_515_712_888_961_3).abs() < 1e-9, "{all}");
}

#[test]
fn mixture_of_the_karate_club_equals_the_reference() {
    let ties: Vec<(u32, u32, f64)> = KARATE.iter().map(|&(a, b, _)| (a, b, 1.0)).collect();
    let karate = Graph::new(34, &ties).expect("sound ties");
    let first = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21];
    let clubs: Vec<u32> = (0..34)
        .map(|member| u32::from(!first.contains(&member)))
        .collect();
    let near = |found: Result<Option<f64>, Error>, expected: f64| {
        (found.expect("a label each").expect("ties") - expected).abs() < 1e-9
    };
    assert!(near(assortativity(&karate, &clubs), 0.717_530_864_197_531));
    assert!(near(
        modularity_complement(&karate, &clubs),
        (1.0 - 0.717_530_864_197_531) / 2.0
    ));
    assert!(near(
        external_internal(&karate, &clubs),
        -0.717_948_717_948_718
    ));
    assert_eq!(community_edge_gini_complement(&karate, &clubs), Ok(None));
    let alone = Graph::new(3, &[]).expect("no ties");
    assert_eq!(external_internal(&alone, &[0, 1, 2]), Ok(None));
    assert_eq!(assortativity(&alone, &[0, 1, 2]), Ok(None));
    assert_eq!(assortativity(&karate, &[0; 34]), Ok(None));
}

/// Labels come from data: too few of them are an error, never a panic.
#[test]
fn labels_that_do_not_fit_the_graph_are_refused() {
    let graph = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0)]).expect("sound ties");
    for labels in [&[][..], &[0, 1], &[0, 1, 2, 3]] {
        let errors = [
            external_internal(&graph, labels).err(),
            cross_circle_share(&graph, labels).err(),
            assortativity(&graph, labels).err(),
            modularity_complement(&graph, labels).err(),
            community_edge_gini_complement(&graph, labels).err(),
            modularity(&graph, labels, 1.0).err(),
            walk_controversy(&graph, labels, 1).err(),
            brokerage(&graph, labels, 1).err(),
            broker_counts(&graph, labels).err(),
        ];
        for error in errors {
            let words = error.expect("too few or too many").to_string();
            let found = labels.len();
            assert!(
                words.ends_with(&format!(" has {found} people, expected 3 people")),
                "{words}"
            );
        }
    }
    assert!(brokerage(&graph, &[0, 1, 2], 3).is_err());
    assert!(directed_edge_gini_complement(&[(0, 3)], &[0, 1, 2]).is_err());
    let outside = OutsideMeasures::new(graph);
    assert_eq!(outside.community_novelty(0, 2, &[0, 1]), None);
    assert_eq!(outside.community_novelty(3, 0, &[0, 1, 2, 3]), None);
    assert_eq!(outside.community_novelty(0, 2, &[0, 1, 1]), Some(0.0));
    assert_eq!(outside.community_novelty(0, 2, &[0, 1, 2]), Some(1.0));
}

/// The determinant by elimination with the greatest pivot.
fn determinant(mut rows: Vec<Vec<f64>>) -> f64 {
    let mut product = 1.0;
    for column in 0..rows.len() {
        let pivot = (column..rows.len())
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
            .expect("a row");
        if pivot != column {
            rows.swap(pivot, column);
            product = -product;
        }
        product *= rows[column][column];
        if rows[column][column] == 0.0 {
            return 0.0;
        }
        let (upper, lower) = rows.split_at_mut(column + 1);
        let pivot = &upper[column];
        for row in lower {
            let factor = row[column] / pivot[column];
            for (cell, above) in row.iter_mut().zip(pivot) {
                *cell -= factor * above;
            }
        }
    }
    product
}

fn features() -> impl Strategy<Value = Vec<([f64; 3], f64)>> {
    let one = (proptest::array::uniform3(-1.0_f64..1.0), 0.05_f64..=1.0);
    let sound = one.prop_filter("a direction", |(at, _)| {
        at.iter().map(|x| x * x).sum::<f64>() > 0.01
    });
    proptest::collection::vec(sound, 1..9)
}

/// Similarity with full rank, so that every choice has a determinant above 0.
fn gauss(features: &[[f64; 3]], i: u32, j: u32) -> f64 {
    let (a, b) = (features[i as usize], features[j as usize]);
    let square: f64 = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum();
    (-4.0 * square).exp()
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn the_determinantal_list_is_that_of_naive_determinants(list in features(), k in 0_u32..6) {
        let (features, quality): (Vec<_>, Vec<_>) = list.into_iter().unzip();
        let found = dpp_list(&quality, k, |i, j| gauss(&features, i, j)).expect("sound");
        prop_assert_eq!(found.picks.len(), quality.len().min(k as usize));
        let kernel = |i: u32, j: u32| quality[i as usize] * quality[j as usize] * gauss(&features, i, j);
        let value = |set: &[u32]| determinant(set.iter().map(|&i| set.iter().map(|&j| kernel(i, j)).collect()).collect());
        let mut set: Vec<u32> = Vec::new();
        for &pick in &found.picks[..found.varied as usize] {
            let with = |candidate| value(&set.iter().copied().chain([candidate]).collect::<Vec<_>>());
            let best = (0..quality.len() as u32).filter(|i| !set.contains(i)).map(with).fold(0.0, f64::max);
            prop_assert!(with(pick) >= best * (1.0 - 1e-6) - 1e-12, "{} of {best}", with(pick));
            set.push(pick);
        }
    }

    #[test]
    fn the_marginal_list_is_that_of_the_formula(list in features(), share in 0.0_f64..=1.0, k in 0_u32..6) {
        let (features, relevance): (Vec<_>, Vec<_>) = list.into_iter().unzip();
        let found = marginal_list(&relevance, share, k, |i, j| cosine(&features, i, j)).expect("sound");
        let mut expected: Vec<u32> = Vec::new();
        for _ in 0..k.min(relevance.len() as u32) {
            let value = |i: u32| {
                let near = expected.iter().map(|&j| cosine(&features, i, j)).fold(f64::NEG_INFINITY, f64::max);
                share * relevance[i as usize] - (1.0 - share) * if expected.is_empty() { 0.0 } else { near }
            };
            let open = (0..relevance.len() as u32).filter(|i| !expected.contains(i));
            let best = open.reduce(|a, b| if value(b) > value(a) { b } else { a }).expect("one left");
            expected.push(best);
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_greedy_sum_is_at_least_half_of_the_best(list in features(), share in 0.0_f64..=1.0, k in 1_u32..5) {
        let (features, relevance): (Vec<_>, Vec<_>) = list.into_iter().unzip();
        let all = relevance.len() as u32;
        let value = |set: &[u32]| {
            let good: f64 = set.iter().map(|&i| relevance[i as usize]).sum();
            let pairs = set.len() as f64 * (set.len() as f64 - 1.0) / 2.0;
            (1.0 - share) * good + share * pairs * intra_list_distance(set, |i, j| angle(&features, i, j))
        };
        let found = max_sum_list(&relevance, share, k, |i, j| angle(&features, i, j)).expect("sound");
        let sets = (0_u32..1 << all).filter(|set| set.count_ones() == k.min(all));
        let best = sets.map(|set| value(&(0..all).filter(|i| set >> i & 1 == 1).collect::<Vec<_>>())).fold(0.0, f64::max);
        prop_assert!(value(&found) >= best / 2.0 - 1e-12);
        for (a, b, c) in [(0, all / 2, all - 1), (all - 1, 0, all / 2)] {
            prop_assert!(angle(&features, a, c) <= angle(&features, a, b) + angle(&features, b, c) + 1e-7);
        }
    }

    #[test]
    fn the_lazy_cover_is_the_plain_one(
        serves in proptest::collection::vec(proptest::array::uniform4(0_u8..4), 1..12),
        weights in proptest::array::uniform4(0.0_f64..=1.0),
        k in 0_u32..8,
    ) {
        let serve = |i: u32, t: u32| f64::from(serves[i as usize][t as usize]) / 3.0;
        let found = coverage_list(serves.len() as u32, &weights, k, serve).expect("sound");
        let mut best = [0.0_f64; 4];
        let mut expected: Vec<u32> = Vec::new();
        for _ in 0..k.min(serves.len() as u32) {
            let gain = |i: u32| (0..4).map(|t| weights[t] * (serve(i, t as u32) - best[t]).max(0.0)).sum::<f64>();
            let open = (0..serves.len() as u32).filter(|i| !expected.contains(i));
            let next = open.reduce(|a, b| if gain(b) > gain(a) { b } else { a }).expect("one left");
            (0..4).for_each(|t| best[t] = best[t].max(serve(next, t as u32)));
            expected.push(next);
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn metrics_keep_their_bounds(list in features(), counts in proptest::collection::vec(0_u32..50, 0..20)) {
        let features: Vec<_> = list.into_iter().map(|one| one.0).collect();
        let members: Vec<u32> = (0..features.len() as u32).collect();
        let apart = |i, j| if i == j { 0.0 } else { angle(&features, i, j) };
        let mean = intra_list_distance(&members, apart);
        prop_assert!((0.0..=1.0).contains(&mean));
        let n = members.len() as f64;
        let rao = rao_entropy(&vec![1.0 / n; members.len()], apart);
        prop_assert!((rao - mean * (n - 1.0) / n).abs() < 1e-9);
        prop_assert!((-1e-12..=1.0 + 1e-12).contains(&gini(&counts)));
        prop_assert!((0.0..=1.0 + 1e-12).contains(&blau_normalised(&counts)));
    }
}

#[test]
fn aspects_that_are_covered_count_less() {
    let covers = vec![
        vec![(0, 1.0)],
        vec![(0, 0.5), (1, 0.5)],
        vec![(1, 1.0)],
        vec![(9, 1.0)],
    ];
    let list = aspect_list(&[0.9, 0.9, 0.1, 0.2], &[0.5, 0.5], &covers, 1.0, 4).expect("sound");
    assert_eq!(list, [0, 2, 1, 3]);
    let plain = aspect_list(&[0.2, 0.9, 0.1, 0.3], &[0.5, 0.5], &covers, 0.0, 3).expect("sound");
    assert_eq!(plain, [1, 3, 0]);
    assert!(aspect_list(&[0.2], &[0.5], &covers, 0.5, 1).is_err());
    assert!(aspect_list(&[0.2], &[1.5], &covers[..1], 0.5, 1).is_err());
}

#[test]
fn lists_refuse_unsound_numbers_and_survive_odd_answers() {
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(marginal_list(&[0.5, bad], 0.5, 1, |_, _| 0.0).is_err());
        assert!(marginal_list(&[0.5], bad, 1, |_, _| 0.0).is_err());
        assert!(max_sum_list(&[0.5], bad, 1, |_, _| 0.0).is_err());
        assert!(coverage_list(1, &[bad], 1, |_, _| 0.0).is_err());
    }
    assert!(dpp_list(&[f64::NAN], 1, |_, _| 1.0).is_err());
    assert!(dpp_list(&[-1.0], 1, |_, _| 1.0).is_err());
    let odd = |_: u32, _: u32| f64::NAN;
    assert_eq!(
        marginal_list(&[0.1, 0.2], 0.5, 9, odd).expect("sound"),
        [1, 0]
    );
    assert_eq!(dpp_list(&[0.1, 0.2], 9, odd).expect("sound").picks, [1, 0]);
    assert_eq!(coverage_list(2, &[1.0], 9, odd).expect("sound"), [0, 1]);
    assert_eq!(max_sum_list(&[], 0.5, 3, odd).expect("sound"), [0_u32; 0]);
    assert!(dpp_quality(1.0, 1.0).is_finite());
}

#[test]
fn spread_over_pairs_of_circles_and_hops_has_its_ends() {
    assert_eq!(mean_prediction_distance(&[None]), f64::INFINITY);
    let labels = [0, 1, 2];
    assert_eq!(directed_edge_gini_complement(&[(0, 0)], &labels), Ok(None));
    let half = directed_edge_gini_complement(&[(0, 1), (1, 2), (2, 0)], &labels);
    let half = half.expect("labels").expect("pairs");
    assert!(
        (half - 0.4).abs() < 1e-12,
        "{half}: three of six ordered pairs"
    );
}

#[test]
fn a_determinantal_list_does_not_depend_on_the_scale_of_qualities() {
    // Two people who are the same person twice, and a poor one who is new.
    let alike = |i: u32, j: u32| if i / 2 == j / 2 { 1.0 } else { 0.1 };
    let quality = [1.0, 0.9, 3e-6, 2e-6, 0.7, 0.6];
    let plain = dpp_list(&quality, 6, alike).expect("sound");
    assert_eq!(
        (plain.picks.as_slice(), plain.varied),
        (&[0, 4, 2, 1, 5, 3][..], 3)
    );
    for scale in [1e-300, 1e-160, 1e-8, 3.0, 1e9, 1e99] {
        let scaled = quality.map(|quality| quality * scale);
        assert_eq!(
            dpp_list(&scaled, 6, alike).expect("sound"),
            plain,
            "{scale}"
        );
    }
    assert_eq!(dpp_list(&[0.0; 3], 2, alike).expect("sound").varied, 0);
}

#[test]
fn where_nothing_weighs_no_difference_lifts_a_score() {
    let weights = confrere::diversity::DifferenceWeights::none();
    assert_eq!(
        weights.combine(&confrere::diversity::Difference::default()),
        0.0
    );
}
